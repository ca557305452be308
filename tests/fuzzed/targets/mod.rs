//! One module a target. `check` takes any bytes and panics where a promise is broken; what the bytes
//! mean is said at the top of each.

pub mod days;
pub mod earlier;
pub mod entry_numbers;
pub mod folder;
pub mod header;
pub mod hts_rates;
pub mod importer_numbers;
pub mod inputs;
pub mod money;
pub mod packing;
pub mod parties;
pub mod profile;
pub mod program;
pub mod pump;
pub mod rulebook;
pub mod scanner;
pub mod tariff_numbers;
pub mod texts;
pub mod track_run;
pub mod whole_run;
pub mod workbook;
