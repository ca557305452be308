//! Contract sections 2 and 3.1-3.4: bytes to records, records to bins, copies to one row.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::calendar::day;
use super::fields::{Columns, columns_of};
use super::values::{
    Reading, clean, date, entry_number, heading, money, number, tariff_number, with_lost_zero,
};

/// One input: its name only serves messages.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The records of one file after its header, and how many empty lines stand between them.
pub struct Table {
    pub columns: Columns,
    pub width: usize,
    pub records: Vec<Vec<String>>,
    pub empty_lines: usize,
}

/// Reads a file with the serial `csv` crate. The header is the first of the first 30 records with
/// three or more known headers; nothing up to and including it is counted.
pub fn read_table(source: &Source) -> Table {
    let bytes = source.bytes.strip_prefix(b"\xef\xbb\xbf".as_slice()).unwrap_or(&source.bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut starts = Vec::new();
    let mut records: Vec<Vec<String>> = Vec::new();
    for record in reader.records() {
        let record = record.expect("generated text is UTF-8");
        let position = record.position().expect("a record that was read has a position");
        starts.push(usize::try_from(position.byte()).expect("a small file"));
        records.push(record.iter().map(str::to_string).collect());
    }
    let header = records
        .iter()
        .take(30)
        .position(|record| columns_of(record).is_some())
        .unwrap_or_else(|| panic!("{} has no header", source.name));
    // The crate passes over empty lines; section 3.2 counts each as `blank`.
    let mut empty_lines = 0;
    starts.push(starts[records.len() - 1] + last_record_length(bytes, starts[records.len() - 1]));
    for start in &starts[header + 1..] {
        empty_lines += empty_lines_at(bytes, *start);
    }
    Table {
        columns: columns_of(&records[header]).expect("found above"),
        width: records[header].len(),
        records: records.split_off(header + 1),
        empty_lines,
    }
}

/// How many line ends stand at a place where a record may begin. The crate stops after the CR of a
/// CRLF, so that its LF is no line of its own.
fn empty_lines_at(bytes: &[u8], start: usize) -> usize {
    let mut place = start;
    if place > 0 && bytes.get(place - 1) == Some(&b'\r') && bytes.get(place) == Some(&b'\n') {
        place += 1;
    }
    let mut lines = 0;
    loop {
        match (bytes.get(place), bytes.get(place + 1)) {
            (Some(b'\r'), Some(b'\n')) => place += 2,
            (Some(b'\r' | b'\n'), _) => place += 1,
            _ => return lines,
        }
        lines += 1;
    }
}

/// Bytes from the start of the last record (empty lines before it included) to just past its end.
fn last_record_length(bytes: &[u8], start: usize) -> usize {
    let mut place = start;
    while matches!(bytes.get(place), Some(b'\r' | b'\n')) {
        place += 1;
    }
    let mut quoted = false;
    while let Some(byte) = bytes.get(place) {
        match byte {
            b'"' => quoted = !quoted,
            b'\r' | b'\n' if !quoted => {
                place += 1;
                break;
            }
            _ => {}
        }
        place += 1;
    }
    place - start
}

/// The bins of the ledger that a kept or collapsed IEEPA row can end in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bin {
    Counted,
    OutOfPeriod,
    Duplicate,
}

/// An IEEPA row whose duty and entry date could be read.
#[derive(Clone, Debug)]
pub struct IeepaRow {
    /// Place in the run: command line order of the files, then record order.
    pub order: usize,
    pub entry: String,
    pub repaired: bool,
    pub line: Option<u32>,
    pub ordinal: Option<u32>,
    pub tariff_number: String,
    pub heading: String,
    pub duty: Decimal,
    pub value: Decimal,
    pub entry_date: NaiveDate,
    pub unreadable_cell: bool,
    /// Cleaned text of every mapped cell; a field without a column has no key.
    pub cells: BTreeMap<&'static str, String>,
    pub bin: Bin,
}

/// A row of another tariff number: only what a base row needs.
#[derive(Clone, Debug)]
pub struct OtherRow {
    pub line: Option<u32>,
    pub ordinal: Option<u32>,
    pub tariff_number: String,
    pub duty: Decimal,
    pub value: Decimal,
    pub column_one_rate: String,
    /// Special program indicator.
    pub preference: String,
}

impl IeepaRow {
    /// Special program indicator.
    pub fn preference(&self) -> &str {
        self.cells.get("spi").map_or("", String::as_str)
    }
}

impl OtherRow {
    /// Section 4: a base row's HTS is in chapters 01-97.
    pub fn is_base(&self) -> bool {
        let padded = with_lost_zero(&self.tariff_number);
        matches!(padded.get(..2).and_then(|chapter| chapter.parse::<u32>().ok()), Some(1..=97))
    }

    pub fn is_chapter_98(&self) -> bool {
        self.tariff_number.starts_with("98")
    }
}

/// The ledger of section 7.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    pub rows: BTreeMap<&'static str, usize>,
    pub duty: BTreeMap<&'static str, Decimal>,
}

impl Ledger {
    fn count(&mut self, bin: &'static str, rows: usize) {
        *self.rows.entry(bin).or_default() += rows;
    }

    fn add(&mut self, bin: &'static str, duty: Decimal) {
        self.count(bin, 1);
        *self.duty.entry(bin).or_default() += duty;
    }
}

