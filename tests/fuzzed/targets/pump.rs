//! Pieces of any size on any number of threads give what the `csv` crate reads in one go. First
//! bytes: size of the pieces, threads and delimiter; the rest stands below a header row.

use super::folder::Folder;
use capeprep::intake::decode::ReadAhead;
use capeprep::intake::prepare::prepare_one;
use capeprep::intake::pump::{How, RowItem, run};
use capeprep::intake::reader::{CsvCrate, Item, RecordReader, Text};
use capeprep::intake::scan::FastReader;
use capeprep::intake::{IntakeError, Mapping, Source};
use capeprep::rulebook::Rulebook;
use capeprep::threads;
use std::sync::LazyLock;

type Records = Vec<Vec<Vec<u8>>>;

static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().expect("built in"));
static POOLS: LazyLock<Vec<rayon::ThreadPool>> =
    LazyLock::new(|| (1..4).map(|jobs| threads::pool(jobs).expect("threads")).collect());

const HEADER: [&str; 4] =
    ["Entry Summary Number", "Entry Date", "HTS Number - Full", "Line Tariff Duty Amount"];

fn law(text: &[u8], delimiter: u8) -> Records {
    let mut out = Vec::new();
    CsvCrate.read(Text::whole(text, delimiter), &mut |item| match item {
        Item::BlankLines(count) => (0..count).for_each(|_| out.push(Vec::new())),
        Item::Record { cells, .. } => {
            out.push((0..cells.count()).map(|at| cells.cell(at).to_vec()).collect());
        }
    });
    out
}

/// Reads the bytes in pieces.
pub fn check(data: &[u8]) {
    let [size, jobs, delimiter, body @ ..] = data else { return };
    let delimiter = b",\t;|"[usize::from(delimiter % 4)];
    let separator = char::from(delimiter).to_string();
    let head = HEADER.join(&separator) + "\n";
    let folder = Folder::new();
    let path = folder.write("in.csv", &[head.as_bytes(), body].concat());
    let source = Source { name: "in.csv".to_string(), path: Some(path) };
    let mapping = Mapping::of_aliases(&RULES.headers);
    // Zero bytes make binary data of it, and some beginnings another delimiter.
    let Ok(mut inputs) = prepare_one(source, &mapping, &[3]) else { return };
    let [input] = inputs.as_slice() else { return };
    if input.header.delimiter != delimiter || input.body_offset != head.len() {
        return;
    }
    let expected = law(body, delimiter);
    let pool = &POOLS[usize::from(jobs % 3)];
    let chunk_size = usize::from(*size).max(1);
    let fast = FastReader::default();
    let reader: &dyn RecordReader = if jobs & 4 == 0 { &fast } else { &CsvCrate };
    let how = How { reader, chunk_size, digest: jobs & 8 == 0, ahead: ReadAhead::default() };
    let mut found = Vec::new();
    let digests = run(
        pool,
        &mut inputs,
        how,
        |chunk| {
            let mut rows: Records = Vec::new();
            let done = chunk.read(|item| match item {
                RowItem::BlankLines(count) => rows.resize(rows.len() + count as usize, Vec::new()),
                RowItem::Row(row) => {
                    rows.push(row.to_record().iter().map(<[u8]>::to_vec).collect());
                }
            });
            (rows, done)
        },
        |rows| {
            found.extend(rows);
            Ok::<_, IntakeError>(())
        },
    )
    .expect("nothing changes the file");
    assert_eq!(found, expected);
    assert_eq!(digests[0].size, (head.len() + body.len()) as u64);
}
