//! What the generator promises: deterministic, streaming, lawful, and everything in it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use capeprep::domain::{Cents, Day, EntryNumber, Hts8, HtsNumber};
use capeprep::rulebook::{Kind, Rulebook};
use capeprep::sample::{SampleOptions, SampleSummary, write};
use std::collections::{BTreeMap, BTreeSet};

const CLEAN: SampleOptions =
    SampleOptions { entries: 400, seed: 1, messy: false, default_layout: false };

fn sample(options: SampleOptions) -> (Vec<u8>, SampleSummary) {
    let rules = Rulebook::built_in().unwrap();
    let mut out = Vec::new();
    let summary = write(&options, &rules, &mut out, &mut |_, _| {}).unwrap();
    assert_eq!(summary.entries, options.entries);
    assert_eq!(summary.bytes, out.len() as u64);
    (out, summary)
}

/// The rows of a clean export by header.
fn rows(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(bytes).deserialize().map(Result::unwrap).collect()
}

fn count_records(bytes: &[u8]) -> u64 {
    csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(bytes)
        .byte_records()
        .map(Result::unwrap)
        .count() as u64
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let messy = SampleOptions { messy: true, ..CLEAN };
    for options in [CLEAN, messy] {
        assert!(sample(options) == sample(options));
        let other = SampleOptions { seed: 2, ..options };
        assert!(sample(options).0 != sample(other).0);
    }
}

#[test]
fn the_first_entries_of_a_longer_export_are_those_of_a_shorter_one() {
    for (messy, default_layout) in [(false, false), (false, true), (true, false), (true, true)] {
        let options = SampleOptions { messy, default_layout, ..CLEAN };
        let (long, _) = sample(options);
        for entries in [0, 1, 17, 399] {
            let (short, _) = sample(SampleOptions { entries, ..options });
            // The total row of a messy export stands below its last entry.
            let total = short.windows(12).position(|w| w == b"Grand Total:");
            let compared = total.map_or(short.len(), |at| at - 1);
            assert!(long.starts_with(&short[..compared]), "{entries}");
        }
    }
}

#[test]
fn csv_reads_exactly_the_rows_claimed() {
    for default_layout in [false, true] {
        let (bytes, summary) = sample(SampleOptions { default_layout, ..CLEAN });
        let read = rows(&bytes);
        assert_eq!(read.len() as u64, summary.rows);
        let width = if default_layout { 27 } else { 41 };
        assert!(read.iter().all(|row| row.len() == width));
        let entries: BTreeSet<&str> =
            read.iter().map(|row| row["Entry Summary Number"].as_str()).collect();
        assert_eq!(entries.len() as u64, summary.entries);
    }
}

#[test]
fn a_messy_export_has_as_many_records_as_claimed() {
    let (bytes, summary) = sample(SampleOptions { entries: 3_000, messy: true, ..CLEAN });
    let header = bytes.windows(14).position(|w| w == b"Entry Summary ").unwrap();
    let blank_lines = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
        text.matches("\n\n").count() as u64
    };
    let body = &bytes[header..];
    assert_eq!(count_records(body) + blank_lines(body), summary.rows);
}

#[test]
fn check_digits_are_valid_and_numbers_unique() {
    let (bytes, _) = sample(SampleOptions { entries: 5_000, ..CLEAN });
    let mut filers = BTreeSet::new();
    for row in rows(&bytes) {
        let (number, repaired) = EntryNumber::read(row["Entry Summary Number"].as_bytes()).unwrap();
        assert_eq!((number.check_digit_fits(), repaired), (Some(true), false));
        filers.insert(number.filer_code().to_owned());
    }
    let shape = |code: &String| code.bytes().map(|b| b.is_ascii_digit()).collect::<Vec<_>>();
    let shapes: BTreeSet<Vec<bool>> = filers.iter().map(shape).collect();
    for shape in [[true; 3], [false; 3], [true, false, true]] {
        assert!(shapes.contains(shape.as_slice()), "{filers:?}");
    }
}

