//! Mapping profiles: what a broker's columns mean, written down once and used again.
//!
//! A profile is TOML. `[map]` names the header of each field, as `--map` does. `[[tariff]]` names,
//! for a wide report with several tariff numbers in one row, which columns hold the duty of which
//! number. `ignore` lists columns that look like tariff columns and are not wanted.

use super::layout::MapOption;
use crate::domain::{Field, HtsNumber, fold, line_and_column};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Stands in a first profile where the column of a duty is not known; it cannot be used so.
pub const DUTY_TO_BE_NAMED: &str = "NAME THE COLUMN OF ITS DUTY";

/// A mapping profile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What the profile is for, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Headers that hold no duty of interest although they look like it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// The header of each field, by the field's canonical name.
    #[serde(default)]
    pub map: BTreeMap<String, String>,
    /// For a wide report: the tariff columns of a row, in the order of their ordinals.
    #[serde(default, rename = "tariff", skip_serializing_if = "Vec::is_empty")]
    pub tariffs: Vec<TariffColumns>,
}

/// The columns of one tariff number in a row of a wide report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TariffColumns {
    /// The tariff number all cells of the column belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hts: Option<String>,
    /// Or the header of the column that holds the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hts_column: Option<String>,
    /// The header of the column that holds the duty.
    pub duty_column: String,
    /// The header of the column that holds the goods value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_column: Option<String>,
}

/// A profile that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{place}: {problem}")]
pub struct ProfileError {
    file: String,
    /// `, line 3, column 7`; empty if it is known for no single place.
    place: String,
    problem: String,
}

impl Profile {
    /// Reads a profile; `file` names it in messages.
    ///
    /// # Errors
    /// It is no TOML, has a key or a field that is not known, or a tariff without a number.
    pub fn read(file: &str, text: &str) -> Result<Profile, ProfileError> {
        let wrong = |place: String, problem: String| ProfileError {
            file: file.to_string(),
            place,
            problem,
        };
        let profile: Profile = toml::from_str(text).map_err(|error| {
            let place = error.span().map(|span| {
                let (line, column) = line_and_column(text, span.start);
                format!(", line {line}, column {column}")
            });
            wrong(place.unwrap_or_default(), error.message().to_string())
        })?;
        for name in profile.map.keys() {
            if Field::named(name).is_none() {
                let names: Vec<_> = Field::ALL.iter().map(|field| field.name()).collect();
                let problem =
                    format!("[map]: no field `{name}`; the fields are {}", names.join(", "));
                return Err(wrong(String::new(), problem));
            }
        }
        for tariff in &profile.tariffs {
            let duty = &tariff.duty_column;
            let same = |a: &str, b: &str| fold(a.as_bytes()) == fold(b.as_bytes());
            let problem = match (&tariff.hts, &tariff.hts_column) {
                (Some(hts), None) if HtsNumber::read(hts.as_bytes()).is_none() => {
                    format!("hts = \"{hts}\" is no tariff number; write it as 9903.01.25")
                }
                (None, Some(number)) if same(number, duty) => {
                    format!("`{duty}` cannot hold the tariff number and its duty")
                }
                _ if tariff.value_column.as_ref().is_some_and(|value| same(value, duty)) => {
                    format!("`{duty}` cannot hold the duty and the goods value")
                }
                _ if duty.trim() == DUTY_TO_BE_NAMED => {
                    "name the column of the duty here".to_string()
                }
                (Some(_), None) | (None, Some(_)) => continue,
                _ => "needs either `hts` (one number for the whole column) or `hts_column` (the \
                      header of the column that holds it)"
                    .to_string(),
            };
            return Err(wrong(format!(", [[tariff]] of `{duty}`"), problem));
        }
        profile.check_claims().map_err(|problem| wrong(String::new(), problem))?;
        Ok(profile)
    }

    /// A column of duty stands for one tariff alone: twice, its money would count twice.
    fn check_claims(&self) -> Result<(), String> {
        let folded = |header: &String| fold(header.as_bytes());
        for (at, tariff) in self.tariffs.iter().enumerate() {
            let duty = folded(&tariff.duty_column);
            let others = self.tariffs.iter().enumerate().filter(|(other, _)| *other != at);
            let claimed = others.into_iter().any(|(_, other)| {
                let columns = [&other.hts_column, &other.value_column].into_iter().flatten();
                columns.chain([&other.duty_column]).any(|header| folded(header) == duty)
            });
            if claimed {
                return Err(format!(
                    "`{}` is named by two [[tariff]]; a column of duty belongs to one tariff number",
                    tariff.duty_column
                ));
            }
        }
        Ok(())
    }

    /// The profile as TOML.
    pub fn to_toml(&self) -> String {
        // These types serialize without fail: text and lists of text.
        toml::to_string(self).unwrap_or_default()
    }

    /// Its mapping as `--map` options.
    pub fn options(&self) -> Vec<MapOption> {
        let option = |(name, header): (&String, &String)| {
            Some(MapOption { field: Field::named(name)?, header: header.clone() })
        };
        self.map.iter().filter_map(option).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: &str = r#"
description = "Forwarder pivot"
ignore = ["Summe TAX"]
[map]
entry_number = "Entry-No New"
[[tariff]]
hts_column = "HTSUS-Nr."
duty_column = "Duty"
value_column = "Value"
[[tariff]]
hts = "9903.01.25"
duty_column = "9903.01.25"
"#;

    #[test]
    fn a_profile_is_read_and_written() {
        let profile = Profile::read("p.toml", WIDE).unwrap();
        assert_eq!(profile.tariffs.len(), 2);
        assert_eq!(profile.options()[0].field, Field::EntryNumber);
        assert_eq!(Profile::read("p.toml", &profile.to_toml()), Ok(profile));
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        for (text, says) in [
            ("[map]\nentry = \"A\"", "p.toml: [map]: no field `entry`"),
            ("\n[mapp]", "p.toml, line 2, column 2: unknown field `mapp`"),
            ("[map]\nhts = 7", "p.toml, line 2, column 7: invalid type"),
            ("[[tariff]]\nduty_column = \"D\"", "[[tariff]] of `D`: needs either"),
            ("[[tariff]]\nhts = \"x\"\nduty_column = \"D\"", "hts = \"x\" is no tariff number"),
            ("[map", "p.toml, line 1"),
            (
                "[[tariff]]\nhts = \"9903.01.24\"\nduty_column = \"D\"\n\
                 [[tariff]]\nhts = \"9903.01.25\"\nduty_column = \"d\"",
                "`D` is named by two [[tariff]]",
            ),
            (
                "[[tariff]]\nhts_column = \"A b\"\nduty_column = \"a_B\"",
                "cannot hold the tariff number",
            ),
            (
                "[[tariff]]\nhts = \"9903.01.25\"\nduty_column = \"D\"\nvalue_column = \"d\"",
                "cannot hold the duty and the goods value",
            ),
            (
                "[[tariff]]\nhts = \"9903.01.25\"\nduty_column = \"NAME THE COLUMN OF ITS DUTY\"",
                "name the column of the duty here",
            ),
        ] {
            let error = Profile::read("p.toml", text).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
            assert_eq!(error.lines().count(), 1, "{error}");
        }
    }
}
