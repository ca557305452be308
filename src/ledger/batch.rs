//! What one thread makes of a chunk: each record in its bin, rows of one entry gathered.

use super::date_order::DateOrders;
use super::facts::header_fields;
use super::lately::{HeaderSeen, ShortTexts, spans};
use super::numbers::Numbers;
use super::segment::{self, Run};
use super::{
    BaseRow, EntryKey, HeaderFacts, Note, NoteKind, Place, RowOrder, Tally, TariffRow, TextId,
    Texts,
};
use crate::domain::{Cents, Day, EntryNumber, Field, FieldSet, HtsNumber, quoted, text_of};
use crate::intake::Row;
use crate::intake::pump::{Chunk, Done, RowItem};
use crate::mask::Mask;
use crate::rulebook::Rulebook;

/// Guesses for the first size of a batch's tables; they grow if need be.
const BYTES_A_RUN: usize = 1024;
const BYTES_A_SEGMENT_BYTE: usize = 12;

/// Stands for a record in a masked copy.
const WITHHELD: &[u8] = b"(withheld)";

/// A row kept out of every figure, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedRow {
    /// Record number, from 1. In a batch it counts from the start of the chunk.
    pub record: u64,
    /// The entry number, where it could be read.
    pub entry: Option<EntryNumber>,
    /// Why, in words.
    pub reason: String,
    /// The record as it stands in the file; what stands for it in a masked copy.
    pub raw: Vec<u8>,
}

/// Which bin a row is in as far as reading it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstBin {
    /// Every cell is empty.
    Blank,
    /// It could not be read.
    Rejected,
    /// Not an IEEPA row.
    Other,
    /// An IEEPA row; its bin is known once copies have collapsed.
    Ieepa,
}

/// A row that has just been read.
pub struct SeenRow<'r> {
    /// The row.
    pub row: &'r Row<'r>,
    /// Its number, counted from 1 at the start of the chunk, empty lines included.
    pub number: u64,
    /// Its entry, where that could be read.
    pub entry: Option<&'r EntryNumber>,
    /// Where it is put.
    pub bin: FirstBin,
    /// Why it was rejected; empty if it was not.
    pub reason: &'r str,
}

/// Where the segment of a run ends in the batch.
pub(super) struct RunEnd {
    pub(super) entry: EntryKey,
    pub(super) end: usize,
}

/// The rows of one chunk, as one segment a run.
pub struct Batch {
    pub(super) input: usize,
    pub(super) present: FieldSet,
    pub(super) tally: Tally,
    pub(super) runs: Vec<RunEnd>,
    pub(super) segments: Vec<u8>,
    pub(super) numbers: Numbers,
    /// Spellings of importer numbers, in the order in which they were read.
    pub(super) importers: Vec<TextId>,
    pub(super) rejected: Vec<RejectedRow>,
    pub(super) texts: Texts,
    /// What its dates show of their order.
    pub(super) dates: DateOrders,
    bytes: usize,
}

impl Batch {
    /// Records and bytes read, for progress.
    pub fn size(&self) -> (u64, usize) {
        (self.tally.read, self.bytes)
    }

    /// Index of the input it was read from.
    pub fn input(&self) -> usize {
        self.input
    }
}

/// Turns chunks into batches.
pub struct BatchReader<'a> {
    rules: &'a Rulebook,
    mask: Option<&'a Mask>,
}

