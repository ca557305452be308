//! `deadlines.ics`: what a calendar program reads of it is what `entries.csv` holds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test may panic"
)]

use assert_cmd::Command;
use capeprep::domain::{Day, EntryNumber};
use icalendar::{Calendar, Component, Event};
use std::collections::BTreeMap;
use std::path::Path;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo");
const CAPE: [&str; 4] = ["file-now", "review", "other-filer", "fix-then-file"];
const PROTEST: [&str; 6] =
    ["file-now", "review", "other-filer", "fix-then-file", "protest", "later-phase"];

const HEADER: &str = "Entry Summary Number,Importer Number,Importer Name,Entry Date,\
    Liquidation Date,Liquidation Status,HTS Number - Full,Line Tariff Duty Amount\n";

/// A row of an entry that liquidated on 2026-03-27.
fn row(entry: &str, importer: &str, name: &str, dollars: usize) -> String {
    format!("{entry},{importer},{name},05/20/2025,03/27/2026,Liquidated,99030124,${dollars}.00\n")
}

/// The calendar and the entries of a run in a folder of its own.
struct Made {
    ics: String,
    entries: Vec<BTreeMap<String, String>>,
}

fn analyzed(input: &Path, as_of: &str, options: &[&str]) -> Made {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    Command::cargo_bin("capeprep")
        .unwrap()
        .arg("analyze")
        .arg(input)
        .args(["--as-of", as_of, "--quiet", "--only", "ics,entries", "--out"])
        .arg(&out)
        .args(options)
        .assert()
        .success();
    let ics = std::fs::read_to_string(out.join("deadlines.ics")).unwrap();
    let mut entries = csv::Reader::from_path(out.join("entries.csv")).unwrap();
    Made { ics, entries: entries.deserialize().map(Result::unwrap).collect() }
}

fn sample(dir: &Path, entries: &str) -> std::path::PathBuf {
    let file = dir.join("sample.csv");
    Command::cargo_bin("capeprep")
        .unwrap()
        .args(["sample", "--entries", entries, "--seed", "7", "--messy", "--no-progress", "--out"])
        .arg(&file)
        .assert()
        .success();
    file
}

fn cents(text: &str) -> i64 {
    text.replace(['$', ',', '.'], "").parse().unwrap()
}

fn dollars(cents: i64) -> String {
    let whole = (cents / 100).to_string();
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("${grouped}.{:02}", cents % 100)
}

/// What an event says, from the entries alone: first day of the event -> its title.
fn expected(made: &Made, as_of: Day) -> Vec<(Day, String)> {
    let mut sums: BTreeMap<(Day, &str), (i64, i64, u64)> = BTreeMap::new();
    for entry in made.entries.iter().filter(|entry| !entry["cape_deadline"].is_empty()) {
        if entry["refund_high"] == "0.00" {
            continue;
        }
        let lane = entry["lane"].as_str();
        let last: Day = entry["cape_deadline"].parse().unwrap();
        let liquidated = last.plus(-80);
        assert_eq!(liquidated.to_string(), entry["liquidation_date"]);
        let kinds: [(&str, &[&str]); 3] = [
            ("File with CAPE now", &CAPE),
            ("Last CAPE day", &CAPE),
            ("Last day to protest", &PROTEST),
        ];
        for (title, lanes) in kinds {
            let protested = title == "Last day to protest"
                && ["protest", "later-phase"].contains(&lane)
                && entry["findings"].split(';').any(|code| code == "protest-open");
            if lanes.contains(&lane) && !protested {
                let sum = sums.entry((liquidated, title)).or_default();
                sum.0 += cents(&entry["refund_low"]);
                sum.1 += cents(&entry["refund_high"]);
                sum.2 += 1;
            }
        }
    }
    let mut events: Vec<(Day, String)> = Vec::new();
    for ((liquidated, title), (low, high, count)) in sums {
        let days = match title {
            "File with CAPE now" => 60,
            "Last CAPE day" => 80,
            _ => 180,
        };
        let day = liquidated.plus(days);
        if day < as_of {
            continue;
        }
        let range = match low == high {
            true => dollars(low),
            false => format!("{} to {}", dollars(low), dollars(high)),
        };
        let entries = if count == 1 { "entry" } else { "entries" };
        let text = format!("{title}: {range} in {count} {entries} liquidated {liquidated}");
        events.push((day, text));
    }
    events.sort();
    events
}

fn day_of(event: &Event, key: &str) -> Day {
    let property = event.properties().get(key).unwrap();
    assert_eq!(property.params()["VALUE"].value(), "DATE");
    let text = property.value();
    format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]).parse().unwrap()
}

