//! Reports of what came after filing, compared.

use super::program::{Place, cents};
use capeprep::changes::is_refused;
use capeprep::report::hex;
use capeprep::track::State;
use serde_json::json;
use sha2::{Digest, Sha256};

const HEADER: &str = "entry_number,filer_code,importer_number,importer_name,payee,estimated_status,\
    estimated_lane,estimated_liquidation_date,refund_low,refund_high,interest_low,interest_high,\
    state,since,proof_report,proof_file,proof_record,claim_number,label,accepted_on,\
    liquidation_date,refund_numbers,expected_principal,expected_interest,refund_principal,\
    refund_interest,refund_basis,paid_principal,paid_interest,causes,contradictions,\
    diverted_principal,diverted_interest\n";

/// Writes a directory as `track` leaves it, with three entries.
fn tracking(place: &Place, name: &str, as_of: &str, entries: [(&str, &str, &str, &str); 3]) {
    let dir = place.path(name);
    std::fs::create_dir(&dir).unwrap();
    let numbers = ["9Q910000011", "9Q910000029", "9Q910000037"];
    let mut table = HEADER.to_owned();
    for (number, (state, refund, paid, diverted)) in numbers.iter().zip(entries) {
        let basis = if refund == "," { "none" } else { "reported" };
        table.push_str(&format!(
            "{number},9Q9,69-100000100,Imaginary Teapot Imports Inc,,eligible,file-now,,1000.00,\
             1000.00,50.00,50.00,{state},{as_of},ES-022,es022.csv,2,,,,,,1000.00,50.00,{refund},\
             {basis},{paid},,0,{diverted}\n"
        ));
    }
    std::fs::write(dir.join("tracking.csv"), &table).unwrap();
    let digest: [u8; 32] = Sha256::digest(table.as_bytes()).into();
    let manifest = json!({
        "program": "capeprep", "version": "0.1.0", "rulebook": "x",
        "options": {"command": "track", "as_of": as_of, "processing_days": 45},
        "estimate": {"manifest_sha256": "00"},
        "outputs": [{"file": "tracking.csv", "bytes": table.len(), "sha256": hex(&digest)}],
    });
    std::fs::write(dir.join("manifest.json"), manifest.to_string()).unwrap();
}

#[test]
fn what_cbp_refused_paid_and_kept_comes_off_the_receivable() {
    let place = Place::new();
    let nothing = ("accepted", ",", "0.00,0.00", "0.00,0.00");
    tracking(&place, "may", "2026-05-31", [nothing; 3]);
    let june = [
        ("entry-rejected", ",", "0.00,0.00", "0.00,0.00"),
        ("paid", "990.00,49.00", "990.00,49.00", "0.00,0.00"),
        ("diverted", "1000.00,51.00", "0.00,0.00", "1000.00,51.00"),
    ];
    tracking(&place, "june", "2026-06-30", june);
    place.run(&["diff", "may", "june", "--quiet", "--out", "changes"], 0);
    let rows = place.rows("changes/rollforward.csv");
    let row = |component: &str| rows.iter().find(|row| row["component"] == component).unwrap();
    let [duty, interest] = [row("principal"), row("interest")];
    for (column, x, y) in [
        ("opening", "3000.00", "150.00"),
        ("rejected", "-1000.00", "-50.00"),
        ("paid", "-990.00", "-49.00"),
        ("diverted", "-1000.00", "-51.00"),
        // One was paid $10.00 and $1.00 less than expected, the other $1.00 of interest more.
        ("settled_difference", "-10.00", "0.00"),
        ("closing", "0.00", "0.00"),
    ] {
        assert_eq!((&*duty[column], &*interest[column]), (x, y), "{column}");
    }
    let changes = place.rows("changes/changes.csv");
    let states = changes.iter().filter(|row| row["field"] == "state");
    let said: Vec<_> = states.map(|row| (&*row["after"], &*row["detail"])).collect();
    let detail = "ES-022 of 2026-06-30";
    assert_eq!(said, [("entry-rejected", detail), ("paid", detail), ("diverted", detail)]);
    assert!(changes.iter().all(|row| row["caused_by"] == "cbp-reports"));
    let journal = place.rows("changes/journal.csv");
    let cash = journal.iter().filter(|line| line["account"] == "Cash");
    assert_eq!(cash.map(|line| cents(&line["debit"])).sum::<i128>(), 103_900);
}

