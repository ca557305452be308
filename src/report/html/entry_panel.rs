//! A flagged entry: what is known of it, what was found, and how to see every row.

use super::titles;
use super::words::{self, Words};
use crate::assess::{DepositBasis, Route};
use crate::estimate::{Breakdown, FlaggedEntry};
use crate::report::Run;
use crate::report::text::{dollars, range};
use crate::rulebook::Taxpayer;

/// Characters of inputs and options that each panel repeats at most.
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
    let rest = inputs_and_options(run);
    // A command of many files stands once, above the panels.
    let rest = (rest.len() <= LONGEST && !run.is_masked).then_some(rest.as_str());
    let entries = breakdown.biggest.all().into_iter();
    entries.map(|entry| Panel::of(run, entry, rest)).collect()
}

/// What follows the entry number in the command that shows an entry: the inputs and the options of
/// this run that bear on it.
pub(super) fn inputs_and_options(run: &Run<'_>) -> String {
    let context = run.context;
    let mut words: Vec<String> = run.inputs.iter().map(|input| quoted(&input.file)).collect();
    // The members of an archive and the sheets of a workbook lie in one file.
    words.dedup();
    words.push(format!("--as-of {}", context.as_of));
    let mut facts: Vec<String> =
        run.facts.files.iter().map(|facts| format!("--facts {}", quoted(&facts.file))).collect();
    facts.dedup();
    words.extend(facts);
    match &context.route {
        Route::NotSaid => {}
        Route::Broker(codes) => {
            words.extend(codes.iter().map(|code| format!("--filer-code {}", quoted(code))));
        }
        Route::Importer(own) => {
            words.extend(own.iter().map(|number| format!("--importer {}", quoted(&number.key()))));
        }
    }
    if context.taxpayer != Taxpayer::Corporate {
        words.push(format!("--taxpayer {}", context.taxpayer));
    }
    if context.deposit_basis != DepositBasis::default() {
        words.push(format!("--deposit-basis {}", context.deposit_basis.as_str()));
    }
    if context.processing_days != context.rules.windows.processing_days {
        words.push(format!("--processing-days {}", context.processing_days));
    }
    words.extend(context.hts_rates.map(|rates| format!("--hts-rates {}", quoted(&rates.name))));
    words.join(" ")
}

/// A word of a command, in quotation marks where a shell wants them.
pub(super) fn quoted(word: &str) -> String {
    let word = words::sentence(word);
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:\\".contains(c);
    if word.chars().all(is_plain) { word } else { format!("\"{word}\"") }
}

impl Panel {
    /// What shows every row and rule of it, with all inputs and options.
    pub(super) fn whole_command(&self, run: &Run<'_>) -> String {
        format!("capeprep explain {} {}", quoted(&self.number), inputs_and_options(run))
    }

    fn of(run: &Run<'_>, entry: &FlaggedEntry, rest: Option<&str>) -> Panel {
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
            command: rest.map(|rest| {
                format!("capeprep explain {} {rest}", quoted(&entry.number.to_string()))
            }),
        }
    }
}
