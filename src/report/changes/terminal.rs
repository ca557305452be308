//! What a comparison says on the terminal: a screenful.

use super::{Compared, cause_in_words};
use crate::changes::{Big, Cause, Movement, Moves};
use crate::report::text::{Table, count, counted, dollars, plain, wrapped};
use std::fmt::{self, Write};

/// Rows a list shows before it says how many more there are.
const SHOWN: usize = 6;

/// The summary of a comparison, for people.
///
/// # Errors
/// None in practice: writing to a string cannot fail.
pub fn summary(compared: &Compared<'_>, out_dir: Option<&str>) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let totals = compared.totals;
    let (before, after) = (compared.before.made_with.as_of, compared.after.made_with.as_of);
    writeln!(out, "IEEPA refunds, from the report of {before} to that of {after}\n")?;
    let (opening, closing) = compared.receivable();
    writeln!(out, "  To come   {} then, {} now", dollars(opening), dollars(closing))?;
    let [then, now] = compared.beyond_estimate();
    if then != 0 || now != 0 {
        writeln!(
            out,
            "            of it interest beyond the estimates: {} then, {} now",
            dollars(then),
            dollars(now)
        )?;
    }
    writeln!(
        out,
        "  Entries   {} changed, {} new, {} gone, {} as before",
        count(totals.changed),
        count(totals.new),
        count(totals.gone),
        count(totals.same)
    )?;
    causes(compared, &mut out)?;
    let lanes = totals.lanes.iter().map(|((x, y), moves)| (*x, *y, moves));
    moves("Lanes", lanes.collect(), &mut out)?;
    let states = totals.states.iter().map(|((x, y), moves)| (x.as_str(), y.as_str(), moves));
    moves("After filing", states.collect(), &mut out)?;
    biggest(&totals.biggest, &mut out)?;
    roll_forward(compared, &mut out)?;
    for remark in compared.remarks {
        writeln!(out)?;
        out.push_str(&wrapped(&plain(remark), "Note: ", "  "));
    }
    if let Some(dir) = out_dir {
        writeln!(out, "\nReports: {}", plain(dir))?;
    }
    Ok(out)
}

fn causes(compared: &Compared<'_>, out: &mut String) -> fmt::Result {
    let totals = Cause::ALL.iter().map(|cause| (*cause, compared.totals.of(*cause)));
    let shown: Vec<_> =
        totals.filter(|(_, total)| total.changes > 0 || total.receivable != 0).collect();
    if shown.is_empty() {
        return writeln!(out, "\nNothing changed.");
    }
    writeln!(out, "\nBy cause")?;
    let mut table = Table::new(&["caused by", ">entries", ">to come", ""]);
    for (cause, total) in shown {
        table.row([
            cause.as_str().to_owned(),
            count(total.entries),
            signed(total.receivable),
            cause_in_words(cause).to_owned(),
        ]);
    }
    table.write(out)
}

fn moves(title: &str, mut moves: Vec<(&str, &str, &Moves)>, out: &mut String) -> fmt::Result {
    if moves.is_empty() {
        return Ok(());
    }
    moves.sort_by_key(|(.., moves)| std::cmp::Reverse((moves.refund, moves.entries)));
    writeln!(out, "\n{title}")?;
    let mut table = Table::new(&["then", "now", ">entries", ">refund"]);
    let word = |word: &str| if word.is_empty() { "-".to_owned() } else { plain(word) };
    for (before, after, moves) in moves.iter().take(SHOWN) {
        let (entries, refund) = (count(moves.entries), dollars(moves.refund));
        table.row([word(before), word(after), entries, refund]);
    }
    table.write(out)?;
    more(moves.len(), out)
}

fn biggest(biggest: &[Big], out: &mut String) -> fmt::Result {
    if biggest.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nBiggest changes")?;
    let mut table = Table::new(&["entry", ">at stake", "what, and why"]);
    for big in biggest.iter().take(SHOWN) {
        let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { plain(text) };
        let detail = match big.detail.as_str() {
            "" => String::new(),
            detail => format!(" ({})", plain(detail)),
        };
        let kind = match big.kind {
            crate::changes::Kind::Changed => String::new(),
            kind => format!("{kind}, "),
        };
        let what = format!(
            "{kind}{} {} -> {}: {}{detail}",
            big.field,
            or_none(&big.before),
            or_none(&big.after),
            big.cause
        );
        table.row([big.number.to_string(), dollars(big.at_stake), what]);
    }
    table.write(out)
}

fn roll_forward(compared: &Compared<'_>, out: &mut String) -> fmt::Result {
    writeln!(out, "\nRoll-forward")?;
    let [duty, interest] = compared.roll.total();
    let mut table = Table::new(&["", ">duty", ">interest"]);
    table.row(["opening".to_owned(), dollars(duty.opening), dollars(interest.opening)]);
    for movement in Movement::ALL {
        let (x, y) = (duty.of(*movement), interest.of(*movement));
        if x != 0 || y != 0 {
            table.row([movement.as_str().replace('_', " "), signed(x), signed(y)]);
        }
    }
    table.row(["closing".to_owned(), dollars(duty.closing), dollars(interest.closing)]);
    table.write(out)
}

fn signed(cents: i128) -> String {
    if cents > 0 { format!("+{}", dollars(cents)) } else { dollars(cents) }
}

fn more(all: usize, out: &mut String) -> fmt::Result {
    match all.saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(out, "  and {}", counted(more as u64, "more", "more")),
    }
}
