//! The roll-forward of the refund receivable: from what was to come in the earlier report to what
//! is to come in the later one, by importer, duty and interest apart.
//!
//! The receivable of an entry is the most its estimate comes to, whatever its status and lane, less
//! what CBP refused, paid, kept, and settled otherwise ([`Balance`]). In a directory of `analyze`
//! its total is `refund.high` and `interest.high` of summary.json. In one of `track` the interest of
//! what is still to come goes on to its day; once CBP told the refund, or refused the entry, what was
//! to come before is held against that, and nothing is accrued or estimated anew.
//!
//! | movement | what it is |
//! |---|---|
//! | `new` | the estimate of entries that the earlier report does not have |
//! | `gone` | what was to come for entries that the later report does not have |
//! | `re_estimated` | estimates that changed, but for time |
//! | `accrued_interest` | interest that time alone added |
//! | `rejected` | CBP refused the entry, or the file it was on |
//! | `refiled` | a refusal that does not stand any more |
//! | `paid` | arrived |
//! | `diverted` | kept against a debt |
//! | `settled_difference` | CBP's figure is another one than the estimate |
//! | `not_followed` | taken off before, and the later report does not follow it: stands again |
//!
//! An entry that changed its importer is `gone` with one and `new` with the other by the same
//! amount, what was to come; whatever else moved, moved with the other.

use super::balance::{Balance, Ended, is_refused};
use super::compare::{Kind, Seen};
use super::{Side, Told};
use crate::domain::{vocabulary, write_cents};
use std::collections::BTreeMap;

vocabulary! {
    /// What is owed.
    Component {
        /// Duty.
        Principal = "principal",
        /// Interest on it.
        Interest = "interest",
    }
}

vocabulary! {
    /// Why the receivable changed, by its column; the table above tells what each is.
    Movement {
        /// Entries that are new.
        New = "new",
        /// Entries that are gone.
        Gone = "gone",
        /// Estimates that changed.
        ReEstimated = "re_estimated",
        /// Interest by time alone.
        AccruedInterest = "accrued_interest",
        /// Refused.
        Rejected = "rejected",
        /// Not refused any more.
        Refiled = "refiled",
        /// Arrived.
        Paid = "paid",
        /// Kept against a debt.
        Diverted = "diverted",
        /// CBP's figure against the estimate.
        SettledDifference = "settled_difference",
        /// Not followed any more.
        NotFollowed = "not_followed",
    }
}

/// How many movements there are.
const COUNT: usize = Movement::ALL.len();

/// A row of the roll-forward, in cents. A movement that lowers the receivable is negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Movements {
    /// To come by the earlier report.
    pub opening: i128,
    moved: [i128; COUNT],
    /// To come by the later report.
    pub closing: i128,
}

impl Movements {
    /// A movement.
    pub fn of(&self, movement: Movement) -> i128 {
        self.moved.get(movement as usize).copied().unwrap_or_default()
    }

    fn put(&mut self, movement: Movement, cents: i128) {
        if let Some(moved) = self.moved.get_mut(movement as usize) {
            *moved += cents;
        }
    }

    fn add(&mut self, other: &Movements) {
        self.opening += other.opening;
        self.closing += other.closing;
        self.moved.iter_mut().zip(other.moved).for_each(|(sum, cents)| *sum += cents);
    }

    /// Whether opening and movements come to the closing.
    pub fn closes(&self) -> bool {
        self.opening + self.moved.iter().sum::<i128>() == self.closing
    }
}

/// An importer's part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImporterPart {
    /// Its name: the first that an entry gives, in the order of the entry numbers.
    pub name: Box<str>,
    /// Duty and interest.
    pub parts: [Movements; 2],
}

/// A roll-forward whose sums do not close: a fault of the program.
#[derive(Debug, thiserror::Error)]
#[error(
    "the roll-forward does not close for {}, {component}: opening {}, closing {}. This is a fault \
     of capeprep; nothing was written. Please report it.",
    if importer.is_empty() { "the whole" } else { importer },
    money(movements.opening),
    money(movements.closing)
)]
pub struct DoesNotClose {
    importer: Box<str>,
    component: Component,
    movements: Box<Movements>,
}

