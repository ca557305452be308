//! What is damaged, encrypted, made to burst or not read at all is refused by name.

use crate::Case;
use crate::make::{gzip, rows, utf16, workbook, zip};
use crate::sheets::{HEADER, ROW, visible};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn csv() -> Vec<u8> {
    format!("{}\n{}\n", HEADER.join(","), ROW.join(",")).into_bytes()
}

fn good() -> Vec<u8> {
    workbook(&[visible("Sheet1", rows(1, &[HEADER, ROW]))], "", &[])
}

#[test]
fn a_gzip_file_that_ends_too_early() {
    let long = [csv(), [ROW.join(",").as_bytes(), b"\n"].concat().repeat(50_000)].concat();
    let bytes = gzip(&long);
    for cut in [4, bytes.len() / 2] {
        let case = Case::with("a.csv.gz", &bytes[..bytes.len() - cut]);
        case.refused("a.csv.gz", &["a.csv.gz: the gzip file ends too early"]);
    }
}

#[test]
fn a_workbook_that_is_cut_or_damaged() {
    let bytes = good();
    Case::with("a", &bytes[..bytes.len() / 2]).refused("a", &["a: ", "damaged"]);
    let whole = rows(1, &[HEADER, ROW]);
    for (xml, says) in [
        (whole[..whole.len() - 40].to_string(), "the workbook is damaged"),
        (whole.replace("r=\"B2\"", "r=\"A2\""), "cell A2 stands twice or out of order"),
        (whole.replace("r=\"H2\"", "r=\"XFE2\""), "cell XFE2 lies beyond"),
        (rows(1, &[HEADER, &["<t=\"s\"><v>99</v>"]]), "damaged"),
    ] {
        let bytes = workbook(&[visible("Sheet1", xml)], "", &[]);
        Case::with("a", &bytes).refused("a", &[says]);
    }
}

#[test]
fn bytes_that_are_not_those_packed() {
    // Stored, so that a changed byte still unpacks.
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    out.start_file("a.csv", stored).unwrap();
    out.write_all(&csv()).unwrap();
    let mut bytes = out.finish().unwrap().into_inner();
    let at = memchr::memmem::find(&bytes, b"1000\n").unwrap();
    bytes[at] = b'9';
    Case::with("a", &bytes).refused("a", &["not what was packed"]);
}

#[test]
fn what_is_encrypted_or_of_a_kind_that_is_not_read() {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    out.start_file("a.csv", SimpleFileOptions::default()).unwrap();
    out.write_all(&csv()).unwrap();
    let mut encrypted = out.finish().unwrap().into_inner();
    // The flag stands in the header and in the directory.
    encrypted[6] |= 1;
    let directory = memchr::memmem::find(&encrypted, b"PK\x01\x02").unwrap();
    encrypted[directory + 8] |= 1;
    let old = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 600]].concat();
    let locked = [&old[..], &utf16(b"EncryptedPackage", false, false)].concat();
    for (bytes, says) in [
        (encrypted, "it is encrypted. Unpack it with its password"),
        (old, "an old Excel workbook (.xls)"),
        (locked, "this workbook is encrypted. Open it in Excel and save it without"),
        (zip(&[("xl/workbook.bin", b"x")]), "(.xlsb)"),
        (zip(&[("mimetype", b"x"), ("content.xml", b"x")]), "(.ods)"),
        (zip(&[("a.pdf", b"x")]), "Found: `a.pdf`"),
        (zip(&[("a.csv", &zip(&[("b.csv", &csv())]))]), "packed file inside a packed file"),
        (gzip(&gzip(&csv())), "packed file inside a packed file"),
        (zip(&[("a.csv.gz", &gzip(&good()))]), "packed file inside a packed file"),
        ([0; 100].to_vec(), "binary data"),
        (b"\r\n<HTML><table>".to_vec(), "this is a web page"),
        (gzip(b"<?xml version=\"1.0\"?><Workbook/>"), "an XML document"),
        (b"%PDF-1.7".to_vec(), "this is a PDF file"),
    ] {
        Case::with("a", &bytes).refused("a", &["a: ", says]);
    }
}

