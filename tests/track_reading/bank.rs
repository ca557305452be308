//! Bank statements.

use crate::read::{Read, cents, csv, day, fixture, read};
use capeprep::domain::Cents;
use capeprep::rulebook::FactsReport;
use capeprep::track::RowBins;

fn amounts(found: &Read) -> Vec<Cents> {
    found.said.deposits.iter().map(|line| line.amount).collect()
}

#[test]
fn what_came_in_is_told_and_the_rest_is_counted() {
    let found = read(&[fixture("bank.csv")]).unwrap();
    assert_eq!(found.said.files[0].report, Some(FactsReport::BankStatement));
    let [first, second] = found.said.deposits.as_slice() else { panic!("two deposits") };
    assert_eq!((first.on, Some(first.amount)), (day("2026-06-22"), cents("3212.40")));
    assert_eq!(found.text(first.reference), "US TREASURY 310 MISC PAY / T-778");
    assert_eq!(Some(second.amount), cents("347.50"));
    assert_eq!(found.reasons(), [(9, "bank_amount `12.3.4` is no amount")]);
    let expected = RowBins { read: 6, used: 2, other: 3, unreadable: 1, ..RowBins::default() };
    assert_eq!(found.bins(), expected);
}

#[test]
fn amounts_are_signed_in_every_way_banks_know() {
    let signed = csv("Date,Amount,Memo\n06/22/2026,(5.00),x\n06/22/2026,-5.00,x\n06/22/2026,7,y\n");
    assert_eq!(amounts(&signed), [Cents(700)]);
    let marked = csv(
        "Value Date|Transaction Amount|CR/DR|Details\n2026-06-22|5.00|DR|x\n2026-06-22|6.00|CR|x\n\
         2026-06-22|8.00|?|x\n",
    );
    assert_eq!(amounts(&marked), [Cents(600)]);
    assert_eq!(marked.reasons(), [(4, "bank_sign `?` does not tell credit from debit")]);
    let both = csv("Transaction Date,Deposit,Withdrawal,Description\n6/1/26,9.00,-2.00,x\n");
    assert_eq!(amounts(&both), [Cents(700)]);
    assert_eq!(both.said.deposits[0].on, day("2026-06-01"));
}

#[test]
fn a_party_whose_name_begins_with_total_is_no_total() {
    let found = csv("Description,Date,Amount\nTotal Logistics Inc,06/22/2026,5.00\nTOTAL,,5.00\n");
    assert_eq!(amounts(&found), [Cents(500)]);
}

#[test]
fn a_kind_of_line_decides_where_it_says_debit_or_credit_and_is_listed_where_not() {
    let unread = |found: &Read| {
        let columns = found.said.files[0].unread.iter();
        columns.map(|one| (one.header.clone(), one.may_tell)).collect::<Vec<_>>()
    };
    for header in ["Type", "Transaction Type", "DR", "CR"] {
        let found = csv(&format!(
            "Date,Amount,Memo,{header}\n06/22/2026,5.00,x,Debit\n06/22/2026,7.00,y,Credit\n"
        ));
        assert_eq!(amounts(&found), [Cents(700)], "{header}");
        assert_eq!(unread(&found), [], "{header}");
    }
    let rows = |kinds: [&str; 2]| {
        csv(&format!(
            "Date,Amount,Memo,Type\n06/22/2026,5.00,x,{}\n06/22/2026,7.00,y,{}\n",
            kinds[0], kinds[1]
        ))
    };
    let listed = |may_tell: bool| [("Type".to_owned(), may_tell)];
    assert_eq!(unread(&rows(["Wire", "ACH"])), listed(false));
    assert_eq!(unread(&rows(["ACH Debit", "ACH Credit"])), listed(true));
    let mixed = rows(["Debit", "Wire"]);
    assert_eq!((amounts(&mixed), unread(&mixed)), (vec![Cents(700)], listed(true).to_vec()));
}
