//! The forms in which one and the same table comes: separators, encodings, packed.

use std::io::Write;

use super::random::Chance;

/// How a file is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// UTF-8 with commas.
    Plain,
    Tab,
    Semicolon,
    Pipe,
    Utf16LittleEndian,
    Utf16BigEndian,
    Windows1252,
    Gzip,
}

/// Mostly plain, as most exports are.
pub fn form(chance: &mut Chance) -> Form {
    let others = [
        Form::Tab,
        Form::Semicolon,
        Form::Pipe,
        Form::Utf16LittleEndian,
        Form::Utf16BigEndian,
        Form::Windows1252,
        Form::Gzip,
    ];
    if chance.happens(1, 3) { *chance.pick(&others) } else { Form::Plain }
}

impl Form {
    /// One record of text with commas, with the separator of this form.
    pub fn separated(self, line: &str) -> String {
        let separator = match self {
            Form::Tab => b'\t',
            Form::Semicolon => b';',
            Form::Pipe => b'|',
            _ => return line.to_string(),
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(line.as_bytes());
        let Some(record) = reader.records().next() else {
            return String::new();
        };
        let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
        writer.write_record(&record.expect("generated text is CSV")).expect("memory");
        let mut text = String::from_utf8(writer.into_inner().expect("memory")).expect("text");
        text.truncate(text.len() - 1);
        text
    }

    pub fn stored(self, text: &str) -> Vec<u8> {
        let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
        let marked = || std::iter::once(0xfeff).chain(plain.encode_utf16());
        match self {
            Form::Utf16LittleEndian => marked().flat_map(u16::to_le_bytes).collect(),
            Form::Utf16BigEndian => marked().flat_map(u16::to_be_bytes).collect(),
            Form::Windows1252 => encoding_rs::WINDOWS_1252.encode(plain).0.into_owned(),
            Form::Gzip => {
                let mut packed =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                packed.write_all(text.as_bytes()).expect("memory");
                packed.finish().expect("memory")
            }
            _ => text.as_bytes().to_vec(),
        }
    }

    pub fn ending(self) -> &'static str {
        if self == Form::Gzip { ".gz" } else { "" }
    }
}
