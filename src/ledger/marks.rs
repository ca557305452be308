//! What is known of an entry besides its header facts.

use crate::rulebook::Regime;

/// What is known of an entry besides its header facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EntryMarks {
    /// Its number got back a lost leading zero.
    pub repaired: bool,
    /// A row of it was rejected.
    pub row_rejected: bool,
    /// A row of it bears Section 232 duty.
    pub section_232: bool,
    /// A row of it bears Section 301 duty.
    pub section_301: bool,
    /// A row of it bears Section 201 duty.
    pub section_201: bool,
}

impl EntryMarks {
    pub(super) fn tariff_stands(&mut self, regime: Option<Regime>) {
        match regime {
            Some(Regime::Section232) => self.section_232 = true,
            Some(Regime::Section301) => self.section_301 = true,
            Some(Regime::Section201) => self.section_201 = true,
            _ => {}
        }
    }

    pub(super) fn join(&mut self, other: EntryMarks) {
        self.repaired |= other.repaired;
        self.row_rejected |= other.row_rejected;
        self.section_232 |= other.section_232;
        self.section_301 |= other.section_301;
        self.section_201 |= other.section_201;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each mark alone.
    fn alone() -> [EntryMarks; 5] {
        let none = EntryMarks::default();
        [
            EntryMarks { repaired: true, ..none },
            EntryMarks { row_rejected: true, ..none },
            EntryMarks { section_232: true, ..none },
            EntryMarks { section_301: true, ..none },
            EntryMarks { section_201: true, ..none },
        ]
    }

    #[test]
    fn what_is_known_by_one_row_is_known_of_the_entry() {
        for mark in alone() {
            let mut first = mark;
            first.join(EntryMarks::default());
            assert_eq!(first, mark, "no later row takes it back");
            let mut later = EntryMarks::default();
            later.join(mark);
            assert_eq!(later, mark);
        }
    }

    #[test]
    fn duty_of_another_law_marks_the_entry_with_that_law() {
        let [.., section_232, section_301, section_201] = alone();
        let regimes = [Regime::Section232, Regime::Section301, Regime::Section201];
        for (regime, expected) in regimes.into_iter().zip([section_232, section_301, section_201]) {
            let mut marks = EntryMarks::default();
            marks.tariff_stands(Some(regime));
            marks.tariff_stands(None);
            assert_eq!(marks, expected);
        }
    }
}
