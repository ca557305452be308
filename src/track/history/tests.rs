//! The machine, move by move.

mod any_order;
mod days;

use super::*;
use crate::domain::{Cents, Day, EntryNumber, EntryStatus, Lane, LiquidationState};
use crate::earlier::{EarlierEntry, MadeWith, Portfolio};
use crate::ledger::TextId;
use crate::rulebook::{FactsReport, Rulebook, Taxpayer};
use crate::track::{
    BankLine, EntryRef, LaterPull, Liquidation, Place, RefundRow, RefundStatus, ReportFile, Said,
    Share, Verdict, VerdictKind,
};
use std::sync::LazyLock;

/// Reports by name; those of ES-003 begin with `pull`, those of REV-603 with their name.
const FILES: [(&str, Option<&str>); 8] = [
    ("undated", None),
    ("june", Some("2026-06-01")),
    ("july", Some("2026-07-01")),
    ("pull", None),
    ("pull-may", Some("2026-05-01")),
    ("pull-july", Some("2026-07-10")),
    ("rev603-july", Some("2026-07-31")),
    ("rev603-august", Some("2026-08-31")),
];

static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().unwrap());

struct World {
    made_with: MadeWith,
    portfolio: Portfolio,
    said: Said,
}

impl World {
    fn new() -> World {
        let mut said = Said { texts: crate::ledger::Texts::new(), ..Said::default() };
        for (name, date) in FILES {
            said.files.push(ReportFile {
                name: name.to_owned(),
                report: match name {
                    _ if name.starts_with("pull") => None,
                    _ if name.starts_with("rev603") => Some(FactsReport::Rev603),
                    _ => Some(FactsReport::Es022),
                },
                report_date: date.map(|date| date.parse().unwrap()),
                ..ReportFile::default()
            });
        }
        let made_with = MadeWith {
            as_of: "2026-04-20".parse().unwrap(),
            taxpayer: Taxpayer::Corporate,
            deposit_basis: crate::assess::DepositBasis::Summary,
            processing_days: 45,
            filer_codes: Vec::new(),
            importers: Vec::new(),
            rulebook: String::new(),
            masked: false,
        };
        let portfolio = Portfolio::default();
        World { made_with, portfolio, said }
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            rules: &RULES,
            made_with: &self.made_with,
            portfolio: &self.portfolio,
            said: &self.said,
            as_of: "2026-09-01".parse().unwrap(),
        }
    }

    fn id(&mut self, text: &str) -> TextId {
        if text == "-" { TextId::BLANK } else { self.said.texts.id(&text.replace('_', " ")) }
    }

    /// Rows in short, see the tests; `-` for what a row does not have.
    fn read(&mut self, rows: &[&str]) -> Evidence {
        let mut evidence = Evidence::default();
        let mut numbers: Vec<String> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let cells: Vec<&str> = row.split_whitespace().collect();
            let place = |file: &str| Place {
                file: FILES.iter().position(|(name, _)| *name == file).unwrap() as u32,
                record: at as u32 + 2,
            };
            let entry = EntryRef::Known(EntryId(0));
            let day = |cell: &str| -> Option<Day> { (cell != "-").then(|| cell.parse().unwrap()) };
            let cents = |cell: &str| (cell != "-").then(|| Cents::read(cell.as_bytes()).unwrap());
            let status = |cell: &str| {
                *RefundStatus::ALL.iter().find(|status| status.as_str() == cell).unwrap()
            };
            let mut refund = |number: &str, evidence: &mut Evidence| {
                let known = numbers.iter().position(|other| other == number);
                known.unwrap_or_else(|| {
                    numbers.push(number.to_owned());
                    evidence.refunds.push(RefundEvidence::default());
                    numbers.len() - 1
                })
            };
            match *cells.as_slice() {
                ["claim", kind, claim, on, error, file] => {
                    let kind =
                        *VerdictKind::ALL.iter().find(|known| known.as_str() == kind).unwrap();
                    let (claim, error) = (self.id(claim), self.id(error));
                    let status = self.id(kind.as_str());
                    let (on, place) = (day(on), place(file));
                    let verdict = Verdict { entry, kind, claim, status, error, on, place };
                    evidence.verdicts.push(verdict);
                }
                ["pull", ieepa_rows, file] => evidence.later.push(LaterPull {
                    entry: EntryId(0),
                    ieepa_rows: ieepa_rows.parse().unwrap(),
                    ieepa_duty: Cents::ZERO,
                    other_duty: Cents::ZERO,
                    place: place(file),
                }),
                ["liquidation", on, status, amount, file] => {
                    let (status, amount) = (self.id(status), cents(amount));
                    let interest = amount.map(|_| Cents::ZERO);
                    let (on, place) = (day(on), place(file));
                    evidence.liquidations.push(Liquidation {
                        entry,
                        on,
                        status,
                        amount,
                        interest,
                        place,
                    });
                }
                ["share", number, word, on, amount, file] => {
                    let at = refund(number, &mut evidence);
                    let (principal, place) = (cents(amount), place(file));
                    let interest = principal.map(|_| Cents(100));
                    let told = &mut evidence.refunds[at];
                    told.principal = told.principal.or(principal);
                    told.interest = told.interest.or(interest);
                    let refund = self.id(number);
                    told.shares.push(Share {
                        entry,
                        refund,
                        claim: TextId::BLANK,
                        principal,
                        interest,
                        liquidated: None,
                        payee: TextId::BLANK,
                        on: day(on),
                        status: status(word),
                        place,
                    });
                }
                ["refund", number, word, on, file] => {
                    let at = refund(number, &mut evidence);
                    evidence.refunds[at].rows.push(RefundRow {
                        refund: self.id(number),
                        payee: TextId::BLANK,
                        amount: None,
                        principal: None,
                        interest: None,
                        diverted: None,
                        on: day(on),
                        liquidated: None,
                        status: status(word),
                        status_text: self.id(word),
                        trace: TextId::BLANK,
                        place: place(file),
                    });
                }
                ["bank", number, on] => {
                    let at = refund(number, &mut evidence);
                    evidence.refunds[at].deposits.push(BankLine {
                        on: day(on),
                        amount: Cents(1),
                        reference: TextId::BLANK,
                        place: place("undated"),
                    });
                }
                _ => panic!("{row}"),
            }
        }
        evidence
    }

    fn track(&mut self, rows: &[&str]) -> Tracked {
        let evidence = self.read(rows);
        track(&self.scene(), &entry(), &evidence)
    }

    fn track_as(&mut self, entry: &EarlierEntry, rows: &[&str]) -> Tracked {
        let evidence = self.read(rows);
        track(&self.scene(), entry, &evidence)
    }
}

