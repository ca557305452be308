//! Column-1 rates of the tariff, from the file that the user exported at USITC: what CBP keeps of
//! the 15 % of a floor code.
//!
//! The two forms in which hts.usitc.gov hands out the tariff are read as they come, CSV and JSON;
//! which one it is, its content tells. The lines of the tariff ([`TariffLine`]) become a table by
//! number ([`HtsRates::line`]): lines without a rate inherit it from the line above them, and two
//! rates for one number are no rate.
//!
//! The ledger keeps eight digits of a tariff number, at which the tariff sets its rates; a
//! statistical line of ten digits speaks for its eight.

mod error;
mod file;
mod json;
mod lines;
mod special;
mod table;

pub use error::HtsRatesError;
pub use table::{GeneralRate, HtsRates, TariffLine};

#[cfg(test)]
mod tests;
