//! `interest.csv`, one row per entry whose refund CBP reports; `interest_by_group.csv`, the same by
//! payment group; `interest_by_basis.csv`, how much each date and rate explains.

use super::words::report_name;
use crate::domain::Day;
use crate::ledger::TextId;
use crate::report::cell::{ReadyCell, RowWriter};
use crate::report::{OutputError, Staging};
use crate::track::challenge::{
    Challenged, DayCount, Explained, Explanation, Fit, Implied, InterestSummary, InterestVerdict,
};
use crate::track::{Followed, Scene, State};

/// Writes the rows of `interest.csv`.
pub struct InterestRows<'a> {
    scene: Scene<'a>,
    /// Entries of one importer stand together.
    importer: Option<TextId>,
    importer_cell: ReadyCell,
    words: String,
}

impl<'a> InterestRows<'a> {
    /// The name of the file.
    pub const FILE: &'static str = "interest.csv";

    /// Its header, without the line end. `difference` is what was paid less what was expected.
    pub const HEADER: &'static str = "entry_number,importer_number,liquidation_date,principal,\
        interest_paid,interest_expected_at_liquidation,difference,verdict,basis,deposit_date,\
        taxpayer,day_count,other_fits,implied_start,refund_number,report,record,same_day_as";

    /// None written yet.
    pub fn new(scene: &Scene<'a>) -> InterestRows<'a> {
        let (importer_cell, words) = (ReadyCell::default(), String::new());
        InterestRows { scene: *scene, importer: None, importer_cell, words }
    }

    /// Appends the row of an entry.
    pub fn write(&mut self, followed: &Followed<'_>, looked: &Challenged, out: &mut Vec<u8>) {
        let Scene { portfolio, said, .. } = self.scene;
        if self.importer != Some(followed.entry.importer) {
            self.importer = Some(followed.entry.importer);
            self.importer_cell = ReadyCell::text(portfolio.texts.text(followed.entry.importer));
        }
        let difference = looked.expected.map(|by| i128::from(looked.paid.0) - i128::from(by.0));
        let fit = looked.fits.preferred();
        let mut row = RowWriter::new(out);
        row.entry(&followed.entry.number)
            .ready(&self.importer_cell)
            .day(looked.liquidated)
            .cents(looked.principal)
            .cents(looked.paid);
        match looked.expected {
            Some(expected) => row.cents(expected),
            None => row.word(""),
        };
        match difference {
            Some(difference) => row.wide_cents(difference),
            None => row.word(""),
        };
        row.word(looked.verdict.as_str())
            .word(fit.map_or("", |fit| fit.basis.as_str()))
            .day(fit.map(|fit| fit.start))
            .word(fit.map_or("", |fit| fit.taxpayer.as_str()))
            .word(fit.map_or("", |fit| fit.day_count.as_str()));
        row.word(joined(&mut self.words, looked.fits.all().skip(1), put_fit)).word(joined(
            &mut self.words,
            looked.fits.implied.iter(),
            put_implied,
        ));
        let proof = looked.proof.as_ref();
        // A liquidation has no refund number; what stands there is that of a claim.
        let refund = proof.filter(|step| step.state >= State::Certified).map(|step| step.number);
        row.text(refund.map_or("", |number| said.texts.text(number)))
            .word(proof.and_then(|step| said.file(step.place)).map_or("", report_name))
            .number_or_blank(proof.map(|step| step.place.record.into()))
            .words(fit.iter().flat_map(|fit| fit.bases.iter()).skip(1).map(|basis| basis.as_str()))
            .end();
    }
}

/// Texts of our own, joined by `;`.
fn joined<T>(
    words: &mut String,
    all: impl Iterator<Item = T>,
    mut put: impl FnMut(&mut String, T),
) -> &str {
    words.clear();
    for one in all {
        if !words.is_empty() {
            words.push(';');
        }
        put(words, one);
    }
    words
}

/// `summary-date 2025-08-21 corporate`; the count of days only where it is not the usual one.
fn put_fit(words: &mut String, fit: &Fit) {
    let Fit { basis, start, taxpayer, .. } = fit;
    words.push_str(&format!("{basis} {start} {taxpayer}"));
    if fit.day_count != DayCount::AfterDeposit {
        words.push_str(&format!(" {}", fit.day_count));
    }
}

/// `corporate 2025-08-11`, or the first and the last day of a stretch.
fn put_implied(words: &mut String, implied: &Implied) {
    let Implied { taxpayer, first, last } = implied;
    words.push_str(&format!("{taxpayer} {first}"));
    if last != first {
        words.push_str(&format!("..{last}"));
    }
}

/// Writes `interest_by_group.csv`. `group` tells payee and (re)liquidation of a payment group.
///
/// # Errors
/// It cannot be written.
pub fn write_interest_by_group(
    summary: &InterestSummary,
    group: impl Fn(u32) -> (String, Option<Day>),
    staging: &mut Staging,
) -> Result<(), OutputError> {
    let mut out = Vec::from(
        "payee,liquidation_date,entries,principal,interest_paid,interest_expected_at_liquidation,\
         difference,explained,ambiguous,tolerance,unexplained,no_interest,not_enough,basis,\
         taxpayer,entries_exact,entries_within\n",
    );
    for (place, interest) in &summary.groups {
        let (payee, date) = group(*place);
        let mut row = RowWriter::new(&mut out);
        row.text(&payee)
            .day(date)
            .number(interest.entries)
            .wide_cents(interest.principal)
            .wide_cents(interest.paid)
            .wide_cents(interest.expected)
            .wide_cents(interest.paid_of_expected - interest.expected);
        for verdict in InterestVerdict::ALL {
            row.number(interest.with(*verdict));
        }
        match interest.best() {
            Some(((basis, taxpayer), explained)) => row
                .word(basis.as_str())
                .word(taxpayer.as_str())
                .number(explained.exact)
                .number(explained.within),
            None => row.word("").word("").number(0).number(0),
        };
        row.end();
    }
    staging.write("interest_by_group.csv", &out)
}

/// Writes `interest_by_basis.csv`: every date and rate that explains anything, the one that explains
/// most first. An entry that several explain counts with each, so the rows do not add up.
///
/// # Errors
/// It cannot be written.
pub fn write_interest_by_basis(
    summary: &InterestSummary,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    let mut out =
        Vec::from("basis,taxpayer,entries_exact,entries_within,principal,interest_paid\n");
    let mut all: Vec<(&Explanation, &Explained)> = summary.all.explained.iter().collect();
    all.sort_by_key(|(way, explained)| {
        (std::cmp::Reverse((explained.exact, explained.within)), **way)
    });
    for ((basis, taxpayer), explained) in all {
        RowWriter::new(&mut out)
            .word(basis.as_str())
            .word(taxpayer.as_str())
            .number(explained.exact)
            .number(explained.within)
            .wide_cents(explained.principal)
            .wide_cents(explained.interest)
            .end();
    }
    staging.write("interest_by_basis.csv", &out)
}
