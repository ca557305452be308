//! Sheets of rows: a line of totals, the head, then the rows; what is beyond a sheet's limit goes on
//! in a next sheet. Rows go to a temporary file one by one, so memory does not grow with them.

use super::columns::{Column, Kind};
use super::look::{Look, colour_words};
use super::number;
use super::rows::{Cell, Unpacked};
use super::text::harmless;
use crate::report::summary::money;
use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, Format, Formula, IgnoreError, Table, TableColumn, TableStyle,
    Workbook, Worksheet, XlsxError, utility,
};
use std::sync::{Mutex, PoisonError};

/// Rows of a sheet in Excel.
const EXCEL_ROWS: u32 = 1_048_576;
/// The rows with the totals and the head.
pub(super) const HEAD_ROWS: u32 = 2;
/// Rows of data a sheet takes.
pub(super) const MOST_ROWS: u32 = EXCEL_ROWS - HEAD_ROWS;
/// Beyond so many rows a sheet is filtered without being a table: the library keeps note of every
/// cell of a table.
const TABLE_ROWS: u32 = 5_000;

/// A kind of sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct SheetPlan {
    /// Its name; the next ones have a number behind it.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    /// Rules that mark rows, as formulas for row 3.
    pub marks: &'static [(&'static str, Mark)],
    /// What stands above instead of totals, where rows do not add up.
    pub no_totals: Option<&'static str>,
    /// What stands where there is no row.
    pub empty: &'static str,
}

/// How a row is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Its time is running out.
    Hurry,
    /// It is estimated, or something is not known of it.
    Estimated,
    /// The word in this column is proved as far as checks prove it.
    Proved {
        /// The column.
        column: u16,
    },
}

/// What the rows of a sheet come to, by column: cents or counts.
#[derive(Debug, Clone)]
struct Totals {
    rows: u32,
    bytes: u64,
    sums: Vec<i128>,
}

/// A place in the workbook that others refer to.
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// The name of the sheet.
    pub name: String,
    /// Its rows of data.
    pub rows: u32,
    /// Their bytes when packed.
    pub bytes: u64,
}

/// The sheets of a plan while they are written.
pub(super) struct Pages<'a> {
    workbook: &'a Mutex<Workbook>,
    look: &'a Look,
    plan: SheetPlan,
    limit: u32,
    pages: Vec<Totals>,
    done: Vec<(Worksheet, Written)>,
    /// The next row of data of the last sheet.
    at: u32,
}

impl<'a> Pages<'a> {
    /// No sheet yet; each takes `limit` rows.
    pub(super) fn new(
        workbook: &'a Mutex<Workbook>,
        look: &'a Look,
        plan: SheetPlan,
        limit: u32,
    ) -> Self {
        let limit = limit.clamp(1, MOST_ROWS);
        Pages { workbook, look, plan, limit, pages: Vec::new(), done: Vec::new(), at: 0 }
    }

    /// Counts a row, before any is written.
    pub(super) fn count(&mut self, packed: &[u8]) {
        if self.pages.last().is_none_or(|page| page.rows == self.limit) {
            let sums = vec![0; self.plan.columns.len()];
            self.pages.push(Totals { rows: 0, bytes: 0, sums });
        }
        let Some(page) = self.pages.last_mut() else { return };
        page.rows += 1;
        page.bytes += packed.len() as u64;
        for (sum, cell) in page.sums.iter_mut().zip(Unpacked::row(packed)) {
            *sum += match cell {
                Cell::Money(cents) => cents,
                Cell::Count(count) => count.into(),
                Cell::Blank | Cell::Text(_) | Cell::Day(_) | Cell::Days(_) => 0,
            };
        }
    }

    /// Puts a text above the rows instead of totals: not all rows are there. Before any is written.
    pub(super) fn no_totals(&mut self, why: &'static str) {
        self.plan.no_totals = Some(why);
    }

    /// Writes a row.
    ///
    /// # Errors
    /// The temporary file cannot be made, or the library refuses a cell.
    pub(super) fn write(&mut self, packed: &[u8]) -> Result<(), XlsxError> {
        if self.done.is_empty() || self.at == self.limit {
            self.begin()?;
        }
        let row = HEAD_ROWS + self.at;
        self.at += 1;
        let Some((sheet, _)) = self.done.last_mut() else { return Ok(()) };
        for (column, cell) in (0..).zip(Unpacked::row(packed)) {
            write_cell(sheet, row, column, cell)?;
        }
        Ok(())
    }

    /// The sheets, at least one.
    ///
    /// # Errors
    /// The library refuses them.
    pub(super) fn end(mut self) -> Result<Vec<(Worksheet, Written)>, XlsxError> {
        if self.done.is_empty() {
            self.begin()?;
            if let Some((sheet, _)) = self.done.last_mut() {
                sheet.write_string(HEAD_ROWS, 0, self.plan.empty)?;
            }
        }
        Ok(self.done)
    }

