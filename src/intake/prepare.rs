//! Looking at every input before the long read: is it CSV, where is its header, which column is
//! which. What is wrong with the whole set is said here, before anything is computed.

use super::assort::{Assorted, holds_facts};
use super::header::{self, HeaderRow, Search};
use super::layout::{ColumnUse, MapOption};
use super::open::{Opened, fill, open, sniff};
use super::reader::BYTE_ORDER_MARK;
use super::{IntakeError, Layout, RecordNumbers, Source};
use crate::domain::{Field, fold};
use crate::rulebook::HeaderAliases;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::SystemTime;

/// Bytes first read in search of a header; doubled while the records go on.
const FIRST_LOOK: usize = 64 << 10;
const LONGEST_LOOK: usize = 64 << 20;
/// Known columns of a facts file: the entry number and a fact.
const ENOUGH_FOR_FACTS: usize = 2;

/// An input with its layout, ready to be read.
pub struct PreparedInput {
    /// Which file.
    pub source: Source,
    /// Its columns.
    pub layout: Layout,
    /// Its header row.
    pub header: HeaderRow,
    /// Bytes before the first record after the header.
    pub body_offset: usize,
    /// Its size in bytes, if known beforehand.
    pub size: Option<u64>,
    /// When it was last written, as far as the system tells: the content must stay what it is.
    pub modified: Option<SystemTime>,
    /// SHA-256 of the bytes before the first record, by which the file is known again.
    pub head: [u8; 32],
    /// The start of the file, as far as it was read.
    pub start: Vec<u8>,
    /// What cannot be opened twice (standard input, pipes) stays open.
    pub(super) resume: Option<Mutex<Box<dyn Read + Send>>>,
}

impl PreparedInput {
    /// Lets go of the start of a file that will be opened again: thousands may be prepared at once.
    fn forget_start(&mut self) {
        if self.resume.is_none() {
            self.start = Vec::new();
        }
    }

    /// How its rows are numbered.
    pub fn numbers(&self) -> RecordNumbers {
        RecordNumbers { header: self.header.record, ..RecordNumbers::default() }
    }

    /// Whether `start` is all there is.
    pub fn is_whole(&self) -> bool {
        self.size.is_some_and(|size| size == self.start.len() as u64)
    }
}

/// Opens every source, finds and maps its header. What holds facts by entry number and no tariff
/// rows is put apart from the exports.
///
/// # Errors
/// The first input that gives neither an estimate nor facts, or all of them give facts alone.
pub fn prepare(
    sources: Vec<Source>,
    aliases: &HeaderAliases,
    options: &[MapOption],
) -> Result<Assorted, IntakeError> {
    let mut assorted = Assorted::default();
    for source in sources {
        let enough = [header::ENOUGH_KNOWN, ENOUGH_FOR_FACTS];
        let mut input = prepare_one(source, aliases, options, &enough)?;
        if holds_facts(&input, aliases)? {
            input.forget_start();
            assorted.facts.push(input);
        } else {
            check_columns(&input, aliases)?;
            input.forget_start();
            assorted.exports.push(input);
        }
    }
    assorted.check(aliases)?;
    Ok(assorted)
}

/// Opens facts files: CSV with an entry number column and at least one other known column.
///
/// # Errors
/// The first file that gives no facts.
pub fn prepare_facts(
    files: &[PathBuf],
    aliases: &HeaderAliases,
    options: &[MapOption],
) -> Result<Vec<PreparedInput>, IntakeError> {
    let (sources, _) = super::source::resolve(files)?;
    let mut prepared = Vec::with_capacity(sources.len());
    for source in sources {
        let input = prepare_one(source, aliases, options, &[ENOUGH_FOR_FACTS])?;
        let has_facts = input.layout.report().is_some()
            || input.layout.present().iter().any(|f| f != Field::EntryNumber);
        if input.layout.column(Field::EntryNumber).is_none() || !has_facts {
            return Err(IntakeError::NoFacts {
                name: input.source.name,
                record: input.header.record,
                found: listed(&input.layout),
                ambiguous: ambiguous(&input.layout),
            });
        }
        prepared.push(input);
    }
    Ok(prepared)
}

