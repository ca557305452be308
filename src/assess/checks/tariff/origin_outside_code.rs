//! `origin-outside-code`

use super::super::{Verdict, check};

check! {
    /// # origin-outside-code
    ///
    /// ## What it finds
    /// A counted row whose country of origin is not among the countries of its heading on that
    /// date, or on the nearest date the heading covers. Rows without a two-letter origin are not
    /// looked at.
    ///
    /// ## Why it matters
    /// The duty was paid under that heading and comes back under it, so nothing changes in the
    /// figures. A pattern of such rows may show that another heading, or another origin, should
    /// have been declared. 9903.01.25 proves little: goods in transit used it for any country.
    ///
    /// ## What to do
    /// Leave single rows alone. If the origin is wrong on many lines of one supplier, clear that up
    /// before you certify the entry as correct by declaring it.
    ORIGIN_OUTSIDE_CODE {
        code: "origin-outside-code",
        severity: Info,
        label: None,
        lane: None,
        fields: [Hts, CountryOfOrigin, EntryDate],
        settle: None,
        sources: ["ieepa-hts:S1", "ieepa-hts:S2", "ieepa-hts:S3"],
    }
    |entry| {
        let known = entry.counted().filter(|row| row.kept.row.country != [0, 0]);
        let outside = known
            .filter_map(|row| Some((row, &row.nearest?.countries)))
            .filter(|(row, countries)| !countries.allows(row.kept.row.country));
        Verdict::each(outside, |(row, countries)| {
            let country: String = row
                .kept
                .row
                .country
                .iter()
                .map(|letter| char::from(*letter))
                .collect();
            let heading = row.heading_and_line();
            if countries.names_exceptions() {
                format!("{heading}: origin {country}, which it does not cover")
            } else {
                format!("{heading}: origin {country}, where it is for {countries}")
            }
        })
    }
}
