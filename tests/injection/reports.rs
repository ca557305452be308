//! Every command over the hostile inputs: what it writes, prints and says.

use super::checks::{self, Seen};
use super::payloads::{payloads, plain};
use super::world::World;
use assert_cmd::Command;
use capeprep::domain::visible;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::PathBuf;
use std::thread;

/// What a command printed.
pub struct Printed {
    pub out: String,
    pub code: i32,
}

/// Runs a command; what it prints and says is looked at as a terminal would.
pub fn run(world: &World, words: &[&str], paths: &[PathBuf], seen: &mut Seen) -> Printed {
    let mut command = Command::cargo_bin("capeprep").unwrap();
    command.current_dir(world.path(""));
    command.env("CAPEPREP_PROFILES", world.path("profiles"));
    command.args(words.iter().map(OsString::from)).args(paths);
    let output = command.output().unwrap();
    let said = checks::terminal(&output.stderr, &format!("stderr of {words:?}"), seen);
    let printed = checks::terminal(&output.stdout, &format!("stdout of {words:?}"), seen);
    let code = output.status.code().expect("an exit code");
    assert!(code <= 3 && !said.contains("internal error"), "{words:?}: {code} {said}");
    assert!(said.len() < 50_000, "{words:?}: says {} bytes", said.len());
    Printed { out: printed, code }
}

const JUDGED: [&str; 8] = [
    "--as-of",
    "2026-05-15",
    "--facts",
    "facts.csv",
    "--hts-rates",
    "rates.csv",
    "--parties",
    "parties.toml",
];

/// Elements of all pages.
type Elements = BTreeMap<String, BTreeSet<String>>;

fn everything(world: &World, seen: &mut Seen) -> Elements {
    let done =
        |printed: Printed, what: &str| assert_eq!(printed.code, 0, "{what}: {}", printed.out);
    let inputs = || [PathBuf::from("export.csv"), world.named()];
    let with = |words: &[&'static str]| [words, &JUDGED].concat();
    let mut elements = Elements::new();
    let mut add = |more: Elements| {
        more.into_iter().for_each(|(tag, of_it)| elements.entry(tag).or_default().extend(of_it));
    };

    let words = with(&["analyze", "--out", "out", "--mask", "masked"]);
    done(run(world, &words, &inputs(), seen), "analyze");
    add(checks::report(&world.path("out"), seen));
    add(checks::report(&world.path("masked"), seen));

    let words = with(&["analyze", "--out", "later", "--include-review", "--json"]);
    let printed = run(world, &words, &inputs()[..1], seen);
    checks::json(printed.out.as_bytes(), "analyze --json", seen);
    done(printed, "analyze --json");
    add(checks::report(&world.path("later"), seen));

    let reports = [PathBuf::from("said")];
    let words = ["track", "--run", "out", "--out", "tracked", "--as-of", "2026-07-15"];
    done(run(world, &words, &reports, seen), "track");
    add(checks::report(&world.path("tracked"), seen));

    let words = ["diff", "out", "later", "--out", "changes"];
    done(run(world, &words, &[], seen), "diff");
    checks::report(&world.path("changes"), seen);

    // Names of files stand in what is said of them, and in the command that makes a report again.
    for dir in ["out", "masked", "later", "tracked", "changes"] {
        done(run(world, &["verify", dir, "--no-progress"], &[], seen), "verify");
        done(run(world, &["verify", dir, "--again", "--quiet"], &[], seen), "verify --again");
        let printed = run(world, &["verify", dir, "--json", "--inputs", "said"], &[], seen);
        checks::json(printed.out.as_bytes(), "verify --json", seen);
    }

    let words = ["inspect", "--as-of", "2026-05-15", "--request", "requests"];
    done(run(world, &words, &inputs(), seen), "inspect --request");
    checks::report(&world.path("requests"), seen);

    let paths = ["export.csv", "facts.csv", "said"].map(PathBuf::from).into_iter();
    run(
        world,
        &["inspect", "--save-profile", "first"],
        &paths.chain([world.named()]).collect::<Vec<_>>(),
        seen,
    );

    let number = World::number(3).to_string();
    let words = with(&["explain"]);
    let words = [&words[..], &[number.as_str(), "export.csv"]].concat();
    done(run(world, &words, &[], seen), "explain");
    let words = with(&["explain", "--json", "--every", "--quiet"]);
    let printed = run(world, &words, &inputs()[1..], seen);
    printed.out.lines().for_each(|line| checks::json(line.as_bytes(), "explain --every", seen));
    done(printed, "explain --every");
    elements
}

#[test]
fn nothing_that_looks_like_more_than_text_is_more_than_text() {
    let (hostile, calm) = (World::new(payloads()), World::new(plain()));
    let mut seen = Seen::default();
    let (found, usual) = thread::scope(|scope| {
        let calm = scope.spawn(|| everything(&calm, &mut Seen::default()));
        (everything(&hostile, &mut seen), calm.join().unwrap())
    });
    // The page has the elements and attributes that it has for any data.
    for (tag, attributes) in &found {
        let known = usual.get(tag).unwrap_or_else(|| panic!("an element <{tag}>"));
        assert!(attributes.is_subset(known), "<{tag} {attributes:?}>");
    }
    // What was tried has come through: each text stands in the report, made visible.
    let mut reader = csv::Reader::from_path(hostile.path("out/entries.csv")).unwrap();
    let at = reader.headers().unwrap().iter().position(|name| name == "importer_name").unwrap();
    let names: BTreeSet<String> = reader.records().map(|row| row.unwrap()[at].to_owned()).collect();
    let letters = |text: &str| -> String {
        text.chars().filter(|c| *c != '\'' && !c.is_whitespace()).take(200).collect()
    };
    let names: BTreeSet<String> = names.iter().map(|name| letters(name)).collect();
    let missing: Vec<&String> =
        hostile.texts().iter().filter(|text| !names.contains(&letters(&visible(text)))).collect();
    // Spaces and the sign of a text are stripped from a cell, and then nothing is left to show.
    assert!(missing.len() <= 8, "{missing:?}");
    assert!(seen.files > 60 && seen.cells > 50_000, "{seen:?}");
    eprintln!("{} hostile texts: {seen:?}", hostile.texts().len());
}
