//! Finding the header row.

use super::reader::Text;
use super::{Mapping, kind};
use crate::domain::{clean_cell, quoted_to, text_of};
use crate::rulebook::ReportScope;
use std::collections::BTreeSet;

/// How many records are searched for a header.
pub const SEARCHED_RECORDS: usize = 30;
/// How many known headers make the header row of an export.
pub const ENOUGH_KNOWN: usize = 3;
/// Columns of a header row at most, as in a sheet of Excel.
pub const MOST_COLUMNS: usize = 16_384;
/// Tried in this order; the first under which a header row is found is the file's.
const DELIMITERS: &[u8] = b",\t;|";

/// Where the header is and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderRow {
    /// What separates cells.
    pub delimiter: u8,
    /// The headers, stripped.
    pub headers: Vec<String>,
    /// Record number of the header, from 1; blank lines count.
    pub record: u64,
    /// The records above it that hold something: titles, parameters, the date of the report.
    pub preamble: Vec<Vec<String>>,
    /// Offset of the first byte after the header and its line end.
    pub end: usize,
}

/// What a look at the first records of a file told.
#[derive(Debug)]
pub enum Search {
    /// A header row.
    Found(HeaderRow),
    /// None among the first 30 records.
    NotThere {
        /// How many records were looked at.
        looked_at: usize,
        /// The first record, for the message.
        first: String,
    },
    /// None among the first 30 records, and one of them has more columns than are read.
    TooWide {
        /// Its number, from 1.
        record: u64,
        /// Its columns.
        columns: usize,
    },
    /// None so far, and the bytes end before 30 records do.
    NeedMore,
}

/// Searches the first records in `start` for one with at least `enough` known headers. `whole`
/// says that `start` is all there is.
pub fn find(start: &[u8], whole: bool, mapping: &Mapping<'_>, enough: usize) -> Search {
    // Reports of refunds and bank statements have blocks of words and amounts above their headers,
    // so a row that makes a known report comes before one that only has known headers.
    if mapping.scope() == ReportScope::AfterFiling {
        let is_report = |headers: &[String], preamble: &[Vec<String>]| {
            kind::is_after_filing(headers, preamble, mapping)
        };
        match find_any(start, whole, &is_report) {
            Search::NotThere { .. } => {}
            found => return found,
        }
    }
    let has_enough = |headers: &[String], _: &[Vec<String>]| {
        let folded = headers.iter().map(|h| crate::domain::fold(h.as_bytes()));
        let known: BTreeSet<String> = folded.filter(|folded| mapping.knows(folded)).collect();
        known.len() >= enough
    };
    find_any(start, whole, &has_enough)
}

/// Whether a record, below others, is the header row.
type IsHeader<'a> = dyn Fn(&[String], &[Vec<String>]) -> bool + 'a;

fn find_any(start: &[u8], whole: bool, is_header: &IsHeader<'_>) -> Search {
    let mut answer = Search::NotThere { looked_at: 0, first: String::new() };
    let mut wide = None;
    for &delimiter in DELIMITERS {
        match find_with(start, whole, delimiter, is_header) {
            Search::NotThere { looked_at, first } => {
                if let Search::NotThere { looked_at: most, .. } = answer
                    && looked_at > most
                {
                    answer = Search::NotThere { looked_at, first };
                }
            }
            too_wide @ Search::TooWide { .. } => wide = wide.or(Some(too_wide)),
            other => return other,
        }
    }
    wide.unwrap_or(answer)
}

fn find_with(start: &[u8], whole: bool, delimiter: u8, is_header: &IsHeader<'_>) -> Search {
    let (mut reader, lead) = super::reader::csv_reader(start, delimiter);
    let mut record = csv::ByteRecord::new();
    let mut looked_at = 0;
    let mut number = 0;
    let mut first = String::new();
    let mut before = 0;
    let mut preamble = Vec::new();
    let mut wide = None;
    while looked_at < SEARCHED_RECORDS {
        // Reading from memory cannot fail; a reader that stops is at its end.
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            break;
        }
        let mut end = (reader.position().byte() as usize).saturating_sub(lead).min(start.len());
        if end >= start.len() && !whole {
            return Search::NeedMore;
        }
        let blank = super::reader::blank_lines(Text::whole(start, delimiter), before).0;
        number += 1 + blank;
        before = end;
        looked_at += 1 + usize::try_from(blank).unwrap_or(SEARCHED_RECORDS);
        if looked_at > SEARCHED_RECORDS {
            break;
        }
        if record.len() > MOST_COLUMNS {
            wide = wide.or(Some(Search::TooWide { record: number, columns: record.len() }));
            continue;
        }
        if first.is_empty() {
            first = shortened(&record);
        }
        let headers: Vec<String> =
            record.iter().map(|cell| text_of(clean_cell(cell)).into_owned()).collect();
        if is_header(&headers, &preamble) {
            if end > 0 && start[end - 1] == b'\r' && start.get(end) == Some(&b'\n') {
                end += 1;
            }
            return Search::Found(HeaderRow { delimiter, headers, record: number, preamble, end });
        }
        if headers.iter().any(|cell| !cell.is_empty()) {
            preamble.push(headers);
        }
    }
    if looked_at < SEARCHED_RECORDS && !whole {
        return Search::NeedMore;
    }
    if let Some(wide) = wide {
        return wide;
    }
    Search::NotThere { looked_at: looked_at.min(SEARCHED_RECORDS), first }
}

fn shortened(record: &csv::ByteRecord) -> String {
    let cells: Vec<_> = record.iter().map(text_of).collect();
    let text = cells.join(",");
    quoted_to(&text, 120)
}
