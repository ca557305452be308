//! The checks: one file each, sorted into families; a table lists them all.
//!
//! A check is a question about one entry ([`Check::run`]), with a page that says what it finds, why
//! it matters and what to do. To add one: write its file in the family it belongs to, list it in
//! [`ALL`], give it a fixture in `fixtures/checks`, and run the tests with `UPDATE_DOCS=1`.

mod check;
pub mod claims;
pub mod duty;
pub mod entry_type;
mod evidence;
pub mod facts;
pub mod filer;
pub mod liquidation;
pub mod number;
mod pages;
pub mod payment;
pub mod reconciliation;
pub mod rows;
mod set;
pub mod summary;
pub mod tariff;

use check::check;
pub use check::{Check, Verdict};
use evidence::{listed, stopped_by_flag, stopped_by_word};
pub use pages::page_of_all;
pub use set::CheckSet;

/// Every check, in alphabetical order of the codes.
pub static ALL: &[&Check] = &[
    &filer::account_mismatch::ACCOUNT_MISMATCH,
    &liquidation::adcvd_pending::ADCVD_PENDING,
    &claims::already_declared::ALREADY_DECLARED,
    &number::check_digit::CHECK_DIGIT,
    &tariff::code_outside_its_window::CODE_OUTSIDE_ITS_WINDOW,
    &facts::conflicting_facts::CONFLICTING_FACTS,
    &rows::conflicting_header::CONFLICTING_HEADER,
    &rows::conflicting_rows::CONFLICTING_ROWS,
    &claims::court_injunction::COURT_INJUNCTION,
    &payment::date_basis_assumed::DATE_BASIS_ASSUMED,
    &duty::duty_off_rate::DUTY_OFF_RATE,
    &duty::duty_on_exemption::DUTY_ON_EXEMPTION,
    &number::entry_number_format::ENTRY_NUMBER_FORMAT,
    &number::entry_number_repaired::ENTRY_NUMBER_REPAIRED,
    &entry_type::entry_type_excluded::ENTRY_TYPE_EXCLUDED,
    &entry_type::entry_type_unconfirmed::ENTRY_TYPE_UNCONFIRMED,
    &facts::fact_over_export::FACT_OVER_EXPORT,
    &facts::facts_row_unread::FACTS_ROW_UNREAD,
    &filer::filer_code_mismatch::FILER_CODE_MISMATCH,
    &duty::floor_combined::FLOOR_COMBINED,
    &entry_type::ftz_06::FTZ_06,
    &liquidation::implausible_date::IMPLAUSIBLE_DATE,
    &liquidation::liquidated_over_80_days::LIQUIDATED_OVER_80_DAYS,
    &filer::missing_importer::MISSING_IMPORTER,
    &rows::mixed_layouts::MIXED_LAYOUTS,
    &payment::net_bill_risk::NET_BILL_RISK,
    &facts::older_fact_overruled::OLDER_FACT_OVERRULED,
    &claims::on_drawback::ON_DRAWBACK,
    &tariff::origin_outside_code::ORIGIN_OUTSIDE_CODE,
    &rows::out_of_period_duty::OUT_OF_PERIOD_DUTY,
    &liquidation::paid_at_liquidation::PAID_AT_LIQUIDATION,
    &payment::payment_date_ahead::PAYMENT_DATE_AHEAD,
    &claims::protest_open::PROTEST_OPEN,
    &summary::psc_pending::PSC_PENDING,
    &reconciliation::recon_before_phase_2::RECON_BEFORE_PHASE_2,
    &reconciliation::recon_filed::RECON_FILED,
    &reconciliation::recon_flag::RECON_FLAG,
    &reconciliation::recon_flag_type::RECON_FLAG_TYPE,
    &facts::refusal_past::REFUSAL_PAST,
    &facts::refused_before::REFUSED_BEFORE,
    &rows::row_rejected::ROW_REJECTED,
    &payment::small_refund::SMALL_REFUND,
    &payment::statement_unpaid::STATEMENT_UNPAID,
    &liquidation::status_date_conflict::STATUS_DATE_CONFLICT,
    &summary::status_unmapped::STATUS_UNMAPPED,
    &summary::summary_adjusted::SUMMARY_ADJUSTED,
    &summary::summary_not_accepted::SUMMARY_NOT_ACCEPTED,
    &payment::surety_paid::SURETY_PAID,
    &summary::trade_control::TRADE_CONTROL,
    &tariff::unknown_ieepa_code::UNKNOWN_IEEPA_CODE,
    &rows::unreadable_value::UNREADABLE_VALUE,
    &rows::value_on_chapter_99::VALUE_ON_CHAPTER_99,
    &entry_type::warehouse_withdrawal::WAREHOUSE_WITHDRAWAL,
    &liquidation::window_closing::WINDOW_CLOSING,
    &liquidation::window_last_days::WINDOW_LAST_DAYS,
    &duty::zero_duty_on_duty_code::ZERO_DUTY_ON_DUTY_CODE,
];

/// The check with this code.
pub fn with_code(code: &str) -> Option<&'static Check> {
    ALL.iter().copied().find(|check| check.code == code)
}

#[cfg(test)]
mod tests;
