//! One line of an entry: the goods, and the tariff rows the law puts on them.

use super::export::World;
use super::goods::{Class, Good};
use super::header::Header;
use super::law::{Excuse, Levy, Regime};
use super::origins::{self, ORIGINS};
use super::random::Chance;
use crate::domain::{Cents, Rate};

/// A tariff row.
#[derive(Debug, Clone, Copy)]
pub(super) struct TariffRow {
    number: [u8; 10],
    digits: u8,
    pub(super) value: Cents,
    pub(super) duty: Cents,
}

const NO_ROW: TariffRow =
    TariffRow { number: *b"0000000000", digits: 0, value: Cents::ZERO, duty: Cents::ZERO };

impl TariffRow {
    /// Its tariff number.
    pub(super) fn number(&self) -> &[u8] {
        &self.number[..usize::from(self.digits)]
    }

    /// Whether it is the row of the goods themselves.
    pub(super) fn is_goods(&self) -> bool {
        self.digits == 10 && !self.number.starts_with(b"98")
    }
}

/// A line.
pub(super) struct Line<'a> {
    pub(super) good: &'a Good,
    pub(super) origin: usize,
    pub(super) spi: &'static str,
    pub(super) quantity: u64,
    pub(super) value: Cents,
    rows: [TariffRow; 8],
    count: usize,
}

impl<'a> Line<'a> {
    /// Draws a line of an entry.
    pub(super) fn draw(header: &Header, world: &'a World, chance: &mut Chance) -> Line<'a> {
        let origin = if chance.once_in(6) { origins::draw(chance) } else { header.origin };
        let good = world.stock.draw(origin, chance);
        let size = 64u32 << chance.below(if header.is_informal() { 5 } else { 12 });
        let dollars = u64::from(size + chance.below(size));
        let mut line = Line {
            good,
            origin,
            spi: "",
            quantity: (dollars / u64::from(good.price)).max(1),
            value: Cents(dollars as i64 * 100),
            rows: [NO_ROW; 8],
            count: 0,
        };
        line.fill(header, world, chance);
        if header.is_temporary() {
            line.rows.iter_mut().for_each(|row| row.duty = Cents::ZERO);
        }
        line
    }

    /// Its rows, in the order of their ordinals.
    pub(super) fn rows(&self) -> &[TariffRow] {
        &self.rows[..self.count]
    }

    /// The duty of all its rows.
    pub(super) fn duty(&self) -> Cents {
        Cents(self.rows().iter().map(|row| row.duty.0).sum())
    }

    fn fill(&mut self, header: &Header, world: &World, chance: &mut Chance) {
        let good = self.good;
        let regime = world.law.regime(header.law_day, self.origin);
        let origin = &ORIGINS[self.origin].code;
        let remedy = match good.class {
            Class::Remedy(metal) => world.remedies.section_232(metal, header.law_day),
            _ => None,
        };
        let claim = claim(good, remedy.is_some(), chance);
        self.spi = self.preference(regime, chance);
        let returned = chance.once_in(150);
        if returned {
            self.push(b"9801001012", Cents::ZERO);
        }
        if origin == b"CN"
            && let Some(levy) = good.section_301
        {
            self.levy(levy);
        }
        let north_america = matches!(origin, b"CA" | b"MX");
        let mut base_duty =
            if self.spi.is_empty() { good.duty(self.value, self.quantity) } else { Cents::ZERO };
        let first = self.count;
        if chance.once_in(400) && regime.transshipped.reciprocal.is_some() {
            let pair = regime.transshipped;
            pair.surcharge.or(pair.reciprocal).into_iter().for_each(|levy| self.levy(levy));
        } else {
            if !(north_america && remedy.is_some())
                && let Some(levy) = self.surcharge(regime, claim)
            {
                self.levy(levy);
            }
            base_duty = self.reciprocal(regime, claim, base_duty, chance);
        }
        let ieepa = first..self.count;
        if ieepa.is_empty() && header.entered >= world.days.period_end {
            self.levy(Levy { heading: *b"99030301", rate: Rate::percent(10) });
        }
        if let Some(levy) = remedy {
            self.levy(levy);
        }
        if returned {
            self.rows[..self.count].iter_mut().for_each(|row| row.duty = Cents::ZERO);
            base_duty = Cents::ZERO;
        }
        self.push(&good.hts, base_duty);
        self.rows[self.count - 1].value = self.value;
        self.slip(ieepa, chance);
        if header.entered < world.days.order_checked && chance.once_in(5) {
            // Before ACE checked the order, some filers put the goods first.
            self.rows[..self.count].rotate_right(1);
        }
    }

    /// The preference claimed, if any.
    fn preference(&self, regime: &Regime, chance: &mut Chance) -> &'static str {
        let usmca = regime.excused(Excuse::Usmca).surcharge.is_some();
        let spi = ORIGINS[self.origin].spi;
        let claimed = if usmca { chance.below(5) < 3 } else { spi != "S" && chance.once_in(3) };
        if claimed { spi } else { "" }
    }

