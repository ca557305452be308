//! What became of the money of a refund, and how much of that falls on each part of it.
//!
//! A refund is laid out as a line of cents, entry after entry, the duty of an entry before its
//! interest. Each kind of flow is spread evenly over the line: up to any point it has had its
//! proportion, rounded to the cent. So the parts of entries add up to the flows, and the flows of an
//! entry add up to its part, whatever the rounding.

use crate::domain::Cents;
use crate::track::{Cause, Links, Refund, RefundId, RefundStatus};

/// Where money that CBP refunds went, besides what was paid.
pub(super) const BESIDE_PAID: [Cause; 5] =
    [Cause::Offset, Cause::Held, Cause::Returned, Cause::NotPaidYet, Cause::Unknown];

/// Cents by what became of them. Paid and all others add up to `whole`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flows {
    /// All of it.
    pub whole: i128,
    /// What of it did not arrive, in the order of [`BESIDE_PAID`].
    beside: [i128; BESIDE_PAID.len()],
}

impl Flows {
    /// Nothing has become of so much yet.
    fn of(whole: i128) -> Flows {
        Flows { whole, ..Flows::default() }
    }

    fn put(&mut self, cause: Cause, cents: i128) {
        let place = BESIDE_PAID.iter().position(|one| *one == cause);
        if let Some(sum) = place.and_then(|at| self.beside.get_mut(at)) {
            *sum += cents;
        }
    }

    /// What arrived.
    pub fn paid(&self) -> i128 {
        self.whole - self.beside.iter().sum::<i128>()
    }

    /// What did not arrive, and why.
    pub fn beside(&self) -> impl Iterator<Item = (Cause, i128)> {
        BESIDE_PAID.into_iter().zip(self.beside).filter(|(_, cents)| *cents != 0)
    }

    /// Adds others.
    pub(super) fn add(&mut self, others: &Flows) {
        self.whole += others.whole;
        for (sum, more) in self.beside.iter_mut().zip(others.beside) {
            *sum += more;
        }
    }

    /// The flows of a stretch of the line.
    pub(super) fn between(&self, from: i128, to: i128) -> Flows {
        let mut flows = Flows::of(to - from);
        for (part, sum) in flows.beside.iter_mut().zip(self.beside) {
            *part = share(sum, to, self.whole) - share(sum, from, self.whole);
        }
        flows
    }
}

/// `sum x at / whole`, rounded half away from zero; nothing of nothing.
pub(super) fn share(sum: i128, at: i128, whole: i128) -> i128 {
    if whole == 0 || sum == 0 {
        return 0;
    }
    let (product, whole) = match sum.checked_mul(at) {
        Some(product) => (product, whole),
        None => return 0,
    };
    let (magnitude, negative) = (product.unsigned_abs(), (product < 0) != (whole < 0));
    let divisor = whole.unsigned_abs();
    let rounded = (magnitude / divisor) + u128::from(magnitude % divisor >= divisor.div_ceil(2));
    let rounded = i128::try_from(rounded).unwrap_or_default();
    if negative { -rounded } else { rounded }
}

/// What became of a refund whose parts and rest come to `whole`.
///
/// | what is known | arrived | the rest |
/// |---|---|---|
/// | bank lines | what they come to, less what went back | kept against a debt if a report says so, else unknown |
/// | paid or paid again | the total less what was kept | offset |
/// | kept against a debt, how much is told | the total less that | offset |
/// | kept against a debt, how much is not told | nothing | offset |
/// | held, returned | nothing | held, returned |
/// | certified, sent, or no word | nothing | not paid yet |
/// | a word in no list | nothing | unknown |
///
/// What the parts come to beyond the total is unknown, or offset where a report says that something
/// was kept.
pub(super) fn of_refund(refund: &Refund, deposits: &Arrived, whole: i128) -> Flows {
    let mut flows = Flows::of(whole);
    let total = refund.amount.map_or(whole, |amount| i128::from(amount.0));
    let kept = if refund.was_diverted { Cause::Offset } else { Cause::Unknown };
    if deposits.any {
        let short = whole - deposits.cents;
        let told = refund.diverted.map_or(short, |part| i128::from(part.0).min(short));
        if short > 0 && refund.was_diverted {
            flows.put(Cause::Offset, told);
            flows.put(Cause::Unknown, short - told);
        } else {
            flows.put(Cause::Unknown, short);
        }
        return flows;
    }
    flows.put(kept, whole - total);
    let diverted = refund.diverted.map(|part| i128::from(part.0).clamp(0, total.max(0)));
    match refund.status {
        RefundStatus::Issued | RefundStatus::Reissued => {
            flows.put(Cause::Offset, diverted.unwrap_or_default());
        }
        RefundStatus::Diverted => flows.put(Cause::Offset, diverted.unwrap_or(total)),
        RefundStatus::Held => flows.put(Cause::Held, total),
        RefundStatus::Returned => flows.put(Cause::Returned, total),
        RefundStatus::None | RefundStatus::Certified | RefundStatus::Sent => {
            flows.put(Cause::NotPaidYet, total);
        }
        RefundStatus::Unknown => flows.put(Cause::Unknown, total),
    }
    flows
}

/// The bank lines of a refund.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Arrived {
    any: bool,
    cents: i128,
    /// All that the bank credited for it, whether or not it sent it back.
    pub(super) credited: i128,
}

impl Arrived {
    /// Those of a refund, less what the bank shows to have gone back. Where only a report says that
    /// it went back, what came after counts.
    pub(super) fn of(links: &Links<'_>, id: RefundId, refund: &Refund) -> Arrived {
        let back = links.sent_back(id).iter().map(|back| i128::from(back.amount.0)).sum::<i128>();
        let mut arrived = Arrived::default();
        for link in links.deposits(id) {
            let on = links.said().deposits.get(link.deposit as usize).and_then(|line| line.on);
            let after = on.zip(refund.status_on).is_some_and(|(on, back)| on > back);
            arrived.credited += i128::from(link.amount.0);
            if refund.status != RefundStatus::Returned || after || back > 0 {
                arrived.any = true;
                arrived.cents += i128::from(link.amount.0);
            }
        }
        if back > 0 {
            arrived.cents -= back;
            arrived.any = arrived.cents > 0;
        }
        arrived
    }
}

/// Cents of an amount that fits.
pub(super) fn cents(amount: i128) -> Cents {
    Cents(i64::try_from(amount).unwrap_or(if amount < 0 { i64::MIN } else { i64::MAX }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_add_up_to_the_whole() {
        let mut flows = Flows::of(10_001);
        flows.put(Cause::Offset, 3_333);
        flows.put(Cause::Held, 1);
        let points = [0, 1, 17, 5_000, 5_000, 9_999, 10_001];
        let mut sum = Flows::default();
        for pair in points.windows(2) {
            let part = flows.between(pair[0], pair[1]);
            assert_eq!(
                part.paid() + part.beside().map(|(_, c)| c).sum::<i128>(),
                pair[1] - pair[0]
            );
            sum.add(&part);
        }
        assert_eq!(sum, flows);
    }

    #[test]
    fn shares_are_rounded_half_away_from_zero() {
        assert_eq!(
            [share(1, 1, 2), share(-1, 1, 2), share(1, 1, 3), share(2, 1, 3)],
            [1, -1, 0, 1]
        );
        assert_eq!([share(5, 0, 7), share(5, 7, 7), share(5, 3, 0)], [0, 5, 0]);
    }
}
