//! What a tracking tells of the bank: `deposits.csv` and `refunds.csv`.

use super::manifest::MANIFEST;
use super::table::Table;
use super::{Earlier, EarlierError, verify};
use crate::files::{self, MOST_OF_MANIFEST};

const DEPOSITS: &str = "deposits.csv";
const REFUNDS: &str = "refunds.csv";

/// How the manifest begins the kind of a bank statement.
const STATEMENT: &str = "bank statement";

/// Refunds that CBP calls paid, by the words of `refunds.csv`.
const ISSUED: [&str; 2] = ["issued", "reissued"];

/// Money of a tracking from its first day on, in cents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BankMoney {
    /// Credits of the bank, without copies of the same line.
    pub credits: i128,
    /// Paid on entries.
    pub paid: i128,
    /// Arrived, or issued by CBP, by refunds of no payment group.
    pub outside: i128,
    /// Credits that are no refund.
    pub unmatched: i128,
    /// Credits that fit several refunds.
    pub ambiguous: i128,
    /// Credits of refunds that came back.
    pub returned: i128,
    /// Issued by CBP, and not seen at the bank.
    pub not_seen: i128,
    /// Issued by CBP, and later than the bank statements reach.
    pub not_covered: i128,
}

/// What a tracking tells of the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BankTold {
    /// Its sums.
    Money(BankMoney),
    /// No bank statement was given to it.
    NoStatement,
    /// It was written without the tables of refunds and deposits.
    NoTables,
}

impl Earlier {
    /// What the report tells of the bank; only a tracking does. Its files are held against the
    /// manifest once more.
    ///
    /// # Errors
    /// A table cannot be read, or is not as it was written.
    pub fn bank_told(&self) -> Result<BankTold, EarlierError> {
        let listed = |name: &str| self.outputs.iter().find(|listed| listed.file == name);
        let Some((deposits, refunds)) = listed(DEPOSITS).zip(listed(REFUNDS)) else {
            return Ok(BankTold::NoTables);
        };
        let mut money = BankMoney::default();
        let mut table = Table::open(verify::path_of(&self.dir, deposits), deposits)?;
        let rows = match self.deposits(&mut table, &mut money) {
            Ok(rows) => rows,
            Err(error) => return Err(table.blamed(error)),
        };
        table.verified()?;
        if rows == 0 && !self.has_statement() {
            return Ok(BankTold::NoStatement);
        }
        let mut table = Table::open(verify::path_of(&self.dir, refunds), refunds)?;
        if let Err(error) = refunded(&mut table, &mut money) {
            return Err(table.blamed(error));
        }
        table.verified()?;
        let paid = self.states.iter().map(|state| state.paid);
        money.paid =
            paid.map(|paid| i128::from(paid.principal.0) + i128::from(paid.interest.0)).sum();
        Ok(BankTold::Money(money))
    }

    fn deposits(&self, table: &mut Table<'_>, money: &mut BankMoney) -> Result<u64, EarlierError> {
        let [amount, how] = ["amount", "how_matched"].map(|name| table.need(name));
        table.complete()?;
        let mut rows = 0;
        while let Some(row) = table.next_row()? {
            rows += 1;
            let cents = i128::from(row.money(amount)?.0);
            match row.text(how)?.as_ref() {
                "copy" => continue,
                "unexpected" => money.unmatched += cents,
                "ambiguous" => money.ambiguous += cents,
                _ => {}
            }
            money.credits += cents;
        }
        Ok(rows)
    }

    /// Whether its manifest lists a bank statement among its inputs.
    fn has_statement(&self) -> bool {
        let text = files::whole(&self.dir.join(MANIFEST), MOST_OF_MANIFEST).unwrap_or_default();
        let value: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
        let inputs = value.get("inputs").and_then(|inputs| inputs.as_array());
        let kinds = inputs.into_iter().flatten().filter_map(|input| input.get("kind")?.as_str());
        kinds.into_iter().any(|kind| kind.starts_with(STATEMENT))
    }
}

/// Adds up the refunds.
fn refunded(table: &mut Table<'_>, money: &mut BankMoney) -> Result<(), EarlierError> {
    let [status, amount, deposited, payee, date] =
        ["status", "amount", "deposit_amount", "group_payee", "group_liquidation_date"]
            .map(|name| table.need(name));
    let seen = table.perhaps("seen_at_bank");
    table.complete()?;
    while let Some(row) = table.next_row()? {
        let status = row.text(status)?;
        let arrived = row.money_or_blank(deposited)?.map(|cents| i128::from(cents.0));
        let issued = match arrived {
            None if ISSUED.contains(&status.as_ref()) => row.money_or_blank(amount)?,
            _ => None,
        };
        let issued = issued.map_or(0, |cents| i128::from(cents.0));
        match row.text(seen)?.as_ref() {
            "not-covered" => money.not_covered += issued,
            _ => money.not_seen += issued,
        }
        let arrived = arrived.unwrap_or_default();
        if status == "returned" {
            money.returned += arrived;
        } else if row.bytes(payee).is_empty() && row.bytes(date).is_empty() {
            money.outside += arrived + issued;
        }
    }
    Ok(())
}
