//! `declarations/`: the CAPE upload files, as CBP's template wants them (`cape-rules:S1`): one
//! column `Entry Number`, 11 characters, CRLF, no byte order mark, never over the cap.

use super::cell::RowWriter;
use super::{OutputError, Report, Run, Staging};
use crate::assess::Route;
use crate::domain::Day;
use crate::estimate::{Stretch, ToDeclare};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::{BTreeMap, HashSet};

pub(super) struct Declarations;

/// Accounts whose files are made and written at once.
const WRITTEN_AT_ONCE: usize = 1024;

/// What all entries of one file share; empty where the route lets them differ.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Account<'a> {
    filer_code: &'a str,
    importer: &'a str,
}

impl Report for Declarations {
    fn write(&self, run: &Run<'_>, staging: &mut Staging) -> Result<(), OutputError> {
        let texts = run.entries.texts();
        let mut accounts: BTreeMap<Account<'_>, Vec<&Stretch>> = BTreeMap::new();
        for stretch in run.estimate.to_declare.stretches() {
            let account = Account {
                filer_code: match run.context.route {
                    Route::Importer(_) => "",
                    _ => &stretch.filer_code,
                },
                importer: match run.context.route {
                    Route::Broker(_) => "",
                    _ => texts.text(stretch.importer),
                },
            };
            accounts.entry(account).or_default().push(stretch);
        }
        let mut names = HashSet::new();
        let named = accounts
            .into_iter()
            .map(|(account, stretches)| (account.file_stem(&mut names), account, stretches));
        // A national broker has tens of thousands of importers, and each has a file.
        let named: Vec<_> = named.collect();
        let mut index = staging.create("declarations/declarations.csv")?;
        index.write(
            b"file,filer_code,importer_number,entries,refund_low,refund_high,first_deadline\n",
        )?;
        // So many at once that all threads have work, and so few that memory is bounded.
        for some in named.chunks(WRITTEN_AT_ONCE) {
            let parts: Vec<Vec<Part>> = some
                .par_iter()
                .map(|(stem, account, stretches)| parts(run, stem, account, stretches))
                .collect();
            for part in parts.iter().flatten() {
                index.write(&part.index_row)?;
            }
            let files = parts.into_iter().flatten().map(|part| (part.file, part.content));
            staging.write_all(files.collect())?;
        }
        staging.close(index)
    }
}

/// An upload file.
struct Part {
    file: String,
    content: Vec<u8>,
    index_row: Vec<u8>,
}

/// The upload files of an account: nearest deadline first, filled to the cap.
fn parts(run: &Run<'_>, stem: &str, account: &Account<'_>, stretches: &[&Stretch]) -> Vec<Part> {
    let declared = &run.estimate.to_declare;
    let mut entries: Vec<ToDeclare> =
        stretches.iter().flat_map(|stretch| declared.entries(stretch)).collect();
    let due = |entry: &ToDeclare| (entry.deadline.is_none(), entry.deadline);
    entries
        .sort_by(|a, b| due(a).cmp(&due(b)).then_with(|| run.entries.by_number(a.entry, b.entry)));
    let upload = &run.context.rules.upload;
    let parts = entries.chunks(upload.entries).enumerate().map(|(at, part)| {
        let mut content = Vec::with_capacity(upload.header.len() + 2 + 13 * part.len());
        content.extend_from_slice(upload.header.as_bytes());
        content.extend_from_slice(b"\r\n");
        for entry in part {
            content.extend_from_slice(run.entries.number(entry.entry).as_str().as_bytes());
            content.extend_from_slice(b"\r\n");
        }
        let file = format!("{stem}-{:03}.csv", at + 1);
        Part {
            index_row: index_row(&file, account, part),
            content,
            file: format!("declarations/{file}"),
        }
    });
    parts.collect()
}

impl Account<'_> {
    /// A file name of plain letters and digits whatever the data holds, different for each
    /// account even where systems ignore case.
    fn file_stem(&self, names: &mut HashSet<String>) -> String {
        let plain = |text: &str| -> String {
            text.chars().filter(char::is_ascii_alphanumeric).take(20).collect()
        };
        // An importer number can be a social security number, which has no place in a file name.
        let importer = match is_social_security_number(self.importer) {
            true => "individual".to_string(),
            false => plain(self.importer),
        };
        let parts: Vec<String> = ["cape".to_string(), plain(self.filer_code), importer]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let mut stem = parts.join("-");
        let mut copies = 1;
        while !names.insert(stem.to_lowercase()) {
            copies += 1;
            stem = format!("{}-account{copies}", parts.join("-"));
        }
        stem
    }
}

/// `NNN-NN-NNNN`, as CBP writes them (CBP Form 5106).
fn is_social_security_number(importer: &str) -> bool {
    let parts: Vec<&str> = importer.split('-').collect();
    parts.iter().map(|part| part.len()).eq([3, 2, 4])
        && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
}

fn index_row(file: &str, account: &Account<'_>, entries: &[ToDeclare]) -> Vec<u8> {
    let sum = |amount: fn(&ToDeclare) -> i64| -> i128 {
        entries.iter().map(|entry| i128::from(amount(entry))).sum()
    };
    let first: Option<Day> = entries.iter().filter_map(|entry| entry.deadline).min();
    let mut out = Vec::new();
    RowWriter::new(&mut out)
        .text(file)
        .text(account.filer_code)
        .text(account.importer)
        .number(entries.len() as u64)
        .wide_cents(sum(|entry| entry.refund_low.0))
        .wide_cents(sum(|entry| entry.refund_high.0))
        .day(first)
        .end();
    out
}
