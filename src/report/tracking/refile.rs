//! `refile/`: what CBP refused and what to do about it (`refile.csv`), what could have been filed
//! and is named by no report (`never_filed.csv`), and upload files of what is ready of each.

use crate::domain::EntryNumber;
use crate::earlier::EarlierEntry;
use crate::ledger::TextId;
use crate::report::cell::{ReadyCell, RowWriter};
use crate::report::uploads::{self, Account, Upload, Uploads};
use crate::report::written::OutputFile;
use crate::report::{OutputError, Staging};
use crate::rulebook::{Action, Again, Remedy};
use crate::track::Scene;
use crate::track::refile::{PscWindow, ReadyEntry, RefileKind, RefilePack, RefileRow, WhyNot};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The header of both tables.
pub const HEADER: &str = "entry_number,importer_number,filer_code,claim_number,label,action,ready,\
    why_not,refund_high,cape_deadline,protest_deadline,psc_deadline,days_left,note,source,\
    court_deadline,state,projected_cape_deadline\n";

/// The tables of the pack while entries are followed one by one.
pub struct RefileTables {
    rejected: OutputFile,
    never_filed: OutputFile,
    rows: [Vec<u8>; 2],
    /// The cell of the importer before: entries follow by importer.
    importer: Option<(TextId, ReadyCell)>,
}

/// Rows are gathered up to so many bytes.
const GATHERED: usize = 1 << 16;

impl RefileTables {
    /// Begins both tables.
    ///
    /// # Errors
    /// A file cannot be created.
    pub fn begin(staging: &Staging) -> Result<RefileTables, OutputError> {
        let mut tables = RefileTables {
            rejected: staging.create("refile/refile.csv")?,
            never_filed: staging.create("refile/never_filed.csv")?,
            rows: [Vec::new(), Vec::new()],
            importer: None,
        };
        tables.rejected.write(HEADER.as_bytes())?;
        tables.never_filed.write(HEADER.as_bytes())?;
        Ok(tables)
    }

    /// Adds the row of an entry.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn add(&mut self, scene: &Scene<'_>, row: &RefileRow<'_>) -> Result<(), OutputError> {
        let importer = row.entry.importer;
        let cell = match self.importer.take() {
            Some((id, cell)) if id == importer => cell,
            _ => ReadyCell::text(scene.portfolio.texts.text(importer)),
        };
        let never = usize::from(row.kind == RefileKind::NeverFiled);
        if let Some(out) = self.rows.get_mut(never) {
            write_row(row, &cell, out);
            if out.len() >= GATHERED {
                let file = if never == 1 { &mut self.never_filed } else { &mut self.rejected };
                file.write(out)?;
                out.clear();
            }
        }
        self.importer = Some((importer, cell));
        Ok(())
    }

    /// Ends both tables and writes the upload files. A masked report has none: CBP must never get a
    /// pseudonym.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn end(
        mut self,
        scene: &Scene<'_>,
        pack: &RefilePack,
        staging: &mut Staging,
    ) -> Result<(), OutputError> {
        let [rejected, never_filed] = &self.rows;
        self.rejected.write(rejected)?;
        self.never_filed.write(never_filed)?;
        staging.close(self.rejected)?;
        staging.close(self.never_filed)?;
        if scene.made_with.masked {
            return Ok(());
        }
        for (dir, ready) in [
            ("refile/declarations", &pack.ready),
            ("refile/never_filed_declarations", &pack.never_filed),
        ] {
            let limits = &scene.rules.upload;
            uploads::write(&Ready(*scene), limits, dir, accounts(scene, ready), staging)?;
        }
        Ok(())
    }
}

