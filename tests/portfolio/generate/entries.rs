//! Invented entries: numbers, importers, dates and statuses, and their records as field texts.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::random::Chance;
use super::spelling;
use super::tariff_rows;
use crate::oracle::registry::Registry;
use crate::oracle::values::check_digit;

/// One record before it is laid out: field name to cell text.
pub type Fields = BTreeMap<&'static str, String>;

pub const FILERS: [&str; 7] = ["9Q9", "017", "ABC", "1E5", "SP7", "0A0", "W7K"];

/// Importer number and name. Names hold commas, quotes, letters beyond ASCII and formula signs.
pub const IMPORTERS: [(&str, &str); 7] = [
    ("98-765432100", "FICTIVE TRADING INC"),
    ("98-765432101", "Invented, Imports LLC"),
    ("12-34567890A", "Ünreal \"Goods\" GmbH"),
    ("123-45-6789", "+Plus Goods"),
    ("042505-00123", "-Dash Supply"),
    ("77-000000100", "@Home Imports"),
    ("77-000000200", ""),
];

/// What all entries of a portfolio have in common.
pub struct World<'a> {
    pub registry: &'a Registry,
    pub as_of: NaiveDate,
    pub messy: bool,
    pub importers: Vec<(&'static str, &'static str)>,
    pub filers: Vec<&'static str>,
}

/// One entry: the number as it should be read, and its records.
#[derive(Clone, Debug)]
pub struct InventedEntry {
    pub number: String,
    pub records: Vec<Fields>,
}

const PERIOD_EDGES: [(i32, u32, u32); 18] = [
    (2025, 2, 3),
    (2025, 2, 4),
    (2025, 3, 3),
    (2025, 3, 4),
    (2025, 4, 8),
    (2025, 4, 9),
    (2025, 4, 9),
    (2025, 4, 9),
    (2025, 4, 10),
    (2025, 5, 13),
    (2025, 5, 14),
    (2025, 8, 6),
    (2025, 8, 7),
    (2025, 11, 10),
    (2025, 11, 14),
    (2026, 2, 7),
    (2026, 2, 23),
    (2026, 2, 24),
];

fn earlier(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).expect("a day of the calendar")
}

fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).expect("a day of the calendar")
}

fn entry_date(chance: &mut Chance) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2025, 2, 4).expect("a date");
    match chance.below(12) {
        0..=2 => {
            let (year, month, day) = *chance.pick(&PERIOD_EDGES);
            NaiveDate::from_ymd_opt(year, month, day).expect("a date")
        }
        3 => later(first, 380 + chance.below(40)),
        _ => later(first, chance.below(385)),
    }
}

/// Valid by default; in a messy portfolio sometimes damaged for good or repairably.
fn entry_number(chance: &mut Chance, world: &World, serial: u64) -> String {
    let filer = *chance.pick(&world.filers);
    let body = format!("{filer}{serial:07}");
    let digit = check_digit(&body);
    let good = format!("{body}{digit}");
    if !world.messy {
        return good;
    }
    match chance.below(20) {
        0 => format!("{body}{}", (digit + 1 + u32::try_from(chance.below(8)).expect("small")) % 10),
        1 => good[..9].to_string(),
        2 => format!("{good}7"),
        3 => format!("{filer}A{}", &good[4..]),
        4 => good[1..].to_string(),
        _ => good,
    }
}

fn liquidation_date(chance: &mut Chance, world: &World) -> String {
    let days_ago = [0, 1, 30, 60, 61, 62, 77, 78, 79, 80, 81, 100, 180, 181, 250];
    let found = match chance.below(if world.messy { 12 } else { 8 }) {
        0 | 1 => return String::new(),
        2..=7 => earlier(world.as_of, *chance.pick(&days_ago)),
        8 => later(world.as_of, 1 + chance.below(60)),
        9 => NaiveDate::from_ymd_opt(1900, 3, 20).expect("a date"),
        10 if chance.happens(1, 2) => NaiveDate::from_ymd_opt(2025, 2, 3).expect("a date"),
        10 => return spelling::unreadable_date(chance),
        _ => return String::new(),
    };
    spelling::date(chance, found, found.to_string().starts_with("1900"))
}

/// A yes/no cell: mostly no or blank, sometimes yes, rarely a text of its own kind.
fn flag(chance: &mut Chance, messy: bool) -> String {
    let no = ["", "", "N", "No", "false", "0"];
    let yes = ["Y", "yes", "TRUE", "1", "X"];
    match chance.below(if messy { 40 } else { 60 }) {
        0 | 1 => (*chance.pick(&yes)).to_string(),
        2 if messy => "maybe".to_string(),
        _ => (*chance.pick(&no)).to_string(),
    }
}

