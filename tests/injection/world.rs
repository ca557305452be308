//! Inputs of every kind, each text cell of which carries every text of a list in turn.

use capeprep::domain::EntryNumber;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Columns of the export, by their canonical names, that take any text; the entry stays counted.
pub const TEXT_COLUMNS: [&str; 27] = [
    "importer_number",
    "importer_name",
    "country_of_origin",
    "spi",
    "entry_type",
    "filer_name",
    "port",
    "liquidation_status",
    "recon_flag",
    "recon_09",
    "control_status",
    "summary_status",
    "psc_flag",
    "protest_status",
    "drawback",
    "suspension",
    "injunction",
    "statement_paid",
    "surety_paid",
    "declared_claim",
    "notify_party",
    "column1_rate",
    "manufacturer_id",
    "row_value",
    "line_value",
    "summary_date",
    "payment_date",
];
/// Columns without which a row is rejected, or that say where it stands.
const KEY_COLUMNS: [&str; 7] = [
    "entry_number",
    "hts",
    "row_duty",
    "entry_date",
    "line_number",
    "tariff_ordinal",
    "liquidation_date",
];

/// The cells of a row, from an entry number and the texts that come in turn.
type RowOf = dyn for<'t> Fn(&'t str, &dyn Fn(usize) -> &'t str) -> Vec<String>;

/// A folder of inputs.
pub struct World {
    dir: TempDir,
    texts: Vec<String>,
}

