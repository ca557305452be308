//! `account-mismatch`

use super::super::{Verdict, check};
use crate::assess::Route;
use crate::domain::{ImporterNumber, Lane};

check! {
    /// # account-mismatch
    ///
    /// ## What it finds
    /// An entry whose importer of record is none of the IOR numbers of the importer account that is
    /// to submit (`--importer`), or that shows no importer at all. Numbers are compared without
    /// dashes, spaces and case; the suffix counts. The check does not apply where a broker submits.
    ///
    /// ## Why CBP refuses it
    /// On an importer account the IOR of the account must be the IOR on the entry summary. The test
    /// is one of the file, so a single entry of another importer may cost the whole declaration.
    ///
    /// ## What to do
    /// Submit it from the account of that IOR, or have the broker file it whose code stands in
    /// front of the entry number. Whether CBP takes sub-accounts, or another suffix of the same
    /// number, is not known: name such numbers only if the account really holds them.
    ACCOUNT_MISMATCH {
        code: "account-mismatch",
        severity: Block,
        label: Some("Account Mismatch"),
        lane: Some(Lane::OtherFiler),
        fields: [ImporterNumber],
        settle: Some("--importer IOR if the importer submits, --filer-code CODE if a broker does"),
        sources: ["cape-rules:S1", "cape-rules:S36"],
    }
    |entry| {
        let numbers = match &entry.context.route {
            Route::NotSaid => return Verdict::Unproved,
            Route::Broker(_) => return Verdict::Clear,
            Route::Importer(numbers) => numbers,
        };
        let own = ImporterNumber::read(entry.importer.as_bytes());
        if own.is_some_and(|own| numbers.contains(&own)) {
            return Verdict::Clear;
        }
        let account: Vec<&str> = numbers.iter().map(ImporterNumber::as_str).collect();
        let (found, importer) = match entry.importer {
            "" => ("no IOR".to_owned(), "its importer".to_owned()),
            number => (format!("IOR {number}"), format!("IOR {number}")),
        };
        Verdict::Found(format!(
            "{found}, where the account has {}: {importer} may file it, or the filer with code {}",
            account.join(", "),
            entry.number.filer_code()
        ))
    }
}