fn events(ics: &str) -> Vec<Event> {
    let calendar: Calendar = ics.parse().unwrap();
    calendar.events().cloned().collect()
}

/// Whether it says what has no day.
fn is_notice(event: &Event) -> bool {
    event.get_uid().unwrap().starts_with("capeprep-not-known-")
}

#[test]
fn the_dollars_of_every_event_are_those_of_its_entries() {
    let dir = tempfile::tempdir().unwrap();
    let large = sample(dir.path(), "3000");
    for (input, as_of) in [
        (Path::new(DEMO), "2026-05-15"),
        (Path::new(DEMO), "2026-03-10"),
        (&large, "2026-05-15"),
        (&large, "2026-08-01"),
    ] {
        let made = analyzed(input, as_of, &[]);
        let as_of: Day = as_of.parse().unwrap();
        let mut read: Vec<(Day, String)> = Vec::new();
        for event in events(&made.ics) {
            let day = day_of(&event, "DTSTART");
            assert_eq!(day_of(&event, "DTEND"), day.plus(1));
            if is_notice(&event) {
                assert_eq!(day, as_of);
                continue;
            }
            assert!(day >= as_of);
            let stamp = event.property_value("DTSTAMP").unwrap();
            assert_eq!(stamp, format!("{}T000000Z", as_of.to_string().replace('-', "")));
            assert_eq!(event.components().len(), 2, "an alarm a week and a day before");
            read.push((day, event.get_summary().unwrap().to_string()));
        }
        assert!(read.is_sorted_by_key(|(day, _)| *day));
        read.sort();
        assert!(read.len() > 5, "{} at {as_of}", input.display());
        assert_eq!(read, expected(&made, as_of), "{} at {as_of}", input.display());
    }
}

#[test]
fn the_importers_of_an_event_add_up_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("importers.csv");
    let mut text = String::from(HEADER);
    for at in 0..25 {
        let number = EntryNumber::with_check_digit(&format!("9Q91{at:06}")).unwrap();
        text += &row(number.as_str(), &format!("98-7654321{at:02}"), "Example LLC", 100 + at);
    }
    std::fs::write(&file, text).unwrap();
    let made = analyzed(&file, "2026-05-15", &[]);
    let last_amount = |text: &str| -> i64 {
        let end = text.rfind(" in ").unwrap();
        let start = text[..end].rfind('$').unwrap();
        cents(&text[start..end])
    };
    for event in events(&made.ics) {
        let text = event.get_description().unwrap();
        assert!(text.contains("\n5 other importers: $510.00 in 5 entries\n"), "{text}");
        let shares: Vec<&str> = text
            .lines()
            .skip_while(|line| !line.ends_with("interest not counted:"))
            .skip(1)
            .take_while(|line| !line.is_empty())
            .collect();
        assert_eq!(shares.len(), 21, "{text}");
        let sum: i64 = shares.iter().map(|share| last_amount(share)).sum();
        assert_eq!(sum, last_amount(event.get_summary().unwrap()), "{text}");
        assert_eq!(shares[0], "98-765432124 Example LLC: $124.00 in 1 entry");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let file = sample(dir.path(), "3000");
    let one = analyzed(&file, "2026-05-15", &["--jobs", "1"]);
    let many = analyzed(&file, "2026-05-15", &["--jobs", "7", "--chunk-size", "4096"]);
    assert!(one.ics == many.ics);
}

#[test]
fn an_identifier_stays_while_time_goes_by_and_is_of_one_event() {
    let [early, late] =
        ["2026-04-01", "2026-05-15"].map(|as_of| events(&analyzed(DEMO.as_ref(), as_of, &[]).ics));
    let uids = |events: &[Event]| -> BTreeMap<String, Day> {
        let uid = |event: &Event| event.get_uid().unwrap().to_string();
        let dated = events.iter().filter(|event| !is_notice(event));
        dated.map(|event| (uid(event), day_of(event, "DTSTART"))).collect()
    };
    let (before, after) = (uids(&early), uids(&late));
    assert_eq!((before.len() + 1, after.len() + 1), (early.len(), late.len()));
    let same = after.iter().filter(|(uid, day)| before.get(*uid) == Some(day)).count();
    assert!(same > 5);
    for (uid, day) in &after {
        assert!(before.get(uid).is_none_or(|earlier| earlier == day));
    }
}

