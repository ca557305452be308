//! Which deposit date and rate explain the interest that CBP paid.

use super::section::Section;
use super::settled::{more, word};
use crate::report::html::table::{Cell, Table};
use crate::report::text::count;
use crate::report::tracking::terminal;
use crate::report::tracking::told::{self, InterestSums, Told};

/// The section.
pub(super) fn section(told: &Told) -> Section {
    let interest = &told.interest;
    let cells = |sums: &InterestSums| {
        [
            Cell::count(sums.entries),
            Cell::money(sums.principal),
            Cell::money(sums.paid),
            Cell::money(sums.difference),
        ]
    };
    let mut verdicts = Table::new(
        "Interest by what explains it",
        &[
            "verdict",
            "what it is",
            ">entries",
            ">duty refunded",
            ">interest paid",
            ">above the estimate's",
        ],
    );
    let known = told::VERDICTS.iter().map(|(word, what)| (*word, *what));
    let others = interest.verdicts.keys().map(|word| (word.as_str(), ""));
    let others = others.filter(|(word, _)| told::VERDICTS.iter().all(|(known, _)| known != word));
    for (verdict, what) in known.chain(others) {
        let sums = interest.verdict(verdict);
        if sums.entries > 0 {
            let mut row = vec![Cell::text(format!("`{verdict}`")), Cell::text(what)];
            row.extend(cells(&sums));
            verdicts.row(row);
        }
    }
    let mut total = vec![Cell::text("total"), Cell::blank()];
    total.extend(cells(&interest.all));
    verdicts.total(total);
    let mut fits = Table::new(
        "Deposit dates and rates that fit, alone or as the first of several",
        &[
            "interest from",
            "rate",
            ">entries",
            ">duty refunded",
            ">interest paid",
            ">above the estimate's",
            "the same day, in entries",
        ],
    );
    let mut by_entries: Vec<_> = interest.ways.iter().collect();
    let first = |way: &(String, String)| interest.fits.get(way).map_or(0, |sums| sums.entries);
    by_entries.sort_by_key(|(way, found)| std::cmp::Reverse((found.sums.entries, first(way))));
    for ((basis, taxpayer), way) in by_entries {
        let mut row = vec![Cell::titled(told::basis(basis), basis), word(taxpayer)];
        row.extend(cells(&way.sums));
        let same_day = way.same_day.iter();
        let same_day: Vec<String> =
            same_day.map(|(other, n)| format!("{} {}", told::basis(other), count(*n))).collect();
        row.push(Cell::text(same_day.join(", ")));
        fits.row(row);
    }
    fits.note =
        "An entry counts with every date that falls on the day from which its interest runs, \
                 so these rows do not add up."
            .to_owned();
    let mut listed = Table::new(
        "Entries whose interest nothing explains, then those that several explain",
        &[
            "entry",
            "importer",
            "liquidated",
            ">duty refunded",
            ">interest paid",
            ">expected",
            "verdict",
            "fits as well",
            "start that would fit",
        ],
    );
    for one in &interest.listed {
        listed.row([
            Cell::data(&one.entry),
            Cell::data(&one.importer),
            word(&one.liquidated),
            Cell::money(one.principal),
            Cell::money(one.paid),
            one.expected.map_or_else(|| Cell::right(""), Cell::money),
            word(&one.verdict),
            Cell::data(&one.others),
            Cell::data(&one.implied_start),
        ]);
    }
    let odd = ["unexplained", "ambiguous"].map(|word| interest.verdict(word).entries);
    more(&mut listed, odd.iter().sum(), "interest.csv");
    let lead = terminal::interest(told);
    let (first, rest) = lead.split_at_checked(1).unwrap_or(("", &lead));
    let lead = format!(
        "{}{rest} To the cent, from the duty refunded, the (re)liquidation date and the interest \
         paid; both ways of counting days were tried.",
        first.to_uppercase()
    );
    Section::new(
        "interest",
        "Interest",
        &lead,
        vec![verdicts, fits, listed],
        "No report gives duty and interest of an entry.",
    )
}
