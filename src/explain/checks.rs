//! All checks of an entry: what each found, or why it found nothing.

use super::Subject;
use super::facts::FactTold;
use crate::assess::Route;
use crate::assess::checks::facts::{
    conflicting_facts::CONFLICTING_FACTS, fact_over_export::FACT_OVER_EXPORT,
    facts_row_unread::FACTS_ROW_UNREAD, older_fact_overruled::OLDER_FACT_OVERRULED,
    refusal_past::REFUSAL_PAST, refused_before::REFUSED_BEFORE,
};
use crate::assess::checks::filer::account_mismatch::ACCOUNT_MISMATCH;
use crate::assess::checks::filer::filer_code_mismatch::FILER_CODE_MISMATCH;
use crate::assess::checks::reconciliation::recon_before_phase_2::RECON_BEFORE_PHASE_2;
use crate::assess::checks::{ALL, Check, Verdict};
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
    /// `not_applicable`; else `passed`.
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
        (None, false, None) => ("passed", limits(of, place)),
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
        _ => "the data that would tell is not there".to_owned(),
    }
}

/// What a check that passed rests on.
fn limits(of: &Subject<'_>, place: usize) -> String {
    let settled = &of.assessed.settled;
    if settled.unclear.holds(place) {
        return "rests on a cell that cannot be read or whose word is not known".to_owned();
    }
    match settled.as_stated.holds(place) {
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
    let from = match of.assessed.entry.has(field) {
        true => "the rows",
        false => "no such column",
    };
    told(String::new(), from.to_owned())
}
