//! Excel workbooks: which sheets hold an export, and their cells as CSV text.

use super::super::header::{self, HeaderRow, SEARCHED_RECORDS, Search};
use super::super::{IntakeError, Mapping};
use super::archive::Member;
use super::limits::{LIMITS, PIECE};
use super::origin::Origin;
use super::recipe::{Form, Recipe};
use super::sheet::{SheetNotes, SheetRows, Stretch, of_calamine};
use super::workbook_file::{Watch, WorkbookFile};
use crate::domain::quoted;
use calamine::{Reader, SheetType, SheetVisible, Xlsx};
use memchr::memmem;
use std::collections::BTreeSet;
use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// Sheets of these names are looked at first: ACE puts the rows of a report into `Main Report`.
const PREFERRED: [&str; 3] = ["main report", "es-003", "report"];
/// Rows behind the header that are kept to show what is in the columns.
const SAMPLE_ROWS: u32 = 100;
const SAMPLE_BYTES: usize = 64 << 10;

/// Whether enough of a sheet has been read: asked before each row, with the text so far.
type Enough<'a> = dyn FnMut(&mut Vec<u8>, u32) -> Result<bool, IntakeError> + 'a;

/// A workbook in a file.
#[derive(Clone)]
pub(in super::super) struct Workbook {
    /// The file.
    pub(super) origin: Arc<Origin>,
    /// Its parts.
    pub(super) members: Arc<Vec<Member>>,
    /// What the user knows it by.
    pub name: String,
}

/// A sheet with a header row.
pub(in super::super) struct FoundSheet {
    /// Its name.
    pub name: String,
    /// Its header row; the number is that of the row in the sheet.
    pub header: HeaderRow,
    /// The first rows behind it.
    pub sample: Vec<u8>,
    /// Bytes that its part has in the file.
    pub packed: u64,
}

/// What a look into a workbook told.
#[derive(Default)]
pub(in super::super) struct Look {
    /// The visible sheets with a header row.
    pub found: Vec<FoundSheet>,
    /// The other visible sheets, with their first rows.
    pub others: Vec<(String, Vec<Vec<String>>)>,
    /// Hidden sheets with a header row.
    pub hidden: Vec<String>,
}

impl Workbook {
    /// Looks at the first rows of every sheet: a header row holds at least `enough` known columns
    /// (where several numbers are given, the first that finds one).
    ///
    /// # Errors
    /// The workbook is damaged, passes a limit, or no sheet has a header row.
    pub fn look(&self, mapping: &Mapping<'_>, enough: &[usize]) -> Result<Look, IntakeError> {
        // Whatever the XML reader does not expect must not end the program.
        let look = || self.look_here(mapping, enough);
        std::thread::scope(|scope| scope.spawn(look).join()).unwrap_or_else(|_| {
            let what = "the workbook is damaged (its XML cannot be read)".to_string();
            Err(IntakeError::Damaged { name: self.name.clone(), what })
        })
    }

