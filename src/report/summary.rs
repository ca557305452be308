//! `summary.json`: the totals, for machines.

use super::hts_rates::HtsRatesSummary;
use super::json::json_document;
use super::readiness::ReadinessSummary;
use super::run::{FactsUsed, InputReport};
use super::{OutputError, Report, Run, Staging};
use crate::domain::{Bin, EntryStatus, Lane, write_cents};
use crate::estimate::Amounts;
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) struct SummaryJson;

impl Report for SummaryJson {
    fn write(&self, run: &Run<'_>, staging: &mut Staging) -> Result<(), OutputError> {
        staging.write("summary.json", Summary::of(run).to_json().as_bytes())
    }
}

/// The content of `summary.json`. Money is text with two decimals.
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    as_of: String,
    rulebook: String,
    rates_extrapolated_from: Option<String>,
    inputs: &'a [InputReport],
    rows: Rows,
    duty: Duty,
    entries: EntryCounts,
    lanes: BTreeMap<&'static str, Lanes>,
    refund: Range,
    interest: Range,
    unproved: BTreeMap<&'static str, u64>,
    unproved_without_facts: BTreeMap<&'static str, u64>,
    /// Of what the facts settle: entries with a cell that cannot be read or a word not known.
    unclear_with_facts: BTreeMap<&'static str, u64>,
    findings: BTreeMap<&'static str, u64>,
    facts: &'a FactsUsed,
    warnings: Vec<&'a str>,
    hts_rates: Option<HtsRatesSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    readiness: Option<ReadinessSummary>,
}

#[derive(Debug, Serialize)]
struct Rows {
    read: u64,
    blank: u64,
    rejected: u64,
    other: u64,
    duplicate: u64,
    out_of_period: u64,
    counted: u64,
    other_unreadable: u64,
}

#[derive(Debug, Serialize)]
struct Duty {
    read: String,
    other: String,
    duplicate: String,
    out_of_period: String,
    counted: String,
}

#[derive(Debug, Serialize)]
struct EntryCounts {
    total: u64,
    eligible: u64,
    review: u64,
    blocked: u64,
    no_refund: u64,
    only_rejected: u64,
}

#[derive(Debug, Serialize)]
struct Lanes {
    entries: u64,
    refund_low: String,
    refund_high: String,
}

#[derive(Debug, Serialize)]
struct Range {
    low: String,
    high: String,
}

impl<'a> Summary<'a> {
    /// The summary of a run.
    pub fn of(run: &Run<'a>) -> Summary<'a> {
        let estimate = run.estimate;
        let tally = &run.tally;
        let bin = |bin| estimate.closing.of(bin);
        let lane = |lane: Lane| {
            let amounts: Amounts = estimate.lane(lane);
            let (low, high) = (money(amounts.refund_low), money(amounts.refund_high));
            (lane.as_str(), Lanes { entries: amounts.entries, refund_low: low, refund_high: high })
        };
        Summary {
            as_of: run.context.as_of.to_string(),
            rulebook: run.context.rules.version.to_string(),
            rates_extrapolated_from: estimate.rates_extrapolated_from.map(|d| d.to_string()),
            inputs: run.inputs,
            rows: Rows {
                read: tally.read,
                blank: tally.blank,
                rejected: tally.rejected,
                other: tally.other,
                duplicate: bin(Bin::Duplicate).0,
                out_of_period: bin(Bin::OutOfPeriod).0,
                counted: bin(Bin::Counted).0,
                other_unreadable: tally.other_unreadable,
            },
            duty: Duty {
                read: money(tally.duty_read),
                other: money(tally.duty_other),
                duplicate: money(bin(Bin::Duplicate).1),
                out_of_period: money(bin(Bin::OutOfPeriod).1),
                counted: money(bin(Bin::Counted).1),
            },
            entries: EntryCounts {
                total: estimate.total.entries,
                eligible: estimate.status(EntryStatus::Eligible).entries,
                review: estimate.status(EntryStatus::Review).entries,
                blocked: estimate.status(EntryStatus::Blocked).entries,
                no_refund: estimate.status(EntryStatus::NoRefund).entries,
                only_rejected: run.entries.only_rejected(),
            },
            lanes: Lane::ALL.iter().copied().map(lane).collect(),
            refund: Range {
                low: money(estimate.total.refund_low),
                high: money(estimate.total.refund_high),
            },
            interest: Range {
                low: money(estimate.total.interest_low),
                high: money(estimate.total.interest_high),
            },
            unproved: estimate.unproved.iter().map(|(check, a)| (check.code, a.entries)).collect(),
            unproved_without_facts: estimate
                .unproved_alone
                .iter()
                .map(|(check, a)| (check.code, a.entries))
                .collect(),
            unclear_with_facts: estimate
                .unclear
                .iter()
                .map(|(check, a)| (check.code, a.entries))
                .collect(),
            findings: estimate.findings.iter().map(|(check, a)| (check.code, a.entries)).collect(),
            facts: run.facts,
            warnings: run.remarks().collect(),
            hts_rates: run
                .context
                .hts_rates
                .map(|rates| HtsRatesSummary::of(rates, &run.estimate.hts_effect)),
            readiness: ReadinessSummary::of(run),
        }
    }

    /// The file's text.
    pub fn to_json(&self) -> String {
        // These types serialize without fail: string keys, no maps of other keys.
        json_document(self).unwrap_or_default()
    }
}

/// An amount as plain text.
pub(super) fn money(cents: i128) -> String {
    let mut out = Vec::with_capacity(16);
    write_cents(cents, &mut out);
    String::from_utf8(out).unwrap_or_default()
}