/// A status word: usually one of the harmless ones.
fn word(chance: &mut Chance, harmless: &[&str], others: &[&str]) -> String {
    let choices = if chance.happens(1, 8) { others } else { harmless };
    (*chance.pick(choices)).to_string()
}

const LIQUIDATED_WORDS: [&str; 4] = ["Liquidated", "LIQUIDATED", "Reliquidated", "Final"];
const UNLIQUIDATED_WORDS: [&str; 5] =
    ["Unliquidated", "Not Liquidated", "not-liquidated", "Pending", "Pending Liquidation"];
const HELD_WORDS: [&str; 3] = ["Suspended", "extended", "Under Review"];

/// The facts of an entry that stand on each of its records.
fn header_fields(chance: &mut Chance, world: &World, entered: NaiveDate) -> Fields {
    let mut fields = Fields::new();
    let messy = world.messy;
    let types = if messy {
        &[
            "01", "1", "02", "03", "06", "6", "07", "08", "09", "11", "21", "22", "23", "31", "34",
            "38", "47", "99", "05", "",
        ][..]
    } else {
        &["01", "01", "1", "02", "06", "11", "03", "31", "21"][..]
    };
    fields.insert("entry_type", (*chance.pick(types)).to_string());
    let (importer, name) = *chance.pick(&world.importers);
    let blank = messy && chance.happens(1, 15);
    fields.insert("importer_number", if blank { String::new() } else { importer.to_string() });
    fields.insert("importer_name", name.to_string());
    let liquidated = liquidation_date(chance, world);
    let words = match (liquidated.is_empty(), chance.below(if messy { 10 } else { 30 })) {
        (_, 0) => &HELD_WORDS[..],
        (_, 1) => &["", "Deemed", "", "closed"][..],
        (_, 2) => &UNLIQUIDATED_WORDS[..],
        (true, _) if chance.happens(1, 10) => &HELD_WORDS[..],
        (true, _) => &UNLIQUIDATED_WORDS[..],
        (false, _) => &LIQUIDATED_WORDS[..],
    };
    fields.insert("liquidation_status", (*chance.pick(words)).to_string());
    fields.insert("liquidation_date", liquidated);
    let summary = later(entered, 10 + chance.below(5));
    let summary =
        if chance.happens(1, 10) { String::new() } else { spelling::date(chance, summary, false) };
    fields.insert("summary_date", summary);
    let paid = later(entered, 10 + chance.below(40));
    let unpaid = chance.happens(1, 2);
    fields.insert(
        "payment_date",
        if unpaid { String::new() } else { spelling::date(chance, paid, false) },
    );
    fields.insert(
        "summary_status",
        word(
            chance,
            &["Accepted", "ACCEPTED", ""],
            &["Cancelled", "Canceled", "rejected", "Deleted", "Adjusted", "In Process"],
        ),
    );
    fields.insert("control_status", word(chance, &["CBP", "cbp", ""], &["Trade", "TRADE", "Port"]));
    let protests =
        ["Open", "suspended", "Denied with Further Review", "denied_with_further_review", "Filed"];
    fields.insert(
        "protest_status",
        word(chance, &["", "None", "Denied", "Approved", "Withdrawn"], &protests),
    );
    for field in ["recon_flag", "recon_09", "psc_flag", "drawback", "injunction", "surety_paid"] {
        fields.insert(field, flag(chance, messy));
    }
    fields
        .insert("suspension", if chance.happens(1, 6) { "Y".into() } else { flag(chance, messy) });
    fields.insert("statement_paid", (*chance.pick(&["Y", "Y", "Yes", "", "N", "x"])).to_string());
    let claim = chance.happens(1, 25);
    fields.insert(
        "declared_claim",
        (*chance.pick(if claim { &["100000000001", "Y"] } else { &["", "N"] })).to_string(),
    );
    fields.insert("port", "0401".into());
    fields.insert("manufacturer_id", "CNFICTMFG1SHE".into());
    fields.insert("notify_party", String::new());
    fields.insert("filer_name", "Invented Brokers, Inc.".into());
    fields
}

