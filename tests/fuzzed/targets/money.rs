//! Money and rates: any cell. What is read is below a trillion dollars, prints as a plain decimal
//! and reads back the same; arithmetic on it never wraps.

use capeprep::domain::{Cents, Rate, clean_cell};

/// No cell holds as much.
const TOO_MUCH: i64 = 100_000_000_000_000;

/// Reads a cell as an amount and as a rate.
pub fn check(data: &[u8]) {
    let cell = clean_cell(data);
    let amount = Cents::read(cell);
    assert_eq!(Cents::read(cell.trim_ascii()), amount, "blanks mean nothing");
    if let Ok(Cents(cents)) = amount {
        assert!(cents.abs() < TOO_MUCH, "{cents}");
        let printed = Cents(cents).to_string();
        assert_eq!(Cents::read(printed.as_bytes()), amount, "{printed}");
        if cents > 0 {
            let brackets = format!("({printed})");
            assert_eq!(Cents::read(brackets.as_bytes()), Ok(Cents(-cents)));
            assert_eq!(Cents::read(format!("{printed}-").as_bytes()), Ok(Cents(-cents)));
            assert_eq!(Cents::read(format!("${printed}").as_bytes()), Ok(Cents(cents)));
        }
        let dollars = Cents(cents).whole_dollars().0;
        assert!(dollars % 100 == 0 && (dollars - cents).abs() <= 50, "{cents} to {dollars}");
        assert_eq!(Cents(cents).checked_add(Cents(-cents)), Some(Cents::ZERO));
        // Nothing but these says nothing.
        let says_digits = cell.iter().any(u8::is_ascii_digit);
        let is_zero_word = cell.iter().all(|b| b" \t\n\x0C\r-$()".contains(b))
            || cell.trim_ascii().eq_ignore_ascii_case(b"free");
        assert!(says_digits || is_zero_word, "{} is {cents}", cell.escape_ascii());
    }
    if let Ok(Some(rate)) = Rate::read(cell) {
        assert_eq!(Rate::read(rate.to_string().as_bytes()), Ok(Some(rate)));
        for value in [0, 1, 99, 1_000_000, TOO_MUCH - 1, i64::MAX, i64::MIN] {
            let duty = rate.of(Cents(value));
            let rest = rate.taken_from(duty, Cents(value));
            // What does not fit is held at the end of the range.
            let fits = !matches!(duty.0, i64::MIN | i64::MAX);
            assert!(!fits || rest.0.abs() <= 1, "{rate} of {value}");
            assert!(!fits || !rate.is_off(duty, Cents(value), Cents(1), Rate::FREE));
        }
    }
}
