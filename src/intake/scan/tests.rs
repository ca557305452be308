//! The fast reader gives what the `csv` crate gives, on any bytes.

use super::super::reader::{CsvCrate, Item, RecordReader, Text};
use super::FastReader;
use proptest::prelude::*;

/// Every record as its cells, an empty line as no cells, and the raw text of each record.
fn read(reader: &dyn RecordReader, text: &[u8]) -> Vec<(Vec<Vec<u8>>, Vec<u8>)> {
    let mut out = Vec::new();
    reader.read(Text::whole(text, b','), &mut |item| match item {
        Item::BlankLines(count) => (0..count).for_each(|_| out.push((Vec::new(), Vec::new()))),
        Item::Record { cells, raw } => out.push((
            (0..cells.count()).map(|at| cells.cell(at).to_vec()).collect(),
            super::super::reader::without_line_end(raw).to_vec(),
        )),
    });
    out
}

fn check(text: &[u8]) -> u64 {
    let law = read(&CsvCrate, text);
    for fast in FastReader::all() {
        assert_eq!(read(&fast, text), law, "{}", text.escape_ascii());
    }
    FastReader::default().read(Text::whole(text, b','), &mut |_| ()).doubtful
}

#[test]
fn plain_and_quoted_records_need_no_second_reader() {
    for text in [
        "",
        "a",
        "a,b\nc,d\n",
        "a,b\r\n\r\nc,d\r\n",
        "\n\na\n",
        "\"a,b\",c\n\"d\ne\",f\n",
        "\"a\"\"b\",\"\"\n\"\"\"\",x\n",
        ",,\n,\n",
        "\"\"",
        "a,\"b\"",
        "\"$1,234.50\",\"x\"\r\n",
    ] {
        assert_eq!(check(text.as_bytes()), 0, "{text:?}");
    }
}

#[test]
fn doubtful_bytes_are_left_to_the_csv_crate() {
    for text in ["a\"b,c\n", "\"a\"b,c\n", "a\rb\n", "\"open", "x \"y\",z\n", "\u{feff}\"a\"\n"] {
        assert!(check(text.as_bytes()) > 0, "{text:?}");
    }
}

#[test]
fn the_fast_reader_takes_over_again_behind_a_doubt() {
    let plain = "a,b,c\n".repeat(5_000);
    let doubtful = check(format!("{plain}x\"y,z\n\n{plain}\rq\n{plain}").as_bytes());
    assert!((4_096..20_000).contains(&doubtful), "{doubtful}");
}

#[test]
fn every_place_of_a_block_is_the_same() {
    for pad in 0..140 {
        let pad = "x".repeat(pad);
        for text in [
            format!("{pad},\"a\"\"b\",c\r\nd\n"),
            format!("{pad}\r\n\r\n\"{pad}\",\"\"\n"),
            format!("\"{pad}\n{pad}\",y\r\n{pad}\"z\n"),
            format!("{pad}\r{pad}\n"),
            format!("\"{pad}\"\"\"\n\"{pad}\"x\n"),
            format!("{pad},\"{pad}"),
        ] {
            check(text.as_bytes());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_fast_reader_equals_the_csv_crate(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "\"", "\"\"", ",", "\n", "\r\n", "\r", "a", "b c", "\u{feff}", "\",\"", "\"\n",
                ",\"", "\0", "some longer text to cross a block of bytes", "\n\"", "\"\r\n",
            ]),
            0..80,
        ),
    ) {
        check(pieces.concat().as_bytes());
    }

    #[test]
    fn well_formed_csv_is_never_doubted(
        rows in prop::collection::vec(
            prop::collection::vec("[a-z,\"\r\n ]{0,20}", 1..6), 1..20,
        ),
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = writer.into_inner().unwrap();
        prop_assert_eq!(check(&text), 0);
    }
}
