//! A portfolio in which every identifier is known, and its two reports.

use assert_cmd::Command;
use capeprep::mask::{Key, Mask};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

pub const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");

/// In file names and cells where no report should quote it.
pub const SECRET: &str = "Quillfeather";

/// Cells that cannot be read, words that nobody knows, numbers that are none, each with the secret.
const ODD: &str = "Entry Summary Number,Entry Type Code,Importer Number,Importer Name,Entry Date,\
    Entry Summary Date,Liquidation Date,Liquidation Status,Control Status,Drawback Indicator,\
    Entry Summary Line Number,Tariff Ordinal Number,HTS Number - Full,\
    Line Tariff Goods Value Amount,Line Tariff Duty Amount,Column 1 Current Primary Duty Rate,\
    Duty of Quillfeather\n\
    9Q910000011,Quillfeather,98-765432100,Quillfeather & Sons,05/20/2025,06/03/2025,soon Quillfeather,\
    ask Quillfeather,Quillfeather has it,Quillfeather says,1,1,99030124,Quillfeather owes,2000.00,,\n\
    9Q910000029,01,Quillfeather-7,Quillfeather & Sons,08/20/2025,09/03/2025,,,,,1,1,99030220,0.00,\
    1500.00,see Quillfeather,\n\
    9Q910000029,01,QUILLFEATHER 7,Quillfeather & Sons,08/20/2025,09/03/2025,,,,,1,2,39269099,10000.00,\
    0.00,see Quillfeather,\n\
    no entry: Quillfeather,01,98-765432100,,05/20/2025,,,,,,1,1,99030124,0.00,1.00,,\n\
    9Q910000037,01,98-765432100,,05/20/2025,,,,,,1,1,Quillfeather,0.00,1.00,,\n\
    9Q910000045,01,98-765432100,,05/20/2025,,,,,,1,1,99030124,0.00,Quillfeather,,\n\
    9Q910000052,01,98-765432100,,Quillfeather,,,,,,1,1,99030124,0.00,1.00,,\n\
    1700023458,01,98-765432100,,05/20/2025,06/03/2025,,,,,1,1,99030124,0.00,100.00,,\n\
    1700023459,01,98-7654321-00,,05/20/2025,06/03/2025,,,,,1,1,99030124,0.00,100.00,,\n\
    9Q910000066,01,98 765432100,,05/20/2025,06/03/2025,,,,,1,1,99030124,0.00,100.00,,\n\
    9Q9-1000007-8,01,987-65-4321,A Private Person,05/20/2025,06/03/2025,,,,,1,1,99030124,0.00,100.00,,\n\
    9Q910000086XYZ7,01,269804-00123,,05/20/2025,06/03/2025,,,,,1,1,99030124,0.00,100.00,,\n\
    short\n";

/// A facts file with the secret in every cell that is kept.
const ODD_FACTS: &str = "Entry Number,Protest Number,Protest Status\n\
    9Q910000011,Quillfeather-1,Quillfeather objects\n\
    9Q910000029,Quillfeather-2,\n\
    9Q999999999,Quillfeather-3,Open\n\
    of Quillfeather,Quillfeather-4,Open\n\
    9Q910000011,Quillfeather-5,Open,one too many\n";

/// Refused claims, with labels of CBP and other words.
const ODD_CLAIMS: &str = "ENTRY_NUMBER,CLAIM_NUMBER,STATUS,ERROR_DESCRIPTION\n\
    9Q910000011,100000077777,Failed,PROTEST ON ENTRY; Quillfeather knows\n\
    9Q910000029,Quillfeather-9,Failed,\n\
    9Q910000066,Quillfeather-8,Quillfeather thinks,Quillfeather why\n";

/// The two reports of one portfolio.
pub struct Reports {
    dir: TempDir,
}

