//! The interest, stretch by stretch.

use super::super::text::{Table, plain, wrapped};
use super::files::Files;
use crate::explain::InterestTold;
use rust_decimal::{Decimal, RoundingStrategy};
use std::fmt;

/// Decimal places of a factor that are shown; JSON has them all.
const PLACES: u32 = 12;

/// Writes the interest of an entry.
pub(super) fn interest(
    interest: &InterestTold,
    files: &Files<'_>,
    out: &mut String,
) -> fmt::Result {
    let line = |name: &str, day: &str, why: &str| {
        let day = if day.is_empty() { "no day" } else { day };
        wrapped(&plain(&format!("{day}: {why}")), &format!("  {name:<7}"), "         ")
    };
    out.push_str(&line("from", &interest.start, &files.short(&interest.start_why)));
    out.push_str(&line("to", &interest.end, &files.short(&interest.end_why)));
    if !interest.segments.is_empty() {
        let head = ["first day", "last day", ">days", ">rate", ">factor", ">so far", "rate from"];
        let mut table = Table::new(&head);
        for segment in &interest.segments {
            let (past, source) = (segment.extrapolated, &segment.source);
            let note = if past { "last known rate, past the table; " } else { "" };
            let (sources, confidence) = (source.sources.join(", "), source.confidence);
            table.row([
                segment.from.clone(),
                segment.to.clone(),
                segment.days.to_string(),
                format!("{}%/{}", segment.rate_percent, segment.days_in_year),
                shown(&segment.factor),
                shown(&segment.cumulative_factor),
                format!("{note}{sources} ({confidence})"),
            ]);
        }
        table.write(out)?;
    }
    for line in &interest.arithmetic {
        out.push_str(&wrapped(line, "  ", "    "));
    }
    Ok(())
}

fn shown(factor: &str) -> String {
    let rounded = |factor: Decimal| {
        factor.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero).to_string()
    };
    factor.parse().map_or_else(|_| factor.to_string(), rounded)
}
