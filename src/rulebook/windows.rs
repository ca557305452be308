//! Single values: the tariff period, day counts, thresholds, limits of an upload file.

use super::error::RulebookError;
use super::provenance::{Confidence, Provenance, SOURCES_EXPECTED};
use super::sources::Sources;
use super::table::{DAY_EXPECTED, iso_day};
use super::tracking::{RawTracking, TrackingRules};
use crate::domain::{Cents, Day, Rate};
use serde::Deserialize;
use std::fmt::Display;

pub(super) const FILE: &str = "rulebook.toml";

/// The entry dates that bore IEEPA duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub start: Day,
    /// First day after it.
    pub end: Day,
}

impl Period {
    /// Whether an entry of this day is in the period.
    pub fn contains(self, day: Day) -> bool {
        self.start <= day && day < self.end
    }
}

/// Day counts and thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// Last day after liquidation on which CAPE takes an entry.
    pub cape_days: i32,
    /// First day of the last days of that window.
    pub last_days_from: i32,
    /// First day on which the window is closing.
    pub closing_from: i32,
    /// Day after liquidation on which a calendar reminds to file.
    pub reminder_days: i32,
    /// Last day after liquidation for a protest.
    pub protest_days: i32,
    /// Days from entry to ordinary liquidation.
    pub liquidation_cycle_days: i32,
    /// Days from acceptance to (re)liquidation.
    pub processing_days: i32,
    /// Days from entry to entry summary where its date is not known.
    pub summary_default_days: i32,
    /// Working day of the next month on which a monthly statement is paid.
    pub monthly_statement_working_day: u32,
    /// A liquidation date before this one cannot be right.
    pub plausible_liquidation_from: Day,
    /// A refund below this one may not be paid.
    pub small_refund: Cents,
    /// Least difference between duty and rate x value that counts.
    pub duty_tolerance: Cents,
    /// The same as a part of the duty; the larger one counts.
    pub duty_tolerance_rate: Rate,
}

/// What a CAPE upload file may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadLimits {
    /// Most entries of a file.
    pub entries: usize,
    /// Most bytes of a file.
    pub bytes: u64,
    /// The header of its only column.
    pub header: String,
    /// Characters of an entry number.
    pub entry_characters: usize,
}

/// A single value as listings print it.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its key with its table.
    pub key: &'static str,
    /// Its value.
    pub value: String,
    /// What it means.
    pub note: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// Everything in the file of single values.
