//! T9-T16 the other way round: from duty, liquidation and interest back to the day and the rate.

use capeprep::assess::DepositBasis;
use capeprep::assess::checks::CheckSet;
use capeprep::assess::interest::{growth, interest};
use capeprep::domain::{Cents, Day, EntryNumber, EntryStatus, Lane, LiquidationState};
use capeprep::earlier::{EarlierEntry, MadeWith, Portfolio};
use capeprep::ledger::TextId;
use capeprep::rulebook::{Rulebook, Taxpayer};
use capeprep::track::challenge::{Basis, Challenger, DayCount, Fits, Implied};
use capeprep::track::{Said, Scene};
use proptest::prelude::*;
use std::sync::LazyLock;

pub static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().unwrap());
static SAID: LazyLock<Said> = LazyLock::new(Said::default);
static NONE: LazyLock<Portfolio> = LazyLock::new(Portfolio::default);

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn dollars(text: &str) -> Cents {
    Cents::read(text.as_bytes()).unwrap()
}

fn made_with(taxpayer: Taxpayer) -> &'static MadeWith {
    Box::leak(Box::new(MadeWith {
        as_of: day("2026-05-15"),
        taxpayer,
        deposit_basis: DepositBasis::Summary,
        processing_days: 45,
        filer_codes: Vec::new(),
        importers: Vec::new(),
        rulebook: String::new(),
        masked: false,
    }))
}

pub fn scene(taxpayer: Taxpayer) -> Scene<'static> {
    Scene {
        rules: &RULES,
        made_with: made_with(taxpayer),
        portfolio: &NONE,
        said: &SAID,
        as_of: day("2026-11-22"),
    }
}

/// An entry of which only the entry date is known.
pub fn entered(entry_date: Day) -> EarlierEntry {
    EarlierEntry {
        number: EntryNumber::with_check_digit("9Q91000001").unwrap(),
        importer: TextId::BLANK,
        importer_name: TextId::BLANK,
        payee: TextId::BLANK,
        entry_type: TextId::BLANK,
        entry_date: Some(entry_date),
        summary_date: None,
        payment_date: None,
        deposit_date: None,
        liquidation_state: LiquidationState::Unknown,
        liquidation_date: None,
        projected_liquidation: None,
        duty_paid: Cents::ZERO,
        refund_low: Cents::ZERO,
        refund_high: Cents::ZERO,
        interest_low: Cents::ZERO,
        interest_high: Cents::ZERO,
        status: EntryStatus::Eligible,
        lane: Lane::FileNow,
        found: CheckSet::default(),
        unproved: CheckSet::default(),
    }
}

/// An entry that was paid twelve days after its entry date.
fn paid_on(payment: &str) -> EarlierEntry {
    let payment = day(payment);
    EarlierEntry {
        payment_date: Some(payment),
        deposit_date: Some(payment),
        ..entered(payment.plus(-12))
    }
}

fn fits(entry: &EarlierEntry, principal: &str, liquidated: &str, paid: &str) -> Fits {
    let mut challenger = Challenger::new(&scene(Taxpayer::Corporate));
    challenger.fits(entry, dollars(principal), day(liquidated), dollars(paid))
}

/// Principal, deposit, liquidation; interest for corporations, others, and the reduced rate, by
/// either way to count days. Each is explained by its own rate and count alone.
#[track_caller]
fn check(principal: &str, start: &str, end: &str, columns: [(DayCount, [&str; 3]); 2]) {
    let entry = paid_on(start);
    for (day_count, interest) in columns {
        for (taxpayer, paid) in Taxpayer::ALL.iter().zip(interest) {
            let found = fits(&entry, principal, end, paid);
            assert_eq!(found.exact.len(), 1, "{paid}: {found:?}");
            let fit = found.exact[0];
            assert_eq!((fit.basis, fit.start), (Basis::Payment, day(start)), "{paid}");
            assert_eq!((fit.taxpayer, fit.day_count), (*taxpayer, day_count), "{paid}");
            assert_eq!(fit.interest, dollars(paid));
            assert_eq!(found.preferred(), Some(fit));
        }
    }
}

