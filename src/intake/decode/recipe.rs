//! How the text of one input comes out of its file, as often as it is needed: once to look for the
//! header, once to be read.

use super::super::IntakeError;
use super::super::header::HeaderRow;
use super::super::wide::{WideRows, WideStep};
use super::archive::Member;
use super::gzip::Gunzip;
use super::limits::{LIMITS, PIECE};
use super::origin::Origin;
use super::sheet::SheetNotes;
use super::utf16::{FromUtf16, Order};
use super::workbook::Workbook;
use crate::domain::quoted;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The way from a file to the text of one input.
pub struct Recipe {
    name: String,
    origin: Arc<Origin>,
    form: Form,
    packed: u64,
    meter: Arc<AtomicU64>,
    /// If its rows hold several tariff numbers.
    wide: Option<Box<WideStep>>,
}

/// What the text is in.
#[derive(Clone)]
pub(super) enum Form {
    /// Text, packed or in another encoding.
    Text {
        /// The member of a zip archive that holds it.
        member: Option<Member>,
        /// Whether it is packed with gzip.
        gzip: bool,
        /// Whether it is UTF-16.
        utf16: Option<Order>,
    },
    /// The rows of a sheet behind its header.
    Sheet {
        /// The workbook.
        workbook: Workbook,
        /// The name of the sheet.
        sheet: String,
        /// Its header row.
        header: HeaderRow,
    },
}

/// What is known of an input when it has been read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Size of the file in bytes, as it lies on disk.
    pub size: u64,
    /// SHA-256 of that file, if it was asked for.
    pub sha256: Option<[u8; 32]>,
    /// What the user should know of it.
    pub warnings: Vec<String>,
}

/// Text on its way out of a file.
pub(in super::super) struct TextReader {
    /// UTF-8, or what was taken for it.
    pub bytes: Box<dyn Read + Send>,
    lost: Arc<AtomicU64>,
}

impl Recipe {
    /// A way out of a file; `packed` is how many of its bytes are read on it.
    pub(super) fn new(name: &str, origin: &Arc<Origin>, form: Form, packed: u64) -> Recipe {
        let (name, origin) = (name.to_string(), Arc::clone(origin));
        Recipe { name, origin, form, packed, meter: Arc::new(AtomicU64::new(0)), wide: None }
    }

    /// The same way, on which each record of a wide report becomes several rows.
    pub(in super::super) fn widened(self, wide: WideStep) -> Recipe {
        Recipe { wide: Some(Box::new(wide)), ..self }
    }

    /// Bytes of the file that are read for this input.
    pub fn packed(&self) -> u64 {
        self.packed
    }

    /// Counts the bytes of the file that were read so far; it may run past [`Recipe::packed`] where
    /// something was read twice.
    pub fn meter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.meter)
    }

    /// Opens the text.
    ///
    /// # Errors
    /// The file cannot be opened, or changed, or is damaged.
    pub(in super::super) fn text(&self) -> Result<TextReader, IntakeError> {
        self.meter.store(0, Ordering::Relaxed);
        let lost = Arc::new(AtomicU64::new(0));
        let Form::Text { member, gzip, utf16 } = &self.form else {
            return Ok(TextReader { bytes: Box::new(std::io::empty()), lost });
        };
        let mut bytes: Box<dyn Read + Send> = match member {
            Some(member) => Box::new(member.open(&self.origin.open()?, &self.name, &self.meter)?),
            None => Box::new(self.origin.digested(&self.meter)?),
        };
        if *gzip {
            bytes = Box::new(Gunzip::new(bytes, &self.name, LIMITS));
        }
        if let Some(order) = utf16 {
            bytes = Box::new(FromUtf16::new(bytes, *order, &lost));
        }
        Ok(TextReader { bytes, lost })
    }

    /// Hands the whole text on, in pieces, and tells of the file it came from.
    ///
    /// # Errors
    /// The file cannot be read to its end, changed, is damaged or passes a limit; an error of
    /// `to`.
    pub(super) fn run(
        &self,
        digest: bool,
        to: &mut dyn FnMut(Vec<u8>) -> Result<(), IntakeError>,
    ) -> Result<Ended, IntakeError> {
        let mut wide = self.wide.as_deref().cloned().map(WideRows::new);
        let name = &self.name;
        let hand_on = &mut |piece: Vec<u8>| match &mut wide {
            Some(wide) => to(wide.push(&piece, false, name)?),
            None => to(piece),
        };
        let warnings = match &self.form {
            Form::Text { .. } => {
                let mut text = self.text()?;
                loop {
                    let mut piece = Vec::with_capacity(PIECE);
                    text.bytes
                        .by_ref()
                        .take(PIECE as u64)
                        .read_to_end(&mut piece)
                        .map_err(|error| IntakeError::of_reading(&self.name, error))?;
                    if piece.is_empty() {
                        break;
                    }
                    hand_on(piece)?;
                }
                self.lost_characters(text.lost.load(Ordering::Relaxed))
            }
            Form::Sheet { workbook, sheet, header } => {
                self.meter.store(0, Ordering::Relaxed);
                let notes = workbook.read(sheet, header, &self.meter, hand_on)?;
                self.sheet_warnings(&notes, sheet)
            }
        };
        if let Some(mut wide) = wide {
            to(wide.push(&[], true, name)?)?;
        }
        self.origin.unchanged()?;
        let (size, sha256) = match digest {
            true => self.origin.digest().map(|(size, sha256)| (size, Some(sha256)))?,
            false => (self.origin.size(), None),
        };
        Ok(Ended { size, sha256, warnings })
    }

    fn lost_characters(&self, count: u64) -> Vec<String> {
        let name = &self.name;
        let warning = || {
            format!(
                "{name}: {count} character(s) are no valid UTF-16 and are shown as \u{fffd}. Where \
                 they stand in a name, nothing depends on it; otherwise export the report again."
            )
        };
        (count > 0).then(warning).into_iter().collect()
    }

    fn sheet_warnings(&self, notes: &SheetNotes, sheet: &str) -> Vec<String> {
        let (name, sheet) = (&self.name, quoted(sheet));
        let mut warnings = Vec::new();
        if notes.uncalculated.count > 0 {
            warnings.push(format!(
                "{name}: {} cell(s) of the sheet {sheet} hold a formula without a value, the \
                 first is {}; they read as unreadable, never as 0. Open the workbook in Excel, save \
                 it and run again.",
                notes.uncalculated.count,
                notes.uncalculated.address()
            ));
        }
        if notes.beyond.count > 0 {
            warnings.push(format!(
                "{name}: {} cell(s) of the sheet {sheet} stand right of the last header, the first \
                 is {}; they are not read.",
                notes.beyond.count,
                notes.beyond.address()
            ));
        }
        warnings
    }
}
