//! The steps and gaps of one importer.

use super::Readiness;
use super::gathered::{Gathered, Paid};
use crate::domain::ImporterNumber;
use crate::estimate::Amounts;
use crate::parties::{AccountState, AceAccount, AchRefund, Importer, NotifyAnswer, StepState};
use crate::rulebook::{SetupStep, Step, StepKind};
use std::borrow::Cow;

/// What is known of an importer's set-up.
pub struct ImporterReadiness<'r> {
    /// Its number as first seen in the exports, else in the parties file.
    pub number: &'r str,
    /// Its name in the exports, else in the parties file.
    pub name: &'r str,
    /// Whether the parties file has it.
    pub listed: bool,
    /// All its entries.
    pub all: Amounts,
    /// Those of which a part waits behind a step that is missing.
    pub behind_missing: Amounts,
    /// Who is paid.
    pub payees: Vec<String>,
    /// Months of the period without an entry; empty if it has no entry, or is not listed.
    pub months_without_entry: Vec<String>,
    /// Steps and gaps, in order.
    pub rows: Vec<ReadinessRow<'r>>,
}

/// A step or a gap.
pub struct ReadinessRow<'r> {
    /// What the rules say of it.
    pub step: &'r SetupStep,
    /// How far it is.
    pub state: StepState,
    /// The entries that wait for it.
    pub amounts: Amounts,
    /// Who would be paid.
    pub payee: String,
    /// What to do; blank where nothing is left.
    pub to_do: Cow<'r, str>,
    /// Which filer, party, months or numbers it is about.
    pub detail: String,
}

impl<'r> Readiness<'r> {
    pub(super) fn importer(&self, gathered: Gathered<'r>) -> ImporterReadiness<'r> {
        let listed = self.parties.importer(gathered.number);
        let listed_name = listed.and_then(|importer| importer.name.as_deref()).unwrap_or_default();
        let name = if gathered.name.is_empty() { listed_name } else { gathered.name };
        let mut rows = Rows { of: self, gathered: &gathered, rows: Vec::new() };
        let mut months = Vec::new();
        match listed {
            None => {
                let filers = self.filers(gathered.id).iter().map(|(_, filer, _)| *filer);
                let filers: Vec<&str> = filers.filter(|filer| !filer.is_empty()).collect();
                let filers = match filers.is_empty() {
                    true => String::new(),
                    false => format!("filer codes {}", filers.join(" ")),
                };
                let unnumbered = gathered.number.is_empty().then_some("no importer number");
                let known = unnumbered.into_iter().chain(Some(&*filers).filter(|f| !f.is_empty()));
                let detail = known.collect::<Vec<_>>().join("; ");
                rows.gap(Step::ImporterNotInFile, gathered.all, detail);
                if let Some(row) = rows.rows.last_mut().filter(|_| unnumbered.is_some()) {
                    // No file of parties can name it.
                    row.to_do = "Find the importer number: fill it in from the 7501, or bring \
                                 importer_number with --facts (see missing-importer)"
                        .into();
                }
            }
            Some(importer) => {
                rows.steps(importer);
                rows.filers();
                months = rows.gaps(importer);
            }
        }
        rows.suffixes();
        let mut rows = rows.rows;
        rows.sort_by(|a, b| (a.step.step, &a.detail).cmp(&(b.step.step, &b.detail)));
        let missing: Vec<Step> = rows
            .iter()
            .filter(|row| row.state == StepState::Missing && row.amounts.entries > 0)
            .map(|row| row.step.step)
            .filter(|step| *step < Step::BrokerAceAccount && *step != Step::NotifyParty)
            .collect();
        let (behind_missing, _) =
            gathered.paid(|paid| missing.iter().any(|step| paid.waits_for(*step)));
        let payees = gathered.paid.keys().map(|(_, payee)| payee.clone()).collect();
        ImporterReadiness {
            number: gathered.number,
            name,
            listed: listed.is_some(),
            all: gathered.all,
            behind_missing,
            payees,
            months_without_entry: months,
            rows,
        }
    }
}

/// The rows of an importer while they are gathered.
struct Rows<'g, 'r> {
    of: &'g Readiness<'r>,
    gathered: &'g Gathered<'r>,
    rows: Vec<ReadinessRow<'r>>,
}

impl<'r> Rows<'_, 'r> {
    /// Adds a row; a step that the rules do not have adds none, but they have every one.
    fn add(&mut self, step: Step, state: StepState, amounts: Amounts, detail: String) {
        let Some(step) = self.of.rules.setup_steps.get(step) else { return };
        let (_, payee) = self.gathered.paid(|paid| paid.waits_for(step.step));
        let to_do = match state {
            StepState::Done => Cow::from(""),
            StepState::Unknown if step.kind == StepKind::Setup => {
                let key = key(step.step);
                let to_do = &step.to_do;
                format!("Find out, and say it with {key} in the parties file. If missing: {to_do}")
                    .into()
            }
            StepState::Missing | StepState::Unknown => step.to_do.as_str().into(),
        };
        self.rows.push(ReadinessRow { step, state, amounts, payee, to_do, detail });
    }

