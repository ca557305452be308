//! The fast reader against the `csv` crate, whose reading of any bytes is the law here.
//!
//! `READER_INPUTS` sets how many inputs are tried (40,000 unless told), `READER_SEED` the first
//! seed. An input that fails is printed and can be tried again alone with `READER_INPUTS=1
//! READER_SEED=<seed>`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may panic")]

mod exactness;
mod inputs;

use capeprep::intake::reader::{CsvCrate, Extent, Item, RecordReader, Text};
use capeprep::intake::scan::FastReader;
use inputs::Chance;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Everything a reader says of a text, in one run of bytes that no other text gives.
fn told(reader: &dyn RecordReader, text: Text<'_>, out: &mut Vec<u8>) -> Extent {
    reader.read(text, &mut |item| match item {
        Item::BlankLines(count) => (0..count).for_each(|_| out.push(0xF0)),
        Item::Record { cells, raw } => {
            out.push(0xF1);
            for at in 0..cells.count() {
                let cell = cells.cell(at);
                out.extend_from_slice(&(cell.len() as u32).to_le_bytes());
                out.extend_from_slice(cell);
            }
            out.push(0xF2);
            out.extend_from_slice(raw.trim_ascii_end());
        }
    })
}

#[test]
fn the_fast_reader_equals_the_csv_crate_on_random_and_mutated_inputs() {
    let first = number("READER_SEED", 20_261_122);
    let seeds = first..first + number("READER_INPUTS", 40_000);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let doubts: u64 = std::thread::scope(|scope| {
        let shares: Vec<_> = (0..threads)
            .map(|share| {
                let seeds = seeds.clone().skip(share).step_by(threads);
                scope.spawn(|| seeds.map(doubts_of).sum::<u64>())
            })
            .collect();
        shares.into_iter().map(|share| share.join().unwrap()).sum()
    });
    assert!(doubts > 0, "no input was ever in doubt, so the test says little");
}

/// Holds all readers to the csv crate on the input of a seed; says how many were in doubt on it.
fn doubts_of(seed: u64) -> u64 {
    let (mut law, mut found) = (Vec::new(), Vec::new());
    let mut doubts = 0;
    let mut chance = Chance::new(seed);
    let text = inputs::input(&mut chance);
    let delimiter = if chance.one_in(8) { b'\t' } else { b',' };
    let end = told(&CsvCrate, Text::whole(&text, delimiter), &mut law).end;
    assert_eq!(end, text.len(), "seed {seed}: the csv crate stops before the end");
    let cut = chance.below(text.len() + 1);
    let readers = FastReader::all();
    for reader in readers.iter().map(|r| r as &dyn RecordReader).chain([&CsvCrate as _]) {
        found.clear();
        let extent = told(reader, Text::whole(&text, delimiter), &mut found);
        doubts += u64::from(extent.doubtful > 0);
        assert!(found == law, "seed {seed}: {}", text.escape_ascii());
        // The same in two parts: what is cut off is left for the second.
        found.clear();
        let part = Text { is_last: false, ..Text::whole(&text[..cut], delimiter) };
        let end = told(reader, part, &mut found).end;
        assert!(end <= cut, "seed {seed}: read past the cut at {cut}");
        told(reader, Text::whole(&text[end..], delimiter), &mut found);
        assert!(found == law, "seed {seed}, cut at {cut}: {}", text.escape_ascii());
    }
    doubts
}
