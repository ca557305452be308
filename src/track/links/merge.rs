//! One refund out of all rows that tell of it.
//!
//! Rows are taken in the order of the day of their report (else of the refund), then of how far the
//! refund is. A status moves forward only; what came back from the bank may go out once more. An
//! amount of a later row stands before that of an earlier one, any amount before 0.00, and of an
//! entry's part that of REV-615 before that of ES-022 before all others.

use super::gather::NONE;
use super::keys::Keys;
use super::{Disagreement, Part, PayeeDisagreement, Refund, RefundId};
use crate::domain::{Cents, Day};
use crate::ledger::TextId;
use crate::rulebook::FactsReport;
use crate::track::{EntryRef, Place, RefundRow, RefundStatus, Said, Share};
use std::cmp::{Ordering, Reverse};

/// The refund to be of every refund row and every share; [`NONE`] for none.
pub(super) struct Slots {
    pub(super) of_row: Vec<u32>,
    pub(super) of_share: Vec<u32>,
}

/// What is told of a refund to be, as far as it finds rows that may be of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft<'k> {
    pub(super) payee: &'k str,
    pub(super) amount: Option<i128>,
    pub(super) on: Option<Day>,
    pub(super) liquidated: Option<Day>,
}

/// All refunds put together.
pub(super) struct Merged {
    pub(super) refunds: Vec<Refund>,
    pub(super) rows: Vec<u32>,
    pub(super) parts: Vec<Part>,
    pub(super) refund_of_share: Vec<u32>,
    pub(super) disagreements: Vec<Disagreement>,
    pub(super) payee_disagreements: Vec<PayeeDisagreement>,
}

pub(super) struct Merger<'m, 'a> {
    said: &'a Said,
    payees: &'m Keys<'a>,
    numbers: &'m Keys<'a>,
    /// The order of the files by name, so that the order on the command line counts for nothing.
    file_rank: Vec<u32>,
}

/// Other payees of a refund that are named. More are no payees, but a word in the place of its number.
const PAYEES: usize = 8;

