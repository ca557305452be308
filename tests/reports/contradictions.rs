//! Reports that differ, and the order in which they count.

use super::case::{Case, EXPORT};

#[test]
fn what_was_named_beside_the_exports_comes_before_facts_files() {
    let case = Case::with(&[
        ("own.csv", "Entry Number,liquidation_date\n9Q920000019,05/02/2026\n"),
        ("given.csv", "Entry Number,liquidation_date\n9Q920000019,05/03/2026\n"),
    ]);
    let ran = case.analyze(&format!("--facts given.csv own.csv {EXPORT}"));
    assert_eq!(ran.entries["9Q920000019"]["liquidation_date"], "2026-05-03");
    assert_eq!(
        ran.detail("9Q920000019", "conflicting-facts"),
        "liquidation_date: `2026-05-03` (given.csv, record 2) is used, not `2026-05-02` (own.csv, \
         record 2); see which is right"
    );
}

#[test]
fn a_file_named_twice_does_not_contradict_itself() {
    let case = Case::with(&[]);
    let once = case.analyze(&format!("{EXPORT} protests.csv"));
    let twice = case.analyze(&format!("{EXPORT} protests.csv --facts ./protests.csv"));
    assert_eq!(once.findings, twice.findings);
    assert_eq!(twice.summary["facts"]["rows"], 4);
    let warnings = twice.summary["warnings"].to_string();
    assert!(warnings.contains("./protests.csv was named more than once"), "{warnings}");
}

#[test]
fn a_notify_party_stands_in_es_022() {
    let other = "Claim,Status,Entry,CF4811 No,Refund\n\
        100000000001,Accepted,9Q920000019,98765432199,\n\
        100000000002,Accepted,9Q920000043,98-765432188,\n\
        100000000003,Rejected,9Q920000043,98-765432177,\n";
    let ran =
        Case::with(&[("other.csv", other)]).analyze(&format!("{EXPORT} es-022.csv other.csv"));
    ran.verdicts("conflicting-facts", &[("9Q920000019", "clear"), ("9Q920000043", "found")]);
    let detail = ran.detail("9Q920000043", "conflicting-facts");
    assert!(detail.starts_with("notify_party: `98765432177` (other.csv, record 4)"), "{detail}");
}

#[test]
fn dated_reports_are_told_apart_by_their_dates() {
    let case = Case::with(&[]);
    for order in ["es-701.csv es-702.csv", "es-702.csv es-701.csv"] {
        let ran = case.analyze(&format!("{EXPORT} {order}"));
        assert_eq!(ran.entries["9Q920000068"]["liquidation_date"], "2026-05-08");
        ran.verdicts("older-fact-overruled", &[("9Q920000068", "found"), ("9Q920000076", "clear")]);
        assert!(!ran.findings.contains("conflicting-facts"), "{order}");
    }
}

#[test]
fn without_dates_the_later_file_counts_and_a_person_looks() {
    let undated = "Entry Summary Number,Liquidation Date,Official Notice Date\n\
        9Q920000068,05/08/2026,05/08/2026\n";
    let ran = Case::with(&[("undated.csv", undated)])
        .analyze(&format!("{EXPORT} undated.csv es-701.csv"));
    assert_eq!(ran.entries["9Q920000068"]["liquidation_date"], "2026-04-24");
    assert_eq!(ran.entries["9Q920000068"]["status"], "review");
    assert_eq!(
        ran.detail("9Q920000068", "conflicting-facts"),
        "liquidation_date: `2026-04-24` (es-701.csv, record 9) is used, not `2026-05-08` \
         (undated.csv, record 2); see which is right"
    );
}
