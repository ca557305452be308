//! `zero-duty-on-duty-code`

use super::super::{Verdict, check};
use crate::assess::money::RefundCase;

check! {
    /// # zero-duty-on-duty-code
    ///
    /// ## What it finds
    /// A counted row whose heading bears duty, with goods value on the line but no duty, and
    /// nothing that explains it: no chapter 98 number and no exemption of the same family on the
    /// line, no temporary importation (type 23), and a date that the heading covers.
    ///
    /// ## Why it matters
    /// The duty may have been declared on another row of the line, or not been paid at all. With no
    /// duty on any IEEPA row CAPE may well answer `No IEEPA HTS on Entry`: its table asks for an
    /// IEEPA number, a notice is relayed that asks for a dutiable one. An entry that shows no
    /// refund is not written off because of it.
    ///
    /// ## What to do
    /// Compare with the 7501. What the rate would have given stands in `recomputed_duty`, outside
    /// every refund figure. If the duty stands on another row, only that row can bring it back.
    ZERO_DUTY_ON_DUTY_CODE {
        code: "zero-duty-on-duty-code",
        severity: Review,
        label: None,
        lane: None,
        fields: [RowDuty, RowValue, Hts, LineNumber, EntryType, EntryDate],
        settle: None,
        sources: ["cape-rules:S36", "cape-rules:S38", "ieepa-hts:S6", "es003-format:S12"],
    }
    |entry| {
        let zero = entry
            .counted()
            .filter(|row| row.case == RefundCase::ZeroDuty);
        Verdict::each(
            zero.filter_map(|row| Some((row, row.nearest?.rate))),
            |(row, rate)| {
                format!(
                    "{}: duty 0.00, where {rate} of the value is {}",
                    row.heading_and_line(),
                    row.recomputed
                )
            },
        )
    }
}
