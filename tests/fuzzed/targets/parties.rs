//! The parties file: any text. A mistake is named with its place, and no number of nine digits, which
//! may be that of a bank account or a person, is in the message.

use capeprep::parties::Parties;

/// Reads a parties file.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match Parties::read(text, "parties.toml") {
        Ok(parties) => {
            for importer in parties.importers() {
                for number in &importer.numbers {
                    assert!(parties.importer(number.as_str()).is_some());
                    assert!(parties.spelling(&number.key()).is_some());
                }
            }
        }
        Err(error) => {
            let message = error.to_string();
            assert!(message.starts_with("parties.toml"), "{message}");
            assert!(message.len() < 2_000, "{message}");
            // Three points stand for what is cut off; an example of ours is no secret.
            let message = message.replace("...", "9").replace("98-765432100", "");
            let mut runs = message.split(|c: char| !c.is_ascii_digit() && c != '-');
            let digits = |run: &str| run.bytes().filter(u8::is_ascii_digit).count();
            assert!(runs.all(|run| digits(run) != 9), "{message}");
        }
    }
}
