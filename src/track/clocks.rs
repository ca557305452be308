//! What is overdue after filing, and what expires when: by kind, importer or payee, and the day a
//! clock started.

use super::settlement::{Cause, Followed, Money, RefundBasis};
use super::state::{State, Tracked};
use super::{Place, Scene};
use crate::assess::checks::CheckSet;
use crate::assess::checks::liquidation::paid_at_liquidation::PAID_AT_LIQUIDATION;
use crate::assess::clocks::delinquency_periods;
use crate::domain::{Day, LiquidationState, vocabulary};
use crate::earlier::EarlierEntry;
use crate::ledger::TextId;
use hashbrown::HashMap;

/// Whatever is paid at its liquidation only has no clock before.
static PAID_LATER: CheckSet = CheckSet::of(&[&PAID_AT_LIQUIDATION]);

vocabulary! {
    /// A clock. The first six run against CBP and the bank, the others against the importer.
    ClockKind {
        /// Accepted, to be (re)liquidated.
        Liquidation = "liquidation",
        /// (Re)liquidated, to be paid.
        Payment = "payment",
        /// Accepted, to be paid: the whole way.
        Refund = "refund",
        /// Accepted, and paid only when CBP liquidates one day: no clock.
        WaitsForLiquidation = "waits-for-liquidation",
        /// Kept back: no ACH account.
        Held = "held-no-ach",
        /// Sent back by the bank.
        Returned = "returned",
        /// Protest of a (re)liquidation that leaves something in dispute.
        ProtestDisputed = "protest-disputed",
        /// Protest of any other one that CAPE made.
        Protest = "protest",
        /// CAPE still takes what it refused.
        CapeRejected = "cape-rejected",
        /// Protest of what CBP refused.
        ProtestRejected = "protest-rejected",
        /// CAPE still takes what was not filed.
        CapeNotFiled = "cape-not-filed",
        /// Protest of what was not filed.
        ProtestNotFiled = "protest-not-filed",
    }
}

impl ClockKind {
    /// Whether importer and analyst must act before the day, not CBP.
    pub const fn is_own(self) -> bool {
        !matches!(
            self,
            ClockKind::Liquidation
                | ClockKind::Payment
                | ClockKind::Refund
                | ClockKind::WaitsForLiquidation
        )
    }

    /// Whose number its rows bear: the payee's where it is about money on its way.
    const fn is_of_payee(self) -> bool {
        matches!(self, ClockKind::Payment | ClockKind::Held | ClockKind::Returned)
    }
}

vocabulary! {
    /// How the day is known on which a clock started.
    FromBasis {
        /// A report gives the day.
        Stated = "stated",
        /// Only the day of the report is known: it was then at the latest.
        ReportDate = "report-date",
        /// Only something that comes after it is dated: it was then at the latest.
        LaterEvent = "later-event",
        /// The estimate had it.
        Estimate = "estimate",
        /// It is not known.
        Unknown = "unknown",
    }
}

/// Entries whose clock started on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Which clock.
    pub kind: ClockKind,
    /// Importer, or payee where it is about money on its way; may be blank.
    pub party: String,
    /// When it started; `None` if that is not known.
    pub from: Option<Day>,
    /// When it ends; `None` where it has no end.
    pub due: Option<Day>,
    /// Days left on the day to which clocks count; negative: days over.
    pub days_left: Option<i32>,
    /// Whole 30-day periods since the liquidation, for which delinquency interest is possible (19
    /// USC 1505(d)); of payment clocks alone.
    pub delinquency_periods: Option<i32>,
    /// Entries.
    pub entries: u64,
    /// What is at stake, in cents: what was expected or is still to come, principal and interest;
    /// in dispute, the part in dispute.
    pub amount: i128,
    /// How the day is known.
    pub basis: FromBasis,
}

impl Clock {
    /// Whether its day is past.
    pub fn is_over(&self) -> bool {
        self.days_left.is_some_and(|days| days < 0)
    }
}

type Key = (ClockKind, TextId, Option<Day>, FromBasis);

/// Sums up clocks, entry by entry. Takes memory for each importer and day, not for each entry.
pub struct Clocks<'a> {
    scene: Scene<'a>,
    sums: HashMap<Key, (u64, i128), foldhash::fast::FixedState>,
}

