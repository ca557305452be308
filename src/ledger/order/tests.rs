//! The entries come in the order of the reports, all of them, from memory as from a file.

use super::super::testing::{read, told};
use super::*;

/// Rows of entries of two importers, of entries without an IEEPA row, and of entries of which
/// nothing but rejected rows is known.
const EXPORT: [&str; 10] = [
    "9Q910000052,98-765432100,06/02/2025,9903.01.25,5.00",
    "9Q910000037,12-345678900,06/02/2025,9903.01.25,3.00",
    "9Q910000045,98-765432100,06/02/2025,9903.01.25,much",
    "9Q910000011,12-345678900,06/02/2025,8471.30.0100,7.00",
    "9Q910000029,98-765432100,06/02/2025,9903.01.25,2.00",
    "9Q910000060,12-345678900,06/02/2025,no number,6.00",
    "9Q910000037,12-345678900,06/02/2025,9903.01.25,much",
    "9Q910000037,12-345678900,06/02/2025,9903.01.25,1.00",
    "9Q910000060,12-345678900,06/02/2025,8471.30.0100,7.00",
    "9Q910000078,12-345678900,06/02/2025,9903.01.25,",
];

/// As much as memory may hold: all, and nothing.
const SHARES: [usize; 2] = [usize::MAX, 0];

fn entries(share: usize) -> Entries {
    let entries = read(&[&EXPORT], share).finish([]).unwrap();
    assert_eq!(entries.spilled_bytes() > 0, share == 0);
    entries
}

#[test]
fn entries_with_ieepa_rows_come_by_importer_then_number() {
    for share in SHARES {
        let mut entries = entries(share);
        let mut order = entries.in_report_order(None).unwrap();
        assert_eq!(order.length(), 4);
        let expected = [
            ("9Q910000037".to_owned(), vec![100, 300]),
            ("9Q910000078".to_owned(), vec![0]),
            ("9Q910000029".to_owned(), vec![200]),
            ("9Q910000052".to_owned(), vec![500]),
        ];
        let mut told = told(&entries, &mut order, 3);
        told.iter_mut().for_each(|(_, duties)| duties.sort_unstable());
        assert_eq!(told, expected);
        assert!(order.next_block(&entries, 3).unwrap().is_none());
    }
}

#[test]
fn entries_of_which_only_rejected_rows_are_known_are_counted() {
    for share in SHARES {
        let mut entries = entries(share);
        entries.in_report_order(None).unwrap();
        assert_eq!(entries.only_rejected(), 2, "9Q910000045 and 9Q910000060");
    }
}

#[test]
fn an_importer_that_facts_name_goes_before_that_of_the_rows() {
    for share in SHARES {
        let mut entries = entries(share);
        let mut importer = TextId::BLANK;
        for (id, text) in entries.texts().iter() {
            if text == "12-345678900" {
                importer = id;
            }
        }
        let named = ["9Q910000052", "9Q910000011", "9Q910000045"];
        let fact = |number: &EntryNumber| named.contains(&number.as_str()).then_some(importer);
        let mut order = entries.in_report_order(Some(&fact)).unwrap();
        let numbers = told(&entries, &mut order, 64).into_iter().map(|(number, _)| number);
        let expected = ["9Q910000037", "9Q910000052", "9Q910000078", "9Q910000029"];
        assert!(numbers.eq(expected));
        let in_vain = entries.named_in_vain().iter().map(|key| entries.number(*key).to_string());
        let mut in_vain: Vec<String> = in_vain.collect();
        in_vain.sort_unstable();
        assert_eq!(in_vain, ["9Q910000011", "9Q910000045"], "they are in no report");
    }
}
