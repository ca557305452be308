//! A tracking made by hand, for the tests of its reports.

use super::{Told, Tracking};
use crate::assess::DepositBasis;
use crate::assess::checks::CheckSet;
use crate::domain::{Cents, Day, EntryNumber, EntryStatus, Lane, LiquidationState};
use crate::earlier::{EarlierEntry, EntryId, MadeWith, Portfolio};
use crate::ledger::TextId;
use crate::report::run::InputReport;
use crate::report::{Staging, cell::RowWriter};
use crate::rulebook::{FactsReport, Rulebook, Taxpayer};
use crate::track::{
    Cause, CauseAmount, Contradiction, Followed, Money, Place, RefundBasis, ReportFile, RowBins,
    Said, Scene, Settlement, Standing, State, Step, Tracked, Unreadable,
};
use tempfile::TempDir;

/// All that a tracking refers to.
pub(in crate::report) struct Example {
    rules: Rulebook,
    made_with: MadeWith,
    portfolio: Portfolio,
    said: Said,
    inputs: Vec<InputReport>,
    standing: Standing,
    remarks: Vec<String>,
    estimate: String,
    pub(in crate::report) staging: Staging,
    pub(in crate::report) dir: TempDir,
}

/// What is paid, and how much there is of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Case {
    /// Some of everything.
    Mixed,
    /// No report at all.
    NoReport,
    /// Every entry is paid to the cent.
    AllPaid,
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn entry(at: u32, importer: TextId) -> EarlierEntry {
    EarlierEntry {
        number: EntryNumber::with_check_digit(&format!("9Q9{at:07}")).unwrap(),
        importer,
        importer_name: TextId::BLANK,
        payee: TextId::BLANK,
        entry_type: TextId::BLANK,
        entry_date: Some(day("2025-05-20")),
        summary_date: None,
        payment_date: None,
        deposit_date: Some(day("2025-06-03")),
        liquidation_state: LiquidationState::Unliquidated,
        liquidation_date: None,
        projected_liquidation: None,
        duty_paid: Cents(200_000),
        refund_low: Cents(200_000),
        refund_high: Cents(200_000),
        interest_low: Cents(10_000),
        interest_high: Cents(10_000 + i64::from(at)),
        status: EntryStatus::Eligible,
        lane: Lane::FileNow,
        found: CheckSet::default(),
        unproved: CheckSet::default(),
    }
}

impl Example {
    /// A tracking in which every text of the data is `text`.
    pub(in crate::report) fn new(case: Case, text: &str, groups: usize) -> Example {
        let dir = tempfile::tempdir().unwrap();
        let staging = Staging::begin(&dir.path().join("out"), false, false).unwrap();
        let rules = Rulebook::built_in().unwrap();
        let made_with = MadeWith {
            as_of: day("2026-05-15"),
            taxpayer: Taxpayer::Corporate,
            deposit_basis: DepositBasis::Summary,
            processing_days: 75,
            filer_codes: Vec::new(),
            importers: Vec::new(),
            rulebook: rules.version.to_string(),
            masked: false,
        };
        let mut portfolio = Portfolio::default();
        let importer = portfolio.texts.id(text);
        for at in 0..=State::Reissued as u32 {
            portfolio.add(entry(at, importer)).unwrap();
        }
        let mut said = Said::default();
        let mut inputs = Vec::new();
        if case != Case::NoReport {
            said.files.push(ReportFile {
                name: format!("{text}.csv"),
                report: Some(FactsReport::Es022),
                report_date: Some(day("2026-08-03")),
                rows: RowBins {
                    read: 20,
                    blank: 1,
                    unreadable: 1,
                    stranger: 2,
                    other: 3,
                    used: 13,
                },
                ..ReportFile::default()
            });
            said.unreadable.push(Unreadable {
                place: Place { file: 0, record: 7 },
                entry: None,
                hides: true,
                reason: format!("bad amount {text}"),
            });
            inputs.push(InputReport {
                file: format!("{text}.csv"),
                records: 20,
                header_record: 1,
                bytes: 4096,
                sha256: "ab".repeat(32),
                member: None,
                sheet: None,
                kind: Some("es-022"),
                report_date: Some("2026-08-03".to_owned()),
            });
        }
        let standing = standing(case, &portfolio);
        let mut example = Example {
            rules,
            made_with,
            portfolio,
            said,
            inputs,
            standing,
            remarks: vec![format!("a remark about {text}")],
            estimate: format!("report of {text}"),
            staging,
            dir,
        };
        example.write_tables(case, text, groups);
        example
    }

