//! Reports made up for comparison.

use capeprep::assess::DepositBasis;
use capeprep::assess::checks::CheckSet;
use capeprep::assess::interest::{growth, interest};
use capeprep::changes::{Comparer, Differing, RollForward, Seen, Side, Totals, pairs};
use capeprep::domain::{Cents, Day, EntryNumber, EntryStatus, FilingState, Lane, LiquidationState};
use capeprep::earlier::{EarlierEntry, EarlierState, MadeWith, Parts, Portfolio};
use capeprep::ledger::TextId;
use capeprep::rulebook::{Rulebook, Taxpayer};
use proptest::prelude::*;
use std::sync::LazyLock;

pub static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().unwrap());

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A report.
pub struct Made {
    pub made_with: MadeWith,
    pub portfolio: Portfolio,
    pub states: Option<Vec<EarlierState>>,
}

/// An entry as it is made up: its number is that of its place.
#[derive(Debug, Clone)]
pub struct Recipe {
    pub place: u32,
    pub importer: &'static str,
    pub status: EntryStatus,
    pub lane: Lane,
    pub deposit: Option<i32>,
    pub liquidated: Option<i32>,
    pub refund: i64,
    /// Interest beside that which the rates give.
    pub odd_interest: i64,
    pub findings: u64,
    pub state: FilingState,
    pub paid: (i64, i64),
    pub diverted: (i64, i64),
    pub says: Option<(i64, i64)>,
    /// Interest to the day of the tracking.
    pub to_date: Option<i64>,
}

pub fn recipe() -> impl Strategy<Value = Recipe> {
    let judged = (0..EntryStatus::ALL.len(), 0..Lane::ALL.len(), any::<u16>());
    let dates = (prop::option::of(0..200), prop::option::of(0..500));
    let amounts = (0i64..50_000, prop_oneof![Just(0i64), 1..100i64]);
    let part = || (0i64..40_000, 0i64..3_000);
    let came = (part(), prop_oneof![Just((0, 0)), part()], prop::option::of(part()));
    let came = (came, prop::option::of(0i64..5_000));
    let who = (
        0u32..14,
        prop::sample::select(vec!["", "69-1", "79-2"]),
        prop::sample::select(FilingState::ALL),
    );
    (who, judged, dates, amounts, came).prop_map(|(who, judged, dates, amounts, came)| Recipe {
        place: who.0,
        importer: who.1,
        status: EntryStatus::ALL[judged.0],
        lane: Lane::ALL[judged.1],
        deposit: dates.0,
        liquidated: dates.1,
        refund: amounts.0,
        odd_interest: amounts.1,
        findings: judged.2.into(),
        state: who.2,
        paid: came.0.0,
        diverted: came.0.1,
        says: came.0.2,
        to_date: came.1,
    })
}

impl Made {
    pub fn of(as_of: Day, recipes: &[Recipe], is_tracked: bool) -> Made {
        let made_with = MadeWith {
            as_of,
            taxpayer: Taxpayer::Corporate,
            deposit_basis: DepositBasis::Summary,
            processing_days: 45,
            filer_codes: Vec::new(),
            importers: Vec::new(),
            rulebook: RULES.version.to_string(),
            masked: false,
        };
        let (mut portfolio, mut states) = (Portfolio::new(), Vec::new());
        for recipe in recipes {
            let number = EntryNumber::with_check_digit(&format!("9Q9{:07}", recipe.place)).unwrap();
            let texts = &mut portfolio.texts;
            let start = day("2025-05-01");
            let mut entry = EarlierEntry {
                number,
                importer: texts.id(recipe.importer),
                importer_name: texts.id(&format!("Name of {}", recipe.importer)),
                payee: TextId::BLANK,
                entry_type: texts.id("01"),
                entry_date: Some(start),
                summary_date: None,
                payment_date: None,
                deposit_date: recipe.deposit.map(|days| start.plus(days)),
                liquidation_state: LiquidationState::Unknown,
                liquidation_date: recipe.liquidated.map(|days| start.plus(days)),
                projected_liquidation: None,
                duty_paid: Cents(recipe.refund),
                refund_low: Cents(recipe.refund / 2),
                refund_high: Cents(recipe.refund),
                interest_low: Cents::ZERO,
                interest_high: Cents::ZERO,
                status: recipe.status,
                lane: recipe.lane,
                found: found(recipe.findings),
                unproved: CheckSet::default(),
            };
            let end = made_with.interest_end(&entry);
            let of = |cents| match entry.deposit_date.filter(|start| *start < end) {
                Some(start) => {
                    let rates = &RULES.interest;
                    let grown = growth(start, end, rates, Taxpayer::Corporate).unwrap();
                    interest(cents, grown).unwrap().0
                }
                None => 0,
            };
            entry.interest_low = Cents(of(entry.refund_low));
            entry.interest_high = Cents(of(entry.refund_high) + recipe.odd_interest);
            let parts = |(principal, interest)| Parts {
                principal: Cents(principal),
                interest: Cents(interest),
            };
            let state = EarlierState {
                state: recipe.state,
                refund: recipe.says.map(parts),
                interest_to_date: recipe.to_date.map(Cents),
                paid: parts(recipe.paid),
                diverted: parts(recipe.diverted),
                ..EarlierState::default()
            };
            if portfolio.add(entry).is_some() {
                states.push(state);
            }
        }
        Made { made_with, portfolio, states: is_tracked.then_some(states) }
    }

    pub fn side(&self) -> Side<'_> {
        Side {
            made_with: &self.made_with,
            portfolio: &self.portfolio,
            states: self.states.as_deref(),
            has_facts: self.states.is_none(),
            has_payment_facts: true,
        }
    }
}

fn found(bits: u64) -> CheckSet {
    let mut set = CheckSet::default();
    (0..16).filter(|place| bits >> place & 1 == 1).for_each(|place| set.insert(place));
    set
}

/// Two reports compared in full.
pub struct Compared<'a> {
    pub seen: Vec<Seen<'a>>,
    pub totals: Totals,
    pub roll: RollForward,
}

pub fn compared<'a>(before: &'a Made, after: &'a Made, differing: &Differing) -> Compared<'a> {
    let (x, y) = (before.side(), after.side());
    let mut comparer = Comparer::new(x, y, &RULES, differing);
    let (mut totals, mut roll) = (Totals::default(), RollForward::default());
    let mut all = Vec::new();
    for pair in pairs(x, y) {
        let seen = comparer.compare(pair).unwrap();
        totals.see(&seen);
        roll.see(&x, &y, &seen);
        all.push(seen);
    }
    roll.check(&x, &y).unwrap();
    Compared { seen: all, totals, roll }
}
