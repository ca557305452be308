//! The re-file pack: what CBP refused, what to do about it, and what may go on a new declaration
//! today.
//!
//! An entry is ready only if all of this holds: what CBP refused it for is no reason any more; no
//! report shows it accepted, paid or still pending; its last known liquidation is not too long ago;
//! the estimate found nothing else for which CBP would refuse it; and something comes back.

mod deadlines;
mod judge;
mod sums;
#[cfg(test)]
mod tests;

pub use deadlines::{Deadlines, PscWindow};
pub use sums::{ReadyEntry, RefilePack, RefileSum};

use super::settlement::Followed;
use super::state::State;
use super::{EntryRef, Place, ReportFile, Said, Scene};
use crate::assess::checks::CheckSet;
use crate::domain::{Cents, Day, vocabulary};
use crate::earlier::{EarlierEntry, EntryId};
use crate::ledger::TextId;
use crate::rulebook::{Action, FactsReport, Level, Remedy};
use hashbrown::{HashMap, HashSet};
use std::fmt;

vocabulary! {
    /// Why an entry is in the pack.
    RefileKind {
        /// CBP refused the whole file.
        FileRejected = "file-rejected",
        /// CBP refused the entry.
        EntryRejected = "entry-rejected",
        /// It could have been filed, and no report names it.
        NeverFiled = "never-filed",
    }
}

/// Why an entry may not go on a new declaration today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// Nothing comes back.
    NothingComesBack,
    /// A report shows it further than refused.
    Seen(State),
    /// It is on a file that was taken in, and no verdict is known.
    Pending,
    /// Reports disagree on whether CBP accepted it.
    Contradiction,
    /// So many days after its liquidation CAPE does not take it.
    TooOld(i32),
    /// Nothing tells whether and when it was liquidated.
    LiquidationUnknown,
    /// The check by which the estimate found something else for which CBP would refuse it.
    Block(&'static str),
    /// A correction must come first.
    CorrectFirst,
    /// A correction must come first, and is not possible any more.
    PscClosed,
    /// Another account must upload it, or it is not known whose account files.
    Account,
    /// Nothing shows that what CBP refused it for has changed.
    NotChanged,
    /// CAPE does not take it, whatever is done.
    NeverTaken,
    /// The error is in no list.
    UnknownError,
    /// The report gives no error.
    NoError,
    /// No report of claims was read.
    NoClaims,
    /// A report of claims names it, with words in no list.
    Named,
    /// Columns that may tell of claims were not read in a report that names entries.
    Unread,
    /// Its payee was refunded, and nothing tells for which entries.
    RefundOutside,
    /// A row of a report names it and could not be read.
    UnreadableRow,
    /// Rows that could not be read may name it: see [`crate::track::Unreadable::hides`].
    HiddenRow,
}

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WhyNot::NothingComesBack => f.write_str("nothing comes back"),
            WhyNot::Seen(state) => write!(f, "a report shows it as {state}"),
            WhyNot::Pending => f.write_str("on a file that was taken in and has no verdict yet"),
            WhyNot::Contradiction => {
                f.write_str("reports disagree on whether CBP accepted it (history.csv)")
            }
            WhyNot::TooOld(days) => write!(f, "liquidated {days} days ago"),
            WhyNot::LiquidationUnknown => f.write_str("its liquidation date is not known"),
            WhyNot::Block(code) => write!(f, "the estimate found {code}"),
            WhyNot::CorrectFirst => f.write_str("a correction comes first"),
            WhyNot::PscClosed => f.write_str("its window for a correction is closed"),
            WhyNot::Account => {
                f.write_str("not shown to belong to the filing account (--filer-code, --importer)")
            }
            WhyNot::NotChanged => f.write_str("nothing shows that the cause is gone"),
            WhyNot::NeverTaken => f.write_str("CAPE does not take it"),
            WhyNot::UnknownError => f.write_str("the error is no label of CBP's table"),
            WhyNot::NoError => f.write_str("the report does not say why CBP refused it"),
            WhyNot::NoClaims => f.write_str(
                "no report of claims was read, so nothing shows that it was not filed",
            ),
            WhyNot::Named => {
                f.write_str("a report of claims names it, with words in no list (history.csv)")
            }
            WhyNot::Unread => f.write_str(
                "a report has columns that were not read and may tell that it was filed \
                 (summary.json)",
            ),
            WhyNot::RefundOutside => f.write_str(
                "its payee got a refund that no entry explains and that may be for it (refunds.csv)",
            ),
            WhyNot::UnreadableRow => {
                f.write_str("a row that names it could not be read (rejected_rows.csv)")
            }
            WhyNot::HiddenRow => {
                f.write_str("rows that could not be read may name it (rejected_rows.csv)")
            }
        }
    }
}

