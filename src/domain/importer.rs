//! Importer of record (IOR) numbers.

use super::{text_of, visible};
use compact_str::CompactString;
use std::fmt;

/// An importer of record number as it is printed, with the form in which numbers are compared:
/// without dashes, spaces and case, the suffix counting (`98-765432100` is not `98-765432101`).
#[derive(Debug, Clone)]
pub struct ImporterNumber {
    printed: CompactString,
}

/// How an importer number is built (CBP Form 5106). There is no public check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImporterForm {
    /// Employer number and suffix: `NN-NNNNNNNXX`.
    Employer,
    /// Social security number: `NNN-NN-NNNN`.
    SocialSecurity,
    /// Assigned by CBP: `YYDDPP-NNNNN`.
    Assigned,
}

impl ImporterNumber {
    /// Reads a cell; `None` if nothing but dashes and spaces is in it. A character that is not seen
    /// is made visible here already, so that a report read back has the number that was compared.
    pub fn read(cell: &[u8]) -> Option<ImporterNumber> {
        let text = text_of(cell.trim_ascii());
        let text = visible(&text);
        let says_something = text.chars().any(|c| c != '-' && !c.is_whitespace());
        says_something.then(|| ImporterNumber { printed: text.as_ref().into() })
    }

    /// The form in which two numbers are compared.
    pub fn key(&self) -> CompactString {
        self.printed
            .chars()
            .filter(|c| *c != '-' && !c.is_whitespace())
            .flat_map(char::to_uppercase)
            .collect()
    }

    /// Its form as printed; `None` if it has none of them. Without dashes a number of 11 characters
    /// is taken for an employer number.
    pub fn form(&self) -> Option<ImporterForm> {
        let parts: Vec<&[u8]> = self.printed.split('-').map(str::as_bytes).collect();
        let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
        let suffix = |part: &[u8]| part.iter().all(u8::is_ascii_alphanumeric);
        let split = |part: &[u8], at: usize| match part.split_at_checked(at) {
            Some((number, rest)) => digits(number) && suffix(rest),
            None => false,
        };
        match parts.as_slice() {
            [a, b] if a.len() == 2 && b.len() == 9 && digits(a) && split(b, 7) => {
                Some(ImporterForm::Employer)
            }
            [a, b] if a.len() == 6 && b.len() == 5 && digits(a) && digits(b) => {
                Some(ImporterForm::Assigned)
            }
            [a, b, c] if [a.len(), b.len(), c.len()] == [3, 2, 4] => {
                [a, b, c].iter().all(|part| digits(part)).then_some(ImporterForm::SocialSecurity)
            }
            [whole] if whole.len() == 11 && split(whole, 9) => Some(ImporterForm::Employer),
            _ => None,
        }
    }

    /// The nine digits that the numbers of one employer share whatever their suffix; `None` for a
    /// number of another form. A lost suffix does no harm.
    pub fn root(&self) -> Option<CompactString> {
        let key = self.key();
        let lost_suffix = key.len() == 9
            && key.bytes().all(|b| b.is_ascii_digit())
            && self.printed.bytes().filter(|b| *b == b'-').count() < 2;
        let employer = lost_suffix || self.form() == Some(ImporterForm::Employer);
        employer.then(|| key.chars().take(9).collect())
    }

    /// As first seen.
    pub fn as_str(&self) -> &str {
        &self.printed
    }
}

impl PartialEq for ImporterNumber {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for ImporterNumber {}

impl fmt::Display for ImporterNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.printed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compared_without_dashes_spaces_and_case() {
        let number = |text: &str| ImporterNumber::read(text.as_bytes());
        assert_eq!(number("98-765432100"), number(" 98 765432100 "));
        assert_eq!(number("yy12-abc"), number("YY12ABC"));
        assert_ne!(number("98-765432100"), number("98-765432101"));
        assert_eq!(number(" - "), None);
    }

    #[test]
    fn forms_are_those_of_form_5106() {
        use ImporterForm::*;
        for (text, form, root) in [
            ("98-765432100", Some(Employer), Some("987654321")),
            ("98-7654321A0", Some(Employer), Some("987654321")),
            ("98765432100", Some(Employer), Some("987654321")),
            ("987-65-4321", Some(SocialSecurity), None),
            ("269804-00123", Some(Assigned), None),
            ("98-7654321", None, Some("987654321")),
            ("987654321", None, Some("987654321")),
            ("98-76543210", None, None),
            ("9A-765432100", None, None),
            ("987-654321000", None, None),
            ("98-A65432100", None, None),
            ("98-7654321.0", None, None),
            ("269804-0012", None, None),
            ("26980-00123", None, None),
            ("26980A-00123", None, None),
            ("269804-0012A", None, None),
            ("98-76543210\u{e9}", None, None),
        ] {
            let number = ImporterNumber::read(text.as_bytes()).unwrap();
            assert_eq!(number.form(), form, "{text}");
            assert_eq!(number.root().as_deref(), root, "{text}");
        }
    }
}
