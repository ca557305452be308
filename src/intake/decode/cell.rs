//! One cell of a sheet as a cell of CSV: what Excel shows of it, as ACE would write it.

use super::super::quoting::write_cell;
use super::number::{DatePart, part_of, write_number, write_percentage, write_whole};
use calamine::{DataRef, ExcelDateTime, Style};
use std::io::Write;

/// Stands for the value of a formula that was never calculated: no amount, no date and no number.
const NO_CACHED_VALUE: &[u8] = b"#NO CACHED VALUE";

/// Appends a cell that is not empty; an empty one is a formula that has no value.
pub(super) fn write_value(value: &DataRef<'_>, percentage: bool, out: &mut Vec<u8>) {
    match value {
        DataRef::String(text) => write_cell(text.as_bytes(), out),
        DataRef::SharedString(text) => write_cell(text.as_bytes(), out),
        DataRef::Float(number) if percentage => write_percentage(*number, out),
        DataRef::Float(number) => write_number(*number, out),
        DataRef::Int(number) => write_whole(*number, out),
        DataRef::Bool(true) => out.extend_from_slice(b"TRUE"),
        DataRef::Bool(false) => out.extend_from_slice(b"FALSE"),
        DataRef::DateTime(date) => write_date(*date, out),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            write_cell(text.as_bytes(), out);
        }
        DataRef::Error(error) => write_cell(error.to_string().as_bytes(), out),
        DataRef::Empty => out.extend_from_slice(NO_CACHED_VALUE),
    }
}

/// A date without its time; a time alone as a time; what Excel cannot show as a date, as a number.
fn write_date(date: ExcelDateTime, out: &mut Vec<u8>) {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    // Writing to memory cannot fail.
    let _ = match part_of(date) {
        DatePart::Neither => {
            write_number(date.as_f64(), out);
            return;
        }
        DatePart::Time => write!(out, "{hour:02}:{minute:02}:{second:02}"),
        DatePart::Day => {
            let two = |number: u8, out: &mut Vec<u8>| {
                out.push(b'0' + number / 10);
                out.push(b'0' + number % 10);
            };
            two(month, out);
            out.push(b'/');
            two(day, out);
            out.push(b'/');
            write!(out, "{year:04}")
        }
    };
}

/// Whether a style shows numbers as percentages: its format has a percent sign that is no text.
pub(super) fn is_percentage(style: &Style) -> bool {
    let Some(format) = &style.number_format else { return false };
    let mut characters = format.format_code.chars();
    let mut quoted = false;
    while let Some(character) = characters.next() {
        match character {
            '"' => quoted = !quoted,
            _ if quoted => {}
            // The character behind stands for itself.
            '\\' | '_' | '*' => drop(characters.next()),
            '%' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn dates_lose_their_time() {
        for (number, is_1904, expected) in [
            (45797.0, false, "05/20/2025"),
            (45797.75, false, "05/20/2025"),
            (44335.0, true, "05/20/2025"),
            (0.5, false, "12:00:00"),
            (-3.0, false, "-3"),
            (3e9, false, "3000000000"),
        ] {
            let date = ExcelDateTime::new(number, ExcelDateTimeType::DateTime, is_1904);
            let mut out = Vec::new();
            write_date(date, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
