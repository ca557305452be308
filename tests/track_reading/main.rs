//! What CBP's reports, the bank and a later ES-003 say after filing, row by row.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may panic")]

mod bank;
mod containers;
mod mangled;
mod pulls;
mod read;
mod refunds;
mod refused;

use capeprep::rulebook::FactsReport;
use capeprep::track::{EntryRef, RowBins, Share};
use read::{cents, csv, day, fixture, read};

#[test]
fn claim_details_tell_the_verdict_on_each_entry() {
    let found = read(&[fixture("claim-details.csv")]).unwrap();
    assert_eq!(found.said.files[0].report, Some(FactsReport::ClaimDetails));
    // A retired label is one; `=\"...\"` and a lost zero are mended; a stranger is told as well.
    assert_eq!(
        found.verdicts(),
        [
            ("9Q910000011", "updated", 2),
            ("9Q910000029", "rejected", 3),
            ("9Q910000037", "rejected", 4),
            ("9Q910000045", "uploaded", 5),
            ("01700023458", "unknown", 6),
            ("1E500001233", "updated", 7),
        ]
    );
    let first = &found.said.verdicts[1];
    assert_eq!(found.text(first.claim), "100000000001");
    assert_eq!(found.text(first.error), "HTS RELATIONSHIP/SEQUENCE MISMATCH");
    assert!(matches!(found.said.verdicts[5].entry, EntryRef::Stranger(_)));
    let expected = RowBins { read: 6, used: 5, stranger: 1, ..RowBins::default() };
    assert_eq!(found.bins(), expected);
}

#[test]
fn words_and_labels_tell_the_entry_from_its_file() {
    let verdict = |status: &str, error: &str| {
        let found = csv(&format!(
            "Entry Number,Claim Number,Status,Error\n9Q910000011,7,{status},{error}\n"
        ));
        found.said.verdicts[0].kind.as_str()
    };
    for (status, error, expected) in [
        ("ENTRY SUMMARY UPDATED", "", "updated"),
        ("accepted", "", "accepted"),
        ("Accepted with Error(s)", "", "unknown"),
        ("Accepted with Error(s)", "PROTEST ON ENTRY", "rejected"),
        ("Rejected", "", "file-rejected"),
        ("Rejected", "Protest on Entry", "rejected"),
        ("Failed Initial Validation", "", "file-rejected"),
        ("Rejected by batch validation", "Protest on Entry", "file-rejected"),
        ("Failed", "ACCOUNT MISMATCH", "file-rejected"),
        ("Failed", "ENTRY SUMMARY NOT FOUND OR ARCHIVED IN ACE", "rejected"),
        // With a claim number, the other place of the entry is another declaration.
        ("Failed", "DUPLICATE ENTRY", "rejected"),
        ("Failed", "something new", "rejected"),
        ("", "PROTEST ON ENTRY", "rejected"),
        ("", "something new", "unknown"),
        ("Pending", "", "uploaded"),
        ("Acepted", "", "unknown"),
        ("Acepted", "PROTEST ON ENTRY", "unknown"),
    ] {
        assert_eq!(verdict(status, error), expected, "{status}/{error}");
    }
}

#[test]
fn a_validation_result_that_refuses_the_file_refuses_every_entry_in_it() {
    let found = read(&[fixture("validation-result.csv")]).unwrap();
    assert_eq!(found.said.files[0].report, Some(FactsReport::ValidationResult));
    // A row that is called valid leaves it open whether the file was taken in.
    let expected = [("9Q910000011", "uploaded", 2), ("9Q910000029", "unknown", 3)];
    assert_eq!(found.verdicts(), expected);
    assert_eq!(found.bins().used, 3);
    let found = csv("Entry Number,Status,Error\n9Q910000011,,\n9Q910000029,,\n\
         9Q910000037,Failed,Not a CSV file\n");
    let kinds: Vec<_> = found.verdicts().into_iter().map(|(_, kind, _)| kind).collect();
    assert_eq!(kinds, ["file-rejected", "file-rejected", "file-rejected"]);
    let found = csv(
        "Entry Number,Status,Error\n9Q910000011,Valid,\n9Q910000029,Invalid,PROTEST ON ENTRY\n\
         9Q910000037,Odd,\n",
    );
    let kinds: Vec<_> = found.verdicts().into_iter().map(|(_, kind, _)| kind).collect();
    assert_eq!(kinds, ["uploaded", "rejected", "unknown"]);
}