fn money(cents: i128) -> String {
    let mut out = Vec::new();
    write_cents(cents, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// The roll-forward, importer by importer.
#[derive(Debug, Clone, Default)]
pub struct RollForward {
    importers: BTreeMap<Box<str>, ImporterPart>,
}

impl RollForward {
    /// Adds an entry.
    pub fn see(&mut self, before: &Side<'_>, after: &Side<'_>, seen: &Seen<'_>) {
        let was = seen.before.map(|told| Balance::of(&told));
        let is = seen.after.map(|told| Balance::of(&told));
        let importer = |side: &Side<'_>, told: &Told<'_>| -> (String, String) {
            let name = side.text(told.entry.importer_name);
            (side.text(told.entry.importer).to_owned(), name.to_owned())
        };
        let here = seen.after.map(|told| importer(after, &told));
        let there = seen.before.map(|told| importer(before, &told));
        match (there, here, was, is) {
            (_, Some(here), None, Some(is)) => {
                self.put(here, |part| entered(is[part], is[part].expected));
            }
            (Some(there), None, Some(was), _) => self.put(there, |part| left(was[part])),
            (Some(there), Some(here), Some(was), Some(is)) => {
                let refused = seen.before.zip(seen.after).map(|(x, y)| Refused::of(x, y));
                let refused = refused.unwrap_or_default();
                let follows = seen.after.is_some_and(|told| told.state.is_some());
                let moved_house = there.0 != here.0;
                if moved_house {
                    self.put(there, |part| left(was[part]));
                }
                self.put(here, |part| {
                    let accrued = if part == 1 { seen.accrued } else { 0 };
                    let mut row = moved(was[part], is[part], accrued, refused, follows);
                    if moved_house {
                        row.opening = 0;
                        row.put(Movement::New, was[part].open());
                    }
                    row
                });
            }
            _ => debug_assert!(seen.kind != Kind::Changed),
        }
    }

    fn put(&mut self, (importer, name): (String, String), row: impl Fn(usize) -> Movements) {
        let nameless = importer.is_empty();
        let kept = self.importers.entry(importer.into()).or_default();
        // Without a number the entries may be of several importers: one name would mislead.
        if kept.name.is_empty() && !nameless {
            kept.name = name.into();
        }
        for (part, sums) in kept.parts.iter_mut().enumerate() {
            sums.add(&row(part));
        }
    }

    /// Every importer of either report, by number.
    pub fn importers(&self) -> impl Iterator<Item = (&str, &ImporterPart)> {
        self.importers.iter().map(|(number, part)| (&**number, part))
    }

    /// The whole: duty, interest.
    pub fn total(&self) -> [Movements; 2] {
        let mut total = [Movements::default(); 2];
        for part in self.importers.values() {
            total.iter_mut().zip(&part.parts).for_each(|(sum, row)| sum.add(row));
        }
        total
    }

    /// Sees that every row closes, and that the whole is what the two reports come to.
    ///
    /// # Errors
    /// It does not: a fault of the program.
    pub fn check(&self, before: &Side<'_>, after: &Side<'_>) -> Result<(), DoesNotClose> {
        for (number, part) in &self.importers {
            for (component, row) in Component::ALL.iter().zip(part.parts) {
                if !row.closes() {
                    let (importer, movements) = (number.clone(), Box::new(row));
                    return Err(DoesNotClose { importer, component: *component, movements });
                }
            }
        }
        let (opening, closing) = (to_come(before), to_come(after));
        let total = self.total();
        for (part, component) in Component::ALL.iter().enumerate() {
            let row = total[part];
            if row.opening != opening[part] || row.closing != closing[part] {
                let (importer, movements) = (Box::default(), Box::new(row));
                return Err(DoesNotClose { importer, component: *component, movements });
            }
        }
        Ok(())
    }
}

/// What a report says is to come: duty, interest.
fn to_come(side: &Side<'_>) -> [i128; 2] {
    let told = side.portfolio.iter().filter_map(|(id, _)| side.entry(id));
    told.fold([0; 2], |[duty, interest], told| {
        let [x, y] = Balance::of(&told);
        [duty + x.open(), interest + y.open()]
    })
}

/// Whether an entry was refused then and now.
#[derive(Clone, Copy, Default)]
struct Refused {
    then: bool,
    now: bool,
}

impl Refused {
    fn of(x: Told<'_>, y: Told<'_>) -> Refused {
        let refused = |told: Told<'_>| told.state.is_some_and(|state| is_refused(state.state));
        Refused { then: refused(x), now: refused(y) }
    }
}

/// An entry that comes in with so much; what was taken off it already moves too.
fn entered(is: Balance, with: i128) -> Movements {
    let mut row = Movements { closing: is.open(), ..Movements::default() };
    row.put(Movement::New, with);
    row.put(Movement::Rejected, -is.rejected);
    row.put(Movement::Paid, -is.paid);
    row.put(Movement::Diverted, -is.diverted);
    row.put(Movement::SettledDifference, -is.settled);
    row
}

fn left(was: Balance) -> Movements {
    let mut row = Movements { opening: was.open(), ..Movements::default() };
    row.put(Movement::Gone, -was.open());
    row
}

fn moved(was: Balance, is: Balance, accrued: i128, refused: Refused, follows: bool) -> Movements {
    let mut row = Movements { opening: was.open(), closing: is.open(), ..Movements::default() };
    // Once CBP ended it, the estimate moves nothing: what stood before is held against CBP's word.
    let estimated = is.expected - was.expected;
    match is.ended {
        Ended::Not => {
            row.put(Movement::AccruedInterest, accrued);
            row.put(Movement::ReEstimated, estimated - accrued);
        }
        Ended::Refused => row.put(Movement::Rejected, estimated),
        Ended::Told => row.put(Movement::SettledDifference, estimated),
    }
    if !follows {
        row.put(Movement::NotFollowed, was.gone());
        return row;
    }
    if refused.then && !refused.now {
        row.put(Movement::Refiled, was.rejected);
    } else {
        row.put(Movement::Rejected, was.rejected - is.rejected);
    }
    row.put(Movement::Paid, was.paid - is.paid);
    row.put(Movement::Diverted, was.diverted - is.diverted);
    row.put(Movement::SettledDifference, was.settled - is.settled);
    row
}
