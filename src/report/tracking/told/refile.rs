//! Entries that CBP refused, from `refile/refile.csv`.

use super::First;
use crate::domain::Day;
use crate::report::tracking::read_back;
use crate::report::{OutputError, Staging};
use std::collections::BTreeMap;

/// Entries that are listed.
const LISTED: usize = 200;

/// A refused entry.
#[derive(Debug, Clone, Default)]
pub struct Rejected {
    /// Its number.
    pub entry: String,
    /// Importer of record.
    pub importer: String,
    /// CBP's label.
    pub label: String,
    /// What to do.
    pub action: String,
    /// Whether it can go again today.
    pub is_ready: bool,
    /// Why not.
    pub why_not: String,
    /// Its refund.
    pub refund: i128,
    /// Last day of CAPE.
    pub cape_deadline: Option<Day>,
    /// Last day of the protest right.
    pub protest_deadline: Option<Day>,
    /// Last day of a correction, or a word.
    pub psc_deadline: String,
}

/// Entries and their refund.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Entries.
    pub entries: u64,
    /// The most the estimate came to, duty alone.
    pub refund: i128,
}

impl Sums {
    fn add(&mut self, refund: i128) {
        self.entries += 1;
        self.refund += refund;
    }
}

/// What to do with some of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Action {
    /// Those that can go again today.
    pub ready: Sums,
    /// The others.
    pub not_ready: Sums,
}

/// The refused entries.
#[derive(Debug, Clone, Default)]
pub struct Refile {
    /// Those that are ready first, then by the nearest deadline.
    pub listed: Vec<Rejected>,
    /// All.
    pub all: Sums,
    /// Ready today.
    pub ready: Sums,
    /// Not ready.
    pub not_ready: Sums,
    /// By what to do.
    pub by_action: BTreeMap<String, Action>,
    /// The next last CAPE day of those that are ready.
    pub next_deadline: Option<Day>,
    /// The same by their projected liquidations: an estimate.
    pub next_projected: Option<Day>,
    /// New upload files.
    pub uploads: u64,
    /// Never filed as far as any report tells, and ready today.
    pub never_filed: Sums,
    /// The same, kept back.
    pub never_filed_not_ready: Sums,
}

/// The folder of the new upload files.
const UPLOADS: &str = "refile/declarations/";
/// What lists them.
const INDEX: &str = "refile/declarations/declarations.csv";

impl Refile {
    pub(super) fn of(staging: &Staging) -> Result<Refile, OutputError> {
        const COLUMNS: [&str; 11] = [
            "entry_number",
            "importer_number",
            "label",
            "action",
            "ready",
            "why_not",
            "refund_high",
            "cape_deadline",
            "protest_deadline",
            "psc_deadline",
            "projected_cape_deadline",
        ];
        let mut refile = Refile::default();
        let mut listed = First::new(LISTED);
        read_back::each::<OutputError>(staging, "refile/refile.csv", &COLUMNS, |row| {
            let one = Rejected {
                entry: row.text("entry_number").into_owned(),
                importer: row.text("importer_number").into_owned(),
                label: row.text("label").into_owned(),
                action: row.printed("action").to_owned(),
                is_ready: row.printed("ready") == "yes",
                why_not: row.text("why_not").into_owned(),
                refund: row.money("refund_high"),
                cape_deadline: row.day("cape_deadline"),
                protest_deadline: row.day("protest_deadline"),
                psc_deadline: row.printed("psc_deadline").to_owned(),
            };
            let action = refile.by_action.entry(one.action.clone()).or_default();
            refile.all.add(one.refund);
            match one.is_ready {
                true => {
                    refile.ready.add(one.refund);
                    action.ready.add(one.refund);
                    let nearer = |a: Option<Day>, b| [a, b].into_iter().flatten().min();
                    refile.next_deadline = nearer(refile.next_deadline, one.cape_deadline);
                    let projected = row.day("projected_cape_deadline");
                    refile.next_projected = nearer(refile.next_projected, projected);
                }
                false => {
                    refile.not_ready.add(one.refund);
                    action.not_ready.add(one.refund);
                }
            }
            let deadline = one.cape_deadline.or(one.protest_deadline);
            let later = deadline.map_or(i128::from(u32::MAX), |day| day.since_1900().into());
            let behind = if one.is_ready { 0 } else { 1 << 40 };
            listed.see(behind + later, one);
            Ok(())
        })?;
        refile.listed = listed.end();
        const NEVER: [&str; 2] = ["ready", "refund_high"];
        read_back::each::<OutputError>(staging, "refile/never_filed.csv", &NEVER, |row| {
            let sums = match row.printed("ready") {
                "yes" => &mut refile.never_filed,
                _ => &mut refile.never_filed_not_ready,
            };
            sums.add(row.money("refund_high"));
            Ok(())
        })?;
        let written = staging.written().keys();
        let uploads = written.filter(|name| name.starts_with(UPLOADS) && *name != INDEX);
        refile.uploads = uploads.count() as u64;
        Ok(refile)
    }
}
