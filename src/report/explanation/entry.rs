//! An entry, told on the terminal.

use super::super::text::{Table, counted, plain, wrapped};
use super::files::Files;
use super::{checks, dollars, interest, range, rows};
use crate::explain::{CodeTold, DecisionTold, Explanation, FactTold, GroupTold, ProceedingTold};
use std::fmt::{self, Write};

/// An explanation, for people.
///
/// # Errors
/// None in practice: writing to a string cannot fail.
pub fn entry(told: &Explanation) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let files = Files::of(told);
    head(told, &mut out)?;
    writeln!(out, "\nRows ({})", told.rows.len())?;
    files.list(&mut out);
    rows::rows(&told.rows, &files, &mut out)?;
    writeln!(out, "\nWhy, and what comes back")?;
    rows::reasons(&told.rows, &files, &mut out)?;
    rows::sums(&told.sums, &mut out);
    writeln!(out, "\nHeadings")?;
    told.codes.iter().for_each(|code| heading(code, &mut out));
    for unknown in &told.unknown_codes {
        writeln!(out, "  {unknown} is not in the registry")?;
    }
    writeln!(out, "\nInterest")?;
    interest::interest(&told.interest, &files, &mut out)?;
    writeln!(out, "\nHeader facts")?;
    told.facts.iter().for_each(|fact| header_fact(fact, &files, &mut out));
    if !told.proceedings.is_empty() {
        writeln!(out, "\nListed in facts files")?;
        told.proceedings.iter().for_each(|line| listed(line, &files, &mut out));
    }
    checks::checks(&told.checks, &files, &mut out)?;
    writeln!(out, "\nDeadlines")?;
    let mut table = Table::new(&["day", ">days left", "", "what", "how it is reckoned"]);
    for deadline in &told.deadlines {
        // The short name of what ends leaves the room to the rule.
        let what = deadline.what.split(',').next().unwrap_or_default();
        table.row([
            deadline.date.clone(),
            deadline.days_left.to_string(),
            if deadline.estimated { "estimated" } else { "" }.to_owned(),
            what.to_owned(),
            deadline.rule.clone(),
        ]);
    }
    table.write(&mut out)?;
    if let Some(group) = &told.group {
        writeln!(out, "\nPayment group")?;
        group_lines(group, &mut out);
    }
    writeln!(out, "\nWhat would change it")?;
    if told.changes.is_empty() {
        writeln!(out, "  nothing that is known")?;
    }
    for change in &told.changes {
        let first = match (change.code, &change.date) {
            (Some(code), _) => format!("{code}: "),
            (None, Some(date)) if change.estimated => format!("{date} (estimated): "),
            (None, Some(date)) => format!("{date}: "),
            (None, None) => "the range: ".to_owned(),
        };
        out.push_str(&wrapped(&plain(&format!("{first}{}", change.what)), "  ", "    "));
    }
    writeln!(out, "\nSources")?;
    for document in &told.documents {
        let (id, title, location) = (&document.id, &document.title, &document.location);
        out.push_str(&wrapped(&plain(&format!("{id}  {title}; {location}")), "  ", "    "));
    }
    Ok(out)
}

fn head(told: &Explanation, out: &mut String) -> fmt::Result {
    let (run, entry) = (&told.run, &told.entry);
    writeln!(out, "Entry {} as of {}", plain(&entry.entry_number), run.as_of)?;
    let mut line = |name: &str, text: String| {
        let (first, rest) = (format!("  {name:<11}"), " ".repeat(13));
        out.push_str(&wrapped(&plain(&text), &first, &rest));
    };
    let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    line("importer", importer(&entry.importer_number, &entry.importer_name));
    line("type", spaced(&or_none(&entry.entry_type), &entry.entry_type_name));
    line("entered", or_none(&entry.entry_date));
    line(
        "state",
        match (entry.liquidation_date.as_str(), entry.days_since_liquidation) {
            (date, Some(days)) => {
                format!("{}, {date}, {days} days before {}", entry.liquidation_state, run.as_of)
            }
            _ => entry.liquidation_state.to_owned(),
        },
    );
    line("duty paid", dollars(entry.duty_paid));
    line("refund", range(entry.refund_low, entry.refund_high));
    line("interest", range(entry.interest_low, entry.interest_high));
    if entry.recomputed_duty.0 != 0 {
        let recomputed = dollars(entry.recomputed_duty);
        line("recomputed", format!("{recomputed} by rate x value, in no refund"));
    }
    line("status", decision(&told.status));
    line("lane", decision(&told.lane));
    line(
        "assumed",
        format!(
            "route {}; {} rate; interest from {}; {} days of processing; rulebook {}",
            run.route, run.taxpayer, run.deposit_basis, run.processing_days, run.rulebook
        ),
    );
    Ok(())
}

/// Words with a blank between them, unless one is missing.
fn spaced(first: &str, second: &str) -> String {
    format!("{first} {second}").trim().to_owned()
}

/// An importer by number and name.
fn importer(number: &str, name: &str) -> String {
    spaced(if number.is_empty() { "(no importer number)" } else { number }, name)
}

fn decision(decision: &DecisionTold) -> String {
    let findings = match decision.findings.as_slice() {
        [] => String::new(),
        codes => format!(" ({})", codes.join(", ")),
    };
    format!("{}: {}{findings}", decision.value, decision.rule)
}

