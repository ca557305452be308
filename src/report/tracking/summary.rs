//! `summary.json` of a tracking: the totals, for machines.

use super::told::{GroupSums, KindSums, Told};
use super::{Tracking, told};
use crate::report::json::json_document;
use crate::report::summary::money;
use crate::track::{Cause, RowBins, State, Sum};
use serde::Serialize;
use std::collections::BTreeMap;

/// The content of `summary.json`. Money is text with two decimals.
#[derive(Debug, Serialize)]
pub(super) struct Summary<'a> {
    as_of: String,
    rulebook: String,
    estimate: Estimate<'a>,
    files: Vec<File<'a>>,
    rows: RowBins,
    entries: u64,
    states: BTreeMap<&'static str, StateTold>,
    expected: Money,
    refunded: Money,
    paid: Money,
    difference: Money,
    causes: BTreeMap<&'static str, CauseTold>,
    groups: BTreeMap<&'a str, GroupsTold>,
    refunds: RefundsTold<'a>,
    deposits: DepositsTold,
    refile: RefileTold<'a>,
    verdicts: VerdictsTold<'a>,
    interest: InterestTold<'a>,
    clocks: BTreeMap<&'a str, ClockTold>,
    overdue: BTreeMap<&'a str, OverdueTold>,
    cash: CashTold,
    contradictions: Contradictions,
    strangers: u64,
    unreadable: u64,
    unreadable_hiding: u64,
    remarks: &'a [String],
    /// Of the difference, what is still to come: not filed, not liquidated, suspended, not paid yet,
    /// held, returned.
    to_come: Money,
}

#[derive(Debug, Serialize)]
struct Estimate<'a> {
    directory: &'a str,
    as_of: String,
    rulebook: &'a str,
    manifest_sha256: &'a str,
    entries: u64,
}

#[derive(Debug, Serialize)]
struct File<'a> {
    file: &'a str,
    report: &'a str,
    report_date: Option<String>,
    rows: RowBins,
    unread: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Money {
    principal: String,
    interest: String,
    total: String,
}

impl Money {
    fn of(sum: &Sum) -> Money {
        Money {
            principal: money(sum.principal),
            interest: money(sum.interest),
            total: money(sum.total()),
        }
    }
}

#[derive(Debug, Serialize)]
struct StateTold {
    entries: u64,
    expected: String,
    refunded: String,
    paid: String,
}

#[derive(Debug, Serialize)]
struct CauseTold {
    entries: u64,
    principal: String,
    interest: String,
    amount: String,
}

#[derive(Debug, Serialize)]
struct GroupsTold {
    count: u64,
    entries: u64,
    expected: String,
    refunded: String,
    paid: String,
    difference: String,
}

impl From<&GroupSums> for GroupsTold {
    fn from(sums: &GroupSums) -> GroupsTold {
        GroupsTold {
            count: sums.groups,
            entries: sums.entries,
            expected: money(sums.expected),
            refunded: money(sums.refunded),
            paid: money(sums.paid),
            difference: money(sums.difference),
        }
    }
}

#[derive(Debug, Serialize)]
struct CountTold {
    count: u64,
    amount: String,
}

impl From<told::Counted> for CountTold {
    fn from(counted: told::Counted) -> CountTold {
        CountTold { count: counted.number, amount: money(counted.amount) }
    }
}

#[derive(Debug, Serialize)]
struct RefundsTold<'a> {
    all: CountTold,
    unmatched: CountTold,
    /// Paid by CBP's word; the bank's statements tell of their days and have no line of them.
    not_seen_at_bank: CountTold,
    /// Kept against a debt, and nothing says how much: counted whole.
    diverted_at_most: CountTold,
    /// In no group, of payees whose (re)liquidated entries have no refund.
    beside_unpaid: CountTold,
    by_status: BTreeMap<&'a str, CountTold>,
}

#[derive(Debug, Serialize)]
struct DepositsTold {
    all: CountTold,
    unmatched: CountTold,
    ambiguous: CountTold,
    copies: CountTold,
    ahead: CountTold,
    /// Lines by which refunds went back, below zero; not among all.
    sent_back: CountTold,
}

#[derive(Debug, Serialize)]
struct EntriesTold {
    entries: u64,
    refund: String,
}

impl From<told::RefileSums> for EntriesTold {
    fn from(sums: told::RefileSums) -> EntriesTold {
        EntriesTold { entries: sums.entries, refund: money(sums.refund) }
    }
}

#[derive(Debug, Serialize)]
struct ActionTold {
    ready: EntriesTold,
    not_ready: EntriesTold,
}

#[derive(Debug, Serialize)]
struct RefileTold<'a> {
    rejected: EntriesTold,
    ready: EntriesTold,
    not_ready: EntriesTold,
    upload_files: u64,
    never_filed_ready: EntriesTold,
    never_filed_not_ready: EntriesTold,
    by_action: BTreeMap<&'a str, ActionTold>,
}

