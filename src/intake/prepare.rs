//! Looking at every input before the long read: what is in the file, where is the header, which
//! column is which. What is wrong with the whole set is said here, before anything is computed.

use super::assort::Assorted;
use super::decode::{Content, FoundSheet, Inside, Kind, Recipe, recognise, unpack};
use super::header::{self, HeaderRow, Search};
use super::layout::{ColumnUse, MapOption};
use super::open::{Opened, fill, open};
use super::reader::BYTE_ORDER_MARK;
use super::{IntakeError, Layout, RecordNumbers, Source};
use crate::domain::{Field, fold};
use crate::rulebook::HeaderAliases;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

/// Bytes first read in search of a header; doubled while the records go on.
const FIRST_LOOK: usize = 64 << 10;
const LONGEST_LOOK: usize = 64 << 20;
/// Known columns of a facts file: the entry number and a fact.
const ENOUGH_FOR_FACTS: usize = 2;

/// An input with its layout, ready to be read.
pub struct PreparedInput {
    /// Which file.
    pub source: Source,
    /// Its columns.
    pub layout: Layout,
    /// Its header row.
    pub header: HeaderRow,
    /// Bytes before the first record after the header.
    pub body_offset: usize,
    /// Its size in bytes, if known beforehand.
    pub size: Option<u64>,
    /// When it was last written, as far as the system tells: the content must stay what it is.
    pub modified: Option<SystemTime>,
    /// SHA-256 of the bytes before the first record, by which the file is known again.
    pub head: [u8; 32],
    /// The start of the file, as far as it was read.
    pub start: Vec<u8>,
    /// Whether `start` is all there is.
    pub whole: bool,
    /// The member of the archive that holds it.
    pub member: Option<String>,
    /// The sheet of the workbook that holds it.
    pub sheet: Option<String>,
    /// The other visible sheets of the workbook with the cells of their first rows, kept with the
    /// first of its inputs.
    pub other_sheets: Vec<(String, Vec<Vec<String>>)>,
    /// What the user should know of the file, kept with the first of its inputs.
    pub warnings: Vec<String>,
    /// How its text comes out of the file, if it is no plain text.
    pub(super) recipe: Option<Arc<Recipe>>,
    /// What cannot be opened twice (standard input, pipes) stays open.
    pub(super) resume: Option<Mutex<Box<dyn Read + Send>>>,
}

impl PreparedInput {
    /// Lets go of the start of a file that will be opened again: thousands may be prepared at once.
    pub(super) fn forget_start(&mut self) {
        if self.resume.is_none() {
            self.start = Vec::new();
        }
    }

    /// How its rows are numbered.
    pub fn numbers(&self) -> RecordNumbers {
        RecordNumbers { header: self.header.record, ..RecordNumbers::default() }
    }

    /// Bytes of the file that are read for this input, if known beforehand: all of it, or the
    /// packed ones of its member or sheet.
    pub fn bytes_to_read(&self) -> Option<u64> {
        self.recipe.as_ref().map_or(self.size, |recipe| Some(recipe.packed()))
    }

    /// Counts the bytes of the file as they are read, where its text is not the file itself.
    pub fn meter(&self) -> Option<Arc<AtomicU64>> {
        self.recipe.as_ref().map(|recipe| recipe.meter())
    }
}

/// Opens every source, finds and maps its header; a source may hold several inputs. What holds facts
/// by entry number and no tariff rows is put apart from the exports.
///
/// # Errors
/// The first input that gives neither an estimate nor facts, or all of them give facts alone.
pub fn prepare(
    sources: Vec<Source>,
    aliases: &HeaderAliases,
    options: &[MapOption],
) -> Result<Assorted, IntakeError> {
    let mut assorted = Assorted::default();
    for source in sources {
        let enough = [header::ENOUGH_KNOWN, ENOUGH_FOR_FACTS];
        assorted.take(prepare_one(source, aliases, options, &enough)?, aliases)?;
    }
    assorted.check(aliases)?;
    Ok(assorted)
}

/// Opens facts files: an entry number column and at least one other known column.
///
/// # Errors
/// The first file that gives no facts.
pub fn prepare_facts(
    files: &[PathBuf],
    aliases: &HeaderAliases,
    options: &[MapOption],
) -> Result<Vec<PreparedInput>, IntakeError> {
    let (sources, _) = super::source::resolve(files)?;
    let mut prepared = Vec::with_capacity(sources.len());
    for source in sources {
        for input in prepare_one(source, aliases, options, &[ENOUGH_FOR_FACTS])? {
            let has_facts = input.layout.report().is_some()
                || input.layout.present().iter().any(|f| f != Field::EntryNumber);
            if input.layout.column(Field::EntryNumber).is_none() || !has_facts {
                return Err(IntakeError::NoFacts {
                    name: input.source.name,
                    record: input.header.record,
                    found: listed(&input.layout),
                    ambiguous: ambiguous(&input.layout),
                });
            }
            prepared.push(input);
        }
    }
    Ok(prepared)
}

