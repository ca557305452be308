//! A flagged entry: what is known of it, what was found, and how to see every row.

use super::command;
use super::words::{self, Words};
use crate::estimate::{Breakdown, FlaggedEntry};
use crate::report::Run;
use crate::report::text::{dollars, range};
use crate::report::titles;

/// Characters of a command that each panel repeats at most; a longer one stands once, above the
/// panels.
const LONGEST: usize = 400;

/// The panel of an entry.
#[derive(Debug, Clone)]
pub(super) struct Panel {
    pub(super) number: String,
    pub(super) importer: String,
    pub(super) name: String,
    /// A plain title.
    pub(super) lane: &'static str,
    pub(super) status: &'static str,
    pub(super) refund: String,
    pub(super) interest: String,
    pub(super) duty: String,
    /// The other facts: what, and which.
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) findings: Vec<Finding>,
    /// Codes of block checks that could not be run.
    pub(super) unproved: String,
    /// What shows every row and rule of it; `None` where the page has said so once.
    pub(super) command: Option<String>,
}

/// A finding of an entry.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) code: &'static str,
    pub(super) severity: &'static str,
    pub(super) detail: Vec<Words>,
}

/// The panels of a run, the biggest entry first.
pub(super) fn panels(run: &Run<'_>, breakdown: &Breakdown) -> Vec<Panel> {
    let entries = breakdown.biggest.all().into_iter();
    entries.map(|entry| Panel::of(run, entry)).collect()
}

impl Panel {
    fn of(run: &Run<'_>, entry: &FlaggedEntry) -> Panel {
        let amounts = &entry.amounts;
        let liquidation = &entry.liquidation;
        let mut facts = Vec::new();
        let mut day = |name: &'static str, day: Option<crate::domain::Day>| {
            facts.extend(day.map(|day| (name, day.to_string())));
        };
        day("entry date", entry.entry_date);
        day("liquidated", liquidation.date);
        day("liquidation in the export, still to come", liquidation.future);
        day(
            "liquidation, estimated",
            liquidation.projected.filter(|_| liquidation.future.is_none()),
        );
        day("day 80, last CAPE day", liquidation.cape_deadline);
        day("day 180, last protest day", liquidation.protest_deadline);
        day("interest from", entry.deposit_date);
        day("interest to", Some(entry.interest_end));
        if let Some(kind) = &entry.entry_type {
            facts.insert(0, ("entry type", words::shown(&kind.to_string())));
        }
        facts.push(("state", liquidation.state.to_string()));
        let unproved: Vec<&str> = entry.unproved.checks().map(|check| check.code).collect();
        Panel {
            number: entry.number.to_string(),
            importer: words::importer(&entry.importer),
            name: words::shown(run.entries.texts().text(entry.importer_name)),
            lane: titles::lane(entry.lane),
            status: entry.status.as_str(),
            refund: range(amounts.refund_low, amounts.refund_high),
            interest: range(amounts.interest_low, amounts.interest_high),
            duty: dollars(amounts.duty_paid),
            facts,
            findings: entry
                .findings
                .iter()
                .map(|finding| Finding {
                    code: finding.check.code,
                    severity: finding.check.severity.as_str(),
                    detail: words::spans(&finding.detail),
                })
                .collect(),
            unproved: unproved.join(", "),
            command: command::entry(run, &entry.number.to_string())
                .filter(|command| command.len() <= LONGEST),
        }
    }
}
