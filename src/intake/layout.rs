//! Which column of a file holds which field.

use crate::domain::{Field, FieldSet, fold};
use crate::rulebook::{HeaderAliases, Known};

/// The columns of one file.
#[derive(Debug, Clone)]
pub struct Layout {
    columns: [Option<usize>; Field::ALL.len()],
    headers: Vec<String>,
    /// What became of each column, in file order.
    uses: Vec<ColumnUse>,
}

/// What a column of a file is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnUse {
    /// It holds this field.
    Field(Field),
    /// A known column that no check or figure needs.
    Unused,
    /// It might hold this field, but the name is used for other things too; needs `--map`.
    Ambiguous(Field, String),
    /// Another column was chosen for this field with `--map`.
    Overridden(Field),
    /// It holds something of one of several tariff numbers in the row, so a profile is needed.
    Wide(String),
    /// A profile says to leave it out.
    Ignored,
    /// An unknown name.
    Unknown,
}

/// A `--map FIELD=HEADER` option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapOption {
    /// The field.
    pub field: Field,
    /// The header that holds it.
    pub header: String,
}

impl Layout {
    /// Maps a header row by exact alias. A `--map` option wins over the aliases in the files that
    /// have its header.
    ///
    /// # Errors
    /// The field that two columns claim, with their indexes.
    pub fn map(
        headers: &[String],
        aliases: &HeaderAliases,
        options: &[MapOption],
    ) -> Result<Layout, (Field, usize, usize)> {
        let folded: Vec<String> = headers.iter().map(|h| fold(h.as_bytes())).collect();
        let mut columns = [None; Field::ALL.len()];
        let mut uses = vec![ColumnUse::Unknown; headers.len()];
        let mut chosen = FieldSet::EMPTY;
        for option in options {
            let wanted = fold(option.header.as_bytes());
            for (index, header) in folded.iter().enumerate() {
                if *header == wanted {
                    claim(&mut columns, option.field, index)?;
                    chosen.insert(option.field);
                    uses[index] = ColumnUse::Field(option.field);
                }
            }
        }
        for (index, header) in folded.iter().enumerate() {
            if uses[index] != ColumnUse::Unknown {
                continue;
            }
            uses[index] = match aliases.lookup(header) {
                Some(Known::Field(field)) if chosen.contains(field) => ColumnUse::Overridden(field),
                Some(Known::Field(field)) => {
                    claim(&mut columns, field, index)?;
                    ColumnUse::Field(field)
                }
                Some(Known::Ambiguous { field, reason }) => {
                    ColumnUse::Ambiguous(field, reason.to_string())
                }
                Some(Known::Unused) => ColumnUse::Unused,
                Some(Known::Wide { reason }) => ColumnUse::Wide(reason.to_string()),
                None if names_ieepa_number(header) => {
                    ColumnUse::Wide("a tariff number stands in the header".to_string())
                }
                None => ColumnUse::Unknown,
            };
        }
        Ok(Layout { columns, headers: headers.to_vec(), uses })
    }

    /// The column that holds a field.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns[field as usize]
    }

    /// How many columns the file has.
    pub fn width(&self) -> usize {
        self.headers.len()
    }

    /// The headers as they stand in the file.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Each column with its use, in file order.
    pub fn uses(&self) -> impl Iterator<Item = (&str, &ColumnUse)> {
        self.headers.iter().map(String::as_str).zip(&self.uses)
    }

    /// The fields the file has a column for.
    pub fn present(&self) -> FieldSet {
        Field::ALL.iter().copied().filter(|f| self.column(*f).is_some()).collect()
    }

    /// Whether the cells under the entry number and HTS columns say what the header says there.
    pub(super) fn is_header<'c>(&self, cell: impl Fn(usize) -> &'c [u8]) -> bool {
        let repeats = |field| {
            self.column(field).is_some_and(|index| {
                let (found, header) = (cell(index), self.headers[index].as_bytes());
                // Cheap test first: a tariff number is digits, its header is not.
                !found.first().is_some_and(u8::is_ascii_digit) && fold(found) == fold(header)
            })
        };
        repeats(Field::Hts) && repeats(Field::EntryNumber)
    }
}

/// Whether a folded header holds an IEEPA tariff number: `9903 01 25`, `9903 01 10 (25%)`,
/// `duty 99030225`. Only to refuse what would be lost; nothing is read by it.
fn names_ieepa_number(header: &str) -> bool {
    let plain: String = header.chars().filter(|c| *c != ' ').collect();
    ["990301", "990302"].iter().any(|number| plain.contains(number))
}

fn claim(
    columns: &mut [Option<usize>; Field::ALL.len()],
    field: Field,
    index: usize,
) -> Result<(), (Field, usize, usize)> {
    match &mut columns[field as usize] {
        Some(first) => Err((field, *first, index)),
        empty => {
            *empty = Some(index);
            Ok(())
        }
    }
}