/// Opens one source and finds and maps the header of every input in it: one, or one for each member
/// of an archive and each sheet of a workbook. A header holds at least `enough` known columns (where
/// several numbers are given, the first that finds one); required columns may be missing.
///
/// # Errors
/// It is empty, of a kind that is not read, damaged, has no header row, or two columns claim one
/// field.
pub fn prepare_one(
    source: Source,
    aliases: &HeaderAliases,
    options: &[MapOption],
    enough: &[usize],
) -> Result<Vec<PreparedInput>, IntakeError> {
    let mut opened = open(&source)?;
    let mut start = Vec::new();
    fill(&mut *opened.bytes, &mut start, FIRST_LOOK, &source)?;
    let wanted = Wanted { aliases, options, enough };
    let kind = recognise(&start);
    if kind == Kind::Text {
        let Opened { mut bytes, size, modified } = opened;
        let mut input = wanted.in_text(source, &mut *bytes, start)?;
        (input.size, input.modified) = (size, modified);
        input.resume = size.is_none().then_some(Mutex::new(bytes));
        return Ok(vec![input]);
    }
    let (inside, warnings) = unpack(&source, kind, opened, start)?;
    let mut prepared = Vec::with_capacity(inside.len());
    for Inside { name, member, content } in inside {
        let source = Source { name, path: source.path.clone() };
        let mut inputs = match content {
            Content::Text(recipe) => {
                let mut text = recipe.text()?;
                let mut input = wanted.in_text(source, &mut *text.bytes, Vec::new())?;
                input.recipe = Some(Arc::new(recipe));
                vec![input]
            }
            Content::Workbook(workbook) => {
                let look = workbook.look(aliases, enough)?;
                let mut inputs = Vec::with_capacity(look.found.len());
                let several = look.found.len() > 1;
                for found in look.found {
                    let mut source = source.clone();
                    if several {
                        source.name = format!("{}#{}", source.name, found.name);
                    }
                    let recipe = workbook.recipe(&found, &source.name);
                    inputs.push(wanted.in_sheet(source, found, recipe)?);
                }
                if let Some(first) = inputs.first_mut() {
                    first.other_sheets = look.others;
                    first.warnings.extend(look.hidden.iter().map(|sheet| {
                        format!(
                            "{}: the sheet `{sheet}` has a header row but is hidden, and is not \
                             read. Show it in Excel if its rows are to count.",
                            source.name
                        )
                    }));
                }
                inputs
            }
        };
        inputs.iter_mut().for_each(|input| input.member.clone_from(&member));
        prepared.append(&mut inputs);
    }
    if let Some(first) = prepared.first_mut() {
        first.warnings.splice(0..0, warnings);
    }
    Ok(prepared)
}

/// What is looked for in an input.
struct Wanted<'a> {
    aliases: &'a HeaderAliases,
    options: &'a [MapOption],
    enough: &'a [usize],
}

impl Wanted<'_> {
    /// Finds and maps the header of a text, of which `start` has been read.
    fn in_text(
        &self,
        source: Source,
        bytes: &mut (dyn Read + Send),
        mut start: Vec<u8>,
    ) -> Result<PreparedInput, IntakeError> {
        let mut wanted = FIRST_LOOK;
        let (header, mark, whole) = loop {
            let whole = fill(bytes, &mut start, wanted + 1, &source)?;
            // Tools that add a mark without looking leave two.
            let marks = start.chunks(BYTE_ORDER_MARK.len()).take_while(|c| *c == BYTE_ORDER_MARK);
            let mark = marks.count() * BYTE_ORDER_MARK.len();
            let text = start.get(mark..).unwrap_or_default();
            if whole && text.trim_ascii().is_empty() {
                return Err(IntakeError::Empty { name: source.name });
            }
            match self.search(text, whole) {
                Search::Found(header) => break (header, mark, whole),
                Search::NotThere { looked_at, first } => {
                    return Err(IntakeError::NoHeader { name: source.name, looked_at, first });
                }
                Search::NeedMore if wanted >= LONGEST_LOOK => {
                    return Err(IntakeError::RecordTooLong {
                        name: source.name,
                        offset: 0,
                        limit: LONGEST_LOOK >> 20,
                    });
                }
                Search::NeedMore => wanted *= 2,
            }
        };
        let body_offset = header.end + mark;
        let head = Sha256::digest(start.get(..body_offset).unwrap_or(&start)).into();
        let input = self.mapped(source, header)?;
        Ok(PreparedInput { body_offset, head, start, whole, ..input })
    }

    fn search(&self, text: &[u8], whole: bool) -> Search {
        let mut searches =
            self.enough.iter().map(|enough| header::find(text, whole, self.aliases, *enough));
        let not_there = |search: &Search| matches!(search, Search::NotThere { .. });
        match searches.next() {
            Some(first) if not_there(&first) => searches.find(|s| !not_there(s)).unwrap_or(first),
            Some(first) => first,
            None => Search::NotThere { looked_at: 0, first: String::new() },
        }
    }

    /// Maps the header of a sheet; its text begins behind it.
    fn in_sheet(
        &self,
        source: Source,
        found: FoundSheet,
        recipe: Recipe,
    ) -> Result<PreparedInput, IntakeError> {
        let input = self.mapped(source, found.header)?;
        let (sheet, recipe) = (Some(found.name), Some(Arc::new(recipe)));
        Ok(PreparedInput { start: found.sample, whole: true, sheet, recipe, ..input })
    }

    /// An input whose header is known, and nothing else.
    fn mapped(&self, source: Source, header: HeaderRow) -> Result<PreparedInput, IntakeError> {
        let layout = Layout::map(&header.headers, self.aliases, self.options);
        let layout = layout.map_err(|(field, a, b)| IntakeError::TwoColumns {
            name: source.name.clone(),
            record: header.record,
            field: field.name(),
            columns: format!(
                "{} `{}` and {} `{}`",
                a + 1,
                header.headers[a],
                b + 1,
                header.headers[b]
            ),
        })?;
        Ok(PreparedInput {
            source,
            layout,
            header,
            body_offset: 0,
            size: None,
            modified: None,
            head: Sha256::digest([]).into(),
            start: Vec::new(),
            whole: false,
            member: None,
            sheet: None,
            other_sheets: Vec::new(),
            warnings: Vec::new(),
            recipe: None,
            resume: None,
        })
    }
}

