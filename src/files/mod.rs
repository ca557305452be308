//! Files that are held in memory as a whole: rules, set-up, manifests. Each has a size past which it
//! is none of these, and is not read: a wrong path may lead to a file of any size, or to a device.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Bytes of a file of rules, importers and brokers, or accounts: some hundred times what they have.
pub const MOST_OF_SETTINGS: u64 = 16 << 20;
/// Bytes of a manifest: one that lists a hundred thousand files has half of it.
pub const MOST_OF_MANIFEST: u64 = 64 << 20;

/// The bytes of a file, if there are at most so many.
///
/// # Errors
/// What the system answers; [`ErrorKind::FileTooLarge`] for a file that has more.
pub fn whole(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let what = format!("it has more than {} MiB, which no such file has", most >> 20);
        return Err(io::Error::new(ErrorKind::FileTooLarge, what));
    }
    Ok(bytes)
}

/// The same as text.
///
/// # Errors
/// As [`whole`], and [`ErrorKind::InvalidData`] if it is not UTF-8.
pub fn text(path: &Path, most: u64) -> io::Result<String> {
    let not_utf_8 = |_| io::Error::new(ErrorKind::InvalidData, "it is not UTF-8 text");
    String::from_utf8(whole(path, most)?).map_err(not_utf_8)
}

/// Whether a file is one that systems and office programs leave by themselves, and nobody's own.
pub fn is_left_by_systems(name: &str) -> bool {
    name.starts_with("~$")
        || name.starts_with("._")
        || (name.starts_with(".~lock.") && name.ends_with('#'))
        || name == ".DS_Store"
        || name.eq_ignore_ascii_case("Thumbs.db")
        || name.eq_ignore_ascii_case("desktop.ini")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_large_is_not_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "12345").unwrap();
        assert_eq!(whole(file.path(), 5).unwrap(), b"12345");
        let error = whole(file.path(), 4).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::FileTooLarge);
        std::fs::write(file.path(), b"\xff").unwrap();
        assert_eq!(text(file.path(), 5).unwrap_err().kind(), ErrorKind::InvalidData);
    }
}
