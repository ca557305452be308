//! What was read is looked for where it was, or where it is said to be.

use super::sums::story;
use super::{Place, copy};

#[test]
fn an_input_that_changed_is_a_difference_and_one_that_is_gone_is_not_checked() {
    let place = Place::demo();
    let changed = [
        "demo/Broker C lines.tsv",
        "demo-facts/facts.csv",
        "demo-hts-rates/hts-excerpt.csv",
        "demo-parties/parties.toml",
    ];
    for (name, what) in changed.iter().zip(["export", "facts", "tariff", "parties"]) {
        let path = place.path(name);
        let untouched = std::fs::read(&path).unwrap();
        let mut touched = untouched.clone();
        touched[20] ^= 1;
        std::fs::write(&path, &touched).unwrap();
        let verified = place.verify(&["report"]);
        assert_eq!(verified.code, 1, "{name}");
        assert_eq!(verified.of("inputs", &format!("{what} {name}")).0, "changed");
        std::fs::remove_file(&path).unwrap();
        let verified = place.verify(&["report"]);
        verified.holds();
        assert_eq!(verified.open(), [format!("{what} {name}")]);
        assert_eq!(place.verify(&["report", "--strict"]).code, 3);
        std::fs::write(&path, &untouched).unwrap();
    }
    place.verify(&["report"]).holds_wholly();
}

#[test]
fn inputs_are_found_where_they_are_now_by_path_by_name_and_by_their_bytes() {
    let place = Place::demo();
    std::fs::create_dir(place.path("now")).unwrap();
    for folder in ["demo", "demo-facts", "demo-hts-rates", "demo-parties"] {
        std::fs::rename(place.path(folder), place.path("now").join(folder)).unwrap();
    }
    assert_eq!(place.verify(&["report"]).open().len(), 8);
    place.verify(&["report", "--inputs=now", "--strict"]).holds_wholly();
    // By path they can be read again, and the bytes are the same.
    place.verify(&["report", "--inputs=now", "--strict", "--again"]).holds_wholly();
    let renamed = place.path("now/renamed.tsv");
    std::fs::rename(place.path("now/demo/Broker C lines.tsv"), &renamed).unwrap();
    let deeper = place.path("now/2026");
    std::fs::create_dir(&deeper).unwrap();
    std::fs::rename(place.path("now/demo-facts/facts.csv"), deeper.join("facts.csv")).unwrap();
    let verified = place.verify(&["report", "--inputs=now", "--strict"]);
    verified.holds_wholly();
    let (_, now) = verified.of("inputs", "export demo/Broker C lines.tsv");
    assert!(now.contains("renamed.tsv"), "{now}");
    let verified = place.verify(&["report", "--inputs=now", "--again"]);
    assert_eq!(verified.of("again", "the same run again").0, "not checked");
    std::fs::write(&renamed, "x").unwrap();
    let verified = place.verify(&["report", "--inputs=now"]);
    assert_eq!(verified.open(), ["export demo/Broker C lines.tsv"]);
}

#[test]
fn an_input_is_found_however_deep_and_a_report_under_another_name() {
    let place = story();
    let deep = place.path("now/1/2/3/4/5/6");
    std::fs::create_dir_all(&deep).unwrap();
    std::fs::rename(place.path("june"), deep.join("renamed")).unwrap();
    std::fs::rename(place.path("july"), place.path("now/july")).unwrap();
    let verified = place.verify(&["change", "--inputs=now", "--strict"]);
    verified.holds_wholly();
    assert!(verified.of("inputs", "earlier report june").1.contains("renamed"));
    std::fs::remove_dir_all(deep.join("renamed")).unwrap();
    let verified = place.verify(&["change", "--inputs=now"]);
    let (verdict, detail) = verified.of("inputs", "earlier report june");
    assert_eq!(verdict, "not there");
    assert!(!detail.contains("name where it is"), "{detail}");
}