/// One entry with one to four lines.
pub fn entry(chance: &mut Chance, world: &World, serial: u64) -> InventedEntry {
    let number = entry_number(chance, world, serial);
    let lost_zero =
        world.messy && number.len() == 11 && number.starts_with("01") && chance.happens(1, 3);
    let written = if lost_zero { number[1..].to_string() } else { number.clone() };
    let entered = entry_date(chance);
    let header = header_fields(chance, world, entered);
    let mut records = Vec::new();
    for line in 1..=1 + chance.below(3) {
        let rows = tariff_rows::line(chance, world.registry, entered, world.messy);
        for (place, row) in rows.into_iter().enumerate() {
            let mut fields = header.clone();
            fields.insert("entry_number", spelling::entry_number(chance, &written));
            fields.insert(
                "importer_number",
                spelling::importer_number(chance, &header["importer_number"]),
            );
            fields.insert("entry_date", spelling::date(chance, entered, !world.messy));
            fields.insert(
                "line_number",
                if chance.happens(1, 8) { format!("{line:03}") } else { line.to_string() },
            );
            fields.insert("tariff_ordinal", (place + 1).to_string());
            fields.insert("hts", spelling::tariff_number(chance, &row.tariff_number));
            fields.insert("row_value", spelling::money(chance, row.value, !world.messy));
            fields.insert("row_duty", spelling::money(chance, row.duty, !world.messy));
            fields.insert("line_duty", spelling::money(chance, row.duty, true));
            fields.insert("line_value", spelling::money(chance, row.value, true));
            fields.insert("column1_rate", row.column_one_rate.clone());
            fields.insert("country_of_origin", row.country.to_string());
            fields.insert("spi", row.preference.to_string());
            records.push(fields);
        }
    }
    InventedEntry { number, records }
}

/// Damage to single cells of a record, as real files show it.
pub fn damage(chance: &mut Chance, fields: &mut Fields, as_of: NaiveDate) {
    let mut set = |field: &'static str, text: String| {
        fields.insert(field, text);
    };
    match chance.below(14) {
        0 => set("row_duty", spelling::unreadable_money(chance)),
        1 => set("row_value", spelling::unreadable_money(chance)),
        2 => set("entry_date", spelling::unreadable_date(chance)),
        3 => set("entry_date", String::new()),
        4 => set("line_number", "A".into()),
        5 => set("tariff_ordinal", String::new()),
        6 => set("summary_date", spelling::unreadable_date(chance)),
        7 => set("hts", (*chance.pick(&["", "n/a", "9903.01.2X"])).to_string()),
        8 => set("entry_number", (*chance.pick(&["", "Total", "??"])).to_string()),
        // Facts of the entry that disagree with its other records.
        9 => set(
            "importer_number",
            (*chance.pick(&["98-765432199", "", "55-000000100"])).to_string(),
        ),
        10 => set("entry_type", (*chance.pick(&["01", "03", "23", ""])).to_string()),
        11 => {
            set("liquidation_status", (*chance.pick(&["Suspended", "Liquidated", ""])).to_string())
        }
        12 => set("liquidation_date", spelling::date(chance, earlier(as_of, 33), false)),
        _ => set("drawback", "Y".into()),
    }
}

/// A copy of a record that differs in duty, value or entry date.
pub fn conflicting_copy(chance: &mut Chance, fields: &Fields) -> Fields {
    let mut copy = fields.clone();
    match chance.below(4) {
        0 | 1 => {
            let cents = 777 + 100 * i64::try_from(chance.below(900_000)).expect("small");
            copy.insert("row_duty", spelling::money(chance, cents, true))
        }
        2 => copy.insert("row_value", "4321.00".into()),
        _ => {
            let date = entry_date(chance);
            copy.insert("entry_date", spelling::date(chance, date, true))
        }
    };
    copy
}

/// One record of a facts file about an entry.
pub fn facts(chance: &mut Chance, world: &World, number: &str) -> Fields {
    let entered = entry_date(chance);
    let mut fields = header_fields(
        chance,
        &World {
            messy: false,
            importers: world.importers.clone(),
            filers: world.filers.clone(),
            ..*world
        },
        entered,
    );
    fields.insert("entry_number", number.to_string());
    fields.insert("entry_date", spelling::date(chance, entered, true));
    fields.insert("column1_rate", (*chance.pick(&["", "", "4%", "Free", "0.5%"])).to_string());
    let names: Vec<&'static str> =
        fields.keys().copied().filter(|field| *field != "entry_number").collect();
    for field in names {
        if chance.happens(1, 3) {
            fields.insert(field, String::new());
        }
    }
    fields
}
