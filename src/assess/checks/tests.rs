//! What every check must have.

use super::{ALL, Check, page_of_all, with_code};
use crate::domain::{Lane, Severity};
use crate::rulebook::Rulebook;

fn codes(severity: Severity) -> Vec<&'static str> {
    let of_severity = ALL.iter().filter(|check| check.severity == severity);
    of_severity.map(|check| check.code).collect()
}

#[test]
fn alphabetical_and_unique() {
    assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
    assert!(ALL.len() <= 64, "a set of checks must fit 64 bits");
    for check in ALL {
        assert_eq!(with_code(check.code).unwrap().page, check.page);
    }
}

#[test]
fn as_many_as_promised() {
    let counts = Severity::ALL.iter().map(|severity| codes(*severity).len());
    assert_eq!(counts.collect::<Vec<_>>(), [17, 22, 17]);
}

#[test]
fn pages_have_their_headings_and_say_something_under_each() {
    for check in ALL {
        let why = match check.severity {
            Severity::Block => "## Why CBP refuses it",
            Severity::Review | Severity::Info => "## Why it matters",
        };
        let title = format!("# {}", check.code);
        let page = check.render();
        let headings: Vec<&str> = page.lines().filter(|line| line.starts_with('#')).collect();
        let expected = [&title, "## What it finds", why, "## What to do", "## Source"];
        assert_eq!(headings, expected, "{}", check.code);
        for section in page.split("## ").skip(1) {
            let (_, text) = section.split_once('\n').unwrap();
            assert!(text.trim().len() > 20, "{}: {section}", check.code);
        }
        assert!(page.lines().all(|line| line.len() <= 400 && !line.ends_with(' ')));
    }
}

/// Where an entry goes that a block stops; the filer checks and the clock have lanes of their own.
fn lane_of(code: &str) -> Lane {
    match code {
        "already-declared" => Lane::Declared,
        "liquidated-over-80-days" => Lane::Protest,
        "on-drawback"
        | "protest-open"
        | "adcvd-pending"
        | "court-injunction"
        | "recon-filed"
        | "recon-before-phase-2"
        | "entry-type-excluded"
        | "surety-paid" => Lane::LaterPhase,
        "filer-code-mismatch" | "account-mismatch" => Lane::OtherFiler,
        _ => Lane::FixThenFile,
    }
}

#[test]
fn blocks_have_their_lane_and_nothing_else_has() {
    for check in ALL {
        let expected = (check.severity == Severity::Block).then(|| lane_of(check.code));
        assert_eq!(check.lane, expected, "{}", check.code);
    }
}

#[test]
fn labels_are_cbps_own_and_the_rulebook_agrees_on_the_check() {
    let rules = Rulebook::built_in().unwrap();
    let known = |label: &str| rules.labels.iter().any(|known| known.text == label);
    for check in ALL {
        assert!(check.label.is_none_or(known), "{}: {:?}", check.code, check.label);
        let foreseen = rules.labels.for_check(check.code).map(|label| label.text.as_str());
        assert_eq!(foreseen, check.label, "{}", check.code);
    }
    for label in rules.labels.iter() {
        let check = label.check.as_deref();
        assert!(check.is_none_or(|code| with_code(code).is_some()), "{check:?}");
    }
}

#[test]
fn sources_are_in_the_rulebook() {
    let rules = Rulebook::built_in().unwrap();
    for Check { code, sources, .. } in ALL {
        assert!(!sources.is_empty());
        for source in *sources {
            assert!(rules.sources.get(source).is_some(), "{code}: {source}");
        }
    }
}

#[test]
fn what_can_stay_unproved_says_what_settles_it() {
    for check in ALL {
        let can_stay_unproved =
            check.severity == Severity::Block && check.code != "entry-number-format";
        assert_eq!(check.settle.is_some(), can_stay_unproved, "{}", check.code);
        assert!(check.settle.is_none_or(|settle| settle.len() <= 120), "{}", check.code);
    }
}

#[test]
fn the_page_of_all_has_each_check_once() {
    let page = page_of_all();
    for check in ALL {
        assert_eq!(page.matches(&format!("\n## {}\n", check.code)).count(), 1);
        assert_eq!(page.matches(&format!("(#{})", check.code)).count(), 1);
    }
}
