//! Contract section 6: dates, deadlines and interest. All facts are written out here a second time.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{DepositBasis, Taxpayer};

/// Corporate overpayment rate in per cent, by year and quarter (reference: interest-deadlines.md
/// section 2). Non-corporate is one point more, the disputed low case one and a half points less.
const CORPORATE_RATES: [(i32, u32, u32); 9] = [
    (2024, 4, 7),
    (2025, 1, 6),
    (2025, 2, 6),
    (2025, 3, 6),
    (2025, 4, 6),
    (2026, 1, 6),
    (2026, 2, 5),
    (2026, 3, 6),
    (2026, 4, 6),
];

/// The first day without a published rate.
pub const FIRST_UNPUBLISHED_DAY: (i32, u32, u32) = (2027, 1, 1);

/// Federal holidays as observed (reference: section 6.1).
const HOLIDAYS: [(i32, &[(u32, u32)]); 3] = [
    (
        2025,
        &[
            (1, 1),
            (1, 20),
            (2, 17),
            (5, 26),
            (6, 19),
            (7, 4),
            (9, 1),
            (10, 13),
            (11, 11),
            (11, 27),
            (12, 25),
        ],
    ),
    (
        2026,
        &[
            (1, 1),
            (1, 19),
            (2, 16),
            (5, 25),
            (6, 19),
            (7, 3),
            (9, 7),
            (10, 12),
            (11, 11),
            (11, 26),
            (12, 25),
        ],
    ),
    (
        2027,
        &[
            (1, 1),
            (1, 18),
            (2, 15),
            (5, 31),
            (6, 18),
            (7, 5),
            (9, 6),
            (10, 11),
            (11, 11),
            (11, 25),
            (12, 24),
            (12, 31),
        ],
    ),
];

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

pub fn plus(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).expect("a day of the calendar")
}

/// "the first Friday on or after entry date + 314".
pub fn projected_liquidation(entry_date: NaiveDate) -> NaiveDate {
    let mut date = plus(entry_date, 314);
    while date.weekday() != Weekday::Fri {
        date = plus(date, 1);
    }
    date
}

fn is_working_day(date: NaiveDate) -> bool {
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let holiday = HOLIDAYS
        .iter()
        .any(|(year, days)| *year == date.year() && days.contains(&(date.month(), date.day())));
    !weekend && !holiday
}

/// "15th working day of the month after the entry date's".
pub fn monthly_statement(entry_date: NaiveDate) -> NaiveDate {
    let (year, month) = match entry_date.month() {
        12 => (entry_date.year() + 1, 1),
        month => (entry_date.year(), month + 1),
    };
    let mut date = day(year, month, 1);
    let mut working_days = u32::from(is_working_day(date));
    while working_days < 15 {
        date = plus(date, 1);
        working_days += u32::from(is_working_day(date));
    }
    date
}

/// S of the interest formula, and whether it rests on the assumed 14 days.
pub fn deposit_date(
    basis: DepositBasis,
    entry_date: NaiveDate,
    summary_date: Option<NaiveDate>,
    payment_date: Option<NaiveDate>,
) -> (NaiveDate, bool) {
    if let Some(payment) = payment_date {
        return (payment, false);
    }
    match (basis, summary_date) {
        (DepositBasis::Entry, _) => (entry_date, false),
        (DepositBasis::MonthlyStatement, _) => (monthly_statement(entry_date), false),
        (DepositBasis::Summary, Some(summary)) => (summary, false),
        (DepositBasis::Summary, None) => (plus(entry_date, 14), true),
    }
}

/// Annual rate of a day, as a fraction. "Past the last published quarter the last known rate is used."
fn annual_rate(taxpayer: Taxpayer, date: NaiveDate) -> Decimal {
    let quarter = (date.month() - 1) / 3 + 1;
    let last = CORPORATE_RATES[CORPORATE_RATES.len() - 1];
    let row = if (date.year(), quarter) > (last.0, last.1) {
        last
    } else {
        *CORPORATE_RATES
            .iter()
            .find(|row| (row.0, row.1) == (date.year(), quarter))
            .expect("generated interest starts inside the table")
    };
    let corporate = Decimal::from(row.2);
    let percent = match taxpayer {
        Taxpayer::Corporate => corporate,
        Taxpayer::NonCorporate => corporate + Decimal::ONE,
        Taxpayer::Gatt => corporate - Decimal::new(15, 1),
    };
    percent / Decimal::ONE_HUNDRED
}

/// The product over the days in (S, E] of (1 + r/N), less one.
pub fn growth(taxpayer: Taxpayer, start: NaiveDate, end: NaiveDate) -> Decimal {
    let mut product = Decimal::ONE;
    let mut date = start;
    while date < end {
        date = plus(date, 1);
        let year_length = if date.leap_year() { 366 } else { 365 };
        product *= Decimal::ONE + annual_rate(taxpayer, date) / Decimal::from(year_length);
    }
    product - Decimal::ONE
}

/// "one half-up rounding per entry".
pub fn interest(
    principal: Decimal,
    taxpayer: Taxpayer,
    start: NaiveDate,
    end: NaiveDate,
) -> Decimal {
    if principal.is_zero() {
        return Decimal::ZERO;
    }
    round_to_cent(principal * growth(taxpayer, start, end))
}

/// Half-up to the cent.
pub fn round_to_cent(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// The first day past the rate table that an interest from S to E needs.
pub fn first_extrapolated_day(start: NaiveDate, end: NaiveDate) -> Option<NaiveDate> {
    let (year, month, first) = FIRST_UNPUBLISHED_DAY;
    let needed = plus(start, 1).max(day(year, month, first));
    (needed <= end).then_some(needed)
}
