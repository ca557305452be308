//! Every `capeprep` command of the README is run, in order, and must print what the README shows.
//! (`cargo` commands are run by the gate itself.)
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use std::path::Path;

/// A command of a console block with the output shown below it.
struct Shown {
    command: String,
    output: Vec<String>,
}

fn commands(readme: &str) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line {
            "```console" => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            _ => match line.strip_prefix("$ ") {
                Some(command) => {
                    shown.push(Shown { command: command.to_string(), output: Vec::new() });
                }
                None => shown.last_mut().expect("a command first").output.push(line.to_string()),
            },
        }
    }
    shown
}

/// Words of a command; double quotes keep blanks together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in command.split('"').enumerate() {
        match at % 2 {
            1 => words.push(part.to_string()),
            _ => words.extend(part.split_whitespace().map(str::to_string)),
        }
    }
    words
}

/// Whether the lines are as shown; a line `...` stands for any number of lines.
fn is_as_shown(shown: &[String], lines: &[&str]) -> bool {
    match shown.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first == "..." => {
            (0..=lines.len()).any(|skip| is_as_shown(rest, &lines[skip..]))
        }
        Some((first, rest)) => {
            lines.split_first().is_some_and(|(line, more)| first == line && is_as_shown(rest, more))
        }
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

#[test]
fn every_command_of_the_readme_does_what_it_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let dir = tempfile::tempdir().unwrap();
    for folder in ["demo", "demo-facts", "demo-hts-rates", "demo-parties"] {
        copy(&root.join("fixtures").join(folder), &dir.path().join("fixtures").join(folder));
    }
    let mut run = 0;
    for Shown { command, output } in commands(&readme) {
        let mut words = words(&command);
        if words[0] == "cargo" && words.get(1).is_some_and(|w| w == "test") {
            continue;
        }
        if words[0] == "cargo" {
            assert_eq!(words[1..4], ["run", "--release", "--"]);
            words.drain(..3);
        } else {
            assert_eq!(words[0], "capeprep", "{command}");
        }
        let ended = Command::cargo_bin("capeprep")
            .unwrap()
            .args(&words[1..])
            .current_dir(dir.path())
            .output()
            .unwrap();
        let printed = String::from_utf8(ended.stdout).unwrap();
        assert!(ended.status.success(), "{command}: {}", String::from_utf8_lossy(&ended.stderr));
        let lines: Vec<&str> = printed.lines().collect();
        assert!(
            output.is_empty() || is_as_shown(&output, &lines),
            "{command} prints\n{printed}\nand not\n{}",
            output.join("\n")
        );
        run += 1;
    }
    assert!(run >= 9, "the README has lost its commands");
}
