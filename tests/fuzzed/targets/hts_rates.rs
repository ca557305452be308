//! The tariff as USITC exports it, CSV or JSON: any bytes.

use capeprep::domain::HtsNumber;
use capeprep::hts_rates::HtsRates;

/// Reads a tariff and looks numbers up in it.
pub fn check(data: &[u8]) {
    match HtsRates::from_bytes(data, "hts.csv".to_string()) {
        Ok(rates) => {
            assert_eq!(rates.bytes, data.len() as u64);
            let numbers = data.split(|b| !b.is_ascii_digit() && *b != b'.').take(50);
            for number in numbers.filter_map(HtsNumber::read) {
                if let Some(line) = rates.line(number.heading()) {
                    assert!(line.record >= 1);
                }
            }
        }
        Err(error) => {
            let message = error.to_string();
            assert!(message.contains("hts.csv") && message.len() < 3_000, "{message}");
        }
    }
}