    fn look_here(&self, mapping: &Mapping<'_>, enough: &[usize]) -> Result<Look, IntakeError> {
        let (mut xlsx, watch) = self.open(&Arc::new(AtomicU64::new(0)))?;
        let mut sheets: Vec<_> = xlsx
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .cloned()
            .collect();
        if sheets.len() > LIMITS.sheets {
            return Err(IntakeError::TooLarge {
                name: self.name.clone(),
                what: format!(
                    "it lists {} sheets, and at most {} are looked at",
                    sheets.len(),
                    LIMITS.sheets
                ),
            });
        }
        let mut names = BTreeSet::new();
        if let Some(twice) = sheets.iter().find(|sheet| !names.insert(sheet.name.to_lowercase())) {
            let what = format!("two of its sheets have the name {}", quoted(&twice.name));
            return Err(IntakeError::Damaged { name: self.name.clone(), what });
        }
        // The order of the others stays.
        sheets.sort_by_key(|sheet| {
            let name = sheet.name.trim().to_lowercase();
            PREFERRED.iter().position(|preferred| *preferred == name).unwrap_or(PREFERRED.len())
        });
        let mut looked = Vec::with_capacity(sheets.len());
        for sheet in sheets {
            let text = self.first_rows(&mut xlsx, &watch, &sheet.name)?;
            looked.push((sheet, text));
        }
        let mut look = Look::default();
        for enough in enough {
            look = Look::default();
            for (sheet, text) in &looked {
                let header = match header::find(text, true, mapping, *enough) {
                    Search::Found(header) if header.delimiter == b',' => Some(header),
                    _ => None,
                };
                match (header, sheet.visible == SheetVisible::Visible) {
                    (Some(header), true) => {
                        let (sample, packed) = (Vec::new(), 0);
                        let name = sheet.name.clone();
                        look.found.push(FoundSheet { name, header, sample, packed });
                    }
                    (Some(_), false) => look.hidden.push(sheet.name.clone()),
                    (None, true) => look.others.push((sheet.name.clone(), cells(text))),
                    (None, false) => {}
                }
            }
            if !look.found.is_empty() {
                break;
            }
        }
        if look.found.is_empty() {
            return Err(self.no_sheet(&look));
        }
        for sheet in &mut look.found {
            (sheet.sample, sheet.packed) = self.sample(&mut xlsx, &watch, sheet)?;
        }
        Ok(look)
    }

    /// The way to the rows of a sheet.
    pub fn recipe(&self, sheet: &FoundSheet, name: &str) -> Recipe {
        let form = Form::Sheet {
            workbook: self.clone(),
            sheet: sheet.name.clone(),
            header: sheet.header.clone(),
        };
        Recipe::new(name, &self.origin, form, sheet.packed)
    }

    /// Opens it; `meter` is told of the packed bytes of sheets as they are read.
    fn open(
        &self,
        meter: &Arc<AtomicU64>,
    ) -> Result<(Xlsx<WorkbookFile>, Arc<Watch>), IntakeError> {
        let file = WorkbookFile::new(&self.origin, &self.name, &self.members, LIMITS, meter)?;
        let watch = file.watch();
        let xlsx = Xlsx::new(file).map_err(|error| of_calamine(&self.name, error, &watch))?;
        if self.is_uncalculated()? {
            watch.recalculate();
        }
        Ok((xlsx, watch))
    }

    /// Whether the program that wrote the workbook left all formulas to Excel.
    fn is_uncalculated(&self) -> Result<bool, IntakeError> {
        let is_list = |member: &&Member| member.name.eq_ignore_ascii_case("xl/workbook.xml");
        let Some(member) = self.members.iter().find(is_list) else { return Ok(false) };
        let unmetered = Arc::new(AtomicU64::new(0));
        let mut xml = Vec::new();
        member
            .open(&self.origin.open()?, &self.name, &unmetered)?
            .take(LIMITS.held_lists)
            .read_to_end(&mut xml)
            .map_err(|error| IntakeError::of_container(&self.name, "workbook", error))?;
        let says = |mark: &str| memmem::find(&xml, mark.as_bytes()).is_some();
        Ok(["\"1\"", "\"true\"", "'1'", "'true'"]
            .iter()
            .any(|yes| says(&format!("fullCalcOnLoad={yes}"))))
    }

    fn first_rows(
        &self,
        xlsx: &mut Xlsx<WorkbookFile>,
        watch: &Watch,
        sheet: &str,
    ) -> Result<Vec<u8>, IntakeError> {
        let rows = SheetRows::new(Stretch { first: 0, width: None });
        // A sheet that begins further down is not empty either.
        let mut begun = None;
        let enough = &mut |text: &mut Vec<u8>, row: u32| {
            if text.is_empty() {
                return Ok(false);
            }
            let begun = *begun.get_or_insert(row);
            Ok(row.saturating_sub(begun) as usize >= SEARCHED_RECORDS)
        };
        self.rows(xlsx, watch, sheet, rows, enough).map(|(text, _)| text)
    }

