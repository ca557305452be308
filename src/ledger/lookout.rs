//! Looking out for the rows of some entries while all rows are read: every one of them, with its
//! bin and its cells as they stand in the file.

use super::Place;
use super::batch::{FirstBin, SeenRow};
use crate::domain::{EntryNumber, Field, text_of};
use std::collections::BTreeSet;

/// The entries whose rows are wanted.
#[derive(Debug, Clone)]
pub enum Lookout {
    /// All of them.
    All,
    /// These. Of a single one the numbers that differ from it in one character are noted too.
    Of(BTreeSet<EntryNumber>),
}

/// A row of an entry that is looked out for.
#[derive(Debug, Clone)]
pub struct Sighting {
    /// Its entry.
    pub entry: EntryNumber,
    /// Where it stands. Until it is taken in, its record counts from the start of its chunk.
    pub place: Place,
    /// Where it was put.
    pub bin: FirstBin,
    /// Why it was rejected; empty if it was not.
    pub reason: String,
    /// The columns that its file has.
    pub present: crate::domain::FieldSet,
    /// Its cells that are not blank.
    cells: Vec<(Field, String)>,
}

impl Sighting {
    /// A cell as it stands in the file, without blanks around it.
    pub fn cell(&self, field: Field) -> &str {
        self.cells.iter().find(|(of, _)| *of == field).map_or("", |(_, text)| text)
    }
}

/// What was seen.
#[derive(Debug, Clone, Default)]
pub struct Sightings {
    /// The rows, in the order of the inputs.
    pub rows: Vec<Sighting>,
    /// Numbers that differ from the one wanted in one character.
    pub near: BTreeSet<EntryNumber>,
    /// The entry of the last row, and whether it is wanted.
    last: Option<(EntryNumber, bool)>,
}

/// So many near numbers are named at most.
const NEAR: usize = 8;

impl Lookout {
    /// Notes a row of an input if its entry is wanted.
    pub fn see(&self, input: usize, seen: &SeenRow<'_>, sightings: &mut Sightings) {
        let Some(entry) = seen.entry else { return };
        let known = sightings.last.as_ref().filter(|(last, _)| last == entry);
        let wanted = match known {
            Some((_, wanted)) => *wanted,
            None => {
                let wanted = self.wants(entry);
                if !wanted && self.is_near(entry) && sightings.near.len() < NEAR {
                    sightings.near.insert(entry.clone());
                }
                sightings.last = Some((entry.clone(), wanted));
                wanted
            }
        };
        if !wanted {
            return;
        }
        let present = seen.row.layout().present();
        let cells = present.iter().map(|field| (field, text_of(seen.row.text(field)).into_owned()));
        sightings.rows.push(Sighting {
            entry: entry.clone(),
            place: Place::new(input, seen.number),
            bin: seen.bin,
            reason: seen.reason.to_owned(),
            present,
            cells: cells.filter(|(_, text)| !text.is_empty()).collect(),
        });
    }

    fn wants(&self, entry: &EntryNumber) -> bool {
        match self {
            Lookout::All => true,
            Lookout::Of(wanted) => wanted.contains(entry),
        }
    }

    fn is_near(&self, entry: &EntryNumber) -> bool {
        match self {
            Lookout::Of(wanted) if wanted.len() == 1 => wanted.iter().any(|wanted| {
                let (a, b) = (wanted.as_str().as_bytes(), entry.as_str().as_bytes());
                a.len() == b.len() && a.iter().zip(b).filter(|(a, b)| a != b).count() == 1
            }),
            _ => false,
        }
    }
}

impl Sightings {
    /// Puts the rows of each entry together, in the order of the inputs.
    pub fn sort(&mut self) {
        self.rows.sort_by(|a, b| a.entry.cmp(&b.entry));
    }

    /// The rows of an entry, once they are sorted.
    pub fn of(&self, entry: &EntryNumber) -> &[Sighting] {
        let start = self.rows.partition_point(|row| row.entry < *entry);
        let end = self.rows.partition_point(|row| row.entry <= *entry);
        self.rows.get(start..end).unwrap_or_default()
    }

    /// Takes in what was seen in the next chunk, in file order; `record` gives the record number of
    /// a row of that chunk.
    pub fn take(&mut self, chunk: Sightings, record: impl Fn(u64) -> u64) {
        self.rows.extend(chunk.rows.into_iter().map(|mut row| {
            row.place = Place::new(row.place.input(), record(row.place.record()));
            row
        }));
        let room = NEAR.saturating_sub(self.near.len());
        self.near.extend(chunk.near.into_iter().take(room));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::BatchReader;
    use crate::ledger::batch::tests::{RULES, batch_of, entry, export};
    use std::sync::Mutex;

    /// What is seen of an export that has a row of each of these entries.
    fn seen(lookout: &Lookout, entries: &[String]) -> Sightings {
        let header = "entry_number,hts,row_duty,entry_date,importer_number";
        let lines = entries.iter().map(|e| format!("{e},99030125,1.00,05/20/2025,98-765432100"));
        let lines: Vec<String> = lines.collect();
        let export = export(header, &lines.iter().map(String::as_str).collect::<Vec<_>>());
        let sightings = Mutex::new(Sightings::default());
        batch_of(&BatchReader::new(&RULES), &export, |row| {
            lookout.see(0, row, &mut sightings.lock().unwrap());
        });
        sightings.into_inner().unwrap()
    }

    fn of(wanted: &[&str]) -> Lookout {
        Lookout::Of(wanted.iter().map(|wanted| entry(wanted)).collect())
    }

    #[test]
    fn the_rows_of_an_entry_stand_together_once_sorted() {
        let (a, b) = ("9Q910000029", "9Q910000011");
        let other = "9Q910000037";
        let mut seen = seen(&of(&[a, b]), &[a, b, other, a, b, a].map(str::to_owned));
        seen.sort();
        let records = |number| {
            let of = seen.of(&entry(number));
            of.iter().map(|row| row.place.record()).collect::<Vec<u64>>()
        };
        assert_eq!([a, b, other].map(records), [vec![1, 4, 6], vec![2, 5], vec![]]);
        assert_eq!(seen.of(&entry(a))[0].cell(Field::RowDuty), "1.00");
    }

    #[test]
    fn of_numbers_like_the_one_wanted_eight_are_named() {
        let wanted = "9Q910000011";
        let like = |last: usize| format!("9Q91000001{last}");
        let far = ["9Q910000029".to_owned(), "9Q91000001".to_owned()];
        let numbers = |count: usize| {
            let like = [2, 3, 4, 5, 6, 7, 8, 9, 0].into_iter().take(count).map(like);
            let near = seen(&of(&[wanted]), &far.iter().cloned().chain(like).collect::<Vec<_>>());
            assert!(near.rows.is_empty());
            near.near.len()
        };
        assert_eq!([0, 7, 8, 9].map(numbers), [0, 7, 8, 8]);
    }

    #[test]
    fn of_several_entries_wanted_no_number_is_near() {
        let several = of(&["9Q910000011", "9Q910000029"]);
        for lookout in [several, Lookout::All] {
            assert!(seen(&lookout, &["9Q910000012".to_owned()]).near.is_empty());
        }
    }
}
