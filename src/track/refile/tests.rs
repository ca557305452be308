use super::*;
use crate::domain::{Cents, LiquidationState};
use crate::rulebook::FactsReport;
use crate::track::hand_made::{HandMade, checks, day};
use crate::track::{Contradiction, Note, State, Step};

/// A change to the entry of a case.
type Change = fn(&mut EarlierEntry);

const NOTHING_WRONG: &str = "Unexpected Error-try Again";

/// The row of one refused entry.
fn one(made: &HandMade) -> RefileRow<'_> {
    let mut refile = Refile::new(&made.scene());
    refile.see(made.followed().last().unwrap()).unwrap()
}

fn refused(error: &str, change: Change) -> HandMade {
    let mut made = HandMade::on("2026-05-20");
    made.add("98-7654321", change);
    made.refused(error, Some("2026-04-27"));
    made
}

fn why(row: &RefileRow<'_>) -> Vec<String> {
    row.why_not.iter().map(ToString::to_string).collect()
}

#[test]
fn each_label_has_its_action_and_only_what_is_past_goes_again() {
    use Action::{
        AskCbp, LaterPhase, Nothing, OtherFiler, Protest, PscFirst, Unknown, UploadAgain, Wait,
    };
    let rules = crate::rulebook::Rulebook::built_in().unwrap();
    let ready: Vec<&str> = rules
        .labels
        .iter()
        .filter(|label| label.level == crate::rulebook::Level::Entry)
        .filter(|label| one(&refused(&label.text, |_| ())).is_ready())
        .map(|label| label.text.as_str())
        .collect();
    // What CBP gave up on 2026-06-25 and later is not yet past.
    assert_eq!(ready, [NOTHING_WRONG, "HTS RELATIONSHIP/SEQUENCE MISMATCH"]);
    for (error, action) in [
        ("ENTRY ON DRAWBACK", LaterPhase),
        ("Protest on Entry", Wait),
        ("Invalid HTS", PscFirst),
        ("Entry Type Not Allowed", AskCbp),
        ("No IEEPA HTS on Entry", AskCbp),
        ("Duplicate Entry", Nothing),
        ("Something new", Unknown),
        ("", Unknown),
        (NOTHING_WRONG, UploadAgain),
        // The one that leaves least decides.
        ("Unexpected Error-try Again; Recon Already Filed for Entry Summary", LaterPhase),
        ("Entry Summary is in Final Liquidation Status", Protest),
    ] {
        let made = refused(error, |_| ());
        assert_eq!(one(&made).action, Some(action), "{error}");
    }
    let mut made = HandMade::on("2026-05-20");
    made.add("98-7654321", |entry| entry.found = checks(&["filer-code-mismatch"]));
    made.file_refused("Filer Code not matching", Some("2026-04-22"));
    assert_eq!(one(&made).action, Some(OtherFiler));
    assert!(!one(&made).is_ready());
}

#[test]
fn what_cbp_gives_up_later_does_not_go_again_before() {
    let error = "ENTRY SUMMARY FLAGGED FOR RECON";
    for (as_of, ready) in [("2026-06-28", false), ("2026-06-29", true)] {
        let mut made = HandMade::on(as_of);
        made.add("98-7654321", |entry| entry.found = checks(&["recon-before-phase-2"]));
        made.refused(error, Some("2026-04-22"));
        assert_eq!(one(&made).is_ready(), ready, "{as_of}: {:?}", why(&one(&made)));
    }
}