#[derive(Debug, Serialize)]
struct VerdictsTold<'a> {
    entries: u64,
    outcomes: BTreeMap<&'a str, u64>,
    /// Of the entries that a check had blocked: those that CBP refused, and all.
    precision: PartTold,
    /// Of the entries that CBP refused: those that a check had blocked, and all.
    recall: PartTold,
}

#[derive(Debug, Serialize)]
struct PartTold {
    right: u64,
    of: u64,
}

impl From<(u64, u64)> for PartTold {
    fn from((right, of): (u64, u64)) -> PartTold {
        PartTold { right, of }
    }
}

#[derive(Debug, Serialize)]
struct InterestSums {
    entries: u64,
    principal: String,
    paid: String,
    difference: String,
}

impl From<&told::InterestSums> for InterestSums {
    fn from(sums: &told::InterestSums) -> InterestSums {
        InterestSums {
            entries: sums.entries,
            principal: money(sums.principal),
            paid: money(sums.paid),
            difference: money(sums.difference),
        }
    }
}

#[derive(Debug, Serialize)]
struct BestFit<'a> {
    basis: &'a str,
    taxpayer: &'a str,
    entries: u64,
    paid: String,
    /// Bases that fall on the same day, with the entries in which they do.
    same_day: &'a BTreeMap<String, u64>,
}

#[derive(Debug, Serialize)]
struct InterestTold<'a> {
    all: InterestSums,
    verdicts: BTreeMap<&'a str, InterestSums>,
    best: Option<BestFit<'a>>,
}

#[derive(Debug, Serialize)]
struct ClockTold {
    over: u64,
    over_amount: String,
    running: u64,
    running_amount: String,
    next: Option<String>,
    next_entries: u64,
    next_amount: String,
    no_date: u64,
    no_date_amount: String,
    next_is_projected: bool,
}

impl From<&KindSums> for ClockTold {
    fn from(sums: &KindSums) -> ClockTold {
        ClockTold {
            over: sums.over,
            over_amount: money(sums.over_amount),
            running: sums.running,
            running_amount: money(sums.running_amount),
            next: sums.next.map(|day| day.to_string()),
            next_entries: sums.next_entries,
            next_amount: money(sums.next_amount),
            no_date: sums.no_date,
            no_date_amount: money(sums.no_date_amount),
            next_is_projected: sums.next_is_projected,
        }
    }
}

#[derive(Debug, Serialize)]
struct OverdueTold {
    entries: u64,
    amount: String,
}

#[derive(Debug, Serialize)]
struct CashTold {
    p10: String,
    p50: String,
    p90: String,
    weeks: usize,
    without_week: BTreeMap<String, CountTold>,
    /// In `p10`, `p50` and `p90`, and in no week: should be here by then.
    late: LateTold,
}

#[derive(Debug, Serialize)]
struct LateTold {
    p10: String,
    p50: String,
    p90: String,
}

#[derive(Debug, Serialize)]
struct Contradictions {
    rows: u64,
    entries: u64,
}

impl<'a> Summary<'a> {
    pub(super) fn of(tracking: &Tracking<'a>, told: &'a Told) -> Summary<'a> {
        let scene = &tracking.scene;
        let standing = tracking.standing;
        let total = &standing.total;
        Summary {
            as_of: scene.as_of.to_string(),
            rulebook: scene.rules.version.to_string(),
            estimate: Estimate {
                directory: tracking.estimate,
                as_of: scene.made_with.as_of.to_string(),
                rulebook: &scene.made_with.rulebook,
                manifest_sha256: tracking.manifest_sha256,
                entries: scene.portfolio.len() as u64,
            },
            files: scene.said.files.iter().map(file).collect(),
            rows: told.bins,
            entries: total.entries,
            states: State::ALL
                .iter()
                .map(|state| (state.as_str(), state_told(tracking, *state)))
                .collect(),
            expected: Money::of(&total.expected),
            refunded: Money::of(&total.refund),
            paid: Money::of(&total.paid),
            difference: Money::of(&total.expected.less(&total.paid)),
            causes: Cause::ALL
                .iter()
                .map(|cause| (cause.as_str(), cause_told(tracking, *cause)))
                .collect(),
            groups: groups(told),
            refunds: RefundsTold {
                all: told.refunds.all.into(),
                unmatched: told.refunds.unmatched.into(),
                not_seen_at_bank: told.refunds.not_seen.into(),
                diverted_at_most: told.refunds.kept_at_most.into(),
                beside_unpaid: told.refunds.beside_unpaid.into(),
                by_status: told
                    .refunds
                    .by_status
                    .iter()
                    .map(|(word, sums)| (word.as_str(), (*sums).into()))
                    .collect(),
            },
            deposits: DepositsTold {
                all: told.deposits.all.into(),
                unmatched: told.deposits.unmatched.into(),
                ambiguous: told.deposits.ambiguous.into(),
                copies: told.deposits.copies.into(),
                ahead: told.deposits.ahead.into(),
                sent_back: told.deposits.sent_back.into(),
            },
            refile: RefileTold {
                rejected: told.refile.all.into(),
                ready: told.refile.ready.into(),
                not_ready: told.refile.not_ready.into(),
                upload_files: told.refile.uploads,
                never_filed_ready: told.refile.never_filed.into(),
                never_filed_not_ready: told.refile.never_filed_not_ready.into(),
                by_action: told
                    .refile
                    .by_action
                    .iter()
                    .map(|(word, action)| {
                        let (ready, not_ready) = (action.ready.into(), action.not_ready.into());
                        (word.as_str(), ActionTold { ready, not_ready })
                    })
                    .collect(),
            },
            verdicts: verdicts(told),
            interest: interest(told),
            clocks: clocks(told),
            overdue: told
                .clocks
                .overdue()
                .map(|(kind, sums)| {
                    let amount = money(sums.over_amount);
                    (kind, OverdueTold { entries: sums.over, amount })
                })
                .collect(),
            cash: cash(told),
            contradictions: Contradictions {
                rows: standing.all_contradictions,
                entries: standing.contradicted,
            },
            strangers: told.bins.stranger,
            unreadable: told.bins.unreadable,
            unreadable_hiding: told.hiding,
            remarks: tracking.remarks,
            to_come: Money::of(&standing.to_come()),
        }
    }

    /// The file's text.
    pub(super) fn to_json(&self) -> String {
        // These types serialize without fail: string keys, no maps of other keys.
        json_document(self).unwrap_or_default()
    }
}