/// Both counts of days come to the same, which is one explanation and not two.
#[track_caller]
fn check_same(principal: &str, start: &str, end: &str, interest: [&str; 3]) {
    check(principal, start, end, [(DayCount::AfterDeposit, interest); 2]);
}

use DayCount::{AfterDeposit, WithDeposit};

#[test]
fn t9_backwards() {
    check_same("600", "2025-01-01", "2025-12-01", ["33.86", "39.69", "25.22"]);
}

#[test]
fn t10_backwards() {
    let columns = [
        (AfterDeposit, ["7000.76", "8235.93", "5174.32"]),
        (WithDeposit, ["7003.69", "8238.89", "5177.20"]),
    ];
    check("100000", "2025-03-21", "2026-05-14", columns);
}

#[test]
fn t11_backwards() {
    let columns = [
        (AfterDeposit, ["15850.85", "18676.75", "11667.51"]),
        (WithDeposit, ["15858.14", "18684.10", "11674.67"]),
    ];
    check("250000", "2025-05-21", "2026-06-11", columns);
}

#[test]
fn t12_backwards() {
    check_same("1000000", "2025-02-18", "2026-12-10", ["111812.38", "132095.68", "82065.78"]);
}

#[test]
fn t13_backwards() {
    check_same("12345.67", "2025-08-21", "2026-07-23", ["668.53", "788.86", "490.08"]);
}

#[test]
fn t14_backwards_the_counts_of_days_differ_in_one_column_only() {
    let entry = paid_on("2025-11-24");
    for (paid, taxpayer, day_count) in [
        ("2.36", Taxpayer::Corporate, AfterDeposit),
        ("2.77", Taxpayer::NonCorporate, AfterDeposit),
        ("2.78", Taxpayer::NonCorporate, WithDeposit),
        ("1.73", Taxpayer::Gatt, AfterDeposit),
    ] {
        let found = fits(&entry, "84.20", "2026-05-19", paid);
        let own: Vec<_> = found.exact.iter().filter(|f| f.basis == Basis::Payment).collect();
        assert_eq!(own.len(), 1, "{paid}: {found:?}");
        assert_eq!((own[0].taxpayer, own[0].day_count), (taxpayer, day_count), "{paid}");
        assert_eq!(found.preferred().unwrap().basis, Basis::Payment);
    }
}

#[test]
fn t15a_backwards_says_that_it_is_ambiguous() {
    let entry = paid_on("2026-03-31");
    for (paid, expected) in [
        ("136.99", &[(Taxpayer::Corporate, AfterDeposit)][..]),
        ("95.89", &[(Taxpayer::Gatt, AfterDeposit)]),
        ("191.78", &[(Taxpayer::NonCorporate, WithDeposit)]),
        ("123.29", &[(Taxpayer::Gatt, WithDeposit)]),
        // One day at 5 % is one day at 6 %, counted by other days.
        ("164.38", &[(Taxpayer::Corporate, WithDeposit), (Taxpayer::NonCorporate, AfterDeposit)]),
    ] {
        let found = fits(&entry, "1000000", "2026-04-01", paid);
        let ways: Vec<_> = found.exact.iter().map(|fit| (fit.taxpayer, fit.day_count)).collect();
        assert_eq!(ways, expected, "{paid}");
    }
    // What the estimate took comes first.
    let mut challenger = Challenger::new(&scene(Taxpayer::NonCorporate));
    let (principal, liquidated) = (dollars("1000000"), day("2026-04-01"));
    let found = challenger.fits(&entry, principal, liquidated, dollars("164.38"));
    assert_eq!(found.exact.len(), 2);
    assert_eq!(found.preferred().unwrap().taxpayer, Taxpayer::NonCorporate);
}

#[test]
fn t15b_backwards() {
    let columns = [
        (AfterDeposit, ["1254.29", "1507.01", "876.38"]),
        (WithDeposit, ["1257.06", "1509.79", "879.14"]),
    ];
    check("100000", "2026-03-31", "2026-06-30", columns);
}

