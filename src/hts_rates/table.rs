//! The table of rates by tariff number.

use super::lines::{RawLine, RawLines};
use super::{HtsRatesError, file, special};
use crate::domain::{Hts8, HtsNumber, Rate};
use foldhash::fast::FixedState;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::Path;

/// Column-1 rates by tariff number, from a file of USITC.
#[derive(Debug)]
pub struct HtsRates {
    /// The file as the user named it.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: [u8; 32],
    /// Lines with a tariff number of chapters 1 to 97.
    pub lines: u64,
    /// Lines that could not be used: a number that is not digits, or another count of cells than
    /// the header has.
    pub unusable: u64,
    by_number: HashMap<(u8, u64), TariffLine, FixedState>,
}

/// What the file says of a tariff number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TariffLine {
    /// Where it says so: the record of a CSV (the header is record 1), or the place in the list of
    /// a JSON file, from 1. A line that inherits is named itself.
    pub record: u64,
    /// The general rate.
    pub general: GeneralRate,
    special: Special,
}

/// The general column of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GeneralRate {
    /// Ad valorem or free.
    Rate(Rate),
    /// Something else, as it stands in the file: compound, specific, a reference; may be blank.
    NoRate(String),
    /// Two lines for the number do not say the same: both texts, and the record of the other line.
    Two(String, String, u64),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Special {
    Text(String),
    /// Two lines for the number do not say the same.
    Two,
}

/// The counts of digits at which a number is looked up, the longest first.
const DIGITS: [u8; 3] = [8, 6, 4];

impl HtsRates {
    /// Reads the file.
    ///
    /// # Errors
    /// It cannot be read, is no tariff as USITC exports it, or has no rate.
    pub fn read(path: &Path) -> Result<HtsRates, HtsRatesError> {
        let name = path.to_string_lossy().into_owned();
        let bytes = file::bytes(path, &name)?;
        HtsRates::from_bytes(&bytes, name)
    }

    /// Reads the content of a file; `name` is for messages and reports.
    ///
    /// # Errors
    /// It is no tariff as USITC exports it, or has no rate.
    pub fn from_bytes(bytes: &[u8], name: String) -> Result<HtsRates, HtsRatesError> {
        let RawLines { lines, broken } = file::lines(bytes, &name)?;
        let mut rates = HtsRates {
            name,
            bytes: bytes.len() as u64,
            sha256: Sha256::digest(bytes).into(),
            lines: 0,
            unusable: broken,
            by_number: HashMap::default(),
        };
        rates.take(lines);
        let is_rate = |line: &TariffLine| !matches!(line.general, GeneralRate::NoRate(_));
        if !rates.by_number.values().any(is_rate) {
            return Err(HtsRatesError::NoRates { name: rates.name, lines: rates.lines });
        }
        Ok(rates)
    }

    /// What the file says of an eight-digit number: at eight digits, else at six, else at four.
    pub fn line(&self, number: Hts8) -> Option<&TariffLine> {
        let value = u64::from(number.value());
        DIGITS.iter().find_map(|digits| {
            let shorter = value / 10u64.pow(8 - u32::from(*digits));
            self.by_number.get(&(*digits, shorter))
        })
    }

    /// Puts each line into the table, with the rate of the line it stands below if it has none.
    fn take(&mut self, lines: Vec<RawLine>) {
        let mut above: Vec<Above> = Vec::new();
        for mut line in lines {
            let indent = line.indent.parse().ok();
            match indent {
                Some(indent) => above.retain(|line: &Above| line.indent < indent),
                // Nobody can tell what a line of unknown depth stands below.
                None => above.clear(),
            }
            if line.number.is_empty() {
                // A line that only groups: its children look past it.
                continue;
            }
            let Some(number) = HtsNumber::read(line.number.as_bytes()) else {
                self.unusable += 1;
                continue;
            };
            if !number.is_base() {
                continue;
            }
            self.lines += 1;
            if line.general.is_empty()
                && let Some(parent) =
                    above.iter().rev().find(|above| is_below(number, above.number))
            {
                line.general.clone_from(&parent.general);
                if line.special.is_empty() {
                    line.special.clone_from(&parent.special);
                }
            }
            if let Some(indent) = indent {
                let (general, special) = (line.general.clone(), line.special.clone());
                above.push(Above { indent, number, general, special });
            }
            self.put(number, line);
        }
    }

    fn put(&mut self, number: HtsNumber, line: RawLine) {
        let digits = number.digits().min(8);
        // Headings without a rate of their own say nothing of the numbers below them, nor does a
        // statistical line say that its eight digits have none.
        if !DIGITS.contains(&digits) || line.general.is_empty() && number.digits() != 8 {
            return;
        }
        let Some(value) = number.leading(digits) else { return };
        let general = match Rate::read(line.general.as_bytes()) {
            Ok(Some(rate)) => GeneralRate::Rate(rate),
            _ => GeneralRate::NoRate(line.general),
        };
        let new = TariffLine { record: line.record, general, special: Special::Text(line.special) };
        match self.by_number.entry((digits, value)) {
            std::collections::hash_map::Entry::Vacant(free) => drop(free.insert(new)),
            std::collections::hash_map::Entry::Occupied(mut known) => known.get_mut().join(new),
        }
    }
}

/// A line that others may stand below.
struct Above {
    indent: u32,
    number: HtsNumber,
    general: String,
    special: String,
}

/// Whether a number is a part of another: it begins with its digits and has more.
fn is_below(number: HtsNumber, parent: HtsNumber) -> bool {
    number.digits() > parent.digits()
        && number.leading(parent.digits()) == parent.leading(parent.digits())
}

impl TariffLine {
    /// The special rate for a program, such as `KR`: `None` if the line does not name it; an inner
    /// `None` if it names it with something that is no plain rate, or two lines differ.
    pub fn special(&self, program: &str) -> Option<Option<Rate>> {
        match &self.special {
            Special::Text(text) => special::rate_for(text, program),
            Special::Two => Some(None),
        }
    }

    /// Whether two lines give two rates for the number.
    pub fn is_two(&self) -> bool {
        matches!(self.general, GeneralRate::Two(..))
    }

    /// Takes in another line for the same number.
    fn join(&mut self, other: TariffLine) {
        let is_blank = |line: &TariffLine| line.general.text().is_empty();
        if is_blank(self) {
            *self = other;
            return;
        }
        if is_blank(&other) || matches!(self.general, GeneralRate::Two(..)) {
            return;
        }
        if self.special != other.special {
            self.special = Special::Two;
        }
        if self.general != other.general {
            let texts = (self.general.text(), other.general.text());
            self.general = GeneralRate::Two(texts.0, texts.1, other.record);
        }
    }
}

impl GeneralRate {
    /// What stands in the file, or the rate as this program writes it.
    pub fn text(&self) -> String {
        match self {
            GeneralRate::Rate(rate) => rate.to_string(),
            GeneralRate::NoRate(text) => text.clone(),
            GeneralRate::Two(first, second, _) => format!("{first} and {second}"),
        }
    }
}
