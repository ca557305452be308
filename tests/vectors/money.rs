//! Money T20-T21.

use capeprep::domain::{Cents, Rate};

#[test]
fn t20_duty_is_rounded_half_up() {
    for (value, rate, duty) in [
        ("12345", "14.5%", "1790.03"),
        ("1001", "2.5%", "25.03"),
        ("1450", "12.25%", "177.63"),
        ("333", "15%", "49.95"),
    ] {
        let rate = Rate::read(rate.as_bytes()).unwrap().unwrap();
        assert_eq!(rate.of(Cents::read(value.as_bytes()).unwrap()).to_string(), duty);
    }
}

#[test]
fn t21_values_count_in_whole_dollars() {
    for (value, whole) in [("1234.49", "1234.00"), ("1234.50", "1235.00"), ("0.49", "0.00")] {
        assert_eq!(Cents::read(value.as_bytes()).unwrap().whole_dollars().to_string(), whole);
    }
}
