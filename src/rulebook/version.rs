//! Which rules a run used.

use super::load::Files;
use crate::domain::Day;
use sha2::{Digest, Sha256};
use std::fmt;

/// The day up to which the facts were looked at, and a digest of the files: two rulebooks with the
/// same version are the same to the byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The day.
    pub facts_as_of: Day,
    digest: String,
}

impl Version {
    pub(super) fn of(facts_as_of: Day, files: &Files) -> Version {
        let mut hash = Sha256::new();
        for (name, text) in files.iter() {
            // Lengths keep the end of one text apart from the beginning of the next.
            hash.update(format!("{name} {}\n", text.len()));
            hash.update(text);
        }
        let digest = hash.finalize();
        let digest = digest.iter().take(6).map(|byte| format!("{byte:02x}"));
        Version { facts_as_of, digest: digest.collect() }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}", self.facts_as_of, self.digest)
    }
}
