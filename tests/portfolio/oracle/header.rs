//! Contract section 3.5: the facts of an entry from its IEEPA rows and from the facts files.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::calendar::day;
use super::rows::{IeepaRow, Source, read_table};
use super::values::{
    Flag, clean, date, entry_number, entry_type, flag, fold, importer_key, names_a_claim,
};

/// What the facts files say.
#[derive(Default)]
pub struct Facts {
    /// Cells by entry and field. A key with a blank text is a present, blank cell.
    pub cells: BTreeMap<String, BTreeMap<&'static str, String>>,
    /// Entries of which two rows state different values of one field.
    pub conflicting: BTreeSet<String>,
}

/// A fact in the form that comparison uses; `None` if it states nothing.
fn stated(field: &str, text: &str) -> Option<String> {
    let known = |reading: Flag| (reading != Flag::Blank).then(|| format!("{reading:?}"));
    match field {
        "importer_number" | "notify_party" => Some(importer_key(text)),
        "entry_type" => Some(entry_type(text)),
        "entry_date" | "summary_date" | "payment_date" => {
            date(text).value().map(|day| day.to_string())
        }
        "liquidation_date" => {
            date(text).value().filter(|d| *d >= day(2025, 2, 4)).map(|day| day.to_string())
        }
        "declared_claim" => (!clean(text).is_empty()).then(|| names_a_claim(text).to_string()),
        _ if FLAGS.contains(&field) => known(flag(text)),
        "liquidation_status" | "summary_status" | "control_status" | "protest_status"
        | "column1_rate" => Some(fold(text)),
        _ => None,
    }
    .filter(|form| !form.is_empty())
}

/// Yes/no fields: "a yes/no flag is yes if any row says yes".
pub const FLAGS: [&str; 8] = [
    "recon_flag",
    "recon_09",
    "psc_flag",
    "drawback",
    "suspension",
    "injunction",
    "statement_paid",
    "surety_paid",
];

/// "a blank fact overrides nothing, the later file wins"; of several liquidation dates in one file
/// the latest counts. Two values of one field are a conflict.
pub fn read_facts(sources: &[Source]) -> Facts {
    let mut facts = Facts::default();
    // The file that told the value which counts so far.
    let mut told_by: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
    for (place, source) in sources.iter().enumerate() {
        let table = read_table(source);
        for record in &table.records {
            let cell = |field: &str| record.get(table.columns[field]).map_or("", String::as_str);
            let Some((entry, _)) = entry_number(cell("entry_number")) else {
                continue;
            };
            let known = facts.cells.entry(entry.clone()).or_default();
            for field in table.columns.keys().filter(|field| **field != "entry_number") {
                let text = clean(cell(field));
                let earlier = known.entry(field).or_default();
                let (old, new) = (stated(field, earlier), stated(field, &text));
                let differ = old.is_some() && new.is_some() && old != new;
                if differ {
                    facts.conflicting.insert(entry.clone());
                }
                let key = (entry.clone(), *field);
                let stays = differ
                    && *field == "liquidation_date"
                    && told_by.get(&key) == Some(&place)
                    && new < old;
                if !text.is_empty() && !stays {
                    *earlier = text;
                    told_by.insert(key, place);
                }
            }
        }
    }
    facts
}

/// What is known of one entry as a whole.
#[derive(Clone, Debug)]
pub struct Header {
    /// Fields with a column in a file that holds an IEEPA row of the entry, or in its facts.
    pub present: BTreeSet<&'static str>,
    /// Importer number in the form that comparison uses; empty if blank.
    pub importer: String,
    pub importer_name: String,
    pub entry_type: String,
    pub entry_date: NaiveDate,
    pub summary_date: Option<NaiveDate>,
    pub payment_date: Option<NaiveDate>,
    /// The latest plausible liquidation date, past or future.
    pub liquidation_date: Option<NaiveDate>,
    pub implausible_date: bool,
    /// Status words, folded; empty if blank.
    pub liquidation_status: String,
    pub summary_status: String,
    pub control_status: String,
    pub protest_status: String,
    pub flags: BTreeMap<&'static str, Flag>,
    pub odd_flag: bool,
    pub declared: bool,
    pub column_one_fact: String,
    pub conflicting: bool,
    /// Whether its facts contradict each other.
    pub conflicting_facts: bool,
    /// Whether a fact replaces another importer or liquidation date of the export.
    pub fact_over_export: bool,
    /// Whether its payment date is still to come.
    pub payment_ahead: bool,
}

impl Header {
    pub fn has(&self, field: &str) -> bool {
        self.present.contains(field)
    }

