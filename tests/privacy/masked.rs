//! What is said on standard error where a masked copy is made names nobody.

use super::{FIXTURES, Place, program};
use std::collections::BTreeSet;
use std::path::Path;

/// Inputs with a row or a column for each remark.
const EXPORT: &str = "\
    Entry Summary Number,Entry Type Code,Importer Number,Importer Name,Entry Date,\
    Entry Summary Line Number,Tariff Ordinal Number,HTS Number - Full,\
    Line Tariff Goods Value Amount,Line Tariff Duty Amount,Liquidation Date,Bluewater Duty\n\
    9Q910000011,01,98-765432100,Bluewater Toys,05/20/2025,1,1,99030124,0.00,100.00,,7\n\
    9Q910000011,01,98-765432100,Bluewater Toys,05/20/2025,1,1,99030124,0.00,101.00,Bluewater,7\n\
    9Q910000029,01,98-765432101,Bluewater Games,Bluewater,1,1,99030124,0.00,Bluewater,,7\n\
    short\n";

const NAMES: [&str; 8] =
    ["Bluewater", "98-7654321", "987654321", "9Q91000", "9Q9-1", "10000011", "10000029", "9Q9"];

#[test]
fn standard_error_of_a_masked_run_names_nobody() {
    let place = Place::made();
    std::fs::write(place.path("work/export.csv"), EXPORT).unwrap();
    std::fs::write(place.path("work/bad.csv"), EXPORT.replace("HTS Number - Full", "x")).unwrap();
    std::fs::write(place.path("work/none.csv"), EXPORT.split_once('\n').unwrap().1).unwrap();
    std::fs::write(place.path("work/day-first.csv"), EXPORT.replace("05/20/2025", "20/05/2025"))
        .unwrap();
    let facts = "Entry Number,Protest Status\n9Q910000011,Bluewater objects\nBluewater,Open\n";
    std::fs::write(place.path("work/facts.csv"), facts).unwrap();
    let said = |words: &[&str]| {
        let mut command = place.around(&program());
        let output = command
            .args(["analyze"])
            .args(words)
            .args(["--mask", &format!("masked {}", words[0])])
            .output();
        let output = output.unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let as_of = ["--as-of", "2026-05-15", "--out"];
    let (code, text) =
        said(&[&["export.csv", "--facts", "facts.csv", "--strict"], &as_of[..], &["out"]].concat());
    assert_eq!(code, Some(3), "{text}");
    let mut all = vec![text];
    for name in ["bad.csv", "none.csv", "day-first.csv"] {
        let (code, text) = said(&[&[name], &as_of[..], &["out2"]].concat());
        assert!(code == Some(1) && text.contains(name), "{text}");
        all.push(text);
    }
    for text in &all {
        for name in NAMES {
            assert!(!text.contains(name), "{name}: {text}");
        }
    }
}

#[test]
fn the_sign_of_quotes_in_a_name_shows_nothing() {
    let place = Place::made();
    let without_header = EXPORT.split_once('\n').unwrap().1;
    for (at, name) in ["client`s.csv", "a `b.csv", "`", "two`of`them.csv"].iter().enumerate() {
        let folder = format!("in{at}");
        let file = place.path("work").join(&folder).join(name);
        std::fs::create_dir(file.parent().unwrap()).unwrap();
        std::fs::write(&file, without_header).unwrap();
        // Named itself, and by its folder where it has the ending of an export.
        let file = format!("{folder}/{name}");
        let inputs =
            if name.ends_with(".csv") { vec![file.clone(), folder] } else { vec![file.clone()] };
        for input in inputs {
            let mut command = place.around(&program());
            let output = command.args(["analyze", &input, "--out", "o", "--mask", "m"]).output();
            let output = output.unwrap();
            let text = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.code() == Some(1) && text.contains("(withheld)"), "{text}");
            for secret in NAMES {
                assert!(!text.contains(secret), "{secret}: {text}");
            }
            if !["a `b.csv", "`"].contains(name) {
                assert!(text.contains(&file) && text.contains("The first record is"), "{text}");
            }
        }
    }
}

#[test]
fn the_demo_masked_says_no_number_of_it() {
    let place = Place::made();
    let demo = format!("{FIXTURES}/demo");
    let words = ["analyze", &demo, "--as-of", "2026-05-15", "--out", "out", "--mask", "masked"];
    let output = place.around(&program()).args(words).output().unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    let numbers = column(&place.path("work/out/entries.csv"), "entry_number");
    assert!(numbers.len() > 20 && numbers.iter().all(|number| !said.contains(number.as_str())));
}

fn column(path: &Path, name: &str) -> BTreeSet<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let at = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}
