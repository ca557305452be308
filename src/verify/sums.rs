//! The sums of a report, added again from its tables.

use super::Unreadable;
use super::digest::Watch;
use super::expected::expected;
use super::folder::{Folder, Found};
use super::manifest::Manifest;
use super::table::{Table, cents, printed};
use super::told::{Finding, Part, Verdict};
use super::{agreement, analyzed, compared, tracked};
use crate::rulebook::UploadLimits;
use serde_json::Value;
use std::io::Read;

/// The name of the totals.
pub(super) const SUMMARY: &str = "summary.json";
/// Why a sum is not checked where a table ends before its end.
pub(super) const NOT_ADDED: &str = "not added, for a table of it cannot be read: see above";
/// No summary is as large.
const MOST_BYTES: u64 = 1 << 26;

/// Adds the tables of a report up, and holds the sums against each other and against `summary.json`.
/// What was not written is named as not checked.
/// `limits` are those of CBP's template for upload files.
pub fn sums(
    folder: &Folder,
    manifest: &Manifest,
    limits: &UploadLimits,
    watch: Watch<'_>,
) -> Vec<Finding> {
    let mut book = Book { folder, manifest, limits, watch, findings: Vec::new() };
    let summary = book.summary();
    if let Some(summary) = &summary {
        agreement::add(&mut book, summary);
    }
    match manifest.command.as_str() {
        "analyze" => analyzed::add(&mut book, summary.as_ref()),
        "track" => tracked::add(&mut book, summary.as_ref()),
        "diff" => compared::add(&mut book, summary.as_ref()),
        other => {
            let detail = format!("nothing is known of the sums of `capeprep {other}`");
            book.tell("all sums", Verdict::NotChecked, detail);
        }
    }
    book.findings
}

/// The directory while its sums are added.
pub(super) struct Book<'a> {
    folder: &'a Folder,
    pub manifest: &'a Manifest,
    /// What CBP's template takes.
    pub limits: &'a UploadLimits,
    watch: Watch<'a>,
    findings: Vec<Finding>,
}

/// A figure of one place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Figure {
    /// In cents.
    Money(i128),
    /// How many.
    Count(u64),
    /// There is none, which agrees with nothing.
    None,
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Figure::Money(cents) => f.write_str(&printed(*cents)),
            Figure::Count(count) => write!(f, "{count}"),
            Figure::None => f.write_str("no figure"),
        }
    }
}

impl Figure {
    /// Whether both are the same; what is no figure is the same as nothing.
    pub fn is(self, other: Figure) -> bool {
        match (self, other) {
            (Figure::Money(a), Figure::Money(b)) => a == b,
            (Figure::Count(a), Figure::Count(b)) => a == b,
            _ => false,
        }
    }
}

impl<'a> Book<'a> {
    /// Notes a finding.
    pub fn tell(&mut self, what: &str, verdict: Verdict, detail: impl Into<String>) {
        self.findings.push(Finding::new(Part::Sums, what, verdict, detail));
    }

    /// Notes that sums were not added, for want of what could not be read; those that were are passed
    /// over.
    pub fn untold(&mut self, sums: &[&str], why: &str) {
        for what in sums {
            if !self.findings.iter().any(|finding| finding.what == *what) {
                self.tell(what, Verdict::NotChecked, why);
            }
        }
    }

    /// Notes what could not be read.
    pub fn unread(&mut self, what: &str, error: &Unreadable) {
        self.tell(what, Verdict::Unreadable, error.to_string());
    }

    /// Notes that a sum is not checked, for want of a file.
    pub fn without(&mut self, what: &str, file: &str) {
        let why = match (self.manifest.lists(file), expected(self.manifest).contains(&file)) {
            (true, _) => "is not there, or cannot be read",
            (false, true) => "is not listed in the manifest",
            (false, false) => "was not written",
        };
        self.tell(what, Verdict::NotChecked, format!("{file} {why}"));
    }

