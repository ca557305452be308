//! Programs of the registry and their families.

use super::error::RulebookError;
use super::provenance::Provenance;
use super::self_check::Unique;
use super::sources::Sources;
use super::table::Table;

pub(super) const FILE: &str = "programs.csv";

/// A group of IEEPA headings with one legal story, such as `fentanyl-CN`.
#[derive(Debug, Clone)]
pub struct Program {
    /// The name reports print.
    pub name: String,
    /// Programs of one family share their exemptions: every `reciprocal-*` program is one.
    pub family: String,
    /// What it was.
    pub description: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

pub(super) fn read(text: &str, sources: &Sources) -> Result<Vec<Program>, RulebookError> {
    let columns = &["program", "family", "description", "source", "confidence", "as_of"];
    let table = Table::read(FILE, text, columns)?;
    let mut names = Unique::new();
    let programs = table.rows().map(|row| {
        let name = row.filled("program")?;
        names.claim(&row, "program", name)?;
        Ok(Program {
            name: name.to_owned(),
            family: row.filled("family")?.to_owned(),
            description: row.filled("description")?.to_owned(),
            provenance: Provenance::of(&row, sources)?,
        })
    });
    programs.collect()
}