impl Reports {
    /// The reports without further options, made once.
    pub fn plain() -> &'static Reports {
        static PLAIN: OnceLock<Reports> = OnceLock::new();
        PLAIN.get_or_init(|| Reports::of(&[]))
    }

    /// Analyzes everything that the fixtures have.
    pub fn of(options: &[&str]) -> Reports {
        let dir = tempfile::tempdir().unwrap();
        let reports = Reports { dir };
        let inputs = reports.path("Quillfeather inputs");
        std::fs::create_dir(&inputs).unwrap();
        let facts = reports.path("Quillfeather facts");
        std::fs::create_dir(&facts).unwrap();
        let copy_to = |from: &str, to: &Path, wanted: &dyn Fn(&str) -> bool| {
            for path in files(&Path::new(FIXTURES).join(from)) {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                if wanted(&name) {
                    std::fs::copy(&path, to.join(format!("{SECRET} {name}"))).unwrap();
                }
            }
        };
        let is_table = |name: &str| name.ends_with(".csv") || name.ends_with(".tsv");
        // A wide report needs a profile.
        let is_check = |name: &str| is_table(name) && !name.starts_with("mixed-layouts");
        copy_to("demo", &inputs, &is_table);
        copy_to("checks", &inputs, &|name| is_check(name) && name.matches('.').count() == 1);
        copy_to("reports", &inputs, &is_table);
        copy_to("checks", &facts, &|name| is_check(name) && name.matches('.').count() > 1);
        copy_to("demo-facts", &facts, &is_table);
        std::fs::write(inputs.join("Quillfeather pull.csv"), ODD).unwrap();
        std::fs::write(inputs.join("copy of Quillfeather pull.csv"), ODD).unwrap();
        std::fs::write(inputs.join("Quillfeather old.xls"), "old").unwrap();
        std::fs::write(facts.join("Quillfeather protests.csv"), ODD_FACTS).unwrap();
        std::fs::write(facts.join("Quillfeather claims.csv"), ODD_CLAIMS).unwrap();
        workbook(&inputs.join("Quillfeather book.xlsx"));
        let sample = inputs.join("Quillfeather sample.csv");
        run(&["sample", "--entries", "150", "--messy", "--no-progress", "--out"], &[&sample]);
        let key = reports.path("kept.key");
        std::fs::write(&key, format!("# a key\n{}\n", "5a".repeat(32))).unwrap();
        reports.analyze(&["--out", "out", "--mask", "masked", "--mask-key", "kept.key"], options);
        reports
    }

    /// Runs an analysis of the same portfolio.
    pub fn analyze(&self, places: &[&str], options: &[&str]) {
        let mut command = Command::cargo_bin("capeprep").unwrap();
        command.current_dir(self.dir.path());
        command.args(["analyze", "Quillfeather inputs", "--as-of", "2026-05-15", "--quiet"]);
        for path in files(&self.path("Quillfeather facts")) {
            command.arg("--facts").arg(path);
        }
        let of = |name: &str| Path::new(FIXTURES).join(name);
        command.arg("--parties").arg(of("demo-parties/parties.toml"));
        command.arg("--hts-rates").arg(of("demo-hts-rates/hts-excerpt.csv"));
        command.args(places).args(options).assert().success();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The mask of the copy, which leaves no word as it is.
    pub fn mask(&self) -> Mask {
        Mask::new(&Key::read(&self.path("kept.key")).unwrap(), [])
    }

    pub fn table(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.path(name)).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    }

    pub fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(self.path(name)).unwrap()).unwrap()
    }
}

/// A workbook with a sheet of the same odd rows, and one without a header.
fn workbook(path: &Path) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Sheet of Quillfeather").unwrap();
    for (row, line) in ODD.lines().take(2).enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            sheet.write(row as u32, column as u16, cell.trim()).unwrap();
        }
    }
    let notes = book.add_worksheet();
    notes.set_name("Notes of Quillfeather").unwrap();
    notes.write(0, 0, "call Quillfeather").unwrap();
    book.save(path).unwrap();
}

pub fn run(words: &[&str], paths: &[&Path]) {
    Command::cargo_bin("capeprep").unwrap().args(words).args(paths).assert().success();
}

/// The files of a directory and those below it, sorted.
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
