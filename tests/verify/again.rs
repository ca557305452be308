//! Run with the options of its manifest, a report comes out the same to the byte.

use super::sums::story;
use super::{DEMO, Place};

#[test]
fn an_estimate_is_made_again_to_the_byte_whatever_its_options() {
    let place = Place::with(&["demo", "demo-facts", "demo-hts-rates", "demo-parties", "reports"]);
    let options: [&[&str]; 12] = [
        &[],
        &["--filer-code=9q9", "--filer-code=4F7"],
        &["--importer=98-765432100", "--importer=69100000100"],
        &[
            "--facts=reports/protests.csv",
            "--facts=reports/drawback.csv",
            "--complete=protests, drawbacks,protests",
        ],
        &["--hts-rates=demo-hts-rates/hts-excerpt.json", "--taxpayer=gatt"],
        &["--parties=demo-parties/parties.toml", "--include-review"],
        &["--taxpayer=non-corporate", "--deposit-basis=monthly-statement"],
        &["--processing-days=45", "--deposit-basis=entry"],
        &["--processing-days=90", "--only=groups,entries,html"],
        &["--skip=xlsx,ics", "--jobs=1", "--reader=reference"],
        &["--max-memory=64M", "--strict"],
        &["--map=port=Port of Entry Code", "--mask=masked"],
    ];
    for (at, options) in options.iter().enumerate() {
        let out = format!("--out=report-{at}");
        let words =
            [&["analyze", "demo", "--as-of=06/15/2026", "--quiet", &out], *options].concat();
        // 3: --strict, and the demo has rows that cannot be read.
        let ran = place.run(&words);
        assert!(matches!(ran.status.code(), Some(0 | 3)), "{options:?}");
        let verified = place.verify(&[&format!("report-{at}"), "--again"]);
        verified.holds();
        assert_eq!(verified.of("again", "manifest.json").0, "same", "{options:?}");
        assert!(verified.said["counts"]["again"]["same"].as_u64() > Some(2), "{options:?}");
    }
    let left: Vec<_> = std::fs::read_dir(place.path("")).unwrap().flatten().collect();
    let left = left.iter().filter(|e| e.file_name().to_string_lossy().contains("unfinished"));
    assert_eq!(left.count(), 0);
}

#[test]
fn a_tracking_and_a_comparison_are_made_again_to_the_byte() {
    let place = story();
    for dir in ["estimate", "june", "july", "change"] {
        place.verify(&[dir, "--again", "--strict"]).holds_wholly();
    }
    std::fs::write(place.path("accounts.csv"), "movement,component,account\npaid,,Bank\n").unwrap();
    place.done(&[
        "track",
        "--run=estimate",
        "story/2026-06",
        "--as-of=2026-06-30",
        "--report-date=ES-003 2026-05-16.csv=2026-05-16",
        "--skip=xlsx,html",
        "--quiet",
        "--out=dated",
    ]);
    place.verify(&["dated", "--again", "--strict"]).holds_wholly();
    place.done(&["diff", "june", "july", "--accounts=accounts.csv", "--quiet", "--out=booked"]);
    let verified = place.verify(&["booked", "--again", "--strict"]);
    verified.holds_wholly();
    assert_eq!(verified.of("inputs", "accounts accounts.csv").0, "same");
}

