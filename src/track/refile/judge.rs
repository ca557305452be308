//! Whether an entry may go again today, and what to do about it.

use super::{Deadlines, PscWindow, Refile, RefileKind, RefileRow, Remark, WhyNot};
use crate::assess::checks::claims::already_declared::ALREADY_DECLARED;
use crate::assess::checks::entry_type::entry_type_excluded::ENTRY_TYPE_EXCLUDED;
use crate::assess::checks::facts::refused_before::REFUSED_BEFORE;
use crate::assess::checks::liquidation::adcvd_pending::ADCVD_PENDING;
use crate::assess::checks::liquidation::liquidated_over_80_days::LIQUIDATED_OVER_80_DAYS;
use crate::assess::checks::{self, Check, CheckSet};
use crate::domain::{Cents, Day, Lane, LiquidationState, Severity, fold};
use crate::earlier::EarlierEntry;
use crate::ledger::TextId;
use crate::rulebook::{Action, Again, FactsReport, Label, Level, Remedy};
use crate::track::{Followed, Scene, State, Step, Tracked};

static REVIEW: CheckSet = CheckSet::of_severity(Severity::Review);
/// Counted anew here, with the dates of the reports.
static CLOCK: CheckSet = CheckSet::of(&[&LIQUIDATED_OVER_80_DAYS]);
/// Ends with the liquidation.
static PENDING: CheckSet = CheckSet::of(&[&ADCVD_PENDING]);
static DECLARED: CheckSet = CheckSet::of(&[&ALREADY_DECLARED]);
/// That CBP refused it is known here at first hand.
static REFUSED: CheckSet = CheckSet::of(&[&REFUSED_BEFORE]);

/// The checks whose cause CBP has given up by the day of the scene.
pub(super) fn ended(scene: &Scene<'_>) -> CheckSet {
    let mut ended = CheckSet::default();
    for label in scene.rules.labels.iter() {
        let is_over = label.cause_ended.is_some_and(|day| day <= scene.as_of);
        let place = label.check.as_deref().filter(|_| is_over).and_then(place_of);
        if let Some(place) = place {
            ended.insert(place);
        }
    }
    ended
}

fn place_of(code: &str) -> Option<usize> {
    checks::ALL.iter().position(|check| check.code == code)
}

/// The row of an entry; `None` if it is none of the pack.
pub(super) fn judge<'a>(of: &Refile<'a>, followed: &Followed<'a>) -> Option<RefileRow<'a>> {
    let (entry, tracked) = (followed.entry, followed.tracked);
    let kind = match tracked.state() {
        State::NotFiled if entry.lane == Lane::FileNow => RefileKind::NeverFiled,
        State::FileRejected => RefileKind::FileRejected,
        State::EntryRejected => RefileKind::EntryRejected,
        _ => return None,
    };
    let scene = &of.scene;
    let as_of = scene.as_of;
    let liquidated = last_liquidation(entry, tracked, as_of);
    let deadlines = Deadlines::of(entry, tracked, liquidated, as_of, &scene.rules.windows);
    let proof = tracked.proof();
    let text = |id| scene.said.texts.text(id);
    let mut case = Case {
        of,
        entry,
        refused_on: proof.and_then(|step| step.on),
        liquidated,
        days: liquidated.map(|day| as_of.days_since(day)),
        deadlines,
        row: RefileRow {
            id: followed.id,
            entry,
            kind,
            action: None,
            claim: proof.map_or("", |step| text(step.number)),
            label: text(tracked.error),
            why_not: Vec::new(),
            remedies: Vec::new(),
            remarks: Vec::new(),
            liquidated,
            deadlines,
            days_left: None,
        },
    };
    case.remedy(tracked);
    case.what_reports_show(followed);
    case.what_cannot_be_read(followed);
    case.too_old();
    case.other_blocks();
    case.nothing_comes_back();
    Some(case.row())
}

/// An entry of the pack on its way to a row.
struct Case<'s, 'a> {
    of: &'s Refile<'a>,
    entry: &'a EarlierEntry,
    refused_on: Option<Day>,
    liquidated: Option<Day>,
    days: Option<i32>,
    deadlines: Deadlines,
    row: RefileRow<'a>,
}

