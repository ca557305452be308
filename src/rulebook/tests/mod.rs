//! What the built-in rules promise, and that a broken copy is refused.

mod broken;
mod dates;
mod edges;
mod registry;
mod remedies;
mod words;

use super::*;
use crate::domain::Day;

fn rules() -> Rulebook {
    Rulebook::built_in().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn the_built_in_rules_pass_their_self_check() {
    let version = rules().version.to_string();
    assert!(version.starts_with("2026-11-22+"), "{version}");
    assert_eq!(version.len(), 23);
}

#[test]
fn single_values_are_those_of_the_contract() {
    let rules = rules();
    let windows = rules.windows;
    assert_eq!(
        [
            windows.closing_from,
            windows.last_days_from,
            windows.cape_days,
            windows.reminder_days,
            windows.protest_days,
            windows.liquidation_cycle_days,
            windows.processing_days,
            windows.summary_default_days,
        ],
        [61, 78, 80, 60, 180, 314, 45, 14]
    );
    assert_eq!(windows.monthly_statement_working_day, 15);
    assert_eq!(windows.small_refund.0, 2_000);
    assert_eq!(windows.duty_tolerance.0, 2);
    assert_eq!(windows.duty_tolerance_rate.to_string(), "0.5%");
    assert_eq!(windows.plausible_liquidation_from, day("2025-02-04"));
    let upload = &rules.upload;
    assert_eq!((upload.entries, upload.bytes), (9_999, 1_000_000));
    assert_eq!((upload.header.as_str(), upload.entry_characters), ("Entry Number", 11));
}

#[test]
fn a_search_finds_by_words_and_digits() {
    let rules = rules();
    let all = search(&rules, " ");
    assert!(
        all.iter()
            .all(|item| !item.id.is_empty() && !item.text.is_empty() && !item.source.is_empty())
    );
    let count = |query: &str| search(&rules, query).len();
    assert_eq!(count("99030124"), 2);
    assert_eq!(count("CODE 99030124 duty fentanyl-cn"), 2);
    assert_eq!(count("zeppelin"), 0);
    let cited = search(&rules, "cape-rules:S7");
    assert_eq!(cited[0].kind, ItemKind::Source);
    let cites = |item: &Item| item.source.split(';').any(|s| s == "cape-rules:S7");
    assert!(cited.len() > 1 && cited[1..].iter().all(cites));
    let first = &search(&rules, "duplicate entry")[0];
    assert_eq!((first.kind, first.id.as_str()), (ItemKind::Label, "Duplicate Entry"));
    assert!(listing(&search(&rules, "windows.cape_days")).starts_with(
        "setting windows.cape_days\n    80. Last day after liquidation on which CAPE takes an \
         entry. No weekend roll.\n    cape-rules:S1 (primary, as of 2026-09-02)\n"
    ));
}