impl<'a> BatchReader<'a> {
    /// A reader that follows `rules`.
    pub fn new(rules: &'a Rulebook) -> BatchReader<'a> {
        BatchReader { rules, mask: None }
    }

    /// A reader that puts pseudonyms in the place of what identifies a shipment, if there is a mask.
    pub fn masked(self, mask: Option<&'a Mask>) -> BatchReader<'a> {
        BatchReader { mask, ..self }
    }

    /// The entry number of a cell, and whether it was repaired.
    fn entry_number(&self, cell: &[u8]) -> Option<(EntryNumber, bool)> {
        let read = EntryNumber::read(cell)?;
        Some(match self.mask {
            None => read,
            Some(mask) => (mask.entry(&read.0), read.1),
        })
    }

    /// A cell as a message quotes it.
    fn quoted(&self, cell: &[u8]) -> String {
        let text = text_of(cell);
        quoted(&self.mask.map_or_else(|| text.to_string(), |mask| mask.text(&text)))
    }

    /// Reads a chunk.
    pub fn read(&self, chunk: Chunk<'_>) -> (Batch, Done) {
        self.read_watched(chunk, |_| {})
    }

    /// Reads a chunk; `watch` is shown every row of it that is no empty line, with the bin it was
    /// put into.
    pub fn read_watched(
        &self,
        chunk: Chunk<'_>,
        mut watch: impl FnMut(&SeenRow<'_>),
    ) -> (Batch, Done) {
        let layout = chunk.layout();
        let mut state = State {
            reader: self,
            header_spans: spans(header_fields().iter().filter_map(|f| layout.column(f))),
            batch: Batch {
                input: chunk.input,
                present: chunk.layout().present(),
                tally: Tally::default(),
                runs: Vec::with_capacity(chunk.size() / BYTES_A_RUN),
                segments: Vec::with_capacity(chunk.size() / BYTES_A_SEGMENT_BYTE),
                numbers: Numbers::default(),
                importers: Vec::new(),
                rejected: Vec::new(),
                texts: Texts::new(),
                dates: DateOrders::default(),
                bytes: chunk.size(),
            },
            entry: None,
            entry_cell: Vec::new(),
            run: Run::default(),
            seen: Vec::new(),
            header_seen: HeaderSeen::default(),
            short_texts: ShortTexts::default(),
        };
        let done = chunk.read(|item| match item {
            RowItem::BlankLines(count) => {
                state.batch.tally.read += count;
                state.batch.tally.blank += count;
            }
            RowItem::Row(row) => {
                let bin = state.row(&row);
                watch(&state.seen_row(&row, bin));
            }
        });
        state.end_run();
        (state.batch, done)
    }
}

struct State<'a> {
    reader: &'a BatchReader<'a>,
    /// The columns that hold header facts, first and last of each stretch of neighbours.
    header_spans: Vec<(usize, usize)>,
    batch: Batch,
    /// The entry of the current run.
    entry: Option<EntryNumber>,
    /// What was read of it.
    run: Run,
    /// Whether a text, by its id, is listed among the importers.
    seen: Vec<bool>,
    /// The entry cell of the current run as it stands in the file.
    entry_cell: Vec<u8>,
    header_seen: HeaderSeen,
    short_texts: ShortTexts,
}

impl State<'_> {
    fn row(&mut self, row: &Row<'_>) -> FirstBin {
        self.batch.tally.read += 1;
        if row.is_blank() {
            self.batch.tally.blank += 1;
            return FirstBin::Blank;
        }
        match self.bin(row) {
            Ok(bin) => bin,
            Err((reason, entry)) => {
                self.reject(row, reason, entry);
                FirstBin::Rejected
            }
        }
    }

    /// The row that was just put into a bin.
    fn seen_row<'r>(&'r self, row: &'r Row<'r>, bin: FirstBin) -> SeenRow<'r> {
        let rejected = self.batch.rejected.last().filter(|_| bin == FirstBin::Rejected);
        SeenRow {
            row,
            number: self.batch.tally.read,
            entry: match bin {
                FirstBin::Blank => None,
                FirstBin::Rejected => rejected.and_then(|rejected| rejected.entry.as_ref()),
                FirstBin::Other | FirstBin::Ieepa => self.entry.as_ref(),
            },
            bin,
            reason: rejected.map_or("", |rejected| &rejected.reason),
        }
    }

    /// Bins a record that is not blank; an error is the reason why it is rejected, with its entry
    /// number where that can be read.
    fn bin(&mut self, row: &Row<'_>) -> Result<FirstBin, (String, Option<(EntryNumber, bool)>)> {
        let entry_cell = row.text(Field::EntryNumber);
        let width = row.layout().width();
        if row.is_unclosed() {
            let reason = "a quote is opened and never closed: all text behind it is in this row";
            return Err((reason.to_string(), self.reader.entry_number(entry_cell)));
        }
        if row.width() != width {
            let reason = format!("{} fields where the header has {width}", row.width());
            return Err((reason, self.reader.entry_number(entry_cell)));
        }
        if row.repeats_header() {
            return Err(("repeated header row".to_string(), None));
        }
        if self.entry.is_none() || self.entry_cell != entry_cell {
            let Some((entry, repaired)) = self.reader.entry_number(entry_cell) else {
                let damage = match EntryNumber::is_spreadsheet_number(entry_cell) {
                    true => {
                        "was made a number by a spreadsheet, which loses digits: pull the report \
                         again, or take the column in as text"
                    }
                    false => "is not letters and digits",
                };
                let cell = self.reader.quoted(entry_cell);
                return Err((format!("entry number {cell} {damage}"), None));
            };
            self.start_run(entry, repaired, entry_cell);
        }
        let hts_cell = row.text(Field::Hts);
        let Some(hts) = HtsNumber::read(hts_cell) else {
            return Err((
                format!("HTS number {} is not digits", self.reader.quoted(hts_cell)),
                self.entry(),
            ));
        };
        if self.reader.rules.is_ieepa(hts) {
            let read = self.ieepa_row(row, hts);
            read.map(|()| FirstBin::Ieepa).map_err(|reason| (reason, self.entry()))
        } else {
            self.other_row(row, hts);
            Ok(FirstBin::Other)
        }
    }

    fn entry(&self) -> Option<(EntryNumber, bool)> {
        self.entry.clone().map(|entry| (entry, self.run.marks.repaired))
    }

    fn start_run(&mut self, entry: EntryNumber, repaired: bool, cell: &[u8]) {
        self.end_run();
        self.run.marks.repaired = repaired;
        self.entry = Some(entry);
        self.entry_cell.clear();
        self.entry_cell.extend_from_slice(cell);
        self.header_seen.forget();
    }

    /// Puts the current run into the batch.
    fn end_run(&mut self) {
        if let Some(entry) = self.entry.take() {
            let Batch { runs, segments, numbers, .. } = &mut self.batch;
            segment::encode(&self.run, segments);
            runs.push(RunEnd { entry: numbers.key(&entry), end: segments.len() });
            self.run.clear();
        }
    }

    fn reject(&mut self, row: &Row<'_>, reason: String, entry: Option<(EntryNumber, bool)>) {
        self.batch.tally.rejected += 1;
        if let Some((entry, repaired)) = &entry {
            if self.entry.as_ref() != Some(entry) {
                self.start_run(entry.clone(), *repaired, row.text(Field::EntryNumber));
            }
            self.run.marks.row_rejected = true;
            self.run.marks.repaired |= *repaired;
        }
        let record = self.batch.tally.read;
        let entry = entry.map(|(entry, _)| entry);
        let raw = match self.reader.mask {
            None => row.raw().to_vec(),
            Some(_) => WITHHELD.to_vec(),
        };
        self.batch.rejected.push(RejectedRow { record, entry, reason, raw });
    }

    fn ieepa_row(&mut self, row: &Row<'_>, hts: HtsNumber) -> Result<(), String> {
        let duty_cell = row.text(Field::RowDuty);
        let duty = Cents::read(duty_cell).map_err(|_| {
            format!("duty {} of an IEEPA row is no amount", self.reader.quoted(duty_cell))
        })?;
        let date_cell = row.text(Field::EntryDate);
        let date = match Day::read(date_cell) {
            Ok(Some(date)) => date,
            Ok(None) => return Err("an IEEPA row without an entry date".to_string()),
            Err(_) => {
                self.batch.dates.see(row, self.batch.tally.read);
                return Err(format!(
                    "entry date {} of an IEEPA row is no date",
                    self.reader.quoted(date_cell)
                ));
            }
        };
        self.batch.tally.ieepa += 1;
        self.batch.tally.duty_read += i128::from(duty.0);
        self.header(row);
        let line = self.order(row, Field::LineNumber);
        let ordinal = self.order(row, Field::TariffOrdinal);
        let value_cell = row.text(Field::RowValue);
        let value = Cents::read(value_cell).unwrap_or_else(|_| {
            self.note(NoteKind::Unreadable, Field::RowValue, value_cell);
            Cents::ZERO
        });
        let country = match row.text(Field::CountryOfOrigin) {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                [a.to_ascii_uppercase(), b.to_ascii_uppercase()]
            }
            _ => [0, 0],
        };
        let rate = self.rate(row.text(Field::Column1Rate));
        self.run.rows.push(TariffRow {
            line,
            ordinal,
            date,
            hts,
            duty,
            value,
            rate,
            country,
            claims_preference: self.claims_preference(row),
            place: Place::new(self.batch.input, self.batch.tally.read),
        });
        Ok(())
    }

    /// Header facts are read once for neighbouring rows that say the same.
    fn header(&mut self, row: &Row<'_>) {
        if self.header_seen.is_of(row, &self.header_spans) {
            return;
        }
        self.header_seen.see(row, &self.header_spans);
        self.batch.dates.see(row, self.batch.tally.read);
        let Run { facts, notes, .. } = &mut self.run;
        let texts = &mut self.batch.texts;
        let read = HeaderFacts::read(
            row,
            self.reader.rules,
            self.reader.mask,
            texts,
            &mut |kind, field, text| notes.push(Note { kind, field, text }),
        );
        facts.push(read);
        let at = read.importer.index();
        if self.seen.len() <= at {
            self.seen.resize(at + 1, false);
        }
        if !std::mem::replace(&mut self.seen[at], true) {
            self.batch.importers.push(read.importer);
        }
    }

    fn other_row(&mut self, row: &Row<'_>, hts: HtsNumber) {
        self.batch.tally.other += 1;
        let duty = match Cents::read(row.text(Field::RowDuty)) {
            Ok(duty) => duty,
            Err(_) => {
                self.batch.tally.other_unreadable += 1;
                Cents::ZERO
            }
        };
        self.batch.tally.duty_read += i128::from(duty.0);
        self.batch.tally.duty_other += i128::from(duty.0);
        let chapter_98 = hts.chapter() == Some(98);
        if !chapter_98 && !hts.is_base() {
            self.run.marks.tariff_stands(self.reader.rules.not_ieepa.regime(hts));
            return;
        }
        let Ok(Some(line)) = RowOrder::read(row.text(Field::LineNumber)) else {
            return;
        };
        let ordinal = RowOrder::read(row.text(Field::TariffOrdinal)).ok().flatten();
        let base = BaseRow {
            line,
            chapter_98,
            ordinal,
            heading: hts.heading().value(),
            duty,
            value: Cents::read(row.text(Field::RowValue)).unwrap_or_default(),
            rate: self.rate(row.text(Field::Column1Rate)),
            claims_preference: self.claims_preference(row),
        };
        match self.run.bases.last_mut() {
            Some(last) if (last.line, last.chapter_98) == (line, chapter_98) => {
                if base.order(last, &self.batch.texts).is_lt() {
                    *last = base;
                }
            }
            _ => self.run.bases.push(base),
        }
    }

    fn order(&mut self, row: &Row<'_>, field: Field) -> Option<RowOrder> {
        let cell = row.text(field);
        RowOrder::read(cell).unwrap_or_else(|_| {
            self.note(NoteKind::Unreadable, field, cell);
            None
        })
    }

    fn claims_preference(&self, row: &Row<'_>) -> bool {
        self.reader.rules.registry.claims_preference(row.text(Field::Spi))
    }

    fn note(&mut self, kind: NoteKind, field: Field, cell: &[u8]) {
        let text = self.text(cell, Mask::text);
        self.run.notes.push(Note { kind, field, text });
    }

    fn rate(&mut self, cell: &[u8]) -> TextId {
        self.text(cell, Mask::rate)
    }

    /// The id of a cell's text; `masked` says what stands for it in a masked copy.
    fn text(&mut self, cell: &[u8], masked: fn(&Mask, &str) -> String) -> TextId {
        let texts = &mut self.batch.texts;
        match (cell, self.reader.mask) {
            ([], _) => TextId::BLANK,
            (cell, None) => self.short_texts.id(cell, || texts.id(&text_of(cell))),
            (cell, Some(mask)) => texts.id(&masked(mask, &text_of(cell))),
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
