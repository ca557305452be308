//! What is larger, deeper or more than any real file is refused with a message, in little time and
//! memory. The table under "Sizes" in docs/limits.md names each limit.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

const HEADER: &str = "Entry Summary Number,Entry Date,Importer Number,HTS Number - Full,\
    Entry Summary Line Number,Tariff Ordinal Number,Line Tariff Goods Value Amount,\
    Line Tariff Duty Amount";
const ROW: &str = "9Q910000011,05/20/2025,98-765432100,99030125,1,1,0,1000";
/// Address space of a run; what is refused would need many times as much. Threads reserve theirs.
const MEMORY_KIB: u64 = 6 << 20;
const TIME: Duration = Duration::from_secs(60);

struct Case {
    dir: TempDir,
}

impl Case {
    fn new() -> Case {
        let case = Case { dir: tempfile::tempdir().unwrap() };
        case.file("good.csv", format!("{HEADER}\n{ROW}\n"));
        case
    }

    fn file(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// A file of this size that takes no place on disk.
    fn sparse(&self, name: &str, start: &[u8], size: u64) -> PathBuf {
        let path = self.file(name, start);
        std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(size).unwrap();
        path
    }

    /// Runs in the folder, in little memory where the system can hold a program to that.
    fn run(&self, args: &[&str]) -> (i32, String) {
        let program = assert_cmd::cargo::cargo_bin!("capeprep");
        let mut command = match cfg!(target_os = "linux") {
            true => {
                let mut shell = Command::new("sh");
                shell.args(["-c", &format!("ulimit -v {MEMORY_KIB}; exec \"$@\""), "sh"]);
                shell.arg(program);
                shell
            }
            false => Command::new(program),
        };
        let output =
            command.args(args).current_dir(self.dir.path()).timeout(TIME).output().unwrap();
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code().unwrap_or(-1), message)
    }

    fn analyze(&self, args: &[&str]) -> (i32, String) {
        let fixed = ["analyze", "--quiet", "--as-of=2026-05-15", "--jobs=2", "--out=out"];
        self.run(&[&fixed[..], args].concat())
    }

    /// Expects a refusal that says all of `says` and leaves nothing.
    fn refused(&self, args: &[&str], says: &[&str]) {
        let (code, message) = self.analyze(args);
        assert!(matches!(code, 1 | 2), "{code}: {message}");
        for part in says {
            assert!(message.contains(part), "{part:?} is not in: {message}");
        }
        assert!(message.len() < 4_000, "{} bytes: {:.400}", message.len(), message);
        for panic in ["internal error at ", "panicked"] {
            assert!(!message.contains(panic), "{message}");
        }
        assert!(!self.dir.path().join("out").exists());
    }

