//! What the invented portfolios exercise: a generator that never makes a case proves nothing of it.

use std::collections::BTreeMap;

use crate::generate::{self, InventedFile};
use crate::oracle::assess;
use crate::oracle::registry::Registry;

#[test]
fn the_portfolios_hold_every_finding_state_status_and_lane() {
    let registry = Registry::load();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut saw = |what: String| *seen.entry(what).or_default() += 1;
    for seed in 0..300 {
        let portfolio = generate::portfolio(seed, &registry);
        let inputs: Vec<_> = portfolio.files.iter().map(InventedFile::source).collect();
        let facts: Vec<_> = portfolio.facts.iter().map(InventedFile::source).collect();
        let tariff = portfolio.tariff.as_ref().map(InventedFile::source);
        let assessment = assess(&registry, &inputs, &facts, tariff.as_ref(), &portfolio.options);
        for (bin, rows) in &assessment.ledger.rows {
            if *rows > 0 {
                saw(format!("bin {bin}"));
            }
        }
        for entry in &assessment.entries {
            saw(format!("state {}", entry.liquidation.state));
            saw(format!("status {}", entry.status));
            saw(format!("lane {}", entry.lane));
            entry.findings.iter().for_each(|code| saw(format!("finding {code}")));
            entry.unproved.iter().for_each(|code| saw(format!("unproved {code}")));
            if entry.refund_low != entry.refund_high {
                saw("a refund between two figures".to_string());
            }
            if entry.extrapolated_from.is_some() {
                saw("a rate past the table".to_string());
            }
        }
    }
    if std::env::var_os("PORTFOLIO_COVERAGE").is_some() {
        seen.iter().for_each(|(what, times)| eprintln!("{times:6} {what}"));
    }
    let missing: Vec<&str> =
        EXPECTED.iter().copied().filter(|what| !seen.contains_key(*what)).collect();
    assert!(missing.is_empty(), "no portfolio holds: {missing:?}");
}

const EXPECTED: &[&str] = &[
    "a rate past the table",
    "a refund between two figures",
    "bin blank",
    "bin counted",
    "bin duplicate",
    "bin other",
    "bin other_unreadable",
    "bin out_of_period",
    "bin rejected",
    "finding account-mismatch",
    "finding adcvd-pending",
    "finding already-declared",
    "finding check-digit",
    "finding code-outside-its-window",
    "finding conflicting-facts",
    "finding conflicting-header",
    "finding conflicting-rows",
    "finding court-injunction",
    "finding date-basis-assumed",
    "finding duty-off-rate",
    "finding duty-on-exemption",
    "finding entry-number-format",
    "finding entry-number-repaired",
    "finding entry-type-excluded",
    "finding entry-type-unconfirmed",
    "finding fact-over-export",
    "finding filer-code-mismatch",
    "finding floor-combined",
    "finding ftz-06",
    "finding implausible-date",
    "finding liquidated-over-80-days",
    "finding missing-importer",
    "finding net-bill-risk",
    "finding on-drawback",
    "finding origin-outside-code",
    "finding out-of-period-duty",
    "finding paid-at-liquidation",
    "finding payment-date-ahead",
    "finding protest-open",
    "finding psc-pending",
    "finding recon-before-phase-2",
    "finding recon-filed",
    "finding recon-flag",
    "finding recon-flag-type",
    "finding row-rejected",
    "finding small-refund",
    "finding statement-unpaid",
    "finding status-date-conflict",
    "finding status-unmapped",
    "finding summary-adjusted",
    "finding summary-not-accepted",
    "finding surety-paid",
    "finding trade-control",
    "finding unknown-ieepa-code",
    "finding unreadable-value",
    "finding value-on-chapter-99",
    "finding warehouse-withdrawal",
    "finding window-closing",
    "finding window-last-days",
    "finding zero-duty-on-duty-code",
    "lane court",
    "lane declared",
    "lane file-now",
    "lane fix-then-file",
    "lane later-phase",
    "lane none",
    "lane other-filer",
    "lane protest",
    "lane review",
    "state held",
    "state liquidated",
    "state unknown",
    "state unliquidated",
    "status blocked",
    "status eligible",
    "status no_refund",
    "status review",
    "unproved account-mismatch",
    "unproved adcvd-pending",
    "unproved already-declared",
    "unproved court-injunction",
    "unproved entry-type-excluded",
    "unproved filer-code-mismatch",
    "unproved liquidated-over-80-days",
    "unproved on-drawback",
    "unproved protest-open",
    "unproved recon-before-phase-2",
    "unproved recon-filed",
    "unproved statement-unpaid",
    "unproved summary-adjusted",
    "unproved summary-not-accepted",
    "unproved surety-paid",
    "unproved trade-control",
];