impl<'a> Clocks<'a> {
    /// No clocks.
    pub fn new(scene: &Scene<'a>) -> Clocks<'a> {
        Clocks { scene: *scene, sums: HashMap::default() }
    }

    /// Takes an entry in.
    pub fn see(&mut self, followed: &Followed<'_>) {
        let tracked = followed.tracked;
        match tracked.state() {
            State::NotFiled => {
                self.not_with_cape(followed, ClockKind::CapeNotFiled, ClockKind::ProtestNotFiled);
            }
            State::FileRejected | State::EntryRejected => {
                self.not_with_cape(followed, ClockKind::CapeRejected, ClockKind::ProtestRejected);
            }
            State::Uploaded => {}
            State::Accepted | State::LinesRemoved => self.accepted(followed),
            State::Liquidated | State::Certified | State::Sent => self.on_its_way(followed),
            State::Held => self.since(followed, ClockKind::Held),
            State::Returned => self.since(followed, ClockKind::Returned),
            State::Diverted | State::Paid | State::Reissued => {}
        }
        if tracked.state() >= State::Liquidated {
            self.protest(followed);
        }
    }

    /// Neither accepted nor paid: CAPE's own clock and that of the protest.
    fn not_with_cape(&mut self, followed: &Followed<'_>, cape: ClockKind, protest: ClockKind) {
        let Followed { entry, tracked, settlement, .. } = followed;
        if entry.refund_high.0 <= 0 {
            return;
        }
        let told = [tracked.ordinary_liquidation, tracked.reliquidated].into_iter().flatten();
        let told = told.filter(|day| *day <= self.scene.as_of).max();
        let (day, basis) = match (told, entry.liquidation_date) {
            (Some(told), before) if before.is_none_or(|before| before < told) => {
                (told, self.basis(tracked, told))
            }
            (_, Some(before)) => (before, FromBasis::Estimate),
            _ => return,
        };
        let windows = &self.scene.rules.windows;
        let as_of = self.scene.as_of;
        let running = |days: i32| day.plus(days) >= as_of;
        for (kind, days) in [(cape, windows.cape_days), (protest, windows.protest_days)] {
            if running(days) {
                self.add(kind, followed, Some(day), basis, total(settlement.expected));
            }
        }
    }

    /// Accepted and not liquidated.
    fn accepted(&mut self, followed: &Followed<'_>) {
        let (from, basis) = self.acceptance(followed.tracked);
        let amount = total(followed.settlement.expected);
        if waits(followed.entry) {
            self.add(ClockKind::WaitsForLiquidation, followed, from, basis, amount);
            return;
        }
        self.add(ClockKind::Liquidation, followed, from, basis, amount);
        self.add(ClockKind::Refund, followed, from, basis, amount);
    }

    /// Liquidated and not paid.
    fn on_its_way(&mut self, followed: &Followed<'_>) {
        let tracked = followed.tracked;
        let amount = still_to_come(followed);
        let (from, basis) = match tracked.reliquidated {
            Some(day) => (Some(day), self.basis(tracked, day)),
            None => (None, FromBasis::Unknown),
        };
        self.add(ClockKind::Payment, followed, from, basis, amount);
        // What was suspended began its way at its liquidation, and that is the clock above.
        if !waits(followed.entry) {
            let (from, basis) = self.acceptance(tracked);
            self.add(ClockKind::Refund, followed, from, basis, amount);
        }
    }

    /// Kept back or sent back: since when.
    fn since(&mut self, followed: &Followed<'_>, kind: ClockKind) {
        let tracked = followed.tracked;
        let state = tracked.state();
        // Since the first report in a row that says so.
        let steps = tracked.steps.iter().rev().take_while(|step| step.state == state);
        let first = steps.filter(|step| step.on.is_some()).min_by_key(|step| step.on);
        let from = first.and_then(|step| step.on);
        let basis = match first {
            Some(step) => self.of_place(step.place, step.on),
            None => FromBasis::Unknown,
        };
        // Of several refunds one can be held and another on its way.
        let open = [Cause::Held, Cause::Returned, Cause::NotPaidYet];
        let causes = followed.settlement.causes.iter();
        let causes = causes.filter(|part| open.contains(&part.cause));
        let amount = causes.map(|part| total(part.money)).sum();
        self.add(kind, followed, from, basis, amount);
    }

    /// The protest clock of a (re)liquidation by CAPE.
    fn protest(&mut self, followed: &Followed<'_>) {
        let tracked = followed.tracked;
        let Some(day) = tracked.reliquidated.filter(|day| *day <= self.scene.as_of) else { return };
        let disputed = self.in_dispute(followed);
        let basis = self.basis(tracked, day);
        if disputed > 0 {
            self.add(ClockKind::ProtestDisputed, followed, Some(day), basis, disputed);
        } else if day.plus(self.scene.rules.windows.protest_days) >= self.scene.as_of {
            let settlement = followed.settlement;
            let amount = match settlement.basis {
                RefundBasis::None => total(settlement.expected),
                RefundBasis::Reported | RefundBasis::Allocated => total(settlement.refund),
            };
            self.add(ClockKind::Protest, followed, Some(day), basis, amount);
        }
    }

    /// What a liquidation left out and a protest could ask for, if it is more than rounding. That
    /// interest ends on another day than the estimate took is no dispute, and a debt, a missing
    /// account or a bank are no matter of the liquidation.
    fn in_dispute(&self, followed: &Followed<'_>) -> i128 {
        let causes = followed.settlement.causes.iter().filter(|part| {
            matches!(
                part.cause,
                Cause::FloorShare
                    | Cause::PscChange
                    | Cause::DutiesNetted
                    | Cause::InterestStart
                    | Cause::InterestRate
                    | Cause::Unknown
            )
        });
        let rules = &self.scene.rules.tracking;
        let rounding = rules.interest_tolerance_rate.of(followed.settlement.refund.principal);
        let rounding = rounding.max(rules.interest_tolerance);
        let disputed = causes.map(|part| total(part.money).max(0)).sum();
        if disputed > i128::from(rounding.0) { disputed } else { 0 }
    }

    fn add(
        &mut self,
        kind: ClockKind,
        followed: &Followed<'_>,
        from: Option<Day>,
        basis: FromBasis,
        amount: i128,
    ) {
        let entry = followed.entry;
        let party = match kind.is_of_payee() {
            true => self.scene.portfolio.payee(entry),
            false => entry.importer,
        };
        let basis = if from.is_none() { FromBasis::Unknown } else { basis };
        let sum = self.sums.entry((kind, party, from, basis)).or_default();
        sum.0 += 1;
        sum.1 += amount;
    }

    fn acceptance(&self, tracked: &Tracked) -> (Option<Day>, FromBasis) {
        let steps = tracked.steps.iter().filter(|step| step.state >= State::Accepted);
        let mut on = steps.filter(|step| step.on == tracked.accepted_on);
        let basis = on.next().map(|step| match step.state {
            State::Accepted => self.of_place(step.place, step.on),
            _ => FromBasis::LaterEvent,
        });
        // No step of its own has the day: another entry of its claim dates it.
        (tracked.accepted_on, basis.unwrap_or(FromBasis::LaterEvent))
    }

    /// How the day of a liquidation is known.
    fn basis(&self, tracked: &Tracked, day: Day) -> FromBasis {
        let steps = tracked.steps.iter().filter(|step| step.state == State::Liquidated);
        let step = steps.filter(|step| step.on == Some(day)).map(|step| step.place);
        let noted = tracked.notes.iter().filter(|note| note.state == Some(State::Liquidated));
        let noted = noted.filter(|note| note.on == Some(day)).map(|note| note.place);
        let bases = step.chain(noted).map(|place| self.of_place(place, Some(day)));
        // `Stated` comes first.
        bases.min().unwrap_or(FromBasis::Stated)
    }

    /// A step is dated by its row, or else by its report; the day of the report may be either, and
    /// then says no more than "at the latest".
    fn of_place(&self, place: Place, on: Option<Day>) -> FromBasis {
        let report = self.scene.said.file(place).and_then(|file| file.report_date);
        if report == on { FromBasis::ReportDate } else { FromBasis::Stated }
    }

    /// The clocks, by kind, party and day.
    pub fn finish(self) -> Vec<Clock> {
        let Scene { rules, portfolio, as_of, .. } = self.scene;
        let (windows, tracking) = (&rules.windows, &rules.tracking);
        let clocks =
            self.sums.into_iter().map(|((kind, party, from, basis), (entries, amount))| {
                let days = match kind {
                    ClockKind::Liquidation => Some(tracking.liquidation_overdue_days),
                    ClockKind::Payment => Some(tracking.payment_overdue_days),
                    ClockKind::Refund => Some(tracking.refund_overdue_days),
                    ClockKind::CapeRejected | ClockKind::CapeNotFiled => Some(windows.cape_days),
                    ClockKind::ProtestDisputed
                    | ClockKind::Protest
                    | ClockKind::ProtestRejected
                    | ClockKind::ProtestNotFiled => Some(windows.protest_days),
                    ClockKind::WaitsForLiquidation | ClockKind::Held | ClockKind::Returned => None,
                };
                let due = from.zip(days).map(|(from, days)| from.plus(days));
                let since = from.filter(|_| kind == ClockKind::Payment);
                Clock {
                    kind,
                    party: portfolio.texts.text(party).to_owned(),
                    from,
                    due,
                    days_left: due.map(|due| due.days_since(as_of)),
                    delinquency_periods: since
                        .map(|from| delinquency_periods(as_of.days_since(from))),
                    entries,
                    amount,
                    basis,
                }
            });
        let mut clocks: Vec<Clock> = clocks.collect();
        clocks.sort_by(|a, b| {
            (a.kind, &a.party, a.from.is_none(), a.from, a.basis).cmp(&(
                b.kind,
                &b.party,
                b.from.is_none(),
                b.from,
                b.basis,
            ))
        });
        clocks
    }
}

/// Whether CBP pays an entry only when it liquidates one day.
pub(super) fn waits(entry: &EarlierEntry) -> bool {
    entry.liquidation_state == LiquidationState::Held || entry.found.meets(PAID_LATER)
}

/// What is on its way and has not arrived.
fn still_to_come(followed: &Followed<'_>) -> i128 {
    let settlement = followed.settlement;
    match settlement.basis {
        RefundBasis::None => total(settlement.expected),
        RefundBasis::Reported | RefundBasis::Allocated => {
            let causes = settlement.causes.iter();
            let open = causes.filter(|part| part.cause == Cause::NotPaidYet);
            open.map(|part| total(part.money)).sum()
        }
    }
}

pub(super) fn total(money: Money) -> i128 {
    i128::from(money.principal.0) + i128::from(money.interest.0)
}

#[cfg(test)]
mod tests;
