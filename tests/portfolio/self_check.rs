//! The tools of this test on themselves: a comparison that overlooks a cent would prove nothing.

use std::collections::BTreeMap;

use crate::compare::differences;
use crate::generate::{self, InventedFile};
use crate::oracle::registry::Registry;
use crate::oracle::reports::{self, PrintedRow};
use crate::oracle::rows::{Source, read_rows};
use crate::oracle::{Assessment, assess};
use crate::runner::Outputs;

/// The oracle's own figures in the form of the program's files.
fn written(assessment: &Assessment) -> Outputs {
    let mut outputs = Outputs::new();
    let mut put = |name: &str, rows: &[PrintedRow]| {
        let mut writer = csv::Writer::from_writer(Vec::new());
        if let Some(first) = rows.first() {
            writer.write_record(first.iter().map(|(column, _)| *column)).expect("memory");
        }
        for row in rows {
            writer.write_record(row.iter().map(|(_, text)| text)).expect("memory");
        }
        outputs.insert(name.to_string(), writer.into_inner().expect("memory"));
    };
    put("entries.csv", &reports::entries(assessment));
    put("groups.csv", &reports::groups(assessment));
    put("lines.csv", &reports::lines(assessment));
    put("findings.csv", &reports::findings(assessment));
    let rejected = assessment.ledger.rows["rejected"];
    put("rejected_rows.csv", &vec![vec![("reason", "rejected".to_string())]; rejected]);
    let declarations = reports::declarations(assessment);
    let mut index = Vec::new();
    for (place, declaration) in declarations.iter().enumerate() {
        let mut row = declaration.index.clone();
        row.push(("file", format!("{place}.csv")));
        index.push(row);
    }
    put("declarations/declarations.csv", &index);
    for (place, declaration) in declarations.iter().enumerate() {
        let lines = declaration.entries.iter().map(|number| format!("{number}\r\n"));
        let text = format!("Entry Number\r\n{}", lines.collect::<String>());
        outputs.insert(format!("declarations/{place}.csv"), text.into_bytes());
    }
    outputs.insert("summary.json".to_string(), nested(&reports::summary(assessment)));
    outputs
}

/// `a.b.c` paths back to nested objects; only the day of extrapolation can be null.
fn nested(paths: &BTreeMap<String, String>) -> Vec<u8> {
    let mut summary = serde_json::json!({});
    for (path, text) in paths {
        let pointer: Vec<&str> = path.split('.').collect();
        let mut place = &mut summary;
        for part in pointer {
            place = &mut place[part];
        }
        *place = match text.as_str() {
            "null" => serde_json::Value::Null,
            text => serde_json::Value::String(text.to_string()),
        };
    }
    summary.to_string().into_bytes()
}

#[test]
fn the_comparison_accepts_the_truth_and_notices_one_changed_figure() {
    let registry = Registry::load();
    for seed in 0..20 {
        let portfolio = generate::portfolio(seed, &registry);
        let inputs: Vec<Source> = portfolio.files.iter().map(InventedFile::source).collect();
        let mut assessment = assess(&registry, &inputs, &[], None, &portfolio.options);
        let outputs = written(&assessment);
        assert_eq!(differences(&outputs, &assessment), Vec::<String>::new(), "seed {seed}");
        if let Some(entry) = assessment.entries.first_mut() {
            entry.interest_high += rust_decimal::Decimal::new(1, 2);
            let found = differences(&outputs, &assessment);
            assert!(
                found.iter().any(|line| line.contains("interest_high")),
                "seed {seed}: {found:?}"
            );
        }
    }
}

#[test]
fn empty_lines_and_records_of_empty_cells_are_counted_as_blank() {
    let header = "Entry Number,Importer Number,Entry Date,HTS,Row Duty";
    let row = "9Q910000011,98-765432100,2025-06-01,99030124,5.00";
    let two_lines = "9Q910000011,\"98\n\n765432100\",2025-06-01,99030124,5.00";
    let blanks_of = |text: String| {
        let source = Source { name: "blanks.csv".into(), bytes: text.into_bytes() };
        let rows = read_rows(&[source]);
        (rows.ledger.rows["blank"], rows.ledger.rows["read"])
    };
    for end in ["\n", "\r\n"] {
        let lines =
            |lines: &[&str]| lines.iter().map(|line| format!("{line}{end}")).collect::<String>();
        assert_eq!(blanks_of(lines(&[header, row])), (0, 1));
        assert_eq!(blanks_of(lines(&[header, row]).trim_end().to_string()), (0, 1));
        assert_eq!(blanks_of(lines(&["", "Title", "", header, row, row])), (0, 2));
        assert_eq!(blanks_of(lines(&[header, "", row, "", "", row])), (3, 5));
        assert_eq!(blanks_of(lines(&[header, row, "", ""])), (2, 3));
        assert_eq!(blanks_of(lines(&[header, two_lines, ""])), (1, 2));
        assert_eq!(blanks_of(lines(&[header, ",,,,", " ", row, ",,"])), (3, 4));
        assert_eq!(blanks_of(lines(&[header, ""])), (1, 1));
        assert_eq!(blanks_of(lines(&[header])), (0, 0));
    }
}