/// What else is to be known of an entry of the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// Day 78 to 80: it matters which moment CBP counts, which it does not say.
    LastDays(i32),
    /// By its projected liquidation, day 78 to 80.
    ProjectedLastDays(i32),
    /// CBP refused its type, which is one that CAPE takes.
    TypeAllowed,
    /// It was liquidated or reliquidated after the estimate.
    LiquidatedSince(Day),
    /// It was to liquidate by this day, and no report tells whether it did.
    ProjectedPast(Day),
    /// It liquidated after CBP had refused it as too old.
    ClockAnew(Day),
    /// By the dates known CBP should not have refused it as too old.
    NotTooOld,
    /// The file failed; no error was given for this entry, and others of the file had one.
    OthersFailed,
    /// The estimate was made after the refusal, and this check of it finds nothing.
    NewerEstimate(&'static str),
    /// The estimate found something for a person to decide.
    Review(CheckSet),
    /// The label is given up, and this is the first day without it.
    CauseEnds(Day),
    /// A later deployment, or counsel: the correction is not possible any more.
    AskCounsel,
    /// More than 180 days: a later phase, or the court.
    Court,
    /// Whether it was uploaded is not known.
    MaybeUploaded,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Remark::LastDays(days) => write!(
                f,
                "Day {days} after liquidation: upload today, CBP does not say which moment it counts"
            ),
            Remark::ProjectedLastDays(days) => write!(
                f,
                "If it liquidated as projected (an estimate), today is day {days} after liquidation: \
                 upload today"
            ),
            Remark::TypeAllowed => f.write_str(
                "The estimate has an entry type that CAPE takes: compare the type in ACE; if it \
                 stands, write to IEEPARefunds@cbp.dhs.gov",
            ),
            Remark::LiquidatedSince(day) => write!(f, "Liquidated {day}, after the estimate"),
            Remark::ProjectedPast(day) => write!(
                f,
                "It was to liquidate about {day}, and no report tells whether it did: pull ES-003 again"
            ),
            Remark::ClockAnew(day) => write!(
                f,
                "Reliquidated {day}, after the refusal: CBP counts the 80 days from the latest \
                 date, and 19 USC 1501 its 90 days from the original one"
            ),
            Remark::NotTooOld => f.write_str(
                "By the dates known it was not too old: compare the liquidation date in ACE; if it \
                 stands, write to IEEPARefunds@cbp.dhs.gov",
            ),
            Remark::OthersFailed => {
                f.write_str("Its file failed for other entries; this one has no error of its own")
            }
            Remark::NewerEstimate(code) => write!(
                f,
                "The estimate is newer than the refusal and its check {code} finds nothing: if its \
                 export is newer too, file the entry again"
            ),
            Remark::Review(checks) => {
                let codes: Vec<&str> = checks.checks().map(|check| check.code).collect();
                write!(f, "To be decided by the estimate: {}", codes.join(", "))
            }
            Remark::CauseEnds(day) => write!(f, "CBP gives up this reason on {day}"),
            Remark::AskCounsel => f.write_str(
                "Corrections are closed, so CBP leaves it to a later deployment: ask counsel",
            ),
            Remark::Court => f.write_str("The protest right is over: a later phase, or the court"),
            Remark::MaybeUploaded => f.write_str(
                "No report names it: make sure that it is on no declaration whose report is missing",
            ),
        }
    }
}

/// An entry of the pack.
#[derive(Debug, Clone)]
pub struct RefileRow<'a> {
    /// Its place in the portfolio.
    pub id: EntryId,
    /// What the estimate said.
    pub entry: &'a EarlierEntry,
    /// Why it is here.
    pub kind: RefileKind,
    /// What to do; `None` for what was never filed.
    pub action: Option<Action>,
    /// Number of the claim that was refused, or that names what no verdict is known of; may be blank.
    pub claim: &'a str,
    /// CBP's words; may be blank.
    pub label: &'a str,
    /// What stands in the way today; empty if it is ready.
    pub why_not: Vec<WhyNot>,
    /// What to do about each error, as the rulebook says; the one that decides is the first.
    pub remedies: Vec<&'a Remedy>,
    /// What else is to be known.
    pub remarks: Vec<Remark>,
    /// Its last known liquidation, up to the day to which clocks count.
    pub liquidated: Option<Day>,
    /// What still runs.
    pub deadlines: Deadlines,
    /// Days from the day to which clocks count to the deadline of what is to be done; negative if
    /// it is past, `None` if none runs.
    pub days_left: Option<i32>,
}

impl RefileRow<'_> {
    /// Whether it may go on a new declaration today.
    pub fn is_ready(&self) -> bool {
        self.why_not.is_empty()
    }

    /// The word for what to do.
    pub fn action_word(&self) -> &'static str {
        self.action.map_or(RefileKind::NeverFiled.as_str(), Action::as_str)
    }
}

/// Cents by entry.
type Unexplained<'a> = Box<dyn Fn(EntryId) -> i128 + Send + 'a>;

