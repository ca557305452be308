//! Bytes to a run.

use super::bytes::Cursor;
use super::{
    HAS_BASES, HAS_NOTES, HAS_NOTIFY_PARTY, HAS_ROWS, Head, NEAR_HTS, Origin, Run, base, row,
    texts_of,
};
use crate::domain::{Cents, Day, Field, HtsNumber};
use crate::ledger::{BaseRow, HeaderFacts, Note, NoteKind, RowOrder, TariffRow, TextId};

/// Appends what a segment says to `run`, with texts and places of the run of the program.
pub(in crate::ledger) fn decode(segment: &[u8], origin: &Origin<'_>, run: &mut Run) {
    let head = Head::of(segment);
    run.marks.join(head.marks());
    let mut cursor = Cursor::new(segment.get(1..).unwrap_or_default());
    if head.0 & HAS_ROWS != 0 {
        let from = run.facts.len();
        facts(&mut cursor, origin, |facts| run.facts.push(facts));
        let near = run.facts.get(from).and_then(|facts| facts.entry_date);
        rows(&mut cursor, origin, near, run);
    }
    if head.0 & HAS_BASES != 0 {
        bases(&mut cursor, origin, run);
    }
    if head.0 & HAS_NOTES != 0 {
        for _ in 0..cursor.number() {
            if cursor.is_empty() {
                break;
            }
            let (kind, field) = (kind(cursor.byte()), cursor.byte());
            let text = origin.text(cursor.number());
            if let Some(field) = Field::ALL.get(usize::from(field)) {
                run.notes.push(Note { kind, field: *field, text });
            }
        }
    }
}

/// Hands the header facts of a segment to `put`.
pub(in crate::ledger) fn decode_facts(
    segment: &[u8],
    origin: &Origin<'_>,
    put: impl FnMut(HeaderFacts),
) {
    if Head::of(segment).has_ieepa() {
        facts(&mut Cursor::new(&segment[1..]), origin, put);
    }
}

/// The first text of a segment's header facts.
pub(in crate::ledger) fn first_text(segment: &[u8], origin: &Origin<'_>) -> TextId {
    if !Head::of(segment).has_ieepa() {
        return TextId::BLANK;
    }
    let mut cursor = Cursor::new(&segment[1..]);
    cursor.number();
    origin.text(cursor.number())
}

fn facts(cursor: &mut Cursor<'_>, origin: &Origin<'_>, mut put: impl FnMut(HeaderFacts)) {
    for _ in 0..cursor.number() {
        if cursor.is_empty() {
            return;
        }
        let mut facts = HeaderFacts::default();
        for text in texts_of(&mut facts) {
            *text = origin.text(cursor.number());
        }
        facts.entry_date = cursor.day(None);
        facts.summary_date = cursor.day(facts.entry_date);
        facts.payment_date = cursor.day(facts.entry_date);
        facts.liquidation_date = cursor.day(facts.entry_date);
        let flags = cursor.number();
        if flags & HAS_NOTIFY_PARTY != 0 {
            facts.notify_party = origin.text(cursor.number());
        }
        facts.flags = (flags & !HAS_NOTIFY_PARTY) as u32;
        put(facts);
    }
}

fn order(cursor: &mut Cursor<'_>, before: &mut u32) -> Option<RowOrder> {
    *before = i64::from(*before).wrapping_add(cursor.signed()) as u32;
    RowOrder::new(*before)
}

fn rows(cursor: &mut Cursor<'_>, origin: &Origin<'_>, header_date: Option<Day>, run: &mut Run) {
    let (mut line, mut record, mut country) = (0, 0u64, [0, 0]);
    for _ in 0..cursor.number() {
        if cursor.is_empty() {
            return;
        }
        let bits = cursor.byte();
        let has = |bit: u8| bits & bit != 0;
        record = record.wrapping_add_signed(cursor.signed());
        let hts = HtsNumber::unpacked(NEAR_HTS.wrapping_add_signed(cursor.signed()));
        let duty = Cents(cursor.signed());
        let line = if has(row::LINE) { order(cursor, &mut line) } else { None };
        let ordinal = match has(row::ORDINAL) {
            true => RowOrder::new(cursor.number() as u32),
            false => None,
        };
        let date = if has(row::DATE) { cursor.day(header_date) } else { header_date };
        let value = Cents(if has(row::VALUE) { cursor.signed() } else { 0 });
        let rate = origin.text(if has(row::RATE) { cursor.number() } else { 0 });
        if has(row::COUNTRY) {
            country = [cursor.byte(), cursor.byte()];
        }
        // Always both: they were encoded.
        let Some((hts, date)) = hts.zip(date) else {
            continue;
        };
        let place = origin.place(record);
        run.rows.push(TariffRow {
            line,
            ordinal,
            date,
            hts,
            duty,
            value,
            rate,
            country,
            claims_preference: has(row::PREFERENCE),
            place,
        });
    }
}

fn bases(cursor: &mut Cursor<'_>, origin: &Origin<'_>, run: &mut Run) {
    let mut line = 0;
    for _ in 0..cursor.number() {
        if cursor.is_empty() {
            return;
        }
        let bits = cursor.byte();
        let has = |bit: u8| bits & bit != 0;
        let line = order(cursor, &mut line);
        let heading = cursor.number() as u32;
        let ordinal = match has(base::ORDINAL) {
            true => RowOrder::new(cursor.number() as u32),
            false => None,
        };
        let duty = Cents(if has(base::DUTY) { cursor.signed() } else { 0 });
        let value = Cents(if has(base::VALUE) { cursor.signed() } else { 0 });
        let rate = origin.text(if has(base::RATE) { cursor.number() } else { 0 });
        let chapter_98 = has(base::CHAPTER_98);
        if let Some(line) = line {
            let claims_preference = has(base::PREFERENCE);
            run.bases.push(BaseRow {
                line,
                chapter_98,
                ordinal,
                heading,
                duty,
                value,
                rate,
                claims_preference,
            });
        }
    }
}

fn kind(byte: u8) -> NoteKind {
    const KINDS: [NoteKind; 3] =
        [NoteKind::Unreadable, NoteKind::OddFlag, NoteKind::ImplausibleDate];
    KINDS.get(usize::from(byte)).copied().unwrap_or(NoteKind::Unreadable)
}
