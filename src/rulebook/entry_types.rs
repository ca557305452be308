//! Entry types: which CAPE takes, and what else hangs on a type.

use super::error::RulebookError;
use super::provenance::Provenance;
use super::self_check::Unique;
use super::sources::Sources;
use super::table::{Row, Table};
use crate::domain::{Day, EntryType, vocabulary};

pub(super) const FILE: &str = "entry_types.csv";

vocabulary! {
    /// Whether CAPE takes an entry type.
    Standing {
        /// CBP takes it.
        Confirmed = "confirmed",
        /// CBP refuses it.
        Excluded = "excluded",
        /// No text says.
        Unconfirmed = "unconfirmed",
    }
}

vocabulary! {
    /// What else hangs on an entry type.
    Trait {
        /// May wait for antidumping or countervailing instructions.
        AdCvd = "adcvd",
        /// Its other duties may turn a refund into a bill.
        NetBill = "net-bill",
        /// May be flagged for reconciliation.
        ReconFlag = "recon-flag",
        /// Withdraws goods from a warehouse.
        Withdrawal = "withdrawal",
        /// Foreign trade zone.
        Ftz = "ftz",
        /// Temporary importation under bond: no duty is due.
        TemporaryImport = "temporary-import",
    }
}

/// An entry type.
#[derive(Debug, Clone)]
pub struct EntryTypeRule {
    /// The code.
    pub code: EntryType,
    /// What it is.
    pub name: String,
    /// Whether CAPE takes it; an exclusion may have a first day.
    pub standing: Standing,
    /// The first day of the exclusion; confirmed before. `None` for one that always was.
    pub excluded_from: Option<Day>,
    traits: Vec<Trait>,
    /// Where it comes from.
    pub provenance: Provenance,
}

impl EntryTypeRule {
    /// What else hangs on the type.
    pub fn traits(&self) -> &[Trait] {
        &self.traits
    }
}

/// The entry types of which something is known.
#[derive(Debug, Clone)]
pub struct EntryTypes {
    rules: Vec<EntryTypeRule>,
    /// Where the type of each two-digit number stands: the checks of an entry ask many times.
    numbered: Vec<Option<usize>>,
}

impl EntryTypes {
    pub(super) fn read(text: &str, sources: &Sources) -> Result<EntryTypes, RulebookError> {
        let columns = &[
            "type",
            "name",
            "standing",
            "excluded_from",
            "traits",
            "source",
            "confidence",
            "as_of",
        ];
        let table = Table::read(FILE, text, columns)?;
        let mut codes = Unique::new();
        let rules = table.rows().map(|row| {
            codes.claim(&row, "type", row.text("type")?)?;
            read_rule(&row, sources)
        });
        let mut rules: Vec<_> = rules.collect::<Result<_, _>>()?;
        rules.sort_by(|a, b| a.code.cmp(&b.code));
        let mut numbered = vec![None; 100];
        for (at, rule) in rules.iter().enumerate() {
            if let Some(number) = two_digits(&rule.code) {
                numbered[number] = Some(at);
            }
        }
        Ok(EntryTypes { rules, numbered })
    }

    /// What is known of a type.
    pub fn get(&self, code: &EntryType) -> Option<&EntryTypeRule> {
        match two_digits(code) {
            Some(number) => self.rules.get(self.numbered[number]?),
            None => self.rules.iter().find(|rule| rule.code == *code),
        }
    }

    /// Every type, by code.
    pub fn iter(&self) -> impl Iterator<Item = &EntryTypeRule> {
        self.rules.iter()
    }

    /// Whether CAPE takes the type on that day; a type that is not listed is unconfirmed.
    pub fn standing(&self, code: &EntryType, as_of: Day) -> Standing {
        match self.get(code) {
            None => Standing::Unconfirmed,
            Some(rule) if rule.excluded_from.is_some_and(|from| as_of < from) => {
                Standing::Confirmed
            }
            Some(rule) => rule.standing,
        }
    }

    /// Whether a suspension record on the type may stand for a pending AD/CVD case.
    pub fn is_adcvd(&self, code: &EntryType) -> bool {
        self.has(code, Trait::AdCvd)
    }

    /// Whether other duties of the type may turn a refund into a bill.
    pub fn can_net(&self, code: &EntryType) -> bool {
        self.has(code, Trait::NetBill)
    }

    /// Whether CAPE takes the type with a reconciliation flag.
    pub fn recon_allowed(&self, code: &EntryType) -> bool {
        self.has(code, Trait::ReconFlag)
    }

    /// Whether it withdraws goods from a warehouse.
    pub fn is_withdrawal(&self, code: &EntryType) -> bool {
        self.has(code, Trait::Withdrawal)
    }

    /// Whether it is of a foreign trade zone.
    pub fn is_ftz(&self, code: &EntryType) -> bool {
        self.has(code, Trait::Ftz)
    }

    /// Whether it is a temporary importation, on which no duty is due.
    pub fn is_temporary_import(&self, code: &EntryType) -> bool {
        self.has(code, Trait::TemporaryImport)
    }

    fn has(&self, code: &EntryType, wanted: Trait) -> bool {
        self.get(code).is_some_and(|rule| rule.traits.contains(&wanted))
    }
}

/// A code of two digits as a number.
fn two_digits(code: &EntryType) -> Option<usize> {
    match code.as_str().as_bytes() {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            Some(usize::from(tens - b'0') * 10 + usize::from(ones - b'0'))
        }
        _ => None,
    }
}

fn read_rule(row: &Row<'_>, sources: &Sources) -> Result<EntryTypeRule, RulebookError> {
    let text = row.text("type")?;
    let code = EntryType::read(text.as_bytes())
        .filter(|code| code.as_str() == text && text.len() == 2)
        .ok_or_else(|| row.wrong("type", "a type code of two characters"))?;
    let standing = row.choice("standing", Standing::ALL)?;
    let excluded_from = row.day_if_any("excluded_from")?;
    if excluded_from.is_some() && standing != Standing::Excluded {
        return Err(row.wrong("excluded_from", "nothing, as the type is not excluded"));
    }
    let words = row.text("traits")?.split(';').filter(|w| !w.is_empty());
    let traits = words.map(|word| Trait::ALL.iter().copied().find(|t| t.as_str() == word));
    Ok(EntryTypeRule {
        code,
        name: row.filled("name")?.to_owned(),
        standing,
        excluded_from,
        traits: traits
            .collect::<Option<_>>()
            .ok_or_else(|| row.wrong("traits", "known traits, joined by ;"))?,
        provenance: Provenance::of(row, sources)?,
    })
}
