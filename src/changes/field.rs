//! What of an entry can change.

use crate::domain::vocabulary;

vocabulary! {
    /// What of an entry changed, by the column that shows it, in the order in which changes are
    /// listed: facts, findings, what follows from them, what came after filing.
    ChangedField {
        /// Importer of record.
        Importer = "importer_number",
        /// Who is paid.
        Payee = "payee",
        /// Entry type.
        EntryType = "entry_type",
        /// Date of entry.
        EntryDate = "entry_date",
        /// Entry summary date.
        SummaryDate = "summary_date",
        /// Date the duty was paid.
        PaymentDate = "payment_date",
        /// Where interest starts.
        DepositDate = "deposit_date",
        /// How it stood.
        LiquidationState = "liquidation_state",
        /// Its liquidation date.
        LiquidationDate = "liquidation_date",
        /// The liquidation that is projected.
        ProjectedLiquidation = "projected_liquidation",
        /// IEEPA duty paid.
        DutyPaid = "duty_paid",
        /// A finding: a row for each code that came or went.
        Finding = "findings",
        /// A block check that could not be run: a row for each code.
        Unproved = "unproved",
        /// Its status.
        Status = "status",
        /// Its lane.
        Lane = "lane",
        /// Least refund.
        RefundLow = "refund_low",
        /// Most refund.
        RefundHigh = "refund_high",
        /// Interest on the least refund.
        InterestLow = "interest_low",
        /// Interest on the most refund.
        InterestHigh = "interest_high",
        /// Interest to the day of the report, beyond that of the estimate.
        InterestToDate = "interest_to_date",
        /// Where it stands after filing.
        State = "state",
        /// CBP's label of a refusal.
        Label = "label",
        /// The (re)liquidation that pays it.
        Reliquidation = "reliquidation_date",
        /// Duty that CBP refunds.
        CbpPrincipal = "refund_principal",
        /// Interest on it.
        CbpInterest = "refund_interest",
        /// Duty that arrived.
        PaidPrincipal = "paid_principal",
        /// Interest that arrived.
        PaidInterest = "paid_interest",
        /// Duty kept against a debt.
        DivertedPrincipal = "diverted_principal",
        /// Interest kept against a debt.
        DivertedInterest = "diverted_interest",
    }
}
