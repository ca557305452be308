//! The same rows in any order tell the same history.

use super::*;
use proptest::prelude::*;

#[test]
fn a_refund_of_a_refused_entry_counts_and_is_a_contradiction() {
    let rows =
        ["claim rejected A - Protest_on_Entry june", "share R1 issued 2026-06-18 10.00 july"];
    let tracked = World::new().track(&rows);
    assert_eq!((tracked.state(), tracked.contradictions.len()), (Paid, 1));
    assert_eq!(tracked.refund, Some((Cents(1000), Cents(100))));
    assert!(tracked.error.is_blank());
}

#[test]
fn amounts_that_differ_between_reports_are_a_contradiction() {
    let rows = ["share R1 sent 2026-06-18 10.00 june", "share R1 sent 2026-06-18 12.00 july"];
    let tracked = World::new().track(&rows);
    assert_eq!((tracked.state(), tracked.contradictions.len()), (Sent, 1));
    let rows = ["share R1 sent 2026-06-18 10.00 june", "share R1 sent 2026-06-18 10.00 july"];
    assert!(World::new().track(&rows).contradictions.is_empty());
}

#[test]
fn the_whole_way_in_any_order() {
    let rows = [
        "claim uploaded A 2026-04-21 - june",
        "claim accepted A 2026-04-22 - june",
        "claim updated A 2026-05-20 - june",
        "pull 0 pull-july",
        "liquidation 2026-05-29 Liquidated 10.00 july",
        "share R1 certified 2026-06-18 10.00 july",
        "refund R1 held 2026-06-18 july",
        "refund R1 sent 2026-06-18 july",
        "refund R1 issued 2026-06-19 july",
        "refund R1 returned 2026-06-20 july",
        "refund R1 reissued 2026-07-01 july",
    ];
    let tracked = World::new().track(&rows);
    let states: Vec<State> = tracked.steps.iter().map(|step| step.state).collect();
    assert_eq!(tracked.state(), Reissued);
    assert_eq!(tracked.contradictions.len(), 0, "{tracked:#?}");
    assert_eq!(tracked.accepted_on, "2026-04-22".parse().ok());
    assert_eq!(tracked.reliquidated, "2026-05-29".parse().ok());
    assert!(states.is_sorted(), "{states:?}");
}

fn any_row() -> impl Strategy<Value = String> {
    let day = prop_oneof![
        Just("-"),
        Just("2026-05-02"),
        Just("2026-05-29"),
        Just("2026-06-18"),
        Just("2026-10-01")
    ];
    let file = prop_oneof![Just("undated"), Just("june"), Just("july")];
    let kind = prop::sample::select(VerdictKind::ALL);
    let status = prop::sample::select(RefundStatus::ALL);
    let claim = prop_oneof![Just("-"), Just("A"), Just("B")];
    let error = prop_oneof![Just("-"), Just("Duplicate_Entry"), Just("Protest_on_Entry")];
    let amount = prop_oneof![Just("-"), Just("0.00"), Just("10.00"), Just("-3.00")];
    let word = prop_oneof![Just("-"), Just("Liquidated"), Just("Suspended"), Just("odd")];
    let number = prop_oneof![Just("R1"), Just("R2")];
    let pull = prop_oneof![Just("pull"), Just("pull-may"), Just("pull-july"), Just("june")];
    let claims = (kind, claim, day.clone(), error, file.clone())
        .prop_map(|(k, c, d, e, f)| format!("claim {k} {c} {d} {e} {f}"));
    let pulls = (0..2, pull).prop_map(|(n, f)| format!("pull {n} {f}"));
    let liquidations = (day.clone(), word, amount.clone(), file.clone())
        .prop_map(|(d, w, a, f)| format!("liquidation {d} {w} {a} {f}"));
    let shares = (number.clone(), status.clone(), day.clone(), amount, file.clone())
        .prop_map(|(n, s, d, a, f)| format!("share {n} {s} {d} {a} {f}"));
    let refunds = (number.clone(), status, day.clone(), file)
        .prop_map(|(n, s, d, f)| format!("refund {n} {s} {d} {f}"));
    let banks = (number, day).prop_map(|(n, d)| format!("bank {n} {d}"));
    prop_oneof![4 => claims, 1 => pulls, 2 => liquidations, 2 => shares, 2 => refunds, 1 => banks]
}

/// Whether a state may follow another, as the table of the module says.
fn may_follow(was: State, now: State) -> bool {
    now > was
        || matches!(
            (was, now),
            (EntryRejected, Uploaded | FileRejected)
                | (Uploaded, FileRejected)
                | (Sent, Held)
                | (Reissued, Returned)
                | (Paid, Diverted)
        )
}

proptest! {
    #[test]
    fn the_order_of_rows_decides_nothing(
        (rows, shuffled) in prop::collection::vec(any_row(), 0..12)
            .prop_flat_map(|rows| {
                let order: Vec<usize> = (0..rows.len()).collect();
                (Just(rows), Just(order).prop_shuffle())
            })
    ) {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let mut world = World::new();
        let evidence = world.read(&rows);
        let mut other = evidence.clone();
        let key = |record: u32| shuffled.iter().position(|at| *at as u32 + 2 == record);
        other.verdicts.sort_by_key(|row| key(row.place.record));
        other.liquidations.sort_by_key(|row| key(row.place.record));
        other.later.sort_by_key(|row| key(row.place.record));
        other.refunds.reverse();
        for refund in &mut other.refunds {
            refund.shares.sort_by_key(|row| key(row.place.record));
            refund.rows.sort_by_key(|row| key(row.place.record));
            refund.deposits.sort_by_key(|row| key(row.place.record));
        }
        let one = track(&world.scene(), &entry(), &evidence);
        let two = track(&world.scene(), &entry(), &other);
        prop_assert_eq!(&one, &two);

        // Every row is shown; the state is that of the proof; only moves of the table are made.
        let mut records: Vec<u32> = one.steps.iter().map(|step| step.place.record).collect();
        records.extend(one.notes.iter().map(|note| note.place.record));
        records.extend(one.contradictions.iter().map(|c| c.against.place.record));
        for at in 0..rows.len() as u32 {
            prop_assert!(records.contains(&(at + 2)), "{} is not shown: {:#?}", rows[at as usize], one);
        }
        let refunds = evidence.refunds.len();
        let mut was = NotFiled;
        for step in &one.steps {
            let again = refunds > 1 && step.state >= Certified;
            prop_assert!(
                step.state == was || may_follow(was, step.state) || again,
                "{was} to {}: {:#?}", step.state, one
            );
            was = step.state;
        }
        prop_assert_eq!(one.proof().map(|step| step.state), one.steps.last().map(|_| one.state()));
    }
}
