//! The headers and the directory of a zip file whose members are not packed, with 64-bit sizes.

use super::archive::Member;

/// Sizes stand in the directory, 64 bits wide (APPNOTE.TXT 4.5.3); the header need not have them.
const IN_DIRECTORY: u32 = u32::MAX;
/// Names are UTF-8 (APPNOTE.TXT 4.4.4, bit 11).
const UTF_8: u16 = 1 << 11;
/// The version that has 64-bit sizes (APPNOTE.TXT 4.4.3).
const VERSION: u16 = 45;

/// The header of a member that is not packed.
pub(super) fn local_header(name: &[u8]) -> Vec<u8> {
    let mut out = b"PK\x03\x04".to_vec();
    for field in [VERSION, UTF_8, 0, 0, 0] {
        out.extend_from_slice(&field.to_le_bytes());
    }
    for field in [0, IN_DIRECTORY, IN_DIRECTORY] {
        out.extend_from_slice(&field.to_le_bytes());
    }
    out.extend_from_slice(&name_length(name).to_le_bytes());
    out.extend_from_slice(&0u16.to_le_bytes());
    out.extend_from_slice(name);
    out
}

/// Appends the entry of a member whose header stands at an offset.
pub(super) fn directory_entry(member: &Member, header_at: u64, out: &mut Vec<u8>) {
    let name = member.name.as_bytes();
    out.extend_from_slice(b"PK\x01\x02");
    for field in [VERSION, VERSION, UTF_8, 0, 0, 0] {
        out.extend_from_slice(&field.to_le_bytes());
    }
    for field in [member.crc32, IN_DIRECTORY, IN_DIRECTORY] {
        out.extend_from_slice(&field.to_le_bytes());
    }
    // Name, extra field, comment, disk, attributes.
    for field in [name_length(name), 28, 0, 0, 0] {
        out.extend_from_slice(&field.to_le_bytes());
    }
    for field in [0, IN_DIRECTORY] {
        out.extend_from_slice(&field.to_le_bytes());
    }
    out.extend_from_slice(name);
    out.extend_from_slice(&1u16.to_le_bytes());
    out.extend_from_slice(&24u16.to_le_bytes());
    for field in [member.size, member.size, header_at] {
        out.extend_from_slice(&field.to_le_bytes());
    }
}

/// Appends the end of a directory of `count` entries that begins at an offset.
pub(super) fn end_of_directory(count: u64, at: u64, out: &mut Vec<u8>) {
    let size = out.len() as u64;
    out.extend_from_slice(b"PK\x06\x06");
    out.extend_from_slice(&44u64.to_le_bytes());
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&[0; 8]);
    for field in [count, count, size, at] {
        out.extend_from_slice(&field.to_le_bytes());
    }
    out.extend_from_slice(b"PK\x06\x07");
    out.extend_from_slice(&0u32.to_le_bytes());
    out.extend_from_slice(&(at + size).to_le_bytes());
    out.extend_from_slice(&1u32.to_le_bytes());
    out.extend_from_slice(b"PK\x05\x06");
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&[0xFF; 12]);
    out.extend_from_slice(&[0; 2]);
}

/// A zip directory has 16 bits for it, and the name came out of one.
fn name_length(name: &[u8]) -> u16 {
    u16::try_from(name.len()).unwrap_or(u16::MAX)
}
