//! The inputs and options of an analysis, as they are typed again to explain one of its entries.

use super::args::{AnalyzeArgs, DepositBasisArg, JudgeArgs, TaxpayerArg};
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
            option(name, quoted(value)?);
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
        option("complete", quoted(&complete.join(","))?);
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
        option("profile", quoted(profile)?);
    }
    Some(words.join(" "))
}

fn path(path: &Path) -> Option<String> {
    quoted(path.to_str()?)
}

/// A word of a command, in quotation marks where a shell wants them; `None` where it would read it
/// otherwise all the same (`sh`, PowerShell or `cmd`).
fn quoted(word: &str) -> Option<String> {
    let is_plain = |c: char| {
        c.is_ascii_alphanumeric() || "-_./:=,+@".contains(c) || cfg!(windows) && c == '\\'
    };
    let is_safe = |c: char| is_plain(c) || c.is_alphanumeric() || " ()&'#[]{}".contains(c);
    if word.is_empty() || word.starts_with('-') || word.ends_with('\\') {
        return None;
    }
    if word.chars().all(is_plain) {
        return Some(word.to_owned());
    }
    word.chars().all(is_safe).then(|| format!("\"{word}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_becomes_a_command() {
        assert_eq!(quoted("exports/2025-06.csv").as_deref(), Some("exports/2025-06.csv"));
        assert_eq!(quoted("Broker B (June).csv").as_deref(), Some("\"Broker B (June).csv\""));
        assert_eq!(quoted("été.csv").as_deref(), Some("\"été.csv\""));
        let bad = [
            "-",
            "",
            "--out",
            "a $(touch x).csv",
            "a`b`",
            "a\"b",
            "50%TEMP%",
            "a!b",
            "a\u{201c}b",
            "a\nb",
            "a\u{202e}b",
            "a\u{1b}[31m",
            "dir\\",
        ];
        for word in bad {
            assert_eq!(quoted(word), None, "{word:?}");
        }
    }
}
