//! What to do about CBP's labels.

use super::rules;
use crate::rulebook::{Action, Again, Level};

#[test]
fn every_label_has_exactly_one_remedy() {
    let rules = rules();
    for label in rules.labels.iter() {
        let found = rules.remedies.iter();
        let found = found.filter(|r| r.level == label.level && r.label == label.text);
        assert_eq!(found.count(), 1, "{} {}", label.level, label.text);
    }
    let general = rules.remedies.iter().filter(|remedy| remedy.is_general()).count();
    assert_eq!(rules.remedies.iter().count(), rules.labels.iter().count() + general);
}

#[test]
fn what_cbp_gave_up_may_go_again() {
    let rules = rules();
    for label in rules.labels.iter().filter(|label| label.cause_ended.is_some()) {
        let found = rules.remedies.for_error(label.level, &label.text, &rules.status_words);
        let again: Vec<Again> = found.iter().map(|remedy| remedy.again).collect();
        assert_eq!(again, [Again::Yes], "{}", label.text);
    }
}

#[test]
fn errors_find_their_remedies_as_result_files_print_them() {
    let rules = rules();
    let actions = |level, error: &str| -> Vec<Action> {
        let found = rules.remedies.for_error(level, error, &rules.status_words);
        found.iter().map(|remedy| remedy.action).collect()
    };
    use Action::{FixFile, Nothing, PscFirst, Unknown, Wait};
    assert_eq!(actions(Level::Entry, " INVALID HTS "), [PscFirst]);
    assert_eq!(actions(Level::Entry, "Invalid HTS; PROTEST ON ENTRY|"), [PscFirst, Wait]);
    assert_eq!(actions(Level::Entry, "Zeppelin"), [Unknown]);
    assert_eq!(actions(Level::File, ""), [Unknown]);
    // A file has the number twice; an entry is on an accepted declaration.
    assert_eq!(actions(Level::File, "Duplicate Entry"), [FixFile]);
    assert_eq!(actions(Level::Entry, "DUPLICATE ENTRY"), [Nothing]);
    assert_eq!(actions(Level::Entry, "Entry is already on declaration 12"), [Nothing]);
    // Both levels have it, and not the same remedy.
    let not_found = "ENTRY SUMMARY NOT FOUND OR ARCHIVED IN ACE";
    assert_eq!(actions(Level::File, not_found), [FixFile]);
    assert_eq!(actions(Level::Entry, not_found), [Action::AskCbp]);
}
