//! Single cells, as the rows of an export hold them.

use super::exports;
use capeprep::domain::{Cents, Day, EntryNumber, HtsNumber};
use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use std::hint::black_box;

const ENTRY: usize = 0;
const ENTRY_DATE: usize = 4;
const HTS: usize = 18;
const DUTY: usize = 26;

/// One benchmark a kind of cell.
pub fn cells(criterion: &mut Criterion) {
    let export = exports::as_written();
    let mut group = criterion.benchmark_group("cells");
    over(&mut group, "cents_read", &column(&export, DUTY), |cell| Cents::read(cell).is_ok());
    over(&mut group, "day_read", &column(&export, ENTRY_DATE), |cell| Day::read(cell).is_ok());
    over(&mut group, "hts_read", &column(&export, HTS), |cell| HtsNumber::read(cell).is_some());
    let entries = column(&export, ENTRY);
    over(&mut group, "entry_number_read", &entries, |cell| EntryNumber::read(cell).is_some());
    over(&mut group, "entry_number_read_and_check_digit", &entries, |cell| {
        EntryNumber::read(cell).is_some_and(|(entry, _)| entry.check_digit_fits() == Some(true))
    });
    let amounts: Vec<Cents> =
        column(&export, DUTY).iter().map(|cell| Cents::read(cell).unwrap()).collect();
    let days: Vec<Day> =
        column(&export, ENTRY_DATE).iter().filter_map(|c| Day::read(c).unwrap()).collect();
    let mut out = Vec::with_capacity(1 << 20);
    group.throughput(Throughput::Elements(amounts.len() as u64));
    group.bench_function("cents_write", |b| {
        b.iter(|| {
            out.clear();
            amounts.iter().for_each(|cents| cents.write_to(&mut out));
            out.len()
        });
    });
    group.bench_function("day_write", |b| {
        b.iter(|| {
            out.clear();
            days.iter().for_each(|day| day.write_to(&mut out));
            out.len()
        });
    });
    group.finish();
}

fn column(export: &[u8], at: usize) -> Vec<Vec<u8>> {
    let mut reader = csv::Reader::from_reader(export);
    reader.byte_records().map(|record| record.unwrap()[at].to_vec()).collect()
}

fn over(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    cells: &[Vec<u8>],
    reads: impl Fn(&[u8]) -> bool,
) {
    assert!(cells.iter().all(|cell| reads(cell)), "{name}");
    group.throughput(Throughput::Elements(cells.len() as u64));
    group.bench_function(name, |b| {
        b.iter(|| cells.iter().filter(|cell| reads(black_box(cell))).count());
    });
}
