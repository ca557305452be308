//! What to ask a filer for where a check could not be run.

use super::error::RulebookError;
use super::provenance::Provenance;
use super::self_check::Unique;
use super::sources::Sources;
use super::table::Table;
use crate::domain::Field;

pub(super) const FILE: &str = "requests.csv";

/// What settles a check, in words for a filer.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The check.
    pub check: String,
    /// The columns of the answer, as a facts file names them; none where one row an entry cannot
    /// hold the answer.
    pub columns: Vec<Field>,
    /// What is asked for, to follow "please send".
    pub wanted: String,
    /// The report or record that holds it.
    pub place: String,
    /// What an empty cell of the answer would be read as; `None` if as nothing.
    pub blank: Option<String>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// What to ask for, by check.
#[derive(Debug, Clone)]
pub struct Requests(Vec<Ask>);

impl Requests {
    pub(super) fn read(text: &str, sources: &Sources) -> Result<Requests, RulebookError> {
        let columns =
            &["check", "columns", "wanted", "place", "blank", "source", "confidence", "as_of"];
        let mut checks = Unique::new();
        let table = Table::read(FILE, text, columns)?;
        let asks = table.rows().map(|row| {
            let check = row.filled("check")?;
            checks.claim(&row, "check", check)?;
            let names = Some(row.text("columns")?).filter(|names| !names.is_empty());
            let fields = names.into_iter().flat_map(|names| names.split(';')).map(Field::named);
            let columns = fields.collect::<Option<Vec<Field>>>().ok_or_else(|| {
                row.wrong("columns", "columns of a facts file joined by `;`, such as drawback")
            })?;
            Ok(Ask {
                check: check.to_owned(),
                columns,
                wanted: row.filled("wanted")?.to_owned(),
                place: row.filled("place")?.to_owned(),
                blank: Some(row.text("blank")?.to_owned()).filter(|blank| !blank.is_empty()),
                provenance: Provenance::of(&row, sources)?,
            })
        });
        asks.collect::<Result<_, _>>().map(Requests)
    }

    /// What to ask for where this check could not be run.
    pub fn for_check(&self, check: &str) -> Option<&Ask> {
        self.iter().find(|ask| ask.check == check)
    }

    /// Every request, as listed.
    pub fn iter(&self) -> impl Iterator<Item = &Ask> {
        self.0.iter()
    }
}