    /// Holds two lists of figures against each other, each named; what they have in common is `what`.
    pub fn hold(&mut self, what: &str, pairs: &[(&str, Figure, &str, Figure)]) {
        let open: Vec<String> = pairs
            .iter()
            .filter(|(_, left, _, right)| !left.is(*right))
            .map(|(a, left, b, right)| format!("{a} {left}, {b} {right}"))
            .collect();
        match (open.as_slice(), pairs) {
            ([], [(_, figure, ..)]) => self.tell(what, Verdict::Closes, figure.to_string()),
            ([], pairs) => {
                let figures: Vec<String> = pairs.iter().map(|(_, f, ..)| f.to_string()).collect();
                self.tell(what, Verdict::Closes, figures.join(" / "));
            }
            (open, _) => self.tell(what, Verdict::Open, open.join("; ")),
        }
    }

    /// Notes whether rows agree one by one.
    pub fn one_by_one(&mut self, what: &str, rows: u64, odd: &Odd) {
        match &odd.first {
            None => self.tell(what, Verdict::Closes, format!("{rows}")),
            Some(first) => {
                let more = if odd.all > 1 {
                    format!(" (and {} more)", odd.all - 1)
                } else {
                    String::new()
                };
                self.tell(what, Verdict::Open, format!("{first}{more}"));
            }
        }
    }

    /// Opens a table that the manifest lists.
    ///
    /// # Errors
    /// It is there, and its header cannot be read.
    pub fn table(&self, name: &str) -> Result<Option<Table<'a>>, Unreadable> {
        if !self.manifest.lists(name) {
            return Ok(None);
        }
        match self.folder.file(name) {
            Found::File(file, _) => Table::open(name, file, self.watch).map(Some),
            Found::Nothing | Found::Refused(_) => Ok(None),
        }
    }

    /// A small file that the manifest lists; `None` if it is not there, cannot be read or is larger.
    pub fn small(&self, name: &str, most: u64) -> Option<Vec<u8>> {
        if !self.manifest.lists(name) {
            return None;
        }
        let Found::File(file, found) = self.folder.file(name) else { return None };
        let mut bytes = Vec::new();
        let read = file.take(most).read_to_end(&mut bytes);
        (found.len() <= most && read.is_ok()).then_some(bytes)
    }

    fn summary(&mut self) -> Option<Value> {
        let text = self.small(SUMMARY, MOST_BYTES)?;
        match serde_json::from_slice(&text) {
            Ok(summary) => Some(summary),
            Err(error) => {
                self.tell(SUMMARY, Verdict::Unreadable, error.to_string());
                None
            }
        }
    }
}

/// Rows that do not agree: how many, and the first of them in words.
#[derive(Debug, Default)]
pub(super) struct Odd {
    pub all: u64,
    first: Option<String>,
}

impl Odd {
    /// Counts one.
    pub fn note(&mut self, words: impl FnOnce() -> String) {
        self.all += 1;
        self.first.get_or_insert_with(words);
    }
}

/// An amount of a summary; what is no amount agrees with nothing.
pub(super) fn money(summary: &Value, pointer: &str) -> Figure {
    let text = summary.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    cents(text.as_bytes()).map_or(Figure::None, Figure::Money)
}

/// A count of a summary; what is none agrees with nothing.
pub(super) fn count(summary: &Value, pointer: &str) -> Figure {
    summary.pointer(pointer).and_then(Value::as_u64).map_or(Figure::None, Figure::Count)
}

/// The sum of amounts of a summary; none if one of them is none.
pub(super) fn all_money(summary: &Value, pointers: &[&str]) -> Figure {
    let mut sum: i128 = 0;
    for pointer in pointers {
        let Figure::Money(cents) = money(summary, pointer) else { return Figure::None };
        sum += cents;
    }
    Figure::Money(sum)
}

/// The sum of counts of a summary; none if one of them is none.
pub(super) fn all_counts(summary: &Value, pointers: &[&str]) -> Figure {
    let mut sum: u64 = 0;
    for pointer in pointers {
        let Figure::Count(number) = count(summary, pointer) else { return Figure::None };
        sum = sum.saturating_add(number);
    }
    Figure::Count(sum)
}
