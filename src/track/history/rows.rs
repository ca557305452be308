//! What later pulls and liquidations say.

use super::Evidence;
use super::mark::{Act, Mark, Walk, sort};
use crate::domain::{Day, LiquidationState, fold};
use crate::earlier::EarlierEntry;
use crate::ledger::TextId;
use crate::rulebook::LiquidationMeaning;
use crate::track::{LaterPull, Liquidation, Place, Scene, State, Step};
use std::collections::{BTreeSet, HashSet};

const NOT_A_PULL: &str = "only an ES-003 shows which rows an entry has";
const NO_IEEPA_ROWS: &str = "the pull has no IEEPA row of any entry, as if it were filtered";
const WHICH_IS_NEWER: &str = "one ES-003 has its IEEPA rows, another has not, and a missing date \
                              leaves open which is newer";
const ROWS_THERE: &str = "its IEEPA rows are still there";
const ROWS_THERE_AFTER: &str = "its IEEPA rows are still there, after a report that removes them";
const GONE_BUT_REFUSED: &str = "its IEEPA rows are gone, yet CBP refused it, and no day proves \
                                that they went after the refusal";
const KNOWN: &str = "the liquidation that the estimate had";
const NOT_LIQUIDATED: &str = "says that it is not liquidated";
const NO_DAY: &str = "neither a day nor a word that tells of a liquidation";
const BEFORE_ACCEPTANCE: &str = "liquidated before CBP accepted it: with its duty";
const ORDINARY: &str = "liquidated in the ordinary cycle, with its duty: no refund";
const AHEAD: &str = "announced for a day after the day to which clocks count";
pub(super) const REFUND_OF_REFUSED: &str = "CBP refused the entry, yet refunds it";

/// What a later pull without the entry's IEEPA rows proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gone {
    /// They are gone.
    Proved,
    /// Nothing, for this reason.
    No(&'static str),
    /// Another pull has them, and a missing date leaves open which is the newer.
    Undecided,
}

fn gone(scene: &Scene<'_>, evidence: &Evidence, pull: &LaterPull) -> Gone {
    let file = |pull: &LaterPull| scene.said.file(pull.place);
    let is_dated = |pull: &LaterPull| file(pull).is_some_and(|file| file.report_date.is_some());
    let mut there = evidence.later.iter().filter(|other| other.ieepa_rows > 0);
    if file(pull).is_none_or(|file| file.report.is_some()) {
        Gone::No(NOT_A_PULL)
    } else if scene.said.pull_doubts.without_ieepa.contains(&pull.place.file) {
        Gone::No(NO_IEEPA_ROWS)
    } else if there.any(|other| !is_dated(pull) || !is_dated(other)) {
        Gone::Undecided
    } else {
        Gone::Proved
    }
}

/// Whether a later pull proves that the entry's IEEPA rows are gone.
pub(super) fn is_gone(scene: &Scene<'_>, evidence: &Evidence, pull: &LaterPull) -> bool {
    pull.ieepa_rows == 0 && gone(scene, evidence, pull) == Gone::Proved
}

fn mark_of_pull(scene: &Scene<'_>, pull: &LaterPull) -> Mark {
    let state = if pull.ieepa_rows == 0 { State::LinesRemoved } else { State::Accepted };
    Mark::new(scene, state, None, TextId::BLANK, TextId::BLANK, pull.place)
}

/// Applies later pulls without the entry's IEEPA rows.
pub(super) fn apply_pulls(walk: &mut Walk<'_>, evidence: &Evidence) {
    let scene = walk.scene;
    let mut marks = Vec::new();
    for pull in evidence.later.iter().filter(|pull| pull.ieepa_rows == 0) {
        let mark = mark_of_pull(&scene, pull);
        match gone(&scene, evidence, pull) {
            Gone::Proved => marks.push(mark),
            Gone::No(why) => walk.note(&mark, Some(mark.step.state), why),
            // Judged when all else is known.
            Gone::Undecided => {}
        }
    }
    for mark in walk.in_order(marks) {
        let act = match walk.current {
            Some(current) if walk.is_refused() && !mark.is_after(&current) => {
                Act::Contradict(GONE_BUT_REFUSED)
            }
            Some(current) if current.step.state == State::LinesRemoved => Act::Repeat,
            _ => Act::Move,
        };
        walk.act(&mark, act);
    }
}

/// Shows later pulls that have the entry's IEEPA rows: against any proof of an earlier day that
/// they are gone.
pub(super) fn contradict_by_pulls(walk: &mut Walk<'_>, evidence: &Evidence) {
    let scene = walk.scene;
    let there = evidence.later.iter().filter(|pull| pull.ieepa_rows > 0);
    let marks = there.map(|pull| mark_of_pull(&scene, pull)).collect();
    for mark in walk.in_order(marks) {
        let earlier = walk.tracked.steps.iter().find(|step| {
            let before = step.on.zip(mark.step.on).is_some_and(|(step, pull)| step < pull);
            step.state >= State::LinesRemoved && before
        });
        match earlier.copied() {
            Some(was) => walk.contradict(&Mark { step: was, ..mark }, &mark, ROWS_THERE_AFTER),
            None => walk.note(&mark, None, ROWS_THERE),
        }
    }
    undecided(walk, evidence);
}

