//! The interest of many entries: rows, verdicts, and what explains most.

use super::challenge::{day, dollars, entered, scene};
use capeprep::earlier::{EarlierEntry, EntryId};
use capeprep::ledger::TextId;
use capeprep::report::tracking::InterestRows;
use capeprep::rulebook::Taxpayer;
use capeprep::track::challenge::{Basis, Challenge, InterestVerdict};
use capeprep::track::{
    Followed, Money, Place, RefundBasis, ReportFile, Said, Scene, Settlement, State, Step, Tracked,
};

/// An entry whose refund CBP reports.
fn followed(
    entry: &EarlierEntry,
    principal: &str,
    paid: &str,
    end: Option<&str>,
) -> (Tracked, Settlement) {
    let step = |state| Step {
        state,
        on: None,
        number: TextId::BLANK,
        words: TextId::BLANK,
        place: Place { file: 0, record: 7 },
    };
    let tracked = Tracked {
        steps: vec![step(State::Accepted), step(State::Liquidated), step(State::Sent)],
        proof: Some(2),
        reliquidated: end.map(day),
        refund: Some((dollars(principal), dollars(paid))),
        ..Tracked::default()
    };
    let money = Money { principal: entry.refund_high, interest: entry.interest_high };
    let settlement = Settlement {
        expected: money,
        refund: money,
        basis: RefundBasis::Reported,
        paid: Money::default(),
        causes: Vec::new(),
        group: 3,
    };
    (tracked, settlement)
}

#[test]
fn a_row_names_what_explains_the_interest_and_what_else_does() {
    let mut said = Said::default();
    let name = "refunds.csv".to_owned();
    said.files.push(ReportFile { name, ..ReportFile::default() });
    let number = said.texts.id("R-77");
    let scene = Scene { said: &said, ..scene(Taxpayer::Corporate) };
    let (mut challenge, mut rows) = (Challenge::new(&scene), InterestRows::new(&scene));
    let summary = Some(day("2025-08-21"));
    let entry =
        EarlierEntry { summary_date: summary, deposit_date: summary, ..entered(day("2025-08-07")) };
    let mut row = |principal, paid, liquidated| {
        let (mut tracked, settlement) = followed(&entry, principal, paid, Some(liquidated));
        tracked.steps[2].number = number;
        let followed =
            Followed { id: EntryId(0), entry: &entry, tracked: &tracked, settlement: &settlement };
        let seen = challenge.see(&followed).unwrap();
        let mut out = Vec::new();
        rows.write(&followed, &seen, &mut out);
        String::from_utf8(out).unwrap()
    };
    let end = "2026-05-28";
    let number = entry.number.to_string();
    // The day of the estimate, under both of its names; CBP paid what was expected.
    let explained = format!(
        "{number},,{end},48250.00,2192.33,2192.33,0.00,explained,summary-date,2025-08-21,corporate,\
         after-deposit,,,R-77,ES-003,7,entry-plus-days\n"
    );
    assert_eq!(row("48250", "2192.33", end), explained);
    let ambiguous = row("0.30", "0.01", end);
    assert!(
        ambiguous.starts_with(&format!(
            "{number},,{end},0.30,0.01,0.01,0.00,ambiguous,summary-date,2025-08-21,corporate,\
             after-deposit,summary-date 2025-08-21 gatt;entry-date 2025-08-07 corporate;"
        )),
        "{ambiguous}"
    );
    let implied = row("100", "1.00", end);
    assert!(implied.contains(",unexplained,,,,,,corporate 2026-03-"), "{implied}");
    let columns = InterestRows::HEADER.split(',').count();
    assert_eq!(explained.split(',').count(), columns);
}

#[test]
fn verdicts_are_counted_over_all_and_by_group() {
    let mut challenge = Challenge::new(&scene(Taxpayer::Corporate));
    let entry = EarlierEntry {
        summary_date: Some(day("2025-08-21")),
        deposit_date: Some(day("2025-08-21")),
        ..entered(day("2025-08-07"))
    };
    let end = Some("2026-05-28");
    for (principal, paid, end, expected) in [
        ("48250", "1927.70", end, InterestVerdict::Explained),
        ("48250", "1927.70", end, InterestVerdict::Explained),
        ("48250", "2192.33", end, InterestVerdict::Explained),
        ("48250", "1927.00", end, InterestVerdict::Tolerance),
        ("48250", "1000.00", end, InterestVerdict::Unexplained),
        ("48250", "0.00", end, InterestVerdict::NoInterest),
        ("0.30", "0.01", end, InterestVerdict::Ambiguous),
        ("48250", "1927.70", None, InterestVerdict::NotEnough),
    ] {
        let (tracked, settlement) = followed(&entry, principal, paid, end);
        let seen = challenge
            .see(&Followed {
                id: EntryId(0),
                entry: &entry,
                tracked: &tracked,
                settlement: &settlement,
            })
            .unwrap();
        assert_eq!(seen.verdict, expected, "{paid}");
        assert_eq!(seen.proof.unwrap().state, State::Sent);
        // A refund that was shared out of a total tells nothing of its interest.
        let allocated = Settlement { basis: RefundBasis::Allocated, ..settlement };
        let followed =
            Followed { id: EntryId(0), entry: &entry, tracked: &tracked, settlement: &allocated };
        assert_eq!(challenge.see(&followed), None);
    }
    let summary = challenge.finish();
    assert_eq!((summary.all.entries, summary.groups.len()), (8, 1));
    assert_eq!(summary.groups[&3], summary.all);
    assert_eq!(InterestVerdict::ALL.iter().map(|v| summary.all.with(*v)).sum::<u64>(), 8);
    let ((basis, taxpayer), explained) = summary.all.best().unwrap();
    assert_eq!((basis, taxpayer), (Basis::MonthlyStatement, Taxpayer::Corporate));
    assert_eq!((explained.exact, explained.within), (3, 1));
}
