//! Generated histories: whatever the reports say, in whatever order, all sums close.

use super::world::{World, place, some};
use capeprep::domain::{Cents, LiquidationState};
use capeprep::earlier::EntryId;
use capeprep::track::{EntryRef, LaterPull, Liquidation, RefundStatus, Settlement, State};
use proptest::prelude::*;
use proptest::sample::{Index, select};

const PAYEES: [&str; 3] = ["98-765432100", "98-765432101", "12-345678900"];
const DATES: [&str; 4] = ["", "2026-05-21", "2026-06-18", "2026-06-25"];
const NUMBERS: [&str; 5] = ["", "700001", "700002", "0700002", "R-88001"];

#[derive(Debug, Clone)]
struct Entry {
    payee: usize,
    high: i64,
    low: i64,
    held: bool,
    state: State,
    date: usize,
}

#[derive(Debug, Clone)]
struct Row {
    entry: Option<Index>,
    number: usize,
    payee: usize,
    date: usize,
    principal: Option<i64>,
    interest: Option<i64>,
    diverted: Option<i64>,
    status: RefundStatus,
    file: u32,
}

#[derive(Debug, Clone)]
struct Line {
    /// Takes the amount of a row, so that it matches something.
    like: Option<Index>,
    amount: i64,
    on: usize,
    number: usize,
    file: u32,
}

fn entry() -> impl Strategy<Value = Entry> {
    let money = (0..500_000i64, 0..500_000i64);
    let (state, date) = (select(State::ALL), 0..DATES.len());
    (0..PAYEES.len(), money, any::<bool>(), state, date).prop_map(
        |(payee, (a, b), held, state, date)| Entry {
            payee,
            high: a.max(b),
            low: a.min(b),
            held,
            state,
            date,
        },
    )
}

fn row() -> impl Strategy<Value = Row> {
    let entry = prop::option::weighted(0.9, any::<Index>());
    let money = (
        prop::option::weighted(0.8, -2_000..500_000i64),
        prop::option::weighted(0.8, 0..40_000i64),
        prop::option::weighted(0.2, 0..90_000i64),
    );
    let about = (0..NUMBERS.len(), 0..=PAYEES.len(), 0..DATES.len());
    (entry, money, about, select(RefundStatus::ALL), 0..3u32).prop_map(
        |(entry, (principal, interest, diverted), (number, payee, date), status, file)| Row {
            entry,
            number,
            payee,
            date,
            principal,
            interest,
            diverted,
            status,
            file,
        },
    )
}

fn line() -> impl Strategy<Value = Line> {
    let like = prop::option::weighted(0.5, any::<Index>());
    (like, -5_000..600_000i64, 0..DATES.len(), 0..NUMBERS.len(), 0..3u32)
        .prop_map(|(like, amount, on, number, file)| Line { like, amount, on, number, file })
}

