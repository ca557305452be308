//! A later pull of ES-003: which entries have lost their IEEPA rows.
//!
//! Rows are gathered as a few bytes each, of entries of the earlier report alone, and summed at the
//! end: a copy may stand in another slice of the pull, and which copy counts must not depend on the
//! order of the files.

use crate::domain::{Cents, Day, EntryNumber, Field, HtsNumber, quoted, text_of};
use crate::earlier::{EntryId, Portfolio};
use crate::intake::Row;
use crate::intake::pump::{Chunk, Done, RowItem};
use crate::ledger::RowOrder;
use crate::rulebook::Rulebook;
use crate::track::{EntryRef, LaterPull, Place, RowBins, Unreadable};
use std::collections::BTreeMap;

/// Marks the heading of an IEEPA row; headings have eight digits.
const IEEPA: u32 = 1 << 31;

/// Reads chunks of ES-003 on any thread.
#[derive(Clone, Copy)]
pub struct PullReader<'a> {
    pub(super) portfolio: &'a Portfolio,
    pub(super) rules: &'a Rulebook,
}

/// What was read of one chunk.
pub struct PullBatch {
    input: usize,
    bins: RowBins,
    rows: Vec<PulledRow>,
    /// Entries with the first row of each, counted from 1 at the start of the chunk.
    first: Vec<(EntryId, u64)>,
    /// Entries of which a row could not be read that may be an IEEPA row.
    doubtful: Vec<EntryId>,
    unreadable: Vec<(u64, Option<EntryId>, String)>,
    bytes: usize,
}

/// A row; the derived order puts copies side by side, the one that claims least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct PulledRow {
    entry: EntryId,
    line: Option<RowOrder>,
    ordinal: Option<RowOrder>,
    heading: u32,
    duty: Cents,
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
        let Some(entry) = known.1 else { return Ok(Found::Stranger) };
        if batch.first.last().is_none_or(|(last, _)| *last != entry) {
            batch.first.push((entry, batch.bins.read));
        }
        let hts_cell = row.text(Field::Hts);
        let Some(hts) = HtsNumber::read(hts_cell) else {
            batch.doubtful.push(entry);
            return Err(format!("HTS number {} is not digits", quoted(&text_of(hts_cell))));
        };
        let order = |field| RowOrder::read(row.text(field)).ok().flatten();
        let is_ieepa = self.rules.is_ieepa(hts);
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

/// The rows of all pulls. Files that were made on the same day, or do not say when, are one pull.
#[derive(Default)]
pub(super) struct Pulls(BTreeMap<Option<Day>, Pull>);

#[derive(Default)]
struct Pull {
    rows: Vec<PulledRow>,
    /// The first row of each entry.
    first: Vec<Option<Place>>,
    doubtful: Vec<EntryId>,
}

impl Pulls {
    /// Takes in a batch of a file; `record` gives the record number of a row of it.
    pub fn take(
        &mut self,
        made_on: Option<Day>,
        entries: usize,
        batch: PullBatch,
        place: impl Fn(u64) -> Place,
        bins: &mut RowBins,
        unreadable: &mut Vec<Unreadable>,
    ) {
        let PullBatch { bins: more, rows, first, doubtful, unreadable: unread, .. } = batch;
        let pull = self.0.entry(made_on).or_default();
        if pull.first.len() < entries {
            pull.first.resize(entries, None);
        }
        pull.rows.extend_from_slice(&rows);
        for (entry, row) in first {
            if let Some(first) = pull.first.get_mut(entry.index()) {
                let here = place(row);
                *first = Some(first.map_or(here, |before| before.min(here)));
            }
        }
        pull.doubtful.extend(doubtful);
        unreadable.extend(unread.into_iter().map(|(row, entry, reason)| Unreadable {
            place: place(row),
            entry: entry.map(EntryRef::Known),
            // It tells of no filing.
            hides: false,
            reason,
        }));
        bins.read += more.read;
        bins.blank += more.blank;
        bins.unreadable += more.unreadable;
        bins.stranger += more.stranger;
        bins.other += more.other;
        bins.used += more.used;
    }

    /// What each pull shows of each entry in it. An entry of which a row could not be read has lost
    /// no IEEPA rows by that pull: it is left out unless others of them stand there.
    pub fn end(self) -> Vec<LaterPull> {
        let mut shown = Vec::new();
        for mut pull in self.0.into_values() {
            pull.rows.sort_unstable();
            pull.doubtful.sort_unstable();
            let is_doubtful = |entry| pull.doubtful.binary_search(&entry).is_ok();
            for rows in pull.rows.chunk_by(|a, b| a.entry == b.entry) {
                let (Some(entry), mut sums) = (rows.first().map(|row| row.entry), Sums::default())
                else {
                    continue;
                };
                for copies in rows.chunk_by(is_copy) {
                    copies.iter().take(1).for_each(|row| sums.add(row));
                }
                let Some(place) = pull.first.get(entry.index()).copied().flatten() else {
                    continue;
                };
                if sums.ieepa_rows > 0 || !is_doubtful(entry) {
                    shown.push(sums.shown(entry, place));
                }
            }
        }
        shown
    }
}

/// Only rows with a line number and an ordinal can be told to be copies.
fn is_copy(a: &PulledRow, b: &PulledRow) -> bool {
    a.line.is_some()
        && a.ordinal.is_some()
        && (a.line, a.ordinal, a.heading) == (b.line, b.ordinal, b.heading)
}

#[derive(Default)]
struct Sums {
    ieepa_rows: u32,
    ieepa_duty: i128,
    other_duty: i128,
}

impl Sums {
    fn add(&mut self, row: &PulledRow) {
        let duty = i128::from(row.duty.0);
        match row.heading & IEEPA {
            0 => self.other_duty += duty,
            _ => {
                self.ieepa_rows = self.ieepa_rows.saturating_add(1);
                self.ieepa_duty += duty;
            }
        }
    }

    fn shown(&self, entry: EntryId, place: Place) -> LaterPull {
        // No entry comes near the limits of a sum; damage does, and is no figure anyway.
        let cents = |sum: i128| {
            Cents(i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX }))
        };
        LaterPull {
            entry,
            ieepa_rows: self.ieepa_rows,
            ieepa_duty: cents(self.ieepa_duty),
            other_duty: cents(self.other_duty),
            place,
        }
    }
}