#[test]
fn a_state_in_no_list_is_not_taken_for_still_to_come() {
    let place = Place::new();
    let nothing = ("accepted", ",", "0.00,0.00", "0.00,0.00");
    tracking(&place, "may", "2026-05-31", [nothing; 3]);
    let settled = ("settled", ",", "0.00,0.00", "0.00,0.00");
    tracking(&place, "june", "2026-06-30", [nothing, settled, nothing]);
    let (_, told) = place.run(&["diff", "may", "june", "--quiet"], 1);
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["tracking.csv", "3", "state", "settled", "entry-rejected"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn a_refusal_is_what_tracking_calls_one() {
    let refused = State::ALL.iter().filter(|state| is_refused(**state));
    let refused: Vec<_> = refused.collect();
    assert_eq!(refused, [&State::FileRejected, &State::EntryRejected]);
}

/// Causes after which money is still to come.
const OPEN: [&str; 6] =
    ["not-filed", "not-liquidated", "suspended", "not-paid-yet", "held", "returned"];

/// Sums of a column of a table, as far as it is filled.
fn sum(place: &Place, table: &str, columns: &[&str]) -> i128 {
    let rows = place.rows(table);
    let cells = rows.iter().flat_map(|row| columns.iter().map(|column| row[*column].clone()));
    cells.filter(|cell| !cell.is_empty()).map(|cell| cents(&cell)).sum()
}

#[test]
fn the_story_is_closed_month_by_month() {
    const STORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/story");
    let place = Place::new();
    let may = format!("{STORY}/2026-05");
    let fixed = ["analyze", &may, "--as-of", "2026-05-15", "--quiet", "--out", "run"];
    place.run(&fixed, 0);
    let months = ["2026-06", "2026-07", "2026-08"].map(|month| format!("{STORY}/{month}"));
    let ends = ["2026-06-30", "2026-07-31", "2026-08-31"];
    let names = ["june", "july", "august"];
    let mut before = "run";
    let mut closing = None;
    let mut paid = 0;
    for (at, name) in names.iter().enumerate() {
        let mut track =
            vec!["track", "--run", "run", "--as-of", ends[at], "--out", name, "--quiet"];
        track.extend(months[..=at].iter().map(String::as_str));
        place.run(&track, 0);
        let changes = format!("to-{name}");
        let (said, _) = place.run(&["diff", before, name, "--out", &changes], 0);
        if *name == "july" {
            insta::assert_snapshot!("july_of_the_story", said);
        }
        let table = format!("{changes}/rollforward.csv");
        let opening = sum(&place, &table, &["opening"]);
        match closing {
            None => assert_eq!(
                opening,
                sum(&place, "run/entries.csv", &["refund_high", "interest_high"])
            ),
            Some(closing) => assert_eq!(opening, closing),
        }
        let left = sum(&place, &table, &["closing"]);
        closing = Some(left);
        // What is to come is what the tracking says is missing for causes that pass.
        let causes = &place.json(&format!("{name}/summary.json"))["causes"];
        let open = OPEN.map(|cause| cents(causes[cause]["amount"].as_str().unwrap()));
        // But for the interest that went on since the estimate, which is told by itself.
        let told = &place.json(&format!("{changes}/summary.json"))["receivable"];
        let beyond = cents(told["closing_beyond_estimate"].as_str().unwrap());
        assert_eq!(left, open.iter().sum::<i128>() + beyond, "{name}");
        let tracking = place.rows(&format!("{name}/tracking.csv"));
        let waits = tracking.iter().filter(|row| {
            row["refund_principal"].is_empty() && !row["state"].ends_with("-rejected")
        });
        let more = |row: &std::collections::BTreeMap<String, String>| {
            (cents(&row["interest_to_date"]) - cents(&row["interest_high"])).max(0)
        };
        assert_eq!(beyond, waits.map(more).sum::<i128>(), "{name}");
        assert!(sum(&place, &table, &["accrued_interest"]) > 0, "{name}");
        paid -= sum(&place, &table, &["paid"]);
        let tracking = format!("{name}/tracking.csv");
        assert_eq!(paid, sum(&place, &tracking, &["paid_principal", "paid_interest"]));
        // The estimate is the same all along.
        assert_eq!(sum(&place, &table, &["re_estimated", "new", "gone"]), 0);
        before = name;
    }
}

/// Tracks June, and July with these reports of it; compares the two.
fn july_of(place: &Place, keep: impl Fn(&str) -> Option<String>) -> String {
    const STORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/story");
    let may = format!("{STORY}/2026-05");
    place.run(&["analyze", &may, "--as-of", "2026-05-15", "--quiet", "--out", "run"], 0);
    std::fs::create_dir(place.path("2026-07")).unwrap();
    for file in std::fs::read_dir(format!("{STORY}/2026-07")).unwrap() {
        let (path, name) = file.map(|file| (file.path(), file.file_name())).unwrap();
        let name = name.to_string_lossy().into_owned();
        if !name.starts_with("bank") {
            std::fs::copy(path, place.path("2026-07").join(name)).unwrap();
        } else if let Some(text) = keep(&std::fs::read_to_string(path).unwrap()) {
            std::fs::write(place.path("2026-07").join(name), text).unwrap();
        }
    }
    let june = format!("{STORY}/2026-06");
    for (name, as_of, reports) in
        [("june", "2026-06-30", &[&*june][..]), ("july", "2026-07-31", &[&*june, "2026-07"])]
    {
        let fixed = ["track", "--run", "run", "--as-of", as_of, "--out", name, "--quiet"];
        place.run(&[&fixed[..], reports].concat(), 0);
    }
    place.run(&["diff", "june", "july", "--out", "changes"], 0).0
}

/// What the journal moves on an account, debits less credits.
fn posted(place: &Place, account: &str) -> i128 {
    let lines = place.rows("changes/journal.csv");
    let side = |line: &std::collections::BTreeMap<String, String>, column: &str| {
        Some(&line[column]).filter(|cell| !cell.is_empty()).map_or(0, |cell| cents(cell))
    };
    let own = lines.iter().filter(|line| line["account"] == account);
    own.map(|line| side(line, "debit") - side(line, "credit")).sum()
}

#[test]
fn cash_in_the_journal_is_what_the_bank_credited() {
    let place = Place::new();
    let said = july_of(&place, |text| Some(text.to_owned()));
    assert!(said.contains("credited by the bank                     $37,851.02"), "{said}");
    assert_eq!(posted(&place, "Cash"), 3_785_102);
    // A refund of somebody else's entry, and a credit that is no refund.
    assert_eq!(posted(&place, "Unapplied CBP receipts"), -(51_234 + 77_777));
    let rows = place.rows("changes/cash_reconciliation.csv");
    let period =
        |item: &str| cents(&rows.iter().find(|row| row["item"] == item).unwrap()["period"]);
    for (item, amount) in [
        ("paid_on_entries", 3_656_091),
        ("outside_the_estimate", 51_234),
        ("unmatched_credits", 77_777),
        ("other_differences", 0),
        ("issued_not_seen_at_bank", 0),
    ] {
        assert_eq!(period(item), amount, "{item}");
    }
    let parts: i128 = rows.iter().skip(1).map(|row| cents(&row["period"])).sum();
    assert_eq!(parts, period("bank_credits"));
}

#[test]
fn a_refund_that_the_bank_never_had_is_cleared_and_not_cash() {
    let place = Place::new();
    july_of(&place, |text| {
        let lines = text.lines().filter(|line| !line.contains("R000003"));
        Some(lines.map(|line| format!("{line}\n")).collect())
    });
    assert_eq!(posted(&place, "Cash"), 3_785_102 - 2_121_224);
    assert_eq!(posted(&place, "Refunds issued, not seen at bank"), 2_121_224);
}

#[test]
fn without_a_bank_statement_cash_is_not_reconciled_and_that_is_said() {
    const MAY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/story/2026-05");
    const REPORT: &str =
        concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/story/2026-07/ES-022 2026-07-31.csv");
    let place = Place::new();
    place.run(&["analyze", MAY, "--as-of", "2026-05-15", "--quiet", "--out", "run"], 0);
    let fixed = ["track", "--run", "run", "--as-of", "2026-07-31", "--out", "july", "--quiet"];
    place.run(&[&fixed[..], &[REPORT]].concat(), 0);
    let (said, _) = place.run(&["diff", "run", "july", "--out", "changes"], 0);
    assert!(said.contains("july was tracked without a bank statement"), "{said}");
    assert!(!place.path("changes/cash_reconciliation.csv").exists());
    assert!(place.json("changes/summary.json")["cash"].is_null());
}