    pub fn says_yes(&self, field: &str) -> bool {
        self.flags[field] == Flag::Yes
    }
}

/// `rows`: every IEEPA row of the entry in input order, collapsed copies included.
pub fn header_of(rows: &[&IeepaRow], facts: Option<&BTreeMap<&'static str, String>>) -> Header {
    let none = BTreeMap::new();
    let facts = facts.unwrap_or(&none);
    let column = |field: &str| -> Vec<&str> {
        rows.iter().filter_map(|row| row.cells.get(field)).map(String::as_str).collect()
    };
    let fact = |field: &str| facts.get(field).map(String::as_str).filter(|text| !text.is_empty());
    // "any other fact is the first non-blank one"; facts override cell by cell.
    let first = |field: &str| -> String {
        let exported = column(field).into_iter().find(|text| !text.is_empty());
        fact(field).or(exported).unwrap_or_default().to_string()
    };
    let first_date = |field: &str| -> Option<NaiveDate> {
        let exported = column(field).into_iter().find_map(|text| date(text).value());
        fact(field).and_then(|text| date(text).value()).or(exported)
    };

    // An implausible liquidation date is taken as blank; a plausible fact cures it.
    let is_plausible = |found: &NaiveDate| *found >= day(2025, 2, 4);
    let exported: Vec<NaiveDate> =
        column("liquidation_date").into_iter().filter_map(|text| date(text).value()).collect();
    let plausible: BTreeSet<NaiveDate> = exported.iter().copied().filter(is_plausible).collect();
    let liquidation_fact =
        fact("liquidation_date").and_then(|text| date(text).value()).filter(is_plausible);

    let mut flags = BTreeMap::new();
    let mut odd_flag = false;
    for field in FLAGS {
        let readings: Vec<Flag> = match fact(field) {
            Some(text) => vec![flag(text)],
            None => column(field).into_iter().map(flag).collect(),
        };
        odd_flag |= readings.contains(&Flag::Odd);
        let strongest =
            [Flag::Yes, Flag::No, Flag::Odd].into_iter().find(|reading| readings.contains(reading));
        flags.insert(field, strongest.unwrap_or(Flag::Blank));
    }
    let declared = match fact("declared_claim") {
        Some(text) => names_a_claim(text),
        None => column("declared_claim").into_iter().any(names_a_claim),
    };

    // "blank against a value is no conflict"; facts do not silence a conflict.
    let distinct = |field: &str, form: &dyn Fn(&str) -> String| {
        column(field)
            .into_iter()
            .map(form)
            .filter(|text| !text.is_empty())
            .collect::<BTreeSet<String>>()
            .len()
    };
    let entry_dates: BTreeSet<NaiveDate> = rows.iter().map(|row| row.entry_date).collect();
    let conflicting = distinct("importer_number", &importer_key) > 1
        || entry_dates.len() > 1
        || distinct("entry_type", &entry_type) > 1
        || plausible.len() > 1
        || distinct("liquidation_status", &fold) > 1;

    let exported_importer = column("importer_number").into_iter().find(|text| !text.is_empty());
    let fact_over_export = fact("importer_number")
        .zip(exported_importer)
        .is_some_and(|(fact, export)| importer_key(fact) != importer_key(export))
        || liquidation_fact.zip(plausible.last()).is_some_and(|(fact, export)| fact != *export);
    let mut present: BTreeSet<&'static str> =
        rows.iter().flat_map(|row| row.cells.keys().copied()).collect();
    present.extend(facts.keys().copied());
    Header {
        importer: importer_key(&first("importer_number")),
        importer_name: first("importer_name"),
        entry_type: entry_type(&first("entry_type")),
        entry_date: fact("entry_date")
            .and_then(|text| date(text).value())
            .unwrap_or(rows[0].entry_date),
        summary_date: first_date("summary_date"),
        payment_date: first_date("payment_date"),
        liquidation_date: liquidation_fact.or(plausible.last().copied()),
        implausible_date: liquidation_fact.is_none()
            && exported.iter().any(|found| !is_plausible(found)),
        liquidation_status: fold(&first("liquidation_status")),
        summary_status: fold(&first("summary_status")),
        control_status: fold(&first("control_status")),
        protest_status: fold(&first("protest_status")),
        flags,
        odd_flag,
        declared,
        column_one_fact: facts.get("column1_rate").cloned().unwrap_or_default(),
        conflicting,
        conflicting_facts: false,
        fact_over_export,
        payment_ahead: false,
        present,
    }
}
