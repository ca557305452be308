//! Bytes that are only ever appended, in pieces that never move: nothing is copied when more come,
//! and no more than one piece is unused.

/// Size of a piece; what is longer has a piece of its own. Memory is taken as a piece is filled, and
/// pieces of this size go back to the system when they are dropped, as smaller ones may not: another
/// thread would then not find them.
const PIECE: usize = 1 << PIECE_BITS;
const PIECE_BITS: u32 = 26;

/// Where something stands in an [`Arena`]. What is appended later has a higher address.
pub(super) type Address = u64;

/// Appended bytes.
#[derive(Default)]
pub(super) struct Arena {
    pieces: Vec<Vec<u8>>,
    size: usize,
}

impl Arena {
    /// The address of what is appended next, if it is no longer than `length`.
    pub(super) fn next(&mut self, length: usize) -> Address {
        let full = |piece: &Vec<u8>| piece.len() + length.max(1) > PIECE;
        if self.pieces.last().is_none_or(full) {
            self.pieces.push(Vec::with_capacity(length.max(PIECE)));
        }
        let at = self.pieces.len() - 1;
        (at as u64) << PIECE_BITS | self.pieces[at].len() as u64
    }

    /// Appends bytes behind the last. All between two calls of [`Arena::next`] stays together.
    pub(super) fn append(&mut self, bytes: &[u8]) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.extend_from_slice(bytes);
            self.size += bytes.len();
        }
    }

    /// What stands at an address, and all behind it in its piece.
    pub(super) fn from(&self, address: Address) -> &[u8] {
        let at = usize::try_from(address >> PIECE_BITS).unwrap_or(usize::MAX);
        let offset = (address & (PIECE as u64 - 1)) as usize;
        self.pieces.get(at).and_then(|piece| piece.get(offset..)).unwrap_or_default()
    }

    /// How many bytes are in it.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Empties it. Its memory goes back: what comes next may be held elsewhere.
    pub(super) fn clear(&mut self) {
        self.pieces.clear();
        self.size = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_appended_is_found_again_at_rising_addresses() {
        let mut arena = Arena::default();
        let contents = [3, PIECE - 10, 100, 3 * PIECE, 7, 0, PIECE].map(|n| vec![n as u8; n]);
        arena.next(5);
        arena.append(b"other");
        arena.clear();
        let addresses = contents.clone().map(|content| {
            let address = arena.next(content.len());
            arena.append(&content);
            address
        });
        assert!(addresses.is_sorted());
        for (address, content) in addresses.into_iter().zip(&contents) {
            assert!(arena.from(address).starts_with(content));
        }
        assert!(arena.from(u64::MAX).is_empty());
        assert_eq!(arena.size(), contents.concat().len());
    }

    #[test]
    fn what_fits_into_a_piece_stands_right_behind_the_last() {
        let mut arena = Arena::default();
        let half = vec![1; PIECE / 2];
        let mut put = |bytes: &[u8]| {
            let address = arena.next(bytes.len());
            arena.append(bytes);
            address
        };
        let first = put(&half);
        assert_eq!(put(&half[10..]), first + half.len() as u64);
        // The last ten bytes fill the piece to the brim; the next needs another.
        assert_eq!(put(&half[..10]), first + PIECE as u64 - 10);
        assert_eq!(put(&half[..1]), first + PIECE as u64);
        assert_eq!(arena.size(), PIECE + 1);
    }
}
