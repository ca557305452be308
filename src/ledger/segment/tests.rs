//! What was encoded comes back.

use super::*;
use crate::domain::{Cents, Day, Field, HtsNumber};
use crate::ledger::{NoteKind, RowOrder};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = TextId> {
    prop_oneof![Just(TextId::BLANK), (0usize..300).prop_map(TextId::at)]
}

fn day() -> impl Strategy<Value = Day> {
    prop_oneof![(45_000u32..46_500), (0u32..4_000_000)].prop_map(Day::from_1900)
}

fn cents() -> impl Strategy<Value = Cents> {
    prop_oneof![Just(0), -500i64..9_000_000, any::<i64>()].prop_map(Cents)
}

fn order() -> impl Strategy<Value = Option<RowOrder>> {
    prop_oneof![
        Just(None),
        (0u32..900).prop_map(RowOrder::new),
        any::<u32>().prop_map(RowOrder::new)
    ]
}

prop_compose! {
    fn facts()(texts in prop::array::uniform7(text()), notify_party in text(),
               days in prop::array::uniform4(prop::option::of(day())),
               flags in 0u32..1 << 18) -> HeaderFacts {
        let mut facts = HeaderFacts {
            entry_date: days[0],
            summary_date: days[1],
            payment_date: days[2],
            liquidation_date: days[3],
            flags,
            notify_party,
            ..HeaderFacts::default()
        };
        for (place, text) in texts_of(&mut facts).into_iter().zip(texts) {
            *place = text;
        }
        facts
    }
}

prop_compose! {
    fn tariff_row()(line in order(), ordinal in order(), date in day(),
                    hts in prop_oneof!["9903010[0-9]", "99030[12][0-9]{3,5}", "[0-9]{1,17}"],
                    duty in cents(), value in cents(), rate in text(),
                    country in prop::sample::select(vec![[0, 0], *b"CN", *b"DE"]),
                    claims_preference: bool,
                    record in prop_oneof![0u64..3000, 0u64..1 << 40]) -> TariffRow {
        let hts = HtsNumber::read(hts.as_bytes()).unwrap();
        let place = Place::new(3, record);
        TariffRow {
            line, ordinal, date, hts, duty, value, rate, country, claims_preference, place
        }
    }
}

prop_compose! {
    fn base_row()(line in order(), ordinal in order(), chapter_98: bool, heading: u32,
                  duty in cents(), value in cents(), rate in text(),
                  claims_preference: bool) -> BaseRow {
        let line = line.or(RowOrder::new(1)).unwrap();
        BaseRow { line, chapter_98, ordinal, heading, duty, value, rate, claims_preference }
    }
}

prop_compose! {
    fn note()(kind in prop::sample::select(vec![
                  NoteKind::Unreadable, NoteKind::OddFlag, NoteKind::ImplausibleDate]),
              field in prop::sample::select(Field::ALL), text in text()) -> Note {
        Note { kind, field, text }
    }
}

prop_compose! {
    fn run()(marks: [bool; 5],
             facts in prop::collection::vec(facts(), 0..3),
             rows in prop::collection::vec(tariff_row(), 0..6),
             bases in prop::collection::vec(base_row(), 0..4),
             notes in prop::collection::vec(note(), 0..3)) -> Run {
        let [repaired, row_rejected, section_232, section_301, section_201] = marks;
        let marks =
            EntryMarks { repaired, row_rejected, section_232, section_301, section_201 };
        Run { marks, facts, rows, bases, notes }
    }
}

fn decoded(segment: &[u8]) -> Run {
    let mut run = Run::default();
    decode(segment, &Origin { input: 3, ..Origin::default() }, &mut run);
    run
}

proptest! {
    #[test]
    fn a_run_comes_back_as_it_was(run in run()) {
        let mut segment = Vec::new();
        encode(&run, &mut segment);
        prop_assert_eq!(&decoded(&segment), &run);
        let mut facts = Vec::new();
        decode_facts(&segment, &Origin::default(), |read| facts.push(read));
        prop_assert_eq!(&facts, &run.facts);
    }

    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        decoded(&bytes);
    }
}

#[test]
fn texts_and_places_are_those_of_the_batch() {
    let row = TariffRow {
        line: None,
        ordinal: None,
        date: Day::from_1900(45_800),
        hts: HtsNumber::read(b"99030125").unwrap(),
        duty: Cents(500_000),
        value: Cents::ZERO,
        rate: TextId::at(1),
        country: [0, 0],
        claims_preference: false,
        place: Place::new(0, 7),
    };
    let mut segment = Vec::new();
    encode(&Run { rows: vec![row], ..Run::default() }, &mut segment);
    let ids = [0u32, 900].map(u32::to_le_bytes).concat();
    let texts = Some(ids.as_slice());
    let origin = Origin { input: 2, rows_before: 50, texts, ..Origin::default() };
    let mut run = Run::default();
    decode(&segment, &origin, &mut run);
    assert_eq!((run.rows[0].rate, run.rows[0].place), (TextId::at(900), Place::new(2, 57)));
}

#[test]
fn without_a_notify_party_header_facts_take_no_byte_more() {
    let size = |notify_party: TextId| {
        let facts = HeaderFacts { flags: (1 << 18) - 1, notify_party, ..HeaderFacts::default() };
        let mut segment = Vec::new();
        encode(&Run { facts: vec![facts], ..Run::default() }, &mut segment);
        segment.len()
    };
    // Head, count, seven texts, four days, three bytes of yes/no facts, no row.
    assert_eq!(size(TextId::BLANK), 1 + 1 + 7 + 4 + 3 + 1);
    assert_eq!(size(TextId::at(5)), size(TextId::BLANK) + 1);
}

#[test]
fn a_usual_row_takes_few_bytes() {
    let row = |record, line| TariffRow {
        line: RowOrder::new(line),
        ordinal: RowOrder::new(2),
        date: Day::from_1900(45_800),
        hts: HtsNumber::read(b"9903.01.25").unwrap(),
        duty: Cents(1_249_900),
        value: Cents::ZERO,
        rate: TextId::BLANK,
        country: *b"CN",
        claims_preference: false,
        place: Place::new(0, record),
    };
    let facts = HeaderFacts { entry_date: Some(row(1, 1).date), ..HeaderFacts::default() };
    let size = |rows: Vec<TariffRow>| {
        let mut segment = Vec::new();
        encode(&Run { facts: vec![facts], rows, ..Run::default() }, &mut segment);
        segment.len()
    };
    let rows: Vec<TariffRow> = (1..=10).map(|line| row(line.into(), line)).collect();
    assert!(size(rows.clone()) - size(rows[..1].to_vec()) <= 9 * 10);
}
