//! Tables of the report read back, row by row, by the names of their columns.

use crate::domain::{Cents, Day, undefused};
use crate::report::{OutputError, Staging};
use csv::StringRecord;
use std::borrow::Cow;
use std::io::{self, BufReader};

/// A row of a table.
pub(in crate::report) struct Row<'r> {
    columns: &'r [(&'static str, usize)],
    record: &'r StringRecord,
}

/// Hands on the rows of a table that has these columns, whatever others it has; `false` if it was
/// not written.
///
/// # Errors
/// It cannot be read, or has not these columns.
pub(in crate::report) fn each<E: From<OutputError>>(
    staging: &Staging,
    file: &str,
    columns: &[&'static str],
    mut take: impl FnMut(&Row<'_>) -> Result<(), E>,
) -> Result<bool, E> {
    if !staging.written().contains_key(file) {
        return Ok(false);
    }
    let from = BufReader::with_capacity(1 << 16, staging.reopen(file)?);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(from);
    let unreadable = |error: csv::Error| staging.unreadable(file, io::Error::from(error));
    let heads = reader.headers().map_err(unreadable)?;
    let places: Result<Vec<_>, OutputError> = columns
        .iter()
        .map(|name| {
            let at = heads.iter().position(|head| head == *name);
            let missing = || io::Error::other(format!("it has no column {name}"));
            Ok((*name, at.ok_or_else(|| staging.unreadable(file, missing()))?))
        })
        .collect();
    let places = places?;
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(unreadable)? {
        take(&Row { columns: &places, record: &record })?;
    }
    Ok(true)
}

impl Row<'_> {
    /// A cell as it stands.
    pub(in crate::report) fn printed(&self, column: &str) -> &str {
        let found = self.columns.iter().find(|(name, _)| *name == column);
        found.and_then(|(_, at)| self.record.get(*at)).unwrap_or_default()
    }

    /// A text as it was before it was defused.
    pub(in crate::report) fn text(&self, column: &str) -> Cow<'_, str> {
        undefused(self.printed(column))
    }

    /// An amount in cents; nothing where the cell is blank.
    pub(in crate::report) fn money(&self, column: &str) -> i128 {
        self.money_or_blank(column).unwrap_or_default()
    }

    /// An amount in cents, if there is one.
    pub(in crate::report) fn money_or_blank(&self, column: &str) -> Option<i128> {
        cents(self.printed(column))
    }

    /// A whole number; 0 where the cell is blank.
    pub(in crate::report) fn number(&self, column: &str) -> u64 {
        self.printed(column).parse().unwrap_or_default()
    }

    /// A date.
    pub(in crate::report) fn day(&self, column: &str) -> Option<Day> {
        self.printed(column).parse().ok()
    }
}

/// An amount as tables print it, in cents.
pub(in crate::report) fn cents(printed: &str) -> Option<i128> {
    if let Some(cents) = Cents::read(printed.as_bytes()).ok().filter(|_| !printed.is_empty()) {
        return Some(cents.0.into());
    }
    // A sum may be larger than any cell of an export.
    let digits: Cow<'_, str> = match printed.split_once('.') {
        Some((whole, rest)) if rest.len() == 2 => format!("{whole}{rest}").into(),
        _ => return None,
    };
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_were() {
        assert_eq!(undefused("'=1+1"), "=1+1");
        assert_eq!(["'a", "O'Brien", "", "'"].map(undefused), ["'a", "O'Brien", "", "'"]);
        assert_eq!(cents("-12.50"), Some(-1250));
        assert_eq!(cents("9000000000000000000.07"), Some(900_000_000_000_000_000_007));
        assert_eq!([cents(""), cents("x")], [None; 2]);
    }

    #[test]
    fn a_table_without_a_column_is_refused_and_one_not_written_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let mut staging = Staging::begin(&dir.path().join("out"), false, false).unwrap();
        staging.write("a.csv", b"x,y\n1,'=2\n").unwrap();
        let mut seen = Vec::new();
        let is_there = each::<OutputError>(&staging, "a.csv", &["y"], |row| {
            seen.push(row.text("y").into_owned());
            Ok(())
        });
        assert!(is_there.unwrap());
        assert_eq!(seen, ["=2"]);
        let refused = each::<OutputError>(&staging, "a.csv", &["z"], |_| Ok(())).unwrap_err();
        assert!(refused.to_string().contains("no column z"), "{refused}");
        assert!(!each::<OutputError>(&staging, "b.csv", &["z"], |_| Ok(())).unwrap());
    }
}