pub(super) struct Settings {
    pub facts_as_of: Day,
    pub period: Period,
    pub prefixes: Vec<String>,
    pub windows: Windows,
    pub upload: UploadLimits,
    pub tracking: TrackingRules,
    pub all: Vec<Setting>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cited<T> {
    value: T,
    note: String,
    source: Vec<String>,
    confidence: String,
    as_of: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    facts_as_of: String,
    period: RawPeriod,
    ieepa: RawIeepa,
    windows: RawWindows,
    upload: RawUpload,
    tracking: RawTracking,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPeriod {
    start: Cited<String>,
    end: Cited<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIeepa {
    prefixes: Cited<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWindows {
    cape_days: Cited<u16>,
    last_days_from: Cited<u16>,
    closing_from: Cited<u16>,
    reminder_days: Cited<u16>,
    protest_days: Cited<u16>,
    liquidation_cycle_days: Cited<u16>,
    processing_days: Cited<u16>,
    summary_default_days: Cited<u16>,
    monthly_statement_working_day: Cited<u16>,
    plausible_liquidation_from: Cited<String>,
    small_refund: Cited<String>,
    duty_tolerance: Cited<String>,
    duty_tolerance_percent: Cited<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUpload {
    entries: Cited<u32>,
    bytes: Cited<u32>,
    header: Cited<String>,
    entry_characters: Cited<u16>,
}

impl Settings {
    pub(super) fn read(text: &str, sources: &Sources) -> Result<Settings, RulebookError> {
        let raw: Raw = toml::from_str(text)
            .map_err(|source| RulebookError::Toml { file: FILE, source: Box::new(source) })?;
        let mut taker = Taker { sources, all: Vec::new() };
        let period = Period {
            start: taker.day("period.start", raw.period.start)?,
            end: taker.day("period.end", raw.period.end)?,
        };
        let prefixes = taker.prefixes("ieepa.prefixes", raw.ieepa.prefixes)?;
        let days = raw.windows;
        let windows = Windows {
            cape_days: taker.count("windows.cape_days", days.cape_days)?.into(),
            last_days_from: taker.count("windows.last_days_from", days.last_days_from)?.into(),
            closing_from: taker.count("windows.closing_from", days.closing_from)?.into(),
            reminder_days: taker.count("windows.reminder_days", days.reminder_days)?.into(),
            protest_days: taker.count("windows.protest_days", days.protest_days)?.into(),
            liquidation_cycle_days: taker
                .count("windows.liquidation_cycle_days", days.liquidation_cycle_days)?
                .into(),
            processing_days: taker.count("windows.processing_days", days.processing_days)?.into(),
            summary_default_days: taker
                .count("windows.summary_default_days", days.summary_default_days)?
                .into(),
            monthly_statement_working_day: taker.working_day(
                "windows.monthly_statement_working_day",
                days.monthly_statement_working_day,
            )?,
            plausible_liquidation_from: taker
                .day("windows.plausible_liquidation_from", days.plausible_liquidation_from)?,
            small_refund: taker.money("windows.small_refund", days.small_refund)?,
            duty_tolerance: taker.money("windows.duty_tolerance", days.duty_tolerance)?,
            duty_tolerance_rate: taker
                .rate("windows.duty_tolerance_percent", days.duty_tolerance_percent)?,
        };
        let upload = UploadLimits {
            entries: taker.count("upload.entries", raw.upload.entries)? as usize,
            bytes: taker.count("upload.bytes", raw.upload.bytes)?.into(),
            header: taker.text("upload.header", raw.upload.header)?,
            entry_characters: taker
                .count("upload.entry_characters", raw.upload.entry_characters)?
                .into(),
        };
        let facts_as_of = iso_day(&raw.facts_as_of)
            .ok_or_else(|| wrong("facts_as_of", &raw.facts_as_of, DAY_EXPECTED))?;
        let tracking = TrackingRules::take(raw.tracking, &mut taker)?;
        let all = taker.all;
        Ok(Settings { facts_as_of, period, prefixes, windows, upload, tracking, all })
    }
}

/// Takes values one by one, and keeps what listings print of them.
pub(super) struct Taker<'a> {
    sources: &'a Sources,
    all: Vec<Setting>,
}

impl Taker<'_> {
    /// Checks what stands around a value, and gives the value.
    pub(super) fn take<T>(
        &mut self,
        key: &'static str,
        cited: Cited<T>,
        printed: impl Fn(&T) -> String,
    ) -> Result<T, RulebookError> {
        let source = Some(cited.source.iter().map(String::as_str))
            .filter(|ids| ids.len() > 0)
            .and_then(|ids| self.sources.cited(ids))
            .ok_or_else(|| wrong(key, &cited.source.join(";"), SOURCES_EXPECTED))?;
        let confidence =
            Confidence::ALL
                .iter()
                .copied()
                .find(|c| c.as_str() == cited.confidence)
                .ok_or_else(|| wrong(key, &cited.confidence, "a known word for the confidence"))?;
        let as_of = iso_day(&cited.as_of).ok_or_else(|| wrong(key, &cited.as_of, DAY_EXPECTED))?;
        self.all.push(Setting {
            key,
            value: printed(&cited.value),
            note: cited.note,
            provenance: Provenance { source, confidence, as_of },
        });
        Ok(cited.value)
    }

    pub(super) fn count<T>(
        &mut self,
        key: &'static str,
        cited: Cited<T>,
    ) -> Result<T, RulebookError>
    where
        T: Copy + Default + PartialOrd + Display,
    {
        let value = self.take(key, cited, T::to_string)?;
        if value > T::default() {
            Ok(value)
        } else {
            Err(wrong(key, &value.to_string(), "a number above 0"))
        }
    }

    fn working_day(&mut self, key: &'static str, cited: Cited<u16>) -> Result<u32, RulebookError> {
        let value = self.count(key, cited)?;
        if value <= 18 {
            Ok(value.into())
        } else {
            let expected = "a working day that every month has, at most 18";
            Err(wrong(key, &value.to_string(), expected))
        }
    }

    fn text(&mut self, key: &'static str, cited: Cited<String>) -> Result<String, RulebookError> {
        let value = self.take(key, cited, String::clone)?;
        if value.trim().is_empty() {
            return Err(wrong(key, &value, "some text"));
        }
        Ok(value)
    }

    fn day(&mut self, key: &'static str, cited: Cited<String>) -> Result<Day, RulebookError> {
        let value = self.take(key, cited, String::clone)?;
        iso_day(&value).ok_or_else(|| wrong(key, &value, DAY_EXPECTED))
    }

    pub(super) fn money(
        &mut self,
        key: &'static str,
        cited: Cited<String>,
    ) -> Result<Cents, RulebookError> {
        let value = self.text(key, cited)?;
        Cents::read(value.as_bytes())
            .ok()
            .filter(|cents| *cents > Cents::ZERO)
            .ok_or_else(|| wrong(key, &value, "an amount above 0.00"))
    }

    pub(super) fn rate(
        &mut self,
        key: &'static str,
        cited: Cited<String>,
    ) -> Result<Rate, RulebookError> {
        let value = self.text(key, cited)?;
        Rate::from_decimal(value.as_bytes()).map_err(|_| wrong(key, &value, "a number of per cent"))
    }

    fn prefixes(
        &mut self,
        key: &'static str,
        cited: Cited<Vec<String>>,
    ) -> Result<Vec<String>, RulebookError> {
        let value = self.take(key, cited, |prefixes| prefixes.join(" "))?;
        let well_formed = |p: &String| {
            p.len() == 6 && p.starts_with("99") && p.bytes().all(|b| b.is_ascii_digit())
        };
        if value.is_empty() || !value.iter().all(well_formed) {
            return Err(wrong(key, &value.join(" "), "six digits of chapter 99 each"));
        }
        Ok(value)
    }
}

pub(super) fn wrong(key: &'static str, value: &str, expected: &str) -> RulebookError {
    RulebookError::Value { file: FILE, key, value: value.to_owned(), expected: expected.to_owned() }
}
