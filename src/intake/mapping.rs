//! By what a header is mapped: the known spellings, `--map` options, and a profile.

use super::layout::MapOption;
use super::profile::Profile;
use crate::domain::{Field, fold};
use crate::rulebook::{FactsReport, HeaderAliases, ReportScope};
use std::collections::BTreeSet;

/// What the headers of the inputs mean.
pub struct Mapping<'a> {
    /// Known spellings.
    pub aliases: &'a HeaderAliases,
    /// Of a field the user chose a header for, by option or profile.
    pub options: Vec<MapOption>,
    /// The options that the command line names: each must fit some file.
    pub said: Vec<MapOption>,
    /// The profile.
    pub profile: Profile,
    /// Headers that options and profile name, folded.
    named: BTreeSet<String>,
    ignored: BTreeSet<String>,
    scope: ReportScope,
}

impl<'a> Mapping<'a> {
    /// A mapping; an option wins over the profile.
    pub fn new(aliases: &'a HeaderAliases, said: Vec<MapOption>, profile: Profile) -> Mapping<'a> {
        let is_said = |field: Field| said.iter().any(|option| option.field == field);
        let kept = profile.options().into_iter().filter(|option| !is_said(option.field));
        let options: Vec<MapOption> = said.iter().cloned().chain(kept).collect();
        let folded = |header: &str| fold(header.as_bytes());
        let mut named: BTreeSet<String> =
            options.iter().map(|option| folded(&option.header)).collect();
        for tariff in &profile.tariffs {
            let columns = [&tariff.hts_column, &tariff.value_column].into_iter().flatten();
            named.extend(columns.chain([&tariff.duty_column]).map(|header| folded(header)));
        }
        let ignored = profile.ignore.iter().map(|header| folded(header)).collect();
        let scope = ReportScope::default();
        Mapping { aliases, options, said, profile, named, ignored, scope }
    }

    /// A mapping by the known spellings alone.
    pub fn of_aliases(aliases: &'a HeaderAliases) -> Mapping<'a> {
        Mapping::new(aliases, Vec::new(), Profile::default())
    }

    /// A mapping by the known spellings alone, in which files may also be what CBP and the bank say
    /// after filing.
    pub fn after_filing(aliases: &'a HeaderAliases) -> Mapping<'a> {
        Mapping { scope: ReportScope::AfterFiling, ..Mapping::of_aliases(aliases) }
    }

    /// For which purpose files are read.
    pub fn scope(&self) -> ReportScope {
        self.scope
    }

    /// Whether a folded header is known.
    pub fn knows(&self, folded: &str) -> bool {
        self.aliases.knows(folded, self.scope) || self.named.contains(folded)
    }

    /// The report whose title stands in the records above a header. For an estimate headers alone
    /// count.
    pub fn titled(&self, preamble: &[Vec<String>]) -> Option<FactsReport> {
        let cells = || preamble.iter().flatten().filter(|cell| !cell.is_empty());
        let reports = self.aliases.reports();
        match self.scope {
            ReportScope::Estimate => None,
            ReportScope::AfterFiling => {
                cells().find_map(|cell| reports.titled(&fold(cell.as_bytes())))
            }
        }
    }

    /// Whether the profile leaves a folded header out.
    pub fn ignores(&self, folded: &str) -> bool {
        self.ignored.contains(folded)
    }
}
