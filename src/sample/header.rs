//! What all rows of one entry repeat.

use super::days::{DayNumber, Days};
use super::origins;
use super::pen;
use super::random::Chance;
use super::traders::{Filer, Importer};

/// Length of the first pass through the tariff period; each pass is twice as long as the one
/// before, up to [`LAST_DOUBLING`] doublings.
const FIRST_PASS: u64 = 16;
const LAST_DOUBLING: u32 = 12;

/// Entry types, and how often each comes.
const ENTRY_TYPES: [(&[u8; 2], u32); 14] = [
    (b"01", 148),
    (b"11", 14),
    (b"06", 8),
    (b"03", 8),
    (b"31", 5),
    (b"02", 4),
    (b"07", 2),
    (b"38", 2),
    (b"21", 2),
    (b"23", 2),
    (b"08", 2),
    (b"32", 1),
    (b"34", 1),
    (b"22", 1),
];

/// The header facts of an entry.
pub(super) struct Header {
    index: u64,
    seed: u64,
    pub(super) importer: Importer,
    filer: Filer,
    pub(super) entry_type: &'static [u8; 2],
    pub(super) entered: DayNumber,
    /// The day whose law its goods bear. Goods sent on under an immediate-transportation entry
    /// keep the rates of the day on which that was accepted.
    pub(super) law_day: DayNumber,
    /// Where most of its goods come from.
    pub(super) origin: usize,
    liquidation: (Option<DayNumber>, &'static str),
}

impl Header {
    /// The header of the entry at an index.
    pub(super) fn draw(index: u64, seed: u64, days: &Days, chance: &mut Chance) -> Header {
        let importer = Importer::of_entry(index, seed, chance);
        let filer = importer.filer(index, chance);
        let entry_type = entry_type(chance);
        let entered = entered(index, days, chance);
        let late = entered >= days.period_end;
        let transit =
            if chance.once_in(if late { 2 } else { 10 }) { chance.between(1, 30) } else { 0 };
        let origin = if chance.once_in(3) { importer.home() } else { origins::draw(chance) };
        let liquidation = liquidation(entered, entry_type, days, chance);
        let law_day = entered - transit;
        Header { index, seed, importer, filer, entry_type, entered, law_day, origin, liquidation }
    }

    /// Whether it is an informal entry: small, and liquidated at once.
    pub(super) fn is_informal(&self) -> bool {
        self.entry_type == b"11"
    }

    /// Whether it is a temporary importation, which bears no duty.
    pub(super) fn is_temporary(&self) -> bool {
        self.entry_type == b"23"
    }

    /// Appends the columns from entry number to create date, each with a comma behind it.
    pub(super) fn write_front(&self, days: &Days, chance: &mut Chance, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.filer.entry_number(self.index, self.seed));
        out.push(b',');
        out.extend_from_slice(self.entry_type);
        out.push(b',');
        self.importer.number(out);
        out.push(b',');
        out.extend_from_slice(self.importer.port(chance));
        let at_once = self.is_informal() || chance.once_in(20);
        let summary = self.entered + if at_once { 0 } else { 14 };
        let created = self.entered - chance.between(0, 4);
        for day in [self.entered, summary, created] {
            out.push(b',');
            out.extend_from_slice(days.printed(day));
        }
        out.push(b',');
    }

