//! The interest of an entry, stretch by stretch.

use super::codes::SourceTold;
use super::facts::FactTold;
use super::{Inconsistent, Money, Subject};
use crate::assess::DepositBasis;
use crate::assess::interest::{Segment, growth, interest, segments};
use crate::domain::{Cents, Day, EntryStatus, Field};
use crate::rulebook::Taxpayer;
use rust_decimal::Decimal;
use serde::Serialize;

/// The interest of an entry.
#[derive(Debug, Clone, Serialize)]
pub struct InterestTold {
    /// The day it starts: the deposit.
    pub start: String,
    /// Why then.
    pub start_why: String,
    /// The file that tells the day it is reckoned from; empty if none does.
    #[serde(skip)]
    pub start_file: String,
    /// The day it ends.
    pub end: String,
    /// Why then.
    pub end_why: String,
    /// Whose rate it is.
    pub taxpayer: &'static str,
    /// The stretches; none if there is no interest.
    pub segments: Vec<SegmentTold>,
    /// The factor over all of them.
    pub factor: String,
    /// The lowest refund, on which the lowest interest is reckoned.
    pub principal_low: Money,
    /// The highest refund.
    pub principal_high: Money,
    /// Lowest interest.
    pub interest_low: Money,
    /// Highest interest.
    pub interest_high: Money,
    /// The arithmetic, or why there is none.
    pub arithmetic: Vec<String>,
}

/// A stretch of days under one rate within one calendar year.
#[derive(Debug, Clone, Serialize)]
pub struct SegmentTold {
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// Days in it.
    pub days: u32,
    /// Days of the year.
    pub days_in_year: u32,
    /// Yearly rate in per cent.
    pub rate_percent: String,
    /// (1 + rate / days of the year) ^ days.
    pub factor: String,
    /// The factor from the start up to its last day.
    pub cumulative_factor: String,
    /// First day of the quarter whose rate is used.
    pub quarter: String,
    /// Whether the rate is past the published table.
    pub extrapolated: bool,
    /// Where the rate comes from.
    #[serde(flatten)]
    pub source: SourceTold,
}

/// Tells the interest of an entry; an error if it is not what the estimate has.
pub(super) fn told(of: &Subject<'_>, facts: &[FactTold]) -> Result<InterestTold, Inconsistent> {
    let (assessed, entry) = (of.assessed, &of.assessed.entry);
    let context = entry.context;
    let (end, end_why) = end(of);
    let (start_why, start_file) = start_why(of, facts);
    let (low, high) = (entry.refund_low, entry.refund_high);
    let begins = entry.deposit.date.filter(|start| *start < end && high != Cents::ZERO);
    let mut told = InterestTold {
        start: entry.deposit.date.map(|day| day.to_string()).unwrap_or_default(),
        start_why,
        start_file,
        end: end.to_string(),
        end_why,
        taxpayer: context.taxpayer.as_str(),
        segments: Vec::new(),
        factor: "1".to_owned(),
        principal_low: low.into(),
        principal_high: high.into(),
        interest_low: assessed.interest_low.into(),
        interest_high: assessed.interest_high.into(),
        arithmetic: Vec::new(),
    };
    let Some(start) = begins else {
        let why = match (entry.deposit.date, high == Cents::ZERO) {
            (_, true) => "no refund, so no interest",
            (None, _) => "no day from which interest could start",
            _ => "interest has not begun on the day it is reckoned to",
        };
        told.arithmetic.push(why.to_owned());
        if (assessed.interest_low, assessed.interest_high) != (Cents::ZERO, Cents::ZERO) {
            return Err(of.inconsistent("interest without a stretch of days"));
        }
        return Ok(told);
    };
    let stretches = segments(start, end, &context.rules.interest, context.taxpayer);
    let mut product = Decimal::ONE;
    for segment in &stretches {
        product = product.checked_mul(segment.factor).unwrap_or(product);
        told.segments.push(stretch(of, segment, product));
    }
    told.factor = product.normalize().to_string();
    let grown = growth(start, end, &context.rules.interest, context.taxpayer);
    let reckon = |principal| grown.and_then(|grown| interest(principal, grown));
    let figures = [(low, assessed.interest_low), (high, assessed.interest_high)];
    if grown.is_none_or(|grown| grown + Decimal::ONE != product)
        || figures.iter().any(|(principal, known)| reckon(*principal) != Some(*known))
    {
        return Err(of.inconsistent("interest that its stretches do not give"));
    }
    let one = if low == high { 1 } else { 2 };
    told.arithmetic.extend(figures.iter().take(one).map(|(principal, known)| {
        let (principal, known) = (Money::from(*principal), Money::from(*known));
        let shown = product.round_dp(10);
        format!("{} x ({shown} - 1) = {}", principal.grouped(), known.grouped())
    }));
    Ok(told)
}