    fn surcharge(&self, regime: &Regime, claim: Option<Excuse>) -> Option<Levy> {
        let usmca = regime.excused(Excuse::Usmca).surcharge.filter(|_| !self.spi.is_empty());
        let claimed = || claim.and_then(|excuse| regime.excused(excuse).surcharge);
        let low = || match self.good.class {
            Class::Energy => regime.energy,
            Class::Potash => regime.potash,
            _ => None,
        };
        usmca.or_else(claimed).or_else(low).or(regime.duties.surcharge)
    }

    /// Puts on the row of the reciprocal duty; returns the duty left for the goods' own row.
    fn reciprocal(
        &mut self,
        regime: &Regime,
        claim: Option<Excuse>,
        base_duty: Cents,
        chance: &mut Chance,
    ) -> Cents {
        let outside = regime.excused(Excuse::Outside).reciprocal;
        let claimed = || claim.and_then(|excuse| regime.excused(excuse).reciprocal);
        if let Some(levy) = outside.or_else(claimed) {
            self.levy(levy);
            return base_duty;
        }
        if let Some(levy) = regime.afloat.filter(|_| chance.once_in(6)) {
            self.levy(levy);
            return base_duty;
        }
        let replaced = regime.duties.reciprocal.is_some() && !chance.once_in(4);
        match regime.floor.filter(|_| !replaced) {
            Some(floor) if self.good.reaches(floor.rate) && self.spi.is_empty() => {
                regime.above_floor.into_iter().for_each(|levy| self.levy(levy));
                base_duty
            }
            Some(floor) => {
                let total = floor.rate.of(self.value);
                let split = chance.once_in(5);
                let share =
                    if split { Cents(total.0 - base_duty.0).at_least_zero() } else { total };
                self.push(&floor.heading, share);
                if split { base_duty } else { Cents::ZERO }
            }
            None => {
                regime.duties.reciprocal.into_iter().for_each(|levy| self.levy(levy));
                base_duty
            }
        }
    }

    /// What filers get wrong, on the IEEPA rows of a line.
    fn slip(&mut self, ieepa: std::ops::Range<usize>, chance: &mut Chance) {
        let Some(last) = ieepa.last().filter(|_| chance.once_in(40)) else {
            return;
        };
        let value = self.value;
        let row = &mut self.rows[last];
        match chance.below(8) {
            0 => row.duty = Cents::ZERO,
            1 | 2 => {
                row.value = value;
                self.rows[self.count - 1].value = Cents::ZERO;
            }
            // Only part of the goods' content bears the duty.
            3..6 => row.duty = Cents(row.duty.0 / 10 * 7),
            6 if row.duty == Cents::ZERO => row.duty = Rate::percent(10).of(value),
            _ => {}
        }
    }

    fn levy(&mut self, levy: Levy) {
        self.push(&levy.heading, levy.rate.of(self.value));
    }

    fn push(&mut self, number: &[u8], duty: Cents) {
        if let Some(row) = self.rows.get_mut(self.count) {
            row.number[..number.len()].copy_from_slice(number);
            row.digits = number.len() as u8;
            row.duty = duty;
            self.count += 1;
        }
    }

    /// Column 1 as the report prints it beside the goods: the preference where one is claimed.
    pub(super) fn column1_text(&self) -> &'static str {
        if self.spi.is_empty() { self.good.rate_text } else { "Free" }
    }
}

/// Why a good bears less, if a reason is claimed.
fn claim(good: &Good, remedy: bool, chance: &mut Chance) -> Option<Excuse> {
    const SELDOM: [Excuse; 5] = [
        Excuse::Donation,
        Excuse::Information,
        Excuse::UsContent,
        Excuse::InTransit,
        Excuse::InTransit,
    ];
    match good.class {
        Class::Excused(excuse) => Some(excuse),
        Class::Farm => Some(Excuse::Farm),
        Class::Remedy(_) if remedy => Some(Excuse::Section232),
        _ => chance.once_in(30).then(|| *chance.pick(&SELDOM)),
    }
}
