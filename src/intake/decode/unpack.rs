//! What a file is, told by its content and never by its name, and the inputs that are in it. An
//! archive may hold packed text or workbooks, and a gzip file a workbook; deeper nothing is looked
//! for.

use super::super::open::Opened;
use super::super::source::has_export_name;
use super::super::{IntakeError, Source};
use super::archive::{Member, members};
use super::limits::LIMITS;
use super::origin::Origin;
use super::recipe::{Form, Recipe};
use super::spool::Spool;
use super::utf16::{Order, order_of};
use super::workbook::Workbook;
use crate::domain::quoted_to;
use std::io::{Cursor, Read};
use std::sync::Arc;

/// Bytes by which a file is recognised.
const LOOK: u64 = 64 << 10;

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// Text in which no byte is zero: UTF-8 or Windows-1252.
    Text,
    /// UTF-16.
    Utf16(Order),
    /// Packed with gzip.
    Gzip,
    /// A zip archive or a workbook.
    Zip,
    /// An old or encrypted workbook.
    Compound,
    /// A web page or an XML document.
    Markup,
    /// A printed report.
    Pdf,
    /// None of these.
    Binary,
}

/// Recognises a file by its first bytes.
pub(in super::super) fn recognise(start: &[u8]) -> Kind {
    match start {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Kind::Zip,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Kind::Compound,
        [0x1F, 0x8B, ..] => Kind::Gzip,
        [b'%', b'P', b'D', b'F', ..] => Kind::Pdf,
        _ if is_markup(start) => Kind::Markup,
        _ => match order_of(start) {
            Some(order) => Kind::Utf16(order),
            None if start.iter().take(4096).filter(|b| **b == 0).count() > 16 => Kind::Binary,
            None => Kind::Text,
        },
    }
}

/// Whether a text begins as a web page or an XML document does. Report tools send those under the
/// name of a workbook, and Excel opens them.
fn is_markup(start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    [&b"<html"[..], b"<!doctype", b"<?xml", b"<table", b"<head"].iter().any(|begins| {
        text.get(..begins.len()).is_some_and(|text| text.eq_ignore_ascii_case(begins))
    })
}

/// An input that was found in a file.
pub(in super::super) struct Inside {
    /// The name reports print.
    pub name: String,
    /// The member of an archive that holds it.
    pub member: Option<String>,
    /// What it is.
    pub content: Content,
}

/// What was found.
pub(in super::super) enum Content {
    /// Text.
    Text(Recipe),
    /// A workbook, with sheets still to be looked at.
    Workbook(Workbook),
}

/// The inputs in a file that is no plain text, and what the user should know of the rest of it.
///
/// # Errors
/// The file cannot be read, is damaged, is of a kind that is not read, or holds nothing to read.
pub(in super::super) fn unpack(
    source: &Source,
    kind: Kind,
    opened: Opened,
    start: Vec<u8>,
    spool: &Spool,
) -> Result<(Vec<Inside>, Vec<String>), IntakeError> {
    let name = &source.name;
    refuse(name, kind, &start)?;
    let Opened { bytes, size, modified } = opened;
    let origin = Arc::new(match (&source.path, size) {
        (Some(path), Some(size)) => Origin::of_path(source, path.clone(), size, modified),
        // What can be read once only is read from a copy.
        _ => Origin::copied(name, Cursor::new(start).chain(bytes), None, spool)?,
    });
    if kind == Kind::Zip {
        return container(&origin, name, spool);
    }
    let packed = origin.size();
    let recipe =
        |gzip, utf16| Recipe::new(name, &origin, Form::Text { member: None, gzip, utf16 }, packed);
    let text = |recipe| {
        let content = Content::Text(recipe);
        Ok((vec![Inside { name: name.clone(), member: None, content }], Vec::new()))
    };
    match kind {
        Kind::Gzip => {}
        Kind::Utf16(order) => return text(recipe(false, Some(order))),
        _ => return text(recipe(false, None)),
    }
    let (kind, start, bytes) = look_inside(&recipe(true, None), name)?;
    match kind {
        Kind::Zip => {
            let unpacked = Cursor::new(start).chain(bytes);
            let inner = Origin::copied(name, unpacked, Some(Arc::clone(&origin)), spool)?;
            container(&Arc::new(inner), name, spool)
        }
        Kind::Gzip => Err(too_deep(name)),
        Kind::Utf16(order) => text(recipe(true, Some(order))),
        _ => text(recipe(true, None)),
    }
}

/// What was packed: its kind, its start and the rest of it.
type Packed = (Kind, Vec<u8>, Box<dyn Read + Send>);

/// Looks at what is packed.
fn look_inside(recipe: &Recipe, name: &str) -> Result<Packed, IntakeError> {
    let mut bytes = recipe.text()?.bytes;
    let mut start = Vec::new();
    bytes
        .by_ref()
        .take(LOOK)
        .read_to_end(&mut start)
        .map_err(|error| IntakeError::of_reading(name, error))?;
    let kind = recognise(&start);
    refuse(name, kind, &start)?;
    Ok((kind, start, bytes))
}

