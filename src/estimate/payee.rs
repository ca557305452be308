//! Who is paid: the importer of record, or the notify party of CBP Form 4811.
//!
//! A refund goes to the notify party only if both hold: the party is on file with CBP, and box 28
//! of the entry summary names it (`cape-rules:S1`, `cape-rules:S44`). The first is known from the
//! parties file alone. The second from the column `notify_party` where there is one, else from the
//! parties file. Where either is not known, the payee is not known.

use crate::assess::Entry;
use crate::domain::{Field, ImporterNumber};
use crate::ledger::{TextId, Texts};
use crate::parties::{NotifyAnswer, Parties};
use std::borrow::Cow;

/// Who receives the refund of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Payee {
    /// Not asked: there is no parties file.
    #[default]
    NotAsked,
    /// The importer of record.
    Importer,
    /// The notify party that the parties file names for the importer.
    NotifyParty,
    /// The importer or that notify party.
    ImporterOrParty,
    /// The importer or the party that box 28 names, of which the parties file says nothing.
    ImporterOr(TextId),
    /// The importer or a notify party nobody names.
    NotKnown,
}

impl Payee {
    /// The payee of an entry.
    pub fn of(entry: &Entry<'_>) -> Payee {
        let Some(parties) = entry.context.parties else { return Payee::NotAsked };
        let named = entry.facts.notify_party;
        if named.is_blank() && entry.has(Field::NotifyParty) {
            return Payee::Importer;
        }
        let is_named = |number: &ImporterNumber| number.key() == entry.texts.text(named);
        let own = || ImporterNumber::read(entry.importer.as_bytes());
        if !named.is_blank() && own().is_some_and(|own| is_named(&own)) {
            return Payee::Importer;
        }
        let answer = parties.importer(entry.importer).map(|importer| &importer.notify_party);
        let party = match answer {
            Some(NotifyAnswer::None) => return Payee::Importer,
            Some(NotifyAnswer::Party(party)) => party,
            None | Some(NotifyAnswer::Unknown) => {
                return if named.is_blank() { Payee::NotKnown } else { Payee::ImporterOr(named) };
            }
        };
        let in_box_28 = match named.is_blank() {
            true => party.in_box_28,
            // Of another party it is not known whether it is on file.
            false if !is_named(&party.number) => return Payee::ImporterOr(named),
            false => Some(true),
        };
        match (party.on_file, in_box_28) {
            (Some(false), _) | (_, Some(false)) => Payee::Importer,
            (Some(true), Some(true)) => Payee::NotifyParty,
            _ => Payee::ImporterOrParty,
        }
    }

    /// Whether it is known.
    pub fn is_known(self) -> bool {
        matches!(self, Payee::Importer | Payee::NotifyParty)
    }

    /// How reports print it: a number, or `unknown: IOR or` and what else is possible. Blank if it
    /// was not asked.
    pub fn print<'t>(
        self,
        importer: &'t str,
        parties: Option<&'t Parties>,
        texts: &'t Texts,
    ) -> Cow<'t, str> {
        let listed = || parties.and_then(|parties| parties.importer(importer)?.notify_party());
        let party = || listed().map_or("4811 party", |party| party.number.as_str());
        match self {
            Payee::NotAsked => "".into(),
            Payee::Importer if importer.is_empty() => "unknown: no importer number".into(),
            Payee::Importer => importer.into(),
            Payee::NotifyParty => party().into(),
            Payee::ImporterOrParty => format!("unknown: IOR or {}", party()).into(),
            Payee::ImporterOr(named) => {
                let key = texts.text(named);
                let known = parties.and_then(|parties| parties.spelling(key));
                format!("unknown: IOR or {}", known.unwrap_or(key)).into()
            }
            Payee::NotKnown => "unknown: IOR or 4811 party".into(),
        }
    }

    /// The order of groups that differ in their payee only; `text` prints the party of box 28.
    pub(super) fn rank<'t>(self, text: impl Fn(TextId) -> &'t str) -> (u8, &'t str) {
        match self {
            Payee::NotAsked => (0, ""),
            Payee::Importer => (1, ""),
            Payee::NotifyParty => (2, ""),
            Payee::ImporterOrParty => (3, ""),
            Payee::ImporterOr(named) => (4, text(named)),
            Payee::NotKnown => (5, ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payee_is_known_only_where_there_is_one() {
        let mut texts = Texts::new();
        let named = texts.id("98-765432100");
        for (payee, known, printed) in [
            (Payee::NotAsked, false, ""),
            (Payee::Importer, true, "12-345678900"),
            (Payee::NotifyParty, true, "4811 party"),
            (Payee::ImporterOrParty, false, "unknown: IOR or 4811 party"),
            (Payee::ImporterOr(named), false, "unknown: IOR or 98-765432100"),
            (Payee::NotKnown, false, "unknown: IOR or 4811 party"),
        ] {
            assert_eq!(payee.is_known(), known, "{payee:?}");
            assert_eq!(payee.print("12-345678900", None, &texts), printed, "{payee:?}");
        }
        // Whoever it is, nobody can be paid under no number.
        assert_eq!(Payee::Importer.print("", None, &texts), "unknown: no importer number");
    }
}
