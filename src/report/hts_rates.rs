//! What the reports say of `--hts-rates`.

use super::Run;
use super::run::hex;
use super::summary::money;
use super::text::{count, counted, dollars, plain};
use crate::estimate::{HtsEffect, RangeRows};
use crate::hts_rates::HtsRates;
use serde::Serialize;

/// The file, as `manifest.json` lists it.
#[derive(Debug, Clone, Serialize)]
pub struct HtsRatesUsed {
    /// The path as the user gave it.
    file: String,
    /// Lines with a tariff number of chapters 1 to 97.
    lines: u64,
    /// Size in bytes.
    bytes: u64,
    /// SHA-256, in hexadecimal.
    sha256: String,
}

impl HtsRatesUsed {
    /// The file these rates are from.
    pub fn of(rates: &HtsRates) -> HtsRatesUsed {
        HtsRatesUsed {
            file: rates.name.clone(),
            lines: rates.lines,
            bytes: rates.bytes,
            sha256: hex(&rates.sha256),
        }
    }
}

/// The file and what it did, as `summary.json` says it.
#[derive(Debug, Serialize)]
pub(super) struct HtsRatesSummary {
    #[serde(flatten)]
    file: HtsRatesUsed,
    rows_resolved: u64,
    rows_still_a_range: u64,
    still_a_range_because: Reasons,
    narrowed_by: String,
}

#[derive(Debug, Serialize)]
struct Reasons {
    no_ad_valorem_rate: u64,
    two_rates: u64,
    no_such_number: u64,
    no_goods_value: u64,
    preference_claimed: u64,
    no_number_on_line: u64,
}

impl HtsRatesSummary {
    pub(super) fn of(rates: &HtsRates, effect: &HtsEffect) -> HtsRatesSummary {
        let RangeRows {
            no_ad_valorem_rate,
            two_rates,
            no_such_number,
            no_number_on_line,
            no_goods_value,
            preference_claimed,
        } = effect.ranges;
        HtsRatesSummary {
            file: HtsRatesUsed::of(rates),
            rows_resolved: effect.resolved,
            rows_still_a_range: effect.ranges.total(),
            still_a_range_because: Reasons {
                no_ad_valorem_rate,
                two_rates,
                no_such_number,
                no_goods_value,
                preference_claimed,
                no_number_on_line,
            },
            narrowed_by: money(effect.narrowed),
        }
    }
}

/// What the file did, for people.
pub(super) fn in_words(run: &Run<'_>) -> Option<String> {
    let rates = run.context.hts_rates?;
    let HtsEffect { resolved, ranges, narrowed } = &run.estimate.hts_effect;
    let narrower = resolved + ranges.preference_claimed;
    let mut text = format!(
        "--hts-rates {} narrowed the range by {} on {}",
        plain(&rates.name),
        dollars(*narrowed),
        counted(narrower, "row", "rows"),
    );
    let left = ranges.total();
    if left > 0 {
        let reasons = [
            ("compound or specific rate", ranges.no_ad_valorem_rate),
            ("two rates in the file", ranges.two_rates),
            ("no such number in the file", ranges.no_such_number),
            ("no number of chapters 1-97 on the line", ranges.no_number_on_line),
            ("no goods value", ranges.no_goods_value),
            ("preference claimed", ranges.preference_claimed),
        ];
        let reasons = reasons.iter().filter(|(_, rows)| *rows > 0);
        let reasons: Vec<String> =
            reasons.map(|(why, rows)| format!("{why} {}", count(*rows))).collect();
        let stay = if left == 1 { "stays" } else { "stay" };
        text.push_str(&format!(
            "; {} {stay} a range ({})",
            counted(left, "row", "rows"),
            reasons.join(", ")
        ));
    }
    text.push_str(". It must be the edition in force on the entry dates.");
    Some(text)
}
