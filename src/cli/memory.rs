//! `--max-memory`: how much, and how much of it the entries may take.
//!
//! Counted are the entries and the distinct texts they hold (importers, names, unreadable cells);
//! texts cannot be spilled, so entries give way to them. Not bounded is what the entries come to: 70
//! bytes a payment group, 14 bytes an entry to declare, about 20 bytes an entry in all. It grows when
//! entries are no longer held, and takes their place.
//!
//! Of what is packed, the text that decoders hold ahead of the reading is bounded and counted: a
//! sixteenth of the size, and only one decoder works below 512M. Not bounded are the shared texts of
//! a workbook, which its cells point to and which are held as long as it is read: at most 512 MiB of
//! the file for each workbook that is read at the time.

use super::exit::Usage;
use crate::intake::decode::ReadAhead;

/// What the program takes besides the entries: itself, and what each thread reads and writes.
const BESIDES: u64 = 36 << 20;
const BESIDES_A_THREAD: u64 = 3 << 20;
/// What a decoder takes besides the text it holds ahead.
const BESIDES_A_DECODER: u64 = 4 << 20;
/// The least that entries may take: with less, most of the time would go into temporary files.
const LEAST_SHARE: u64 = 4 << 20;

/// Reads a size: bytes, or a whole number with `K`, `M`, `G` or `T` (of 1024 each).
pub(super) fn read(text: &str) -> Result<u64, Usage> {
    let expected = "a whole number with K, M, G or T is needed, such as 512M (1536M for 1.5G)";
    let wrong = || Usage(format!("--max-memory {text}: {expected}"));
    let upper = text.trim().to_ascii_uppercase();
    let without_b = upper.strip_suffix("IB").or(upper.strip_suffix('B')).unwrap_or(&upper);
    let units = ["K", "M", "G", "T"];
    let unit = units.iter().position(|unit| without_b.ends_with(unit));
    let number = without_b.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if without_b.len() - number.len() != usize::from(unit.is_some()) {
        return Err(wrong());
    }
    let number = number.trim_end();
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let factor = 1u64 << unit.map_or(0, |at| 10 * (at + 1));
    number.parse::<u64>().ok().and_then(|n| n.checked_mul(factor)).ok_or_else(wrong)
}

/// How far decoders may be ahead of the reading.
pub(super) fn read_ahead(size: Option<u64>) -> ReadAhead {
    let usual = ReadAhead::default();
    let Some(size) = size else { return usual };
    let all = usize::try_from(size / 16).unwrap_or(usize::MAX);
    let bytes = all.clamp(1 << 20, usual.bytes);
    ReadAhead { decoders: (all / usual.bytes).max(1), bytes }
}

/// Bytes of entries that memory may hold; all there is without the option. So many of the inputs are
/// `packed`.
///
/// # Errors
/// So many threads do not run in so little.
pub(super) fn ledger_share(
    size: Option<u64>,
    threads: usize,
    packed: usize,
) -> Result<usize, Usage> {
    let ahead = read_ahead(size);
    let decoders = ahead.decoders.min(threads).min(packed) as u64;
    let Some(size) = size else { return Ok(usize::MAX) };
    let besides = |threads: u64| BESIDES + BESIDES_A_THREAD * threads;
    let threads = threads as u64;
    let share = size.checked_sub(besides(threads)).filter(|share| *share >= LEAST_SHARE);
    let Some(share) = share else {
        let least = |threads| (besides(threads) + LEAST_SHARE) >> 20;
        return Err(Usage(format!(
            "--max-memory: the least is {}M for {threads} threads and {}M with --jobs 1; leave the \
             option out for no bound",
            least(threads),
            least(1)
        )));
    };
    let decoding = decoders.saturating_mul(ahead.bytes as u64 + BESIDES_A_DECODER);
    let share = share.saturating_sub(decoding).max(LEAST_SHARE);
    Ok(usize::try_from(share).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_as_people_write_them() {
        for (text, size) in [
            ("67108864", 64 << 20),
            ("512M", 512 << 20),
            ("512 mb", 512 << 20),
            ("1GiB", 1 << 30),
            ("2g", 2 << 30),
            ("70000k", 70_000 << 10),
        ] {
            assert_eq!(read(text).ok(), Some(size), "{text}");
        }
        for text in ["", "M", "1.5G", "-1G", "512X", "5MG", "99999999999T", "half", "+64M"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn more_memory_is_more_for_entries_and_more_threads_are_less() {
        let share = |size: u64, threads| ledger_share(Some(size << 20), threads, 0).ok();
        assert_eq!(share(43, 1), Some(4 << 20));
        assert_eq!((share(42, 1), share(64, 64)), (None, None));
        assert!(share(1 << 10, 2) > Some(900 << 20));
        assert_eq!(ledger_share(None, 64, 9).ok(), Some(usize::MAX));
    }

    #[test]
    fn decoders_are_fewer_in_less_memory_and_entries_give_way_to_them() {
        let ahead = |size: u64| {
            let ahead = read_ahead(Some(size << 20));
            (ahead.decoders, ahead.bytes >> 20)
        };
        assert_eq!(read_ahead(None), ReadAhead::default());
        assert_eq!((ahead(8), ahead(64), ahead(511)), ((1, 1), (1, 4), (1, 16)));
        assert_eq!((ahead(512), ahead(2048)), ((2, 16), (8, 16)));
        let share = |size: u64, packed| ledger_share(Some(size << 20), 2, packed).ok();
        assert_eq!(share(512, 0).zip(share(512, 9)).map(|(a, b)| a - b), Some(40 << 20));
        assert_eq!(share(512, 0).zip(share(512, 1)).map(|(a, b)| a - b), Some(20 << 20));
        assert_eq!(share(46, 9), Some(4 << 20), "the least is the same");
    }
}
