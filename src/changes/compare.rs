//! One entry in both reports: what changed, and by what.

use super::between::Between;
use super::findings::{self, DATES, FactsChanged, Turned};
use super::interest::{Accrual, Accrued};
use super::{Balance, Cause, ChangedField, Differing, Pair, Side, Told, tracked};
use crate::domain::{Cents, Day, EntryStatus, Severity, vocabulary};
use crate::rulebook::Rulebook;

vocabulary! {
    /// What became of an entry between two reports.
    Kind {
        /// In the later report only.
        New = "new",
        /// In the earlier report only.
        Gone = "gone",
        /// In both.
        Changed = "changed",
    }
}

/// What a cell of a change holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing, or not known.
    Blank,
    /// A text of the data.
    Text(&'a str),
    /// A word of the program.
    Word(&'static str),
    /// A date.
    Day(Day),
    /// An amount.
    Cents(Cents),
}

impl From<Option<Day>> for Value<'_> {
    fn from(day: Option<Day>) -> Self {
        day.map_or(Value::Blank, Value::Day)
    }
}

/// A field of an entry that is another one now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'a> {
    /// Which.
    pub field: ChangedField,
    /// As it was.
    pub before: Value<'a>,
    /// As it is.
    pub after: Value<'a>,
    /// Why.
    pub cause: Cause,
    /// More about why, in words; may be blank.
    pub detail: String,
}

/// An entry of the two reports, with all that changed.
pub struct Seen<'a> {
    /// What became of it.
    pub kind: Kind,
    /// As it was.
    pub before: Option<Told<'a>>,
    /// As it is.
    pub after: Option<Told<'a>>,
    /// What changed, in the order of [`ChangedField`]; empty if nothing did.
    pub changes: Vec<Change<'a>>,
    /// The part of the change of its interest that is time alone, in cents.
    pub accrued: i128,
}

/// Compares entries.
pub struct Comparer<'a> {
    between: Between<'a>,
    accrual: Accrual<'a>,
}

