//! UTF-16 text, as Excel saves it under *Unicode text*, read as UTF-8.

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_16BE, UTF_16LE};
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Which byte of a character comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Order {
    /// The low one.
    Little,
    /// The high one.
    Big,
}

/// Tells UTF-16 by its mark, or by the zero bytes that every second byte of plain text is. `start`
/// is the beginning of a text.
pub(super) fn order_of(start: &[u8]) -> Option<Order> {
    match start {
        [0xFF, 0xFE, ..] => return Some(Order::Little),
        [0xFE, 0xFF, ..] => return Some(Order::Big),
        _ => {}
    }
    let (pairs, _) = start.get(..start.len().min(4096))?.as_chunks::<2>();
    let zeros = |at: fn(&[u8; 2]) -> u8| pairs.iter().filter(|pair| at(pair) == 0).count();
    let (first, second) = (zeros(|pair| pair[0]), zeros(|pair| pair[1]));
    // A header row and the codes below it are plain letters and digits; names may be anything.
    let most = |count: usize| pairs.len() >= 4 && count * 2 > pairs.len();
    let hardly_any = |count: usize| count * 50 <= pairs.len();
    match () {
        () if most(second) && hardly_any(first) => Some(Order::Little),
        () if most(first) && hardly_any(second) => Some(Order::Big),
        () => None,
    }
}

/// Reads UTF-16 as UTF-8. A half of a character without its other half becomes U+FFFD and is
/// counted.
pub(super) struct FromUtf16<R> {
    bytes: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    taken: usize,
    at_end: bool,
    lost: Arc<AtomicU64>,
}

impl<R: Read> FromUtf16<R> {
    /// Reads `bytes`; `lost` counts what is no character.
    pub fn new(bytes: R, order: Order, lost: &Arc<AtomicU64>) -> FromUtf16<R> {
        let encoding: &Encoding = match order {
            Order::Little => UTF_16LE,
            Order::Big => UTF_16BE,
        };
        FromUtf16 {
            bytes,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: vec![0; 1 << 16],
            text: Vec::new(),
            taken: 0,
            at_end: false,
            lost: Arc::clone(lost),
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        let count = self.bytes.read(&mut self.raw)?;
        self.at_end = count == 0;
        let mut raw = self.raw.get(..count).unwrap_or_default();
        self.text.clear();
        self.taken = 0;
        loop {
            let room = raw.len() * 2 + 16;
            let before = self.text.len();
            self.text.resize(before + room, 0);
            let (out, last) = (self.text.get_mut(before..).unwrap_or_default(), self.at_end);
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(raw, out, last);
            self.text.truncate(before + written);
            raw = raw.get(read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.text.extend_from_slice("\u{fffd}".as_bytes());
                    self.lost.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }
}

impl<R: Read> Read for FromUtf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() && !self.at_end {
            self.refill()?;
        }
        let left = self.text.get(self.taken..).unwrap_or_default();
        let count = left.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), left.get(..count)) {
            to.copy_from_slice(from);
        }
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(units: &[u16], order: Order) -> Vec<u8> {
        let bytes = |unit: &u16| match order {
            Order::Little => unit.to_le_bytes(),
            Order::Big => unit.to_be_bytes(),
        };
        units.iter().flat_map(bytes).collect()
    }

    fn read(bytes: &[u8], order: Order) -> (String, u64) {
        let lost = Arc::new(AtomicU64::new(0));
        let mut text = String::new();
        FromUtf16::new(bytes, order, &lost).read_to_string(&mut text).unwrap();
        (text, lost.load(Ordering::Relaxed))
    }

    #[test]
    fn both_orders_are_told_with_and_without_a_mark() {
        let text = "Entry Number,Importer\n9Q910000011,Žižkov €\u{1f6a2}\n";
        let units: Vec<u16> = text.encode_utf16().collect();
        let marked: Vec<u16> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).collect();
        for order in [Order::Little, Order::Big] {
            for units in [&units, &marked] {
                assert_eq!(order_of(&bytes(units, order)), Some(order));
            }
            assert_eq!(read(&bytes(&units, order), order), (text.to_string(), 0));
        }
        assert_eq!(order_of(text.as_bytes()), None);
        assert_eq!(order_of(&[0; 100]), None);
        assert_eq!(order_of(b"a\0"), None);
    }

    #[test]
    fn half_characters_are_counted() {
        let units = [0x41, 0xD83D, 0x42, 0xDE00, 0x43];
        let mut text = bytes(&units, Order::Little);
        text.push(0x44);
        let (text, lost) = read(&text, Order::Little);
        assert_eq!(text, "A\u{fffd}B\u{fffd}C\u{fffd}");
        assert_eq!(lost, 3);
    }

    #[test]
    fn characters_at_the_ends_of_pieces_are_whole() {
        let text = "x\u{1f6a2}".repeat(50_000);
        let units: Vec<u16> = text.encode_utf16().collect();
        assert_eq!(read(&bytes(&units, Order::Big), Order::Big), (text, 0));
    }
}