#[test]
fn t15c_backwards() {
    let columns = [
        (AfterDeposit, ["908.14", "1074.13", "659.66"]),
        (WithDeposit, ["910.90", "1076.89", "662.42"]),
    ];
    check("100000", "2026-03-01", "2026-04-30", columns);
}

#[test]
fn t15d_backwards() {
    let columns = [
        (AfterDeposit, ["108.92", "125.80", "83.64"]),
        (WithDeposit, ["109.19", "126.07", "83.92"]),
    ];
    check("10000", "2024-12-01", "2025-01-31", columns);
}

#[test]
fn t15e_backwards_no_days_no_interest() {
    let found = fits(&paid_on("2025-07-01"), "100", "2025-07-01", "0.00");
    let [fit] = found.exact[..] else { panic!("{found:?}") };
    assert_eq!((fit.basis, fit.taxpayer), (Basis::Payment, Taxpayer::Corporate));
    // Days that leave none to bear interest are one explanation.
    let bases: Vec<_> = fit.bases.iter().collect();
    assert_eq!(bases, [Basis::Payment, Basis::MonthlyStatement, Basis::EntryPlusDays]);
}

#[test]
fn t16_backwards_tells_the_three_bases_apart() {
    let summary = Some(day("2025-08-21"));
    let entry =
        EarlierEntry { summary_date: summary, deposit_date: summary, ..entered(day("2025-08-07")) };
    for (paid, basis, start) in [
        ("2308.54", Basis::Entry, "2025-08-07"),
        ("2192.33", Basis::Summary, "2025-08-21"),
        ("1927.70", Basis::MonthlyStatement, "2025-09-22"),
    ] {
        let found = fits(&entry, "48250", "2026-05-28", paid);
        let [fit] = found.exact[..] else { panic!("{found:?}") };
        assert_eq!((fit.basis, fit.start), (basis, day(start)));
        assert_eq!((fit.taxpayer, fit.day_count), (Taxpayer::Corporate, AfterDeposit));
        // Two weeks after entry is the summary date: one day with two names.
        assert_eq!(fit.bases.holds(Basis::EntryPlusDays), basis == Basis::Summary);
        let mut challenger = Challenger::new(&scene(Taxpayer::Corporate));
        let expected = challenger.expected(&entry, dollars("48250"), day("2026-05-28"));
        assert_eq!(expected, Some(dollars("2192.33")));
    }
}

#[test]
fn an_older_report_knows_the_day_but_not_its_name() {
    let entry =
        EarlierEntry { deposit_date: Some(day("2025-08-18")), ..entered(day("2025-08-07")) };
    let mut challenger = Challenger::new(&scene(Taxpayer::Corporate));
    let paid = challenger.expected(&entry, dollars("48250"), day("2026-05-28")).unwrap();
    let found = challenger.fits(&entry, dollars("48250"), day("2026-05-28"), paid);
    assert_eq!(found.preferred().map(|fit| fit.basis), Some(Basis::Estimate));
}

#[test]
fn near_is_within_the_tolerance_and_named_as_such() {
    // 0.01 % of the principal is 10.00.
    let found = fits(&paid_on("2025-03-21"), "100000", "2026-05-14", "7001.00");
    assert!(found.exact.is_empty());
    let [fit] = found.within[..] else { panic!("{found:?}") };
    // The count of days that comes nearer.
    assert_eq!((fit.day_count, fit.interest), (AfterDeposit, dollars("7000.76")));
    // Of less than 500 dollars 5 cents: a tenth of the interest of T9.
    let near = fits(&paid_on("2025-01-01"), "60", "2025-12-01", "3.44");
    assert_eq!(near.within.len(), 1, "{near:?}");
    let far = fits(&paid_on("2025-01-01"), "60", "2025-12-01", "3.45");
    assert!(far.within.is_empty() && far.exact.is_empty());
}

