//! `capeprep unmask`: from the pseudonyms of a masked copy back to the numbers.

use super::args::UnmaskArgs;
use super::exit::{Exit, Usage, print};
use crate::domain::{EntryNumber, ImporterNumber};
use crate::mask::{Key, Mask};
use crate::report::plain;

pub(super) fn run(args: &UnmaskArgs) -> anyhow::Result<Exit> {
    let mask = Mask::new(&Key::read(&args.key)?, []);
    let mut out = String::from("pseudonym,kind,number\n");
    for pseudonym in &args.pseudonyms {
        let rows = numbers(&mask, pseudonym);
        if rows.is_empty() {
            return Err(Usage(format!(
                "{pseudonym}: no pseudonym of a number. Expected an entry number, an importer number \
                 or a filer code of the masked copy; names and (withheld) texts cannot be turned back."
            ))
            .into());
        }
        for (kind, number) in rows {
            out.push_str(&format!("{},{kind},{}\n", plain(pseudonym), plain(&number)));
        }
    }
    print(&out)?;
    Ok(Exit::Done)
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
            found.push(("entry number", mask.unmasked_entry(&entry).to_string()));
        }
        let importer = ImporterNumber::read(pseudonym.as_bytes());
        let importer = importer.filter(|number| number.form().is_some());
        if let Some(number) = importer.and_then(|number| mask.unmasked_importer(&number)) {
            found.push(("importer number", number.to_string()));
        }
    }
    found
}
