//! `capeprep rulebook`: the dated rules, listed, searched, exported.

use super::args::{RulebookArgs, RulebookCommand};
use super::exit::{Exit, note, print};
use super::places::clear_beside;
use super::plan::rules;
use crate::assess::checks;
use crate::report::wrapped;
use crate::rulebook::{listing, search};
use anyhow::Context as _;

pub(super) fn run(args: &RulebookArgs) -> anyhow::Result<Exit> {
    let rules = rules(args.rulebook.as_deref())?;
    if let Some(RulebookCommand::Check { code }) = &args.command {
        print(&check_page(code.as_deref())?)?;
        return Ok(Exit::Done);
    }
    if let Some(dir) = &args.export {
        clear_beside(dir);
        rules.export(dir)?;
        note(format_args!(
            "Rulebook {} written to {}. Edit a copy and use it with --rulebook DIR.",
            rules.version,
            dir.display()
        ));
        return Ok(Exit::Done);
    }
    let query = args.query.join(" ");
    let items = search(&rules, &query);
    if items.is_empty() {
        anyhow::bail!(
            "nothing in the rulebook matches `{query}`; without a query it is listed whole"
        );
    }
    let mut out = format!("Rulebook {}\n\n", rules.version);
    for line in listing(&items).lines() {
        let indent = &line[..line.len() - line.trim_start().len()];
        match line.is_empty() {
            true => out.push('\n'),
            false => out.push_str(&wrapped(line.trim_start(), indent, indent)),
        }
    }
    print(&out)?;
    Ok(Exit::Done)
}

fn check_page(code: Option<&str>) -> anyhow::Result<String> {
    let Some(code) = code else {
        let lines =
            checks::ALL.iter().map(|check| format!("{:<7} {}\n", check.severity, check.code));
        return Ok(lines.collect());
    };
    let check = checks::with_code(code).with_context(|| {
        let wanted = code.to_lowercase();
        let near: Vec<&str> =
            checks::ALL.iter().map(|c| c.code).filter(|c| c.contains(&wanted)).collect();
        let near = match near.is_empty() {
            true => String::new(),
            false => format!(" Perhaps {}?", near.join(" or ")),
        };
        format!("no check `{code}`.{near} `capeprep rulebook check` lists them all.")
    })?;
    Ok(check.render())
}
