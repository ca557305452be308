//! What is typed, or what a pattern of the shell puts on the command line, is repeated as text.

use super::checks::Seen;
use super::payloads::payloads;
use super::reports::run;
use super::world::World;

#[test]
fn no_argument_reaches_the_terminal_as_it_is() {
    let world = World::new(vec!["plain".to_owned()]);
    let mut seen = Seen::default();
    let texts = payloads();
    // Of those that an argument can be, the ones a terminal obeys.
    let is_one = |text: &&String| text.len() < 1000 && !text.contains('\0');
    let worst: Vec<&String> = texts
        .iter()
        .filter(is_one)
        .filter(|text| text.chars().any(super::payloads::misleads))
        .collect();
    assert!(worst.len() > 20);
    let together: String = worst.iter().map(|text| text.as_str()).collect::<Vec<_>>().join(" ");
    let options: [&[&str]; 21] = [
        &["analyze", "export.csv", "--out", "o", "--only"],
        &["analyze", "export.csv", "--out", "o", "--skip"],
        &["analyze", "export.csv", "--out", "o", "--map"],
        &["analyze", "export.csv", "--out", "o", "--profile"],
        &["analyze", "export.csv", "--out", "o", "--as-of"],
        &["analyze", "export.csv", "--out", "o", "--filer-code"],
        &["analyze", "export.csv", "--out", "o", "--complete"],
        &["analyze", "export.csv", "--out", "o", "--taxpayer"],
        &["analyze", "export.csv", "--out", "o", "--jobs"],
        &["analyze", "export.csv", "--out", "o", "--max-memory"],
        &["analyze", "export.csv", "--out", "o", "--facts"],
        &["analyze", "export.csv", "--out", "o", "--parties"],
        &["analyze", "export.csv", "--out", "o", "--hts-rates"],
        &["analyze", "export.csv", "--out", "o", "--rulebook"],
        &["analyze", "--out", "o"],
        &["inspect"],
        &["explain"],
        &["rulebook"],
        &["rulebook", "check"],
        &["unmask", "x", "--key"],
        &["diff", "out"],
    ];
    for words in options {
        let words = [words, &[together.as_str()]].concat();
        let printed = run(&world, &words, &[], &mut seen);
        assert_ne!(printed.code, 0, "{words:?}");
    }
    for text in ["--", "-x", ""] {
        let option = format!("{text}{together}");
        assert_eq!(run(&world, &["analyze", &option], &[], &mut seen).code, 2);
        assert_eq!(run(&world, &[&option], &[], &mut seen).code, 2);
    }
    // These are taken, and printed.
    let map = format!("port={together}");
    run(&world, &["analyze", "export.csv", "--out", "o", "--map", &map], &[], &mut seen);
    let out = World::as_file_name(&together);
    let words = ["analyze", "export.csv", "--importer", &together, "--out", &out];
    assert_eq!(run(&world, &words, &[], &mut seen).code, 0);
    assert_ne!(run(&world, &words, &[], &mut seen).code, 0, "it is not empty");
    let words = ["sample", "--entries", "3", "--out", &format!("{out}.csv")];
    assert_eq!(run(&world, &words, &[], &mut seen).code, 0);
    let words = ["rulebook", "--export", &format!("{out} rules")];
    assert_eq!(run(&world, &words, &[], &mut seen).code, 0);
    let words = ["man", "--out", &format!("{out} pages")];
    assert_eq!(run(&world, &words, &[], &mut seen).code, 0);
    eprintln!("{seen:?}");
}

#[test]
fn refusals_quote_a_cell_as_text() {
    let world = World::new(vec!["plain".to_owned()]);
    let mut seen = Seen::default();
    let texts = payloads();
    let cells: Vec<&str> = texts.iter().map(String::as_str).collect();
    let csv = |name: &str, rows: &[Vec<&str>]| {
        let mut writer =
            csv::WriterBuilder::new().flexible(true).from_path(world.path(name)).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        writer.flush().unwrap();
    };
    csv("none.csv", &[cells.clone(), cells.clone()]);
    let known = ["Entry Summary Number", "HTS Number - Full", "Entry Date"];
    csv("lacks.csv", &[[&known[..], &cells].concat()]);
    let two = ["Importer Number", "Line Tariff Duty Amount", "IOR Number", "Importer Number"];
    csv("two.csv", &[[&known[..], &two, &cells].concat()]);
    csv("rows-as-facts.csv", &[[&["Entry Number", "HTS", "Duty"], &cells[..]].concat()]);
    let say = |words: &[&str], seen: &mut Seen| {
        let printed = run(&world, words, &[], seen);
        assert_ne!(printed.code, 0, "{words:?}");
    };
    for name in ["none.csv", "lacks.csv", "two.csv", "rows-as-facts.csv"] {
        say(&["analyze", name, "--out", "o"], &mut seen);
        say(&["analyze", "export.csv", "--facts", name, "--out", "o"], &mut seen);
        run(&world, &["inspect", name], &[], &mut seen);
    }
    let quoted = |text: &str| toml::Value::from(text).to_string();
    for text in cells.iter().filter(|text| text.len() < 1000).step_by(7) {
        let files = [
            format!("[[importer]]\nname = {}\nnumbers = 3\n", quoted(text)),
            format!("[[importer]]\nname = \"x\"\nnumbers = [{}]\n", quoted(text)),
            format!("[[importer]]\n{} = 1\n", quoted(text)),
            format!("{}\n", text),
        ];
        for file in files {
            std::fs::write(world.path("bad.toml"), file).unwrap();
            say(&["analyze", "export.csv", "--parties", "bad.toml", "--out", "o"], &mut seen);
        }
        let file = format!("[map]\nport = {}\n{} = \"x\"\n", quoted(text), quoted(text));
        std::fs::write(world.path("profile.toml"), file).unwrap();
        say(&["analyze", "export.csv", "--profile", "profile.toml", "--out", "o"], &mut seen);
    }
    assert!(!world.path("o").exists());
    eprintln!("{seen:?}");
}
