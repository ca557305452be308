//! What the invented portfolios exercise: a generator that never makes a case proves nothing of it.

use std::collections::BTreeMap;

use crate::generate::{self, InventedFile};
use crate::oracle::calendar::day;
use crate::oracle::registry::Registry;
use crate::oracle::rows::Bin;
use crate::oracle::{Route, assess};

#[test]
fn the_portfolios_hold_every_finding_lane_heading_form_and_option() {
    let registry = Registry::load();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut saw = |what: String| *seen.entry(what).or_default() += 1;
    for seed in 0..300 {
        let portfolio = generate::portfolio(seed, &registry);
        let inputs: Vec<_> = portfolio.files.iter().map(InventedFile::source).collect();
        let facts: Vec<_> = portfolio.facts.iter().map(InventedFile::source).collect();
        let tariff = portfolio.tariff.as_ref().map(InventedFile::source);
        let assessment = assess(&registry, &inputs, &facts, tariff.as_ref(), &portfolio.options);
        let options = &portfolio.options;
        saw(format!("as of {}", options.as_of));
        saw(format!("taxpayer {:?}", options.taxpayer));
        saw(format!("deposit basis {:?}", options.deposit_basis));
        saw(format!("processing days {}", options.processing_days));
        saw(format!("include review {}", options.include_review));
        saw(format!("facts files {}", portfolio.facts.len()));
        saw(format!("inputs by their directory {}", portfolio.by_directory));
        saw(match options.route {
            Route::Unknown => "no route",
            Route::Broker(_) => "a broker files",
            Route::Importer(_) => "an importer files",
        }
        .to_string());
        portfolio.files.iter().for_each(|file| saw(format!("input {:?}", file.form)));
        portfolio.facts.iter().for_each(|file| saw(format!("facts {:?}", file.form)));
        for (bin, rows) in &assessment.ledger.rows {
            if *rows > 0 {
                saw(format!("bin {bin}"));
            }
        }
        if tariff.is_some() {
            let without = assess(&registry, &inputs, &facts, None, options);
            for (with, without) in assessment.entries.iter().zip(&without.entries) {
                if with.refund_low != without.refund_low {
                    let settled = with.refund_low == with.refund_high;
                    saw(format!(
                        "a refund {} by the tariff",
                        if settled { "settled" } else { "narrowed" }
                    ));
                }
            }
        }
        for entry in &assessment.entries {
            saw(format!("type {}", entry.header.entry_type));
            saw(format!("entered {}", entry.header.entry_date));
            if let Some(days) = entry.liquidation.days_since {
                saw(format!("liquidated {days} days ago"));
            }
            for row in entry.rows.iter().filter(|row| row.row.bin == Bin::Counted) {
                if let Some((version, true)) =
                    registry.version(&row.row.heading, row.row.entry_date)
                {
                    saw(format!("heading {} of {}", row.row.heading, version.from));
                }
            }
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
    // Every version of every heading that the period reaches.
    let versions = registry.versions.iter().flat_map(|(heading, versions)| {
        versions
            .iter()
            .filter(|version| heading.starts_with("99030") && version.from < day(2026, 2, 24))
            .map(move |version| format!("heading {heading} of {}", version.from))
    });
    let missing: Vec<String> = EXPECTED
        .iter()
        .map(|what| (*what).to_string())
        .chain(versions)
        .filter(|what| !seen.contains_key(what))
        .collect();
    assert!(missing.is_empty(), "no portfolio holds: {missing:?}");
}

const EXPECTED: &[&str] = &[
    "a broker files",
    "a rate past the table",
    "a refund between two figures",
    "a refund narrowed by the tariff",
    "a refund settled by the tariff",
    "an importer files",
    "as of 2026-06-28",
    "as of 2026-06-29",
    "as of 2026-07-06",
    "as of 2026-07-07",
    "bin blank",
    "bin counted",
    "bin duplicate",
    "bin other",
    "bin other_unreadable",
    "bin out_of_period",
    "bin rejected",
    "deposit basis Entry",
    "deposit basis MonthlyStatement",
    "deposit basis Summary",
    "entered 2025-02-03",
    "entered 2025-02-04",
    "entered 2026-02-23",
    "entered 2026-02-24",
    "facts Gzip",
    "facts Plain",
    "facts Semicolon",
    "facts Tab",
    "facts Utf16LittleEndian",
    "facts files 0",
    "facts files 1",
    "facts files 2",
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
    "include review false",
    "include review true",
    "input Gzip",
    "input Pipe",
    "input Plain",
    "input Semicolon",
    "input Tab",
    "input Utf16BigEndian",
    "input Utf16LittleEndian",
    "input Windows1252",
    "inputs by their directory false",
    "inputs by their directory true",
    "lane court",
    "lane declared",
    "lane file-now",
    "lane fix-then-file",
    "lane later-phase",
    "lane none",
    "lane other-filer",
    "lane protest",
    "lane review",
    "liquidated 0 days ago",
    "liquidated 180 days ago",
    "liquidated 181 days ago",
    "liquidated 60 days ago",
    "liquidated 61 days ago",
    "liquidated 77 days ago",
    "liquidated 78 days ago",
    "liquidated 80 days ago",
    "liquidated 81 days ago",
    "no route",
    "processing days 0",
    "processing days 365",
    "state held",
    "state liquidated",
    "state unknown",
    "state unliquidated",
    "status blocked",
    "status eligible",
    "status no_refund",
    "status review",
    "taxpayer Corporate",
    "taxpayer Gatt",
    "taxpayer NonCorporate",
    "type ",
    "type 01",
    "type 02",
    "type 03",
    "type 05",
    "type 06",
    "type 07",
    "type 08",
    "type 09",
    "type 11",
    "type 21",
    "type 22",
    "type 23",
    "type 31",
    "type 34",
    "type 38",
    "type 47",
    "type 99",
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
