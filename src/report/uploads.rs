//! CAPE upload files, as CBP's template wants them (`cape-rules:S1`): one column `Entry Number`, 11
//! characters, CRLF, no byte order mark, never over the cap; and the index beside them.

use super::cell::RowWriter;
use super::{OutputError, Staging};
use crate::domain::{Cents, Day, EntryNumber};
use crate::rulebook::UploadLimits;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};

/// Accounts whose files are made and written at once.
const WRITTEN_AT_ONCE: usize = 1024;

/// What all entries of one file share; empty where the route lets them differ.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Account<'a> {
    /// Filer code; empty on the account of an importer.
    pub(super) filer_code: &'a str,
    /// Importer of record; empty on the account of a broker.
    pub(super) importer: &'a str,
}

/// An entry that goes into an upload file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Upload<K> {
    /// Stands for its number.
    pub(super) key: K,
    /// Last day on which CAPE takes it; `None` if not liquidated.
    pub(super) deadline: Option<Day>,
    /// Lowest refund.
    pub(super) refund_low: Cents,
    /// Highest refund.
    pub(super) refund_high: Cents,
}

/// Where the entries of upload files come from.
pub(super) trait Uploads: Sync {
    /// Stands for the number of an entry.
    type Key: Copy + Send;
    /// Stands for some entries of an account.
    type Part: Sync;

    /// The entries of a part.
    fn entries(&self, part: &Self::Part) -> impl Iterator<Item = Upload<Self::Key>>;
    /// Sorts entries as their numbers sort.
    fn by_number(&self, a: Self::Key, b: Self::Key) -> Ordering;
    /// The number of an entry.
    fn number(&self, key: Self::Key) -> EntryNumber;
}

/// Writes the upload files of these accounts into a directory of the report, and their index,
/// `declarations.csv`.
///
/// # Errors
/// A file cannot be written.
pub(super) fn write<U: Uploads>(
    uploads: &U,
    limits: &UploadLimits,
    dir: &str,
    accounts: BTreeMap<Account<'_>, Vec<U::Part>>,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    let mut names = HashSet::new();
    let named = accounts
        .into_iter()
        .map(|(account, parts)| (account.file_stem(&mut names), account, parts));
    // A national broker has tens of thousands of importers, and each has a file.
    let named: Vec<_> = named.collect();
    let mut index = staging.create(&format!("{dir}/declarations.csv"))?;
    index.write(
        b"file,filer_code,importer_number,entries,refund_low,refund_high,first_deadline\n",
    )?;
    // So many at once that all threads have work, and so few that memory is bounded.
    for some in named.chunks(WRITTEN_AT_ONCE) {
        let files: Vec<Vec<File>> = some
            .par_iter()
            .map(|(stem, account, parts)| files(uploads, limits, dir, stem, account, parts))
            .collect();
        for file in files.iter().flatten() {
            index.write(&file.index_row)?;
        }
        let files = files.into_iter().flatten().map(|file| (file.name, file.content));
        staging.write_all(files.collect())?;
    }
    staging.close(index)
}

/// An upload file.
struct File {
    name: String,
    content: Vec<u8>,
    index_row: Vec<u8>,
}

/// The upload files of an account: nearest deadline first, filled to the cap.
fn files<U: Uploads>(
    uploads: &U,
    limits: &UploadLimits,
    dir: &str,
    stem: &str,
    account: &Account<'_>,
    parts: &[U::Part],
) -> Vec<File> {
    let mut entries: Vec<Upload<U::Key>> =
        parts.iter().flat_map(|part| uploads.entries(part)).collect();
    let due = |entry: &Upload<U::Key>| (entry.deadline.is_none(), entry.deadline);
    entries.sort_by(|a, b| due(a).cmp(&due(b)).then_with(|| uploads.by_number(a.key, b.key)));
    let files = entries.chunks(limits.entries.max(1)).enumerate().map(|(at, some)| {
        let mut content = Vec::with_capacity(limits.header.len() + 2 + 13 * some.len());
        content.extend_from_slice(limits.header.as_bytes());
        content.extend_from_slice(b"\r\n");
        for entry in some {
            content.extend_from_slice(uploads.number(entry.key).as_str().as_bytes());
            content.extend_from_slice(b"\r\n");
        }
        let file = format!("{stem}-{:03}.csv", at + 1);
        File { index_row: index_row(&file, account, some), content, name: format!("{dir}/{file}") }
    });
    files.collect()
}

impl Account<'_> {
    /// A file name of plain letters and digits whatever the data holds, different for each
    /// account even where systems ignore case.
    fn file_stem(&self, names: &mut HashSet<String>) -> String {
        let plain = |text: &str| -> String {
            text.chars().filter(char::is_ascii_alphanumeric).take(20).collect()
        };
        // An importer number can be a social security number, which has no place in a file name.
        let importer = match is_social_security_number(self.importer) {
            true => "individual".to_string(),
            false => plain(self.importer),
        };
        let parts: Vec<String> = ["cape".to_string(), plain(self.filer_code), importer]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let mut stem = parts.join("-");
        let mut copies = 1;
        while !names.insert(stem.to_lowercase()) {
            copies += 1;
            stem = format!("{}-account{copies}", parts.join("-"));
        }
        stem
    }
}

/// `NNN-NN-NNNN`, as CBP writes them (CBP Form 5106).
fn is_social_security_number(importer: &str) -> bool {
    let parts: Vec<&str> = importer.split('-').collect();
    parts.iter().map(|part| part.len()).eq([3, 2, 4])
        && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
}

fn index_row<K>(file: &str, account: &Account<'_>, entries: &[Upload<K>]) -> Vec<u8> {
    let sum = |amount: fn(&Upload<K>) -> i64| -> i128 {
        entries.iter().map(|entry| i128::from(amount(entry))).sum()
    };
    let first: Option<Day> = entries.iter().filter_map(|entry| entry.deadline).min();
    let mut out = Vec::new();
    RowWriter::new(&mut out)
        .text(file)
        .text(account.filer_code)
        .text(account.importer)
        .number(entries.len() as u64)
        .wide_cents(sum(|entry| entry.refund_low.0))
        .wide_cents(sum(|entry| entry.refund_high.0))
        .day(first)
        .end();
    out
}
