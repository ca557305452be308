//! What `capeprep verify` says.

use super::verify::Verified;
use crate::report::{counted, plain, wrapped};
use crate::verify::{Finding, Part, Verdict};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Findings of a part that are listed; JSON has all.
const LISTED: usize = 100;
/// Columns of the verdict, and of what it is about.
const WIDTHS: (usize, usize) = (14, 12);

/// The text for people.
pub(super) fn text(verified: &Verified<'_>) -> String {
    let manifest = verified.manifest;
    let mut out = String::new();
    let dir = verified.dir.to_string_lossy();
    let as_of = match manifest.option("as_of") {
        "" => String::new(),
        day => format!(", as of {day}"),
    };
    let masked = if manifest.is_masked() { ", a masked copy" } else { "" };
    line(&mut out, "Report", &format!("{dir}: {}{as_of}{masked}", manifest.command));
    let of_version = match manifest.version.as_str() == env!("CARGO_PKG_VERSION") {
        true => String::new(),
        false => format!(" (this is {})", env!("CARGO_PKG_VERSION")),
    };
    line(&mut out, "Written by", &format!("capeprep {}{of_version}", manifest.version));
    line(&mut out, "Manifest", &format!("SHA-256 {}", manifest.sha256));
    out.push_str(&wrapped(
        "The manifest is not signed: whoever can change a file can change the manifest too. Note this \
         SHA-256 where the directory is not, and hold it against the one above.",
        "             ",
        "             ",
    ));
    for (part, title) in [
        (Part::Outputs, "Outputs"),
        (Part::Inputs, "Inputs"),
        (Part::Rulebook, "Rulebook"),
        (Part::Sums, "Sums"),
        (Part::Again, "Again"),
    ] {
        let of_part: Vec<&Finding> =
            verified.findings.iter().filter(|finding| finding.part == part).collect();
        if of_part.is_empty() {
            continue;
        }
        out.push('\n');
        line(&mut out, title, &counts(&of_part));
        // Sums are told whether or not they close: the figures are what a reader knows.
        let tells_all = matches!(part, Part::Sums | Part::Rulebook);
        let told = of_part
            .iter()
            .filter(|finding| tells_all || !finding.detail.is_empty() || !finding.verdict.holds());
        let told: Vec<_> = told.collect();
        for finding in told.iter().take(LISTED) {
            let Finding { what, verdict, detail, .. } = finding;
            let what = plain(what);
            let detail =
                if detail.is_empty() { String::new() } else { format!(": {}", plain(detail)) };
            let _ = writeln!(out, "  {verdict:<width$} {what}{detail}", width = WIDTHS.0);
        }
        if told.len() > LISTED {
            let _ = writeln!(out, "  and {} more (--json has all)", told.len() - LISTED);
        }
    }
    out.push('\n');
    match &verified.command {
        Ok(command) => line(&mut out, "Run again", command),
        Err(why) => line(&mut out, "Run again", &format!("not possible: {why}")),
    }
    out.push('\n');
    out.push_str(&wrapped(&in_the_end(verified), "", ""));
    out
}

fn line(out: &mut String, title: &str, text: &str) {
    let _ = writeln!(out, "{title:<width$} {}", plain(text), width = WIDTHS.1);
}

/// How many of each verdict, such as `12: 11 same, 1 changed`.
fn counts(findings: &[&Finding]) -> String {
    let verdicts = Verdict::ALL.iter().map(|verdict| {
        (verdict, findings.iter().filter(|finding| finding.verdict == *verdict).count())
    });
    let told = verdicts.filter(|(_, count)| *count > 0);
    let told: Vec<String> = told
        .map(|(verdict, count)| match verdict {
            Verdict::Closes if count == 1 => "1 closes".to_owned(),
            Verdict::Closes => format!("{count} close"),
            Verdict::Open if count > 1 => format!("{count} do not close"),
            verdict => format!("{count} {verdict}"),
        })
        .collect();
    told.join(", ")
}

fn in_the_end(verified: &Verified<'_>) -> String {
    let number = |want: fn(Verdict) -> bool| {
        verified.findings.iter().filter(|finding| want(finding.verdict)).count() as u64
    };
    let (wrong, open) = (number(Verdict::differs), number(Verdict::is_open_question));
    let unchecked = match open {
        0 => "Everything could be checked.".to_owned(),
        _ => format!("Not checked: {}, named above.", counted(open, "thing", "things")),
    };
    match wrong {
        0 if open == 0 => {
            "HOLDS: everything is as it was written, and every sum closes.".to_owned()
        }
        0 => format!("HOLDS as far as it could be checked. {unchecked}"),
        _ => {
            let of_the_directory = [Part::Outputs, Part::Sums];
            let is_spoilt = verified.findings.iter().any(|finding| {
                finding.verdict.differs() && of_the_directory.contains(&finding.part)
            });
            let what_now = match is_spoilt {
                true => {
                    "What follows from this directory cannot be trusted: fetch the untouched one, or \
                     run it again."
                }
                false => {
                    "The files of the directory are as they were written; what they were made from \
                     is not as it was."
                }
            };
            let differences = counted(wrong, "difference", "differences");
            format!("DOES NOT HOLD: {differences}, named above. {unchecked} {what_now}")
        }
    }
}

/// The document for machines.
pub(super) fn json(verified: &Verified<'_>) -> String {
    let manifest = verified.manifest;
    let mut counts: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for finding in &verified.findings {
        let of_part = counts.entry(finding.part.as_str()).or_default();
        *of_part.entry(finding.verdict.as_str()).or_default() += 1;
    }
    let findings: Vec<_> = verified
        .findings
        .iter()
        .map(|finding| {
            json!({
                "part": finding.part.as_str(),
                "what": finding.what,
                "verdict": finding.verdict.as_str(),
                "detail": finding.detail,
            })
        })
        .collect();
    let (command, why_not) = match &verified.command {
        Ok(command) => (Some(command), None),
        Err(why) => (None, Some(why)),
    };
    let document = json!({
        "directory": verified.dir.to_string_lossy(),
        "command": manifest.command,
        "as_of": manifest.option("as_of"),
        "version": manifest.version,
        "rulebook": manifest.rulebook,
        "masked": manifest.is_masked(),
        "manifest_sha256": manifest.sha256,
        "signed": false,
        "holds": verified.holds(),
        "everything_checked": verified.is_complete(),
        "counts": counts,
        "findings": findings,
        "run_again": command,
        "run_again_not_possible": why_not,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}