    /// The tracking.
    pub(in crate::report) fn tracking(&self) -> Tracking<'_> {
        Tracking {
            scene: Scene {
                rules: &self.rules,
                made_with: &self.made_with,
                portfolio: &self.portfolio,
                said: &self.said,
                as_of: day("2026-09-01"),
            },
            estimate: &self.estimate,
            manifest_sha256: "cd",
            inputs: &self.inputs,
            standing: &self.standing,
            remarks: &self.remarks,
        }
    }

    /// What it tells.
    pub(in crate::report) fn told(&self) -> Told {
        Told::of(&self.tracking(), &self.staging).unwrap()
    }

    /// A file of the report, as it was written.
    pub(in crate::report) fn text(&self, name: &str) -> String {
        std::io::read_to_string(self.staging.reopen(name).unwrap()).unwrap()
    }

    fn write_tables(&mut self, case: Case, text: &str, groups: usize) {
        let causes: Vec<&str> = Cause::ALL.iter().map(|c| super::told::column(*c)).collect();
        let mut out = format!(
            "payee,payee_name,liquidation_date,entries,paid_entries,expected_principal,\
             expected_interest,expected,expected_at_liquidation,refunded,paid,deposited,difference,\
             status,refund_numbers,deposits,{},unexplained_entries,not_seen_at_bank\n",
            causes.join(",")
        )
        .into_bytes();
        let statuses = super::told::STATUSES;
        for at in 0..groups {
            let mut row = RowWriter::new(&mut out);
            row.text(text).text(text).day(Some(day("2026-07-10").plus(at as i32 % 900))).number(2);
            row.number(1).cents(Cents(400_000)).cents(Cents(20_000 + at as i64));
            row.cents(Cents(420_000 + at as i64)).cents(Cents(419_000)).cents(Cents(400_000));
            row.cents(Cents(400_000)).cents(Cents(400_000)).cents(Cents(20_000 + at as i64));
            row.word(statuses[at % statuses.len()]).text(text).text(text);
            for cause in 0..causes.len() {
                let is_it = cause == at % causes.len();
                row.cents(Cents(if is_it { 20_000 + at as i64 } else { 0 }));
            }
            row.number(0).cents(Cents::ZERO).end();
        }
        self.staging.write("payments.csv", &out).unwrap();
        let mut out = b"payee,liquidation_date,cause,entries,principal,interest,amount\n".to_vec();
        for cause in Cause::ALL {
            let mut row = RowWriter::new(&mut out);
            row.text(text).day(Some(day("2026-07-10"))).word(cause.as_str()).number(1);
            row.cents(Cents(100)).cents(Cents(5)).cents(Cents(105)).end();
        }
        self.staging.write("differences.csv", &out).unwrap();
        if case == Case::NoReport {
            return;
        }
        let mut out = b"refund_number,payee,refund_date,status,status_text,amount,entries,\
            principal_of_entries,interest_of_entries,deposit_date,deposit_amount,\
            deposit_reference,how_matched,group_payee,group_liquidation_date,remark,file,record,\
            seen_at_bank,offset_basis,may_be_group_of\n"
            .to_vec();
        for at in 0..6_i64 {
            let mut row = RowWriter::new(&mut out);
            row.text(text).text(text).day(Some(day("2026-07-20"))).word("issued").text(text);
            row.cents(Cents(400_000 + at)).number(2).cents(Cents(380_000)).cents(Cents(20_000));
            row.day(Some(day("2026-07-22"))).cents(Cents(400_000 + at)).text(text);
            row.word("amount-and-date").text(if at == 0 { "" } else { text });
            row.day(Some(day("2026-07-10")).filter(|_| at > 0)).text(text).text(text).number(3);
            row.word(if at == 1 { "no" } else { "yes" }).word("").word("").end();
        }
        self.staging.write("refunds.csv", &out).unwrap();
        let mut out =
            b"deposit_date,amount,reference,how_matched,refund_numbers,remark,file,record\n"
                .to_vec();
        for how in ["amount-and-date", "unexpected", "ambiguous", "copy"] {
            let mut row = RowWriter::new(&mut out);
            row.day(Some(day("2026-07-22"))).cents(Cents(123_456)).text(text).word(how).text(text);
            row.text(text).text(text).number(5).end();
        }
        self.staging.write("deposits.csv", &out).unwrap();
        let mut out = format!("{}\n", super::RefundEntryRows::HEADER).into_bytes();
        for _ in 0..30 {
            let mut row = RowWriter::new(&mut out);
            row.text(text).word("9Q900000039").text(text).cents(Cents(190_000));
            row.cents(Cents(10_000)).word("reported").cents(Cents(200_000)).cents(Cents(10_010));
            row.end();
        }
        self.staging.write("refund_entries.csv", &out).unwrap();
        self.write_rest(case, text);
    }

    fn write_rest(&mut self, case: Case, text: &str) {
        let mut out = b"entry_number,importer_number,filer_code,claim_number,label,action,ready,\
            why_not,refund_high,cape_deadline,protest_deadline,psc_deadline,days_left,note,source,\
            court_deadline,state,projected_cape_deadline\n"
            .to_vec();
        if case == Case::Mixed {
            for (at, action) in ["upload-again", "psc-first", "protest"].into_iter().enumerate() {
                let mut row = RowWriter::new(&mut out);
                row.word("9Q900000039").text(text).word("9Q9").text(text).text(text).word(action);
                row.word(if at == 0 { "yes" } else { "no" }).text(text).cents(Cents(200_000));
                row.day(Some(day("2026-09-28"))).day(Some(day("2027-01-06"))).word("closed");
                row.number(27).text(text).word("cape-rules:S1").day(Some(day("2027-05-20")));
                row.word("entry-rejected").day(None).end();
            }
        }
        self.staging.write("refile/refile.csv", &out).unwrap();
        let ready = b"ready,refund_high\nyes,12.00\nno,13.00\n";
        self.staging.write("refile/never_filed.csv", ready).unwrap();
        let mut out =
            b"entry_number,predicted_status,predicted_lane,predicted_blocks,unproved,verdict,\
            label,foreseen_by,outcome,claim_number,file,record,report\n"
                .to_vec();
        for (outcome, _) in super::told::OUTCOMES {
            let mut row = RowWriter::new(&mut out);
            row.word("9Q900000039").word("eligible").word("file-now").word("").word("");
            row.word("rejected").text(text).word("").word(outcome).text(text).text(text).number(3);
            row.word("es-022").end();
        }
        self.staging.write("verdicts.csv", &out).unwrap();
        let mut out = b"check,cbp_label,ran,hits,misses,not_checked,false_alarms,\
            entries_rejected_with_label\n"
            .to_vec();
        for (check, hits) in [("already-declared", 3), ("", 0)] {
            let mut row = RowWriter::new(&mut out);
            row.word(check).text(text).number(8).number(hits).number(1).number(0).number(1);
            row.number(4).end();
        }
        self.staging.write("checks.csv", &out).unwrap();
        let mut out = b"entry_number,importer_number,liquidation_date,principal,interest_paid,\
            interest_expected_at_liquidation,difference,verdict,basis,deposit_date,taxpayer,\
            day_count,other_fits,implied_start,refund_number,report,record,same_day_as\n"
            .to_vec();
        for (verdict, _) in super::told::VERDICTS {
            let mut row = RowWriter::new(&mut out);
            row.word("9Q900000039").text(text).day(Some(day("2026-07-10"))).cents(Cents(200_000));
            row.cents(Cents(10_100)).cents(Cents(10_000)).cents(Cents(100)).word(verdict);
            row.word(if verdict == "explained" { "summary-date" } else { "" });
            row.day(None).word(if verdict == "explained" { "corporate" } else { "" }).word("");
            row.text(text).text(text).text(text).word("es-022").number(4).word("").end();
        }
        self.staging.write("interest.csv", &out).unwrap();
        let out =
            b"week,p10,p50,p90,p10_cumulative,p50_cumulative,p90_cumulative,entries_p50,p50_low\n\
              2026-08-31,1000.00,500.00,0.00,1000.00,500.00,0.00,2,1.00\n\
              2026-09-07,0.00,500.00,400.00,1000.00,1000.00,400.00,3,1.00\n\
              2026-09-14,0.00,0.00,600.00,1000.00,1000.00,1000.00,0,1.00\n\
              no-estimate,210.00,210.00,210.00,,,,1,1.00\nheld,20.00,20.00,20.00,,,,1,1.00\n";
        self.staging.write("cash.csv", out).unwrap();
        let mut out = b"kind,importer_number,from_date,due_date,days_over_or_left,entries,amount,\
            what_to_do,source,basis,possible_delinquency_periods\n"
            .to_vec();
        for (kind, due) in [
            ("payment", "2026-08-20"),
            ("liquidation", "2026-09-20"),
            ("protest-disputed", "2027-01-06"),
            ("cape-rejected", "2026-09-28"),
        ] {
            let mut row = RowWriter::new(&mut out);
            row.word(kind).text(text).day(Some(day("2026-07-10"))).day(Some(day(due)));
            row.word("12").number(2).cents(Cents(420_000)).text(text).word("cape-rules:S1");
            row.word("stated").word("").end();
        }
        self.staging.write("clocks.csv", &out).unwrap();
    }
}

