//! Tables with some rows an entry: lines and findings.

use super::{Amounts, ENTRIES, Seen};
use crate::domain::visible;
use crate::verify::Unreadable;
use crate::verify::beside::Beside;
use crate::verify::sums::{Book, Figure, Odd, SUMMARY, count, money};
use crate::verify::table::{Table, printed};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

const LINES: &str = "lines.csv";
const FINDINGS: &str = "findings.csv";

pub(super) fn tally(counts: &mut BTreeMap<Vec<u8>, u64>, code: &[u8]) {
    /// A hostile table may have any number of codes.
    const MOST: usize = 10_000;
    if code.is_empty() {
        return;
    }
    if let Some(count) = counts.get_mut(code) {
        *count += 1;
    } else if counts.len() < MOST {
        counts.insert(code.to_vec(), 1);
    }
}

/// Holds counts by code against those of the summary.
pub(super) fn counts(
    book: &mut Book<'_>,
    what: &str,
    file: &str,
    found: &BTreeMap<Vec<u8>, u64>,
    told: &Value,
) {
    let mut odd = Odd::default();
    let mut seen = 0;
    let told = told.as_object();
    for (code, number) in told.into_iter().flatten() {
        let in_table = found.get(code.as_bytes()).copied().unwrap_or_default();
        seen += u64::from(in_table > 0);
        if number.as_u64() != Some(in_table) {
            odd.note(|| {
                let code = crate::domain::quoted(code);
                format!("{code}: {file} {in_table}, {SUMMARY} {number}")
            });
        }
    }
    if seen < found.len() as u64 {
        odd.note(|| format!("{file} has codes that {SUMMARY} has not"));
    }
    book.one_by_one(what, found.values().sum(), &odd);
}

/// What the tables with rows of entries come to.
pub(super) fn told_of_rows(
    book: &mut Book<'_>,
    summary: Option<&Value>,
    lines: Option<&Lines<'_>>,
    findings: Option<&Findings<'_>>,
    seen: Option<&Seen>,
) {
    match (lines, summary) {
        (Some(lines), Some(summary)) => book.hold(
            "lines: rows and duty counted / out of period",
            &[
                ("rows", Figure::Count(lines.rows[0]), SUMMARY, count(summary, "/rows/counted")),
                (
                    "rows",
                    Figure::Count(lines.rows[1]),
                    SUMMARY,
                    count(summary, "/rows/out_of_period"),
                ),
                ("duty", Figure::Money(lines.duty[0]), SUMMARY, money(summary, "/duty/counted")),
                (
                    "duty",
                    Figure::Money(lines.duty[1]),
                    SUMMARY,
                    money(summary, "/duty/out_of_period"),
                ),
            ],
        ),
        (Some(_), None) => book.without("lines: rows and duty", SUMMARY),
        (None, _) => book.without("lines = entries, one by one", LINES),
    }
    match (findings, summary) {
        (Some(findings), Some(summary)) => {
            counts(book, "findings", FINDINGS, &findings.by_code, &summary["findings"]);
        }
        (Some(_), None) => book.without("findings", SUMMARY),
        (None, _) => book.without("findings = entries, one by one", FINDINGS),
    }
    if let Some(lines) = lines {
        book.one_by_one("files of the rows = inputs", lines.files.rows, &lines.files.odd);
    }
    let Some(seen) = seen else { return };
    if let Some(lines) = lines {
        let odd = if seen.odd_lines.all > 0 { &seen.odd_lines } else { &lines.beside.stray };
        book.one_by_one("lines = entries, one by one", seen.total.entries, odd);
    }
    if let Some(findings) = findings {
        let odd =
            if seen.odd_findings.all > 0 { &seen.odd_findings } else { &findings.beside.stray };
        book.one_by_one("findings = entries, one by one", seen.total.entries, odd);
    }
}

/// What is left of a name in whatever form a cell has it: signs that a spreadsheet or a terminal would
/// take for more than text are written otherwise there, and a long name is cut.
fn letters(name: &[u8]) -> Vec<u8> {
    const COMPARED: usize = 150;
    let name = visible(&String::from_utf8_lossy(name)).into_owned();
    name.bytes().filter(u8::is_ascii_alphanumeric).take(COMPARED).collect()
}

/// Which files rows are of: each must be an input of the manifest.
struct Files {
    column: Option<usize>,
    known: HashSet<Vec<u8>>,
    last: Vec<u8>,
    rows: u64,
    odd: Odd,
}

impl Files {
    fn of(book: &Book<'_>, column: Option<usize>) -> Files {
        // A sheet or a member of an archive stands behind the name of its file here.
        let inputs = book.manifest.said["inputs"].as_array().into_iter().flatten();
        let names = inputs.filter_map(|input| input["file"].as_str());
        let known = names.map(|name| letters(name.as_bytes())).collect();
        Files { column, known, last: Vec::new(), rows: 0, odd: Odd::default() }
    }

