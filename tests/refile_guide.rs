//! The guide to filing again says what the rulebook and the reports say.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use capeprep::rulebook::{Action, Again, Rulebook};
use capeprep::track::cash::NoWeek;
use capeprep::track::clocks::{ClockKind, FromBasis};
use capeprep::track::refile::RefileKind;
use std::fmt::Write as _;
use std::path::Path;

const BEGIN: &str = "<!-- labels: written by UPDATE_DOCS=1 cargo test --test refile_guide -->\n";
const END: &str = "<!-- end of labels -->\n";

fn guide() -> (std::path::PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/refile.md");
    let text = std::fs::read_to_string(&path).unwrap();
    // Git on Windows may check it out with the line ends of the system.
    (path, text.replace("\r\n", "\n"))
}

fn table() -> String {
    let rules = Rulebook::built_in().unwrap();
    let mut table = String::new();
    for level in capeprep::rulebook::Level::ALL {
        let title = match level {
            capeprep::rulebook::Level::File => "Of a whole file",
            capeprep::rulebook::Level::Entry => "Of an entry",
        };
        let _ =
            write!(table, "\n| {title} | `action` | `again` | what to do |\n|---|---|---|---|\n");
        for remedy in rules.remedies.iter().filter(|remedy| remedy.level == *level) {
            let _ = writeln!(
                table,
                "| `{}` | `{}` | `{}` | {} |",
                remedy.label, remedy.action, remedy.again, remedy.note
            );
        }
    }
    table.push('\n');
    table
}

/// `UPDATE_DOCS=1` writes the table instead of comparing it.
#[test]
fn the_guide_has_every_label_as_the_rulebook_has_it() {
    let (path, text) = guide();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (written, after) = rest.split_once(END).unwrap();
    let table = table();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        return;
    }
    assert!(written == table, "docs/refile.md is out of date: run again with UPDATE_DOCS=1");
}

#[test]
fn the_guide_names_every_word_and_column_of_the_tables() {
    let (_, text) = guide();
    let words = |all: Vec<&'static str>| {
        for word in all {
            assert!(text.contains(&format!("`{word}`")), "{word}");
        }
    };
    words(Action::ALL.iter().map(|word| word.as_str()).collect());
    words(Again::ALL.iter().map(|word| word.as_str()).collect());
    words(RefileKind::ALL.iter().map(|word| word.as_str()).collect());
    words(ClockKind::ALL.iter().map(|word| word.as_str()).collect());
    words(FromBasis::ALL.iter().map(|word| word.as_str()).collect());
    words(NoWeek::ALL.iter().map(|word| word.as_str()).collect());
    let columns = capeprep::report::tracking::refile::HEADER.trim_end().split(',');
    words(columns.collect());
}

#[test]
fn the_guide_gives_the_day_counts_of_the_rulebook() {
    let (_, text) = guide();
    let rules = Rulebook::built_in().unwrap().tracking;
    for (kind, days) in [
        ("liquidation", rules.liquidation_overdue_days),
        ("payment", rules.payment_overdue_days),
        ("refund", rules.refund_overdue_days),
    ] {
        let row = text.lines().find(|line| line.starts_with(&format!("| `{kind}` |"))).unwrap();
        assert!(row.contains(&format!("| {days} days |")), "{row}");
    }
    let (to_liquidation, to_bank) = (rules.liquidation_days, rules.payment_days);
    let row = |[p10, p50, p90]: [i32; 3]| format!("| + {p10} | + {p50} | + {p90} |");
    assert!(text.contains(&row([to_bank.p10, to_bank.p50, to_bank.p90])));
    assert!(text.contains(&row([
        to_liquidation.p10 + to_bank.p10,
        to_liquidation.p50 + to_bank.p50,
        to_liquidation.p90 + to_bank.p90,
    ])));
}
