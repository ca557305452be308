//! Text that would do harm.

use crate::made::{HEAD_ROWS, Reports, member};
use calamine::{Reader, Xlsx, open_workbook};
use capeprep::domain::EntryNumber;

#[test]
fn the_worst_text_does_no_harm() {
    let names = [
        "=cmd|' /C calc'!A0".to_owned(),
        "<script>alert(1)</script> & \"quoted\" 'so'".to_owned(),
        "evil\u{202e}gpj.exe \u{2066}x".to_owned(),
        "n".repeat(300),
        "m".repeat(40_000),
        "a\u{1}b\u{b}c\u{7f}d".to_owned(),
        "@SUM(A1)\tx".to_owned(),
        "_x0041_ _x000D_".to_owned(),
        "_x000d__x0041_x005F_ __xFFFF_ _x00e_ _xé00D_".to_owned(),
    ];
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("worst.csv");
    let mut writer = csv::Writer::from_path(&file).unwrap();
    writer
        .write_record([
            "Entry Summary Number",
            "Entry Summary Line Number",
            "Tariff Ordinal Number",
            "HTS Number - Full",
            "Entry Date",
            "Line Tariff Goods Value Amount",
            "Line Tariff Duty Amount",
            "Importer Number",
            "Importer Name",
        ])
        .unwrap();
    for (at, name) in names.iter().enumerate() {
        let importer = format!("12-34567{at:02}00");
        let number = EntryNumber::with_check_digit(&format!("XY1{:07}", 1_000_000 + at)).unwrap();
        writer
            .write_record([
                number.as_str(),
                "1",
                "1",
                "99030124",
                "05/20/2025",
                "1000.00",
                "200.00",
                &importer,
                name,
            ])
            .unwrap();
    }
    writer.flush().unwrap();
    drop(writer);
    let reports = Reports::of(&file, &[]);
    let sheet = reports.sheet("Entries");
    let shown: Vec<String> =
        (HEAD_ROWS..sheet.height()).map(|row| sheet.get((row, 3)).unwrap().to_string()).collect();
    assert_eq!(shown.len(), names.len());
    assert_eq!(shown[0], names[0]);
    assert_eq!(shown[1], names[1]);
    assert_eq!(shown[2], "evil\u{fffd}gpj.exe \u{fffd}x");
    assert_eq!(shown[3], names[3]);
    assert_eq!(shown[4].encode_utf16().count(), 32_767);
    assert!(shown[4].ends_with("[cut: a cell holds 32,767 characters]"));
    assert_eq!(shown[5], "a␁b␋c␡d");
    assert_eq!(shown[6], "@SUM(A1)␉x");
    assert_eq!(shown[7..], names[7..]);
    // Excel reads `_x0041_` in a string as A, and `_x005F_` as the underline it begins with.
    let cells = member(&reports, "xl/worksheets/sheet3.xml");
    assert!(cells.contains(">_x005F_x0041_ _x005F_x000D_<"));
    assert!(
        cells.contains(">_x005F_x000d__x005F_x0041_x005F_x005F_ __x005F_xFFFF_ _x00e_ _xé00D_<")
    );
    // No cell with text is a formula.
    let mut book: Xlsx<_> = open_workbook(reports.path("report.xlsx")).unwrap();
    for name in ["Entries", "Groups", "Findings", "Who may file"] {
        let formulas = book.worksheet_formula(name).unwrap();
        for (_, _, formula) in formulas.used_cells() {
            assert!(formula.is_empty() || formula.starts_with("SUBTOTAL(109,"), "{formula}");
        }
    }
}
