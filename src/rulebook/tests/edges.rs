//! Rules asked where an answer turns: the first and the last day, nothing, the neighbour of what is known.

use super::{day, rules};
use crate::domain::{Field, fold};
use crate::rulebook::Level;

#[test]
fn rates_are_covered_from_the_first_quarter_to_the_last_and_not_beyond() {
    let interest = rules().interest;
    let (first, last) = (interest.quarters()[0].first_day, interest.last_published_day());
    assert_eq!(last.plus(1), interest.quarters().last().unwrap().first_day.next_quarter());
    assert!(interest.covers(first) && interest.covers(last));
    assert!(!interest.covers(first.plus(-1)) && !interest.covers(last.plus(1)));
}

#[test]
fn a_year_without_a_holiday_is_not_known() {
    let holidays = rules().holidays;
    assert!(holidays.knows_year(2025) && holidays.knows_year(2026));
    assert!(!holidays.knows_year(1999));
    // A later one than all that are listed.
    let last = holidays.iter().map(|holiday| holiday.date.year()).max().unwrap();
    assert!(holidays.knows_year(last) && !holidays.knows_year(last + 1));
}

#[test]
fn a_header_with_one_letter_less_has_its_neighbour_whatever_its_length() {
    let headers = rules().headers;
    let mut lengths = std::collections::BTreeSet::new();
    for field in Field::ALL {
        let name = field.name();
        let cut = &name[..name.len() - 1];
        let length = fold(cut.as_bytes()).chars().count();
        if length >= 8 {
            assert!(headers.closest(cut).is_some(), "{cut}");
            lengths.insert(length % 4);
        }
    }
    assert_eq!(lengths.len(), 4);
}

#[test]
fn a_label_of_files_and_of_entries_is_that_of_entries() {
    let labels = rules().labels;
    for label in labels.iter() {
        let found = labels.in_error(&label.text);
        let of_entries =
            labels.iter().any(|other| other.text == label.text && other.level == Level::Entry);
        assert_eq!(found.len(), 1, "{}", label.text);
        let level = found[0].unwrap().level;
        assert!(!of_entries || level == Level::Entry, "{}", label.text);
    }
}

#[test]
fn floor_codes_are_floor_codes_and_others_are_not() {
    let registry = rules().registry;
    let floors: Vec<&str> = ["9903.02.20", "9903.02.73"].into();
    for code in registry.codes() {
        let is_listed = code.floor().is_some();
        assert_eq!(code.is_floor(), is_listed, "{}", code.heading);
    }
    let is_floor = |text: &str| {
        let of = |heading: String| heading.replace('.', "") == text.replace('.', "");
        registry.codes().find(|code| of(code.heading.to_string())).unwrap().is_floor()
    };
    assert!(floors.into_iter().all(is_floor));
    assert!(!is_floor("9903.01.24"));
    // The day a floor began.
    assert!(registry.codes().any(|code| code.versions()[0].from > day("2025-08-01")));
}

#[test]
fn a_preference_is_claimed_by_its_indicator_alone() {
    let registry = rules().registry;
    for claimed in ["KR", "kr", "JP", "A, KR", "KR;S", " KR "] {
        assert!(registry.claims_preference(claimed.as_bytes()), "{claimed}");
    }
    for other in ["", " ", ";", "A", "A+", "A*", "KRX", "KR+", "K R", "S+"] {
        assert!(!registry.claims_preference(other.as_bytes()), "{other}");
    }
}

#[test]
fn every_status_word_that_is_listed_is_known() {
    let words = rules().status_words;
    let table = include_str!("../data/status_words.csv");
    let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    let mut asked = 0;
    for (field, word) in rows.filter_map(|row| {
        let mut cells = row.split(',');
        Some((cells.next()?, cells.next()?))
    }) {
        let is_known = match field {
            "yes_no" => words.yes_no(word).is_some(),
            "claim" => words.claim(word).is_some(),
            "claim_error" => words.claim_error(word).is_some(),
            "drawback" => words.drawback(word).is_some(),
            "statement" => words.statement(word).is_some(),
            "validation" => words.validation(word).is_some(),
            "refund" => words.refund(word).is_some(),
            "bank_sign" => words.bank_sign(word).is_some(),
            "bank_text" => !words.bank_text(word).is_empty(),
            "liquidation_status" => words.liquidation(word).is_some(),
            "summary_status" => words.summary(word).is_some(),
            "control_status" => words.control(word).is_some(),
            "protest_status" => words.protest(word).is_some(),
            _ => continue,
        };
        assert!(is_known, "{field} {word}");
        asked += 1;
    }
    assert!(asked > 100, "{asked}");
    assert!(words.drawback("no such word").is_none() && words.bank_text("teapot").is_empty());
}
