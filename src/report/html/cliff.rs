//! Dollars whose time runs out, week by week: day 80 of CAPE and day 180 of the protest.

use super::chart::{Chart, Columns};
use super::expiring::CAPE;
use super::picture::Picture;
use super::table::{Cell, Table};
use crate::domain::{Day, Lane, LiquidationState};
use crate::estimate::{Amounts, Breakdown};
use crate::report::Run;
use crate::report::text::{counted, dollars, range};
use crate::report::titles;
use std::collections::BTreeMap;

/// Weeks of the pictures; what comes later is in the table.
const WEEKS: i32 = 53;

/// What ends in one week.
#[derive(Default, Clone, Copy)]
struct Week {
    cape: [Amounts; 2],
    protest: [Amounts; 2],
}

const KNOWN: usize = 0;
const ESTIMATED: usize = 1;

/// The picture.
pub(super) fn picture(run: &Run<'_>, breakdown: &Breakdown) -> Picture {
    let as_of = run.context.as_of;
    let windows = &run.context.rules.windows;
    // By the Monday of the week; what lies before the day of upload stands first of all.
    let mut weeks: BTreeMap<Option<Day>, Week> = BTreeMap::new();
    let mut dated = [Amounts::default(); 2];
    let week_of = |day: Day| (day >= as_of).then(|| day.plus(-day.days_from_monday()));
    for (key, clock) in breakdown.clocks.iter() {
        let which = match key.state {
            LiquidationState::Liquidated => KNOWN,
            _ => ESTIMATED,
        };
        if clock.cape.entries > 0 {
            let week = weeks.entry(week_of(key.date.plus(windows.cape_days))).or_default();
            week.cape[which].add(&clock.cape);
            dated[0].add(&clock.cape);
        }
        if clock.protest.entries > 0 {
            let week = weeks.entry(week_of(key.date.plus(windows.protest_days))).or_default();
            week.protest[which].add(&clock.protest);
            dated[1].add(&clock.protest);
        }
    }
    let mut protested = Amounts::default();
    breakdown.clocks.iter().for_each(|(_, clock)| protested.add(&clock.protested));
    let past = weeks.get(&None).copied().unwrap_or_default();
    let cape = Columns {
        note: not_drawn(windows.cape_days, &past.cape, &CAPE),
        ..columns("Refund reaching day 80, by week", &weeks, as_of, |w| w.cape)
    };
    let protest = Columns {
        note: not_drawn(windows.protest_days, &past.protest, &lanes_of_protest()),
        ..columns("Refund reaching day 180, by week", &weeks, as_of, |w| w.protest)
    };
    Picture {
        id: "cliff",
        title: "What expires when",
        lead: format!(
            "CAPE takes an entry until day {} after liquidation; the right to protest ends on day \
             {}. Full columns are entries with a liquidation date. Hatched ones are estimates: the \
             entry is not liquidated, or not known to be, and its day is reckoned from the usual cycle of {} days.",
            windows.cape_days, windows.protest_days, windows.liquidation_cycle_days
        ),
        charts: vec![Chart::Columns(cape), Chart::Columns(protest)],
        table: table(run, &weeks, &dated, &protested),
        is_open: false,
    }
}

/// What stands under the columns of what has passed already.
fn not_drawn(days: i32, past: &[Amounts; 2], lanes: &[Lane]) -> String {
    let mut all = past[KNOWN];
    all.add(&past[ESTIMATED]);
    if all.entries == 0 {
        return String::new();
    }
    let lanes: Vec<&str> = lanes.iter().map(|lane| titles::lane(*lane)).collect();
    format!(
        "Not drawn: {}. Their day {days} has passed already, as estimated from the usual cycle; \
         their liquidation date would tell. They are in the lanes \u{201c}{}\u{201d}.",
        said(&all),
        lanes.join("\u{201d}, \u{201c}")
    )
}

/// Lanes of entries whose protest right ends on day 180.
fn lanes_of_protest() -> Vec<Lane> {
    CAPE.into_iter().chain([Lane::LaterPhase, Lane::Protest]).collect()
}

