//! The rows of later pulls put together, and what each pull shows of an entry.

use super::pull::{IEEPA, PullBatch, PulledRow};
use crate::domain::{Cents, Day};
use crate::earlier::EntryId;
use crate::track::{EntryRef, LaterPull, Place, PullDoubts, RowBins, Unreadable};
use std::collections::{BTreeMap, BTreeSet};

/// The rows of all pulls. Files that were made on the same day are one pull, and so are those that do
/// not say when: they may be slices. Those can be pulls of different months too, so what they show
/// of one entry is compared file by file.
#[derive(Default)]
pub(super) struct Pulls(BTreeMap<Option<Day>, Pull>);

#[derive(Default)]
struct Pull {
    /// The rows of each file.
    files: BTreeMap<u32, FileRows>,
    /// The first row of each entry.
    first: Vec<Option<Place>>,
    /// First rows of entries in other files than that; an entry may be there several times.
    elsewhere: Vec<(EntryId, Place)>,
    doubtful: Vec<EntryId>,
}

#[derive(Default)]
struct FileRows {
    rows: Vec<PulledRow>,
    any_ieepa: bool,
}

impl Pulls {
    /// Takes in a batch of a file, which was made on a day; `place` gives the place of a row of it.
    pub fn take(
        &mut self,
        (made_on, file): (Option<Day>, u32),
        entries: usize,
        batch: PullBatch,
        place: impl Fn(u64) -> Place,
        bins: &mut RowBins,
        unreadable: &mut Vec<Unreadable>,
    ) {
        let pull = self.0.entry(made_on).or_default();
        if pull.first.len() < entries {
            pull.first.resize(entries, None);
        }
        let of_file = pull.files.entry(file).or_default();
        of_file.rows.extend_from_slice(&batch.rows);
        of_file.any_ieepa |= batch.any_ieepa;
        for (entry, row) in batch.first {
            let Some(first) = pull.first.get_mut(entry.index()) else { continue };
            let here = place(row);
            let before = *first.get_or_insert(here);
            *first = Some(before.min(here));
            if before.file != here.file {
                pull.elsewhere.push((entry, before.max(here)));
            }
        }
        pull.doubtful.extend(batch.doubtful);
        unreadable.extend(batch.unreadable.into_iter().map(|(row, entry, reason)| Unreadable {
            place: place(row),
            entry: entry.map(EntryRef::Known),
            // It tells of no filing.
            hides: false,
            reason,
        }));
        let more = batch.bins;
        bins.read += more.read;
        bins.blank += more.blank;
        bins.unreadable += more.unreadable;
        bins.stranger += more.stranger;
        bins.other += more.other;
        bins.used += more.used;
    }

    /// What each pull shows of each entry in it, and what keeps it from being a proof. An entry of
    /// which a row could not be read has lost no IEEPA rows by that pull: it is left out unless
    /// others of them stand there.
    pub fn end(self) -> (Vec<LaterPull>, PullDoubts) {
        let (mut shown, mut doubts) = (Vec::new(), PullDoubts::default());
        let mut dates: BTreeMap<u32, Option<Day>> = BTreeMap::new();
        for (made_on, mut pull) in self.0 {
            dates.extend(pull.files.keys().map(|file| (*file, made_on)));
            let of_pull = pull.files.values().any(|of_file| of_file.any_ieepa);
            for (file, of_file) in &pull.files {
                // Those of one day are one pull. Of others each may be one of its own.
                let any = if made_on.is_some() { of_pull } else { of_file.any_ieepa };
                if !any {
                    doubts.without_ieepa.insert(*file);
                }
            }
            let mut apart = BTreeSet::new();
            if made_on.is_none() {
                doubts.undated.extend(pull.files.keys());
                apart = pull.show_apart(&mut shown, &mut doubts.shared);
            }
            pull.show(&apart, &mut shown);
        }
        doubts.undecided = undecided(&shown, &dates, &doubts.without_ieepa);
        (shown, doubts)
    }
}

