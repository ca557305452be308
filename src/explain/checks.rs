//! All checks of an entry: what each found, or why it found nothing.

use super::Subject;
use super::facts::FactTold;
use crate::assess::checks::facts::{
    conflicting_facts::CONFLICTING_FACTS, fact_over_export::FACT_OVER_EXPORT,
    facts_row_unread::FACTS_ROW_UNREAD, older_fact_overruled::OLDER_FACT_OVERRULED,
    refusal_past::REFUSAL_PAST, refused_before::REFUSED_BEFORE,
};
use crate::assess::checks::filer::account_mismatch::ACCOUNT_MISMATCH;
use crate::assess::checks::filer::filer_code_mismatch::FILER_CODE_MISMATCH;
use crate::assess::checks::liquidation::{
    adcvd_pending::ADCVD_PENDING, liquidated_over_80_days::LIQUIDATED_OVER_80_DAYS,
};
use crate::assess::checks::payment::statement_unpaid::STATEMENT_UNPAID;
use crate::assess::checks::reconciliation::recon_before_phase_2::RECON_BEFORE_PHASE_2;
use crate::assess::checks::rows::conflicting_header::CONFLICTING_HEADER;
use crate::assess::checks::{ALL, Check, Verdict};
use crate::assess::{Route, unclear};
use crate::domain::{Field, Severity};
use serde::Serialize;

/// A check, and what it said of the entry.
#[derive(Debug, Clone, Serialize)]
pub struct CheckTold {
    /// Its code.
    pub code: &'static str,
    /// What a finding weighs.
    pub severity: &'static str,
    /// `block`, `review` or `info` if it found something; `unproved` if it could not be run for
    /// want of data; `no_data` if it finds nothing without its columns, which are not there;
    /// `not_applicable`; `unclear` if it found nothing and a cell it reads cannot be read or has a
    /// word nobody knows; else `passed`.
    pub outcome: &'static str,
    /// CBP's error label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cbp_label: Option<&'static str>,
    /// What was found, or what limits what it says.
    pub detail: String,
    /// The data it looked at.
    pub evidence: Vec<EvidenceTold>,
    /// Of an unproved one: what would settle it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_by: Option<&'static str>,
    /// Ids of the sources of the rule.
    pub sources: Vec<&'static str>,
}

/// A column that a check looks at.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceTold {
    /// The column.
    pub field: &'static str,
    /// What it says; empty if nothing.
    pub value: String,
    /// Where it says so.
    pub from: String,
}

/// Tells all checks, alphabetical by code.
pub(super) fn checks(of: &Subject<'_>, facts: &[FactTold]) -> Vec<CheckTold> {
    let mut found = of.assessed.findings.iter();
    let told = ALL.iter().enumerate().map(|(place, check)| {
        let finding = match of.assessed.found.holds(place) {
            true => found.next().map(|finding| finding.detail.as_str()),
            false => None,
        };
        one(of, facts, place, check, finding)
    });
    told.collect()
}

fn one(
    of: &Subject<'_>,
    facts: &[FactTold],
    place: usize,
    check: &'static Check,
    finding: Option<&str>,
) -> CheckTold {
    let assessed = of.assessed;
    let unproved = assessed.unproved.holds(place);
    let not_for = not_applicable(of, check);
    let is_there = |field: &Field| assessed.entry.has(*field);
    let (outcome, detail) = match (finding, unproved, not_for) {
        (Some(finding), _, _) => (check.severity.as_str(), finding.to_owned()),
        (None, true, _) => ("unproved", unproved_why(of, check)),
        (None, false, Some(why)) => ("not_applicable", why.to_owned()),
        (None, false, None)
            if check.severity != Severity::Block && !check.fields.iter().any(is_there) =>
        {
            ("no_data", "it finds nothing without its columns, which are not there".to_owned())
        }
        (None, false, None) => match unread(of, check) {
            fields if fields.is_empty() => ("passed", stated(of, place)),
            fields => (
                "unclear",
                format!(
                    "found nothing, which does not prove that nothing is there: {} cannot be read \
                     or has a word that is not known",
                    fields.join(", ")
                ),
            ),
        },
    };
    CheckTold {
        code: check.code,
        severity: check.severity.as_str(),
        outcome,
        cbp_label: check.label,
        detail,
        evidence: check.fields.iter().map(|field| evidence(of, facts, *field)).collect(),
        settled_by: check.settle.filter(|_| unproved),
        sources: check.sources.to_vec(),
    }
}

