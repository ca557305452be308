//! Earlier reports and rows of CBP's reports, made by hand.

use capeprep::assess::DepositBasis;
use capeprep::assess::checks::CheckSet;
use capeprep::assess::interest::{growth, interest};
use capeprep::domain::{Cents, Day, EntryNumber, EntryStatus, Lane, LiquidationState};
use capeprep::earlier::{EarlierEntry, EntryId, MadeWith, Portfolio};
use capeprep::ledger::{TextId, Texts};
use capeprep::rulebook::{Rulebook, Taxpayer};
use capeprep::track::links::Links;
use capeprep::track::payments::{
    ExplainInterest, NoExplanation, PaymentBook, PaymentTotals, Payments, Settler,
};
use capeprep::track::{
    BankLine, Cause, EntryRef, Followed, Money, Place, RefundRow, RefundStatus, ReportFile, Said,
    Scene, Settlement, Share, State, Step, Tracked,
};
use std::collections::BTreeMap;

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn some(text: &str) -> Option<Day> {
    (!text.is_empty()).then(|| day(text))
}

/// When all duty was paid.
pub const DEPOSITED: &str = "2025-06-20";

pub struct World {
    pub rules: Rulebook,
    pub made_with: MadeWith,
    pub portfolio: Portfolio,
    pub said: Said,
    pub tracked: BTreeMap<u32, Tracked>,
}

/// What came of it.
pub struct Ran<'r> {
    pub scene: &'r Scene<'r>,
    pub links: &'r Links<'r>,
    pub payments: &'r Payments<'r>,
    pub settlements: Vec<Settlement>,
    pub book: PaymentBook,
}

impl World {
    pub fn new() -> World {
        let made_with = MadeWith {
            as_of: day("2026-06-01"),
            taxpayer: Taxpayer::Corporate,
            deposit_basis: DepositBasis::Summary,
            processing_days: 45,
            filer_codes: Vec::new(),
            importers: Vec::new(),
            rulebook: "test".to_string(),
            masked: false,
        };
        let mut portfolio = Portfolio::default();
        portfolio.texts = Texts::new();
        let said = Said { texts: Texts::new(), ..Said::default() };
        let rules = Rulebook::built_in().unwrap();
        let mut world = World { rules, made_with, portfolio, said, tracked: BTreeMap::new() };
        for (name, made) in [("a.csv", "2026-08-01"), ("b.csv", "2026-09-01"), ("c.csv", "")] {
            world.said.files.push(ReportFile {
                name: name.to_string(),
                report_date: some(made),
                ..ReportFile::default()
            });
        }
        world
    }

    pub fn text(&mut self, text: &str) -> TextId {
        self.said.texts.id(text)
    }

    /// An entry of an importer with so many cents to come back.
    pub fn entry(&mut self, importer: &str, principal: i64) -> EntryId {
        self.entry_with(importer, principal, |_| {})
    }

    pub fn entry_with(
        &mut self,
        importer: &str,
        principal: i64,
        change: impl FnOnce(&mut EarlierEntry),
    ) -> EntryId {
        let number = format!("9Q9{:07}", self.portfolio.len());
        let mut entry = EarlierEntry {
            number: EntryNumber::with_check_digit(&number).unwrap(),
            importer: self.portfolio.texts.id(importer),
            importer_name: self.portfolio.texts.id(&format!("NAME OF {importer}")),
            payee: TextId::BLANK,
            entry_type: TextId::BLANK,
            entry_date: some("2025-06-06"),
            summary_date: some(DEPOSITED),
            payment_date: None,
            deposit_date: some(DEPOSITED),
            liquidation_state: LiquidationState::Unliquidated,
            liquidation_date: None,
            projected_liquidation: None,
            duty_paid: Cents(principal),
            refund_low: Cents(principal),
            refund_high: Cents(principal),
            interest_low: Cents::ZERO,
            interest_high: Cents::ZERO,
            status: EntryStatus::Eligible,
            lane: Lane::FileNow,
            found: CheckSet::default(),
            unproved: CheckSet::default(),
        };
        change(&mut entry);
        let ends = self.made_with.interest_end(&entry);
        if let Some(start) = entry.deposit_date {
            entry.interest_high = self.interest(entry.refund_high, start, ends);
            entry.interest_low = self.interest(entry.refund_low, start, ends);
        }
        self.portfolio.add(entry).unwrap()
    }

    pub fn interest(&self, principal: Cents, start: Day, end: Day) -> Cents {
        self.interest_of(principal, start, end, Taxpayer::Corporate)
    }

    pub fn interest_of(&self, principal: Cents, start: Day, end: Day, who: Taxpayer) -> Cents {
        interest(principal, growth(start, end, &self.rules.interest, who).unwrap()).unwrap()
    }

    /// Interest from the deposit to a day, in cents.
    pub fn to(&self, principal: i64, end: &str) -> i64 {
        self.interest(Cents(principal), day(DEPOSITED), day(end)).0
    }