fn columns(
    title: &str,
    weeks: &BTreeMap<Option<Day>, Week>,
    as_of: Day,
    of: impl Fn(&Week) -> [Amounts; 2],
) -> Columns {
    let first = as_of.plus(-as_of.days_from_monday());
    let last = weeks
        .iter()
        .filter(|(_, week)| of(week).iter().any(|amounts| amounts.refund_high > 0))
        .filter_map(|(day, _)| *day)
        .next_back()
        .unwrap_or(first);
    let count = (last.days_since(first) / 7 + 1).clamp(8, WEEKS);
    let told = (0..count).map(|at| {
        let monday = first.plus(at * 7);
        let week = weeks.get(&Some(monday)).copied().unwrap_or_default();
        let [known, estimated] = of(&week);
        let words = match (known.entries, estimated.entries) {
            (0, 0) => String::new(),
            (0, _) => format!("Week of {monday}: {} estimated", said(&estimated)),
            (_, 0) => format!("Week of {monday}: {}", said(&known)),
            _ => format!("Week of {monday}: {}; {} estimated", said(&known), said(&estimated)),
        };
        (monday.to_string(), known.refund_high, estimated.refund_high, words)
    });
    Columns::new(
        title,
        "Columns, one for each week from the week of the as-of date: the highest refund. Entries \
         with a liquidation date in full, those with an estimated one hatched on top. The table \
         below has the figures.",
        |most| format!("{} a week at most", dollars(most)),
        told.collect(),
    )
}

fn said(amounts: &Amounts) -> String {
    format!("{} in {}", dollars(amounts.refund_high), counted(amounts.entries, "entry", "entries"))
}

fn table(
    run: &Run<'_>,
    weeks: &BTreeMap<Option<Day>, Week>,
    dated: &[Amounts; 2],
    protested: &Amounts,
) -> Table {
    let mut table = Table::new(
        "Entries and refund by the week in which day 80 and day 180 fall",
        &[
            "week of",
            ">day 80: entries",
            ">refund",
            ">estimated: entries",
            ">refund",
            ">day 180: entries",
            ">refund",
            ">estimated: entries",
            ">refund",
        ],
    );
    let pair = |amounts: &Amounts| {
        [Cell::count(amounts.entries), Cell::right(range(amounts.refund_low, amounts.refund_high))]
    };
    for (monday, week) in weeks {
        let name = monday.map_or("passed already, as estimated".to_owned(), |d| d.to_string());
        let mut row = vec![Cell::text(name)];
        for amounts in week.cape.iter().chain(&week.protest) {
            row.extend(pair(amounts));
        }
        table.row(row);
    }
    let lanes = |of: &[Lane]| {
        let mut sum = Amounts::default();
        of.iter().for_each(|lane| sum.add(&run.estimate.lane(*lane)));
        sum
    };
    let (cape, protest) = (lanes(&CAPE), lanes(&lanes_of_protest()));
    let total = &run.estimate.total;
    let wide_row = |name: &str, cape: &Amounts, protest: &Amounts| {
        let mut row = vec![Cell::text(name)];
        row.extend(pair(cape));
        row.extend([Cell::blank(), Cell::blank()]);
        row.extend(pair(protest));
        row.extend([Cell::blank(), Cell::blank()]);
        row
    };
    let undated_protest = protest.less(&dated[1]).less(protested);
    if protested.entries > 0 {
        table.row(wide_row("protest open already", &Amounts::default(), protested));
    }
    let undated = wide_row("no day known", &cape.less(&dated[0]), &undated_protest);
    let other = wide_row("does not apply in this lane", &total.less(&cape), &total.less(&protest));
    let all = wide_row("total", total, total);
    table.row(undated);
    table.row(other);
    table.total(all);
    table.note =
        "\u{201c}No day known\u{201d}: held, liquidated without a date, or nothing to get \
                  back. \u{201c}Does not apply in this lane\u{201d}: the day does not \
                  bear on the lane of the entry."
            .to_owned();
    if protested.entries > 0 {
        table.note.push_str(
            " \u{201c}Protest open already\u{201d}: day 180 takes nothing from these entries.",
        );
    }
    table
}
