//! Quarterly interest rates on customs refunds.

use super::error::RulebookError;
use super::provenance::{Confidence, Provenance};
use super::sources::Sources;
use super::table::{Row, Table};
use crate::domain::{Day, vocabulary};

pub(super) const FILE: &str = "interest_rates.csv";

vocabulary! {
    /// Whose overpayment rate applies.
    Taxpayer {
        /// A corporation.
        Corporate = "corporate",
        /// Anybody else.
        NonCorporate = "non-corporate",
        /// A corporation under the reduced rate for large tax overpayments. Disputed for customs.
        Gatt = "gatt",
    }
}

/// The rates of a quarter, in basis points a year.
#[derive(Debug, Clone)]
pub struct Quarter {
    /// Its first day.
    pub first_day: Day,
    /// Overpayments of corporations.
    pub corporate: u32,
    /// Overpayments of others.
    pub non_corporate: u32,
    /// Underpayments.
    pub underpayment: u32,
    /// The reduced rate for corporations.
    pub gatt: u32,
    /// How sure the reduced rate is.
    pub gatt_confidence: Confidence,
    /// Where the rates come from; the confidence is that of the corporate rate.
    pub provenance: Provenance,
}

impl Quarter {
    /// The overpayment rate in basis points a year.
    pub fn rate(&self, taxpayer: Taxpayer) -> u32 {
        match taxpayer {
            Taxpayer::Corporate => self.corporate,
            Taxpayer::NonCorporate => self.non_corporate,
            Taxpayer::Gatt => self.gatt,
        }
    }
}

/// The quarters, oldest first, without a gap; never empty.
#[derive(Debug, Clone)]
pub struct InterestRates(Vec<Quarter>);

impl InterestRates {
    pub(super) fn read(text: &str, sources: &Sources) -> Result<InterestRates, RulebookError> {
        let columns = &[
            "quarter",
            "corporate",
            "non_corporate",
            "underpayment",
            "gatt",
            "gatt_confidence",
            "source",
            "confidence",
            "as_of",
        ];
        let mut quarters: Vec<Quarter> = Vec::new();
        for row in Table::read(FILE, text, columns)?.rows() {
            let quarter = read_quarter(&row, sources)?;
            if let Some(above) = quarters.last() {
                let next = above.first_day.next_quarter();
                if quarter.first_day != next {
                    return Err(row.wrong("quarter", &format!("{next}: no gap, no overlap")));
                }
            }
            quarters.push(quarter);
        }
        if quarters.is_empty() {
            return Err(RulebookError::Missing { file: FILE, what: "every quarter".to_owned() });
        }
        Ok(InterestRates(quarters))
    }

    /// The rate in force on a day, in basis points a year, and whether the table holds that day:
    /// past it the last rate goes on, before it the first one is taken.
    pub fn rate_on(&self, day: Day, taxpayer: Taxpayer) -> (u32, bool) {
        let begun = self.0.partition_point(|q| q.first_day <= day);
        let quarter = &self.0[begun.saturating_sub(1)];
        (quarter.rate(taxpayer), self.covers(day))
    }

    /// Whether the table holds the rate of a day.
    pub fn covers(&self, day: Day) -> bool {
        self.0[0].first_day <= day && day <= self.last_published_day()
    }

    /// The last day whose rate is published.
    pub fn last_published_day(&self) -> Day {
        self.0[self.0.len() - 1].first_day.next_quarter().plus(-1)
    }

    /// Every quarter, oldest first.
    pub fn quarters(&self) -> &[Quarter] {
        &self.0
    }
}

fn read_quarter(row: &Row<'_>, sources: &Sources) -> Result<Quarter, RulebookError> {
    let first_day = row.day("quarter")?;
    if first_day.plus(-1).next_quarter() != first_day {
        return Err(row.wrong("quarter", "the first day of a quarter"));
    }
    Ok(Quarter {
        first_day,
        corporate: row.basis_points("corporate")?,
        non_corporate: row.basis_points("non_corporate")?,
        underpayment: row.basis_points("underpayment")?,
        gatt: row.basis_points("gatt")?,
        gatt_confidence: row.choice("gatt_confidence", Confidence::ALL)?,
        provenance: Provenance::of(row, sources)?,
    })
}
