//! What would change what is said of an entry: findings mended, data brought, time passing.

use super::Subject;
use crate::assess::checks::Check;
use crate::assess::money::RefundCase;
use crate::assess::{Column1Basis, Entry};
use crate::domain::{Day, Field, Lane, LiquidationState, Severity};
use serde::Serialize;

/// Something that would change it.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeTold {
    /// `finding` (mend what a check found), `unproved` (bring what is missing), `range` (bring a
    /// rate), or `time`.
    pub kind: &'static str,
    /// The check it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// The day on which it changes by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Whether that day is counted from a liquidation that is only expected.
    pub estimated: bool,
    /// What to do, or what happens.
    pub what: String,
}

/// Tells what would change an entry: blocks, reviews, what is unproved, ranges, then days.
pub(super) fn changes(of: &Subject<'_>) -> Vec<ChangeTold> {
    let assessed = of.assessed;
    let mut changes = Vec::new();
    for severity in [Severity::Block, Severity::Review] {
        let found = assessed.found.checks().filter(|check| check.severity == severity);
        changes.extend(found.map(|check| ChangeTold {
            kind: "finding",
            code: Some(check.code),
            date: None,
            estimated: false,
            what: what_to_do(check),
        }));
    }
    changes.extend(assessed.unproved.checks().map(|check| ChangeTold {
        kind: "unproved",
        code: Some(check.code),
        date: None,
        estimated: false,
        what: format!("bring {}", check.settle.unwrap_or("the columns it reads")),
    }));
    changes.extend(range(&assessed.entry));
    // What is declared or gives nothing back waits for no clock.
    let waits = !matches!(assessed.lane, Lane::None | Lane::Declared);
    let mut days = if waits { days(of) } else { Vec::new() };
    days.sort();
    changes.extend(days.into_iter().map(|(day, what, estimated)| ChangeTold {
        kind: "time",
        code: None,
        date: Some(day.to_string()),
        estimated,
        what,
    }));
    changes
}

/// The section of a check's page that says what to do, as one paragraph.
fn what_to_do(check: &Check) -> String {
    let lines = check.page.lines().map(str::trim);
    let section = lines.skip_while(|line| *line != "## What to do").skip(1);
    let section = section.take_while(|line| !line.starts_with("## "));
    section.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What would make a range one figure.
fn range(entry: &Entry<'_>) -> Option<ChangeTold> {
    let open = |row: &&crate::assess::AssessedRow<'_>| row.case == RefundCase::FloorUnknown;
    let row = entry.counted().find(open)?;
    let what = match row.column1 {
        Column1Basis::NoRate => {
            "bring the tariff with --hts-rates (exported at hts.usitc.gov, the edition of the entry \
             date), or a column1_rate with --facts: the refund then is one figure where the rate is \
             a plain one"
        }
        Column1Basis::NoValue => "bring a report with the value of the goods row",
        Column1Basis::Preference(..) => {
            "stays a range until CBP says whether the general or the special rate comes off"
        }
        _ => "a column1_rate with --facts makes the refund one figure, if the lines share a rate",
    };
    let (kind, what) = ("range", what.to_owned());
    Some(ChangeTold { kind, code: None, date: None, estimated: false, what })
}

/// Days to come on which something changes by itself: the day, what happens, and whether the day is
/// an estimate.
fn days(of: &Subject<'_>) -> Vec<(Day, String, bool)> {
    let entry = &of.assessed.entry;
    let context = entry.context;
    let (as_of, rules, windows) = (context.as_of, context.rules, &context.rules.windows);
    let liquidation = &entry.liquidation;
    let mut known: Vec<(Day, String)> = Vec::new();
    let mut estimated: Vec<(Day, String)> = Vec::new();
    if let Some(date) = liquidation.date {
        let (closing, last_days) = (windows.closing_from, windows.last_days_from);
        known.push((date.plus(closing), format!("day {closing}: window-closing")));
        known.push((
            date.plus(last_days),
            format!("day {last_days}: window-last-days, file that day"),
        ));
        known.extend(ends(of, date));
    }
    if let Some(projected) = liquidation.projected {
        let what =
            format!("expected to liquidate; then the {} days of CAPE begin", windows.cape_days);
        estimated.push((projected, what));
        estimated.extend(ends(of, projected));
    }
    if liquidation.state == LiquidationState::Held
        && let Some(date) = liquidation.future
    {
        known.push((date, "liquidates, as the export says; then the clocks run".to_owned()));
    }
    let rule = entry.entry_type.as_ref().and_then(|code| rules.entry_types.get(code));
    if let Some((rule, from)) = rule.and_then(|rule| Some((rule, rule.excluded_from?))) {
        known.push((
            from,
            format!("CAPE refuses entry type {} ({}) from this day", rule.code, rule.name),
        ));
    }
    if entry.says_yes(Field::ReconFlag) && !rules.phases.takes_recon_flags(as_of) {
        let phase = rules.phases.iter().find(|phase| rules.phases.takes_recon_flags(phase.starts));
        known.extend(phase.map(|phase| (phase.starts, format!("{}: {}", phase.name, phase.adds))));
    }
    if let Some(date) = entry.facts.payment_date {
        known.push((date, "the payment date comes".to_owned()));
    }
    let known = known.into_iter().map(|(day, what)| (day, what, false));
    let estimated = estimated.into_iter().map(|(day, what)| (day, what, true));
    known.chain(estimated).filter(|(day, ..)| *day > as_of).collect()
}

/// The days after the last of CAPE and of the protest right, for an entry liquidated on that day.
fn ends(of: &Subject<'_>, liquidated: Day) -> [(Day, String); 2] {
    let windows = &of.assessed.entry.context.rules.windows;
    let (cape, protest) = (windows.cape_days + 1, windows.protest_days + 1);
    let (after_cape, after_protest) = match of.is_protested() {
        false => (
            "CAPE does not take it any more; lane protest",
            "the protest right is over; lane court",
        ),
        true => (
            "CAPE does not take it any more; the open protest goes on",
            "too late for another protest; the one that is open does not end then",
        ),
    };
    [
        (liquidated.plus(cape), format!("day {cape}: {after_cape}")),
        (liquidated.plus(protest), format!("day {protest}: {after_protest}")),
    ]
}
