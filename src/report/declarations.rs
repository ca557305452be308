//! `declarations/`: the CAPE upload files, as CBP's template wants them (`cape-rules:S1`): one
//! column `Entry Number`, 11 characters, CRLF, no byte order mark, never over the cap.

use super::cell::RowWriter;
use super::{OutputError, Report, Run, Staging};
use crate::assess::Route;
use crate::domain::Day;
use crate::estimate::{Stretch, ToDeclare};
use std::collections::{BTreeMap, HashSet};

pub(super) struct Declarations;

/// Bytes of upload files that are held until they are written together.
const WRITTEN_AT_ONCE: usize = 4 << 20;

/// What all entries of one file share; empty where the route lets them differ.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Account<'a> {
    filer_code: &'a str,
    importer: &'a str,
}

impl Report for Declarations {
    fn write(&self, run: &Run<'_>, staging: &mut Staging) -> Result<(), OutputError> {
        let texts = run.entries.texts();
        let declared = &run.estimate.to_declare;
        let mut accounts: BTreeMap<Account<'_>, Vec<&Stretch>> = BTreeMap::new();
        for stretch in declared.stretches() {
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
        let mut index = staging.create("declarations/declarations.csv")?;
        index.write(
            b"file,filer_code,importer_number,entries,refund_low,refund_high,first_deadline\n",
        )?;
        let (mut files, mut size) = (Vec::new(), 0);
        let mut names = HashSet::new();
        for (account, stretches) in accounts {
            let mut entries: Vec<ToDeclare> =
                stretches.into_iter().flat_map(|stretch| declared.entries(stretch)).collect();
            entries.sort_by(|a, b| {
                let deadline = |e: &ToDeclare| (e.deadline.is_none(), e.deadline);
                let by_deadline = deadline(a).cmp(&deadline(b));
                by_deadline.then_with(|| run.entries.by_number(a.entry, b.entry))
            });
            let stem = account.file_stem(&mut names);
            for (at, part) in entries.chunks(run.context.rules.upload.entries).enumerate() {
                let file = format!("{stem}-{:03}.csv", at + 1);
                let mut content = run.context.rules.upload.header.clone();
                content.push_str("\r\n");
                for entry in part {
                    content.push_str(run.entries.number(entry.entry).as_str());
                    content.push_str("\r\n");
                }
                index.write(&index_row(&file, &account, part))?;
                size += content.len();
                files.push((format!("declarations/{file}"), content.into_bytes()));
            }
            // Many at once: a national broker has tens of thousands of importers, and each has a
            // file.
            if size > WRITTEN_AT_ONCE {
                staging.write_all(std::mem::take(&mut files))?;
                size = 0;
            }
        }
        staging.close(index)?;
        staging.write_all(files)
    }
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
