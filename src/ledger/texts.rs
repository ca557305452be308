//! Texts that repeat (importer numbers, names, status words), each kept once.

use crate::domain::{EntryType, fold};
use hashbrown::{HashMap, HashTable};
use std::hash::BuildHasher;

/// A text of a [`Texts`] table; `TextId::BLANK` is the empty text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TextId(u32);

impl TextId {
    /// The empty text.
    pub const BLANK: TextId = TextId(0);

    /// Whether it is the empty text.
    pub fn is_blank(self) -> bool {
        self == TextId::BLANK
    }

    /// The text at a position of the table.
    pub(super) fn at(index: usize) -> TextId {
        u32::try_from(index).map_or(TextId::BLANK, TextId)
    }

    /// Its position in the table.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// This id, or the other if this one is blank.
    pub fn or(self, other: TextId) -> TextId {
        if self.is_blank() { other } else { self }
    }
}

/// A table of distinct texts.
pub struct Texts {
    texts: Vec<Box<str>>,
    ids: HashTable<u32>,
    /// About what the table takes.
    bytes: usize,
    hasher: foldhash::fast::FixedState,
    /// Cells already turned into a text: status words and codes are few and repeat on every entry.
    read: [HashMap<Box<[u8]>, TextId, foldhash::fast::FixedState>; 2],
    /// The same for cells that were masked.
    masked: [HashMap<Box<[u8]>, TextId, foldhash::fast::FixedState>; 4],
}

/// A way to turn a cell into a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// Folded, as status and yes/no words are.
    Folded,
    /// An entry type code.
    EntryType,
}

/// What is masked in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Masking {
    /// An importer number.
    Importer,
    /// A name.
    Name,
    /// A notify party's number.
    NotifyParty,
    /// A status word.
    Word,
}

/// Longer or more distinct cells are no words or codes, and not worth remembering.
const REMEMBERED_LENGTH: usize = 40;
const REMEMBERED_CELLS: usize = 4096;

/// What a text takes besides its own bytes: its place, its allocation, its part of the index.
const BYTES_A_TEXT: usize = 48;

impl Default for Texts {
    /// An empty table; the empty text has its place in it.
    fn default() -> Texts {
        Texts {
            texts: vec!["".into()],
            ids: HashTable::new(),
            bytes: 0,
            hasher: foldhash::fast::FixedState::default(),
            read: Default::default(),
            masked: Default::default(),
        }
    }
}

impl Texts {
    /// An empty table.
    pub fn new() -> Texts {
        Texts::default()
    }

    /// The id of a text, which is added if it is new.
    pub fn id(&mut self, text: &str) -> TextId {
        if text.is_empty() {
            return TextId::BLANK;
        }
        let Texts { texts, ids, hasher, bytes, .. } = self;
        let hash = hasher.hash_one(text);
        let found = ids.entry(
            hash,
            |id| &*texts[*id as usize] == text,
            |id| hasher.hash_one(&*texts[*id as usize]),
        );
        let id = *found
            .or_insert_with(|| {
                texts.push(text.into());
                *bytes += text.len() + BYTES_A_TEXT;
                (texts.len() - 1) as u32
            })
            .get();
        TextId(id)
    }

    /// The id of the text that a cell gives by a reading; remembered.
    pub fn read(&mut self, cell: &[u8], reading: Reading) -> TextId {
        if cell.is_empty() {
            return TextId::BLANK;
        }
        if let Some(id) = self.read[reading as usize].get(cell) {
            return *id;
        }
        let id = match reading {
            Reading::Folded => self.id(&fold(cell)),
            Reading::EntryType => {
                EntryType::read(cell).map_or(TextId::BLANK, |code| self.id(code.as_str()))
            }
        };
        let read = &mut self.read[reading as usize];
        if cell.len() <= REMEMBERED_LENGTH && read.len() < REMEMBERED_CELLS {
            read.insert(cell.into(), id);
        }
        id
    }

    /// The id of the text that stands for a cell, which `mask` gives; remembered.
    pub(super) fn masked(
        &mut self,
        cell: &[u8],
        masking: Masking,
        mask: impl FnOnce() -> String,
    ) -> TextId {
        if cell.is_empty() {
            return TextId::BLANK;
        }
        if let Some(id) = self.masked[masking as usize].get(cell) {
            return *id;
        }
        let id = self.id(&mask());
        let known = &mut self.masked[masking as usize];
        if cell.len() <= REMEMBERED_LENGTH && known.len() < REMEMBERED_CELLS {
            known.insert(cell.into(), id);
        }
        id
    }

    /// About how many bytes the table takes.
    pub(super) fn size(&self) -> usize {
        self.bytes
    }

    /// The text of an id.
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id.index()).map_or("", |t| t)
    }

    /// All texts with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (TextId, &str)> {
        self.texts.iter().enumerate().map(|(at, text)| (TextId(at as u32), &**text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_id() {
        let mut texts = Texts::default();
        let a = texts.id("a");
        assert_eq!((texts.id("b"), texts.id("a")), (TextId(2), a));
        assert_eq!(texts.text(a), "a");
        assert_eq!(texts.id(""), TextId::BLANK);
    }

    #[test]
    fn a_text_takes_its_bytes_and_its_place_once() {
        let mut texts = Texts::new();
        for text in ["", "12-345678900", "liquidated", "12-345678900", ""] {
            texts.id(text);
        }
        assert_eq!(texts.size(), (12 + 48) + (10 + 48));
    }

    /// How many cells are remembered when these are read and masked.
    fn remembered(cells: impl Iterator<Item = String>) -> (usize, usize) {
        let mut texts = Texts::new();
        for cell in cells {
            let read = texts.read(cell.as_bytes(), Reading::Folded);
            let masked = texts.masked(cell.as_bytes(), Masking::Word, || cell.clone());
            assert_eq!((texts.text(read), read), (cell.as_str(), masked));
        }
        (texts.read[Reading::Folded as usize].len(), texts.masked[Masking::Word as usize].len())
    }

    #[test]
    fn only_cells_as_short_as_words_are_remembered() {
        let long = |length: usize| std::iter::once("x".repeat(length));
        assert_eq!(remembered(long(1)), (1, 1));
        assert_eq!(remembered(long(40)), (1, 1));
        assert_eq!(remembered(long(41)), (0, 0));
    }

    #[test]
    fn a_column_of_ever_new_cells_does_not_fill_the_memory() {
        assert_eq!(remembered((0..4096).map(|n| n.to_string())), (4096, 4096));
        assert_eq!(remembered((0..4200).map(|n| n.to_string())), (4096, 4096));
    }

    #[test]
    fn what_stands_for_a_cell_is_worked_out_once() {
        let mut texts = Texts::new();
        let first = texts.masked(b"ACME", Masking::Name, || "Importer 1".into());
        let again = texts.masked(b"ACME", Masking::Name, || panic!("it is known"));
        let as_word = texts.masked(b"ACME", Masking::Word, || "word 1".into());
        assert_eq!((first, texts.text(first)), (again, "Importer 1"));
        assert_eq!(texts.text(as_word), "word 1");
    }
}
