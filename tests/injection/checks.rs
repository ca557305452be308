//! What no output may hold, whatever the data holds.

use super::payloads::misleads;
use scraper::{Html, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

/// How much was looked at.
#[derive(Debug, Default)]
pub struct Seen {
    pub files: usize,
    pub cells: usize,
    pub elements: usize,
    pub characters: usize,
}

/// The files of a directory and those below it.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}

/// What goes to a terminal: text in lines and nothing else.
pub fn terminal(bytes: &[u8], what: &str, seen: &mut Seen) -> String {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{what}: not UTF-8"));
    for (at, c) in text.char_indices() {
        seen.characters += 1;
        assert!(c == '\n' || !misleads(c), "{what}: {c:?} in {:?}", around(text, at));
    }
    text.to_owned()
}

fn around(text: &str, at: usize) -> String {
    let start = text[..at].char_indices().rev().nth(60).map_or(0, |(start, _)| start);
    text[start..].chars().take(120).collect()
}

/// Every file of a report directory; returns the elements of its page, and the formulas.
pub fn report(dir: &Path, seen: &mut Seen) -> BTreeMap<String, BTreeSet<String>> {
    let mut elements: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in files(dir) {
        seen.files += 1;
        let name = path.strip_prefix(dir).unwrap().to_str().expect("a name in UTF-8").to_owned();
        file_name(&name);
        let bytes = std::fs::read(&path).unwrap();
        match path.extension().and_then(|e| e.to_str()).unwrap() {
            "csv" if is_upload(&name) => upload(&bytes, &name),
            "csv" => table(&bytes, &name, seen),
            "json" => json(&bytes, &name, seen),
            "html" => elements.extend(page(&bytes, &name, seen)),
            "xlsx" => _ = elements.insert("(formulas)".to_owned(), workbook(&path, seen)),
            "ics" => calendar(&bytes, &name, seen),
            "txt" => _ = terminal(&bytes, &name, seen),
            other => panic!("{name}: what is a .{other}?"),
        }
    }
    elements
}

/// Legal wherever a report is unpacked, and below the directory.
fn file_name(name: &str) {
    for part in name.split('/') {
        let legal = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        assert!(part.chars().all(legal), "{name}");
        assert!(!part.starts_with('.') && !part.ends_with('.') && part.len() <= 80, "{name}");
        let stem = part.split('.').next().unwrap().to_lowercase();
        assert!(!["con", "nul", "aux", "prn", "com1", "lpt1"].contains(&stem.as_str()), "{name}");
    }
}

fn is_upload(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|file| file.starts_with("cape-"))
}

fn upload(bytes: &[u8], name: &str) {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut lines = text.split("\r\n");
    assert_eq!(lines.next(), Some("Entry Number"), "{name}");
    let lines: Vec<&str> = lines.collect();
    let (last, entries) = lines.split_last().unwrap();
    assert_eq!(*last, "", "{name}");
    for entry in entries {
        assert!(entry.len() == 11 && entry.bytes().all(|b| b.is_ascii_alphanumeric()), "{name}");
    }
}

/// No cell is a formula, whether the spreadsheet expects commas, semicolons or tabs, and a row is a
/// line.
fn table(bytes: &[u8], name: &str, seen: &mut Seen) {
    let text = terminal(bytes, name, seen);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let mut rows = 0;
    for row in reader.records() {
        rows += 1;
        for cell in row.unwrap_or_else(|error| panic!("{name}: {error}")).iter() {
            seen.cells += 1;
            assert!(is_amount(cell) || !is_formula(cell), "{name}: {cell:?}");
        }
    }
    assert_eq!(text.matches('\n').count(), rows, "{name}: a row is a line");
    // As a spreadsheet reads it that takes the comma for a letter.
    for part in text.lines().flat_map(|line| line.split([';', '\t'])) {
        let first = part.split(',').next().unwrap_or_default();
        assert!(is_amount(first) || !is_formula(part.trim_start_matches('"')), "{name}: {part:?}");
    }
}

