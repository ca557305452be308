//! What a thread makes of the rows of an export, and short ways to read one for the tests of the
//! room.

use super::*;
use crate::intake::decode::ReadAhead;
use crate::intake::pump::{self, CHUNK_SIZE, How};
use crate::intake::reader::{CsvCrate, Item, RecordReader, Text};
use crate::intake::scan::FastReader;
use crate::intake::{IntakeError, Layout, Mapping, prepare, source};
use crate::ledger::segment::{Origin, decode};
use crate::ledger::{
    Entries, EntryBuffer, EntryRows, ImporterFact, Ledger, SpillError, SpillSpace,
};
use crate::mask::Key;
use std::sync::LazyLock;

pub(in crate::ledger) static RULES: LazyLock<Rulebook> =
    LazyLock::new(|| Rulebook::built_in().unwrap());

/// A header with what every export has.
const HEADER: &str = "entry_number,hts,row_duty,entry_date,importer_number";

pub(in crate::ledger) fn entry(text: &str) -> EntryNumber {
    EntryNumber::read(text.as_bytes()).unwrap().0
}

/// Shows the one row under a header.
pub(in crate::ledger) fn with_row(header: &str, line: &str, mut show: impl FnMut(&Row<'_>)) {
    let headers: Vec<String> = header.split(',').map(str::to_owned).collect();
    let layout = Layout::map(&headers, &Mapping::of_aliases(&RULES.headers)).unwrap();
    CsvCrate.read(Text::whole(line.as_bytes(), b','), &mut |item| {
        if let Item::Record { cells, raw } = item {
            show(&Row::new(cells, &layout, raw));
        }
    });
}

/// An export of these lines.
pub(in crate::ledger) fn export(header: &str, lines: &[&str]) -> String {
    [&[header], lines].concat().iter().flat_map(|line| [*line, "\n"]).collect()
}

/// All rows of an export as one batch.
pub(in crate::ledger) fn batch_of(
    reader: &BatchReader<'_>,
    export: &str,
    watch: impl Fn(&SeenRow<'_>) + Sync,
) -> Batch {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("export.csv");
    std::fs::write(&path, export).unwrap();
    let (sources, _) = source::resolve(&[path]).unwrap();
    let mapping = Mapping::of_aliases(&RULES.headers);
    let mut inputs = prepare::prepare(sources, &mapping).unwrap().exports;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let reads = FastReader::default();
    let ahead = ReadAhead::default();
    let how = How { reader: &reads, chunk_size: CHUNK_SIZE, digest: false, ahead };
    let mut batches = Vec::new();
    let parse = |chunk: Chunk<'_>| reader.read_watched(chunk, &watch);
    pump::run(&pool, &mut inputs, how, parse, |batch| {
        batches.push(batch);
        Ok::<_, IntakeError>(())
    })
    .unwrap();
    let batch = batches.pop().unwrap();
    assert!(batches.is_empty(), "so short an export is read in one go");
    batch
}

fn batch(export: &str) -> Batch {
    batch_of(&BatchReader::new(&RULES), export, |_| {})
}

/// The ledger of these exports, of whose entries memory may hold `share` bytes.
pub(in crate::ledger) fn ledger(exports: &[String], share: usize) -> Ledger {
    let space = SpillSpace::new(std::env::temp_dir(), share);
    let mut ledger = Ledger::new(exports.iter().map(|_| Default::default()), space);
    for (input, export) in exports.iter().enumerate() {
        let batch = Batch { input, ..batch(export) };
        ledger.commit(batch, |_, _| Ok::<_, SpillError>(())).unwrap();
    }
    ledger
}

/// What `tell` tells of each entry, in the order of the reports.
pub(in crate::ledger) fn told<T>(
    entries: &mut Entries,
    fact: Option<&ImporterFact<'_>>,
    mut tell: impl FnMut(&EntryRows<'_>) -> T,
) -> Vec<T> {
    let mut order = entries.in_report_order(fact).unwrap();
    let (mut buffer, mut told) = (EntryBuffer::default(), Vec::new());
    while let Some(block) = order.next_block(entries, 2).unwrap() {
        block.each(entries, &mut buffer, |rows| told.push(tell(rows)));
    }
    told
}

fn told_of<T>(export: String, tell: impl FnMut(&EntryRows<'_>) -> T) -> Vec<T> {
    let mut entries = ledger(&[export], usize::MAX).finish([]).unwrap();
    told(&mut entries, None, tell)
}

/// What a batch of one entry says of it.
fn run_of(batch: &Batch) -> Run {
    let mut run = Run::default();
    assert_eq!(batch.runs.len(), 1, "the rows are of one entry");
    decode(&batch.segments, &Origin::default(), &mut run);
    run
}

#[test]
fn a_batch_tells_how_many_records_and_bytes_it_took() {
    let lines = [
        "9Q910000011,99030125,100.00,05/20/2025,98-765432100",
        "",
        "9Q910000011,84713001,0.00,05/20/2025,98-765432100",
    ];
    let bytes = lines.map(|line| line.len() + 1).iter().sum();
    assert_eq!(batch(&export(HEADER, &lines)).size(), (3, bytes));
}

#[test]
fn every_record_is_counted_in_its_bin() {
    let lines = [
        "9Q910000011,99030125,100.25,05/20/2025,98-765432100",
        "9Q910000011,84713001,7.50,05/20/2025,98-765432100",
        "9Q910000011,84713001,a lot,05/20/2025,98-765432100",
        ",,,,",
        "9Q910000011,99030125,a lot,05/20/2025,98-765432100",
        "9Q910000011,99030125,100.25,05/20/2025",
        "9Q910000011,99030124,20.00,05/20/2025,98-765432100",
        "9Q910000029,99030124,3.00,05/20/2025,98-765432100",
    ];
    let expected = Tally {
        read: 8,
        blank: 1,
        rejected: 2,
        other: 2,
        other_unreadable: 1,
        ieepa: 3,
        duty_read: 13_075,
        duty_other: 750,
    };
    let ledger = ledger(&[export(HEADER, &lines)], usize::MAX);
    assert_eq!(*ledger.tally(), expected);
}

#[test]
fn a_rejected_row_is_remembered_of_its_own_entry() {
    let lines = [
        "9Q910000011,99030125,1.00,05/20/2025,98-765432100",
        "9Q910000029,99030125,2.00",
        "9Q910000029,99030125,2.00,05/20/2025,98-765432100",
        "9Q910000037,99030125,3.00,05/20/2025,98-765432100",
        "9Q910000037,99030125,3.00",
        "9Q910000045,99030125,4.00,05/20/2025,98-765432100",
    ];
    let rejected = told_of(export(HEADER, &lines), |rows| rows.marks.row_rejected);
    assert_eq!(rejected, [false, true, true, false]);
}

#[test]
fn a_lost_zero_given_back_on_any_row_is_remembered() {
    // The first entry lost its zero on the row that is too short, the second on the whole one.
    let lines = [
        "01710000017,99030125,1.00,05/20/2025,98-765432100",
        "1710000017,99030125,1.00",
        "1710000025,99030125,1.00,05/20/2025,98-765432100",
        "01710000025,99030125,1.00",
        "9Q910000011,99030125,1.00,05/20/2025,98-765432100",
        "9Q910000011,99030125,1.00",
    ];
    let repaired = told_of(export(HEADER, &lines), |rows| {
        (rows.number.to_string(), rows.marks.repaired, rows.marks.row_rejected)
    });
    let expected = [("01710000017", true), ("01710000025", true), ("9Q910000011", false)];
    assert_eq!(repaired, expected.map(|(number, repaired)| (number.to_owned(), repaired, true)));
}

#[test]
fn a_masked_copy_names_no_entry_and_shows_no_record() {
    let mask = Mask::new(&Key::from([7; 32]), []);
    let lines = ["9Q910000011,99030125,a lot,05/20/2025,98-765432100"];
    let export = export(HEADER, &lines);
    let reader = |mask| BatchReader::new(&RULES).masked(mask);
    let rejected = |mask| batch_of(&reader(mask), &export, |_| {}).rejected.remove(0);
    let (plain, masked) = (rejected(None), rejected(Some(&mask)));
    let number = entry("9Q910000011");
    assert_eq!((plain.entry.as_ref(), &*plain.raw), (Some(&number), lines[0].as_bytes()));
    assert_eq!(masked.entry, Some(mask.entry(&number)));
    assert_ne!(masked.entry, plain.entry);
    assert_eq!(masked.raw, b"(withheld)");
}

#[test]
fn a_country_is_two_letters_or_not_known() {
    let cells = ["CN", "de", "C1", "1C", "12", "CHN", "C", ""];
    let lines = cells.map(|country| format!("9Q910000011,99030125,1.00,05/20/2025,,{country}"));
    let header = format!("{HEADER},country_of_origin");
    let read = run_of(&batch(&export(&header, &lines.each_ref().map(String::as_str))));
    let countries: Vec<[u8; 2]> = read.rows.iter().map(|row| row.country).collect();
    let none = [0, 0];
    assert_eq!(countries, [*b"CN", *b"DE", none, none, none, none, none, none]);
}

#[test]
fn of_the_base_rows_of_a_line_the_one_that_counts_is_kept() {
    let header = format!("{HEADER},line_number,tariff_ordinal");
    let ieepa = "9Q910000011,99030125,1.00,05/20/2025,98-765432100,1,1";
    let [second, third, fourth] =
        [2, 3, 4].map(|at| format!("9Q910000011,84713001,0.{at}0,05/20/2025,98-765432100,1,{at}"));
    let alone = batch(&export(&header, &[ieepa, &second]));
    assert_eq!(run_of(&alone).bases.len(), 1);
    // The others take no room at all.
    let crowded = batch(&export(&header, &[ieepa, &third, &second, &second, &fourth]));
    assert_eq!(crowded.segments, alone.segments);
    // Of another line and of chapter 98 there is one more.
    let next_line = "9Q910000011,84713001,0.20,05/20/2025,98-765432100,2,2";
    let chapter_98 = "9Q910000011,98020060,0.00,05/20/2025,98-765432100,2,3";
    let bases = run_of(&batch(&export(&header, &[ieepa, &second, next_line, chapter_98]))).bases;
    let kept: Vec<(u32, bool)> = bases.iter().map(|b| (b.line.get(), b.chapter_98)).collect();
    assert_eq!(kept, [(1, false), (2, false), (2, true)]);
}

#[test]
fn a_claimed_preference_is_noted_of_both_kinds_of_rows() {
    let header = format!("{HEADER},line_number,spi");
    let mut lines = Vec::new();
    for (line, spi) in [(1, "KR"), (2, ""), (3, "S")] {
        lines.push(format!("9Q910000011,99030280,1.00,05/20/2025,98-765432100,{line},{spi}"));
        lines.push(format!("9Q910000011,84713001,1.00,05/20/2025,98-765432100,{line},{spi}"));
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let read = run_of(&batch(&export(&header, &lines)));
    let of_rows: Vec<bool> = read.rows.iter().map(|row| row.claims_preference).collect();
    let of_bases: Vec<bool> = read.bases.iter().map(|base| base.claims_preference).collect();
    assert_eq!((of_rows, of_bases), (vec![true, false, false], vec![true, false, false]));
}

#[test]
fn header_facts_are_read_again_where_one_of_their_cells_changes() {
    let fields: Vec<Field> = HeaderFacts::fields().collect();
    let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
    let header = ["entry_number,hts,row_duty", &names.join(",")].join(",");
    let line = |duty: &str, changed: Option<Field>| {
        let cell = |field: &Field| match (*field, changed == Some(*field)) {
            (Field::EntryDate, false) => "05/20/2025",
            (field, true) if field.name().ends_with("_date") => "06/20/2025",
            (_, true) => "Yes",
            (_, false) => "",
        };
        let cells: Vec<&str> = fields.iter().map(cell).collect();
        format!("9Q910000011,99030125,{duty},{}", cells.join(","))
    };
    let sets = |lines: &[String]| {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        run_of(&batch(&export(&header, &lines))).facts.len()
    };
    let same = [line("1.00", None), line("2.00", None), line("3.00", None)];
    assert_eq!(sets(&same), 1, "neighbours that say the same are read once");
    for field in &fields {
        let other = line("4.00", Some(*field));
        let found = sets(&[same[0].clone(), same[1].clone(), other.clone(), other]);
        assert_eq!(found, 2, "{}", field.name());
    }
}
