//! No byte of the copy tells who imports what.

use super::portfolio::{FIXTURES, Reports, SECRET, files};
use capeprep::domain::{Day, clean_cell, fold, text_of};
use capeprep::rulebook::Rulebook;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use std::path::Path;

/// Every file by name, the members of workbooks and archives too.
fn contents(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for path in files(dir) {
        let name = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        if name.ends_with(".xlsx") {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
            for at in 0..archive.len() {
                let mut member = archive.by_index(at).unwrap();
                let part = member.name().unwrap().into_owned();
                let mut bytes = Vec::new();
                member.read_to_end(&mut bytes).unwrap();
                all.insert(format!("{name}/{part}"), bytes);
            }
        }
        all.insert(name, bytes);
    }
    all
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase()
}

/// A number in the ways in which it may be written.
fn spellings(number: &str) -> Vec<String> {
    let plain = letters_and_digits(number);
    let mut all = vec![number.to_owned(), plain.clone()];
    if let (Some(a), Some(b), Some(c)) = (plain.get(..3), plain.get(3..10), plain.get(10..)) {
        all.push(format!("{a}-{b}-{c}"));
        all.push(format!("{a} {b} {c}"));
        all.push(format!("{a}-{b}{c}"));
    }
    if let (Some(a), Some(b)) = (plain.get(..2), plain.get(2..)) {
        all.push(format!("{a}-{b}"));
    }
    all
}

/// Every number of an entry, an importer, a claim or a protest, and every name, from the report
/// that is not masked and from the inputs.
fn identifiers(reports: &Reports) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for table in ["entries", "groups", "lines", "findings", "rejected_rows", "readiness"] {
        for row in reports.table(&format!("out/{table}.csv")) {
            for column in ["entry_number", "importer_number"] {
                found.extend(row.get(column).map(|n| spellings(n)).unwrap_or_default());
            }
            found.extend(row.get("importer_name").cloned());
            found.extend(row.get("raw").cloned());
        }
    }
    let parties = std::fs::read_to_string(format!("{FIXTURES}/demo-parties/parties.toml")).unwrap();
    let parties: toml::Table = parties.parse().unwrap();
    let mut texts = Vec::new();
    texts_of(&toml::Value::Table(parties), &mut texts);
    found.extend(texts.iter().flat_map(|text| spellings(text)));
    found.extend(cells(reports));
    let words = known_words();
    let is_date = |text: &str| text.parse::<Day>().is_ok();
    found
        .retain(|text| text.len() > 4 && !is_date(text) && !words.contains(&fold(text.as_bytes())));
    found
}

fn texts_of(value: &toml::Value, texts: &mut Vec<String>) {
    match value {
        toml::Value::String(text) => texts.push(text.clone()),
        toml::Value::Array(all) => all.iter().for_each(|value| texts_of(value, texts)),
        toml::Value::Table(all) => all.values().for_each(|value| texts_of(value, texts)),
        _ => {}
    }
}

/// Every cell of the inputs that is no date, and every number that could identify something.
fn cells(reports: &Reports) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let facts = files(&reports.path("Quillfeather facts"));
    for path in files(&reports.path("Quillfeather inputs")).into_iter().chain(facts) {
        let delimiter = match path.extension().unwrap().to_str().unwrap() {
            "csv" => b',',
            "tsv" => b'\t',
            _ => continue,
        };
        let bytes = std::fs::read(&path).unwrap();
        let mut reader = csv::ReaderBuilder::new();
        reader.has_headers(false).flexible(true).delimiter(delimiter);
        let mut rows_of_data = false;
        for record in reader.from_reader(bytes.as_slice()).byte_records() {
            let record = record.unwrap();
            let header = record.iter().any(|cell| fold(cell).starts_with("entry"));
            if rows_of_data && !header {
                for cell in record.iter().map(clean_cell) {
                    let text = text_of(cell).into_owned();
                    let letters = text.bytes().any(|b| b.is_ascii_alphabetic());
                    // The digits of a claim or a protest, and no amount, day or tariff number.
                    let long = text.len() > 10 && text.bytes().all(|b| b.is_ascii_digit());
                    if long || letters && Day::read(cell).is_err() {
                        found.insert(text);
                    }
                }
            }
            rows_of_data |= header;
        }
    }
    found
}

