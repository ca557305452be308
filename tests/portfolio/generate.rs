//! Invented portfolios: small, seeded, and as untidy as real exports are.
//!
//! A portfolio is a list of files as text, optional facts and tariff-rate files, and the options of
//! one run. The same seed gives the same bytes on every machine: only integers are used.

pub mod columns;
pub mod entries;
pub mod form;
pub mod random;
pub mod spelling;
pub mod tariff;
pub mod tariff_rows;

use chrono::NaiveDate;

use crate::oracle::registry::Registry;
use crate::oracle::rows::Source;
use crate::oracle::{DepositBasis, Options, Route, Taxpayer};
use columns::Column;
use entries::{FILERS, Fields, IMPORTERS, InventedEntry, World};
pub use form::Form;
use random::Chance;

/// One file: its records are kept apart as text, so that they can be cut and permuted.
#[derive(Clone, Debug)]
pub struct InventedFile {
    pub name: String,
    /// Title rows before the header.
    pub titles: Vec<String>,
    pub header: String,
    /// Records without their line end; an empty text is an empty line.
    pub records: Vec<String>,
    pub byte_order_mark: bool,
    pub line_end: &'static str,
    pub ends_with_line_end: bool,
    /// How it is stored; the oracle reads the same records as plain text.
    pub form: Form,
}

impl InventedFile {
    /// As the oracle reads it: text with commas.
    pub fn source(&self) -> Source {
        Source { name: self.name.clone(), bytes: self.text(str::to_string).into_bytes() }
    }

    /// As it lies on the disk.
    pub fn stored(&self) -> Vec<u8> {
        self.form.stored(&self.text(|line| self.form.separated(line)))
    }

    /// Its name on the disk.
    pub fn stored_name(&self) -> String {
        format!("{}{}", self.name, self.form.ending())
    }

    fn text(&self, written: impl Fn(&str) -> String) -> String {
        let mut text = String::new();
        if self.byte_order_mark {
            text.push('\u{feff}');
        }
        let lines = self.titles.iter().chain([&self.header]).chain(&self.records);
        for line in lines {
            text.push_str(&written(line));
            text.push_str(self.line_end);
        }
        let needed = self.records.last().is_none_or(String::is_empty);
        if !self.ends_with_line_end && !needed {
            text.truncate(text.len() - self.line_end.len());
        }
        text
    }

    /// The same records in three files, cut at record boundaries.
    pub fn in_three(&self) -> Vec<InventedFile> {
        let third = self.records.len().div_ceil(3).max(1);
        let mut pieces: Vec<Vec<String>> =
            self.records.chunks(third).map(<[String]>::to_vec).collect();
        pieces.resize(3, Vec::new());
        let stem = self.name.trim_end_matches(".csv");
        pieces
            .into_iter()
            .enumerate()
            .map(|(place, records)| InventedFile {
                name: format!("{stem}-part{}.csv", place + 1),
                records,
                ends_with_line_end: true,
                ..self.clone()
            })
            .collect()
    }

    pub fn permuted(&self, chance: &mut Chance) -> InventedFile {
        let mut file = self.clone();
        chance.shuffle(&mut file.records);
        file.ends_with_line_end = true;
        file
    }
}

/// Everything one run needs.
#[derive(Clone, Debug)]
pub struct Portfolio {
    pub files: Vec<InventedFile>,
    pub facts: Vec<InventedFile>,
    /// `--hts-rates`.
    pub tariff: Option<InventedFile>,
    pub options: Options,
    /// The inputs are named by their directory instead of one by one.
    pub by_directory: bool,
}

pub fn portfolio(seed: u64, registry: &Registry) -> Portfolio {
    let mut chance = Chance::new(seed);
    let chance = &mut chance;
    let as_of = as_of(chance);
    let mut importers = IMPORTERS.to_vec();
    chance.shuffle(&mut importers);
    importers.truncate(1 + chance.index(4));
    let mut filers = FILERS.to_vec();
    chance.shuffle(&mut filers);
    filers.truncate(1 + chance.index(4));
    let world = World { registry, as_of, messy: chance.happens(2, 3), importers, filers };
    let wanted = match chance.below(4) {
        0 => 1 + chance.below(3),
        1 | 2 => 4 + chance.below(16),
        _ => 20 + chance.below(41),
    };
    let first_serial = chance.below(9_000_000);
    let invented: Vec<InventedEntry> =
        (0..wanted).map(|place| entries::entry(chance, &world, first_serial + place)).collect();
    Portfolio {
        files: export_files(chance, &world, &invented),
        facts: facts_files(chance, &world, &invented),
        options: options(chance, &world),
        by_directory: chance.happens(1, 6),
        tariff: chance.happens(1, 3).then(|| tariff::tariff(chance)),
    }
}

fn as_of(chance: &mut Chance) -> NaiveDate {
    let days = [
        (2026, 4, 20),
        (2026, 6, 28),
        (2026, 6, 29),
        (2026, 7, 6),
        (2026, 7, 7),
        (2026, 9, 2),
        (2026, 11, 16),
        (2026, 11, 17),
        (2026, 11, 22),
        (2027, 1, 15),
    ];
    let (year, month, day) = *chance.pick(&days);
    let named = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
    if chance.happens(1, 4) { named + chrono::Days::new(chance.below(150)) } else { named }
}

