//! `capeprep inspect`: what is in these files, and what can and cannot be proved from them.

use super::args::InspectArgs;
use super::exit::{Exit, print};
use super::plan::{map_options, rules};
use super::{profile, request};
use crate::assess::checks::{self, Check};
use crate::domain::{Field, Severity, clean_cell, quoted, text_of};
use crate::intake::columns::check_columns;
use crate::intake::header::ENOUGH_KNOWN;
use crate::intake::kind::ReportKind;
use crate::intake::layout::ColumnUse;
use crate::intake::prepare::prepare_one;
use crate::intake::reader::{CsvCrate, Item, RecordReader, Text};
use crate::intake::{
    Layout, Mapping, PreparedInput, Source, report_date, source, told_after_filing,
};
use crate::report::{plain, short, wrapped};
use crate::rulebook::Rulebook;
use std::fmt::{self, Write};

/// Sample values shown of a column.
const SAMPLES: usize = 3;
/// A facts file may hold fewer known columns than an export.
const ENOUGH_FOR_A_LOOK: usize = 2;

pub(super) fn run(args: InspectArgs) -> anyhow::Result<Exit> {
    if args.request.is_some() {
        return request::run(args);
    }
    let rules = rules(args.rulebook.as_deref())?;
    let profile = args.profile.as_deref().map(profile::load).transpose()?.unwrap_or_default();
    let mapping = Mapping::new(&rules.headers, map_options(&args.map)?, profile);
    let mut save = args.save_profile.as_deref();
    let (sources, _) = source::resolve(&args.inputs)?;
    let mut failed = 0;
    for source in sources {
        let mut out = String::new();
        if !inspect(source, &rules, &mapping, &mut save, &mut out)? {
            failed += 1;
        }
        print(&out)?;
    }
    for path in source::passed_over(&args.inputs) {
        let line = format!("{} is in a directory and is not read.", plain(&path.to_string_lossy()));
        print(&wrapped(&line, "Note: ", "  "))?;
    }
    if failed > 0 {
        anyhow::bail!("{failed} file(s) cannot be analyzed as they are; see above");
    }
    Ok(Exit::Done)
}

/// Describes one file; false if `analyze` would refuse it.
fn inspect(
    source: Source,
    rules: &Rulebook,
    mapping: &Mapping<'_>,
    save: &mut Option<&str>,
    out: &mut String,
) -> anyhow::Result<bool> {
    let name = plain(&source.name);
    writeln!(out, "{name}")?;
    let prepared = prepare_one(source.clone(), mapping, &[ENOUGH_KNOWN, ENOUGH_FOR_A_LOOK]);
    // What nothing can be made of here may be meant for another command.
    let of_use = |input: &PreparedInput| {
        ReportKind::of(&input.layout).is_facts() || check_columns(input, mapping).is_ok()
    };
    let is_of_use = prepared.as_ref().is_ok_and(|inputs| inputs.iter().any(of_use));
    let told = if is_of_use { None } else { told_after_filing(&source, mapping.aliases) };
    let prepared = match told {
        Some(told) => Ok(told.into_iter().map(|(_, input)| input).collect()),
        None => prepared,
    };
    let inputs = match prepared {
        Ok(inputs) => inputs,
        Err(error) => {
            out.push_str(&wrapped(&plain(&error.to_string()), "  Cannot be read: ", "    "));
            // That of another file would be taken for this one's.
            if save.take().is_some() {
                let no = "No profile is saved: it would be of this file, the first. Name the file that \
                          it is to be of first.";
                out.push_str(&wrapped(no, "  ", "    "));
            }
            writeln!(out)?;
            return Ok(false);
        }
    };
    // A workbook is of use if one of its sheets is; any other file as a whole.
    let (mut all, mut any) = (true, false);
    for input in &inputs {
        if inputs.len() > 1 {
            writeln!(out, "\n{}", plain(&input.source.name))?;
        }
        let usable = describe(input, rules, mapping, out)?;
        all &= usable || input.sheet.is_some();
        any |= usable;
    }
    let usable = all && any;
    if let (Some(name), Some(input)) = (save.take(), inputs.first()) {
        let profile = profile::of(input);
        let open = profile::open_points(input, &profile);
        let saved = match profile::save(name, &profile, &open) {
            Ok(path) => format!("Profile saved: {}", plain(&path.to_string_lossy())),
            Err(error) => {
                print(out)?;
                return Err(error);
            }
        };
        out.push_str(&wrapped(&saved, "  ", "    "));
        for point in &open {
            out.push_str(&wrapped(&format!("To do in it: {}", plain(point)), "  ", "    "));
        }
    }
    for warning in inputs.iter().flat_map(|input| &input.warnings) {
        out.push_str(&wrapped(&plain(warning), "  Note: ", "    "));
    }
    writeln!(out)?;
    Ok(usable)
}

