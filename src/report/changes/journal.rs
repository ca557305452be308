//! `journal.csv`: the roll-forward as lines to post.

use super::Compared;
use crate::changes::accounts::Accounts;
use crate::changes::journal::{cash_lines, lines};
use crate::report::cell::RowWriter;
use crate::report::{OutputError, Staging};

const HEADER: &str = "date,reference,importer_number,account,component,debit,credit,memo\n";

pub(super) fn write(
    compared: &Compared<'_>,
    accounts: &Accounts,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    let mut out = HEADER.as_bytes().to_vec();
    let (from, to) = (compared.before.made_with.as_of, compared.after.made_with.as_of);
    let cash = compared.cash.map(|cash| cash_lines(cash, accounts, from, to));
    for line in lines(compared.roll, accounts, from, to).chain(cash.into_iter().flatten()) {
        let mut row = RowWriter::new(&mut out);
        row.day(Some(line.date)).word(&line.reference).text(line.importer).text(line.account);
        row.word(line.component.map_or("", |component| component.as_str()));
        // A line is one or the other.
        match line.debit {
            0 => row.word("").wide_cents(line.credit),
            debit => row.wide_cents(debit).word(""),
        };
        row.text(&line.memo).end();
    }
    staging.write("journal.csv", &out)
}
