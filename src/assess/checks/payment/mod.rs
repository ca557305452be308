//! Checks about who paid, when, and what may come back.

pub mod date_basis_assumed;
pub mod net_bill_risk;
pub mod payment_date_ahead;
pub mod small_refund;
pub mod statement_unpaid;
pub mod surety_paid;
