//! Looking at every input before the long read: what is in the file, where is the header, which
//! column is which. What is wrong with the whole set is said here, before anything is computed.

use super::after_filing::{or_after_filing, or_after_filing_input};
use super::assort::{Assorted, usable};
use super::columns::{listed, no_facts, wide_columns, wide_report};
use super::decode::{Content, FoundSheet, Inside, Kind, Recipe, Spool, recognise, unpack};
use super::header::{self, HeaderRow, MOST_COLUMNS, Search};
use super::kind::sign_of_rows;
use super::open::{Opened, fill, open};
use super::reader::{BYTE_ORDER_MARK, CsvCrate, Item, RecordReader, Text};
use super::wide::{WideColumns, WideRows, WideStep};
use super::{IntakeError, Layout, Mapping, RecordNumbers, Source, other_sheets};
use crate::domain::{Field, quoted};
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
pub(super) const ENOUGH_FOR_FACTS: usize = 2;

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
    /// What a wide report has beside its rows.
    pub wide: Option<WideInput>,
    /// How its text comes out of the file, if it is no plain text.
    pub(super) recipe: Option<Arc<Recipe>>,
    /// What cannot be opened twice (standard input, pipes) stays open.
    pub(super) resume: Option<Mutex<Box<dyn Read + Send>>>,
}

/// A report with several tariff numbers in one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WideInput {
    /// Rows made of one record: as many as the profile names tariffs.
    pub rows_a_record: u32,
    /// What separates cells in the file.
    pub delimiter: u8,
    /// Its columns that are not read.
    pub unread: Vec<String>,
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
        RecordNumbers {
            header: self.header.record,
            rows_a_record: self.wide.as_ref().map_or(1, |wide| wide.rows_a_record),
        }
    }

    /// Marks what the first rows tell of columns whose headers tell nothing.
    fn looked_through(mut self) -> PreparedInput {
        let body = self.start.get(self.body_offset..).unwrap_or_default();
        let text = Text { is_last: self.whole, ..Text::whole(body, self.header.delimiter) };
        let layout = &mut self.layout;
        CsvCrate.read(text, &mut |item| {
            if let Item::Record { cells, .. } = item {
                layout.mark_wide(cells);
            }
        });
        self
    }

    /// Has each record of a wide report read as one row a tariff number.
    fn widen(&mut self, columns: WideColumns, mapping: &Mapping<'_>) -> Result<(), IntakeError> {
        let lost = || IntakeError::Lost { name: self.source.name.clone() };
        let recipe = self.recipe.take().and_then(Arc::into_inner).ok_or_else(lost)?;
        // The header row stays what the file says; the rows have the columns made of it.
        let headers: Vec<String> = columns.long_headers().map(str::to_string).collect();
        self.layout = Layout::map(&headers, mapping).map_err(|_| lost())?;
        let all = self.header.headers.iter().enumerate();
        let unread = all.filter(|(at, _)| !columns.reads(*at)).map(|(_, header)| header.clone());
        self.wide = Some(WideInput {
            rows_a_record: columns.rows_a_record(),
            delimiter: self.header.delimiter,
            unread: unread.collect(),
        });
        let step = WideStep { columns, delimiter: self.header.delimiter, skip: self.body_offset };
        self.start = WideRows::new(step.clone()).push(&self.start, false, &self.source.name)?;
        self.recipe = Some(Arc::new(recipe.widened(step)));
        (self.body_offset, self.whole) = (0, false);
        self.header.delimiter = b',';
        Ok(())
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
pub fn prepare(sources: Vec<Source>, mapping: &Mapping<'_>) -> Result<Assorted, IntakeError> {
    let mut assorted = Assorted::default();
    let spool = Spool::default();
    for source in sources {
        let enough = [header::ENOUGH_KNOWN, ENOUGH_FOR_FACTS];
        let inputs = prepare_with(&spool, source.clone(), mapping, &enough);
        let inputs = inputs.map_err(|error| or_after_filing(error, &source, mapping))?;
        assorted.take(inputs, mapping)?;
    }
    assorted.check(mapping)?;
    Ok(assorted)
}

/// Opens facts files: an entry number column and at least one other known column.
///
/// # Errors
/// The first file that gives no facts.
pub fn prepare_facts(
    files: &[PathBuf],
    mapping: &Mapping<'_>,
) -> Result<Vec<PreparedInput>, IntakeError> {
    let (sources, _) = super::source::resolve(files)?;
    let mut prepared = Vec::with_capacity(sources.len());
    let spool = Spool::default();
    for source in sources {
        let inputs = prepare_with(&spool, source.clone(), mapping, &[ENOUGH_FOR_FACTS]);
        let inputs = inputs.map_err(|error| or_after_filing(error, &source, mapping))?;
        let judge = |input: &PreparedInput| match has_facts(input) {
            false => Err(no_facts(input)),
            true => no_rows(input),
        };
        let judged = usable(inputs, |input| {
            judge(input).map_err(|error| or_after_filing_input(error, input, mapping))
        })?;
        prepared.extend(judged.into_iter().map(|(_, input)| input));
    }
    Ok(prepared)
}

fn has_facts(input: &PreparedInput) -> bool {
    let layout = &input.layout;
    let is_fact = |field: Field| field != Field::EntryNumber;
    layout.column(Field::EntryNumber).is_some()
        && (layout.report().is_some() || layout.present().iter().any(is_fact))
}

/// # Errors
/// A file of facts has signs of tariff rows.
fn no_rows(input: &PreparedInput) -> Result<(), IntakeError> {
    let columns = sign_of_rows(&input.layout);
    if columns.is_empty() {
        return Ok(());
    }
    let columns: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    Err(IntakeError::RowsAsFacts {
        columns: columns.join(", "),
        name: input.source.name.clone(),
        record: input.header.record,
    })
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
    mapping: &Mapping<'_>,
    enough: &[usize],
) -> Result<Vec<PreparedInput>, IntakeError> {
    prepare_with(&Spool::default(), source, mapping, enough)
}

pub(super) fn prepare_with(
    spool: &Spool,
    source: Source,
    mapping: &Mapping<'_>,
    enough: &[usize],
) -> Result<Vec<PreparedInput>, IntakeError> {
    let mut opened = open(&source)?;
    let mut start = Vec::new();
    fill(&mut *opened.bytes, &mut start, FIRST_LOOK, &source)?;
    let wanted = Wanted { mapping, enough };
    let kind = recognise(&start);
    if kind == Kind::Text {
        let Opened { mut bytes, size, modified } = opened;
        let mut input = wanted.in_text(source, &mut *bytes, start)?;
        if let Some(columns) = wanted.wide(&input)? {
            let opened = Opened { bytes, size, modified };
            let (inside, _) = unpack(&input.source, kind, opened, input.start.clone(), spool)?;
            let recipe = inside.into_iter().find_map(|inside| match inside.content {
                Content::Text(recipe) => Some(recipe),
                Content::Workbook(_) => None,
            });
            input.recipe = recipe.map(Arc::new);
            input.widen(columns, mapping)?;
            return Ok(vec![input]);
        }
        (input.size, input.modified) = (size, modified);
        input.resume = size.is_none().then_some(Mutex::new(bytes));
        return Ok(vec![input]);
    }
    let (inside, warnings) = unpack(&source, kind, opened, start, spool)?;
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
                let look = workbook.look(mapping, enough)?;
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
                let others = other_sheets::warning(&source.name, &inputs, &look.others)?;
                if let Some(first) = inputs.first_mut() {
                    first.other_sheets = look.others;
                    first.warnings.extend(others);
                    first.warnings.extend(look.hidden.iter().map(|sheet| {
                        format!(
                            "{}: the sheet {} has a header row but is hidden, and is not read. Show \
                             it in Excel if its rows are to count.",
                            source.name,
                            quoted(sheet)
                        )
                    }));
                }
                inputs
            }
        };
        for input in &mut inputs {
            input.member.clone_from(&member);
            if let Some(columns) = wanted.wide(input)? {
                input.widen(columns, mapping)?;
            }
        }
        prepared.append(&mut inputs);
    }
    if let Some(first) = prepared.first_mut() {
        first.warnings.splice(0..0, warnings);
    }
    Ok(prepared)
}

