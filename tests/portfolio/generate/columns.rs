//! Layouts: the default 27 columns of the export, or an extended set, in any order.

use super::random::Chance;
use super::spelling;

/// One column of a file: what stands in the header, and the field it holds (none for a column that
/// the program must ignore).
#[derive(Clone, Debug)]
pub struct Column {
    pub header: String,
    pub field: Option<&'static str>,
}

/// The default layout: header and field; an empty field name is a column without use.
const DEFAULT: [(&str, &str); 27] = [
    ("Entry Summary Number", "entry_number"),
    ("Entry Type Code", "entry_type"),
    ("Importer Number", "importer_number"),
    ("Port of Entry Code", "port"),
    ("Entry Date", "entry_date"),
    ("Entry Summary Date", "summary_date"),
    ("Initial Entry Summary Create Date", ""),
    ("Entry Summary Line Number", "line_number"),
    ("Review Team Number", ""),
    ("Country of Origin Code", "country_of_origin"),
    ("Country of Export Code", ""),
    ("Manufacturer ID", "manufacturer_id"),
    ("Foreign Exporter ID", ""),
    ("Line SPI Code", "spi"),
    ("Standard Visa Number", ""),
    ("Textile Category Code", ""),
    ("Textile Category", ""),
    ("Tariff Ordinal Number", "tariff_ordinal"),
    ("HTS Number - Full", "hts"),
    ("Line Tariff Quantity (1)", ""),
    ("Line Tariff UOM (1) Code", ""),
    ("Line Tariff Quantity (2)", ""),
    ("Line Tariff UOM (2) Code", ""),
    ("Line Tariff Quantity (3)", ""),
    ("Line Tariff UOM (3) Code", ""),
    ("Line Tariff Goods Value Amount", "row_value"),
    ("Line Tariff Duty Amount", "row_duty"),
];

/// Columns that people add. Each is present in about half of the extended files.
const ADDED: [(&str, &str); 21] = [
    ("Liquidation Date", "liquidation_date"),
    ("Liquidation Status", "liquidation_status"),
    ("Importer Name", "importer_name"),
    ("Reconciliation Indicator", "recon_flag"),
    ("Recon 09", "recon_09"),
    ("Control Status", "control_status"),
    ("Summary Status", "summary_status"),
    ("Post Summary Correction Indicator", "psc_flag"),
    ("Protest Status", "protest_status"),
    ("Drawback", "drawback"),
    ("Suspension", "suspension"),
    ("Injunction", "injunction"),
    ("Statement Paid", "statement_paid"),
    ("Surety Paid", "surety_paid"),
    ("Declared Claim", "declared_claim"),
    ("Notify Party", "notify_party"),
    ("Payment Date", "payment_date"),
    ("Column 1 Current Primary Duty Rate", "column1_rate"),
    ("Line Duty Amount", "line_duty"),
    ("Line Goods Value Amount", "line_value"),
    ("Filer Name", "filer_name"),
];

/// Columns that look useful and are not.
const DECOYS: [&str; 6] = [
    "Protest Number",
    "Total Liquidated Duty Amount",
    "Importation Date",
    "Line MPF Amount",
    "Filer Code",
    "Bond Type",
];

/// Other accepted spellings of a field.
const OTHER_ALIASES: [(&str, &[&str]); 10] = [
    ("entry_number", &["Entry Number", "Entry No.", "Entry Summary #", "Entry Summary Number"]),
    ("line_number", &["Line Number", "Line No", "ES Line"]),
    ("tariff_ordinal", &["Tariff Ordinal"]),
    ("hts", &["HTS Number", "HTS Code", "HTS", "Tariff Number"]),
    ("row_duty", &["Duty Amount", "Line Tariff Amount", "Row Duty"]),
    ("row_value", &["Goods Value", "Entered Value", "Row Value"]),
    ("importer_number", &["IOR", "IOR Number", "Importer of Record"]),
    ("entry_date", &["Entry Filing Date", "Date of Entry"]),
    ("liquidation_date", &["Liq Date", "Liq. Date"]),
    ("liquidation_status", &["Liq Status", "Entry Liquidation Status"]),
];

/// A layout for one file.
pub fn layout(chance: &mut Chance) -> Vec<Column> {
    let mut chosen: Vec<(&str, &'static str)> = DEFAULT.to_vec();
    if !chance.happens(1, 5) {
        let all = chance.happens(1, 3);
        for added in ADDED {
            if all || chance.happens(1, 2) {
                chosen.push(added);
            }
        }
        for decoy in DECOYS {
            if chance.happens(1, 4) {
                chosen.push((decoy, ""));
            }
        }
    }
    let rare = [("tariff_ordinal", 12), ("line_number", 15), ("row_value", 20)];
    for (field, one_in) in rare {
        if chance.happens(1, one_in) {
            chosen.retain(|(_, name)| *name != field);
        }
    }
    if chance.happens(1, 3) {
        let optional = [
            "entry_type",
            "port",
            "summary_date",
            "country_of_origin",
            "manufacturer_id",
            "spi",
            "",
        ];
        let dropped = *chance.pick(&optional);
        chosen.retain(|(_, name)| *name != dropped);
    }
    if chance.happens(1, 2) {
        chance.shuffle(&mut chosen);
    }
    let varied = chance.happens(1, 2);
    chosen
        .into_iter()
        .map(|(header, field)| Column {
            header: spelled(chance, header, field, varied),
            field: (!field.is_empty()).then_some(field),
        })
        .collect()
}

fn spelled(chance: &mut Chance, header: &str, field: &str, varied: bool) -> String {
    if !varied || field.is_empty() {
        return header.to_string();
    }
    let others = OTHER_ALIASES.iter().find(|(name, _)| *name == field).map(|(_, others)| *others);
    let alias = match others {
        Some(others) if chance.happens(1, 2) => *chance.pick(others),
        _ => header,
    };
    spelling::header(chance, alias)
}

/// A layout for a facts file: the entry number and two or more of the given fields.
pub fn facts_layout(chance: &mut Chance) -> Vec<Column> {
    let mut fields: Vec<&'static str> = vec![
        "liquidation_date",
        "liquidation_status",
        "payment_date",
        "summary_date",
        "entry_type",
        "importer_number",
        "importer_name",
        "entry_date",
        "column1_rate",
        "recon_flag",
        "recon_09",
        "drawback",
        "suspension",
        "injunction",
        "statement_paid",
        "surety_paid",
        "declared_claim",
        "protest_status",
        "summary_status",
        "control_status",
        "psc_flag",
    ];
    chance.shuffle(&mut fields);
    let kept = 2 + chance.index(7);
    fields.truncate(kept);
    fields.insert(0, "entry_number");
    fields
        .into_iter()
        .map(|field| Column { header: field.to_string(), field: Some(field) })
        .collect()
}