impl<'a> Comparer<'a> {
    /// For two reports.
    pub fn new(
        before: Side<'a>,
        after: Side<'a>,
        rules: &'a Rulebook,
        differing: &Differing,
    ) -> Comparer<'a> {
        let between = Between::new(before, after, rules, differing);
        let (then, to) = (before.made_with, after.made_with.as_of);
        let accrual = Accrual::new(&rules.interest, then, to, between.has_facts);
        Comparer { between, accrual }
    }

    /// What became of an entry; `None` if neither report has it.
    pub fn compare(&mut self, pair: Pair) -> Option<Seen<'a>> {
        let before = pair.before.and_then(|id| self.between.before.entry(id));
        let after = pair.after.and_then(|id| self.between.after.entry(id));
        let (kind, changes, accrued) = match (&before, &after) {
            (Some(before), Some(after)) => {
                let accrued = self.accrued(before, after);
                (Kind::Changed, self.changes(before, after), accrued)
            }
            (None, Some(after)) => (Kind::New, self.one(after, true), 0),
            (Some(before), None) => (Kind::Gone, self.one(before, false), 0),
            (None, None) => return None,
        };
        Some(Seen { kind, before, after, changes, accrued })
    }

    /// What an entry brings that is in one report only, or takes along.
    fn one(&self, told: &Told<'a>, is_new: bool) -> Vec<Change<'a>> {
        let side = if is_new { self.between.after } else { self.between.before };
        let entry = told.entry;
        let importer = side.text(entry.importer);
        let state = told.state.map_or(Value::Blank, |told| Value::Word(told.state.as_str()));
        let values = [
            (ChangedField::Importer, text(importer)),
            (ChangedField::Status, Value::Word(entry.status.as_str())),
            (ChangedField::Lane, Value::Word(entry.lane.as_str())),
            (ChangedField::RefundHigh, Value::Cents(entry.refund_high)),
            (ChangedField::InterestHigh, Value::Cents(entry.interest_high)),
            (ChangedField::State, state),
        ];
        let values = values.into_iter().filter(|(_, value)| *value != Value::Blank);
        let (cause, detail) = self.between.otherwise();
        values
            .map(|(field, value)| {
                let blank = Value::Blank;
                let (before, after) = if is_new { (blank, value) } else { (value, blank) };
                Change { field, before, after, cause, detail: detail.clone() }
            })
            .collect()
    }

    fn changes(&mut self, before: &Told<'a>, after: &Told<'a>) -> Vec<Change<'a>> {
        let mut changes = Vec::new();
        let mut facts = FactsChanged::default();
        self.facts(before, after, &mut facts, &mut changes);
        let mut found = Vec::new();
        if self.between.has_facts {
            found = findings::found(&self.between, before, after, &facts);
            put_turned(ChangedField::Finding, &found, &mut changes);
            let unproved = findings::unproved(&self.between, before, after, &facts);
            put_turned(ChangedField::Unproved, &unproved, &mut changes);
        }
        self.judged(before, after, &facts, &found, &mut changes);
        self.amounts(before, after, &facts, &mut changes);
        tracked::changes(&self.between, before, after, &mut changes);
        changes
    }

    /// Columns that the inputs give.
    fn facts(
        &self,
        before: &Told<'a>,
        after: &Told<'a>,
        facts: &mut FactsChanged,
        changes: &mut Vec<Change<'a>>,
    ) {
        let between = &self.between;
        let (a, b) = (before.entry, after.entry);
        let mut put = |field, before, after, why: &dyn Fn(&FactsChanged) -> (Cause, String)| {
            if before != after {
                let (cause, detail) = why(facts);
                facts.put(field, cause, &detail);
                changes.push(Change { field, before, after, cause, detail });
            }
        };
        let otherwise = |_: &FactsChanged| between.otherwise();
        let texts = |x, y| (text(between.before.text(x)), text(between.after.text(y)));
        let (x, y) = texts(a.importer, b.importer);
        put(ChangedField::Importer, x, y, &otherwise);
        let paid = between.before.has_payment_facts && between.after.has_payment_facts;
        // Where nobody asked who is paid, an estimate leaves it blank and a tracking names the importer.
        if paid && between.before.has_facts == between.after.has_facts {
            let (x, y) = texts(a.payee, b.payee);
            put(ChangedField::Payee, x, y, &otherwise);
        }
        if between.has_facts {
            let (x, y) = texts(a.entry_type, b.entry_type);
            put(ChangedField::EntryType, x, y, &otherwise);
            put(ChangedField::EntryDate, a.entry_date.into(), b.entry_date.into(), &otherwise);
        }
        if between.has_facts && paid {
            let (x, y) = (a.summary_date, b.summary_date);
            put(ChangedField::SummaryDate, x.into(), y.into(), &otherwise);
            let (x, y) = (a.payment_date, b.payment_date);
            put(ChangedField::PaymentDate, x.into(), y.into(), &otherwise);
        }
        if between.has_facts {
            let (x, y) = (a.deposit_date, b.deposit_date);
            put(ChangedField::DepositDate, x.into(), y.into(), &|facts| match (
                &between.basis,
                facts.any(DATES),
            ) {
                (_, true) => (Cause::Dates, String::new()),
                (Some(basis), false) => (Cause::Options, basis.clone()),
                (None, false) => between.otherwise(),
            });
        }
        // A date that was announced becomes the liquidation date when its day has come.
        let come =
            a.liquidation_date.is_none().then_some(b.liquidation_date).flatten().filter(|d| {
                a.projected_liquidation == Some(*d)
                    && between.clocks.before < *d
                    && (between.otherwise().0 != Cause::Inputs
                        || !is_cycle_end(between, before, *d))
            });
        let liquidation = |_: &FactsChanged| match come {
            Some(day) => (Cause::Time, format!("the liquidation announced for {day} has come")),
            None => between.otherwise(),
        };
        if between.has_facts {
            let (x, y) = (a.liquidation_state, b.liquidation_state);
            let (x, y) = (Value::Word(x.as_str()), Value::Word(y.as_str()));
            put(ChangedField::LiquidationState, x, y, &liquidation);
        }
        let (x, y) = (a.liquidation_date, b.liquidation_date);
        put(ChangedField::LiquidationDate, x.into(), y.into(), &liquidation);
        if between.has_facts {
            let (x, y) = (a.projected_liquidation, b.projected_liquidation);
            put(ChangedField::ProjectedLiquidation, x.into(), y.into(), &|facts| {
                let by = facts.liquidation();
                let dates = facts.any(DATES).then(|| (Cause::Dates, String::new()));
                by.or(dates).unwrap_or_else(|| between.otherwise())
            });
            let (x, y) = (Value::Cents(a.duty_paid), Value::Cents(b.duty_paid));
            put(ChangedField::DutyPaid, x, y, &|facts| {
                let moved = facts.any(&[ChangedField::EntryDate]);
                if moved { (Cause::Dates, String::new()) } else { between.otherwise() }
            });
        }
    }

    /// Status and lane.
    fn judged(
        &self,
        before: &Told<'a>,
        after: &Told<'a>,
        facts: &FactsChanged,
        found: &[Turned],
        changes: &mut Vec<Change<'a>>,
    ) {
        let (a, b) = (before.entry, after.entry);
        if a.status == b.status && a.lane == b.lane {
            return;
        }
        let zero = |cents| cents == Cents::ZERO;
        let refund = zero(a.refund_high) != zero(b.refund_high);
        let (cause, detail) = match deciding(before, after, found) {
            _ if refund => (Cause::Refund, String::new()),
            Some(turned) => {
                let what = if turned.came { "found" } else { "found no more" };
                let colon = if turned.detail.is_empty() { "" } else { ": " };
                (turned.cause, format!("{} {what}{colon}{}", turned.check.code, turned.detail))
            }
            None => facts
                .liquidation()
                .or_else(|| {
                    // Without its facts the day of an estimate is not known either.
                    let clocks = self.between.has_facts.then_some(self.between.clocks)?;
                    Some((Cause::Time, clocks.protest_ended(b.liquidation_date)?))
                })
                .unwrap_or_else(|| self.between.otherwise()),
        };
        let mut put = |field, x: &'static str, y: &'static str| {
            if x != y {
                let (before, after) = (Value::Word(x), Value::Word(y));
                changes.push(Change { field, before, after, cause, detail: detail.clone() });
            }
        };
        put(ChangedField::Status, a.status.as_str(), b.status.as_str());
        put(ChangedField::Lane, a.lane.as_str(), b.lane.as_str());
    }

    /// Refund and interest.
    fn amounts(
        &mut self,
        before: &Told<'a>,
        after: &Told<'a>,
        facts: &FactsChanged,
        changes: &mut Vec<Change<'a>>,
    ) {
        let (a, b) = (before.entry, after.entry);
        let refunds = [
            (ChangedField::RefundLow, a.refund_low, b.refund_low),
            (ChangedField::RefundHigh, a.refund_high, b.refund_high),
        ];
        for (field, x, y) in refunds.into_iter().filter(|(_, x, y)| x != y) {
            let (cause, detail) = if facts.any(&[ChangedField::DutyPaid]) {
                (Cause::Duty, String::new())
            } else if facts.any(&[ChangedField::EntryDate]) {
                (Cause::Dates, String::new())
            } else if facts.any(&[ChangedField::EntryType]) {
                (Cause::EntryType, String::new())
            } else {
                self.between.otherwise()
            };
            let (before, after) = (Value::Cents(x), Value::Cents(y));
            changes.push(Change { field, before, after, cause, detail });
        }
        let low = (a.interest_low, b.interest_low, a.refund_low == b.refund_low);
        let high = (a.interest_high, b.interest_high, a.refund_high == b.refund_high);
        let both = [(ChangedField::InterestLow, low), (ChangedField::InterestHigh, high)];
        for (field, (x, y, same_refund)) in both {
            if x == y {
                continue;
            }
            let (cause, detail) = match same_refund {
                false => (Cause::Refund, String::new()),
                true => self.interest_cause(field, before, after, facts),
            };
            let (before, after) = (Value::Cents(x), Value::Cents(y));
            changes.push(Change { field, before, after, cause, detail });
        }
    }

    /// Why interest on the same refund is another one.
    fn interest_cause(
        &mut self,
        field: ChangedField,
        before: &Told<'a>,
        after: &Told<'a>,
        facts: &FactsChanged,
    ) -> (Cause, String) {
        if facts.any(&[ChangedField::DepositDate]) {
            return match &self.between.basis {
                Some(basis) if !facts.any(DATES) => (Cause::Options, basis.clone()),
                _ => (Cause::Dates, String::new()),
            };
        }
        let (a, b) = (before.entry, after.entry);
        let (then, now) = (self.between.before.made_with, self.between.after.made_with);
        let runs_on =
            |entry, made: &crate::earlier::MadeWith| made.interest_end(entry) > made.as_of;
        if a.status != b.status && runs_on(a, then) != runs_on(b, now) {
            return (Cause::Status, format!("{} then, {} now", a.status, b.status));
        }
        if !self.between.interest_options.is_empty() {
            return (Cause::Options, self.between.interest_options.clone());
        }
        let (accrued, more) = match field {
            ChangedField::InterestLow => {
                (self.accrual.low(a), i128::from(b.interest_low.0) - i128::from(a.interest_low.0))
            }
            _ => (
                self.accrual.high(a),
                i128::from(b.interest_high.0) - i128::from(a.interest_high.0),
            ),
        };
        let days = then.as_of != now.as_of;
        let is_time = match accrued {
            Accrued::Known(Cents(cents)) => i128::from(cents) == more,
            Accrued::Untold => true,
            Accrued::Off => false,
        };
        match days && is_time {
            true => (Cause::Time, format!("interest from {} to {}", then.as_of, now.as_of)),
            false => self.between.otherwise(),
        }
    }

    /// The part of the change of the interest on the most refund that is time alone.
    fn accrued(&mut self, before: &Told<'a>, after: &Told<'a>) -> i128 {
        match self.accrual.high(before.entry) {
            Accrued::Known(cents) => cents.0.into(),
            Accrued::Off => 0,
            Accrued::Untold => {
                let (a, b) = (before.entry, after.entry);
                let only_time = self.between.clocks.before != self.between.clocks.after
                    && self.between.interest_options.is_empty()
                    && a.refund_high == b.refund_high
                    && a.status == b.status;
                let [was, is] = [Balance::of(before)[1], Balance::of(after)[1]];
                if only_time { is.expected - was.expected } else { 0 }
            }
        }
    }
}

