//! Cells as CSV.

use memchr::memchr3;

/// Appends a cell, in quotes if it needs them.
pub(super) fn write_cell(cell: &[u8], out: &mut Vec<u8>) {
    // Most cells are shorter than what a vector takes at once.
    let quoted = match cell.len() {
        0..32 => cell.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')),
        _ => memchr3(b',', b'"', b'\n', cell).is_some() || cell.contains(&b'\r'),
    };
    if !quoted {
        out.extend_from_slice(cell);
        return;
    }
    out.push(b'"');
    for byte in cell {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_back_as_they_were() {
        let long = "a ".repeat(40);
        for cell in ["", "a", "a b;c", "a,b", "\"", "a\"\"b", "\n", "a\r", long.as_str()] {
            for cell in [cell.to_string(), format!("{long}{cell}")] {
                let mut out = Vec::new();
                write_cell(cell.as_bytes(), &mut out);
                let mut reader =
                    csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_slice());
                let read = reader.records().next().map(|record| record.unwrap()[0].to_string());
                assert_eq!(read.unwrap_or_default(), cell);
                assert_eq!(out.first() == Some(&b'"'), cell.contains([',', '"', '\n', '\r']));
            }
        }
    }
}
