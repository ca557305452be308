//! `deadlines.ics`: the days that matter for what has liquidated, for any calendar program
//! (RFC 5545). One event for each liquidation date and kind of day that is not past; projected
//! liquidations have none, for they may come on any day.

use super::text::{counted, is_misleading, range};
use super::{OutputError, Report, Run, Staging};
use crate::domain::{Day, LiquidationState};
use crate::estimate::{Amounts, Clock};
use crate::ledger::TextId;
use crate::rulebook::Windows;
use chrono::TimeDelta;
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

pub(super) struct Deadlines;

const FILE: &str = "deadlines.ics";
/// Importers an event names; the rest are summed.
const NAMED: usize = 20;
/// Characters of a name that are shown.
const NAME_CHARACTERS: usize = 60;
/// Octets of a line, its end not counted (RFC 5545, section 3.1).
const LINE_OCTETS: usize = 75;
/// Nine in the morning, a week before and the day before: an event of a whole day begins at 0:00.
const ALARM_HOURS_BEFORE: [i64; 2] = [7 * 24 - 9, 24 - 9];

/// The days that an event is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The window is still open, and late enough to be reminded of it.
    FileNow,
    /// The last day on which CAPE takes an entry.
    LastCapeDay,
    /// The last day for a protest.
    LastProtestDay,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::FileNow, Kind::LastCapeDay, Kind::LastProtestDay];

    /// Which day after liquidation it is.
    fn days(self, windows: &Windows) -> i32 {
        match self {
            Kind::FileNow => windows.reminder_days,
            Kind::LastCapeDay => windows.cape_days,
            Kind::LastProtestDay => windows.protest_days,
        }
    }

    /// What waits for it.
    fn amounts(self, clock: &Clock) -> Amounts {
        match self {
            Kind::FileNow | Kind::LastCapeDay => clock.cape,
            Kind::LastProtestDay => clock.protest,
        }
    }

    /// The word of its identifier.
    fn word(self) -> &'static str {
        match self {
            Kind::FileNow => "file-now",
            Kind::LastCapeDay => "cape-ends",
            Kind::LastProtestDay => "protest-ends",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Kind::FileNow => "File with CAPE now",
            Kind::LastCapeDay => "Last CAPE day",
            Kind::LastProtestDay => "Last day to protest",
        }
    }

    /// What to do, and by what rule.
    fn advice(self, liquidated: Day, windows: &Windows) -> String {
        let last = liquidated.plus(windows.cape_days);
        let days = self.days(windows);
        match self {
            Kind::FileNow => format!(
                "Day {days} after liquidation. File now: CAPE takes these entries until {last} \
                 (day {}).",
                windows.cape_days
            ),
            Kind::LastCapeDay => format!(
                "Day {days} after liquidation: the last day on which CAPE takes these entries. CBP \
                 does not say at which moment it ends. File today, or protest by {} (day {}).",
                liquidated.plus(windows.protest_days),
                windows.protest_days
            ),
            Kind::LastProtestDay => format!(
                "Day {days} after liquidation: the last day for a protest under 19 USC 1514. After \
                 it only a court can help. A CAPE declaration does not stop this clock."
            ),
        }
    }

    /// Which entries are counted, in the words of `entries.csv`.
    fn lanes(self) -> &'static str {
        match self {
            Kind::FileNow | Kind::LastCapeDay => "file-now, review, other-filer and fix-then-file",
            Kind::LastProtestDay => {
                "file-now, review, other-filer, fix-then-file, protest and later-phase, without \
                 the finding protest-open"
            }
        }
    }
}

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
    let Some(breakdown) = &run.estimate.breakdown else { return calendar };
    let texts = run.entries.texts();
    let windows = &run.context.rules.windows;
    let names = names(run);
    let portfolio = portfolio(run);
    let mut by_date: BTreeMap<Day, Vec<(TextId, &str, Clock)>> = BTreeMap::new();
    for (key, importer, clock) in breakdown.clocks_in_order(|id| texts.text(id)) {
        if key.state == LiquidationState::Liquidated {
            by_date.entry(key.date).or_default().push((key.importer, importer, clock));
        }
    }
    let mut events = Vec::new();
    for (liquidated, clocks) in &by_date {
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
                events.push((day, event(run, kind, *liquidated, shares, &portfolio)));
            }
        }
    }
    events.sort_by_key(|(day, _)| *day);
    calendar.extend(events.into_iter().map(|(_, event)| event));
    calendar
}

