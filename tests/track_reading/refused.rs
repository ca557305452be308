//! What is no such report, and such reports where an estimate is made.

use crate::read::{fixture, text};
use assert_cmd::Command;
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
