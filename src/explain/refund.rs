//! What a kept row gives back: the rule, and the arithmetic.

use super::Money;
use crate::assess::checks::duty::floor_combined;
use crate::assess::money::RefundCase;
use crate::assess::{AssessedRow, Column1Basis, Entry};
use crate::domain::Cents;
use serde::Serialize;

/// What a kept row gives back.
#[derive(Debug, Clone, Serialize)]
pub struct RefundTold {
    /// Its tariff number, as `lines.csv` prints it.
    pub hts: String,
    /// Its heading, with dots.
    pub heading: String,
    /// The program of the heading; empty if the registry does not have it.
    pub program: String,
    /// What the heading does; empty if the registry does not have it.
    pub kind: &'static str,
    /// The rate of the registry on its date.
    pub rate: String,
    /// First entry date of the version of the registry that is used.
    pub version_from: String,
    /// The duty of the row.
    pub duty: Money,
    /// The value of the row itself.
    pub row_value: Money,
    /// The goods value that rates are of: that of the goods row, else of the row itself.
    pub value: Money,
    /// The rule that gave the refund.
    pub rule: &'static str,
    /// The rule with its figures.
    pub arithmetic: String,
    /// Of a floor code: the column-1 rate and from where it is known, or why it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column1: Option<String>,
    /// Lowest refund.
    pub refund_low: Money,
    /// Highest refund.
    pub refund_high: Money,
    /// What rate x value would give on a row without duty; in no refund.
    pub recomputed: Money,
    /// What rate x value gives, where the duty is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_duty: Option<Money>,
}

/// Tells what a kept row gives back.
pub(super) fn refund(entry: &Entry<'_>, row: &AssessedRow<'_>) -> RefundTold {
    let registry = &entry.context.rules.registry;
    let kept = &row.kept.row;
    RefundTold {
        hts: kept.hts.to_string(),
        heading: kept.hts.heading().dotted(),
        program: row.code.map(|code| registry.program_of(code).name.clone()).unwrap_or_default(),
        kind: row.nearest.map_or("", |version| version.kind.as_str()),
        rate: row.nearest.map(|version| version.rate.to_string()).unwrap_or_default(),
        version_from: row.nearest.map(|version| version.from.to_string()).unwrap_or_default(),
        duty: kept.duty.into(),
        row_value: kept.value.into(),
        value: row.value.into(),
        rule: rule(row.case),
        arithmetic: arithmetic(entry, row),
        column1: floor_combined::told(entry, row),
        refund_low: row.low.into(),
        refund_high: row.high.into(),
        recomputed: row.recomputed.into(),
        expected_duty: row.off_rate.map(Money::from),
    }
}

const fn rule(case: RefundCase) -> &'static str {
    match case {
        RefundCase::NotCounted => "not_counted",
        RefundCase::Declared => "declared",
        RefundCase::FloorCombined { .. } => "floor_combined",
        RefundCase::FloorSplit => "floor_split",
        RefundCase::FloorUnknown => "floor_unknown",
        RefundCase::Exempt => "exempt",
        RefundCase::DutyOnExemption => "duty_on_exemption",
        RefundCase::UnknownCode => "unknown_code",
        RefundCase::ZeroDuty => "zero_duty",
    }
}

/// What rate x value says of a declared duty.
fn checked(entry: &Entry<'_>, row: &AssessedRow<'_>) -> String {
    let (duty, value) = (row.kept.row.duty, row.value);
    let Some(rate) = row.nearest.map(|version| version.rate).filter(|_| value > Cents::ZERO) else {
        return String::new();
    };
    if duty == Cents::ZERO {
        let types = &entry.context.rules.entry_types;
        let is_temporary = |code| types.is_temporary_import(code);
        return match entry.entry_type.as_ref().is_some_and(is_temporary) {
            true => ", as a temporary importation bears none",
            false if row.version.is_none() => ", as the heading was not in force",
            false => ", as an exemption or a chapter 98 number on the line explains",
        }
        .to_owned();
    }
    let expected = rate.of(value);
    let value = Money::from(value).grouped();
    if expected == duty {
        return format!("; {rate} x {value} agrees with it");
    }
    let expected = Money::from(expected).grouped();
    match row.off_rate {
        Some(_) => format!("; {rate} x {value} = {expected}, which only checks it"),
        None => format!("; {rate} x {value} = {expected} is near enough"),
    }
}

fn arithmetic(entry: &Entry<'_>, row: &AssessedRow<'_>) -> String {
    let grouped = |cents| Money::from(cents).grouped();
    let (duty, value) = (grouped(row.kept.row.duty), grouped(row.value));
    let (low, high) = (grouped(row.low), grouped(row.high));
    let rate = row.nearest.map(|version| version.rate);
    match row.case {
        RefundCase::NotCounted => "outside the tariff period: in no refund".to_owned(),
        RefundCase::Declared => format!("duty {duty} as declared{}", checked(entry, row)),
        RefundCase::FloorCombined { column1, value } => {
            let refund = format!("duty {duty} - {column1} x {} = {high}", grouped(value));
            match row.high.0 {
                0 => format!("{refund}, not below 0.00"),
                _ => refund,
            }
        }
        RefundCase::FloorSplit => {
            format!("duty {high} as declared: the goods row bears the column-1 duty")
        }
        RefundCase::FloorUnknown => match row.column1 {
            Column1Basis::Preference(_, _, general, Some(special)) => format!(
                "duty {duty} less {general} or {special} of {value}: between {low} and {high}"
            ),
            Column1Basis::Preference(_, _, general, None) => format!(
                "duty {duty} less {general} of {value}, or less nothing: between {low} and {high}"
            ),
            _ => format!("duty {duty} less a column-1 part that is not known: {low} to {high}"),
        },
        RefundCase::Exempt => "no duty on a heading that bears none: nothing comes back".to_owned(),
        RefundCase::DutyOnExemption => format!("duty {duty} on a heading that bears none"),
        RefundCase::UnknownCode => {
            format!("duty {duty} on a heading that is not in the registry: {low} to {high}")
        }
        RefundCase::ZeroDuty => format!(
            "duty 0.00, nothing in the refund; {} x {value} = {} for comparison",
            rate.map(|rate| rate.to_string()).unwrap_or_default(),
            grouped(row.recomputed)
        ),
    }
}
