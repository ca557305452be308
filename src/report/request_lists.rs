//! `request_entries-FILER.csv`: which entries a filer is asked about. A list a filer, since nobody
//! may see the entries of others.

use super::cell::RowWriter;
use super::request::name;
use super::written::OutputFile;
use super::{EntryTable, OutputError, Staging, TablePen};
use crate::assess::Assessed;
use crate::estimate::missing;
use std::io::BufReader;

/// The entries for which something is missing, in the order of `entries.csv`: all filers in one
/// file, until it is cut by filer.
pub struct RequestEntries;

/// Never published.
const UNCUT: &str = "request_entries.csv";

const HEADER: &str = "filer_code,entry_number,importer_number,missing,refund_low,refund_high";

impl EntryTable for RequestEntries {
    fn file(&self) -> &'static str {
        UNCUT
    }

    fn is_published(&self) -> bool {
        false
    }

    fn header(&self) -> &'static str {
        HEADER
    }

    fn pen(&self, _inputs: &[String]) -> Box<dyn TablePen> {
        Box::new(Pen)
    }
}

struct Pen;

impl TablePen for Pen {
    fn write(&mut self, assessed: &Assessed<'_>, out: &mut Vec<u8>) {
        let missing = missing(assessed);
        if missing.is_empty() {
            return;
        }
        let entry = &assessed.entry;
        let filer = if entry.number.is_well_formed() { entry.number.filer_code() } else { "" };
        RowWriter::new(out)
            .text(filer)
            .entry(&entry.number)
            .text(entry.importer)
            .words(missing.checks().map(|check| check.code))
            .cents(entry.refund_low)
            .cents(entry.refund_high)
            .end();
    }
}

/// The file that lists the entries of a filer.
pub fn list_name(filer: &str) -> String {
    name("request_entries", filer, "csv")
}

/// Lists open at once: systems allow a few hundred files.
const OPEN: usize = 64;

/// Cuts the list of all filers into one a filer. Only rows in hand are in memory.
pub(super) fn split<'f>(
    filers: impl Iterator<Item = &'f str>,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    let filers: Vec<&str> = filers.collect();
    for some in filers.chunks(OPEN) {
        let mut lists: Vec<(&str, OutputFile)> = Vec::with_capacity(some.len());
        for filer in some {
            let mut list = staging.create(&list_name(filer))?;
            list.write(HEADER.as_bytes())?;
            list.write(b"\n")?;
            lists.push((filer, list));
        }
        let mut rows = csv::Reader::from_reader(BufReader::new(staging.reopen(UNCUT)?));
        let mut row = csv::StringRecord::new();
        let mut out = Vec::new();
        while rows.read_record(&mut row).map_err(|error| staging.unreadable(UNCUT, error))? {
            let filer = row.get(0).unwrap_or_default();
            // The filers are sorted.
            let Ok(at) = lists.binary_search_by(|(other, _)| (*other).cmp(filer)) else { continue };
            out.clear();
            let mut written = RowWriter::new(&mut out);
            // What was defused stays so.
            row.iter().for_each(|cell| _ = written.printed(cell));
            written.end();
            if let Some((_, list)) = lists.get_mut(at) {
                list.write(&out)?;
            }
        }
        for (_, list) in lists {
            staging.close(list)?;
        }
    }
    staging.discard(UNCUT)
}