fn stretch(of: &Subject<'_>, segment: &Segment, product: Decimal) -> SegmentTold {
    let context = of.assessed.entry.context;
    let first = segment.after.plus(1);
    let quarters = context.rules.interest.quarters();
    let begun = quarters.iter().rev().find(|quarter| quarter.first_day <= first);
    let quarter = begun.or(quarters.first());
    let source = quarter.map(|quarter| {
        let source = SourceTold::of(&quarter.provenance);
        match context.taxpayer {
            Taxpayer::Gatt => SourceTold { confidence: quarter.gatt_confidence.as_str(), ..source },
            _ => source,
        }
    });
    SegmentTold {
        from: first.to_string(),
        to: segment.to.to_string(),
        days: segment.days,
        days_in_year: first.days_in_year(),
        rate_percent: Decimal::new(i64::from(segment.basis_points), 2).normalize().to_string(),
        factor: segment.factor.normalize().to_string(),
        cumulative_factor: product.normalize().to_string(),
        quarter: quarter.map(|quarter| quarter.first_day.to_string()).unwrap_or_default(),
        extrapolated: segment.extrapolated,
        source: source.unwrap_or(SourceTold {
            sources: Vec::new(),
            confidence: "unsourced",
            as_of: String::new(),
        }),
    }
}

/// Why it starts then, and the file that tells.
fn start_why(of: &Subject<'_>, facts: &[FactTold]) -> (String, String) {
    let entry = &of.assessed.entry;
    let windows = &entry.context.rules.windows;
    let known = |field: Field, what: &str| {
        let fact = facts.iter().find(|fact| fact.field == field.name());
        let place = fact.map(|fact| format!(" ({})", fact.said())).unwrap_or_default();
        let file = fact.and_then(FactTold::file).unwrap_or_default();
        (format!("{what}{place}"), file.to_owned())
    };
    if entry.facts.payment_date.is_some() {
        return known(Field::PaymentDate, "payment date");
    }
    match (entry.context.deposit_basis, entry.deposit.assumed) {
        (DepositBasis::Entry, _) => known(Field::EntryDate, "no payment date, so the entry date"),
        (DepositBasis::Summary, false) => {
            known(Field::SummaryDate, "no payment date, so the entry summary date")
        }
        (DepositBasis::Summary, true) => {
            let days = windows.summary_default_days;
            let what = format!("no payment or summary date, so {days} days after the entry date");
            known(Field::EntryDate, &what)
        }
        (DepositBasis::MonthlyStatement, _) => {
            let nth = windows.monthly_statement_working_day;
            let what = format!(
                "no payment date, so working day {nth} of the month after the entry date's"
            );
            known(Field::EntryDate, &what)
        }
    }
}

fn end(of: &Subject<'_>) -> (Day, String) {
    let assessed = of.assessed;
    let context = assessed.entry.context;
    let (end, as_of) = (assessed.interest_end, context.as_of);
    let open = matches!(assessed.status, EntryStatus::Eligible | EntryStatus::Review);
    let why = if open && end == as_of.plus(context.processing_days) {
        format!("{as_of} and {} days in which CBP pays", context.processing_days)
    } else if open {
        "paid when it liquidates, on a day nobody knows: accrued so far".to_owned()
    } else {
        format!("status {}: accrued so far", assessed.status)
    };
    (end, why)
}