/// Finds what is to be filed again, entry by entry.
pub struct Refile<'a> {
    scene: Scene<'a>,
    /// Files that failed and give an error for some entry: those without one are not to blame.
    told: HashSet<u32, foldhash::fast::FixedState>,
    /// Whether any report of claims was read: without one nothing shows what was never filed.
    has_claims: bool,
    /// Whether a report that names entries has columns that were not read and may tell of claims.
    has_unread: bool,
    /// What the payee of an entry was refunded at most in one sum that no entry explains.
    unexplained: Unexplained<'a>,
    /// Block checks whose cause CBP has given up.
    ended: CheckSet,
    /// What to do about the errors met so far: they are few, and the entries many.
    known: HashMap<(Level, TextId), Vec<&'a Remedy>, foldhash::fast::FixedState>,
    sums: sums::Sums,
    /// Entries that a row names which could not be read.
    unread: HashSet<EntryId, foldhash::fast::FixedState>,
    /// Whether such a row may be about any other entry.
    hidden: bool,
    /// Entries with a liquidation that refunds something, on whatever day.
    refunding: HashSet<EntryId, foldhash::fast::FixedState>,
}

impl<'a> Refile<'a> {
    /// A pack without entries.
    pub fn new(scene: &Scene<'a>) -> Refile<'a> {
        let said = scene.said;
        let failed = said.verdicts.iter().filter(|verdict| {
            verdict.kind == super::VerdictKind::FileRejected && !verdict.error.is_blank()
        });
        Refile {
            scene: *scene,
            told: failed.map(|verdict| verdict.place.file).collect(),
            has_claims: said.files.iter().any(ReportFile::is_of_claims),
            has_unread: said.files.iter().any(|file| {
                let names_entries =
                    file.report.is_some_and(FactsReport::names_entries) && !file.is_of_claims();
                names_entries && file.unread.iter().any(|column| column.may_tell)
            }),
            unexplained: Box::new(|_| 0),
            ended: judge::ended(scene),
            known: HashMap::default(),
            sums: sums::Sums::default(),
            unread: unread(said),
            refunding: refunding(said),
            hidden: said.unreadable.iter().any(|row| row.hides),
        }
    }

    /// The same, with what the payee of an entry was refunded at most in one sum that no entry
    /// explains, in cents: what may be paid already is not offered as never filed.
    pub fn with_unexplained(self, unexplained: impl Fn(EntryId) -> i128 + Send + 'a) -> Refile<'a> {
        Refile { unexplained: Box::new(unexplained), ..self }
    }

    /// Takes an entry in; its row, if it is one of the pack.
    pub fn see<'b>(&mut self, followed: &Followed<'b>) -> Option<RefileRow<'b>>
    where
        'a: 'b,
    {
        let level = match followed.tracked.state() {
            State::FileRejected => Some(Level::File),
            State::EntryRejected => Some(Level::Entry),
            _ => None,
        };
        if let Some(level) = level {
            let Scene { rules, said, .. } = self.scene;
            let error = followed.tracked.error;
            self.known.entry((level, error)).or_insert_with(|| {
                let words = said.texts.text(error);
                let mut found = rules.remedies.for_error(level, words, &rules.status_words);
                // The one that leaves least decides; the first of them where several do.
                found.sort_by_key(|remedy| std::cmp::Reverse(remedy.again));
                found
            });
        }
        let row = judge::judge(self, followed)?;
        self.sums.add(&row, followed);
        Some(row)
    }

    /// The pack.
    pub fn finish(self) -> RefilePack {
        self.sums.finish(&self.scene)
    }

    fn others_failed(&self, place: Place) -> bool {
        self.told.contains(&place.file)
    }
}

/// Entries of which a row could not be read that may tell of an acceptance.
fn unread(said: &Said) -> HashSet<EntryId, foldhash::fast::FixedState> {
    let mut unread: HashSet<EntryId, foldhash::fast::FixedState> = HashSet::default();
    let mut without_report: HashSet<EntryId, foldhash::fast::FixedState> = HashSet::default();
    for row in &said.unreadable {
        let Some(id) = row.entry.and_then(EntryRef::known) else { continue };
        match said.file(row.place).and_then(|file| file.report) {
            // Nothing of these is tracked.
            Some(
                FactsReport::ProtestList | FactsReport::DrawbackList | FactsReport::StatementList,
            ) => {}
            Some(_) => drop(unread.insert(id)),
            None => drop(without_report.insert(id)),
        }
    }
    // A later ES-003 that still has its IEEPA rows tells enough, whatever another row of it says.
    for pull in said.later.iter().filter(|pull| pull.ieepa_rows > 0) {
        without_report.remove(&pull.entry);
    }
    unread.extend(without_report);
    unread
}

/// Entries with a liquidation that refunds something.
fn refunding(said: &Said) -> HashSet<EntryId, foldhash::fast::FixedState> {
    let part = |amount: Option<Cents>| amount.map_or(0, |amount| i128::from(amount.0));
    let refunds = said.liquidations.iter().filter(|row| part(row.amount) + part(row.interest) > 0);
    refunds.filter_map(|row| row.entry.known()).collect()
}
