//! A workbook file as if its parts were not packed. The XML of a workbook is read through this, so
//! that every byte is counted before it is taken in: a part that is held in memory has a limit, and
//! so has what lies between two cells of a sheet.

use super::super::IntakeError;
use super::archive::Member;
use super::blocks::{Block, Blocks};
use super::formulas::FormulaScan;
use super::limits::Limits;
use super::origin::{At, Origin, place};
use super::shared_texts::hide_count;
use super::stored::{directory_entry, end_of_directory, local_header};
use calamine::DataRef;
use std::collections::VecDeque;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is seen of the bytes on their way, and what went wrong.
#[derive(Default)]
pub(super) struct Watch {
    /// Bytes of a sheet since the last cell.
    since_cell: AtomicU64,
    /// Cells of the sheet that were read.
    cells: AtomicU64,
    /// Those with a formula, as far as the sheet was handed on.
    formulas: Mutex<VecDeque<u64>>,
    failure: Mutex<Option<IntakeError>>,
    /// Whether Excel is to calculate all formulas when it opens the workbook: then a 0 in the file
    /// stands for a value that nobody has calculated.
    recalculates: AtomicBool,
    /// The part that is being unpacked; the XML reader has the file to itself.
    current: Mutex<Option<Current>>,
}

impl Watch {
    /// Says that no formula of the workbook was calculated.
    pub fn recalculate(&self) {
        self.recalculates.store(true, Ordering::Relaxed);
    }

    /// Whether a formula with this value was never calculated.
    pub fn is_uncalculated(&self, value: &DataRef<'_>) -> bool {
        let is_zero = match value {
            DataRef::Empty => return true,
            DataRef::Int(number) => *number == 0,
            // 0 with either sign.
            DataRef::Float(number) => number.to_bits() << 1 == 0,
            DataRef::String(text) => text.is_empty(),
            _ => false,
        };
        is_zero && self.recalculates.load(Ordering::Relaxed)
    }

    /// That a cell was read; its number in the sheet, from 0.
    pub fn cell(&self) -> u64 {
        self.since_cell.store(0, Ordering::Relaxed);
        self.cells.fetch_add(1, Ordering::Relaxed)
    }

    /// Whether the cell of a number has a formula. Cells are asked for in their order.
    pub fn has_formula(&self, cell: u64) -> bool {
        let mut formulas = lock(&self.formulas);
        while formulas.front().is_some_and(|first| *first < cell) {
            formulas.pop_front();
        }
        formulas.front() == Some(&cell)
    }

    fn formulas(&self, more: &[u64]) {
        if !more.is_empty() {
            // Of those behind the reader nobody asks any more.
            self.has_formula(self.cells.load(Ordering::Relaxed));
            lock(&self.formulas).extend(more);
        }
    }

    /// What went wrong, where the XML reader knows only that something did.
    pub fn failure(&self) -> Option<IntakeError> {
        lock(&self.failure).take()
    }

    /// Bytes that the part read last has in the file.
    pub fn packed_size(&self) -> u64 {
        lock(&self.current).as_ref().map_or(0, |current| current.packed)
    }

    /// Unpacks what is left of the part read last: only its end proves what came before.
    ///
    /// # Errors
    /// The file cannot be read, or is damaged.
    pub fn rest(&self, name: &str) -> Result<(), IntakeError> {
        let Some(mut current) = lock(&self.current).take() else { return Ok(()) };
        while !current.at_end {
            let next = current.blocks.next();
            let next = next.map_err(|error| IntakeError::of_container(name, "workbook", error))?;
            current.at_end = next.bytes.is_empty();
        }
        Ok(())
    }

    fn failed(&self, name: &str, error: io::Error) -> io::Error {
        if error.kind() == io::ErrorKind::Interrupted {
            return error;
        }
        let error = IntakeError::of_container(name, "workbook", error);
        *lock(&self.failure) = Some(error);
        io::Error::other("see there")
    }
}

/// The parts of a workbook one behind the other, each with a zip header before it.
pub(super) struct WorkbookFile {
    file: At,
    name: String,
    parts: Vec<Part>,
    directory: Vec<u8>,
    directory_at: u64,
    at: u64,
    limits: Limits,
    meter: Arc<AtomicU64>,
    watch: Arc<Watch>,
}

struct Part {
    member: Member,
    header: Vec<u8>,
    header_at: u64,
    is_sheet: bool,
}

impl Part {
    fn data_at(&self) -> u64 {
        self.header_at + self.header.len() as u64
    }
}

/// The part that is being unpacked.
struct Current {
    part: usize,
    packed: u64,
    blocks: Blocks,
    block: Vec<u8>,
    taken: usize,
    /// Where in the part the rest of the block begins.
    at: u64,
    /// Whether no block is behind this one.
    at_end: bool,
}

impl WorkbookFile {
    /// The workbook in a file. `meter` is told of the packed bytes of sheets.
    ///
    /// # Errors
    /// It cannot be opened; a part that is held in memory is too large.
    pub fn new(
        origin: &Origin,
        name: &str,
        members: &[Member],
        limits: Limits,
        meter: &Arc<AtomicU64>,
    ) -> Result<WorkbookFile, IntakeError> {
        let mut parts = Vec::with_capacity(members.len());
        let mut directory = Vec::new();
        let mut at = 0;
        for member in members {
            let file_name = member.name.as_bytes();
            let header_at = at;
            let header = local_header(file_name);
            at += header.len() as u64 + member.size;
            directory_entry(member, header_at, &mut directory);
            let is_sheet = !is_held(&member.name);
            parts.push(Part { member: member.clone(), header, header_at, is_sheet });
        }
        end_of_directory(parts.len() as u64, at, &mut directory);
        Ok(WorkbookFile {
            file: origin.open()?,
            name: name.to_string(),
            parts,
            directory,
            directory_at: at,
            at: 0,
            limits,
            meter: Arc::clone(meter),
            watch: Arc::new(Watch::default()),
        })
    }