/// An archive whose directory says that its first member has another size.
fn lying(mut bytes: Vec<u8>, size: u32) -> Vec<u8> {
    let directory = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes[directory + 24..directory + 28].copy_from_slice(&size.to_le_bytes());
    bytes
}

#[test]
fn an_archive_that_lies_about_sizes() {
    let bytes = zip(&[("a.csv", &csv())]);
    Case::with("a", &lying(bytes.clone(), 10)).refused("a", &["unpacks to more than"]);
    Case::with("a", &lying(bytes.clone(), 10_000)).refused("a", &["unpacks to less than"]);
    let huge = lying(bytes, 3_000_000_000);
    Case::with("a", &huge).refused("a", &["unpacks to 3000000000 bytes", "200 times its size"]);
}

#[test]
fn a_count_of_texts_that_no_memory_holds_is_not_believed() {
    let far = format!("<!--{}-->", " ".repeat(70_000));
    for (before, is_read) in [("", true), ("<!-- <si -->", true), (far.as_str(), false)] {
        let texts = format!("{before}<sst uniqueCount=\"99999999999999\"><si><t>x</t></si></sst>");
        let more: &[(&str, &[u8])] = &[("xl/sharedStrings.xml", texts.as_bytes())];
        let sheet = visible("Sheet1", rows(1, &[HEADER, ROW]));
        let case = Case::with("a", &workbook(&[sheet], "", more));
        if is_read {
            assert_eq!(case.report(&["a"], &[]).summary()["rows"]["counted"], 1);
        } else {
            case.refused("a", &["a: its part xl/sharedStrings.xml does not begin as the shared"]);
        }
    }
}

#[test]
fn shared_texts_beyond_any_workbook_are_not_read() {
    let texts = lying_part();
    Case::with("a", &texts).refused("a", &["xl/sharedStrings.xml comes to 600000000 bytes"]);
}

/// A workbook whose directory says that its shared texts come to 600 MB.
fn lying_part() -> Vec<u8> {
    let more: &[(&str, &[u8])] = &[("xl/sharedStrings.xml", b"<sst/>")];
    let sheet = visible("Sheet1", rows(1, &[HEADER, ROW]));
    let mut bytes = workbook(&[sheet], "", more);
    let directory = bytes.len() - 22 - 46 - "xl/sharedStrings.xml".len();
    assert_eq!(&bytes[directory..directory + 4], b"PK\x01\x02");
    bytes[directory + 24..directory + 28].copy_from_slice(&600_000_000u32.to_le_bytes());
    bytes
}

#[test]
fn an_archive_of_more_members_than_anybody_packs() {
    let names: Vec<String> = (0..=10_000).map(|number| format!("{number}.csv")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    Case::with("a", &zip(&members)).refused("a", &["it has 10001 members, and at most 10000"]);
}

#[test]
fn what_stops_one_decoder_stops_the_run() {
    let long = [csv(), [ROW.join(",").as_bytes(), b"\n"].concat().repeat(50_000)].concat();
    let case = Case::new();
    for name in ["in/a.csv.gz", "in/b.csv.gz", "in/d.csv.gz"] {
        case.file(name, &gzip(&long));
    }
    let bytes = gzip(&long);
    case.file("in/c.csv.gz", &bytes[..bytes.len() - 4]);
    case.refused("in", &["c.csv.gz: the gzip file ends too early"]);
}

#[test]
fn what_excel_keeps_beside_an_open_workbook_is_named_for_what_it_is() {
    let says = "~$may.xlsx: this is what Excel keeps beside a workbook while it is open, and holds \
                none of its rows. Close the workbook, or leave this file out.";
    Case::with("~$may.xlsx", b"\x05Maria\0\0").refused("~$may.xlsx", &[says]);
}
