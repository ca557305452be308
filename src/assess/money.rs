//! What each IEEPA row gives back.

use super::column1::{Column1, FloorRow};
use super::words::Words;
use super::{Column1Basis, Context};
use crate::domain::{Bin, Cents, Rate};
use crate::ledger::{BaseRow, KeptRow, RowOrder, TextId, Texts};
use crate::rulebook::{Code, CodeVersion, Floor, Kind};

/// A row with its refund. Money is 0 for rows that are not counted.
#[derive(Clone, Copy)]
pub struct AssessedRow<'a> {
    /// The row after copies have collapsed.
    pub kept: KeptRow,
    /// Its heading in the registry.
    pub code: Option<&'a Code>,
    /// The version that covers its entry date.
    pub version: Option<&'a CodeVersion>,
    /// The version whose rate and kind are used: the covering one, else the nearest.
    pub nearest: Option<&'a CodeVersion>,
    /// Which rule gave the refund.
    pub case: RefundCase,
    /// Lowest refund.
    pub low: Cents,
    /// Highest refund.
    pub high: Cents,
    /// Rate x value of a row without duty that should bear some; outside every refund figure.
    pub recomputed: Cents,
    /// What rate x value gives where the duty differs from it by more than the tolerance.
    pub off_rate: Option<Cents>,
    /// From where the column-1 rate of a floor row is known.
    pub column1: Column1Basis<'a>,
    /// The goods value that rates are of: that of the base row, else the row's own. 0 where none is
    /// known, and where no rate is asked for.
    pub value: Cents,
}

/// The rules by which a row gives a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundCase {
    /// Not counted: outside the period.
    NotCounted,
    /// The duty declared on the row.
    Declared,
    /// A floor code filed combined: the duty less column 1.
    FloorCombined {
        /// Column-1 rate used.
        column1: Rate,
        /// Value used.
        value: Cents,
    },
    /// A floor code filed split: the row holds only the part above column 1.
    FloorSplit,
    /// A floor code whose column-1 part cannot be told.
    FloorUnknown,
    /// An exemption or a suspended heading without duty.
    Exempt,
    /// An exemption or a suspended heading with duty.
    DutyOnExemption,
    /// A heading of the IEEPA families that the registry does not have.
    UnknownCode,
    /// A heading that bears duty, without duty, unexplained.
    ZeroDuty,
}

impl AssessedRow<'_> {
    /// `9903.01.25 on line 3`, for messages.
    pub fn heading_and_line(&self) -> String {
        self.named(Words::new()).end()
    }

    /// Adds the same to what is being said.
    pub(super) fn named(&self, words: Words) -> Words {
        let words = words.heading(self.kept.row.hts.heading());
        match self.kept.row.line {
            Some(line) => words.say(" on line ").number(line.get().into()),
            None => words,
        }
    }
}

/// What a counted row gives back, and by which rule.
struct Refund<'a> {
    case: RefundCase,
    low: Cents,
    high: Cents,
    recomputed: Cents,
    off_rate: Option<Cents>,
    column1: Column1Basis<'a>,
    value: Cents,
}

impl<'a> Refund<'a> {
    fn of(case: RefundCase, refund: Cents) -> Refund<'a> {
        Refund::between(case, refund, refund)
    }

    fn between(case: RefundCase, low: Cents, high: Cents) -> Refund<'a> {
        let column1 = Column1Basis::NotAsked;
        let (recomputed, value) = (Cents::ZERO, Cents::ZERO);
        Refund { case, low, high, recomputed, off_rate: None, column1, value }
    }
}

/// Assesses the kept rows of an entry.
pub struct Refunds<'a, 'b> {
    /// What the user said.
    pub context: &'a Context<'a>,
    /// Texts of the run.
    pub texts: &'a Texts,
    /// Base rows and chapter 98 rows of the entry.
    pub bases: &'b [BaseRow],
    /// Column-1 rate cell of the facts, which wins.
    pub column1_fact: TextId,
    /// Whether the entry type bears no duty (temporary importation).
    pub temporary_import: bool,
}

impl<'a, 'b> Refunds<'a, 'b> {
    /// Assesses each row into `rows`; rows of one line are seen together.
    pub fn assess(&self, kept: &[KeptRow], rows: &mut Vec<AssessedRow<'a>>) {
        let registry = &self.context.rules.registry;
        rows.clear();
        rows.extend(kept.iter().map(|kept| {
            let date = kept.row.date;
            let code = registry.code(kept.row.hts.heading());
            let nearest = code.map(|code| code.nearest_version(date));
            AssessedRow {
                kept: *kept,
                code,
                // A version that covers a day is the nearest to it.
                version: nearest.filter(|version| version.covers(date)),
                nearest,
                case: RefundCase::NotCounted,
                low: Cents::ZERO,
                high: Cents::ZERO,
                recomputed: Cents::ZERO,
                off_rate: None,
                column1: Column1Basis::NotAsked,
                value: Cents::ZERO,
            }
        }));
        for at in 0..rows.len() {
            if rows[at].kept.bin == Bin::Counted {
                let refund = self.refund(rows, &rows[at]);
                let Refund { case, low, high, recomputed, off_rate, column1, value } = refund;
                let row = &mut rows[at];
                (row.column1, row.value) = (column1, value);
                (row.case, row.low, row.high) = (case, low, high);
                (row.recomputed, row.off_rate) = (recomputed, off_rate);
            }
        }
    }

