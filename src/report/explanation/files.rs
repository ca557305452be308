//! The files of an explanation, named once and then called by a number: `[1] record 2`.

use super::super::text::{plain, wrapped};
use crate::explain::{Explanation, FactTold, GroupExplanation, ProceedingTold, RowTold};

/// The files that are told of, in the order of their numbers.
pub(super) struct Files<'t>(Vec<&'t str>);

impl<'t> Files<'t> {
    /// The files of an entry: those of its rows, then those of its facts.
    pub fn of(told: &'t Explanation) -> Files<'t> {
        let mut files = Files(Vec::new());
        files.rows(&told.rows);
        told.facts.iter().for_each(|fact| files.fact(fact));
        told.proceedings.iter().for_each(|line: &ProceedingTold| files.name(&line.at.file));
        files
    }

    /// The files of the entries of a group.
    pub fn of_group(told: &'t GroupExplanation) -> Files<'t> {
        let mut files = Files(Vec::new());
        told.entries.iter().for_each(|entry| files.rows(&entry.rows));
        told.entries.iter().for_each(|entry| files.name(&entry.interest.start_file));
        files
    }

    fn rows(&mut self, rows: &'t [RowTold]) {
        rows.iter().for_each(|row| self.name(&row.file));
    }

    fn fact(&mut self, fact: &'t FactTold) {
        fact.told_by.iter().for_each(|at| self.name(&at.file));
        fact.export.iter().for_each(|cell| self.name(&cell.file));
        fact.overruled.iter().for_each(|other| self.name(&other.at.file));
    }

    fn name(&mut self, file: &'t str) {
        if !file.is_empty() && !self.0.contains(&file) {
            self.0.push(file);
        }
    }

    /// Writes the files with their numbers.
    pub fn list(&self, out: &mut String) {
        for (at, file) in self.0.iter().enumerate() {
            out.push_str(&wrapped(&plain(file), &format!("  [{}] ", at + 1), "      "));
        }
    }

    /// `[1]`, or the name of a file that has no number.
    pub fn number(&self, file: &str) -> String {
        match self.0.iter().position(|known| *known == file) {
            Some(at) => format!("[{}]", at + 1),
            None => file.to_owned(),
        }
    }

    /// Text with `FILE, record` in it, the files by their numbers.
    pub fn short(&self, text: &str) -> String {
        let mut order: Vec<(usize, &str)> = self.0.iter().copied().enumerate().collect();
        // A name may be the end of a longer one.
        order.sort_by_key(|(_, file)| std::cmp::Reverse(file.len()));
        let mut text = text.to_owned();
        for (at, file) in order {
            let number = format!("[{}] record ", at + 1);
            for before in ["(", " "] {
                let named = format!("{before}{file}, record ");
                text = text.replace(&named, &format!("{before}{number}"));
            }
            if let Some(rest) = text.strip_prefix(&format!("{file}, record ")) {
                text = format!("{number}{rest}");
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_its_number_wherever_it_stands() {
        let files = Files(vec!["a.csv", "old a.csv"]);
        for (text, short) in [
            ("a.csv, record 2", "[1] record 2"),
            ("paid (a.csv, record 2-3, 7)", "paid ([1] record 2-3, 7)"),
            ("kept: old a.csv, record 2", "kept: [2] record 2"),
            ("b/a.csv, record 2", "b/a.csv, record 2"),
            ("a.csv is a file", "a.csv is a file"),
        ] {
            assert_eq!(files.short(text), short);
        }
        assert_eq!((files.number("old a.csv"), files.number("c")), ("[2]".into(), "c".into()));
    }
}
