//! The tariff as JSON: a list of objects, or objects around one.

use super::lines::{Column, RawLine, RawLines};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;

/// What a JSON file holds.
#[derive(Debug, Default)]
pub(super) struct JsonLines {
    pub(super) read: RawLines,
    /// The keys of its objects, known or not.
    pub(super) keys: BTreeSet<String>,
}

/// Reads all lines of the text.
///
/// # Errors
/// The text is not JSON, or its list holds something other than objects.
pub(super) fn read(text: &[u8]) -> Result<JsonLines, serde_json::Error> {
    if text.starts_with(b"[") {
        return serde_json::from_slice(text);
    }
    let mut found = JsonLines::default();
    look_into(serde_json::from_slice(text)?, &mut found)?;
    Ok(found)
}

/// Takes in the lists of objects inside an object.
fn look_into(
    object: serde_json::Map<String, Value>,
    found: &mut JsonLines,
) -> serde_json::Result<()> {
    for (key, value) in object {
        match value {
            Value::Object(inner) => look_into(inner, found)?,
            Value::Array(list) => {
                for item in list.into_iter().filter(Value::is_object) {
                    found.take(Line::deserialize(item)?);
                }
            }
            _ => {}
        }
        found.note(key);
    }
    Ok(())
}

/// So many keys are named in a message at most.
const KEYS: usize = 16;

impl JsonLines {
    fn take(&mut self, line: Line) {
        let record = self.read.lines.len() as u64 + 1;
        self.read.push(RawLine { record, ..line.line });
        line.keys.into_iter().for_each(|key| self.note(key));
    }

    fn note(&mut self, key: String) {
        if self.keys.len() < KEYS || Column::named(&key).is_some() {
            self.keys.insert(key);
        }
    }
}

impl<'de> Deserialize<'de> for JsonLines {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<JsonLines, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = JsonLines;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a list of tariff lines")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<JsonLines, A::Error> {
                let mut found = JsonLines::default();
                while let Some(line) = list.next_element()? {
                    found.take(line);
                }
                Ok(found)
            }
        }
        json.deserialize_seq(List)
    }
}

/// One object, and its keys.
#[derive(Default)]
struct Line {
    line: RawLine,
    keys: Vec<String>,
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Line, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Line;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a tariff line, such as {\"htsno\": \"8471.30.01\", ...}")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Line, A::Error> {
                let mut read = Line::default();
                while let Some(key) = object.next_key::<String>()? {
                    match Column::named(&key) {
                        Some(column) => *read.line.cell(column) = text(object.next_value()?),
                        None => drop(object.next_value::<IgnoredAny>()?),
                    }
                    read.keys.push(key);
                }
                Ok(read)
            }
        }
        json.deserialize_map(Object)
    }
}

/// A cell: text or a number, trimmed; anything else is blank.
fn text(value: Value) -> String {
    match value {
        Value::String(text) => text.trim().to_string(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
