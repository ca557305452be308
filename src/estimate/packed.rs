//! Sums in as many bytes as they need: seven bits a byte, the lowest first.

/// Appends sums.
pub(super) fn pack(sums: &[i128], out: &mut Vec<u8>) {
    for sum in sums {
        let mut rest = (sum << 1 ^ sum >> 127) as u128;
        while rest >= 0x80 {
            out.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    }
}

/// Takes so many sums from the start of `bytes`.
pub(super) fn unpack<const N: usize>(bytes: &mut &[u8]) -> [i128; N] {
    std::array::from_fn(|_| {
        let mut sum: u128 = 0;
        for shift in (0..128).step_by(7) {
            let Some((byte, rest)) = bytes.split_first() else {
                break;
            };
            *bytes = rest;
            sum |= u128::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                break;
            }
        }
        (sum >> 1) as i128 ^ -((sum & 1) as i128)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_come_back() {
        let sums = [0, 1, -1, 63, 64, -12_345_678_901, i128::MAX, i128::MIN];
        let mut bytes = Vec::new();
        pack(&sums, &mut bytes);
        assert_eq!(unpack::<8>(&mut &bytes[..]), sums);
        assert_eq!(unpack::<2>(&mut &[][..]), [0, 0]);
    }
}
