//! `--complete`: lists that are said to be complete.

use super::case::{Case, EXPORT};

#[test]
fn a_list_said_to_be_complete_proves_what_it_does_not_name() {
    let case = Case::with(&[]);
    let ran = case.analyze(&format!(
        "{EXPORT} protests.csv drawback.csv es-022.csv --complete protests,drawbacks --complete \
         claims"
    ));
    assert_eq!(ran.unproved("protest-open"), (10, 0));
    assert_eq!(ran.unproved("on-drawback"), (10, 0));
    assert_eq!(ran.unproved("already-declared"), (10, 0));
    ran.verdicts("protest-open", &[("9Q920000027", "found"), ("9Q920000100", "clear")]);
    ran.verdicts("already-declared", &[("9Q920000019", "found"), ("9Q920000100", "clear")]);
    // What the list leaves open stays open.
    ran.verdicts("status-unmapped", &[("9Q920000035", "found"), ("9Q920000084", "found")]);
    assert_eq!(ran.summary["unclear_with_facts"]["protest-open"], 1);
    assert_eq!(ran.summary["unclear_with_facts"]["on-drawback"], 2);
    let said = serde_json::json!(["protests", "drawbacks", "claims"]);
    assert_eq!(ran.manifest["options"]["complete"], said);
}

#[test]
fn a_complete_list_proves_nothing_of_an_entry_that_it_names() {
    let case = Case::with(&[
        ("p.csv", "Entry Number,Protest Number,Protest Status\n9Q920000019,,\n9Q920000027,X,\n"),
        (
            "c.csv",
            "ENTRY_NUMBER,CLAIM_NUMBER,STATUS,ERROR_DESCRIPTION\n9Q920000019,,,\n9Q920000027,1,Failed\n",
        ),
    ]);
    let ran = case.analyze(&format!("{EXPORT} p.csv c.csv --complete protests,claims"));
    let detail = ran.detail("9Q920000019", "status-unmapped");
    assert!(detail.contains("`listed without a number and a status`"), "{detail}");
    for entry in ["9Q920000019", "9Q920000027"] {
        assert_eq!(ran.entries[entry]["status"], "review");
        // Neither a blank row nor a broken one says that there is no claim.
        assert_eq!(ran.says(entry, "already-declared"), "unproved");
    }
    ran.verdicts("already-declared", &[("9Q920000035", "clear")]);
    ran.verdicts("protest-open", &[("9Q920000035", "clear")]);
}

#[test]
fn the_terminal_says_what_was_only_stated() {
    let unknown = "Entry Number,Protest Number,Protest Status\n00000000000,1,Open\n";
    let case = Case::with(&[("other.csv", unknown)]);
    for (files, says) in [
        ("other.csv", "protest-open 10 -> 0 as you state with --complete"),
        ("protests.csv", "settled by the facts, and as you state with --complete"),
    ] {
        let arguments = format!("analyze {EXPORT} {files} --complete protests --out {files}.out");
        let output = case.command(&arguments).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let words: Vec<&str> = text.split_whitespace().collect();
        let line = format!("{says} recon-filed");
        assert!(words.join(" ").contains(&line) && text.contains("10 -> 0"), "{text}");
    }
}

#[test]
fn a_list_that_is_not_given_cannot_be_complete() {
    let case = Case::with(&[]);
    let message = case.refused(&format!("{EXPORT} protests.csv --complete claims"), 2);
    assert!(message.contains("--complete claims: no Claim Details file or ES-022 is given"));
    let message = case.refused(&format!("{EXPORT} --complete everything"), 2);
    assert!(message.contains("there are protests, drawbacks, claims"), "{message}");
}

#[test]
fn a_list_that_cannot_be_read_to_its_end_is_not_complete() {
    let rows = "Entry Number,Protest Number,Protest Status\n";
    for (damage, record) in
        [("N/A?,1,Open\n", 2), ("9Q920000019,1,\"Open\n9Q920000027,2,Open\n", 2)]
    {
        let case = Case::with(&[("list.csv", &format!("{rows}{damage}"))]);
        let message = case.refused(&format!("{EXPORT} list.csv --complete protests"), 1);
        let expected = format!("--complete protests: list.csv, record {record} could not be read");
        assert!(message.contains(&expected), "{message}");
    }
}
