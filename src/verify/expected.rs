//! Which files a manifest must list, by the command and the options that it tells of.

use super::manifest::Manifest;
use super::told::{Finding, Part, Verdict};
use serde_json::Value;

/// Outputs of `analyze` by their words, and their files.
const OF_ANALYZE: [(&str, &[&str]); 10] = [
    ("groups", &["groups.csv"]),
    ("entries", &["entries.csv"]),
    ("lines", &["lines.csv"]),
    ("findings", &["findings.csv"]),
    ("rejected", &["rejected_rows.csv"]),
    ("declarations", &["declarations/declarations.csv"]),
    ("json", &["summary.json"]),
    ("html", &["report.html"]),
    ("xlsx", &["report.xlsx"]),
    ("ics", &["deadlines.ics"]),
];
/// Outputs of `track` by their words, and their files.
const OF_TRACK: [(&str, &[&str]); 11] = [
    ("tracking", &["tracking.csv", "strangers.csv", "rejected_rows.csv"]),
    ("history", &["history.csv"]),
    ("verdicts", &["verdicts.csv", "checks.csv"]),
    ("refile", &["refile/refile.csv", "refile/never_filed.csv"]),
    (
        "payments",
        &["payments.csv", "differences.csv", "refunds.csv", "refund_entries.csv", "deposits.csv"],
    ),
    ("interest", &["interest.csv", "interest_by_group.csv", "interest_by_basis.csv"]),
    ("clocks", &["clocks.csv"]),
    ("cash", &["cash.csv"]),
    ("json", &["summary.json"]),
    ("html", &["report.html"]),
    ("xlsx", &["report.xlsx"]),
];
/// What `diff` writes.
const OF_DIFF: [&str; 4] = ["changes.csv", "journal.csv", "rollforward.csv", "summary.json"];
/// Folders of upload files.
const FOLDERS: [&str; 3] =
    ["declarations", "refile/declarations", "refile/never_filed_declarations"];

/// The files that the command wrote with these options, whatever was read.
pub(super) fn expected(manifest: &Manifest) -> Vec<&'static str> {
    let options = &manifest.said["options"];
    let words = |key: &str| -> Vec<&str> {
        let words = options[key].as_array().into_iter().flatten();
        words.filter_map(Value::as_str).map(str::trim).collect()
    };
    let (only, skip) = (words("only"), words("skip"));
    let is_wanted = |word: &str| {
        (only.is_empty() || only.contains(&word))
            && !skip.contains(&word)
            // No pseudonym may reach CBP.
            && !(manifest.is_masked() && word == "declarations")
    };
    let of: &[(&str, &'static [&'static str])] = match manifest.command.as_str() {
        "analyze" => &OF_ANALYZE,
        "track" => &OF_TRACK,
        "diff" => return OF_DIFF.to_vec(),
        _ => &[],
    };
    let mut files: Vec<&str> = of
        .iter()
        .filter(|(word, _)| is_wanted(word))
        .flat_map(|(_, files)| *files)
        .copied()
        .collect();
    let has_parties = manifest.said["parties"].is_object();
    if manifest.command == "analyze" && has_parties && is_wanted("readiness") {
        files.push("readiness.csv");
    }
    files
}

/// What a manifest does not list and must.
pub(super) fn missing(manifest: &Manifest) -> Vec<Finding> {
    let told = |what: String, detail: &str| {
        Finding::new(Part::Outputs, what, Verdict::Missing, detail.to_owned())
    };
    let mut findings: Vec<Finding> = expected(manifest)
        .into_iter()
        .filter(|file| !manifest.lists(file))
        .map(|file| {
            let detail = "the options of the report say that it is written, and the manifest does \
                          not list it";
            told(file.to_owned(), detail)
        })
        .collect();
    for folder in FOLDERS {
        let index = format!("{folder}/declarations.csv");
        let prefix = format!("{folder}/");
        let has_uploads = manifest.files().any(|file| file.starts_with(&prefix));
        let is_told = findings.iter().any(|finding| finding.what == index);
        if has_uploads && !manifest.lists(&index) && !is_told {
            findings.push(told(index, "upload files are listed, and not their index"));
        }
    }
    findings
}