/// Shows later pulls without the entry's IEEPA rows where another has them and nobody can tell which
/// is the newer: a contradiction, unless it is known by now that CBP took the entry.
fn undecided(walk: &mut Walk<'_>, evidence: &Evidence) {
    let scene = walk.scene;
    let there = evidence.later.iter().filter(|pull| pull.ieepa_rows > 0);
    let mut there: Vec<Mark> = there.map(|pull| mark_of_pull(&scene, pull)).collect();
    sort(&mut there, &scene);
    let open = evidence.later.iter().filter(|pull| pull.ieepa_rows == 0);
    let open = open.filter(|pull| gone(&scene, evidence, pull) == Gone::Undecided);
    let marks = open.map(|pull| mark_of_pull(&scene, pull)).collect();
    for mark in walk.in_order(marks) {
        match there.last() {
            Some(rows) if walk.state() < State::Accepted => {
                let step = Step { state: walk.state(), ..rows.step };
                walk.contradict(&Mark { step, ..*rows }, &mark, WHICH_IS_NEWER);
            }
            _ => walk.note(&mark, Some(mark.step.state), WHICH_IS_NEWER),
        }
    }
}

/// Whether a liquidation refunds something.
pub(super) fn refunds(liquidation: &Liquidation) -> bool {
    let part = |amount: Option<crate::domain::Cents>| amount.map_or(0, |a| i128::from(a.0));
    part(liquidation.amount) + part(liquidation.interest) > 0
}

/// Applies liquidations, and liquidation dates beside refunds.
pub(super) fn apply_liquidations(walk: &mut Walk<'_>, entry: &EarlierEntry, evidence: &Evidence) {
    let scene = walk.scene;
    let mut marks = Vec::new();
    // Whether a refund stands beside it goes with its rank, so that it is applied last.
    let mark_of = |on, status, place, refund: bool| Mark {
        rank: refund.into(),
        ..Mark::new(&scene, State::Liquidated, on, TextId::BLANK, status, place)
    };
    for liquidation in &evidence.liquidations {
        let mark =
            mark_of(liquidation.on, liquidation.status, liquidation.place, refunds(liquidation));
        let folded = fold(scene.said.texts.text(liquidation.status).as_bytes());
        let meaning = scene.rules.status_words.liquidation(&folded);
        match (meaning, liquidation.on) {
            (Some(LiquidationMeaning::Unliquidated | LiquidationMeaning::Held), _) => {
                walk.note(&mark, None, NOT_LIQUIDATED);
            }
            (None, None) => walk.note(&mark, None, NO_DAY),
            (_, Some(day)) if day > scene.as_of => {
                let announced = &mut walk.tracked.announced_liquidation;
                *announced = Some(announced.map_or(day, |other| other.min(day)));
                walk.note(&mark, Some(State::Liquidated), AHEAD);
            }
            _ => marks.push(mark),
        }
    }
    let told: BTreeSet<Day> = marks.iter().filter_map(|mark| mark.own).collect();
    let mut named: BTreeSet<Day> = BTreeSet::new();
    for share in evidence.refunds.iter().flat_map(|refund| &refund.shares) {
        let Some(day) = share.liquidated.filter(|day| *day <= scene.as_of) else { continue };
        if super::refunds::state_of_share(share).is_some() {
            named.insert(day);
            if !told.contains(&day) {
                marks.push(mark_of(Some(day), TextId::BLANK, share.place, true));
            }
        }
    }
    let refused = walk.current.filter(|_| walk.is_refused());
    let accepted = walk.current.filter(|mark| mark.step.state >= State::Accepted);
    // The day of an acceptance counts; that of the report that tells of it does not.
    let accepted_on = accepted.and_then(|_| own_acceptance(walk, evidence));
    let mut days: Vec<(bool, Day)> = Vec::new();
    for mark in walk.in_order(marks) {
        let refund = mark.rank > 0 || mark.own.is_some_and(|day| named.contains(&day));
        let known = match (mark.own, entry.liquidation_date) {
            (Some(day), Some(before)) => day <= before,
            (None, _) => entry.liquidation_state == LiquidationState::Liquidated,
            (Some(_), None) => false,
        };
        let early = mark.own.zip(accepted_on).is_some_and(|(day, accepted)| day < accepted);
        let ordinary = accepted.is_none();
        if !refund && (known || early || ordinary) {
            if !known {
                let last = &mut walk.tracked.ordinary_liquidation;
                *last = (*last).max(mark.own);
            }
            let why = if known {
                KNOWN
            } else if early {
                BEFORE_ACCEPTANCE
            } else {
                ORDINARY
            };
            walk.note(&mark, Some(State::Liquidated), why);
            continue;
        }
        if let Some(day) = mark.own {
            days.push((refund, day));
        }
        let repeats = walk.state() == State::Liquidated;
        walk.act(&mark, if repeats { Act::Repeat } else { Act::Move });
    }
    if let Some(refused) = refused.filter(|_| walk.state() == State::Liquidated)
        && let Some(current) = walk.current
    {
        walk.contradict(&current, &refused, REFUND_OF_REFUSED);
    }
    let best = named.last().copied().or(days.iter().max().map(|(_, day)| *day));
    walk.tracked.reliquidated = best;
}

/// The first day of its acceptance that a row of a claim gives.
fn own_acceptance(walk: &Walk<'_>, evidence: &Evidence) -> Option<Day> {
    let steps = walk.tracked.steps.iter().filter(|step| step.state >= State::Accepted);
    let proofs: HashSet<Place> = steps.map(|step| step.place).collect();
    let accepted = evidence.verdicts.iter().filter(|verdict| proofs.contains(&verdict.place));
    accepted.filter_map(|verdict| verdict.on).min()
}
