//! The columns of the sheets: those of the tables, with what they hold and mean.

use crate::report::workbook::columns::Kind::{Count, Day, Days, Lines, Money, Text, Word};
use crate::report::workbook::columns::{Column, column};

/// Sheet `Payments`, as `payments.csv`.
pub(super) const PAYMENTS: &[Column] = &[
    column("payee", Text, 16, "Who is paid: the 4811 party, or else the importer of record"),
    column("payee_name", Text, 28, "Its name"),
    column(
        "liquidation_date",
        Day,
        11,
        "The (re)liquidation date; CBP pays one sum per payee and date",
    ),
    column("entries", Count, 9, "Entries"),
    column("paid_entries", Count, 9, "Of these, paid"),
    column("expected_principal", Money, 16, "Duty expected at most"),
    column("expected_interest", Money, 15, "Interest expected on it"),
    column("expected", Money, 16, "Both together"),
    column(
        "expected_at_liquidation",
        Money,
        16,
        "The same with interest up to the (re)liquidation",
    ),
    column("refunded", Money, 16, "What CBP's reports say is refunded"),
    column("paid", Money, 16, "What arrived"),
    column("deposited", Money, 16, "What the bank shows"),
    column("difference", Money, 16, "Expected less paid; the causes add up to it"),
    column("status", Word, 20, "How the group stands; sheet Method explains the words"),
    column("refund_numbers", Text, 20, "Refunds in it"),
    column("deposits", Text, 24, "Deposits in it"),
    column("not_filed", Money, 15, "Of the difference: not filed"),
    column("file_rejected", Money, 15, "CBP refused the file"),
    column("entry_rejected", Money, 15, "CBP refused the entry"),
    column("not_liquidated", Money, 15, "Filed, and not (re)liquidated yet"),
    column("suspended", Money, 15, "Suspended, extended or under review"),
    column("not_paid_yet", Money, 15, "(Re)liquidated, and not paid yet"),
    column("floor_share", Money, 15, "Column-1 duty under a floor code"),
    column("psc_change", Money, 15, "A correction changed the duty"),
    column("other_duties_netted", Money, 15, "Other duties set off"),
    column("interest_end", Money, 15, "Interest ends on another day"),
    column("interest_start", Money, 15, "Interest starts on another day"),
    column("interest_rate_class", Money, 15, "Another interest rate"),
    column("offset", Money, 15, "Kept against a debt"),
    column("held", Money, 15, "Held: no ACH account"),
    column("returned", Money, 15, "Sent back by the bank"),
    column("unknown", Money, 15, "None of these is shown by anything"),
    column("unexplained_entries", Count, 12, "Entries with a part that nothing explains"),
    column("not_seen_at_bank", Money, 16, "Of what is paid by CBP's word: not seen at the bank"),
];

/// Sheet `Differences`, as `differences.csv`.
pub(super) const DIFFERENCES: &[Column] = &[
    column("payee", Text, 18, "Who is paid"),
    column("liquidation_date", Day, 12, "The (re)liquidation date"),
    column("cause", Word, 22, "Why it is missing; below zero, it is more than expected"),
    column("entries", Count, 10, "Entries with this cause"),
    column("principal", Money, 18, "Duty"),
    column("interest", Money, 18, "Interest"),
    column("amount", Money, 18, "Both together"),
];

/// Sheet `Refunds`, as `refunds.csv`.
pub(super) const REFUNDS: &[Column] = &[
    column("refund_number", Text, 16, "Number of the refund"),
    column("payee", Text, 16, "Who is paid"),
    column("refund_date", Day, 11, "Its day"),
    column("status", Word, 12, "How far it is"),
    column("status_text", Text, 22, "CBP's words"),
    column("amount", Money, 16, "Its total"),
    column("entries", Count, 9, "Entries in it that a report names"),
    column("principal_of_entries", Money, 16, "Their duty"),
    column("interest_of_entries", Money, 15, "Their interest"),
    column("deposit_date", Day, 11, "Day of its deposit"),
    column("deposit_amount", Money, 16, "Amount of its deposit"),
    column("deposit_reference", Text, 28, "What the bank prints beside it"),
    column("how_matched", Word, 18, "How the deposit was found"),
    column("group_payee", Text, 16, "The payment group it is in; blank if none"),
    column("group_liquidation_date", Day, 11, "The (re)liquidation date of that group"),
    column("remark", Lines, 36, "What is to be said of it"),
    column("file", Text, 24, "The report"),
    column("record", Days, 9, "Its record there"),
    column("seen_at_bank", Word, 12, "Whether the bank credited what CBP calls paid"),
];

