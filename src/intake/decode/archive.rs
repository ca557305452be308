//! Zip archives. What an archive says of itself is taken from its directory and held against what
//! comes out: a member that unpacks to another size than it says, or to other bytes, is damaged.

use super::super::IntakeError;
use super::limits::Limits;
use super::origin::{At, Origin};
use crate::domain::quoted;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use std::collections::HashSet;
use std::io::{self, BufReader, Read, Take};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use zip::CompressionMethod;
use zip::read::Config;
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

/// A member of an archive, as its directory tells.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// Its path in the archive.
    pub name: String,
    /// Bytes packed.
    pub packed: u64,
    /// Bytes unpacked.
    pub size: u64,
    /// Checksum of the unpacked bytes.
    pub crc32: u32,
    header_at: u64,
    method: Method,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Stored,
    Deflated,
    Encrypted,
    Other,
}

/// The directory of an archive, without folders.
///
/// # Errors
/// The archive is damaged, or passes the limits.
pub(super) fn members(origin: &Origin, limits: Limits) -> Result<Vec<Member>, IntakeError> {
    let damaged = |what: String| IntakeError::Damaged { name: origin.name.clone(), what };
    let too_large = |what: String| IntakeError::TooLarge { name: origin.name.clone(), what };
    let wrong = |error: ZipError| match error {
        ZipError::Io(error) => IntakeError::of_container(&origin.name, "zip archive", error),
        error => damaged(format!("the zip archive is damaged ({error})")),
    };
    // Member after member: no room is made for as many as an archive says that it has.
    let mut archive = ZipIterable::try_new(origin.open()?, Config::default()).map_err(wrong)?;
    if archive.len() > limits.members {
        return Err(too_large(format!(
            "it has {} members, and at most {} are read",
            archive.len(),
            limits.members
        )));
    }
    let mut members = Vec::with_capacity(archive.len());
    let mut names = HashSet::with_capacity(archive.len());
    let mut total: u64 = 0;
    for entry in archive.files().map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        let name = entry.name().map_err(wrong)?;
        if name.len() > limits.member_name {
            return Err(too_large(format!(
                "the name of a member has {} bytes, and at most {} are read ({})",
                name.len(),
                limits.member_name,
                quoted(&name)
            )));
        }
        if !names.insert(entry.name_raw().to_vec()) {
            let what =
                format!("two members of the zip archive have the same name, {}", quoted(&name));
            return Err(damaged(what));
        }
        if entry.is_dir() {
            continue;
        }
        let method = match entry.compression() {
            _ if entry.encrypted() => Method::Encrypted,
            CompressionMethod::Stored => Method::Stored,
            CompressionMethod::Deflated => Method::Deflated,
            _ => Method::Other,
        };
        total = total.saturating_add(entry.size());
        members.push(Member {
            name: name.into_owned(),
            packed: entry.compressed_size(),
            size: entry.size(),
            crc32: entry.crc32(),
            header_at: entry.header_start(),
            method,
        });
    }
    if !limits.allow(total, origin.size()) {
        return Err(too_large(format!(
            "it unpacks to {total} bytes, more than {} times its size",
            limits.ratio
        )));
    }
    Ok(members)
}

impl Member {
    /// Opens it in its archive; `name` is what the user knows it by. `meter` is told of the packed
    /// bytes as they are read.
    ///
    /// # Errors
    /// It is encrypted or packed in a way that is not read; the archive is damaged.
    pub fn open(
        &self,
        archive: &At,
        name: &str,
        meter: &Arc<AtomicU64>,
    ) -> Result<MemberReader, IntakeError> {
        let unsupported =
            |found, advice| Err(IntakeError::Unsupported { name: name.to_string(), found, advice });
        if self.method == Method::Encrypted {
            return unsupported(
                "it is encrypted",
                "Unpack it with its password, or save the workbook without one.",
            );
        }
        if self.method == Method::Other {
            return unsupported(
                "it is packed in a way that is not read",
                "Unpack it first, or pack it again with the usual method (deflate).",
            );
        }
        let mut header = [0; 30];
        let mut at = archive.from(self.header_at);
        at.read_exact(&mut header)
            .map_err(|error| IntakeError::of_container(name, "zip archive", error))?;
        // Signature, 22 bytes the directory says too, and the lengths of name and extra field.
        let [b'P', b'K', 3, 4, .., n0, n1, e0, e1] = header else {
            let what = "the zip archive is damaged (no member where one should be)".to_string();
            return Err(IntakeError::Damaged { name: name.to_string(), what });
        };
        let names =
            u64::from(u16::from_le_bytes([n0, n1])) + u64::from(u16::from_le_bytes([e0, e1]));
        let packed = Metered {
            bytes: archive.from(self.header_at + 30 + names).take(self.packed),
            meter: Arc::clone(meter),
        };
        let packed = BufReader::with_capacity(1 << 16, packed);
        Ok(MemberReader {
            unpacked: match self.method {
                Method::Deflated => Unpacked::Deflated(DeflateDecoder::new(packed)),
                _ => Unpacked::Stored(packed),
            },
            crc: Crc::new(),
            count: 0,
            size: self.size,
            crc32: self.crc32,
            name: name.to_string(),
        })
    }
}

/// The unpacked bytes of a member.
pub(super) struct MemberReader {
    unpacked: Unpacked,
    crc: Crc,
    count: u64,
    size: u64,
    crc32: u32,
    name: String,
}

enum Unpacked {
    Stored(BufReader<Metered>),
    Deflated(DeflateDecoder<BufReader<Metered>>),
}

struct Metered {
    bytes: Take<At>,
    meter: Arc<AtomicU64>,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.meter.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Read for MemberReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let read = match &mut self.unpacked {
            Unpacked::Stored(bytes) => bytes.read(buffer),
            Unpacked::Deflated(bytes) => bytes.read(buffer),
        };
        let count = read.map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => io::Error::other(IntakeError::of_container(&self.name, "zip archive", error)),
        })?;
        self.crc.update(buffer.get(..count).unwrap_or_default());
        self.count += count as u64;
        let wrong = match count {
            _ if self.count > self.size => "it unpacks to more than the zip archive says",
            0 if self.count < self.size => "it unpacks to less than the zip archive says",
            0 if self.crc.sum() != self.crc32 => "its content is not what was packed (checksum)",
            _ => return Ok(count),
        };
        let (name, what) = (self.name.clone(), wrong.to_string());
        Err(io::Error::other(IntakeError::Damaged { name, what }))
    }
}
