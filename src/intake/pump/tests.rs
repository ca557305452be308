//! Pieces of any size, read on any number of threads, give what the `csv` crate reads in one go.

use super::super::Mapping;
use super::super::header::HeaderRow;
use super::super::reader::CsvCrate;
use super::super::scan::FastReader;
use super::super::{Layout, Source};
use super::*;
use crate::rulebook::Rulebook;
use proptest::prelude::*;
use std::io::{Cursor, Read, Write};
use std::sync::{LazyLock, Mutex};

/// Every record as its cells; an empty line as no cells.
type Records = Vec<Vec<Vec<u8>>>;

static LAYOUT: LazyLock<Layout> = LazyLock::new(|| {
    Layout::map(&[], &Mapping::of_aliases(&Rulebook::built_in().unwrap().headers)).unwrap()
});

fn input(path: Option<std::path::PathBuf>, body_offset: usize, size: Option<u64>) -> PreparedInput {
    let start = path.as_ref().map(|path| std::fs::read(path).unwrap()).unwrap_or_default();
    let head = Sha256::digest(&start[..body_offset.min(start.len())]).into();
    let modified = path.as_ref().and_then(|path| path.metadata().unwrap().modified().ok());
    let header = HeaderRow {
        record: 1,
        end: body_offset,
        delimiter: b',',
        headers: Vec::new(),
        preamble: Vec::new(),
    };
    PreparedInput {
        source: Source { name: "test".into(), path },
        layout: LAYOUT.clone(),
        header,
        body_offset,
        size,
        modified,
        head,
        start: Vec::new(),
        resume: None,
        whole: false,
        wide: None,
        recipe: None,
        member: None,
        sheet: None,
        other_sheets: Vec::new(),
        warnings: Vec::new(),
    }
}

fn pipe(text: &[u8], body_offset: usize) -> PreparedInput {
    let bytes: Box<dyn Read + Send> = Box::new(Cursor::new(text.to_vec()));
    PreparedInput { resume: Some(Mutex::new(bytes)), ..input(None, body_offset, None) }
}

fn collect(
    mut inputs: Vec<PreparedInput>,
    jobs: usize,
    reader: &dyn RecordReader,
    chunk_size: usize,
) -> Result<(Records, Vec<InputDigest>, Vec<bool>), IntakeError> {
    let pool = threads::pool(jobs).unwrap();
    let mut out = Vec::new();
    let mut unclosed = Vec::new();
    let how = How { reader, chunk_size, digest: true, ahead: ReadAhead::default() };
    let parse = |chunk: Chunk<'_>| {
        let mut rows: Vec<(Vec<Vec<u8>>, bool)> = Vec::new();
        let done = chunk.read(|item| match item {
            RowItem::BlankLines(n) => (0..n).for_each(|_| rows.push((Vec::new(), false))),
            RowItem::Row(row) => {
                let cells = row.to_record().iter().map(<[u8]>::to_vec).collect();
                rows.push((cells, row.is_unclosed()));
            }
        });
        (rows, done)
    };
    let digests = run(&pool, &mut inputs, how, parse, |rows| {
        for (cells, open) in rows {
            out.push(cells);
            unclosed.push(open);
        }
        Ok::<_, IntakeError>(())
    })?;
    Ok((out, digests, unclosed))
}

fn law(text: &[u8]) -> Records {
    let mut out = Vec::new();
    CsvCrate.read(Text::whole(text, b','), &mut |item| match item {
        Item::BlankLines(n) => (0..n).for_each(|_| out.push(Vec::new())),
        Item::Record { cells, .. } => {
            out.push((0..cells.count()).map(|i| cells.cell(i).to_vec()).collect());
        }
    });
    out
}

fn check(text: &[u8], chunk_size: usize, jobs: usize) {
    let expected = law(text);
    for reader in [&FastReader::default() as &dyn RecordReader, &CsvCrate] {
        let (found, digests, _) = collect(vec![pipe(text, 0)], jobs, reader, chunk_size).unwrap();
        assert_eq!(found, expected, "{} by {chunk_size}", text.escape_ascii());
        assert_eq!(digests[0].size, text.len() as u64);
        assert_eq!(digests[0].sha256, Some(Sha256::digest(text).into()));
    }
}