/// Describes one input of a file; false if `analyze` would refuse it.
fn describe(
    input: &PreparedInput,
    rules: &Rulebook,
    mapping: &Mapping<'_>,
    out: &mut String,
) -> Result<bool, fmt::Error> {
    let kind = ReportKind::of(&input.layout);
    let written = input.wide.as_ref().map_or(input.header.delimiter, |wide| wide.delimiter);
    let delimiter = match written {
        b'\t' => "tab",
        b';' => "semicolon",
        b'|' => "pipe",
        _ => "comma",
    };
    if let Some(member) = &input.member {
        writeln!(out, "  Member   {}", plain(member))?;
    }
    if let Some(sheet) = &input.sheet {
        writeln!(out, "  Sheet    {}", plain(sheet))?;
    }
    writeln!(out, "  Report   {}", kind.describe())?;
    let (record, width) = (input.header.record, input.header.headers.len());
    match input.sheet {
        Some(_) => writeln!(out, "  Header   row {record}, {width} columns")?,
        None => writeln!(out, "  Header   row {record}, {width} columns, {delimiter} separated")?,
    }
    if let Some(wide) = &input.wide {
        writeln!(
            out,
            "  Wide     {} rows of each record, as the profile says",
            wide.rows_a_record
        )?;
    }
    columns(input, out)?;
    if input.layout.report().is_some_and(|report| report.is_after_filing()) {
        writeln!(out)?;
        let advice = "It tells what came of a filing, and nothing for an estimate. Give it to \
                      `capeprep track`, with the directory that `analyze` wrote.";
        out.push_str(&wrapped(advice, "  ", "    "));
        if let Some(date) = report_date(input, rules.headers.reports()) {
            writeln!(out, "  Report date: {date}")?;
        }
        return Ok(false);
    }
    if let Some(wide) = input.wide.as_ref().filter(|wide| !wide.unread.is_empty()) {
        let unread: Vec<String> = wide.unread.iter().map(|h| quoted(h)).collect();
        let line = format!("Columns of the file that are not read: {}", unread.join(", "));
        writeln!(out)?;
        out.push_str(&wrapped(&line, "  ", "    "));
    }
    let usable = match check_columns(input, mapping) {
        Ok(()) => true,
        Err(_) if kind.is_facts() => true,
        Err(error) => {
            writeln!(out)?;
            out.push_str(&wrapped(&plain(&error.to_string()), "  Refused: ", "    "));
            false
        }
    };
    if usable && kind.is_facts() {
        facts(input, rules, out)?;
    } else if usable {
        proofs(&input.layout, kind, out)?;
    }
    Ok(usable)
}

