//! Figures that say where the same value stands in another file of the report.

use crate::report::summary::money;
use crate::report::text::{count, dollars};

/// What a cell must hold.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    /// One of these values, joined by `;`. `*` is any value but none.
    Is(String),
    /// A list, joined by `;`, without this word.
    Without(&'static str),
}

/// Where a value is found again.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// A JSON pointer into `summary.json`.
    Summary(String),
    /// What the first is above the second.
    Difference(Box<Place>, Box<Place>),
    /// Rows of a table, counted, or columns of them added up.
    Rows {
        /// The file.
        file: &'static str,
        /// The columns that are added up; empty to count the rows.
        columns: &'static [&'static str],
        /// What a column must hold.
        conditions: Vec<(&'static str, Condition)>,
    },
}

impl Place {
    /// A value of `summary.json`.
    pub(super) fn summary(pointer: impl Into<String>) -> Place {
        Place::Summary(pointer.into())
    }

    /// The number of all rows of a table.
    pub(super) fn rows(file: &'static str) -> Place {
        Place::Rows { file, columns: &[], conditions: Vec::new() }
    }

    /// Only rows where a column has one of these values.
    pub(super) fn whose(mut self, column: &'static str, values: impl Into<String>) -> Place {
        if let Place::Rows { conditions, .. } = &mut self {
            conditions.push((column, Condition::Is(values.into())));
        }
        self
    }

    /// Only rows where the list in a column does not hold this word.
    pub(super) fn without(mut self, column: &'static str, word: &'static str) -> Place {
        if let Place::Rows { conditions, .. } = &mut self {
            conditions.push((column, Condition::Without(word)));
        }
        self
    }

    /// What this is above another place.
    pub(super) fn above(self, other: Place) -> Place {
        Place::Difference(Box::new(self), Box::new(other))
    }

    /// The sum of these columns instead of the number of rows.
    pub(super) fn sum(mut self, of: &'static [&'static str]) -> Place {
        if let Place::Rows { columns, .. } = &mut self {
            *columns = of;
        }
        self
    }

    /// For programs: `summary.json#/refund/low`, `entries.csv|sum:refund_low|lane=file-now`,
    /// `entries.csv|count|findings!=protest-open`; of a difference both, with ` - ` between them.
    fn expression(&self) -> String {
        match self {
            Place::Summary(pointer) => format!("summary.json#{pointer}"),
            Place::Difference(all, part) => format!("{} - {}", all.expression(), part.expression()),
            Place::Rows { file, columns, conditions } => {
                let what = match columns.is_empty() {
                    true => "count".to_owned(),
                    false => format!("sum:{}", columns.join("+")),
                };
                let conditions = conditions.iter().map(|(column, condition)| match condition {
                    Condition::Is(values) => format!("|{column}={values}"),
                    Condition::Without(word) => format!("|{column}!={word}"),
                });
                format!("{file}|{what}{}", conditions.collect::<String>())
            }
        }
    }

    /// For people.
    fn words(&self) -> String {
        match self {
            Place::Summary(pointer) => {
                format!("summary.json: {}", pointer.trim_start_matches('/').replace('/', ", "))
            }
            Place::Difference(all, part) => format!("{}; less {}", all.words(), part.words()),
            Place::Rows { file, columns, conditions } => {
                let what = match columns.is_empty() {
                    true => "number of rows".to_owned(),
                    false => format!("sum of {}", columns.join(" and ")),
                };
                let conditions: Vec<String> = conditions
                    .iter()
                    .map(|(column, condition)| match condition {
                        Condition::Is(values) if values == "*" => {
                            format!("{column} is not blank")
                        }
                        Condition::Is(values) if values.is_empty() => {
                            format!("{column} is blank")
                        }
                        Condition::Is(values) => {
                            format!("{column} is {}", values.replace(';', " or "))
                        }
                        Condition::Without(word) => format!("{column} does not hold {word}"),
                    })
                    .collect();
                let whose = if conditions.is_empty() { "" } else { " where " };
                format!("{file}: {what}{whose}{}", conditions.join(" and "))
            }
        }
    }
}

/// An amount or a number of the first screen.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    /// As tables print it: `1234.50`.
    pub(super) value: String,
    /// As people read it: `$1,234.50`.
    pub(super) shown: String,
    /// Where the same value stands, for programs.
    pub(super) from: String,
    /// The same for people.
    pub(super) source: String,
}

impl Figure {
    /// An amount in cents.
    pub(super) fn money(cents: i128, place: &Place) -> Figure {
        Figure::of(money(cents), dollars(cents), place)
    }

    /// A number of things.
    pub(super) fn number(number: u64, place: &Place) -> Figure {
        Figure::of(number.to_string(), count(number), place)
    }

    fn of(value: String, shown: String, place: &Place) -> Figure {
        Figure { value, shown, from: place.expression(), source: place.words() }
    }
}

/// Two figures, lowest and highest; often the same.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub(super) low: Figure,
    pub(super) high: Figure,
}

impl Span {
    /// Amounts in cents and where they stand.
    pub(super) fn new(low: (i128, Place), high: (i128, Place)) -> Span {
        Span { low: Figure::money(low.0, &low.1), high: Figure::money(high.0, &high.1) }
    }

    /// The columns `refund_low` and `refund_high` of the rows of `place`.
    pub(super) fn refund(low: i128, high: i128, place: &Place) -> Span {
        Span::new(
            (low, place.clone().sum(&["refund_low"])),
            (high, place.clone().sum(&["refund_high"])),
        )
    }

    /// Whether one figure tells both.
    pub(super) fn is_one(&self) -> bool {
        self.low.value == self.high.value
    }
}