fn event(
    run: &Run<'_>,
    kind: Kind,
    liquidated: Day,
    mut shares: Vec<Share<'_>>,
    portfolio: &str,
) -> Event {
    let (as_of, windows) = (run.context.as_of, &run.context.rules.windows);
    let day = liquidated.plus(kind.days(windows));
    let mut all = Amounts::default();
    shares.iter().for_each(|share| all.add(&share.amounts));
    let title = format!("{}: {} liquidated {liquidated}", kind.title(), money(&all));
    // Two programs may hold the calendars of two clients side by side, and an event that comes
    // again in a later report is to replace the earlier one.
    let uid = format!("capeprep-{liquidated}-{}-{portfolio}", kind.word());
    // The library would take the time of the clock and a number by chance, here and in alarms.
    let stamp = format!("{}T000000Z", digits(as_of));
    let mut event = Event::new();
    event
        .append_property(date_property("DTSTART", day))
        .append_property(date_property("DTEND", day.plus(1)))
        .add_property("DTSTAMP", &stamp)
        .add_property("TRANSP", "TRANSPARENT")
        .uid(&uid)
        .summary(&title)
        .description(&description(run, kind, liquidated, &all, &mut shares));
    for hours in ALARM_HOURS_BEFORE {
        let mut alarm = Alarm::display(&title, -TimeDelta::hours(hours));
        alarm.add_property("DTSTAMP", &stamp).uid(&format!("{uid}-{hours}"));
        event.alarm(alarm);
    }
    event.done()
}

fn description(
    run: &Run<'_>,
    kind: Kind,
    liquidated: Day,
    all: &Amounts,
    shares: &mut [Share<'_>],
) -> String {
    shares.sort_by(|a, b| {
        let amounts = |share: &Share<'_>| (share.amounts.refund_high, share.amounts.refund_low);
        amounts(b).cmp(&amounts(a)).then_with(|| a.importer.cmp(b.importer))
    });
    let mut text = kind.advice(liquidated, &run.context.rules.windows);
    // Writing to a string cannot fail.
    let _ = write!(text, "\n\n{}, interest not counted:\n", money(all));
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

/// Text from the data as a calendar may show it: one line, nothing that turns the direction of
/// what follows, and not too long.
fn shown(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !is_misleading(*c)).collect();
    let clean = clean.trim();
    match clean.char_indices().nth(NAME_CHARACTERS) {
        Some((at, _)) => format!("{}...", clean.get(..at).unwrap_or_default().trim_end()),
        None => clean.to_owned(),
    }
}

fn date_property(key: &str, day: Day) -> Property {
    let mut property = Property::new(key, digits(day));
    property.add_parameter("VALUE", "DATE").done()
}

/// `20260515`
fn digits(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// The lines folded anew: the library leaves one of 76 octets here and there.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").split_inclusive("\r\n") {
        let line = line.trim_end_matches("\r\n");
        let mut octets = 0;
        for character in line.chars() {
            if octets + character.len_utf8() > LINE_OCTETS {
                out.push_str("\r\n ");
                octets = 1;
            }
            out.push(character);
            octets += character.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_75_octets_and_none_loses_a_letter() {
        for letter in ["a", "é", "漢", "😀", " ", "\\,"] {
            for length in 0..200 {
                let line = format!("SUMMARY:{}", letter.repeat(length));
                let text = folded(&format!("{line}\r\nEND:VEVENT\r\n"));
                assert!(text.split("\r\n").all(|line| line.len() <= LINE_OCTETS), "{text}");
                assert_eq!(text.replace("\r\n ", ""), format!("{line}\r\nEND:VEVENT\r\n"));
            }
        }
    }

    #[test]
    fn names_are_one_short_line_that_turns_no_direction() {
        assert_eq!(shown(" A\r\nB\t\u{202e}C\u{2066}\u{200f} "), "ABC");
        assert_eq!(shown(&"x".repeat(60)), "x".repeat(60));
        assert_eq!(shown(&"é".repeat(300)), format!("{}...", "é".repeat(60)));
    }
}