/// Sheet `Deposits`, as `deposits.csv`.
pub(super) const DEPOSITS: &[Column] = &[
    column("deposit_date", Day, 12, "Day of the deposit"),
    column("amount", Money, 18, "Its amount"),
    column("reference", Text, 40, "What the bank prints beside it"),
    column(
        "how_matched",
        Word,
        18,
        "How it was matched; or unexpected, ambiguous, or a copy of another line",
    ),
    column("refund_numbers", Text, 28, "The refunds it is"),
    column("remark", Lines, 40, "What is to be said of it"),
    column("file", Text, 24, "The statement"),
    column("record", Days, 9, "Its record there"),
];

/// Sheet `Re-file`, as `refile/refile.csv`.
pub(super) const REFILE: &[Column] = &[
    column("entry_number", Text, 15, "Entry number without hyphens"),
    column("importer_number", Text, 15, "Importer of record"),
    column("filer_code", Text, 8, "Who filed it"),
    column("claim_number", Text, 16, "The claim on which CBP refused it"),
    column("label", Text, 34, "CBP's words"),
    column("action", Word, 14, "What to do"),
    column("ready", Word, 8, "Whether it can go again today"),
    column("why_not", Lines, 34, "Why not"),
    column("refund_high", Money, 16, "Highest refund"),
    column("cape_deadline", Day, 11, "Last day on which CAPE takes it"),
    column("protest_deadline", Day, 11, "Last day of the protest right"),
    column("psc_deadline", Day, 11, "Last day of a post summary correction, or closed"),
    column("days_left", Days, 8, "Days to the nearest of these"),
    column("note", Lines, 44, "What else is to be known"),
    column("source", Text, 24, "Where the rule comes from"),
    column(
        "court_deadline",
        Day,
        11,
        "Two years from entry: the safest reading of the court clock",
    ),
    column("state", Word, 14, "What CBP refused: the file or the entry"),
];

/// Sheet `Verdicts`, as `verdicts.csv`.
pub(super) const VERDICTS: &[Column] = &[
    column("entry_number", Text, 15, "Entry number"),
    column("predicted_status", Word, 12, "Its status in the estimate"),
    column("predicted_lane", Word, 14, "Its lane in the estimate"),
    column("predicted_blocks", Text, 30, "Checks that had blocked it"),
    column("unproved", Text, 30, "Checks that could not be run on it"),
    column("verdict", Word, 12, "What CBP said"),
    column("label", Text, 36, "CBP's words where it refused"),
    column("foreseen_by", Text, 26, "The check that foresaw it"),
    column("outcome", Word, 26, "What came of the prediction; sheet Method explains the words"),
    column("claim_number", Text, 16, "The claim"),
    column("file", Text, 24, "The report"),
    column("record", Days, 9, "Its record there"),
    column("report", Text, 14, "What the report is"),
];

/// Sheet `Checks`, as `checks.csv`.
pub(super) const CHECKS: &[Column] = &[
    column("check", Text, 28, "The check; blank where none foresees the label"),
    column("cbp_label", Text, 40, "CBP's label"),
    column("ran", Count, 11, "Entries with a verdict on which it was run"),
    column("hits", Count, 11, "Refused, and it had blocked"),
    column("misses", Count, 11, "Refused, and it had found nothing"),
    column("not_checked", Count, 11, "Refused, and it could not be run"),
    column("false_alarms", Count, 11, "Accepted, and it had blocked"),
    column("entries_rejected_with_label", Count, 14, "Entries that CBP refused with its label"),
];

/// Sheet `Interest`, as `interest.csv`.
pub(super) const INTEREST: &[Column] = &[
    column("entry_number", Text, 15, "Entry number"),
    column("importer_number", Text, 15, "Importer of record"),
    column("liquidation_date", Day, 11, "The (re)liquidation date"),
    column("principal", Money, 15, "Duty refunded"),
    column("interest_paid", Money, 14, "Interest that CBP paid on it"),
    column(
        "interest_expected_at_liquidation",
        Money,
        15,
        "What the estimate's rules give at that date",
    ),
    column("difference", Money, 14, "Paid less expected"),
    column(
        "verdict",
        Word,
        13,
        "Whether a date and rate explain it; sheet Method explains the words",
    ),
    column("basis", Word, 18, "Where interest starts by that"),
    column("deposit_date", Day, 11, "The day"),
    column("taxpayer", Word, 14, "Whose rate"),
    column("day_count", Word, 14, "Which days count"),
    column("other_fits", Text, 30, "What fits as well"),
    column("implied_start", Text, 22, "The day on which interest would have to start"),
    column("refund_number", Text, 16, "The refund"),
    column("report", Text, 12, "The report"),
    column("record", Days, 9, "Its record there"),
    column("same_day_as", Text, 24, "Other dates that fall on the same day"),
];

