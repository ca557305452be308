//! The parties file: who is paid, what waits behind the set-up, gaps, and a routing number that is
//! never seen again.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use capeprep::parties::{Parties, StepState};
use capeprep::rulebook::Step;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tempfile::TempDir;

/// Passes the checksum; no bank begins with 99.
const ROUTING_NUMBER: &str = "990000042";

/// Three importers and a stranger. Box 28 of the second names its party, nobody, and another one.
const EXPORT: &str = "Entry Summary Number,Entry Type Code,Importer Number,Importer Name,\
    Entry Date,Entry Summary Date,Entry Summary Line Number,Tariff Ordinal Number,\
    HTS Number - Full,Line Tariff Duty Amount,Liquidation Date,Liquidation Status,CF 4811 Number\n\
    9Q910000011,01,98-765432100,Imaginary Teapot Imports Inc,02/10/2025,02/24/2025,1,1,99030120,100.00,04/01/2026,Liquidated,\n\
    9Q910000029,01,69-100000100,Notional Lantern Co,05/20/2025,06/03/2025,1,1,99030125,1000.00,04/01/2026,Liquidated,12-3456789 00\n\
    9Q910000037,01,69-100000100,Notional Lantern Co,06/20/2025,07/03/2025,1,1,99030125,2000.00,04/01/2026,Liquidated,\n\
    9Q910000045,01,69-100000100,Notional Lantern Co,06/23/2025,07/07/2025,1,1,99030125,4000.00,04/01/2026,Liquidated,55-555555500\n\
    9Q910000052,01,79-200000200,\"Fictive Bicycle Works, LLC\",07/20/2025,08/03/2025,1,1,99030125,8000.00,04/01/2026,Liquidated,\n\
    ZZX77000011,01,79-200000200,\"Fictive Bicycle Works, LLC\",07/21/2025,08/04/2025,1,1,99030125,16000.00,04/08/2026,Liquidated,12-345678900\n\
    9Q910000060,01,89-300000300,Storybook Lighting Co,08/20/2025,09/03/2025,1,1,99030125,32000.00,,Unliquidated,\n";

/// The example of the guide.
fn example() -> String {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/parties.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let (_, rest) = guide.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

/// An export, and the reports made of it.
struct Portfolio {
    dir: TempDir,
}

impl Portfolio {
    fn of(export: &str, parties: Option<&str>, options: &[&str]) -> Portfolio {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("export.csv"), export).unwrap();
        let mut command = Command::cargo_bin("capeprep").unwrap();
        command.current_dir(dir.path());
        command.args(["analyze", "export.csv", "--as-of", "2026-05-15", "--out", "out"]);
        if let Some(parties) = parties {
            std::fs::write(dir.path().join("parties.toml"), parties).unwrap();
            command.args(["--parties", "parties.toml"]);
        }
        let output = command.args(options).output().unwrap();
        std::fs::write(dir.path().join("stdout"), &output.stdout).unwrap();
        std::fs::write(dir.path().join("stderr"), &output.stderr).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Portfolio { dir }
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.dir.path().join(name)).unwrap()
    }

    fn table(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let text = self.text(&format!("out/{name}"));
        csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
    }

    /// The row of an importer and step.
    fn step(&self, importer: &str, step: &str) -> BTreeMap<String, String> {
        let rows = self.table("readiness.csv").into_iter();
        let mut rows = rows.filter(|r| r["importer_number"] == importer && r["step"] == step);
        let row = rows.next();
        assert!(row.is_some(), "{importer} has no {step}");
        assert!(rows.next().is_none(), "{importer} has {step} twice");
        row.unwrap()
    }

    fn has_step(&self, importer: &str, step: &str) -> bool {
        let rows = self.table("readiness.csv");
        rows.iter().any(|r| r["importer_number"] == importer && r["step"] == step)
    }

    fn summary(&self) -> Value {
        serde_json::from_str(&self.text("out/summary.json")).unwrap()
    }
}

fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

