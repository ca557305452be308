//! Two reports compared: the sums close whatever the reports hold, every entry that changed is
//! named with its cause, and the command does what it says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "a test")]

mod made;
mod program;
mod property;
mod tracked;
