//! Text that was packed with gzip: several members one after the other are one text.

use super::super::IntakeError;
use super::limits::Limits;
use flate2::read::MultiGzDecoder;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Unpacks gzip, and keeps to the limits.
pub(super) struct Gunzip<R> {
    unpacked: MultiGzDecoder<Counted<R>>,
    packed: Arc<AtomicU64>,
    count: u64,
    limits: Limits,
    name: String,
}

struct Counted<R> {
    bytes: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl<R: Read> Gunzip<R> {
    /// Unpacks `bytes`, which the user knows as `name`.
    pub fn new(bytes: R, name: &str, limits: Limits) -> Gunzip<R> {
        let packed = Arc::new(AtomicU64::new(0));
        let counted = Counted { bytes, count: Arc::clone(&packed) };
        Gunzip {
            unpacked: MultiGzDecoder::new(counted),
            packed,
            count: 0,
            limits,
            name: name.to_string(),
        }
    }
}

impl<R: Read> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.unpacked.read(buffer).map_err(|error| damage(&self.name, error))?;
        self.count += count as u64;
        if !self.limits.allow(self.count, self.packed.load(Ordering::Relaxed)) {
            return Err(io::Error::other(IntakeError::TooLarge {
                name: self.name.clone(),
                what: format!(
                    "it unpacks to more than {} times its size ({} bytes so far)",
                    self.limits.ratio, self.count
                ),
            }));
        }
        Ok(count)
    }
}

/// An error of unpacking; one of reading the file says so itself.
fn damage(name: &str, error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::Interrupted
        || error.get_ref().is_some_and(|e| e.is::<IntakeError>())
    {
        return error;
    }
    let what = match error.kind() {
        io::ErrorKind::UnexpectedEof => "the gzip file ends too early".to_string(),
        _ => format!("the gzip file is damaged ({error})"),
    };
    io::Error::other(IntakeError::Damaged { name: name.to_string(), what })
}

#[cfg(test)]
mod tests {
    use super::super::limits::LIMITS;
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(bytes: &[u8], limits: Limits) -> Result<Vec<u8>, IntakeError> {
        let mut out = Vec::new();
        Gunzip::new(bytes, "a.gz", limits)
            .read_to_end(&mut out)
            .map_err(|error| IntakeError::of_reading("a.gz", error))?;
        Ok(out)
    }

    #[test]
    fn members_one_after_the_other_are_one_text() {
        let bytes = [packed(b"a,b\n1,"), packed(b""), packed(b"2\n")].concat();
        assert_eq!(unpacked(&bytes, LIMITS).unwrap(), b"a,b\n1,2\n");
    }

    #[test]
    fn a_file_that_ends_too_early_is_damaged() {
        let bytes = packed(&b"a,b\n1,2\n".repeat(1000));
        for cut in [1, 4, 8, bytes.len() / 2] {
            let error = unpacked(&bytes[..bytes.len() - cut], LIMITS).unwrap_err();
            assert!(error.to_string().contains("ends too early"), "{error}");
        }
        let mut wrong = bytes.clone();
        let last = wrong.len() - 5;
        wrong[last] ^= 1;
        assert!(unpacked(&wrong, LIMITS).unwrap_err().to_string().contains("damaged"));
    }

    #[test]
    fn what_grows_out_of_all_proportion_is_refused() {
        let bytes = packed(&[b' '; 1 << 20]);
        let limits = Limits { floor: 1 << 16, ..LIMITS };
        let error = unpacked(&bytes, limits).unwrap_err();
        assert!(error.to_string().contains("more than 200 times its size"), "{error}");
        assert_eq!(unpacked(&bytes, LIMITS).unwrap().len(), 1 << 20);
    }
}
