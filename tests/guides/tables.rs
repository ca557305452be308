//! Tables of the guides name everything there is of their kind.

use capeprep::domain::{EntryStatus, Lane};
use capeprep::rulebook::{Confidence, Rulebook};
use std::collections::BTreeSet;

/// First cells of the table rows of a guide, without marks.
fn first_cells(guide: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(super::root().join("docs").join(guide)).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| "));
    rows.map(|row| row.split(" | ").next().unwrap().replace(['`', '*'], "")).collect()
}

#[track_caller]
fn names_all<'a>(guide: &str, words: impl IntoIterator<Item = &'a str>) {
    let cells = first_cells(guide);
    let missing: Vec<&str> = words.into_iter().filter(|word| !cells.contains(*word)).collect();
    assert_eq!(missing, [""; 0], "{guide}");
}

#[test]
fn lanes_and_statuses() {
    for guide in ["figures.md", "reading-the-report.md"] {
        names_all(guide, Lane::ALL.iter().map(|lane| lane.as_str()));
    }
    names_all("reading-the-report.md", EntryStatus::ALL.iter().map(|status| status.as_str()));
}

#[test]
fn confidences() {
    names_all("limits.md", Confidence::ALL.iter().map(|confidence| confidence.as_str()));
}

#[test]
fn floor_codes() {
    let rules = Rulebook::built_in().unwrap();
    let floors = rules.registry.codes().filter(|code| code.floor().is_some());
    let floors: Vec<String> = floors.map(|code| code.heading.dotted()).collect();
    assert_eq!(floors.len(), 5);
    names_all("figures.md", floors.iter().map(String::as_str));
}

#[test]
fn files_of_a_report() {
    names_all(
        "reading-the-report.md",
        [
            "report.html",
            "report.xlsx",
            "deadlines.ics",
            "groups.csv",
            "entries.csv",
            "findings.csv",
            "lines.csv",
            "rejected_rows.csv",
            "readiness.csv",
            "declarations/",
            "summary.json",
            "manifest.json",
        ],
    );
}
