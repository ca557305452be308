//! When the money that is still to come may arrive, week by week: early (one case in ten is
//! earlier), likely, and late (nine in ten are earlier).

use super::clocks::{total, waits};
use super::settlement::{Cause, Followed};
use super::state::State;
use super::{RefundBasis, Scene};
use crate::domain::{Day, vocabulary};
use crate::rulebook::Days;
use std::collections::BTreeMap;

vocabulary! {
    /// Money that is still to come, and for which no week can be told.
    NoWeek {
        /// The day on which it should be here is past.
        Late = "late",
        /// Suspended, extended, under review: nobody knows when CBP liquidates it.
        NoEstimate = "no-estimate",
        /// When CBP accepted or liquidated it is not known.
        NoDate = "no-date",
        /// Kept back: no ACH account.
        Held = "held",
        /// Sent back by the bank.
        Returned = "returned",
    }
}

/// Money under the three times. The sum over all weeks and `late` is the same for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CashSum {
    /// By the early time, in cents.
    pub p10: i128,
    /// By the likely time.
    pub p50: i128,
    /// By the late time.
    pub p90: i128,
    /// By the likely time, the least that the estimate came to.
    pub p50_low: i128,
    /// Entries by the likely time.
    pub entries_p50: u64,
}

impl CashSum {
    fn plus(&self, other: &CashSum) -> CashSum {
        CashSum {
            p10: self.p10 + other.p10,
            p50: self.p50 + other.p50,
            p90: self.p90 + other.p90,
            p50_low: self.p50_low + other.p50_low,
            entries_p50: self.entries_p50 + other.entries_p50,
        }
    }
}

/// A week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CashWeek {
    /// Its Monday.
    pub week: Day,
    /// What comes in it.
    pub sum: CashSum,
    /// What came by its end, with what is late.
    pub cumulative: CashSum,
}

/// What is still to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashForecast {
    /// Should be here: to be looked for in the week of the day to which clocks count.
    pub late: CashSum,
    /// From the week of that day to the last with money, none left out.
    pub weeks: Vec<CashWeek>,
    /// Money without a week; each column holds the same.
    pub without: [(NoWeek, CashSum); 4],
    /// All of it, in cents: the causes not liquidated, suspended, not paid yet, held, returned.
    pub total: i128,
}

/// Spreads money over weeks, entry by entry.
pub struct Cash<'a> {
    scene: Scene<'a>,
    late: CashSum,
    weeks: BTreeMap<Day, CashSum>,
    without: BTreeMap<NoWeek, CashSum>,
    total: i128,
}

/// What is still to come of one entry.
#[derive(Clone, Copy)]
struct Part {
    amount: i128,
    low: i128,
}

impl<'a> Cash<'a> {
    /// No money.
    pub fn new(scene: &Scene<'a>) -> Cash<'a> {
        Cash {
            scene: *scene,
            late: CashSum::default(),
            weeks: BTreeMap::new(),
            without: BTreeMap::new(),
            total: 0,
        }
    }

    /// Takes an entry in.
    pub fn see(&mut self, followed: &Followed<'_>) {
        let mut on_its_way = None::<i128>;
        for part in &followed.settlement.causes {
            let amount = total(part.money);
            let without = match part.cause {
                Cause::NotLiquidated | Cause::NotPaidYet => {
                    on_its_way = Some(on_its_way.unwrap_or_default() + amount);
                    continue;
                }
                Cause::Suspended => NoWeek::NoEstimate,
                Cause::Held => NoWeek::Held,
                Cause::Returned => NoWeek::Returned,
                _ => continue,
            };
            self.put_without(without, self.part(followed, amount));
        }
        let Some(amount) = on_its_way else { return };
        let part = self.part(followed, amount);
        match self.start(followed) {
            Start::From(day, days) => self.spread(day, days, part),
            Start::None(why) => self.put_without(why, part),
        }
    }

    /// The least of it: what is known is known, what is not may come to the low end of the estimate.
    fn part(&self, followed: &Followed<'_>, amount: i128) -> Part {
        let entry = followed.entry;
        let low = i128::from(entry.refund_low.0) + i128::from(entry.interest_low.0);
        let low = match followed.settlement.basis {
            RefundBasis::None => low.min(amount),
            RefundBasis::Reported | RefundBasis::Allocated => amount,
        };
        Part { amount, low }
    }

    /// From which day how many days pass.
    fn start(&self, followed: &Followed<'_>) -> Start {
        let tracked = followed.tracked;
        let rules = &self.scene.rules.tracking;
        let (to_liquidation, to_bank) = (rules.liquidation_days, rules.payment_days);
        let state = tracked.state();
        match state {
            State::Held => return Start::None(NoWeek::Held),
            State::Returned => return Start::None(NoWeek::Returned),
            _ => {}
        }
        if let Some(day) = tracked.reliquidated {
            return Start::From(day, to_bank);
        }
        if state < State::Liquidated && waits(followed.entry) {
            return Start::None(NoWeek::NoEstimate);
        }
        let accepted = tracked.accepted_on.filter(|_| state >= State::Accepted);
        match accepted {
            Some(day) => Start::From(
                day,
                Days {
                    p10: to_liquidation.p10 + to_bank.p10,
                    p50: to_liquidation.p50 + to_bank.p50,
                    p90: to_liquidation.p90 + to_bank.p90,
                },
            ),
            None => Start::None(NoWeek::NoDate),
        }
    }

    fn spread(&mut self, from: Day, days: Days, part: Part) {
        self.total += part.amount;
        let Part { amount, low } = part;
        let parts = [
            (days.p10, CashSum { p10: amount, ..CashSum::default() }),
            (days.p50, CashSum { p50: amount, p50_low: low, entries_p50: 1, ..CashSum::default() }),
            (days.p90, CashSum { p90: amount, ..CashSum::default() }),
        ];
        for (days, sum) in parts {
            let day = from.plus(days);
            let place = match day < self.scene.as_of {
                true => &mut self.late,
                false => self.weeks.entry(monday(day)).or_default(),
            };
            *place = place.plus(&sum);
        }
    }

    fn put_without(&mut self, why: NoWeek, part: Part) {
        self.total += part.amount;
        let Part { amount, low } = part;
        let sum = CashSum { p10: amount, p50: amount, p90: amount, p50_low: low, entries_p50: 1 };
        let place = self.without.entry(why).or_default();
        *place = place.plus(&sum);
    }

    /// The forecast.
    pub fn finish(self) -> CashForecast {
        let mut weeks = Vec::new();
        let mut cumulative = self.late;
        if let Some(last) = self.weeks.keys().next_back() {
            let mut week = monday(self.scene.as_of);
            while week <= *last {
                let sum = self.weeks.get(&week).copied().unwrap_or_default();
                cumulative = cumulative.plus(&sum);
                weeks.push(CashWeek { week, sum, cumulative });
                let next = week.plus(7);
                // The calendar ends in 9999.
                if next <= week {
                    break;
                }
                week = next;
            }
        }
        let without = [NoWeek::NoEstimate, NoWeek::NoDate, NoWeek::Held, NoWeek::Returned]
            .map(|why| (why, self.without.get(&why).copied().unwrap_or_default()));
        CashForecast { late: self.late, weeks, without, total: self.total }
    }
}

enum Start {
    From(Day, Days),
    None(NoWeek),
}

fn monday(day: Day) -> Day {
    day.plus(-day.days_from_monday())
}

#[cfg(test)]
mod tests;
