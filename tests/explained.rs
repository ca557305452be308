//! What `explain` says of clocks that are estimated, of protests, of checks that could not be run, of
//! sums below 0, and of where a row stands.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use serde_json::Value;

const AS_OF: [&str; 2] = ["--as-of", "2026-05-15"];
const DEMO: &str = "fixtures/demo";

/// What `explain` prints.
fn explained(words: &[&str], options: &[&str]) -> String {
    let mut command = Command::cargo_bin("capeprep").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.arg("explain").args(words).args(options).arg("--quiet");
    let out = command.assert().success().get_output().stdout.clone();
    String::from_utf8(out).unwrap()
}

/// What happens to a demo entry on this day by itself.
fn on_day<'t>(told: &'t Value, date: &str) -> &'t Value {
    let changes = told["changes"].as_array().unwrap();
    changes.iter().find(|change| change["date"] == date).unwrap_or(&Value::Null)
}

#[test]
fn an_open_protest_does_not_end_with_the_right_to_one() {
    let text = explained(&["9Q941000246", DEMO, "--json"], &AS_OF);
    let told: Value = serde_json::from_str(&text).unwrap();
    assert!(told["entry"]["findings"].to_string().contains("protest-open"));
    let what = on_day(&told, "2026-10-01")["what"].as_str().unwrap();
    assert!(what.contains("the one that is open does not end then"), "{what}");
    assert!(!text.contains("the protest right is over; lane court"), "{text}");
    let deadlines = told["deadlines"].as_array().unwrap();
    let right = deadlines.iter().find(|day| day["what"] == "protest right").unwrap();
    assert!(right["rule"].as_str().unwrap().ends_with("does not end then"), "{right}");
}

#[test]
fn the_clocks_of_an_expected_liquidation_are_marked_estimated() {
    let text = explained(&["9Q941000642", DEMO, "--json"], &AS_OF);
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(told["entry"]["projected_liquidation"], "2026-06-26");
    for (what, date) in [("CAPE window", "2026-09-14"), ("protest right", "2026-12-23")] {
        let deadlines = told["deadlines"].as_array().unwrap();
        let day = deadlines.iter().find(|day| day["what"] == what).unwrap();
        assert_eq!((&day["date"], &day["estimated"]), (&date.into(), &true.into()), "{what}");
    }
    for date in ["2026-09-15", "2026-12-24"] {
        assert_eq!(on_day(&told, date)["estimated"], true, "{date}");
    }
    let court = told["deadlines"].as_array().unwrap().iter().find(|day| day["what"] == "court");
    assert_eq!(court.unwrap()["estimated"], false);
}

#[test]
fn a_group_says_what_could_not_be_run_for_its_entries() {
    let group = ["--group", "79-200000200", "2026-04-03", DEMO];
    let text = explained(&group, &AS_OF);
    assert!(
        text.contains("\n  5 of 5 entries have checks that could not be run: account-mismatch,")
    );
    assert!(text.contains("not run  findings"), "{text}");
    let json = explained(&group, &[&AS_OF[..], &["--json"]].concat());
    let told: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(told["unproved"]["entries"], 5);
    for (code, entries) in told["unproved"]["checks"].as_object().unwrap() {
        let has = |entry: &&Value| {
            entry["entry"]["unproved"].as_array().unwrap().contains(&code.as_str().into())
        };
        let count = told["entries"].as_array().unwrap().iter().filter(has).count();
        assert_eq!(entries, count, "{code}");
    }
    let page = std::fs::read_to_string("docs/explain.md").unwrap();
    for key in told.as_object().unwrap().keys() {
        assert!(page.contains(&format!("`{key}`")), "{key}");
    }
}

#[test]
fn an_entry_below_zero_is_said_to_be_raised() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("export.csv");
    let header = "Entry Summary Number,Importer Number,Entry Date,Liquidation Date,HTS Number - Full,\
        Line Number,Line Tariff Ordinal Number,Line Tariff Duty Amount\n";
    let rows = "9Q941000568,,05/20/2025,03/27/2026,99030124,1,1,100.00\n\
        9Q941000568,,05/20/2025,03/27/2026,99030124,2,1,-250.00\n";
    std::fs::write(&path, format!("{header}{rows}")).unwrap();
    let path = path.to_str().unwrap();
    let text = explained(&["9Q941000568", path], &AS_OF);
    let said = "2 counted rows give -$150.00; an entry is not below 0, so its refund is $0.00";
    assert!(text.contains(said), "{text}");
    assert!(text.contains("\n  importer   (no importer number)\n"), "{text}");
    let text = explained(&["--group", "", "2026-03-27", path], &AS_OF);
    assert!(text.contains("\n  IOR (no importer number), liquidated 2026-03-27\n"), "{text}");
    assert!(text.contains("1 entry below 0 raised to 0") && text.contains(said), "{text}");
}

#[test]
fn files_are_named_once_and_then_called_by_a_number() {
    let options = [&AS_OF[..], &["--facts", "fixtures/demo-facts/facts.csv"]].concat();
    for words in [&["ZZX77000011", DEMO][..], &["--group", "89-300000300", "2026-01-30", DEMO]] {
        let text = explained(words, &options).replace('\\', "/");
        let named: Vec<&str> = text.lines().filter(|line| line.contains("fixtures/")).collect();
        assert!(!named.is_empty());
        for (at, line) in named.iter().enumerate() {
            assert!(line.starts_with(&format!("  [{}] fixtures/demo", at + 1)), "{line}");
        }
    }
    let json = explained(&["ZZX77000011", DEMO, "--json"], &options).replace('\\', "/");
    assert!(json.contains("fixtures/demo-facts/facts.csv") && !json.contains("[1] record"));
}

/// The keys of a value, and of all in it, that the text does not name. Lists by code have no keys.
fn not_named(value: &Value, text: &str, missing: &mut Vec<String>) {
    match value {
        Value::Object(keys) => {
            for (key, value) in keys {
                let named = text.contains(&format!("`{key}`"));
                missing.extend((!named).then(|| key.clone()));
                not_named(value, text, missing);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| not_named(item, text, missing)),
        _ => {}
    }
}

#[test]
fn every_key_of_the_document_stands_in_its_row_of_the_page() {
    let page = std::fs::read_to_string("docs/explain.md").unwrap();
    let facts = ["--facts", "fixtures/demo-facts/facts.csv"];
    for options in [&AS_OF[..], &[&AS_OF[..], &facts].concat()] {
        let every = explained(&["--every", DEMO], options);
        for entry in every.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            for (key, value) in entry.as_object().unwrap() {
                // These have the columns of a report.
                if ["entry", "group"].contains(&key.as_str()) {
                    continue;
                }
                let row = page.lines().find(|line| {
                    line.starts_with("| `")
                        && line[2..].split(" | ").next().unwrap().contains(&format!("`{key}`"))
                });
                let mut missing = Vec::new();
                not_named(value, row.unwrap_or_default(), &mut missing);
                assert!(missing.is_empty(), "{key}: {missing:?} not in {row:?}");
            }
        }
    }
}
