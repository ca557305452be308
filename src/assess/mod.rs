//! What each entry is worth and what stands in its way: refund per row, dates, interest, checks,
//! status and lane. One entry at a time; knows nothing of output.
//!
//! The way through it: [`Context`] (what the user said) - [`Assessor::assess`] (one entry) -
//! [`money`], [`liquidation`], [`deposit`], [`interest`] - [`checks`] (one file a check) -
//! [`lane`].

pub mod assessor;
pub mod checks;
pub mod clocks;
mod column1;
mod context;
pub mod deposit;
mod entry;
pub mod interest;
pub mod lane;
pub mod liquidation;
pub mod money;
mod refusals;
mod settled;
mod words;

pub use assessor::{AssessBuffer, Assessed, Assessor, Finding};
pub use column1::Column1Basis;
pub use context::{Context, DepositBasis, Route};
pub use entry::{Entry, Word};
pub use liquidation::Liquidation;
pub use money::AssessedRow;
pub use refusals::{Past, Refusal, claim};
pub use settled::{Settled, unclear};
