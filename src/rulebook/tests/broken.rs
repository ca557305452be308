//! A broken copy of the rules is refused, and the message says where and what.

use super::rules;
use crate::rulebook::{Rulebook, RulebookError};
use std::error::Error;
use std::fs;

/// The message for the built-in rules with one text of one file changed.
fn refusal(file: &str, from: &str, to: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    rules().export(dir.path()).unwrap();
    let path = dir.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    match Rulebook::from_dir(dir.path()) {
        Ok(_) => format!("taken: {file} with {to:?}"),
        Err(error) => match error.source() {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
    }
}

#[test]
fn damage_that_is_nearly_right_is_named_too() {
    for (file, from, to, message) in [
        ("entry_types.csv", "\n01,", "\n1,", "a type code of two characters"),
        ("headers.csv", "\n-,Filer Code,", "\nnothing,Filer Code,", "- for an unused header"),
        ("interest_rates.csv", ",600,", ",10000,", "basis points below 10000"),
        ("not_ieepa.csv", "99030301,99030311", "99030250,99030311", "no heading of IEEPA"),
        ("not_ieepa.csv", "990305,990305", "980305,980305", "digits that begin with 99"),
        ("not_ieepa.csv", "990305,990305", "99030x,99030x", "digits that begin with 99"),
        ("not_ieepa.csv", "990305,990305", "990,990", "4 to 8 digits"),
        ("sources.csv", "cape-rules:S1,", "cape-rules:S0,", "a document and a number"),
        ("sources.csv", "cape-rules:S1,", ":S1,", "a document and a number"),
        ("sources.csv", "cape-rules:S1,", "cape-rules:S,", "a document and a number"),
        ("rulebook.toml", "\"990301\"", "\"980301\"", "six digits of chapter 99"),
        ("rulebook.toml", "\"990301\"", "\"99030x\"", "six digits of chapter 99"),
        ("rulebook.toml", "[\"990301\", \"990302\"]", "[]", "six digits of chapter 99"),
        ("rulebook.toml", "value = \"20.00\"", "value = \"0.00\"", "an amount above 0.00"),
        (
            "rulebook.toml",
            "value = [7, 30, 60]",
            "value = [31, 30, 60]",
            "none below the one before",
        ),
        (
            "rulebook.toml",
            "value = [7, 30, 60]",
            "value = [7, 61, 60]",
            "none below the one before",
        ),
        ("rulebook.toml", "value = 78", "value = 81", "at most windows.cape_days"),
    ] {
        let found = refusal(file, from, to);
        assert!(found.starts_with(file) && found.contains(message), "{from:?} -> {to:?}: {found}");
    }
}

#[test]
fn what_is_just_allowed_is_taken() {
    for (file, from, to) in [
        ("rulebook.toml", "value = 61", "value = 78"),
        ("rulebook.toml", "value = 78", "value = 80"),
        ("rulebook.toml", "value = 60", "value = 79"),
        ("rulebook.toml", "value = [7, 30, 60]", "value = [30, 30, 30]"),
        ("interest_rates.csv", ",600,", ",9999,"),
        ("rulebook.toml", "value = \"20.00\"", "value = \"0.01\""),
    ] {
        assert_eq!(refusal(file, from, to), format!("taken: {file} with {to:?}"));
    }
}

#[test]
fn each_kind_of_damage_is_named() {
    for (file, from, to, message) in [
        // reports
        (
            "reports.csv",
            "es-022,Claim,claim_number",
            "es-22,Claim,claim_number",
            "column report: found \"es-22\"",
        ),
        (
            "reports.csv",
            "es-022,Claim,claim_number",
            "es-022,Claim,claim_numbers",
            "column meaning: found \"claim_numbers\", expected a field",
        ),
        (
            "reports.csv",
            "es-022,Team,-,no",
            "es-022,Team,-,yes",
            "column must: found \"yes\", expected no, where nothing is read",
        ),
        (
            "reports.csv",
            "es-022,Team,-,no",
            "es-022,CLAIM,-,no",
            "expected another one than in line",
        ),
        ("status_words.csv", "claim,failed,refused", "claim,failed,denied", "column meaning"),
        // registry
        (
            "codes.csv",
            "duty,20,2025-03-04,2025-11-10",
            "duty,20,2025-03-04,2025-11-11",
            "column effective_from: found \"2025-11-10\", expected 2025-11-11: no gap, no overlap",
        ),
        (
            "codes.csv",
            "duty,20,2025-03-04,2025-11-10",
            "duty,20,2025-03-04,",
            "expected a closed version above: no gap, no overlap",
        ),
        (
            "codes.csv",
            "duty,20,2025-03-04,",
            "duty,20,2025-12-04,",
            "column effective_to: found \"2025-11-10\", expected a day after effective_from",
        ),
        (
            "codes.csv",
            "9903.01.02,",
            "9903.01.2,",
            "line 6, column code: found \"9903.01.2\", expected eight digits",
        ),
        ("codes.csv", "9903.01.02,", "9903.01.99,", "codes in order"),
        (
            "codes.csv",
            "9903.01.02,fentanyl-MX",
            "9903.01.02,fentanyl-XX",
            "column program: found \"fentanyl-XX\", expected a program of programs.csv",
        ),
        (
            "codes.csv",
            "fentanyl-MX,exemption,0,",
            "fentanyl-MX,exempt,0,",
            "column kind: found \"exempt\", expected one of duty, exemption, special",
        ),
        (
            "codes.csv",
            "fentanyl-MX,exemption,0,",
            "fentanyl-MX,exemption,5,",
            "column rate_pct: found \"5\", expected 0 for an exemption",
        ),
        (
            "codes.csv",
            "fentanyl-MX,duty,25,",
            "fentanyl-MX,duty,25%,",
            "column rate_pct: found \"25%\", expected a number of per cent",
        ),
        (
            "codes.csv",
            "2025-03-04,2026-02-24,MX",
            "03/04/2025,2026-02-24,MX",
            "found \"03/04/2025\", expected a day in the form 2026-11-22",
        ),
        ("codes.csv", ",CN HK,", ",China,", "column countries: found \"China\""),
        (
            "codes.csv",
            "primary,ieepa-hts:S1;",
            "primary,ieepa-hts:S99;",
            "expected ids of sources.csv",
        ),
        (
            "codes.csv",
            ",primary,",
            ",certain,",
            "column confidence: found \"certain\", expected one of primary, observed,",
        ),
        (
            "codes.csv",
            "countries,authority",
            "origin,authority",
            "codes.csv: found the columns code,program,",
        ),
        ("codes.csv", ",fentanyl-MX,", ",fentanyl-MX,duty,", "not a CSV table"),
        (
            "floor_codes.csv",
            "9903.02.20",
            "9903.02.19",
            "line 4, column code: found \"9903.02.19\", expected a code of codes.csv of kind duty",
        ),
        ("floor_codes.csv", "9903.02.73", "9903.02.20", "another one than in line 4"),
        (
            "floor_codes.csv",
            ",KR\n",
            ",\n",
            "column spi: found \"\", expected a program such as KR",
        ),
        ("programs.csv", "fentanyl-CN,", "fentanyl-CA,", "another one than in line 3"),
        // not IEEPA
        ("not_ieepa.csv", "99030301,", "99030201,", "expected no heading of IEEPA"),
        ("not_ieepa.csv", "99030312,", "99030311,", "more than the last digits"),
        ("not_ieepa.csv", "990388,990388", "990388,9903", "as many as in last"),
        // requests
        ("requests.csv", ",control_status,", ",control,", "columns of a facts file joined by `;`"),
        ("requests.csv", "\nsummary-adjusted,", "\nsummary-not-accepted,", "another one than in"),
        // words
        ("entry_types.csv", "\n02,", "\n2,", "a type code of two characters"),
        ("entry_types.csv", "\n02,", "\n01,", "another one than in line"),
        ("entry_types.csv", ",recon-flag,", ",recon,", "column traits: found \"recon\""),
        (
            "entry_types.csv",
            "confirmed,,adcvd",
            "confirmed,2026-01-01,adcvd",
            "expected nothing, as the type is not excluded",
        ),
        ("status_words.csv", ",reliquidated,", ",liquidated,", "another one than in line"),
        ("status_words.csv", ",pending,", ",Pending,", "expected a folded word"),
        ("status_words.csv", "control_status,", "port,", "a status field, or yes_no"),
        (
            "status_words.csv",
            "trade,trade",
            "trade,broker",
            "column meaning: found \"broker\", expected one of cbp, trade",
        ),
        ("labels.csv", "Account Mismatch", "DUPLICATE ENTRY", "another one than in line"),
        ("labels.csv", "protest-open", "on-drawback", "column check"),
        (
            "remedies.csv",
            "\nentry,Invalid HTS,",
            "\n# entry,",
            "remedies.csv: entry Invalid HTS is missing",
        ),
        ("remedies.csv", "\nentry,*,", "\n# entry,", "remedies.csv: entry * is missing"),
        ("remedies.csv", "file,Not a CSV file,", "entry,Not a CSV file,", "a label of labels.csv"),
        ("remedies.csv", "entry,Invalid HTS,", "entry,Zeppelin,", "a label of labels.csv"),
        ("remedies.csv", ",upload-again,", ",upload,", "column action: found \"upload\""),
        ("headers.csv", "Filer Entry", "Entry", "another one than in line"),
        ("headers.csv", "Filer Entry", "LINE_VALUE", "another spelling than a canonical name"),
        ("headers.csv", "\nhts,", "\nhs,", "column field: found \"hs\", expected the name"),
        ("sources.csv", "cape-rules:S2,", "cape-rules:S1,", "another one than in line 3"),
        ("sources.csv", "cape-rules:S50", "cape-rules-50", "a document and a number"),
        // dates
        (
            "interest_rates.csv",
            "\n2025-04-01,",
            "\n2025-07-01,",
            "column quarter: found \"2025-07-01\", expected 2025-04-01: no gap, no overlap",
        ),
        ("interest_rates.csv", "\n2004-04-01,", "\n2004-04-02,", "first day of a quarter"),
        ("interest_rates.csv", ",600,", ",6.00,", "whole number of basis points"),
        ("holidays.csv", "2025-01-20", "2025-01-18", "expected a weekday"),
        ("holidays.csv", "2025-01-20", "2025-02-17", "expected a day after the one above"),
        ("phases.csv", "2026-06-29", "2026-04-01", "expected a day after the one above"),
        ("phases.csv", "phase-2", "recon", "phases.csv: phase-2 is missing"),
        ("setup_steps.csv", "us-bank,", "ach-refund,", "another one than in line 8"),
        ("setup_steps.csv", "us-bank,", "bank,", "column step: found \"bank\", expected one of"),
        ("setup_steps.csv", "us-bank,", "# us-bank,", "setup_steps.csv: us-bank is missing"),
        ("setup_steps.csv", ",payee,", ",nothing,", "column holds: found \"nothing\""),
        // single values
        (
            "rulebook.toml",
            "value = \"2026-02-24\"",
            "value = \"2025-02-04\"",
            "rulebook.toml, key period.end: found \"2025-02-04\", expected a day after",
        ),
        ("rulebook.toml", "value = 80", "value = 200", "windows.protest_days"),
        ("rulebook.toml", "value = 80", "value = 70", "at most windows.cape_days"),
        ("rulebook.toml", "value = 61", "value = 79", "at most windows.last_days_from"),
        ("rulebook.toml", "value = 60", "value = 80", "less than windows.cape_days"),
        ("rulebook.toml", "value = 45", "value = 0", "expected a number above 0"),
        ("rulebook.toml", "value = 45", "value = \"45\"", "invalid type"),
        ("rulebook.toml", "note = ", "remark = ", "unknown field `remark`"),
        ("rulebook.toml", "\"990301\"", "\"9903\"", "six digits of chapter 99"),
        ("rulebook.toml", "[\"ieepa-hts:S2\"", "[\"ieepa-hts:S77\"", "ids of sources.csv"),
        ("rulebook.toml", "\"primary\"", "\"sure\"", "a known word for the confidence"),
        ("rulebook.toml", "\"2026-11-22\"", "\"22 Nov 2026\"", "key facts_as_of"),
    ] {
        let found = refusal(file, from, to);
        assert!(found.starts_with(file) && found.contains(message), "{from:?} -> {to:?}: {found}");
    }
}

#[test]
fn rates_must_reach_the_end_of_the_period() {
    let mut rates = String::new();
    for (name, text) in rules().files.iter() {
        if name == "interest_rates.csv" {
            rates = text[text.find("\n2026-01-01").unwrap()..].to_owned();
        }
    }
    let found = refusal("interest_rates.csv", &rates, "\n");
    assert_eq!(found, "interest_rates.csv: a quarter of 2025-02-04 to 2026-02-24 is missing");
}

#[test]
fn an_export_is_the_same_rules_and_needs_an_empty_directory() {
    let dir = tempfile::tempdir().unwrap();
    let rules = rules();
    let copy = dir.path().join("rules");
    rules.export(&copy).unwrap();
    let read = Rulebook::from_dir(&copy).unwrap();
    assert_eq!(read.version, rules.version);
    assert!(matches!(rules.export(&copy), Err(RulebookError::NotEmpty { .. })));
    fs::write(copy.join("programs.csv"), "# mine\n").unwrap();
    assert!(Rulebook::from_dir(&copy).is_err());
    fs::remove_file(copy.join("programs.csv")).unwrap();
    let missing = Rulebook::from_dir(&copy).unwrap_err().to_string();
    assert!(missing.ends_with("programs.csv"), "{missing}");
}

#[test]
fn a_byte_order_mark_and_dos_line_ends_do_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    rules().export(dir.path()).unwrap();
    for (name, text) in rules().files.iter() {
        let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        fs::write(dir.path().join(name), text).unwrap();
    }
    Rulebook::from_dir(dir.path()).unwrap();
}

#[test]
fn any_change_changes_the_version() {
    let dir = tempfile::tempdir().unwrap();
    let rules = rules();
    rules.export(dir.path()).unwrap();
    let path = dir.path().join("holidays.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("Juneteenth", "Juneteenth Day")).unwrap();
    let changed = Rulebook::from_dir(dir.path()).unwrap();
    assert_ne!(changed.version, rules.version);
}
