//! `report.xlsx`: the estimate as a workbook, with charts to look at, sheets to filter, and totals
//! that are formulas.
//!
//! Threads that judge entries pack the rows of the sheets `Entries` and `Findings` into files of the
//! report directory; when all is known, the workbook is made from them and they are removed. The
//! rows of a sheet lie in temporary files beside the report, never all in memory.

mod board;
mod charts;
mod columns;
mod deadlines;
mod filers;
mod guard;
mod headline;
mod look;
mod method;
mod number;
mod over_time;
mod overview;
mod pages;
mod rows;
mod text;
pub(super) mod tracking;
mod words;

use super::{EntryTable, OutputError, Report, Run, Staging, TablePen, entries, findings};
use crate::domain::Day;
use crate::report::written::OutputFile;
use crate::report::{groups, readiness};
use guard::guarded;
use look::Look;
use pages::{MOST_ROWS, Mark, Pages, SheetPlan, Written};
use rows::{Cell, Sheet, Unpacked};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::sync::{Mutex, PoisonError};

/// The name of the file.
const FILE: &str = "report.xlsx";

/// The rows of sheet `Entries`, packed.
pub(super) struct EntriesRows;

/// The rows of sheet `Findings`, packed.
pub(super) struct FindingsRows;

const ENTRIES_FILE: &str = "report.xlsx.entries";
const FINDINGS_FILE: &str = "report.xlsx.findings";

impl EntryTable for EntriesRows {
    fn file(&self) -> &'static str {
        ENTRIES_FILE
    }

    fn is_published(&self) -> bool {
        false
    }

    fn header(&self) -> &'static str {
        ""
    }

    fn pen(&self, _inputs: &[String]) -> Box<dyn TablePen> {
        entries::pen::<Sheet>()
    }
}

impl EntryTable for FindingsRows {
    fn file(&self) -> &'static str {
        FINDINGS_FILE
    }

    fn is_published(&self) -> bool {
        false
    }

    fn header(&self) -> &'static str {
        ""
    }

    fn pen(&self, _inputs: &[String]) -> Box<dyn TablePen> {
        findings::pen::<Sheet>()
    }
}

