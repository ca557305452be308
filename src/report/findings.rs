//! `findings.csv`: one row per entry and check that found something.

use super::EntryTable;
use super::cell::RowWriter;
use crate::assess::Assessed;

pub(super) struct FindingsTable;

impl EntryTable for FindingsTable {
    fn file(&self) -> &'static str {
        "findings.csv"
    }

    fn header(&self) -> &'static str {
        "entry_number,code,severity,cbp_label,detail,source"
    }

    fn rows(&self, assessed: &Assessed<'_>, _inputs: &[String], out: &mut Vec<u8>) {
        for finding in &assessed.findings {
            RowWriter::new(out)
                .word(assessed.entry.number.as_str())
                .word(finding.check.code)
                .word(finding.check.severity.as_str())
                .text(finding.check.label.unwrap_or_default())
                .text(&finding.detail)
                .words(finding.check.sources.iter().copied())
                .end();
        }
    }
}