fn file(file: &crate::track::ReportFile) -> File<'_> {
    File {
        file: &file.name,
        report: super::report_name(file),
        report_date: file.report_date.map(|day| day.to_string()),
        rows: file.rows,
        unread: file.unread.iter().map(|column| column.header.as_str()).collect(),
    }
}

fn state_told(tracking: &Tracking<'_>, state: State) -> StateTold {
    let sums = tracking.standing.state(state);
    StateTold {
        entries: sums.entries,
        expected: money(sums.expected.total()),
        refunded: money(sums.refund.total()),
        paid: money(sums.paid.total()),
    }
}

fn cause_told(tracking: &Tracking<'_>, cause: Cause) -> CauseTold {
    let sums = tracking.standing.cause(cause);
    CauseTold {
        entries: sums.entries,
        principal: money(sums.amount.principal),
        interest: money(sums.amount.interest),
        amount: money(sums.amount.total()),
    }
}

/// By status, those of no group included, so that every status has its figure.
fn groups(told: &Told) -> BTreeMap<&str, GroupsTold> {
    let none = GroupSums::default();
    let mut all: BTreeMap<&str, GroupsTold> =
        told::STATUSES.into_iter().map(|status| (status, (&none).into())).collect();
    let by_status = told.payments.by_status.iter();
    all.extend(by_status.map(|(status, sums)| (status.as_str(), sums.into())));
    all
}

/// By kind, those that do not run included, so that every kind has its figure.
fn clocks(told: &Told) -> BTreeMap<&str, ClockTold> {
    let none = KindSums::default();
    let known = told::kinds().map(|(kind, _)| (kind, (&none).into()));
    let found = told.clocks.kinds.iter().map(|(kind, sums)| (kind.as_str(), sums.into()));
    known.chain(found).collect()
}

fn verdicts(told: &Told) -> VerdictsTold<'_> {
    let known = told::OUTCOMES.iter().map(|(word, _)| (*word, 0));
    let found = told.pre_check.outcomes.iter().map(|(word, entries)| (word.as_str(), *entries));
    VerdictsTold {
        entries: told.pre_check.verdicts,
        outcomes: known.chain(found).collect(),
        precision: told.pre_check.precision().into(),
        recall: told.pre_check.recall().into(),
    }
}

fn interest(told: &Told) -> InterestTold<'_> {
    let none = told::InterestSums::default();
    let known = told::VERDICTS.iter().map(|(word, _)| (*word, (&none).into()));
    let found = told.interest.verdicts.iter().map(|(word, sums)| (word.as_str(), sums.into()));
    InterestTold {
        all: (&told.interest.all).into(),
        verdicts: known.chain(found).collect(),
        best: told.interest.best().map(|(basis, taxpayer, way)| BestFit {
            basis,
            taxpayer,
            entries: way.sums.entries,
            paid: money(way.sums.paid),
            same_day: &way.same_day,
        }),
    }
}

fn cash(told: &Told) -> CashTold {
    let [p10, p50, p90] = told.cash.total().map(money);
    let mut without_week: BTreeMap<String, CountTold> = BTreeMap::new();
    for left in &told.cash.left {
        let counted = told::Counted { number: left.entries, amount: left.amount };
        without_week.insert(left.why.clone(), counted.into());
    }
    let late = told.cash.late.as_ref().map_or([0; 3], |late| late.in_week).map(money);
    let [late_p10, late_p50, late_p90] = late;
    let late = LateTold { p10: late_p10, p50: late_p50, p90: late_p90 };
    CashTold { p10, p50, p90, weeks: told.cash.weeks.len(), without_week, late }
}
