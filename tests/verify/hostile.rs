//! A directory from anybody: nothing leads out of it, nothing hangs, nothing fills the memory.

use super::Place;
use serde_json::json;

#[test]
fn names_that_lead_out_of_the_directory_are_refused() {
    let place = Place::demo();
    std::fs::write(place.path("secret"), "x").unwrap();
    let untouched = std::fs::read(place.path("report/manifest.json")).unwrap();
    for name in
        ["../secret", "/etc/passwd", "a/../../secret", "C:\\x", "..\\secret", "manifest.json"]
    {
        place.manifest("report", |said| {
            let outputs = said["outputs"].as_array_mut().unwrap();
            outputs.push(json!({"file": name, "bytes": 1, "sha256": "00"}));
        });
        let output = place.run(&["verify", "report"]);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(errors.contains("is no file of a report"), "{name}: {errors}");
        std::fs::write(place.path("report/manifest.json"), &untouched).unwrap();
    }
}

#[test]
fn signs_that_a_terminal_obeys_are_not_printed() {
    let place = Place::demo();
    std::fs::write(place.path("report/more\u{202e}.csv"), "x").unwrap();
    place.manifest("report", |said| {
        said["inputs"][0]["file"] = "a\u{1b}[31m\r\nHOLDS".into();
        said["options"]["as_of"] = "\u{1b}]0;x\u{7}".into();
        said["version"] = "\u{1b}[2J".into();
        said["rulebook"] = "\u{1b}[2J".into();
    });
    let output = place.run(&["verify", "report", "--no-progress"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(!text.contains(['\u{1b}', '\r', '\u{7}', '\u{202e}']), "{text}");
}

#[test]
fn a_share_of_another_machine_is_never_asked() {
    let place = Place::demo();
    place.manifest("report", |said| said["inputs"][0]["file"] = "\\\\host\\share\\x.csv".into());
    let verified = place.verify(&["report"]);
    assert_eq!(verified.of("inputs", "export \\\\host\\share\\x.csv").0, "not checked");
}

#[test]
fn a_file_of_any_size_is_not_taken_into_memory() {
    let place = Place::demo();
    let file =
        std::fs::OpenOptions::new().write(true).open(place.path("report/entries.csv")).unwrap();
    file.set_len(10 << 30).unwrap();
    let verified = place.verify(&["report"]);
    assert_eq!(verified.of("outputs", "entries.csv").0, "changed");
    let (verdict, detail) =
        verified.of("sums", "entries, lines, findings, groups and upload files");
    assert_eq!(verdict, "unreadable");
    assert!(detail.contains("a record of more than"), "{detail}");
    file.set_len(100).unwrap();
    let manifest = std::fs::OpenOptions::new().write(true).open(place.path("report/manifest.json"));
    manifest.unwrap().set_len(10 << 30).unwrap();
    let output = place.run(&["verify", "report"]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("which no manifest has"));
}

#[test]
fn a_table_that_is_none_is_named_with_its_record() {
    let place = Place::demo();
    for (text, said) in
        [("", "no column"), ("a,b\n1,2\n", "no column"), ("\u{0}\u{1}", "no column")]
    {
        place.forge("report", "entries.csv", |_| text.to_owned());
        let verified = place.verify(&["report"]);
        assert_eq!(verified.code, 1);
        let (verdict, detail) =
            verified.of("sums", "entries, lines, findings, groups and upload files");
        assert_eq!(verdict, "unreadable");
        assert!(detail.contains(said) && detail.contains("a spreadsheet may have"), "{detail}");
        // Each sum that was not added is named.
        assert_eq!(verified.said["everything_checked"], false);
        for sum in ["refund, lowest / highest", "groups = sums of their entries"] {
            assert_eq!(verified.of("sums", sum).0, "not checked");
        }
    }
    place.forge("report", "rejected_rows.csv", |_| "file,record\na\n".to_owned());
    let verified = place.verify(&["report"]);
    assert!(
        verified.of("sums", "rejected rows").1.contains("record 2: 1 cells under a header of 2")
    );
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_refused() {
    let place = Place::demo();
    let report = place.path("report");
    std::fs::rename(report.join("groups.csv"), place.path("groups.csv")).unwrap();
    std::os::unix::fs::symlink("../groups.csv", report.join("groups.csv")).unwrap();
    std::fs::rename(report.join("declarations"), place.path("declarations")).unwrap();
    std::os::unix::fs::symlink("../declarations", report.join("declarations")).unwrap();
    std::fs::remove_file(report.join("summary.json")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(report.join("summary.json")).status();
    assert!(made.unwrap().success());
    let verified = place.verify(&["report"]);
    assert_eq!(verified.code, 1);
    for (name, why) in [
        ("groups.csv", "it is a link"),
        ("declarations/declarations.csv", "behind a link"),
        ("summary.json", "it is no file"),
    ] {
        let (verdict, detail) = verified.of("outputs", name);
        assert_eq!(
            (verdict.as_str(), detail.contains(why)),
            ("unreadable", true),
            "{name}: {detail}"
        );
    }
    std::fs::remove_file(report.join("manifest.json")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(report.join("manifest.json")).status();
    assert!(made.unwrap().success());
    let output = place.run(&["verify", "report"]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("it is no file"));
}
