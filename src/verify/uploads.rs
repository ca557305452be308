//! Upload files: their form, and which entries are in them.

use super::Unreadable;
use super::sums::{Book, Odd};
use super::table::printed;
use super::told::Verdict;
use crate::report::counted;
use std::collections::HashMap;

/// Characters of an entry number.
const NUMBER: usize = 11;

/// The upload files of a directory.
#[derive(Debug, Default)]
pub(super) struct Uploads {
    files: Vec<Upload>,
    /// Which file holds an entry; taken out as entries are seen.
    holds: HashMap<[u8; NUMBER], u32, foldhash::fast::FixedState>,
    /// What is wrong with their form, or between them and their entries.
    odd: Odd,
    entries: u64,
}

/// A file, as its index tells of it, and what its entries come to.
#[derive(Debug, Default)]
struct Upload {
    name: String,
    filer: Vec<u8>,
    importer: Vec<u8>,
    told: Sums,
    found: Sums,
    has_low: bool,
}

#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Sums {
    entries: u64,
    low: i128,
    high: i128,
    deadline: Vec<u8>,
}

/// An entry that is held against the upload files.
pub(super) struct Filed<'e> {
    pub number: &'e [u8],
    pub filer: &'e [u8],
    pub importer: &'e [u8],
    /// Lowest refund; `None` if the table of entries does not tell it.
    pub low: Option<i128>,
    /// Highest refund.
    pub high: i128,
    /// The last day on which it is taken; blank if there is none.
    pub deadline: &'e [u8],
}

impl Uploads {
    /// Reads the index of a directory and every file of it; `None` if there is none.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn read(book: &Book<'_>, dir: &str) -> Result<Option<Uploads>, Unreadable> {
        let Some(mut index) = book.table(&format!("{dir}/declarations.csv"))? else {
            return Ok(None);
        };
        let [file, filer, importer, entries, low, high, deadline] = index.columns([
            "file",
            "filer_code",
            "importer_number",
            "entries",
            "refund_low",
            "refund_high",
            "first_deadline",
        ])?;
        let mut uploads = Uploads::default();
        while index.next()? {
            let name = format!("{dir}/{}", String::from_utf8_lossy(index.cell(file)));
            let told = Sums {
                entries: index.number(entries)?,
                low: index.money(low)?,
                high: index.money(high)?,
                deadline: index.cell(deadline).to_vec(),
            };
            uploads.read_file(book, &name);
            uploads.files.push(Upload {
                name,
                filer: index.cell(filer).to_vec(),
                importer: index.cell(importer).to_vec(),
                told,
                found: Sums::default(),
                has_low: true,
            });
        }
        let indexed: std::collections::HashSet<String> =
            uploads.files.iter().map(|upload| upload.name.clone()).collect();
        let prefix = format!("{dir}/");
        for name in book.manifest.files().filter(|name| name.starts_with(&prefix)) {
            if name != format!("{dir}/declarations.csv") && !indexed.contains(name) {
                uploads.odd.note(|| format!("{name} is not in declarations.csv"));
            }
        }
        Ok(Some(uploads))
    }

    fn read_file(&mut self, book: &Book<'_>, name: &str) {
        let most = book.limits.bytes;
        let Some(bytes) = book.small(name, most) else {
            self.odd.note(|| format!("{name} cannot be read, or has more than {most} bytes"));
            return;
        };
        let place = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let rows = bytes.strip_prefix(book.limits.header.as_bytes());
        let rows = rows.and_then(|rows| rows.strip_prefix(b"\r\n"));
        let Some(rows) = rows.filter(|rows| rows.len() % (NUMBER + 2) == 0) else {
            self.odd.note(|| format!("{name} is not in the form of CBP's template"));
            return;
        };
        let most = book.limits.entries;
        if rows.len() / (NUMBER + 2) > most {
            self.odd.note(|| format!("{name} has more than {most} entries"));
        }
        for row in rows.chunks_exact(NUMBER + 2) {
            let number =
                row.strip_suffix(b"\r\n").and_then(|number| number.first_chunk::<NUMBER>());
            let Some(number) = number.filter(|n| n.iter().all(u8::is_ascii_alphanumeric)) else {
                self.odd.note(|| format!("{name} is not in the form of CBP's template"));
                return;
            };
            self.entries += 1;
            if self.holds.insert(*number, place).is_some() {
                let number = String::from_utf8_lossy(number).into_owned();
                self.odd.note(|| format!("entry {number} is in upload files more than once"));
            }
        }
    }

    /// Holds an entry against the files; `belongs` tells whether it must be in one.
    pub fn see(&mut self, entry: &Filed<'_>, belongs: bool) {
        let number = entry.number.first_chunk::<NUMBER>().filter(|_| entry.number.len() == NUMBER);
        let place = number.and_then(|number| self.holds.remove(number));
        let shown = || String::from_utf8_lossy(entry.number).into_owned();
        let file = place.and_then(|place| self.files.get_mut(place as usize));
        match (file, belongs) {
            (None, false) => {}
            (None, true) => self.odd.note(|| format!("entry {} is in no upload file", shown())),
            (Some(file), false) => {
                let name = file.name.clone();
                self.odd.note(|| format!("entry {} is in {name} and is not to be filed", shown()));
            }
            (Some(file), true) => {
                let found = &mut file.found;
                found.entries += 1;
                found.low += entry.low.unwrap_or_default();
                file.has_low = entry.low.is_some();
                found.high += entry.high;
                let is_first = found.deadline.is_empty() || *entry.deadline < *found.deadline;
                if !entry.deadline.is_empty() && is_first {
                    found.deadline = entry.deadline.to_vec();
                }
                let is_others = !file.filer.is_empty() && file.filer != entry.filer
                    || !file.importer.is_empty() && file.importer != entry.importer;
                if is_others {
                    let name = file.name.clone();
                    self.odd
                        .note(|| format!("entry {} is of another account than {name}", shown()));
                }
            }
        }
    }

    /// Notes what was found.
    pub fn end(mut self, book: &mut Book<'_>, what: &str) {
        let mut left: Vec<&[u8; NUMBER]> = self.holds.keys().collect();
        left.sort();
        for number in left {
            let number = String::from_utf8_lossy(number).into_owned();
            self.odd.note(|| format!("entry {number} is in an upload file and in no table"));
        }
        for Upload { name, told, found, has_low, .. } in &self.files {
            let low = if *has_low { found.low } else { told.low };
            if *told != (Sums { low, ..found.clone() }) {
                self.odd.note(|| {
                    format!(
                        "{name}: its index has {} entries of {} to {}, and its entries are {} of {} \
                         to {}",
                        told.entries,
                        printed(told.low),
                        printed(told.high),
                        found.entries,
                        printed(low),
                        printed(found.high)
                    )
                });
            }
        }
        match self.odd.all {
            0 => {
                let entries = counted(self.entries, "entry", "entries");
                let files = counted(self.files.len() as u64, "file", "files");
                let detail = format!("{entries} in {files}");
                book.tell(what, Verdict::Closes, detail);
            }
            _ => book.one_by_one(what, self.entries, &self.odd),
        }
    }
}
