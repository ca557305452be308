//! Whole rooms on one thread: file to rows, rows to entries, entries to judgements and tables.

use super::exports;
use capeprep::assess::{AssessBuffer, Assessor, Context, DepositBasis, Route};
use capeprep::intake::decode::ReadAhead;
use capeprep::intake::pump::{self, CHUNK_SIZE, Chunk, Done, How};
use capeprep::intake::scan::FastReader;
use capeprep::intake::{IntakeError, Mapping, RecordNumbers, prepare, source};
use capeprep::ledger::{
    Batch, BatchReader, Closing, Entries, EntryBuffer, Ledger, ReportOrder, SpillError, SpillSpace,
    Supplement,
};
use capeprep::report::{Outputs, tables};
use capeprep::rulebook::{Rulebook, Taxpayer};
use capeprep::threads;
use criterion::{Criterion, Throughput};
use std::path::Path;

/// From a file in the page cache: what finding the rows costs, what digesting the file
/// adds, and what reading them into entries adds.
pub fn reading(criterion: &mut Criterion) {
    let rules = Rulebook::built_in().unwrap();
    let export = exports::as_written();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("export.csv");
    std::fs::write(&path, &export).unwrap();
    let mut group = criterion.benchmark_group("reading");
    group.throughput(Throughput::Bytes(export.len() as u64));
    let count = |chunk: Chunk<'_>| {
        let mut items = 0u64;
        let done = chunk.read(|_| items += 1);
        (items, done)
    };
    for (name, digest) in [("rows", false), ("rows_and_digest", true)] {
        group.bench_function(name, |b| {
            b.iter(|| {
                let mut total = 0;
                read(&path, &rules, digest, count, |items| total += items);
                total
            });
        });
    }
    let reader = BatchReader::new(&rules);
    group.bench_function("batches", |b| {
        b.iter(|| read(&path, &rules, true, |chunk| reader.read(chunk), drop));
    });
    group.bench_function("ledger_of_entries", |b| {
        b.iter(|| order(&mut entries(&path, &rules)).length())
    });
    group.finish();
}

/// Entries already in memory: the checks alone, then with each table's rows.
pub fn judging(criterion: &mut Criterion) {
    let rules = Rulebook::built_in().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("export.csv");
    std::fs::write(&path, exports::as_written()).unwrap();
    let mut entries = entries(&path, &rules);
    let mut order = order(&mut entries);
    let count = order.length();
    let block = order.next_block(&entries, usize::MAX / 2).unwrap().unwrap();
    let context = Context {
        rules: &rules,
        as_of: "2026-05-15".parse().unwrap(),
        route: Route::NotSaid,
        taxpayer: Taxpayer::Corporate,
        deposit_basis: DepositBasis::Summary,
        processing_days: rules.windows.processing_days,
        wide_inputs: &[],
        hts_rates: None,
        parties: None,
    };
    let supplement = Supplement::default();
    let assessor = Assessor { context: &context, entries: &entries, supplement: &supplement };
    let (mut buffer, mut judged) = (EntryBuffer::default(), AssessBuffer::new(&context));
    let inputs = [String::from("export.csv")];

    let mut group = criterion.benchmark_group("judging");
    group.throughput(Throughput::Elements(count));
    group.bench_function("assess", |b| {
        b.iter(|| {
            let (mut closing, mut findings) = (Closing::default(), 0);
            block.each(&entries, &mut buffer, |rows| {
                let assessed = assessor.assess(rows, &mut judged, &mut closing);
                findings += assessed.findings.len();
                judged.reuse(assessed);
            });
            findings
        });
    });
    let mut out = Vec::with_capacity(8 << 20);
    for table in tables(&Outputs::all()) {
        group.bench_function(format!("assess_and_write_{}", table.file()), |b| {
            b.iter(|| {
                let mut closing = Closing::default();
                out.clear();
                let mut pen = table.pen(&inputs);
                block.each(&entries, &mut buffer, |rows| {
                    let assessed = assessor.assess(rows, &mut judged, &mut closing);
                    pen.write(&assessed, &mut out);
                    judged.reuse(assessed);
                });
                out.len()
            });
        });
    }
    group.finish();
}

fn read<B: Send>(
    path: &Path,
    rules: &Rulebook,
    digest: bool,
    parse: impl Fn(Chunk<'_>) -> (B, Done) + Sync,
    mut commit: impl FnMut(B) + Send,
) {
    let pool = threads::pool(1).unwrap();
    let (sources, _) = source::resolve(&[path.to_path_buf()]).unwrap();
    let mut inputs =
        prepare::prepare(sources, &Mapping::of_aliases(&rules.headers)).unwrap().exports;
    let reader = FastReader::default();
    let commit = |batch| -> Result<(), IntakeError> {
        commit(batch);
        Ok(())
    };
    let how = How { reader: &reader, chunk_size: CHUNK_SIZE, digest, ahead: ReadAhead::default() };
    pump::run(&pool, &mut inputs, how, parse, commit).unwrap();
}

fn entries(path: &Path, rules: &Rulebook) -> Entries {
    let reader = BatchReader::new(rules);
    let space = SpillSpace::new(std::env::temp_dir(), usize::MAX);
    let mut ledger = Ledger::new([RecordNumbers { header: 1, ..RecordNumbers::default() }], space);
    let commit = |batch: Batch| {
        ledger.commit(batch, |_, _| -> Result<(), SpillError> { Ok(()) }).unwrap();
    };
    read(path, rules, true, |chunk| reader.read(chunk), commit);
    ledger.finish(std::iter::empty()).unwrap()
}

fn order(entries: &mut Entries) -> ReportOrder {
    entries.in_report_order(None).unwrap()
}
