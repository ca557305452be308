//! Wide reports, which hold several tariff numbers in one row, read as one row a number. A profile
//! says which columns belong together.
//!
//! Every record of the report becomes the same number of rows, one for each tariff of the profile:
//! so the record a row comes from can be told from its place. Where a record has no such tariff the
//! row is empty.

use super::IntakeError;
use super::guess::{Ending, ends_inside};
use super::profile::{Profile, TariffColumns};
use super::quoting::write_cell;
use super::reader::{Item, RecordReader, Text};
use super::row::Cells;
use super::scan::FastReader;
use crate::domain::{Cents, Field, clean_cell, fold, quoted};

/// Which columns of a wide report go where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WideColumns {
    headers: Vec<String>,
    /// Columns with one meaning for the whole row.
    shared: Vec<(Field, usize)>,
    tariffs: Vec<Tariff>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Tariff {
    number: Number,
    duty: usize,
    value: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Number {
    Fixed(String),
    Column(usize),
}

/// The fields of a row that differ from tariff to tariff.
const OF_TARIFF: [Field; 4] = [Field::TariffOrdinal, Field::Hts, Field::RowDuty, Field::RowValue];

impl WideColumns {
    /// The columns of a report with these headers. `shared` gives the field a column has for the
    /// whole row.
    ///
    /// # Errors
    /// What is wrong with the first header of a tariff of the profile that is not there, or there
    /// twice; empty if the profile names no tariff.
    pub fn of(
        headers: &[String],
        profile: &Profile,
        shared: impl Iterator<Item = (Field, usize)>,
    ) -> Result<WideColumns, String> {
        let folded: Vec<String> = headers.iter().map(|header| fold(header.as_bytes())).collect();
        let find = |header: &String| {
            let wanted = fold(header.as_bytes());
            let mut found = folded.iter().enumerate().filter(|(_, header)| **header == wanted);
            match (found.next(), found.next()) {
                (Some((at, _)), None) => Ok(at),
                (None, _) => Err(format!("no column {}", quoted(header))),
                (Some(_), Some(_)) => Err(format!("two columns {}", quoted(header))),
            }
        };
        let tariff = |columns: &TariffColumns| {
            let number = match (&columns.hts, &columns.hts_column) {
                (Some(hts), _) => Number::Fixed(hts.clone()),
                (None, header) => Number::Column(find(header.as_ref().unwrap_or(&String::new()))?),
            };
            let value = columns.value_column.as_ref().map(find).transpose()?;
            Ok(Tariff { number, duty: find(&columns.duty_column)?, value })
        };
        let tariffs: Vec<Tariff> =
            profile.tariffs.iter().map(tariff).collect::<Result<_, String>>()?;
        if tariffs.is_empty() {
            return Err(String::new());
        }
        let columns = WideColumns { headers: headers.to_vec(), shared: Vec::new(), tariffs };
        let of_row = shared.filter(|(field, column)| {
            !OF_TARIFF.contains(field) && !columns.reads_for_tariff(*column)
        });
        Ok(WideColumns { shared: of_row.collect(), ..columns.clone() })
    }

    /// Rows made of one record.
    pub fn rows_a_record(&self) -> u32 {
        self.tariffs.len() as u32
    }

    /// Whether a column is read.
    pub fn reads(&self, column: usize) -> bool {
        self.shared.iter().any(|(_, at)| *at == column) || self.reads_for_tariff(column)
    }

    fn reads_for_tariff(&self, column: usize) -> bool {
        self.tariffs.iter().any(|tariff| {
            column == tariff.duty
                || Some(column) == tariff.value
                || tariff.number == Number::Column(column)
        })
    }

    /// The headers of the rows made: canonical names.
    pub(super) fn long_headers(&self) -> impl Iterator<Item = &'static str> {
        let shared = self.shared.iter().map(|(field, _)| field.name());
        shared.chain(OF_TARIFF.iter().map(|field| field.name()))
    }

    fn is_header(&self, cells: Cells<'_>) -> bool {
        let headers = self.headers.iter().enumerate();
        headers.into_iter().all(|(at, header)| {
            let cell = cells.cell(at);
            // Cheap test first: in a row of data some cell begins otherwise.
            cell.first().map(u8::to_ascii_lowercase)
                == header.bytes().next().map(|byte| byte.to_ascii_lowercase())
                && fold(cell) == fold(header.as_bytes())
        })
    }

    /// Writes the rows made of an item.
    fn write(&self, item: Item<'_>, out: &mut Vec<u8>) {
        let rows = self.tariffs.len();
        let (cells, raw) = match item {
            Item::BlankLines(count) => {
                let lines = usize::try_from(count).unwrap_or(usize::MAX);
                return put_empty(lines.saturating_mul(rows), out);
            }
            Item::Record { cells, raw } => (cells, raw),
        };
        let count = cells.count();
        if (0..count).all(|at| clean_cell(cells.cell(at)).is_empty()) {
            put_empty(rows, out);
        } else if count != self.headers.len() {
            self.write_damaged(cells, raw, out);
            put_empty(rows.saturating_sub(1), out);
        } else if self.is_header(cells) {
            self.write_header(out);
            put_empty(rows.saturating_sub(1), out);
        } else {
            for (at, tariff) in self.tariffs.iter().enumerate() {
                self.write_tariff(cells, at + 1, tariff, out);
            }
        }
    }

    fn write_header(&self, out: &mut Vec<u8>) {
        put_row(self.long_headers().map(str::as_bytes), out);
    }

    /// A record of another width cannot be read by its columns: it goes on as a row that has too
    /// few fields, with what it says.
    fn write_damaged(&self, cells: Cells<'_>, raw: &[u8], out: &mut Vec<u8>) {
        let (found, width) = (cells.count(), self.headers.len());
        let entry = self.entry(cells);
        let note = format!("{found} fields where the header of the report has {width}");
        put_row([entry, note.as_bytes(), raw.trim_ascii_end()].into_iter(), out);
    }

    /// The last record, whose quote is never closed: its row is left open in the same way, so that
    /// it is rejected for what it is.
    fn write_unclosed(&self, cells: Cells<'_>, raw: &[u8], out: &mut Vec<u8>) {
        put_row([self.entry(cells), b""].into_iter(), out);
        out.pop();
        out.push(b'"');
        out.extend(
            raw.iter().flat_map(|byte| std::iter::repeat_n(*byte, 1 + usize::from(*byte == b'"'))),
        );
    }

    fn entry<'c>(&self, cells: Cells<'c>) -> &'c [u8] {
        let entry = self.shared.iter().find(|(field, _)| *field == Field::EntryNumber);
        entry.map_or(b"".as_slice(), |(_, column)| cells.cell(*column))
    }

    fn write_tariff(&self, cells: Cells<'_>, ordinal: usize, tariff: &Tariff, out: &mut Vec<u8>) {
        let duty = cells.cell(tariff.duty);
        let number = match &tariff.number {
            // A pivot says 0 where the line has no such tariff.
            Number::Fixed(_) if Cents::read(clean_cell(duty)) == Ok(Cents::ZERO) => {
                return put_empty(1, out);
            }
            Number::Fixed(number) => number.as_bytes(),
            Number::Column(column) => cells.cell(*column),
        };
        let value = tariff.value.map_or(b"".as_slice(), |column| cells.cell(column));
        if [number, duty, value].iter().all(|cell| clean_cell(cell).is_empty()) {
            return put_empty(1, out);
        }
        let ordinal = ordinal.to_string();
        let shared = self.shared.iter().map(|(_, column)| cells.cell(*column));
        put_row(shared.chain([ordinal.as_bytes(), number, duty, value]), out);
    }
}