/// What is looked for in an input.
struct Wanted<'a> {
    mapping: &'a Mapping<'a>,
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
                Search::TooWide { record, columns } => {
                    let (name, limit) = (source.name, MOST_COLUMNS);
                    return Err(IntakeError::TooManyColumns { name, record, columns, limit });
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
        Ok(PreparedInput { body_offset, head, start, whole, ..input }.looked_through())
    }

    fn search(&self, text: &[u8], whole: bool) -> Search {
        let mut searches =
            self.enough.iter().map(|enough| header::find(text, whole, self.mapping, *enough));
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
        let input = PreparedInput { start: found.sample, whole: true, sheet, recipe, ..input };
        Ok(input.looked_through())
    }

    /// The columns of a wide report that the profile reads.
    fn wide(&self, input: &PreparedInput) -> Result<Option<WideColumns>, IntakeError> {
        let layout = &input.layout;
        let shared = Field::ALL.iter().filter_map(|field| Some((*field, layout.column(*field)?)));
        let (headers, profile) = (layout.headers(), &self.mapping.profile);
        let columns = match WideColumns::of(headers, profile, shared) {
            Ok(columns) => columns,
            // A file that is not wide is read as it is.
            Err(problem) => {
                let is_wide = !wide_columns(layout, |_| true).is_empty();
                return match is_wide && !profile.tariffs.is_empty() {
                    true => Err(IntakeError::ProfileColumn {
                        name: input.source.name.clone(),
                        record: input.header.record,
                        problem,
                        found: listed(layout),
                    }),
                    false => Ok(None),
                };
            }
        };
        // A tariff the profile does not name would be lost.
        let wide = wide_columns(layout, |column| !columns.reads(column));
        match wide.is_empty() {
            true => Ok(Some(columns)),
            false => Err(wide_report(input, &wide)),
        }
    }

    /// An input whose header is known, and nothing else.
    fn mapped(&self, source: Source, header: HeaderRow) -> Result<PreparedInput, IntakeError> {
        let layout = Layout::map_below(&header.preamble, &header.headers, self.mapping);
        let layout = layout.map_err(|(field, a, b)| IntakeError::TwoColumns {
            name: source.name.clone(),
            record: header.record,
            field: field.name(),
            columns: format!(
                "{} {} and {} {}",
                a + 1,
                quoted(&header.headers[a]),
                b + 1,
                quoted(&header.headers[b])
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
            wide: None,
            recipe: None,
            resume: None,
        })
    }
}