/// What is in a zip file: a workbook, or an archive of exports.
fn container(
    origin: &Arc<Origin>,
    name: &str,
    spool: &Spool,
) -> Result<(Vec<Inside>, Vec<String>), IntakeError> {
    let members = members(origin, LIMITS)?;
    if let Some(workbook) = workbook(origin, &members, name)? {
        let content = Content::Workbook(workbook);
        return Ok((vec![Inside { name: name.to_string(), member: None, content }], Vec::new()));
    }
    let (mut taken, mut left): (Vec<Member>, Vec<Member>) = members
        .into_iter()
        .filter(|member| !is_hidden(&member.name))
        .partition(|member| has_export_name(&member.name));
    let by_name = |a: &Member, b: &Member| a.name.as_bytes().cmp(b.name.as_bytes());
    taken.sort_by(by_name);
    left.sort_by(by_name);
    let listed = |members: &[Member]| {
        const NAMED: usize = 5;
        let named: Vec<String> =
            members.iter().take(NAMED).map(|member| quoted_to(&member.name, 100)).collect();
        let more = if members.len() > NAMED { ", ..." } else { "" };
        format!("{}{more}", named.join(", "))
    };
    if taken.is_empty() {
        let found = if left.is_empty() { "nothing".to_string() } else { listed(&left) };
        return Err(IntakeError::NoMember { name: name.to_string(), found });
    }
    let mut inside = Vec::with_capacity(taken.len());
    for member in &taken {
        let shown = match taken.len() {
            1 => name.to_string(),
            _ => format!("{name}#{}", member.name),
        };
        let content = in_member(origin, member, &shown, spool)?;
        inside.push(Inside { name: shown, member: Some(member.name.clone()), content });
    }
    let note = || {
        format!(
            "{name}: {} member(s) of the archive do not have the name of an export and are not \
             read: {}.",
            left.len(),
            listed(&left)
        )
    };
    Ok((inside, (!left.is_empty()).then(note).into_iter().collect()))
}

fn in_member(
    origin: &Arc<Origin>,
    member: &Member,
    name: &str,
    spool: &Spool,
) -> Result<Content, IntakeError> {
    let recipe = |gzip, utf16| {
        let form = Form::Text { member: Some(member.clone()), gzip, utf16 };
        Recipe::new(name, origin, form, member.packed)
    };
    let plain = recipe(false, None);
    let (kind, start, bytes) = look_inside(&plain, name)?;
    Ok(Content::Text(match kind {
        Kind::Utf16(order) => recipe(false, Some(order)),
        Kind::Gzip => match look_inside(&recipe(true, None), name)?.0 {
            Kind::Utf16(order) => recipe(true, Some(order)),
            Kind::Zip | Kind::Gzip => return Err(too_deep(name)),
            _ => recipe(true, None),
        },
        Kind::Zip => {
            let unpacked = Cursor::new(start).chain(bytes);
            let inner = Arc::new(Origin::copied(name, unpacked, Some(Arc::clone(origin)), spool)?);
            let members = members(&inner, LIMITS)?;
            let workbook = workbook(&inner, &members, name)?.ok_or_else(|| too_deep(name))?;
            return Ok(Content::Workbook(workbook));
        }
        _ => plain,
    }))
}

/// The workbook that a zip file is, if it is one.
fn workbook(
    origin: &Arc<Origin>,
    members: &[Member],
    name: &str,
) -> Result<Option<Workbook>, IntakeError> {
    let has = |part: &str| {
        members.iter().any(|member| member.name.replace('\\', "/").eq_ignore_ascii_case(part))
    };
    let unsupported =
        |found, advice| Err(IntakeError::Unsupported { name: name.to_string(), found, advice });
    if has("xl/workbook.xml") {
        let (origin, members) = (Arc::clone(origin), Arc::new(members.to_vec()));
        return Ok(Some(Workbook { origin, members, name: name.to_string() }));
    }
    if has("xl/workbook.bin") {
        return unsupported(
            "this is a binary Excel workbook (.xlsb), which is not read",
            "Open it in Excel and save it as Excel Workbook (.xlsx).",
        );
    }
    if has("content.xml") && has("mimetype") {
        return unsupported(
            "this is an OpenDocument file (.ods), which is not read",
            "Open it and save it as Excel Workbook (.xlsx) or as CSV.",
        );
    }
    Ok(None)
}

/// What the system puts into an archive beside the files themselves.
fn is_hidden(member: &str) -> bool {
    let last = member.rsplit(['/', '\\']).next().unwrap_or(member);
    member.starts_with("__MACOSX") || last.starts_with('.') || last.starts_with("~$")
}

/// Refuses what is not read, by name.
fn refuse(name: &str, kind: Kind, start: &[u8]) -> Result<(), IntakeError> {
    let unsupported =
        |found, advice| Err(IntakeError::Unsupported { name: name.to_string(), found, advice });
    // The name of the stream that holds an encrypted workbook, in UTF-16.
    let encrypted: Vec<u8> = b"EncryptedPackage".iter().flat_map(|byte| [*byte, 0]).collect();
    match kind {
        Kind::Compound if memchr::memmem::find(start, &encrypted).is_some() => unsupported(
            "this workbook is encrypted",
            "Open it in Excel and save it without a password.",
        ),
        Kind::Compound => unsupported(
            "this is an old Excel workbook (.xls) or an encrypted one, which are not read",
            "Open it in Excel and save it as Excel Workbook (.xlsx) without a password, or as CSV.",
        ),
        Kind::Markup => unsupported(
            "this is a web page or an XML document, whatever its name says",
            "Open it in Excel and save it as Excel Workbook (.xlsx), or export the report as CSV.",
        ),
        Kind::Pdf => unsupported("this is a PDF file", "Export the report as Excel or CSV."),
        Kind::Binary => unsupported("this is binary data, not text", "Export the report as CSV."),
        _ => Ok(()),
    }
}

fn too_deep(name: &str) -> IntakeError {
    IntakeError::Unsupported {
        name: name.to_string(),
        found: "this holds a packed file inside a packed file",
        advice: "Unpack it once and name the files in it.",
    }
}
