//! Bad input gives one clear message and the right exit code, and leaves nothing half-written.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const HEADER: &str = "Entry Summary Number,Entry Date,Importer Number,HTS Number - Full,\
    Entry Summary Line Number,Tariff Ordinal Number,Line Tariff Goods Value Amount,\
    Line Tariff Duty Amount\n";
const ROW: &str = "9Q910000011,05/20/2025,98-765432100,99030125,1,1,0,1000\n";

/// A folder for one case, with an input file and a place for reports.
struct Case {
    dir: TempDir,
}

/// How the program ended.
struct Ended {
    code: i32,
    message: String,
}

impl Case {
    fn new() -> Case {
        Case { dir: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("out")
    }

    fn analyze(&self, input: &Path, more: &[&str]) -> Ended {
        let as_of = if more.contains(&"--as-of") { None } else { Some("--as-of=2026-05-15") };
        let output = Command::cargo_bin("capeprep")
            .unwrap()
            .args(["analyze", "--quiet"])
            .args(as_of)
            .arg("--out")
            .arg(self.out())
            .arg(input)
            .args(more)
            .output()
            .unwrap();
        Ended {
            code: output.status.code().unwrap(),
            message: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs on a file with this content and expects a refusal that says all of `says`.
    fn refused(content: impl AsRef<[u8]>, says: &[&str]) {
        let case = Case::new();
        let ended = case.analyze(&case.file("in.csv", content), &[]);
        case.check_refusal(&ended, says);
    }

    fn check_refusal(&self, ended: &Ended, says: &[&str]) {
        assert_eq!(ended.code, 1, "{}", ended.message);
        for text in says {
            assert!(ended.message.contains(text), "`{text}` is not in: {}", ended.message);
        }
        assert_eq!(ended.message.lines().count(), 1, "one message: {}", ended.message);
        assert!(!self.out().exists(), "nothing is written");
        self.nothing_unfinished();
    }

    fn nothing_unfinished(&self) {
        for entry in std::fs::read_dir(self.dir.path()).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            assert!(!name.starts_with(".capeprep"), "left behind: {name}");
        }
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.out().join(name)).unwrap()
    }
}

#[test]
fn a_missing_required_column_names_the_field_the_headers_and_near_names() {
    Case::refused(
        "Entry Summary Number,Entry Date,Importer Number,HTS Number - Full,Line Tarif Duty Amount\n",
        &[
            "in.csv, record 1: no column for row_duty",
            "`Line Tarif Duty Amount` comes near",
            "`Line Tariff Duty Amount`",
            "--map row_duty=HEADER",
        ],
    );
}

#[test]
fn an_ambiguous_column_is_not_guessed() {
    Case::refused(
        "Entry Summary Number,Entry Date,Importer Number,HTS Number - Full,Total Duty\n",
        &["no column for row_duty", "`Total Duty` may hold it, but"],
    );
}

#[test]
fn two_columns_for_one_field_are_refused() {
    Case::refused(
        format!("Duty Amount,{HEADER}"),
        &[
            "columns 1 `Duty Amount` and 9 `Line Tariff Duty Amount` both mean row_duty",
            "--map row_duty=HEADER",
        ],
    );
}

#[test]
fn map_settles_which_of_two_columns_counts() {
    let case = Case::new();
    let input = case.file("in.csv", format!("Duty Amount,{HEADER}5,{ROW}"));
    let ended = case.analyze(&input, &["--map", "row_duty=Line Tariff Duty Amount"]);
    assert_eq!(ended.code, 0, "{}", ended.message);
    assert!(case.read("summary.json").contains("\"counted\": \"1000.00\""));
}

#[test]
fn a_map_option_that_fits_nothing_is_refused() {
    let case = Case::new();
    let ended = case.analyze(&case.file("in.csv", HEADER), &["--map", "row_value=Worth"]);
    case.check_refusal(&ended, &["--map row_value=Worth", "no input has a column `Worth`"]);
}

#[test]
fn a_line_level_report_is_refused() {
    Case::refused(
        "Entry Summary Number,Entry Date,Importer Number,Entry Summary Line Number,\
         Line Goods Value Amount,Line Duty Amount\n",
        &["line-level report", "`Line Duty Amount`", "Pull ES-003"],
    );
}

#[test]
fn an_empty_file_is_refused() {
    Case::refused("", &["in.csv: the file is empty"]);
    Case::refused("\u{feff}\r\n\r\n", &["in.csv: the file is empty"]);
}

#[test]
fn a_file_without_a_header_is_refused() {
    Case::refused("a,b,c\n1,2,3\n", &["no header row in the first 2 record(s)", "a,b,c"]);
    let titles = "title\n".repeat(30);
    Case::refused(format!("{titles}{HEADER}"), &["no header row in the first 30 record(s)"]);
}

#[test]
fn the_30th_record_may_be_the_header() {
    let case = Case::new();
    let titles = "title\n".repeat(29);
    let ended = case.analyze(&case.file("in.csv", format!("{titles}{HEADER}{ROW}")), &[]);
    assert_eq!(ended.code, 0, "{}", ended.message);
    assert!(case.read("lines.csv").trim_end().ends_with(",31"));
}

#[test]
fn a_directory_without_exports_is_refused() {
    let case = Case::new();
    let empty = case.dir.path().join("exports");
    std::fs::create_dir(&empty).unwrap();
    let ended = case.analyze(&empty, &[]);
    case.check_refusal(&ended, &["no exports in this directory"]);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let case = Case::new();
    let ended = case.analyze(&case.dir.path().join("gone.csv"), &[]);
    case.check_refusal(&ended, &["cannot open", "gone.csv"]);
}

#[test]
fn what_is_no_text_and_cannot_be_unpacked_is_refused_by_name() {
    Case::refused(b"PK\x03\x04rest", &["the zip archive is damaged"]);
    Case::refused(b"\x1f\x8brest of it", &["the gzip file is damaged"]);
    Case::refused(b"\xff\xfeE\0n\0", &["no header row"]);
    Case::refused([0u8; 100], &["binary data"]);
}

#[test]
fn a_workbook_in_a_directory_is_not_passed_over() {
    let case = Case::new();
    let dir = case.dir.path().join("exports");
    std::fs::create_dir(&dir).unwrap();
    std::fs::write(dir.join("a.csv"), format!("{HEADER}{ROW}")).unwrap();
    std::fs::write(dir.join("b.xlsx"), b"PK\x03\x04rest").unwrap();
    let ended = case.analyze(&dir, &[]);
    case.check_refusal(&ended, &["b.xlsx", "damaged"]);
}

#[test]
fn a_directory_that_holds_anything_is_not_overwritten() {
    let case = Case::new();
    std::fs::create_dir(case.out()).unwrap();
    std::fs::write(case.out().join("mine.txt"), "mine").unwrap();
    let input = case.file("in.csv", format!("{HEADER}{ROW}"));
    for (more, says) in [(&[][..], "is not empty"), (&["--force"][..], "no manifest.json")] {
        let ended = case.analyze(&input, more);
        assert_eq!(ended.code, 1);
        assert!(ended.message.contains(says), "{}", ended.message);
        assert_eq!(case.read("mine.txt"), "mine");
    }
    case.nothing_unfinished();
}

#[test]
fn force_replaces_a_report_as_a_whole_and_nothing_of_the_users() {
    let case = Case::new();
    let input = case.file("in.csv", format!("{HEADER}{ROW}"));
    assert_eq!(case.analyze(&input, &[]).code, 0);
    let mine = case.out().join("declarations").join("filed.csv");
    std::fs::write(&mine, "mine").unwrap();
    assert_eq!(case.analyze(&input, &[]).code, 1);
    let refused = case.analyze(&input, &["--force", "--skip", "json"]);
    assert_eq!(refused.code, 1);
    assert!(refused.message.contains("filed.csv"), "{}", refused.message);
    assert!(mine.exists() && case.out().join("summary.json").exists());
    std::fs::remove_file(&mine).unwrap();
    assert_eq!(case.analyze(&input, &["--force", "--skip", "json"]).code, 0);
    assert!(!case.out().join("summary.json").exists(), "nothing of the earlier report stays");
    case.nothing_unfinished();
}

#[test]
fn an_empty_output_directory_is_taken() {
    let case = Case::new();
    std::fs::create_dir(case.out()).unwrap();
    let ended = case.analyze(&case.file("in.csv", format!("{HEADER}{ROW}")), &[]);
    assert_eq!(ended.code, 0, "{}", ended.message);
}

#[test]
fn an_unreadable_amount_on_an_ieepa_row_is_kept_and_said() {
    let case = Case::new();
    let bad = "9Q910000011,05/20/2025,98-765432100,99030124,1,2,0,N/A\n";
    let input = case.file("in.csv", format!("{HEADER}{ROW}{bad}"));
    let ended = case.analyze(&input, &["--strict"]);
    assert_eq!(ended.code, 3, "{}", ended.message);
    let rejected = case.read("rejected_rows.csv");
    assert!(rejected.contains(",3,9Q910000011,duty `N/A` of an IEEPA row is no amount,"));
    assert!(rejected.contains(bad.trim_end()), "the raw text is there");
    assert!(case.read("entries.csv").contains("row-rejected"));
    assert!(case.read("summary.json").contains("\"rejected\": 1"));
    let ended = case.analyze(&input, &["--force"]);
    assert_eq!(ended.code, 0, "without --strict");
}

#[test]
fn where_most_rows_are_rejected_the_first_words_say_so() {
    let case = Case::new();
    let printed = |rows: &str| {
        let input = case.file("in.csv", format!("{HEADER}{rows}"));
        let mut command = Command::cargo_bin("capeprep").unwrap();
        command.current_dir(case.dir.path()).args(["analyze", "in.csv", "--out", "out", "--force"]);
        let output = command.args(["--as-of=2026-05-15", "--no-progress"]).output().unwrap();
        assert!(output.status.success() && input.exists());
        let text = String::from_utf8(output.stdout).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let bad = ROW.replace(",1000", ",N/A");
    let text = printed(&bad.repeat(2));
    let caution = "as of 2026-05-15 Caution: 2 rows were rejected and no IEEPA row could be \
        read, so most of the duty may be in no figure. The first is in.csv, record 2: duty `N/A` of an \
        IEEPA row is no amount. Refund";
    assert!(text.contains(caution), "{text}");
    assert!(text.contains("No entry could be judged: every row was rejected"), "{text}");
    assert!(!text.contains("Nothing is unproved"), "{text}");
    let text = printed(&format!("{ROW}{bad}"));
    assert!(!text.contains("rows were rejected") && !text.contains("No entry"), "{text}");
}

#[test]
fn a_quote_that_is_never_closed_loses_nothing() {
    let case = Case::new();
    let input = case.file("in.csv", format!("{HEADER}{ROW}\"{ROW}{ROW}"));
    let ended = case.analyze(&input, &[]);
    assert_eq!(ended.code, 0, "{}", ended.message);
    let rejected = case.read("rejected_rows.csv");
    assert!(rejected.contains("a quote is opened and never closed"), "{rejected}");
    assert_eq!(rejected.matches("99030125").count(), 2, "{rejected}");
}

#[test]
fn a_quote_left_open_in_the_last_cell_is_no_row_of_the_right_width() {
    let case = Case::new();
    let header = format!("{},Remarks\n", HEADER.trim_end());
    let row = |number: &str, remark: &str| {
        format!("{number},05/20/2025,98-765432100,99030125,1,1,0,1000,{remark}\n")
    };
    let text = [header, row("9Q910000011", "\"12 in pipe"), row("9Q910000029", "x")].concat();
    let input = case.file("in.csv", text);
    let ended = case.analyze(&input, &["--strict"]);
    assert_eq!(ended.code, 3, "{}", ended.message);
    assert!(case.read("rejected_rows.csv").contains("9Q910000029"), "its text is kept");
    assert!(case.read("summary.json").contains("\"counted\": 0"));
}

#[test]
fn two_byte_order_marks_cost_no_byte() {
    let case = Case::new();
    let marks = "\u{feff}\u{feff}";
    let ended = case.analyze(&case.file("in.csv", format!("{marks}{HEADER}{ROW}")), &[]);
    assert_eq!(ended.code, 0, "{}", ended.message);
    assert!(case.read("entries.csv").contains("\n9Q910000011,9Q9,"));
}

#[test]
fn a_nul_in_a_cell_hides_no_conflict() {
    let case = Case::new();
    let header = "Entry Summary Number,Importer Number,Entry Date,HTS Number - Full,\
        Line Tariff Duty Amount,Entry Type Code\n";
    let rows = "9Q910000011,98-7\0,05/20/2025,99030124,100,01\n\
        9Q910000011,98-7,05/20/2025,99030125,100,\u{0}01\n";
    for chunk_size in ["16", "4096"] {
        let input = case.file("in.csv", format!("{header}{rows}"));
        let ended = case.analyze(&input, &["--force", "--chunk-size", chunk_size]);
        assert_eq!(ended.code, 0, "{}", ended.message);
        assert!(case.read("entries.csv").contains("conflicting-header"), "by {chunk_size}");
    }
}

#[test]
fn a_repaired_number_is_said_wherever_the_chunks_begin() {
    let case = Case::new();
    let rows = "01700023458,05/20/2025,98-765432100,99030125,1,1,0,1000\n1700023458,too,few\n";
    let found: Vec<bool> = ["16", "4096"]
        .iter()
        .map(|chunk_size| {
            let input = case.file("in.csv", format!("{HEADER}{rows}"));
            let ended = case.analyze(&input, &["--force", "--chunk-size", chunk_size]);
            assert_eq!(ended.code, 0, "{}", ended.message);
            case.read("entries.csv").contains("entry-number-repaired")
        })
        .collect();
    assert_eq!(found, [true, true]);
}

#[test]
fn empty_lines_above_the_header_are_records_too() {
    let empty = "\n".repeat(30);
    Case::refused(format!("{empty}{HEADER}{ROW}"), &["no header row in the first 30 record(s)"]);
    let case = Case::new();
    let empty = "\n".repeat(29);
    let ended = case.analyze(&case.file("in.csv", format!("{empty}{HEADER}{ROW}")), &[]);
    assert_eq!(ended.code, 0, "{}", ended.message);
}

#[test]
fn an_input_inside_the_output_directory_is_not_destroyed() {
    let case = Case::new();
    let input = case.file("in.csv", format!("{HEADER}{ROW}"));
    assert_eq!(case.analyze(&input, &[]).code, 0);
    let inside = case.out().join("mine.csv");
    std::fs::copy(&input, &inside).unwrap();
    let ended = case.analyze(&inside, &["--force"]);
    assert_eq!(ended.code, 1);
    assert!(ended.message.contains("lies inside"), "{}", ended.message);
    assert!(inside.exists());
}

#[test]
fn amounts_that_cannot_be_added_up_end_the_run() {
    let case = Case::new();
    let rows: String = (1..=100_000)
        .map(|line| format!("9Q910000011,05/20/2025,98-7,99030125,{line},1,0,999999999999.99\n"))
        .collect();
    let ended = case.analyze(&case.file("in.csv", format!("{HEADER}{rows}")), &[]);
    case.check_refusal(&ended, &["entry 9Q910000011", "92 quadrillion dollars"]);
}

#[test]
fn wrong_usage_exits_2() {
    for args in [&["analyze"][..], &["analyze", "x.csv"], &["frobnicate"]] {
        let output = Command::cargo_bin("capeprep").unwrap().args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
    }
    let case = Case::new();
    let both = ["--filer-code", "9Q9", "--importer", "98-765432100"];
    let ended = case.analyze(&case.file("in.csv", HEADER), &both);
    assert_eq!(ended.code, 2);
}

#[test]
fn options_with_bad_values_say_what_was_expected() {
    let case = Case::new();
    let input = case.file("in.csv", HEADER);
    for (option, value, says) in [
        ("--as-of", "15.05.2026", "YYYY-MM-DD"),
        ("--as-of", "9999-12-31", "2099-12-31"),
        ("--filer-code", "9Q", "3 letters or digits"),
        ("--map", "row_duty", "FIELD=HEADER"),
        ("--map", "duty=Duty", "no field `duty`"),
        ("--only", "pdf", "no such output"),
        ("--skip", "pdf", "no such output"),
    ] {
        let ended = case.analyze(&input, &[option, value]);
        assert_eq!(ended.code, 2, "{}", ended.message);
        assert!(ended.message.contains(says), "`{says}` is not in: {}", ended.message);
    }
}

#[test]
fn standard_input_is_an_input() {
    let case = Case::new();
    Command::cargo_bin("capeprep")
        .unwrap()
        .args(["analyze", "-", "--as-of", "2026-05-15", "--json", "--out"])
        .arg(case.out())
        .write_stdin(format!("{HEADER}{ROW}"))
        .assert()
        .success()
        .stdout(predicates::str::contains("\"counted\": 1"));
}

#[test]
fn dates_with_the_day_first_are_refused_with_advice() {
    let swapped = "9Q910000029,25.06.2025,98-765432100,99030125,1,1,0,1000\n";
    Case::refused(
        format!("{HEADER}9Q910000011,20/05/2025,98-765432100,99030125,1,1,0,1000\n"),
        &["in.csv, record 2, entry_date: `20/05/2025` has the day first", "YYYY-MM-DD"],
    );
    Case::refused(
        format!(
            "{HEADER}9Q910000011,03/04/2025,98-765432100,99030125,1,1,0,1000\n\
             9Q910000029,03/04/2025,98-765432100,8471300100,1,2,0,1000\n{swapped}"
        ),
        &["in.csv, record 4, entry_date: `25.06.2025` has the day first"],
    );
    // A column of such dates among others, as it comes out of another system.
    let header = HEADER.replace("Importer Number", "Liquidation Date,Importer Number");
    Case::refused(
        format!(
            "{header}9Q910000011,05/20/2025,20/03/2026,98-765432100,99030125,1,1,0,1000\n\
             9Q910000029,05/20/2025,27/03/2026,98-765432100,99030125,1,1,0,1000\n"
        ),
        &["in.csv, record 2, liquidation_date: `20/03/2026` has the day first"],
    );
    // One mistyped date among others is the matter of its row, and the user hears of it.
    let case = Case::new();
    let ended = case.analyze(&case.file("in.csv", format!("{HEADER}{ROW}{swapped}")), &[]);
    assert_eq!(ended.code, 0, "{}", ended.message);
    assert!(case.read("rejected_rows.csv").contains("`25.06.2025` of an IEEPA row is no date"));
    assert!(case.read("summary.json").contains("record 3: the entry_date `25.06.2025` has the"));
}

#[test]
fn dates_of_facts_with_the_day_first_are_refused() {
    let case = Case::new();
    let input = case.file("in.csv", format!("{HEADER}{ROW}"));
    let facts = case.file("facts.csv", "Entry Number,Liquidation Date\n9Q910000011,20/03/2026\n");
    let ended = case.analyze(&input, &["--facts", facts.to_str().unwrap()]);
    case.check_refusal(
        &ended,
        &["facts.csv, record 2, liquidation_date: `20/03/2026` has the day"],
    );
}

#[test]
fn an_entry_number_a_spreadsheet_made_a_number_is_never_read() {
    let case = Case::new();
    let row = |entry: &str| ROW.replace("9Q910000011", entry);
    let text = format!("{HEADER}{}{}{}", row("1.7E+09"), row("1700023458.0"), row("1700023458"));
    let ended = case.analyze(&case.file("in.csv", text), &[]);
    assert_eq!(ended.code, 0, "{}", ended.message);
    let rejected = case.read("rejected_rows.csv");
    for cell in ["`1.7E+09`", "`1700023458.0`"] {
        let reason = format!("entry number {cell} was made a number by a spreadsheet");
        assert!(rejected.contains(&reason), "{rejected}");
    }
    let findings = case.read("findings.csv");
    assert!(findings.contains("01700023458,entry-number-repaired"), "{findings}");
}

#[test]
fn a_wide_report_is_refused_with_the_reason() {
    let pivot = "Entry Number,Entry Date,Importer Number,HTS,Duty Amount,9903.01.25,\
        9903.01.10 (25%)\n9Q910000011,05/20/2025,98-765432100,3926909985,530,1000,\n";
    Case::refused(
        pivot,
        &[
            "in.csv, record 1: this is a wide report",
            "`9903.01.25` (a tariff number stands in the header)",
            "`9903.01.10 (25%)`",
            "--save-profile",
        ],
    );
    let portal = "Entry Number,Entry Date,Importer Number,HTS,Duty Amount,301 Classification,\
        301 Classification Duty\n";
    Case::refused(portal, &["this is a wide report", "`301 Classification` (one column a kind"]);
}