#[test]
fn es_022_tells_claims_shares_and_liquidations() {
    let found = read(&[fixture("es-022.csv")]).unwrap();
    assert_eq!(found.said.files[0].report, Some(FactsReport::Es022));
    assert_eq!(found.said.files[0].report_date, day("2026-06-18"));
    // Accepted with errors is accepted where CBP refunds something, and unknown elsewhere.
    assert_eq!(
        found.verdicts(),
        [
            ("9Q910000011", "accepted", 4),
            ("9Q910000029", "unknown", 5),
            ("01700023458", "accepted", 6)
        ]
    );
    let shares: &[Share] = &found.said.shares;
    assert_eq!(shares.len(), 2);
    let (first, last) = (&shares[0], &shares[1]);
    assert_eq!((first.principal, first.interest), (cents("3000"), cents("212.40")));
    assert_eq!((first.on, first.liquidated), (day("2026-06-18"), day("2026-05-29")));
    assert_eq!((found.text(first.refund), first.status.as_str()), ("R000001", "sent"));
    assert_eq!(found.text(first.payee), "98-765432100");
    // A notify party is paid before the importer; years of two digits, interest below zero.
    assert_eq!(found.text(last.payee), "45-678912300");
    assert_eq!((last.principal, last.interest), (cents("1800"), cents("-2.50")));
    assert_eq!((last.on, last.liquidated), (day("2026-06-19"), day("2026-06-01")));
    assert_eq!(last.status.as_str(), "unknown", "a word that is in no list");
    assert_eq!(found.said.liquidations.len(), 2);
    let expected = RowBins { read: 4, used: 3, other: 1, ..RowBins::default() };
    assert_eq!(found.bins(), expected);
}

#[test]
fn columns_may_stand_in_any_order_and_be_missing() {
    let found = csv("Refund Amount;Claim Status;Entry Summary Number;Claim Number\n\
         100,50;Accepted;9Q910000011;5\n\
         100.50;Accepted;9Q910000011;5\n;Accepted;9Q910000029;5\n");
    assert_eq!(found.reasons(), [(2, "refund_amount `100,50` is no amount")]);
    assert_eq!(found.said.shares.len(), 1);
    assert_eq!(found.said.shares[0].principal, cents("100.50"));
    assert_eq!(found.said.shares[0].interest, None);
    assert_eq!(found.said.verdicts.len(), 2);
}

#[test]
fn notices_and_lists_tell_liquidations() {
    let found = read(&[fixture("es-701.csv")]).unwrap();
    let told = &found.said.liquidations;
    assert_eq!(told.len(), 2, "a day of 1900 is a blank");
    assert_eq!((told[0].on, told[0].amount), (day("2026-05-29"), cents("3000")));
    assert_eq!((told[1].amount, told[1].interest), (cents("-150"), cents("0")), "a bill");
    assert_eq!((found.bins().used, found.bins().other), (2, 1));
    let found = read(&[fixture("es-001.csv")]).unwrap();
    let told = &found.said.liquidations;
    assert_eq!(told.len(), 2);
    assert_eq!((found.text(told[0].status), told[0].on), ("Suspended", None));
    let expected = RowBins { read: 4, used: 2, stranger: 1, other: 1, ..RowBins::default() };
    assert_eq!(found.bins(), expected);
    let found = csv("Entry Number,Liquidation Date,Port\n9Q910000011,05/29/2026,2704\n");
    assert_eq!((found.said.files[0].report, found.said.liquidations.len()), (None, 1));
}

#[test]
fn every_row_that_cannot_be_read_is_kept_with_the_reason() {
    let found = csv("Entry Number,Claim Number,Status,Error\n\
         9Q910000011,7,Accepted\n\
         \n\
         1.7E+09,7,Accepted,\n\
         ,7,Accepted,\n\
         ?,7,Accepted,\n\
         Entry Number,Claim Number,Status,Error\n\
         Grand Total:,4,,\n\
         ,,,\n\
         9Q910000011,7,Accepted,\n\
         9Q910000011,7,Accepted,\n\
         9Q910000029,7,\"Accepted,\n");
    let expected = [
        (2, "3 fields where the header has 4"),
        (
            4,
            "entry number `1.7E+09` was made a number by a spreadsheet, which loses digits: pull \
             the report again, or take the column in as text",
        ),
        (5, "it names no entry"),
        (6, "entry number `?` is not letters and digits"),
        (12, "a quote is opened and never closed: all text behind it is in this row"),
    ];
    assert_eq!(found.reasons(), expected);
    // The same row twice stands here twice.
    let expected =
        RowBins { read: 11, blank: 2, unreadable: 5, other: 2, used: 2, ..RowBins::default() };
    assert_eq!(found.bins(), expected);
}

#[test]
fn dates_with_the_day_first_are_seen_before_they_mislead() {
    let rows = |dates: [&str; 2]| {
        csv(&format!(
            "Entry Number,Claim Number,Status,Refund Amount,Refund Date\n\
             9Q910000011,7,Accepted,1.00,{}\n9Q910000029,7,Accepted,1.00,{}\n",
            dates[0], dates[1]
        ))
    };
    assert!(rows(["19/06/2026", "05/06/2026"]).day_first);
    let odd = rows(["19/06/2026", "06/19/2026"]);
    assert!(!odd.day_first);
    assert_eq!(odd.reasons(), [(2, "refund_date `19/06/2026` is no date such as 06/18/2026")]);
}
