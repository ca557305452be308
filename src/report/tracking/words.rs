//! What the words of tracking mean, in plain words.

use crate::track::{Cause, ReportFile, State};

/// A state in plain words.
pub(in crate::report) const fn state(state: State) -> &'static str {
    match state {
        State::NotFiled => "Not filed",
        State::FileRejected => "File refused",
        State::Uploaded => "Uploaded",
        State::EntryRejected => "Entry refused",
        State::Accepted => "Accepted",
        State::LinesRemoved => "IEEPA lines removed",
        State::Liquidated => "Liquidated without them",
        State::Certified => "Refund certified",
        State::Held => "Held: no ACH account",
        State::Sent => "Sent to Treasury",
        State::Diverted => "Kept against a debt",
        State::Paid => "Paid",
        State::Returned => "Sent back by the bank",
        State::Reissued => "Paid once more",
    }
}

/// A cause in plain words.
pub(in crate::report) const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::NotFiled => "Not filed",
        Cause::FileRejected => "CBP refused the file",
        Cause::EntryRejected => "CBP refused the entry",
        Cause::NotLiquidated => "Filed, not (re)liquidated yet",
        Cause::Suspended => "Suspended, extended or under review",
        Cause::NotPaidYet => "(Re)liquidated, not paid yet",
        Cause::FloorShare => "Column-1 duty under a floor code",
        Cause::PscChange => "A correction changed the duty",
        Cause::DutiesNetted => "Other duties set off",
        Cause::InterestEnd => "Interest ends on another day",
        Cause::InterestStart => "Interest starts on another day",
        Cause::InterestRate => "Another interest rate",
        Cause::Offset => "Kept against a debt",
        Cause::Held => "Held: no ACH account",
        Cause::Returned => "Sent back by the bank",
        Cause::Unknown => "Not explained",
    }
}

/// A short form of a cause, for a narrow screen.
pub(in crate::report) const fn short_cause(cause: Cause) -> &'static str {
    match cause {
        Cause::NotLiquidated => "Not liquidated yet",
        Cause::Suspended => "Suspended",
        Cause::NotPaidYet => "Not paid yet",
        Cause::FloorShare => "Floor code",
        Cause::PscChange => "Correction",
        Cause::InterestEnd => "Interest end",
        Cause::InterestStart => "Interest start",
        Cause::Held => "Held",
        Cause::Returned => "Sent back",
        other => crate::report::tracking::words::cause(other),
    }
}

/// Whether money of this cause still comes by itself.
pub(in crate::report) const fn is_on_its_way(cause: Cause) -> bool {
    matches!(cause, Cause::NotLiquidated | Cause::Suspended | Cause::NotPaidYet)
}

/// A group's status in plain words.
pub(in crate::report) fn group_status(word: &str) -> &str {
    match word {
        "matched" => "to the cent by its actual day",
        "matched-within-interest" => "duty to the cent, interest within tolerance",
        "partly" => "paid in part",
        "not-yet" => "nothing paid",
        "differs" => "settled, and differs",
        "unexpected" => "money without entries",
        "nothing-due" => "nothing expected, nothing paid",
        other => other,
    }
}

/// A week of the cash, or why an amount has none, in plain words.
pub(in crate::report) fn week(word: &str) -> &str {
    match word {
        "late" => "late: its day has passed",
        "no-estimate" => "suspended: no day can be told",
        "no-date" => "no date to reckon from",
        "held" => "held: no ACH account",
        "returned" => "sent back by the bank",
        other => other,
    }
}

/// What to do with a refused entry, in plain words.
pub(in crate::report) fn action(word: &str) -> &str {
    match word {
        "psc-first" => "correct it by PSC, then file again",
        "wait" => "wait",
        "protest" => "protest",
        "other-filer" => "the filer of the entry or its importer must file",
        "fix-file" => "correct the upload file, then upload again",
        "upload-again" => "upload again",
        "nothing" => "nothing",
        "ask-cbp" => "ask CBP",
        "later-phase" => "wait for a later phase of CAPE",
        "unknown" => "unknown: read CBP's label",
        other => other,
    }
}

/// Columns that a list names before it says how many more there are.
const COLUMNS: usize = 12;

/// The columns of a file that are not read, so far as a line holds them; the rest is in
/// `summary.json`.
pub(in crate::report) fn unread(file: &ReportFile) -> String {
    let short = |header: &str| match header.char_indices().nth(40) {
        Some((at, _)) => format!("{}...", header.get(..at).unwrap_or_default()),
        None => header.to_owned(),
    };
    let mut columns: Vec<String> =
        file.unread.iter().take(COLUMNS).map(|column| short(&column.header)).collect();
    let more = file.unread.len().saturating_sub(COLUMNS);
    if more > 0 {
        columns.push(format!("{more} more"));
    }
    columns.join(", ")
}

/// What a file is, as reports name it.
pub(in crate::report) fn report_name(file: &ReportFile) -> &'static str {
    match file.report {
        Some(report) => report.as_str(),
        None if file.is_list => "facts",
        None => "ES-003",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tracking::told;
    use crate::track::payments::GroupStatus;

    #[test]
    fn every_status_of_a_group_has_words_that_hold_for_all_its_groups() {
        let words: Vec<&str> = GroupStatus::ALL.iter().map(|status| status.as_str()).collect();
        assert_eq!(told::STATUSES.to_vec(), words);
        for status in words {
            let said = group_status(status);
            assert_ne!(said, status);
            // A group may differ from the estimate and be right; one may never be paid.
            assert!(!said.starts_with("paid to the cent") && !said.contains("yet"), "{said}");
        }
    }
}
