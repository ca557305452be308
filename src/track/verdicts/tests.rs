use super::*;
use crate::assess::DepositBasis;
use crate::domain::{Cents, Day, EntryNumber, EntryStatus, Lane, LiquidationState};
use crate::earlier::{EarlierEntry, EntryId, MadeWith, Portfolio};
use crate::ledger::{TextId, Texts};
use crate::rulebook::{Rulebook, Taxpayer};
use crate::track::{Money, Place, RefundBasis, Said, Settlement, State, Step, Tracked};

fn set(codes: &[&str]) -> CheckSet {
    let mut set = CheckSet::default();
    for code in codes {
        set.insert(checks::ALL.iter().position(|check| check.code == *code).unwrap());
    }
    set
}

/// What the estimate had found and could not check; the verdicts as states and words.
type Case<'c> = (&'c [&'c str], &'c [&'c str], &'c [(State, &'c str)]);

fn entry(found: &[&str], unproved: &[&str]) -> EarlierEntry {
    EarlierEntry {
        number: EntryNumber::with_check_digit("9Q91000001").unwrap(),
        importer: TextId::BLANK,
        importer_name: TextId::BLANK,
        payee: TextId::BLANK,
        entry_type: TextId::BLANK,
        entry_date: None,
        summary_date: None,
        payment_date: None,
        deposit_date: None,
        liquidation_state: LiquidationState::Unliquidated,
        liquidation_date: None,
        projected_liquidation: None,
        duty_paid: Cents::ZERO,
        refund_low: Cents::ZERO,
        refund_high: Cents::ZERO,
        interest_low: Cents::ZERO,
        interest_high: Cents::ZERO,
        status: if found.is_empty() { EntryStatus::Eligible } else { EntryStatus::Blocked },
        lane: Lane::FileNow,
        found: set(found),
        unproved: set(unproved),
    }
}

fn compared(cases: &[Case<'_>]) -> (Vec<Option<Outcome>>, Precheck) {
    let mut said = Said { texts: Texts::new(), ..Said::default() };
    let tracked: Vec<Tracked> = cases
        .iter()
        .map(|(.., verdicts)| {
            let step = |(state, words): &(State, &str)| Step {
                state: *state,
                on: None,
                number: TextId::BLANK,
                words: said.texts.id(words),
                place: Place { file: 0, record: 2 },
            };
            let steps: Vec<Step> = verdicts.iter().map(step).collect();
            Tracked {
                proof: steps.len().checked_sub(1).map(|at| at as u32),
                steps,
                ..Default::default()
            }
        })
        .collect();
    let as_of: Day = "2026-09-01".parse().unwrap();
    let made_with = MadeWith {
        as_of,
        taxpayer: Taxpayer::Corporate,
        deposit_basis: DepositBasis::Summary,
        processing_days: 45,
        filer_codes: Vec::new(),
        importers: Vec::new(),
        rulebook: String::new(),
        masked: false,
    };
    let (rules, portfolio) = (Rulebook::built_in().unwrap(), Portfolio::default());
    let scene =
        Scene { rules: &rules, made_with: &made_with, portfolio: &portfolio, said: &said, as_of };
    let settlement = Settlement {
        expected: Money::default(),
        refund: Money::default(),
        basis: RefundBasis::None,
        paid: Money::default(),
        causes: Vec::new(),
        group: 0,
    };
    let mut verdicts = Verdicts::new(&scene);
    let outcomes = cases.iter().zip(&tracked).map(|((found, unproved, _), tracked)| {
        let entry = entry(found, unproved);
        let id = EntryId(0);
        let followed = Followed { id, entry: &entry, tracked, settlement: &settlement };
        verdicts.see(&followed).map(|compared| compared.outcome)
    });
    (outcomes.collect(), verdicts.finish())
}

fn score(precheck: &Precheck, code: &str) -> Score {
    let found = precheck.checks.iter().find(|(check, _)| check.code == code);
    found.map(|(_, score)| *score).unwrap_or_default()
}

use State::{Accepted, EntryRejected, FileRejected, Paid, Uploaded};

const CASES: [(Case<'static>, Option<Outcome>); 18] = [
    ((&[], &[], &[(Accepted, "Accepted")]), Some(Outcome::AsPredicted)),
    ((&[], &[], &[(Paid, "Treasury Issued")]), Some(Outcome::AsPredicted)),
    ((&["protest-open"], &[], &[(Accepted, "Accepted")]), Some(Outcome::FalseAlarm)),
    // CBP has it already; another filer has to file it: neither is wrong.
    ((&["already-declared"], &[], &[(Accepted, "Accepted")]), Some(Outcome::AsPredicted)),
    ((&["filer-code-mismatch"], &[], &[(Accepted, "Accepted")]), Some(Outcome::AsPredicted)),
    ((&["protest-open"], &[], &[(EntryRejected, "PROTEST ON ENTRY")]), Some(Outcome::Foreseen)),
    (
        (&["trade-control"], &[], &[(EntryRejected, "PROTEST ON ENTRY")]),
        Some(Outcome::ForeseenByAnother),
    ),
    ((&[], &[], &[(EntryRejected, "Protest on Entry")]), Some(Outcome::Missed)),
    ((&[], &["protest-open"], &[(EntryRejected, "Protest on Entry")]), Some(Outcome::NotChecked)),
    // One of two labels could be checked.
    (
        (&[], &["protest-open"], &[(EntryRejected, "Protest on Entry; Entry on Drawback")]),
        Some(Outcome::Missed),
    ),
    // A retired label, and one of the file.
    ((&[], &[], &[(EntryRejected, "ENTRY SUMMARY FLAGGED FOR RECON")]), Some(Outcome::Missed)),
    ((&[], &[], &[(FileRejected, "Account Mismatch")]), Some(Outcome::Missed)),
    ((&[], &[], &[(FileRejected, "Not a CSV file")]), None),
    ((&[], &[], &[(EntryRejected, "Unexpected Error-try Again")]), Some(Outcome::NoCheck)),
    ((&[], &[], &[(EntryRejected, "No such words")]), Some(Outcome::NoCheck)),
    ((&[], &[], &[(EntryRejected, "Failed")]), Some(Outcome::NoCheck)),
    ((&[], &[], &[(Uploaded, "")]), None),
    // The first verdict counts: it was mended since.
    (
        (&["protest-open"], &[], &[(EntryRejected, "Protest on Entry"), (Accepted, "Accepted")]),
        Some(Outcome::Foreseen),
    ),
];

#[test]
fn every_outcome_is_told_apart() {
    let cases: Vec<Case<'_>> = CASES.iter().map(|(case, _)| *case).collect();
    let (outcomes, precheck) = compared(&cases);
    for (outcome, (case, wanted)) in outcomes.iter().zip(&CASES) {
        assert_eq!(outcome, wanted, "{case:?}");
    }
    assert_eq!(precheck.entries, 16);
    assert_eq!(precheck.outcomes.iter().map(|(_, count)| count).sum::<u64>(), precheck.entries);
    for outcome in Outcome::ALL {
        let met = CASES.iter().any(|(_, wanted)| *wanted == Some(*outcome));
        assert!(met || *outcome == Outcome::ReviewAccepted, "{outcome}");
    }
}

#[test]
fn checks_are_scored_by_hit_miss_and_false_alarm() {
    let cases: Vec<Case<'_>> = CASES.iter().map(|(case, _)| *case).collect();
    let (_, precheck) = compared(&cases);
    let protest = score(&precheck, "protest-open");
    let scored = (protest.refused, protest.hits, protest.misses, protest.not_checked);
    assert_eq!(scored, (6, 2, 2, 2));
    assert_eq!((protest.false_alarms, protest.ran), (1, 14));
    for (check, score) in &precheck.checks {
        assert_eq!(score.refused, score.hits + score.misses + score.not_checked, "{}", check.code);
        assert!(score.ran <= precheck.entries);
    }
    assert_eq!(score(&precheck, "recon-before-phase-2").misses, 1);
    assert_eq!(score(&precheck, "account-mismatch").misses, 1);
    assert_eq!(score(&precheck, "already-declared").false_alarms, 0);
}

#[test]
fn labels_that_no_check_foresees_are_listed() {
    let cases: Vec<Case<'_>> = CASES.iter().map(|(case, _)| *case).collect();
    let (_, precheck) = compared(&cases);
    let count = |label: &str| {
        precheck.unforeseen.iter().find(|(text, _)| text == label).map(|(_, count)| *count)
    };
    assert_eq!(count("Unexpected Error-try Again"), Some(1));
    assert_eq!(count("No such words"), Some(1));
    assert_eq!(count("(no label printed)"), Some(1));
    // In the table, met by nobody.
    assert_eq!(count("SPI or Additional HTS Required"), Some(0));
    assert_eq!(count("Protest on Entry"), None);
}