impl World {
    pub fn new(texts: Vec<String>) -> World {
        let world = World { dir: tempfile::tempdir().unwrap(), texts };
        world.export();
        world.facts();
        world.parties();
        world.rates();
        world.named_files();
        world.said();
        world
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    fn text(&self, at: usize) -> &str {
        &self.texts[at % self.texts.len()]
    }

    /// The n-th invented entry.
    pub fn number(at: usize) -> EntryNumber {
        let filer = ["9Q9", "ZZX", "017"][at % 3];
        EntryNumber::with_check_digit(&format!("{filer}{:07}", 5_000_000 + at)).unwrap()
    }

    /// A text as somebody can name a file.
    pub fn as_file_name(text: &str) -> String {
        text.chars().filter(|c| *c != '/' && *c != '\0').take(50).collect()
    }

    fn export(&self) {
        let (texts, count) = (&self.texts, self.texts.len());
        let mut writer = csv::Writer::from_path(self.path("export.csv")).unwrap();
        let unknown = texts.iter().filter(|text| text.len() < 1000);
        let header =
            KEY_COLUMNS.into_iter().chain(TEXT_COLUMNS).chain(unknown.clone().map(|t| t.as_str()));
        writer.write_record(header).unwrap();
        let key = |at: usize| -> Vec<String> {
            let duty = format!("{}.00", 100 + at);
            let liquidated = ["", "04/01/2026", "2026-05-01"][at % 3];
            let number = World::number(at);
            let cells = [number.as_str(), "99030124", &duty, "05/20/2025", "1", "1", liquidated];
            cells.map(str::to_owned).to_vec()
        };
        let mut rows = 0;
        let mut put = |key: Vec<String>, cells: Vec<&str>| {
            // In some rows only: every rejected row is repeated whole.
            rows += 1;
            let there = rows % 16 == 1;
            let beside = unknown.clone().map(|text| if there { text.as_str() } else { "" });
            let row = key.iter().map(String::as_str).chain(cells).chain(beside);
            writer.write_record(row).unwrap();
        };
        // Every text in every column, together with others.
        for at in 0..count {
            put(key(at), (0..TEXT_COLUMNS.len()).map(|column| self.text(at + column)).collect());
        }
        // Every text as importer number and name alone: these entries may be filed.
        for at in 0..count {
            let mut cells = vec![""; TEXT_COLUMNS.len()];
            (cells[0], cells[1]) = (self.text(at), self.text(at));
            put(key(count + at), cells);
        }
        // Every text in a column that a row cannot do without.
        for column in 0..KEY_COLUMNS.len() {
            for at in 0..count {
                let mut cells = key((2 + column) * count + at);
                cells[column] = self.text(at).to_owned();
                put(cells, vec![""; TEXT_COLUMNS.len()]);
            }
        }
        writer.flush().unwrap();
    }

    fn facts(&self) {
        let columns = ["liquidation_status", "protest_status", "control_status", "importer_name"];
        let mut writer = csv::Writer::from_path(self.path("facts.csv")).unwrap();
        writer.write_record(["entry_number"].into_iter().chain(columns)).unwrap();
        for at in 0..self.texts.len() {
            let number = World::number(at);
            let cells = (0..columns.len()).map(|column| self.text(at + 3 * column + 1));
            writer.write_record([number.as_str()].into_iter().chain(cells)).unwrap();
            writer.write_record([self.text(at), "Liquidated", "Open", "CBP", "x"]).unwrap();
        }
        writer.flush().unwrap();
    }

    fn parties(&self) {
        let mut file = String::new();
        for at in 0..self.texts.len() {
            let table: toml::Table = [
                ("name".to_owned(), toml::Value::from(self.text(at))),
                ("numbers".to_owned(), vec![format!("12-34567{:02}00", at % 100)].into()),
                ("ace_account".to_owned(), self.text(at + 7).into()),
                ("trade_account_owner".to_owned(), self.text(at + 11).into()),
            ]
            .into_iter()
            .collect();
            file += &format!("[[importer]]\n{}\n", toml::to_string(&table).unwrap());
        }
        std::fs::write(self.path("parties.toml"), file).unwrap();
    }

    fn rates(&self) {
        let mut writer = csv::Writer::from_path(self.path("rates.csv")).unwrap();
        let header = "HTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,\
                      Special Rate of Duty,Column 2 Rate of Duty,Quota Quantity,Additional Duties";
        writer.write_record(header.split(',')).unwrap();
        for at in 0..self.texts.len() {
            let (number, text) = (format!("3926.{:02}.99", at % 100), |n| self.text(at + n));
            let row = [&number, "0", text(0), text(1), text(2), text(3), text(4), "", text(5)];
            writer.write_record(row).unwrap();
        }
        writer.write_record(["3926.90.99", "0", "Other", "", "5.3%", "", "", "", ""]).unwrap();
        writer.flush().unwrap();
    }

    /// Exports whose names and folder are the texts, as far as a file can have such a name.
    fn named_files(&self) {
        let folder = self.named();
        std::fs::create_dir(&folder).unwrap();
        for at in 0..self.texts.len() {
            let name = format!("{}{at}.csv", World::as_file_name(self.text(at)));
            let number = World::number(20 * self.texts.len() + at);
            let text = format!(
                "entry_number,hts,row_duty,entry_date,importer_number\n\
                 {number},99030124,10.00,05/20/2025,12-345678900\nshort\n"
            );
            std::fs::write(folder.join(name), text).unwrap();
        }
    }

    /// The folder of files with such names.
    pub fn named(&self) -> PathBuf {
        let name: String =
            [21, 34, 44].iter().map(|at| World::as_file_name(self.text(*at))).collect();
        self.dir.path().join(format!("folder {name}"))
    }

    /// Reports of CBP and the bank.
    fn said(&self) {
        let folder = self.path("said");
        std::fs::create_dir(&folder).unwrap();
        let claims = "ENTRY_NUMBER,CLAIM_NUMBER,STATUS,ERROR_DESCRIPTION";
        self.table(&folder.join("claims.csv"), claims, &|number, text| {
            [number, text(0), text(1), text(2)].map(str::to_owned).to_vec()
        });
        let es_022 = "Claim,Status,Filer,Importer,CF4811 No,CF4811 Name,Entry,Entry Date,Liq Date,\
                      Team,Ctr,Ctr Name,Refund,Interest,Refund No,Refund Date,Refund Status";
        self.table(&folder.join("es-022.csv"), es_022, &|number, t| {
            let (a, b) = ([t(0), t(1), t(2), t(3), t(4), t(5)], [t(6), t(7), t(8)]);
            let dates = ["05/20/2025", "05/29/2026"];
            let money = ["100.00", "5.00"];
            let parts: [&[&str]; 6] =
                [&a, &[number], &dates, &b, &money, &[t(9), "06/18/2026", t(10)]];
            parts.concat().into_iter().map(str::to_owned).collect()
        });
        let rev_603 = "Refund ID,Payee ID,Company Name,C/O,Address,Refund Date,Refund Status,\
                       Refund Secondary Status,Refund Type,Document Number,Total Refund Amount,\
                       Check/ACH Trace Number,Check or ACH,Center ID,Team Number,Port Code";
        self.table(&folder.join("rev-603.csv"), rev_603, &|_, t| {
            let row = [
                t(9),
                t(1),
                t(2),
                t(3),
                t(4),
                "06/18/2026",
                t(5),
                t(6),
                t(7),
                t(8),
                "105.00",
                t(9),
                t(10),
                t(11),
                t(12),
                t(13),
            ];
            row.map(str::to_owned).to_vec()
        });
        let rev_613 = "Refund ID,Payee ID,Payee Name,Refund Amount,Reject Date,Reject Reason";
        self.table(&folder.join("rev-613.csv"), rev_613, &|_, t| {
            [t(9), t(1), t(2), "105.00", "06/22/2026", t(3)].map(str::to_owned).to_vec()
        });
        let bank = "Posting Date,Description,Reference,Amount";
        self.table(&folder.join("bank.csv"), bank, &|_, t| {
            ["06/22/2026", t(0), t(9), "105.00"].map(str::to_owned).to_vec()
        });
    }

    fn table(&self, path: &Path, header: &str, row: &RowOf) {
        let mut writer = csv::Writer::from_path(path).unwrap();
        writer.write_record(header.split(',')).unwrap();
        for at in 0..self.texts.len() {
            // Only the longest text would make every report as long.
            let number = World::number(self.texts.len() + at).to_string();
            writer.write_record(row(&number, &|column| self.text(at + column))).unwrap();
        }
        writer.flush().unwrap();
    }
}