fn heading(code: &CodeTold, out: &mut String) {
    let until = match code.to.as_str() {
        "" => String::new(),
        to => format!(" until before {to}"),
    };
    let covers = if code.covers { "" } else { "; no version covers the date, this is the nearest" };
    let head = format!(
        "{} {} {} {}, entry dates from {}{until}{covers}",
        code.heading, code.program, code.kind, code.rate, code.from
    );
    out.push_str(&wrapped(&plain(&head), "  ", "    "));
    let mut more = |text: String| out.push_str(&wrapped(&plain(&text), "    ", "      "));
    more(format!("{}; origin {}", code.description, countries(&code.countries)));
    match code.csms.as_str() {
        "" => more(code.authority.clone()),
        csms => more(format!("{}; CSMS {}", code.authority, messages(csms))),
    }
    if !code.note.is_empty() {
        more(code.note.clone());
    }
    if let Some(floor) = &code.floor {
        let (rate, note, of) = (floor.column1, &floor.note, floor.source.sources.join(", "));
        more(format!("floor code ({note}): the {rate} column-1 rate comes off ({of})"));
    }
    more(format!("rule: {} ({})", code.source.sources.join(", "), code.source.confidence));
}

/// `CN, HK`, `any country but CA, MX`
fn countries(told: &str) -> String {
    match told.strip_prefix('*') {
        Some("") => "any country".to_owned(),
        Some(but) => format!("any country but {}", but.trim().replace('-', "").replace(' ', ", ")),
        None => told.replace(' ', ", "),
    }
}

/// `64701128, 65029337 (number unconfirmed)`
fn messages(told: &str) -> String {
    let one = |number: &str| match number.trim().strip_suffix('?') {
        Some(number) => format!("{number} (number unconfirmed)"),
        None => number.trim().to_owned(),
    };
    told.split(';').map(one).collect::<Vec<_>>().join(", ")
}

fn header_fact(fact: &FactTold, files: &Files<'_>, out: &mut String) {
    // What is neither known nor in any file is told by the checks that need it.
    if fact.origin == "absent" {
        return;
    }
    let value = if fact.value.is_empty() { "blank" } else { &fact.value };
    let mut said = format!("{value} ({})", files.short(&fact.said()));
    if fact.conflict {
        said.push_str("; the rows disagree");
    }
    let differ = fact.conflict || fact.told_by.is_some() && !fact.export.is_empty();
    for cell in fact.export.iter().filter(|_| differ) {
        let text = if cell.cell.is_empty() { "blank" } else { &cell.cell };
        let file = files.number(&cell.file);
        said.push_str(&format!("; export: {text} ({file} record {})", cell.records));
    }
    for other in &fact.overruled {
        let (value, record, file) = (&other.value, other.at.record, files.number(&other.at.file));
        said.push_str(&format!("; not {value} of {file} record {record}: {}", other.why));
    }
    let first = format!("  {:<20}", fact.field);
    out.push_str(&wrapped(&plain(&said), &first, &" ".repeat(22)));
}

fn listed(line: &ProceedingTold, files: &Files<'_>, out: &mut String) {
    let mut said = line.kind.to_owned();
    for (name, text) in [
        ("", &line.number),
        ("status ", &line.status),
        ("refused: ", &line.error),
        ("paid on ", &line.paid_on),
    ] {
        if !text.is_empty() {
            said.push_str(&format!(" {name}{text}"));
        }
    }
    let standing = match line.standing {
        "stops" => "stops the entry",
        "free" => "does not stop the entry",
        _ => "leaves it open whether the entry is stopped",
    };
    let decides = if line.decides { ", and decides" } else { "" };
    let (file, record) = (files.number(&line.at.file), line.at.record);
    said.push_str(&format!(": {standing}{decides} ({file} record {record})"));
    out.push_str(&wrapped(&plain(&said), "  ", "    "));
}

/// A group in a few lines.
pub(super) fn group_lines(group: &GroupTold, out: &mut String) {
    let date = match group.liquidation_date.as_str() {
        "" => group.liquidation_state.to_owned(),
        date => format!("{} {date}", group.liquidation_state),
    };
    let mut line = |text: String| out.push_str(&wrapped(&plain(&text), "  ", "    "));
    line(format!("IOR {}, {date}", importer(&group.importer_number, &group.importer_name)));
    if !group.payee.is_empty() {
        line(format!("paid to {}", group.payee));
    }
    line(format!(
        "{}: {} eligible, {} for review, {} blocked, {} without refund",
        counted(group.entries, "entry", "entries"),
        group.eligible_entries,
        group.review_entries,
        group.blocked_entries,
        group.no_refund_entries
    ));
    line(format!(
        "duty {}, refund {} (eligible {}), interest {}",
        dollars(group.duty_paid),
        range(group.refund_low, group.refund_high),
        range(group.eligible_refund_low, group.eligible_refund_high),
        range(group.interest_low, group.interest_high)
    ));
    if !group.cape_deadline.is_empty() {
        line(format!(
            "CAPE until {}, protest until {}",
            group.cape_deadline, group.protest_deadline
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_and_messages_are_told_in_words() {
        for (told, words) in
            [("CN HK", "CN, HK"), ("*", "any country"), ("* -BY -CA", "any country but BY, CA")]
        {
            assert_eq!(countries(told), words);
        }
        assert_eq!(messages("65029337?;65573545"), "65029337 (number unconfirmed), 65573545");
    }
}
