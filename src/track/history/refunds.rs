//! What refunds say, and the bank.

use super::evidence::{Evidence, RefundEvidence};
use super::mark::{AHEAD, Act, Mark, Walk, sort};
use super::rows::REFUND_OF_REFUSED;
use crate::domain::{Cents, Day};
use crate::ledger::TextId;
use crate::rulebook::FactsReport;
use crate::track::{Place, RefundRow, RefundStatus, Scene, Share, State};
use std::cmp::Ordering;
use std::collections::HashSet;

const NO_REFUND: &str = "names no refund of it yet";
const A_BILL: &str = "a bill, and no refund";
const UNKNOWN_WORD: &str = "a status that is in no list: it proves nothing";
const UNKNOWN_LATER: &str = "a later status that is in no list: find out what it means";
const LESS: &str = "says less than is proved already, and no day proves that it is later";
const WENT_BACK: &str = "says less than an earlier report proves";
const LESS_THAN_HELD: &str = "the first word for a refund, which stays while it is held";
const BANK_KNOWS: &str = "the bank proves more";
const UNDER_WAY_AGAIN: &str = "under way again after it came back";
const OTHER_AMOUNTS: &str = "another amount for the same refund";

/// What a part of an entry in a refund proves; `None` if nothing.
pub(super) fn state_of_share(share: &Share) -> Option<State> {
    let sum: i128 = [share.principal, share.interest].into_iter().flatten().map(cents).sum();
    let told = sum > 0 || (sum == 0 && !share.refund.is_blank());
    state_of(share.status, told)
}

fn state_of_row(row: &RefundRow) -> Option<State> {
    let sum = row.amount.map_or(0, cents);
    state_of(row.status, sum > 0 || (sum == 0 && !row.refund.is_blank()))
}

fn cents(amount: Cents) -> i128 {
    amount.0.into()
}

/// The state of a status; an amount or a number proves that the refund is reckoned at least.
fn state_of(status: RefundStatus, told: bool) -> Option<State> {
    match status {
        RefundStatus::None | RefundStatus::Unknown => told.then_some(State::Certified),
        RefundStatus::Certified => Some(State::Certified),
        RefundStatus::Held => Some(State::Held),
        RefundStatus::Sent => Some(State::Sent),
        RefundStatus::Diverted => Some(State::Diverted),
        RefundStatus::Issued => Some(State::Paid),
        RefundStatus::Returned => Some(State::Returned),
        RefundStatus::Reissued => Some(State::Reissued),
    }
}

/// Whether no word tells how far a refund is.
fn says_nothing(status: RefundStatus) -> bool {
    matches!(status, RefundStatus::None | RefundStatus::Unknown)
}

/// How well a refund is settled; an entry stands where its least settled refund does.
fn settled(state: State) -> u8 {
    match state {
        State::Held => 1,
        State::Sent => 2,
        State::Returned => 3,
        State::Diverted => 4,
        State::Paid => 5,
        State::Reissued => 6,
        _ => 0,
    }
}

/// Applies refunds, and the bank lines matched to them.
pub(super) fn apply(walk: &mut Walk<'_>, evidence: &Evidence) {
    let refused = walk.current.filter(|_| walk.is_refused());
    let scene = walk.scene;
    let claimed: HashSet<Place> = match evidence.loose.is_empty() {
        true => HashSet::new(),
        false => evidence.verdicts.iter().map(|verdict| verdict.place).collect(),
    };
    let mut ahead = Vec::new();
    // Its row is shown as that of a claim already.
    for share in evidence.loose.iter().filter(|share| !claimed.contains(&share.place)) {
        let state = state_of_share(share);
        let mark = mark_of_share(&scene, share, state.unwrap_or(State::Certified));
        match state.filter(|_| mark.is_ahead(&scene)) {
            Some(_) => ahead.push(mark),
            None => walk.note(&mark, None, NO_REFUND),
        }
    }
    walk.note_all(ahead, AHEAD);
    let mut paths = Vec::new();
    for refund in &evidence.refunds {
        let marks = marks(walk, refund);
        let path = path(walk.in_order(marks));
        disagree(walk, refund);
        if let Some(last) = path.last {
            paths.push((settled(last.step.state), path, refund));
        }
    }
    // The least settled last: what it proves is where the entry stands.
    paths.sort_by(|(a, one, _), (b, other, _)| {
        let first = |path: &Path| path.acts.first().map(|(mark, _)| *mark);
        b.cmp(a).then_with(|| match (first(one), first(other)) {
            (Some(one), Some(other)) => other.order(&one, &scene),
            _ => Ordering::Equal,
        })
    });
    for (_, path, _) in &paths {
        for (mark, act) in &path.acts {
            walk.act(mark, *act);
        }
    }
    if paths.is_empty() {
        amounts_of_liquidation(walk, evidence);
        return;
    }
    if let Some(refused) = refused
        && let Some(current) = walk.current
        && !on_another_claim(evidence, &refused)
    {
        walk.contradict(&current, &refused, REFUND_OF_REFUSED);
    }
    let mut claims: Vec<TextId> =
        evidence.refunds.iter().flat_map(|refund| &refund.shares).map(|s| s.claim).collect();
    claims.sort_by_key(|claim| scene.said.texts.text(*claim));
    let claim = claims.into_iter().find(|claim| !claim.is_blank());
    walk.tracked.claim = walk.tracked.claim.or(claim.unwrap_or_default());
    walk.tracked.refund = sum(paths.iter().map(|(_, _, refund)| *refund));
}

