//! `clocks.csv`: what is overdue and what expires when.

use crate::report::cell::RowWriter;
use crate::report::{OutputError, Staging};
use crate::rulebook::{Rulebook, Step};
use crate::track::clocks::{Clock, ClockKind, FromBasis};

/// Its header.
pub const HEADER: &str = "kind,importer_number,from_date,due_date,days_over_or_left,entries,amount,\
    what_to_do,source,basis,possible_delinquency_periods\n";

/// Writes the table.
///
/// # Errors
/// It cannot be written.
pub fn write_clocks(
    rules: &Rulebook,
    clocks: &[Clock],
    staging: &mut Staging,
) -> Result<(), OutputError> {
    let mut file = staging.create("clocks.csv")?;
    file.write(HEADER.as_bytes())?;
    let sources: Vec<(ClockKind, String)> =
        ClockKind::ALL.iter().map(|kind| (*kind, source(rules, *kind))).collect();
    let mut out = Vec::new();
    for clock in clocks {
        out.clear();
        let source = sources.iter().find(|(kind, _)| *kind == clock.kind);
        // What is over counts up, what is left counts below 0.
        let over = clock.days_left.map(|days| (-days).to_string());
        let periods = clock.delinquency_periods.filter(|periods| *periods > 0);
        RowWriter::new(&mut out)
            .word(clock.kind.as_str())
            .text(&clock.party)
            .day(clock.from)
            .day(clock.due)
            .word(&over.unwrap_or_default())
            .number(clock.entries)
            .wide_cents(clock.amount)
            .text(what_to_do(clock))
            .word(source.map_or("", |(_, source)| source))
            .word(clock.basis.as_str())
            .number_or_blank(periods.and_then(|periods| u64::try_from(periods).ok()))
            .end();
        file.write(&out)?;
    }
    staging.close(file)
}

/// What stands behind a clock: the sources of its rule.
fn source(rules: &Rulebook, kind: ClockKind) -> String {
    let setting = |key: &str| {
        let found = rules.settings().iter().find(|setting| setting.key == key);
        found.map(|setting| setting.provenance.to_string()).unwrap_or_default()
    };
    let step = |step: Step| {
        let found = rules.setup_steps.get(step);
        found.map(|step| step.provenance.to_string()).unwrap_or_default()
    };
    match kind {
        ClockKind::Liquidation => setting("tracking.liquidation_overdue_days"),
        ClockKind::Payment => setting("tracking.payment_overdue_days"),
        ClockKind::Refund => setting("tracking.refund_overdue_days"),
        ClockKind::WaitsForLiquidation => setting("windows.processing_days"),
        ClockKind::Held => step(Step::AchRefund),
        ClockKind::Returned => step(Step::UsBank),
        ClockKind::CapeRejected | ClockKind::CapeNotFiled => setting("windows.cape_days"),
        ClockKind::ProtestDisputed
        | ClockKind::Protest
        | ClockKind::ProtestRejected
        | ClockKind::ProtestNotFiled => setting("windows.protest_days"),
        ClockKind::PscRejected => "cape-rules:S51".to_owned(),
    }
}

/// What to do about a clock, in words.
fn what_to_do(clock: &Clock) -> &'static str {
    let over = clock.is_over();
    let projected = clock.basis == FromBasis::Projected;
    match clock.kind {
        ClockKind::Liquidation if over => {
            "Overdue by CBP's own account: look the entries up in ES-022 and ES-701, then write to \
             IEEPARefunds@cbp.dhs.gov with the claim number"
        }
        ClockKind::Liquidation => "Wait: CBP is to liquidate or reliquidate",
        ClockKind::Payment if over => {
            "Overdue (19 USC 1505(b)): look for the refund in REV-603 and REV-613, then write to \
             IEEPARefunds@cbp.dhs.gov; delinquency interest is possible by 30-day periods \
             (19 USC 1505(d))"
        }
        ClockKind::Payment => {
            "Wait: CBP is to pay by this day, counted from the (re)liquidation (19 USC 1505(b))"
        }
        ClockKind::Refund if over => {
            "The whole way took longer than CBP says: see which part is overdue, then write to \
             IEEPARefunds@cbp.dhs.gov"
        }
        ClockKind::Refund => "Wait: by CBP's own account the whole way takes until about this day",
        ClockKind::WaitsForLiquidation => {
            "Nothing: suspended, extended or under review, and paid when it liquidates"
        }
        ClockKind::Held => {
            "Enter the bank data of the payee on the ACH Refund Authorization tab in ACE; CBP holds \
             the refund until then (REV-613)"
        }
        ClockKind::Returned => {
            "Mend the bank data of the payee in ACE and ask CBP to pay again: the bank sent it back"
        }
        ClockKind::ProtestDisputed if over => {
            "The protest right is over: ask counsel about the part in dispute"
        }
        ClockKind::ProtestDisputed => {
            "Decide on a protest of the part in dispute (payments.csv and interest.csv say why) \
             before this day"
        }
        ClockKind::Protest => "Nothing is in dispute; the protest right ends on this day",
        ClockKind::PscRejected => {
            "Send the post summary correction before this day (refile/refile.csv), and file the \
             entry again after"
        }
        ClockKind::CapeRejected | ClockKind::CapeNotFiled if projected => {
            "An estimate, if it liquidated as projected: pull ES-003 again, and file before this day"
        }
        ClockKind::CapeRejected => {
            "File again before this day what can go again (refile/refile.csv)"
        }
        ClockKind::ProtestRejected => {
            "Refused, and liquidated with its duty: decide on a protest before this day"
        }
        ClockKind::CapeNotFiled => "File before this day (refile/never_filed.csv, entries.csv)",
        ClockKind::ProtestNotFiled => {
            "Not filed, and liquidated with its duty: decide on a protest before this day"
        }
    }
}