#[test]
fn the_example_of_the_guide_is_a_parties_file() {
    let parties = Parties::read(&example(), "parties.toml").unwrap();
    let state = |number: &str, step| parties.importer(number).unwrap().state(step);
    assert_eq!(state("98765432101", Step::AchRefund), StepState::Done);
    assert_eq!(state("69-100000100", Step::AceAccount), StepState::Missing);
    assert_eq!(state("69-100000100", Step::NotifyParty), StepState::Done);
    assert_eq!(state("79 200000200", Step::AceAccount), StepState::Unknown);
    let broker = parties.broker("9q9").unwrap();
    assert_eq!(broker.authorised_for("69-100000100"), StepState::Done);
    assert_eq!(broker.authorised_for("79-200000200"), StepState::Missing);
    assert!(!format!("{parties:?}").contains(ROUTING_NUMBER));
}

#[test]
fn readiness_of_the_portfolio() {
    let portfolio = Portfolio::of(EXPORT, Some(&example()), &["--quiet"]);
    insta::assert_snapshot!("readiness", portfolio.text("out/readiness.csv"));
    insta::assert_snapshot!("payees", portfolio.text("out/groups.csv"));
    let readiness = serde_json::to_string_pretty(&portfolio.summary()["readiness"]).unwrap();
    insta::assert_snapshot!("readiness_of_the_summary", readiness);
}

#[test]
fn the_terminal_tells_the_set_up() {
    let portfolio = Portfolio::of(EXPORT, Some(&example()), &["--no-progress"]);
    let text = portfolio.text("stdout");
    let (_, section) = text.split_once("\nSet-up").unwrap();
    let (section, _) = section.split_once("\n\n").unwrap();
    insta::assert_snapshot!("set_up_on_the_terminal", section);
}

#[test]
fn filer_codes_are_counted_once_and_a_blank_importer_is_to_be_found() {
    let mut export = EXPORT.to_owned();
    for (entry, importer) in [("ZZX77000029", "98-765432100"), ("9Q910000078", "")] {
        export.push_str(&format!(
            "{entry},01,{importer},,08/20/2025,09/03/2025,1,1,99030125,50.00,,Unliquidated,\n"
        ));
    }
    let portfolio = Portfolio::of(&export, Some(&example()), &["--no-progress"]);
    let text = portfolio.text("stdout").split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "Filer codes of no broker in the file: 1 code in 2 pairs with an importer, with $16,050.00",
        "Not in the parties file: 1 importer with $32,000.00 (89-300000300).",
        "1 entry has no importer number, with $50.00: find it",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    let to_do = portfolio.step("", "importer-not-in-file")["what_to_do"].clone();
    assert!(to_do.starts_with("Find the importer number"), "{to_do}");
    let to_do = portfolio.step("89-300000300", "importer-not-in-file")["what_to_do"].clone();
    assert!(to_do.starts_with("Add the importer to the parties file"), "{to_do}");
}

#[test]
fn the_name_of_the_parties_file_serves_where_the_exports_have_none() {
    let export = EXPORT.replace("Notional Lantern Co", "");
    let portfolio = Portfolio::of(&export, Some(&example()), &["--quiet"]);
    let name = |step| portfolio.step("69-100000100", step)["importer_name"].clone();
    assert_eq!(name("ach-refund"), "Notional Lantern Co");
    assert_eq!(name("months-without-entry"), "Notional Lantern Co");
}

#[test]
fn a_payment_group_says_who_is_paid() {
    let text = Portfolio::of(EXPORT, Some(&example()), &["--no-progress"]).text("stdout");
    assert!(text.contains("69-100000100, paid to 12-345678900  "), "{text}");
}

