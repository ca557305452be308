//! From the text of the file to its importers and brokers.

use super::keys::{At, Keys};
use super::routing::passes_checksum;
use super::source::{Source, harmless, shown};
use super::{
    AccountState, AceAccount, AchRefund, Broker, Importer, NotifyAnswer, NotifyParty, Parties,
    PartiesError,
};
use crate::domain::ImporterNumber;
use compact_str::CompactString;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is taken already, with the place where.
type Taken = HashMap<CompactString, Range<usize>, FixedState>;

pub(super) fn parties(text: &str, name: &str) -> Result<Parties, PartiesError> {
    let source = Source { name, text };
    let table = DeTable::parse(text).map_err(|error| {
        let problem = format!("not TOML: {}.", harmless(error.message()));
        source.error(&error.span().unwrap_or_default(), problem)
    })?;
    let file =
        Keys::of(source, table.get_ref(), table.span(), "the file", &["importer", "broker"])?;
    let mut numbers = Taken::default();
    let importers = tables(&file, "importer")?
        .into_iter()
        .map(|(table, at)| importer(source, table, at, &mut numbers))
        .collect::<Result<Vec<_>, _>>()?;
    let mut codes = Taken::default();
    let brokers = tables(&file, "broker")?
        .into_iter()
        .map(|(table, at)| broker(source, table, at, &mut codes))
        .collect::<Result<Vec<_>, _>>()?;
    if importers.is_empty() && brokers.is_empty() {
        return Err(source.error(&(0..0), "no [[importer]] and no [[broker]] in this file."));
    }
    Ok(Parties::new(importers, brokers))
}

/// The tables under `[[key]]`.
fn tables<'f>(file: &Keys<'f>, key: &str) -> Result<Vec<At<&'f DeTable<'f>>>, PartiesError> {
    let Some(value) = file.value(key) else { return Ok(Vec::new()) };
    let expected = format!("tables that begin with [[{key}]], in two pairs of brackets");
    let Some(list) = value.get_ref().as_array() else {
        return Err(file.wrong(key, value, &expected));
    };
    let table = |item: &'f Spanned<DeValue<'f>>| match item.get_ref().as_table() {
        Some(table) => Ok((table, item.span())),
        None => Err(file.wrong(key, item, &expected)),
    };
    list.iter().map(table).collect()
}

/// Takes a number or code that may stand once only.
fn claim(
    source: &Source<'_>,
    taken: &mut Taken,
    key: CompactString,
    printed: &str,
    at: &Range<usize>,
) -> Result<(), PartiesError> {
    match taken.insert(key, at.clone()) {
        None => Ok(()),
        Some(first) => {
            let line = source.line(&first);
            let problem = format!("{} stands in line {line} already.", shown(printed));
            Err(source.error(at, problem))
        }
    }
}

fn importer(
    source: Source<'_>,
    table: &DeTable<'_>,
    at: Range<usize>,
    taken: &mut Taken,
) -> Result<Importer, PartiesError> {
    let keys = Keys::of(
        source,
        table,
        at,
        "[[importer]]",
        &[
            "name",
            "numbers",
            "ace_account",
            "ace_account_state",
            "trade_account_owner",
            "form_5106_email_current",
            "ach_refund",
            "us_bank",
            "routing_number",
            "notify_party",
        ],
    )?;
    let numbers = keys.importer_numbers("numbers")?.unwrap_or_default();
    if numbers.is_empty() {
        return Err(keys.needs("numbers", "its importer numbers, such as [\"98-765432100\"]"));
    }
    for (number, at) in &numbers {
        claim(&source, taken, number.key(), number.as_str(), at)?;
    }
    check_routing_number(&keys)?;
    let ace_account = account(&keys)?;
    let state = keys.choice("ace_account_state", AccountState::ALL)?;
    if let (Some(account), Some((state, at))) = (&ace_account, &state) {
        let has = *account != AceAccount::No;
        // An account that is applied for may have its name already, or not.
        if *state == AccountState::Active && !has || *state == AccountState::None && has {
            let problem = format!(
                "`ace_account_state` is \"{state}\", but `ace_account` says that there is {} account.",
                if has { "an" } else { "no" }
            );
            return Err(source.error(at, problem));
        }
    }
    let owner = match keys.value("trade_account_owner").map(Spanned::get_ref) {
        Some(DeValue::Boolean(known)) => Some(*known),
        _ => keys.text("trade_account_owner")?.map(|_| true),
    };
    Ok(Importer {
        name: keys.name("name")?.map(|(name, _)| name.to_owned()),
        numbers: numbers.into_iter().map(|(number, _)| number).collect(),
        ace_account,
        ace_account_state: state.map(|(state, _)| state),
        trade_account_owner: owner,
        form_5106_email_current: keys.yes_no("form_5106_email_current")?,
        ach_refund: keys.choice("ach_refund", AchRefund::ALL)?.map(|(word, _)| word),
        us_bank: keys.yes_no("us_bank")?,
        notify_party: notify_party(&keys)?,
    })
}

