//! What CBP's reports changed of an entry.

use super::between::Between;
use super::compare::{Change, Value, text};
use super::{Balance, Cause, ChangedField, Ended, Told};
use crate::domain::FilingState;
use crate::earlier::{EarlierState, Parts};

/// Adds what changed after filing.
pub(super) fn changes<'a>(
    between: &Between<'a>,
    before: &Told<'a>,
    after: &Told<'a>,
    changes: &mut Vec<Change<'a>>,
) {
    if before.state.is_none() && after.state.is_none() {
        return;
    }
    let cause = match after.state {
        Some(_) => Cause::CbpReports,
        None => Cause::NotFollowed,
    };
    let [then, now] = [before, after].map(|told| told.state.unwrap_or_default());
    let (a, b) = (between.before, between.after);
    let detail = match (b.text(now.proof_report), now.since) {
        ("", None) => String::new(),
        ("", Some(day)) => format!("of {day}"),
        (proof, None) => proof.to_owned(),
        (proof, Some(day)) => format!("{proof} of {day}"),
    };
    // Where nobody looked for it in one report, that it is not filed is no change.
    let both = before.state.is_some() && after.state.is_some();
    let state = |told: &Told<'_>| match told.state.map(|told| told.state) {
        Some(FilingState::NotFiled) if !both => Value::Blank,
        Some(state) => Value::Word(state.as_str()),
        None => Value::Blank,
    };
    let states = (state(before), state(after));
    let labels = (text(a.text(then.label)), text(b.text(now.label)));
    let liquidated = (then.liquidated.into(), now.liquidated.into());
    let was = Balance::of(before)[1];
    let is = Balance::of(after)[1];
    let to_date =
        [then, now].map(|state| state.interest_to_date.map_or(Value::Blank, Value::Cents));
    if is.ended == Ended::Not && is.beyond != was.beyond && to_date[0] != to_date[1] {
        let (from, to) = (a.made_with.as_of, b.made_with.as_of);
        let (cause, detail) = match after.state.is_some() && from != to {
            true => (Cause::Time, format!("interest from {from} to {to}")),
            false => (cause, detail.clone()),
        };
        let [before, after] = to_date;
        changes.push(Change { field: ChangedField::InterestToDate, before, after, cause, detail });
    }
    let mut put = |field, (before, after): (Value<'a>, Value<'a>)| {
        if before != after {
            let detail = detail.clone();
            changes.push(Change { field, before, after, cause, detail });
        }
    };
    put(ChangedField::State, states);
    put(ChangedField::Label, labels);
    put(ChangedField::Reliquidation, liquidated);
    let duty = |parts: Parts| Value::Cents(parts.principal);
    let interest = |parts: Parts| Value::Cents(parts.interest);
    let refund =
        |told: &EarlierState, part: fn(Parts) -> Value<'a>| told.refund.map_or(Value::Blank, part);
    put(ChangedField::CbpPrincipal, (refund(&then, duty), refund(&now, duty)));
    put(ChangedField::CbpInterest, (refund(&then, interest), refund(&now, interest)));
    put(ChangedField::PaidPrincipal, (duty(then.paid), duty(now.paid)));
    put(ChangedField::PaidInterest, (interest(then.paid), interest(now.paid)));
    put(ChangedField::DivertedPrincipal, (duty(then.diverted), duty(now.diverted)));
    put(ChangedField::DivertedInterest, (interest(then.diverted), interest(now.diverted)));
}