/// A row or share of a refund.
#[derive(Clone, Copy)]
enum Teller<'a> {
    Row(&'a RefundRow),
    Share(&'a Share),
}

impl<'m, 'a> Merger<'m, 'a> {
    pub(super) fn new(said: &'a Said, payees: &'m Keys<'a>, numbers: &'m Keys<'a>) -> Self {
        let mut order: Vec<usize> = (0..said.files.len()).collect();
        order.sort_by_key(|at| said.files.get(*at).map(|file| &file.name));
        let mut file_rank = vec![0; order.len()];
        for (rank, at) in (0..).zip(order) {
            if let Some(place) = file_rank.get_mut(at) {
                *place = rank;
            }
        }
        Merger { said, payees, numbers, file_rank }
    }

    /// What the slots come to so far, by slot.
    pub(super) fn drafts(&self, slots: &Slots) -> Vec<Draft<'m>> {
        let merged = self.in_slots(slots);
        merged
            .refunds
            .iter()
            .map(|refund| Draft {
                payee: self.payees.of(refund.payee),
                amount: refund.amount.map(|amount| amount.0.into()),
                on: refund.on,
                liquidated: refund.liquidated,
            })
            .collect()
    }

    /// The refunds, in the order of number, payee, date and amount.
    pub(super) fn merge(&self, slots: &Slots) -> Merged {
        let merged = self.in_slots(slots);
        let key = |slot: &u32| merged.refunds.get(*slot as usize);
        // A slot is left empty where its rows were found to be of another.
        let filled = |refund: &Refund| !(refund.rows.is_empty() && refund.parts.is_empty());
        let mut order: Vec<u32> =
            (0..merged.refunds.len() as u32).filter(|slot| key(slot).is_some_and(filled)).collect();
        order.sort_by(|a, b| match (key(a), key(b)) {
            (Some(a), Some(b)) => self.order(a, b),
            _ => Ordering::Equal,
        });
        merged.in_order(&order)
    }

    fn order(&self, a: &Refund, b: &Refund) -> Ordering {
        let key = |refund: &Refund| {
            let number = self.numbers.of(refund.number);
            let kind = (refund.number.is_blank(), number.len(), number);
            let beside = (self.payees.of(refund.payee), refund.liquidated, refund.on);
            (kind, beside, refund.amount, self.place_rank(refund.place))
        };
        key(a).cmp(&key(b))
    }

    fn place_rank(&self, place: Place) -> (u32, u32) {
        (self.file_rank.get(place.file as usize).copied().unwrap_or(NONE), place.record)
    }

    /// The refunds in the order of their slots.
    fn in_slots(&self, slots: &Slots) -> Merged {
        let said = self.said;
        let count = slots.of_row.iter().chain(&slots.of_share).filter(|slot| **slot != NONE);
        let count = count.max().map_or(0, |most| *most as usize + 1);
        let mut rows: Vec<u32> = placed(&slots.of_row);
        rows.sort_by_cached_key(|at| {
            let row = said.refunds.get(*at as usize);
            let rank = row.map(|row| self.rank(&Teller::Row(row)));
            (slots.of_row.get(*at as usize).copied(), rank)
        });
        let mut shares: Vec<u32> = placed(&slots.of_share);
        shares.sort_by(|a, b| self.share_order(*a, *b, slots));
        let mut merged = Merged {
            refunds: Vec::with_capacity(count),
            rows: Vec::new(),
            parts: Vec::new(),
            refund_of_share: slots.of_share.clone(),
            disagreements: Vec::new(),
            payee_disagreements: Vec::new(),
        };
        let (mut rows, mut shares) = (rows.as_slice(), shares.as_slice());
        for slot in 0..count as u32 {
            let own_rows = rows.partition_point(|at| slots.of_row.get(*at as usize) == Some(&slot));
            let own_shares =
                shares.partition_point(|at| slots.of_share.get(*at as usize) == Some(&slot));
            let ((own, more), (own_shares, more_shares)) =
                (rows.split_at(own_rows), shares.split_at(own_shares));
            (rows, shares) = (more, more_shares);
            self.one(RefundId(slot), own, own_shares, &mut merged);
        }
        merged
    }

    fn one(&self, id: RefundId, rows: &[u32], shares: &[u32], merged: &mut Merged) {
        let said = self.said;
        let told_rows = rows.iter().filter_map(|at| said.refunds.get(*at as usize));
        let told_shares = shares.iter().filter_map(|at| said.shares.get(*at as usize));
        let mut tellers: Vec<Teller<'_>> = told_rows.clone().map(Teller::Row).collect();
        tellers.extend(told_shares.clone().map(Teller::Share));
        tellers.sort_by_cached_key(|teller| self.rank(teller));
        let first = tellers.first().map(Teller::place);
        let mut refund = Refund {
            number: TextId::BLANK,
            payee: TextId::BLANK,
            amount: None,
            amount_told: false,
            principal: None,
            interest: None,
            diverted: None,
            was_diverted: false,
            on: None,
            liquidated: None,
            status: RefundStatus::None,
            status_text: TextId::BLANK,
            status_on: None,
            place: first.unwrap_or(Place { file: 0, record: 0 }),
            trace: TextId::BLANK,
            told_on: None,
            at_least: false,
            rows: 0..0,
            parts: 0..0,
        };
        for teller in &tellers {
            self.tell(&mut refund, teller);
        }
        self.payees(id, &refund, &tellers, merged);
        self.amounts(id, &mut refund, told_rows, merged);
        let from = merged.parts.len() as u32;
        self.parts(id, shares, merged);
        refund.parts = from..merged.parts.len() as u32;
        let parts = merged.parts.get(from as usize..).unwrap_or_default();
        if refund.amount.is_none() && parts.iter().any(Part::is_known) {
            let sum: i128 = parts.iter().map(Part::total).sum();
            refund.amount = i64::try_from(sum).ok().map(Cents);
        }
        let from = merged.rows.len() as u32;
        merged.rows.extend(rows);
        refund.rows = from..merged.rows.len() as u32;
        merged.refunds.push(refund);
    }

    /// What a row adds to what the rows before it told.
    fn tell(&self, refund: &mut Refund, teller: &Teller<'_>) {
        let (number, payee, on, liquidated, status) = match teller {
            Teller::Row(row) => (row.refund, row.payee, row.on, row.liquidated, row.status),
            Teller::Share(share) => {
                (share.refund, share.payee, share.on, share.liquidated, share.status)
            }
        };
        refund.number = number.or(refund.number);
        refund.payee = payee.or(refund.payee);
        refund.on = on.or(refund.on);
        refund.liquidated = liquidated.or(refund.liquidated);
        refund.was_diverted |= status == RefundStatus::Diverted;
        if let Teller::Row(row) = teller {
            refund.trace = row.trace.or(refund.trace);
        }
        // ES-022 goes on printing its first word for a refund, whatever becomes of it.
        let at_least = matches!(teller, Teller::Share(_)) && status == RefundStatus::Sent;
        let newer = on.zip(refund.told_on).is_some_and(|(told, was)| told > was);
        let held = status == RefundStatus::Held && refund.at_least;
        let stays = at_least
            && !newer
            && matches!(refund.status, RefundStatus::Held | RefundStatus::Returned);
        if held || moves(refund.status, status) && !stays {
            (refund.at_least, refund.told_on) = (at_least, on);
            refund.status = status;
            refund.place = teller.place();
            refund.status_on = self.moment(teller);
            refund.status_text = match teller {
                Teller::Row(row) => row.status_text,
                Teller::Share(_) => TextId::BLANK,
            };
        }
    }

    /// Other payees than the one that was taken, each once.
    fn payees(&self, id: RefundId, refund: &Refund, tellers: &[Teller<'_>], merged: &mut Merged) {
        let mut named = vec![self.payees.of(refund.payee)];
        for teller in tellers {
            let other = match teller {
                Teller::Row(row) => row.payee,
                Teller::Share(share) => share.payee,
            };
            let key = self.payees.of(other);
            if !key.is_empty() && !named.contains(&key) && named.len() <= PAYEES {
                named.push(key);
                let (kept, place) = (refund.payee, teller.place());
                merged.payee_disagreements.push(PayeeDisagreement {
                    refund: id,
                    kept,
                    other,
                    place,
                });
            }
        }
    }

    /// The amounts of the refund as a whole.
    fn amounts<'r>(
        &self,
        id: RefundId,
        refund: &mut Refund,
        rows: impl Iterator<Item = &'r RefundRow> + Clone,
        merged: &mut Merged,
    ) {
        let mut take = |what: &'static str, amount: fn(&RefundRow) -> Option<Cents>| {
            let told = rows.clone().filter_map(|row| Some((amount(row)?, row.place)));
            choose(told, |kept, other, place| {
                merged.disagreements.push(Disagreement {
                    refund: id,
                    entry: None,
                    what,
                    kept,
                    other,
                    place,
                });
            })
        };
        refund.amount = take("amount", |row| row.amount);
        refund.principal = take("principal", |row| row.principal);
        refund.interest = take("interest", |row| row.interest);
        refund.diverted = take("diverted", |row| row.diverted);
        if refund.amount.is_none()
            && let (Some(principal), Some(interest)) = (refund.principal, refund.interest)
        {
            refund.amount = principal.checked_add(interest);
        }
        refund.amount_told = refund.amount.is_some();
    }

    /// The parts of the entries, each once.
    fn parts(&self, id: RefundId, shares: &[u32], merged: &mut Merged) {
        let said = self.said;
        let share = |at: &u32| said.shares.get(*at as usize);
        for same in shares.chunk_by(|a, b| share(a).map(|a| a.entry) == share(b).map(|b| b.entry)) {
            let told = || same.iter().filter_map(share);
            let Some(last) = told().next_back() else { continue };
            let mut part = Part {
                refund: id,
                entry: last.entry,
                principal: None,
                interest: None,
                liquidated: None,
                payee: TextId::BLANK,
                status: RefundStatus::None,
                place: last.place,
            };
            for share in told() {
                part.liquidated = share.liquidated.or(part.liquidated);
                part.payee = share.payee.or(part.payee);
                part.status = part.status.max(share.status);
                if share.principal.is_some() || share.interest.is_some() {
                    part.place = share.place;
                }
            }
            let mut take = |what: &'static str, amount: fn(&Share) -> Option<Cents>| {
                let told = told().filter_map(|share| Some((amount(share)?, share.place)));
                choose(told, |kept, other, place| {
                    let entry = Some(part.entry);
                    let differs = Disagreement { refund: id, entry, what, kept, other, place };
                    merged.disagreements.push(differs);
                })
            };
            part.principal = take("principal", |share| share.principal);
            part.interest = take("interest", |share| share.interest);
            merged.parts.push(part);
        }
    }

    fn moment(&self, teller: &Teller<'_>) -> Option<Day> {
        let on = match teller {
            Teller::Row(row) => row.on,
            Teller::Share(share) => share.on,
        };
        self.said.file(teller.place()).and_then(|file| file.report_date).or(on)
    }

    /// By day and status, then by what they say, so that neither the order of rows nor the names of
    /// files decide anything. The least amount comes last, since the last one counts.
    fn rank(&self, teller: &Teller<'_>) -> Rank<'_> {
        let (amounts, days, texts) = match teller {
            Teller::Row(row) => (
                [row.amount, row.principal, row.interest, row.diverted],
                [row.on, row.liquidated],
                [row.payee, row.trace, row.status_text],
            ),
            Teller::Share(share) => (
                [None, share.principal, share.interest, None],
                [share.on, share.liquidated],
                [share.payee, TextId::BLANK, TextId::BLANK],
            ),
        };
        Rank {
            moment: self.moment(teller),
            status: teller.status(),
            amounts: amounts.map(Reverse),
            days,
            texts: texts.map(|text| self.said.texts.text(text)),
            place: self.place_rank(teller.place()),
        }
    }

    /// By refund, then entry (those of the portfolio first), then how much the row is worth.
    fn share_order(&self, a: u32, b: u32, slots: &Slots) -> Ordering {
        let said = self.said;
        let slot = |at: u32| slots.of_share.get(at as usize).copied();
        let (Some(x), Some(y)) = (said.shares.get(a as usize), said.shares.get(b as usize)) else {
            return Ordering::Equal;
        };
        let entry = |entry: EntryRef| match entry {
            EntryRef::Known(id) => (0, id.0, ""),
            EntryRef::Stranger(number) => (1, 0, said.texts.text(number)),
        };
        let worth = |share: &Share| (self.precision(share.place), self.rank(&Teller::Share(share)));
        (slot(a), entry(x.entry))
            .cmp(&(slot(b), entry(y.entry)))
            .then_with(|| worth(x).cmp(&worth(y)))
    }

    /// How near a report is to the money.
    fn precision(&self, place: Place) -> u8 {
        let report = self.said.file(place).and_then(|file| file.report);
        match report {
            Some(FactsReport::Rev615) => 2,
            Some(FactsReport::Es022) => 1,
            _ => 0,
        }
    }
}

