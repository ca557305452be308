//! The checks of an entry: what was found first, then what is not known, then the rest.

use super::super::text::{plain, wrapped};
use crate::explain::{CheckTold, EvidenceTold};
use std::fmt::{self, Write};

/// Writes all checks.
pub(super) fn checks(checks: &[CheckTold], out: &mut String) -> fmt::Result {
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
                true => full(check, out),
                false => short(check, out),
            }
        }
    }
    Ok(())
}

fn full(check: &CheckTold, out: &mut String) {
    let label = check.cbp_label.map(|label| format!(" [CBP: {label}]")).unwrap_or_default();
    let head = format!("{}{label}: {}", check.code, check.detail);
    out.push_str(&wrapped(&plain(&head), "  ", "    "));
    for evidence in &check.evidence {
        out.push_str(&wrapped(&plain(&said(evidence)), "    - ", "      "));
    }
    if let Some(settle) = check.settled_by {
        out.push_str(&wrapped(&format!("settled by: {settle}"), "    ", "      "));
    }
    out.push_str(&wrapped(&format!("rule: {}", check.sources.join(", ")), "    ", "      "));
}

fn short(check: &CheckTold, out: &mut String) {
    // Where they stand is said with the header facts above.
    let evidence: Vec<String> = check.evidence.iter().map(looked_at).collect();
    let detail = match check.detail.as_str() {
        "" => String::new(),
        detail => format!("{detail}; "),
    };
    let line = match check.outcome {
        "passed" => format!("{}: {detail}{}", check.code, evidence.join("; ")),
        "no_data" => {
            let columns: Vec<&str> = check.evidence.iter().map(|of| of.field).collect();
            format!("{}: no {}", check.code, columns.join(", "))
        }
        _ => format!("{}: {}", check.code, check.detail),
    };
    out.push_str(&wrapped(&plain(&line), "  ", "    "));
}

/// `liquidation_date 2026-03-20`
fn looked_at(evidence: &EvidenceTold) -> String {
    match (evidence.value.as_str(), evidence.from.as_str()) {
        ("", "the rows") => evidence.field.to_owned(),
        ("", "no such column") => format!("{} absent", evidence.field),
        ("", _) => format!("{} blank", evidence.field),
        (value, _) => format!("{} {value}", evidence.field),
    }
}

/// `liquidation_date 2026-03-20 (FILE, record 5-8)`
fn said(evidence: &EvidenceTold) -> String {
    match evidence.value.as_str() {
        "" => format!("{} ({})", evidence.field, evidence.from),
        value => format!("{} {value} ({})", evidence.field, evidence.from),
    }
}
