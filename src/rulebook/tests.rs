//! What the built-in rules promise.

use super::*;

fn rules() -> Rulebook {
    Rulebook::built_in().unwrap()
}

#[test]
fn the_built_in_rules_pass_their_self_check() {
    let version = rules().version.to_string();
    assert!(version.starts_with("2026-11-22+"), "{version}");
    assert_eq!(version.len(), 23);
}