impl Teller<'_> {
    fn place(&self) -> Place {
        match self {
            Teller::Row(row) => row.place,
            Teller::Share(share) => share.place,
        }
    }

    fn status(&self) -> RefundStatus {
        match self {
            Teller::Row(row) => row.status,
            Teller::Share(share) => share.status,
        }
    }
}

/// The order in which rows about one refund are taken in.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank<'a> {
    moment: Option<Day>,
    status: RefundStatus,
    amounts: [Reverse<Option<Cents>>; 4],
    days: [Option<Day>; 2],
    texts: [&'a str; 3],
    place: (u32, u32),
}

/// Whether a status that is told later takes the place of another.
fn moves(was: RefundStatus, told: RefundStatus) -> bool {
    use RefundStatus::{Held, Issued, Returned, Sent};
    told > was || was == Returned && matches!(told, Held | Sent | Issued)
}

/// The last amount that is not 0.00, else 0.00; each that differs from it is named.
fn choose(
    told: impl Iterator<Item = (Cents, Place)> + Clone,
    mut differs: impl FnMut(Cents, Cents, Place),
) -> Option<Cents> {
    let amounts = told.clone().map(|(amount, _)| amount);
    let kept = amounts.fold(None, |kept, amount| match kept {
        Some(kept) if amount == Cents::ZERO => Some(kept),
        _ => Some(amount),
    })?;
    for (amount, place) in told.filter(|(amount, _)| *amount != kept && *amount != Cents::ZERO) {
        differs(kept, amount, place);
    }
    Some(kept)
}