/// Whether a day is the end of the ordinary cycle of an entry, and so may have been a guess.
fn is_cycle_end(between: &Between<'_>, told: &Told<'_>, day: Day) -> bool {
    let cycle = between.clocks.windows.liquidation_cycle_days;
    told.entry.entry_date.is_some_and(|entered| entered.plus(cycle).friday_on_or_after() == day)
}

/// The finding that decided the new status and lane: one that came and sends the entry where it is
/// now, or went and had sent it where it was; else the weightiest of those that turned.
fn deciding<'t>(before: &Told<'_>, after: &Told<'_>, turned: &'t [Turned]) -> Option<&'t Turned> {
    let (was, is) = (before.entry.lane, after.entry.lane);
    let weighs = |turned: &&Turned| turned.check.severity != Severity::Info;
    let weight = |status| match status {
        EntryStatus::NoRefund | EntryStatus::Eligible => 0,
        EntryStatus::Review => 1,
        EntryStatus::Blocked => 2,
    };
    let worse = weight(after.entry.status) >= weight(before.entry.status);
    turned.iter().filter(weighs).min_by_key(|turned| {
        let lane = turned.check.lane;
        let sends = if turned.came { lane == Some(is) } else { lane == Some(was) };
        (!sends, turned.came != worse, turned.check.severity != Severity::Block)
    })
}

fn put_turned(field: ChangedField, turned: &[Turned], changes: &mut Vec<Change<'_>>) {
    changes.extend(turned.iter().map(|turned| {
        let code = Value::Word(turned.check.code);
        let (before, after) = if turned.came { (Value::Blank, code) } else { (code, Value::Blank) };
        let detail = turned.detail.clone();
        Change { field, before, after, cause: turned.cause, detail }
    }));
}

pub(super) fn text(text: &str) -> Value<'_> {
    if text.is_empty() { Value::Blank } else { Value::Text(text) }
}
