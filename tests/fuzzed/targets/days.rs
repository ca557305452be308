//! Dates: any cell. What is read lies in the range and prints as an ISO date that reads back the
//! same; reckoning with it stays inside the range.

use capeprep::domain::{DateOrder, Day, clean_cell};

/// Reads a cell as a date.
pub fn check(data: &[u8]) {
    let cell = clean_cell(data);
    let order = DateOrder::of(cell);
    let Ok(Some(day)) = Day::read(cell) else { return };
    assert!((1900..=9999).contains(&day.year()), "{day}");
    // A date that is read is not one with the day first.
    assert_ne!(order, Some(DateOrder::DayFirst), "{}", cell.escape_ascii());
    let iso = day.to_string();
    assert_eq!(Day::read(iso.as_bytes()), Ok(Some(day)));
    let (year, month, date) = (day.year(), day.month(), day.day_of_month());
    assert_eq!(Day::from_ymd(year, month, date), Some(day));
    let as_ace = format!("{month:02}/{date:02}/{year:04}");
    assert_eq!(Day::read(as_ace.as_bytes()), Ok(Some(day)));
    assert_eq!(Day::read(format!("{as_ace} 12:00:00 AM").as_bytes()), Ok(Some(day)));
    assert_eq!(Day::from_1900(day.since_1900()), day);
    for days in [i32::MIN, -80, 0, 80, 180, i32::MAX] {
        let then = day.plus(days);
        assert!((1900..=9999).contains(&then.year()), "{then}");
        assert!(
            then.days_since(day).signum() == days.signum()
                || then.year() == 1900
                || then.year() == 9999
        );
    }
    for years in [0, 2, 9999] {
        assert!(day.years_later(years) >= day);
    }
    assert!(day.next_month() >= day && day.next_quarter() >= day.next_month());
    assert!((0..7).contains(&day.friday_on_or_after().days_since(day)) || year == 9999);
    assert!(matches!(day.days_in_year(), 365 | 366));
}