#[test]
fn the_payee_is_the_notify_party_only_on_file_and_in_box_28() {
    let portfolio = Portfolio::of(EXPORT, Some(&example()), &["--quiet"]);
    let payees = |importer: &str| -> Vec<(String, String)> {
        let groups = portfolio.table("groups.csv").into_iter();
        let groups = groups.filter(|group| group["importer_number"] == importer);
        groups.map(|group| (group["payee"].clone(), group["refund_high"].clone())).collect()
    };
    let expected = |rows: &[(&str, &str)]| -> Vec<(String, String)> {
        rows.iter().map(|(payee, refund)| (payee.to_string(), refund.to_string())).collect()
    };
    assert_eq!(payees("98-765432100"), expected(&[("98-765432100", "100.00")]));
    assert_eq!(
        payees("69-100000100"),
        expected(&[
            ("69-100000100", "2000.00"),
            ("12-345678900", "1000.00"),
            ("unknown: IOR or 55555555500", "4000.00"),
        ])
    );
    assert_eq!(
        payees("79-200000200"),
        expected(&[("79-200000200", "8000.00"), ("unknown: IOR or 12-345678900", "16000.00"),])
    );
}

#[test]
fn without_a_column_the_file_tells_who_is_in_box_28_and_facts_go_before_it() {
    let export: String =
        EXPORT.lines().map(|line| format!("{}\n", &line[..line.rfind(',').unwrap()])).collect();
    let payee = |parties: &str, facts: Option<&str>| {
        let portfolio = match facts {
            None => Portfolio::of(&export, Some(parties), &["--quiet"]),
            Some(facts) => {
                let file = tempfile::NamedTempFile::with_suffix(".csv").unwrap();
                std::fs::write(file.path(), facts).unwrap();
                let path = file.path().to_string_lossy().into_owned();
                Portfolio::of(&export, Some(parties), &["--quiet", "--facts", &path])
            }
        };
        let groups = portfolio.table("groups.csv").into_iter();
        let groups = groups.filter(|group| group["importer_number"] == "69-100000100");
        groups.map(|group| group["payee"].clone()).collect::<Vec<_>>()
    };
    let parties = example();
    assert_eq!(payee(&parties, None), ["12-345678900"]);
    let known = |key: &str, to: &str| {
        let line = parties.lines().find(|line| line.starts_with(key)).unwrap();
        parties.replace(line, to)
    };
    assert_eq!(payee(&known("in_box_28", "in_box_28 = false"), None), ["69-100000100"]);
    assert_eq!(payee(&known("in_box_28", ""), None), ["unknown: IOR or 12-345678900"]);
    assert_eq!(payee(&known("on_file", ""), None), ["unknown: IOR or 12-345678900"]);
    assert_eq!(payee(&known("on_file", "on_file = false"), None), ["69-100000100"]);
    // Box 28 may name the importer itself.
    let facts = "Entry Number,notify_party\n9Q910000029,69 100000100\n9Q910000037,69-100000100\n";
    assert_eq!(payee(&parties, Some(facts)), ["69-100000100", "12-345678900"]);
    // A blank in a column is an empty box; a fact of one entry is of no other.
    let facts = "Entry Number,notify_party\n9Q910000037,\n9Q910000045,12-345678900\n";
    assert_eq!(
        payee(&known("in_box_28", ""), Some(facts)),
        ["69-100000100", "12-345678900", "unknown: IOR or 12-345678900"]
    );
}

#[test]
fn the_demo_shows_every_step_and_state() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = tempfile::tempdir().unwrap();
    Command::cargo_bin("capeprep")
        .unwrap()
        .args(["analyze", "fixtures/demo", "--as-of", "2026-05-15", "--quiet"])
        .args(["--parties", "fixtures/demo-parties/parties.toml", "--out"])
        .arg(dir.path().join("out"))
        .current_dir(root)
        .assert()
        .success();
    let table = |name: &str| -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(dir.path().join("out").join(name)).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    };
    let rows = table("readiness.csv");
    let column = |name: &str| rows.iter().map(|row| row[name].clone()).collect::<BTreeSet<_>>();
    // Its exports have no column of box 28, which could differ from the file.
    let steps = Step::ALL.iter().filter(|step| **step != Step::NotifyPartyDiffers);
    assert_eq!(column("step"), steps.map(ToString::to_string).collect());
    assert_eq!(column("state"), StepState::ALL.iter().map(ToString::to_string).collect());
    let payees: BTreeSet<String> =
        table("groups.csv").into_iter().map(|group| group["payee"].clone()).collect();
    let expected = ["19-500000500", "69-100000100", "79-200000200", "unknown: IOR or 4811 party"];
    assert_eq!(payees, expected.map(str::to_owned).into());
}

