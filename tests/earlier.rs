//! A report directory read back: what was written is what is read, and nothing else is used.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use capeprep::assess::DepositBasis;
use capeprep::domain::{Cents, FilingState, undefused, visible};
use capeprep::earlier::{Earlier, EarlierError, Kind, open};
use capeprep::report::cell::RowWriter;
use capeprep::report::hex;
use capeprep::report::tracking::TrackingRows;
use capeprep::rulebook::{Rulebook, Taxpayer};
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo");
const PARTIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo-parties/parties.toml");

/// A report of the demo folder that a test may spoil.
struct Report {
    dir: TempDir,
}

impl Report {
    fn of(options: &[&str]) -> Report {
        let dir = tempfile::tempdir().unwrap();
        Command::cargo_bin("capeprep")
            .unwrap()
            .args(["analyze", DEMO, "--as-of", "2026-05-15", "--quiet", "--skip", "xlsx,html"])
            .args(options)
            .arg("--out")
            .arg(dir.path().join("out"))
            .current_dir(dir.path())
            .assert()
            .success();
        Report { dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("out").join(name)
    }

    fn open(&self) -> Result<Earlier, EarlierError> {
        open(&self.dir.path().join("out"), &Rulebook::built_in().unwrap())
    }

    #[track_caller]
    fn refused(&self) -> String {
        self.open().map(|_| ()).unwrap_err().to_string()
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn manifest(&self) -> Value {
        serde_json::from_str(&self.text("manifest.json")).unwrap()
    }

    fn change_manifest(&self, change: impl FnOnce(&mut Value)) {
        let mut manifest = self.manifest();
        change(&mut manifest);
        std::fs::write(self.path("manifest.json"), manifest.to_string()).unwrap();
    }

    /// Writes a file as if the program had written it so.
    fn forge(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
        self.change_manifest(|manifest| {
            let outputs = manifest["outputs"].as_array_mut().unwrap();
            outputs.retain(|output| output["file"] != name);
            let sha256 = hex(&Sha256::digest(text.as_bytes()));
            outputs.push(json!({"file": name, "bytes": text.len(), "sha256": sha256}));
        });
    }

    /// The rows of `entries.csv`.
    fn rows(&self) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.path("entries.csv")).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    }

    /// Forges `entries.csv` with a cell of its first row changed.
    fn forge_cell(&self, column: &str, value: &str) {
        let text = self.text("entries.csv");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let head = reader.headers().unwrap().clone();
        let at = head.iter().position(|name| name == column).unwrap();
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(&head).unwrap();
        for (record, row) in reader.records().map(Result::unwrap).enumerate() {
            let cells = row.iter().enumerate();
            let changed = |(place, cell)| if record == 0 && place == at { value } else { cell };
            out.write_record(cells.map(changed)).unwrap();
        }
        self.forge("entries.csv", &String::from_utf8(out.into_inner().unwrap()).unwrap());
    }
}