    /// Says how far an entry is.
    pub fn state(&mut self, id: EntryId, state: State, reliquidated: &str) {
        let (number, words) = (TextId::BLANK, TextId::BLANK);
        let step = Step { state, on: None, number, words, place: place(0, 2) };
        let tracked = Tracked {
            steps: vec![step],
            proof: (state != State::NotFiled).then_some(0),
            reliquidated: some(reliquidated),
            ..Tracked::default()
        };
        self.tracked.insert(id.0, tracked);
        // Something names it.
        self.said.verdicts.push(capeprep::track::Verdict {
            entry: EntryRef::Known(id),
            kind: capeprep::track::VerdictKind::Unknown,
            claim: TextId::BLANK,
            status: TextId::BLANK,
            error: TextId::BLANK,
            on: None,
            place: place(0, 2),
        });
    }

    /// The part of an entry in a refund; changes what it has to.
    pub fn share(&mut self, id: EntryId, refund: &str, money: (i64, i64)) -> &mut Share {
        let refund = self.text(refund);
        let record = self.said.shares.len() as u32 + 2;
        self.said.shares.push(Share {
            entry: EntryRef::Known(id),
            refund,
            claim: TextId::BLANK,
            principal: Some(Cents(money.0)),
            interest: Some(Cents(money.1)),
            liquidated: None,
            payee: TextId::BLANK,
            on: None,
            status: RefundStatus::None,
            place: place(0, record),
        });
        self.said.shares.last_mut().unwrap()
    }

    /// A refund as a whole.
    pub fn refund(&mut self, number: &str, payee: &str, on: &str, amount: i64) -> &mut RefundRow {
        let (refund, payee) = (self.text(number), self.text(payee));
        let record = self.said.refunds.len() as u32 + 2;
        self.said.refunds.push(RefundRow {
            refund,
            payee,
            amount: Some(Cents(amount)),
            principal: None,
            interest: None,
            diverted: None,
            on: some(on),
            liquidated: None,
            status: RefundStatus::Issued,
            status_text: TextId::BLANK,
            trace: TextId::BLANK,
            place: place(0, record),
        });
        self.said.refunds.last_mut().unwrap()
    }

    pub fn deposit(&mut self, on: &str, amount: i64, reference: &str) -> &mut BankLine {
        let reference = self.text(reference);
        let record = self.said.deposits.len() as u32 + 2;
        let (on, amount) = (some(on), Cents(amount));
        self.said.deposits.push(BankLine { on, amount, reference, place: place(2, record) });
        self.said.deposits.last_mut().unwrap()
    }

    /// A bank line with money that went out.
    pub fn debit(&mut self, on: &str, amount: i64, reference: &str) {
        let reference = self.text(reference);
        let record = self.said.debits.len() as u32 + 502;
        let (on, amount) = (some(on), Cents(-amount));
        self.said.debits.push(BankLine { on, amount, reference, place: place(2, record) });
    }

    pub fn run<T>(&self, then: impl FnOnce(&Ran<'_>) -> T) -> T {
        self.run_with(NoExplanation, then)
    }

    pub fn run_with<T>(
        &self,
        explain: impl ExplainInterest + Send,
        then: impl FnOnce(&Ran<'_>) -> T,
    ) -> T {
        let scene = Scene {
            rules: &self.rules,
            made_with: &self.made_with,
            portfolio: &self.portfolio,
            said: &self.said,
            as_of: day("2026-10-01"),
        };
        let links = Links::new(&scene);
        let follow = |id: EntryId| self.tracked.get(&id.0).cloned().unwrap_or_default();
        let payments = Payments::new(&scene, &links, follow);
        let mut settler = Settler::new(&payments, explain);
        let mut totals = PaymentTotals::new(&payments);
        let mut settlements = Vec::new();
        for (id, entry) in self.portfolio.iter() {
            let tracked = follow(id);
            let settlement = settler.settle(id, entry, &tracked);
            let expected = Money { principal: entry.refund_high, interest: entry.interest_high };
            assert_eq!(settlement.expected, expected);
            assert_closes(&settlement);
            totals.see(&Followed { id, entry, tracked: &tracked, settlement: &settlement });
            settlements.push(settlement);
        }
        drop(settler);
        let book = totals.finish().unwrap();
        then(&Ran { scene: &scene, links: &links, payments: &payments, settlements, book })
    }
}

/// expected = paid + the causes, duty and interest apart.
pub fn assert_closes(settlement: &Settlement) {
    let mut sum = settlement.paid;
    for part in &settlement.causes {
        assert_ne!(part.money, Money::default(), "{settlement:?}");
        sum.principal.0 += part.money.principal.0;
        sum.interest.0 += part.money.interest.0;
    }
    assert_eq!(sum, settlement.expected, "{settlement:?}");
}

pub fn place(file: u32, record: u32) -> Place {
    Place { file, record }
}

/// The causes of a settlement, in cents.
pub fn causes(settlement: &Settlement) -> Vec<(Cause, i64, i64)> {
    let causes = settlement.causes.iter();
    causes.map(|part| (part.cause, part.money.principal.0, part.money.interest.0)).collect()
}