/// Words of the rules and of the reports themselves, folded.
fn known_words() -> BTreeSet<String> {
    let rules = Rulebook::built_in().unwrap();
    let words = rules.status_words.iter().map(|(_, word)| word.word);
    let labels = rules.labels.iter().map(|label| fold(label.text.as_bytes()));
    let own = [
        "active",
        "requested",
        "registered",
        "verified",
        "drawback",
        "entry",
        "filer",
        "total",
        "subtotal",
    ];
    words.chain(labels).chain(own.map(str::to_owned)).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    memchr::memmem::find(bytes, text.as_bytes()).is_some()
}

/// Those of many texts that stand in some bytes. Looked up by their first four bytes, since there
/// are thousands.
fn held<'t>(bytes: &[u8], texts: &'t BTreeSet<String>) -> BTreeSet<&'t str> {
    let mut by_start: HashMap<&[u8], Vec<&str>> = HashMap::new();
    for text in texts {
        by_start.entry(&text.as_bytes()[..4]).or_default().push(text);
    }
    let mut found = BTreeSet::new();
    for (at, start) in bytes.windows(4).enumerate() {
        let texts = by_start.get(start).into_iter().flatten();
        found.extend(texts.filter(|text| bytes[at..].starts_with(text.as_bytes())));
    }
    found
}

#[test]
fn no_byte_of_the_copy_identifies_anybody() {
    let reports = Reports::plain();
    let masked = contents(&reports.path("masked"));
    let real = contents(&reports.path("out"));
    let identifiers = identifiers(reports);
    // The search finds what is there: the report itself holds most of them.
    let known: BTreeSet<&str> = real.values().flat_map(|bytes| held(bytes, &identifiers)).collect();
    assert!(known.len() > 500, "{}", known.len());

    let mut leaks = Vec::new();
    for (name, bytes) in &masked {
        for text in held(bytes, &identifiers) {
            leaks.push(format!("{name}: {text}"));
        }
        let lower = bytes.to_ascii_lowercase();
        let here = reports.path("").to_string_lossy().to_lowercase();
        for secret in [SECRET.to_lowercase(), "5a5a5a5a".to_owned(), here, "fixtures".to_owned()] {
            if holds(&lower, &secret) {
                leaks.push(format!("{name}: {secret}"));
            }
        }
    }
    // Three characters may stand anywhere by chance, but not as a word, nor before eight digits.
    for code in ["9Q9", "ZZX", "W7K"] {
        let names = |contents: &BTreeMap<String, Vec<u8>>| {
            let with = contents.iter().filter(|(_, bytes)| names_filer(bytes, code));
            with.map(|(name, _)| name.clone()).collect::<Vec<_>>()
        };
        assert!(names(&real).len() > 3, "{code}");
        assert_eq!(names(&masked), [""; 0], "{code}");
    }
    assert_eq!(leaks, [""; 0]);
}

fn names_filer(bytes: &[u8], code: &str) -> bool {
    bytes.windows(code.len()).enumerate().filter(|(_, part)| *part == code.as_bytes()).any(
        |(at, _)| {
            let is_sign = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
            let rest = &bytes[at + code.len()..];
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let starts = at == 0 || !is_sign(bytes.get(at - 1));
            starts && (digits == 8 || !is_sign(rest.first()))
        },
    )
}

#[test]
fn the_copy_has_no_upload_file_and_says_what_it_is() {
    let reports = Reports::of(&["--filer-code", "9Q9"]);
    assert!(reports.path("out/declarations").exists());
    assert!(!reports.path("masked/declarations").exists());
    let readme = std::fs::read_to_string(reports.path("masked/README.txt")).unwrap();
    assert!(readme.contains("pseudonym"));
    for name in ["report.html", "summary.json"] {
        let text = |dir: &str| std::fs::read_to_string(reports.path(dir).join(name)).unwrap();
        assert!(text("masked").contains("This is a masked copy"), "{name}");
        assert!(!text("out").contains("This is a masked copy"), "{name}");
    }
    assert_eq!(reports.json("masked/manifest.json")["options"]["masked"], true);
    assert_eq!(reports.json("out/manifest.json")["options"].get("masked"), None);
}
