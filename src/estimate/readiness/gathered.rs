//! The payment groups of one importer, summed by who is paid.

use super::Readiness;
use crate::estimate::{Amounts, Group, GroupKey, Payee};
use crate::ledger::TextId;
use crate::rulebook::Step;
use std::collections::BTreeMap;

/// The kinds of payee, as far as steps tell them apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Paid {
    Importer,
    Party,
    /// One of these two.
    Either,
    /// The importer or somebody of whom nothing is known.
    Other,
}

impl Paid {
    fn of(payee: Payee) -> Paid {
        match payee {
            Payee::Importer | Payee::NotAsked => Paid::Importer,
            Payee::NotifyParty => Paid::Party,
            Payee::ImporterOrParty => Paid::Either,
            Payee::ImporterOr(_) | Payee::NotKnown => Paid::Other,
        }
    }

    /// Whether a refund to this payee waits for the step.
    pub(super) fn waits_for(self, step: Step) -> bool {
        match step {
            Step::TradeAccountOwner | Step::AchRefund | Step::UsBank => self != Paid::Party,
            Step::NotifyPartyAch => matches!(self, Paid::Party | Paid::Either),
            Step::NotifyParty => self != Paid::Party,
            _ => true,
        }
    }
}

/// The payment groups of an importer, summed.
pub(super) struct Gathered<'r> {
    pub(super) id: TextId,
    pub(super) number: &'r str,
    pub(super) name: &'r str,
    pub(super) all: Amounts,
    /// By kind of payee, and who it is.
    pub(super) paid: BTreeMap<(Paid, String), Amounts>,
    /// By what box 28 says where the parties file does not know that party.
    pub(super) named: BTreeMap<&'r str, Amounts>,
}

impl<'r> Gathered<'r> {
    pub(super) fn new(id: TextId, number: &'r str) -> Gathered<'r> {
        let (paid, named) = (BTreeMap::new(), BTreeMap::new());
        Gathered { id, number, name: "", all: Amounts::default(), paid, named }
    }

    pub(super) fn put(&mut self, key: &GroupKey, group: &Group, of: &Readiness<'r>) {
        if self.name.is_empty() {
            self.name = of.texts.text(group.importer_name);
        }
        self.all.add(&group.all);
        let printed = key.payee.print(self.number, Some(of.parties), of.texts).into_owned();
        self.paid.entry((Paid::of(key.payee), printed)).or_default().add(&group.all);
        if let Payee::ImporterOr(named) = key.payee {
            self.named.entry(of.texts.text(named)).or_default().add(&group.all);
        }
    }

    /// The entries whose payee is as wanted, and these payees.
    pub(super) fn paid(&self, wanted: impl Fn(Paid) -> bool) -> (Amounts, String) {
        let mut sum = Amounts::default();
        let mut payees = Vec::new();
        for ((_, payee), amounts) in self.paid.iter().filter(|((paid, _), _)| wanted(*paid)) {
            sum.add(amounts);
            payees.push(payee.as_str());
        }
        (sum, payees.join("; "))
    }

    pub(super) fn named(&self) -> String {
        self.named.keys().copied().collect::<Vec<_>>().join(" ")
    }
}