    fn see(&mut self, line: &Table<'_>) {
        let Some(column) = self.column else { return };
        self.rows += 1;
        let cell = line.cell(column);
        if cell == self.last.as_slice() && self.rows > 1 {
            return;
        }
        self.last = cell.to_vec();
        if !self.known.contains(&letters(cell)) {
            self.odd.note(|| {
                let (file, record) = (line.shown(column), line.rows + 1);
                format!("{LINES}, record {record}: of {file}, which is no input of the manifest")
            });
        }
    }
}

/// `lines.csv`.
pub(super) struct Lines<'w> {
    beside: Beside<'w>,
    at: [usize; 4],
    files: Files,
    /// Counted, out of period.
    rows: [u64; 2],
    duty: [i128; 2],
}

impl<'w> Lines<'w> {
    pub fn open(book: &Book<'w>) -> Result<Option<Lines<'w>>, Unreadable> {
        let Some(beside) = Beside::open(book, LINES)? else { return Ok(None) };
        let at = beside.table.columns(["row_duty", "refund_low", "refund_high", "bin"])?;
        let files = Files::of(book, beside.table.perhaps("file"));
        Ok(Some(Lines { beside, at, files, rows: [0; 2], duty: [0; 2] }))
    }

    /// Holds an entry against its lines.
    pub fn hold(
        &mut self,
        number: &[u8],
        entry: &Amounts,
        rows: u64,
        odd: &mut Odd,
    ) -> Result<(), Unreadable> {
        let Lines { beside, at: [duty, low, high, bin], files, rows: all_rows, duty: all_duty } =
            self;
        let mut sums = Amounts::default();
        beside.of(number, |line| {
            sums.entries += 1;
            files.see(line);
            let paid = line.money(*duty)?;
            if line.cell(*bin) == b"counted" {
                sums.duty += paid;
                sums.low += line.money(*low)?;
                sums.high += line.money(*high)?;
                all_rows[0] += 1;
                all_duty[0] += paid;
            } else {
                all_rows[1] += 1;
                all_duty[1] += paid;
            }
            Ok(())
        })?;
        // An entry gives nothing less than nothing back.
        let (low, high) = (sums.low.max(0), sums.high.max(0));
        let lines = (sums.entries, sums.duty, low, high);
        if lines != (rows, entry.duty, entry.low, entry.high) {
            odd.note(|| {
                format!(
                    "entry {}: {rows} rows, duty {}, refund {} to {}; its lines: {} rows, duty {}, \
                     refund {} to {}",
                    String::from_utf8_lossy(number),
                    printed(entry.duty),
                    printed(entry.low),
                    printed(entry.high),
                    sums.entries,
                    printed(sums.duty),
                    printed(low),
                    printed(high)
                )
            });
        }
        Ok(())
    }

    pub fn rest(&mut self, is_odd: bool) -> Result<(), Unreadable> {
        let Lines { beside, at: [duty, _, _, bin], files, rows, duty: all_duty } = self;
        beside.rest(is_odd, |line| {
            files.see(line);
            let place = usize::from(line.cell(*bin) != b"counted");
            rows[place] += 1;
            all_duty[place] += line.money(*duty)?;
            Ok(())
        })
    }
}

/// `findings.csv`.
pub(super) struct Findings<'w> {
    beside: Beside<'w>,
    code: usize,
    by_code: BTreeMap<Vec<u8>, u64>,
    joined: Vec<u8>,
}

impl<'w> Findings<'w> {
    pub fn open(book: &Book<'w>) -> Result<Option<Findings<'w>>, Unreadable> {
        let Some(beside) = Beside::open(book, FINDINGS)? else { return Ok(None) };
        let [code] = beside.table.columns(["code"])?;
        Ok(Some(Findings { beside, code, by_code: BTreeMap::new(), joined: Vec::new() }))
    }

    /// Holds the codes of an entry against its rows.
    pub fn hold(&mut self, number: &[u8], codes: &[u8], odd: &mut Odd) -> Result<(), Unreadable> {
        let Findings { beside, code, by_code, joined } = self;
        joined.clear();
        beside.of(number, |row| {
            let found = row.cell(*code);
            tally(by_code, found);
            if !joined.is_empty() {
                joined.push(b';');
            }
            joined.extend_from_slice(found);
            Ok(())
        })?;
        let same = joined.as_slice() == codes || {
            let sorted = |cell: &[u8]| {
                let mut codes: Vec<Vec<u8>> =
                    cell.split(|b| *b == b';').map(<[u8]>::to_vec).collect();
                codes.sort();
                codes
            };
            sorted(joined) == sorted(codes)
        };
        if !same {
            odd.note(|| {
                format!(
                    "entry {}: {} in {ENTRIES}, {} in {FINDINGS}",
                    String::from_utf8_lossy(number),
                    crate::domain::quoted(&String::from_utf8_lossy(codes)),
                    crate::domain::quoted(&String::from_utf8_lossy(joined))
                )
            });
        }
        Ok(())
    }

    pub fn rest(&mut self, is_odd: bool) -> Result<(), Unreadable> {
        let Findings { beside, code, by_code, .. } = self;
        beside.rest(is_odd, |row| {
            tally(by_code, row.cell(*code));
            Ok(())
        })
    }
}
