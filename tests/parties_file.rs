//! Mistakes in a parties file: each is told at its line and column, and no routing number with it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use capeprep::parties::Parties;

/// Passes the checksum; no bank begins with 99.
const ROUTING_NUMBER: &str = "990000042";

/// What is wrong with a file, as the program says it.
fn refusal(parties: &str) -> String {
    Parties::read(parties, "parties.toml").map(|_| "taken".to_owned()).unwrap_or_else(|e| {
        let message = e.to_string();
        assert!(!format!("{message}{e:?}").contains(ROUTING_NUMBER));
        message
    })
}

#[test]
fn a_bad_routing_number_is_not_repeated() {
    let head = "[[importer]]\nnumbers = [\"98-765432100\"]\n";
    for (value, column, problem) in [
        ("\"990000043\"", 18, "fails its checksum (not shown)"),
        ("990000043", 18, "fails its checksum (not shown)"),
        ("\"99000004\"", 18, "is not nine digits (not shown)"),
        ("[990000043]", 18, "`routing_number` is a list; expected nine digits"),
        ("990000043.5", 18, "`routing_number` is a number; expected nine digits"),
        // No TOML: a number has no leading zero, and a text has a second quote.
        ("099000043", 18, "not TOML"),
        ("\"990000043", 28, "not TOML"),
        ("990000043x", 18, "not TOML"),
    ] {
        let message = refusal(&format!("{head}routing_number = {value}\n"));
        let place = format!("parties.toml, line 3, column {column}: ");
        assert!(message.starts_with(&place) && message.contains(problem), "{value}: {message}");
        assert!(!message.contains("9000004") && !message.contains("99000"), "{message}");
    }
    // Nor where it was put under another key.
    for key in ["ach_refund", "ace_account_state", "us_bank", "990000043"] {
        let message = refusal(&format!("{head}{key} = \"990000043\"\n"));
        assert!(message.starts_with("parties.toml, line 3, column "), "{message}");
        assert!(!message.contains("99000"), "{message}");
    }
    let message = refusal("[[importer]]\nnumbers = [\"990000043\"]\n");
    assert!(!message.contains("99000"), "{message}");
}

#[test]
fn a_routing_number_under_another_key_is_not_shown_either() {
    for line in [
        "ach_refund = \"BoA 990000042\"",
        "ach_refund = \"990000042/1234567\"",
        "ach_refund = \"9900-00042\"",
        "\"routing 990000042\" = 1",
        "ace_account = \"Chase 990000042\"",
        "name = \"Teapots, ABA990000042\"",
    ] {
        let message = refusal(&format!("[[importer]]\nnumbers = [\"98-765432100\"]\n{line}\n"));
        assert!(message.contains("not shown"), "{message}");
        for digits in ["990000042", "9900-00042"] {
            assert!(!message.contains(digits), "{message}");
        }
    }
    let message = refusal("[[importer]]\nnumbers = [\"ABA990000042\"]\n");
    assert!(message.contains("not shown") && !message.contains("990000042"), "{message}");
}

#[test]
fn each_error_points_at_line_and_column() {
    let importer = "[[importer]]\nnumbers = [\"98-765432100\"]\n";
    for (text, line, column, problem) in [
        ("", 1, 1, "no [[importer]] and no [[broker]]"),
        ("[[importers]]\n", 1, 3, "unknown key `importers` of the file; did you mean `importer`?"),
        (
            "[importer]\n",
            1,
            1,
            "`importer` is a table; expected tables that begin with [[importer]]",
        ),
        ("[[importer]]\nname = \"A\"\n", 1, 1, "[[importer]] needs `numbers`"),
        ("[[importer]]\nnumbers = []\n", 1, 1, "[[importer]] needs `numbers`"),
        (
            "[[importer]]\nnumbers = \"98-765432100\"\n",
            2,
            11,
            "is a text; expected a list of texts",
        ),
        (
            "[[importer]]\nnumbers = [98]\n",
            2,
            12,
            "`numbers` is a number; expected a list of texts",
        ),
        (
            "[[importer]]\nnumbers = [\"98-7654321\"]\n",
            2,
            12,
            "not shown) is no importer number; expected NN-NNNNNNNXX",
        ),
        ("[[importer]]\nnumbers = [\"98-765432100\", \"x\"]\n", 2, 28, "`x` is no importer number"),
        (&format!("{importer}{importer}"), 4, 12, "`98-765432100` stands in line 2 already"),
        (
            &format!("{importer}ach_refnd = \"none\"\n"),
            3,
            1,
            "unknown key `ach_refnd` of [[importer]]; did you mean `ach_refund`?",
        ),
        (
            &format!("{importer}weather = 1\n"),
            3,
            1,
            "unknown key `weather` of [[importer]]; the keys are name, numbers,",
        ),
        (
            &format!("{importer}ach_refund = true\n"),
            3,
            14,
            "`ach_refund` is true; expected one of \"none\", \"registered\", \"verified\"",
        ),
        (
            &format!("{importer}ach_refund = \"yes\"\n"),
            3,
            14,
            "`ach_refund` is `yes`; expected one of",
        ),
        (
            &format!("{importer}us_bank = \"yes\"\n"),
            3,
            11,
            "`us_bank` is a text; expected true or false. Leave the key out",
        ),
        (&format!("{importer}name = \" \"\n"), 3, 8, "`name` is an empty text"),
        (
            &format!("{importer}ace_account = false\nace_account_state = \"active\"\n"),
            4,
            21,
            "but `ace_account` says that there is no account",
        ),
        (
            &format!("{importer}notify_party = true\n"),
            3,
            16,
            "`notify_party` is true; expected a table",
        ),
        (
            &format!("{importer}[importer.notify_party]\non_file = true\n"),
            3,
            1,
            "[importer.notify_party] needs `number`",
        ),
        (&format!("{importer}\u{e9}\u{e9} = 1\n"), 3, 1, "not TOML"),
        (&format!("{importer}us_bank = true\nus_bank = true\n"), 4, 1, "not TOML: duplicate key"),
        ("[[broker]]\nfiler_codes = [\"9Q9\", \"9Q\"]\n", 2, 23, "`9Q` is no filer code"),
        (
            "[[broker]]\nfiler_codes = [\"9Q9\"]\n[[broker]]\nfiler_codes = [\"9q9\"]\n",
            4,
            16,
            "`9Q9` stands in line 2 already",
        ),
        (
            "[[broker]]\nfiler_codes = [\"9Q9\"]\nauthorised_for = [\"9Q9\"]\n",
            3,
            19,
            "`9Q9` is no importer number",
        ),
    ] {
        let message = refusal(text);
        let place = format!("parties.toml, line {line}, column {column}: ");
        assert!(message.starts_with(&place) && message.contains(problem), "{text}\n{message}");
    }
}
