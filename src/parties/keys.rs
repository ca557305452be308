//! The keys of one table of the file: known ones only, each of the type it must have.

use super::PartiesError;
use super::routing::passes_checksum;
use super::source::{Source, nine_digits_in, shown};
use crate::domain::{ImporterNumber, edit_distance};
use std::fmt::Display;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and where it stands.
pub(super) type At<T> = (T, Range<usize>);

/// A table whose keys are all known.
#[derive(Clone, Copy)]
pub(super) struct Keys<'f> {
    pub(super) source: Source<'f>,
    table: &'f DeTable<'f>,
    /// How messages name it, such as `[[importer]]`.
    heading: &'static str,
    at: (usize, usize),
}

impl<'f> Keys<'f> {
    /// The table at `at`; refuses a key that is none of `known`.
    pub(super) fn of(
        source: Source<'f>,
        table: &'f DeTable<'f>,
        at: Range<usize>,
        heading: &'static str,
        known: &[&str],
    ) -> Result<Keys<'f>, PartiesError> {
        let mut unknown: Vec<_> =
            table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())).collect();
        unknown.sort_by_key(|key| key.span().start);
        if let Some(key) = unknown.first() {
            let found = shown(key.get_ref());
            let problem = match nearest(key.get_ref(), known) {
                Some(near) => format!("unknown key {found} of {heading}; did you mean `{near}`?"),
                None => {
                    format!("unknown key {found} of {heading}; the keys are {}.", known.join(", "))
                }
            };
            return Err(source.error(&key.span(), problem));
        }
        Ok(Keys { source, table, heading, at: (at.start, at.end) })
    }

    /// The value of a key.
    pub(super) fn value(&self, key: &str) -> Option<&'f Spanned<DeValue<'f>>> {
        let mut all = self.table.iter();
        all.find(|(known, _)| known.get_ref() == key).map(|(_, value)| value)
    }

    /// The error that a key is needed.
    pub(super) fn needs(&self, key: &str, what: &str) -> PartiesError {
        let at = self.at.0..self.at.1;
        self.source.error(&at, format!("{} needs `{key}`: {what}.", self.heading))
    }

    /// The error that a value is of the wrong type.
    pub(super) fn wrong(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        expected: &str,
    ) -> PartiesError {
        let found = match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => "an empty text",
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(true) => "true",
            DeValue::Boolean(false) => "false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let problem = format!(
            "`{key}` is {found}; expected {expected}. Leave the key out if you do not know."
        );
        self.source.error(&value.span(), problem)
    }

    /// A name, which the reports print: it holds nothing that looks like a routing number.
    pub(super) fn name(&self, key: &str) -> Result<Option<At<&'f str>>, PartiesError> {
        let Some((text, at)) = self.text(key)? else { return Ok(None) };
        if nine_digits_in(text).any(|digits| passes_checksum(&digits)) {
            let problem = format!(
                "`{key}` holds a number that looks like the routing number of a bank (not shown). \
                 Leave it out: reports print this text."
            );
            return Err(self.source.error(&at, problem));
        }
        Ok(Some((text, at)))
    }

    /// A text that says something.
    pub(super) fn text(&self, key: &str) -> Result<Option<At<&'f str>>, PartiesError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        match value.get_ref().as_str().map(str::trim) {
            Some(text) if !text.is_empty() => Ok(Some((text, value.span()))),
            _ => Err(self.wrong(key, value, "a text in quotes")),
        }
    }

    /// `true` or `false`.
    pub(super) fn yes_no(&self, key: &str) -> Result<Option<bool>, PartiesError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        match value.get_ref().as_bool() {
            Some(answer) => Ok(Some(answer)),
            None => Err(self.wrong(key, value, "true or false")),
        }
    }

    /// One of the words of a vocabulary.
    pub(super) fn choice<T: Copy + Display>(
        &self,
        key: &str,
        all: &[T],
    ) -> Result<Option<At<T>>, PartiesError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let words: Vec<_> = all.iter().map(|word| format!("\"{word}\"")).collect();
        let expected = format!("one of {}", words.join(", "));
        let Some(text) = value.get_ref().as_str() else {
            return Err(self.wrong(key, value, &expected));
        };
        let word = all.iter().find(|word| word.to_string().eq_ignore_ascii_case(text.trim()));
        match word {
            Some(word) => Ok(Some((*word, value.span()))),
            None => {
                let problem = format!("`{key}` is {}; expected {expected}.", shown(text));
                Err(self.source.error(&value.span(), problem))
            }
        }
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &str) -> Result<Option<Vec<At<&'f str>>>, PartiesError> {
        const EXPECTED: &str = "a list of texts, such as [\"...\", \"...\"]";
        let Some(value) = self.value(key) else { return Ok(None) };
        let Some(list) = value.get_ref().as_array() else {
            return Err(self.wrong(key, value, EXPECTED));
        };
        let text = |item: &'f Spanned<DeValue<'f>>| match item.get_ref().as_str() {
            Some(text) => Ok((text.trim(), item.span())),
            None => Err(self.wrong(key, item, EXPECTED)),
        };
        list.iter().map(text).collect::<Result<_, _>>().map(Some)
    }

    /// An importer number of a form that CBP knows.
    pub(super) fn importer_number(
        &self,
        (text, at): &At<&str>,
    ) -> Result<ImporterNumber, PartiesError> {
        let number = ImporterNumber::read(text.as_bytes()).filter(|n| n.form().is_some());
        number.ok_or_else(|| {
            let problem = format!(
                "{} is no importer number; expected NN-NNNNNNNXX (employer number and suffix), \
                 NNN-NN-NNNN (social security number) or YYDDPP-NNNNN (assigned by CBP).",
                shown(text)
            );
            self.source.error(at, problem)
        })
    }

    /// A list of importer numbers.
    pub(super) fn importer_numbers(
        &self,
        key: &str,
    ) -> Result<Option<Vec<At<ImporterNumber>>>, PartiesError> {
        let Some(texts) = self.texts(key)? else { return Ok(None) };
        let numbers = texts.iter().map(|text| Ok((self.importer_number(text)?, text.1.clone())));
        numbers.collect::<Result<_, _>>().map(Some)
    }
}

/// The known key that was perhaps meant.
fn nearest<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    let typed: Vec<char> = key.to_lowercase().replace('-', "_").chars().collect();
    let allowed = (typed.len() / 3).max(1);
    known
        .iter()
        .filter(|word| word.chars().count().abs_diff(typed.len()) <= allowed)
        .map(|word| (edit_distance(&typed, word), *word))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, word)| word)
}
