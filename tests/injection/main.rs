//! A name, a header or a cell is text, whatever it looks like: no formula to a spreadsheet, no
//! element of a page, no command of a terminal, no line of a calendar, no path of a file.
#![cfg(unix)] // Other systems allow no such file names.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test may panic"
)]

mod arguments;
mod checks;
mod payloads;
mod reports;
mod uploads;
mod world;
