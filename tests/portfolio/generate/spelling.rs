//! The many ways in which exports write one and the same value, and some ways to damage it.

use chrono::{Datelike, NaiveDate};

use super::random::Chance;

/// Money in one of the accepted spellings; `plain` keeps to the two commonest.
pub fn money(chance: &mut Chance, cents: i64, plain: bool) -> String {
    if cents == 0 {
        let zeros = ["0.00", "0", "$0.00", "", "-", "FREE", "Free", "0.0"];
        return (*chance.pick(if plain { &zeros[..3] } else { &zeros })).to_string();
    }
    let (whole, part) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let grouped = grouped(whole);
    let amount = match chance.below(if plain { 2 } else { 6 }) {
        0 => format!("{whole}.{part:02}"),
        1 => format!("${grouped}.{part:02}"),
        2 if part == 0 => whole.to_string(),
        3 if part % 10 == 0 => format!("{whole}.{}", part / 10),
        4 => format!("${whole}.{part:02}"),
        _ => format!("{grouped}.{part:02}"),
    };
    let signed = match (cents < 0, chance.below(3)) {
        (false, _) => amount,
        (true, 0) => format!("({amount})"),
        (true, 1) => format!("-{amount}"),
        (true, _) => format!("{amount}-"),
    };
    if !plain && chance.happens(1, 25) { format!("=\"{signed}\"") } else { padded(chance, signed) }
}

fn grouped(whole: u64) -> String {
    let digits = whole.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A text that is no amount of money: it must never be read as zero.
pub fn unreadable_money(chance: &mut Chance) -> String {
    let texts = ["N/A", "12.345", "1e3", "USD 5", "12.340", "pending", "#REF!", "10%", "1 2 3 x"];
    (*chance.pick(&texts)).to_string()
}

/// A date in one of the accepted formats.
pub fn date(chance: &mut Chance, date: NaiveDate, plain: bool) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match chance.below(if plain { 2 } else { 7 }) {
        0 => format!("{month:02}/{day:02}/{year}"),
        1 => format!("{year}-{month:02}-{day:02}"),
        2 => format!("{month}/{day}/{year}"),
        3 if year >= 2000 => format!("{month}/{day}/{:02}", year - 2000),
        4 => format!("{year}-{month:02}-{day:02}T00:00:00"),
        5 => format!("{year}-{month:02}-{day:02} 13:45:00"),
        6 => {
            let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).expect("the first day of Excel");
            (date - epoch).num_days().to_string()
        }
        _ => format!("{month:02}/{day:02}/{year}"),
    }
}

pub fn unreadable_date(chance: &mut Chance) -> String {
    let texts = ["13/45/2025", "2025-02-30", "soon", "N/A", "May 2025", "45796.5"];
    (*chance.pick(&texts)).to_string()
}

/// An entry number with dashes, spaces, lower case or the spreadsheet wrapper.
pub fn entry_number(chance: &mut Chance, number: &str) -> String {
    if number.len() != 11 {
        return number.to_string();
    }
    match chance.below(12) {
        0 => format!("{}-{}-{}", &number[..3], &number[3..10], &number[10..]),
        1 => format!("{} {} {}", &number[..3], &number[3..10], &number[10..]),
        2 => number.to_lowercase(),
        3 => format!("=\"{number}\""),
        4 => format!(" {number} "),
        _ => number.to_string(),
    }
}

/// A tariff number, sometimes with dots.
pub fn tariff_number(chance: &mut Chance, digits: &str) -> String {
    if digits.len() < 8 || !chance.happens(1, 5) {
        return digits.to_string();
    }
    let dotted = format!("{}.{}.{}", &digits[..4], &digits[4..6], &digits[6..]);
    if digits.len() == 10 && chance.happens(1, 2) {
        return format!("{}.{}", &dotted[..10], &digits[8..]);
    }
    dotted
}

/// An importer number as this file happens to write it.
pub fn importer_number(chance: &mut Chance, number: &str) -> String {
    match chance.below(10) {
        0 => number.replace('-', ""),
        1 => number.to_lowercase(),
        2 => format!("=\"{number}\""),
        _ => number.to_string(),
    }
}

/// A header in a spelling that folds to the same alias.
pub fn header(chance: &mut Chance, alias: &str) -> String {
    match chance.below(12) {
        0 => alias.to_uppercase(),
        1 => alias.to_lowercase().replace(' ', "_"),
        2 => format!("  {alias} "),
        3 => format!("=\"{alias}\""),
        4 => alias.replace(' ', "  "),
        5 => alias.replace(' ', "-"),
        _ => alias.to_string(),
    }
}

fn padded(chance: &mut Chance, text: String) -> String {
    if chance.happens(1, 20) { format!(" {text} ") } else { text }
}

/// One record of CSV text, without its line end. A wrapped cell may stand bare, as ACE writes it.
pub fn record(chance: &mut Chance, cells: &[String]) -> String {
    let quote_all = chance.happens(1, 12);
    let bare_wrapper = chance.happens(1, 2);
    let mut text = String::new();
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        let separators = cell.contains([',', '\n', '\r']);
        let bare = bare_wrapper && !separators && cell.starts_with("=\"");
        if quote_all || separators || cell.contains('"') && !bare {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text
}
