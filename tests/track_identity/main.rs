//! What was expected is what was paid and the causes of the difference, to the cent, whatever the
//! reports say.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

mod ahead;
mod bank;
mod causes;
mod generated;
mod matching;
mod tables;
mod world;
