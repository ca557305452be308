//! Letters and digits permuted within their kind, and keyed digests.

use super::Key;
use aes::Aes256;
use fpe::ff1::{FF1, FlexibleNumeralString};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// From the number to its pseudonym, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Mask,
    Unmask,
}

/// FF1 wants a million possible texts at least (NIST SP 800-38G, revision 1).
const FEWEST_DIGITS: usize = 6;
const FEWEST_LETTERS: usize = 5;

/// Signs that are permuted at once; no number of CBP is nearly as long.
const LONGEST: usize = 200;

/// Without the letters that look like digits.
const TAG_SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Fifty bits: among a hundred thousand texts two have one tag once in two hundred thousand keys.
const TAG_LENGTH: usize = 10;

pub(super) struct Signs {
    digits: Option<FF1<Aes256>>,
    letters: Option<FF1<Aes256>>,
    secret: [u8; 32],
}

impl Signs {
    pub(super) fn new(key: &Key) -> Signs {
        let derived = |purpose: &str| digest(key.bytes(), &[purpose.as_bytes()]);
        let cipher = derived("ff1");
        Signs {
            digits: FF1::new(&cipher, 10).ok(),
            letters: FF1::new(&cipher, 26).ok(),
            secret: derived("digests"),
        }
    }

    /// Letters for letters and digits for digits in a text that holds nothing else. The tweak keeps
    /// apart what is permuted apart.
    pub(super) fn turned(&self, tweak: &str, text: &str, direction: Direction) -> String {
        let form: String =
            text.chars().map(|c| if c.is_ascii_digit() { '0' } else { 'A' }).collect();
        let tweak = format!("{tweak} {form}");
        let of = |is_digit: bool, zero: u8| -> Vec<u16> {
            let bytes = text.bytes().filter(|byte| byte.is_ascii_digit() == is_digit);
            bytes.map(|byte| u16::from(byte.to_ascii_uppercase().saturating_sub(zero))).collect()
        };
        let digits = of(true, b'0');
        let turned_digits = self.permuted(&tweak, 10, digits.clone(), direction);
        let real = if direction == Direction::Mask { &digits } else { &turned_digits };
        let tweak = format!("{tweak} {real:?}");
        let letters = self.permuted(&tweak, 26, of(false, b'A'), direction);
        let (mut digits, mut letters) = (turned_digits.into_iter(), letters.into_iter());
        let sign = |kind: char| match kind {
            '0' => digits.next().map(|digit| char::from(b'0' + digit as u8)),
            _ => letters.next().map(|letter| char::from(b'A' + letter as u8)),
        };
        form.chars().filter_map(sign).collect()
    }

    fn permuted(&self, tweak: &str, radix: u16, signs: Vec<u16>, direction: Direction) -> Vec<u16> {
        if signs.len() <= LONGEST {
            return self.permuted_at_once(tweak, radix, signs, direction);
        }
        // The cipher takes the square of the length in time. Each piece depends on those before it.
        let mut all = Vec::with_capacity(signs.len());
        let mut tweak = self.tag("pieces", tweak);
        for piece in signs.chunks(LONGEST) {
            let turned = self.permuted_at_once(&tweak, radix, piece.to_vec(), direction);
            let real = if direction == Direction::Mask { piece } else { &turned };
            tweak = self.tag("pieces", &format!("{tweak} {real:?}"));
            all.extend(turned);
        }
        all
    }

    fn permuted_at_once(
        &self,
        tweak: &str,
        radix: u16,
        signs: Vec<u16>,
        direction: Direction,
    ) -> Vec<u16> {
        let (cipher, fewest) = match radix {
            10 => (&self.digits, FEWEST_DIGITS),
            _ => (&self.letters, FEWEST_LETTERS),
        };
        if let Some(cipher) = cipher.as_ref().filter(|_| signs.len() >= fewest) {
            let text = FlexibleNumeralString::from(signs.clone());
            let turned = match direction {
                Direction::Mask => cipher.encrypt(tweak.as_bytes(), &text),
                Direction::Unmask => cipher.decrypt(tweak.as_bytes(), &text),
            };
            if let Ok(turned) = turned {
                return turned.into();
            }
        }
        // Too short for the cipher: each sign is moved on by a keyed number.
        let steps = self.numbers(&format!("{radix} {tweak}"));
        let turned = signs.into_iter().zip(steps).map(|(sign, step)| {
            let step = (step % u32::from(radix)) as u16;
            match direction {
                Direction::Mask => (sign + step) % radix,
                Direction::Unmask => (sign + radix - step) % radix,
            }
        });
        turned.collect()
    }

    /// A digest of a text, short enough to be read out.
    pub(super) fn tag(&self, kind: &str, text: &str) -> String {
        let digest = digest(&self.secret, &[b"tag", kind.as_bytes(), text.as_bytes()]);
        let signs = digest.iter().take(TAG_LENGTH);
        signs.map(|byte| char::from(TAG_SIGNS[usize::from(*byte) % TAG_SIGNS.len()])).collect()
    }

    /// Keyed numbers without end.
    pub(super) fn numbers<'s>(&'s self, purpose: &str) -> impl Iterator<Item = u32> + use<'s> {
        let seed = digest(&self.secret, &[b"numbers", purpose.as_bytes()]);
        (0u64..).flat_map(move |block| {
            let bytes = digest(&seed, &[&block.to_be_bytes()]);
            let words = bytes.as_chunks::<4>().0.to_vec();
            words.into_iter().map(u32::from_be_bytes)
        })
    }
}

/// HMAC-SHA-256 of the parts, each with its length before it.
fn digest(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // As HMAC does with a key that is shorter than a block.
    let mut block = [0; 64];
    block.iter_mut().zip(key).for_each(|(place, byte)| *place = *byte);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_any_length_has_its_own_pseudonym_and_the_way_back() {
        let signs = Signs::new(&Key::from([9; 32]));
        for length in [199, 200, 201, 205, 399, 400, 401, 50_000] {
            let text: String = (0..length).map(|at| if at % 3 == 0 { 'K' } else { '7' }).collect();
            let masked = signs.turned("t", &text, Direction::Mask);
            assert!(masked != text && masked.len() == length);
            assert_eq!(signs.turned("t", &masked, Direction::Unmask), text);
            // A change at the front changes all that follows it.
            let other = signs.turned("t", &text.replacen('7', "8", 1), Direction::Mask);
            assert_ne!(other.get(length - 5..), masked.get(length - 5..), "{length}");
        }
    }

    #[test]
    fn only_what_is_too_short_goes_without_the_cipher() {
        let signs = Signs::new(&Key::from([9; 32]));
        let digits = signs.digits.as_ref().unwrap();
        let letters = signs.letters.as_ref().unwrap();
        for length in FEWEST_DIGITS..200 {
            let text = FlexibleNumeralString::from(vec![1; length]);
            assert!(digits.encrypt(b"tweak", &text).is_ok(), "{length}");
        }
        for length in FEWEST_LETTERS..200 {
            let text = FlexibleNumeralString::from(vec![1; length]);
            assert!(letters.encrypt(b"tweak", &text).is_ok(), "{length}");
        }
    }
}