/// What else a report tells of an entry, by name.
type Told = (&'static str, fn(&mut HandMade));

#[test]
fn nothing_but_refused_entries_is_ever_ready() {
    let reports: [Told; 12] = [
        ("contradicted", |made| {
            let step = *made.last().0.proof().unwrap();
            let against = Step { state: State::Accepted, ..step };
            let why = "accepted and refused on the same claim";
            made.last().0.contradictions.push(Contradiction { was: step, against, why });
        }),
        ("noted as accepted after the day", |made| note(made, State::Accepted, Some("2026-06-01"))),
        ("noted as paid", |made| note(made, State::Paid, None)),
        ("noted as uploaded", |made| note(made, State::Uploaded, None)),
        ("uploaded after", |made| note(made, State::Uploaded, Some("2026-05-01"))),
        ("uploaded on another claim without a day", |made| {
            let number = made.said.texts.id("C9");
            note(made, State::Uploaded, None);
            made.last().0.notes[0].number = number;
        }),
        ("reliquidated", |made| made.last().0.reliquidated = Some(day("2026-05-01"))),
        ("accepted on a day", |made| made.last().0.accepted_on = Some(day("2026-05-01"))),
        ("refunded", |made| made.last().0.refund = Some((Cents(1), Cents(0)))),
        ("paid in part", |made| made.last().1.paid.interest = Cents(1)),
        ("refund shared out", |made| made.last().1.refund.principal = Cents(1)),
        ("an earlier step", |made| {
            let step = *made.last().0.proof().unwrap();
            made.last().0.steps.insert(0, Step { state: State::LinesRemoved, ..step });
            made.last().0.proof = Some(1);
        }),
    ];
    for (name, report) in reports {
        let mut made = refused(NOTHING_WRONG, |_| ());
        assert!(one(&made).is_ready());
        report(&mut made);
        assert!(!one(&made).is_ready(), "{name}");
    }
    for state in State::ALL {
        let mut made = HandMade::on("2026-05-20");
        made.add("98-7654321", |_| ());
        made.step(*state, Some("2026-05-01"), "C2");
        made.last().0.error = made.said.texts.id(NOTHING_WRONG);
        let scene = made.scene();
        let mut refile = Refile::new(&scene);
        made.followed().iter().for_each(|followed| drop(refile.see(followed)));
        let pack = refile.finish();
        let expected = matches!(state, State::EntryRejected | State::FileRejected).into();
        assert_eq!(
            (pack.ready.len(), pack.never_filed.len()),
            match state {
                State::NotFiled => (0, 1),
                _ => (expected, 0),
            },
            "{state}"
        );
    }
}

fn note(made: &mut HandMade, state: State, on: Option<&str>) {
    let step = *made.last().0.proof().unwrap();
    made.last().0.notes.push(Note {
        state: Some(state),
        on: on.map(day),
        number: TextId::BLANK,
        words: step.words,
        place: step.place,
        why: "",
    });
}

#[test]
fn an_upload_that_was_answered_is_not_pending() {
    let mut made = HandMade::on("2026-05-20");
    made.add("98-7654321", |_| ());
    made.step(State::Uploaded, Some("2026-04-21"), "");
    made.refused(NOTHING_WRONG, Some("2026-04-22"));
    assert!(one(&made).is_ready());
}

#[test]
fn the_80_days_are_counted_from_the_last_liquidation_that_anything_tells() {
    for (as_of, days_left, ready) in [
        ("2026-05-17", 3, true),
        ("2026-05-18", 2, true),
        ("2026-05-20", 0, true),
        ("2026-05-21", 99, false),
    ] {
        let mut made = HandMade::on(as_of);
        made.add("98-7654321", |entry| {
            entry.liquidation_state = LiquidationState::Liquidated;
            entry.liquidation_date = Some(day("2026-03-01"));
        });
        made.refused(NOTHING_WRONG, Some("2026-04-22"));
        let row = one(&made);
        assert_eq!(row.is_ready(), ready, "{as_of}");
        let flagged = row.remarks.iter().any(|remark| matches!(remark, Remark::LastDays(_)));
        assert_eq!(flagged, ready && days_left <= 2, "{as_of}");
        match ready {
            true => assert_eq!(row.days_left, Some(days_left)),
            false => assert_eq!(row.action, Some(Action::Protest)),
        }
    }
    // A report knows of a later one.
    let mut made = refused(NOTHING_WRONG, |entry| {
        entry.liquidation_date = Some(day("2026-01-02"));
        entry.liquidation_state = LiquidationState::Liquidated;
    });
    assert!(!one(&made).is_ready());
    made.last().0.ordinary_liquidation = Some(day("2026-05-01"));
    assert!(one(&made).is_ready());
    assert_eq!(one(&made).deadlines.cape, Some(day("2026-07-20")));
    // Nothing tells, or what was projected is long past.
    let unknown =
        refused(NOTHING_WRONG, |entry| entry.liquidation_state = LiquidationState::Unknown);
    assert_eq!(one(&unknown).why_not, [WhyNot::LiquidationUnknown]);
    let long_past =
        refused(NOTHING_WRONG, |entry| entry.projected_liquidation = Some(day("2026-02-20")));
    assert_eq!(one(&long_past).why_not, [WhyNot::LiquidationUnknown]);
}

#[test]
fn too_old_goes_to_protest_and_then_to_a_later_phase() {
    let error = "ENTRY SUMMARY IS IN FINAL LIQUIDATION STATUS";
    for (liquidated, action) in [
        ("2026-03-10", Action::AskCbp),
        ("2026-02-20", Action::Protest),
        ("2025-11-21", Action::Protest),
        ("2025-11-20", Action::LaterPhase),
        // After the refusal: the clock runs anew.
        ("2026-05-01", Action::UploadAgain),
    ] {
        let mut made = HandMade::on("2026-05-20");
        made.add("98-7654321", |entry| {
            entry.liquidation_state = LiquidationState::Liquidated;
            entry.liquidation_date = Some(day(liquidated));
        });
        made.refused(error, Some("2026-04-22"));
        let row = one(&made);
        assert_eq!(row.action, Some(action), "{liquidated}");
        assert_eq!(row.is_ready(), action == Action::UploadAgain, "{liquidated}");
    }
}

#[test]
fn a_correction_is_possible_or_not() {
    // 300 days after entry, or 15 days before liquidation.
    let open = refused("Invalid HTS", |_| ());
    assert_eq!(one(&open).deadlines.psc, PscWindow::Until(day("2026-09-27")));
    assert_eq!(one(&open).days_left, Some(130));
    let near = refused("Invalid HTS", |e| e.projected_liquidation = Some(day("2026-06-12")));
    assert_eq!(one(&near).deadlines.psc, PscWindow::Until(day("2026-05-28")));
    let shut = refused("Invalid HTS", |e| e.projected_liquidation = Some(day("2026-06-03")));
    assert_eq!(one(&shut).deadlines.psc, PscWindow::Closed);
    assert_eq!(one(&shut).action, Some(Action::LaterPhase));
    assert_eq!(one(&shut).why_not, [WhyNot::PscClosed]);
    let liquidated = refused("Invalid HTS", |entry| {
        entry.liquidation_state = LiquidationState::Liquidated;
        entry.liquidation_date = Some(day("2026-05-01"));
    });
    assert_eq!(one(&liquidated).action, Some(Action::Protest));
    assert_eq!(one(&liquidated).days_left, Some(161));
    let unknown = refused("Invalid HTS", |entry| entry.entry_date = None);
    assert_eq!(one(&unknown).deadlines.psc, PscWindow::Unknown);
    assert_eq!(one(&unknown).why_not, [WhyNot::CorrectFirst]);
}

#[test]
fn what_else_the_estimate_found_keeps_an_entry_back() {
    let drawback = refused(NOTHING_WRONG, |entry| entry.found = checks(&["on-drawback"]));
    assert_eq!(why(&one(&drawback)), ["the estimate found on-drawback"]);
    // The clock is counted anew; what a person decides is said and stops nothing.
    let other = refused(NOTHING_WRONG, |entry| {
        entry.found = checks(&["liquidated-over-80-days", "refused-before", "psc-pending"]);
    });
    assert!(one(&other).is_ready());
    assert_eq!(one(&other).remarks, [Remark::Review(checks(&["psc-pending"]))]);
    let nothing = refused(NOTHING_WRONG, |entry| entry.refund_high = Cents(0));
    assert_eq!(one(&nothing).action, Some(Action::Nothing));
    assert_eq!(one(&nothing).why_not, [WhyNot::NothingComesBack]);
}

#[test]
fn a_newer_estimate_is_a_remark_and_a_later_liquidation_a_proof() {
    let error = "Statement Processing Not Complete";
    let mut made = HandMade::on("2026-05-20");
    made.add("98-7654321", |_| ());
    made.refused(error, Some("2026-04-24"));
    assert_eq!(one(&made).why_not, [WhyNot::NotChanged]);
    assert_eq!(one(&made).remarks, [Remark::NewerEstimate("statement-unpaid")]);
    let older = refused(error, |_| ());
    assert_eq!((one(&older).why_not, one(&older).remarks.len()), (vec![WhyNot::NotChanged], 0));
    let pending = "Entry Summary Pending Liquidation or Not Liquidated and Has Suspension Record";
    let mut made = refused(pending, |entry| entry.found = checks(&["adcvd-pending"]));
    assert!(!one(&made).is_ready());
    made.last().0.ordinary_liquidation = Some(day("2026-05-15"));
    assert!(one(&made).is_ready(), "{:?}", why(&one(&made)));
}

#[test]
fn a_file_that_failed_for_others_does_not_keep_an_entry_back() {
    let mut made = HandMade::on("2026-05-20");
    made.add("98-7654321", |_| ());
    made.file_refused("Filer Code not matching", Some("2026-04-22"));
    assert!(one(&made).is_ready(), "its own filer code is in order");
    made.add("98-7654321", |entry| entry.unproved = checks(&["filer-code-mismatch"]));
    made.file_refused("Filer Code not matching", Some("2026-04-22"));
    assert_eq!(one(&made).why_not, [WhyNot::Account]);
    // Without a reason, unless others of its file have one.
    made.add("98-7654321", |_| ());
    made.file_refused("Rejected by batch validation", Some("2026-04-22"));
    assert_eq!(one(&made).why_not, [WhyNot::UnknownError]);
    let error = made.said.texts.id("Not 11 characters long");
    made.said.verdicts.push(crate::track::Verdict {
        entry: crate::track::EntryRef::Known(EntryId(0)),
        kind: crate::track::VerdictKind::FileRejected,
        claim: TextId::BLANK,
        status: TextId::BLANK,
        error,
        on: None,
        place: Place { file: 0, record: 9 },
    });
    assert!(one(&made).is_ready());
}

#[test]
fn sums_close() {
    let mut made = HandMade::on("2026-05-20");
    for error in [NOTHING_WRONG, "Invalid HTS", NOTHING_WRONG, "Zeppelin"] {
        made.add("98-7654321", |_| ());
        made.refused(error, Some("2026-04-22"));
    }
    made.add("98-7654321", |_| ());
    let scene = made.scene();
    let mut refile = Refile::new(&scene);
    made.followed().iter().for_each(|followed| drop(refile.see(followed)));
    let pack = refile.finish();
    assert_eq!(pack.refused(), (4, 2));
    assert_eq!((pack.ready.len(), pack.never_filed.len(), pack.sums.len()), (2, 1, 4));
    assert_eq!(pack.sums.iter().map(|sum| sum.refund_high).sum::<i128>(), 5 * 12_000);
}

#[test]
fn a_type_that_cape_takes_is_a_matter_for_cbp() {
    let taken = refused("Entry Type Not Allowed", |_| ());
    assert_eq!(one(&taken).action, Some(Action::AskCbp));
    assert!(!one(&taken).is_ready() && one(&taken).remarks.contains(&Remark::TypeAllowed));
    let excluded = |entry: &mut EarlierEntry| entry.found = checks(&["entry-type-excluded"]);
    assert_eq!(one(&refused("Entry Type Not Allowed", excluded)).action, Some(Action::LaterPhase));
}

#[test]
fn a_projected_liquidation_gives_an_estimated_last_day() {
    let near = refused(NOTHING_WRONG, |e| e.projected_liquidation = Some(day("2026-03-02")));
    let row = one(&near);
    assert_eq!((row.deadlines.cape, row.deadlines.projected_cape), (None, Some(day("2026-05-21"))));
    assert!(row.is_ready() && row.remarks.contains(&Remark::ProjectedLastDays(79)));
    let held = refused(NOTHING_WRONG, |e| e.liquidation_state = LiquidationState::Held);
    assert_eq!(one(&held).deadlines.projected_cape, None);
    let known = refused(NOTHING_WRONG, |e| e.liquidation_date = Some(day("2026-05-01")));
    assert_eq!(one(&known).deadlines.projected_cape, None);
}

#[test]
fn no_error_is_said_to_be_none() {
    assert_eq!(one(&refused("", |_| ())).why_not, [WhyNot::NoError]);
}

#[test]
fn what_may_have_been_filed_is_never_offered_as_never_filed() {
    use crate::intake::UnreadColumn;
    let row_of = |made: &HandMade, unexplained: i128| {
        let scene = made.scene();
        let mut refile = Refile::new(&scene).with_unexplained(move |_| unexplained);
        let row = refile.see(made.followed().last().unwrap()).unwrap();
        (why(&row), row.claim.to_owned(), row.label.to_owned(), row.remarks.clone())
    };
    let never = || {
        let mut made = HandMade::on("2026-05-20");
        made.add("98-7654321", |_| ());
        made
    };
    let kept = |made: &HandMade, because: WhyNot| {
        assert_eq!(row_of(made, 0).0, [because.to_string()]);
    };
    let made = never();
    assert!(row_of(&made, 0).0.is_empty());
    // A sum that is less than the least refund of the entry, $100.00, cannot hold it.
    assert!(row_of(&made, 9_999).0.is_empty());
    assert_eq!(row_of(&made, 10_000).0, [WhyNot::RefundOutside.to_string()]);

    let mut made = never();
    made.said.files[0].report = Some(FactsReport::Rev603);
    kept(&made, WhyNot::NoClaims);

    let mut made = never();
    let file = made.report(None) as usize;
    let column = UnreadColumn { header: "Claim State".to_owned(), may_tell: true };
    (made.said.files[file].report, made.said.files[file].unread) =
        (Some(FactsReport::Es701), vec![column]);
    kept(&made, WhyNot::Unread);

    let mut made = never();
    let (number, words) = (made.said.texts.id("100000000001"), made.said.texts.id("Processed"));
    let place = crate::track::Place { file: 0, record: 2 };
    let note = Note { state: None, on: None, number, words, place, why: "" };
    made.last().0.notes.push(note);
    let (why, claim, label, remarks) = row_of(&made, 0);
    assert_eq!(why, [WhyNot::Named.to_string()]);
    assert_eq!((claim.as_str(), label.as_str()), ("100000000001", "Processed"));
    assert!(!remarks.contains(&Remark::MaybeUploaded));
}
