//! Reading files as `capeprep track` does, against a small earlier report.

use capeprep::assess::checks::CheckSet;
use capeprep::domain::{Cents, Day, EntryNumber, EntryStatus, Lane, LiquidationState};
use capeprep::earlier::{EarlierEntry, Portfolio};
use capeprep::intake::decode::ReadAhead;
use capeprep::intake::kind::AfterFiling;
use capeprep::intake::pump::{self, How};
use capeprep::intake::reader::CsvCrate;
use capeprep::intake::{
    IntakeError, PreparedInput, Source, prepare_after_filing, report_date, unread,
};
use capeprep::ledger::TextId;
use capeprep::rulebook::Rulebook;
use capeprep::track::reading::Reader;
use capeprep::track::{EntryRef, ReportFile, RowBins, Said};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().unwrap());

/// The entries of the earlier report.
pub const ENTRIES: [&str; 5] =
    ["9Q910000011", "9Q910000029", "9Q910000037", "9Q910000045", "01700023458"];

pub fn portfolio_of(numbers: impl Iterator<Item = EntryNumber>) -> Portfolio {
    let mut portfolio = Portfolio::default();
    for number in numbers {
        let entry = EarlierEntry {
            number,
            importer: TextId::BLANK,
            importer_name: TextId::BLANK,
            payee: TextId::BLANK,
            entry_type: TextId::BLANK,
            entry_date: None,
            summary_date: None,
            payment_date: None,
            deposit_date: None,
            liquidation_state: LiquidationState::Unknown,
            liquidation_date: None,
            projected_liquidation: None,
            duty_paid: Cents::ZERO,
            refund_low: Cents::ZERO,
            refund_high: Cents::ZERO,
            interest_low: Cents::ZERO,
            interest_high: Cents::ZERO,
            status: EntryStatus::Eligible,
            lane: Lane::FileNow,
            found: CheckSet::default(),
            unproved: CheckSet::default(),
        };
        portfolio.add(entry).unwrap();
    }
    portfolio
}

pub fn portfolio() -> Portfolio {
    let number = |text: &&str| EntryNumber::read(text.as_bytes()).unwrap().0;
    portfolio_of(ENTRIES.iter().map(number))
}

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/track-reports").join(name)
}

/// What files say, with the texts of an entry at hand.
pub struct Read {
    pub said: Said,
    pub warnings: Vec<String>,
    pub portfolio: Portfolio,
    pub day_first: bool,
}

impl Read {
    pub fn text(&self, id: TextId) -> &str {
        self.said.texts.text(id)
    }

    pub fn number(&self, entry: EntryRef) -> &str {
        match entry {
            EntryRef::Known(id) => self.portfolio.get(id).unwrap().number.as_str(),
            EntryRef::Stranger(id) => self.text(id),
        }
    }

    pub fn bins(&self) -> RowBins {
        self.said.files[0].rows
    }

    /// The reasons for which rows could not be read, with their records.
    pub fn reasons(&self) -> Vec<(u32, &str)> {
        let rows = self.said.unreadable.iter();
        rows.map(|row| (row.place.record, row.reason.as_str())).collect()
    }

    /// Entry, verdict and record of each row of claims.
    pub fn verdicts(&self) -> Vec<(&str, &str, u32)> {
        let rows = self.said.verdicts.iter();
        rows.map(|row| (self.number(row.entry), row.kind.as_str(), row.place.record)).collect()
    }
}

pub fn sums(rows: &RowBins) -> u64 {
    rows.blank + rows.unreadable + rows.stranger + rows.other + rows.used
}

pub fn read(paths: &[PathBuf]) -> Result<Read, IntakeError> {
    read_with(paths, portfolio(), 1, 1 << 20)
}

pub fn read_with(
    paths: &[PathBuf],
    portfolio: Portfolio,
    jobs: usize,
    chunk_size: usize,
) -> Result<Read, IntakeError> {
    let rules = &*RULES;
    let source = |path: &PathBuf| Source {
        name: path.to_string_lossy().into_owned(),
        path: Some(path.clone()),
    };
    let prepared = prepare_after_filing(paths.iter().map(source).collect(), &rules.headers)?;
    let warnings = prepared.iter().flat_map(|(_, input)| input.warnings.clone()).collect();
    let files = prepared.iter().map(|(what, input)| ReportFile {
        name: input.source.name.clone(),
        report: input.layout.report(),
        is_list: *what == AfterFiling::Facts,
        report_date: report_date(input, rules.headers.reports()),
        rows: RowBins::default(),
        unread: unread(&input.layout, rules.headers.reports()),
    });
    let mut reader = Reader::new(&portfolio, rules, files.collect());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build().unwrap();
    let how = How { reader: &CsvCrate, chunk_size, digest: false, ahead: ReadAhead::default() };
    let all = prepared.into_iter().enumerate();
    let (pulls, reports): (Vec<_>, Vec<_>) =
        all.partition(|(_, (what, _))| *what == AfterFiling::Pull);
    let apart = |inputs: Vec<(usize, (AfterFiling, PreparedInput))>| -> (Vec<usize>, Vec<_>) {
        inputs.into_iter().map(|(at, (_, input))| (at, input)).unzip()
    };

    let (places, mut inputs) = apart(reports);
    let numbers: Vec<_> = inputs.iter().map(PreparedInput::numbers).collect();
    let mut rows = vec![0; inputs.len()];
    pump::run_in_order(&pool, &mut inputs, how, |input, row| {
        rows[input] += 1;
        reader.take(places[input], row, numbers[input].of_row(rows[input]));
    })?;

    let (places, mut inputs) = apart(pulls);
    let numbers: Vec<_> = inputs.iter().map(PreparedInput::numbers).collect();
    let mut rows = vec![0; inputs.len()];
    let pulled = reader.pull_reader();
    let parse = |chunk: pump::Chunk<'_>| pulled.read(chunk);
    pump::run(&pool, &mut inputs, how, parse, |batch| -> Result<(), IntakeError> {
        let (input, records) = (batch.input(), batch.records());
        let before = rows[input];
        reader.take_pull(places[input], batch, |row| numbers[input].of_row(before + row));
        rows[input] += records;
        Ok(())
    })?;
    let day_first = reader.day_first().is_some();
    let said = reader.end();
    for file in &said.files {
        assert_eq!(sums(&file.rows), file.rows.read, "{}: {:?}", file.name, file.rows);
    }
    let unreadable: u64 = said.files.iter().map(|file| file.rows.unreadable).sum();
    assert_eq!(unreadable, said.unreadable.len() as u64);
    Ok(Read { said, warnings, portfolio, day_first })
}

/// What a text says, saved under a name.
pub fn text(name: &str, text: &[u8]) -> Result<Read, IntakeError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    read(&[path])
}

pub fn csv(lines: &str) -> Read {
    text("report.csv", lines.as_bytes()).unwrap()
}

pub fn day(text: &str) -> Option<Day> {
    Some(text.parse().unwrap())
}

pub fn cents(text: &str) -> Option<Cents> {
    Some(Cents::read(text.as_bytes()).unwrap())
}
