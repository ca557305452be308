//! `filer-code-mismatch`

use super::super::{Verdict, check};
use crate::assess::Route;
use crate::domain::Lane;

check! {
    /// # filer-code-mismatch
    ///
    /// ## What it finds
    /// An entry whose first three characters are none of the filer codes of the ACE account that is
    /// to submit (`--filer-code`). Upper and lower case make no difference. The check belongs to
    /// brokers: where an importer submits (`--importer`) it does not apply.
    ///
    /// ## Why CBP refuses it
    /// On a filer or broker account only the broker that filed an entry summary may declare it, and
    /// CAPE tells that by the filer code. The test is one of the file, so a single foreign entry
    /// may cost the whole declaration.
    ///
    /// ## What to do
    /// Leave the entry to the filer whose code it bears, or to the importer of record, who may
    /// declare its own entries from an importer account whoever filed them. A broker with several
    /// codes names each of them and uploads one file a code.
    FILER_CODE_MISMATCH {
        code: "filer-code-mismatch",
        severity: Block,
        label: Some("Filer Code not matching"),
        lane: Some(Lane::OtherFiler),
        fields: [EntryNumber],
        settle: Some("--filer-code CODE if a broker submits, --importer IOR if the importer does"),
        sources: ["cape-rules:S1", "cape-rules:S36"],
    }
    |entry| {
        let codes = match &entry.context.route {
            Route::NotSaid => return Verdict::Unproved,
            Route::Importer(_) => return Verdict::Clear,
            Route::Broker(codes) => codes,
        };
        let code = entry.number.filer_code();
        if codes
            .iter()
            .any(|own| own.trim().eq_ignore_ascii_case(code))
        {
            return Verdict::Clear;
        }
        let importer = match entry.importer {
            "" => "its importer of record".to_owned(),
            number => format!("IOR {number} itself"),
        };
        Verdict::Found(format!(
            "filer code {code}, where the account has {}: the filer with code {code} may file it, \
             or {importer}",
            codes.join(", ")
        ))
    }
}
