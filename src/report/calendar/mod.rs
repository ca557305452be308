//! `deadlines.ics`: the days that matter for what has liquidated, for any calendar program
//! (RFC 5545). One event for each liquidation date and kind of day that is not past; projected
//! liquidations have none, for they may come on any day. What is not known, and that nothing is
//! ahead, is an event of the day of upload: a calendar without events says nothing.

mod kind;
mod notice;
mod text;

use super::text::{counted, range};
use super::{OutputError, Report, Run, Staging};
use crate::domain::{Day, LiquidationState};
use crate::estimate::{Amounts, Clock, Sums};
use crate::ledger::TextId;
use chrono::TimeDelta;
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property};
use kind::Kind;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use text::{folded, shown};

pub(super) struct Deadlines;

const FILE: &str = "deadlines.ics";
/// Importers an event names; the rest are summed.
const NAMED: usize = 20;
/// Nine in the morning, a week before and the day before: an event of a whole day begins at 0:00.
const ALARM_HOURS_BEFORE: [i64; 2] = [7 * 24 - 9, 24 - 9];

/// The entries of one importer that one event is about.
struct Share<'a> {
    importer: &'a str,
    name: &'a str,
    amounts: Amounts,
}

impl Report for Deadlines {
    fn write(&self, run: &Run<'_>, staging: &mut Staging) -> Result<(), OutputError> {
        staging.write(FILE, folded(&calendar(run).to_string()).as_bytes())
    }
}

fn calendar(run: &Run<'_>) -> Calendar {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//capeprep//deadlines//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", "IEEPA refund deadlines"),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    let portfolio = portfolio(run);
    let mut events = deadlines(run, &portfolio);
    if let Some(notice) = notice::event(run, &portfolio, events.is_empty()) {
        events.push((run.context.as_of, notice));
    }
    events.sort_by_key(|(day, _)| *day);
    calendar.extend(events.into_iter().map(|(_, event)| event));
    calendar
}

/// The events of what has liquidated, with their days.
fn deadlines(run: &Run<'_>, portfolio: &str) -> Vec<(Day, Event)> {
    let Some(breakdown) = &run.estimate.breakdown else { return Vec::new() };
    let texts = run.entries.texts();
    let windows = &run.context.rules.windows;
    let names = names(run);
    let mut by_date: BTreeMap<Day, Vec<(TextId, &str, Clock)>> = BTreeMap::new();
    for (key, importer, clock) in breakdown.clocks_in_order(|id| texts.text(id)) {
        if key.state == LiquidationState::Liquidated {
            by_date.entry(key.date).or_default().push((key.importer, importer, clock));
        }
    }
    let mut events = Vec::new();
    for (liquidated, clocks) in &by_date {
        let mut all = Clock::default();
        clocks.iter().for_each(|(.., clock)| all.add(clock));
        for kind in Kind::ALL {
            let day = liquidated.plus(kind.days(windows));
            let shares: Vec<Share<'_>> = clocks
                .iter()
                .map(|(id, importer, clock)| Share {
                    importer,
                    name: names.get(id).map_or("", |name| texts.text(*name)),
                    amounts: kind.amounts(clock),
                })
                .filter(|share| share.amounts.entries > 0)
                .collect();
            if day >= run.context.as_of && !shares.is_empty() {
                events.push((day, event(run, kind, *liquidated, &all, shares, portfolio)));
            }
        }
    }
    events
}

fn event(
    run: &Run<'_>,
    kind: Kind,
    liquidated: Day,
    clock: &Clock,
    mut shares: Vec<Share<'_>>,
    portfolio: &str,
) -> Event {
    let day = liquidated.plus(kind.days(&run.context.rules.windows));
    let title =
        format!("{}: {} liquidated {liquidated}", kind.title(), money(&kind.amounts(clock)));
    // A calendar program may hold those of two clients side by side. An event of a later report of
    // the same importers replaces the earlier one; with other importers it is another event.
    let uid = format!("capeprep-{liquidated}-{}-{portfolio}", kind.word());
    let mut event = whole_day(run, day, &uid);
    let mut text = description(run, kind, liquidated, clock, &mut shares);
    if run.is_masked {
        text.push_str("\n\nMasked copy: numbers and names are pseudonyms.");
    }
    event.summary(&title).description(&text);
    for hours in ALARM_HOURS_BEFORE {
        let mut alarm = Alarm::display(&title, -TimeDelta::hours(hours));
        alarm.add_property("DTSTAMP", stamp(run)).uid(&format!("{uid}-{hours}"));
        event.alarm(alarm);
    }
    event.done()
}