fn write_row(row: &RefileRow<'_>, importer: &ReadyCell, out: &mut Vec<u8>) {
    let entry = row.entry;
    let why: Vec<String> = row.why_not.iter().map(ToString::to_string).collect();
    let deadlines = row.deadlines;
    let mut cells = RowWriter::new(out);
    cells
        .entry(&entry.number)
        .ready(importer)
        .text(entry.number.filer_code())
        .text(row.claim)
        .text(row.label)
        .word(row.action_word())
        .word(if row.is_ready() { "yes" } else { "no" })
        .text(&why.join("; "))
        .cents(entry.refund_high)
        .day(deadlines.cape)
        .day(deadlines.protest);
    match deadlines.psc {
        PscWindow::Until(day) => cells.day(Some(day)),
        PscWindow::Closed => cells.word("closed"),
        PscWindow::Unknown => cells.word(""),
    };
    match row.days_left {
        Some(days) => cells.word(&days.to_string()),
        None => cells.word(""),
    };
    cells
        .text(&note(row))
        .words(sources(&row.remedies).into_iter())
        .day(deadlines.court)
        .word(row.kind.as_str())
        .day(deadlines.projected_cape)
        .end();
}

/// What to do, and what else is to be known. Where the days or the reports change what the rulebook
/// says of CBP's label, that comes first, and nothing is said that cannot be done any more.
fn note(row: &RefileRow<'_>) -> String {
    let mut parts: Vec<String> = lead(row).into_iter().collect();
    parts.extend(row.remarks.iter().map(ToString::to_string));
    let stands = row.remedies.iter().filter(|remedy| still_stands(row, remedy));
    parts.extend(stands.map(|remedy| remedy.note.clone()));
    parts.dedup();
    parts.join(". ")
}

/// What to do, where the rulebook alone would say something else of the label.
fn lead(row: &RefileRow<'_>) -> Option<String> {
    let why = |is: fn(&WhyNot) -> bool| row.why_not.iter().any(is);
    match row.action? {
        Action::Nothing if why(|why| *why == WhyNot::NothingComesBack) => {
            Some("Nothing comes back, so there is nothing to do".to_owned())
        }
        Action::Protest => {
            let by = row.deadlines.protest.map(|day| format!(" by {day}")).unwrap_or_default();
            let because = if why(|why| matches!(why, WhyNot::TooOld(_))) {
                "Too old for CAPE: decide"
            } else if why(|why| *why == WhyNot::PscClosed) {
                "No correction is possible any more: decide"
            } else {
                "Decide"
            };
            Some(format!("{because} on a protest{by}"))
        }
        Action::UploadAgain if !decided(row) && row.is_ready() => {
            Some("What CBP refused it for is past: put the entry on a new declaration".to_owned())
        }
        _ if !row.is_ready() && row.remedies.iter().all(|remedy| remedy.again == Again::Yes) => {
            (!row.remedies.is_empty()).then(|| "Not today, see why_not".to_owned())
        }
        _ => None,
    }
}

/// Whether what is to be done is what the rulebook says of one of the errors.
fn decided(row: &RefileRow<'_>) -> bool {
    row.remedies.iter().any(|remedy| Some(remedy.action) == row.action)
}

/// Whether what the rulebook says of an error is still to be done.
fn still_stands(row: &RefileRow<'_>, remedy: &Remedy) -> bool {
    let closed = remedy.action == Action::PscFirst && row.deadlines.psc == PscWindow::Closed;
    match row.action {
        Some(action) if action == remedy.action => true,
        // The label may be in order by now; what the rulebook says of it tells why.
        Some(Action::UploadAgain | Action::Wait) if !decided(row) => true,
        // Of several errors each is to be settled before the entry goes again.
        _ => decided(row) && remedy.again != Again::Yes && !closed,
    }
}

fn sources<'a>(remedies: &[&'a Remedy]) -> Vec<&'a str> {
    let all = remedies.iter().flat_map(|remedy| &remedy.provenance.source);
    let mut sources: Vec<&str> = Vec::new();
    for source in all {
        if !sources.contains(&source.as_str()) {
            sources.push(source.as_str());
        }
    }
    sources
}