fn placed(slots: &[u32]) -> Vec<u32> {
    (0..).zip(slots).filter(|(_, slot)| **slot != NONE).map(|(at, _)| at).collect()
}

impl Merged {
    /// The same in another order of the refunds.
    fn in_order(self, order: &[u32]) -> Merged {
        let mut place_of = vec![NONE; self.refunds.len()];
        for (place, slot) in (0..).zip(order) {
            if let Some(new) = place_of.get_mut(*slot as usize) {
                *new = place;
            }
        }
        let new = |slot: u32| place_of.get(slot as usize).copied().unwrap_or(NONE);
        let mut ordered = Merged {
            refunds: Vec::with_capacity(order.len()),
            rows: Vec::with_capacity(self.rows.len()),
            parts: Vec::with_capacity(self.parts.len()),
            refund_of_share: self.refund_of_share.iter().map(|slot| new(*slot)).collect(),
            disagreements: Vec::new(),
            payee_disagreements: Vec::new(),
        };
        for slot in order {
            let Some(refund) = self.refunds.get(*slot as usize) else { continue };
            let mut refund = refund.clone();
            let from = ordered.rows.len() as u32;
            ordered.rows.extend(super::within(&self.rows, &refund.rows).unwrap_or_default());
            refund.rows = from..ordered.rows.len() as u32;
            let from = ordered.parts.len() as u32;
            let parts = super::within(&self.parts, &refund.parts).unwrap_or_default();
            let id = RefundId(new(*slot));
            ordered.parts.extend(parts.iter().map(|part| Part { refund: id, ..*part }));
            refund.parts = from..ordered.parts.len() as u32;
            ordered.refunds.push(refund);
        }
        let renamed = |d: Disagreement| Disagreement { refund: RefundId(new(d.refund.0)), ..d };
        ordered.disagreements = self.disagreements.into_iter().map(renamed).collect();
        ordered.disagreements.sort_by_key(|differs| differs.refund);
        let renamed =
            |d: PayeeDisagreement| PayeeDisagreement { refund: RefundId(new(d.refund.0)), ..d };
        ordered.payee_disagreements = self.payee_disagreements.into_iter().map(renamed).collect();
        ordered.payee_disagreements.sort_by_key(|differs| differs.refund);
        ordered
    }
}
