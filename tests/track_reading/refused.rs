//! What is no such report, and such reports where an estimate is made.

use crate::read::{cents, csv, fixture, text};
use assert_cmd::Command;
use capeprep::rulebook::FactsReport;
use std::path::Path;

#[test]
fn a_report_without_its_columns_is_named_with_what_it_lacks() {
    let refused = |lines: &str| text("odd.csv", lines.as_bytes()).err().unwrap().to_string();
    let message = refused("Refund ID,Refund Status,Refund Date\nR1,Transmitted,06/18/2026\n");
    assert!(message.contains("comes nearest to rev-603"), "{message}");
    assert!(message.contains("total_amount (`Total Refund Amount`"), "{message}");
    assert!(message.contains("`Refund ID`, `Refund Status`, `Refund Date`"), "{message}");
    let message = refused("Weather,Wind\nfine,none\n");
    assert!(message.contains("no header row of a report that `track` reads"), "{message}");
    let message = refused("Entry Summary Number,HTS Number - Full,Port\n9Q910000011,99030124,1\n");
    assert!(message.contains("this is no report that `track` reads"), "{message}");
}

fn capeprep(arguments: &[&str], cwd: &Path) -> (bool, String) {
    let mut command = Command::cargo_bin("capeprep").unwrap();
    let output = command.current_dir(cwd).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    // Messages are wrapped.
    let said = text(&output.stdout) + &text(&output.stderr);
    (output.status.success(), said.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn an_estimate_refuses_them_and_names_the_command_that_takes_them() {
    let dir = tempfile::tempdir().unwrap();
    let export = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/reports/es-003.csv");
    let export = export.to_str().unwrap();
    for (file, what) in [
        ("rev-603.csv", "REV-603"),
        ("rev-613.csv", "REV-613"),
        ("bank.csv", "bank statement"),
        ("validation-result.csv", "CAPE validation result"),
    ] {
        let path = fixture(file);
        let path = path.to_str().unwrap();
        for arguments in [
            &["analyze", path, "--out", "out"][..],
            &["analyze", export, path, "--out", "out"],
            &["analyze", export, "--facts", path, "--out", "out"],
            &["explain", "9Q920000019", export, path],
        ] {
            let (done, said) = capeprep(arguments, dir.path());
            assert!(!done && said.contains(&format!("found a {what}")), "{file}: {said}");
            assert!(said.contains("Give it to `capeprep track`"), "{file}: {said}");
        }
        let (done, said) = capeprep(&["inspect", path], dir.path());
        assert!(!done && said.contains(&format!("Report {what}")), "{file}: {said}");
        assert!(said.contains("Give it to `capeprep track`"), "{file}: {said}");
    }
}

/// The first ten entries of an ES-022 under other names: two lines are enough.
fn renamed(headers: &str) -> Result<crate::read::Read, capeprep::intake::IntakeError> {
    let rows = "100000000001,Accepted,9Q910000011,05/29/2026,3000.00,212.40\n";
    text("renamed.csv", format!("{headers}\n{rows}").as_bytes())
}

#[test]
fn a_report_of_claims_under_other_names_is_one() {
    for headers in [
        "Declaration Number,Claim Status,Entry Summary Number,Liquidation Date,Refund Amount,Interest",
        "CAPE Claim #,Claim Status,Entry Number,Liq Date,Principal,Interest Amount",
        "Claim No.,Status,Entry Number,Liq Date,Principal Amount,Interest Refund",
        "Declaration No,Declaration Status,Entry Number,Liq Date,Refund Principal,Refund Interest",
        "Claim Number,Claim Status,Entry Number,Liq Date,Duty Refund,Interest",
    ] {
        let found = renamed(headers).unwrap();
        let file = &found.said.files[0];
        assert_eq!(file.report, Some(FactsReport::Es022), "{headers}");
        assert_eq!(file.unread, [], "{headers}");
        assert_eq!(found.verdicts(), [("9Q910000011", "accepted", 2)], "{headers}");
        let share = &found.said.shares[0];
        assert_eq!((share.principal, share.interest), (cents("3000"), cents("212.40")));
    }
}

#[test]
fn the_duty_is_read_where_a_total_stands_beside_it() {
    let found = text(
        "es-022.csv",
        b"Claim Number,Claim Status,Entry Number,Refund Amount,Principal,Interest\n\
          1,Accepted,9Q910000011,3212.40,3000.00,212.40\n",
    )
    .unwrap();
    assert_eq!(found.said.shares[0].principal, cents("3000"));
    let unread = &found.said.files[0].unread;
    assert_eq!((unread[0].header.as_str(), unread[0].may_tell), ("Refund Amount", true));
}

#[test]
fn what_is_not_read_is_listed_and_never_passes_for_a_list_of_liquidations() {
    let refused = renamed("Batch,Claim State,Entry Number,Liq Date,Refunded Duties,Accrued");
    let message = refused.err().unwrap().to_string();
    assert!(message.contains("`Claim State`, `Refunded Duties` may tell of claims"), "{message}");
    assert!(message.contains("ES-022 has `Claim Number`"), "{message}");
    let listed =
        renamed("Batch,Claim Status,Entry Number,Liq Date,Refund Amount,Interest").unwrap();
    let file = &listed.said.files[0];
    assert_eq!(file.report, Some(FactsReport::Es701));
    let unread: Vec<(&str, bool)> =
        file.unread.iter().map(|column| (column.header.as_str(), column.may_tell)).collect();
    assert_eq!(unread, [("Batch", false), ("Claim Status", true)]);
    // Columns that are known and needed for nothing are not listed; a list of no report is one.
    let found = csv("Entry Number,Liquidation Date,Port,Colour\n9Q910000011,05/29/2026,2704,red\n");
    let file = &found.said.files[0];
    assert!(file.is_list && file.report.is_none());
    assert_eq!(file.unread.len(), 1, "{:?}", file.unread);
}
