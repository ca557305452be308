//! The files an analysis leaves behind, and what it says on the terminal. Every report prints the
//! same [`Estimate`](crate::estimate::Estimate); none computes anything.
//!
//! Tables with one row per entry, line or finding ([`EntryTable`]) are written while entries are
//! judged; the others ([`Report`]) when all is known. A directory is built aside and appears whole
//! ([`Staging`]).

mod calendar;
mod cautions;
pub mod cell;
mod cells;
pub mod changes;
mod declarations;
mod entries;
pub mod explanation;
mod findings;
mod foreign;
mod groups;
mod html;
mod hts_rates;
mod json;
mod lines;
mod manifest;
mod output;
mod output_error;
mod readiness;
mod rejected;
mod request;
mod request_lists;
mod run;
mod shell;
mod staging;
mod standing;
mod summary;
mod tables;
pub mod terminal;
mod text;
mod titles;
pub mod tracking;
mod uploads;
mod workbook;
mod written;

pub use hts_rates::HtsRatesUsed;
pub use json::{json_document, json_line};
pub use manifest::Manifest;
pub use output::{Output, Outputs};
pub use output_error::OutputError;
pub use rejected::RejectedRows;
pub use request::{RequestFiles, is_own, mail_name};
pub use request_lists::{RequestEntries, list_name};
pub use run::{FactsUsed, InputReport, PartiesFile, Run, hex};
pub use shell::shell_word;
pub use staging::{MANIFEST, Staging};
pub use standing::{command_in, is_report};
pub use summary::Summary;
pub use tables::{EntryTable, TableError, TablePen, write_tables};
pub use text::{counted, plain, range, short, wrapped};
pub use written::OutputFile;

/// A report written when all is known.
pub trait Report {
    /// Writes its files into the staging directory.
    ///
    /// # Errors
    /// A file that cannot be written.
    fn write(&self, run: &Run<'_>, staging: &mut Staging) -> Result<(), OutputError>;
}

/// The final reports that were asked for, in the order in which they are written.
pub fn reports(outputs: &Outputs) -> Vec<(Output, Box<dyn Report>)> {
    let all: [(Output, Box<dyn Report>); 7] = [
        (Output::Groups, Box::new(groups::Groups)),
        (Output::Declarations, Box::new(declarations::Declarations)),
        (Output::Readiness, Box::new(readiness::ReadinessCsv)),
        (Output::Json, Box::new(summary::SummaryJson)),
        (Output::Ics, Box::new(calendar::Deadlines)),
        (Output::Xlsx, Box::new(workbook::ReportXlsx::new())),
        // The page names the files written before it.
        (Output::Html, Box::new(html::Html)),
    ];
    all.into_iter().filter(|(output, _)| outputs.has(*output)).collect()
}

/// The entry tables that were asked for.
pub fn tables(outputs: &Outputs) -> Vec<&'static dyn EntryTable> {
    let all: [(Output, &'static dyn EntryTable); 5] = [
        (Output::Entries, &entries::EntriesTable),
        (Output::Lines, &lines::LinesTable),
        (Output::Findings, &findings::FindingsTable),
        (Output::Xlsx, &workbook::EntriesRows),
        (Output::Xlsx, &workbook::FindingsRows),
    ];
    all.into_iter().filter(|(output, _)| outputs.has(*output)).map(|(_, table)| table).collect()
}