fn options(chance: &mut Chance, world: &World) -> Options {
    let route = match chance.below(4) {
        0 => Route::Broker(
            world.filers.iter().take(1 + chance.index(3)).map(|code| (*code).to_string()).collect(),
        ),
        1 => {
            let listed = world.importers.iter().take(1 + chance.index(3));
            let plain = chance.happens(1, 2);
            let spelled = |number: &str| {
                if plain { number.replace('-', "") } else { number.to_string() }
            };
            Route::Importer(listed.map(|(number, _)| spelled(number)).collect())
        }
        _ => Route::Unknown,
    };
    Options {
        as_of: world.as_of,
        route,
        taxpayer: *chance.pick(&[
            Taxpayer::Corporate,
            Taxpayer::Corporate,
            Taxpayer::NonCorporate,
            Taxpayer::Gatt,
        ]),
        deposit_basis: *chance.pick(&[
            DepositBasis::Summary,
            DepositBasis::Summary,
            DepositBasis::Entry,
            DepositBasis::MonthlyStatement,
        ]),
        processing_days: *chance.pick(&[45, 45, 0, 1, 30, 90, 365]),
        include_review: chance.happens(1, 3),
    }
}

/// One to three exports. Entries fall into one file; some are repeated in another, record by record
/// the same or differing.
fn export_files(
    chance: &mut Chance,
    world: &World,
    invented: &[InventedEntry],
) -> Vec<InventedFile> {
    let count = 1 + chance.index(3);
    let shared_layout = chance.happens(2, 3);
    let first_layout = columns::layout(chance);
    let mut contents: Vec<Vec<Fields>> = vec![Vec::new(); count];
    for entry in invented {
        let home = chance.index(count);
        for fields in &entry.records {
            let mut fields = fields.clone();
            if world.messy && chance.happens(1, 25) {
                entries::damage(chance, &mut fields, world.as_of);
            }
            contents[home].push(fields.clone());
            let repeated = if world.messy { chance.happens(1, 10) } else { chance.happens(1, 30) };
            if repeated {
                let copy = if chance.happens(1, 3) {
                    entries::conflicting_copy(chance, &fields)
                } else {
                    fields
                };
                let elsewhere = chance.index(count);
                contents[elsewhere].push(copy);
            }
        }
    }
    contents
        .into_iter()
        .enumerate()
        .map(|(place, records)| {
            let layout = if shared_layout || place == 0 {
                first_layout.clone()
            } else {
                columns::layout(chance)
            };
            let name =
                format!("export-{}.csv", (b'a' + u8::try_from(place).expect("small")) as char);
            export_file(chance, world, name, &layout, &records)
        })
        .collect()
}

fn export_file(
    chance: &mut Chance,
    world: &World,
    name: String,
    layout: &[Column],
    records: &[Fields],
) -> InventedFile {
    let header_cells: Vec<String> = layout.iter().map(|column| column.header.clone()).collect();
    let header = spelling::record(chance, &header_cells);
    let mut lines = Vec::new();
    for fields in records {
        let mut cells: Vec<String> =
            layout.iter().map(|column| cell(chance, column, fields)).collect();
        if world.messy && chance.happens(1, 60) {
            match chance.below(3) {
                0 => cells.push("surplus".into()),
                1 => cells.truncate(cells.len() - 1),
                _ => cells.truncate(2),
            }
        }
        lines.push(spelling::record(chance, &cells));
        if world.messy && chance.happens(1, 40) {
            lines.push(junk(chance, layout.len(), &header));
        }
    }
    if chance.happens(1, 3) {
        lines.push(junk(chance, layout.len(), &header));
    }
    let titles = if chance.happens(1, 4) {
        vec![
            "IEEPA DUTY PAID WITH LIQUIDATION DATE".to_string(),
            String::new(),
            "Entry Date (Begin):,2/1/2025".into(),
        ]
    } else {
        Vec::new()
    };
    InventedFile {
        name,
        titles,
        header,
        records: lines,
        byte_order_mark: chance.happens(1, 4),
        line_end: if chance.happens(1, 3) { "\r\n" } else { "\n" },
        ends_with_line_end: !chance.happens(1, 4),
        form: form::form(chance),
    }
}

fn cell(chance: &mut Chance, column: &Column, fields: &Fields) -> String {
    let decoys = ["", "", "", "12", "E10", "a, \"quoted\" text", "two\nlines", "99030124", "N"];
    match column.field {
        Some(field) => fields.get(field).cloned().unwrap_or_default(),
        None => (*chance.pick(&decoys)).to_string(),
    }
}

/// A record that holds no row: an empty line, empty cells, a total, the header once more.
fn junk(chance: &mut Chance, width: usize, header: &str) -> String {
    match chance.below(5) {
        0 | 1 => String::new(),
        2 => ",".repeat(width - 1),
        3 => format!("Total{}1234.56", ",".repeat(width - 1)),
        _ => header.to_string(),
    }
}

fn facts_files(
    chance: &mut Chance,
    world: &World,
    invented: &[InventedEntry],
) -> Vec<InventedFile> {
    let count = match chance.below(6) {
        0 | 1 => 1,
        2 => 2,
        _ => 0,
    };
    (0..count)
        .map(|place| {
            let layout = columns::facts_layout(chance);
            let header: Vec<String> = layout.iter().map(|column| column.header.clone()).collect();
            let mut records = Vec::new();
            for entry in invented {
                if chance.happens(1, 2) {
                    let fields = entries::facts(chance, world, &entry.number);
                    let cells: Vec<String> =
                        layout.iter().map(|column| cell(chance, column, &fields)).collect();
                    records.push(spelling::record(chance, &cells));
                }
            }
            InventedFile {
                name: format!("facts-{}.csv", place + 1),
                titles: Vec::new(),
                header: header.join(","),
                records,
                byte_order_mark: false,
                line_end: "\n",
                ends_with_line_end: true,
                form: form::form(chance),
            }
        })
        .collect()
}
