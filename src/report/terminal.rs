//! What an analysis says on the terminal: the figures first, then what to do, then what is not
//! known.

use super::text::{Table, count, counted, dollars, plain, range, wrapped};
use super::{Run, cautions, hts_rates};
use crate::assess::Route;
use crate::assess::checks;
use crate::domain::{Bin, Day, Lane, LiquidationState, Severity};
use crate::estimate::{Amounts, Estimate, Group, GroupKey};
use crate::rulebook::{Confidence, Taxpayer};
use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// Rows a list shows before it says how many more there are.
const SHOWN: usize = 8;

/// The summary of a run, for people.
///
/// # Errors
/// None in practice: writing to a string cannot fail.
pub fn summary(run: &Run<'_>, out_dir: &str) -> Result<String, fmt::Error> {
    let mut out = String::new();
    head(run, &mut out)?;
    lanes(run, &mut out)?;
    groups(run, &mut out)?;
    super::readiness::section(run, &mut out)?;
    filers(run, &mut out)?;
    deadlines(run, &mut out)?;
    findings(run, &mut out)?;
    unproved(run, &mut out)?;
    ledger(run, &mut out)?;
    // What is taken as facts is told with the checks it settles.
    for warning in run.warnings {
        writeln!(out)?;
        out.push_str(&wrapped(&plain(warning), "Note: ", "  "));
    }
    writeln!(out, "\nReports: {}", plain(out_dir))?;
    Ok(out)
}

fn head(run: &Run<'_>, out: &mut String) -> fmt::Result {
    let context = run.context;
    let total = &run.estimate.total;
    writeln!(out, "IEEPA refund estimate as of {}", context.as_of)?;
    if let Some(text) = cautions::unread(run) {
        writeln!(out)?;
        out.push_str(&wrapped(&text, "Caution: ", "  "));
    }
    writeln!(
        out,
        "\n  Refund    {}\n  Interest  {}\n  in {} with {} of IEEPA duty paid",
        range(total.refund_low, total.refund_high),
        range(total.interest_low, total.interest_high),
        counted(total.entries, "entry", "entries"),
        dollars(total.duty_paid),
    )?;
    if let Some(text) = hts_rates::in_words(run) {
        out.push_str(&wrapped(&text, "  ", "  "));
    }
    out.push_str(&wrapped(&assumptions(run), "  ", "  "));
    if let Some(text) = uncertain_rates(run) {
        out.push_str(&wrapped(&text, "  ", "  "));
    }
    if let Some(day) = run.estimate.rates_extrapolated_from {
        writeln!(
            out,
            "  From {day} on no rate is published yet; the last known rate is used there."
        )?;
    }
    Ok(())
}

/// How interest is reckoned.
pub(super) fn assumptions(run: &Run<'_>) -> String {
    let context = run.context;
    let taxpayer = match context.taxpayer {
        Taxpayer::Corporate => "corporate",
        Taxpayer::NonCorporate => "non-corporate",
        Taxpayer::Gatt => "disputed GATT",
    };
    let basis = context.deposit_basis.as_str();
    let days = context.processing_days;
    format!(
        "Interest: {taxpayer} overpayment rate, compounded daily, from the payment date or else the \
         {basis} date, to {days} days after {} for what can be filed and to that day for the rest. \
         Estimates, not CBP's figures.",
        context.as_of
    )
}

/// Rates that no CBP notice read in full gives, in the quarters this run can touch.
pub(super) fn uncertain_rates(run: &Run<'_>) -> Option<String> {
    let rules = run.context.rules;
    let last = run.context.as_of.plus(run.context.processing_days);
    let quarters: Vec<String> = rules
        .interest
        .quarters()
        .iter()
        .filter(|q| q.first_day >= rules.period.start && q.first_day <= last)
        .filter(|q| q.provenance.confidence != Confidence::Primary)
        .map(|q| {
            let quarter = (q.first_day.month() - 1) / 3 + 1;
            format!("{}Q{quarter} ({})", q.first_day.year(), q.provenance.confidence)
        })
        .collect();
    (!quarters.is_empty())
        .then(|| format!("Rates not read in a CBP notice: {}.", quarters.join(", ")))
}

fn lanes(run: &Run<'_>, out: &mut String) -> fmt::Result {
    for text in [cautions::untimed(run), cautions::overdue(run)].into_iter().flatten() {
        writeln!(out)?;
        out.push_str(&wrapped(&text, "Caution: ", "  "));
    }
    writeln!(out, "\nWhat to do next")?;
    let mut table = Table::new(&["lane", ">entries", ">refund", ""]);
    for lane in Lane::ALL {
        let amounts = run.estimate.lane(*lane);
        if amounts.entries > 0 {
            let refund = range(amounts.refund_low, amounts.refund_high);
            table.row([
                lane.as_str().to_string(),
                count(amounts.entries),
                refund,
                advice(*lane).to_string(),
            ]);
        }
    }
    table.write(out)
}

