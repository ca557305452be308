//! The headings of an entry, as the registry has them.

use super::Subject;
use crate::assess::AssessedRow;
use crate::rulebook::Provenance;
use serde::Serialize;

/// Where a rule comes from.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct SourceTold {
    /// Ids of sources; their titles are told once for all.
    pub sources: Vec<String>,
    /// How sure it is.
    pub confidence: &'static str,
    /// The date of the source text.
    pub as_of: String,
}

impl SourceTold {
    /// What the rulebook says of a rule.
    pub(super) fn of(provenance: &Provenance) -> SourceTold {
        SourceTold {
            sources: provenance.source.iter().map(ToString::to_string).collect(),
            confidence: provenance.confidence.as_str(),
            as_of: provenance.as_of.to_string(),
        }
    }
}

/// A version of a heading that rows of the entry fall into.
#[derive(Debug, Clone, Serialize)]
pub struct CodeTold {
    /// The heading, with dots.
    pub heading: String,
    /// Its program.
    pub program: String,
    /// What the program was.
    pub description: String,
    /// What the heading does.
    pub kind: &'static str,
    /// Its rate; for a floor code the total with column 1 in it.
    pub rate: String,
    /// First entry date.
    pub from: String,
    /// First entry date no longer covered; empty while in force.
    pub to: String,
    /// Whether the version covers the dates of the rows; else it is the nearest.
    pub covers: bool,
    /// Countries of origin; `*` is any.
    pub countries: String,
    /// Orders behind it.
    pub authority: String,
    /// CSMS messages; a `?` marks a number seen in secondary material only.
    pub csms: String,
    /// What a reviewer should know.
    pub note: String,
    /// Where it comes from.
    #[serde(flatten)]
    pub source: SourceTold,
    /// What makes it a floor code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor: Option<FloorTold>,
}

/// What makes a heading a floor code.
#[derive(Debug, Clone, Serialize)]
pub struct FloorTold {
    /// Which column-1 rate comes off.
    pub column1: &'static str,
    /// What a reviewer should know.
    pub note: String,
    /// Where it comes from.
    #[serde(flatten)]
    pub source: SourceTold,
}

/// The headings of the kept rows, each version once, in the order of the rows; then those that the
/// registry does not have.
pub(super) fn codes(of: &Subject<'_>) -> (Vec<CodeTold>, Vec<String>) {
    let (mut codes, mut unknown): (Vec<CodeTold>, Vec<String>) = (Vec::new(), Vec::new());
    for row in &of.assessed.entry.rows {
        match code(of, row) {
            Some(code) => {
                let same = |known: &CodeTold| {
                    (&known.heading, &known.from, known.covers)
                        == (&code.heading, &code.from, code.covers)
                };
                if !codes.iter().any(same) {
                    codes.push(code);
                }
            }
            None => unknown.push(row.kept.row.hts.heading().dotted()),
        }
    }
    unknown.sort();
    unknown.dedup();
    (codes, unknown)
}

fn code(of: &Subject<'_>, row: &AssessedRow<'_>) -> Option<CodeTold> {
    let registry = &of.assessed.entry.context.rules.registry;
    let (code, version) = (row.code?, row.nearest?);
    let program = registry.program_of(code);
    Some(CodeTold {
        heading: code.heading.dotted(),
        program: program.name.clone(),
        description: program.description.clone(),
        kind: version.kind.as_str(),
        rate: version.rate.to_string(),
        from: version.from.to_string(),
        to: version.to.map(|day| day.to_string()).unwrap_or_default(),
        covers: row.version.is_some(),
        countries: version.countries.to_string(),
        authority: version.authority.clone(),
        csms: version.csms.clone(),
        note: version.note.clone(),
        source: SourceTold::of(&version.provenance),
        floor: code.floor().map(|floor| FloorTold {
            column1: floor.column1.as_str(),
            note: floor.note.clone(),
            source: SourceTold::of(&floor.provenance),
        }),
    })
}
