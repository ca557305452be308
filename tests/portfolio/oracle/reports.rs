//! Contract section 7: the rows of every file, as text, by column name.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::calendar::plus;
use super::checks::{Codes, severity};
use super::rows::Bin;
use super::{AssessedEntry, Assessment, Route};

/// One printed row: column name and text.
pub type PrintedRow = Vec<(&'static str, String)>;

/// Two decimal places, no negative zero.
pub fn money(amount: Decimal) -> String {
    if amount.is_zero() { "0.00".to_string() } else { format!("{amount:.2}") }
}

fn date(date: Option<NaiveDate>) -> String {
    date.map(|date| date.format("%Y-%m-%d").to_string()).unwrap_or_default()
}

fn joined(codes: &Codes) -> String {
    codes.iter().copied().collect::<Vec<&str>>().join(";")
}

fn optional<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// "cells that a spreadsheet could take for a formula are defused"; numbers are not.
fn text(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_string()
    }
}

/// The CAPE deadline: liquidation date + 80, empty when not liquidated.
fn cape_deadline(liquidated: Option<NaiveDate>) -> Option<NaiveDate> {
    liquidated.map(|date| plus(date, 80))
}

fn protest_deadline(liquidated: Option<NaiveDate>) -> Option<NaiveDate> {
    liquidated.map(|date| plus(date, 180))
}

/// `entries.csv`.
pub fn entries(assessment: &Assessment) -> Vec<PrintedRow> {
    assessment.entries.iter().map(entry).collect()
}

fn entry(entry: &AssessedEntry) -> PrintedRow {
    let filer: String = entry.number.chars().take(3).collect();
    let liquidated = entry.liquidation.date;
    vec![
        ("entry_number", entry.number.clone()),
        ("filer_code", filer),
        ("importer_number", text(&entry.importer_printed)),
        ("importer_name", text(&entry.header.importer_name)),
        ("entry_type", text(&entry.header.entry_type)),
        ("entry_date", date(Some(entry.header.entry_date))),
        ("liquidation_state", entry.liquidation.state.to_string()),
        ("liquidation_date", date(liquidated)),
        ("days_since_liquidation", optional(entry.liquidation.days_since)),
        ("ieepa_rows", entry.rows.len().to_string()),
        ("duty_paid", money(entry.duty_paid)),
        ("refund_low", money(entry.refund_low)),
        ("refund_high", money(entry.refund_high)),
        ("recomputed_duty", money(entry.recomputed)),
        ("interest_low", money(entry.interest_low)),
        ("interest_high", money(entry.interest_high)),
        ("status", entry.status.to_string()),
        ("lane", entry.lane.to_string()),
        ("findings", joined(&entry.findings)),
        ("unproved", joined(&entry.unproved)),
        ("cape_deadline", date(cape_deadline(liquidated))),
        ("protest_deadline", date(protest_deadline(liquidated))),
        ("projected_liquidation", date(entry.projected_liquidation)),
        ("deposit_date", date(Some(entry.deposit_date))),
        ("summary_date", date(entry.header.summary_date)),
        ("payment_date", date(entry.header.payment_date)),
        ("payee", String::new()),
    ]
}

/// `groups.csv`: the refund estimate by IOR and liquidation date.
pub fn groups(assessment: &Assessment) -> Vec<PrintedRow> {
    let mut groups: BTreeMap<(&str, &str, String), Vec<&AssessedEntry>> = BTreeMap::new();
    for entry in &assessment.entries {
        let key = (
            entry.importer_printed.as_str(),
            entry.liquidation.state,
            date(entry.liquidation.date),
        );
        groups.entry(key).or_default().push(entry);
    }
    groups
        .into_iter()
        .map(|((importer, state, liquidation_date), members)| {
            let with = |status: &str| {
                members.iter().filter(|entry| entry.status == status).count().to_string()
            };
            let sum = |figure: &dyn Fn(&AssessedEntry) -> Decimal| {
                money(members.iter().map(|entry| figure(entry)).sum())
            };
            let eligible = |figure: &dyn Fn(&AssessedEntry) -> Decimal| {
                money(
                    members
                        .iter()
                        .filter(|entry| entry.status == "eligible")
                        .map(|entry| figure(entry))
                        .sum(),
                )
            };
            // Entries without an importer number are not known to be of one importer.
            let name = members
                .iter()
                .map(|entry| entry.header.importer_name.as_str())
                .find(|name| !name.is_empty() && !importer.is_empty());
            let liquidated = members[0].liquidation.date;
            vec![
                ("importer_number", text(importer)),
                ("importer_name", text(name.unwrap_or_default())),
                ("liquidation_state", state.to_string()),
                ("liquidation_date", liquidation_date),
                ("entries", members.len().to_string()),
                ("eligible_entries", with("eligible")),
                ("review_entries", with("review")),
                ("blocked_entries", with("blocked")),
                ("no_refund_entries", with("no_refund")),
                ("duty_paid", sum(&|entry| entry.duty_paid)),
                ("refund_low", sum(&|entry| entry.refund_low)),
                ("refund_high", sum(&|entry| entry.refund_high)),
                ("eligible_refund_low", eligible(&|entry| entry.refund_low)),
                ("eligible_refund_high", eligible(&|entry| entry.refund_high)),
                ("interest_low", sum(&|entry| entry.interest_low)),
                ("interest_high", sum(&|entry| entry.interest_high)),
                ("cape_deadline", date(cape_deadline(liquidated))),
                ("protest_deadline", date(protest_deadline(liquidated))),
            ]
        })
        .collect()
}

/// `findings.csv`, less its free texts.
pub fn findings(assessment: &Assessment) -> Vec<PrintedRow> {
    let mut rows = Vec::new();
    for entry in &assessment.entries {
        for code in &entry.findings {
            rows.push(vec![
                ("entry_number", entry.number.clone()),
                ("code", (*code).to_string()),
                ("severity", severity(code).to_string()),
            ]);
        }
    }
    rows
}

