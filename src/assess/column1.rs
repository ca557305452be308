//! What comes off the 15 % of a floor code: where the column-1 rate is known from, and what it
//! takes away.

use super::Context;
use crate::domain::{Cents, Hts8, Rate};
use crate::hts_rates::{GeneralRate, TariffLine};
use crate::ledger::{BaseRow, TariffRow, TextId, Texts};
use crate::rulebook::Floor;

/// From where the column-1 rate of a floor row is known, or why it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column1Basis<'a> {
    /// Not asked: no floor code, or filed split.
    NotAsked,
    /// Known from `--facts`, which give an entry one rate for all its lines; with the number of the
    /// base row.
    Facts(Option<Hts8>),
    /// Known from the export's own column.
    Export,
    /// Known from a line of `--hts-rates`.
    HtsLine(&'a TariffLine, Hts8),
    /// No cell gives a rate, and no file of rates was brought.
    NoRate,
    /// The first cell that says anything is no plain rate.
    CellIsNoRate(TextId),
    /// Nothing to look up: no base row with eight digits on the line.
    NoNumber,
    /// The number is not in the file of rates.
    NotInFile(Hts8),
    /// The file gives something other than one plain rate.
    LineIsNoRate(&'a TariffLine, Hts8),
    /// The rate is known, the goods value is not.
    NoValue,
    /// The line claims a preference, and CBP has not said whether the general or the special rate
    /// comes off; `None` where the special one is no plain rate.
    Preference(&'a TariffLine, Hts8, Rate, Option<Rate>),
}

impl Column1Basis<'_> {
    /// Whether the refund is otherwise than it would be without the file of rates.
    pub fn is_of_file(&self) -> bool {
        matches!(self, Column1Basis::HtsLine(..) | Column1Basis::Preference(..))
    }
}

/// The column-1 part of a combined floor row.
pub(super) struct Column1<'a> {
    pub(super) basis: Column1Basis<'a>,
    /// The rate, where there is one only.
    pub(super) rate: Option<Rate>,
    /// Lowest and highest refund.
    pub(super) refund: (Cents, Cents),
}

/// What is asked about the column-1 part of a floor row.
pub(super) struct FloorRow<'a, 'b> {
    pub(super) context: &'b Context<'a>,
    pub(super) texts: &'b Texts,
    pub(super) floor: &'b Floor,
    pub(super) row: &'b TariffRow,
    pub(super) base: Option<&'b BaseRow>,
    /// Goods value of the line; 0 if not known.
    pub(super) value: Cents,
    /// Column-1 rate cell of the facts, which wins.
    pub(super) fact: TextId,
}

impl<'a> FloorRow<'a, '_> {
    /// The column-1 part: rate by facts, base row, own cell and file, in this order.
    pub(super) fn column1(&self) -> Column1<'a> {
        let kept = self.row.duty.at_least_zero();
        let (basis, rate) = self.known();
        let has_value = self.value > Cents::ZERO;
        let (basis, rate, refund) = match (basis, rate) {
            (Column1Basis::Preference(_, _, general, special), _) if has_value => {
                let of_special = special.map_or(kept, |rate| self.less(rate));
                let of_general = self.less(general);
                let range = (of_general.min(of_special), of_general.max(of_special));
                (basis, None, range)
            }
            (_, Some(rate)) if has_value => {
                let refund = self.less(rate);
                (basis, Some(rate), (refund, refund))
            }
            (Column1Basis::Preference(..), _) | (_, Some(_)) => {
                (Column1Basis::NoValue, None, (Cents::ZERO, kept))
            }
            (_, None) => (basis, None, (Cents::ZERO, kept)),
        };
        Column1 { basis, rate, refund }
    }

    fn less(&self, rate: Rate) -> Cents {
        rate.taken_from(self.row.duty, self.value).at_least_zero()
    }

    /// The first cell that says anything decides; text that is no plain rate makes it unknown.
    fn known(&self) -> (Column1Basis<'a>, Option<Rate>) {
        let of_base = self.base.map_or(TextId::BLANK, |base| base.rate);
        let cell = self.fact.or(of_base).or(self.row.rate);
        match Rate::read(self.texts.text(cell).as_bytes()) {
            Ok(Some(rate)) if self.fact.is_blank() => (Column1Basis::Export, Some(rate)),
            Ok(Some(rate)) => (Column1Basis::Facts(self.number()), Some(rate)),
            Ok(None) => self.of_file(),
            Err(_) => (Column1Basis::CellIsNoRate(cell), None),
        }
    }

    /// The number of the base row, where it has eight digits.
    fn number(&self) -> Option<Hts8> {
        self.base.and_then(|base| Hts8::of_base(base.heading))
    }

    fn of_file(&self) -> (Column1Basis<'a>, Option<Rate>) {
        let Some(rates) = self.context.hts_rates else {
            return (Column1Basis::NoRate, None);
        };
        let Some(number) = self.number() else {
            return (Column1Basis::NoNumber, None);
        };
        let Some(line) = rates.line(number) else {
            return (Column1Basis::NotInFile(number), None);
        };
        let GeneralRate::Rate(general) = line.general else {
            return (Column1Basis::LineIsNoRate(line, number), None);
        };
        let claims = self.row.claims_preference || self.base.is_some_and(|b| b.claims_preference);
        let program = self.floor.spi.as_deref().filter(|_| claims);
        match program.and_then(|program| line.special(program)) {
            Some(special) if special != Some(general) => {
                (Column1Basis::Preference(line, number, general, special), None)
            }
            _ => (Column1Basis::HtsLine(line, number), Some(general)),
        }
    }
}