fn world(entries: &[Entry], shares: &[Row], refunds: &[Row], lines: &[Line]) -> World {
    let mut world = World::new();
    for entry in entries {
        let id = world.entry_with(PAYEES[entry.payee], entry.high, |made| {
            made.refund_low = Cents(entry.low);
            if entry.held {
                made.liquidation_state = LiquidationState::Held;
            }
        });
        let date = if entry.state < State::Liquidated { "" } else { DATES[entry.date] };
        world.state(id, entry.state, date);
        if entry.held {
            world.said.later.push(LaterPull {
                entry: id,
                ieepa_rows: u32::from(entry.low % 2 == 0),
                ieepa_duty: Cents(entry.low),
                other_duty: Cents(entry.high),
                place: place(0, 9),
            });
            world.said.liquidations.push(Liquidation {
                entry: EntryRef::Known(id),
                on: some(DATES[entry.date]),
                status: capeprep::ledger::TextId::BLANK,
                amount: Some(Cents(entry.low - 100_000)),
                interest: None,
                place: place(1, 9),
            });
        }
    }
    for row in shares {
        let payee = PAYEES.get(row.payee).map(|text| world.text(text)).unwrap_or_default();
        let stranger = world.text("9Q999999995");
        let share = world.share(EntryId(0), NUMBERS[row.number], (0, 0));
        share.entry = match row.entry {
            Some(at) => EntryRef::Known(EntryId(at.index(entries.len()) as u32)),
            None => EntryRef::Stranger(stranger),
        };
        (share.principal, share.interest) = (row.principal.map(Cents), row.interest.map(Cents));
        (share.payee, share.liquidated, share.status) = (payee, some(DATES[row.date]), row.status);
        share.place.file = row.file;
    }
    for row in refunds {
        let payee = PAYEES.get(row.payee).copied().unwrap_or_default();
        let refund = world.refund(NUMBERS[row.number], payee, DATES[row.date], 0);
        refund.amount = row.principal.map(Cents);
        (refund.diverted, refund.status) = (row.diverted.map(Cents), row.status);
        if row.interest.is_some() {
            refund.liquidated = some(DATES[row.date]);
        }
        refund.place.file = row.file;
    }
    for line in lines {
        let like = line.like.filter(|_| !refunds.is_empty()).map(|at| at.get(refunds));
        let amount = like.and_then(|row| row.principal).unwrap_or(line.amount);
        let on = like.map_or(line.on, |row| row.date);
        world.deposit(DATES[on], amount, &format!("CBP {}", NUMBERS[line.number])).place.file =
            line.file;
    }
    world
}

/// What came of it, as it would be printed.
fn told(world: &World) -> (Vec<Settlement>, Vec<String>) {
    world.run(|ran| {
        let all: i128 = ran.book.total.causes.iter().map(|cause| cause.sum.total()).sum();
        assert_eq!(ran.book.total.expected.total(), ran.book.total.paid.total() + all);
        let expected: i128 = ran.book.groups.iter().map(|group| group.expected.total()).sum();
        assert_eq!(expected, ran.book.closing.expected.total());
        let refunded: i128 = ran.book.groups.iter().map(|group| group.refunded).sum();
        assert_eq!(refunded, ran.book.closing.refunds);
        for (at, refund) in ran.links.refunds().iter().enumerate() {
            let joined = ran.payments.joined(capeprep::track::RefundId(at as u32)).unwrap();
            let inside: i128 = joined.groups.values().map(|part| part.refunded).sum();
            let amount = refund.amount.map_or(0, |amount| i128::from(amount.0));
            assert_eq!(inside + joined.left(), amount);
        }
        let groups = ran.book.groups.iter().map(|group| {
            let payee = group.payee.and_then(|id| ran.payments.payee(id)).map(|p| &p.printed);
            let texts: Vec<_> = group
                .causes
                .iter()
                .map(|c| format!("{} {} {:?}", c.cause, c.entries, c.sum))
                .collect();
            format!(
                "{payee:?} {:?} {} {:?} {} {} {texts:?}",
                group.date, group.entries, group.paid, group.refunded, group.deposited
            )
        });
        (ran.settlements.clone(), groups.collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_dollar_has_its_place_and_the_order_of_rows_counts_for_nothing(
        entries in prop::collection::vec(entry(), 1..8),
        shares in prop::collection::vec(row(), 0..10),
        refunds in prop::collection::vec(row(), 0..8),
        lines in prop::collection::vec(line(), 0..6),
        seed in any::<u64>(),
    ) {
        let mut world = world(&entries, &shares, &refunds, &lines);
        let told_first = told(&world);
        let mut state = seed;
        let mut next = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        for at in (1..world.said.shares.len()).rev() {
            world.said.shares.swap(at, next(at + 1));
        }
        for at in (1..world.said.refunds.len()).rev() {
            world.said.refunds.swap(at, next(at + 1));
        }
        for at in (1..world.said.deposits.len()).rev() {
            world.said.deposits.swap(at, next(at + 1));
        }
        world.said.later.reverse();
        prop_assert_eq!(told(&world), told_first);
    }
}