#[test]
fn what_waits_agrees_with_the_groups() {
    let portfolio = Portfolio::of(EXPORT, Some(&example()), &["--quiet"]);
    let groups = portfolio.table("groups.csv");
    let sum = |importer: &str, column: &str, paid: &dyn Fn(&str) -> bool| -> i64 {
        let of = groups.iter().filter(|g| g["importer_number"] == importer && paid(&g["payee"]));
        of.map(|group| cents(&group[column])).sum()
    };
    for column in ["refund_low", "refund_high", "interest_low", "interest_high"] {
        let waits = |importer: &str, step: &str| cents(&portfolio.step(importer, step)[column]);
        for importer in ["69-100000100", "79-200000200"] {
            assert_eq!(waits(importer, "ace-account"), sum(importer, column, &|_| true));
        }
        // The importer's bank data hold up no refund of its notify party.
        let importers_own = sum("69-100000100", column, &|payee| payee != "12-345678900");
        assert_eq!(waits("69-100000100", "ach-refund"), importers_own);
        assert_eq!(waits("69-100000100", "notify-party"), importers_own);
        let strangers = sum("89-300000300", column, &|_| true);
        assert_eq!(waits("89-300000300", "importer-not-in-file"), strangers);
        assert_eq!(waits("98-765432100", "ach-refund"), 0);
    }
    let step = |step| portfolio.step("69-100000100", step)["state"].clone();
    assert_eq!(step("ach-refund"), "missing");
    assert_eq!(step("us-bank"), "unknown");
    assert_eq!(step("notify-party-ach"), "done");
}

#[test]
fn gaps_are_told() {
    let portfolio = Portfolio::of(EXPORT, Some(&example()), &["--quiet"]);
    let detail = |importer: &str, step: &str| portfolio.step(importer, step)["detail"].clone();
    let months = detail("69-100000100", "months-without-entry");
    assert_eq!(months.split(' ').count(), 11);
    assert!(!months.contains("2025-05") && !months.contains("2025-06"), "{months}");
    assert!(months.starts_with("2025-02") && months.ends_with("2026-02"), "{months}");
    assert_eq!(detail("89-300000300", "importer-not-in-file"), "filer codes 9Q9");
    assert_eq!(detail("98-765432101", "several-suffixes"), "also 98-765432100");
    assert_eq!(detail("98-765432100", "several-suffixes"), "also 98-765432101");
    assert!(portfolio.has_step("98-765432101", "importer-without-entry"));
    assert!(!portfolio.has_step("98-765432101", "months-without-entry"));
    assert_eq!(detail("79-200000200", "filer-not-in-file"), "ZZX");
    assert_eq!(portfolio.step("79-200000200", "broker-authorised")["state"], "missing");
    assert_eq!(portfolio.step("69-100000100", "broker-authorised")["state"], "done");
    assert_eq!(detail("69-100000100", "notify-party-differs"), "55555555500");
    // Nobody but the importers of both is told of.
    let importers: BTreeSet<String> =
        portfolio.table("readiness.csv").iter().map(|r| r["importer_number"].clone()).collect();
    assert_eq!(importers.len(), 5);
}