fn entry() -> EarlierEntry {
    EarlierEntry {
        number: EntryNumber::with_check_digit("9Q91000001").unwrap(),
        importer: TextId::BLANK,
        importer_name: TextId::BLANK,
        payee: TextId::BLANK,
        entry_type: TextId::BLANK,
        entry_date: None,
        summary_date: None,
        payment_date: None,
        deposit_date: None,
        liquidation_state: LiquidationState::Unliquidated,
        liquidation_date: None,
        projected_liquidation: None,
        duty_paid: Cents(100_000),
        refund_low: Cents(100_000),
        refund_high: Cents(100_000),
        interest_low: Cents::ZERO,
        interest_high: Cents::ZERO,
        status: EntryStatus::Eligible,
        lane: Lane::FileNow,
        found: Default::default(),
        unproved: Default::default(),
    }
}

/// Rows; the state they come to; contradictions; notes.
type Case = (&'static [&'static str], State, usize, usize);

fn hold(cases: &[Case]) {
    let mut world = World::new();
    for (rows, state, contradictions, notes) in cases {
        let tracked = world.track(rows);
        let found = (tracked.state(), tracked.contradictions.len(), tracked.notes.len());
        assert_eq!(found, (*state, *contradictions, *notes), "{rows:#?}\n{tracked:#?}");
        let shown = tracked.steps.len() + contradictions + notes;
        assert!(shown >= rows.len(), "every row is shown: {rows:#?}\n{tracked:#?}");
    }
}

