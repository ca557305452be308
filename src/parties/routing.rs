//! Routing numbers of banks: checked, never kept.

/// Whether nine digits pass the checksum of the American Bankers Association: the digits, weighted
/// 3, 7, 1 in turn, add up to a multiple of ten.
pub(super) fn passes_checksum(number: &str) -> bool {
    const WEIGHTS: [u32; 3] = [3, 7, 1];
    let digits: Option<Vec<u32>> = number.chars().map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 9) else {
        return false;
    };
    let sum: u32 = digits.iter().zip(WEIGHTS.iter().cycle()).map(|(d, weight)| d * weight).sum();
    sum > 0 && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::passes_checksum;

    #[test]
    fn the_checksum_finds_a_changed_or_a_swapped_digit() {
        // Invented: no bank begins with 99.
        assert!(passes_checksum("990000042"));
        for bad in ["990000043", "909000042", "99000042", "9900000420", "99000004x", "000000000"] {
            assert!(!passes_checksum(bad), "{bad}");
        }
    }
}
