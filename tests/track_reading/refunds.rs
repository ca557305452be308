//! Refunds: REV-603, REV-613, REV-615.

use crate::read::{cents, csv, day, fixture, read};
use capeprep::rulebook::FactsReport;
use capeprep::track::{EntryRef, RowBins};

#[test]
fn rev_603_is_read_below_its_titles() {
    let found = read(&[fixture("rev-603.csv")]).unwrap();
    let file = &found.said.files[0];
    assert_eq!((file.report, file.report_date), (Some(FactsReport::Rev603), day("2026-07-01")));
    let refunds = &found.said.refunds;
    let told = |at: usize| {
        let row = &refunds[at];
        (found.text(row.refund), row.status.as_str(), row.amount, row.place.record)
    };
    assert_eq!(told(0), ("R000001", "issued", cents("3212.40"), 7));
    assert_eq!(told(1), ("R000002", "diverted", cents("1797.50"), 8));
    assert_eq!(told(2), ("R000003", "returned", cents("10"), 9));
    // `Transmitted` says less than a secondary status that nobody knows.
    assert_eq!(told(3), ("R000004", "unknown", cents("11"), 10));
    let first = &refunds[0];
    assert_eq!((first.principal, first.interest), (None, None));
    assert_eq!((found.text(first.payee), found.text(first.trace)), ("98-765432100", "T-778"));
    assert_eq!(found.text(first.status_text), "Treasury Issued");
    assert_eq!(first.on, day("2026-06-18"));
    assert_eq!(found.bins(), RowBins { read: 5, used: 4, other: 1, ..RowBins::default() });
}

#[test]
fn rev_613_lists_what_is_held() {
    let found = read(&[fixture("rev-613.csv")]).unwrap();
    let refund = &found.said.refunds[0];
    assert_eq!(found.said.files[0].report, Some(FactsReport::Rev613));
    assert_eq!((refund.status.as_str(), refund.amount), ("held", cents("900")));
    assert_eq!(found.text(refund.status_text), "Payee not enrolled in ACH");
    assert_eq!(refund.on, day("2026-06-22"));
}

#[test]
fn a_title_decides_where_the_columns_fit_several() {
    let columns = "Refund ID,Payee ID,Refund Amount,Refund Date\nR1,98-1,5.00,06/18/2026\n";
    let report = |title: &str| csv(&format!("{title}{columns}")).said.files[0].report;
    assert_eq!(report(""), Some(FactsReport::Rev603));
    assert_eq!(report("REV-613 - ACH Rejected Refunds\n"), Some(FactsReport::Rev613));
    assert_eq!(report("\"Report: CAPE Details Refunds (REV-615)\"\n"), Some(FactsReport::Rev615));
}

#[test]
fn rev_615_tells_refunds_and_the_shares_of_entries() {
    let found = read(&[fixture("rev-615.csv")]).unwrap();
    assert_eq!(found.said.files[0].report, Some(FactsReport::Rev615));
    let (refunds, shares) = (&found.said.refunds, &found.said.shares);
    assert_eq!((refunds.len(), shares.len()), (2, 2));
    assert_eq!(refunds[0].amount, cents("3212.40"));
    assert_eq!((refunds[0].principal, refunds[0].interest), (cents("3000"), cents("212.40")));
    assert_eq!((refunds[1].amount, refunds[1].diverted), (cents("1797.50"), cents("500")));
    assert_eq!((refunds[1].principal, refunds[1].status.as_str()), (None, "diverted"));
    let first = &shares[0];
    assert!(matches!(first.entry, EntryRef::Known(_)), "dashes are dropped");
    assert_eq!((first.principal, first.interest), (cents("3000"), cents("212.40")));
    assert_eq!((first.status.as_str(), first.liquidated), ("issued", day("2026-05-29")));
    // The zero that a spreadsheet took comes back; what is not parted is one amount.
    assert_eq!(found.number(shares[1].entry), "01700023458");
    assert_eq!((shares[1].principal, shares[1].interest), (cents("1797.50"), None));
    assert_eq!(found.said.liquidations.len(), 2);
}

#[test]
fn a_row_that_names_no_refund_is_kept_as_unreadable() {
    let found = csv("Refund ID,Total Refund Amount,Refund Status\n,,Transmitted\n,5.00,Issued\n");
    assert_eq!(found.reasons(), [(2, "it names no refund: no number and no amount")]);
    assert_eq!(found.said.refunds.len(), 1);
    assert_eq!(found.said.refunds[0].status.as_str(), "issued");
}

#[test]
fn what_stands_where_a_number_is_missing_is_no_number() {
    for cell in ["N/A", "PENDING", "TBD", "0", "-", "000000000", "#N/A", "none"] {
        let found = csv(&format!(
            "Claim Number,Claim Status,Entry Summary Number,Refund Amount,Interest Amount,\
             Refund Number,Refund Date,Refund Status\n\
             {cell},Accepted,9Q910000011,10.00,1.00,{cell},,Certified\n\
             7,Accepted,9Q910000029,,,{cell},,\n"
        ));
        let [share] = found.said.shares.as_slice() else { panic!("{:?}", found.said.shares) };
        assert!(share.refund.is_blank() && share.claim.is_blank(), "{cell}");
        let claims: Vec<&str> = found.said.verdicts.iter().map(|v| found.text(v.claim)).collect();
        assert_eq!(claims, ["", "7"], "{cell}");
    }
    let found = csv("Refund ID,Payee ID,Refund Date,Refund Status,Refund Secondary Status,\
         Total Refund Amount,Check/ACH Trace Number\n\
         R0000101,98-765432100,07/15/2026,Transmitted,,5000.00,000000000\n\
         N/A,98-765432100,07/15/2026,Transmitted,,7000.00,900000017\n\
         TBD,98-765432100,07/15/2026,Transmitted,,,\n");
    let told: Vec<_> = found.said.refunds.iter().map(|r| [r.refund, r.trace]).collect();
    let told: Vec<_> = told.iter().map(|ids| ids.map(|id| found.text(id))).collect();
    assert_eq!(told, [["R0000101", ""], ["", "900000017"]]);
    assert_eq!(found.reasons(), [(4, "it names no refund: no number and no amount")]);
}
