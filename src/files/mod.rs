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
    all_of(File::open(path)?, most)
}

/// As [`whole`], of a file that was found and that nobody named: only a plain file is read. A pipe
/// may never end, and a link leads to what does not belong to the directory it was found in.
///
/// # Errors
/// As [`whole`], and [`ErrorKind::InvalidInput`] if it is no plain file.
pub fn plain(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let no_plain_file = || io::Error::new(ErrorKind::InvalidInput, "it is no plain file");
    if !std::fs::symlink_metadata(path)?.is_file() {
        return Err(no_plain_file());
    }
    // It may have become something else meanwhile.
    let file = open_without_waiting(path)?;
    match file.metadata()?.is_file() {
        true => all_of(file, most),
        false => Err(no_plain_file()),
    }
}

/// Opens a file, but no link, and waits for nobody at the other end of a pipe.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn open_without_waiting(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW;
    File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

/// Here the look before has to do.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn open_without_waiting(path: &Path) -> io::Result<File> {
    File::open(path)
}

fn all_of(file: File, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
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
        || (name.starts_with(".~lock.") && name.ends_with('#'))
        || name.starts_with("._")
        || name == ".DS_Store"
        || ["Thumbs.db", "desktop.ini"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_systems_leave_is_known_by_its_name_and_nothing_else_is() {
        for name in
            ["~$report.xlsx", ".~lock.entries.csv#", "._report.html", ".DS_Store", "thumbs.db"]
        {
            assert!(is_left_by_systems(name), "{name}");
        }
        for name in
            ["report.xlsx~", "lock#", ".hidden", ".ds_store", "notes.docx", "desktop.ini.txt"]
        {
            assert!(!is_left_by_systems(name), "{name}");
        }
    }

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

    #[test]
    fn only_a_plain_file_is_read_where_a_file_was_found() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest.json");
        assert_eq!(plain(&path, 5).unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(plain(dir.path(), 5).unwrap_err().kind(), ErrorKind::InvalidInput);
        std::fs::write(&path, "12345").unwrap();
        assert_eq!(plain(&path, 5).unwrap(), b"12345");
        assert_eq!(plain(&path, 4).unwrap_err().kind(), ErrorKind::FileTooLarge);
    }

    #[test]
    #[cfg(unix)]
    fn no_link_is_followed_and_no_pipe_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link, pipe) =
            (dir.path().join("file"), dir.path().join("link"), dir.path().join("pipe"));
        std::fs::write(&file, "1").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        for path in [&link, &pipe] {
            assert_eq!(plain(path, 5).unwrap_err().kind(), ErrorKind::InvalidInput);
        }
        // As if it had become one after the look.
        if cfg!(any(target_os = "linux", target_os = "macos")) {
            assert!(open_without_waiting(&link).is_err());
            assert!(open_without_waiting(&pipe).is_ok());
        }
    }
}
