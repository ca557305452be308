//! Laying the facts of one record over those of earlier ones: what differs, and what counts.

use super::facts::FLAG_FIELDS;
use super::{Flag, HeaderFacts, TextId, Texts};
use crate::domain::{Day, Field, FieldSet, ImporterNumber};

/// The fields whose values are compared. Names are spelled in too many ways.
pub(super) fn compared() -> impl Iterator<Item = Field> {
    use Field::*;
    let texts = [ImporterNumber, EntryType, LiquidationStatus, SummaryStatus, ControlStatus];
    let more = [ProtestStatus, EntryDate, SummaryDate, PaymentDate, LiquidationDate];
    texts.into_iter().chain(more).chain([NotifyParty]).chain(FLAG_FIELDS)
}

/// A value of a header fact.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    Blank,
    Text(TextId),
    Day(Day),
    Flag(Flag),
}

fn value(facts: &HeaderFacts, field: Field) -> Value {
    let text = |id: TextId| if id.is_blank() { Value::Blank } else { Value::Text(id) };
    let day = |day: Option<Day>| day.map_or(Value::Blank, Value::Day);
    match field {
        Field::ImporterNumber => text(facts.importer),
        Field::ImporterName => text(facts.importer_name),
        Field::NotifyParty => text(facts.notify_party),
        Field::EntryType => text(facts.entry_type),
        Field::LiquidationStatus => text(facts.liquidation_status),
        Field::SummaryStatus => text(facts.summary_status),
        Field::ControlStatus => text(facts.control_status),
        Field::ProtestStatus => text(facts.protest_status),
        Field::EntryDate => day(facts.entry_date),
        Field::SummaryDate => day(facts.summary_date),
        Field::PaymentDate => day(facts.payment_date),
        Field::LiquidationDate => day(facts.liquidation_date),
        other => match facts.flag(other) {
            Flag::Blank => Value::Blank,
            flag => Value::Flag(flag),
        },
    }
}

/// Whether a record says something of a field.
pub(super) fn states(facts: &HeaderFacts, field: Field) -> bool {
    value(facts, field) != Value::Blank
}

/// The fields of which a record says something.
pub(super) fn stated(facts: &HeaderFacts) -> FieldSet {
    compared()
        .chain([Field::ImporterName])
        .filter(|field| value(facts, *field) != Value::Blank)
        .collect()
}

/// Whether both state a field, and not the same. Numbers of importers and of notify parties are
/// compared as elsewhere, without their dashes.
pub(super) fn differ(a: &HeaderFacts, b: &HeaderFacts, field: Field, texts: &Texts) -> bool {
    match (value(a, field), value(b, field)) {
        (Value::Blank, _) | (_, Value::Blank) => false,
        (Value::Text(a), Value::Text(b)) if is_party(field) && a != b => {
            let key =
                |id| ImporterNumber::read(texts.text(id).as_bytes()).map(|number| number.key());
            key(a) != key(b)
        }
        (a, b) => a != b,
    }
}

const fn is_party(field: Field) -> bool {
    matches!(field, Field::ImporterNumber | Field::NotifyParty)
}

/// The value of a field as messages print it.
pub(super) fn printed(facts: &HeaderFacts, field: Field, texts: &mut Texts) -> TextId {
    match value(facts, field) {
        Value::Blank => TextId::BLANK,
        Value::Text(id) => id,
        Value::Day(day) => texts.id(&day.to_string()),
        Value::Flag(Flag::Yes) => texts.id("yes"),
        Value::Flag(Flag::No) => texts.id("no"),
        Value::Flag(Flag::Odd | Flag::Blank) => texts.id("not known"),
    }
}

/// The value of a field for people; empty if it says nothing.
pub(super) fn text(facts: &HeaderFacts, field: Field, texts: &Texts) -> String {
    match value(facts, field) {
        Value::Blank => String::new(),
        Value::Text(id) => texts.text(id).to_owned(),
        Value::Day(day) => day.to_string(),
        Value::Flag(Flag::Yes) => "yes".to_owned(),
        Value::Flag(Flag::No) => "no".to_owned(),
        Value::Flag(Flag::Odd | Flag::Blank) => "not known".to_owned(),
    }
}

/// Blanks a field.
pub(super) fn clear(facts: &mut HeaderFacts, field: Field) {
    match field {
        Field::ImporterNumber => facts.importer = TextId::BLANK,
        Field::ImporterName => facts.importer_name = TextId::BLANK,
        Field::NotifyParty => facts.notify_party = TextId::BLANK,
        Field::EntryType => facts.entry_type = TextId::BLANK,
        Field::LiquidationStatus => facts.liquidation_status = TextId::BLANK,
        Field::SummaryStatus => facts.summary_status = TextId::BLANK,
        Field::ControlStatus => facts.control_status = TextId::BLANK,
        Field::ProtestStatus => facts.protest_status = TextId::BLANK,
        Field::EntryDate => facts.entry_date = None,
        Field::SummaryDate => facts.summary_date = None,
        Field::PaymentDate => facts.payment_date = None,
        Field::LiquidationDate => facts.liquidation_date = None,
        other => facts.set_flag(other, Flag::Blank),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether two records differ in a field of which they say this.
    fn differs(field: Field, a: &str, b: &str) -> bool {
        let mut texts = Texts::new();
        let mut facts = |text: &str| {
            let (mut facts, text) = (HeaderFacts::default(), texts.id(text));
            match field {
                Field::ImporterNumber => facts.importer = text,
                Field::NotifyParty => facts.notify_party = text,
                Field::EntryType => facts.entry_type = text,
                _ => facts.liquidation_status = text,
            }
            facts
        };
        let (a, b) = (facts(a), facts(b));
        differ(&a, &b, field, &texts)
    }

    #[test]
    fn a_dash_makes_no_other_party() {
        for field in [Field::ImporterNumber, Field::NotifyParty] {
            assert!(!differs(field, "12-345678900", "12345678900"));
            assert!(!differs(field, "12-345678900", "12-345678900"));
            assert!(differs(field, "12-345678900", "12-345678901"));
        }
    }

    #[test]
    fn a_dash_or_a_space_makes_another_word() {
        assert!(differs(Field::LiquidationStatus, "not liquidated", "not-liquidated"));
        assert!(differs(Field::EntryType, "0-1", "01"));
        assert!(!differs(Field::LiquidationStatus, "liquidated", "liquidated"));
    }

    #[test]
    fn a_record_that_says_nothing_differs_from_none() {
        for field in [Field::ImporterNumber, Field::LiquidationStatus] {
            assert!(!differs(field, "", "liquidated"));
            assert!(!differs(field, "12-345678900", ""));
            assert!(!differs(field, "", ""));
        }
    }
}