fn put_empty(rows: usize, out: &mut Vec<u8>) {
    out.resize(out.len() + rows, b'\n');
}

fn put_row<'c>(cells: impl Iterator<Item = &'c [u8]>, out: &mut Vec<u8>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write_cell(cell, out);
    }
    out.push(b'\n');
}

/// How the text of a wide report becomes rows of one tariff number each.
#[derive(Debug, Clone)]
pub(super) struct WideStep {
    /// Its columns.
    pub columns: WideColumns,
    /// What separates its cells.
    pub delimiter: u8,
    /// Bytes before the first record behind its header.
    pub skip: usize,
}

/// A wide report on its way: it is handed text and gives rows, without a header.
pub(super) struct WideRows {
    columns: WideColumns,
    reader: FastReader,
    delimiter: u8,
    /// Bytes still to be passed over.
    skip: usize,
    /// Where the text in the buffer begins in the report.
    offset: u64,
    /// Text that is not read yet.
    buffer: Vec<u8>,
}

/// No real record comes near this.
const LONGEST_RECORD: usize = 64 << 20;

impl WideRows {
    /// Begins at the start of a report.
    pub fn new(step: WideStep) -> WideRows {
        let WideStep { columns, delimiter, skip } = step;
        WideRows {
            columns,
            reader: FastReader::default(),
            delimiter,
            skip,
            offset: skip as u64,
            buffer: Vec::new(),
        }
    }

