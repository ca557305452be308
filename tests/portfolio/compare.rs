//! The program's files against the oracle's rows, with differences that a reader can act on.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::oracle::Assessment;
use crate::oracle::reports::{self, PrintedRow};
use crate::runner::{Outputs, table};

type Row = BTreeMap<String, String>;

/// All differences between one run and the oracle, each on a line of its own.
pub fn differences(outputs: &Outputs, assessment: &Assessment) -> Vec<String> {
    let mut found = Vec::new();
    let files = [
        ("entries.csv", reports::entries(assessment)),
        ("groups.csv", reports::groups(assessment)),
        ("lines.csv", reports::lines(assessment)),
        ("findings.csv", reports::findings(assessment)),
    ];
    for (name, expected) in files {
        match table(outputs, name) {
            Ok(rows) => compare_rows(name, &expected, &rows, &mut found),
            Err(message) => found.push(message),
        }
    }
    match table(outputs, "rejected_rows.csv") {
        Ok(rows) => {
            let expected = assessment.ledger.rows["rejected"];
            if rows.len() != expected {
                found.push(format!("rejected_rows.csv: {} rows, oracle {expected}", rows.len()));
            }
        }
        Err(message) => found.push(message),
    }
    compare_declarations(outputs, assessment, &mut found);
    compare_summary(outputs, assessment, &mut found);
    found
}

/// Rows are compared in order; where the order itself differs, by what the rows say of themselves.
fn compare_rows(name: &str, expected: &[PrintedRow], actual: &[Row], found: &mut Vec<String>) {
    let key = |text: &dyn Fn(&str) -> String| match name {
        "entries.csv" => text("entry_number"),
        "groups.csv" => {
            format!(
                "{} {} {}",
                text("importer_number"),
                text("liquidation_state"),
                text("liquidation_date")
            )
        }
        "findings.csv" => format!("{} {}", text("entry_number"), text("code")),
        _ => format!(
            "{} line {} ordinal {} {}",
            text("entry_number"),
            text("line_number"),
            text("tariff_ordinal"),
            text("hts")
        ),
    };
    let expected_keys: Vec<String> =
        expected.iter().map(|row| key(&|column| printed(row, column))).collect();
    let actual_keys: Vec<String> = actual
        .iter()
        .map(|row| key(&|column| row.get(column).cloned().unwrap_or_default()))
        .collect();
    let mut same_rows = true;
    for row in expected_keys.iter().filter(|row| !actual_keys.contains(row)) {
        found.push(format!("{name}: [{row}] is missing"));
        same_rows = false;
    }
    for row in actual_keys.iter().filter(|row| !expected_keys.contains(row)) {
        found.push(format!("{name}: [{row}] is not expected"));
        same_rows = false;
    }
    if same_rows && expected_keys != actual_keys {
        found.push(format!(
            "{name}: order or number of rows differs: {actual_keys:?}, oracle {expected_keys:?}"
        ));
        same_rows = false;
    }
    for (place, row) in expected.iter().enumerate() {
        let counterpart = if same_rows {
            actual.get(place)
        } else {
            // With rows missing or moved, only rows of an unambiguous key can be set side by side.
            let once = |keys: &[String]| {
                keys.iter().filter(|other| **other == expected_keys[place]).count() == 1
            };
            let position = actual_keys.iter().position(|other| *other == expected_keys[place]);
            position
                .filter(|_| once(&expected_keys) && once(&actual_keys))
                .map(|position| &actual[position])
        };
        let Some(counterpart) = counterpart else {
            continue;
        };
        for (column, text) in row {
            match counterpart.get(*column) {
                Some(other) if other == text => {}
                Some(other) => found.push(format!(
                    "{name}: [{}] {column}: program `{other}`, oracle `{text}`{}",
                    expected_keys[place],
                    code_difference(column, other, text)
                )),
                None => found.push(format!("{name}: no column {column}")),
            }
        }
    }
}

fn printed(row: &PrintedRow, column: &str) -> String {
    row.iter().find(|(name, _)| *name == column).map(|(_, text)| text.clone()).unwrap_or_default()
}

/// For lists of codes: which ones make the difference.
fn code_difference(column: &str, program: &str, oracle: &str) -> String {
    if column != "findings" && column != "unproved" {
        return String::new();
    }
    let only = |one: &str, other: &str| -> Vec<String> {
        let others: Vec<&str> = other.split(';').collect();
        one.split(';').filter(|code| !others.contains(code)).map(str::to_string).collect()
    };
    format!(" (only program {:?}, only oracle {:?})", only(program, oracle), only(oracle, program))
}