#[test]
fn a_calendar_without_deadlines_says_so_on_the_day_of_the_report() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("old.csv");
    std::fs::write(&file, HEADER.to_owned() + &row("9Q910000011", "98-765432101", "A", 100))
        .unwrap();
    let nothing = dir.path().join("nothing.csv");
    std::fs::write(&nothing, HEADER.replace("99030124", "8471")).unwrap();
    for input in [&file, &nothing] {
        let made = analyzed(input, "2027-12-01", &[]);
        assert!(made.ics.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
        assert!(made.ics.ends_with("END:VCALENDAR\r\n"));
        let events = events(&made.ics);
        let [notice] = events.as_slice() else { panic!("{}", made.ics) };
        assert_eq!(notice.get_summary(), Some("No IEEPA refund deadline ahead"));
        assert_eq!(day_of(notice, "DTSTART").to_string(), "2027-12-01");
        assert!(notice.components().is_empty(), "an alarm for a day that is there already");
    }
}

#[test]
fn entries_without_a_date_are_named_on_the_day_of_the_report() {
    let made = analyzed(DEMO.as_ref(), "2026-05-15", &[]);
    let undated: Vec<_> = made
        .entries
        .iter()
        .filter(|entry| {
            entry["liquidation_date"].is_empty()
                && ["unknown", "liquidated"].contains(&entry["liquidation_state"].as_str())
                && !["none", "declared"].contains(&entry["lane"].as_str())
        })
        .collect();
    let sum = |column: &str| undated.iter().map(|entry| cents(&entry[column])).sum::<i64>();
    let (low, high) = (dollars(sum("refund_low")), dollars(sum("refund_high")));
    let events = events(&made.ics);
    let notice = events.iter().find(|event| is_notice(event)).unwrap();
    let count = undated.len();
    assert_eq!(
        notice.get_summary().unwrap(),
        format!("80-day dates unknown for {count} entries, {low} to {high}")
    );
    assert!(notice.get_description().unwrap().contains("Bring `Liquidation Date`"));
}

#[test]
fn what_is_ready_is_told_from_what_needs_something_first() {
    let made = analyzed(DEMO.as_ref(), "2026-05-15", &[]);
    let mut split = 0;
    for event in events(&made.ics).iter().filter(|event| !is_notice(event)) {
        let (title, text) = (event.get_summary().unwrap(), event.get_description().unwrap());
        let liquidated = title.split(' ').next_back().unwrap();
        let of = |lane: &str| {
            let of = made.entries.iter().filter(|entry| {
                entry["liquidation_date"] == liquidated && entry["lane"].as_str() == lane
            });
            of.count()
        };
        let rest = of("review") + of("other-filer") + of("fix-then-file");
        if title.starts_with("Last day to protest") || rest == 0 {
            assert!(!text.contains("Ready to upload"), "{title}: {text}");
            continue;
        }
        split += 1;
        let ready = text.split("Ready to upload (lane file-now): ").nth(1).unwrap();
        let entries = |text: &str| -> usize {
            let count = text.split(" in ").nth(1).unwrap().split(' ').next().unwrap();
            count.parse().unwrap()
        };
        assert_eq!(entries(ready), of("file-now"), "{title}: {text}");
        assert_eq!(entries(ready.split("The rest, ").nth(1).unwrap()), rest, "{title}: {text}");
    }
    assert!(split > 3);
}

#[test]
fn the_worst_names_are_harmless_and_lines_are_as_the_standard_wants_them() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("names.csv");
    let mut text = String::from(HEADER);
    let names = [
        "\"Fish; Chips, \\ \"\"Sons\"\"\nEND:VEVENT\"".to_string(),
        "\u{202e}gnihtemos\u{2066}".to_string(),
        "漢字😀".repeat(60),
        "=cmd|' /C calc'!A0".to_string(),
    ];
    let entries = ["9Q910000011", "9Q910000029", "9Q910000037", "9Q910000045"];
    for (at, (entry, name)) in entries.iter().zip(&names).enumerate() {
        text += &row(entry, &format!("98-76543210{at}"), name, 200 + at);
    }
    std::fs::write(&file, text).unwrap();
    let made = analyzed(&file, "2026-05-15", &[]);
    let lines: Vec<&str> = made.ics.split_terminator("\r\n").collect();
    assert!(lines.iter().all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
    let calendar = events(&made.ics);
    assert_eq!(calendar.len(), 3);
    let description = calendar[0].get_description().unwrap();
    assert!(description.contains("Fish; Chips, \\ \"Sons\"␊END:VEVENT: $200.00 in 1 entry"));
    assert!(description.contains("98-765432101 \u{fffd}gnihtemos\u{fffd}: $201.00"));
    let cut: String = names[2].chars().take(60).collect();
    assert!(description.contains(&format!("{cut}...: $202.00")));
    assert!(description.starts_with("Day 60 after liquidation. File now: CAPE takes these"));
    assert!(description.contains("until 2026-06-15 (day 80)"));
    assert!(calendar[2].get_description().unwrap().contains("19 USC 1514"));
}
