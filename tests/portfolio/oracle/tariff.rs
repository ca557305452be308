//! `--hts-rates` (contract section 4): the column-1 rate by the tariff that the user exported.

use rust_decimal::Decimal;

use super::rows::Source;
use super::values::{column_one_rate, tariff_number, with_lost_zero};

/// One line of the tariff with a number of its own; what it leaves blank, it has from above.
#[derive(Clone, Debug)]
struct Line {
    number: String,
    general: String,
    special: String,
}

/// The tariff, line by line.
#[derive(Clone, Debug, Default)]
pub struct Tariff {
    lines: Vec<Line>,
}

/// What comes off a combined floor row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnOne {
    Unknown,
    Rate(Decimal),
    /// A preference is claimed, and which of the two comes off is not settled.
    GeneralOrSpecial(Decimal, Option<Decimal>),
}

/// The special program indicator under which a floor code's column 1 may be the Special rate.
fn program_of(heading: &str) -> Option<&'static str> {
    match heading {
        "99030273" => Some("JP"),
        "99030280" => Some("KR"),
        _ => None,
    }
}

impl Tariff {
    pub fn read(source: &Source) -> Tariff {
        let mut reader = csv::Reader::from_reader(source.bytes.as_slice());
        let mut tariff = Tariff::default();
        // What each line stands below: its depth and its place.
        let mut above: Vec<(u32, usize)> = Vec::new();
        for record in reader.records() {
            let record = record.expect("generated text is CSV");
            let depth: u32 = record[1].parse().expect("generated depths are numbers");
            above.retain(|(of, _)| *of < depth);
            let Some(number) = tariff_number(&record[0]) else { continue };
            let mut line =
                Line { number, general: record[4].to_string(), special: record[5].to_string() };
            let parent =
                above.iter().rev().map(|(_, place)| &tariff.lines[*place]).find(|parent| {
                    line.number.starts_with(&parent.number) && line.number != parent.number
                });
            if let Some(parent) = parent.filter(|_| line.general.is_empty()) {
                line.general.clone_from(&parent.general);
                if line.special.is_empty() {
                    line.special.clone_from(&parent.special);
                }
            }
            above.push((depth, tariff.lines.len()));
            tariff.lines.push(line);
        }
        tariff
    }

    /// "10, 8, 6, 4 digits": the lines that speak for a number, from the longest count of digits
    /// that any line has. A line of ten digits speaks for its eight.
    fn lines_of(&self, number: &str) -> Vec<&Line> {
        let number: String = with_lost_zero(number).chars().take(8).collect();
        [8, 6, 4]
            .into_iter()
            .map(|digits| -> Vec<&Line> {
                let wanted = number.get(..digits).unwrap_or_default();
                self.lines
                    .iter()
                    .filter(|line| {
                        let long: String = line.number.chars().take(8).collect();
                        long == wanted && !line.general.is_empty()
                    })
                    .collect()
            })
            .find(|lines| !lines.is_empty())
            .unwrap_or_default()
    }

    /// Column 1 of a floor row whose base row has this number, and of whose preference claims
    /// these are the cells.
    pub fn column_one(&self, heading: &str, base: &str, claims: &[&str]) -> ColumnOne {
        let lines = self.lines_of(base);
        let Some(first) = lines.first() else { return ColumnOne::Unknown };
        // "Two rates for one number are no rate."
        if lines.iter().any(|line| line.general != first.general) {
            return ColumnOne::Unknown;
        }
        let Some(general) = column_one_rate(&first.general) else { return ColumnOne::Unknown };
        let claimed = program_of(heading)
            .filter(|program| claims.iter().any(|claim| claim.eq_ignore_ascii_case(program)));
        match claimed.and_then(|program| special_rate(&first.special, program)) {
            Some(special) if special != Some(general) => {
                ColumnOne::GeneralOrSpecial(general, special)
            }
            _ => ColumnOne::Rate(general),
        }
    }
}

/// `Free (A,AU,KR) 1.7% (JP)`: the rate before the list that names the program.
fn special_rate(text: &str, program: &str) -> Option<Option<Decimal>> {
    text.split(')').find_map(|part| {
        let (rate, programs) = part.split_once('(')?;
        programs
            .split(',')
            .any(|named| named.trim() == program)
            .then(|| column_one_rate(rate.trim()))
    })
}
