//! `rollforward.csv`: the receivable from then to now, by importer, duty and interest apart.

use crate::changes::{Component, Movement, RollForward};
use crate::report::cell::RowWriter;
use crate::report::{OutputError, Staging};

/// The columns. `not_followed` stands last: it is blank of sense in a month that was tracked.
const HEADER: &str = "importer_number,importer_name,component,opening,new,gone,re_estimated,\
    accrued_interest,rejected,refiled,paid,diverted,settled_difference,closing,not_followed\n";

pub(super) fn write(roll: &RollForward, staging: &mut Staging) -> Result<(), OutputError> {
    let mut out = HEADER.as_bytes().to_vec();
    for (number, part) in roll.importers() {
        for (component, movements) in Component::ALL.iter().zip(&part.parts) {
            let mut row = RowWriter::new(&mut out);
            row.text(number).text(&part.name).word(component.as_str());
            row.wide_cents(movements.opening);
            for movement in Movement::ALL.iter().filter(|m| **m != Movement::NotFollowed) {
                row.wide_cents(movements.of(*movement));
            }
            row.wide_cents(movements.closing).wide_cents(movements.of(Movement::NotFollowed)).end();
        }
    }
    staging.write("rollforward.csv", &out)
}
