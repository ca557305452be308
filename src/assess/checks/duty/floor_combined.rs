//! `floor-combined`

use super::super::{Verdict, check};
use crate::assess::money::{AssessedRow, RefundCase};
use crate::assess::words::Words;
use crate::assess::{Column1Basis, Entry};
use crate::domain::{Hts8, quoted};
use crate::hts_rates::{GeneralRate, TariffLine};

check! {
    /// # floor-combined
    ///
    /// ## What it finds
    /// A counted row of a floor code (9903.02.20 for the European Union, .73 Japan, .80 Korea, .83
    /// Switzerland, .88 Liechtenstein) on a line whose base row bears no duty. Its 15 % holds the
    /// column-1 duty and the IEEPA duty in one amount, CBP's default way to file.
    ///
    /// ## Why it matters
    /// Only the part above column 1 is IEEPA duty: with 5 % in column 1, 10 % come back. Where rate
    /// and value are known, that part is the refund. Where one is missing, the refund lies between
    /// 0.00 and the duty of the row, and the estimate shows both ends.
    ///
    /// ## What to do
    /// Add the ES-003 object `Column 1 Current Primary Duty Rate`, bring the tariff as exported at
    /// hts.usitc.gov with --hts-rates (the edition in force on the entry date). A column1_rate of
    /// --facts counts for every such line of its entry and goes before the export's own rates: bring
    /// it only where the lines of the entry share one rate. Compound and specific rates are no rates
    /// here: such rows stay a range. Where a line of Korea or Japan claims its preference, CBP has not
    /// said whether the general or the special rate comes off, and with --hts-rates the estimate shows
    /// both.
    FLOOR_COMBINED {
        code: "floor-combined",
        severity: Info,
        label: None,
        lane: None,
        fields: [Hts, RowDuty, RowValue, Column1Rate, LineNumber],
        settle: None,
        sources: ["cape-rules:S1", "ieepa-hts:S3", "ieepa-hts:S5"],
    }
    |entry| {
        let two = one_rate_for_two(entry);
        Verdict::each(entry.counted().filter_map(|row| in_words(entry, row, two)), |text| text)
    }
}

/// How the column-1 part of a floor row is known, or why it is not; `None` for any other row.
pub fn told(entry: &Entry<'_>, row: &AssessedRow<'_>) -> Option<String> {
    in_words(entry, row, one_rate_for_two(entry))
}

fn in_words(entry: &Entry<'_>, row: &AssessedRow<'_>, two: Option<(Hts8, Hts8)>) -> Option<String> {
    let named = row.named(Words::new()).say(": ");
    let words = match row.case {
        RefundCase::FloorCombined { column1, value } => {
            let words = named.cents(row.kept.row.duty).say(" less column 1 (");
            let words = words.say(&column1.to_string()).say(" of ").cents(value);
            known_from(entry, row.column1, two, words).say(") is ").cents(row.high)
        }
        RefundCase::FloorUnknown => {
            let words = not_known(entry, row.column1, named).say(", so between ");
            words.cents(row.low).say(" and ").cents(row.high).say(" comes back")
        }
        _ => return None,
    };
    Some(words.end())
}

/// Two base numbers for which one rate of the facts serves: facts have one rate for an entry, the
/// tariff one for a number.
fn one_rate_for_two(entry: &Entry<'_>) -> Option<(Hts8, Hts8)> {
    let mut numbers = entry.counted().filter_map(|row| match row.column1 {
        Column1Basis::Facts(number) => number,
        _ => None,
    });
    let first = numbers.next()?;
    numbers.find(|other| *other != first).map(|other| (first, other))
}

fn known_from(
    entry: &Entry<'_>,
    basis: Column1Basis<'_>,
    two: Option<(Hts8, Hts8)>,
    words: Words,
) -> Words {
    match (basis, two) {
        (Column1Basis::Facts(_), Some((first, second))) => {
            let words = words.say(", one rate of the facts file for base numbers ");
            words.heading(first).say(" and ").heading(second)
        }
        (Column1Basis::Facts(_), None) => words.say(", rate from --facts"),
        (Column1Basis::HtsLine(line, number), _) => {
            place(entry, line, words.say(", rate of ").heading(number))
        }
        _ => words.say(", rate from the export"),
    }
}

fn not_known(entry: &Entry<'_>, basis: Column1Basis<'_>, words: Words) -> Words {
    let file = || entry.context.hts_rates.map_or("--hts-rates", |rates| rates.name.as_str());
    match basis {
        Column1Basis::NoValue => words.say("goods value not known"),
        Column1Basis::CellIsNoRate(cell) => words
            .say("column 1 is ")
            .say(&quoted(entry.texts.text(cell)))
            .say(": no ad valorem rate"),
        Column1Basis::NoNumber => words.say(
            "the line has no row of chapters 1-97 with eight digits whose column-1 rate could be \
             looked up",
        ),
        Column1Basis::NotInFile(number) => words.heading(number).say(" is not in ").say(file()),
        Column1Basis::LineIsNoRate(line, number) => {
            let words = words.say("column 1 of ").heading(number);
            match &line.general {
                GeneralRate::Two(first, second, _) => {
                    let words = words.say(" is both ").say(&quoted(first)).say(" and ");
                    place(entry, line, words.say(&quoted(second)))
                }
                GeneralRate::NoRate(text) if text.is_empty() => {
                    place(entry, line, words.say(" is blank"))
                }
                general => {
                    let words = words.say(" is ").say(&quoted(&general.text()));
                    place(entry, line, words).say(": no ad valorem rate")
                }
            }
        }
        Column1Basis::Preference(line, number, general, special) => {
            let special = special.map_or_else(|| "no plain rate".to_string(), |r| r.to_string());
            let words = words.say("column 1 of ").heading(number).say(" is ");
            let words = words.say(&general.to_string()).say(" in general and ").say(&special);
            place(entry, line, words.say(" with the preference the line claims"))
                .say("; which of them comes off is not settled")
        }
        _ => words.say("column-1 rate not known"),
    }
}

/// ` in hts.csv record 12`
fn place(entry: &Entry<'_>, line: &TariffLine, words: Words) -> Words {
    let Some(rates) = entry.context.hts_rates else { return words };
    let words = words.say(" in ").say(&rates.name).say(" record ").number(line.record);
    match line.general {
        GeneralRate::Two(_, _, other) => words.say(" and ").number(other),
        _ => words,
    }
}
