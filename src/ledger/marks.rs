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
