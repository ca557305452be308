//! `tracking.csv`: one row per entry of the estimate, in its order: where it stands, what proves
//! it, what was expected, refunded and paid.

use super::proof::ProofCells;
use crate::domain::Cents;
use crate::ledger::TextId;
use crate::report::cell::{ReadyCell, RowWriter};
use crate::track::{Cause, Followed, InterestToDate, Money, RefundBasis, Scene, State};

/// Writes the rows of `tracking.csv`.
pub struct TrackingRows<'a> {
    scene: Scene<'a>,
    proofs: ProofCells,
    to_date: InterestToDate<'a>,
    /// Entries of one importer stand together: importer number, name and payee, as cells.
    party: Option<[TextId; 3]>,
    party_cells: ReadyCell,
    /// Claims and labels repeat from entry to entry.
    claim: (TextId, ReadyCell),
    label: (TextId, ReadyCell),
    refunds: (Vec<TextId>, ReadyCell),
}

impl<'a> TrackingRows<'a> {
    /// The name of the file.
    pub const FILE: &'static str = "tracking.csv";

    /// Its header, without the line end.
    ///
    /// Amounts are blank where they are not known, and 0.00 where nothing is known to be due.
    /// `liquidation_date` is the (re)liquidation that pays, `ordinary_liquidation` one that
    /// refunded nothing, `announced_liquidation` one that is still ahead. `contradictions` counts
    /// the rows of `history.csv` that cannot be so. `interest_to_date` is interest on `refund_high` to
    /// the (re)liquidation if there is one, else to the day of the tracking or the end of the estimate.
    pub const HEADER: &'static str = "entry_number,filer_code,importer_number,importer_name,payee,\
        estimated_status,estimated_lane,estimated_liquidation_date,refund_low,refund_high,\
        interest_low,interest_high,state,since,proof_report,proof_file,proof_record,claim_number,\
        label,accepted_on,liquidation_date,refund_numbers,expected_principal,expected_interest,\
        refund_principal,refund_interest,refund_basis,paid_principal,paid_interest,causes,\
        contradictions,diverted_principal,diverted_interest,ordinary_liquidation,\
        announced_liquidation,interest_to_date";

    /// None written yet.
    pub fn new(scene: &Scene<'a>) -> TrackingRows<'a> {
        let blank = || (TextId::BLANK, ReadyCell::text(""));
        TrackingRows {
            scene: *scene,
            proofs: ProofCells::new(scene),
            to_date: InterestToDate::new(scene),
            party: None,
            party_cells: ReadyCell::default(),
            claim: blank(),
            label: blank(),
            refunds: (Vec::new(), ReadyCell::text("")),
        }
    }

    /// Appends the row of an entry.
    pub fn write(&mut self, followed: &Followed<'_>, out: &mut Vec<u8>) {
        let Followed { entry, tracked, settlement, .. } = *followed;
        self.see(followed);
        let state = tracked.state();
        let proof = tracked.proof();
        let mut row = RowWriter::new(out);
        row.entry(&entry.number)
            .word(entry.number.filer_code())
            .ready(&self.party_cells)
            .word(entry.status.as_str())
            .word(entry.lane.as_str())
            .day(entry.liquidation_date)
            .cents(entry.refund_low)
            .cents(entry.refund_high)
            .cents(entry.interest_low)
            .cents(entry.interest_high)
            .word(state.as_str())
            .day(proof.and_then(|step| step.on))
            .ready(self.proofs.of(proof.map(|step| step.place)))
            .number_or_blank(proof.map(|step| step.place.record.into()))
            .ready(&self.claim.1)
            .ready(&self.label.1)
            .day(tracked.accepted_on)
            .day(tracked.reliquidated)
            .ready(&self.refunds.1)
            .cents(settlement.expected.principal)
            .cents(settlement.expected.interest);
        let refund = match (settlement.basis, tracked.refund) {
            (RefundBasis::None, None) => None,
            (RefundBasis::None, Some((principal, interest))) => Some(Money { principal, interest }),
            _ => Some(settlement.refund),
        };
        money(&mut row, refund);
        // Something arrived, and no report tells how much of it is this entry's.
        let unknown = matches!(state, State::Paid | State::Reissued) && refund.is_none();
        row.word(settlement.basis.as_str());
        money(&mut row, (!unknown || !is_nothing(settlement.paid)).then_some(settlement.paid));
        row.words(settlement.causes.iter().map(|part| part.cause.as_str()))
            .number(tracked.contradictions.len() as u64);
        let offset = settlement.causes.iter().find(|part| part.cause == Cause::Offset);
        // Of a refund that is kept, the part may be unknown.
        let diverted = match (offset, state) {
            (Some(part), _) => Some(part.money),
            (None, State::Diverted) => None,
            (None, _) => Some(Money::default()),
        };
        money(&mut row, diverted);
        row.day(tracked.ordinary_liquidation).day(tracked.announced_liquidation);
        match self.to_date.of(entry, tracked) {
            Some(interest) => row.cents(interest),
            None => row.word(""),
        };
        row.end();
    }

    /// Makes the cells that this row shares with those before it.
    fn see(&mut self, followed: &Followed<'_>) {
        let Scene { portfolio, said, .. } = self.scene;
        let Followed { entry, tracked, .. } = *followed;
        let party = [entry.importer, entry.importer_name, entry.payee];
        if self.party != Some(party) {
            self.party = Some(party);
            self.party_cells = ReadyCell::of(|row| {
                let [importer, name, payee] = party.map(|id| portfolio.texts.text(id));
                row.text(importer).text(name).text(payee)
            });
        }
        for (id, (known, cell)) in
            [(tracked.claim, &mut self.claim), (tracked.error, &mut self.label)]
        {
            if *known != id {
                (*known, *cell) = (id, ReadyCell::text(said.texts.text(id)));
            }
        }
        let steps = tracked.steps.iter().filter(|step| step.state >= State::Certified);
        let numbers = steps.map(|step| step.number).filter(|number| !number.is_blank());
        let mut numbers: Vec<TextId> = numbers.collect();
        numbers.sort_unstable();
        numbers.dedup();
        if self.refunds.0 != numbers {
            let texts = numbers.iter().map(|number| said.texts.text(*number));
            let mut texts: Vec<&str> = texts.collect();
            texts.sort_unstable();
            self.refunds = (numbers, ReadyCell::text(&texts.join(";")));
        }
    }
}

fn is_nothing(money: Money) -> bool {
    money.principal == Cents::ZERO && money.interest == Cents::ZERO
}

/// Principal and interest; blank where they are not known.
fn money(row: &mut RowWriter<'_>, money: Option<Money>) {
    match money {
        Some(money) => row.cents(money.principal).cents(money.interest),
        None => row.word("").word(""),
    };
}
