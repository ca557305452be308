//! What the checks found, by what to do next, with the money behind it.

use super::check_page::{self, Part};
use crate::assess::checks::Check;
use crate::domain::{Lane, Severity};
use crate::estimate::{Amounts, Breakdown};
use crate::report::Run;
use crate::report::text::{count, counted, range};
use crate::report::titles;

/// Findings that lead to the same next step.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) title: String,
    pub(super) lead: String,
    /// The lanes that its entries wait in, with what they come to.
    pub(super) lane: String,
    pub(super) findings: Vec<Found>,
}

/// What a check found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) code: &'static str,
    pub(super) severity: &'static str,
    /// CBP's words for it; without such, the first words of its page.
    pub(super) label: String,
    pub(super) is_of_cbp: bool,
    pub(super) entries: String,
    pub(super) refund: String,
    pub(super) page: Vec<Part>,
    pub(super) sources: String,
    /// The biggest entries: number and refund.
    pub(super) biggest: Vec<(String, String)>,
    /// How many more there are.
    pub(super) more: String,
}

/// The findings of a run.
pub(super) fn steps(run: &Run<'_>, breakdown: &Breakdown) -> Vec<Step> {
    let mut steps = Vec::new();
    for lane in Lane::ALL {
        let of_lane =
            |check: &Check| check.severity == Severity::Block && check.lane == Some(*lane);
        let (title, lead) = match lane {
            Lane::Protest => (
                "Block: too late for CAPE".to_owned(),
                "Day 81 to 180 after liquidation: protest. After that CAPE is closed.",
            ),
            Lane::FixThenFile => ("Block: fix, then file".to_owned(), "Correct what blocks it."),
            Lane::OtherFiler => (
                "Block: somebody else files".to_owned(),
                "The filer of the entry or its importer must file.",
            ),
            Lane::LaterPhase => {
                ("Block: wait for a later phase".to_owned(), "CAPE does not take it yet.")
            }
            Lane::Declared => ("Block: filed already".to_owned(), "On an accepted declaration."),
            lane => (
                format!("Block: {}", titles::lane(*lane)),
                "CBP would refuse the entry or the file.",
            ),
        };
        let lanes: &[Lane] = match lane {
            Lane::Protest => &[Lane::Protest, Lane::Court],
            lane => std::slice::from_ref(lane),
        };
        push(&mut steps, run, breakdown, (title, lead, lanes), of_lane);
    }
    let no_lane = |check: &Check| check.severity == Severity::Block && check.lane.is_none();
    let lead = "CBP would refuse the entry or the file.";
    push(&mut steps, run, breakdown, ("Block".to_owned(), lead, &[]), no_lane);
    let lead = "A person decides on each before filing.";
    let review = ("Review: decide, then file".to_owned(), lead, &[Lane::Review][..]);
    push(&mut steps, run, breakdown, review, |check| check.severity == Severity::Review);
    let lead = "Worth knowing; it changes no lane.";
    let info = ("Info".to_owned(), lead, &[][..]);
    push(&mut steps, run, breakdown, info, |check| check.severity == Severity::Info);
    steps
}

fn push(
    steps: &mut Vec<Step>,
    run: &Run<'_>,
    breakdown: &Breakdown,
    (title, lead, lanes): (String, &str, &[Lane]),
    is_of_step: impl Fn(&Check) -> bool,
) {
    let mut found: Vec<(&'static Check, Amounts)> =
        run.estimate.findings.iter().filter(|(check, _)| is_of_step(check)).collect();
    if found.is_empty() {
        return;
    }
    found.sort_by_key(|(check, amounts)| (std::cmp::Reverse(amounts.refund_high), check.code));
    let findings = found.iter().map(|(check, amounts)| Found::of(check, amounts, breakdown));
    let lanes = lanes.iter().map(|lane| {
        let amounts = run.estimate.lane(*lane);
        let entries = counted(amounts.entries, "entry", "entries");
        let refund = range(amounts.refund_low, amounts.refund_high);
        format!("Lane \u{201c}{}\u{201d}: {entries}, {refund}.", titles::lane(*lane))
    });
    let lane = lanes.collect::<Vec<_>>().join(" ");
    steps.push(Step { title, lead: lead.to_owned(), lane, findings: findings.collect() });
}

impl Found {
    fn of(check: &'static Check, amounts: &Amounts, breakdown: &Breakdown) -> Found {
        let biggest = breakdown.biggest.of(check.code);
        let more = amounts.entries.saturating_sub(biggest.len() as u64);
        Found {
            code: check.code,
            severity: check.severity.as_str(),
            label: check_page::title(check),
            is_of_cbp: check.label.is_some(),
            entries: counted(amounts.entries, "entry", "entries"),
            refund: range(amounts.refund_low, amounts.refund_high),
            page: check_page::parts(check),
            sources: check.sources.join(", "),
            biggest: biggest
                .iter()
                .map(|entry| {
                    let refund = range(entry.amounts.refund_low, entry.amounts.refund_high);
                    (entry.number.to_string(), refund)
                })
                .collect(),
            more: if more > 0 { count(more) } else { String::new() },
        }
    }
}
