//! How the workbook looks: number formats, headings, the colours of lanes and statuses.

use crate::domain::Lane;
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatText,
    ConditionalFormatTextRule, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// The formats of cells.
pub(super) struct Look {
    /// Text.
    pub text: Format,
    /// Text beside a number.
    pub beside: Format,
    /// Text beside a number on a page, well apart from it.
    pub apart: Format,
    /// Dollars and cents.
    pub money: Format,
    /// A whole number.
    pub count: Format,
    /// A rate.
    pub rate: Format,
    /// A date.
    pub day: Format,
    /// The head of a column.
    pub head: Format,
    /// The label of a sum.
    pub sum_label: Format,
    /// A sum of money.
    pub sum_money: Format,
    /// A sum of counts.
    pub sum_count: Format,
    /// The title of a sheet.
    pub title: Format,
    /// The title of a section.
    pub section: Format,
    /// The figure that everybody looks for.
    pub figure: Format,
    /// Explaining text in several lines.
    pub note: Format,
    /// A caution in several lines.
    pub caution: Format,
    /// Text in several lines in a cell of a table.
    pub wrapped: Format,
}

const MONEY: &str = "#,##0.00;[Red]-#,##0.00";
const COUNT: &str = "#,##0";
const DAY: &str = "yyyy-mm-dd";
const DARK: u32 = 0x001F_3A5F;
const PALE: u32 = 0x00E8_EEF5;

impl Look {
    /// The formats, in every workbook the same and in the same order.
    ///
    /// # Errors
    /// The library refuses them.
    pub(super) fn new(workbook: &mut Workbook) -> Result<Look, XlsxError> {
        let plain = || Format::new().set_align(FormatAlign::Top);
        let sum = || plain().set_bold().set_background_color(Color::RGB(PALE));
        let lines = || plain().set_text_wrap();
        let look = Look {
            text: plain(),
            beside: plain().set_align(FormatAlign::Left).set_indent(1),
            apart: plain().set_align(FormatAlign::Left).set_indent(2),
            money: plain().set_num_format(MONEY),
            count: plain().set_num_format(COUNT),
            rate: plain().set_num_format("0.00%"),
            day: plain().set_num_format(DAY).set_align(FormatAlign::Center),
            head: Format::new()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(DARK))
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_border_bottom(FormatBorder::Thin),
            sum_label: sum(),
            sum_money: sum().set_num_format(MONEY),
            sum_count: sum().set_num_format(COUNT),
            title: Format::new().set_bold().set_font_size(18).set_font_color(Color::RGB(DARK)),
            section: Format::new().set_bold().set_font_size(13).set_font_color(Color::RGB(DARK)),
            figure: plain().set_bold().set_font_size(14).set_num_format(MONEY),
            note: lines().set_font_color(Color::RGB(0x0050_5050)),
            caution: lines().set_background_color(Color::RGB(0x00FF_F4CE)),
            wrapped: lines(),
        };
        // Formats are numbered when they are first met. Met here, they have the same numbers
        // whichever sheet is written first. The sheet is not part of the workbook.
        let mut first = workbook.new_worksheet_with_constant_memory()?;
        for (column, format) in (0..).zip(look.all()) {
            first.set_column_format(column, format)?;
        }
        Ok(look)
    }

    fn all(&self) -> [&Format; 17] {
        [
            &self.text,
            &self.beside,
            &self.money,
            &self.count,
            &self.day,
            &self.head,
            &self.sum_label,
            &self.sum_money,
            &self.sum_count,
            &self.title,
            &self.section,
            &self.figure,
            &self.note,
            &self.caution,
            &self.wrapped,
            &self.rate,
            &self.apart,
        ]
    }
}

/// The colours of the words that say what to do: background and letters. None is green: neither
/// lane nor status says that every check was run.
const WORDS: &[(&str, u32, u32)] = &[
    ("file-now", 0x00BD_D7EE, 0x001F_4E79),
    ("eligible", 0x00BD_D7EE, 0x001F_4E79),
    ("review", 0x00FF_EB9C, 0x007F_4F00),
    ("other-filer", 0x00E4_E7EC, 0x0044_546A),
    ("fix-then-file", 0x00FC_E4D6, 0x0084_3C0C),
    ("later-phase", 0x00E4_DFEC, 0x0040_3151),
    ("protest", 0x00FF_C7CE, 0x009C_0006),
    ("court", 0x00F4_A6A6, 0x0067_0000),
    ("blocked", 0x00FF_C7CE, 0x009C_0006),
    ("block", 0x00FF_C7CE, 0x009C_0006),
    ("missing", 0x00FF_C7CE, 0x009C_0006),
    ("declared", 0x00ED_EDED, 0x0040_4040),
    ("none", 0x00F5_F5F5, 0x0080_8080),
    ("no_refund", 0x00F5_F5F5, 0x0080_8080),
];

/// The colour in which a lane is drawn.
pub(super) fn lane_colour(lane: &str) -> Color {
    let found = WORDS.iter().find(|(word, ..)| *word == lane);
    Color::RGB(found.map_or(DARK, |(_, _, letters)| *letters))
}

/// Colours the words of a column by rules, not cell by cell.
///
/// # Errors
/// The place is outside the sheet.
pub(super) fn colour_words(
    sheet: &mut Worksheet,
    column: u16,
    rows: (u32, u32),
) -> Result<(), XlsxError> {
    for (word, background, letters) in WORDS {
        let format = coloured(*background, *letters);
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(*word))
            .set_format(format);
        sheet.add_conditional_format(rows.0, column, rows.1, column, &rule)?;
    }
    Ok(())
}

/// Colours lanes whose code stands behind their title.
///
/// # Errors
/// The place is outside the sheet.
pub(super) fn colour_lanes(
    sheet: &mut Worksheet,
    column: u16,
    rows: (u32, u32),
) -> Result<(), XlsxError> {
    let lanes =
        WORDS.iter().filter(|(word, ..)| Lane::ALL.iter().any(|lane| lane.as_str() == *word));
    for (word, background, letters) in lanes {
        let rule = ConditionalFormatText::new()
            .set_rule(ConditionalFormatTextRule::EndsWith(format!("({word})")))
            .set_format(coloured(*background, *letters));
        sheet.add_conditional_format(rows.0, column, rows.1, column, &rule)?;
    }
    Ok(())
}

fn coloured(background: u32, letters: u32) -> Format {
    Format::new().set_background_color(Color::RGB(background)).set_font_color(Color::RGB(letters))
}