    fn refund(&self, all: &[AssessedRow<'a>], row: &AssessedRow<'a>) -> Refund<'a> {
        let duty = row.kept.row.duty;
        let (Some(code), Some(version)) = (row.code, row.nearest) else {
            let low = if duty < Cents::ZERO { duty } else { Cents::ZERO };
            return Refund::between(RefundCase::UnknownCode, low, duty);
        };
        if version.kind != Kind::Duty {
            let case =
                if duty > Cents::ZERO { RefundCase::DutyOnExemption } else { RefundCase::Exempt };
            return Refund::of(case, duty);
        }
        let base = self.base_row(row.kept.row.line);
        let value = self.value(row, base);
        if let Some(floor) = code.floor() {
            return self.floor(row, (floor, version), base, value);
        }
        if duty == Cents::ZERO && value > Cents::ZERO && !self.is_explained(all, row) {
            let recomputed = version.rate.of(value);
            return Refund { recomputed, value, ..Refund::of(RefundCase::ZeroDuty, Cents::ZERO) };
        }
        let off_rate = self.off_rate(duty, value, version.rate);
        Refund { off_rate, value, ..Refund::of(RefundCase::Declared, duty) }
    }

    /// Floor codes hold column 1 and IEEPA duty in one rate; only the part above column 1 is
    /// IEEPA duty (`cape-rules:S1`, `ieepa-hts:S5`).
    fn floor(
        &self,
        row: &AssessedRow<'a>,
        (floor, version): (&Floor, &CodeVersion),
        base: Option<&BaseRow>,
        value: Cents,
    ) -> Refund<'a> {
        let duty = row.kept.row.duty;
        if let Some(base) = base
            && base.duty > Cents::ZERO
        {
            // The row holds a part of the rate only, so the rate tells nothing about it.
            let refund = duty.at_least_zero();
            return Refund { value, ..Refund::of(RefundCase::FloorSplit, refund) };
        }
        let off_rate = self.off_rate(duty, value, version.rate);
        let asked = FloorRow {
            context: self.context,
            texts: self.texts,
            floor,
            row: &row.kept.row,
            base,
            value,
            fact: self.column1_fact,
        };
        let Column1 { basis, rate, refund: (low, high) } = asked.column1();
        let case = match rate {
            Some(column1) => RefundCase::FloorCombined { column1, value },
            None => RefundCase::FloorUnknown,
        };
        Refund { off_rate, column1: basis, value, ..Refund::between(case, low, high) }
    }

    fn lines(&self, line: RowOrder) -> &'b [BaseRow] {
        let start = self.bases.partition_point(|base| base.line < line);
        let end = self.bases.partition_point(|base| base.line <= line);
        &self.bases[start..end]
    }

    /// The base row of a line: chapters 01-97, lowest ordinal.
    fn base_row(&self, line: Option<RowOrder>) -> Option<&'b BaseRow> {
        self.lines(line?).iter().find(|base| !base.chapter_98)
    }

    fn value(&self, row: &AssessedRow<'_>, base: Option<&BaseRow>) -> Cents {
        base.map(|base| base.value).filter(|v| *v > Cents::ZERO).unwrap_or(row.kept.row.value)
    }

    /// Whether something explains that a heading which bears duty shows none.
    fn is_explained(&self, all: &[AssessedRow<'_>], row: &AssessedRow<'_>) -> bool {
        if self.temporary_import || row.version.is_none() {
            return true;
        }
        let Some(line) = row.kept.row.line else {
            return false;
        };
        if self.lines(line).iter().any(|base| base.chapter_98) {
            return true;
        }
        let registry = &self.context.rules.registry;
        let family = |code: &Code| &registry.program_of(code).family;
        let line_of = |row: &AssessedRow<'_>| row.kept.row.line;
        let start = all.partition_point(|row| line_of(row) < Some(line));
        let end = all.partition_point(|row| line_of(row) <= Some(line));
        all[start..end].iter().any(|other| {
            other.nearest.is_some_and(|version| version.kind == Kind::Exemption)
                && match (other.code, row.code) {
                    (Some(a), Some(b)) => family(a) == family(b),
                    _ => false,
                }
        })
    }

    /// The expected duty, if the declared one is off by more than max($0.02, 0.5 % of itself).
    fn off_rate(&self, duty: Cents, value: Cents, rate: Rate) -> Option<Cents> {
        if value <= Cents::ZERO || duty == Cents::ZERO {
            return None;
        }
        let windows = &self.context.rules.windows;
        let is_off = rate.is_off(duty, value, windows.duty_tolerance, windows.duty_tolerance_rate);
        is_off.then(|| rate.of(value))
    }
}
