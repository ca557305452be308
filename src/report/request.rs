//! What to ask each filer for: an e-mail each, and what is needed with the dollars at stake.

use super::cell::RowWriter;
use super::request_lists::{list_name, split};
use super::text::{counted, range, wrapped};
use super::{OutputError, Report, Run, Staging};
use crate::assess::Route;
use crate::assess::checks::{Check, CheckSet};
use crate::domain::Field;
use crate::estimate::ByCheck;
use crate::rulebook::Requests;
use std::fmt::Write;

/// `request.csv`, and an e-mail and a list of entries a filer.
pub struct RequestFiles;

/// The columns of `request.csv`.
const HEADER: &[u8] = b"filer_code,check,needed,where,columns,entries,refund_low,refund_high,ask\n";

impl Report for RequestFiles {
    fn write(&self, run: &Run<'_>, staging: &mut Staging) -> Result<(), OutputError> {
        let asks = &run.context.rules.requests;
        let mut table = HEADER.to_vec();
        let filers = run.estimate.requests.filers();
        for (filer, by_check) in &filers {
            let is_own = is_own(run, filer);
            for (check, amounts) in by_check.iter() {
                let asked = Asked::of(check, asks);
                RowWriter::new(&mut table)
                    .text(filer)
                    .word(check.code)
                    .text(asked.wanted)
                    .text(asked.place)
                    .words(asked.columns.iter().map(|field| field.name()))
                    .number(amounts.entries)
                    .wide_cents(amounts.refund_low)
                    .wide_cents(amounts.refund_high)
                    .word(if is_own { "own records" } else { "filer" })
                    .end();
            }
            if !is_own {
                staging.write(&mail_name(filer), mail(run, filer, by_check).as_bytes())?;
            }
        }
        split(filers.keys().copied(), staging)?;
        staging.write("request.csv", &table)
    }
}

/// Whether the entries of this filer code are those of the broker that submits: nobody else has to
/// be asked.
pub fn is_own(run: &Run<'_>, filer: &str) -> bool {
    match &run.context.route {
        Route::Broker(codes) => codes.iter().any(|code| code.eq_ignore_ascii_case(filer)),
        Route::NotSaid | Route::Importer(_) => false,
    }
}

/// The file that holds the e-mail to a filer.
pub fn mail_name(filer: &str) -> String {
    name("request", filer, "txt")
}

/// The name of a file for a filer. Its code is three letters or digits, in capitals; with something
/// in front it is none of the names that Windows keeps for devices.
pub(super) fn name(what: &str, filer: &str, ending: &str) -> String {
    let filer = if filer.is_empty() { "no-filer-code" } else { filer };
    format!("{what}-{filer}.{ending}")
}

/// What to ask for where a check could not be run; its own advice if the rules have no words.
struct Asked<'a> {
    wanted: &'a str,
    place: &'a str,
    blank: Option<&'a str>,
    columns: &'a [Field],
}

impl<'a> Asked<'a> {
    fn of(check: &'static Check, asks: &'a Requests) -> Asked<'a> {
        match asks.for_check(check.code) {
            Some(ask) => Asked {
                wanted: &ask.wanted,
                place: &ask.place,
                blank: ask.blank.as_deref(),
                columns: &ask.columns,
            },
            None => Asked {
                wanted: check.code,
                place: check.settle.unwrap_or_default(),
                blank: None,
                columns: check.fields,
            },
        }
    }
}

