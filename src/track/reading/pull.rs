//! A later pull of ES-003: which entries have lost their IEEPA rows.
//!
//! Rows are gathered as a few bytes each, of entries of the earlier report alone, and summed at the
//! end: a copy may stand in another slice of the pull, and which copy counts must not depend on the
//! order of the files.

use crate::domain::{Cents, EntryNumber, Field, HtsNumber, quoted, text_of};
use crate::earlier::{EntryId, Portfolio};
use crate::intake::Row;
use crate::intake::pump::{Chunk, Done, RowItem};
use crate::ledger::RowOrder;
use crate::rulebook::Rulebook;
use crate::track::RowBins;

/// Marks the heading of an IEEPA row; headings have eight digits.
pub(super) const IEEPA: u32 = 1 << 31;

/// Reads chunks of ES-003 on any thread.
#[derive(Clone, Copy)]
pub struct PullReader<'a> {
    pub(super) portfolio: &'a Portfolio,
    pub(super) rules: &'a Rulebook,
}

/// What was read of one chunk.
pub struct PullBatch {
    input: usize,
    pub(super) bins: RowBins,
    pub(super) rows: Vec<PulledRow>,
    /// Entries with the first row of each, counted from 1 at the start of the chunk.
    pub(super) first: Vec<(EntryId, u64)>,
    /// Entries of which a row could not be read that may be an IEEPA row.
    pub(super) doubtful: Vec<EntryId>,
    pub(super) unreadable: Vec<(u64, Option<EntryId>, String)>,
    /// Whether any row has an IEEPA number, those of strangers included.
    pub(super) any_ieepa: bool,
    bytes: usize,
}

/// A row; the derived order puts copies side by side, the one that claims least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PulledRow {
    pub(super) entry: EntryId,
    pub(super) line: Option<RowOrder>,
    pub(super) ordinal: Option<RowOrder>,
    pub(super) heading: u32,
    pub(super) duty: Cents,
}

impl PullBatch {
    /// Place of its file among the inputs that are read together.
    pub fn input(&self) -> usize {
        self.input
    }

    /// About how many bytes it was read from.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many records it holds.
    pub fn records(&self) -> u64 {
        self.bins.read
    }
}

/// Where a row goes that could be read.
enum Found {
    Stranger,
    Other,
    Used,
}

impl PullReader<'_> {
    /// Reads a chunk.
    pub fn read(&self, chunk: Chunk<'_>) -> (PullBatch, Done) {
        let mut batch = PullBatch {
            input: chunk.input,
            bins: RowBins::default(),
            rows: Vec::new(),
            first: Vec::new(),
            doubtful: Vec::new(),
            unreadable: Vec::new(),
            any_ieepa: false,
            bytes: chunk.size(),
        };
        // Rows of one entry follow each other.
        let mut known: (Vec<u8>, Option<EntryId>) = (Vec::new(), None);
        let done = chunk.read(|item| match item {
            RowItem::BlankLines(count) => {
                batch.bins.read += count;
                batch.bins.blank += count;
            }
            RowItem::Row(row) => {
                batch.bins.read += 1;
                if row.is_blank() {
                    batch.bins.blank += 1;
                    return;
                }
                match self.row(&row, &mut batch, &mut known) {
                    Ok(Found::Stranger) => batch.bins.stranger += 1,
                    Ok(Found::Other) => batch.bins.other += 1,
                    Ok(Found::Used) => batch.bins.used += 1,
                    Err(reason) => {
                        batch.bins.unreadable += 1;
                        let entry = self.find(row.text(Field::EntryNumber)).flatten();
                        batch.unreadable.push((batch.bins.read, entry, reason));
                    }
                }
            }
        });
        (batch, done)
    }

    /// The entry with the number in a cell, if the estimate has it; `None` without a number.
    fn find(&self, cell: &[u8]) -> Option<Option<EntryId>> {
        let (number, _) = EntryNumber::read(cell)?;
        Some(self.portfolio.find(&number))
    }

    fn row(
        &self,
        row: &Row<'_>,
        batch: &mut PullBatch,
        known: &mut (Vec<u8>, Option<EntryId>),
    ) -> Result<Found, String> {
        let cell = row.text(Field::EntryNumber);
        let width = row.layout().width();
        if row.is_unclosed() || row.width() != width {
            batch.doubtful.extend(self.find(cell).flatten());
            return Err(match row.is_unclosed() {
                true => super::UNCLOSED.to_owned(),
                false => super::wrong_width(row.width(), width),
            });
        }
        if row.repeats_header() {
            return Ok(Found::Other);
        }
        if known.0 != cell || cell.is_empty() {
            let found = self.find(cell).ok_or_else(|| super::no_entry(cell))?;
            *known = (cell.to_vec(), found);
        }
        let hts_cell = row.text(Field::Hts);
        let Some(entry) = known.1 else {
            if !batch.any_ieepa {
                let hts = HtsNumber::read(hts_cell);
                batch.any_ieepa = hts.is_some_and(|hts| self.rules.is_ieepa(hts));
            }
            return Ok(Found::Stranger);
        };
        if batch.first.last().is_none_or(|(last, _)| *last != entry) {
            batch.first.push((entry, batch.bins.read));
        }
        let Some(hts) = HtsNumber::read(hts_cell) else {
            batch.doubtful.push(entry);
            return Err(format!("HTS number {} is not digits", quoted(&text_of(hts_cell))));
        };
        let order = |field| RowOrder::read(row.text(field)).ok().flatten();
        let is_ieepa = self.rules.is_ieepa(hts);
        batch.any_ieepa |= is_ieepa;
        let duty_cell = row.text(Field::RowDuty);
        let duty = Cents::read(duty_cell);
        batch.rows.push(PulledRow {
            entry,
            line: order(Field::LineNumber),
            ordinal: order(Field::TariffOrdinal),
            heading: hts.heading().value() | if is_ieepa { IEEPA } else { 0 },
            // The row is there, whatever its duty.
            duty: duty.unwrap_or_default(),
        });
        match (duty, is_ieepa) {
            (Err(_), _) => Err(format!("duty {} is no amount", quoted(&text_of(duty_cell)))),
            (Ok(_), true) => Ok(Found::Used),
            (Ok(_), false) => Ok(Found::Other),
        }
    }
}
