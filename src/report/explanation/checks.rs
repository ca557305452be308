//! The checks of an entry: what was found first, then what is not known, then the rest.

use super::super::text::{plain, wrapped};
use super::files::Files;
use crate::explain::{CheckTold, EvidenceTold};
use std::fmt::{self, Write};

/// Columns that the code of a check takes where checks are told in one line each.
const CODE_WIDTH: usize = 23;
/// Columns of such a line.
const LINE_WIDTH: usize = 100;

/// Writes all checks.
pub(super) fn checks(checks: &[CheckTold], files: &Files<'_>, out: &mut String) -> fmt::Result {
    for (outcome, title) in [
        ("block", "Blocks"),
        ("review", "For review"),
        ("info", "Worth knowing"),
        ("unproved", "Unproved: never to be taken for passed"),
        ("unclear", "Unclear: never to be taken for passed either"),
        ("passed", "Passed"),
        ("no_data", "Without their columns"),
        ("not_applicable", "Not for this entry or run"),
    ] {
        let of_outcome = || checks.iter().filter(|check| check.outcome == outcome);
        if of_outcome().next().is_none() {
            continue;
        }
        writeln!(out, "\nChecks: {title} ({})", of_outcome().count())?;
        let in_full = matches!(outcome, "block" | "review" | "info" | "unproved" | "unclear");
        for check in of_outcome() {
            match in_full {
                true => full(check, files, out),
                false if outcome == "passed" => passed(check, out),
                false => short(check, out),
            }
        }
    }
    Ok(())
}

fn full(check: &CheckTold, files: &Files<'_>, out: &mut String) {
    let label = check.cbp_label.map(|label| format!(" [CBP: {label}]")).unwrap_or_default();
    let head = format!("{}{label}: {}", check.code, check.detail);
    out.push_str(&wrapped(&plain(&files.short(&head)), "  ", "    "));
    for evidence in &check.evidence {
        out.push_str(&wrapped(&plain(&files.short(&said(evidence))), "    - ", "      "));
    }
    if let Some(settle) = check.settled_by {
        out.push_str(&wrapped(&format!("settled by: {settle}"), "    ", "      "));
    }
    out.push_str(&wrapped(&format!("rule: {}", check.sources.join(", ")), "    ", "      "));
}

fn short(check: &CheckTold, out: &mut String) {
    let line = match check.outcome {
        "no_data" => {
            let columns: Vec<&str> = check.evidence.iter().map(|of| of.field).collect();
            format!("{}: no {}", check.code, columns.join(", "))
        }
        _ => format!("{}: {}", check.code, check.detail),
    };
    out.push_str(&wrapped(&plain(&line), "  ", "    "));
}

/// One line: what it looked at, and where nothing was said. Where the data stand is told with the
/// header facts above, and all of it in JSON.
fn passed(check: &CheckTold, out: &mut String) {
    let of = |from: &str| {
        let silent = check.evidence.iter().filter(|of| of.value.is_empty() && of.from == from);
        silent.map(|of| of.field).collect::<Vec<_>>()
    };
    let (absent, unnamed) = (of("no such column"), of("the rows"));
    let is_blank = |field: &&str| !absent.contains(field) && !unnamed.contains(field);
    let silent = check.evidence.iter().filter(|of| of.value.is_empty()).map(|of| of.field);
    let blank: Vec<&str> = silent.filter(is_blank).collect();
    let mut said: Vec<String> = Vec::new();
    said.extend(Some(check.detail.clone()).filter(|detail| !detail.is_empty()));
    // What is silent comes first: it is what a line must not leave out.
    for (fields, word) in [(blank, "blank"), (absent, "absent")] {
        match fields.as_slice() {
            [] => {}
            few @ ([_] | [_, _]) => said.push(format!("{} {word}", few.join(", "))),
            many => said.push(format!("{} columns {word}", many.len())),
        }
    }
    let values = check.evidence.iter().filter(|of| !of.value.is_empty());
    said.extend(values.map(|of| match of.from.as_str() {
        "the rows" => format!("{} {}", of.field, first_cell(&of.value)),
        _ => format!("{} {}", of.field, of.value),
    }));
    said.extend(unnamed.iter().map(|field| (*field).to_owned()));
    let first = format!("  {:<CODE_WIDTH$}  ", check.code);
    let room = LINE_WIDTH.saturating_sub(first.chars().count());
    out.push_str(format!("{first}{}", plain(&fitting(&said, room))).trim_end());
    out.push('\n');
}

/// As many of the words as there is room for, and how many more there are.
fn fitting(said: &[String], room: usize) -> String {
    let mut line = said.join("; ");
    let mut shown = said.len();
    while line.chars().count() > room && shown > 1 {
        shown -= 1;
        let kept = said.get(..shown).unwrap_or_default().join("; ");
        line = format!("{kept}; +{} more", said.len() - shown);
    }
    match line.chars().count() > room {
        true => line.chars().take(room.saturating_sub(3)).chain("...".chars()).collect(),
        false => line,
    }
}

/// The first of the cells of a column, and how many more there are.
fn first_cell(value: &str) -> String {
    // An amount has commas too, but no blank behind them.
    match value.split_once(", ") {
        Some((first, rest)) => format!("{first} +{}", rest.split(", ").count()),
        None => value.to_owned(),
    }
}

/// `liquidation_date 2026-03-20 (FILE, record 5-8)`
fn said(evidence: &EvidenceTold) -> String {
    match evidence.value.as_str() {
        "" => format!("{} ({})", evidence.field, evidence.from),
        value => format!("{} {value} ({})", evidence.field, evidence.from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_much_it_leaves_out() {
        let said = ["suspension absent", "entry_type 01", "hts 99030124 +1"].map(str::to_owned);
        assert_eq!(fitting(&said, 60), "suspension absent; entry_type 01; hts 99030124 +1");
        assert_eq!(fitting(&said, 45), "suspension absent; entry_type 01; +1 more");
        assert_eq!(fitting(&said, 30), "suspension absent; +2 more");
        assert_eq!(fitting(&said, 10), "suspens...");
        assert_eq!(first_cell("$1,000.00, $20.00"), "$1,000.00 +1");
    }

    #[test]
    fn every_code_stands_in_its_column() {
        let longest = crate::assess::checks::ALL.iter().map(|check| check.code.len()).max();
        assert_eq!(longest, Some(CODE_WIDTH));
    }
}