#[test]
fn every_entry_comes_back_as_it_was_written() {
    let report = Report::of(&["--parties", PARTIES, "--filer-code", "9Q9"]);
    let earlier = report.open().unwrap();
    assert_eq!((earlier.kind, earlier.remarks.len()), (Kind::Analyze, 0), "{:?}", earlier.remarks);
    let (rows, portfolio) = (report.rows(), &earlier.portfolio);
    assert_eq!((rows.len(), rows.len() > 20), (portfolio.len(), true));
    let text = |id| portfolio.texts.text(id).to_owned();
    let print = |cents: Cents| cents.to_string();
    let codes = |set: capeprep::assess::checks::CheckSet| {
        set.checks().map(|check| check.code).collect::<Vec<_>>().join(";")
    };
    for ((_, entry), row) in portfolio.iter().zip(&rows) {
        let day = |day: Option<capeprep::domain::Day>| day.map_or(String::new(), |d| d.to_string());
        let found = [
            ("entry_number", entry.number.to_string()),
            ("importer_number", text(entry.importer)),
            ("importer_name", text(entry.importer_name)),
            ("payee", text(entry.payee)),
            ("entry_type", text(entry.entry_type)),
            ("entry_date", day(entry.entry_date)),
            ("summary_date", day(entry.summary_date)),
            ("payment_date", day(entry.payment_date)),
            ("deposit_date", day(entry.deposit_date)),
            ("liquidation_state", entry.liquidation_state.to_string()),
            ("liquidation_date", day(entry.liquidation_date)),
            ("projected_liquidation", day(entry.projected_liquidation)),
            ("duty_paid", print(entry.duty_paid)),
            ("refund_low", print(entry.refund_low)),
            ("refund_high", print(entry.refund_high)),
            ("interest_low", print(entry.interest_low)),
            ("interest_high", print(entry.interest_high)),
            ("status", entry.status.to_string()),
            ("lane", entry.lane.to_string()),
            ("findings", codes(entry.found)),
            ("unproved", codes(entry.unproved)),
        ];
        for (column, found) in found {
            assert_eq!(found, undefused(&row[column]), "{} {column}", entry.number);
        }
    }
    assert!(rows.iter().any(|row| !row["payee"].is_empty()));
    let made = &earlier.made_with;
    assert_eq!(made.as_of.to_string(), "2026-05-15");
    assert_eq!((made.taxpayer, made.deposit_basis), (Taxpayer::Corporate, DepositBasis::Summary));
    assert_eq!(made.processing_days, Rulebook::built_in().unwrap().windows.processing_days);
    assert_eq!((made.filer_codes.join(" "), made.importers.len()), ("9Q9".to_owned(), 0));
    assert!(!made.masked);
    assert!(earlier.for_tracking().is_ok());
}

#[test]
fn a_payee_that_is_left_open_is_the_importer() {
    let report = Report::of(&[]);
    report.forge_cell("payee", "unknown: IOR or 12-345678900");
    let earlier = report.open().unwrap();
    let (_, first) = earlier.portfolio.iter().next().unwrap();
    assert_ne!(first.payee, first.importer);
    assert_eq!(earlier.portfolio.payee(first), first.importer);
}

#[test]
fn a_changed_byte_anywhere_is_told() {
    for name in ["entries.csv", "groups.csv", "declarations/declarations.csv", "summary.json"] {
        let report = Report::of(&[]);
        let mut bytes = std::fs::read(report.path(name)).unwrap();
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
        std::fs::write(report.path(name), &bytes).unwrap();
        let told = report.refused();
        let file = Path::new(name).file_name().unwrap().to_str().unwrap();
        assert!(told.contains(file) && told.contains("SHA-256"), "{told}");
        assert!(told.contains("run analyze again"), "{told}");
        bytes.push(b'\n');
        std::fs::write(report.path(name), &bytes).unwrap();
        let told = report.refused();
        assert!(told.contains(&format!("{} now", bytes.len())), "{told}");
    }
}

#[test]
fn a_missing_file_is_told() {
    for name in ["entries.csv", "lines.csv"] {
        let report = Report::of(&[]);
        std::fs::remove_file(report.path(name)).unwrap();
        let told = report.refused();
        assert!(told.contains(name) && told.contains("is missing"), "{told}");
    }
}

#[test]
fn a_file_more_is_remarked_and_no_reason_to_refuse() {
    let report = Report::of(&[]);
    std::fs::write(report.path("notes.txt"), "x").unwrap();
    std::fs::create_dir(report.path("mine")).unwrap();
    std::fs::write(report.path("mine/a.csv"), "x").unwrap();
    let remarks = report.open().unwrap().remarks.join("\n");
    assert!(remarks.contains("`mine/a.csv`, `notes.txt`"), "{remarks}");
}

