//! Importer numbers and their spellings.

use super::{TextId, Texts};
use crate::domain::ImporterNumber;
use compact_str::CompactString;
use hashbrown::HashMap;

/// Importer numbers by the form in which they are compared, each printed as first seen.
#[derive(Default)]
pub(super) struct Importers {
    printed: HashMap<CompactString, TextId, foldhash::fast::FixedState>,
    by_text: Vec<TextId>,
}

impl Importers {
    /// Remembers the spelling, if its number is new.
    pub(super) fn see(&mut self, text: TextId, texts: &Texts) {
        let at = text.index();
        if self.by_text.len() <= at {
            self.by_text.resize(at + 1, TextId::BLANK);
        }
        if text.is_blank() || !self.by_text[at].is_blank() {
            return;
        }
        let Some(number) = ImporterNumber::read(texts.text(text).as_bytes()) else {
            return;
        };
        self.by_text[at] = *self.printed.entry(number.key()).or_insert(text);
    }

    /// The first spelling of the number that this text spells.
    pub(super) fn printed(&self, text: TextId) -> TextId {
        self.by_text.get(text.index()).copied().unwrap_or_default()
    }

    /// Whether two texts spell one number.
    pub(super) fn same(&self, a: TextId, b: TextId) -> bool {
        self.printed(a) == self.printed(b)
    }

    /// The place of each printed text among all of them, sorted, by its id; blank is the first.
    pub(super) fn ranks(&self, texts: &Texts) -> Vec<u32> {
        let mut printed: Vec<TextId> = self.printed.values().copied().collect();
        printed.sort_unstable_by_key(|text| texts.text(*text));
        let mut ranks = vec![0; self.by_text.len()];
        for (place, text) in printed.into_iter().enumerate() {
            ranks[text.index()] = place as u32 + 1;
        }
        ranks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_ranked_as_they_are_first_printed_behind_blank() {
        let mut texts = Texts::new();
        let spellings = ["98-765432200", "98-7654321-00", "98765432100", ""];
        let [second, first, first_again, blank] = spellings.map(|text| texts.id(text));
        let mut importers = Importers::default();
        for text in [blank, second, first, first_again, second] {
            importers.see(text, &texts);
        }
        assert_eq!(importers.printed(first_again), first);
        assert!(importers.same(first, first_again) && !importers.same(first, second));
        assert_eq!(importers.printed(blank), TextId::BLANK);
        let ranks = importers.ranks(&texts);
        let rank = |text: TextId| ranks[importers.printed(text).index()];
        assert_eq!([blank, first, first_again, second].map(rank), [0, 1, 1, 2]);
    }
}
