//! From files to a rulebook.

use super::calendar::{self, Holidays};
use super::entry_types::{self, EntryTypes};
use super::error::RulebookError;
use super::headers::{self, HeaderAliases};
use super::interest::{self, InterestRates};
use super::labels::{self, Labels};
use super::not_ieepa::{self, NotIeepa};
use super::phases::{self, Phases};
use super::registry::{self, Registry};
use super::remedies::{self, Remedies};
use super::reports::{self, Reports};
use super::requests::{self, Requests};
use super::setup_steps::{self, SetupSteps};
use super::sources::{self, Sources};
use super::status_words::{self, StatusWords};
use super::windows::{self, Settings};
use super::{Rulebook, Version, programs, self_check};
use crate::domain::HtsPrefix;
use crate::files::{self, MOST_OF_SETTINGS};
use std::borrow::Cow;
use std::path::Path;

/// The files as they stand, in the order of their names.
#[derive(Debug, Clone)]
pub(super) struct Files(Vec<(&'static str, Cow<'static, str>)>);

macro_rules! embedded {
    ($($name:expr => $path:literal,)*) => {
        &[$(($name, include_str!(concat!("data/", $path))),)*]
    };
}

const BUILT_IN: &[(&str, &str)] = embedded! {
    registry::FILE => "codes.csv",
    entry_types::FILE => "entry_types.csv",
    registry::FLOORS => "floor_codes.csv",
    headers::FILE => "headers.csv",
    calendar::FILE => "holidays.csv",
    interest::FILE => "interest_rates.csv",
    labels::FILE => "labels.csv",
    not_ieepa::FILE => "not_ieepa.csv",
    phases::FILE => "phases.csv",
    programs::FILE => "programs.csv",
    remedies::FILE => "remedies.csv",
    reports::FILE => "reports.csv",
    requests::FILE => "requests.csv",
    windows::FILE => "rulebook.toml",
    setup_steps::FILE => "setup_steps.csv",
    sources::FILE => "sources.csv",
    status_words::FILE => "status_words.csv",
};

impl Files {
    pub(super) fn built_in() -> Files {
        let files = BUILT_IN.iter().map(|(name, text)| (*name, Cow::from(*text)));
        Files(files.collect())
    }

    pub(super) fn in_dir(dir: &Path) -> Result<Files, RulebookError> {
        let files = BUILT_IN.iter().map(|(name, _)| {
            let path = dir.join(name);
            let text = files::text(&path, MOST_OF_SETTINGS)
                .map_err(|source| RulebookError::Access { path, source })?;
            // Some editors put a byte order mark in front.
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
            Ok((*name, Cow::from(text)))
        });
        files.collect::<Result<_, _>>().map(Files)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, text)| (*name, text.as_ref()))
    }

    fn text(&self, file: &'static str) -> Result<&str, RulebookError> {
        let found = self.iter().find(|(name, _)| *name == file);
        found
            .map(|(_, text)| text)
            .ok_or(RulebookError::Missing { file, what: "the file".to_owned() })
    }
}

pub(super) fn rulebook(files: Files) -> Result<Rulebook, RulebookError> {
    let sources = Sources::read(files.text(sources::FILE)?)?;
    let settings = Settings::read(files.text(windows::FILE)?, &sources)?;
    let labels = Labels::read(files.text(labels::FILE)?, &sources)?;
    let rules = Rulebook {
        version: Version::of(settings.facts_as_of, &files),
        period: settings.period,
        windows: settings.windows,
        upload: settings.upload,
        tracking: settings.tracking,
        registry: Registry::read(
            files.text(registry::FILE)?,
            files.text(programs::FILE)?,
            files.text(registry::FLOORS)?,
            &sources,
        )?,
        not_ieepa: NotIeepa::read(files.text(not_ieepa::FILE)?, &settings.prefixes, &sources)?,
        entry_types: EntryTypes::read(files.text(entry_types::FILE)?, &sources)?,
        status_words: StatusWords::read(files.text(status_words::FILE)?, &sources)?,
        remedies: Remedies::read(files.text(remedies::FILE)?, &labels, &sources)?,
        labels,
        requests: Requests::read(files.text(requests::FILE)?, &sources)?,
        phases: Phases::read(files.text(phases::FILE)?, &sources)?,
        setup_steps: SetupSteps::read(files.text(setup_steps::FILE)?, &sources)?,
        interest: InterestRates::read(files.text(interest::FILE)?, &sources)?,
        holidays: Holidays::read(files.text(calendar::FILE)?, &sources)?,
        headers: HeaderAliases::read(files.text(headers::FILE)?, &sources)?
            .with_reports(Reports::read(files.text(reports::FILE)?, &sources)?),
        sources,
        settings: settings.all,
        prefixes: settings.prefixes.iter().filter_map(|p| HtsPrefix::read(p)).collect(),
        files,
    };
    self_check::whole(&rules)?;
    Ok(rules)
}