/// Opens one source, finds and maps its header, which holds at least `enough` known columns (where
/// several numbers are given, the first that finds one); required columns may be missing.
///
/// # Errors
/// It is empty, no CSV, has no header row, or two columns claim one field.
pub fn prepare_one(
    source: Source,
    aliases: &HeaderAliases,
    options: &[MapOption],
    enough: &[usize],
) -> Result<PreparedInput, IntakeError> {
    let mut opened = open(&source)?;
    let mut start = Vec::new();
    let mut wanted = FIRST_LOOK;
    let (header, mark) = loop {
        let whole = fill(&mut *opened.bytes, &mut start, wanted, &source)?;
        sniff(&source.name, &start)?;
        // Tools that add a mark without looking leave two.
        let marks = start.chunks(BYTE_ORDER_MARK.len()).take_while(|c| *c == BYTE_ORDER_MARK);
        let mark = marks.count() * BYTE_ORDER_MARK.len();
        if whole && start[mark..].trim_ascii().is_empty() {
            return Err(IntakeError::Empty { name: source.name });
        }
        let mut searches =
            enough.iter().map(|enough| header::find(&start[mark..], whole, aliases, *enough));
        let not_there = |search: &Search| matches!(search, Search::NotThere { .. });
        let search = match searches.next() {
            Some(first) if not_there(&first) => searches.find(|s| !not_there(s)).unwrap_or(first),
            Some(first) => first,
            None => Search::NotThere { looked_at: 0, first: String::new() },
        };
        match search {
            Search::Found(header) => break (header, mark),
            Search::NotThere { looked_at, first } => {
                return Err(IntakeError::NoHeader { name: source.name, looked_at, first });
            }
            Search::NeedMore if wanted >= LONGEST_LOOK => {
                return Err(IntakeError::RecordTooLong {
                    name: source.name,
                    offset: 0,
                    limit: LONGEST_LOOK >> 20,
                });
            }
            Search::NeedMore => wanted *= 2,
        }
    };
    let layout = Layout::map(&header.headers, aliases, options).map_err(|(field, a, b)| {
        IntakeError::TwoColumns {
            name: source.name.clone(),
            record: header.record,
            field: field.name(),
            columns: format!(
                "{} `{}` and {} `{}`",
                a + 1,
                header.headers[a],
                b + 1,
                header.headers[b]
            ),
        }
    })?;
    let body_offset = header.end + mark;
    let head = Sha256::digest(&start[..body_offset.min(start.len())]).into();
    let Opened { bytes, size, modified } = opened;
    let resume = size.is_none().then_some(Mutex::new(bytes));
    Ok(PreparedInput { source, layout, header, body_offset, size, modified, head, start, resume })
}

/// Whether the columns give an estimate.
///
/// # Errors
/// A required column is missing, or the file is a line-level report.
pub fn check_columns(input: &PreparedInput, aliases: &HeaderAliases) -> Result<(), IntakeError> {
    let layout = &input.layout;
    let wide: Vec<String> = layout
        .uses()
        .filter_map(|(header, usage)| match usage {
            ColumnUse::Wide(reason) => Some(format!("`{header}` ({reason})")),
            _ => None,
        })
        .collect();
    if !wide.is_empty() {
        return Err(IntakeError::WideReport {
            name: input.source.name.clone(),
            record: input.header.record,
            columns: wide.join(", "),
        });
    }
    let missing: Vec<Field> =
        Field::REQUIRED.iter().copied().filter(|f| layout.column(*f).is_none()).collect();
    let Some(first) = missing.first() else {
        return Ok(());
    };
    let (name, record) = (input.source.name.clone(), input.header.record);
    let totals: Vec<String> = layout
        .uses()
        .filter(|(_, u)| matches!(u, ColumnUse::Field(Field::LineDuty | Field::LineValue)))
        .map(|(header, _)| format!("`{header}`"))
        .collect();
    if missing.contains(&Field::Hts) && !totals.is_empty() {
        return Err(IntakeError::LineLevel { name, record, columns: totals.join(" and ") });
    }
    Err(IntakeError::MissingColumn {
        name,
        record,
        missing: missing.iter().map(|f| f.name()).collect::<Vec<_>>().join(", "),
        found: listed(layout),
        nearest: missing.iter().map(|f| nearest(*f, layout, aliases)).collect(),
        example: first.name(),
    })
}

/// What the missing field is usually called, and which column of the file comes near.
pub(super) fn nearest(field: Field, layout: &Layout, aliases: &HeaderAliases) -> String {
    let spellings: Vec<String> = aliases.nearest(field).take(4).map(|s| format!("`{s}`")).collect();
    let mut text = format!(" {} is known as {}", field.name(), spellings.join(", "));
    for (header, usage) in layout.uses() {
        match usage {
            ColumnUse::Ambiguous(f, reason) if *f == field => {
                text.push_str(&format!("; `{header}` may hold it, but {reason}"));
            }
            ColumnUse::Unknown
                if aliases.closest(header).is_some_and(|(_, near)| near == field) =>
            {
                text.push_str(&format!("; `{header}` comes near"));
            }
            _ => {}
        }
    }
    text.push('.');
    text
}

fn ambiguous(layout: &Layout) -> String {
    let mut text = String::new();
    for (header, usage) in layout.uses() {
        if let ColumnUse::Ambiguous(field, reason) = usage {
            let field = field.name();
            text.push_str(&format!(
                " `{header}` may be {field}, but {reason}; if it is, say --map '{field}={header}'."
            ));
        }
    }
    text
}

/// Checks that every `--map` option fits an input or a facts file.
///
/// # Errors
/// The first option whose header no file has.
pub fn check_options(
    inputs: &[PreparedInput],
    facts: &[PreparedInput],
    options: &[MapOption],
) -> Result<(), IntakeError> {
    for option in options {
        let wanted = fold(option.header.as_bytes());
        let known = inputs
            .iter()
            .chain(facts)
            .any(|i| i.layout.headers().iter().any(|h| fold(h.as_bytes()) == wanted));
        if !known {
            return Err(IntakeError::MapWithoutColumn {
                field: option.field.name(),
                header: option.header.clone(),
                found: inputs.first().map(|i| listed(&i.layout)).unwrap_or_default(),
            });
        }
    }
    Ok(())
}

fn listed(layout: &Layout) -> String {
    let headers: Vec<String> = layout.headers().iter().map(|h| format!("`{h}`")).collect();
    headers.join(", ")
}
