//! `--mask`: the copy tells nobody who imports what, and every figure of it is that of the report.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

mod figures;
mod leaks;
mod portfolio;
mod refusals;
mod unmask;