#[test]
fn statuses_lanes_and_uploads_are_the_same_without_the_file() {
    let with = Portfolio::of(EXPORT, Some(&example()), &["--quiet"]);
    let without = Portfolio::of(EXPORT, None, &["--quiet"]);
    for file in ["findings.csv", "declarations/declarations.csv"] {
        let path = format!("out/{file}");
        assert_eq!(with.text(&path), without.text(&path));
    }
    let but_payee = |portfolio: &Portfolio| {
        let mut rows = portfolio.table("entries.csv");
        rows.iter_mut().for_each(|row| drop(row.remove("payee")));
        rows
    };
    assert_eq!(but_payee(&with), but_payee(&without));
    assert!(without.table("entries.csv").iter().all(|row| row["payee"].is_empty()));
    assert!(!without.dir.path().join("out/readiness.csv").exists());
    assert!(without.summary().get("readiness").is_none());
    let blank = without.table("groups.csv");
    assert!(!blank.is_empty() && blank.iter().all(|group| group["payee"].is_empty()));
    assert_eq!(with.summary()["refund"], without.summary()["refund"]);
}

#[test]
fn the_same_for_any_number_of_threads_and_in_little_memory() {
    let files = ["groups.csv", "readiness.csv", "summary.json"];
    let of = |options: &[&str]| {
        let portfolio = Portfolio::of(EXPORT, Some(&example()), options);
        files.map(|file| portfolio.text(&format!("out/{file}")))
    };
    let one = of(&["--quiet", "--jobs", "1"]);
    assert_eq!(one, of(&["--quiet", "--jobs", "4", "--chunk-size", "100"]));
    assert_eq!(one, of(&["--quiet", "--max-memory", "64M", "--chunk-size", "64"]));
}

#[test]
fn the_routing_number_is_nowhere() {
    fn walk(dir: &Path, texts: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, texts);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                let name = path.to_string_lossy().into_owned();
                texts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
    }
    let portfolio = Portfolio::of(EXPORT, Some(&example()), &["--no-progress"]);
    let mut texts = Vec::new();
    walk(portfolio.dir.path(), &mut texts);
    assert!(texts.len() > 8);
    for (name, text) in texts.iter().filter(|(name, _)| !name.ends_with("parties.toml")) {
        assert!(!text.contains(ROUTING_NUMBER), "{name}");
    }
    let manifest: Value = serde_json::from_str(&portfolio.text("out/manifest.json")).unwrap();
    assert_eq!(manifest["parties"]["file"], "parties.toml");
    assert_eq!(manifest["parties"]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(manifest["options"]["parties"], "parties.toml");
}

