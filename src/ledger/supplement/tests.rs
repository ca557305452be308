//! Facts are found by entry number, and nothing is taken for known that no file says.

use super::super::testing::RULES;
use super::*;
use crate::intake::{Cells, Layout, Mapping};
use crate::mask::{Key, Mask};

/// A supplement that has read a list of importers of entries.
fn read(supplement: Supplement, lines: &[&str]) -> (Supplement, Texts) {
    let (mut supplement, mut texts) = (supplement, Texts::new());
    let headers = ["Entry Number", "Importer Number"].map(str::to_owned);
    let layout = Layout::map(&headers, &Mapping::of_aliases(&RULES.headers)).unwrap();
    for (record, line) in (2..).zip(lines) {
        let cells: csv::ByteRecord = line.split(',').collect();
        let row = Row::new(Cells::Csv(&cells), &layout, line.as_bytes());
        supplement.add(&row, &RULES, &mut texts, 0, record);
    }
    (supplement, texts)
}

fn numbers(texts: &[&str]) -> Vec<EntryNumber> {
    texts.iter().map(|text| EntryNumber::read(text.as_bytes()).unwrap().0).collect()
}

#[test]
fn entries_that_no_export_has_are_strangers() {
    let lines = ["9Q910000029,12-345678900", "9Q910000011,12-345678900", "9Q910000037,"];
    let (supplement, _) = read(Supplement::default(), &lines);
    let strangers = |known: &[&str]| -> Vec<String> {
        let strangers = supplement.strangers(numbers(known).into_iter());
        strangers.into_iter().map(EntryNumber::to_string).collect()
    };
    assert_eq!(strangers(&["9Q910000029", "9Q910000045"]), ["9Q910000011", "9Q910000037"]);
    assert_eq!(strangers(&[]), ["9Q910000011", "9Q910000029", "9Q910000037"]);
    assert!(strangers(&["9Q910000011", "9Q910000029", "9Q910000037"]).is_empty());
}

#[test]
fn without_an_entry_that_could_be_read_it_is_empty() {
    assert!(read(Supplement::default(), &[]).0.is_empty());
    let (supplement, _) = read(Supplement::default(), &["?,12-345678900"]);
    assert!(supplement.is_empty() && supplement.unused.len() == 1);
    let (supplement, _) = read(Supplement::default(), &["9Q910000011,12-345678900"]);
    assert!(!supplement.is_empty());
    assert_eq!(supplement.len(), 1);
}

#[test]
fn only_files_that_are_said_to_be_complete_complete_anything() {
    let of = |fields: &[Field]| Supplement::new(Vec::new(), fields.iter().copied().collect());
    assert!(!of(&[]).completes_any());
    assert!(of(&[Field::Drawback]).completes_any());
    let completed = of(&[Field::Drawback]).completed(None);
    assert!(completed.contains(Field::Drawback) && !completed.contains(Field::ProtestStatus));
}

#[test]
fn under_a_mask_entries_and_importers_are_known_by_their_pseudonyms() {
    let mask = Arc::new(Mask::new(&Key::from([9; 32]), []));
    let masked = Supplement::default().masked(Some(Arc::clone(&mask)));
    let (supplement, texts) = read(masked, &["9Q910000011,12-345678900", "?!,12-345678900"]);
    let entry = &numbers(&["9Q910000011"])[0];
    assert!(supplement.of(entry).is_none());
    let fact = supplement.of(&mask.entry(entry)).unwrap();
    assert_ne!(texts.text(fact.facts.importer), "12-345678900");
    assert!(!texts.text(fact.facts.importer).is_empty());
    let (plain, texts) = read(Supplement::default().masked(None), &["9Q910000011,12-345678900"]);
    let fact = plain.of(entry).unwrap();
    assert_eq!(texts.text(fact.facts.importer), "12-345678900");
}
