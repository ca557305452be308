//! Which day a proof has.

use super::*;

#[test]
fn what_dates_one_entry_of_a_claim_dates_all() {
    struct Rows(Vec<Evidence>);
    impl EvidenceSource for Rows {
        fn gather(&self, _: &Scene<'_>, id: EntryId, evidence: &mut Evidence) {
            if let Some(rows) = self.0.get(id.0 as usize) {
                *evidence = rows.clone();
            }
        }
    }
    let mut world = World::new();
    world.portfolio.texts = crate::ledger::Texts::new();
    let rows: [&[&str]; 5] = [
        &["claim accepted A - - undated"],
        &["claim accepted A - - july", "liquidation 2026-06-10 Reliquidated - july"],
        &["claim accepted A 2026-06-20 - july"],
        &["claim accepted B - - undated"],
        &["claim rejected A - - undated"],
    ];
    let rows = Rows(rows.iter().map(|rows| world.read(rows)).collect());
    for at in 0..rows.0.len() {
        let number = EntryNumber::with_check_digit(&format!("9Q9{at:07}")).unwrap();
        world.portfolio.add(EarlierEntry { number, ..entry() }).unwrap();
    }
    let scene = world.scene();
    let histories = Histories::new(&scene, &rows);
    let days: Vec<Option<String>> =
        (0..5).map(|id| histories.of(EntryId(id)).accepted_on.map(|day| day.to_string())).collect();
    let early = Some("2026-06-10".to_owned());
    assert_eq!(days, [early.clone(), early.clone(), early, None, None]);
}

#[test]
fn a_return_is_dated_by_its_report_and_not_by_the_day_of_the_refund() {
    let mut world = World::new();
    let came_back = ["bank R1 2026-07-10", "refund R1 returned 2026-07-08 rev603-july"];
    let tracked = world.track(&came_back);
    assert_eq!(tracked.state(), Returned);
    assert_eq!(tracked.proof().and_then(|step| step.on), "2026-07-31".parse().ok());
    let again = [
        "bank R1 2026-07-10",
        "refund R1 returned 2026-07-08 rev603-july",
        "refund R1 reissued 2026-07-08 rev603-august",
    ];
    let tracked = world.track(&again);
    assert_eq!(tracked.state(), Reissued);
    assert_eq!(tracked.proof().and_then(|step| step.on), "2026-08-31".parse().ok());
    // A transmission of a later day than the report that holds it is news.
    hold(&[
        (
            &["refund R1 held 2026-06-18 rev603-july", "share R1 sent 2026-08-04 10.00 undated"],
            Sent,
            0,
            0,
        ),
        (
            &["refund R1 held 2026-06-18 rev603-july", "share R1 sent 2026-06-18 10.00 undated"],
            Held,
            0,
            0,
        ),
    ]);
}

#[test]
fn refunds_move_forward_and_what_came_back_goes_out_again() {
    hold(&[
        (&["refund R1 held - june", "refund R1 sent - july"], Sent, 0, 0),
        (&["refund R1 sent - june", "refund R1 held - july"], Sent, 1, 0),
        (&["refund R1 sent - undated", "refund R1 held - july"], Sent, 0, 0),
        (
            &["refund R1 issued 2026-06-18 june", "refund R1 returned 2026-06-18 july"],
            Returned,
            0,
            0,
        ),
        (&["refund R1 returned - june", "refund R1 issued - july"], Reissued, 0, 0),
        (&["refund R1 returned - june", "refund R1 issued - june"], Returned, 0, 0),
        (&["refund R1 returned - june", "refund R1 held - july"], Returned, 0, 1),
        (&["refund R1 returned - june", "bank R1 2026-07-03"], Reissued, 0, 0),
        (&["refund R1 reissued - june", "refund R1 returned - july"], Returned, 0, 0),
        (&["refund R1 issued - june", "refund R1 diverted - july"], Diverted, 0, 0),
        (&["refund R1 issued - june", "refund R1 sent - july"], Paid, 1, 0),
        (&["refund R1 issued - june", "share R1 none - 10.00 july"], Paid, 0, 1),
        (&["bank R1 2026-06-20", "refund R1 sent - july"], Paid, 0, 1),
        (&["bank R1 2026-06-20", "refund R1 diverted - july"], Paid, 0, 1),
        (&["refund R1 diverted - june", "bank R1 2026-06-20"], Paid, 0, 0),
        // ES-022 goes on printing its first word.
        (&["refund R1 issued - june", "share R1 sent - 10.00 july"], Paid, 0, 1),
        (&["refund R1 held - june", "share R1 sent - 10.00 july"], Held, 0, 1),
        (&["share R1 sent - 10.00 june", "refund R1 held - july"], Held, 0, 0),
        (&["share R1 sent - 10.00 undated", "refund R1 held - undated"], Held, 0, 1),
        // The least settled refund tells.
        (&["refund R1 issued - july", "refund R2 sent - july"], Sent, 0, 0),
    ]);
}

#[test]
fn a_later_word_in_no_list_is_shown_against_what_is_proved() {
    const PAID: &str = "share R1 issued 2026-06-18 10.00 june";
    hold(&[
        (&[PAID, "share R1 unknown 2026-07-01 10.00 july"], Paid, 1, 0),
        (&[PAID, "refund R1 unknown 2026-07-01 july"], Paid, 1, 0),
    ]);
    // An earlier one says nothing against it.
    let earlier = World::new().track(&[PAID, "refund R1 unknown 2026-06-01 june"]);
    assert_eq!((earlier.state(), earlier.contradictions.len()), (Paid, 0));
}
