//! The parties under pseudonyms, for a masked copy of the reports.

use super::{AceAccount, Broker, Importer, NotifyAnswer, NotifyParty, Parties};
use crate::mask::Mask;

impl Parties {
    /// The same answers, with pseudonyms for numbers, names and filer codes.
    pub fn masked(&self, mask: &Mask) -> Parties {
        let importers = self.importers.iter().map(|one| one.masked(mask)).collect();
        Parties::new(importers, self.brokers.iter().map(|one| one.masked(mask)).collect())
    }
}

impl Importer {
    fn masked(&self, mask: &Mask) -> Importer {
        Importer {
            name: self.name.as_deref().map(|name| mask.name("Importer", name)),
            numbers: self.numbers.iter().map(|number| mask.importer(number)).collect(),
            ace_account: self.ace_account.as_ref().map(|account| account.masked(mask)),
            notify_party: match &self.notify_party {
                NotifyAnswer::Party(party) => NotifyAnswer::Party(party.masked(mask)),
                other => other.clone(),
            },
            ..self.clone()
        }
    }
}

impl NotifyParty {
    fn masked(&self, mask: &Mask) -> NotifyParty {
        NotifyParty {
            number: mask.importer(&self.number),
            name: self.name.as_deref().map(|name| mask.name("Party", name)),
            ..self.clone()
        }
    }
}

impl Broker {
    fn masked(&self, mask: &Mask) -> Broker {
        let authorised_for = self.authorised_for.as_ref();
        Broker {
            name: self.name.as_deref().map(|name| mask.name("Broker", name)),
            filer_codes: self.filer_codes.iter().map(|code| mask.filer_code(code)).collect(),
            ace_account: self.ace_account.as_ref().map(|account| account.masked(mask)),
            authorised_for: authorised_for
                .map(|numbers| numbers.iter().map(|number| mask.importer(number)).collect()),
        }
    }
}

impl AceAccount {
    fn masked(&self, mask: &Mask) -> AceAccount {
        match self {
            AceAccount::Named(name) => AceAccount::Named(mask.name("Account", name)),
            other => other.clone(),
        }
    }
}