/// `lines.csv`, less the place a row came from.
pub fn lines(assessment: &Assessment) -> Vec<PrintedRow> {
    let mut rows = Vec::new();
    for entry in &assessment.entries {
        for assessed in &entry.rows {
            let (row, figures) = (&assessed.row, &assessed.money);
            let bin = if row.bin == Bin::Counted { "counted" } else { "out_of_period" };
            rows.push(vec![
                ("entry_number", entry.number.clone()),
                ("line_number", optional(row.line)),
                ("tariff_ordinal", optional(row.ordinal)),
                ("hts", row.tariff_number.clone()),
                ("program", figures.program.clone()),
                ("kind", figures.kind.clone()),
                ("entry_date", date(Some(row.entry_date))),
                ("row_value", money(row.value)),
                ("row_duty", money(row.duty)),
                ("refund_low", money(figures.low)),
                ("refund_high", money(figures.high)),
                ("bin", bin.to_string()),
            ]);
        }
    }
    rows
}

/// One upload file: its index row (a field that the route does not split by is left out) and its
/// entry numbers in file order.
#[derive(Debug)]
pub struct Declaration {
    pub index: PrintedRow,
    pub entries: Vec<String>,
}

/// `declarations/`: never mixing filer codes when a broker files or IORs when an importer files.
pub fn declarations(assessment: &Assessment) -> Vec<Declaration> {
    let wanted = |entry: &&AssessedEntry| {
        let lane =
            entry.lane == "file-now" || assessment.options.include_review && entry.lane == "review";
        lane && entry.refund_high > Decimal::ZERO
    };
    let mut files: BTreeMap<(Option<String>, Option<String>), Vec<&AssessedEntry>> =
        BTreeMap::new();
    for entry in assessment.entries.iter().filter(wanted) {
        let filer = entry.number.chars().take(3).collect();
        let importer = entry.importer_printed.clone();
        let key = match assessment.options.route {
            Route::Unknown => (Some(filer), Some(importer)),
            Route::Broker(_) => (Some(filer), None),
            Route::Importer(_) => (None, Some(importer)),
        };
        files.entry(key).or_default().push(entry);
    }
    files
        .into_iter()
        .map(|((filer, importer), mut members)| {
            // "nearest deadline first, undated last"
            members.sort_by_key(|entry| {
                let deadline = cape_deadline(entry.liquidation.date);
                (deadline.is_none(), deadline, entry.number.clone())
            });
            let sum = |figure: &dyn Fn(&AssessedEntry) -> Decimal| {
                money(members.iter().map(|entry| figure(entry)).sum())
            };
            let mut index = vec![
                ("entries", members.len().to_string()),
                ("refund_low", sum(&|entry| entry.refund_low)),
                ("refund_high", sum(&|entry| entry.refund_high)),
                ("first_deadline", date(cape_deadline(members[0].liquidation.date))),
            ];
            index.extend(filer.map(|code| ("filer_code", code)));
            index.extend(importer.map(|number| ("importer_number", text(&number))));
            Declaration {
                index,
                entries: members.iter().map(|entry| entry.number.clone()).collect(),
            }
        })
        .collect()
}

/// `summary.json` as paths and texts: `refund.low`, `lanes.file-now.entries` and so on. A lane or a
/// check that no entry has may be absent from the file.
pub fn summary(assessment: &Assessment) -> BTreeMap<String, String> {
    let mut paths = BTreeMap::new();
    let mut put = |path: String, text: String| paths.insert(path, text);
    let sum = |members: &[&AssessedEntry], figure: &dyn Fn(&AssessedEntry) -> Decimal| {
        money(members.iter().map(|entry| figure(entry)).sum())
    };
    let all: Vec<&AssessedEntry> = assessment.entries.iter().collect();
    put("as_of".into(), date(Some(assessment.options.as_of)));
    let extrapolated = all.iter().filter_map(|entry| entry.extrapolated_from).min();
    put(
        "rates_extrapolated_from".into(),
        extrapolated.map_or("null".into(), |day| date(Some(day))),
    );
    for (bin, rows) in &assessment.ledger.rows {
        put(format!("rows.{bin}"), rows.to_string());
    }
    for (bin, duty) in &assessment.ledger.duty {
        put(format!("duty.{bin}"), money(*duty));
    }
    put("entries.total".into(), all.len().to_string());
    for status in ["eligible", "review", "blocked", "no_refund"] {
        let members = all.iter().filter(|entry| entry.status == status).count();
        put(format!("entries.{status}"), members.to_string());
    }
    let mut lanes: BTreeMap<&str, Vec<&AssessedEntry>> = BTreeMap::new();
    let mut unproved: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &assessment.entries {
        lanes.entry(entry.lane).or_default().push(entry);
        for code in &entry.unproved {
            *unproved.entry(code).or_default() += 1;
        }
    }
    for (lane, members) in lanes {
        put(format!("lanes.{lane}.entries"), members.len().to_string());
        put(format!("lanes.{lane}.refund_low"), sum(&members, &|entry| entry.refund_low));
        put(format!("lanes.{lane}.refund_high"), sum(&members, &|entry| entry.refund_high));
    }
    put("refund.low".into(), sum(&all, &|entry| entry.refund_low));
    put("refund.high".into(), sum(&all, &|entry| entry.refund_high));
    put("interest.low".into(), sum(&all, &|entry| entry.interest_low));
    put("interest.high".into(), sum(&all, &|entry| entry.interest_high));
    for (code, entries) in unproved {
        put(format!("unproved.{code}"), entries.to_string());
    }
    paths
}