/// Whether the columns give an estimate.
///
/// # Errors
/// A required column is missing, or the file is a line-level report.
pub fn check_columns(input: &PreparedInput, aliases: &HeaderAliases) -> Result<(), IntakeError> {
    let layout = &input.layout;
    let wide: Vec<String> = layout
        .uses()
        .filter_map(|(header, usage)| match usage {
            ColumnUse::Wide(reason) => Some(format!("`{header}` ({reason})")),
            _ => None,
        })
        .collect();
    if !wide.is_empty() {
        return Err(IntakeError::WideReport {
            name: input.source.name.clone(),
            record: input.header.record,
            columns: wide.join(", "),
        });
    }
    let missing: Vec<Field> =
        Field::REQUIRED.iter().copied().filter(|f| layout.column(*f).is_none()).collect();
    let Some(first) = missing.first() else {
        return Ok(());
    };
    let (name, record) = (input.source.name.clone(), input.header.record);
    let totals: Vec<String> = layout
        .uses()
        .filter(|(_, u)| matches!(u, ColumnUse::Field(Field::LineDuty | Field::LineValue)))
        .map(|(header, _)| format!("`{header}`"))
        .collect();
    if missing.contains(&Field::Hts) && !totals.is_empty() {
        return Err(IntakeError::LineLevel { name, record, columns: totals.join(" and ") });
    }
    Err(IntakeError::MissingColumn {
        name,
        record,
        missing: missing.iter().map(|f| f.name()).collect::<Vec<_>>().join(", "),
        found: listed(layout),
        nearest: missing.iter().map(|f| nearest(*f, layout, aliases)).collect(),
        example: first.name(),
    })
}

/// What the missing field is usually called, and which column of the file comes near.
pub(super) fn nearest(field: Field, layout: &Layout, aliases: &HeaderAliases) -> String {
    let spellings: Vec<String> = aliases.nearest(field).take(4).map(|s| format!("`{s}`")).collect();
    let mut text = format!(" {} is known as {}", field.name(), spellings.join(", "));
    for (header, usage) in layout.uses() {
        match usage {
            ColumnUse::Ambiguous(f, reason) if *f == field => {
                text.push_str(&format!("; `{header}` may hold it, but {reason}"));
            }
            ColumnUse::Unknown
                if aliases.closest(header).is_some_and(|(_, near)| near == field) =>
            {
                text.push_str(&format!("; `{header}` comes near"));
            }
            _ => {}
        }
    }
    text.push('.');
    text
}

fn ambiguous(layout: &Layout) -> String {
    let mut text = String::new();
    for (header, usage) in layout.uses() {
        if let ColumnUse::Ambiguous(field, reason) = usage {
            let field = field.name();
            text.push_str(&format!(
                " `{header}` may be {field}, but {reason}; if it is, say --map '{field}={header}'."
            ));
        }
    }
    text
}

/// Checks that every `--map` option fits an input or a facts file.
///
/// # Errors
/// The first option whose header no file has.
pub fn check_options(
    inputs: &[PreparedInput],
    facts: &[PreparedInput],
    options: &[MapOption],
) -> Result<(), IntakeError> {
    for option in options {
        let wanted = fold(option.header.as_bytes());
        let known = inputs
            .iter()
            .chain(facts)
            .any(|i| i.layout.headers().iter().any(|h| fold(h.as_bytes()) == wanted));
        if !known {
            return Err(IntakeError::MapWithoutColumn {
                field: option.field.name(),
                header: option.header.clone(),
                found: inputs.first().map(|i| listed(&i.layout)).unwrap_or_default(),
            });
        }
    }
    Ok(())
}

fn listed(layout: &Layout) -> String {
    let headers: Vec<String> = layout.headers().iter().map(|h| format!("`{h}`")).collect();
    headers.join(", ")
}
