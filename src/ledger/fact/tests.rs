//! What several facts files say of one entry, and which of them counts.

use super::*;
use crate::ledger::Supplement;
use crate::ledger::batch::tests::{RULES, entry, with_row};

const ENTRY: &str = "9Q910000011";

/// The facts of the entry from files of these dates, headers and rows.
fn fact(files: &[(Option<&str>, &str, &[&str])], show: impl FnOnce(&Fact, &Texts)) {
    let named = files.iter().map(|(date, ..)| FactsFile {
        name: "facts.csv".to_owned(),
        report: None,
        report_date: date.map(|date| date.parse().unwrap()),
    });
    let mut supplement = Supplement::new(named.collect(), FieldSet::EMPTY);
    let mut texts = Texts::new();
    for (file, (_, header, rows)) in files.iter().enumerate() {
        for (record, row) in (2..).zip(*rows) {
            with_row(header, row, |row| supplement.add(row, &RULES, &mut texts, file, record));
        }
    }
    show(supplement.of(&entry(ENTRY)).unwrap(), &texts);
}

fn day(text: &str) -> Option<Day> {
    Some(text.parse().unwrap())
}

#[test]
fn the_rate_of_the_newer_report_counts_whichever_comes_first() {
    let header = "entry_number,column1_rate";
    let older = (Some("2026-05-01"), header, &["9Q910000011,5%"][..]);
    let newer = (Some("2026-05-10"), header, &["9Q910000011,2.5%"][..]);
    for files in [[older, newer], [newer, older]] {
        let of_newer = u32::from(files[1].0 == newer.0);
        fact(&files, |fact, texts| {
            assert_eq!(texts.text(fact.column1_rate), "2.5%");
            let place = FactPlace { file: of_newer, record: 2 };
            assert_eq!(fact.origin(Field::Column1Rate), Some(place));
            let [clash] = fact.clashes() else { panic!("one contradicts the other") };
            assert_eq!((clash.field, clash.dated), (Field::Column1Rate, true));
            let said = [clash.used, clash.not_used].map(|(text, _)| texts.text(text));
            assert_eq!(said, ["2.5%", "5%"]);
        });
    }
}

#[test]
fn a_blank_rate_takes_nothing_back_and_tells_nothing() {
    let rows = &["9Q910000011,2.5%,01", "9Q910000011,,01"][..];
    fact(&[(None, "entry_number,column1_rate,entry_type", rows)], |fact, texts| {
        assert_eq!(texts.text(fact.column1_rate), "2.5%");
        let record = |field| fact.origin(field).map(|place| place.record);
        assert_eq!([Field::Column1Rate, Field::EntryType].map(record), [Some(2), Some(3)]);
        assert!(fact.clashes().is_empty());
    });
    let blank = &["9Q910000011,,01"][..];
    fact(&[(None, "entry_number,column1_rate,entry_type", blank)], |fact, _| {
        assert_eq!(fact.origin(Field::Column1Rate), None);
    });
}

#[test]
fn the_date_of_a_statement_counts_once_all_are_paid() {
    let header = "entry_number,Statement Number,Statement Status,Payment Date";
    let paid = "9Q910000011,S-1,Paid,06/02/2025";
    let scheduled = "9Q910000011,S-2,Scheduled,06/30/2025";
    let paid_later = "9Q910000011,S-2,Paid,06/27/2025";
    let dates = |rows: &[&str]| {
        let mut found = (None, Flag::Blank);
        fact(&[(None, header, rows)], |fact, _| {
            found = (fact.facts.payment_date, fact.facts.flag(Field::StatementPaid));
        });
        found
    };
    assert_eq!(dates(&[scheduled]), (None, Flag::No));
    assert_eq!(dates(&[paid, scheduled]), (None, Flag::No));
    assert_eq!(dates(&[paid]), (day("2025-06-02"), Flag::Yes));
    assert_eq!(dates(&[paid, paid_later]), (day("2025-06-27"), Flag::Yes));
}

#[test]
fn a_payment_date_in_a_list_of_protests_is_one() {
    let header = "entry_number,Protest Number,Protest Status,payment_date";
    let row = "9Q910000011,P-1,Open,06/02/2025";
    fact(&[(None, header, &[row])], |fact, _| {
        assert_eq!(fact.proceedings().len(), 1);
        assert_eq!(fact.facts.payment_date, day("2025-06-02"));
    });
}

#[test]
fn a_remark_stays_unless_the_list_decides_its_column() {
    let header = "entry_number,Drawback Claim Number,drawback,payment_date";
    let row = "9Q910000011,D-1,see list,soon";
    fact(&[(None, header, &[row])], |fact, texts| {
        let remarks: Vec<_> =
            fact.notes.iter().map(|note| (note.kind, note.field, texts.text(note.text))).collect();
        assert_eq!(remarks, [(NoteKind::Unreadable, Field::PaymentDate, "soon")]);
        assert_eq!(fact.facts.flag(Field::Drawback), Flag::Yes);
    });
}
