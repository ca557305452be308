//! The columns of the sheets: what they hold, how wide they are, and what they mean.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text.
    Text,
    /// Text in several lines.
    Lines,
    /// A word that has a colour: a lane, a status, a severity.
    Word,
    /// Dollars and cents.
    Money,
    /// A count that adds up.
    Count,
    /// A number of days, which does not add up.
    Days,
    /// A date.
    Day,
}

/// A column of a sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its name in the CSV report; the head is made from it.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Its width in characters.
    pub width: u16,
    /// What it means.
    pub means: &'static str,
}

/// A column.
pub(super) const fn column(
    name: &'static str,
    kind: Kind,
    width: u16,
    means: &'static str,
) -> Column {
    Column { name, kind, width, means }
}

impl Column {
    /// Lines that the head takes, with room for the button of the filter.
    pub(super) fn head_lines(&self) -> u32 {
        let room = usize::from(self.width.max(6) - 4);
        let mut lines: Vec<usize> = vec![0];
        for word in self.name.split('_').map(str::len) {
            match lines.last_mut() {
                Some(line) if *line == 0 || *line + 1 + word <= room => *line += 1 + word,
                _ => lines.push(word),
            }
        }
        u32::try_from(lines.len()).unwrap_or(1)
    }

    /// The head: `refund_low` is `Refund low`.
    pub(super) fn title(&self) -> String {
        let words = self.name.split('_').enumerate().map(|(at, word)| match word {
            "cape" | "cbp" | "ieepa" | "psc" => word.to_uppercase(),
            _ if at == 0 => {
                let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
                format!("{}{rest}", first.to_uppercase())
            }
            _ => word.to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

use Kind::{Count, Day, Days, Lines, Money, Text, Word};

/// Sheet `Entries`, as `entries.csv`.
pub(super) const ENTRIES: &[Column] = &[
    column("entry_number", Text, 15, "Entry number without hyphens"),
    column("filer_code", Text, 8, "Its first three characters: who filed it"),
    column("importer_number", Text, 15, "Importer of record"),
    column("importer_name", Text, 30, "Name of the importer"),
    column("entry_type", Text, 8, "Entry type code"),
    column("entry_date", Day, 11, "Entry date"),
    column(
        "liquidation_state",
        Text,
        13,
        "Liquidated, unliquidated, held (suspended, extended, under review) or unknown",
    ),
    column("liquidation_date", Day, 11, "Liquidation date"),
    column(
        "days_since_liquidation",
        Days,
        12,
        "Days from the liquidation to the day of the estimate",
    ),
    column(
        "ieepa_rows",
        Count,
        8,
        "IEEPA rows kept, as in entries.csv: also those outside the tariff period, which are in no amount",
    ),
    column("duty_paid", Money, 16, "IEEPA duty paid on those that count"),
    column("refund_low", Money, 16, "Lowest refund"),
    column("refund_high", Money, 16, "Highest refund"),
    column(
        "recomputed_duty",
        Money,
        16,
        "IEEPA duty reckoned from rate and value, to compare with the duty paid",
    ),
    column("interest_low", Money, 14, "Interest on the lowest refund"),
    column("interest_high", Money, 14, "Interest on the highest refund"),
    column("status", Word, 11, "What can be said of the entry today"),
    column("lane", Word, 14, "What to do with it next"),
    column("findings", Text, 36, "Codes of what the checks found; sheet Findings has the details"),
    column("unproved", Text, 36, "Checks that could not be run on it: it has not passed them"),
    column("cape_deadline", Day, 11, "Day 80 after liquidation: last day on which CAPE takes it"),
    column("protest_deadline", Day, 11, "Day 180 after liquidation: last day of the protest right"),
    column(
        "projected_liquidation",
        Day,
        11,
        "Where it is not liquidated, or not known to be: when it would be on the usual cycle",
    ),
    column("deposit_date", Day, 11, "Where interest starts"),
    column(
        "psc_deadline",
        Day,
        11,
        "Where it is not liquidated, or not known to be: last day of a post summary correction",
    ),
    column(
        "court_deadline",
        Day,
        11,
        "Two years from entry: the safest reading of the court clock",
    ),
    column("summary_date", Day, 11, "Entry summary date"),
    column("payment_date", Day, 11, "Date the duty was paid, where an export or a report tells it"),
    column("payee", Text, 28, "Who is paid, if a parties file says so"),
];

/// Sheet `Findings`, as `findings.csv`.
pub(super) const FINDINGS: &[Column] = &[
    column("entry_number", Text, 15, "Entry number"),
    column(
        "code",
        Text,
        28,
        "The check that found something; `capeprep rulebook check CODE` explains it",
    ),
    column(
        "severity",
        Word,
        10,
        "block: CBP would refuse it; review: a person decides; info: worth knowing",
    ),
    column("cbp_label", Text, 28, "What CBP calls it, if it does"),
    column("detail", Text, 90, "What was found in this entry"),
    column("source", Text, 30, "Where the rule comes from; `capeprep rulebook` lists the sources"),
];

/// Sheet `Groups`, as `groups.csv`.
pub(super) const GROUPS: &[Column] = &[
    column(
        "importer_number",
        Text,
        24,
        "Importer of record; where it is blank, the export does not say whose the entries are, and no \
         payment group can be told",
    ),
    column(
        "importer_name",
        Text,
        30,
        "Name of the importer; blank where the number is, because the entries may be of several",
    ),
    column("liquidation_state", Text, 13, "Where its entries stand with CBP"),
    column(
        "liquidation_date",
        Day,
        11,
        "Their liquidation date: CBP pays one sum per payee and date",
    ),
    column("entries", Count, 9, "Entries"),
    column("eligible_entries", Count, 9, "Of these, with status eligible"),
    column("review_entries", Count, 9, "Of these, with status review"),
    column("blocked_entries", Count, 9, "Of these, with status blocked"),
    column("no_refund_entries", Count, 9, "Of these, with nothing to get back"),
    column("duty_paid", Money, 17, "IEEPA duty paid"),
    column("refund_low", Money, 17, "Lowest refund"),
    column("refund_high", Money, 17, "Highest refund"),
    column("eligible_refund_low", Money, 17, "Lowest refund of the eligible entries"),
    column("eligible_refund_high", Money, 17, "Highest refund of the eligible entries"),
    column("interest_low", Money, 15, "Interest on the lowest refund"),
    column("interest_high", Money, 15, "Interest on the highest refund"),
    column("cape_deadline", Day, 11, "Day 80 after liquidation"),
    column("protest_deadline", Day, 11, "Day 180 after liquidation"),
    column("payee", Text, 30, "Who is paid, if a parties file says so"),
];

/// Sheet `Who may file`.
pub(super) const FILERS: &[Column] = &[
    column(
        "filer_code",
        Text,
        24,
        "The filer of the entries: it or the importer itself may file them",
    ),
    column("importer_number", Text, 18, "Importer of record"),
    column("lane", Word, 15, "What to do next"),
    column("entries", Count, 10, "Entries"),
    column("duty_paid", Money, 18, "IEEPA duty paid"),
    column("refund_low", Money, 18, "Lowest refund"),
    column("refund_high", Money, 18, "Highest refund"),
    column("interest_low", Money, 16, "Interest on the lowest refund"),
    column("interest_high", Money, 16, "Interest on the highest refund"),
];

/// Sheet `Deadlines`.
pub(super) const DEADLINES: &[Column] = &[
    column("liquidation_date", Day, 13, "The day the clocks begin"),
    column(
        "basis",
        Text,
        12,
        "known, or estimated where the entries are not liquidated, or not known to be",
    ),
    column("liquidation_state", Text, 13, "Where the entries stand with CBP"),
    column("importer_number", Text, 14, "Importer of record"),
    column("day_60", Day, 12, "Day 60 after liquidation"),
    column("cape_deadline_day_80", Day, 12, "Day 80: last day on which CAPE takes them"),
    column(
        "days_left_to_day_80",
        Days,
        10,
        "Days from the day of the estimate to day 80; below 0 it is past",
    ),
    column(
        "entries_for_cape",
        Count,
        10,
        "Entries that CAPE may take: lanes file-now, review, other-filer, fix-then-file",
    ),
    column("refund_low_for_cape", Money, 18, "Their lowest refund"),
    column("refund_high_for_cape", Money, 18, "Their highest refund"),
    column("protest_deadline_day_180", Day, 12, "Day 180: last day of the protest right"),
    column("days_left_to_day_180", Days, 10, "Days from the day of the estimate to day 180"),
    column(
        "entries_for_protest",
        Count,
        10,
        "Entries whose protest right ends then: those for CAPE, and lanes protest and later-phase",
    ),
    column("refund_low_for_protest", Money, 18, "Their lowest refund"),
    column("refund_high_for_protest", Money, 18, "Their highest refund"),
    column(
        "entries_with_protest_already_open",
        Count,
        11,
        "Entries of lanes protest and later-phase with an open protest: day 180 takes nothing from \
         them, and they are in no other figure of the row",
    ),
    column("refund_high_with_protest_already_open", Money, 18, "Their highest refund"),
];

/// Sheet `Readiness`, as `readiness.csv`.
pub(super) const READINESS: &[Column] = &[
    column("importer_number", Text, 24, "Importer of record"),
    column("importer_name", Text, 28, "Its name"),
    column("step", Text, 24, "The step of the set-up, or the gap"),
    column("state", Word, 11, "How far it is by the parties file"),
    column("entries", Count, 9, "Entries that wait for it"),
    column("refund_low", Money, 16, "Their lowest refund"),
    column("refund_high", Money, 16, "Their highest refund"),
    column("interest_low", Money, 14, "Interest on the lowest refund"),
    column("interest_high", Money, 14, "Interest on the highest refund"),
    column("holds", Text, 20, "What it holds up"),
    column("payee", Text, 28, "Who would be paid"),
    column("what_to_do", Lines, 60, "What to do"),
    column("source", Text, 24, "Where the step comes from"),
    column("detail", Text, 36, "Which filer, party, months or numbers"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report;

    #[test]
    fn columns_are_those_of_the_csv_reports() {
        let names = |columns: &[Column]| {
            columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",")
        };
        assert_eq!(names(ENTRIES), report::entries::HEADER);
        assert_eq!(names(FINDINGS), report::findings::HEADER);
        assert_eq!(names(GROUPS), report::groups::HEADER.trim_end());
        assert_eq!(names(READINESS), report::readiness::HEADER.trim_end());
    }

    #[test]
    fn the_mark_of_proved_lanes_looks_at_lane_and_unproved() {
        assert_eq!((ENTRIES[17].name, ENTRIES[19].name), ("lane", "unproved"));
    }

    #[test]
    fn the_deadlines_take_one_paper_across() {
        assert!(DEADLINES.iter().map(|column| column.width).sum::<u16>() <= 230);
    }

    #[test]
    fn heads_are_words() {
        let titles: Vec<String> = ENTRIES.iter().map(Column::title).collect();
        assert_eq!(titles[0], "Entry number");
        assert_eq!(titles[9], "IEEPA rows");
        assert_eq!(titles[20], "CAPE deadline");
    }
}