#[test]
fn rows_pasted_inside_a_quoted_cell_are_no_rows() {
    let text = b"a,1\n\"pasted\nb,2\nc,3\n\",9\nd,4\n";
    for chunk_size in 1..=text.len() + 1 {
        check(text, chunk_size, 2);
    }
}

#[test]
fn a_stray_quote_misleads_nobody_for_long() {
    let plain = "a,b \"c\" d,5\" pipe\n".repeat(40);
    let text = format!("{plain}x,6\" pipe\n{plain}\"q\"\"\n\",z\n{plain}");
    for chunk_size in [1, 7, 64, 500] {
        check(text.as_bytes(), chunk_size, 3);
    }
}

#[test]
fn records_longer_than_pieces_are_whole() {
    let long = "line\n".repeat(2_000);
    let text = format!("a,b\n\"{long}\",c\r\nd,\"{long}{long}\"\ne\rf\r\n");
    for chunk_size in [100, 4_096, 9_999] {
        check(text.as_bytes(), chunk_size, 2);
    }
}

#[test]
fn an_end_inside_quotes_marks_the_last_row() {
    for chunk_size in [1, 3, 100] {
        for (text, expected) in [
            ("a,\"b\nc,d\n", true),
            ("a,\"b\"\nc,d\n", false),
            ("a,\"b\"", false),
            ("a,\"b\"\"", true),
            ("a,\"", true),
            ("a,b\"", false),
        ] {
            let inputs = vec![pipe(text.as_bytes(), 0)];
            let (_, _, unclosed) = collect(inputs, 2, &FastReader::default(), chunk_size).unwrap();
            assert_eq!(unclosed.last(), Some(&expected), "{text:?} by {chunk_size}");
        }
    }
}

#[test]
fn files_follow_each_other_and_their_headers_are_left_out() {
    let mut inputs = Vec::new();
    let mut files = Vec::new();
    for text in ["head,er\na,1\nb,2", "x\n\n", "no newline\nc,\"3\n4\"\n"] {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        let body = text.find('\n').unwrap() + 1;
        inputs.push(input(Some(file.path().to_path_buf()), body, Some(text.len() as u64)));
        files.push(file);
    }
    let (found, digests, _) = collect(inputs, 2, &FastReader::default(), 3).unwrap();
    assert_eq!(found, law(b"a,1\nb,2\n\nc,\"3\n4\"\n"));
    assert_eq!(digests.iter().map(|d| d.size).collect::<Vec<_>>(), [15, 3, 19]);
}

#[test]
fn a_file_that_changes_its_length_is_refused() {
    let whole = "a,1\n".repeat(1_000);
    for jobs in [1, 3] {
        for new_length in [1_000, 3_999, 4_001, 8_000] {
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(whole.as_bytes()).unwrap();
            let mut inputs = vec![input(Some(file.path().to_path_buf()), 4, Some(4_000))];
            // While the first piece is read, somebody else writes.
            let parse = |chunk: Chunk<'_>| {
                file.as_file().set_len(new_length).unwrap();
                ((), chunk.read(|_| {}))
            };
            let how = How {
                reader: &FastReader::default(),
                chunk_size: 100,
                digest: true,
                ahead: ReadAhead::default(),
            };
            let pool = threads::pool(jobs).unwrap();
            let outcome = run(&pool, &mut inputs, how, parse, |()| Ok::<_, IntakeError>(()));
            assert!(matches!(outcome, Err(IntakeError::Changed { .. })), "{new_length}");
        }
    }
}

#[test]
fn a_file_that_is_written_over_is_refused() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all("a,1\n".repeat(1_000).as_bytes()).unwrap();
    let path = file.path().to_path_buf();
    // Before its rows are read: another header, or a later time.
    let inputs = || vec![input(Some(path.clone()), 4, Some(4_000))];
    let other_head = PreparedInput { head: [0; 32], ..inputs().remove(0) };
    let long_ago = Some(std::time::SystemTime::UNIX_EPOCH);
    let other_time = PreparedInput { modified: long_ago, ..inputs().remove(0) };
    for changed in [other_head, other_time] {
        let outcome = collect(vec![changed], 2, &FastReader::default(), 100);
        assert!(matches!(outcome, Err(IntakeError::Changed { .. })));
    }
    // While they are read.
    let parse = |chunk: Chunk<'_>| {
        std::thread::sleep(std::time::Duration::from_millis(1));
        file.as_file().set_modified(std::time::SystemTime::now()).unwrap();
        ((), chunk.read(|_| {}))
    };
    let how = How {
        reader: &FastReader::default(),
        chunk_size: 100,
        digest: true,
        ahead: ReadAhead::default(),
    };
    let pool = threads::pool(2).unwrap();
    let outcome = run(&pool, &mut inputs(), how, parse, |()| Ok::<_, IntakeError>(()));
    assert!(matches!(outcome, Err(IntakeError::Changed { .. })));
}