fn standing(case: Case, portfolio: &Portfolio) -> Standing {
    let mut standing = Standing::new();
    for (id, entry) in portfolio.iter() {
        let state = match case {
            Case::Mixed => State::ALL[id.index()],
            Case::NoReport => State::NotFiled,
            Case::AllPaid => State::Paid,
        };
        let (tracked, settlement) = followed(id, entry, state);
        standing.see(&Followed { id, entry, tracked: &tracked, settlement: &settlement });
    }
    standing
}

fn followed(id: EntryId, entry: &EarlierEntry, state: State) -> (Tracked, Settlement) {
    let step = |state| Step {
        state,
        on: Some(day("2026-07-10")),
        number: TextId::BLANK,
        words: TextId::BLANK,
        place: Place { file: 0, record: 4 },
    };
    let mut tracked = Tracked::default();
    if state != State::NotFiled {
        tracked.steps.push(step(state));
        tracked.proof = Some(0);
    }
    if state == State::Diverted {
        let (was, against) = (step(state), step(State::Uploaded));
        tracked.contradictions.push(Contradiction { was, against, why: "a step back" });
    }
    let expected = Money { principal: entry.refund_high, interest: entry.interest_high };
    let nothing = Money::default();
    let (paid, cause) = match state {
        State::Paid | State::Reissued => (expected, None),
        _ => (nothing, Some(Cause::ALL[id.index() % Cause::ALL.len()])),
    };
    let causes = cause.map(|cause| CauseAmount { cause, money: expected });
    let settlement = Settlement {
        expected,
        refund: paid,
        basis: RefundBasis::Reported,
        paid,
        causes: causes.into_iter().collect(),
        group: 0,
    };
    (tracked, settlement)
}
