//! Whatever becomes of a file, every row of it ends in a bin.

use crate::read::{fixture, sums, text};
use proptest::prelude::*;

const FILES: [&str; 10] = [
    "claim-details.csv",
    "validation-result.csv",
    "es-022.csv",
    "rev-603.csv",
    "rev-613.csv",
    "rev-615.csv",
    "es-701.csv",
    "es-001.csv",
    "es-003-later.csv",
    "bank.csv",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn bins_add_up_whatever_is_written_over_a_report(
        file in 0..FILES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            Just(b','), Just(b'"'), Just(b'\n'), Just(b'0'), Just(b'-'), Just(b'('), any::<u8>(),
        ]), 0..24),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = std::fs::read(fixture(FILES[file])).unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        // A header that is gone refuses the file; the reading itself compares the bins.
        if let Ok(found) = text("mangled.csv", &bytes) {
            for file in &found.said.files {
                prop_assert_eq!(sums(&file.rows), file.rows.read);
            }
        }
    }
}
