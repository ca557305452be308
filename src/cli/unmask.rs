//! `capeprep unmask`: from the pseudonyms of a masked copy back to the numbers.

use super::args::UnmaskArgs;
use super::exit::{Exit, Usage, note, print};
use crate::domain::{EntryNumber, ImporterNumber};
use crate::mask::{Key, Mask};
use crate::report::plain;

pub(super) fn run(args: &UnmaskArgs) -> anyhow::Result<Exit> {
    let mask = Mask::new(&Key::read(&args.key)?, []);
    let mut out = String::from("pseudonym,kind,number\n");
    let mut unknown = Vec::new();
    for pseudonym in &args.pseudonyms {
        let rows = numbers(&mask, pseudonym);
        if rows.is_empty() {
            unknown.push(plain(pseudonym));
        }
        for (kind, number) in rows {
            out.push_str(&format!("{},{kind},{}\n", plain(pseudonym), plain(&number)));
        }
    }
    print(&out)?;
    note(format_args!(
        "Key check {}: it must be the one in README.txt of the copy, else these numbers are wrong.",
        mask.check()
    ));
    if unknown.is_empty() {
        return Ok(Exit::Done);
    }
    Err(Usage(format!(
        "{}: no pseudonym of a number. Expected entry numbers, importer numbers or filer codes of the \
         masked copy; names and (withheld) texts cannot be turned back.",
        unknown.join(", ")
    ))
    .into())
}

/// What a pseudonym may stand for: eleven digits may be an entry or an importer.
fn numbers(mask: &Mask, pseudonym: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let signs: String = pseudonym.chars().filter(|c| *c != '-' && !c.is_whitespace()).collect();
    let signs = signs.to_uppercase();
    if let Some(entry) = EntryNumber::of_signs(&signs) {
        if signs.len() == 3 {
            found.push(("filer code", mask.unmasked_entry(&entry).to_string()));
            return found;
        }
        // Any text of letters and digits could be an entry number that is not well formed.
        let shown_as_importer = pseudonym.trim().as_bytes().get(2) == Some(&b'-');
        if !shown_as_importer {
            let kind =
                if entry.is_well_formed() { "entry number" } else { "perhaps an entry number" };
            found.push((kind, mask.unmasked_entry(&entry).to_string()));
        }
        // An entry number that is well formed is an importer's only in the form of one.
        let importer = ImporterNumber::read(pseudonym.as_bytes());
        let importer = importer.filter(|number| {
            number.form().is_some() || shown_as_importer || !entry.is_well_formed()
        });
        if let Some(importer) = importer
            && let Some(number) = mask.unmasked_importer(&importer)
        {
            let is_one = importer.form().is_some() || shown_as_importer;
            let kind = if is_one { "importer number" } else { "perhaps an importer number" };
            found.push((kind, number.to_string()));
        }
    }
    found
}
