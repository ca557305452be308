//! Money of a day after the one to which clocks count, 2026-10-01 here, has not moved yet.

use super::world::{World, some};
use capeprep::track::links::{Ahead, DepositFate};
use capeprep::track::{Cause, RefundId, RefundStatus, State};

const IOR: &str = "98-765432100";
const LIQUIDATED: &str = "2026-09-24";

#[test]
fn a_refund_and_a_deposit_of_a_later_day_pay_nothing() {
    let mut world = World::new();
    let id = world.entry(IOR, 100_000);
    world.state(id, State::Liquidated, LIQUIDATED);
    let interest = world.to(100_000, LIQUIDATED);
    let amount = 100_000 + interest;
    let share = world.share(id, "700001", (100_000, interest));
    (share.on, share.status) = (some("2026-10-02"), RefundStatus::Issued);
    world.refund("700001", IOR, "2026-10-02", amount);
    world.refund("", IOR, "2026-10-03", 77);
    world.deposit("2026-10-05", amount, "CBP 700001");
    world.deposit("2026-09-30", 500, "SALES");
    world.run(|ran| {
        assert!(ran.links.refunds().is_empty());
        assert_eq!(ran.links.parts_of(id).count(), 0);
        assert_eq!(ran.links.deposit_fates(), [DepositFate::Ahead, DepositFate::Unexpected]);
        let total = &ran.book.total;
        assert_eq!((total.paid.total(), total.refunded, total.deposited), (0, 0, 0));
        assert!(ran.settlements[0].causes.iter().all(|part| part.cause == Cause::NotPaidYet));
        let closing = &ran.book.closing;
        let whole = i128::from(amount);
        assert_eq!((closing.credits, closing.ahead), (whole + 500, whole));
        let ahead = Ahead { rows: 3, refunds: 2, amount: whole + 77 };
        assert_eq!(closing.refunds_ahead, ahead);
    });
}

#[test]
fn what_is_told_of_a_refund_later_changes_nothing_of_it() {
    let mut world = World::new();
    let id = world.entry(IOR, 100_000);
    world.state(id, State::Sent, LIQUIDATED);
    let interest = world.to(100_000, LIQUIDATED);
    let share = world.share(id, "700001", (100_000, interest));
    (share.on, share.status) = (some("2026-09-25"), RefundStatus::Sent);
    // Without a number, and of the same entry: it is not taken for the refund above.
    let later = world.share(id, "", (100_000, interest + 9));
    (later.on, later.status) = (some("2026-10-02"), RefundStatus::Issued);
    world.refund("700001", IOR, "2026-10-02", 5);
    world.run(|ran| {
        assert_eq!(ran.links.refunds().len(), 1);
        let refund = ran.links.refund(RefundId(0)).unwrap();
        assert_eq!(refund.status, RefundStatus::Sent);
        assert_eq!(refund.amount.unwrap().0, 100_000 + interest);
        assert!(ran.links.disagreements().is_empty());
        assert_eq!(ran.book.total.paid.total(), 0);
        assert_eq!(ran.book.closing.refunds_ahead.rows, 2);
    });
}