#[test]
fn what_none_explains_implies_a_day_or_nothing() {
    let entry = paid_on("2025-03-21");
    let mut challenger = Challenger::new(&scene(Taxpayer::Corporate));
    let end = day("2026-05-14");
    let start = day("2025-06-17");
    let grown = growth(start, end, &RULES.interest, Taxpayer::NonCorporate).unwrap();
    let paid = interest(dollars("100000"), grown).unwrap();
    let found = challenger.fits(&entry, dollars("100000"), end, paid);
    let implied = Implied { taxpayer: Taxpayer::NonCorporate, first: start, last: start };
    assert_eq!((found.enough, found.implied), (true, vec![implied]));
    // Between two days for every rate.
    let found = challenger.fits(&entry, dollars("100000"), end, Cents(paid.0 + 700));
    assert!(found.implied.is_empty() && found.exact.is_empty() && found.within.is_empty());
    // No principal, or no date to begin with.
    for (entry, principal) in [
        (entry.clone(), "0"),
        (entry.clone(), "-5"),
        (EarlierEntry { entry_date: None, payment_date: None, deposit_date: None, ..entry }, "5"),
    ] {
        let found = challenger.fits(&entry, dollars(principal), end, dollars("1"));
        assert_eq!(found, Fits::default());
    }
}

proptest! {
    /// Whatever day, rate and count interest was reckoned by is among those that are named.
    #[test]
    fn what_interest_was_reckoned_by_is_found(
        entry_after in 0i32..385,
        summary_after in 0i32..30,
        paid_after in 0i32..60,
        open_days in 1i32..700,
        principal in 1i64..5_000_000_000,
        way in 0usize..30,
    ) {
        let entry_date = day("2025-02-04").plus(entry_after);
        let payment = entry_date.plus(paid_after);
        let entry = EarlierEntry {
            summary_date: Some(entry_date.plus(summary_after)),
            payment_date: Some(payment),
            deposit_date: Some(payment),
            ..entered(entry_date)
        };
        let end = entry_date.plus(open_days);
        let statement = RULES.holidays.nth_working_day_of_month(entry_date.next_month(), 15);
        let starts = [
            payment,
            entry_date.plus(summary_after),
            entry_date,
            statement,
            entry_date.plus(14),
        ];
        let start = starts[way % 5];
        let taxpayer = Taxpayer::ALL[way / 5 % 3];
        let with_deposit = i32::from(way / 15 == 1);
        let grown =
            growth(start.plus(-with_deposit), end.plus(-with_deposit), &RULES.interest, taxpayer);
        let paid = interest(Cents(principal), grown.unwrap()).unwrap();
        let mut challenger = Challenger::new(&scene(Taxpayer::Corporate));
        let found = challenger.fits(&entry, Cents(principal), end, paid);
        let is_it = |day: Day| day == start || day >= end && start >= end;
        let named = found.exact.iter().any(|fit| {
            is_it(fit.start) && (fit.taxpayer == taxpayer || start >= end) && fit.interest == paid
        });
        prop_assert!(named, "{found:?}");
        let mut ways: Vec<_> = found.exact.iter().map(|fit| (fit.start, fit.taxpayer)).collect();
        let count = ways.len();
        ways.sort();
        ways.dedup();
        prop_assert_eq!(ways.len(), count);
    }

    /// The stretch of days that is implied is all of them and no other.
    #[test]
    fn implied_days_come_to_the_cent_and_their_neighbours_do_not(
        principal in 1i64..50_000_000,
        cents in 1i64..400_000,
    ) {
        let end = day("2026-05-14");
        let entry = paid_on("2025-12-01");
        let mut challenger = Challenger::new(&scene(Taxpayer::Corporate));
        let found = challenger.fits(&entry, Cents(principal), end, Cents(cents));
        for Implied { taxpayer, first, last } in found.implied {
            let at = |day: Day| {
                let grown = growth(day, end, &RULES.interest, taxpayer).unwrap();
                interest(Cents(principal), grown).unwrap()
            };
            prop_assert_eq!((at(first), at(last)), (Cents(cents), Cents(cents)));
            prop_assert!(at(last.plus(1)) < Cents(cents));
            prop_assert!(first <= last && last < end);
        }
    }
}