/// Sheet `Cash`, as `cash.csv`.
pub(super) const CASH: &[Column] = &[
    column("week", Text, 14, "Monday of the week, or why there is no week"),
    column("p10", Money, 18, "Comes in it if refunds are quick: one in ten is quicker"),
    column("p50", Money, 18, "In the middle"),
    column("p90", Money, 18, "If refunds take long: one in ten takes longer"),
    column("p10_cumulative", Money, 18, "The first, up to the end of the week"),
    column("p50_cumulative", Money, 18, "The second"),
    column("p90_cumulative", Money, 18, "The third"),
    column("entries_p50", Count, 12, "Entries, in the middle"),
    column("p50_low", Money, 18, "The middle, by the least that the estimate came to"),
];

/// Sheet `Clocks`, as `clocks.csv`.
pub(super) const CLOCKS: &[Column] = &[
    column("kind", Word, 22, "What runs; sheet Method explains the words"),
    column("importer_number", Text, 16, "Importer of record, or the payee"),
    column("from_date", Day, 11, "Where it starts"),
    column("due_date", Day, 11, "Where it ends"),
    column("days_over_or_left", Days, 10, "Days past the end; below 0, days that are left"),
    column("entries", Count, 9, "Entries"),
    column("amount", Money, 17, "What they come to"),
    column("what_to_do", Lines, 60, "What to do"),
    column("source", Text, 26, "Where the rule comes from"),
    column(
        "basis",
        Word,
        13,
        "How the start is known: stated, or by the date of the report, at the latest",
    ),
    column(
        "possible_delinquency_periods",
        Days,
        14,
        "Whole 30-day periods for which delinquency interest is possible (19 USC 1505(d))",
    ),
];

/// Sheet `Entries`, from `tracking.csv`, which has more columns.
pub(super) const ENTRIES: &[Column] = &[
    column("entry_number", Text, 15, "Entry number"),
    column("importer_number", Text, 15, "Importer of record"),
    column("importer_name", Text, 26, "Its name"),
    column("payee", Text, 15, "Who is paid, where it is not the importer"),
    column("state", Word, 16, "How far it is; sheet Method explains the words"),
    column("since", Day, 11, "Since when"),
    column("proof_file", Text, 26, "The report that proves it"),
    column("proof_record", Days, 9, "Its record there"),
    column("claim_number", Text, 16, "The claim"),
    column("label", Text, 26, "CBP's words where it refused"),
    column("liquidation_date", Day, 11, "The (re)liquidation date that pays"),
    column("refund_numbers", Text, 18, "Refunds it is in; sheet Refunds has their deposits"),
    column("expected_principal", Money, 15, "Duty expected at most"),
    column("expected_interest", Money, 14, "Interest expected on it"),
    column("refund_principal", Money, 15, "Duty that CBP refunds"),
    column("refund_interest", Money, 14, "Interest on it"),
    column("paid_principal", Money, 15, "Duty that arrived"),
    column("paid_interest", Money, 14, "Interest that arrived"),
    column("causes", Text, 26, "Why expected is not paid"),
];

/// Sheet `Refund entries`, as `refund_entries.csv`.
pub(super) const REFUND_ENTRIES: &[Column] = &[
    column("refund_number", Text, 18, "The refund; several where they were shared out together"),
    column("entry_number", Text, 15, "An entry in it"),
    column("importer_number", Text, 15, "Importer of record"),
    column("principal", Money, 16, "Its duty in the refund"),
    column("interest", Money, 15, "Its interest in the refund"),
    column("basis", Word, 14, "Whether a report gives that, or it was shared out"),
    column("expected_principal", Money, 16, "Duty expected of the entry at most"),
    column("expected_interest", Money, 15, "Interest expected on it"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tracking;

    #[test]
    fn columns_are_those_of_the_tables() {
        let names = |columns: &[Column]| {
            columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",")
        };
        assert_eq!(names(PAYMENTS), tracking::payments_header().trim_end());
        for (columns, header) in [
            (DIFFERENCES, tracking::DIFFERENCES_HEADER),
            (REFUNDS, tracking::REFUNDS_HEADER),
            (DEPOSITS, tracking::DEPOSITS_HEADER),
            (CHECKS, tracking::CHECKS_HEADER),
            (REFUND_ENTRIES, tracking::RefundEntryRows::HEADER),
            (REFILE, tracking::refile::HEADER),
            (CLOCKS, tracking::clocks::HEADER),
            (CASH, tracking::cash::HEADER),
            (INTEREST, tracking::InterestRows::HEADER),
            (VERDICTS, tracking::VerdictRows::HEADER),
        ] {
            assert_eq!(names(columns), header.trim_end());
        }
        let all: Vec<&str> = tracking::TrackingRows::HEADER.split(',').collect();
        assert!(ENTRIES.iter().all(|column| all.contains(&column.name)));
    }
}
