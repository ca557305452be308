//! The stretches of an interest period as a guide shows them.

use crate::document::Interest;
use capeprep::assess::interest::{growth, interest, segments};
use capeprep::domain::{Cents, Day};
use capeprep::rulebook::{Rulebook, Taxpayer};

/// Compares the table `after,to,days,rate,factor` and the interest with what is reckoned. Factors
/// are shown to 12 places.
pub fn compare(document: &str, example: &Interest) {
    let rules = Rulebook::built_in().unwrap();
    let [from, to]: [Day; 2] = [&example.from, &example.to].map(|day| day.parse().unwrap());
    let mut table = String::from("after,to,days,rate,factor\n");
    for segment in segments(from, to, &rules.interest, Taxpayer::Corporate) {
        let (after, last, days) = (segment.after, segment.to, segment.days);
        let rate = segment.basis_points / 100;
        let factor = segment.factor.round_dp(12);
        table += &format!("{after},{last},{days},{rate}%,{factor:.12}\n");
    }
    assert_eq!(table, example.table, "{document}, the program on the left");
    let growth = growth(from, to, &rules.interest, Taxpayer::Corporate).unwrap();
    let [principal, shown] =
        [&example.principal, &example.interest].map(|text| Cents::read(text.as_bytes()).unwrap());
    assert_eq!(interest(principal, growth), Some(shown), "{document}");
}
