//! A sheet that is written from top to bottom like a page: titles, figures, small tables.

use super::look::Look;
use super::number;
use super::text::harmless;
use crate::estimate::Amounts;
use crate::report::summary::money;
use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError, utility};

/// The page while it is written.
pub(super) struct Board<'a> {
    /// The sheet.
    pub sheet: Worksheet,
    look: &'a Look,
    /// The next free row.
    pub row: u32,
    /// The last column of the page.
    last: u16,
    /// Rows before which a new sheet of paper begins.
    papers: Vec<u32>,
}

/// Where the rows of a table stand: the first and the last.
pub(super) type Rows = (u32, u32);

/// Characters that a line of the page holds.
const LINE: usize = 170;

impl<'a> Board<'a> {
    /// An empty page with columns of these widths.
    pub(super) fn new(name: &str, look: &'a Look, widths: &[u16]) -> Result<Board<'a>, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        let mut last = 0;
        for (at, width) in (0..).zip(widths) {
            sheet.set_column_width(at, *width)?;
            last = at;
        }
        sheet.set_screen_gridlines(false);
        super::pages::for_print(&mut sheet, widths.iter().sum());
        Ok(Board { sheet, look, row: 0, last, papers: Vec::new() })
    }

    /// The title of the page.
    pub(super) fn title(&mut self, text: &str) -> Result<(), XlsxError> {
        self.sheet.set_row_height(self.row, 26)?;
        self.sheet.write_string_with_format(self.row, 0, text, &self.look.title)?;
        self.row += 1;
        Ok(())
    }

    /// The title of a section, with a line free before it.
    pub(super) fn section(&mut self, text: &str) -> Result<(), XlsxError> {
        self.row += 1;
        self.sheet.set_row_height(self.row, 20)?;
        self.sheet.write_string_with_format(self.row, 0, text, &self.look.section)?;
        self.row += 1;
        Ok(())
    }

    /// What follows begins a new sheet of paper.
    pub(super) fn new_paper(&mut self) {
        self.papers.push(self.row);
    }

    /// The sheet, complete.
    pub(super) fn end(mut self) -> Result<Worksheet, XlsxError> {
        self.sheet.set_page_breaks(&self.papers)?;
        Ok(self.sheet)
    }

    /// Text across the page.
    pub(super) fn note(&mut self, text: &str) -> Result<(), XlsxError> {
        let format = &self.look.note;
        self.across(text, format)
    }

    /// Text across the page that must be seen.
    pub(super) fn caution(&mut self, text: &str) -> Result<(), XlsxError> {
        let format = &self.look.caution;
        self.across(text, format)
    }

    fn across(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text = harmless(text);
        // Cells that are joined do not grow by themselves.
        let lines: usize =
            text.lines().map(|line| line.chars().count().div_ceil(LINE).max(1)).sum();
        let height = u32::try_from(lines.clamp(1, 20)).unwrap_or(1) * 15 + 3;
        self.sheet.set_row_height(self.row, height)?;
        self.sheet.merge_range(self.row, 0, self.row, self.last, &text, format)?;
        self.row += 1;
        Ok(())
    }

    /// The head of a table.
    pub(super) fn head(&mut self, heads: &[&str]) -> Result<(), XlsxError> {
        for (at, head) in (0..).zip(heads) {
            self.sheet.write_string_with_format(self.row, at, *head, &self.look.head)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A cell of text in the row to come.
    pub(super) fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        let format = if column == 0 { &self.look.text } else { &self.look.apart };
        self.sheet.write_string_with_format(self.row, column, harmless(text), format)?;
        Ok(())
    }

    /// A cell with an amount in cents.
    pub(super) fn money(&mut self, column: u16, cents: i128) -> Result<(), XlsxError> {
        let format = &self.look.money;
        put_money(&mut self.sheet, self.row, column, cents, format)
    }

    /// A cell with a figure that everybody looks for.
    pub(super) fn figure(&mut self, column: u16, cents: i128) -> Result<(), XlsxError> {
        self.sheet.set_row_height(self.row, 20)?;
        let format = &self.look.figure;
        put_money(&mut self.sheet, self.row, column, cents, format)
    }

    /// A cell with a count.
    pub(super) fn count(&mut self, column: u16, count: u64) -> Result<(), XlsxError> {
        let format = &self.look.count;
        match number::count(count) {
            Some(number) => {
                self.sheet.write_number_with_format(self.row, column, number, format)?;
            }
            None => {
                self.sheet.write_string_with_format(self.row, column, count.to_string(), format)?;
            }
        }
        Ok(())
    }

    /// A cell with a rate in hundredths of a percent.
    pub(super) fn rate(&mut self, column: u16, hundredths: u32) -> Result<(), XlsxError> {
        if let Some(share) = number::share(hundredths) {
            let format = &self.look.rate;
            self.sheet.write_number_with_format(self.row, column, share, format)?;
        }
        Ok(())
    }

    /// Entries, refund and interest from column 1 on.
    pub(super) fn amounts(&mut self, amounts: &Amounts) -> Result<(), XlsxError> {
        self.count(1, amounts.entries)?;
        self.money(2, amounts.refund_low)?;
        self.money(3, amounts.refund_high)?;
        self.money(4, amounts.interest_low)?;
        self.money(5, amounts.interest_high)
    }

    /// The line below a table: a label, then sums over its rows, each with what it comes to.
    pub(super) fn sums(&mut self, label: &str, rows: Rows, sums: &[Sum]) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, 0, label, &self.look.sum_label)?;
        for (column, sum) in (1..).zip(sums) {
            let (result, format) = match sum {
                Sum::Count(count) => (count.to_string(), &self.look.sum_count),
                Sum::Money(cents) => (money(*cents), &self.look.sum_money),
            };
            let letters = utility::column_number_to_name(column);
            let formula = format!("SUM({letters}{}:{letters}{})", rows.0 + 1, rows.1 + 1);
            self.formula(column, &formula, &result, format)?;
        }
        self.row += 1;
        Ok(())
    }

    /// The sum over rows of a column, in dollars, in the row to come.
    pub(super) fn sum_of(&mut self, column: u16, rows: Rows, cents: i128) -> Result<(), XlsxError> {
        let letters = utility::column_number_to_name(column);
        let formula = format!("SUM({letters}{}:{letters}{})", rows.0 + 1, rows.1 + 1);
        let format = &self.look.sum_money;
        self.formula(column, &formula, &money(cents), format)
    }

    /// The label of a line of sums, in the row to come, up to a column.
    pub(super) fn sum_label(&mut self, text: &str, up_to: u16) -> Result<(), XlsxError> {
        let format = &self.look.sum_label;
        for column in 1..=up_to {
            self.sheet.write_blank(self.row, column, format)?;
        }
        self.sheet.write_string_with_format(self.row, 0, text, format)?;
        Ok(())
    }

    /// A cell with a formula in the row to come, and what it comes to.
    pub(super) fn formula(
        &mut self,
        column: u16,
        formula: &str,
        result: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(result);
        self.sheet.write_formula_with_format(self.row, column, formula, format)?;
        Ok(())
    }
}

/// What a sum comes to.
pub(super) enum Sum {
    /// A count.
    Count(u64),
    /// An amount in cents.
    Money(i128),
}

fn put_money(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cents: i128,
    format: &Format,
) -> Result<(), XlsxError> {
    match number::money(cents) {
        Some(number) => sheet.write_number_with_format(row, column, number, format)?,
        None => sheet.write_string_with_format(row, column, money(cents), format)?,
    };
    Ok(())
}
