//! `--max-memory`: how much, and how much of it the entries may take.
//!
//! What is not bounded by it is what the entries come to: 70 bytes a payment group and 14 bytes an
//! entry to declare, about 20 bytes an entry in all. It grows when entries are no longer held, and
//! takes their place.

use super::exit::Usage;

/// With less the program could not read at all.
const LEAST: u64 = 64 << 20;
/// What the program takes besides the entries: itself, and what each thread reads and writes.
const BESIDES: u64 = 56 << 20;
const BESIDES_A_THREAD: u64 = 8 << 20;
/// Entries that are always held: with less, most of the time would go into temporary files.
const LEAST_SHARE: u64 = 4 << 20;

/// Reads a size: bytes, or a number with `K`, `M`, `G` or `T` (of 1024 each).
pub(super) fn read(text: &str) -> Result<u64, Usage> {
    let expected = "a size is needed, such as 512M or 2G";
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
    let size = number.parse::<u64>().ok().and_then(|n| n.checked_mul(factor)).ok_or_else(wrong)?;
    if size < LEAST {
        return Err(Usage(format!("--max-memory {text}: the least is {}M", LEAST >> 20)));
    }
    Ok(size)
}

/// Bytes of entries that memory may hold; all there is without the option.
pub(super) fn ledger_share(size: Option<u64>, threads: usize) -> usize {
    let Some(size) = size else { return usize::MAX };
    let besides = BESIDES + BESIDES_A_THREAD * threads as u64;
    usize::try_from(size.saturating_sub(besides).max(LEAST_SHARE)).unwrap_or(usize::MAX)
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
        for text in ["", "M", "1.5G", "-1G", "512X", "5MG", "99999999999T", "half", "63M", "1000"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn more_memory_is_more_for_entries() {
        assert_eq!(ledger_share(Some(LEAST), 64), LEAST_SHARE as usize);
        assert!(ledger_share(Some(1 << 30), 2) > 900 << 20);
    }
}