    fn sample(
        &self,
        xlsx: &mut Xlsx<WorkbookFile>,
        watch: &Watch,
        sheet: &FoundSheet,
    ) -> Result<(Vec<u8>, u64), IntakeError> {
        let stretch = body(&sheet.header);
        let last = stretch.first.saturating_add(SAMPLE_ROWS);
        let enough = &mut |text: &mut Vec<u8>, row| Ok(row >= last || text.len() > SAMPLE_BYTES);
        let (text, _) = self.rows(xlsx, watch, &sheet.name, SheetRows::new(stretch), enough)?;
        Ok((text, watch.packed_size()))
    }

    fn rows(
        &self,
        xlsx: &mut Xlsx<WorkbookFile>,
        watch: &Watch,
        sheet: &str,
        rows: SheetRows,
        enough: &mut Enough<'_>,
    ) -> Result<(Vec<u8>, SheetNotes), IntakeError> {
        let name = format!("{}#{sheet}", self.name);
        let mut reader =
            xlsx.worksheet_cells_reader(sheet).map_err(|error| of_calamine(&name, error, watch))?;
        rows.read(&mut reader, watch, &name, enough)
    }

    /// Reads the rows of a sheet behind its header, and hands their text on.
    ///
    /// # Errors
    /// The workbook is damaged or passes a limit; an error of `hand_on`.
    pub(super) fn read(
        &self,
        sheet: &str,
        header: &HeaderRow,
        meter: &Arc<AtomicU64>,
        hand_on: &mut dyn FnMut(Vec<u8>) -> Result<(), IntakeError>,
    ) -> Result<SheetNotes, IntakeError> {
        let (mut xlsx, watch) = self.open(meter)?;
        let rows = SheetRows::new(body(header));
        let enough = &mut |text: &mut Vec<u8>, _| {
            if text.len() >= PIECE {
                // A row more than a piece fits in.
                let room = Vec::with_capacity(PIECE + (PIECE >> 3));
                hand_on(std::mem::replace(text, room))?;
            }
            Ok(false)
        };
        let (rest, notes) = self.rows(&mut xlsx, &watch, sheet, rows, enough)?;
        hand_on(rest)?;
        // The reader stops behind the last row; what was packed is proved at the end of the part.
        watch.rest(&self.name)?;
        Ok(notes)
    }

    fn no_sheet(&self, look: &Look) -> IntakeError {
        let mut found: Vec<String> = look
            .others
            .iter()
            .map(|(name, rows)| {
                let cells = rows.iter().flatten().filter(|cell| !cell.is_empty());
                let first: Vec<String> = cells.take(3).map(|cell| quoted(cell)).collect();
                match first.is_empty() {
                    true => format!("{} (empty)", quoted(name)),
                    false => format!("{} (begins {})", quoted(name), first.join(", ")),
                }
            })
            .collect();
        found.extend(
            look.hidden.iter().map(|name| format!("{} (hidden, with a header row)", quoted(name))),
        );
        IntakeError::NoSheet { name: self.name.clone(), sheets: found.join("; ") }
    }
}

/// The rows behind a header, as wide as it is.
fn body(header: &HeaderRow) -> Stretch {
    let first = u32::try_from(header.record).unwrap_or(u32::MAX);
    Stretch { first, width: Some(header.headers.len()) }
}

/// The cells of the first rows of a sheet, without empty lines.
fn cells(text: &[u8]) -> Vec<Vec<String>> {
    use super::super::reader::{CsvCrate, Item, RecordReader, Text};
    let mut rows = Vec::new();
    CsvCrate.read(Text::whole(text, b','), &mut |item| match item {
        Item::BlankLines(_) => {}
        Item::Record { cells, .. } => rows.push(
            (0..cells.count())
                .map(|at| String::from_utf8_lossy(cells.cell(at)).into_owned())
                .collect(),
        ),
    });
    rows
}
