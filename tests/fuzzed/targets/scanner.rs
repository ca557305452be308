//! The fast reader equals the `csv` crate on any bytes. First byte: the delimiter.

use capeprep::intake::reader::{CsvCrate, Item, RecordReader, Text};
use capeprep::intake::scan::FastReader;

type Records = Vec<Vec<Vec<u8>>>;

fn read(reader: &dyn RecordReader, text: Text<'_>) -> (Records, usize) {
    let mut out = Vec::new();
    let extent = reader.read(text, &mut |item| match item {
        Item::BlankLines(count) => (0..count).for_each(|_| out.push(Vec::new())),
        Item::Record { cells, .. } => {
            out.push((0..cells.count()).map(|at| cells.cell(at).to_vec()).collect());
        }
    });
    (out, extent.end)
}

/// Reads the bytes behind the first with every reader.
pub fn check(data: &[u8]) {
    let Some((first, text)) = data.split_first() else { return };
    let delimiter = b",\t;|"[usize::from(first % 4)];
    let law = read(&CsvCrate, Text::whole(text, delimiter));
    for fast in FastReader::all() {
        assert_eq!(read(&fast, Text::whole(text, delimiter)), law);
    }
}
