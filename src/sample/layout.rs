//! The columns of the export.

/// The 27 columns of CBP's default report, in its order.
pub(super) const DEFAULT: [&str; 27] = [
    "Entry Summary Number",
    "Entry Type Code",
    "Importer Number",
    "Port of Entry Code",
    "Entry Date",
    "Entry Summary Date",
    "Initial Entry Summary Create Date",
    "Entry Summary Line Number",
    "Review Team Number",
    "Country of Origin Code",
    "Country of Export Code",
    "Manufacturer ID",
    "Foreign Exporter ID",
    "Line SPI Code",
    "Standard Visa Number",
    "Textile Category Code",
    "Textile Category",
    "Tariff Ordinal Number",
    "HTS Number - Full",
    "Line Tariff Quantity (1)",
    "Line Tariff UOM (1) Code",
    "Line Tariff Quantity (2)",
    "Line Tariff UOM (2) Code",
    "Line Tariff Quantity (3)",
    "Line Tariff UOM (3) Code",
    "Line Tariff Goods Value Amount",
    "Line Tariff Duty Amount",
];

/// What people add to it: objects of the same report, and in `Declared Claim` the claims filed so
/// far. Those of the entry come first, those of the line last.
pub(super) const ADDED: [&str; 14] = [
    "Importer Name",
    "Filer Name",
    "Importation Date",
    "Reconciliation Indicator",
    "Control Status",
    "Post Summary Correction Indicator",
    "Liquidation Date",
    "Liquidation Status",
    "Protest Number",
    "Protest Status",
    "Declared Claim",
    "Column 1 Current Primary Duty Rate",
    "Line Goods Value Amount",
    "Line Duty Amount",
];

/// Where a column stands; the added ones are there only in the extended layout.
pub(super) mod at {
    pub(in super::super) const ENTRY: usize = 0;
    pub(in super::super) const ENTRY_TYPE: usize = 1;
    pub(in super::super) const IMPORTER: usize = 2;
    pub(in super::super) const PORT: usize = 3;
    pub(in super::super) const ENTRY_DATE: usize = 4;
    pub(in super::super) const SUMMARY_DATE: usize = 5;
    pub(in super::super) const TEXTILE: usize = 16;
    pub(in super::super) const HTS: usize = 18;
    pub(in super::super) const VALUE: usize = 25;
    pub(in super::super) const DUTY: usize = 26;
    pub(in super::super) const IMPORTER_NAME: usize = 27;
    pub(in super::super) const RECON: usize = 30;
    pub(in super::super) const CONTROL: usize = 31;
    pub(in super::super) const PSC: usize = 32;
    pub(in super::super) const LIQUIDATION_DATE: usize = 33;
    pub(in super::super) const LIQUIDATION_STATUS: usize = 34;
    pub(in super::super) const PROTEST: usize = 36;
}

/// Appends the header row.
pub(super) fn header(default_layout: bool, out: &mut Vec<u8>) {
    let added = if default_layout { &[][..] } else { &ADDED[..] };
    for (at, header) in DEFAULT.iter().chain(added).enumerate() {
        if at > 0 {
            out.push(b',');
        }
        out.extend_from_slice(header.as_bytes());
    }
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Field;
    use crate::rulebook::{Known, Rulebook};

    #[test]
    fn every_place_is_that_of_its_column() {
        let headers: Vec<&str> = DEFAULT.iter().chain(&ADDED).copied().collect();
        let rules = Rulebook::built_in().unwrap();
        for (place, field) in [
            (at::ENTRY, Field::EntryNumber),
            (at::ENTRY_TYPE, Field::EntryType),
            (at::IMPORTER, Field::ImporterNumber),
            (at::PORT, Field::Port),
            (at::ENTRY_DATE, Field::EntryDate),
            (at::SUMMARY_DATE, Field::SummaryDate),
            (at::HTS, Field::Hts),
            (at::VALUE, Field::RowValue),
            (at::DUTY, Field::RowDuty),
            (at::IMPORTER_NAME, Field::ImporterName),
            (at::RECON, Field::ReconFlag),
            (at::CONTROL, Field::ControlStatus),
            (at::PSC, Field::PscFlag),
            (at::LIQUIDATION_DATE, Field::LiquidationDate),
            (at::LIQUIDATION_STATUS, Field::LiquidationStatus),
            (at::PROTEST, Field::ProtestStatus),
        ] {
            let folded = crate::domain::fold(headers[place].as_bytes());
            let known = rules.headers.lookup(&folded);
            assert!(matches!(known, Some(Known::Field(f)) if f == field), "{}", headers[place]);
        }
        assert_eq!(headers[at::TEXTILE], "Textile Category");
    }
}