impl<'a> Case<'_, 'a> {
    /// What CBP refused it for, and whether that is past.
    fn remedy(&mut self, tracked: &Tracked) {
        let scene = &self.of.scene;
        let level = match self.row.kind {
            RefileKind::NeverFiled => return self.never_filed(tracked),
            RefileKind::FileRejected => Level::File,
            RefileKind::EntryRejected => Level::Entry,
        };
        let rules = scene.rules;
        // Where a row gives no error its status stands for it.
        let status = rules.status_words.claim(&fold(self.row.label.as_bytes()));
        let no_error = self.row.label.is_empty() || status.is_some();
        let blameless = level == Level::File
            && no_error
            && tracked.proof().is_some_and(|step| self.of.others_failed(step.place));
        if blameless {
            self.row.action = Some(Action::UploadAgain);
            self.row.remarks.push(Remark::OthersFailed);
            return;
        }
        let remedies = self.of.known.get(&(level, tracked.error)).cloned().unwrap_or_default();
        for (at, remedy) in remedies.iter().enumerate() {
            let action = self.weigh(remedy);
            if at == 0 {
                self.row.action = Some(action);
            }
        }
        self.row.remedies = remedies;
    }

    /// What keeps back an entry that nothing shows as filed: any sign that it was.
    fn never_filed(&mut self, tracked: &Tracked) {
        let Scene { said, .. } = self.of.scene;
        let named = tracked.notes.iter().find(|note| {
            said.file(note.place)
                .is_some_and(|file| file.is_of_claims() || file.report == Some(FactsReport::Rev615))
        });
        if let Some(note) = named {
            self.row.claim = said.texts.text(note.number);
            self.row.label = said.texts.text(note.words);
            self.why_not(WhyNot::Named);
        } else {
            self.row.remarks.push(Remark::MaybeUploaded);
        }
        if !self.of.has_claims {
            self.why_not(WhyNot::NoClaims);
        }
        if self.of.has_unread {
            self.why_not(WhyNot::Unread);
        }
        // A sum that holds the refund of the entry is no smaller.
        let least = i128::from(self.entry.refund_low.0.max(1));
        if (self.of.unexplained)(self.row.id) >= least {
            self.why_not(WhyNot::RefundOutside);
        }
    }

    /// Notes what one error stands in the way of; what to do about it.
    fn weigh(&mut self, remedy: &'a Remedy) -> Action {
        let scene = &self.of.scene;
        let of_remedy = |label: &&Label| label.level == remedy.level && label.text == remedy.label;
        let label = scene.rules.labels.iter().find(of_remedy);
        let check = label.and_then(|label| label.check.as_deref()).and_then(checks::with_code);
        // What CBP gave up later than the day asked about still counts on it.
        let ends = label.and_then(|label| label.cause_ended).filter(|day| scene.as_of < *day);
        if let Some(day) = ends {
            self.row.remarks.push(Remark::CauseEnds(day));
            self.why_not(WhyNot::NotChanged);
            return Action::Wait;
        }
        if check.is_some_and(|check| check.code == LIQUIDATED_OVER_80_DAYS.code) {
            return self.refused_as_too_old();
        }
        if check.is_some_and(|check| check.code == ENTRY_TYPE_EXCLUDED.code && self.is_clear(check))
        {
            self.row.remarks.push(Remark::TypeAllowed);
            self.why_not(WhyNot::NotChanged);
            return Action::AskCbp;
        }
        match (remedy.again, remedy.action) {
            (Again::Yes, action) => return action,
            (_, Action::Unknown) if self.row.label.is_empty() => self.why_not(WhyNot::NoError),
            (_, Action::Unknown) => self.why_not(WhyNot::UnknownError),
            (Again::No, _) => self.why_not(WhyNot::NeverTaken),
            (Again::AfterFix, action) if remedy.level == Level::File => {
                // A file fails for one entry among many: this one is to blame if its check says so.
                if !check.is_some_and(|check| self.is_clear(check)) {
                    self.why_not(match action {
                        Action::OtherFiler => WhyNot::Account,
                        _ => WhyNot::NotChanged,
                    });
                }
            }
            (Again::AfterFix, Action::PscFirst) => return self.correct_first(),
            _ if check.is_some_and(|check| self.liquidated_since(check)) => {
                return Action::UploadAgain;
            }
            _ => {
                self.why_not(WhyNot::NotChanged);
                let found = check.filter(|check| self.newer_estimate_is_clear(check));
                self.row.remarks.extend(found.map(|check| Remark::NewerEstimate(check.code)));
            }
        }
        remedy.action
    }

    /// A correction comes first; or what is left where none is possible.
    fn correct_first(&mut self) -> Action {
        if self.deadlines.psc != PscWindow::Closed {
            self.why_not(WhyNot::CorrectFirst);
            return Action::PscFirst;
        }
        self.why_not(WhyNot::PscClosed);
        match self.days {
            Some(days) if days <= self.of.scene.rules.windows.protest_days => Action::Protest,
            _ => {
                self.row.remarks.push(Remark::AskCounsel);
                Action::LaterPhase
            }
        }
    }

    /// CBP says that it liquidated too long ago.
    fn refused_as_too_old(&mut self) -> Action {
        let within = self.days.is_some_and(|days| days <= self.of.scene.rules.windows.cape_days);
        match (self.liquidated, self.refused_on) {
            (Some(day), Some(refused)) if within && refused < day => {
                self.row.remarks.push(Remark::ClockAnew(day));
                Action::UploadAgain
            }
            _ if within => {
                self.row.remarks.push(Remark::NotTooOld);
                self.why_not(WhyNot::NotChanged);
                Action::AskCbp
            }
            (Some(_), _) => Action::Protest,
            (None, _) => {
                self.why_not(WhyNot::LiquidationUnknown);
                Action::Protest
            }
        }
    }

    /// Whether a check of the estimate could be run and found nothing.
    fn is_clear(&self, check: &'static Check) -> bool {
        place_of(check.code).is_some_and(|place| {
            !self.entry.found.holds(place) && !self.entry.unproved.holds(place)
        })
    }

    /// Whether it was refused for want of a liquidation, and has liquidated since.
    fn liquidated_since(&self, check: &'static Check) -> bool {
        let since =
            self.refused_on.zip(self.liquidated).is_some_and(|(refused, day)| refused < day);
        check.code == ADCVD_PENDING.code && since
    }

    /// Whether the estimate was made after the refusal and does not find what CBP found. Its export
    /// can be older, so this alone is no proof.
    fn newer_estimate_is_clear(&self, check: &'static Check) -> bool {
        // Of checks that stop nothing it is not known whether they had what they need.
        check.severity == Severity::Block
            && self.refused_on.is_some_and(|refused| refused < self.of.scene.made_with.as_of)
            && self.is_clear(check)
    }

    /// Nothing that any report shows further than refused goes on a declaration.
    fn what_reports_show(&mut self, followed: &Followed<'_>) {
        let (tracked, settlement) = (followed.tracked, followed.settlement);
        // An ordinary liquidation, with its duty, leaves no reliquidation behind.
        let reached = |state: State| match state {
            State::NotFiled | State::FileRejected | State::EntryRejected | State::Uploaded => false,
            State::Liquidated => tracked.reliquidated.is_some(),
            _ => true,
        };
        // What is dated after the day to which clocks count is a note, and has been said all the same.
        let noted = tracked.notes.iter().filter_map(|note| note.state);
        let noted = noted.filter(|state| *state != State::Liquidated);
        let steps = tracked.steps.iter().map(|step| step.state);
        let seen = steps.chain(noted).find(|state| reached(*state));
        let money = |part: Cents| part != Cents::ZERO;
        let refunds = [settlement.refund, settlement.paid];
        if let Some(state) = seen {
            self.why_not(WhyNot::Seen(state));
        } else if tracked.reliquidated.is_some() || self.of.refunding.contains(&followed.id) {
            self.why_not(WhyNot::Seen(State::Liquidated));
        } else if tracked.accepted_on.is_some() {
            self.why_not(WhyNot::Seen(State::Accepted));
        } else if tracked.refund.is_some_and(|(p, i)| money(p) || money(i))
            || refunds.iter().any(|part| money(part.principal) || money(part.interest))
        {
            self.why_not(WhyNot::Seen(State::Certified));
        }
        let sides = || tracked.contradictions.iter().flat_map(|c| [&c.was, &c.against]);
        if sides().any(|step| step.state >= State::Accepted) {
            self.why_not(WhyNot::Contradiction);
        }
        let mut filed: Vec<Filing> = tracked.steps.iter().chain(sides()).map(Filing::of).collect();
        filed.extend(tracked.notes.iter().filter_map(|note| {
            Some(Filing { state: note.state?, on: note.on, number: note.number })
        }));
        let mut uploads = filed.iter().filter(|filing| filing.state == State::Uploaded);
        if uploads.any(|upload| !filed.iter().any(|filing| filing.answers(upload))) {
            self.why_not(WhyNot::Pending);
        }
        if self.entry.found.meets(DECLARED) {
            self.why_not(WhyNot::Block(ALREADY_DECLARED.code));
        }
    }

    /// What could not be read may have told of an acceptance.
    fn what_cannot_be_read(&mut self, followed: &Followed<'_>) {
        if self.of.unread.contains(&followed.id) {
            self.why_not(WhyNot::UnreadableRow);
        }
        if self.of.hidden && self.row.kind == RefileKind::NeverFiled {
            self.why_not(WhyNot::HiddenRow);
        }
    }

    /// The 80 days, with the last liquidation that anything tells.
    fn too_old(&mut self) {
        let windows = &self.of.scene.rules.windows;
        if let Some(day) = self.liquidated.filter(|day| Some(*day) != self.entry.liquidation_date) {
            self.row.remarks.push(Remark::LiquidatedSince(day));
        }
        let Some(days) = self.days else {
            let held = self.entry.liquidation_state == LiquidationState::Held;
            let told = held || self.entry.liquidation_state == LiquidationState::Unliquidated;
            let projected = self.entry.projected_liquidation.filter(|_| !held);
            let past = projected.filter(|day| *day <= self.of.scene.as_of);
            let too_old = past.is_some_and(|day| day.plus(windows.cape_days) < self.of.scene.as_of);
            if !told || too_old {
                self.why_not(WhyNot::LiquidationUnknown);
            }
            self.row.remarks.extend(past.map(Remark::ProjectedPast));
            if let Some(last) = self.deadlines.projected_cape {
                let days = windows.cape_days - last.days_since(self.of.scene.as_of);
                if (windows.last_days_from..=windows.cape_days).contains(&days) {
                    self.row.remarks.push(Remark::ProjectedLastDays(days));
                }
            }
            return;
        };
        if days > windows.cape_days {
            self.why_not(WhyNot::TooOld(days));
            self.row.action = match self.row.action {
                None | Some(Action::Nothing) => self.row.action,
                Some(_) if days <= windows.protest_days => Some(Action::Protest),
                Some(_) => {
                    self.row.remarks.push(Remark::Court);
                    Some(Action::LaterPhase)
                }
            };
        } else if days >= windows.last_days_from {
            self.row.remarks.push(Remark::LastDays(days));
        }
    }

    /// Blocks of another kind that the estimate found.
    fn other_blocks(&mut self) {
        let found = self.entry.found;
        let mut blocks = found.without(CLOCK).without(DECLARED).without(self.of.ended);
        if self.liquidated.is_some() {
            blocks = blocks.without(PENDING);
        }
        // What CBP's own label is about is settled by its remedy.
        for check in blocks.checks().filter(|check| check.severity == Severity::Block) {
            self.why_not(WhyNot::Block(check.code));
        }
        let mut review = CheckSet::default();
        for place in found.without(REFUSED).places().filter(|place| REVIEW.holds(*place)) {
            review.insert(place);
        }
        if !review.is_empty() {
            self.row.remarks.push(Remark::Review(review));
        }
    }

    fn nothing_comes_back(&mut self) {
        if self.entry.refund_high <= Cents::ZERO {
            self.why_not(WhyNot::NothingComesBack);
            self.row.action = self.row.action.map(|_| Action::Nothing);
        }
    }

    fn why_not(&mut self, why: WhyNot) {
        if !self.row.why_not.contains(&why) {
            self.row.why_not.push(why);
        }
    }

    fn row(self) -> RefileRow<'a> {
        let Deadlines { cape, protest, psc, court, .. } = self.deadlines;
        let deadline = match self.row.action {
            Some(Action::PscFirst) => psc.last_day(),
            Some(Action::Protest) => protest,
            Some(Action::LaterPhase) => court,
            Some(Action::Nothing) => None,
            _ => cape,
        };
        let as_of = self.of.scene.as_of;
        RefileRow { days_left: deadline.map(|day| day.days_since(as_of)), ..self.row }
    }
}

/// The last liquidation that the estimate or a report tells, up to a day.
fn last_liquidation(entry: &EarlierEntry, tracked: &Tracked, as_of: Day) -> Option<Day> {
    let told = [entry.liquidation_date, tracked.ordinary_liquidation, tracked.reliquidated];
    told.into_iter().flatten().filter(|day| *day <= as_of).max()
}

/// What a row says of the filing of an entry.
struct Filing {
    state: State,
    on: Option<Day>,
    number: TextId,
}

impl Filing {
    fn of(step: &Step) -> Filing {
        Filing { state: step.state, on: step.on, number: step.number }
    }

    /// Whether it is CBP's answer to an upload.
    fn answers(&self, upload: &Filing) -> bool {
        if !matches!(self.state, State::FileRejected | State::EntryRejected) {
            return false;
        }
        let same = self.number == upload.number;
        match (self.on, upload.on) {
            (Some(answer), Some(uploaded)) if answer < uploaded => false,
            (Some(_), Some(_)) => same || self.number.is_blank() || upload.number.is_blank(),
            // Without days only the number of the claim tells.
            _ => same && !self.number.is_blank(),
        }
    }
}