#[test]
#[cfg(target_os = "linux")]
fn a_second_run_that_was_only_compared_is_not_told_to_be_in_place() {
    let place = Place::demo();
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_capeprep"))
        .current_dir(place.path(""))
        .args(["verify", "report", "--again", "--json", "--no-progress"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("cannot write to standard output"), "{said}");
    assert!(!said.contains("in place"), "{said}");
}

#[test]
fn a_difference_is_shown_by_its_file_and_line() {
    let place = Place::demo();
    place.forge("report", "entries.csv", |text| text.replacen("Imaginary", "Imaginery", 1));
    let verified = place.verify(&["report"]);
    // No sum holds a name; only making it again does.
    verified.holds_wholly();
    let verified = place.verify(&["report", "--again"]);
    assert_eq!(verified.wrong(), [("again".into(), "entries.csv".into())]);
    let (_, detail) = verified.of("again", "entries.csv");
    assert!(detail.contains("line that differs is 3") && detail.contains("Imaginery"), "{detail}");
    std::fs::write(place.path("demo/more.csv"), "Entry Summary Number,HTS,Duty\n").unwrap();
    // What came later is named, and no second run reads it.
    let verified = place.verify(&["report"]);
    verified.holds();
    assert_eq!(verified.open(), ["export demo/more.csv"]);
    assert_eq!(place.verify(&["report", "--strict"]).code, 3);
    let verified = place.verify(&["report", "--again"]);
    verified.holds();
    let (verdict, detail) = verified.of("again", "the same run again");
    assert_eq!(verdict, "not checked");
    assert!(detail.contains("demo/more.csv was not read then"), "{detail}");
}

#[test]
fn another_version_or_other_rules_in_the_manifest_accuse_nobody() {
    let place = Place::demo();
    place.manifest("report", |said| said["version"] = "0.0.1".into());
    let verified = place.verify(&["report", "--again"]);
    verified.holds();
    let (verdict, detail) = verified.of("again", "manifest.json");
    assert_eq!(verdict, "same");
    assert!(detail.contains("version 0.0.1 then"), "{detail}");
}

#[cfg(unix)]
#[test]
fn a_second_run_opens_nothing_but_what_was_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::demo();
    let untouched = std::fs::read(place.path("report/manifest.json")).unwrap();
    let pipe = place.path("pipe.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for (key, value) in [
        ("inputs", serde_json::json!(["pipe.csv"])),
        ("inputs", serde_json::json!(["/dev/zero"])),
        ("inputs", serde_json::json!(["\\/host\\share"])),
        ("facts", serde_json::json!(["pipe.csv"])),
        ("hts_rates", "pipe.csv".into()),
        ("parties", "/dev/zero".into()),
        ("profile_name", "./pipe.csv".into()),
        ("rulebook", "pipe.csv".into()),
    ] {
        place.manifest("report", |said| said["options"][key] = value.clone());
        let verified = place.verify(&["report", "--again"]);
        assert_eq!(verified.of("again", "the same run again").0, "not checked", "{key} {value}");
        // What was found besides is told all the same.
        assert_eq!(verified.of("outputs", "entries.csv").0, "same");
        std::fs::write(place.path("report/manifest.json"), &untouched).unwrap();
    }
    // A parent that takes no file is no fault of the report.
    std::fs::create_dir(place.path("archive")).unwrap();
    std::fs::rename(place.path("report"), place.path("archive/report")).unwrap();
    let rights = |mode| {
        let rights = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(place.path("archive"), rights).unwrap();
    };
    rights(0o555);
    let verified = place.verify(&["archive/report", "--again"]);
    rights(0o755);
    verified.holds_wholly();
}

#[test]
fn the_command_is_printed_as_it_would_be_typed() {
    let place = Place::demo();
    let said = place.verify(&["report"]).said;
    let expected = "capeprep analyze demo --as-of 2026-06-15 --hts-rates \
        demo-hts-rates/hts-excerpt.csv --parties demo-parties/parties.toml --filer-code 9Q9 --facts \
        demo-facts/facts.csv --out report-again";
    assert_eq!(said["run_again"], expected);
    // A name that a shell would obey is in no command.
    std::fs::rename(place.path("demo"), place.path("demo $(touch x)")).unwrap();
    let mut words = DEMO.to_vec();
    (words[1], words[13]) = ("demo $(touch x)", "second");
    place.done(&words);
    let verified = place.verify(&["second", "--again"]);
    verified.holds_wholly();
    assert!(verified.said["run_again"].is_null());
}