#[test]
fn standard_input_is_not_checked_until_it_is_found() {
    let place = Place::with(&["demo"]);
    let export = place.path("demo/Broker B ES-003 default.csv");
    let ran = assert_cmd::Command::new(env!("CARGO_BIN_EXE_capeprep"))
        .current_dir(place.path(""))
        .args(["analyze", "-", "--as-of=2026-06-15", "--quiet", "--out=report"])
        .pipe_stdin(&export)
        .unwrap()
        .output()
        .unwrap();
    assert!(ran.status.success());
    let verified = place.verify(&["report", "--again"]);
    verified.holds();
    assert_eq!(verified.open(), ["export -", "the same run again"]);
    let verified = place.verify(&["report", "--inputs=demo"]);
    verified.holds_wholly();
}

#[test]
fn the_reports_behind_a_tracking_and_a_comparison_are_inputs() {
    let place = story();
    let estimate = place.path("estimate/entries.csv");
    let untouched = std::fs::read_to_string(&estimate).unwrap();
    std::fs::write(&estimate, untouched.replacen('1', "2", 1)).unwrap();
    let verified = place.verify(&["july"]);
    assert_eq!(verified.wrong(), [("inputs".into(), "earlier report estimate".into())]);
    std::fs::write(&estimate, untouched).unwrap();
    place.verify(&["july", "--strict"]).holds_wholly();
    place.manifest("june", |said| said["more"] = 1.into());
    let verified = place.verify(&["change"]);
    assert_eq!(verified.wrong(), [("inputs".into(), "earlier report june".into())]);
    std::fs::remove_dir_all(place.path("june")).unwrap();
    assert_eq!(place.verify(&["change"]).open(), ["earlier report june"]);
}

#[test]
fn another_rulebook_is_named_with_both_versions() {
    let place = Place::demo();
    place.done(&["rulebook", "--export", "rules"]);
    place.verify(&["report", "--rulebook=rules", "--strict"]).holds_wholly();
    copy(&place.path("rules"), &place.path("others"));
    let file = place.path("others/rulebook.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("# Of another day.\n{text}")).unwrap();
    let verified = place.verify(&["report", "--rulebook=others"]);
    assert_eq!(verified.code, 1);
    let (verdict, detail) = verified.of("rulebook", "rulebook");
    assert_eq!(verdict, "another");
    assert!(detail.matches(", as of 20").count() == 2 && detail.contains("figures may differ"));
    // A report by rules that are not here is no fault of the report.
    place.done(&[
        "analyze",
        "demo",
        "--rulebook=others",
        "--as-of=2026-06-15",
        "--quiet",
        "--out=other-report",
    ]);
    place.verify(&["other-report", "--again"]).holds_wholly();
    std::fs::rename(place.path("others"), place.path("gone")).unwrap();
    let verified = place.verify(&["other-report"]);
    verified.holds();
    assert_eq!(verified.open(), ["rulebook"]);
}

#[test]
fn an_archive_of_several_members_is_one_input() {
    let place = Place::demo();
    let packed = |name: &str, more: &[u8]| {
        use std::io::Write as _;
        let mut zip = zip::ZipWriter::new(std::fs::File::create(place.path(name)).unwrap());
        let folder = std::fs::read_dir(place.path("demo")).unwrap();
        let mut paths: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.to_string_lossy().contains("ES-003 2025"));
        paths.sort();
        assert!(paths.len() > 1);
        for path in paths {
            let member = path.file_name().unwrap().to_str().unwrap();
            zip.start_file(member, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&std::fs::read(&path).unwrap()).unwrap();
            zip.write_all(more).unwrap();
        }
        zip.finish().unwrap();
    };
    packed("all.zip", b"");
    let options = ["--as-of", "2026-05-15", "--out", "packed", "--quiet"];
    place.done(&[&["analyze", "all.zip"], &options[..]].concat());
    place.verify(&["packed", "--strict", "--again"]).holds_wholly();
    let verified = place.verify(&["packed"]);
    assert_eq!(verified.of("inputs", "export all.zip").0, "same");
    packed("all.zip", b"\n");
    let verified = place.verify(&["packed"]);
    assert_eq!(verified.code, 1);
    assert_eq!(verified.of("inputs", "export all.zip").0, "changed");
}