#[test]
fn five_thousand_entries_show_every_program_and_kind() {
    let rules = Rulebook::built_in().unwrap();
    for seed in 1..=6 {
        let (bytes, _) = sample(SampleOptions { entries: 5_000, seed, ..CLEAN });
        let mut programs = BTreeSet::new();
        let mut kinds = BTreeSet::new();
        for row in rows(&bytes) {
            let Some(code) =
                Hts8::read(&row["HTS Number - Full"]).and_then(|h| rules.registry.code(h))
            else {
                continue;
            };
            programs.insert(rules.registry.program_of(code).name.as_str());
            kinds.insert(code.nearest_version(day(&row["Entry Date"])).kind);
        }
        let all: BTreeSet<&str> = rules.registry.programs().map(|p| p.name.as_str()).collect();
        assert_eq!(programs, all, "seed {seed}");
        assert_eq!(kinds.len(), Kind::ALL.len(), "seed {seed}");
    }
}

fn day(cell: &str) -> Day {
    Day::read(cell.as_bytes()).unwrap().unwrap()
}

fn cents(cell: &str) -> Cents {
    Cents::read(cell.as_bytes()).unwrap()
}

/// Nearly every duty is the rate of its heading on some day up to a month before the entry date
/// (goods in transit) times the value of the line; what is not is a filer's slip or a split floor.
#[test]
fn duties_are_rate_x_value_to_the_cent() {
    let rules = Rulebook::built_in().unwrap();
    let (bytes, _) = sample(SampleOptions { entries: 5_000, ..CLEAN });
    let (mut right, mut wrong) = (0, 0);
    for row in rows(&bytes) {
        let Some(code) = Hts8::read(&row["HTS Number - Full"]).and_then(|h| rules.registry.code(h))
        else {
            continue;
        };
        if row["Entry Type Code"] == "23" || code.is_floor() {
            continue;
        }
        let (duty, value) =
            (cents(&row["Line Tariff Duty Amount"]), cents(&row["Line Goods Value Amount"]));
        let entered = day(&row["Entry Date"]);
        let fits = (0..30).any(|back| match code.version_on(entered.plus(-back)) {
            Some(version) if version.kind == Kind::Duty => version.rate.of(value) == duty,
            Some(_) => duty == Cents::ZERO,
            None => false,
        });
        *(if fits { &mut right } else { &mut wrong }) += 1;
    }
    assert!(right > 10_000 && wrong * 30 < right, "{right} {wrong}");
}

#[test]
fn line_amounts_repeat_on_each_row_and_are_the_sums_of_the_rows() {
    let (bytes, _) = sample(CLEAN);
    let mut lines: BTreeMap<(String, String), (i64, i64, String)> = BTreeMap::new();
    for row in rows(&bytes) {
        let key = (row["Entry Summary Number"].clone(), row["Entry Summary Line Number"].clone());
        let line = lines.entry(key).or_default();
        line.0 += cents(&row["Line Tariff Duty Amount"]).0;
        line.1 = cents(&row["Line Duty Amount"]).0;
        let hts = &row["HTS Number - Full"];
        if HtsNumber::read(hts.as_bytes()).unwrap().is_base() {
            line.2.clone_from(hts);
        }
    }
    for (key, (sum, claimed, base)) in lines {
        assert_eq!(sum, claimed, "{key:?}");
        assert!(!base.is_empty(), "{key:?}");
    }
}

#[test]
fn memory_stays_small_and_progress_is_told() {
    let rules = Rulebook::built_in().unwrap();
    let options = SampleOptions { entries: 20_000, ..CLEAN };
    let mut largest = 0;
    let mut told = Vec::new();
    struct Watch<'a>(&'a mut usize);
    impl std::io::Write for Watch<'_> {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            *self.0 = bytes.len().max(*self.0);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let summary = write(&options, &rules, &mut Watch(&mut largest), &mut |entries, bytes| {
        told.push((entries, bytes));
    })
    .unwrap();
    assert!(largest < 2 << 20, "{largest}");
    assert!(told.len() > 10 && told.is_sorted());
    assert_eq!(told.last(), Some(&(summary.entries, summary.bytes)));
}

#[test]
fn the_first_rows() {
    let (bytes, _) = sample(SampleOptions { entries: 5, seed: 3, ..CLEAN });
    let text = String::from_utf8(bytes).unwrap();
    let first: Vec<&str> = text.lines().take(12).collect();
    insta::assert_snapshot!(first.join("\n"));
}
