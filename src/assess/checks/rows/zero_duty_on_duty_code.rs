//! `zero-duty-on-duty-code`

use super::super::{Verdict, check};
use crate::assess::money::RefundCase;

check! {
    /// # zero-duty-on-duty-code
    ///
    /// ## What it finds
    /// A counted row whose heading bears duty, with goods value on the line but no duty, and
    /// nothing on the line that explains it: no chapter 98 number, no exemption of the same
    /// family, no temporary importation (type 23), and a date the heading covers.
    ///
    /// ## Why CBP refuses it
    /// It may not; but the duty may have been declared on another row of the line, and then it
    /// does not come back with this one.
    ///
    /// ## What to do
    /// Compare with the 7501. What the rate would have given stands in `recomputed_duty`, outside
    /// every refund figure.
    ZERO_DUTY_ON_DUTY_CODE {
        code: "zero-duty-on-duty-code",
        severity: Review,
        label: None,
        lane: None,
        fields: [RowDuty, RowValue],
        settle: None,
        sources: ["ieepa-hts:S6", "es003-format:S12"],
    }
    |entry| {
        let rows: Vec<String> = entry
            .counted()
            .filter(|row| row.case == RefundCase::ZeroDuty)
            .map(|row| format!("{} would be {}", row.heading_and_line(), row.recomputed))
            .collect();
        Verdict::found_if(!rows.is_empty(), || rows.join("; "))
    }
}
