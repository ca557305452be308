//! `capeprep verify --again`: the same run once more, and its files held against those of the report.

use super::args::Command;
use super::places::clear_beside;
use super::verify_command::Remade;
use super::{analyze, diff, track};
use crate::publication::Scratch;
use crate::report::{MANIFEST, plain};
use crate::verify::{Finding, Folder, Manifest, Part, Verdict};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// Bytes compared at once.
const BLOCK: usize = 1 << 16;
/// Bytes of a line that are shown.
const SHOWN: u64 = 160;
/// What a manifest says that is of the machine and the hour, and of no figure.
const OF_THE_HOUR: [&str; 5] = ["written_at", "took_ms", "jobs", "doubtful_bytes", "spilled_bytes"];
/// Options that are not repeated: the masked copy is another directory.
const NOT_REPEATED: [&str; 2] = ["mask", "mask_key"];

/// Runs the command again into a temporary directory beside the report and compares. Its inputs are
/// where they were, by the current directory.
pub(super) fn again(
    folder: &Folder,
    manifest: &Manifest,
    remade: &Remade,
) -> anyhow::Result<Vec<Finding>> {
    let told =
        |what: &str, verdict, detail: String| Finding::new(Part::Again, what, verdict, detail);
    let dir = std::path::absolute(folder.path())?;
    let dir = std::fs::canonicalize(&dir).unwrap_or(dir);
    clear_beside(&dir);
    let scratch = match Scratch::beside(&dir) {
        Ok(scratch) => scratch,
        // Archives are often read-only.
        Err(refused) => {
            let elsewhere = std::env::temp_dir().join(dir.file_name().unwrap_or_default());
            clear_beside(&elsewhere);
            Scratch::beside(&elsewhere).map_err(|_| refused)?
        }
    };
    let out = scratch.path().join("again");
    let command = match remade.parsed(&out) {
        Ok(command) => command,
        Err(why) => {
            let detail = format!("its options are not those of this program: {why}");
            return Ok(vec![told("the same run again", Verdict::NotChecked, detail)]);
        }
    };
    let ran = match command {
        Command::Analyze(args) => analyze::run(*args),
        Command::Track(args) => track::run(&args),
        Command::Diff(args) => diff::run(&args),
        _ => anyhow::bail!("this command cannot be run again"),
    };
    ran?;
    let made = Folder::open(&out)?;
    let now = Manifest::read(&made)?;
    let names: BTreeSet<&str> = manifest.files().chain(now.files()).collect();
    let mut findings: Vec<Finding> = Vec::new();
    for name in names {
        let (verdict, detail) = match (manifest.lists(name), now.lists(name)) {
            (true, false) => (Verdict::Changed, "not written when made again".to_owned()),
            (false, true) => (Verdict::Changed, "written only when made again".to_owned()),
            _ => compared(folder, &made, name),
        };
        findings.push(told(name, verdict, detail));
    }
    let (mut keys, mut others) = (differing_keys(&manifest.said, &now.said), Vec::new());
    // A year later the program is another; where it writes the same bytes, the report is proved.
    for (key, then, here) in [
        ("version", &manifest.version, &now.version),
        ("rulebook", &manifest.rulebook, &now.rulebook),
    ] {
        if keys.iter().any(|differs| differs == key) {
            keys.retain(|differs| differs != key);
            others.push(format!("{key} {then} then, {here} now"));
        }
    }
    let others = match others.as_slice() {
        [] => String::new(),
        others => format!("; made again by another program or other rules: {}", others.join(", ")),
    };
    let (verdict, detail) = match keys.is_empty() {
        true => (Verdict::Same, format!("its times aside{others}")),
        false => {
            (Verdict::Changed, format!("it says something else of: {}{others}", keys.join(", ")))
        }
    };
    findings.push(told(MANIFEST, verdict, detail));
    Ok(findings)
}

/// Keys of two manifests that differ; what neither says, and an older program did not say, is the same.
fn differing_keys(before: &Value, after: &Value) -> Vec<String> {
    let none = serde_json::Map::new();
    let (before, after) = (before.as_object().unwrap_or(&none), after.as_object().unwrap_or(&none));
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut differ = Vec::new();
    // Outputs are told of one by one.
    let told = |key: &str| OF_THE_HOUR.contains(&key) || key == "outputs";
    for key in keys.into_iter().filter(|key| !told(key)) {
        let (x, y) =
            (before.get(key).unwrap_or(&Value::Null), after.get(key).unwrap_or(&Value::Null));
        if key != "options" {
            if x != y {
                differ.push(key.clone());
            }
            continue;
        }
        let (x, y) = (x.as_object().unwrap_or(&none), y.as_object().unwrap_or(&none));
        let options: BTreeSet<&String> = x.keys().chain(y.keys()).collect();
        let options = options.into_iter().filter(|name| !NOT_REPEATED.contains(&name.as_str()));
        let null = &Value::Null;
        let differing =
            options.filter(|name| x.get(*name).unwrap_or(null) != y.get(*name).unwrap_or(null));
        differ.extend(differing.map(|name| format!("options.{name}")));
    }
    differ
}