use State::*;

#[test]
fn each_row_proves_its_state() {
    hold(&[
        (&[], NotFiled, 0, 0),
        (&["claim uploaded - - - june"], Uploaded, 0, 0),
        (&["claim file-rejected - - Not_a_CSV_file june"], FileRejected, 0, 0),
        (&["claim rejected A - Protest_on_Entry june"], EntryRejected, 0, 0),
        (&["claim accepted A - - june"], Accepted, 0, 0),
        (&["claim updated A - - june"], LinesRemoved, 0, 0),
        (&["claim unknown A - - june"], NotFiled, 0, 1),
        (&["pull 0 pull-july"], LinesRemoved, 0, 0),
        (&["pull 0 june"], NotFiled, 0, 1),
        (&["pull 2 pull-july"], NotFiled, 0, 1),
        (&["share R1 none 2026-06-18 10.00 july"], Certified, 0, 0),
        (&["share R1 unknown - 10.00 july"], Certified, 0, 0),
        (&["share - none - - july"], NotFiled, 0, 1),
        (&["share - none - -5.00 july"], NotFiled, 0, 1),
        (&["refund R1 held - july"], Held, 0, 0),
        (&["refund R1 sent - july"], Sent, 0, 0),
        (&["refund R1 diverted - july"], Diverted, 0, 0),
        (&["refund R1 issued - july"], Paid, 0, 0),
        (&["refund R1 returned - july"], Returned, 0, 0),
        (&["refund R1 reissued - july"], Reissued, 0, 0),
        (&["bank R1 2026-07-03"], Paid, 0, 0),
    ]);
}

#[test]
fn what_lies_ahead_moves_nothing() {
    hold(&[
        (&["claim accepted A 2026-10-01 - june"], NotFiled, 0, 1),
        (&["claim accepted A - - june", "liquidation 2026-10-01 - - july"], Accepted, 0, 1),
        (&["refund R1 issued 2026-10-01 july"], NotFiled, 0, 1),
        (&["bank R1 2026-10-01"], NotFiled, 0, 1),
    ]);
    let announced = ["claim accepted A - - june", "liquidation 2026-10-01 - - july"];
    let tracked = World::new().track(&announced);
    assert_eq!(tracked.announced_liquidation, "2026-10-01".parse().ok());
    assert_eq!(tracked.reliquidated, None);
}

#[test]
fn a_refused_entry_is_filed_again_on_another_claim() {
    hold(&[
        (
            &["claim rejected A 2026-05-02 - june", "claim uploaded B 2026-05-09 - june"],
            Uploaded,
            0,
            0,
        ),
        (
            &["claim rejected A 2026-05-02 - june", "claim accepted B 2026-05-09 - june"],
            Accepted,
            0,
            0,
        ),
        (&["claim rejected A - - june", "claim accepted B - - june"], Accepted, 0, 0),
        (
            &["claim file-rejected - 2026-05-02 - june", "claim uploaded - 2026-05-09 - june"],
            Uploaded,
            0,
            0,
        ),
        (
            &["claim rejected A 2026-05-02 - june", "claim file-rejected - 2026-05-09 - june"],
            FileRejected,
            0,
            0,
        ),
        // Nothing proves that it went up again.
        (&["claim rejected A - - undated", "claim uploaded B - - undated"], EntryRejected, 0, 0),
        (&["claim rejected A - - june", "claim uploaded - - - undated"], EntryRejected, 0, 1),
        // On the same claim it cannot.
        (
            &["claim rejected A 2026-05-02 - june", "claim uploaded A 2026-05-09 - june"],
            EntryRejected,
            1,
            0,
        ),
        // The refusal of the file is a verdict; that it came in is none.
        (
            &["claim file-rejected - 2026-05-02 - june", "claim uploaded - 2026-05-02 - june"],
            FileRejected,
            0,
            0,
        ),
    ]);
}

