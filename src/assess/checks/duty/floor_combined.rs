//! `floor-combined`

use super::super::{Verdict, check};
use crate::assess::money::{AssessedRow, RefundCase};
use crate::assess::words::Words;

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
    /// Add the ES-003 object `Column 1 Current Primary Duty Rate`, or bring
    /// column1_rate with --facts. For Korea and Japan mind that a preference changes the column-1
    /// rate.
    FLOOR_COMBINED {
        code: "floor-combined",
        severity: Info,
        label: None,
        lane: None,
        fields: [Hts, RowDuty, RowValue, Column1Rate, LineNumber],
        settle: None,
        sources: ["cape-rules:S1", "ieepa-hts:S3", "ieepa-hts:S5"],
    }
    |entry| Verdict::each(entry.counted().filter_map(in_words), |text| text)
}

fn in_words(row: &AssessedRow<'_>) -> Option<String> {
    let named = |words: Words| row.named(words).say(": ");
    let words = match row.case {
        RefundCase::FloorCombined { column1, value } => {
            let words = named(Words::new()).cents(row.kept.row.duty).say(" less column 1 (");
            let words = words.say(&column1.to_string()).say(" of ").cents(value).say(") is ");
            words.cents(row.high)
        }
        RefundCase::FloorUnknown => {
            let words =
                named(Words::new()).say("column-1 rate or goods value not known, so between ");
            words.cents(row.low).say(" and ").cents(row.high).say(" comes back")
        }
        _ => return None,
    };
    Some(words.end())
}
