//! What `explain` is asked for, and what it answers where there is no such thing.

use super::exit::Usage;
use super::gather::Gathered;
use crate::domain::{Day, EntryNumber, Field, ImporterNumber, LiquidationState};
use crate::estimate::GroupKey;
use crate::explain::GroupTold;
use crate::ledger::FirstBin;
use compact_str::CompactString;

/// A payment group as the user names it.
pub(super) struct WantedGroup {
    importer: String,
    /// The importer in the form in which numbers are compared; `None` for no importer.
    key: Option<CompactString>,
    state: LiquidationState,
    date: Option<Day>,
}

impl WantedGroup {
    /// Reads IOR and date of the command line.
    ///
    /// # Errors
    /// One of them is neither.
    pub fn read(importer: &str, date: &str) -> Result<WantedGroup, Usage> {
        let number = ImporterNumber::read(importer.as_bytes());
        if number.is_none() && !importer.trim().is_empty() {
            return Err(Usage(format!(
                "--group {importer}: an IOR number is needed, such as 98-765432100 (or \"\" for \
                 entries without one)"
            )));
        }
        let word = date.trim().to_lowercase();
        let state = LiquidationState::ALL.iter().find(|state| state.as_str() == word);
        let (state, date) = match state {
            Some(state) => (*state, None),
            None => {
                let day = date.trim().parse::<Day>().map_err(|_| {
                    Usage(format!(
                        "--group {importer} {date}: a liquidation date is needed, as YYYY-MM-DD or \
                         MM/DD/YYYY, or one of unliquidated, held, unknown, liquidated"
                    ))
                })?;
                (LiquidationState::Liquidated, Some(day))
            }
        };
        let key = number.map(|number| number.key());
        Ok(WantedGroup { importer: importer.trim().to_owned(), key, state, date })
    }

    /// Whether the group is of this importer, as printed.
    pub fn is_of(&self, importer: &str) -> bool {
        ImporterNumber::read(importer.as_bytes()).map(|number| number.key()) == self.key
    }

    /// Whether this is the group.
    pub fn is(&self, importer: &str, key: GroupKey) -> bool {
        (key.state, key.liquidation_date) == (self.state, self.date) && self.is_of(importer)
    }

    /// Says that there is no such group; `others` are those of the same importer.
    pub fn not_found(&self, others: &[GroupTold]) -> String {
        const NAMED: usize = 12;
        let date = self.date.map_or_else(|| self.state.to_string(), |day| day.to_string());
        let importer = match self.importer.as_str() {
            "" => "entries without an importer number".to_owned(),
            number => format!("IOR {number}"),
        };
        let said = format!("no payment group of {importer} and {date} is in these inputs. ");
        if others.is_empty() {
            return said
                + "No entry with an IEEPA row has that importer: groups.csv lists all groups.";
        }
        let mut named: Vec<&str> = others
            .iter()
            .map(|group| match group.liquidation_date.as_str() {
                "" => group.liquidation_state,
                date => date,
            })
            .collect();
        named.dedup();
        let more = named.len().saturating_sub(NAMED);
        named.truncate(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{said}Its groups are: {}{more}.", named.join(", "))
    }
}

/// Says that no IEEPA row of an entry is in the inputs, and what is there instead.
pub(super) fn not_found(entry: &EntryNumber, gathered: &Gathered) -> String {
    let rows = gathered.sightings.of(entry);
    if rows.is_empty() {
        let near: Vec<&str> = gathered.sightings.near.iter().map(EntryNumber::as_str).collect();
        let hint = match (near.as_slice(), entry.check_digit_fits()) {
            ([], Some(false)) => {
                " Its check digit does not fit the other characters: see whether it is mistyped."
                    .to_owned()
            }
            ([], _) => {
                " Check the number, and whether the export with it is among the inputs.".to_owned()
            }
            (near, _) => format!(" Numbers that differ in one character: {}.", near.join(", ")),
        };
        return format!("entry {entry} is in none of the inputs.{hint}");
    }
    let rejected: Vec<_> = rows.iter().filter(|row| row.bin == FirstBin::Rejected).collect();
    let place = |row: &crate::ledger::Sighting| {
        let file = gathered.names.get(row.place.input()).map_or("", |name| name);
        format!("{file}, record {}", row.place.record())
    };
    if let Some(first) = rejected.first() {
        return format!(
            "entry {entry} has {} row(s) in the inputs, {} of them rejected and none of the others of \
             IEEPA numbers, so there is no figure to explain. The first rejected one is {}: {}. \
             rejected_rows.csv of `analyze` has them all.",
            rows.len(),
            rejected.len(),
            place(first),
            first.reason
        );
    }
    let mut numbers: Vec<&str> = rows.iter().map(|row| row.cell(Field::Hts)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    const NAMED: usize = 8;
    let more = if numbers.len() > NAMED { ", ..." } else { "" };
    numbers.truncate(NAMED);
    let first = rows.first().map(place).unwrap_or_default();
    format!(
        "entry {entry} has {} row(s) in the inputs, none of IEEPA numbers ({}{more}): nothing of it \
         is refunded, and it is in no report. The first stands in {first}.",
        rows.len(),
        numbers.join(", ")
    )
}
