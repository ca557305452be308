//! The program against a second implementation of its contract, on invented portfolios.
//!
//! `PORTFOLIOS` sets how many portfolios are tried (200 unless told), `PORTFOLIO_SEED` the first
//! seed, `PORTFOLIO_PROGRAM` another build of the program. A portfolio that fails is kept in a directory
//! whose path the message names; it can be run again alone with `PORTFOLIOS=1 PORTFOLIO_SEED=<seed>`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it cannot go on; the lints guard the program"
)]

mod compare;
mod coverage;
mod generate;
mod oracle;
mod runner;
mod self_check;
mod vectors;

use std::env;
use std::path::Path;

use generate::random::Chance;
use generate::{InventedFile, Portfolio};
use oracle::assess;
use oracle::registry::Registry;
use runner::{FIGURES, Outputs, analyze, table, write_inputs};

/// How many failing portfolios are described before a test gives up.
const FAILURES_SHOWN: usize = 5;
/// How many differences of one portfolio are printed.
const DIFFERENCES_SHOWN: usize = 25;

fn number_from_environment(name: &str, default: u64) -> u64 {
    env::var(name)
        .ok()
        .map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

/// Tries `check` on every portfolio, one fresh directory each, and describes what failed.
fn on_every_portfolio(every: u64, check: impl Fn(&Portfolio, &Registry, &Path) -> Vec<String>) {
    let registry = Registry::load();
    let first_seed = number_from_environment("PORTFOLIO_SEED", 20_261_122);
    let count = number_from_environment("PORTFOLIOS", 200);
    let mut failures = Vec::new();
    for seed in
        (first_seed..first_seed + count).filter(|seed| (seed - first_seed).is_multiple_of(every))
    {
        let portfolio = generate::portfolio(seed, &registry);
        let directory =
            tempfile::Builder::new().prefix("portfolio-").tempdir().expect("a temporary directory");
        let found = check(&portfolio, &registry, directory.path());
        if found.is_empty() {
            continue;
        }
        let kept = directory.keep();
        let shown: Vec<String> =
            found.iter().take(DIFFERENCES_SHOWN).map(|line| format!("  {line}")).collect();
        failures.push(format!(
            "portfolio of seed {seed}, {} differences, kept in {}\n  {:?}\n{}",
            found.len(),
            kept.display(),
            portfolio.options,
            shown.join("\n")
        ));
        if failures.len() == FAILURES_SHOWN {
            break;
        }
    }
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n\n"));
}

/// One run of the program; a refusal is a difference like any other.
fn run(
    portfolio: &Portfolio,
    files: &[InventedFile],
    directory: &Path,
    name: &str,
    more: &[&str],
) -> Result<Outputs, Vec<String>> {
    let directory = directory.join(name);
    let inputs = write_inputs(portfolio, files, &directory);
    analyze(&inputs, &portfolio.options, &directory.join("out"), more)
        .map_err(|message| vec![message])
}

#[test]
fn every_figure_agrees_with_the_second_implementation() {
    on_every_portfolio(1, |portfolio, registry, directory| {
        let inputs: Vec<_> = portfolio.files.iter().map(InventedFile::source).collect();
        let facts: Vec<_> = portfolio.facts.iter().map(InventedFile::source).collect();
        let tariff = portfolio.tariff.as_ref().map(InventedFile::source);
        let expected = assess(registry, &inputs, &facts, tariff.as_ref(), &portfolio.options);
        match run(portfolio, &portfolio.files, directory, "whole", &["--only", FIGURES]) {
            Ok(outputs) => compare::differences(&outputs, &expected),
            Err(refusal) => refusal,
        }
    });
}

/// Runs with two sets of options that may change nothing, on every so-manyth portfolio.
fn says_the_same(every: u64, one: &[&str], other: &[&str]) {
    on_every_portfolio(every, |portfolio, _, directory| {
        let with = |options| run(portfolio, &portfolio.files, directory, "same", options);
        // The inputs must have the same paths in both runs, so the second replaces the first.
        let once = with(one);
        let _ = std::fs::remove_dir_all(directory.join("same/out"));
        match (once, with(other)) {
            (Ok(one), Ok(other)) => compare::byte_differences(&one, &other, false),
            (Err(refusal), _) | (_, Err(refusal)) => refusal,
        }
    });
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    says_the_same(5, &["--jobs", "1"], &["--jobs", "2"]);
}

#[test]
fn the_size_of_chunks_changes_no_byte() {
    says_the_same(5, &["--chunk-size", "16"], &["--chunk-size", "5000", "--jobs", "2"]);
}

#[test]
fn the_reader_changes_no_byte() {
    says_the_same(3, &["--reader", "fast"], &["--reader", "reference"]);
}

#[test]
fn a_file_cut_into_three_says_the_same() {
    on_every_portfolio(3, |portfolio, _, directory| {
        // The place of the cut file among the others must stay the same.
        let cut: Vec<InventedFile> =
            portfolio.files.iter().flat_map(InventedFile::in_three).collect();
        let whole = run(portfolio, &portfolio.files, directory, "whole", &["--only", FIGURES]);
        let pieces = run(portfolio, &cut, directory, "pieces", &["--only", FIGURES]);
        match (whole, pieces) {
            (Ok(whole), Ok(pieces)) => compare::byte_differences(&whole, &pieces, true),
            (Err(refusal), _) | (_, Err(refusal)) => refusal,
        }
    });
}

#[test]
fn the_order_of_rows_changes_no_money() {
    on_every_portfolio(3, |portfolio, _, directory| {
        let mut chance = Chance::new(7);
        let permuted: Vec<InventedFile> =
            portfolio.files.iter().map(|file| file.permuted(&mut chance)).collect();
        let before = run(portfolio, &portfolio.files, directory, "before", &["--only", FIGURES]);
        let after = run(portfolio, &permuted, directory, "after", &["--only", FIGURES]);
        match (before, after) {
            (Ok(before), Ok(after)) => money_differences(&before, &after),
            (Err(refusal), _) | (_, Err(refusal)) => refusal,
        }
    });
}

/// Money by entry and the ledger. What follows from "the first non-blank cell" of an entry whose
/// rows contradict each other (its interest, its type) may depend on the order; money may not.
fn money_differences(before: &Outputs, after: &Outputs) -> Vec<String> {
    let figures = |outputs: &Outputs| -> Result<Vec<String>, String> {
        let columns = ["entry_number", "ieepa_rows", "duty_paid", "refund_low", "refund_high"];
        let rows = table(outputs, "entries.csv")?;
        let mut lines: Vec<String> = rows
            .iter()
            .map(|row| columns.map(|column| row.get(column).cloned().unwrap_or_default()).join(" "))
            .collect();
        lines.sort();
        let summary: serde_json::Value =
            serde_json::from_slice(&outputs["summary.json"]).map_err(|error| error.to_string())?;
        lines.extend(["rows", "duty", "refund"].map(|part| format!("{part}: {}", summary[part])));
        Ok(lines)
    };
    match (figures(before), figures(after)) {
        (Ok(before), Ok(after)) if before.len() == after.len() => before
            .iter()
            .zip(&after)
            .filter(|(one, other)| one != other)
            .map(|(one, other)| format!("before `{one}`, with the rows in another order `{other}`"))
            .collect(),
        (Ok(before), Ok(after)) => {
            vec![format!("{} entries and totals against {}", before.len(), after.len())]
        }
        (Err(message), _) | (_, Err(message)) => vec![message],
    }
}

#[test]
fn the_generator_is_deterministic() {
    let registry = Registry::load();
    let bytes = |seed| -> Vec<Vec<u8>> {
        generate::portfolio(seed, &registry).files.iter().map(|file| file.source().bytes).collect()
    };
    for seed in 0..5 {
        assert_eq!(bytes(seed), bytes(seed));
    }
}