fn compared(before: &Folder, after: &Folder, name: &str) -> (Verdict, String) {
    let opened = before.reopened(name).and_then(|x| Ok((x, after.reopened(name)?)));
    let (mut x, mut y) = match opened {
        Ok(both) => both,
        Err(error) => return (Verdict::Unreadable, error.to_string()),
    };
    match difference(&mut x, &mut y) {
        Ok(None) => (Verdict::Same, String::new()),
        Ok(Some(place)) => (Verdict::Changed, in_words(name, &mut x, &mut y, &place)),
        Err(error) => (Verdict::Unreadable, error.to_string()),
    }
}

/// Where two files begin to differ.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    byte: u64,
    line: u64,
    line_start: u64,
}

fn difference(x: &mut File, y: &mut File) -> io::Result<Option<Place>> {
    let (mut x, mut y) = (BufReader::new(x), BufReader::new(y));
    let (mut of_x, mut of_y) = (vec![0; BLOCK], vec![0; BLOCK]);
    let mut place = Place { byte: 0, line: 1, line_start: 0 };
    loop {
        let (read_x, read_y) = (fill(&mut x, &mut of_x)?, fill(&mut y, &mut of_y)?);
        let (some_x, some_y) =
            (of_x.get(..read_x).unwrap_or_default(), of_y.get(..read_y).unwrap_or_default());
        let same = some_x.iter().zip(some_y).take_while(|(a, b)| a == b).count();
        for byte in some_x.iter().take(same) {
            place.byte += 1;
            if *byte == b'\n' {
                place.line += 1;
                place.line_start = place.byte;
            }
        }
        if same < read_x.max(read_y) {
            return Ok(Some(place));
        }
        if read_x == 0 {
            return Ok(None);
        }
    }
}

fn fill(from: &mut impl Read, block: &mut [u8]) -> io::Result<usize> {
    let mut all = 0;
    while let Some(rest) = block.get_mut(all..).filter(|rest| !rest.is_empty()) {
        match from.read(rest) {
            Ok(0) => break,
            Ok(read) => all += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}

fn in_words(name: &str, x: &mut File, y: &mut File, place: &Place) -> String {
    let is_text = Path::new(name).extension().is_none_or(|end| end != "xlsx");
    if !is_text {
        return format!("the first byte that differs is number {}", place.byte + 1);
    }
    // Around the first byte that differs, within its line.
    let start = place.line_start.max(place.byte.saturating_sub(SHOWN / 2));
    let line = |file: &mut File| {
        let mut text = Vec::new();
        let read =
            file.seek(SeekFrom::Start(start)).and_then(|_| file.take(SHOWN).read_to_end(&mut text));
        let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let before = if start > place.line_start { "..." } else { "" };
        read.map_or(String::new(), |_| format!("{before}{}", plain(&String::from_utf8_lossy(line))))
    };
    format!(
        "the first line that differs is {}, from its byte {}: `{}`, and again `{}`",
        place.line,
        place.byte - place.line_start + 1,
        line(x),
        line(y)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(x: &str, y: &str) -> Option<Place> {
        let dir = tempfile::tempdir().unwrap();
        let [mut x, mut y] = [("x", x), ("y", y)].map(|(name, text)| {
            std::fs::write(dir.path().join(name), text).unwrap();
            File::open(dir.path().join(name)).unwrap()
        });
        difference(&mut x, &mut y).unwrap()
    }

    #[test]
    fn the_first_difference_is_found_by_line() {
        assert_eq!(place("a\nb\n", "a\nb\n"), None);
        assert_eq!(place("", ""), None);
        let found = place("a\nbc\n", "a\nbd\n").unwrap();
        assert_eq!(found, Place { byte: 3, line: 2, line_start: 2 });
        let longer = place("a\n", "a\nb\n").unwrap();
        assert_eq!((longer.line, longer.byte), (2, 2));
        let (many, other) = ("x\n".repeat(BLOCK), "x\n".repeat(BLOCK) + "y");
        assert_eq!(place(&many, &other).unwrap().line, BLOCK as u64 + 1);
    }
}
