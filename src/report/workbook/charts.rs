//! The charts of sheet `Summary`. Each draws cells of a table below it.

use super::board::Rows;
use super::look::lane_colour;
use super::overview::NAME;
use crate::domain::Lane;
use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition,
    ChartLine, ChartPoint, ChartSeries, ChartSolidFill, ChartType, Color, Worksheet, XlsxError,
};

/// Where a chart stands: row and column.
type Place = (u32, u16);

const WIDTH: u32 = 640;
const HEIGHT: u32 = 270;
/// Lying bars beyond which names would be left out.
const MANY: u32 = 12;
/// The height that so many take.
const TALL: u32 = 420;
const NAVY: u32 = 0x001F_3A5F;
const SKY: u32 = 0x009D_B7D5;
const RUST: u32 = 0x00B3_3A1E;
const SAND: u32 = 0x00E8_B9A5;

/// A column of a table as a series, named by the first column of its rows.
fn series<'c>(chart: &'c mut Chart, rows: Rows, column: u16, name: &str) -> &'c mut ChartSeries {
    chart
        .add_series()
        .set_categories((NAME, rows.0, 0, rows.1, 0))
        .set_values((NAME, rows.0, column, rows.1, column))
        .set_name(name)
}

/// The highest refund by lane.
pub(super) fn lanes(sheet: &mut Worksheet, place: Place, rows: Rows) -> Result<(), XlsxError> {
    let mut chart = Chart::new(ChartType::Bar);
    let points: Vec<ChartPoint> = Lane::ALL
        .iter()
        .map(|lane| ChartPoint::new().set_format(&mut fill(lane_colour(lane.as_str()))))
        .collect();
    series(&mut chart, rows, 3, "Refund high")
        .set_gap(40)
        .set_data_label(&amounts_beside())
        .set_points(&points);
    chart.legend().set_hidden();
    dress(
        &mut chart,
        Bars::Lie,
        "Refund by what to do next (highest, $)",
        "Bars: highest refund by lane",
    );
    insert(sheet, place, &mut chart)
}

/// A deadline, as a chart by week draws it.
pub(super) struct Deadline {
    title: &'static str,
    /// The series: name, column, colour.
    series: [(&'static str, u16, u32); 2],
}

/// The last day on which CAPE takes entries.
pub(super) const DAY_80: Deadline = Deadline {
    title: "Refund that reaches day 80 (CAPE), by week (highest, $)",
    series: [("Liquidated", 2, NAVY), ("Liquidation estimated", 3, SKY)],
};

/// The last day of the protest right.
pub(super) const DAY_180: Deadline = Deadline {
    title: "Refund that reaches day 180 (protest), by week (highest, $)",
    series: [("Liquidated", 4, RUST), ("Liquidation estimated", 5, SAND)],
};

/// The highest refund that reaches a deadline, by week.
pub(super) fn weeks(
    sheet: &mut Worksheet,
    place: Place,
    rows: Rows,
    deadline: &Deadline,
) -> Result<(), XlsxError> {
    let mut chart = Chart::new(ChartType::ColumnStacked);
    for (name, column, colour) in deadline.series {
        series(&mut chart, rows, column, name)
            .set_gap(30)
            .set_format(&mut fill(Color::RGB(colour)));
    }
    chart.legend().set_position(ChartLegendPosition::Bottom);
    dress(&mut chart, Bars::Stand, deadline.title, deadline.title);
    insert(sheet, place, &mut chart)
}

/// The highest refund by month of liquidation.
pub(super) fn months(sheet: &mut Worksheet, place: Place, rows: Rows) -> Result<(), XlsxError> {
    let mut chart = Chart::new(ChartType::Column);
    series(&mut chart, rows, 3, "Refund high").set_gap(40).set_format(&mut fill(Color::RGB(NAVY)));
    chart.legend().set_hidden();
    let title = "Refund by month of liquidation (highest, $)";
    dress(&mut chart, Bars::Stand, title, "Columns: highest refund by month of liquidation");
    insert(sheet, place, &mut chart)
}

/// The highest refund by kind of row.
pub(super) fn kinds(
    sheet: &mut Worksheet,
    place: Place,
    rows: Rows,
    kind: &str,
) -> Result<(), XlsxError> {
    bars(sheet, place, rows, (4, "Refund high"), &format!("Refund by {kind} (highest, $)"))
}

/// A bar for each row: the figures of a column, with its name.
pub(super) fn bars(
    sheet: &mut Worksheet,
    place: Place,
    rows: Rows,
    (column, name): (u16, &str),
    title: &str,
) -> Result<(), XlsxError> {
    let mut chart = Chart::new(ChartType::Bar);
    series(&mut chart, rows, column, name)
        .set_gap(40)
        .set_data_label(&amounts_beside())
        .set_format(&mut fill(Color::RGB(NAVY)));
    chart.legend().set_hidden();
    dress(&mut chart, Bars::Lie, title, title);
    if rows.1 - rows.0 > MANY {
        chart.set_height(TALL);
    }
    insert(sheet, place, &mut chart)
}

/// The amount at the end of a bar.
fn amounts_beside() -> ChartDataLabel {
    let mut font = ChartFont::new();
    font.set_size(8);
    ChartDataLabel::new().show_value().set_num_format("#,##0").set_font(&font).clone()
}

fn fill(colour: Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(colour));
    format
}

/// Whether the bars of a chart stand or lie: lying ones have their names on the other axis.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bars {
    Stand,
    Lie,
}

fn dress(chart: &mut Chart, bars: Bars, title: &str, alt_text: &str) {
    let mut font = ChartFont::new();
    font.set_size(12).set_color(Color::RGB(NAVY));
    chart.title().set_name(title).set_font(&font);
    let mut small = ChartFont::new();
    small.set_size(8);
    chart.x_axis().set_font(&small);
    chart.y_axis().set_font(&small);
    // Names that stand take little room, so that none is left out where bars are many.
    let mut name = ChartFont::new();
    name.set_size(8);
    if bars == Bars::Stand {
        name.set_rotation(-90);
    }
    let names = if bars == Bars::Lie { chart.y_axis() } else { chart.x_axis() };
    names.set_font(&name);
    if bars == Bars::Lie {
        // The first row of the table stands at the top, the amounts below.
        chart.y_axis().set_reverse().set_major_gridlines(false);
        chart.x_axis().set_label_position(ChartAxisLabelPosition::High);
    }
    let amounts = if bars == Bars::Lie { chart.x_axis() } else { chart.y_axis() };
    let mut line = ChartLine::new();
    line.set_color(Color::RGB(0x00D9_D9D9));
    amounts.set_num_format("#,##0").set_major_gridlines(true).set_major_gridlines_line(&line);
    chart.set_alt_text(alt_text);
    chart.set_width(WIDTH).set_height(HEIGHT);
}

fn insert(sheet: &mut Worksheet, place: Place, chart: &mut Chart) -> Result<(), XlsxError> {
    sheet.insert_chart_with_offset(place.0, place.1, chart, 4, 4)?;
    Ok(())
}
