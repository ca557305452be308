//! `declarations/`: the CAPE upload files of the entries to be filed now.

use super::uploads::{self, Account, Upload, Uploads};
use super::{OutputError, Report, Run, Staging};
use crate::assess::Route;
use crate::domain::EntryNumber;
use crate::estimate::Stretch;
use crate::ledger::EntryKey;
use std::cmp::Ordering;
use std::collections::BTreeMap;

pub(super) struct Declarations;

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
        let limits = &run.context.rules.upload;
        uploads::write(&ToDeclare(run), limits, "declarations", accounts, staging)
    }
}

/// The entries of an estimate that go into upload files.
struct ToDeclare<'r, 'a>(&'r Run<'a>);

impl<'r> Uploads for ToDeclare<'r, '_> {
    type Key = EntryKey;
    type Part = &'r Stretch;

    fn entries(&self, part: &&'r Stretch) -> impl Iterator<Item = Upload<EntryKey>> {
        self.0.estimate.to_declare.entries(part).map(|entry| Upload {
            key: entry.entry,
            deadline: entry.deadline,
            refund_low: entry.refund_low,
            refund_high: entry.refund_high,
        })
    }

    fn by_number(&self, a: EntryKey, b: EntryKey) -> Ordering {
        self.0.entries.by_number(a, b)
    }

    fn number(&self, key: EntryKey) -> EntryNumber {
        self.0.entries.number(key)
    }
}