/// Why a check is not for this entry or this run.
fn not_applicable(of: &Subject<'_>, check: &'static Check) -> Option<&'static str> {
    let of_facts = [
        CONFLICTING_FACTS.code,
        FACT_OVER_EXPORT.code,
        FACTS_ROW_UNREAD.code,
        OLDER_FACT_OVERRULED.code,
        REFUSAL_PAST.code,
        REFUSED_BEFORE.code,
    ];
    let entry = &of.assessed.entry;
    let context = entry.context;
    if of_facts.contains(&check.code) && entry.fact.is_none() {
        return Some("no facts file names the entry");
    }
    if check.code == ACCOUNT_MISMATCH.code && matches!(context.route, Route::Broker(_)) {
        return Some("a broker submits");
    }
    if check.code == FILER_CODE_MISMATCH.code && matches!(context.route, Route::Importer(_)) {
        return Some("an importer submits");
    }
    let takes_flags = context.rules.phases.takes_recon_flags(context.as_of);
    (check.code == RECON_BEFORE_PHASE_2.code && takes_flags)
        .then_some("CAPE takes flagged entries since phase 2")
}

fn unproved_why(of: &Subject<'_>, check: &'static Check) -> String {
    match (check.run)(&of.assessed.entry) {
        Verdict::Clear => {
            "CBP refused the entry for it before, and no cell says that this has changed".to_owned()
        }
        _ if of.assessed.entry.context.route == Route::NotSaid
            && [ACCOUNT_MISMATCH.code, FILER_CODE_MISMATCH.code].contains(&check.code) =>
        {
            "it was not said who submits".to_owned()
        }
        _ => "the data that would tell is not there".to_owned(),
    }
}

/// The columns of a check that say something nobody can tell the meaning of.
fn unread(of: &Subject<'_>, check: &'static Check) -> Vec<&'static str> {
    if is_settled(of, check) {
        return Vec::new();
    }
    let unclear = unclear(&of.assessed.entry);
    let fields = check.fields.iter().filter(|field| unclear.contains(**field));
    fields.map(|field| field.name()).collect()
}

/// Whether a check rests on a cell that can be read, whatever the others say; or compares cells
/// without a need to know what they mean.
fn is_settled(of: &Subject<'_>, check: &'static Check) -> bool {
    let entry = &of.assessed.entry;
    let types = &entry.context.rules.entry_types;
    let is_dated = entry.liquidation.date.is_some();
    match check.code {
        code if code == CONFLICTING_HEADER.code => true,
        code if code == LIQUIDATED_OVER_80_DAYS.code => is_dated,
        code if code == STATEMENT_UNPAID.code => entry.facts.payment_date.is_some(),
        code if code == ADCVD_PENDING.code => {
            is_dated || entry.entry_type.as_ref().is_some_and(|kind| !types.is_adcvd(kind))
        }
        _ => false,
    }
}

/// What a check that passed rests on, if it is no cell.
fn stated(of: &Subject<'_>, place: usize) -> String {
    match of.assessed.settled.as_stated.holds(place) {
        true => "rests on a list that is said to be complete".to_owned(),
        false => String::new(),
    }
}

fn evidence(of: &Subject<'_>, facts: &[FactTold], field: Field) -> EvidenceTold {
    let told = |value: String, from: String| EvidenceTold { field: field.name(), value, from };
    if field == Field::EntryNumber {
        return told(of.rows.number.as_str().to_owned(), "the rows".to_owned());
    }
    if let Some(fact) = facts.iter().find(|fact| fact.field == field.name()) {
        return told(fact.value.clone(), fact.said());
    }
    match of.assessed.entry.has(field) {
        true => told(cells(of, field), "the rows".to_owned()),
        false => told(String::new(), "no such column".to_owned()),
    }
}

/// How many cells of a column are shown.
const SHOWN: usize = 6;

/// The cells of a column that are not blank, each spelling once.
fn cells(of: &Subject<'_>, field: Field) -> String {
    let mut cells: Vec<&str> = Vec::new();
    for row in of.sightings {
        let cell = row.cell(field);
        if !cell.is_empty() && !cells.contains(&cell) {
            cells.push(cell);
        }
    }
    let more = cells.len().saturating_sub(SHOWN);
    cells.truncate(SHOWN);
    match more {
        0 => cells.join(", "),
        more => format!("{} and {more} more", cells.join(", ")),
    }
}