/// An event of a whole day.
fn whole_day(run: &Run<'_>, day: Day, uid: &str) -> Event {
    let mut event = Event::new();
    event
        .append_property(date_property("DTSTART", day))
        .append_property(date_property("DTEND", day.plus(1)))
        .add_property("DTSTAMP", stamp(run))
        .add_property("TRANSP", "TRANSPARENT")
        .uid(uid);
    event
}

/// The library would take the time of the clock and a number by chance, in events and in alarms.
fn stamp(run: &Run<'_>) -> String {
    format!("{}T000000Z", digits(run.context.as_of))
}

fn description(
    run: &Run<'_>,
    kind: Kind,
    liquidated: Day,
    clock: &Clock,
    shares: &mut [Share<'_>],
) -> String {
    shares.sort_by(|a, b| {
        let amounts = |share: &Share<'_>| (share.amounts.refund_high, share.amounts.refund_low);
        amounts(b).cmp(&amounts(a)).then_with(|| a.importer.cmp(b.importer))
    });
    let mut text = kind.advice(liquidated, run.context.rules);
    text.push_str(&kind.of_lanes(clock));
    // Writing to a string cannot fail.
    let _ = write!(text, "\n\n{}, interest not counted:\n", money(&kind.amounts(clock)));
    for share in shares.iter().take(NAMED) {
        let importer = match share.importer {
            "" => "(no importer number)".to_owned(),
            number => shown(number),
        };
        let name = shown(share.name);
        let gap = if name.is_empty() { "" } else { " " };
        let _ = writeln!(text, "{importer}{gap}{name}: {}", money(&share.amounts));
    }
    let rest = shares.get(NAMED..).unwrap_or_default();
    if !rest.is_empty() {
        let mut sum = Amounts::default();
        rest.iter().for_each(|share| sum.add(&share.amounts));
        let others = counted(rest.len() as u64, "other importer", "other importers");
        let _ = writeln!(text, "{others}: {}", money(&sum));
    }
    let _ = write!(
        text,
        "\nEstimate as of {}. The entries: entries.csv, liquidation_date {liquidated}, lanes {}.",
        run.context.as_of,
        kind.lanes()
    );
    text
}

fn money(amounts: &Amounts) -> String {
    let refund = range(amounts.refund_low, amounts.refund_high);
    format!("{refund} in {}", counted(amounts.entries, "entry", "entries"))
}

/// The name of each importer: the first one of its groups.
fn names(run: &Run<'_>) -> HashMap<TextId, TextId> {
    let texts = run.entries.texts();
    let mut names: HashMap<TextId, TextId> = HashMap::new();
    for (_, key, group) in run.estimate.groups.sorted(|id| texts.text(id)) {
        let name = names.entry(key.importer).or_default();
        *name = name.or(group.importer_name);
    }
    names
}

/// What tells the importers of this run from others without naming them.
fn portfolio(run: &Run<'_>) -> String {
    let texts = run.entries.texts();
    let filers = run.estimate.filers.keys();
    let mut importers: Vec<&str> = filers.map(|(_, importer)| texts.text(*importer)).collect();
    importers.sort_unstable();
    importers.dedup();
    let mut digest = Sha256::new();
    for importer in importers {
        digest.update(importer.as_bytes());
        digest.update([0]);
    }
    super::hex(digest.finalize().get(..8).unwrap_or_default())
}

fn date_property(key: &str, day: Day) -> Property {
    let mut property = Property::new(key, digits(day));
    property.add_parameter("VALUE", "DATE").done()
}

/// `20260515`
fn digits(day: Day) -> String {
    day.to_string().replace('-', "")
}
