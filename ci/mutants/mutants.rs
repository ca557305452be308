//! Which change of the code is switched on; only in the copy that the mutation test builds.
//!
//! `CODE_MUTANT` holds the number of the change (0: none), for this process and all it starts.
//! `CODE_MUTANTS_REACHED` names a file: each change that is come by is written there once.

use std::io::Write;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

const UNREAD: u32 = u32::MAX;
const RECORDING: u32 = u32::MAX - 1;

static CHANGE: AtomicU32 = AtomicU32::new(UNREAD);
static REACHED: [AtomicU64; 256] = [const { AtomicU64::new(0) }; 256];

/// Whether the change of this number is switched on.
#[inline]
pub fn on(number: u32) -> bool {
    let change = CHANGE.load(Relaxed);
    if change < RECORDING { change == number } else { seldom(number) }
}

#[cold]
fn seldom(number: u32) -> bool {
    if CHANGE.load(Relaxed) == UNREAD {
        let recording = std::env::var_os("CODE_MUTANTS_REACHED").is_some();
        let change = std::env::var("CODE_MUTANT").ok().and_then(|it| it.parse().ok()).unwrap_or(0);
        CHANGE.store(if recording { RECORDING } else { change }, Relaxed);
        return on(number);
    }
    let bit = 1_u64 << (number % 64);
    let Some(word) = REACHED.get(number as usize / 64) else { return false };
    if word.fetch_or(bit, Relaxed) & bit == 0
        && let Some(path) = std::env::var_os("CODE_MUTANTS_REACHED")
        && let Ok(mut file) = std::fs::OpenOptions::new().create(true).append(true).open(path)
    {
        // One write, so that processes side by side do not mix.
        let _ = file.write_all(format!("{number}\n").as_bytes());
    }
    false
}

/// One of two iterators, where a function says only `impl Iterator`.
pub enum Way<L, R> {
    /// The replacement.
    Left(L),
    /// What is in the code.
    Right(R),
}

impl<L: Iterator, R: Iterator<Item = L::Item>> Iterator for Way<L, R> {
    type Item = L::Item;
    fn next(&mut self) -> Option<L::Item> {
        match self {
            Way::Left(it) => it.next(),
            Way::Right(it) => it.next(),
        }
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Way::Left(it) => it.size_hint(),
            Way::Right(it) => it.size_hint(),
        }
    }
}

impl<L, R> DoubleEndedIterator for Way<L, R>
where
    L: DoubleEndedIterator,
    R: DoubleEndedIterator<Item = L::Item>,
{
    fn next_back(&mut self) -> Option<L::Item> {
        match self {
            Way::Left(it) => it.next_back(),
            Way::Right(it) => it.next_back(),
        }
    }
}

impl<L: ExactSizeIterator, R: ExactSizeIterator<Item = L::Item>> ExactSizeIterator for Way<L, R> {}
