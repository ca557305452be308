//! The rules by which the report judged, and those that are here.

use super::manifest::Manifest;
use super::told::{Finding, Part, Verdict};
use crate::rulebook::Rulebook;

/// Holds the version of the report's rulebook against another, which is that of a directory if the user
/// named one. The built-in rules move on with every release, so a report by older ones is no fault: its
/// rules are not here, and nothing is said of them.
pub fn rulebook(manifest: &Manifest, rules: &Rulebook, is_named: bool) -> Finding {
    let here = rules.version.to_string();
    let (verdict, detail) = if manifest.rulebook == here {
        (Verdict::Same, format!("{here}, facts as of {}", rules.version.facts_as_of))
    } else {
        let of = |version: &str| {
            let as_of = version.split('+').next().unwrap_or_default().to_owned();
            if as_of == version { version.to_owned() } else { format!("{version}, as of {as_of}") }
        };
        let verdict = if is_named { Verdict::Another } else { Verdict::NotChecked };
        let whose = if is_named { "of the directory named" } else { "built in here" };
        let detail = format!(
            "the report was made with {}; {whose}: {}. Run again with these, figures may differ. The \
             rules of the report: `rulebook --export` of the program that wrote it, then --rulebook",
            of(&manifest.rulebook),
            of(&here)
        );
        (verdict, detail)
    };
    Finding::new(Part::Rulebook, "rulebook", verdict, detail)
}