/// What to ask, in the order of the rules, each with the checks it settles. One answer may settle
/// several, and then is asked for once.
fn questions<'a>(by_check: &ByCheck, asks: &'a Requests) -> Vec<(Asked<'a>, CheckSet)> {
    let mut questions: Vec<(usize, Asked<'a>, CheckSet)> = Vec::new();
    for (check, _) in by_check.iter() {
        let ask = Asked::of(check, asks);
        let settles = CheckSet::of(&[check]);
        match questions
            .iter_mut()
            .find(|(_, known, _)| !ask.columns.is_empty() && known.columns == ask.columns)
        {
            Some((_, _, checks)) => *checks = checks.union(settles),
            None => {
                let place = asks.iter().position(|ask| ask.check == check.code);
                questions.push((place.unwrap_or(usize::MAX), ask, settles));
            }
        }
    }
    questions.sort_by_key(|(place, _, _)| *place);
    let questions: Vec<_> = questions.into_iter().map(|(_, ask, checks)| (ask, checks)).collect();
    let is_part = |(ask, checks): &(Asked<'_>, CheckSet)| {
        questions.iter().any(|(other, others)| {
            !ask.columns.is_empty()
                && other.columns.len() > ask.columns.len()
                && ask.columns.iter().all(|column| other.columns.contains(column))
                && by_check.is_within(*checks, *others)
        })
    };
    let asked: Vec<bool> = questions.iter().map(|question| !is_part(question)).collect();
    questions.into_iter().zip(asked).filter(|(_, asked)| *asked).map(|(ask, _)| ask).collect()
}

/// The e-mail to a filer. Lines are wrapped, as mail is.
fn mail(run: &Run<'_>, filer: &str, by_check: &ByCheck) -> String {
    let total = by_check.total();
    let entries = counted(total.entries, "entry", "entries");
    let (whom, under) = match filer {
        "" => (
            "whoever filed these entries (their numbers have no filer code)".to_string(),
            "without a filer code we could read".to_string(),
        ),
        filer => (
            format!("the filer of entries that begin with {filer}"),
            format!("under filer code {filer}"),
        ),
    };
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "To: {whom}\nSubject: IEEPA duty: what we still need for {entries} filed {under}\n\nHello,\n\n"
    );
    let paragraph = |text: &str| wrapped(text, "", "");
    out.push_str(&paragraph(&format!(
        "we are going through IEEPA duty that was paid before CBP is asked for it. For \
         {entries} filed {under} the reports we have do not say everything we need. By our \
         estimate as of {}, {} could come back on them.",
        run.context.as_of,
        range(total.refund_low, total.refund_high)
    )));
    out.push_str("\nCould you please send us, for each of these entries:\n");
    let mut columns: Vec<&str> = Vec::new();
    for (at, (ask, checks)) in questions(by_check, &run.context.rules.requests).iter().enumerate() {
        let number = format!("{:>3}. ", at + 1);
        let names: Vec<&str> = ask.columns.iter().map(|field| field.name()).collect();
        columns.extend(names.iter().copied());
        let concerned = by_check.entries(*checks);
        let which = match concerned == total.entries {
            true => String::new(),
            false => format!(" ({})", counted(concerned, "entry", "entries")),
        };
        out.push('\n');
        out.push_str(&wrapped(&format!("{}{which}", ask.wanted), &number, "     "));
        out.push_str(&wrapped(&format!("Where: {}", ask.place), "     ", "     "));
        if !names.is_empty() {
            let column = if names.len() == 1 { "Column" } else { "Columns" };
            out.push_str(&wrapped(&format!("{column}: {}", names.join(", ")), "     ", "     "));
        }
        if let Some(blank) = ask.blank {
            let blank = format!("An empty cell would be read as: {blank}");
            out.push_str(&wrapped(&blank, "     ", "     "));
        }
    }
    columns.sort_unstable();
    columns.dedup();
    out.push('\n');
    if columns.is_empty() {
        out.push_str(&paragraph("Please send it as a CSV or Excel file."));
    } else {
        out.push_str(&paragraph(&format!(
            "A CSV or Excel file with one row an entry is best: Entry Number, then the columns {}. \
             Please leave out a column you cannot tell, rather than leave it empty. If it is easier, \
             send ES-003 again with the objects named above added.",
            columns.join(", ")
        )));
    }
    out.push('\n');
    out.push_str(&paragraph(&format!(
        "The entries are in the attached list ({}); its column `missing` says what each still needs. \
         The amounts are estimates and nothing CBP has confirmed.",
        list_name(filer)
    )));
    out.push_str("\nThank you, and do call if anything is unclear.\n");
    out
}
