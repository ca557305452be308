//! How the figures come about, and from which files.

use crate::domain::Day;
use crate::report::html::table::{Cell, Table};
use crate::report::html::words::{self, Words};
use crate::report::text::counted;
use crate::report::tracking::words as titles;
use crate::report::tracking::{Tracking, report_name};
use crate::rulebook::Days;
use crate::track::{Contradiction, Scene};

/// The section.
#[derive(Debug, Clone)]
pub(super) struct Method {
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) caveats: Vec<Vec<Words>>,
    pub(super) remarks: Vec<Vec<Words>>,
    pub(super) contradictions: Table,
    pub(super) files: Table,
    pub(super) unread: Table,
    pub(super) digests: Table,
}

impl Method {
    /// The method of a tracking.
    pub(super) fn of(tracking: &Tracking<'_>) -> Method {
        Method {
            facts: facts(tracking)
                .into_iter()
                .map(|(name, text)| (name, words::sentence(&text)))
                .collect(),
            caveats: CAVEATS.iter().map(|text| words::spans(text)).collect(),
            remarks: tracking.remarks.iter().map(|text| words::spans(text)).collect(),
            contradictions: contradictions(tracking),
            files: files(&tracking.scene),
            unread: unread(&tracking.scene),
            digests: digests(tracking),
        }
    }
}

/// What must not be missed.
pub(in crate::report) const CAVEATS: [&str; 4] = [
    "Expected is the most that the estimate came to: its highest refund and the interest on it.",
    "A status word that is in no list proves nothing; it is counted and shown.",
    "A row of a report that contradicts what is proved moves nothing; it is listed.",
    "A refund that two reports show is one refund.",
];

/// What was assumed: what, and which.
pub(in crate::report) fn facts(tracking: &Tracking<'_>) -> Vec<(&'static str, String)> {
    let scene = &tracking.scene;
    let (made, rules) = (scene.made_with, &scene.rules.tracking);
    let days = |days: &Days| format!("{} / {} / {} days", days.p10, days.p50, days.p90);
    vec![
        ("As-of date", scene.as_of.to_string()),
        ("Estimate", tracking.estimate.to_owned()),
        ("Day of the estimate", made.as_of.to_string()),
        ("Rulebook of the estimate", made.rulebook.clone()),
        ("SHA-256 of its manifest", tracking.manifest_sha256.to_owned()),
        ("Its entries", counted(scene.portfolio.len() as u64, "entry", "entries")),
        ("Its interest rate", format!("overpayments, {}", made.taxpayer)),
        (
            "Its interest from",
            format!("payment date, else the {} date", made.deposit_basis.as_str()),
        ),
        ("Rulebook", scene.rules.version.to_string()),
        (
            "Overdue without (re)liquidation",
            format!("{} days after acceptance", rules.liquidation_overdue_days),
        ),
        (
            "Overdue without payment",
            format!(
                "{} days after (re)liquidation, or {} after acceptance",
                rules.payment_overdue_days, rules.refund_overdue_days
            ),
        ),
        ("Acceptance to (re)liquidation, P10 / P50 / P90", days(&rules.liquidation_days)),
        ("(Re)liquidation to the bank, P10 / P50 / P90", days(&rules.payment_days)),
        (
            "A deposit is taken for a refund by its amount",
            format!("within {} days", rules.deposit_match_days),
        ),
    ]
}

fn contradictions(tracking: &Tracking<'_>) -> Table {
    let scene = &tracking.scene;
    let mut table = Table::new(
        "Contradictions: rows that moved nothing",
        &["entry", "stood at", "since", "against it", "of", "file", ">record", "why not"],
    );
    for (id, Contradiction { was, against, why }) in &tracking.standing.contradictions {
        let day =
            |day: Option<Day>| day.map_or_else(Cell::blank, |day| Cell::text(day.to_string()));
        let number = scene.portfolio.get(*id).map_or("", |entry| entry.number.as_str());
        table.row([
            Cell::data(number),
            Cell::text(was.state.as_str()),
            day(was.on),
            Cell::text(against.state.as_str()),
            day(against.on),
            Cell::data(scene.said.file(against.place).map_or("", |file| file.name.as_str())),
            Cell::count(against.place.record.into()),
            Cell::text(why),
        ]);
    }
    super::settled::more(&mut table, tracking.standing.all_contradictions, "history.csv");
    table
}

fn files(scene: &Scene<'_>) -> Table {
    let mut table = Table::new(
        "Files read, and where their rows ended up",
        &[
            "file",
            "taken as",
            "made on",
            ">rows",
            ">used",
            ">other",
            ">not of the estimate",
            ">unreadable",
            ">blank",
        ],
    );
    let mut all = [0; 6];
    for file in &scene.said.files {
        let rows = &file.rows;
        let bins = [rows.read, rows.used, rows.other, rows.stranger, rows.unreadable, rows.blank];
        all.iter_mut().zip(bins).for_each(|(sum, rows)| *sum += rows);
        let made = file.report_date.map(|day| day.to_string()).unwrap_or_default();
        let mut row = vec![Cell::data(&file.name), Cell::text(report_name(file)), Cell::text(made)];
        row.extend(bins.map(Cell::count));
        table.row(row);
    }
    let mut total = vec![Cell::text("total"), Cell::blank(), Cell::blank()];
    total.extend(all.map(Cell::count));
    table.total(total);
    table
}

/// The columns that were not read, of the files that have some.
fn unread(scene: &Scene<'_>) -> Table {
    let mut table = Table::new("Columns that were not read", &["file", "columns"]);
    for file in scene.said.files.iter().filter(|file| !file.unread.is_empty()) {
        table.row([Cell::data(&file.name), Cell::data(&titles::unread(file))]);
    }
    table
}

fn digests(tracking: &Tracking<'_>) -> Table {
    let mut table = Table::new("Digests of the files", &["file", ">bytes", "SHA-256"]);
    for input in tracking.inputs {
        table.row([
            Cell::data(&input.file),
            Cell::count(input.bytes),
            Cell::text(format!("`{}`", input.sha256)),
        ]);
    }
    table
}
