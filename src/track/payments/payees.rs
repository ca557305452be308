//! Who is paid, as the estimate and the reports name them.

use crate::earlier::{EarlierEntry, Portfolio};
use crate::ledger::{TextId, Texts};
use crate::track::Said;
use crate::track::links::keys::payee_key;
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// How the estimate prints a payee that it could not tell.
const UNKNOWN: &str = "unknown:";

/// A payee: its place in the payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PayeeId(u32);

/// Someone who is paid.
#[derive(Debug, Clone, Default)]
pub struct Payee {
    /// As printed.
    pub printed: String,
    /// The name of the importer that it is, else the one that a report prints; blank if none does.
    pub name: String,
    /// Without dashes, spaces and case; of a payee that is not known its importer and what is
    /// possible.
    pub(super) key: String,
}

/// Every payee once, however its number is spelled.
#[derive(Default)]
pub(super) struct Payees {
    all: Vec<Payee>,
    by_key: HashMap<String, PayeeId, FixedState>,
    /// Payees that may be meant by a number: those of that number, and those that are not known of
    /// importers with that number.
    meant: HashMap<String, Vec<PayeeId>, FixedState>,
    estimated: HashMap<(TextId, TextId), PayeeId, FixedState>,
    reported: HashMap<TextId, Option<PayeeId>, FixedState>,
}

impl Payees {
    /// The payee that the estimate has for an entry.
    pub(super) fn of_entry(&mut self, portfolio: &Portfolio, entry: &EarlierEntry) -> PayeeId {
        let payee = portfolio.payee(entry);
        if let Some(id) = self.estimated.get(&(payee, entry.importer)) {
            let id = *id;
            self.name(id, portfolio, entry);
            return id;
        }
        let (printed, importer) =
            (portfolio.texts.text(payee), portfolio.texts.text(entry.importer));
        let id = match printed.starts_with(UNKNOWN) {
            false => self.id(payee_key(printed), printed),
            true => {
                let own = payee_key(importer);
                let id = self.id(format!("{own} {printed}"), printed);
                self.means(own, id);
                id
            }
        };
        self.estimated.insert((payee, entry.importer), id);
        self.name(id, portfolio, entry);
        id
    }

    /// The payee that a report names; `None` for a blank.
    pub(super) fn of_report(&mut self, texts: &Texts, payee: TextId) -> Option<PayeeId> {
        if let Some(id) = self.reported.get(&payee) {
            return *id;
        }
        let printed = texts.text(payee);
        let key = payee_key(printed);
        let id = (!key.is_empty()).then(|| self.id(key, printed));
        self.reported.insert(payee, id);
        id
    }

    /// The payee that a report names, which was seen before.
    pub(super) fn named(&self, texts: &Texts, payee: TextId) -> Option<PayeeId> {
        self.by_key.get(&payee_key(texts.text(payee))).copied().filter(|_| !payee.is_blank())
    }

    /// The payees that a number of a report may mean.
    pub(super) fn meant(&self, payee: PayeeId) -> &[PayeeId] {
        let meant = self.get(payee).and_then(|payee| self.meant.get(&payee.key));
        meant.map_or(&[], Vec::as_slice)
    }

    pub(super) fn get(&self, id: PayeeId) -> Option<&Payee> {
        self.all.get(id.0 as usize)
    }

    fn id(&mut self, key: String, printed: &str) -> PayeeId {
        if let Some(id) = self.by_key.get(&key) {
            return *id;
        }
        let id = PayeeId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        let (printed, name) = (printed.to_string(), String::new());
        self.all.push(Payee { printed, name, key: key.clone() });
        self.by_key.insert(key.clone(), id);
        self.means(key, id);
        id
    }

    fn means(&mut self, key: String, id: PayeeId) {
        let meant = self.meant.entry(key).or_default();
        if !meant.contains(&id) {
            meant.push(id);
        }
    }

    /// Names of payees that only reports have; of several the first in the order of the alphabet.
    pub(super) fn name_from_reports(&mut self, said: &Said) {
        let mut named: Vec<(&str, &str)> = said
            .payee_names
            .iter()
            .map(|(payee, name)| (said.texts.text(*payee), said.texts.text(*name)))
            .collect();
        named.sort_unstable();
        named.dedup();
        let mut names: HashMap<String, &str, FixedState> = HashMap::default();
        for (payee, name) in named {
            let known = names.entry(payee_key(payee)).or_insert(name);
            *known = name.min(*known);
        }
        for payee in self.all.iter_mut().filter(|payee| payee.name.is_empty()) {
            if let Some(name) = names.get(&payee.key) {
                payee.name = (*name).to_string();
            }
        }
    }

    /// The name of an importer that is paid itself.
    fn name(&mut self, id: PayeeId, portfolio: &Portfolio, entry: &EarlierEntry) {
        let Some(payee) = self.all.get_mut(id.0 as usize) else { return };
        if payee.name.is_empty() && !entry.importer_name.is_blank() {
            let itself = portfolio.payee(entry) == entry.importer
                || payee_key(portfolio.texts.text(entry.importer)) == payee.key;
            if itself {
                payee.name = portfolio.texts.text(entry.importer_name).to_string();
            }
        }
    }
}