    /// Takes the next stretch of text, and gives the rows of the records that end in it.
    ///
    /// # Errors
    /// A record is longer than any real one; `name` names the report.
    pub fn push(&mut self, text: &[u8], is_last: bool, name: &str) -> Result<Vec<u8>, IntakeError> {
        let passed = self.skip.min(text.len());
        self.skip -= passed;
        self.buffer.extend_from_slice(text.get(passed..).unwrap_or_default());
        let mut rows = Vec::with_capacity(2 * text.len());
        let WideRows { columns, reader, delimiter, buffer, offset, .. } = self;
        let text = Text { is_last, ..Text::whole(buffer, *delimiter) };
        // The row made of a record that is never closed must not pass for a whole one.
        let unclosed = is_last && ends_inside(buffer, *delimiter) == Ending::Inside;
        let end = buffer.as_ptr_range().end;
        let extent = reader.read(text, &mut |item| match item {
            Item::Record { cells, raw } if unclosed && raw.as_ptr_range().end == end => {
                columns.write_unclosed(cells, raw, &mut rows);
            }
            item => columns.write(item, &mut rows),
        });
        buffer.drain(..extent.end);
        *offset += extent.end as u64;
        if buffer.len() > LONGEST_RECORD {
            return Err(IntakeError::RecordTooLong {
                name: name.to_string(),
                offset: self.offset,
                limit: LONGEST_RECORD >> 20,
            });
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROFILE: &str = r#"
[[tariff]]
hts_column = "Underlying"
duty_column = "Underlying Duty"
value_column = "Goods"
[[tariff]]
hts = "9903.01.25"
duty_column = "9903.01.25"
"#;
    const HEADERS: &str = "No,Underlying,Underlying Duty,Goods,9903.01.25";

    fn long(rows: &str) -> String {
        let profile = Profile::read("p.toml", PROFILE).unwrap();
        let headers: Vec<String> = HEADERS.split(',').map(str::to_string).collect();
        let shared = [(Field::EntryNumber, 0), (Field::Hts, 1)];
        let columns = WideColumns::of(&headers, &profile, shared.into_iter()).unwrap();
        assert_eq!(columns.rows_a_record(), 2);
        let long: Vec<&str> = columns.long_headers().collect();
        let step = WideStep { columns, delimiter: b',', skip: 5 };
        let all = [b"12345", rows.as_bytes()].concat();
        let mut whole = WideRows::new(step.clone());
        let out = whole.push(&all, true, "wide").unwrap();
        // However it is cut.
        for size in [1, 7, 1000] {
            let mut parts = WideRows::new(step.clone());
            let mut cut = Vec::new();
            for piece in all.chunks(size) {
                cut.extend(parts.push(piece, false, "wide").unwrap());
            }
            cut.extend(parts.push(b"", true, "wide").unwrap());
            assert_eq!(cut, out, "in pieces of {size}");
        }
        format!("{}\n{}", long.join(","), String::from_utf8(out).unwrap())
    }

    const LONG: &str = "entry_number,tariff_ordinal,hts,row_duty,row_value\n";

    #[test]
    fn every_record_becomes_as_many_rows() {
        let text = format!(
            "A1,3926909985,5.30,100,10.00\n\nA2,,,,\"1,000.00\"\n,,,,\nA3,0710214000,0,50,-\n\
             {HEADERS}\nA4,x\nA5,\"a\"\"b\",1,2,N/A"
        );
        let rows = format!(
            "{LONG}A1,1,3926909985,5.30,100\nA1,2,9903.01.25,10.00,\n\n\n\nA2,2,9903.01.25,\
             \"1,000.00\",\n\n\nA3,1,0710214000,0,50\n\n{LONG}\nA4,2 fields where the header of the \
             report has 5,\"A4,x\"\n\nA5,1,\"a\"\"b\",1,2\nA5,2,9903.01.25,N/A,\n"
        );
        assert_eq!(long(&text), rows);
    }

    #[test]
    fn a_report_without_the_columns_is_not_wide() {
        let profile = Profile::read("p.toml", PROFILE).unwrap();
        let headers = ["No".to_string(), "Underlying".to_string()];
        let of = |profile| WideColumns::of(&headers, profile, [].into_iter());
        let twice = ["No", "Underlying", "Underlying Duty", "Goods", "9903.01.25", "goods"];
        let twice = twice.map(str::to_string);
        assert_eq!(
            WideColumns::of(&twice, &profile, [].into_iter()),
            Err("two columns `Goods`".to_string())
        );
        assert_eq!(of(&profile), Err("no column `Goods`".to_string()));
        assert_eq!(of(&Profile::default()), Err(String::new()));
    }
}
