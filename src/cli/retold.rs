//! The inputs and options of an analysis, as they are typed again to explain one of its entries.

use super::args::{AnalyzeArgs, DepositBasisArg, JudgeArgs, TaxpayerArg};
use crate::report::shell_word;
use clap::ValueEnum;
use std::path::Path;

/// What follows the entry number in `capeprep explain`: the inputs, and every option that bears on
/// a figure. Empty if it cannot be typed in any shell as it stands, or names standard input, which
/// was read and is gone.
///
/// A name from elsewhere must never become a command: in double quotes a shell still reads `$` and
/// the like, so such a name is not repeated at all.
pub(super) fn arguments(args: &AnalyzeArgs, as_of: &str) -> String {
    all(args, as_of).unwrap_or_default()
}

fn all(args: &AnalyzeArgs, as_of: &str) -> Option<String> {
    let JudgeArgs {
        as_of: _,
        filer_code,
        importer,
        facts,
        hts_rates,
        parties,
        complete,
        taxpayer,
        deposit_basis,
        processing_days,
        map,
        profile,
        rulebook,
    } = &args.judge;
    let mut words = Vec::new();
    for input in &args.inputs {
        words.push(path(input)?);
    }
    words.push(format!("--as-of {as_of}"));
    let mut option = |name: &str, value: String| words.push(format!("--{name} {value}"));
    for (name, values) in [("filer-code", filer_code), ("importer", importer), ("map", map)] {
        for value in values {
            option(name, shell_word(value)?);
        }
    }
    for file in facts {
        option("facts", path(file)?);
    }
    for (name, file) in [("hts-rates", hts_rates), ("parties", parties), ("rulebook", rulebook)] {
        if let Some(file) = file {
            option(name, path(file)?);
        }
    }
    if !complete.is_empty() {
        option("complete", shell_word(&complete.join(","))?);
    }
    if !matches!(taxpayer, TaxpayerArg::Corporate) {
        option("taxpayer", taxpayer.to_possible_value()?.get_name().to_owned());
    }
    if !matches!(deposit_basis, DepositBasisArg::Summary) {
        option("deposit-basis", deposit_basis.to_possible_value()?.get_name().to_owned());
    }
    if let Some(days) = processing_days {
        option("processing-days", days.to_string());
    }
    if let Some(profile) = profile {
        option("profile", shell_word(profile)?);
    }
    Some(words.join(" "))
}

fn path(path: &Path) -> Option<String> {
    shell_word(path.to_str()?)
}
