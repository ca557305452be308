//! Chapter 99 numbers that are not IEEPA.

use super::error::RulebookError;
use super::provenance::Provenance;
use super::sources::Sources;
use super::table::{Row, Table};
use crate::domain::{HtsNumber, vocabulary};

pub(super) const FILE: &str = "not_ieepa.csv";

vocabulary! {
    /// The law behind a chapter 99 number.
    Regime {
        /// Trade Expansion Act, national security.
        Section232 = "section-232",
        /// Trade Act, unfair practices.
        Section301 = "section-301",
        /// Trade Act, safeguards.
        Section201 = "section-201",
        /// Trade Act, balance of payments.
        Section122 = "section-122",
        /// Tariff Act, discrimination.
        Section338 = "section-338",
        /// Quotas and legacy items.
        Other = "other",
    }
}

impl Regime {
    /// Whether a wrong or missing duty of this regime can turn a refund into a bill.
    pub fn can_net(self) -> bool {
        matches!(self, Regime::Section232 | Regime::Section301 | Regime::Section201)
    }
}

/// A run of headings under one regime.
#[derive(Debug, Clone)]
pub struct OtherHeadings {
    /// First and last heading as plain numbers, both included.
    bounds: (u32, u32),
    /// Leading digits of the first heading.
    pub first: String,
    /// Leading digits of the last heading.
    pub last: String,
    /// The law behind them.
    pub regime: Regime,
    /// What they are.
    pub name: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// The runs, in order.
#[derive(Debug, Clone)]
pub struct NotIeepa(Vec<OtherHeadings>);

impl NotIeepa {
    pub(super) fn read(
        text: &str,
        ieepa_prefixes: &[String],
        sources: &Sources,
    ) -> Result<NotIeepa, RulebookError> {
        let columns = &["first", "last", "regime", "name", "source", "confidence", "as_of"];
        let mut runs: Vec<OtherHeadings> = Vec::new();
        for row in Table::read(FILE, text, columns)?.rows() {
            let run = read_run(&row, sources)?;
            if runs.last().is_some_and(|above| above.bounds.1 >= run.bounds.0) {
                return Err(row.wrong("first", "more than the last digits of the run above"));
            }
            let ieepa = ieepa_prefixes.iter().filter_map(|p| bounds(p, p));
            for (first, last) in ieepa {
                if run.bounds.0 <= last && first <= run.bounds.1 {
                    return Err(row.wrong("first", "no heading of IEEPA"));
                }
            }
            runs.push(run);
        }
        Ok(NotIeepa(runs))
    }

    /// What the number is, if it is a listed one.
    pub fn find(&self, number: HtsNumber) -> Option<&OtherHeadings> {
        let heading = number.heading().value();
        // A shorter number has a smaller value than any run, so it is never found.
        let at = self.0.partition_point(|run| run.bounds.1 < heading);
        self.0.get(at).filter(|run| run.bounds.0 <= heading)
    }

    /// The regime of the number, if it is a listed one.
    pub fn regime(&self, number: HtsNumber) -> Option<Regime> {
        self.find(number).map(|run| run.regime)
    }

    /// Every run, in order.
    pub fn iter(&self) -> impl Iterator<Item = &OtherHeadings> {
        self.0.iter()
    }
}

fn read_run(row: &Row<'_>, sources: &Sources) -> Result<OtherHeadings, RulebookError> {
    let (first, last) = (row.text("first")?, row.text("last")?);
    let bounds = bounds(first, last).ok_or_else(|| {
        row.wrong("first", "4 to 8 digits that begin with 99, as many as in last")
    })?;
    if bounds.0 > bounds.1 {
        return Err(row.wrong("last", "digits not before those of first"));
    }
    Ok(OtherHeadings {
        bounds,
        first: first.to_owned(),
        last: last.to_owned(),
        regime: row.choice("regime", Regime::ALL)?,
        name: row.filled("name")?.to_owned(),
        provenance: Provenance::of(row, sources)?,
    })
}

/// The headings of eight digits that the leading digits stand for.
fn bounds(first: &str, last: &str) -> Option<(u32, u32)> {
    let value = |digits: &str| {
        let fits = (4..=8).contains(&digits.len())
            && digits.starts_with("99")
            && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse::<u32>().ok().filter(|_| fits)
    };
    let (low, high) = (value(first)?, value(last)?);
    let missing = 10u32.pow(8u32.checked_sub(first.len() as u32)?);
    (first.len() == last.len()).then_some((low * missing, high * missing + (missing - 1)))
}
