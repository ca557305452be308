//! The accounts of the journal: neutral names, or those of the user's books.

use super::cash::CashItem;
use super::rollforward::{Component, Movement};

/// Which account stands against the receivable, by movement and component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accounts {
    /// The receivable itself: duty, interest.
    receivable: [String; 2],
    against: Vec<[String; 2]>,
    /// Money at the bank that is on no entry.
    unapplied: [String; 2],
    /// Money that CBP issued and the bank has not.
    not_seen: [String; 2],
}

/// A file of accounts that cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "record {record}, column {column}: {value:?}. Expected {expected}. Correct the file, or leave \
     it out for the names in docs/month-end.md."
)]
pub struct AccountsError {
    record: u64,
    column: &'static str,
    value: String,
    expected: String,
}

/// The word of the receivable in a file of accounts.
const RECEIVABLE: &str = "receivable";
/// The words of cash that the roll-forward does not have.
const UNAPPLIED: &str = "unapplied_receipts";
const NOT_SEEN: &str = "not_seen_at_bank";

impl Default for Accounts {
    fn default() -> Accounts {
        let against = |movement: &Movement| {
            let [duty, interest] = match movement {
                Movement::Paid => ["Cash"; 2],
                Movement::Diverted => ["CBP offset"; 2],
                Movement::NotFollowed => ["Refund clearing"; 2],
                _ => ["Duty expense recovery", "Interest income"],
            };
            [duty.to_owned(), interest.to_owned()]
        };
        let receivable = "IEEPA refund receivable";
        Accounts {
            receivable: [receivable.to_owned(), receivable.to_owned()],
            against: Movement::ALL.iter().map(against).collect(),
            unapplied: ["Unapplied CBP receipts"; 2].map(str::to_owned),
            not_seen: ["Refunds issued, not seen at bank"; 2].map(str::to_owned),
        }
    }
}

impl Accounts {
    /// Reads a CSV file with columns `movement`, `component` and `account`; whatever it does not
    /// name keeps its name. A blank component means both. Movement `receivable` names the
    /// receivable itself.
    ///
    /// # Errors
    /// A column is missing, a word is none, an account is blank, or a row is there twice.
    pub fn read(text: &[u8]) -> Result<Accounts, AccountsError> {
        let mut accounts = Accounts::default();
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
        let unreadable = |record, error: csv::Error| AccountsError {
            record,
            column: "movement",
            value: error.to_string(),
            expected: "CSV in UTF-8".to_owned(),
        };
        let header = reader.headers().map_err(|error| unreadable(1, error))?.clone();
        let places = ["movement", "component", "account"].map(|column| {
            header.iter().position(|name| name.trim() == column).ok_or(AccountsError {
                record: 1,
                column,
                value: header.iter().collect::<Vec<_>>().join(","),
                expected: "the columns movement, component, account".to_owned(),
            })
        });
        let [movement_at, component_at, account_at] = places;
        let places = [movement_at?, component_at?, account_at?];
        let mut named = Vec::new();
        for (record, row) in (2..).zip(reader.records()) {
            let row = row.map_err(|error| unreadable(record, error))?;
            let [movement, component, account] =
                places.map(|at| row.get(at).unwrap_or_default().trim());
            if movement.is_empty() && component.is_empty() && account.is_empty() {
                continue;
            }
            let wrong = |column, value: &str, expected: String| AccountsError {
                record,
                column,
                value: value.to_owned(),
                expected,
            };
            let parts =
                parts(component).ok_or_else(|| wrong("component", component, components()))?;
            if account.is_empty() {
                return Err(wrong("account", account, "the name of an account".to_owned()));
            }
            let place =
                accounts.place(movement).ok_or_else(|| wrong("movement", movement, movements()))?;
            for part in parts {
                if named.contains(&(movement.to_owned(), *part)) {
                    let expected = "each movement once for each component".to_owned();
                    return Err(wrong("movement", movement, expected));
                }
                named.push((movement.to_owned(), *part));
                if let Some(name) = place.get_mut(*part) {
                    account.clone_into(name);
                }
            }
        }
        Ok(accounts)
    }

    fn place(&mut self, movement: &str) -> Option<&mut [String; 2]> {
        match movement {
            RECEIVABLE => return Some(&mut self.receivable),
            UNAPPLIED => return Some(&mut self.unapplied),
            NOT_SEEN => return Some(&mut self.not_seen),
            _ => {}
        }
        let at = Movement::ALL.iter().position(|word| word.as_str() == movement)?;
        self.against.get_mut(at)
    }

    /// The account of the receivable.
    pub fn receivable(&self, component: Component) -> &str {
        self.receivable.get(component as usize).map_or("", String::as_str)
    }

    /// The account of the bank, as far as money is no entry's.
    pub fn cash(&self) -> &str {
        self.against(Movement::Paid, Component::Principal)
    }

    /// The account that stands against cash beside what was paid on entries; `None` of what is.
    pub fn against_cash(&self, item: CashItem) -> Option<&str> {
        let [name, _] = match item {
            CashItem::BankCredits | CashItem::PaidOnEntries => return None,
            CashItem::NotSeen | CashItem::NotCovered => &self.not_seen,
            _ => &self.unapplied,
        };
        Some(name)
    }

    /// The account that stands against it.
    pub fn against(&self, movement: Movement, component: Component) -> &str {
        let names = self.against.get(movement as usize);
        names.and_then(|names| names.get(component as usize)).map_or("", String::as_str)
    }
}

fn parts(component: &str) -> Option<&'static [usize]> {
    match component {
        "" => Some(&[0, 1]),
        word if word == Component::Principal.as_str() => Some(&[0]),
        word if word == Component::Interest.as_str() => Some(&[1]),
        _ => None,
    }
}

fn components() -> String {
    let words: Vec<_> = Component::ALL.iter().map(|word| word.as_str()).collect();
    format!("{}, or nothing for both", words.join(" or "))
}

fn movements() -> String {
    let words: Vec<_> = Movement::ALL.iter().map(|word| word.as_str()).collect();
    format!("one of {RECEIVABLE}, {UNAPPLIED}, {NOT_SEEN}, {}", words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_names_what_it_names_and_leaves_the_rest() {
        let text = "movement,component,account\nreceivable,,1400\npaid,,1000 Bank\n\
                    re_estimated,interest,\"7200, other\"\n";
        let accounts = Accounts::read(text.as_bytes()).unwrap();
        for component in Component::ALL {
            assert_eq!(accounts.receivable(*component), "1400");
            assert_eq!(accounts.against(Movement::Paid, *component), "1000 Bank");
            assert_eq!(accounts.against(Movement::Diverted, *component), "CBP offset");
        }
        let against = |component| accounts.against(Movement::ReEstimated, component).to_owned();
        assert_eq!(against(Component::Interest), "7200, other");
        assert_eq!(against(Component::Principal), "Duty expense recovery");
    }

    #[test]
    fn a_file_that_cannot_be_used_is_refused_with_its_place() {
        for (text, record, column) in [
            ("movement,account\npaid,x\n", 1, "component"),
            ("movement,component,account\nspent,,x\n", 2, "movement"),
            ("movement,component,account\npaid,duty,x\n", 2, "component"),
            ("movement,component,account\npaid,,x\npaid,interest,y\n", 3, "movement"),
            ("movement,component,account\npaid,, \n", 2, "account"),
            ("", 1, "movement"),
        ] {
            let error = Accounts::read(text.as_bytes()).unwrap_err();
            assert_eq!((error.record, error.column), (record, column), "{text}");
            assert!(error.to_string().contains("Expected "), "{error}");
        }
    }
}