    /// Appends the added columns from importer name to claim number, each with a comma before it.
    pub(super) fn write_back(&self, days: &Days, chance: &mut Chance, out: &mut Vec<u8>) {
        out.push(b',');
        self.importer.name(out);
        out.push(b',');
        pen::text(self.filer.name().as_bytes(), out);
        out.push(b',');
        out.extend_from_slice(days.printed(self.entered - chance.between(0, 12)));
        let recon = self.importer.reconciles() || chance.once_in(150);
        out.extend_from_slice(if recon { b",Y," } else { b",N," });
        out.extend_from_slice(if chance.once_in(120) { b"Trade" } else { b"CBP" });
        out.extend_from_slice(if chance.once_in(90) { b",Y," } else { b",N," });
        let (liquidated, status) = self.liquidation;
        if let Some(day) = liquidated {
            out.extend_from_slice(days.printed(day));
        }
        out.push(b',');
        out.extend_from_slice(status.as_bytes());
        out.push(b',');
        if liquidated.is_some() && chance.once_in(30) {
            let statuses = ["Open", "Open", "Open", "Suspended", "Denied", "Approved", "Withdrawn"];
            out.extend_from_slice(self.importer.port(chance));
            pen::padded(26_100_000 + u64::from(chance.below(90_000)), 8, out);
            out.push(b',');
            out.extend_from_slice(chance.pick(&statuses).as_bytes());
        } else {
            out.push(b',');
        }
        out.push(b',');
        if chance.once_in(60) {
            pen::padded(100_000_000_000 + u64::from(chance.below(2_000)), 12, out);
        }
    }
}

fn entry_type(chance: &mut Chance) -> &'static [u8; 2] {
    const TOTAL: u32 = 200;
    let mut rest = chance.below(TOTAL);
    for (code, weight) in ENTRY_TYPES {
        if rest < weight {
            return code;
        }
        rest -= weight;
    }
    b"01"
}

/// The export is several reports one behind the other, as an analyst pulls them: each walks
/// through the period day by day. So a short sample too sees the whole period.
fn entered(index: u64, days: &Days, chance: &mut Chance) -> DayNumber {
    if chance.once_in(150) {
        return days.period_end + chance.between(0, 20);
    }
    let doublings = (index / FIRST_PASS + 1).ilog2().min(LAST_DOUBLING);
    let length = FIRST_PASS << doublings;
    let place = (index - (length - FIRST_PASS)) % length;
    let period = (days.period_end - days.period_start).unsigned_abs();
    let within = place * u64::from(period) + u64::from(chance.below(period));
    days.period_start + (within / length) as DayNumber
}

/// Liquidation date and status, as they stood on the day of the export.
fn liquidation(
    entered: DayNumber,
    entry_type: &[u8; 2],
    days: &Days,
    chance: &mut Chance,
) -> (Option<DayNumber>, &'static str) {
    let dumping = matches!(entry_type, b"03" | b"07" | b"34" | b"38");
    if dumping && chance.once_in(2) || chance.once_in(120) {
        return (None, "Suspended");
    }
    if chance.once_in(50) {
        return (None, "Extended");
    }
    if chance.once_in(250) {
        return (None, "Under Review");
    }
    let when = if entry_type == b"11" {
        days.friday(entered + chance.between(7, 30))
    } else if chance.once_in(30) {
        days.friday(entered + chance.between(60, 300))
    } else {
        days.ordinary_liquidation(entered)
    };
    if when > days.pulled {
        let words: [&'static str; 4] = ["Pending", "Pending", "Unliquidated", "Not Liquidated"];
        return (None, *chance.pick(&words));
    }
    let again = days.friday(when + chance.between(20, 90));
    if again <= days.pulled && chance.once_in(60) {
        return (Some(again), "Reliquidated");
    }
    (Some(when), "Liquidated")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;

    #[test]
    fn the_weights_of_the_types_add_up() {
        assert_eq!(ENTRY_TYPES.iter().map(|(_, weight)| weight).sum::<u32>(), 200);
    }

    #[test]
    fn each_pass_walks_through_the_period_day_by_day() {
        let days = Days::around(Rulebook::built_in().unwrap().period);
        let date = |index| entered(index, &days, &mut Chance::of(1, index));
        for (first, length) in [(0, 16), (16, 32), (48, 64), (65_520, 65_536), (131_056, 65_536)] {
            let pass: Vec<_> =
                (first..first + length).map(date).filter(|d| *d < days.period_end).collect();
            assert!(pass.is_sorted(), "{first}");
            assert!(
                pass[0] < days.period_start + 26 && pass[pass.len() - 1] > days.period_end - 50
            );
        }
    }
}
