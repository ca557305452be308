//! Every row of an entry: where it stands, which bin it is in and why, and what it gives back.

use super::refund::{RefundTold, refund};
use super::{At, Inconsistent, Subject};
use crate::domain::{Bin, Field, HtsNumber};
use crate::ledger::{FirstBin, KeptRow, Place, Sighting, TariffRow, collapse};
use serde::Serialize;
use std::collections::{HashMap, VecDeque};

/// A row of an entry.
#[derive(Debug, Clone, Serialize)]
pub struct RowTold {
    /// Its file.
    pub file: String,
    /// Its record number in it.
    pub record: u64,
    /// The bin it is in.
    pub bin: &'static str,
    /// Why it is there.
    pub why: String,
    /// Line number, as it stands.
    pub line_number: String,
    /// Tariff ordinal, as it stands.
    pub tariff_ordinal: String,
    /// Tariff number, as it stands.
    pub hts: String,
    /// Entry date, as it stands.
    pub entry_date: String,
    /// Value, as it stands.
    pub row_value: String,
    /// Duty, as it stands.
    pub row_duty: String,
    /// Country of origin, as it stands.
    pub country_of_origin: String,
    /// Of a copy: the row that is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<At>,
    /// Of a row that is kept: what it gives back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund: Option<RefundTold>,
}

/// An IEEPA row as the ledger binned it.
struct Binned<'r> {
    row: &'r TariffRow,
    bin: Bin,
    /// Which of the kept rows it is, or is a copy of.
    kept: usize,
}

/// Tells every row of an entry, in the order of the inputs. The bins are those of the ledger.
pub(super) fn rows(of: &Subject<'_>) -> Result<Vec<RowTold>, Inconsistent> {
    let context = of.assessed.entry.context;
    let (mut kept, mut binned) = (Vec::new(), Vec::new());
    let mut count = 0usize;
    collapse(of.rows.rows, &context.rules.period, &mut kept, |bin, row| {
        count += usize::from(bin != Bin::Duplicate);
        binned.push((bin, *row, count.saturating_sub(1)));
    });
    let judged = &of.assessed.entry.rows;
    if kept.len() != judged.len() || kept.iter().zip(judged).any(|(a, b)| *a != b.kept) {
        return Err(of.inconsistent("the rows that were judged are not those that are told"));
    }
    // A record of a wide report makes several rows.
    let mut by_place: HashMap<(Place, HtsNumber), VecDeque<Binned<'_>>> = HashMap::new();
    for (bin, row, kept) in &binned {
        let binned = Binned { row, bin: *bin, kept: *kept };
        by_place.entry((row.place, row.hts)).or_default().push_back(binned);
    }
    let mut told = Vec::with_capacity(of.sightings.len());
    for sighting in of.sightings {
        told.push(match sighting.bin {
            FirstBin::Blank => continue,
            FirstBin::Rejected => row(of, sighting, Bin::Rejected, sighting.reason.clone()),
            FirstBin::Other => row(of, sighting, Bin::Other, other(of, sighting)),
            FirstBin::Ieepa => {
                let number = HtsNumber::read(sighting.cell(Field::Hts).as_bytes());
                let found = number
                    .and_then(|number| by_place.get_mut(&(sighting.place, number))?.pop_front());
                let Some(found) = found else {
                    return Err(of.inconsistent("a row was read that was not judged"));
                };
                ieepa(of, sighting, &found, &kept)
            }
        });
    }
    if by_place.values().any(|rows| !rows.is_empty()) {
        return Err(of.inconsistent("a row was judged that was not read"));
    }
    Ok(told)
}

fn row(of: &Subject<'_>, sighting: &Sighting, bin: Bin, why: String) -> RowTold {
    let cell = |field| sighting.cell(field).to_owned();
    let At { file, record } = of.at(sighting.place);
    RowTold {
        file,
        record,
        bin: bin.as_str(),
        why,
        line_number: cell(Field::LineNumber),
        tariff_ordinal: cell(Field::TariffOrdinal),
        hts: cell(Field::Hts),
        entry_date: cell(Field::EntryDate),
        row_value: cell(Field::RowValue),
        row_duty: cell(Field::RowDuty),
        country_of_origin: cell(Field::CountryOfOrigin),
        copy_of: None,
        refund: None,
    }
}

fn ieepa(of: &Subject<'_>, sighting: &Sighting, binned: &Binned<'_>, kept: &[KeptRow]) -> RowTold {
    let period = &of.assessed.entry.context.rules.period;
    let (first, last) = (period.start, period.end.plus(-1));
    let mut told = row(of, sighting, binned.bin, String::new());
    match binned.bin {
        Bin::Duplicate => {
            let kept = kept.get(binned.kept).map(|kept| &kept.row);
            told.why = kept.map(|kept| why_not_kept(binned.row, kept)).unwrap_or_default();
            told.copy_of = kept.map(|kept| of.at(kept.place));
        }
        bin => {
            told.why = match bin {
                Bin::Counted => format!("IEEPA heading, entry date within {first} to {last}"),
                _ => format!("IEEPA heading, entry date not within {first} to {last}"),
            };
            let judged = of.assessed.entry.rows.get(binned.kept);
            told.refund = judged.map(|judged| refund(&of.assessed.entry, judged));
        }
    }
    told
}

/// Why another copy of a row counts: the one that claims least.
fn why_not_kept(row: &TariffRow, kept: &TariffRow) -> String {
    let same = "same line, ordinal and heading; ";
    if kept.duty < row.duty {
        format!("{same}the copy with the lower duty counts ({} < {})", kept.duty, row.duty)
    } else if kept.value < row.value {
        format!("{same}same duty, the copy with the lower value counts")
    } else if kept.date < row.date {
        format!("{same}same duty and value, the copy with the earlier entry date counts")
    } else {
        format!("{same}nothing that counts differs, the first one read is kept")
    }
}

/// What a row without an IEEPA heading is.
fn other(of: &Subject<'_>, sighting: &Sighting) -> String {
    let rules = of.assessed.entry.context.rules;
    let Some(number) = HtsNumber::read(sighting.cell(Field::Hts).as_bytes()) else {
        return "no IEEPA heading".to_owned();
    };
    if let Some(found) = rules.not_ieepa.find(number) {
        return format!("no IEEPA heading: {} ({})", found.name, found.regime);
    }
    match number.chapter() {
        Some(98) => "chapter 98: a special provision on the line".to_owned(),
        _ if number.is_base() => "the goods of the line".to_owned(),
        _ => "no IEEPA heading".to_owned(),
    }
}
