//! The bare question of the benchmarks, asked with this crate's reader and nothing else: IEEPA rows
//! dated in the tariff period, their duty summed by importer number and liquidation date. No
//! duplicates are collapsed, no entry is judged, no report is written.
//!
//! ```console
//! $ cargo run --release --example bare_query -- EXPORT [--answer FILE] [--reference] [--jobs N]
//! ```
//!
//! Prints one line of JSON. `--answer` also writes every group as `importer,date,rows,cents`.

use anyhow::{Context, bail};
use capeprep::domain::{Cents, Day, Field, HtsNumber};
use capeprep::intake::pump::{self, CHUNK_SIZE, Chunk, RowItem};
use capeprep::intake::reader::{CsvCrate, RecordReader};
use capeprep::intake::scan::FastReader;
use capeprep::intake::{IntakeError, Row, prepare, source};
use capeprep::rulebook::Rulebook;
use capeprep::threads;
use compact_str::CompactString;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

fn main() -> anyhow::Result<()> {
    let began = Instant::now();
    let options = Options::read()?;
    let rules = Rulebook::built_in()?;
    let pool = threads::pool(options.jobs)?;
    let (sources, _) = source::resolve(&[options.file])?;
    let mut inputs = prepare::prepare(sources, &rules.headers, &[])?;
    let fast = FastReader::default();
    let reader: &dyn RecordReader = if options.reference { &CsvCrate } else { &fast };
    let mut all = Sums::default();
    pump::run(
        &pool,
        &mut inputs,
        reader,
        CHUNK_SIZE,
        |chunk| Sums::of(chunk, &rules),
        |sums| -> Result<(), IntakeError> {
            all.add(sums);
            Ok(())
        },
    )?;
    if all.unreadable > 0 {
        bail!("{} rows could not be read; the question is for clean files", all.unreadable);
    }
    all.print(began)?;
    match options.answer {
        Some(path) => all.write(&path).with_context(|| format!("{} not written", path.display())),
        None => Ok(()),
    }
}

struct Options {
    file: PathBuf,
    answer: Option<PathBuf>,
    reference: bool,
    jobs: usize,
}

impl Options {
    fn read() -> anyhow::Result<Options> {
        let mut options = Options { file: PathBuf::new(), answer: None, reference: false, jobs: 0 };
        let mut words = std::env::args_os().skip(1);
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--answer") => options.answer = words.next().map(PathBuf::from),
                Some("--reference") => options.reference = true,
                Some("--jobs") => {
                    let number = words.next().context("--jobs needs a number")?;
                    options.jobs = number.to_string_lossy().parse()?;
                }
                _ => options.file = PathBuf::from(word),
            }
        }
        if options.file.as_os_str().is_empty() {
            bail!("an export is needed");
        }
        Ok(options)
    }
}

/// Rows and cents of a group.
#[derive(Default, Clone, Copy)]
struct Sum {
    rows: u64,
    cents: i64,
}

/// Importer number and liquidation date.
type Key = (CompactString, Option<Day>);

#[derive(Default)]
struct Sums {
    groups: HashMap<Key, Sum, FixedState>,
    unreadable: u64,
}

impl Sums {
    fn of(chunk: &Chunk<'_>, rules: &Rulebook) -> Sums {
        let mut sums = Sums::default();
        let mut run = Run::default();
        chunk.read(|item| {
            if let RowItem::Row(row) = item {
                sums.unreadable += u64::from(run.row(&row, rules, &mut sums.groups).is_none());
            }
        });
        run.end(&mut sums.groups);
        sums
    }

    fn add(&mut self, later: Sums) {
        self.unreadable += later.unreadable;
        for (key, sum) in later.groups {
            let group = self.groups.entry(key).or_default();
            group.rows += sum.rows;
            group.cents += sum.cents;
        }
    }

    fn print(&self, began: Instant) -> anyhow::Result<()> {
        let rows: u64 = self.groups.values().map(|sum| sum.rows).sum();
        let cents: i128 = self.groups.values().map(|sum| i128::from(sum.cents)).sum();
        let groups = self.groups.len();
        let seconds = began.elapsed().as_secs_f64();
        writeln!(
            std::io::stdout(),
            "{{\"groups\": {groups}, \"rows\": {rows}, \"cents\": {cents}, \
             \"seconds\": {seconds:.4}}}"
        )?;
        Ok(())
    }

    fn write(&self, path: &PathBuf) -> anyhow::Result<()> {
        let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
        for ((importer, date), Sum { rows, cents }) in &self.groups {
            let date = date.map(|day| day.to_string()).unwrap_or_default();
            writeln!(file, "{importer},{date},{rows},{cents}")?;
        }
        file.flush()?;
        Ok(())
    }
}

/// Neighbouring rows with the same importer and liquidation date cells.
#[derive(Default)]
struct Run {
    importer: Vec<u8>,
    date_cell: Vec<u8>,
    date: Option<Day>,
    sum: Sum,
}

impl Run {
    /// Takes in a row; `None` if one of the cells that count cannot be read.
    fn row(
        &mut self,
        row: &Row<'_>,
        rules: &Rulebook,
        groups: &mut HashMap<Key, Sum, FixedState>,
    ) -> Option<()> {
        if row.width() != row.layout().width() {
            return None;
        }
        if !rules.is_ieepa(HtsNumber::read(row.text(Field::Hts))?) {
            return Some(());
        }
        let cents = Cents::read(row.text(Field::RowDuty)).ok()?.0;
        if !rules.period.contains(Day::read(row.text(Field::EntryDate)).ok()??) {
            return Some(());
        }
        let importer = row.text(Field::ImporterNumber);
        let date_cell = row.text(Field::LiquidationDate);
        if self.importer != importer || self.date_cell != date_cell {
            let date = Day::read(date_cell).ok()?;
            self.end(groups);
            self.date = date;
            self.importer.clear();
            self.importer.extend_from_slice(importer);
            self.date_cell.clear();
            self.date_cell.extend_from_slice(date_cell);
        }
        self.sum.rows += 1;
        self.sum.cents += cents;
        Some(())
    }

    fn end(&mut self, groups: &mut HashMap<Key, Sum, FixedState>) {
        if self.sum.rows > 0 {
            let importer = CompactString::from_utf8_lossy(&self.importer);
            let group = groups.entry((importer, self.date)).or_default();
            group.rows += self.sum.rows;
            group.cents += self.sum.cents;
            self.sum = Sum::default();
        }
    }
}