fn compare_declarations(outputs: &Outputs, assessment: &Assessment, found: &mut Vec<String>) {
    let index = match table(outputs, "declarations/declarations.csv") {
        Ok(index) => index,
        Err(message) => return found.push(message),
    };
    let expected = reports::declarations(assessment);
    if index.len() != expected.len() {
        found.push(format!("declarations.csv: {} files, oracle {}", index.len(), expected.len()));
    }
    let mut unmatched: Vec<&Row> = index.iter().collect();
    for declaration in &expected {
        // A file is known by the field that the route splits by.
        let fields = ["filer_code", "importer_number"];
        let wanted: Vec<_> =
            declaration.index.iter().filter(|(column, _)| fields.contains(column)).collect();
        let matches =
            |row: &&Row| wanted.iter().all(|(column, text)| row.get(*column) == Some(text));
        let Some(position) = unmatched.iter().position(matches) else {
            found.push(format!("declarations.csv: no file for {wanted:?}"));
            continue;
        };
        let row = unmatched.remove(position);
        for (column, text) in &declaration.index {
            if row.get(*column) != Some(text) {
                found.push(format!(
                    "declarations.csv: {wanted:?} {column}: program {:?}, oracle `{text}`",
                    row.get(*column)
                ));
            }
        }
        let file = row.get("file").cloned().unwrap_or_default();
        let path =
            if file.starts_with("declarations/") { file } else { format!("declarations/{file}") };
        let mut text = String::from("Entry Number\r\n");
        for number in &declaration.entries {
            text.push_str(number);
            text.push_str("\r\n");
        }
        let written = outputs.get(&path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        if written.as_deref() != Some(text.as_str()) {
            found.push(format!("{path}: program {written:?}, oracle {text:?}"));
        }
    }
    let files = outputs.keys().filter(|name| name.starts_with("declarations/")).count();
    if files != index.len() + 1 {
        found.push(format!("declarations/: {files} files, but the index lists {}", index.len()));
    }
}

fn compare_summary(outputs: &Outputs, assessment: &Assessment, found: &mut Vec<String>) {
    let Some(bytes) = outputs.get("summary.json") else {
        return found.push("summary.json: not written".to_string());
    };
    let summary: Value = match serde_json::from_slice(bytes) {
        Ok(summary) => summary,
        Err(error) => return found.push(format!("summary.json: {error}")),
    };
    let mut actual = BTreeMap::new();
    flatten(&summary, String::new(), &mut actual);
    let expected = reports::summary(assessment);
    for (path, text) in &expected {
        if actual.get(path) != Some(text) {
            found.push(format!(
                "summary.json: {path}: program {:?}, oracle `{text}`",
                actual.get(path)
            ));
        }
    }
    // Lanes and checks that no entry has may be listed with zeros.
    for (path, text) in &actual {
        let listed = path.starts_with("lanes.") || path.starts_with("unproved.");
        let zero = matches!(text.as_str(), "0" | "0.00");
        if listed && !zero && !expected.contains_key(path) {
            found.push(format!("summary.json: {path}: program `{text}`, oracle nothing"));
        }
    }
    if let Some(message) = unclosed(&actual) {
        found.push(message);
    }
}

/// "The ledger closes", from the program's own figures alone.
fn unclosed(summary: &BTreeMap<String, String>) -> Option<String> {
    let sum = |prefix: &str, bins: &[&str]| -> rust_decimal::Decimal {
        bins.iter()
            .filter_map(|bin| summary.get(&format!("{prefix}.{bin}")))
            .filter_map(|text| text.parse::<rust_decimal::Decimal>().ok())
            .sum()
    };
    let rows = ["blank", "rejected", "other", "duplicate", "out_of_period", "counted"];
    let open_rows = sum("rows", &["read"]) != sum("rows", &rows);
    let open_duty = sum("duty", &["read"]) != sum("duty", &rows[2..]);
    (open_rows || open_duty).then(|| "summary.json: the ledger does not close".to_string())
}

fn flatten(value: &Value, path: String, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(member, path, found);
            }
        }
        Value::String(text) => {
            found.insert(path, text.clone());
        }
        other => {
            found.insert(path, other.to_string());
        }
    }
}

/// Outputs of two runs that must be the same bytes, apart from columns that name an input.
pub fn byte_differences(one: &Outputs, other: &Outputs, without_places: bool) -> Vec<String> {
    let mut found = Vec::new();
    let names: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    for name in names {
        let (Some(left), Some(right)) = (one.get(name), other.get(name)) else {
            found.push(format!("{name}: written by one run only"));
            continue;
        };
        let form = |bytes: &[u8]| {
            if without_places { without_places_of(name, bytes) } else { bytes.to_vec() }
        };
        let (left, right) = (form(left), form(right));
        if left != right {
            found.push(format!("{name}: {}", first_difference(&left, &right)));
        }
    }
    found
}

/// A file without what tells one cut of the input from another.
fn without_places_of(name: &str, bytes: &[u8]) -> Vec<u8> {
    match name {
        "lines.csv" | "rejected_rows.csv" => {
            let mut reader = csv::Reader::from_reader(bytes);
            let headers = reader.headers().expect("a header row").clone();
            let kept = |place: usize| !matches!(headers.get(place), Some("file" | "record"));
            let mut text = Vec::new();
            for record in reader.records() {
                let record = record.expect("a readable record");
                let cells: Vec<&str> = record
                    .iter()
                    .enumerate()
                    .filter(|(place, _)| kept(*place))
                    .map(|(_, cell)| cell)
                    .collect();
                text.extend_from_slice(format!("{cells:?}\n").as_bytes());
            }
            text
        }
        // A detail names the facts file that it rests on, in the directory of its run.
        "findings.csv" => {
            let text = String::from_utf8_lossy(bytes);
            text.replace("/whole/", "/").replace("/pieces/", "/").into_bytes()
        }
        "summary.json" => {
            let mut summary: Value = serde_json::from_slice(bytes).expect("a readable summary");
            // These three name files, and a cut file has other names.
            for named in ["inputs", "facts", "warnings"] {
                summary.as_object_mut().expect("an object").remove(named);
            }
            // And the tariff lies beside them, in a folder of another name.
            if let Some(tariff) = summary["hts_rates"].as_object_mut() {
                tariff.remove("file");
            }
            summary.to_string().into_bytes()
        }
        _ => bytes.to_vec(),
    }
}

fn first_difference(left: &[u8], right: &[u8]) -> String {
    let (left, right) = (String::from_utf8_lossy(left), String::from_utf8_lossy(right));
    for (place, (one, other)) in left.lines().zip(right.lines()).enumerate() {
        if one != other {
            return format!("line {}: `{one}` against `{other}`", place + 1);
        }
    }
    format!("{} lines against {}", left.lines().count(), right.lines().count())
}
