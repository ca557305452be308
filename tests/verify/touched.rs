//! Whatever is touched in a directory is named.

use super::{Place, copy, files};

#[test]
fn an_untouched_report_holds_in_every_part() {
    let place = Place::demo();
    let verified = place.verify(&["report", "--strict"]);
    verified.holds_wholly();
    assert_eq!(verified.said["counts"]["outputs"]["same"], 12);
    assert_eq!(verified.said["counts"]["inputs"]["same"], 8);
    assert_eq!(verified.said["signed"], false);
    assert_eq!(verified.said["manifest_sha256"].as_str().unwrap().len(), 64);
    let text = String::from_utf8(place.run(&["verify", "report", "--no-progress"]).stdout).unwrap();
    assert!(
        text.contains("HOLDS: everything is as its manifest says, and every sum closes."),
        "{text}"
    );
    assert!(text.contains("The manifest is not signed"), "{text}");
}

#[test]
fn a_byte_in_any_file_is_seen() {
    let place = Place::demo();
    let names = files(&place.path("report"));
    assert_eq!(names.len(), 13);
    for name in names.iter().filter(|name| *name != "manifest.json") {
        let path = place.path("report").join(name);
        let untouched = std::fs::read(&path).unwrap();
        let mut touched = untouched.clone();
        let middle = touched.len() / 2;
        touched[middle] ^= 1;
        std::fs::write(&path, &touched).unwrap();
        let verified = place.verify(&["report"]);
        assert_eq!(verified.code, 1, "{name}");
        let (verdict, detail) = verified.of("outputs", name);
        assert_eq!(verdict, "changed", "{name}");
        assert!(detail.contains("SHA-256"), "{detail}");
        assert_eq!(verified.wrong().iter().filter(|(part, _)| part == "outputs").count(), 1);
        std::fs::write(&path, &untouched).unwrap();
    }
    place.verify(&["report"]).holds_wholly();
}

#[test]
fn files_that_are_cut_gone_swapped_or_added_are_named() {
    let place = Place::demo();
    let report = place.path("report");
    let whole = std::fs::read(report.join("lines.csv")).unwrap();
    std::fs::write(report.join("lines.csv"), &whole[..whole.len() - 10]).unwrap();
    std::fs::remove_file(report.join("deadlines.ics")).unwrap();
    let [x, y] = ["groups.csv", "readiness.csv"].map(|name| report.join(name));
    let (of_x, of_y) = (std::fs::read(&x).unwrap(), std::fs::read(&y).unwrap());
    std::fs::write(&x, of_y).unwrap();
    std::fs::write(&y, of_x).unwrap();
    std::fs::write(report.join("declarations/cape-1XX-001.csv"), "Entry Number\r\n").unwrap();
    std::fs::write(report.join(".DS_Store"), "of a Mac").unwrap();
    let verified = place.verify(&["report"]);
    assert_eq!(verified.code, 1);
    assert_eq!(verified.of("outputs", "lines.csv").0, "changed");
    assert!(verified.of("outputs", "lines.csv").1.contains("bytes by the manifest"));
    assert_eq!(verified.of("outputs", "deadlines.ics").0, "missing");
    assert_eq!(verified.of("outputs", "groups.csv").0, "changed");
    assert_eq!(verified.of("outputs", "readiness.csv").0, "changed");
    assert_eq!(verified.of("outputs", "declarations/cape-1XX-001.csv").0, "not listed");
    assert!(!verified.said.to_string().contains("DS_Store"));
    // The sums still tell what they can.
    assert_eq!(verified.of("sums", "rows read = sum of the bins").0, "closes");
}