/// What to do with the entries of a lane.
pub(super) const fn advice(lane: Lane) -> &'static str {
    match lane {
        Lane::FileNow => "nothing found by the checks that could run: upload declarations/",
        Lane::Review => "decide on the findings, then file with --include-review",
        Lane::OtherFiler => "the filer of the entry or its importer must file",
        Lane::FixThenFile => "correct what blocks it, then file",
        Lane::LaterPhase => "CAPE does not take it yet",
        Lane::Protest => "day 81-180: protest",
        Lane::Court => "over 180 days: CAPE is closed; ask counsel",
        Lane::Declared => "already on an accepted declaration",
        Lane::None => "nothing to get back",
    }
}

fn groups(run: &Run<'_>, out: &mut String) -> fmt::Result {
    let texts = run.entries.texts();
    let mut all = 0;
    let mut biggest: Vec<(&str, GroupKey, Group)> = Vec::with_capacity(SHOWN + 1);
    for (importer, key, group) in run.estimate.groups.sorted(|id| texts.text(id)) {
        all += 1;
        // Behind equal sums, so that these keep the order of groups.csv.
        let is_before = |other: &Group| other.all.refund_high >= group.all.refund_high;
        let at = biggest.partition_point(|(_, _, other)| is_before(other));
        biggest.insert(at, (importer, key, group));
        biggest.truncate(SHOWN);
    }
    if all == 0 {
        return Ok(());
    }
    writeln!(out, "\nBiggest payment groups (IOR + liquidation date)")?;
    let mut table = Table::new(&["importer", "liquidated", ">entries", ">refund", "last CAPE day"]);
    for (importer, key, group) in &biggest {
        let date = match (key.liquidation_date, key.state) {
            (Some(date), _) => date.to_string(),
            (None, LiquidationState::Liquidated) => "no date".to_string(),
            (None, state) => state.to_string(),
        };
        table.row([
            payee_text(importer, key, run),
            date,
            count(group.all.entries),
            range(group.all.refund_low, group.all.refund_high),
            group.cape_deadline.map(|d| d.to_string()).unwrap_or_default(),
        ]);
    }
    table.write(out)?;
    more(out, all, "groups.csv")
}

fn filers(run: &Run<'_>, out: &mut String) -> fmt::Result {
    let texts = run.entries.texts();
    if run.estimate.filers.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nWho may file: the filer of the entries, or the importer itself")?;
    let mut rows: Vec<(&str, &str, &Amounts)> = run
        .estimate
        .filers
        .iter()
        .map(|((filer, importer), amounts)| (filer.as_str(), texts.text(*importer), amounts))
        .collect();
    rows.sort_by_key(|(filer, importer, a)| (std::cmp::Reverse(a.refund_high), *filer, *importer));
    let mut table = Table::new(&["filer", "importer", ">entries", ">refund", ""]);
    for (filer, importer, amounts) in rows.iter().take(SHOWN) {
        let may = match &run.context.route {
            Route::NotSaid => "",
            Route::Broker(codes) if codes.iter().any(|c| c.eq_ignore_ascii_case(filer)) => "you",
            Route::Broker(_) => "not you",
            Route::Importer(own) => match own.iter().any(|i| i.key() == importer_key(importer)) {
                true => "you",
                false => "not you",
            },
        };
        table.row([
            if filer.is_empty() { "(bad number)".to_string() } else { plain(filer) },
            importer_text(importer),
            count(amounts.entries),
            range(amounts.refund_low, amounts.refund_high),
            may.to_string(),
        ]);
    }
    table.write(out)?;
    more(out, rows.len(), "entries.csv")
}

fn importer_key(importer: &str) -> compact_str::CompactString {
    crate::domain::ImporterNumber::read(importer.as_bytes()).map(|i| i.key()).unwrap_or_default()
}

fn deadlines(run: &Run<'_>, out: &mut String) -> fmt::Result {
    let show = |title: &str, days: &BTreeMap<Day, Amounts>, out: &mut String| {
        if days.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{title}")?;
        let mut table = Table::new(&["last day", ">days left", ">entries", ">refund"]);
        for (day, amounts) in days.iter().take(SHOWN) {
            table.row([
                day.to_string(),
                day.days_since(run.context.as_of).to_string(),
                count(amounts.entries),
                range(amounts.refund_low, amounts.refund_high),
            ]);
        }
        table.write(out)?;
        more(out, days.len(), "entries.csv")
    };
    show("Next CAPE deadlines (day 80)", &run.estimate.cape_deadlines, out)?;
    show("Next protest deadlines (day 180)", &run.estimate.protest_deadlines, out)
}

