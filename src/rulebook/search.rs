//! Every rule as a line to read, and finding among them.

use super::provenance::{Confidence, Provenance};
use super::{Must, Rulebook, Taxpayer};
use crate::domain::{Day, vocabulary};
use std::fmt;

vocabulary! {
    /// What a listed item is.
    ItemKind {
        /// A single value.
        Setting = "setting",
        /// A version of an IEEPA heading.
        Code = "code",
        /// What makes a heading a floor code.
        FloorCode = "floor-code",
        /// A program of IEEPA headings.
        Program = "program",
        /// A run of other chapter 99 headings.
        NotIeepa = "not-ieepa",
        /// An entry type.
        EntryType = "entry-type",
        /// A word of a status column.
        StatusWord = "status-word",
        /// An error label of CBP.
        Label = "label",
        /// What to do about an error label.
        Remedy = "remedy",
        /// What to ask a filer for.
        Request = "request",
        /// A phase of CAPE.
        Phase = "phase",
        /// A step of the set-up, or a gap.
        SetupStep = "setup-step",
        /// The interest rates of a quarter.
        Interest = "interest",
        /// A federal holiday.
        Holiday = "holiday",
        /// A header spelling.
        Header = "header",
        /// A header of a report of facts.
        ReportHeader = "report-header",
        /// A document.
        Source = "source",
    }
}

/// A rule as a listing shows it. Displays as its own lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Its name among its kind.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Its sources, joined by `;`; of a document, where it is found.
    pub source: String,
    /// How sure it is; `None` for a document.
    pub confidence: Option<Confidence>,
    /// The date of the source text; `None` for a document.
    pub as_of: Option<Day>,
}

impl Item {
    fn new(kind: ItemKind, id: impl fmt::Display, text: String, origin: &Provenance) -> Item {
        Item {
            kind,
            id: id.to_string(),
            text,
            source: origin.to_string(),
            confidence: Some(origin.confidence),
            as_of: Some(origin.as_of),
        }
    }

    /// Whether each word is somewhere in it, in any case. Digits also find dotted headings; the id
    /// of a source finds what cites that source and no other one.
    fn holds(&self, words: &[String]) -> bool {
        let all = format!("{} {} {}", self.kind, self.id, self.text).to_lowercase();
        let source = self.source.to_lowercase();
        let digits = self.id.replace('.', "");
        words.iter().all(|word| {
            if word.contains(":s") {
                return self.id.eq_ignore_ascii_case(word) || source.split(';').any(|s| s == word);
            }
            all.contains(word)
                || source.contains(word)
                || is_heading(word) && digits.starts_with(word)
        })
    }
}

/// Whether the word may be a heading without its dots.
fn is_heading(word: &str) -> bool {
    word.len() >= 4 && word.bytes().all(|b| b.is_ascii_digit())
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.kind, self.id)?;
        writeln!(f, "    {}", self.text)?;
        write!(f, "    {}", self.source)?;
        if let (Some(confidence), Some(as_of)) = (self.confidence, self.as_of) {
            write!(f, " ({confidence}, as of {as_of})")?;
        }
        writeln!(f)
    }
}

/// The items in which each word of the query stands; all of them if it has none. Items whose id is
/// the query come first.
pub fn search(rules: &Rulebook, query: &str) -> Vec<Item> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut found = items(rules);
    found.retain(|item| item.holds(&words));
    found.sort_by_key(|item| !item.id.eq_ignore_ascii_case(query.trim()));
    found
}

/// The items as plain text, an empty line between two.
pub fn listing(items: &[Item]) -> String {
    let texts: Vec<_> = items.iter().map(Item::to_string).collect();
    texts.join("\n")
}

/// Every rule, file by file.
fn items(rules: &Rulebook) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    items.extend(rules.settings().iter().map(|setting| {
        let text = format!("{}. {}", setting.value, setting.note);
        Item::new(ItemKind::Setting, setting.key, text, &setting.provenance)
    }));
    add_registry(rules, &mut items);
    add_words(rules, &mut items);
    add_calendar(rules, &mut items);
    items.extend(rules.headers.iter().map(|header| {
        let field = header.field.map_or("no field", |field| field.name());
        let text = sentence(&[&format!("{} for {field}", header.standing), &header.note]);
        Item::new(ItemKind::Header, &header.spelling, text, &header.provenance)
    }));
    items.extend(rules.headers.reports().iter().map(|header| {
        let report = header.report.map_or("any report of facts", |report| report.as_str());
        let must = match header.must {
            Must::Yes => "; the report is known by it",
            Must::OneOf => "; the report is known by it or its like",
            Must::No => "",
        };
        let text = sentence(&[&format!("in {report}: {}{must}", header.meaning), &header.note]);
        Item::new(ItemKind::ReportHeader, &header.spelling, text, &header.provenance)
    }));
    items.extend(rules.sources.iter().map(|source| Item {
        kind: ItemKind::Source,
        id: source.id.to_string(),
        text: format!("{} (read: {})", source.title, source.read),
        source: source.location.clone(),
        confidence: None,
        as_of: None,
    }));
    items
}

