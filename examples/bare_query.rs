//! The bare question of the benchmarks, asked with this crate's reader and nothing else: IEEPA rows
//! dated in the tariff period, their duty summed by importer number and liquidation date. No
//! duplicates are collapsed, no entry is judged, no report is written.
//!
//! ```console
//! $ cargo run --release --example bare_query -- EXPORT [--answer FILE] [--reference] [--jobs N] [--chunk-size BYTES]
//! ```
//!
//! Prints one line of JSON. `--answer` also writes every group as `importer,date,rows,cents`.

use anyhow::{Context, bail};
use capeprep::domain::{Cents, Day, Field, HtsNumber};
use capeprep::intake::decode::ReadAhead;
use capeprep::intake::pump::{self, CHUNK_SIZE, Chunk, Done, How, RowItem};
use capeprep::intake::reader::{CsvCrate, RecordReader};
use capeprep::intake::scan::FastReader;
use capeprep::intake::{IntakeError, Mapping, Row, prepare, source};
use capeprep::rulebook::Rulebook;
use capeprep::threads;
use compact_str::CompactString;
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

fn main() -> anyhow::Result<()> {
    let began = Instant::now();
    let options = Options::read()?;
    let rules = Rulebook::built_in()?;
    let pool = threads::pool(options.jobs)?;
    let (sources, _) = source::resolve(&[options.file])?;
    let mut inputs = prepare::prepare(sources, &Mapping::of_aliases(&rules.headers))?;
    let fast = FastReader::default();
    let reader: &dyn RecordReader = if options.reference { &CsvCrate } else { &fast };
    let how =
        How { reader, chunk_size: options.chunk_size, digest: false, ahead: ReadAhead::default() };
    let mut all = Sums::default();
    pump::run(
        &pool,
        &mut inputs.exports,
        how,
        |chunk| Runs::of(chunk, &rules),
        |runs| -> Result<(), IntakeError> {
            all.add(&runs);
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
    chunk_size: usize,
}

impl Options {
    fn read() -> anyhow::Result<Options> {
        let mut options = Options {
            file: PathBuf::new(),
            answer: None,
            reference: false,
            jobs: 0,
            chunk_size: CHUNK_SIZE,
        };
        let mut words = std::env::args_os().skip(1);
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--answer") => options.answer = words.next().map(PathBuf::from),
                Some("--reference") => options.reference = true,
                Some(option @ ("--jobs" | "--chunk-size")) => {
                    let number = words.next().context("--jobs and --chunk-size need a number")?;
                    let number = number.to_string_lossy().parse()?;
                    match option {
                        "--jobs" => options.jobs = number,
                        _ => options.chunk_size = number,
                    }
                }
                Some(option) if option.starts_with("--") => bail!("{option}: no such option"),
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

/// The groups, found by a hash that the threads reckon.
#[derive(Default)]
struct Sums {
    groups: Vec<(Key, Sum)>,
    index: HashTable<u32>,
    unreadable: u64,
}

impl Sums {
    fn add(&mut self, runs: &Runs) {
        self.unreadable += runs.unreadable;
        let mut start = 0;
        for run in &runs.runs {
            let importer = &runs.importers[start..run.importer_end];
            start = run.importer_end;
            let Sums { groups, index, .. } = self;
            let slot = index.entry(
                run.hash,
                |at| {
                    let (known, date) = &groups[*at as usize].0;
                    known.as_bytes() == importer && *date == run.date
                },
                |at| hash(groups[*at as usize].0.0.as_bytes(), groups[*at as usize].0.1),
            );
            let at = *slot
                .or_insert_with(|| {
                    let key = (CompactString::from_utf8_lossy(importer), run.date);
                    groups.push((key, Sum::default()));
                    (groups.len() - 1) as u32
                })
                .get();
            let sum = &mut groups[at as usize].1;
            sum.rows += run.sum.rows;
            sum.cents += run.sum.cents;
        }
    }

    fn print(&self, began: Instant) -> anyhow::Result<()> {
        let rows: u64 = self.groups.iter().map(|(_, sum)| sum.rows).sum();
        let cents: i128 = self.groups.iter().map(|(_, sum)| i128::from(sum.cents)).sum();
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

/// The runs of a chunk: neighbouring rows with the same importer and liquidation date cells.
#[derive(Default)]
struct Runs {
    runs: Vec<Run>,
    /// The importer numbers of the runs, one behind the other.
    importers: Vec<u8>,
    /// The cells of the last run as they stand in the file.
    cells: Vec<u8>,
    /// The entry date cell last read, and whether its day lies in the period.
    date_cell: Vec<u8>,
    in_period: bool,
    met: Met,
    unreadable: u64,
}

/// Tariff numbers met lately, as they stand in the file: few repeat on many rows.
struct Met([(u128, bool); 64]);

impl Default for Met {
    fn default() -> Met {
        Met([(0, false); 64])
    }
}

impl Met {
    fn is_ieepa(&mut self, cell: &[u8], rules: &Rulebook) -> Option<bool> {
        let look = || HtsNumber::read(cell).map(|number| rules.is_ieepa(number));
        let mut bytes = [0; 16];
        // The last byte tells the length: no other cell has the same sixteen.
        bytes.get_mut(..cell.len()).filter(|b| b.len() < 16)?.copy_from_slice(cell);
        bytes[15] = cell.len() as u8;
        let key = u128::from_le_bytes(bytes);
        let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let known = &mut self.0[(mixed >> 58) as usize];
        if known.0 != key {
            *known = (key, look()?);
        }
        Some(known.1)
    }
}

struct Run {
    importer_end: usize,
    date: Option<Day>,
    hash: u64,
    sum: Sum,
}

fn hash(importer: &[u8], date: Option<Day>) -> u64 {
    FixedState::default().hash_one((importer, date))
}

impl Runs {
    fn of(chunk: Chunk<'_>, rules: &Rulebook) -> (Runs, Done) {
        let mut runs = Runs::default();
        let done = chunk.read(|item| {
            if let RowItem::Row(row) = item {
                let read = runs.row(&row, rules);
                runs.unreadable += u64::from(read.is_none());
            }
        });
        (runs, done)
    }

    /// Takes in a row; `None` if one of the cells that count cannot be read.
    fn row(&mut self, row: &Row<'_>, rules: &Rulebook) -> Option<()> {
        if row.width() != row.layout().width() {
            return None;
        }
        let hts = row.text(Field::Hts);
        // Most tariff numbers are not of chapter 99, which one byte shows.
        if hts.first()? != &b'9' || !self.met.is_ieepa(hts, rules)? {
            return Some(());
        }
        let cents = Cents::read(row.text(Field::RowDuty)).ok()?.0;
        let date_cell = row.text(Field::EntryDate);
        if self.date_cell != date_cell {
            self.in_period = rules.period.contains(Day::read(date_cell).ok()??);
            self.date_cell.clear();
            self.date_cell.extend_from_slice(date_cell);
        }
        if !self.in_period {
            return Some(());
        }
        let importer = row.text(Field::ImporterNumber);
        let liquidation = row.text(Field::LiquidationDate);
        let (known, date) = self.cells.split_at(self.cells.len().min(importer.len()));
        if self.runs.is_empty() || known != importer || date != liquidation {
            let date = Day::read(liquidation).ok()?;
            self.cells.clear();
            self.cells.extend_from_slice(importer);
            self.cells.extend_from_slice(liquidation);
            self.importers.extend_from_slice(importer);
            let importer_end = self.importers.len();
            let hash = hash(importer, date);
            self.runs.push(Run { importer_end, date, hash, sum: Sum::default() });
        }
        if let Some(run) = self.runs.last_mut() {
            run.sum.rows += 1;
            run.sum.cents += cents;
        }
        Some(())
    }
}