    /// What is seen of its bytes.
    pub fn watch(&self) -> Arc<Watch> {
        Arc::clone(&self.watch)
    }

    fn size(&self) -> u64 {
        self.directory_at + self.directory.len() as u64
    }

    fn read_here(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.directory_at {
            let from = usize::try_from(self.at - self.directory_at).unwrap_or(usize::MAX);
            return Ok(copy(self.directory.get(from..).unwrap_or_default(), buffer));
        }
        let index = self.parts.partition_point(|part| part.header_at <= self.at).saturating_sub(1);
        let Some(part) = self.parts.get(index) else { return Ok(0) };
        let Some(offset) = self.at.checked_sub(part.data_at()) else {
            let from = usize::try_from(self.at - part.header_at).unwrap_or(usize::MAX);
            return Ok(copy(part.header.get(from..).unwrap_or_default(), buffer));
        };
        let (left, is_sheet) = (part.member.size - offset, part.is_sheet);
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let mut current = lock(&self.watch.current);
        if current.as_ref().is_none_or(|c| (c.part, c.at) != (index, offset)) {
            *current = Some(self.open(index, offset)?);
        }
        let Some(current) = &mut *current else { return Ok(0) };
        if current.taken == current.block.len() {
            current.advance(&self.watch)?;
        }
        let from = current.block.get(current.taken..).unwrap_or_default();
        let count = copy(from, buffer.get_mut(..most).unwrap_or_default());
        current.taken += count;
        current.at += count as u64;
        if is_sheet {
            let since = self.watch.since_cell.fetch_add(count as u64, Ordering::Relaxed);
            if since > self.limits.between_cells {
                return Err(io::Error::other(IntakeError::TooLarge {
                    name: self.name.clone(),
                    what: format!(
                        "a cell of {} comes to more than {} bytes",
                        self.parts.get(index).map(|p| p.member.name.as_str()).unwrap_or_default(),
                        self.limits.between_cells
                    ),
                }));
            }
        }
        Ok(count)
    }

    /// Unpacks a part from an offset on.
    fn open(&self, index: usize, offset: u64) -> io::Result<Current> {
        let Some(part) = self.parts.get(index) else {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        };
        let most = self.limits.of_part(&part.member.name, part.member.packed);
        if !part.is_sheet && part.member.size > most {
            return Err(io::Error::other(IntakeError::TooLarge {
                name: self.name.clone(),
                what: format!(
                    "its part {} comes to {} bytes, and at most {} are held in memory",
                    part.member.name, part.member.size, most
                ),
            }));
        }
        // Only the way through the sheets tells how far the reading has come.
        let unmetered = Arc::new(AtomicU64::new(0));
        let meter = if part.is_sheet { &self.meter } else { &unmetered };
        let mut bytes =
            part.member.open(&self.file, &self.name, meter).map_err(io::Error::other)?;
        if offset == 0 {
            self.watch.since_cell.store(0, Ordering::Relaxed);
            self.watch.cells.store(0, Ordering::Relaxed);
        }
        lock(&self.watch.formulas).clear();
        let mut scan = FormulaScan::default();
        let mut skipped = Vec::new();
        let mut left = offset;
        while left > 0 {
            skipped.clear();
            let size = (self.limits.block as u64).min(left);
            if bytes.by_ref().take(size).read_to_end(&mut skipped)? == 0 {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
            }
            self.watch.formulas(&scan.push(&skipped));
            left -= skipped.len() as u64;
        }
        let blocks = match part.is_sheet {
            true => Blocks::ahead(bytes, self.limits.block, scan)?,
            false => Blocks::Here(Box::new(bytes)),
        };
        let mut current = Current {
            part: index,
            packed: part.member.packed,
            blocks,
            block: Vec::new(),
            taken: 0,
            at: offset,
            at_end: false,
        };
        current.advance(&self.watch)?;
        if offset == 0 && part.member.name.to_lowercase().ends_with("sharedstrings.xml") {
            hide_count(&mut current.block).map_err(|what| {
                io::Error::other(IntakeError::Damaged {
                    name: self.name.clone(),
                    what: format!("its part {} {what}", part.member.name),
                })
            })?;
        }
        Ok(current)
    }
}

/// Whether a part is taken into memory as a whole. Whatever is no such part may be a sheet, and is
/// watched as one.
fn is_held(part: &str) -> bool {
    let lower = part.to_lowercase();
    let ends = ["sharedstrings.xml", "styles.xml", "workbook.xml", ".rels", "[content_types].xml"];
    ends.iter().any(|end| lower.ends_with(end))
}

impl Current {
    /// Makes the next block the one that is handed on.
    fn advance(&mut self, watch: &Watch) -> io::Result<()> {
        let next = if self.at_end { Block::default() } else { self.blocks.next()? };
        self.at_end = next.bytes.is_empty();
        (self.block, self.taken) = (next.bytes, 0);
        watch.formulas(&next.formulas);
        Ok(())
    }
}

impl Read for WorkbookFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let read = self.read_here(buffer);
        let count = read.map_err(|error| self.watch.failed(&self.name, error))?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for WorkbookFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = place(to, self.at, self.size())?;
        Ok(self.at)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn copy(from: &[u8], to: &mut [u8]) -> usize {
    let count = from.len().min(to.len());
    if let (Some(to), Some(from)) = (to.get_mut(..count), from.get(..count)) {
        to.copy_from_slice(from);
    }
    count
}
