//! `check-digit`

use super::super::{Verdict, check};
use crate::domain::EntryNumber;

check! {
    /// # check-digit
    ///
    /// ## What it finds
    /// An entry number of the right shape whose last digit is not the check digit of the ten
    /// characters before it. One mistyped digit, or two neighbours swapped, nearly always shows so.
    ///
    /// ## Why it matters
    /// CBP's table has no error for the check digit. A number that no filer was ever given comes
    /// back as not found, and a typing error may also name somebody else's entry.
    ///
    /// ## What to do
    /// Compare with the 7501 and correct the source of the export. If the number is printed like
    /// that on the 7501 too, look it up in ACE before it goes on a declaration.
    CHECK_DIGIT {
        code: "check-digit",
        severity: Review,
        label: Some("Entry Summary Not Found or Archived in ACE"),
        lane: None,
        fields: [EntryNumber],
        settle: None,
        sources: ["cape-rules:S1", "cape-rules:S15", "cape-rules:S18"],
    }
    |entry| {
        Verdict::found_if(entry.number.check_digit_fits() == Some(false), || {
            let number = entry.number.as_str();
            let right = number.get(..10).and_then(EntryNumber::with_check_digit);
            match right {
                Some(right) => format!("`{number}`: the first ten characters ask for `{right}`"),
                None => format!("`{number}`: the last digit does not fit the others"),
            }
        })
    }
}
