//! Mapping profiles: any text. One that is read writes itself, and reads back the same.

use capeprep::intake::Mapping;
use capeprep::intake::profile::Profile;
use capeprep::rulebook::Rulebook;
use std::sync::LazyLock;

static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().expect("built in"));

/// Reads a profile.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match Profile::read("p.toml", text) {
        Ok(profile) => {
            assert_eq!(Profile::read("p.toml", &profile.to_toml()), Ok(profile.clone()));
            assert_eq!(profile.options().len(), profile.map.len());
            let mapping = Mapping::new(&RULES.headers, Vec::new(), profile);
            mapping.knows("entry number");
        }
        Err(error) => assert!(error.to_string().starts_with("p.toml"), "{error}"),
    }
}
