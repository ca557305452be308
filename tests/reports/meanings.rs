//! What each report says of an entry.

use super::case::{Case, EXPORT, Ran};

#[test]
fn what_a_list_leaves_open_lifts_no_stop_of_the_export() {
    let export = "Entry Summary Number,Importer Number,Entry Date,HTS Number - Full,\
        Line Tariff Duty Amount,Protest Status,Declared Claim,Drawback\n\
        9Q920000035,98-765432100,05/20/2025,99030124,2000.00,Open,N,N\n\
        9Q920000050,98-765432100,05/20/2025,99030124,2000.00,None,100000000002,N\n\
        9Q920000084,98-765432100,05/20/2025,99030124,2000.00,None,N,Y\n";
    let ran = Case::with(&[("own.csv", export)])
        .analyze("own.csv protests.csv claim-details.csv drawback.csv");
    for (entry, check) in [
        ("9Q920000035", "protest-open"),
        ("9Q920000050", "already-declared"),
        ("9Q920000084", "on-drawback"),
    ] {
        assert_eq!(ran.says(entry, check), "found", "{entry}");
        let detail = ran.detail(entry, check);
        assert!(!detail.contains("record"), "the export says so: {detail}");
    }
}

#[test]
fn claims_that_were_accepted_once_declare_an_entry() {
    let ran = Case::with(&[]).analyze(&format!("{EXPORT} claim-details.csv"));
    ran.verdicts(
        "already-declared",
        &[
            ("9Q920000019", "found"),
            // Failed on one claim, accepted on a later one.
            ("9Q920000043", "found"),
            ("9Q920000027", "clear"),
            ("9Q920000068", "unproved"),
        ],
    );
    assert_eq!(
        ran.detail("9Q920000027", "refused-before"),
        "CBP refused this entry on claim 100000000001: PROTEST ON ENTRY (claim-details.csv, record \
         3); see protest-open"
    );
    // A word that nobody knows is not taken for clear.
    assert_eq!(ran.entries["9Q920000050"]["status"], "review");
    let detail = ran.detail("9Q920000050", "status-unmapped");
    assert!(detail.starts_with("claim 100000000002 `In Process` (claim-details.csv, record 6)"));
}

#[test]
fn es_022_declares_what_it_refunds() {
    let case = Case::with(&[]);
    let ran = case.analyze(&format!("{EXPORT} es-022.csv"));
    ran.verdicts(
        "already-declared",
        &[("9Q920000019", "found"), ("9Q920000043", "found"), ("9Q920000068", "clear")],
    );
    assert_eq!(ran.entries["9Q920000019"]["liquidation_date"], "2026-05-01");
    ran.verdicts("refused-before", &[("9Q920000068", "found")]);
    // Accepted in part, and no refund yet: only Claim Details tell.
    let detail = ran.detail("9Q920000027", "status-unmapped");
    assert!(detail.contains("`Accepted with Error(s)`"), "{detail}");
    assert!(detail.contains("Claim Details of the claim say"), "{detail}");
    for order in ["es-022.csv claim-details.csv", "claim-details.csv es-022.csv"] {
        let ran = case.analyze(&format!("{EXPORT} {order}"));
        ran.verdicts(
            "status-unmapped",
            &[("9Q920000019", "clear"), ("9Q920000027", "clear"), ("9Q920000050", "found")],
        );
        assert!(!ran.findings.contains("conflicting-facts"));
    }
}

#[test]
fn of_several_protests_the_open_one_counts() {
    let ran = Case::with(&[]).analyze(&format!("{EXPORT} protests.csv"));
    ran.verdicts(
        "protest-open",
        &[("9Q920000027", "found"), ("9Q920000043", "clear"), ("9Q920000050", "unproved")],
    );
    assert_eq!(
        ran.detail("9Q920000027", "protest-open"),
        "protest status `open` of 270426100002 (protests.csv, record 3)"
    );
    // A number without a status: on file, and its state not known.
    assert_eq!(ran.says("9Q920000035", "status-unmapped"), "found");
    assert_eq!(ran.entries["9Q920000035"]["status"], "review");
    assert!(!ran.findings.contains("conflicting-facts"));
}

