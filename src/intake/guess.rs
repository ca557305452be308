//! Guessing where the first record of a piece begins, so that all pieces can be read at once.
//!
//! The number of quotes before a piece tells whether it begins inside quotes: odd means inside.
//! That is so in well-formed files, and only a guess in others; whoever joins the pieces
//! ([`super::join`]) proves or refutes it, and sets the count right again.

use memchr::memchr3_iter;
use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The parity of the quotes of one input, piece by piece.
#[derive(Default)]
pub(super) struct Parity {
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Default)]
struct State {
    /// The piece whose quotes come next.
    next: u64,
    /// Whether the quotes of the pieces before, set right, are odd in number.
    odd: bool,
    /// Pieces whose quotes came before their turn.
    early: BTreeMap<u64, bool>,
    /// Whether the count was set right an odd number of times.
    righted: bool,
}

/// What is guessed of a piece.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guess {
    /// Whether it begins inside quotes.
    pub inside: bool,
    /// Whether the next piece does.
    next_inside: bool,
    /// Whether the count had been set right an odd number of times.
    righted: bool,
}

/// How long a piece waits for those before it. They are being read, so they come, unless the run
/// has failed or who reads them is held up, by a slow disk for instance; without a guess a piece is
/// read all the same, only later and in its turn.
const PATIENCE: Duration = Duration::from_millis(200);

impl Parity {
    /// Adds the quotes of piece `number`, which may be odd in number, and tells what is guessed of
    /// it. `None` if the pieces before do not come.
    pub fn add(&self, number: u64, odd: bool) -> Option<Guess> {
        let state = self.lock();
        let waiting = |state: &mut State| state.next != number;
        let waited = self.moved.wait_timeout_while(state, PATIENCE, waiting);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if state.next != number {
            state.early.insert(number, odd);
            return None;
        }
        let inside = state.odd;
        let mut quotes = Some(odd);
        let mut next_inside = inside;
        while let Some(odd) = quotes {
            state.odd ^= odd;
            if state.next == number {
                next_inside = state.odd;
            }
            state.next += 1;
            let next = state.next;
            quotes = state.early.remove(&next);
        }
        self.moved.notify_all();
        Some(Guess { inside, next_inside, righted: state.righted })
    }

    /// Says what is known for certain: whether the piece behind the guessed one begins inside.
    pub fn set_right(&self, guess: Guess, next_inside: bool) {
        let mut state = self.lock();
        let righted_since = guess.righted != state.righted;
        if (guess.next_inside ^ righted_since) != next_inside {
            state.odd ^= true;
            state.righted ^= true;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Just behind the first line end outside quotes, if one is there and a byte behind it.
pub(super) fn first_record(bytes: &[u8], inside: bool) -> Option<usize> {
    let mut inside = inside;
    for at in memchr3_iter(b'"', b'\n', b'\r', bytes) {
        match bytes[at] {
            b'"' => inside = !inside,
            _ if inside => {}
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            _ => return (at + 1 < bytes.len()).then_some(at + 1),
        }
    }
    None
}

/// Whether the text that begins with a record ends inside quotes, and whether the quote it may end
/// with has yet to be told: one of a pair, or the closing one.
///
/// Quotes are followed as the `csv` crate does: one opens only where a field begins; inside, a
/// doubled quote is a quote and a single one closes; anywhere else it is an ordinary character.
pub(super) fn ends_inside(record: &[u8], delimiter: u8) -> Ending {
    let mut at = 0;
    let mut inside = false;
    while let Some(found) = memchr::memchr(b'"', &record[at..]) {
        let quote = at + found;
        at = quote + 1;
        if !inside {
            inside = match quote.checked_sub(1).map(|before| record[before]) {
                None | Some(b'\n' | b'\r') => true,
                Some(before) => before == delimiter,
            };
            continue;
        }
        match record.get(at) {
            Some(b'"') => at += 1,
            Some(_) => inside = false,
            None => return Ending::AtQuote,
        }
    }
    if inside { Ending::Inside } else { Ending::Outside }
}

/// How a text ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Outside quotes.
    Outside,
    /// Inside quotes.
    Inside,
    /// With a quote that closes unless another follows.
    AtQuote,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_record_begins_behind_a_line_end_outside_quotes() {
        for (text, inside, expected) in [
            ("a,b\nc", false, Some(4)),
            ("a\nb\"\nc", true, Some(5)),
            ("a\r\nc", false, Some(3)),
            ("a\rc", false, Some(2)),
            ("\nc", false, Some(1)),
            ("a,b\n", false, None),
            ("a,b\r", false, None),
            ("\"a\nb", false, None),
        ] {
            assert_eq!(first_record(text.as_bytes(), inside), expected, "{text:?}");
        }
    }

    #[test]
    fn an_end_inside_quotes_is_known() {
        for (text, ending) in [
            ("a,\"b\nc,d\n", Ending::Inside),
            ("a,\"b\"\nc,d\n", Ending::Outside),
            ("a,\"b\"", Ending::AtQuote),
            ("a,\"b\"\"", Ending::Inside),
            ("a,\"", Ending::Inside),
            ("a,b\"", Ending::Outside),
            ("\"a\"b\"c", Ending::Outside),
        ] {
            assert_eq!(ends_inside(text.as_bytes(), b','), ending, "{text:?}");
        }
    }

    #[test]
    fn what_is_set_right_holds_for_the_pieces_behind() {
        let parity = Parity::default();
        let first = parity.add(0, true).unwrap();
        let second = parity.add(1, false).unwrap();
        assert!(second.inside);
        parity.set_right(first, false);
        assert!(!parity.add(2, false).unwrap().inside);
        // The second piece was guessed before, and says nothing new.
        parity.set_right(second, false);
        assert!(!parity.add(3, false).unwrap().inside);
    }

    #[test]
    fn a_piece_that_does_not_come_is_not_waited_for_for_ever() {
        let parity = Parity::default();
        assert!(parity.add(1, true).is_none());
        let first = parity.add(0, true).unwrap();
        assert!(first.next_inside);
        assert!(!parity.add(2, false).unwrap().inside, "the early one counts");
    }
}