fn findings(run: &Run<'_>, out: &mut String) -> fmt::Result {
    if run.estimate.findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nFindings (capeprep rulebook check CODE explains each)")?;
    let mut table = Table::new(&["severity", "code", ">entries", ">refund up to"]);
    for severity in Severity::ALL {
        let of_severity = run.estimate.findings.iter().filter(|(c, _)| c.severity == *severity);
        for (check, amounts) in of_severity {
            table.row([
                severity.to_string(),
                check.code.to_string(),
                count(amounts.entries),
                dollars(amounts.refund_high),
            ]);
        }
    }
    table.write(out)
}

fn unproved(run: &Run<'_>, out: &mut String) -> fmt::Result {
    let Estimate { unproved, unproved_alone, unclear, as_stated, .. } = run.estimate;
    if run.estimate.total.entries == 0 {
        writeln!(out, "\nNo entry could be judged: every row was rejected or other (see Ledger).")?;
    } else if unproved.is_empty() {
        writeln!(out, "\nNothing is unproved: every check could be run on every entry.")?;
    } else {
        writeln!(out, "\nUnproved: these checks could not be run, so no entry has passed them")?;
    }
    let mut table = match run.facts.files.is_empty() {
        true => Table::new(&["check", ">entries", "what would settle it"]),
        false => Table::new(&["check", ">without -> with facts", "what would settle it"]),
    };
    for check in checks::ALL {
        let (before, after) = (unproved_alone.entries_of(check), unproved.entries_of(check));
        if before == 0 && after == 0 {
            continue;
        }
        let settle = check.settle.unwrap_or_default();
        let entries = match (run.facts.files.is_empty(), unclear.entries_of(check)) {
            (true, _) => count(after),
            (false, 0) => format!("{} -> {}", count(before), count(after)),
            (false, odd) => {
                format!("{} -> {} ({} unclear)", count(before), count(after), count(odd))
            }
        };
        let settle = match (after, as_stated.entries_of(check)) {
            (1.., _) => settle,
            (0, 0) => "settled by the facts",
            (0, stated) if stated == before => "as you state with --complete",
            (0, _) => "settled by the facts, and as you state with --complete",
        };
        table.row([check.code.to_string(), entries, settle.to_string()]);
    }
    if !unproved.is_empty() || !unproved_alone.is_empty() {
        table.write(out)?;
    }
    if !unclear.is_empty() {
        let text = "Unclear: the facts have a cell there that cannot be read, or a word that is not \
                    known. The check counts as run, and the entry is for review.";
        out.push_str(&wrapped(text, "  ", "  "));
    }
    for file in run.facts.files.iter().take(SHOWN) {
        let kind = file.kind.unwrap_or("facts by entry number");
        out.push_str(&wrapped(&format!("{}: {kind}", plain(&file.file)), "  Facts  ", "         "));
    }
    more(out, run.facts.files.len(), "summary.json")
}

fn ledger(run: &Run<'_>, out: &mut String) -> fmt::Result {
    let tally = &run.tally;
    writeln!(out, "\nLedger (closes)")?;
    let mut table = Table::new(&["bin", ">rows", ">duty"]);
    let mut row = |name: &str, rows: u64, duty: Option<i128>| {
        table.row([name.to_string(), count(rows), duty.map(dollars).unwrap_or_default()]);
    };
    row("read", tally.read, Some(tally.duty_read));
    for bin in Bin::ALL {
        let (rows, duty) = run.bin(*bin);
        row(&format!("- {}", bin.as_str().replace('_', " ")), rows, duty);
    }
    table.write(out)?;
    for text in cautions::beside_the_bins(run) {
        writeln!(out, "  {text}")?;
    }
    Ok(())
}

fn more(out: &mut String, all: usize, file: &str) -> fmt::Result {
    match all.checked_sub(SHOWN) {
        None | Some(0) => Ok(()),
        Some(rest) => writeln!(out, "  ... and {} more in {file}", count(rest as u64)),
    }
}

/// The importer, and who else is or may be paid.
fn payee_text(importer: &str, key: &GroupKey, run: &Run<'_>) -> String {
    let payee = key.payee.print(importer, run.context.parties, run.entries.texts());
    match payee.is_empty() || payee == importer {
        true => importer_text(importer),
        false if key.payee.is_known() => plain(&format!("{importer}, paid to {payee}")),
        false => format!("{}, payee unknown", importer_text(importer)),
    }
}

fn importer_text(importer: &str) -> String {
    if importer.is_empty() { "(no importer number)".to_string() } else { plain(importer) }
}
