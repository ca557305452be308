//! What `capeprep verify` says.

use super::verify::Verified;
use crate::report::{MANIFEST, counted, plain, wrapped};
use crate::verify::{Finding, Manifest, Part, Verdict};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// Findings of a part that are listed; JSON has all.
const LISTED: usize = 100;
/// Columns of the verdict, and of what it is about.
const WIDTHS: (usize, usize) = (14, 12);

/// The text for people: what was found.
pub(super) fn findings(verified: &Verified<'_>) -> String {
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
        "The manifest is not signed: whoever can change a file can change the manifest too. If you noted \
         its SHA-256 when the report was made or filed, it must equal this one (--expect holds it); if \
         not, note it now where the directory is not.",
        "             ",
        "             ",
    ));
    for (part, title) in [
        (Part::Manifest, "Noted"),
        (Part::Outputs, "Outputs"),
        (Part::Inputs, "Inputs"),
        (Part::Rulebook, "Rulebook"),
        (Part::Sums, "Sums"),
    ] {
        of_part(verified, part, title, &mut out);
        if part == Part::Sums {
            in_no_sum(manifest, &mut out);
        }
    }
    out
}

/// The text for people: what came of a second run, the command of it, and what follows.
pub(super) fn end(verified: &Verified<'_>) -> String {
    let mut out = String::new();
    of_part(verified, Part::Again, "Again", &mut out);
    out.push('\n');
    match &verified.command {
        Ok(command) => line(&mut out, "Run again", command),
        Err(why) => line(&mut out, "Run again", &format!("not possible: {why}")),
    }
    out.push('\n');
    out.push_str(&wrapped(&in_the_end(verified), "", ""));
    out
}

fn of_part(verified: &Verified<'_>, part: Part, title: &str, out: &mut String) {
    let of_part: Vec<&Finding> =
        verified.findings.iter().filter(|finding| finding.part == part).collect();
    if of_part.is_empty() {
        return;
    }
    out.push('\n');
    line(out, title, &counts(&of_part));
    // Sums are told whether or not they close: the figures are what a reader knows.
    let tells_all = matches!(part, Part::Sums | Part::Rulebook | Part::Manifest);
    let told = of_part
        .iter()
        .filter(|finding| tells_all || !finding.detail.is_empty() || !finding.verdict.holds());
    let told: Vec<_> = told.collect();
    for finding in told.iter().take(LISTED) {
        let Finding { what, verdict, detail, .. } = finding;
        let what = plain(what);
        let detail = if detail.is_empty() { String::new() } else { format!(": {}", plain(detail)) };
        let _ = writeln!(out, "  {verdict:<width$} {what}{detail}", width = WIDTHS.0);
    }
    if told.len() > LISTED {
        let _ = writeln!(out, "  and {} more (--json has all)", told.len() - LISTED);
    }
}

/// Names the tables of which no figure is in any sum.
fn in_no_sum(manifest: &Manifest, out: &mut String) {
    let tables: Vec<&str> = manifest.tables_in_no_sum().collect();
    if !tables.is_empty() {
        let text = format!("{}: held by their SHA-256, and by --again", tables.join(", "));
        out.push_str(&wrapped(&plain(&text), "  in no sum      ", "                 "));
    }
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
    let new = number(|verdict| verdict == Verdict::NotRead);
    let unread = number(|verdict| verdict == Verdict::Unreadable);
    let mut unchecked = match open - new {
        0 if unread == 0 => "Everything could be checked.".to_owned(),
        0 => "What cannot be read could not be checked.".to_owned(),
        open => format!("Not checked: {}, named above.", counted(open, "thing", "things")),
    };
    if new > 0 {
        let files = counted(new, "file lies", "files lie");
        unchecked.push_str(&format!(" {files} among the inputs that the report has not read."));
    }
    match wrong {
        0 if open == 0 => {
            "HOLDS: everything is as its manifest says, and every sum closes.".to_owned()
        }
        0 => format!("HOLDS as far as it could be checked. {unchecked}"),
        _ => {
            let what_now = what_now(&verified.findings);
            let differences = counted(wrong, "difference", "differences");
            format!("DOES NOT HOLD: {differences}, named above. {unchecked} {what_now}")
        }
    }
}

/// What follows from differences, by what they are about.
fn what_now(findings: &[Finding]) -> &'static str {
    let differ = || findings.iter().filter(|finding| finding.verdict.differs());
    let has = |part: Part| differ().any(|finding| finding.part == part);
    let all = |verdict: Verdict| differ().all(|finding| finding.verdict == verdict);
    let is_changed =
        |finding: &Finding| finding.part == Part::Inputs && finding.verdict == Verdict::Changed;
    if all(Verdict::Unlisted) {
        "The report's own files are as its manifest says; these were added."
    } else if all(Verdict::Unreadable) {
        "Nothing is said of what cannot be read: see why above, and verify again."
    } else if has(Part::Outputs) || has(Part::Sums) || has(Part::Manifest) {
        "What follows from this directory cannot be trusted: fetch the untouched one, or run it again."
    } else if differ().any(is_changed) {
        "The files of the directory are as its manifest says; what they were made from is not as it was."
    } else if has(Part::Again) {
        "The files of the directory are as its manifest says. Made again they differ: by another \
         version or other rules, if these are named above, and else look at them."
    } else {
        "The files of the directory are as its manifest says."
    }
}

/// The document for machines where there is no manifest to tell of anything.
pub(super) fn json_without_manifest(dir: &Path, why: &str) -> String {
    let part = Part::Manifest.as_str();
    let verdict = Verdict::Unreadable.as_str();
    document(&json!({
        "directory": dir.to_string_lossy(),
        "holds": false,
        "everything_checked": false,
        "counts": { part: { verdict: 1 } },
        "findings": [{ "part": part, "what": MANIFEST, "verdict": verdict, "detail": why }],
    }))
}

fn document(document: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
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
    document(&json!({
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
        "in_no_sum": manifest.tables_in_no_sum().collect::<Vec<_>>(),
    }))
}
