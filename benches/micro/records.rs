//! Bytes to records, in memory: this crate's reader, the `csv` crate and `simd-csv`. Each reader
//! counts the cells of every record and looks at the tariff number.

use super::exports;
use capeprep::intake::reader::{CsvCrate, Item, RecordReader, Text};
use capeprep::intake::scan::FastReader;
use criterion::{Criterion, Throughput};
use std::hint::black_box;

const HTS: usize = 18;

/// One group a kind of text.
pub fn records(criterion: &mut Criterion) {
    for (kind, text) in exports::kinds() {
        let fast = seam(&FastReader::default(), &text);
        assert_eq!(fast, seam(&CsvCrate, &text), "{kind}");
        assert_eq!(fast, csv_crate(&text), "{kind}");
        assert_eq!(fast, simd_csv(&text), "{kind}");
        let mut group = criterion.benchmark_group(format!("records/{kind}"));
        group.throughput(Throughput::Bytes(text.len() as u64));
        // The last is the best this processor knows, the first what every one does.
        for (level, reader) in FastReader::all().iter().enumerate() {
            group.bench_function(format!("fast_{level}"), |b| {
                b.iter(|| seam(reader, black_box(&text)));
            });
        }
        group.bench_function("csv_crate", |b| b.iter(|| csv_crate(black_box(&text))));
        group.bench_function("simd_csv", |b| b.iter(|| simd_csv(black_box(&text))));
        group.finish();
    }
}

/// Records, cells, and records of chapter 99.
type Seen = (u64, usize, u64);

fn see(seen: &mut Seen, cells: usize, hts: &[u8]) {
    seen.0 += 1;
    seen.1 += cells;
    seen.2 += u64::from(hts.starts_with(b"99"));
}

fn seam(reader: &dyn RecordReader, text: &[u8]) -> Seen {
    let mut seen = Seen::default();
    reader.read(Text::whole(text, b','), &mut |item| {
        if let Item::Record { cells, .. } = item {
            see(&mut seen, cells.count(), cells.cell(HTS));
        }
    });
    seen
}

fn csv_crate(text: &[u8]) -> Seen {
    let mut seen = Seen::default();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(text);
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).unwrap() {
        see(&mut seen, record.len(), record.get(HTS).unwrap_or_default());
    }
    seen
}

fn simd_csv(text: &[u8]) -> Seen {
    let mut seen = Seen::default();
    let mut reader = simd_csv::ZeroCopyReaderBuilder::with_capacity(1 << 16)
        .has_headers(false)
        .flexible(true)
        .from_reader(text);
    while let Some(record) = reader.read_byte_record().unwrap() {
        see(&mut seen, record.len(), record.unquote(HTS).unwrap_or_default());
    }
    seen
}
