//! The tables say what was reckoned, and their sums close.

use super::world::{Ran, World, some};
use capeprep::domain::Cents;
use capeprep::report::Staging;
use capeprep::report::tracking::{RefundEntryRows, write_deposits, write_payments, write_refunds};
use capeprep::track::{Followed, RefundStatus, State};
use std::collections::BTreeMap;

const IOR: &str = "98-765432100";
const LIQUIDATED: &str = "2026-06-18";

type Rows = Vec<BTreeMap<String, String>>;

fn rows(text: &str) -> Rows {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn tables(world: &World, ran: &Ran<'_>) -> BTreeMap<&'static str, Rows> {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let mut staging = Staging::begin(&out, false, false).unwrap();
    write_payments(ran.scene, ran.payments, &ran.book, &mut staging).unwrap();
    write_refunds(ran.scene, ran.payments, &ran.book, &mut staging).unwrap();
    write_deposits(ran.scene, ran.payments, &mut staging).unwrap();
    let mut entries = format!("{}\n", RefundEntryRows::HEADER).into_bytes();
    let mut pen = RefundEntryRows::new(ran.scene, ran.payments);
    for ((id, entry), settlement) in world.portfolio.iter().zip(&ran.settlements) {
        let tracked = &world.tracked.get(&id.0).cloned().unwrap_or_default();
        pen.write(&Followed { id, entry, tracked, settlement }, &mut entries);
    }
    staging.publish().unwrap();
    let names = ["payments.csv", "differences.csv", "refunds.csv", "deposits.csv"];
    let read = |name: &'static str| (name, rows(&std::fs::read_to_string(out.join(name)).unwrap()));
    let mut tables: BTreeMap<_, _> = names.into_iter().map(read).collect();
    tables.insert("refund_entries.csv", rows(&String::from_utf8(entries).unwrap()));
    tables
}

fn sum(rows: &Rows, column: &str) -> i64 {
    rows.iter().map(|row| Cents::read(row[column].as_bytes()).unwrap().0).sum()
}

#[test]
fn the_tables_close() {
    let mut world = World::new();
    let mut total = 0;
    for principal in [10_000, 20_001] {
        let id = world.entry(IOR, principal);
        world.state(id, State::Liquidated, LIQUIDATED);
        let interest = world.to(principal, LIQUIDATED);
        world.share(id, "700001", (principal, interest)).status = RefundStatus::Issued;
        total += principal + interest;
    }
    let shared = world.entry("12-345678900", 5_000);
    world.state(shared, State::Liquidated, LIQUIDATED);
    let whole = 5_000 + world.to(5_000, LIQUIDATED);
    world.refund("700002", "12-345678900", "2026-07-01", whole).liquidated = some(LIQUIDATED);
    world.refund("700003", "=1+1", "2026-07-01", 1_234);
    world.entry(IOR, 7_000);
    world.refund("700001", IOR, "2026-07-01", total);
    world.refund("700001", IOR, "2026-07-01", total + 9).place.file = 2;
    world.deposit("2026-07-03", total, "CBP, 700001");
    world.deposit("2026-07-03", 999, "=SUM(A1)");
    let tables = world.run(|ran| tables(&world, ran));

    let payments = &tables["payments.csv"];
    assert_eq!(payments.len(), 4);
    for row in payments {
        let causes = row.iter().filter(|(name, _)| {
            let word = name.replace('_', "-");
            capeprep::track::Cause::ALL.iter().any(|cause| cause.as_str() == word)
        });
        let causes: i64 = causes.map(|(_, amount)| Cents::read(amount.as_bytes()).unwrap().0).sum();
        let cents = |column: &str| Cents::read(row[column].as_bytes()).unwrap().0;
        assert_eq!(cents("expected"), cents("paid") + causes);
        assert_eq!(cents("difference"), causes);
        assert_eq!(cents("expected"), cents("expected_principal") + cents("expected_interest"));
    }
    let status: Vec<&str> = payments.iter().map(|row| row["status"].as_str()).collect();
    assert_eq!(status, ["matched", "not-yet", "matched", "unexpected"]);
    assert_eq!(sum(payments, "difference"), sum(&tables["differences.csv"], "amount"));
    assert_eq!(sum(payments, "refunded"), sum(&tables["refunds.csv"], "amount"));

    let refunds = &tables["refunds.csv"];
    assert_eq!(refunds.len(), 3);
    assert_eq!(refunds[0]["how_matched"], "reference");
    assert_eq!(refunds[0]["group_liquidation_date"], LIQUIDATED);
    assert!(refunds[0]["remark"].starts_with("amount: "), "{}", refunds[0]["remark"]);
    assert_eq!(refunds[2]["remark"], "12.34 in no group: no-entries");
    assert_eq!(refunds[2]["payee"], "'=1+1");

    let entries = &tables["refund_entries.csv"];
    let basis: Vec<&str> = entries.iter().map(|row| row["basis"].as_str()).collect();
    assert_eq!(basis, ["reported", "reported", "allocated"]);
    assert_eq!(entries[2]["refund_number"], "700002");

    let deposits = &tables["deposits.csv"];
    let how: Vec<&str> = deposits.iter().map(|row| row["how_matched"].as_str()).collect();
    assert_eq!(how, ["unexpected", "reference"]);
    assert_eq!(deposits[0]["reference"], "'=SUM(A1)");
}

#[test]
fn a_cell_lists_no_more_than_the_first_refunds() {
    let mut world = World::new();
    for _ in 0..3 {
        let id = world.entry(IOR, 100_000);
        world.state(id, State::Liquidated, LIQUIDATED);
    }
    for at in 0..300 {
        let number = format!("{}", 700_000 + at);
        world.refund(&number, IOR, "2026-07-01", 1_000).liquidated = some(LIQUIDATED);
        world.deposit("2026-07-03", 1_000, &number);
    }
    let tables = world.run(|ran| tables(&world, ran));
    for (file, column) in [
        ("payments.csv", "refund_numbers"),
        ("payments.csv", "deposits"),
        ("refund_entries.csv", "refund_number"),
    ] {
        for row in &tables[file] {
            let cell = &row[column];
            assert_eq!(cell.split(';').count(), 21, "{file} {column}: {cell}");
            assert!(cell.ends_with(";280 more"), "{file} {column}: {cell}");
        }
    }
    assert_eq!(tables["refunds.csv"].len(), 300, "there all are listed");
}
