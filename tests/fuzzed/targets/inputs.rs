//! Any file in any container (see `packing`): it is refused with a message, or its rows are the same
//! however it is read.

use super::folder::Folder;
use super::packing;
use capeprep::intake::decode::ReadAhead;
use capeprep::intake::prepare::prepare;
use capeprep::intake::pump::{How, RowItem, run};
use capeprep::intake::reader::{CsvCrate, RecordReader};
use capeprep::intake::scan::FastReader;
use capeprep::intake::{IntakeError, Mapping, PreparedInput, Source};
use capeprep::intake::{prepare_after_filing, report_date};
use capeprep::rulebook::Rulebook;
use capeprep::threads;
use std::path::PathBuf;
use std::sync::LazyLock;

static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().expect("built in"));
static POOLS: LazyLock<[rayon::ThreadPool; 2]> =
    LazyLock::new(|| [1, 2].map(|jobs| threads::pool(jobs).expect("threads")));

/// Writes the files and reads them.
pub fn check(data: &[u8]) {
    let folder = Folder::new();
    for packed in packing::files(data) {
        check_file(folder.write(&packed.name, &packed.bytes));
    }
}

/// Reads a file for an estimate and as a report after filing.
pub fn check_file(path: PathBuf) {
    let source = || Source { name: "in".to_string(), path: Some(path.clone()) };
    let mapping = Mapping::of_aliases(&RULES.headers);
    let exports = || {
        let assorted = prepare(vec![source()], &mapping)?;
        let facts = assorted.facts.into_iter();
        Ok(assorted.exports.into_iter().chain(facts).collect())
    };
    both_ways(&exports);
    both_ways(&|| {
        let prepared = prepare_after_filing(vec![source()], &RULES.headers)?;
        Ok(prepared.into_iter().map(|(_, input)| input).collect())
    });
}

fn both_ways(prepared: &dyn Fn() -> Result<Vec<PreparedInput>, IntakeError>) {
    let first = prepared();
    if let Ok(inputs) = &first {
        for input in inputs {
            assert!(
                input.layout.width()
                    <= input.header.headers.len().max(input.layout.headers().len())
            );
            report_date(input, RULES.headers.reports());
        }
    }
    let one = rows(first, &CsvCrate, 1 << 20, &POOLS[0]);
    let two = rows(prepared(), &FastReader::default(), 100, &POOLS[1]);
    match (&one, &two) {
        (Ok(one), Ok(two)) => assert_eq!(one, two),
        (Err(one), Err(two)) => assert_eq!(one, two),
        _ => panic!("read one way and refused the other: {one:?} {two:?}"),
    }
}

/// Every row as its cells with the input it is of; an empty line has none.
type Rows = Vec<(usize, Vec<Vec<u8>>)>;

fn rows(
    inputs: Result<Vec<PreparedInput>, IntakeError>,
    reader: &dyn RecordReader,
    chunk_size: usize,
    pool: &rayon::ThreadPool,
) -> Result<Rows, String> {
    let message = |error: IntakeError| {
        let message = error.to_string();
        assert!(!message.contains("internal error"), "{message}");
        assert!(message.len() < 5_000, "{message}");
        message
    };
    let mut inputs = inputs.map_err(message)?;
    let mut found = Vec::new();
    let how = How { reader, chunk_size, digest: true, ahead: ReadAhead::default() };
    run(
        pool,
        &mut inputs,
        how,
        |chunk| {
            let input = chunk.input;
            let mut rows: Rows = Vec::new();
            let done = chunk.read(|item| match item {
                RowItem::BlankLines(count) => {
                    rows.resize(rows.len() + count as usize, (input, Vec::new()));
                }
                RowItem::Row(row) => {
                    rows.push((input, row.to_record().iter().map(<[u8]>::to_vec).collect()));
                }
            });
            (rows, done)
        },
        |rows| {
            found.extend(rows);
            Ok::<_, IntakeError>(())
        },
    )
    .map_err(message)?;
    Ok(found)
}