/// Whether a refund goes with another claim than that of a refusal.
fn on_another_claim(evidence: &Evidence, refused: &Mark) -> bool {
    let number = refused.step.number;
    let shares = evidence.refunds.iter().flat_map(|refund| &refund.shares);
    let mut claims = shares.map(|share| share.claim).filter(|claim| !claim.is_blank());
    !number.is_blank() && claims.any(|claim| claim != number)
}

/// Duty and interest of all its refunds; `None` unless both are known of each.
fn sum<'r>(refunds: impl Iterator<Item = &'r RefundEvidence>) -> Option<(Cents, Cents)> {
    let mut sum = (Cents::ZERO, Cents::ZERO);
    for refund in refunds {
        sum.0 = sum.0.checked_add(refund.principal?)?;
        sum.1 = sum.1.checked_add(refund.interest?)?;
    }
    Some(sum)
}

/// What a notice of liquidation says is refunded, where no refund tells.
fn amounts_of_liquidation(walk: &mut Walk<'_>, evidence: &Evidence) {
    if walk.state() != State::Liquidated {
        return;
    }
    let day = walk.tracked.reliquidated;
    let told = evidence.liquidations.iter().filter(|l| l.on == day);
    let mut told: Vec<_> = told.filter_map(|l| Some((l.amount?, l.interest?, l.place))).collect();
    let scene = walk.scene;
    let name = |file| scene.said.files.get(file as usize).map(|file| file.name.as_str());
    told.sort_by_key(|(principal, interest, place)| {
        (*principal, *interest, name(place.file), place.record)
    });
    // Of two, the one that promises less.
    let Some((principal, interest, place)) = told.first().copied() else { return };
    walk.tracked.refund = Some((principal, interest));
    let mark =
        |place| Mark::new(&scene, State::Liquidated, day, TextId::BLANK, TextId::BLANK, place);
    for (_, _, other) in told.iter().filter(|(p, i, _)| (*p, *i) != (principal, interest)) {
        walk.contradict(&mark(place), &mark(*other), OTHER_AMOUNTS);
    }
}

/// The day of the event that a row of a refund tells. REV-603 and REV-613 print the day of the
/// refund, which is not the day on which it was kept back, came back or went out again: of that only
/// the report's own day is known.
fn own_day(scene: &Scene<'_>, state: State, on: Option<Day>, place: Place) -> Option<Day> {
    let report = scene.said.file(place).and_then(|file| file.report);
    let of_refund = matches!(report, Some(FactsReport::Rev603 | FactsReport::Rev613));
    let other_day = matches!(state, State::Held | State::Returned | State::Reissued);
    on.filter(|_| !(of_refund && other_day))
}

fn mark_of_share(scene: &Scene<'_>, share: &Share, state: State) -> Mark {
    let on = own_day(scene, state, share.on, share.place);
    let mark = Mark::new(scene, state, on, share.refund, TextId::BLANK, share.place);
    let report = scene.said.file(share.place).and_then(|file| file.report);
    let first_word = report == Some(FactsReport::Es022) && share.status == RefundStatus::Sent;
    let unknown = share.status == RefundStatus::Unknown;
    Mark { at_least: first_word || says_nothing(share.status), unknown, ..mark }
}

