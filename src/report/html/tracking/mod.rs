//! `report.html` of a tracking: the same page as that of an estimate, with what came after filing.

mod cash;
mod first;
mod funnel;
mod groups;
mod interest;
pub(in crate::report) mod method;
mod missing;
mod refile;
mod section;
mod settled;

#[cfg(test)]
mod tests;

use super::chart::{AXIS, Chart};
use super::picture::Picture;
use super::policy;
use super::table::{Kind, Table};
use crate::report::text::counted;
use crate::report::tracking::{Told, Tracking};
use crate::report::{OutputError, Staging};
use askama::Template;
use first::First;
use groups::Groups;
use method::Method;
use section::Section;

/// The files of a tracking that the page can lead to.
const FILES: [&str; 18] = [
    "payments.csv",
    "differences.csv",
    "refunds.csv",
    "deposits.csv",
    "refund_entries.csv",
    "tracking.csv",
    "history.csv",
    "strangers.csv",
    "rejected_rows.csv",
    "refile/refile.csv",
    "verdicts.csv",
    "checks.csv",
    "interest.csv",
    "cash.csv",
    "clocks.csv",
    "summary.json",
    "report.xlsx",
    "manifest.json",
];

/// What the templates print.
#[derive(Template)]
#[template(path = "report/tracking.html", whitespace = "minimize")]
struct Page {
    policy: String,
    style: &'static str,
    script: &'static str,
    as_of: String,
    estimate_as_of: String,
    rulebook: String,
    inputs_read: String,
    rows_read: String,
    first: First,
    sources: Table,
    /// What stands before the payment groups.
    pictures: Vec<Picture>,
    groups: Groups,
    /// What stands behind them, before and after the cash.
    settled: Vec<Section>,
    cash: Picture,
    clocks: Section,
    method: Method,
    files: Vec<&'static str>,
}

/// Writes `report.html`, when the files it leads to are written.
///
/// # Errors
/// It cannot be written.
pub(in crate::report) fn write(
    tracking: &Tracking<'_>,
    told: &Told,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    let page = Page::of(tracking, told, staging).render().map_err(|error| OutputError::Io {
        action: "fill in the templates of",
        path: "report.html".into(),
        error: std::io::Error::other(error),
    })?;
    staging.write("report.html", page.as_bytes())
}

impl Page {
    fn of(tracking: &Tracking<'_>, told: &Told, staging: &Staging) -> Page {
        let scene = &tracking.scene;
        let written = staging.written();
        let first = First::of(tracking, told);
        Page {
            policy: policy::policy(),
            style: policy::STYLE,
            script: policy::SCRIPT,
            as_of: scene.as_of.to_string(),
            estimate_as_of: scene.made_with.as_of.to_string(),
            rulebook: scene.rules.version.to_string(),
            inputs_read: counted(scene.said.files.len() as u64, "report", "reports"),
            rows_read: counted(told.bins.read, "row", "rows"),
            sources: first.sources(),
            first,
            pictures: vec![missing::picture(tracking), funnel::picture(tracking)],
            groups: Groups::of(told),
            settled: vec![
                settled::deposits(told),
                refile::refile(told),
                refile::pre_check(told),
                interest::section(told),
            ],
            cash: cash::picture(told),
            clocks: settled::clocks(told),
            method: Method::of(tracking),
            files: FILES.into_iter().filter(|file| written.contains_key(*file)).collect(),
        }
    }
}
