//! Entries and their histories made by hand, for the tests of what folds over them.

use super::{
    Cause, CauseAmount, Followed, Money, Place, RefundBasis, ReportFile, Said, Scene, Settlement,
    State, Step, Tracked,
};
use crate::assess::DepositBasis;
use crate::assess::checks::{self, CheckSet};
use crate::domain::{Cents, Day, EntryNumber, EntryStatus, Lane, LiquidationState};
use crate::earlier::{EarlierEntry, EntryId, MadeWith, Portfolio};
use crate::ledger::{TextId, Texts};
use crate::rulebook::{Rulebook, Taxpayer};

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A set of checks by their codes.
pub(crate) fn checks(codes: &[&str]) -> CheckSet {
    let mut set = CheckSet::default();
    for code in codes {
        set.insert(checks::ALL.iter().position(|check| check.code == *code).unwrap());
    }
    set
}

/// Entries of one estimate, and what came of them.
pub(crate) struct HandMade {
    rules: Rulebook,
    pub(crate) made_with: MadeWith,
    pub(crate) portfolio: Portfolio,
    pub(crate) said: Said,
    as_of: Day,
    followed: Vec<(Tracked, Settlement)>,
}

impl HandMade {
    /// On a day, with an estimate of 2026-04-25 and one report without a date.
    pub(crate) fn on(as_of: &str) -> HandMade {
        let mut said = Said { texts: Texts::new(), ..Said::default() };
        said.files.push(file("claims.csv", None));
        let mut portfolio = Portfolio::default();
        portfolio.texts = Texts::new();
        HandMade {
            rules: Rulebook::built_in().unwrap(),
            made_with: MadeWith {
                as_of: day("2026-04-25"),
                taxpayer: Taxpayer::Corporate,
                deposit_basis: DepositBasis::Summary,
                processing_days: 45,
                filer_codes: Vec::new(),
                importers: Vec::new(),
                rulebook: String::new(),
                masked: false,
            },
            portfolio,
            said,
            as_of: day(as_of),
            followed: Vec::new(),
        }
    }

    /// Adds a report of a day; its place among the files.
    pub(crate) fn report(&mut self, date: Option<&str>) -> u32 {
        self.said.files.push(file("report.csv", date.map(day)));
        self.said.files.len() as u32 - 1
    }

    /// Adds an entry that nobody has filed: $100.00 to $120.00 and $5.00 to $6.00 interest, not
    /// liquidated, to be filed now. It can be changed after.
    pub(crate) fn add(
        &mut self,
        importer: &str,
        change: impl FnOnce(&mut EarlierEntry),
    ) -> EntryId {
        let serial = self.portfolio.len();
        let mut entry = EarlierEntry {
            number: EntryNumber::with_check_digit(&format!("9Q9{serial:07}")).unwrap(),
            importer: self.portfolio.texts.id(importer),
            importer_name: TextId::BLANK,
            payee: TextId::BLANK,
            entry_type: TextId::BLANK,
            entry_date: Some(day("2025-12-01")),
            summary_date: None,
            payment_date: None,
            deposit_date: None,
            liquidation_state: LiquidationState::Unliquidated,
            liquidation_date: None,
            projected_liquidation: Some(day("2026-10-16")),
            duty_paid: Cents(12_000),
            refund_low: Cents(10_000),
            refund_high: Cents(12_000),
            interest_low: Cents(500),
            interest_high: Cents(600),
            status: EntryStatus::Eligible,
            lane: Lane::FileNow,
            found: CheckSet::default(),
            unproved: CheckSet::default(),
        };
        change(&mut entry);
        let expected = Money { principal: entry.refund_high, interest: entry.interest_high };
        let settlement = Settlement {
            expected,
            refund: Money::default(),
            basis: RefundBasis::None,
            paid: Money::default(),
            causes: vec![CauseAmount { cause: Cause::NotFiled, money: expected }],
            group: 0,
        };
        self.followed.push((Tracked::default(), settlement));
        self.portfolio.add(entry).unwrap()
    }

    /// A step of the history of the last entry, in the first report.
    pub(crate) fn step(&mut self, state: State, on: Option<&str>, claim: &str) {
        self.step_in(0, state, on, claim);
    }

    /// A step in another report.
    pub(crate) fn step_in(&mut self, file: u32, state: State, on: Option<&str>, claim: &str) {
        let number = self.said.texts.id(claim);
        let (tracked, settlement) = self.followed.last_mut().unwrap();
        tracked.proof = Some(tracked.steps.len() as u32);
        let on = on.map(day);
        tracked.steps.push(Step {
            state,
            on,
            number,
            words: TextId::BLANK,
            place: Place { file, record: 2 },
        });
        if state >= State::Accepted {
            tracked.accepted_on = tracked.accepted_on.or(on);
        }
        if state == State::Liquidated {
            tracked.reliquidated = on;
        }
        let cause = match state {
            State::NotFiled => Cause::NotFiled,
            State::FileRejected => Cause::FileRejected,
            State::EntryRejected => Cause::EntryRejected,
            State::Uploaded | State::Accepted | State::LinesRemoved => Cause::NotLiquidated,
            State::Liquidated | State::Certified | State::Sent => Cause::NotPaidYet,
            State::Held => Cause::Held,
            State::Returned => Cause::Returned,
            State::Diverted => Cause::Offset,
            State::Paid | State::Reissued => Cause::Unknown,
        };
        let money = settlement.expected;
        settlement.causes = vec![CauseAmount { cause, money }];
        if matches!(state, State::Paid | State::Reissued) {
            (settlement.paid, settlement.causes) = (money, Vec::new());
        }
    }

    /// Refuses the last entry.
    pub(crate) fn refused(&mut self, error: &str, on: Option<&str>) {
        self.step(State::EntryRejected, on, "C1");
        self.last().0.error = self.said.texts.id(error);
    }

    /// Refuses the file of the last entry.
    pub(crate) fn file_refused(&mut self, error: &str, on: Option<&str>) {
        self.step(State::FileRejected, on, "");
        self.last().0.error = self.said.texts.id(error);
    }

    /// What came of the last entry.
    pub(crate) fn last(&mut self) -> &mut (Tracked, Settlement) {
        self.followed.last_mut().unwrap()
    }

    pub(crate) fn scene(&self) -> Scene<'_> {
        Scene {
            rules: &self.rules,
            made_with: &self.made_with,
            portfolio: &self.portfolio,
            said: &self.said,
            as_of: self.as_of,
        }
    }

    /// Every entry with what came of it.
    pub(crate) fn followed(&self) -> Vec<Followed<'_>> {
        let entries = self.portfolio.iter().zip(&self.followed);
        let followed = entries.map(|((id, entry), (tracked, settlement))| Followed {
            id,
            entry,
            tracked,
            settlement,
        });
        followed.collect()
    }
}

fn file(name: &str, report_date: Option<Day>) -> ReportFile {
    ReportFile { name: name.to_owned(), report_date, ..ReportFile::default() }
}
