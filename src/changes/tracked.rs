//! What CBP's reports changed of an entry.

use super::between::Between;
use super::compare::{Change, Value, text};
use super::{Cause, ChangedField, Told};
use crate::domain::Cents;
use crate::earlier::Followed;

/// The words of `tracking.csv` for an entry that no report names.
const NOT_FILED: &str = "not-filed";

/// Adds what changed after filing.
pub(super) fn changes<'a>(
    between: &Between<'a>,
    before: &Told<'a>,
    after: &Told<'a>,
    changes: &mut Vec<Change<'a>>,
) {
    if before.followed.is_none() && after.followed.is_none() {
        return;
    }
    let cause = match after.followed {
        Some(_) => Cause::CbpReports,
        None => Cause::NotFollowed,
    };
    let [then, now] = [before, after].map(|told| told.followed.unwrap_or_default());
    let (a, b) = (between.before, between.after);
    let detail = match (b.text(now.proof), now.since) {
        ("", None) => String::new(),
        ("", Some(day)) => format!("of {day}"),
        (proof, None) => proof.to_owned(),
        (proof, Some(day)) => format!("{proof} of {day}"),
    };
    let state = |word| if word == NOT_FILED { Value::Blank } else { text(word) };
    // Where nobody looked for it in one report, that it is not filed is no change.
    let states = match before.followed.is_some() && after.followed.is_some() {
        false => (state(a.text(then.state)), state(b.text(now.state))),
        true => (text(a.text(then.state)), text(b.text(now.state))),
    };
    let labels = (text(a.text(then.label)), text(b.text(now.label)));
    let liquidated = (then.liquidated.into(), now.liquidated.into());
    let mut put = |field, (before, after): (Value<'a>, Value<'a>)| {
        if before != after {
            let detail = detail.clone();
            changes.push(Change { field, before, after, cause, detail });
        }
    };
    put(ChangedField::State, states);
    put(ChangedField::Label, labels);
    put(ChangedField::Reliquidation, liquidated);
    let refund = |told: &Followed, part: fn((Cents, Cents)) -> Cents| {
        told.refund.map_or(Value::Blank, |both| Value::Cents(part(both)))
    };
    let amount = |both: (Cents, Cents), part: fn((Cents, Cents)) -> Cents| Value::Cents(part(both));
    let (duty, interest): (fn((Cents, Cents)) -> Cents, fn((Cents, Cents)) -> Cents) =
        (|both| both.0, |both| both.1);
    put(ChangedField::CbpPrincipal, (refund(&then, duty), refund(&now, duty)));
    put(ChangedField::CbpInterest, (refund(&then, interest), refund(&now, interest)));
    put(ChangedField::PaidPrincipal, (amount(then.paid, duty), amount(now.paid, duty)));
    put(ChangedField::PaidInterest, (amount(then.paid, interest), amount(now.paid, interest)));
    let (x, y) = (then.diverted, now.diverted);
    put(ChangedField::DivertedPrincipal, (amount(x, duty), amount(y, duty)));
    put(ChangedField::DivertedInterest, (amount(x, interest), amount(y, interest)));
}
