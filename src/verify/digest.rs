//! Files digested.

use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{ErrorKind, Read};

/// Bytes read at once.
const BLOCK: usize = 1 << 18;

/// Is told of bytes as they are read.
pub type Watch<'a> = &'a (dyn Fn(u64) + Sync);

/// Bytes and SHA-256, in hexadecimal, of what a file of a known size holds; one that grows meanwhile is
/// not followed for ever.
pub(super) fn digest(file: File, bytes: u64, watch: Watch<'_>) -> std::io::Result<(u64, String)> {
    let mut file = file.take(bytes.saturating_add(1));
    let (mut digest, mut total, mut block) = (Sha256::new(), 0, vec![0; BLOCK]);
    loop {
        let read = match file.read(&mut block) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        digest.update(block.get(..read).unwrap_or_default());
        total += read as u64;
        watch(read as u64);
    }
    Ok((total, hex(&digest.finalize())))
}

/// SHA-256 of some bytes, in hexadecimal.
pub(super) fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
