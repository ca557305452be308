//! The forms in which numbers of different reports are compared, each made once for each text.

use crate::domain::ImporterNumber;
use crate::ledger::{TextId, Texts};
use std::cell::OnceCell;

/// Keys of a table's texts, made when they are first asked for.
pub(in crate::track) struct Keys<'a> {
    texts: &'a Texts,
    keys: Vec<OnceCell<Box<str>>>,
    key: fn(&str) -> String,
}

impl<'a> Keys<'a> {
    /// Keys by which payees and importers are compared.
    pub(in crate::track) fn payees(texts: &'a Texts) -> Keys<'a> {
        Keys::new(texts, payee_key)
    }

    /// Keys by which refund numbers are compared.
    pub(super) fn numbers(texts: &'a Texts) -> Keys<'a> {
        Keys::new(texts, number_key)
    }

    fn new(texts: &'a Texts, key: fn(&str) -> String) -> Keys<'a> {
        let keys = texts.iter().map(|_| OnceCell::new()).collect();
        Keys { texts, keys, key }
    }

    /// The key of a text; blank for a blank one.
    pub(in crate::track) fn of(&self, id: TextId) -> &str {
        let made = || (self.key)(self.texts.text(id)).into();
        self.keys.get(id.index()).map_or("", |key| key.get_or_init(made))
    }
}

/// Without dashes, spaces and case.
pub(in crate::track) fn payee_key(text: &str) -> String {
    ImporterNumber::read(text.as_bytes()).map(|number| number.key().into()).unwrap_or_default()
}

/// Letters and digits in upper case; zeros before a number count for nothing.
fn number_key(text: &str) -> String {
    let signs = text.chars().filter(|c| c.is_alphanumeric());
    let key: String = signs.flat_map(char::to_uppercase).collect();
    match key.trim_start_matches('0') {
        "" => key,
        rest => rest.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_folded() {
        for text in ["0012345", "12345", "00-12 345"] {
            assert_eq!(number_key(text), "12345");
        }
        assert_eq!(number_key("r-0012"), "R0012");
        assert_eq!(number_key("000"), "000");
        assert_eq!(payee_key(" 98-765432100"), payee_key("98 765432100 "));
        assert_eq!(payee_key(" - "), "");
    }
}