    fn gap(&mut self, step: Step, amounts: Amounts, detail: String) {
        self.add(step, StepState::Unknown, amounts, detail);
    }

    /// The importer's own steps.
    fn steps(&mut self, importer: &Importer) {
        let done = |step| importer.state(step) == StepState::Done;
        for step in [
            Step::AceAccount,
            Step::TradeAccountOwner,
            Step::Form5106Email,
            Step::AchRefund,
            Step::UsBank,
        ] {
            let state = importer.state(step);
            // What a later step needed first is behind it, whatever the file says of it.
            let passed = match step {
                Step::Form5106Email => done(Step::AceAccount).then_some(Step::AceAccount),
                Step::TradeAccountOwner => done(Step::AchRefund).then_some(Step::AchRefund),
                Step::UsBank if state == StepState::Unknown => {
                    done(Step::AchRefund).then_some(Step::AchRefund)
                }
                _ => None,
            };
            let (waiting, _) = self.gathered.paid(|paid| paid.waits_for(step));
            let waits = state != StepState::Done && passed.is_none();
            let waiting = if waits { waiting } else { Amounts::default() };
            let detail = match step {
                Step::AceAccount => account(importer),
                _ => String::new(),
            };
            self.add(step, state, waiting, detail);
            let Some(row) = self.rows.last_mut() else { continue };
            if let Some(passed) = passed.filter(|_| state != StepState::Done) {
                row.to_do = format!("Nothing waits for it: {passed} is done.").into();
            }
            if step == Step::AchRefund && importer.ach_refund == Some(AchRefund::Registered) {
                row.to_do = "Look into reports REV-613 and REV-603 for refunds that were held or \
                             returned."
                    .into();
            }
        }
        self.notify_party(importer);
    }

    fn notify_party(&mut self, importer: &Importer) {
        let (unknown, _) = self.gathered.paid(|paid| matches!(paid, Paid::Either | Paid::Other));
        let (others, _) = self.gathered.paid(|paid| paid != Paid::Party);
        let (state, waiting, detail) = match &importer.notify_party {
            NotifyAnswer::None => (StepState::Done, Amounts::default(), "none".to_owned()),
            NotifyAnswer::Unknown => {
                let known = unknown.entries == 0 && self.gathered.all.entries > 0;
                let state = if known { StepState::Done } else { StepState::Unknown };
                (state, unknown, self.gathered.named())
            }
            NotifyAnswer::Party(party) => {
                let state = match (self.gathered.all.entries, unknown.entries, others.entries) {
                    (0, ..) => importer.state(Step::NotifyParty),
                    (_, 0, 0) => StepState::Done,
                    (_, 0, _) => StepState::Missing,
                    _ => StepState::Unknown,
                };
                let name = party.name.as_deref().unwrap_or_default();
                (state, others, format!("{} {name}", party.number).trim_end().to_owned())
            }
        };
        self.add(Step::NotifyParty, state, waiting, detail.clone());
        if importer.notify_party().is_none() {
            return;
        }
        let state = importer.state(Step::NotifyPartyAch);
        let (paid, _) = self.gathered.paid(|paid| paid.waits_for(Step::NotifyPartyAch));
        let waiting = if state == StepState::Done { Amounts::default() } else { paid };
        self.add(Step::NotifyPartyAch, state, waiting, detail);
        if !self.gathered.named.is_empty() {
            let mut sum = Amounts::default();
            self.gathered.named.values().for_each(|amounts| sum.add(amounts));
            self.gap(Step::NotifyPartyDiffers, sum, self.gathered.named());
        }
    }

