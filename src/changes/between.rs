//! What two reports as a whole were made with otherwise: what a change is put down to where the
//! entry itself shows no reason.

use super::clocks::Clocks;
use super::{Cause, Differing, Side};
use crate::earlier::MadeWith;
use crate::rulebook::Rulebook;

/// The two reports, and what differs between how they were made.
pub(super) struct Between<'a> {
    pub before: Side<'a>,
    pub after: Side<'a>,
    pub clocks: Clocks<'a>,
    /// Both have facts and findings of their entries.
    pub has_facts: bool,
    /// Which options of interest differ, in words; blank if none does.
    pub interest_options: String,
    /// Whether the deposit basis differs.
    pub basis: Option<String>,
    /// Who submits, where that differs.
    pub route: Option<String>,
    /// Cause and detail where nothing of the entry explains a change.
    general: (Cause, String),
}

impl<'a> Between<'a> {
    pub fn new(
        before: Side<'a>,
        after: Side<'a>,
        rules: &'a Rulebook,
        differing: &Differing,
    ) -> Between<'a> {
        let (a, b) = (before.made_with, after.made_with);
        let basis = differs("deposit basis", a.deposit_basis.as_str(), b.deposit_basis.as_str());
        let days = differs("processing days", a.processing_days, b.processing_days);
        let taxpayer = differs("taxpayer", taxpayer(a), taxpayer(b));
        let rulebook = differs("rulebook", &a.rulebook, &b.rulebook);
        let general = match (differing.any(), rulebook) {
            (true, None) => (Cause::Inputs, differing.in_words()),
            (true, Some(too)) => (Cause::Inputs, format!("{}; {too}", differing.in_words())),
            (false, Some(words)) => (Cause::Rulebook, words),
            (false, None) => (Cause::Unexplained, String::new()),
        };
        let interest_options: Vec<String> = [taxpayer, days].into_iter().flatten().collect();
        Between {
            before,
            after,
            clocks: Clocks { windows: &rules.windows, before: a.as_of, after: b.as_of },
            has_facts: before.has_facts && after.has_facts,
            interest_options: interest_options.join("; "),
            basis,
            route: differs("who submits", route(a), route(b)),
            general,
        }
    }

    /// Where nothing of the entry explains a change.
    pub fn otherwise(&self) -> (Cause, String) {
        self.general.clone()
    }
}

fn differs<T: PartialEq + std::fmt::Display>(what: &str, then: T, now: T) -> Option<String> {
    (then != now).then(|| format!("{what} {then} then, {now} now"))
}

fn taxpayer(made: &MadeWith) -> &'static str {
    use crate::rulebook::Taxpayer;
    match made.taxpayer {
        Taxpayer::Corporate => "corporate",
        Taxpayer::NonCorporate => "non-corporate",
        Taxpayer::Gatt => "gatt",
    }
}

fn route(made: &MadeWith) -> String {
    match (made.filer_codes.as_slice(), made.importers.as_slice()) {
        ([], []) => "nobody named".to_owned(),
        ([], importers) => format!("importer {}", importers.join(", ")),
        (codes, _) => format!("filer {}", codes.join(", ")),
    }
}