/// The account of an importer or a broker.
fn account(keys: &Keys<'_>) -> Result<Option<AceAccount>, PartiesError> {
    Ok(match keys.value("ace_account").map(Spanned::get_ref) {
        Some(DeValue::Boolean(true)) => Some(AceAccount::Yes),
        Some(DeValue::Boolean(false)) => Some(AceAccount::No),
        _ => keys.name("ace_account")?.map(|(name, _)| AceAccount::Named(name.to_owned())),
    })
}

/// Checks the routing number and forgets it. Its digits are in no message.
fn check_routing_number(keys: &Keys<'_>) -> Result<(), PartiesError> {
    const KEY: &str = "routing_number";
    let Some(value) = keys.value(KEY) else { return Ok(()) };
    let digits = match value.get_ref() {
        DeValue::String(text) => text.trim(),
        DeValue::Integer(number) => number.as_str(),
        _ => return Err(keys.wrong(KEY, value, "nine digits in quotes")),
    };
    if digits.len() != 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        let problem = format!("`{KEY}` is not nine digits (not shown). Look at it again.");
        return Err(keys.source.error(&value.span(), problem));
    }
    if !passes_checksum(digits) {
        let problem =
            format!("`{KEY}` fails its checksum (not shown): a digit is wrong. Look at it again.");
        return Err(keys.source.error(&value.span(), problem));
    }
    Ok(())
}

fn notify_party(importer: &Keys<'_>) -> Result<NotifyAnswer, PartiesError> {
    let Some(value) = importer.value("notify_party") else { return Ok(NotifyAnswer::Unknown) };
    let table = match value.get_ref() {
        DeValue::Boolean(false) => return Ok(NotifyAnswer::None),
        DeValue::Table(table) => table,
        _ => {
            let expected = "a table with its number, or false if there is no notify party";
            return Err(importer.wrong("notify_party", value, expected));
        }
    };
    let keys = Keys::of(
        importer.source,
        table,
        value.span(),
        "[importer.notify_party]",
        &["number", "name", "on_file", "in_box_28", "ach_refund"],
    )?;
    let number = keys.text("number")?.ok_or_else(|| {
        keys.needs("number", "the importer number of the party, such as \"98-765432100\"")
    })?;
    Ok(NotifyAnswer::Party(NotifyParty {
        number: keys.importer_number(&number)?,
        name: keys.name("name")?.map(|(name, _)| name.to_owned()),
        on_file: keys.yes_no("on_file")?,
        in_box_28: keys.yes_no("in_box_28")?,
        ach_refund: keys.choice("ach_refund", AchRefund::ALL)?.map(|(word, _)| word),
    }))
}

fn broker(
    source: Source<'_>,
    table: &DeTable<'_>,
    at: Range<usize>,
    taken: &mut Taken,
) -> Result<Broker, PartiesError> {
    let known = ["name", "filer_codes", "ace_account", "authorised_for"];
    let keys = Keys::of(source, table, at, "[[broker]]", &known)?;
    let codes = keys.texts("filer_codes")?.unwrap_or_default();
    if codes.is_empty() {
        return Err(keys.needs("filer_codes", "its filer codes, such as [\"9Q9\"]"));
    }
    let mut filer_codes = Vec::new();
    for (code, at) in &codes {
        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let problem = format!(
                "{} is no filer code; expected 3 letters or digits, such as \"9Q9\".",
                shown(code)
            );
            return Err(source.error(at, problem));
        }
        let code = code.to_ascii_uppercase();
        claim(&source, taken, code.as_str().into(), &code, at)?;
        filer_codes.push(code);
    }
    let authorised: Option<Vec<At<ImporterNumber>>> = keys.importer_numbers("authorised_for")?;
    Ok(Broker {
        name: keys.name("name")?.map(|(name, _)| name.to_owned()),
        filer_codes,
        ace_account: account(&keys)?,
        authorised_for: authorised.map(|list| list.into_iter().map(|(number, _)| number).collect()),
    })
}