#[test]
fn what_systems_leave_is_passed_over_and_notes_condemn_nothing() {
    let place = Place::demo();
    for name in ["~$report.xlsx", ".~lock.entries.csv#", "._report.html", "THUMBS.DB"] {
        std::fs::write(place.path("report").join(name), "x").unwrap();
    }
    place.verify(&["report", "--strict"]).holds_wholly();
    std::fs::write(place.path("report/notes.docx"), "x").unwrap();
    let output = place.run(&["verify", "report", "--no-progress"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("these were added") && !text.contains("cannot be trusted"), "{text}");
    std::fs::remove_file(place.path("report/notes.docx")).unwrap();
    // Whoever uploads a folder uploads all of it.
    std::fs::write(place.path("report/declarations/._cape-9Q9-001.csv"), "x").unwrap();
    let verified = place.verify(&["report"]);
    assert_eq!(verified.of("outputs", "declarations/._cape-9Q9-001.csv").0, "not listed");
}

#[test]
fn files_that_the_options_promise_must_be_listed() {
    let place = Place::demo();
    let gone = ["summary.json", "lines.csv", "groups.csv", "declarations/declarations.csv"];
    for name in gone {
        std::fs::remove_file(place.path("report").join(name)).unwrap();
    }
    place.manifest("report", |said| {
        let outputs = said["outputs"].as_array_mut().unwrap();
        outputs.retain(|output| !gone.contains(&output["file"].as_str().unwrap()));
    });
    let verified = place.verify(&["report"]);
    assert_eq!(verified.code, 1);
    for name in gone {
        assert_eq!(verified.of("outputs", name).0, "missing", "{name}");
    }
    // Nor does an option help against upload files without their index.
    place.manifest("report", |said| said["options"]["skip"] = serde_json::json!(["declarations"]));
    let verified = place.verify(&["report"]);
    assert_eq!(verified.of("outputs", "declarations/declarations.csv").0, "missing");
}

#[test]
fn a_manifest_that_the_tables_contradict_does_not_hold() {
    let place = Place::demo();
    let untouched = std::fs::read(place.path("report/manifest.json")).unwrap();
    let agree = "manifest = summary.json: day, rules, inputs";
    let changes: [fn(&mut serde_json::Value); 5] = [
        |said| said["options"]["as_of"] = "2026-06-14".into(),
        |said| said["rulebook"] = "2026-01-01+000000000000".into(),
        |said| drop(said["inputs"].as_array_mut().unwrap().remove(2)),
        |said| said["facts"] = serde_json::json!([]),
        |said| said["inputs"][0]["records"] = 50.into(),
    ];
    for change in changes {
        place.manifest("report", change);
        let verified = place.verify(&["report"]);
        assert_eq!(verified.code, 1);
        assert_eq!(verified.of("sums", agree).0, "does not close");
        std::fs::write(place.path("report/manifest.json"), &untouched).unwrap();
    }
    place.manifest("report", changes[2]);
    let verified = place.verify(&["report"]);
    assert_eq!(verified.of("sums", "files of the rows = inputs").0, "does not close");
}

#[test]
fn the_manifest_is_held_against_what_was_noted_of_it() {
    let place = Place::with(&["demo"]);
    let output = place.run(&["analyze", "demo", "--as-of=2026-06-15", "--out=report"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("SHA-256 of manifest.json: "));
    let noted = line.unwrap().to_owned();
    assert!(text.contains("capeprep verify report --expect"), "{text}");
    place.verify(&["report", "--expect", &noted.to_uppercase()]).holds_wholly();
    place.manifest("report", |said| said["took_ms"] = 1.into());
    place.verify(&["report"]).holds_wholly();
    let verified = place.verify(&["report", "--expect", &noted]);
    assert_eq!(verified.wrong(), [("manifest".into(), "manifest.json".into())]);
    assert_eq!(verified.code, 1);
    // A document there is whatever there is of the manifest.
    std::fs::write(place.path("report/manifest.json"), "{").unwrap();
    let verified = place.verify(&["report"]);
    assert_eq!(verified.wrong(), [("manifest".into(), "manifest.json".into())]);
    assert_eq!((verified.code, &verified.said["holds"]), (1, &serde_json::json!(false)));
}

#[test]
fn two_upload_files_that_are_swapped_are_told_apart() {
    let place = Place::with(&["story"]);
    place.done(&["analyze", "story/2026-05", "--as-of=2026-05-15", "--quiet", "--out=report"]);
    let dir = place.path("report/declarations");
    let names: Vec<String> = files(&dir).into_iter().filter(|n| n != "declarations.csv").collect();
    let (x, y) = (dir.join(&names[0]), dir.join(&names[1]));
    std::fs::rename(&x, dir.join("z")).unwrap();
    std::fs::rename(&y, &x).unwrap();
    std::fs::rename(dir.join("z"), &y).unwrap();
    let verified = place.verify(&["report"]);
    let (verdict, detail) = verified.of("outputs", &format!("declarations/{}", names[0]));
    assert_eq!(verdict, "changed");
    let same_size = x.metadata().unwrap().len() == y.metadata().unwrap().len();
    assert!(detail.contains("these are the bytes of") == same_size, "{detail}");
    assert_eq!(verified.of("sums", "upload files = entries to file").0, "does not close");
}

#[test]
fn a_manifest_may_say_more_than_is_known_and_must_be_one() {
    let place = Place::demo();
    place.manifest("report", |said| said["of_the_future"] = serde_json::json!({"a": [1]}));
    place.manifest("report", |said| said["version"] = "99.0.0".into());
    place.verify(&["report"]).holds_wholly();
    for (text, said) in [
        ("{", "cut off or changed"),
        ("{\"program\": \"other\", \"outputs\": []}", "written by `other`"),
        ("{\"program\": \"capeprep\"}", "lists no outputs"),
        (
            "{\"program\": \"capeprep\", \"outputs\": [{\"file\": \"x\"}]}",
            "no name, size or SHA-256",
        ),
    ] {
        std::fs::write(place.path("report/manifest.json"), text).unwrap();
        let output = place.run(&["verify", "report"]);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), errors.contains(said)), (Some(1), true), "{errors}");
    }
    std::fs::remove_file(place.path("report/manifest.json")).unwrap();
    let output = place.run(&["verify", "report"]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("is not there"));
    assert_eq!(place.run(&["verify", "nowhere"]).status.code(), Some(1));
}

#[test]
fn a_masked_copy_holds_and_says_what_it_withholds() {
    let place = Place::with(&["demo", "demo-hts-rates"]);
    place.done(&[
        "analyze",
        "demo",
        "--hts-rates=demo-hts-rates/hts-excerpt.csv",
        "--as-of=2026-06-15",
        "--quiet",
        "--out=report",
        "--mask=masked",
        "--importer=98-765432100",
    ]);
    let verified = place.verify(&["masked", "--again"]);
    verified.holds();
    assert!(!verified.open().is_empty());
    assert_eq!(verified.of("again", "the same run again").0, "not checked");
    assert_eq!(place.verify(&["masked", "--strict"]).code, 3);
    let manifest = std::fs::read_to_string(place.path("masked/manifest.json")).unwrap();
    assert!(!manifest.contains("98-765432100") && !manifest.contains("demo"), "{manifest}");
    copy(&place.path("masked"), &place.path("copied"));
    place.forge("copied", "entries.csv", |text| text.replacen(",1000.00,", ",1001.00,", 1));
    assert_eq!(place.verify(&["copied"]).code, 1);
}
