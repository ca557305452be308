//! What memory may not hold goes to temporary files: entries sorted into runs, and runs merged.
//! It is an external merge sort, done twice: while reading, by entry number, so that the rows of
//! an entry that stand far apart meet; then by the order of the reports. So a bound on memory
//! changes no figure and no order.
//!
//! The files have no names (where the system must have one, they are deleted when they are
//! closed), only their owner can read them, and nothing of them is left however the program ends.

mod merge;
mod run;
mod sorter;

use merge::FAN_IN;
pub(super) use merge::Merge;
pub(super) use run::{Record, RunWriter, SortedRun};
pub(super) use sorter::{Sorter, add_run, merge_to_end};

use super::segment::{Cursor, Origin, put};
use crate::domain::FieldSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that entries may always take.
const LEAST_SHARE: usize = 4 << 20;

/// Where what memory may not hold goes, and how much of it memory may hold.
#[derive(Debug)]
pub struct SpillSpace {
    dir: PathBuf,
    share: usize,
    written: AtomicU64,
}

impl SpillSpace {
    /// Temporary files in `dir` for what is more than `share` bytes.
    pub fn new(dir: PathBuf, share: usize) -> SpillSpace {
        SpillSpace { dir, share, written: AtomicU64::new(0) }
    }

    /// Bytes of entries that memory may hold.
    pub(super) fn share(&self) -> usize {
        self.share
    }

    /// What of the share is left beside so many bytes that stay, or at least so much that not every
    /// batch is written out.
    pub(super) fn share_beside(&self, bytes: usize) -> usize {
        self.share.saturating_sub(bytes).max(self.share.min(LEAST_SHARE))
    }

    /// Lets so many bytes stay beside the entries.
    pub(super) fn keep_beside(&mut self, bytes: usize) {
        self.share = self.share_beside(bytes);
    }

    /// Bytes written to temporary files so far.
    pub fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    fn count(&self, bytes: usize) {
        self.written.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    fn error(&self, action: &'static str) -> impl FnOnce(std::io::Error) -> SpillError {
        let dir = self.dir.clone();
        move |error| SpillError { action, dir, error }
    }
}

/// A temporary file could not be used.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot {action} a temporary file in {}: {error}. With --max-memory, what memory may not hold \
     goes into the folder that holds the reports: {}. Nothing was written to the output directory.",
    dir.display(),
    advice(error)
)]
pub struct SpillError {
    action: &'static str,
    dir: PathBuf,
    error: std::io::Error,
}

fn advice(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, StorageFull};
    match error.kind() {
        StorageFull | QuotaExceeded | FileTooLarge => {
            "free disk space there, name another folder with --out, or allow more memory"
        }
        PermissionDenied => "check your rights there, or name another folder with --out",
        _ => "allow more memory, or name another folder with --out",
    }
}

/// Appends a segment to what is spilled of an entry. Its texts and places are those of the run of
/// the program.
pub(super) fn put_segment(payload: &mut Vec<u8>, origin: &Origin<'_>, segment: &[u8]) {
    put(payload, origin.input as u64);
    put(payload, origin.present.bits());
    put(payload, segment.len() as u64);
    payload.extend_from_slice(segment);
}

/// Hands on the segments of what was spilled of an entry, in file order.
pub(super) fn segments<'a>(payload: &'a [u8], mut hand_on: impl FnMut(&'a [u8], &Origin<'a>)) {
    let mut cursor = Cursor::new(payload);
    while !cursor.is_empty() {
        let input = usize::try_from(cursor.number()).unwrap_or(usize::MAX);
        let present = FieldSet::from_bits(cursor.number());
        let length = usize::try_from(cursor.number()).unwrap_or(usize::MAX);
        let segment = cursor.take(length);
        hand_on(segment, &Origin { input, present, ..Origin::default() });
    }
}

#[cfg(test)]
mod tests;