#[test]
fn a_directory_that_is_no_report_is_told_from_one_that_is_not_there() {
    let rules = Rulebook::built_in().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let told = |path: &Path| open(path, &rules).map(|_| ()).unwrap_err().to_string();
    assert!(told(dir.path()).contains("no report of capeprep"));
    assert!(told(&dir.path().join("none")).contains("cannot look into"));
    for (text, expected) in [
        ("{\"program\":\"other\"}", "written by `other`"),
        ("[]", "written by ``"),
        (
            "{\"program\":\"capeprep\",\"options\":{\"command\":\"diff\"}}",
            "written by `capeprep diff`",
        ),
        ("{\"program\":\"capeprep\"}", "missing field `options`"),
        ("", "cut off or changed"),
    ] {
        std::fs::write(dir.path().join("manifest.json"), text).unwrap();
        let told = told(dir.path());
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn a_manifest_that_is_cut_off_or_leads_elsewhere_is_told() {
    let report = Report::of(&[]);
    let whole = report.text("manifest.json");
    let cut = &whole[..whole.len() / 2];
    std::fs::write(report.path("manifest.json"), cut).unwrap();
    assert!(report.refused().contains("cut off or changed"));
    std::fs::write(report.path("manifest.json"), &whole).unwrap();
    for name in ["../secret", "/etc/passwd", "a\\b"] {
        report.change_manifest(|manifest| manifest["outputs"][0]["file"] = json!(name));
        assert!(report.refused().contains("which is no file of a report"));
    }
    std::fs::write(report.path("manifest.json"), &whole).unwrap();
    for (option, value) in [
        ("as_of", json!("yesterday")),
        ("taxpayer", json!("church")),
        ("deposit_basis", json!("never")),
        ("processing_days", json!(-5)),
    ] {
        report.change_manifest(|manifest| manifest["options"][option] = value);
        let told = report.refused();
        assert!(told.contains(&format!("options.{option} is")), "{told}");
        std::fs::write(report.path("manifest.json"), &whole).unwrap();
    }
}

#[test]
fn an_older_report_says_nothing_of_its_command_nor_of_the_newer_columns() {
    let report = Report::of(&[]);
    let rows = report.text("entries.csv");
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let mut out = csv::Writer::from_writer(Vec::new());
    let head = reader.headers().unwrap().clone();
    out.write_record(head.iter().take(26)).unwrap();
    for row in reader.records().map(Result::unwrap) {
        out.write_record(row.iter().take(26)).unwrap();
    }
    report.forge("entries.csv", &String::from_utf8(out.into_inner().unwrap()).unwrap());
    report.change_manifest(|manifest| {
        manifest["options"].as_object_mut().unwrap().remove("command").unwrap();
        manifest["options"]["processing_days"] = Value::Null;
        manifest["rulebook"] = json!("0.0.1");
    });
    let earlier = report.open().unwrap();
    let days = Rulebook::built_in().unwrap().windows.processing_days;
    assert_eq!(earlier.made_with.processing_days, days);
    let remarks = earlier.remarks.join("\n");
    assert!(remarks.contains("no column summary_date, payment_date, payee"), "{remarks}");
    assert!(remarks.contains("rulebook 0.0.1"), "{remarks}");
    let mut entries = earlier.portfolio.iter();
    assert!(entries.all(|(_, e)| e.payment_date.is_none() && e.deposit_date.is_some()));
}

#[test]
fn a_report_without_its_entries_says_how_to_get_them() {
    let told = Report::of(&["--only", "groups,json"]).refused();
    assert!(told.contains("no entries.csv") && told.contains("--only groups,json"), "{told}");
    let told = Report::of(&["--skip", "entries"]).refused();
    assert!(told.contains("run analyze again"), "{told}");
}

#[test]
fn a_masked_copy_is_read_and_not_tracked() {
    let dir = tempfile::tempdir().unwrap();
    let (out, masked) = (dir.path().join("out"), dir.path().join("masked"));
    Command::cargo_bin("capeprep")
        .unwrap()
        .args(["analyze", DEMO, "--as-of", "2026-05-15", "--quiet", "--only", "entries"])
        .args([Path::new("--out"), &out, Path::new("--mask"), &masked])
        .args([Path::new("--mask-key"), &dir.path().join("mask.key")])
        .assert()
        .success();
    let rules = Rulebook::built_in().unwrap();
    let copy = open(&masked, &rules).unwrap();
    assert!(copy.made_with.masked);
    let told = copy.for_tracking().map(|_| ()).unwrap_err().to_string();
    assert!(told.contains("is a masked copy"), "{told}");
    assert!(open(&out, &rules).unwrap().for_tracking().is_ok());
}

#[test]
fn cells_that_cannot_be_are_told_with_their_place() {
    let report = Report::of(&[]);
    let whole = report.text("entries.csv");
    for (column, value) in [
        ("entry_number", ""),
        ("entry_number", "9q9-1"),
        ("entry_date", "05/20/2025"),
        ("entry_date", "2025-02-30"),
        ("duty_paid", ""),
        ("refund_high", "1e9"),
        ("refund_high", "99999999999999999999.00"),
        ("status", "fine"),
        ("lane", ""),
        ("liquidation_state", "Liquidated"),
    ] {
        report.forge_cell(column, value);
        let told = report.refused();
        let place = format!("entries.csv, record 2, column {column}: ");
        assert!(told.contains(&place), "{told}");
        report.forge("entries.csv", &whole);
    }
    let (head, rows) = whole.split_once('\n').unwrap();
    report.forge("entries.csv", &format!("{head}\n{rows}{rows}"));
    assert!(report.refused().contains("every entry once"));
    report.forge("entries.csv", &format!("{whole}1,2,3\n"));
    assert!(report.refused().contains("3 cells under a header of 29"));
    report.forge("entries.csv", &whole.replace("refund_high", "refund_hi"));
    assert!(report.refused().contains("no column refund_high"));
    report.forge("entries.csv", "");
    assert!(report.refused().contains("no column entry_number"));
    report.forge("entries.csv", head);
    assert!(report.open().unwrap().portfolio.is_empty());
}

#[test]
fn a_code_of_another_version_is_remarked() {
    let report = Report::of(&[]);
    report.forge_cell("unproved", "check-digit;not-yet-known");
    let earlier = report.open().unwrap();
    assert!(earlier.remarks.join("\n").contains("`not-yet-known` (1)"), "{:?}", earlier.remarks);
    let (_, first) = earlier.portfolio.iter().next().unwrap();
    assert_eq!(
        first.unproved.checks().map(|check| check.code).collect::<Vec<_>>(),
        ["check-digit"]
    );
}

#[test]
fn texts_that_were_defused_come_back_as_they_were() {
    let report = Report::of(&[]);
    for name in [
        "=1+1",
        "+1",
        "-1",
        "@a",
        "'quoted'",
        "a,\"b\"",
        "line\nline",
        "\tx",
        "a;=1",
        " =1",
        "O'Brien",
    ] {
        let mut cell = Vec::new();
        RowWriter::new(&mut cell).text(name).end();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(cell.as_slice());
        let printed = reader.records().next().unwrap().unwrap()[0].to_owned();
        report.forge_cell("importer_name", &printed);
        let earlier = report.open().unwrap();
        let (_, first) = earlier.portfolio.iter().next().unwrap();
        // What a terminal would obey stays as it was shown.
        assert_eq!(earlier.portfolio.texts.text(first.importer_name), visible(name));
    }
}

/// A directory with one table, as if the program had written it.
fn forged(dir: &Path, command: &str, file: &str, content: &[u8]) {
    std::fs::write(dir.join(file), content).unwrap();
    let sha256 = hex(&Sha256::digest(content));
    let manifest = json!({
        "program": "capeprep",
        "options": {
            "command": command,
            "as_of": "2026-05-15",
            "taxpayer": "corporate",
            "deposit_basis": "summary",
        },
        "outputs": [{"file": file, "bytes": content.len(), "sha256": sha256}],
    });
    std::fs::write(dir.join("manifest.json"), manifest.to_string()).unwrap();
}

const ENTRIES: &str = "entry_number,importer_number,importer_name,entry_type,entry_date,\
    liquidation_state,liquidation_date,duty_paid,refund_low,refund_high,interest_low,interest_high,\
    status,lane,findings,unproved,projected_liquidation,deposit_date\n\
    9Q910000011,98-765432100,'=1,01,2025-05-20,liquidated,2026-04-01,100.00,90.00,100.00,1.00,2.00,\
    review,review,check-digit;net-bill-risk,protest-open,,2025-06-03\n\
    9Q910000029,,\"a,b\",,,unknown,,-5.00,0.00,0.00,0.00,0.00,no_refund,none,,,2026-10-30,\n";

proptest! {
    /// No bytes make it panic; what is read has the rows that are there.
    #[test]
    fn any_bytes_are_read_or_told(
        tracked in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let (command, file, text) = match tracked {
            true => ("track", "tracking.csv", format!("{}\n{TRACKED}", TrackingRows::HEADER)),
            false => ("analyze", "entries.csv", ENTRIES.to_owned()),
        };
        let mut content = text.into_bytes();
        for (at, byte) in &changes {
            let at = at.index(content.len());
            content[at] = *byte;
        }
        forged(dir.path(), command, file, &content);
        let read = open(dir.path(), &RULES);
        if changes.is_empty() {
            prop_assert_eq!(read.unwrap().portfolio.len(), 2);
        }
    }
}

static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().unwrap());

/// The rows of `tracking.csv` for a paid entry and for one that was not filed.
const TRACKED: &str = "9Q910000011,9Q9,98-765432100,Imaginary Teapot Imports Inc,98-765432100,\
    eligible,file-now,2026-04-01,100.00,110.00,8.00,9.00,paid,2026-09-01,REV-615,r.csv,4,C1,,\
    2026-05-20,2026-07-01,R1,110.00,9.00,100.00,8.12,reported,100.00,8.12,\
    floor-share;interest-end,0,0.00,0.00,,,8.12\n\
    9Q910000029,9Q9,69-100000100,Notional Lantern Co,,blocked,protest,,0.00,5.00,0.00,1.00,\
    not-filed,,,,,,,,,,5.00,1.00,,,none,0.00,0.00,not-filed,0,,,,,\n";

#[test]
fn what_was_tracked_is_read_with_its_states() {
    let report = Report::of(&[]);
    report.forge("tracking.csv", &format!("{}\n{TRACKED}", TrackingRows::HEADER));
    report.change_manifest(|manifest| manifest["options"]["command"] = json!("track"));
    let earlier = report.open().unwrap();
    assert_eq!((earlier.kind, earlier.portfolio.len(), earlier.states.len()), (Kind::Track, 2, 2));
    let text = |id| earlier.portfolio.texts.text(id);
    let states: Vec<_> =
        earlier.portfolio.iter().map(|(id, _)| earlier.state(id).unwrap()).collect();
    assert_eq!([states[0].state, states[1].state], [FilingState::Paid, FilingState::NotFiled]);
    assert_eq!(text(states[0].causes), "floor-share;interest-end");
    assert_eq!(text(states[0].proof_report), "REV-615");
    assert_eq!(states[0].liquidated.unwrap().to_string(), "2026-07-01");
    assert_eq!(states[0].paid.interest, Cents(812));
    assert_eq!((states[0].refund.unwrap().principal, states[1].refund), (Cents(10_000), None));
    assert_eq!(states[1].expected.principal, Cents(500));
    let told = earlier.for_tracking().map(|_| ()).unwrap_err().to_string();
    assert!(told.contains("written by `capeprep track`"), "{told}");
}