#[test]
fn a_file_that_cannot_be_used_stops_the_run_before_it_reads() {
    let dir = tempfile::tempdir().unwrap();
    let run = |options: &[&str]| {
        let output = Command::cargo_bin("capeprep")
            .unwrap()
            .current_dir(dir.path())
            .args(["analyze", "export.csv", "--out", "out"])
            .args(options)
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    std::fs::write(dir.path().join("export.csv"), EXPORT).unwrap();
    let (code, message) = run(&["--parties", "none.toml"]);
    assert!(code == Some(1) && message.contains("cannot open none.toml"), "{message}");
    std::fs::write(dir.path().join("latin.toml"), b"[[importer]]\nname = \"Caf\xe9\"\n").unwrap();
    let (code, message) = run(&["--parties", "latin.toml"]);
    assert_eq!(code, Some(1));
    assert!(message.contains("latin.toml, line 2, column 12: this is not UTF-8"), "{message}");
    let (code, message) = run(&["--only", "readiness"]);
    assert!(code == Some(2) && message.contains("--parties FILE"), "{message}");
    assert!(!dir.path().join("out").exists());

    // Notepad puts a byte order mark in front.
    let parties = format!("\u{feff}{}", example().replace('\n', "\r\n"));
    std::fs::write(dir.path().join("dos.toml"), parties).unwrap();
    let (code, message) = run(&["--parties", "dos.toml", "--only", "readiness", "--quiet"]);
    assert_eq!(code, Some(0), "{message}");
    // --force would remove it with the old report.
    std::fs::copy(dir.path().join("dos.toml"), dir.path().join("out/dos.toml")).unwrap();
    let (code, message) = run(&["--parties", "out/dos.toml", "--force"]);
    assert!(code == Some(1) && message.contains("lies inside"), "{message}");
}

/// Importers of whom the file says little, two of them without an entry and before all others.
const LITTLE: &str = "\
[[importer]]
numbers = [\"98-765432100\"]
ach_refund = \"verified\"
[[importer]]
numbers = [\"11-111111100\"]
ace_account_state = \"active\"
[importer.notify_party]
number = \"12-345678900\"
[[importer]]
numbers = [\"22-222222200\"]
us_bank = false
ach_refund = \"verified\"
[[importer]]
numbers = [\"69-100000100\"]
[importer.notify_party]
number = \"12-345678900\"
on_file = true
ach_refund = \"none\"
[[importer]]
numbers = [\"79-200000200\"]
[importer.notify_party]
number = \"12-345678900\"
on_file = true
";

#[test]
fn what_the_file_leaves_open_the_entries_may_answer() {
    let header = EXPORT.lines().next().unwrap();
    let entries = [("0011", "98-765432100", ""), ("0029", "69-100000100", "12-345678900")];
    let entries = entries.into_iter().chain([("0037", "79-200000200", "")]);
    let rows = entries.map(|(number, importer, box_28)| {
        format!(
            "9Q91000{number},01,{importer},X,05/20/2025,06/03/2025,1,1,99030125,1000.00,\
             04/01/2026,Liquidated,{box_28}\n"
        )
    });
    let export = format!("{header}\n{}", rows.collect::<String>());
    let portfolio = Portfolio::of(&export, Some(LITTLE), &["--quiet"]);
    let told = |importer: &str, step: &str| {
        let row = portfolio.step(importer, step);
        (row["state"].clone(), row["entries"].parse::<u64>().unwrap())
    };
    for (importer, step, state, waiting) in [
        // Nobody is in box 28, so nobody else is paid; without an entry that is not known.
        ("98-765432100", "notify-party", "done", 0),
        ("22-222222200", "notify-party", "unknown", 0),
        ("11-111111100", "notify-party", "unknown", 0),
        // The party is on file and in box 28, or it is on file only and the importer is paid.
        ("69-100000100", "notify-party", "done", 0),
        ("69-100000100", "notify-party-ach", "missing", 1),
        ("79-200000200", "notify-party", "missing", 1),
        ("79-200000200", "notify-party-ach", "unknown", 0),
        // What an enrolment that is verified needed first is behind it, but not what is missing.
        ("98-765432100", "trade-account-owner", "unknown", 0),
        ("98-765432100", "us-bank", "unknown", 0),
        ("22-222222200", "us-bank", "missing", 0),
        ("79-200000200", "us-bank", "unknown", 1),
        ("11-111111100", "form-5106-email", "unknown", 0),
    ] {
        assert_eq!(told(importer, step), (state.to_owned(), waiting), "{importer} {step}");
    }
    let to_do = |importer: &str, step: &str| portfolio.step(importer, step)["what_to_do"].clone();
    let enrolled = "Nothing waits for it: ach-refund is done.";
    assert_eq!(to_do("98-765432100", "trade-account-owner"), enrolled);
    assert_eq!(to_do("98-765432100", "us-bank"), enrolled);
    assert!(to_do("22-222222200", "us-bank").starts_with("Open an account at a bank"));
    let account = "Nothing waits for it: ace-account is done.";
    assert_eq!(to_do("11-111111100", "form-5106-email"), account);
    let party = to_do("11-111111100", "notify-party-ach");
    assert!(party.contains("`ach_refund` of the notify party in the parties file"), "{party}");
    // In the order of their numbers, those without an entry among the others.
    let mut importers: Vec<_> =
        portfolio.table("readiness.csv").iter().map(|row| row["importer_number"].clone()).collect();
    importers.dedup();
    let sorted = ["11-111111100", "22-222222200", "69-100000100", "79-200000200", "98-765432100"];
    assert_eq!(importers, sorted);
}
