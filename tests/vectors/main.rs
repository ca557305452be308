//! Published and derived test vectors, one test each, named by it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

mod challenge;
mod challenge_summed;
mod dates;
mod interest;
mod money;
mod registry;