fn add_registry(rules: &Rulebook, items: &mut Vec<Item>) {
    for code in rules.registry.codes() {
        let program = &rules.registry.program_of(code).name;
        for version in code.versions() {
            let entries = match version.to {
                Some(to) => format!("entries {} to {}", version.from, to.plus(-1)),
                None => format!("entries from {}", version.from),
            };
            let facts = format!(
                "{program}; {} {}; {entries}; origin {}",
                version.kind, version.rate, version.countries
            );
            let orders = format!("{}; CSMS {}", version.authority, version.csms);
            let text = sentence(&[&facts, &version.note, &orders]);
            let heading = code.heading.dotted();
            items.push(Item::new(ItemKind::Code, heading, text, &version.provenance));
        }
    }
    items.extend(rules.registry.codes().filter_map(|code| {
        let floor = code.floor()?;
        let mut facts = format!("column-1 duty is in its rate; column 1 is {}", floor.column1);
        if let Some(spi) = &floor.spi {
            facts.push_str(&format!(", special if claimed with {spi}"));
        }
        let text = sentence(&[&facts, &floor.note]);
        let heading = floor.heading.dotted();
        Some(Item::new(ItemKind::FloorCode, heading, text, &floor.provenance))
    }));
    items.extend(rules.registry.programs().map(|program| {
        let text = format!("{} (family {})", program.description, program.family);
        Item::new(ItemKind::Program, &program.name, text, &program.provenance)
    }));
    items.extend(rules.not_ieepa.iter().map(|run| {
        let id = match run.first == run.last {
            true => run.first.clone(),
            false => format!("{}-{}", run.first, run.last),
        };
        let text = format!("{}: {}", run.regime, run.name);
        Item::new(ItemKind::NotIeepa, id, text, &run.provenance)
    }));
}

fn add_words(rules: &Rulebook, items: &mut Vec<Item>) {
    items.extend(rules.entry_types.iter().map(|rule| {
        let mut facts = vec![rule.name.clone(), rule.standing.to_string()];
        facts.extend(rule.excluded_from.map(|day| format!("from {day}")));
        facts.extend(rule.traits().iter().map(|t| t.to_string()));
        let text = facts.join("; ");
        Item::new(ItemKind::EntryType, &rule.code, text, &rule.provenance)
    }));
    items.extend(rules.status_words.iter().map(|(field, word)| {
        let text = format!("{field} `{}` means {}", word.word, word.meaning);
        Item::new(ItemKind::StatusWord, &word.word, text, &word.provenance)
    }));
    items.extend(rules.labels.iter().map(|label| {
        let mut facts = vec![label.meaning.clone(), format!("fails the {}", label.level)];
        facts.extend(label.check.as_ref().map(|check| format!("check {check}")));
        facts.extend(label.retired.then(|| "retired".to_owned()));
        facts.extend(label.cause_ended.map(|day| format!("no reason any more since {day}")));
        let text = facts.join("; ");
        Item::new(ItemKind::Label, &label.text, text, &label.provenance)
    }));
    items.extend(rules.remedies.iter().map(|remedy| {
        let facts = format!("of the {}: {}; again: {}", remedy.level, remedy.action, remedy.again);
        let text = sentence(&[&facts, &remedy.note]);
        Item::new(ItemKind::Remedy, &remedy.label, text, &remedy.provenance)
    }));
    items.extend(rules.requests.iter().map(|ask| {
        let columns: Vec<&str> = ask.columns.iter().map(|field| field.name()).collect();
        let columns = match columns.is_empty() {
            true => String::new(),
            false => format!(" ({})", columns.join(", ")),
        };
        let text = format!("{}{columns}. {}", ask.wanted, ask.place);
        Item::new(ItemKind::Request, &ask.check, text, &ask.provenance)
    }));
}

fn add_calendar(rules: &Rulebook, items: &mut Vec<Item>) {
    items.extend(rules.phases.iter().map(|phase| {
        let text = format!("{} from {}: {}", phase.certainty, phase.starts, phase.adds);
        Item::new(ItemKind::Phase, &phase.name, text, &phase.provenance)
    }));
    items.extend(rules.setup_steps.iter().map(|step| {
        let text = sentence(&[&step.label, &format!("Holds {}", step.holds), &step.to_do]);
        Item::new(ItemKind::SetupStep, step.step, text, &step.provenance)
    }));
    items.extend(rules.interest.quarters().iter().map(|quarter| {
        let rates = Taxpayer::ALL.iter().map(|taxpayer| {
            let points = quarter.rate(*taxpayer);
            format!("{taxpayer} {}.{:02}%", points / 100, points % 100)
        });
        let rates: Vec<_> = rates.collect();
        let text = format!("{} ({})", rates.join("; "), quarter.gatt_confidence);
        Item::new(ItemKind::Interest, quarter.first_day, text, &quarter.provenance)
    }));
    items.extend(rules.holidays.iter().map(|holiday| {
        let name = holiday.name.clone();
        Item::new(ItemKind::Holiday, holiday.date, name, &holiday.provenance)
    }));
}

/// The parts that hold something, as sentences.
fn sentence(parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| part.trim_end_matches('.'));
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(". ")
}
