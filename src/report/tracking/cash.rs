//! `cash.csv`: when the money that is still to come may arrive.

use crate::report::cell::RowWriter;
use crate::report::{OutputError, Staging};
use crate::track::cash::{CashForecast, CashSum, NoWeek};

/// Its header.
pub const HEADER: &str = "week,p10,p50,p90,p10_cumulative,p50_cumulative,p90_cumulative,\
    entries_p50,p50_low\n";

/// Writes the table: what is late, the weeks, what has no week.
///
/// # Errors
/// It cannot be written.
pub fn write_cash(cash: &CashForecast, staging: &mut Staging) -> Result<(), OutputError> {
    let mut out = HEADER.as_bytes().to_vec();
    if cash.late != CashSum::default() {
        let week = NoWeek::Late.to_string();
        write_row(&week, &cash.late, Some(&cash.late), &mut out);
    }
    for week in &cash.weeks {
        write_row(&week.week.to_string(), &week.sum, Some(&week.cumulative), &mut out);
    }
    for (why, sum) in &cash.without {
        if *sum != CashSum::default() {
            write_row(why.as_str(), sum, None, &mut out);
        }
    }
    staging.write("cash.csv", &out)
}

fn write_row(week: &str, sum: &CashSum, cumulative: Option<&CashSum>, out: &mut Vec<u8>) {
    let mut row = RowWriter::new(out);
    row.word(week).wide_cents(sum.p10).wide_cents(sum.p50).wide_cents(sum.p90);
    match cumulative {
        Some(sum) => row.wide_cents(sum.p10).wide_cents(sum.p50).wide_cents(sum.p90),
        None => row.word("").word("").word(""),
    };
    row.number(sum.entries_p50).wide_cents(sum.p50_low).end();
}
