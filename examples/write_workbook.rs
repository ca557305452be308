//! Turns a CSV export into an Excel workbook, row by row, so that it may be as large as a sheet can
//! be.
//!
//! `cargo run --release --example write_workbook -- export.csv export.xlsx [rows] [inline|shared]`
//!
//! Amounts, dates and whole numbers become numbers as in a workbook made by hand; texts stand in the
//! cells (`inline`) or in the list that all cells share (`shared`), as Excel writes them.
#![allow(missing_docs, reason = "an example has no callers")]

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, more @ ..] = args.as_slice() else {
        return Err("write_workbook export.csv export.xlsx [rows] [inline|shared]".into());
    };
    let most: usize = more.first().map_or(Ok(1_048_575), |rows| rows.parse())?;
    let shared = more.get(1).is_some_and(|word| word == "shared");
    let day = Format::new().set_num_format("mm/dd/yyyy");
    let money = Format::new().set_num_format("$#,##0.00");
    let mut workbook = Workbook::new();
    let sheet = match shared {
        true => workbook.add_worksheet_with_low_memory()?,
        false => workbook.add_worksheet_with_constant_memory()?,
    };
    sheet.set_name("Main Report")?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(from)?;
    let mut headers = csv::StringRecord::new();
    reader.read_record(&mut headers)?;
    for (column, header) in (0..).zip(&headers) {
        sheet.write_string(0, column, header)?;
    }
    for (row, record) in (1..).zip(reader.records().take(most)) {
        for ((column, cell), header) in (0..).zip(&record?).zip(&headers) {
            let amount = cell.replace(['$', ','], "").parse::<f64>().ok();
            if cell.is_empty() {
            } else if let (true, Some(date)) = (header.ends_with("Date"), date(cell)) {
                sheet.write_datetime_with_format(row, column, &date, &day)?;
            } else if let (true, Some(amount)) = (header.ends_with("Amount"), amount) {
                sheet.write_number_with_format(row, column, amount, &money)?;
            } else {
                sheet.write_string(row, column, cell)?;
            }
        }
    }
    workbook.save(to)?;
    Ok(())
}

/// The day that `MM/DD/YYYY` says.
fn date(cell: &str) -> Option<ExcelDateTime> {
    let mut parts = cell.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    ExcelDateTime::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