    fn taken(&self, args: &[&str]) -> serde_json::Value {
        let (code, message) = self.analyze(args);
        assert_eq!(code, 0, "{message}");
        let text = std::fs::read(self.dir.path().join("out/summary.json")).unwrap();
        std::fs::remove_dir_all(self.dir.path().join("out")).unwrap();
        serde_json::from_slice(&text).unwrap()
    }
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn a_record_has_at_most_64_mib() {
    let case = Case::new();
    let long = "x".repeat(65 << 20);
    case.file("in.csv", format!("{HEADER}\n{ROW}\n9Q910000029,\"{long}\",y\n{ROW}\n"));
    let begins = format!("the record that begins at byte {}", HEADER.len() + ROW.len() + 2);
    case.refused(&["in.csv"], &["in.csv", &begins, "longer than 64 MiB"]);
    case.file("in.csv", format!("\"{long}\",{HEADER}\n{ROW}\n"));
    case.refused(&["in.csv"], &["in.csv", "begins at byte 0", "longer than 64 MiB"]);
}

#[test]
fn a_header_row_has_at_most_16_384_columns() {
    let case = Case::new();
    let columns = |count: usize| (0..count).map(|at| format!(",Column {at}")).collect::<String>();
    let cells = |count: usize| ",".repeat(count);
    let (most, all) = (16_384, HEADER.split(',').count());
    for (count, is_read) in [(most - all, true), (most - all + 1, false)] {
        case.file("in.csv", format!("{HEADER}{}\n{ROW}{}\n", columns(count), cells(count)));
        match is_read {
            true => assert_eq!(case.taken(&["in.csv"])["rows"]["counted"], 1),
            false => {
                case.refused(&["in.csv"], &["in.csv, record 1: 16385 columns", "at most 16384"])
            }
        }
    }
    case.file("in.csv", ",".repeat(2 << 20));
    case.refused(&["in.csv"], &["in.csv, record 1: 2097153 columns"]);
    // A row of another width than the header is a rejected one, however wide.
    case.file("in.csv", format!("{HEADER}\n{ROW}\n{}\n", ",x".repeat(1 << 18)));
    assert_eq!(case.taken(&["in.csv"])["rows"]["rejected"], 1);
}

#[test]
fn an_archive_is_not_believed_about_its_members() {
    let case = Case::new();
    // A directory with room for millions of members, which says that they are there.
    let (said, begins, at) = (22_000_000u64, 30_000_000u64, 1u64 << 30);
    let mut end = b"PK\x06\x06".to_vec();
    end.extend_from_slice(&44u64.to_le_bytes());
    end.extend_from_slice(&[45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [said, said, said * 46, begins] {
        end.extend_from_slice(&number.to_le_bytes());
    }
    let mut file = end.clone();
    file.extend_from_slice(b"PK\x06\x07\0\0\0\0");
    file.extend_from_slice(&at.to_le_bytes());
    file.extend_from_slice(&[1, 0, 0, 0]);
    file.extend_from_slice(
        b"PK\x05\x06\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0",
    );
    let path = case.sparse("in.zip", b"PK\x03\x04", at);
    std::fs::OpenOptions::new().append(true).open(path).unwrap().write_all(&file).unwrap();
    case.refused(&["in.zip"], &["in.zip", "it has 22000000 members, and at most 10000"]);

    let name = format!("{}.csv", "n".repeat(4_093));
    case.file("in.zip", zip(&[(&name, b"")]));
    case.refused(&["in.zip"], &["in.zip", "the name of a member has 4097 bytes", "at most 4096"]);
    let name = format!("{}.csv", "n".repeat(4_092));
    case.file("in.zip", zip(&[(&name, format!("{HEADER}\n{ROW}\n").as_bytes())]));
    assert_eq!(case.taken(&["in.zip"])["rows"]["counted"], 1);
}

#[test]
fn a_workbook_has_at_most_1_000_sheets() {
    let case = Case::new();
    let with = |count: usize| {
        let mut book = rust_xlsxwriter::Workbook::new();
        for _ in 0..count {
            let sheet = book.add_worksheet();
            for (column, header) in (0..).zip(HEADER.split(',')) {
                sheet.write_string(0, column, header).unwrap();
            }
        }
        book.save_to_buffer().unwrap()
    };
    case.file("in.xlsx", with(1_001));
    case.refused(&["in.xlsx"], &["in.xlsx", "it lists 1001 sheets, and at most 1000"]);
    case.file("in.xlsx", with(40));
    assert_eq!(case.taken(&["in.xlsx"])["inputs"].as_array().unwrap().len(), 40);
}

#[test]
fn settings_that_are_no_settings_are_not_read_into_memory() {
    let case = Case::new();
    let large = (16 << 20) + 1;
    for option in ["--parties", "--profile"] {
        case.sparse("large.toml", b"", large);
        case.refused(&["good.csv", option, "large.toml"], &["large.toml", "more than 16 MiB"]);
        if cfg!(unix) {
            case.refused(&["good.csv", option, "/dev/zero"], &["/dev/zero"]);
        }
    }
    let none =
        "--rulebook rules: there is no such directory. `capeprep rulebook --export DIR` writes";
    case.refused(&["good.csv", "--rulebook", "rules"], &[none]);
    let (code, message) = case.run(&["rulebook", "--export", "rules"]);
    assert_eq!(code, 0, "{message}");
    case.sparse("rules/labels.csv", b"", large);
    case.refused(&["good.csv", "--rulebook", "rules"], &["labels.csv", "more than 16 MiB"]);

    case.sparse("large.csv", b"", (64 << 20) + 1);
    case.refused(&["good.csv", "--hts-rates", "large.csv"], &["large.csv", "larger than 64 MiB"]);
    let header = "HTS Number,Indent,Description,General Rate of Duty,Special Rate of Duty\n";
    case.file("long.csv", format!("{header}{}", "1,0,,Free,\n".repeat(1_000_001)));
    case.refused(&["good.csv", "--hts-rates", "long.csv"], &["long.csv: more than 1000000 lines"]);
    let line = "{\"htsno\":\"1\",\"indent\":\"0\",\"general\":\"Free\",\"special\":\"\"}";
    let text = format!("[{line}{}]", ",{}".repeat(1_000_000));
    case.file("long.json", text);
    case.refused(
        &["good.csv", "--hts-rates", "long.json"],
        &["long.json: more than 1000000 lines"],
    );
}

#[test]
fn a_manifest_has_at_most_64_mib() {
    let case = Case::new();
    assert_eq!(case.analyze(&["good.csv"]).0, 0);
    case.sparse("out/manifest.json", b"{", (64 << 20) + 1);
    let (code, message) = case.run(&["diff", "out", "out"]);
    assert_eq!(code, 1, "{message}");
    assert!(message.contains("manifest.json") && message.contains("67108865 bytes"), "{message}");
}

#[test]
fn nothing_is_nested_deeper_than_the_stack() {
    let case = Case::new();
    let depth = 1 << 20;
    let (open, tables) = ("[".repeat(depth), "a.".repeat(depth));
    for text in [
        format!("a = {open}"),
        format!("{tables}b = 1"),
        format!("[{tables}b]"),
        format!("a = {}", "{a=".repeat(depth)),
    ] {
        case.file("deep.toml", &text);
        for option in ["--parties", "--profile"] {
            case.refused(&["good.csv", option, "deep.toml"], &["deep.toml"]);
        }
    }
    for text in [open.clone(), "{\"a\":".repeat(depth), format!("{{\"a\":{open}")] {
        case.file("deep.json", &text);
        case.refused(&["good.csv", "--hts-rates", "deep.json"], &["deep.json"]);
    }
    assert_eq!(case.analyze(&["good.csv"]).0, 0);
    case.file("out/manifest.json", format!("{{\"program\":{open}"));
    let (code, message) = case.run(&["diff", "out", "out"]);
    assert_eq!(code, 1, "{message}");
    let sheet = format!("<worksheet>{}", "<a>".repeat(depth));
    let parts: [(&str, &[u8]); 2] =
        [("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", sheet.as_bytes())];
    case.file("deep.xlsx", zip(&parts));
    std::fs::remove_dir_all(case.dir.path().join("out")).unwrap();
    case.refused(&["deep.xlsx"], &["deep.xlsx"]);
}

#[test]
fn a_name_is_as_long_and_as_odd_as_the_system_lets_it_be() {
    let case = Case::new();
    let content = format!("{HEADER}\n{ROW}\n");
    let long = format!("{}.csv", "n".repeat(251));
    case.file(&long, &content);
    assert_eq!(case.taken(&[&long])["inputs"][0]["file"], long.as_str());
    let too_long = format!("{}.csv", "n".repeat(5_000));
    let (code, message) = case.analyze(&[&too_long]);
    assert!(code == 1 && message.contains("cannot open nnn"), "{message}");
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt;
        let odd = std::ffi::OsStr::from_bytes(b"in\n\x1b[31m\xff,\".csv");
        std::fs::create_dir(case.dir.path().join("odd")).unwrap();
        case.file(Path::new("odd").join(odd), &content);
        let summary = case.taken(&["odd"]);
        let name = summary["inputs"][0]["file"].as_str().unwrap();
        assert!(name.contains('\n') && name.contains('\u{fffd}'), "{name:?}");
        // What is printed of it steers no terminal.
        case.file(Path::new("odd").join(odd), "nothing");
        let (code, message) = case.analyze(&["odd"]);
        assert!(code == 1 && !message.contains('\u{1b}'), "{message:?}");
    }
}