fn is_formula(cell: &str) -> bool {
    let cell = cell.trim_start_matches(|c: char| c.is_whitespace() || misleads(c));
    cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

fn is_amount(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

pub fn json(bytes: &[u8], name: &str, seen: &mut Seen) {
    let text = terminal(bytes, name, seen);
    let value: Result<serde_json::Value, _> = serde_json::from_str(&text);
    assert!(value.is_ok(), "{name}: {value:?}");
}

/// The elements of a page, each with its attributes and where they lead.
fn page(bytes: &[u8], name: &str, seen: &mut Seen) -> BTreeMap<String, BTreeSet<String>> {
    let text = std::str::from_utf8(bytes).unwrap();
    terminal(text.replace("\r\n", "\n").as_bytes(), name, seen);
    let page = Html::parse_document(text);
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut scripts, mut styles, mut policy) = (0, 0, String::new());
    for node in page.tree.nodes() {
        match node.value() {
            Node::Comment(comment) => panic!("{name}: a comment {comment:?}"),
            Node::Element(element) => {
                seen.elements += 1;
                let tag = element.name();
                scripts += usize::from(tag == "script");
                styles += usize::from(tag == "style");
                let attributes = found.entry(tag.to_owned()).or_default();
                for (attribute, value) in element.attrs() {
                    assert!(!attribute.starts_with("on"), "{name}: <{tag} {attribute}>");
                    if attribute == "content" && value.contains("default-src") {
                        policy = value.to_owned();
                    }
                    attributes.insert(attribute.to_owned());
                    if ["href", "src", "action", "srcset", "formaction"].contains(&attribute) {
                        let own = value.starts_with('#')
                            || value == "data:,"
                            || value.starts_with("https://")
                            || value
                                .bytes()
                                .all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b));
                        assert!(
                            own && !value.contains("x.example"),
                            "{name}: {attribute}={value:?}"
                        );
                    }
                }
            }
            _ => {}
        }
    }
    assert_eq!((scripts, styles), (1, 1), "{name}");
    assert!(policy.starts_with("default-src 'none'"), "{name}: {policy}");
    found
}

/// Nothing from outside, and no string that is more; returns its formulas without their rows.
fn workbook(path: &Path, seen: &mut Seen) -> BTreeSet<String> {
    let mut shapes = BTreeSet::new();
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).unwrap();
        let name = member.name().unwrap().into_owned();
        assert!(!name.contains("externalLink") && !name.contains("vba"), "{name}");
        let mut text = String::new();
        member.read_to_string(&mut text).unwrap();
        assert!(!text.contains("TargetMode=\"External\""), "{name}: a link to elsewhere");
        assert!(!text.contains("ddeLink") && !text.contains("<oleLink"), "{name}");
        terminal(text.replace('\r', "").as_bytes(), &name, seen);
        for formula in text.split("<f>").skip(1) {
            let formula = formula.split("</f>").next().unwrap();
            shapes.insert(formula.chars().filter(|c| !c.is_ascii_digit()).collect());
        }
    }
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    for sheet in book.sheet_names() {
        for (_, _, cell) in book.worksheet_range(&sheet).unwrap().used_cells() {
            seen.cells += 1;
            if let Data::String(text) = cell {
                terminal(text.as_bytes(), &sheet, seen);
            }
        }
    }
    shapes
}

/// Lines of a calendar: short, and each with a property that the program writes.
fn calendar(bytes: &[u8], name: &str, seen: &mut Seen) {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.ends_with("\r\n"), "{name}");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{name}: a line is too long");
    let unfolded = text.replace("\r\n ", "");
    terminal(unfolded.replace("\r\n", "\n").as_bytes(), name, seen);
    const KNOWN: [&str; 18] = [
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "METHOD",
        "NAME",
        "X-WR-CALNAME",
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "TRANSP",
        "CATEGORIES",
        "TRIGGER",
        "ACTION",
    ];
    for line in unfolded.lines() {
        let property = line.split([':', ';']).next().unwrap();
        assert!(KNOWN.contains(&property), "{name}: {line:?}");
    }
    let summaries = unfolded.lines().filter(|line| line.starts_with("SUMMARY")).count();
    assert_eq!(unfolded.matches("\nBEGIN:VEVENT\r").count(), summaries, "{name}");
    assert!(text.parse::<icalendar::Calendar>().is_ok(), "{name}");
}
