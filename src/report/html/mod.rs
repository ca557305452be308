//! `report.html`: the estimate as a page that people look at. One file that asks for nothing from
//! anywhere; the templates under `templates/report/` are the only place of markup.

mod chart;
mod check_page;
mod cliff;
mod codes;
mod command;
mod countries;
mod entry_panel;
mod expiring;
mod figure;
mod filers;
mod findings;
mod first_sources;
mod groups;
mod headline;
mod lanes;
mod ledger;
mod method;
mod months;
mod picture;
mod policy;
mod setup;
mod table;
pub(super) mod tracking;
mod unproved;
mod words;

use super::text::counted;
use super::{OutputError, Report, Run, Staging};
use crate::estimate::Breakdown;
use askama::Template;
use chart::{AXIS, Chart};
use check_page::Part;
use entry_panel::Panel;
use findings::Step;
use groups::Groups;
use headline::Headline;
use method::Method;
use picture::Picture;
use setup::Setup;
use table::{Kind, Table};
use words::Words;

pub(super) struct Html;

/// The files of a report that the page can lead to.
const FILES: [&str; 10] = [
    "groups.csv",
    "entries.csv",
    "lines.csv",
    "findings.csv",
    "rejected_rows.csv",
    "readiness.csv",
    "declarations/declarations.csv",
    "summary.json",
    "report.xlsx",
    "deadlines.ics",
];

/// What the templates print.
#[derive(Template)]
#[template(path = "report/page.html", whitespace = "minimize")]
struct Page {
    policy: String,
    style: &'static str,
    script: &'static str,
    as_of: String,
    rulebook: String,
    inputs_read: String,
    rows_read: String,
    headline: Headline,
    sources: Table,
    pictures: Vec<Picture>,
    groups: Groups,
    steps: Vec<Step>,
    panels: Vec<Panel>,
    /// The command that shows the first of them.
    explained: Option<String>,
    is_masked: bool,
    unproved: Table,
    unproved_lead: &'static str,
    setup: Option<Setup>,
    method: Method,
    inputs: Table,
    facts: Table,
    bins: Table,
    ledger_remarks: Vec<Vec<Words>>,
    files: Vec<&'static str>,
}

impl Report for Html {
    fn write(&self, run: &Run<'_>, staging: &mut Staging) -> Result<(), OutputError> {
        let page = Page::of(run, staging).render().map_err(|error| OutputError::Io {
            action: "fill in the templates of",
            path: "report.html".into(),
            error: std::io::Error::other(error),
        })?;
        staging.write("report.html", page.as_bytes())
    }
}

impl Page {
    fn of(run: &Run<'_>, staging: &Staging) -> Page {
        let nothing = Breakdown::default();
        let breakdown = run.estimate.breakdown.as_deref().unwrap_or(&nothing);
        let written = staging.written();
        let panels = entry_panel::panels(run, breakdown);
        let headline = Headline::of(run, breakdown, staging);
        Page {
            policy: policy::policy(),
            style: policy::STYLE,
            script: policy::SCRIPT,
            as_of: run.context.as_of.to_string(),
            rulebook: run.context.rules.version.to_string(),
            inputs_read: counted(run.inputs.len() as u64, "input", "inputs"),
            rows_read: counted(run.tally.read, "row", "rows"),
            sources: first_sources::table(&headline),
            headline,
            pictures: vec![
                lanes::picture(run),
                cliff::picture(run, breakdown),
                months::picture(run),
                codes::picture(run, breakdown),
                countries::picture(run, breakdown),
                filers::picture(run, breakdown),
            ],
            groups: Groups::of(run),
            steps: findings::steps(run, breakdown),
            explained: panels.first().and_then(|first| command::entry(run, &first.number)),
            is_masked: run.is_masked,
            panels,
            unproved: unproved::table(run),
            unproved_lead: unproved::lead(run),
            setup: Setup::of(run),
            method: Method::of(run),
            inputs: ledger::inputs(run),
            facts: ledger::facts(run),
            bins: ledger::bins(run),
            ledger_remarks: ledger::remarks(run),
            files: FILES.into_iter().filter(|file| written.contains_key(*file)).collect(),
        }
    }
}