#[test]
fn a_change_behind_the_last_piece_that_is_read_is_seen_too() {
    // Pieces before the last may still be read then, by other threads.
    for jobs in [1, 3] {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        // The last row is well inside the last piece, so that whoever reads the piece reads it.
        file.write_all(format!("{}z,1\n", "a,1\n".repeat(1_014)).as_bytes()).unwrap();
        let path = file.path().to_path_buf();
        let parse = |chunk: Chunk<'_>| {
            let mut is_last = false;
            let done = chunk.read(|item| match item {
                RowItem::Row(row) => is_last |= row.raw().starts_with(b"z"),
                RowItem::BlankLines(_) => {}
            });
            if is_last {
                file.as_file().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
            }
            ((), done)
        };
        let how = How {
            reader: &FastReader::default(),
            chunk_size: 100,
            digest: true,
            ahead: ReadAhead::default(),
        };
        let pool = threads::pool(jobs).unwrap();
        let mut inputs = vec![input(Some(path), 4, Some(4_060))];
        let outcome = run(&pool, &mut inputs, how, parse, |()| Ok::<_, IntakeError>(()));
        assert!(matches!(outcome, Err(IntakeError::Changed { .. })), "{jobs} jobs");
    }
}

#[test]
fn a_record_of_nearly_the_longest_length_is_read_wherever_pieces_end() {
    let cell = "pasted, text\n".repeat((45 << 20) / 13);
    let rows = "b,2\n".repeat((25 << 20) / 4);
    let text = format!("{}\"{cell}\",x\n{rows}", "a,1\n".repeat(1_000));
    for chunk_size in [1 << 20, 3_000_000] {
        let inputs = vec![pipe(text.as_bytes(), 0)];
        let how = How {
            reader: &FastReader::default(),
            chunk_size,
            digest: false,
            ahead: ReadAhead::default(),
        };
        let pool = threads::pool(2).unwrap();
        let mut inputs = inputs;
        let mut count = 0;
        let parse = |chunk: Chunk<'_>| {
            let mut rows = 0;
            let done = chunk.read(|_| rows += 1);
            (rows, done)
        };
        run(&pool, &mut inputs, how, parse, |rows: usize| {
            count += rows;
            Ok::<_, IntakeError>(())
        })
        .unwrap();
        assert_eq!(count, 1_001 + rows.len() / 4, "pieces of {chunk_size}");
    }
}

#[test]
fn a_file_that_changed_since_its_header_was_read_is_refused() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"a\nb\nc\n").unwrap();
    for size in [5, 7] {
        let inputs = vec![input(Some(file.path().to_path_buf()), 2, Some(size))];
        let outcome = collect(inputs, 2, &FastReader::default(), 2);
        assert!(matches!(outcome, Err(IntakeError::Changed { .. })), "{size}");
    }
}

#[test]
fn a_panic_while_a_piece_is_read_ends_the_run() {
    for jobs in [1, 3] {
        let outcome = std::panic::catch_unwind(|| {
            let text = "a,1\n".repeat(1_000);
            let mut inputs = vec![pipe(text.as_bytes(), 0)];
            let how = How {
                reader: &FastReader::default(),
                chunk_size: 100,
                digest: true,
                ahead: ReadAhead::default(),
            };
            let parse = |chunk: Chunk<'_>| ((), chunk.read(|_| panic!("as intended")));
            let pool = threads::pool(jobs).unwrap();
            run(&pool, &mut inputs, how, parse, |()| Ok::<_, IntakeError>(()))
        });
        assert!(outcome.is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn pieces_read_as_the_whole(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "\"", "\"\"", ",", "\n", "\r\n", "\r", "a", "b c", "\u{feff}", "\",\"", "\"\n",
            ]),
            0..60,
        ),
        chunk_size in 1usize..40,
        jobs in 1usize..4,
    ) {
        // The mark at the very start is the header search's matter.
        check(format!("x{}", pieces.concat()).as_bytes(), chunk_size, jobs);
    }
}