fn columns(input: &PreparedInput, out: &mut String) -> fmt::Result {
    let samples = samples(input);
    let names: Vec<(String, String)> = input
        .layout
        .uses()
        .map(|(header, usage)| {
            let usage = match usage {
                ColumnUse::Field(field) => field.name().to_string(),
                ColumnUse::Report(column) => column.to_string(),
                ColumnUse::Unused => "(known, not needed)".to_string(),
                ColumnUse::Ambiguous(field, _) => format!("(ambiguous: {}?)", field.name()),
                ColumnUse::Wide(_) => "(one of several tariff numbers)".to_string(),
                ColumnUse::Ignored => "(left out by the profile)".to_string(),
                ColumnUse::Overridden(field) => format!("(not used: --map {})", field.name()),
                ColumnUse::Unknown => "(unknown)".to_string(),
            };
            (short(header), usage)
        })
        .collect();
    let width = |text: &str| text.chars().count();
    let header_width = names.iter().map(|(h, _)| width(h)).max().unwrap_or(0);
    let usage_width = names.iter().map(|(_, u)| width(u)).max().unwrap_or(0);
    writeln!(out, "\n  Columns")?;
    for (at, ((header, usage), samples)) in names.iter().zip(samples).enumerate() {
        let header_gap = " ".repeat(header_width - width(header));
        let usage_gap = " ".repeat(usage_width - width(usage));
        let line = format!(
            "  {:>4}  {header}{header_gap}  {usage}{usage_gap}  {}",
            at + 1,
            samples.join(" | ")
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    let list = |wanted: fn(&ColumnUse) -> bool| -> Vec<String> {
        let uses = input.layout.uses().filter(|(_, usage)| wanted(usage));
        uses.map(|(header, _)| quoted(header)).collect()
    };
    let unknown = list(|usage| *usage == ColumnUse::Unknown);
    if !unknown.is_empty() {
        writeln!(out)?;
        let list = format!("Unmapped, nothing is read from them: {}", unknown.join(", "));
        out.push_str(&wrapped(&list, "  ", "    "));
    }
    for (header, usage) in input.layout.uses() {
        if let ColumnUse::Ambiguous(field, reason) = usage {
            let (header, field) = (short(header), field.name());
            let line = format!(
                "Ambiguous: `{header}` may be {field}, but {reason}. If it is: --map \
                 '{field}={header}'"
            );
            writeln!(out)?;
            out.push_str(&wrapped(&line, "  ", "    "));
        }
    }
    Ok(())
}

/// The first distinct values of each column, from the start of the file.
fn samples(input: &PreparedInput) -> Vec<Vec<String>> {
    let width = input.layout.width();
    let mut samples: Vec<Vec<String>> = vec![Vec::new(); width];
    let body = input.start.get(input.body_offset..).unwrap_or_default();
    // The last record of the look may be cut off.
    let is_last = input.whole;
    let text = Text { is_last, ..Text::whole(body, input.header.delimiter) };
    CsvCrate.read(text, &mut |item| {
        let Item::Record { cells, .. } = item else {
            return;
        };
        if cells.count() != width {
            return;
        }
        for (at, seen) in samples.iter_mut().enumerate().filter(|(_, s)| s.len() < SAMPLES) {
            let text = plain(&text_of(clean_cell(cells.cell(at))));
            let text: String = text.chars().take(24).collect();
            if !text.is_empty() && !seen.contains(&text) {
                seen.push(text);
            }
        }
    });
    samples
}

/// Which facts a file gives, and which checks they serve.
fn facts(input: &PreparedInput, rules: &Rulebook, out: &mut String) -> fmt::Result {
    let mut fields: Vec<Field> = input
        .layout
        .uses()
        .filter_map(|(_, usage)| match usage {
            ColumnUse::Field(Field::EntryNumber) => None,
            ColumnUse::Field(field) => Some(*field),
            ColumnUse::Report(column) => column.decides(),
            _ => None,
        })
        .collect();
    fields.sort_unstable();
    fields.dedup();
    let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
    let serves = |check: &&&Check| {
        check.settle.is_some() && check.fields.iter().any(|field| fields.contains(field))
    };
    let codes: Vec<&str> = checks::ALL.iter().filter(serves).map(|check| check.code).collect();
    writeln!(out)?;
    let given = format!("Facts it gives, by entry number: {}", names.join(", "));
    out.push_str(&wrapped(&given, "  ", "    "));
    let none = "none that stops an entry";
    let codes = if codes.is_empty() { none.to_string() } else { codes.join(", ") };
    out.push_str(&wrapped(&format!("Checks that it may settle: {codes}"), "  ", "    "));
    if let Some(date) = report_date(input, rules.headers.reports()) {
        writeln!(
            out,
            "  Report date: {date}; where two dated reports differ, the newer one counts"
        )?;
    }
    let advice =
        "Bring it beside the exports or with --facts: capeprep analyze EXPORT FILE --out DIR";
    out.push_str(&wrapped(advice, "  ", "    "));
    Ok(())
}

/// Which block checks the columns can prove, and what would settle the others.
fn proofs(layout: &Layout, kind: ReportKind, out: &mut String) -> fmt::Result {
    let has = |field: &Field| layout.column(*field).is_some();
    let blocks = || checks::ALL.iter().filter(|check| check.severity == Severity::Block);
    let of_route = |check: &Check| check.fields.iter().all(|f| Field::REQUIRED.contains(f));
    let proved: Vec<&str> = blocks()
        .filter(|check| check.settle.is_none() || check.fields.iter().all(has) && !of_route(check))
        .map(|check| check.code)
        .collect();
    writeln!(out)?;
    let list = format!("Can be proved from this file: {}", proved.join(", "));
    out.push_str(&wrapped(&list, "  ", "    "));
    writeln!(out, "\n  Cannot, or not for every entry:")?;
    for check in blocks().filter(|check| !proved.contains(&check.code)) {
        let partly = !of_route(check) && check.fields.iter().any(has);
        let part = if partly { " (in part)" } else { "" };
        let line = format!("{}{part}: {}", check.code, check.settle.unwrap_or_default());
        out.push_str(&wrapped(&line, "    ", "      "));
    }
    let lacks_date = !has(&Field::LiquidationDate);
    let lacks_status = !has(&Field::LiquidationStatus);
    let mut say = |text: &str| {
        out.push('\n');
        out.push_str(&wrapped(text, "  ", "  "));
    };
    if lacks_date && lacks_status {
        let whose = match kind {
            ReportKind::DefaultEs003 => "CBP's default ES-003 leaves them out",
            _ => "this file lacks them",
        };
        say(&format!(
            "Grouping by liquidation date and the 80-day test need two columns, `Liquidation Date` \
             and `Liquidation Status`; {whose}. In ACE Reports choose Modify on ES-003, add both \
             objects and run it again, or bring them with --facts. Without them every entry counts \
             as not known to be liquidated, and none has passed the 80-day test."
        ));
    } else if lacks_date {
        say(
            "Grouping by liquidation date and the 80-day test need the column `Liquidation Date`, \
             which is not there; `Liquidation Status` alone gives no date.",
        );
    }
    if !has(&Field::Column1Rate) {
        say("Floor codes (EU, JP, KR, CH, LI) filed combined stay a range without the column \
             `Column 1 Current Primary Duty Rate`, unless the tariff is brought with --hts-rates.");
    }
    Ok(())
}
