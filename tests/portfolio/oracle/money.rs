//! Contract section 4: the refund of one row.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::calendar::round_to_cent;
use super::registry::{FLOOR_CODES, Registry, family};
use super::rows::{Bin, IeepaRow, OtherRow};
use super::tariff::{ColumnOne, Tariff};
use super::values::{column_one_rate, heading, with_lost_zero};

/// What stands on the same line as a row. A line is known by its line number.
#[derive(Default)]
pub struct LineNeighbours {
    pub base: Option<OtherRow>,
    pub has_chapter_98: bool,
    /// Families of the exemption codes on the line.
    pub exempted_families: BTreeSet<String>,
}

/// Section 4, *Base row* and *Explained*, for one line of one entry.
pub fn neighbours(
    registry: &Registry,
    line: Option<u32>,
    kept: &[&IeepaRow],
    other: &[OtherRow],
) -> LineNeighbours {
    let Some(line) = line else {
        return LineNeighbours::default();
    };
    let on_line: Vec<&OtherRow> = other.iter().filter(|row| row.line == Some(line)).collect();
    let exemptions = kept.iter().filter(|row| row.line == Some(line)).filter_map(|row| {
        let (version, _) = registry.version(&row.heading, row.entry_date)?;
        (version.kind == "exemption").then(|| family(&version.program).to_string())
    });
    LineNeighbours {
        base: base_row(&on_line),
        has_chapter_98: on_line.iter().any(|row| row.is_chapter_98()),
        exempted_families: exemptions.collect(),
    }
}

/// "more than one: the lowest ordinal; copies collapse as in 3.4". Rows that neither rule tells
/// apart are taken in the order of 3.4 too.
fn base_row(on_line: &[&OtherRow]) -> Option<OtherRow> {
    on_line
        .iter()
        .filter(|row| row.is_base())
        .min_by_key(|row| {
            let ordinal = (row.ordinal.is_none(), row.ordinal);
            (
                ordinal,
                heading(&with_lost_zero(&row.tariff_number)),
                row.duty,
                row.value,
                // Not the input order: a copy that knows its rate decides, whichever came first.
                row.column_one_rate.is_empty(),
                row.column_one_rate.clone(),
            )
        })
        .map(|row| (*row).clone())
}

/// Figures and findings of one kept row.
#[derive(Clone, Debug, Default)]
pub struct RowMoney {
    pub program: String,
    pub kind: String,
    pub low: Decimal,
    pub high: Decimal,
    pub recomputed: Decimal,
    pub findings: BTreeSet<&'static str>,
}

/// What the money of a row depends on besides the row itself.
pub struct RowSurroundings<'a> {
    pub registry: &'a Registry,
    pub line: &'a LineNeighbours,
    pub entry_type: &'a str,
    pub column_one_fact: &'a str,
    pub tariff: Option<&'a Tariff>,
}

pub fn assess_row(row: &IeepaRow, around: &RowSurroundings) -> RowMoney {
    let mut money = RowMoney::default();
    let registered = around.registry.version(&row.heading, row.entry_date);
    if let Some((version, _)) = registered {
        money.program.clone_from(&version.program);
        money.kind.clone_from(&version.kind);
    }
    // Section 3.3: of the row findings an out-of-period row raises only this one.
    if row.bin == Bin::OutOfPeriod {
        if !row.duty.is_zero() {
            money.findings.insert("out-of-period-duty");
        }
        return money;
    }
    if row.value > Decimal::ZERO {
        money.findings.insert("value-on-chapter-99");
    }
    let Some((version, covered)) = registered else {
        money.findings.insert("unknown-ieepa-code");
        // "Negative duty counts as it stands, in both columns."
        money.low = row.duty.min(Decimal::ZERO);
        money.high = row.duty;
        return money;
    };
    if !covered {
        money.findings.insert("code-outside-its-window");
    }
    let origin =
        row.cells.get("country_of_origin").map(|text| text.to_uppercase()).unwrap_or_default();
    if !origin.is_empty() && !version.admits(&origin) {
        money.findings.insert("origin-outside-code");
    }
    let value = around
        .line
        .base
        .as_ref()
        .map(|base| base.value)
        .filter(|value| *value > Decimal::ZERO)
        .unwrap_or(row.value);
    let is_floor = FLOOR_CODES.contains(&row.heading.as_str());
    let is_split =
        is_floor && around.line.base.as_ref().is_some_and(|base| base.duty > Decimal::ZERO);
    let rate = version.rate_percent / Decimal::ONE_HUNDRED;
    (money.low, money.high) = (row.duty, row.duty);

    if version.kind != "duty" {
        if row.duty > Decimal::ZERO {
            money.findings.insert("duty-on-exemption");
        }
        return money;
    }
    if is_floor {
        if !is_split {
            money.findings.insert("floor-combined");
            let less = |rate: Decimal| round_to_cent(row.duty - rate * value);
            (money.low, money.high) = match column_one(row, around) {
                ColumnOne::Rate(rate) if value > Decimal::ZERO => (less(rate), less(rate)),
                // Which of the two comes off is open; a special rate that is none may take nothing.
                ColumnOne::GeneralOrSpecial(general, special) if value > Decimal::ZERO => {
                    let of_special = special.map_or(row.duty, less);
                    (less(general).min(of_special), less(general).max(of_special))
                }
                _ => (Decimal::ZERO, row.duty),
            };
        }
        // "a floor row not below 0"
        money.low = money.low.max(Decimal::ZERO);
        money.high = money.high.max(Decimal::ZERO);
    } else if row.duty.is_zero() && value > Decimal::ZERO {
        let explained = around.line.has_chapter_98
            || around.line.exempted_families.contains(family(&version.program))
            || around.entry_type == "23"
            || !covered;
        if !explained {
            money.findings.insert("zero-duty-on-duty-code");
            money.recomputed = round_to_cent(rate * value);
        }
    }
    // "Rate x value is a check": on rows with duty, and not on split floor rows, whose rate is another.
    if !row.duty.is_zero() && value > Decimal::ZERO && !is_split {
        let tolerance = Decimal::new(2, 2).max(row.duty.abs() * Decimal::new(5, 3));
        if (row.duty - rate * value).abs() > tolerance {
            money.findings.insert("duty-off-rate");
        }
    }
    money
}

/// "Column-1 rate: facts, then the base row's, then the IEEPA row's, then `--hts-rates`". The first
/// cell with any text decides; a text that is no rate makes the rate unknown.
fn column_one(row: &IeepaRow, around: &RowSurroundings) -> ColumnOne {
    let base = around.line.base.as_ref();
    let texts = [
        around.column_one_fact,
        base.map_or("", |base| base.column_one_rate.as_str()),
        row.cells.get("column1_rate").map_or("", String::as_str),
    ];
    match (texts.into_iter().find(|text| !text.is_empty()), base, around.tariff) {
        (Some(text), _, _) => column_one_rate(text).map_or(ColumnOne::Unknown, ColumnOne::Rate),
        (None, Some(base), Some(tariff)) => {
            let claims = [base.preference.as_str(), row.preference()];
            tariff.column_one(&row.heading, &base.tariff_number, &claims)
        }
        _ => ColumnOne::Unknown,
    }
}