/// The entries by account, as the route of the estimate wants them.
fn accounts<'a>(
    scene: &Scene<'a>,
    ready: &[ReadyEntry],
) -> BTreeMap<Account<'a>, Vec<Vec<ReadyEntry>>> {
    let made_with = scene.made_with;
    let is_broker = !made_with.filer_codes.is_empty();
    let is_importer = !made_with.importers.is_empty();
    let mut accounts: BTreeMap<Account<'a>, Vec<ReadyEntry>> = BTreeMap::new();
    for one in ready {
        let Some(entry) = scene.portfolio.get(one.id) else { continue };
        let account = Account {
            filer_code: if is_importer { "" } else { entry.number.filer_code() },
            importer: if is_broker { "" } else { scene.portfolio.texts.text(entry.importer) },
        };
        accounts.entry(account).or_default().push(*one);
    }
    accounts.into_iter().map(|(account, entries)| (account, vec![entries])).collect()
}

/// The entries that may go on a new declaration.
struct Ready<'a>(Scene<'a>);

impl<'a> Uploads for Ready<'a> {
    type Key = &'a EarlierEntry;
    type Part = Vec<ReadyEntry>;

    fn entries(&self, part: &Vec<ReadyEntry>) -> impl Iterator<Item = Upload<&'a EarlierEntry>> {
        part.iter().filter_map(|one| {
            let entry = self.0.portfolio.get(one.id)?;
            Some(Upload {
                key: entry,
                deadline: one.deadline,
                refund_low: entry.refund_low,
                refund_high: entry.refund_high,
            })
        })
    }

    fn by_number(&self, a: &'a EarlierEntry, b: &'a EarlierEntry) -> Ordering {
        a.number.cmp(&b.number)
    }

    fn number(&self, entry: &'a EarlierEntry) -> EntryNumber {
        entry.number.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track::State;
    use crate::track::hand_made::HandMade;
    use crate::track::refile::Refile;
    use std::path::Path;

    /// Writes the pack and hands on the directory.
    fn written(made: &HandMade) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let scene = made.scene();
        let mut staging = Staging::begin(&dir.path().join("out"), false, false).unwrap();
        let mut tables = RefileTables::begin(&staging).unwrap();
        let mut refile = Refile::new(&scene);
        for followed in made.followed() {
            if let Some(row) = refile.see(&followed) {
                tables.add(&scene, &row).unwrap();
            }
        }
        tables.end(&scene, &refile.finish(), &mut staging).unwrap();
        staging.publish().unwrap();
        dir
    }

    fn text(dir: &tempfile::TempDir, name: &str) -> String {
        std::fs::read_to_string(dir.path().join("out/refile").join(name)).unwrap()
    }

    /// The upload files of a directory, by name.
    fn uploads(dir: &tempfile::TempDir, name: &str) -> Vec<(String, String)> {
        let dir = dir.path().join("out/refile").join(name);
        let files = std::fs::read_dir(&dir).unwrap().map(|file| file.unwrap().path());
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let mut files: Vec<_> =
            files.map(|path| (name(&path), std::fs::read_to_string(&path).unwrap())).collect();
        files.sort();
        files.retain(|(name, _)| name != "declarations.csv");
        files
    }

    #[test]
    fn upload_files_hold_what_is_ready_and_never_anything_that_went_further() {
        let mut made = HandMade::on("2026-05-20");
        for state in State::ALL {
            made.add("98-7654321", |_| ());
            made.step(*state, Some("2026-05-01"), "C2");
            made.last().0.error = made.said.texts.id("Unexpected Error-try Again");
        }
        let dir = written(&made);
        let number = |state: State| {
            let at = State::ALL.iter().position(|other| *other == state).unwrap();
            made.portfolio.iter().nth(at).unwrap().1.number.to_string()
        };
        let [file, entry] = [State::FileRejected, State::EntryRejected].map(number);
        assert_eq!(
            uploads(&dir, "declarations"),
            [(
                "cape-9Q9-987654321-001.csv".to_owned(),
                format!("Entry Number\r\n{file}\r\n{entry}\r\n")
            )]
        );
        assert_eq!(
            uploads(&dir, "never_filed_declarations")[0].1,
            format!("Entry Number\r\n{}\r\n", number(State::NotFiled))
        );
        assert_eq!(text(&dir, "refile.csv").lines().count(), 3);
        assert_eq!(text(&dir, "never_filed.csv").lines().count(), 2);
    }

    #[test]
    fn files_are_cut_by_account_and_at_the_cap_with_the_nearest_deadline_first() {
        let mut made = HandMade::on("2026-05-20");
        made.made_with.filer_codes = vec!["9Q9".to_owned()];
        for at in 0..10_001 {
            made.add(if at % 2 == 0 { "98-7654321" } else { "98-1234567" }, |entry| {
                if at == 10_000 {
                    entry.liquidation_date = "2026-05-01".parse().ok();
                }
            });
            made.refused("Unexpected Error-try Again", Some("2026-04-27"));
        }
        let last = made.portfolio.iter().last().unwrap().1.number.to_string();
        let dir = written(&made);
        let files = uploads(&dir, "declarations");
        let sizes: Vec<_> =
            files.iter().map(|(name, text)| (name.as_str(), text.lines().count() - 1)).collect();
        assert_eq!(sizes, [("cape-9Q9-001.csv", 9_999), ("cape-9Q9-002.csv", 2)]);
        assert!(files[0].1.starts_with(&format!("Entry Number\r\n{last}\r\n")));
        assert_eq!(
            text(&dir, "declarations/declarations.csv").lines().nth(1),
            Some("cape-9Q9-001.csv,9Q9,,9999,999900.00,1199880.00,2026-07-20")
        );
        made.made_with.masked = true;
        let dir = written(&made);
        assert!(!dir.path().join("out/refile/declarations").exists(), "no pseudonym goes to CBP");
    }

    #[test]
    fn a_row_says_what_to_do_and_why_not_today() {
        let mut made = HandMade::on("2026-05-20");
        made.add("98-7654321", |_| ());
        made.refused("=INVALID HTS; Zeppelin", Some("2026-04-27"));
        made.add("98-7654321", |_| ());
        made.refused("INVALID HTS", Some("2026-04-27"));
        let dir = written(&made);
        let rows = text(&dir, "refile.csv");
        let mut rows = rows.lines().skip(1);
        let first = rows.next().unwrap();
        assert!(first.contains(",C1,'=INVALID HTS; Zeppelin,unknown,no,"), "{first}");
        assert_eq!(
            rows.next().unwrap(),
            "9Q900000013,98-7654321,9Q9,C1,INVALID HTS,psc-first,no,a correction comes first,\
             120.00,,,2026-09-27,130,\"A number of the entry is not in force on the action date of \
             its line: replace it by post summary correction (header reason H99), then put the \
             entry on a new declaration\",cape-rules:S1;cape-rules:S8;cape-rules:S51,2027-12-01,\
             entry-rejected,2027-01-04"
        );
    }

    #[test]
    fn the_note_begins_with_what_is_to_be_done_and_asks_for_nothing_that_is_too_late() {
        let mut made = HandMade::on("2026-05-20");
        // Day 81: the label alone would let it go again.
        made.add("98-7654321", |entry| entry.liquidation_date = "2026-02-28".parse().ok());
        made.refused("Unexpected Error-try Again", Some("2026-04-27"));
        // Liquidated, so no correction is possible.
        made.add("98-7654321", |entry| entry.liquidation_date = "2026-05-01".parse().ok());
        made.refused("INVALID HTS", Some("2026-05-10"));
        // Two errors: the one that is nobody's fault does not send it off.
        made.add("98-7654321", |_| ());
        made.refused("Protest on Entry; Unexpected Error-try Again", Some("2026-04-27"));
        let dir = written(&made);
        let rows = text(&dir, "refile.csv");
        let rows: Vec<&str> = rows.lines().skip(1).collect();
        assert!(
            rows[0].contains("Too old for CAPE: decide on a protest by 2026-08-27"),
            "{rows:?}"
        );
        assert!(rows[1].contains("No correction is possible any more: decide on a"), "{rows:?}");
        assert!(rows[2].contains("Wait until the protest is decided"), "{rows:?}");
        for row in rows {
            assert!(!row.contains("new declaration") && !row.contains("by post summary"), "{row}");
        }
    }
}
