//! Contract section 2, the header: which column is which field.
//!
//! The aliases are those of the reference (es003-format.md section 3), written out once more.

use std::collections::BTreeMap;

use super::values::fold;

/// Field name to column position.
pub type Columns = BTreeMap<&'static str, usize>;

/// Canonical name, then the other spellings as folded text. The canonical name is an alias too.
const ALIASES: &[(&str, &[&str])] = &[
    (
        "entry_number",
        &[
            "entry summary number",
            "entry summary",
            "entry no",
            "entry",
            "entryno",
            "filer entry",
            "entry num",
        ],
    ),
    (
        "line_number",
        &[
            "entry summary line number",
            "line no",
            "line",
            "es line",
            "line item",
            "7501 line number",
        ],
    ),
    ("tariff_ordinal", &["tariff ordinal number"]),
    (
        "hts",
        &[
            "hts number full",
            "hts number",
            "hts code",
            "htsus",
            "hts10",
            "tariff number",
            "commodity code",
        ],
    ),
    (
        "row_duty",
        &[
            "line tariff duty amount",
            "line tariff amount",
            "duty amount",
            "duty paid",
            "ieepa duty",
        ],
    ),
    ("line_duty", &["line duty amount", "total duty paid"]),
    (
        "row_value",
        &["line tariff goods value amount", "goods value", "entered value", "customs value"],
    ),
    ("line_value", &["line goods value amount", "total entered value"]),
    (
        "importer_number",
        &["importer of record number", "ior", "ior number", "importer of record", "importer no"],
    ),
    ("importer_name", &[]),
    ("filer_name", &[]),
    ("entry_type", &["entry type code", "type"]),
    ("port", &["port of entry code", "port of entry", "port code"]),
    ("entry_date", &["entry filing date", "date of entry"]),
    ("summary_date", &["entry summary date"]),
    ("payment_date", &[]),
    ("liquidation_date", &["liq date", "liq dt"]),
    ("liquidation_status", &["entry liquidation status", "liq status", "liq stat"]),
    ("recon_flag", &["reconciliation indicator"]),
    ("recon_09", &[]),
    ("control_status", &[]),
    ("summary_status", &[]),
    ("psc_flag", &["post summary correction indicator"]),
    ("protest_status", &[]),
    ("drawback", &[]),
    ("suspension", &[]),
    ("injunction", &[]),
    ("statement_paid", &[]),
    ("surety_paid", &[]),
    ("declared_claim", &[]),
    ("notify_party", &[]),
    ("column1_rate", &["column 1 current primary duty rate"]),
    ("manufacturer_id", &["manufacturer mid"]),
    ("country_of_origin", &["country of origin code", "coo", "c/o", "origin"]),
    ("spi", &["line spi code", "special program indicator"]),
];

/// The field that a header cell names, by exact alias after folding.
pub fn field_of(header: &str) -> Option<&'static str> {
    let folded = fold(header);
    ALIASES
        .iter()
        .find(|(canonical, others)| fold(canonical) == folded || others.contains(&folded.as_str()))
        .map(|(canonical, _)| *canonical)
}

/// The mapping of a header record, or nothing if it holds fewer than three known headers.
pub fn columns_of(record: &[String]) -> Option<Columns> {
    let mut columns = Columns::new();
    for (position, cell) in record.iter().enumerate() {
        if let Some(field) = field_of(cell) {
            let earlier = columns.insert(field, position);
            assert!(
                earlier.is_none(),
                "two columns claim {field}: the generator must not write such a file"
            );
        }
    }
    (columns.len() >= 3).then_some(columns)
}