    fn begin(&mut self) -> Result<(), XlsxError> {
        let number = self.done.len();
        let name = match number {
            0 => self.plan.name.to_owned(),
            _ => format!("{} {}", self.plan.name, number + 1),
        };
        let mut sheet = self
            .workbook
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .new_worksheet_with_constant_memory()?;
        sheet.set_name(&name)?;
        let sums = vec![0; self.plan.columns.len()];
        let page = self.pages.get(number).cloned().unwrap_or(Totals { rows: 0, bytes: 0, sums });
        self.set_up(&mut sheet, &page)?;
        self.totals(&mut sheet, &page)?;
        self.head(&mut sheet, &page, number)?;
        self.done.push((sheet, Written { name, rows: page.rows, bytes: page.bytes }));
        self.at = 0;
        Ok(())
    }

    fn set_up(&self, sheet: &mut Worksheet, page: &Totals) -> Result<(), XlsxError> {
        let last_row = HEAD_ROWS + page.rows.max(1) - 1;
        let last_column =
            u16::try_from(self.plan.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
        // The first rule that fits a cell wins: marks go before the colours of words.
        for (rule, mark) in self.plan.marks.iter().filter(|_| page.rows > 0) {
            let (format, columns) = match mark {
                Mark::Hurry => (
                    Format::new().set_background_color(Color::RGB(0x00FF_E0B2)).set_bold(),
                    (0, last_column),
                ),
                Mark::Estimated => (
                    Format::new().set_font_color(Color::RGB(0x0070_7070)).set_italic(),
                    (0, last_column),
                ),
                Mark::Proved { column } => (
                    Format::new()
                        .set_background_color(Color::RGB(0x00C6_EFCE))
                        .set_font_color(Color::RGB(0x0000_6100)),
                    (*column, *column),
                ),
            };
            let rule = ConditionalFormatFormula::new().set_rule(*rule).set_format(format);
            sheet.add_conditional_format(HEAD_ROWS, columns.0, last_row, columns.1, &rule)?;
        }
        for (at, column) in (0..).zip(self.plan.columns) {
            sheet.set_column_width(at, column.width)?;
            let format = match column.kind {
                Kind::Text | Kind::Word if at == 0 => &self.look.text,
                Kind::Text | Kind::Word => &self.look.beside,
                Kind::Lines => &self.look.wrapped,
                Kind::Money => &self.look.money,
                Kind::Count | Kind::Days => &self.look.count,
                Kind::Day => &self.look.day,
            };
            sheet.set_column_format(at, format)?;
            if column.kind == Kind::Word && page.rows > 0 {
                colour_words(sheet, at, (HEAD_ROWS, last_row))?;
            }
        }
        let lines = self.plan.columns.iter().map(Column::head_lines).max().unwrap_or(1);
        sheet.set_row_height(1, 16 * lines)?;
        sheet.set_freeze_panes(HEAD_ROWS, 1)?;
        // Entry numbers of digits only are no sums to be added.
        sheet.ignore_error_range(
            HEAD_ROWS,
            0,
            last_row,
            last_column,
            IgnoreError::NumberStoredAsText,
        )?;
        let width: u16 = self.plan.columns.iter().map(|column| column.width).sum();
        for_print(sheet, width);
        sheet.set_repeat_columns(0, 0)?;
        sheet.set_repeat_rows(0, HEAD_ROWS - 1)?;
        Ok(())
    }

    /// Totals that follow the filter, with what they come to unfiltered.
    fn totals(&self, sheet: &mut Worksheet, page: &Totals) -> Result<(), XlsxError> {
        if let Some(text) = self.plan.no_totals {
            sheet.write_string_with_format(0, 0, text, &self.look.sum_label)?;
            return Ok(());
        }
        let last_row = HEAD_ROWS + page.rows.max(1);
        for ((at, column), sum) in (0..).zip(self.plan.columns).zip(&page.sums) {
            let letters = utility::column_number_to_name(at);
            let formula = format!("SUBTOTAL(109,{letters}{}:{letters}{last_row})", HEAD_ROWS + 1);
            match column.kind {
                Kind::Money => {
                    let formula = Formula::new(formula).set_result(money(*sum));
                    sheet.write_formula_with_format(0, at, formula, &self.look.sum_money)?;
                }
                Kind::Count => {
                    let formula = Formula::new(formula).set_result(sum.to_string());
                    sheet.write_formula_with_format(0, at, formula, &self.look.sum_count)?;
                }
                _ if at == 0 => {
                    sheet.write_string_with_format(0, at, "Total shown", &self.look.sum_label)?;
                }
                _ => {
                    sheet.write_blank(0, at, &self.look.sum_label)?;
                }
            }
        }
        Ok(())
    }

    fn head(&self, sheet: &mut Worksheet, page: &Totals, number: usize) -> Result<(), XlsxError> {
        let columns = self.plan.columns;
        let last_column = u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
        if (1..=TABLE_ROWS).contains(&page.rows) {
            let heads: Vec<TableColumn> = columns
                .iter()
                .map(|column| {
                    TableColumn::new().set_header(column.title()).set_header_format(&self.look.head)
                })
                .collect();
            let name = format!("{}_{}", self.plan.name.replace([' ', '-'], "_"), number + 1);
            let table = Table::new()
                .set_name(name)
                .set_columns(&heads)
                .set_style(TableStyle::Light1)
                .set_banded_rows(true);
            sheet.add_table(1, 0, HEAD_ROWS + page.rows - 1, last_column, &table)?;
            return Ok(());
        }
        for (at, column) in (0..).zip(columns) {
            sheet.write_string_with_format(1, at, column.title(), &self.look.head)?;
        }
        if page.rows > 0 {
            sheet.autofilter(1, 0, HEAD_ROWS + page.rows - 1, last_column)?;
        }
        Ok(())
    }
}

/// Characters that a paper takes across and still can be read.
const READABLE: u16 = 230;

/// Landscape, with the sheet and the page below; a sheet of this width in characters takes one paper
/// across, or as many as can be read.
pub(super) fn for_print(sheet: &mut Worksheet, width: u16) {
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(width.div_ceil(READABLE).max(1), 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer("&L&\"Calibri,Italic\"Estimate, not CBP's figures&C&A&RPage &P of &N");
}

/// A cell in the format of its column.
fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: Cell<'_>,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => {}
        Cell::Text(text) => {
            sheet.write_string(row, column, harmless(text))?;
        }
        Cell::Money(cents) => match number::money(cents) {
            Some(number) => {
                sheet.write_number(row, column, number)?;
            }
            None => {
                sheet.write_string(row, column, money(cents))?;
            }
        },
        Cell::Count(count) => match number::count(count) {
            Some(number) => {
                sheet.write_number(row, column, number)?;
            }
            None => {
                sheet.write_string(row, column, count.to_string())?;
            }
        },
        Cell::Days(days) => {
            sheet.write_number(row, column, days)?;
        }
        Cell::Day(day) => match number::day(day) {
            Some(number) => {
                sheet.write_number(row, column, number)?;
            }
            None => {
                sheet.write_string(row, column, day.to_string())?;
            }
        },
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Cents;
    use crate::report::cells::{Cells, Form};
    use crate::report::workbook::columns::FILERS;
    use crate::report::workbook::rows::Sheet;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    const PLAN: SheetPlan =
        SheetPlan { name: "Rows", columns: FILERS, marks: &[], no_totals: None, empty: "None." };

    fn packed(at: i64) -> Vec<u8> {
        let mut out = Vec::new();
        let mut row = Sheet::row(&mut out);
        row.text("ABC").text(&format!("importer {at}")).word("file-now").number(1);
        row.cents(Cents(100 * at + 1)).cents(Cents(10)).cents(Cents(i64::MAX)).day(None).end();
        out
    }

    fn book(rows: i64, limit: u32) -> Xlsx<Cursor<Vec<u8>>> {
        let mut workbook = Workbook::new();
        let look = Look::new(&mut workbook).unwrap();
        let workbook = Mutex::new(workbook);
        let mut pages = Pages::new(&workbook, &look, PLAN, limit);
        (1..=rows).for_each(|at| pages.count(&packed(at)));
        (1..=rows).for_each(|at| pages.write(&packed(at)).unwrap());
        let sheets = pages.end().unwrap();
        let mut workbook = workbook.into_inner().unwrap();
        sheets.into_iter().for_each(|(sheet, _)| workbook.push_worksheet(sheet));
        Xlsx::new(Cursor::new(workbook.save_to_buffer().unwrap())).unwrap()
    }

    #[test]
    fn rows_beyond_the_limit_of_a_sheet_go_on_in_the_next() {
        let mut book = book(5, 2);
        assert_eq!(book.sheet_names(), ["Rows", "Rows 2", "Rows 3"]);
        let mut at = 0;
        for (name, total) in [("Rows", 3.02), ("Rows 2", 7.02), ("Rows 3", 5.01)] {
            let sheet = book.worksheet_range(name).unwrap();
            assert_eq!(sheet.get((0, 4)), Some(&Data::Float(total)));
            assert_eq!(sheet.get((1, 1)), Some(&Data::String("Importer number".to_owned())));
            for row in HEAD_ROWS as usize..sheet.height() {
                at += 1;
                assert_eq!(sheet.get((row, 1)), Some(&Data::String(format!("importer {at}"))));
            }
        }
        assert_eq!(at, 5);
    }

    #[test]
    fn an_amount_that_no_cell_keeps_is_text() {
        let sheet = book(1, 9).worksheet_range("Rows").unwrap();
        let text = "92233720368547758.07".to_owned();
        assert_eq!(sheet.get((2, 6)), Some(&Data::String(text)));
    }

    #[test]
    fn a_sheet_without_rows_says_so() {
        let sheet = book(0, 9).worksheet_range("Rows").unwrap();
        assert_eq!(sheet.get((2, 0)), Some(&Data::String("None.".to_owned())));
    }
}