    /// Who filed the entries, and whether it may file for them.
    fn filers(&mut self) {
        for (_, filer, amounts) in self.of.filers(self.gathered.id) {
            if filer.is_empty() || self.gathered.id.is_blank() {
                continue;
            }
            let Some(broker) = self.of.parties.broker(filer) else {
                self.gap(Step::FilerNotInFile, **amounts, (*filer).to_owned());
                continue;
            };
            let name = broker.name.as_deref().unwrap_or_default();
            let detail = format!("{filer} {name}").trim_end().to_owned();
            for (step, state) in [
                (Step::BrokerAceAccount, broker.account()),
                (Step::BrokerAuthorised, broker.authorised_for(self.gathered.number)),
            ] {
                let waits = state != StepState::Done;
                let waiting = if waits { **amounts } else { Amounts::default() };
                self.add(step, state, waiting, detail.clone());
            }
        }
    }

    /// What the exports should have of it; the months without an entry.
    fn gaps(&mut self, importer: &Importer) -> Vec<String> {
        if self.gathered.all.entries == 0 {
            let name = importer.name.clone().unwrap_or_default();
            self.gap(Step::ImporterWithoutEntry, Amounts::default(), name);
            return Vec::new();
        }
        let months = self.of.estimate.months.get(&self.gathered.id).copied().unwrap_or_default();
        let months = months.without(&self.of.rules.period);
        if !months.is_empty() {
            self.gap(Step::MonthsWithoutEntry, Amounts::default(), months.join(" "));
        }
        months
    }

    fn suffixes(&mut self) {
        let number = ImporterNumber::read(self.gathered.number.as_bytes());
        let root = number.as_ref().and_then(ImporterNumber::root);
        let Some(numbers) = root.and_then(|root| self.of.same_root.get(&root)) else { return };
        let others = numbers.iter().copied().filter(|other| *other != self.gathered.number);
        let others: Vec<&str> = others.collect();
        self.gap(Step::SeveralSuffixes, self.gathered.all, format!("also {}", others.join(" ")));
    }
}

/// What the parties file calls the importer's ACE account, and how far it is.
fn account(importer: &Importer) -> String {
    let name = match &importer.ace_account {
        Some(AceAccount::Named(name)) => Some(name.as_str()),
        _ => None,
    };
    let state = importer.ace_account_state.map(AccountState::as_str);
    name.into_iter().chain(state).collect::<Vec<_>>().join(", ")
}

/// The key of the parties file that answers for a step.
const fn key(step: Step) -> &'static str {
    match step {
        Step::AceAccount => "`ace_account`",
        Step::TradeAccountOwner => "`trade_account_owner`",
        Step::Form5106Email => "`form_5106_email_current`",
        Step::AchRefund => "`ach_refund`",
        Step::UsBank => "`us_bank`",
        Step::NotifyParty => "`notify_party`",
        Step::NotifyPartyAch => "`ach_refund` of the notify party",
        Step::BrokerAceAccount => "`ace_account` of the broker",
        Step::BrokerAuthorised => "`authorised_for` of the broker",
        _ => "its key",
    }
}