/// Everything that reading the inputs yields.
#[derive(Default)]
pub struct Rows {
    pub ledger: Ledger,
    pub ieepa: Vec<IeepaRow>,
    pub other: BTreeMap<String, Vec<OtherRow>>,
    /// Entries that a rejected record names.
    pub rejected: BTreeSet<String>,
    /// Entries with copies that differ in duty, value or entry date.
    pub conflicting: BTreeSet<String>,
}

/// Sections 3.1 to 3.4 for the whole run.
pub fn read_rows(sources: &[Source]) -> Rows {
    let mut rows = Rows::default();
    for bin in
        ["blank", "rejected", "other", "duplicate", "out_of_period", "counted", "other_unreadable"]
    {
        rows.ledger.count(bin, 0);
    }
    for bin in ["other", "duplicate", "out_of_period", "counted"] {
        rows.ledger.duty.insert(bin, Decimal::ZERO);
    }
    let mut order = 0;
    for source in sources {
        let table = read_table(source);
        rows.ledger.count("blank", table.empty_lines);
        for record in &table.records {
            order += 1;
            read_record(&mut rows, &table, record, order);
        }
    }
    collapse_copies(&mut rows);
    for row in &rows.ieepa {
        let bin = match row.bin {
            Bin::Counted => "counted",
            Bin::OutOfPeriod => "out_of_period",
            Bin::Duplicate => "duplicate",
        };
        rows.ledger.add(bin, row.duty);
    }
    let six = ["blank", "rejected", "other", "duplicate", "out_of_period", "counted"];
    let read = six.iter().map(|bin| rows.ledger.rows[bin]).sum();
    rows.ledger.rows.insert("read", read);
    let duty = rows.ledger.duty.values().sum();
    rows.ledger.duty.insert("read", duty);
    rows
}

/// Section 3.2: one record to its bin.
fn read_record(rows: &mut Rows, table: &Table, record: &[String], order: usize) {
    if record.iter().all(|cell| clean(cell).is_empty()) {
        rows.ledger.count("blank", 1);
        return;
    }
    let cell = |field: &str| {
        let position = table.columns.get(field).copied();
        position.and_then(|position| record.get(position)).map_or("", String::as_str)
    };
    let entry = entry_number(cell("entry_number"));
    let tariff = tariff_number(cell("hts"));
    let (Some((entry, repaired)), Some(tariff)) = (entry.clone(), tariff) else {
        reject(rows, entry);
        return;
    };
    if record.len() != table.width {
        reject(rows, Some((entry, repaired)));
        return;
    }
    let duty = money(cell("row_duty"));
    let value = money(cell("row_value"));
    let line = number(cell("line_number"));
    let ordinal = number(cell("tariff_ordinal"));
    if !tariff.starts_with("990301") && !tariff.starts_with("990302") {
        if duty.is_unreadable() {
            rows.ledger.count("other_unreadable", 1);
        }
        let duty = duty.value().unwrap_or_default();
        rows.ledger.add("other", duty);
        rows.other.entry(entry).or_default().push(OtherRow {
            line: line.value(),
            ordinal: ordinal.value(),
            tariff_number: tariff,
            duty,
            value: value.value().unwrap_or_default(),
            column_one_rate: clean(cell("column1_rate")),
            preference: clean(cell("spi")),
        });
        return;
    }
    let (Reading::Value(duty), Reading::Value(entry_date)) = (duty, date(cell("entry_date")))
    else {
        reject(rows, Some((entry, repaired)));
        return;
    };
    let other_dates = ["summary_date", "payment_date", "liquidation_date"];
    let unreadable_cell = value.is_unreadable()
        || line.is_unreadable()
        || ordinal.is_unreadable()
        || other_dates.iter().any(|field| date(cell(field)).is_unreadable());
    let cells = table.columns.keys().map(|field| (*field, clean(cell(field)))).collect();
    rows.ieepa.push(IeepaRow {
        order,
        entry,
        repaired,
        line: line.value(),
        ordinal: ordinal.value(),
        heading: heading(&tariff),
        tariff_number: tariff,
        duty,
        value: value.value().unwrap_or_default(),
        entry_date,
        unreadable_cell,
        cells,
        bin: Bin::Counted,
    });
}

fn reject(rows: &mut Rows, entry: Option<(String, bool)>) {
    rows.ledger.count("rejected", 1);
    rows.rejected.extend(entry.map(|(number, _)| number));
}

/// Section 3.4, then 3.3: copies collapse, and what is kept is in the period or out of it.
fn collapse_copies(rows: &mut Rows) {
    let mut copies: BTreeMap<(String, u32, u32, String), Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.ieepa.iter().enumerate() {
        if let (Some(line), Some(ordinal)) = (row.line, row.ordinal) {
            let key = (row.entry.clone(), line, ordinal, row.heading.clone());
            copies.entry(key).or_default().push(index);
        }
    }
    for ((entry, ..), indices) in copies {
        let figures = |index: usize| {
            let row = &rows.ieepa[index];
            (row.duty, row.value, row.entry_date)
        };
        let kept =
            indices.iter().copied().min_by_key(|index| (figures(*index), *index)).expect("a copy");
        if indices.iter().any(|index| figures(*index) != figures(kept)) {
            rows.conflicting.insert(entry);
        }
        for index in indices.into_iter().filter(|index| *index != kept) {
            rows.ieepa[index].bin = Bin::Duplicate;
        }
    }
    let (first, past) = (day(2025, 2, 4), day(2026, 2, 24));
    for row in rows.ieepa.iter_mut().filter(|row| row.bin == Bin::Counted) {
        if row.entry_date < first || row.entry_date >= past {
            row.bin = Bin::OutOfPeriod;
        }
    }
}