/// What keeps the workbook from being written.
#[derive(Debug, thiserror::Error)]
enum WorkbookError {
    #[error(transparent)]
    Library(#[from] XlsxError),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Table(#[from] OutputError),
}

/// The workbook.
pub(super) struct ReportXlsx {
    /// Rows of data a sheet takes.
    most_rows: u32,
}

impl ReportXlsx {
    /// With sheets as long as Excel takes them.
    pub(super) fn new() -> ReportXlsx {
        ReportXlsx { most_rows: MOST_ROWS }
    }
}

impl Report for ReportXlsx {
    fn write(&self, run: &Run<'_>, staging: &mut Staging) -> Result<(), OutputError> {
        let packed = (staging.reopen(ENTRIES_FILE)?, staging.reopen(FINDINGS_FILE)?);
        save(staging, |staging, file| write(run, self.most_rows, staging, packed, file))?;
        staging.discard(ENTRIES_FILE)?;
        staging.discard(FINDINGS_FILE)
    }
}

/// Makes the file of what `write` writes.
fn save(
    staging: &mut Staging,
    write: impl FnOnce(&Staging, &mut ToFile<'_>) -> Result<(), WorkbookError>,
) -> Result<(), OutputError> {
    let mut file = staging.create(FILE)?;
    let mut failed = None;
    let mut to_file = ToFile { file: &mut file, failed: &mut failed };
    let written = guarded(|| write(staging, &mut to_file));
    if let Some(error) = failed {
        return Err(error);
    }
    written.map_err(|error| match error {
        WorkbookError::Table(error) => error,
        WorkbookError::Io(error) | WorkbookError::Library(XlsxError::IoError(error)) => {
            staging.unwritable(FILE, error)
        }
        WorkbookError::Library(error) => staging.unwritable(FILE, io::Error::other(error)),
    })?;
    staging.close(file)
}

/// Writes to a file of the report, and keeps its error.
struct ToFile<'a> {
    file: &'a mut OutputFile,
    failed: &'a mut Option<OutputError>,
}

impl Write for ToFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.file.write(bytes) {
            Ok(()) => Ok(bytes.len()),
            Err(error) => {
                let text = error.to_string();
                *self.failed = Some(error);
                Err(io::Error::other(text))
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Packed bytes of a sheet beyond which it may take more than 4 GiB: a number takes five times as
/// much, as does an ampersand.
const LARGE: u64 = 1 << 29;

/// Sheets of one kind, with what others say of them.
type Sheets = Vec<(Worksheet, Written)>;

fn write(
    run: &Run<'_>,
    most_rows: u32,
    staging: &Staging,
    (entries, findings): (File, File),
    out: &mut (impl Write + Send),
) -> Result<(), WorkbookError> {
    let mut workbook = Workbook::new();
    workbook.set_tempdir(staging.temporary())?;
    let as_of = run.context.as_of;
    let title = format!("IEEPA refund estimate as of {as_of}");
    let comment = "An estimate from exported entry summaries, not CBP's figures.";
    workbook.set_properties(&properties(&title, comment, as_of)?);
    let look = Look::new(&mut workbook)?;
    let workbook = Mutex::new(workbook);
    let pages = |plan| Pages::new(&workbook, &look, plan, most_rows);
    let (entries, findings) = rayon::join(
        || guarded(|| packed(pages(ENTRIES), entries)),
        || guarded(|| packed(pages(FINDINGS), findings)),
    );
    let (entries, findings) = (entries?, findings?);
    let groups = each(pages(GROUPS), |take| groups::each::<Sheet, _>(run, take))?;
    let filers = each(pages(filers::PLAN), |take| filers::each(run, take))?;
    let deadlines = each(pages(deadlines::PLAN), |take| deadlines::each(run, take))?;
    let readiness = each(pages(READINESS), |take| steps(run, take))?;
    let written = |sheets: &Sheets| -> Vec<Written> {
        sheets.iter().map(|(_, written)| written.clone()).collect()
    };
    let overview = overview::sheet(run, &look, &written(&groups), &written(&entries))?;
    let mut workbook = workbook.into_inner().unwrap_or_else(PoisonError::into_inner);
    workbook.push_worksheet(overview);
    let sheets = [groups, entries, findings, filers, deadlines, readiness];
    // Only a member beyond 4 GiB needs the longer form, which not every program reads.
    let bytes = sheets.iter().flatten().map(|(_, written)| written.bytes).max();
    workbook.use_zip_large_file(bytes.unwrap_or_default() > LARGE);
    for (sheet, _) in sheets.into_iter().flatten() {
        workbook.push_worksheet(sheet);
    }
    workbook.push_worksheet(method::sheet(run, &look)?);
    workbook.save_to_writer(out)?;
    Ok(())
}

/// What the file says of itself. Its time is the day of the report, so that the same inputs give the
/// same bytes.
fn properties(title: &str, comment: &str, as_of: Day) -> Result<DocProperties, XlsxError> {
    let year = u16::try_from(as_of.year()).unwrap_or(1900);
    let month = u8::try_from(as_of.month()).unwrap_or(1);
    let day = u8::try_from(as_of.day_of_month()).unwrap_or(1);
    let created = ExcelDateTime::from_ymd(year, month, day)?;
    Ok(DocProperties::new()
        .set_title(title)
        .set_author(concat!("capeprep ", env!("CARGO_PKG_VERSION")))
        .set_comment(comment)
        .set_creation_datetime(&created))
}

const ENTRIES: SheetPlan = SheetPlan {
    name: "Entries",
    columns: columns::ENTRIES,
    // The only green of the workbook: to be filed now, and no block check is left to be run.
    marks: &[("=AND($R3=\"file-now\",$T3=\"\")", Mark::Proved { column: 17 })],
    no_totals: None,
    empty: "No entry has an IEEPA row that counts.",
};

const FINDINGS: SheetPlan = SheetPlan {
    name: "Findings",
    columns: columns::FINDINGS,
    marks: &[],
    no_totals: Some("One row per entry and check that found something in it."),
    empty: "The checks found nothing.",
};

const GROUPS: SheetPlan = SheetPlan {
    name: "Groups",
    columns: columns::GROUPS,
    // No importer number.
    marks: &[("=$A3=\"\"", Mark::Estimated)],
    no_totals: None,
    empty: "No entry has an IEEPA row that counts.",
};

const READINESS: SheetPlan = SheetPlan {
    name: "Readiness",
    columns: columns::READINESS,
    marks: &[],
    no_totals: Some(
        "An entry waits for several steps, so these rows do not add up. Steps that hold up no entry \
         stand last.",
    ),
    empty: "Nothing is known of the set-up: bring a parties file (--parties) that says who is set up \
            in ACE, for refunds by ACH, and who is paid. Page docs/parties.md shows one to fill in.",
};

/// Hands on the steps of the set-up: those that entries wait for, then the others, as in
/// `readiness.csv` otherwise.
fn steps<E>(run: &Run<'_>, take: &mut dyn FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
    let entries = READINESS.columns.iter().position(|column| column.name == "entries");
    let holds = |row: &[u8]| match entries.and_then(|at| Unpacked::row(row).nth(at)) {
        Some(Cell::Count(entries)) => entries > 0,
        _ => true,
    };
    for wanted in [true, false] {
        readiness::each::<Sheet, _>(run, |row| match holds(row) == wanted {
            true => take(row),
            false => Ok(()),
        })?;
    }
    Ok(())
}

/// Sheets of rows that can be handed on twice: once to count, once to write.
fn each(
    mut pages: Pages<'_>,
    rows: impl Fn(&mut dyn FnMut(&[u8]) -> Result<(), XlsxError>) -> Result<(), XlsxError>,
) -> Result<Sheets, WorkbookError> {
    rows(&mut |row| {
        pages.count(row);
        Ok(())
    })?;
    rows(&mut |row| pages.write(row))?;
    Ok(pages.end()?)
}

/// Sheets of the rows packed in a file.
fn packed(mut pages: Pages<'_>, file: File) -> Result<Sheets, WorkbookError> {
    let mut row = Vec::new();
    for is_written in [false, true] {
        let mut from = BufReader::with_capacity(1 << 16, &file);
        io::Seek::rewind(&mut from)?;
        // The line end behind the header of a table, which this one has not.
        from.read_exact(&mut [0])?;
        while rows::next_row(&mut from, &mut row)? {
            match is_written {
                true => pages.write(&row)?,
                false => pages.count(&row),
            }
        }
    }
    Ok(pages.end()?)
}