impl Pull {
    /// Shows the entries of which one file has IEEPA rows and another has none, once for each file.
    /// `shared` counts those that are in several files.
    fn show_apart(&mut self, shown: &mut Vec<LaterPull>, shared: &mut u64) -> BTreeSet<EntryId> {
        let mut apart = BTreeSet::new();
        if self.elsewhere.is_empty() {
            return apart;
        }
        self.elsewhere.sort_unstable();
        self.doubtful.sort_unstable();
        self.files.values_mut().for_each(|of_file| of_file.rows.sort_unstable());
        for others in self.elsewhere.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((entry, _)) = others.first().copied() else { continue };
            *shared += 1;
            let first = self.first.get(entry.index()).copied().flatten();
            let mut places: BTreeMap<u32, Place> = BTreeMap::new();
            for place in first.into_iter().chain(others.iter().map(|(_, place)| *place)) {
                let known = places.entry(place.file).or_insert(place);
                *known = place.min(*known);
            }
            let rows_of = |place: Place| {
                let rows = self.files.get(&place.file).map_or(&[][..], |of_file| &of_file.rows);
                let start = rows.partition_point(|row| row.entry < entry);
                let end = rows.partition_point(|row| row.entry <= entry);
                Sums::of(rows.get(start..end).unwrap_or_default()).shown(entry, place)
            };
            let by_file: Vec<LaterPull> = places.into_values().map(rows_of).collect();
            let has = |pull: &LaterPull| pull.ieepa_rows > 0;
            if by_file.iter().any(has) && !by_file.iter().all(has) {
                apart.insert(entry);
                let is_doubtful = self.doubtful.binary_search(&entry).is_ok();
                shown.extend(by_file.into_iter().filter(|pull| has(pull) || !is_doubtful));
            }
        }
        apart
    }

    /// Shows all other entries.
    fn show(mut self, apart: &BTreeSet<EntryId>, shown: &mut Vec<LaterPull>) {
        let mut all: Vec<PulledRow> = Vec::new();
        for of_file in self.files.into_values() {
            // Nearly always there is but one.
            if all.is_empty() { all = of_file.rows } else { all.extend(of_file.rows) }
        }
        all.sort_unstable();
        self.doubtful.sort_unstable();
        for rows in all.chunk_by(|a, b| a.entry == b.entry) {
            let Some(entry) = rows.first().map(|row| row.entry) else { continue };
            let place = self.first.get(entry.index()).copied().flatten();
            let Some(place) = place.filter(|_| !apart.contains(&entry)) else { continue };
            let sums = Sums::of(rows);
            if sums.ieepa_rows > 0 || self.doubtful.binary_search(&entry).is_err() {
                shown.push(sums.shown(entry, place));
            }
        }
    }
}

/// How many entries have their IEEPA rows in one pull and not in another, with nothing to tell which
/// of the two is the newer.
fn undecided(
    shown: &[LaterPull],
    dates: &BTreeMap<u32, Option<Day>>,
    without_ieepa: &BTreeSet<u32>,
) -> u64 {
    if !dates.values().any(Option::is_none) {
        return 0;
    }
    let mut pulls: Vec<(EntryId, bool, bool)> = shown
        .iter()
        .filter(|pull| pull.ieepa_rows > 0 || !without_ieepa.contains(&pull.place.file))
        .map(|pull| {
            let is_dated = dates.get(&pull.place.file).is_some_and(Option::is_some);
            (pull.entry, pull.ieepa_rows > 0, is_dated)
        })
        .collect();
    pulls.sort_unstable();
    let open = pulls.chunk_by(|(a, ..), (b, ..)| a == b).filter(|pulls| {
        let both = [true, false].iter().all(|has| pulls.iter().any(|(_, rows, _)| rows == has));
        both && pulls.iter().any(|(.., is_dated)| !is_dated)
    });
    open.count() as u64
}

/// Only rows with a line number and an ordinal can be told to be copies.
fn is_copy(a: &PulledRow, b: &PulledRow) -> bool {
    a.line.is_some()
        && a.ordinal.is_some()
        && (a.line, a.ordinal, a.heading) == (b.line, b.ordinal, b.heading)
}

#[derive(Default)]
struct Sums {
    ieepa_rows: u32,
    ieepa_duty: i128,
    other_duty: i128,
}

impl Sums {
    /// The sums of the sorted rows of one entry, each copy once.
    fn of(rows: &[PulledRow]) -> Sums {
        let mut sums = Sums::default();
        for copies in rows.chunk_by(is_copy) {
            copies.iter().take(1).for_each(|row| sums.add(row));
        }
        sums
    }

    fn add(&mut self, row: &PulledRow) {
        let duty = i128::from(row.duty.0);
        match row.heading & IEEPA {
            0 => self.other_duty += duty,
            _ => {
                self.ieepa_rows = self.ieepa_rows.saturating_add(1);
                self.ieepa_duty += duty;
            }
        }
    }

    fn shown(&self, entry: EntryId, place: Place) -> LaterPull {
        // No entry comes near the limits of a sum; damage does, and is no figure anyway.
        let cents = |sum: i128| {
            Cents(i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX }))
        };
        LaterPull {
            entry,
            ieepa_rows: self.ieepa_rows,
            ieepa_duty: cents(self.ieepa_duty),
            other_duty: cents(self.other_duty),
            place,
        }
    }
}