/// All that is said of a refund, so far as it proves anything; the rest is noted.
fn marks(walk: &mut Walk<'_>, refund: &RefundEvidence) -> Vec<Mark> {
    let scene = walk.scene;
    let mut marks = Vec::new();
    for share in &refund.shares {
        match state_of_share(share) {
            Some(state) => marks.push(mark_of_share(&scene, share, state)),
            None => {
                let sum: i128 =
                    [share.principal, share.interest].into_iter().flatten().map(cents).sum();
                let why = if sum < 0 {
                    A_BILL
                } else if share.status == RefundStatus::Unknown {
                    UNKNOWN_WORD
                } else {
                    NO_REFUND
                };
                walk.note(&mark_of_share(&scene, share, State::Certified), None, why);
            }
        }
    }
    for row in &refund.rows {
        let mark = |state| {
            let on = own_day(&scene, state, row.on, row.place);
            Mark::new(&scene, state, on, row.refund, row.status_text, row.place)
        };
        match state_of_row(row) {
            Some(state) => {
                let unknown = row.status == RefundStatus::Unknown;
                marks.push(Mark { at_least: says_nothing(row.status), unknown, ..mark(state) });
            }
            None => walk.note(&mark(State::Certified), None, UNKNOWN_WORD),
        }
    }
    let number = refund.shares.iter().map(|share| share.refund);
    let number = number.chain(refund.rows.iter().map(|row| row.refund));
    let mut numbers: Vec<TextId> = number.filter(|number| !number.is_blank()).collect();
    numbers.sort_by_key(|number| scene.said.texts.text(*number));
    let number = numbers.first().copied().unwrap_or_default();
    // Not all rows of a refund print its number, and bank lines none.
    for mark in &mut marks {
        mark.step.number = mark.step.number.or(number);
    }
    for (state, lines) in [(State::Paid, &refund.deposits), (State::Returned, &refund.sent_back)] {
        for line in lines {
            let mark = Mark::new(&scene, state, line.on, number, line.reference, line.place);
            marks.push(Mark { bank: true, ..mark });
        }
    }
    marks
}

/// The way of one refund.
#[derive(Default)]
struct Path {
    acts: Vec<(Mark, Act)>,
    last: Option<Mark>,
}

fn path(marks: Vec<Mark>) -> Path {
    let mut path = Path::default();
    for mark in marks {
        let (mark, act) = match path.last {
            Some(current) => judge(&current, mark),
            None => (mark, Act::Move),
        };
        if matches!(act, Act::Move | Act::Renew) {
            path.last = Some(mark);
        }
        path.acts.push((mark, act));
    }
    path
}

/// What becomes of a mark after what is proved so far of its refund.
fn judge(current: &Mark, mut mark: Mark) -> (Mark, Act) {
    use State::{Diverted, Held, Paid, Reissued, Returned, Sent};
    let later = mark.is_after(current);
    let act = match (current.step.state, mark.step.state) {
        (was, now) if was == now => Act::Repeat,
        (Returned, Paid) if later => {
            mark.step.state = Reissued;
            Act::Move
        }
        // ES-022 goes on printing that it was transmitted while it is held.
        (Sent, Held) if current.at_least => Act::Move,
        (Held, Sent) if mark.at_least && !newer(&mark, current) => Act::Note(LESS_THAN_HELD),
        (Reissued, Paid) if later || mark.bank => {
            mark.step.state = Reissued;
            Act::Repeat
        }
        (Reissued, Returned) if later => Act::Move,
        (Paid, Diverted) if later && !current.bank => Act::Move,
        (was, now) if now > was => Act::Move,
        // What it says may take back what is proved.
        (was, _) if later && mark.unknown && was >= Sent => Act::Contradict(UNKNOWN_LATER),
        (Returned, _) if later => Act::Note(UNDER_WAY_AGAIN),
        _ if current.bank => Act::Note(BANK_KNOWS),
        _ if later && !mark.at_least => Act::Contradict(WENT_BACK),
        _ => Act::Note(LESS),
    };
    (mark, act)
}

/// Whether a mark is of a later day than another by the days of their refunds; of one that is dated
/// by its report alone, by that.
fn newer(mark: &Mark, than: &Mark) -> bool {
    mark.own.zip(than.step.on).is_some_and(|(this, that)| this > that)
}

/// Shows reports that give other amounts for the entry's part than the ones that were taken.
fn disagree(walk: &mut Walk<'_>, refund: &RefundEvidence) {
    let scene = walk.scene;
    let differs = |told: Option<Cents>, taken: Option<Cents>| {
        told.zip(taken).is_some_and(|(told, taken)| told != taken)
    };
    let same = |share: &&Share| {
        !differs(share.principal, refund.principal) && !differs(share.interest, refund.interest)
    };
    let mark = |share: &Share| {
        let state = state_of_share(share).unwrap_or(State::Certified);
        mark_of_share(&scene, share, state)
    };
    let (taken, others): (Vec<&Share>, Vec<_>) = refund.shares.iter().partition(same);
    let mut taken: Vec<Mark> = taken.into_iter().map(mark).collect();
    sort(&mut taken, &scene);
    let mut others: Vec<Mark> = others.into_iter().map(mark).collect();
    sort(&mut others, &scene);
    for other in others {
        // Principal of one report and interest of another may be what was taken.
        walk.contradict(taken.last().unwrap_or(&other), &other, OTHER_AMOUNTS);
    }
}
