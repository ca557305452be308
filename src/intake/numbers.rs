//! Record numbers: where in its file a row stands.

/// How rows are numbered in a file: records count from 1 at its first, titles, header and empty
/// lines included, as the row numbers of a spreadsheet do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordNumbers {
    /// Record number of the header; 0 if rows are already numbered as the file is.
    pub header: u64,
    /// Rows made of one record: 1, but for wide reports.
    pub rows_a_record: u32,
}

impl Default for RecordNumbers {
    fn default() -> RecordNumbers {
        RecordNumbers { header: 0, rows_a_record: 1 }
    }
}

impl RecordNumbers {
    /// The record of the n-th row behind the header, counted from 1.
    pub fn of_row(self, row: u64) -> u64 {
        let records = match self.rows_a_record {
            0 | 1 => row,
            rows => row.div_ceil(rows.into()),
        };
        self.header.saturating_add(records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_record_have_its_number() {
        let one = RecordNumbers { header: 3, ..RecordNumbers::default() };
        assert_eq!([1, 2, 3].map(|row| one.of_row(row)), [4, 5, 6]);
        let wide = RecordNumbers { header: 3, rows_a_record: 2 };
        assert_eq!([1, 2, 3, 4, 5].map(|row| wide.of_row(row)), [4, 4, 5, 5, 6]);
    }
}