#[test]
fn a_drawback_claim_holds_the_entries_that_it_names() {
    let ran = Case::with(&[]).analyze(&format!("{EXPORT} drawback.csv"));
    ran.verdicts(
        "on-drawback",
        &[
            ("9Q920000076", "found"),
            // Withdrawn: clear of the block, and a person looks.
            ("9Q920000084", "clear"),
            // Listed without a claim: a person looks here, too.
            ("9Q920000092", "clear"),
            ("9Q920000100", "unproved"),
        ],
    );
    assert_eq!(ran.entries["9Q920000084"]["status"], "review");
    let detail = ran.detail("9Q920000084", "status-unmapped");
    assert!(detail.contains("AA600000020 `Withdrawn`"), "{detail}");
    assert_eq!(ran.entries["9Q920000092"]["status"], "review");
    let detail = ran.detail("9Q920000092", "status-unmapped");
    assert!(detail.starts_with("listed without the number of a drawback claim"), "{detail}");
}

#[test]
fn a_no_is_no_number_of_a_claim() {
    let list = "Entry Number,Drawback Claim\n9Q920000076,Y\n9Q920000084,N\n9Q920000092,-\n";
    let ran = Case::with(&[("own.csv", list)]).analyze(&format!("{EXPORT} own.csv"));
    ran.verdicts(
        "on-drawback",
        &[("9Q920000076", "found"), ("9Q920000084", "unproved"), ("9Q920000092", "unproved")],
    );
}

#[test]
fn a_blank_in_a_list_of_claims_does_not_tell_that_an_entry_has_not_liquidated() {
    let ran = Case::with(&[]).analyze(&format!("{EXPORT} es-022.csv"));
    ran.verdicts(
        "liquidated-over-80-days",
        &[("9Q920000019", "clear"), ("9Q920000068", "unproved")],
    );
    assert_eq!(ran.entries["9Q920000068"]["liquidation_state"], "unknown");
}

#[test]
fn an_entry_list_with_protests_is_read_for_them() {
    let list = "Entry Summary Number,Entry Type Code,Importer Number,Liquidation Status,\
        Protest Number\n\
        9Q920000019,01,98-765432100,Liquidated,270426100009\n\
        9Q920000027,01,98-765432100,Unliquidated,\n";
    let ran = Case::with(&[("own.csv", list)]).analyze(&format!("{EXPORT} own.csv"));
    ran.verdicts("status-unmapped", &[("9Q920000019", "found"), ("9Q920000027", "clear")]);
    ran.verdicts("protest-open", &[("9Q920000019", "clear"), ("9Q920000027", "unproved")]);
    assert_eq!(ran.entries["9Q920000027"]["liquidation_state"], "unliquidated");
}

#[test]
fn each_statement_of_an_entry_must_be_paid() {
    let ran = Case::with(&[]).analyze(&format!("{EXPORT} statements.csv"));
    ran.verdicts(
        "statement-unpaid",
        &[
            ("9Q920000019", "clear"),
            ("9Q920000027", "clear"),
            ("9Q920000035", "found"),
            ("9Q920000043", "found"),
            ("9Q920000050", "unproved"),
        ],
    );
    assert_eq!(
        ran.detail("9Q920000043", "statement-unpaid"),
        "statement 25200A009 is not paid (statements.csv, record 6)"
    );
    assert_eq!(ran.entries["9Q920000019"]["deposit_date"], "2025-06-10");
    assert_eq!(ran.says("9Q920000050", "status-unmapped"), "found");
}

#[test]
fn findings_name_the_file_and_record_of_a_fact() {
    let ran = Case::with(&[]).analyze(&format!("{EXPORT} es-701.csv"));
    assert_eq!(
        ran.detail("9Q920000035", "liquidated-over-80-days"),
        "liquidated 2026-01-16, 119 days before 2026-05-15 (es-701.csv, record 6); CAPE takes 80"
    );
}

#[test]
fn a_statement_that_is_due_is_not_paid() {
    let list = "Entry Number,Statement Number,Payment Date,Amount,Status\n\
        9Q920000019,25170A001,05/15/2026,2530.00,\n\
        9Q920000027,25170A002,05/16/2026,2530.00,\n\
        9Q920000035,25170A003,05/16/2026,2530.00,Paid\n";
    let case = Case::with(&[("list.csv", list)]);
    let (alone, ran) = (case.analyze(EXPORT), case.analyze(&format!("{EXPORT} list.csv")));
    ran.verdicts(
        "statement-unpaid",
        &[("9Q920000019", "clear"), ("9Q920000027", "unproved"), ("9Q920000035", "clear")],
    );
    assert_eq!(ran.entries["9Q920000019"]["deposit_date"], "2026-05-15");
    let deposit = |ran: &Ran, entry: &str| ran.entries[entry]["deposit_date"].clone();
    assert_eq!(deposit(&ran, "9Q920000027"), deposit(&alone, "9Q920000027"));
    // Said to be paid, it is: the list is younger than the day of upload.
    assert_eq!(deposit(&ran, "9Q920000035"), "2026-05-16");
}