#[test]
fn accepted_and_refused_on_one_claim_is_a_contradiction() {
    let both = ["claim accepted A 2026-05-02 - june", "claim rejected A 2026-05-09 - june"];
    let with =
        |row: &'static str| -> &'static [&'static str] { vec![both[0], both[1], row].leak() };
    hold(&[
        (Box::leak(Box::new(both)), EntryRejected, 1, 0),
        (
            &["claim rejected A 2026-05-02 - june", "claim accepted A 2026-05-09 - june"],
            EntryRejected,
            1,
            0,
        ),
        (&["claim rejected - - - june", "claim accepted - - - june"], EntryRejected, 1, 0),
        (&["claim rejected - - - undated", "claim accepted - - - june"], EntryRejected, 1, 0),
        // Days apart and no number: two uploads.
        (&["claim rejected - - - june", "claim accepted - - - july"], Accepted, 0, 0),
        // Something later confirms the acceptance.
        (with("claim updated A - - july"), LinesRemoved, 1, 0),
        (with("pull 0 pull-july"), LinesRemoved, 1, 0),
        (with("share R1 issued 2026-06-18 10.00 july"), Paid, 1, 0),
        (with("liquidation 2026-05-29 Liquidated 10.00 july"), Liquidated, 1, 0),
        // A liquidation without a refund may be the ordinary one.
        (with("liquidation 2026-05-29 Liquidated - july"), EntryRejected, 1, 1),
    ]);
}

#[test]
fn an_acceptance_is_never_withdrawn() {
    hold(&[
        (
            &[
                "claim accepted A 2026-05-02 - june",
                "claim rejected B 2026-05-09 Protest_on_Entry june",
            ],
            Accepted,
            0,
            1,
        ),
        (
            &["claim accepted A - - undated", "claim rejected B - Duplicate_Entry undated"],
            Accepted,
            0,
            1,
        ),
        (&["claim accepted A - - june", "claim uploaded B - - july"], Accepted, 0, 1),
        (&["claim updated A - - june", "claim accepted A - - july"], LinesRemoved, 0, 1),
        (&["claim accepted A - - june", "claim accepted A - - july"], Accepted, 0, 0),
        (&["claim accepted A - - june", "claim accepted B - - july"], Accepted, 1, 0),
    ]);
    let twice = ["claim accepted A 2026-05-02 - june", "claim accepted A - - july"];
    let tracked = World::new().track(&twice);
    assert_eq!(tracked.accepted_on, "2026-05-02".parse().ok());
    assert_eq!((tracked.moved(0), tracked.moved(1)), (true, false));
}

#[test]
fn rows_gone_prove_acceptance_and_rows_there_contradict_it() {
    hold(&[
        (&["claim rejected A 2026-05-09 - june", "pull 0 pull-may"], EntryRejected, 1, 0),
        (&["claim rejected A 2026-05-09 - june", "pull 0 pull-july"], LinesRemoved, 0, 0),
        (&["claim rejected A 2026-05-09 - june", "pull 0 pull"], EntryRejected, 1, 0),
        (&["claim updated A 2026-05-09 - june", "pull 3 pull-july"], LinesRemoved, 1, 0),
        (&["claim updated A 2026-05-09 - june", "pull 3 pull-may"], LinesRemoved, 0, 1),
        (&["claim updated A 2026-05-09 - june", "pull 3 pull"], LinesRemoved, 0, 1),
        (&["claim accepted A 2026-05-09 - june", "pull 3 pull-july"], Accepted, 0, 1),
    ]);
}

#[test]
fn rows_gone_prove_nothing_where_nobody_can_tell_which_pull_is_newer() {
    hold(&[
        (&["pull 2 pull", "pull 0 pull"], NotFiled, 1, 1),
        (&["pull 2 pull", "pull 0 pull-july"], NotFiled, 1, 1),
        (&["pull 2 pull-may", "pull 0 pull"], NotFiled, 1, 1),
        (&["pull 2 pull-may", "pull 0 pull-july"], LinesRemoved, 0, 1),
        (
            &["claim rejected A 2026-05-09 - june", "pull 2 pull", "pull 0 pull"],
            EntryRejected,
            1,
            1,
        ),
        // It is known from elsewhere that CBP took it.
        (&["claim accepted A 2026-05-09 - june", "pull 2 pull", "pull 0 pull"], Accepted, 0, 2),
        (&["claim updated A 2026-05-09 - june", "pull 2 pull", "pull 0 pull"], LinesRemoved, 0, 2),
    ]);
}

#[test]
fn a_pull_without_an_ieepa_row_of_any_entry_proves_nothing() {
    let mut world = World::new();
    let place = FILES.iter().position(|(name, _)| *name == "pull-july").unwrap();
    world.said.pull_doubts.without_ieepa.insert(place as u32);
    let tracked = world.track(&["pull 0 pull-july"]);
    assert_eq!((tracked.state(), tracked.notes.len()), (State::NotFiled, 1));
    // What it seems to show is kept: nobody should file the entry on the strength of not knowing.
    assert_eq!(tracked.notes[0].state, Some(State::LinesRemoved));
    let rows = ["claim accepted A - - june", "claim rejected A - - june", "pull 0 pull-july"];
    assert_eq!(world.track(&rows).state(), State::EntryRejected);
}

#[test]
fn only_an_accepted_entry_is_reliquidated() {
    hold(&[
        (
            &["claim accepted A - - july", "liquidation 2026-05-29 Liquidated - july"],
            Liquidated,
            0,
            0,
        ),
        (&["claim accepted A - - july", "liquidation - Reliquidated - july"], Liquidated, 0, 0),
        (&["claim accepted A - - july", "liquidation - Suspended - july"], Accepted, 0, 1),
        (&["claim accepted A - - july", "liquidation - sundry - july"], Accepted, 0, 1),
        (&["liquidation 2026-05-29 Liquidated - july"], NotFiled, 0, 1),
        (&["liquidation 2026-05-29 Liquidated 0.00 july"], NotFiled, 0, 1),
        (&["claim rejected A - - june", "liquidation 2026-05-29 - - july"], EntryRejected, 0, 1),
        (
            &["claim accepted A 2026-06-10 - july", "liquidation 2026-05-29 - - july"],
            Accepted,
            0,
            1,
        ),
        // Refunded though only refused.
        (&["claim rejected A - - june", "liquidation 2026-05-29 - 10.00 july"], Liquidated, 1, 0),
        (&["liquidation 2026-05-29 - 10.00 july"], Liquidated, 0, 0),
    ]);
    let mut world = World::new();
    let ordinary = world.track(&["liquidation 2026-05-29 Liquidated - july"]);
    assert_eq!(ordinary.ordinary_liquidation, "2026-05-29".parse().ok());
    assert_eq!(ordinary.reliquidated, None);
    let known = EarlierEntry {
        liquidation_state: LiquidationState::Liquidated,
        liquidation_date: "2026-03-06".parse().ok(),
        ..entry()
    };
    let rows = ["claim accepted A - - july", "liquidation 2026-03-06 Liquidated - july"];
    assert_eq!(world.track_as(&known, &rows).state(), Accepted);
    let rows = ["claim accepted A - - july", "liquidation 2026-05-29 Reliquidated - july"];
    let again = world.track_as(&known, &rows);
    assert_eq!((again.state(), again.reliquidated), (Liquidated, "2026-05-29".parse().ok()));
}
