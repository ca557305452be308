//! Shell completions and manual pages name every command there is.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use capeprep::cli::Cli;
use clap::CommandFactory;

fn printed(arguments: &[&str]) -> String {
    let done = Command::cargo_bin("capeprep").unwrap().args(arguments).assert().success();
    String::from_utf8(done.get_output().stdout.clone()).unwrap()
}

fn commands() -> Vec<String> {
    let names: Vec<String> =
        Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
    assert!(names.len() >= 6, "{names:?}");
    names
}

#[test]
fn every_shell_completes_every_command_and_option() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&["completions", shell]);
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
        for option in ["filer-code", "as-of", "hts-rates"] {
            assert!(script.contains(option), "{shell}: {option}");
        }
    }
    let wrong = Command::cargo_bin("capeprep").unwrap().args(["completions", "tcsh"]).assert();
    wrong.code(2);
}

#[test]
fn the_main_page_names_every_command() {
    let page = printed(&["man"]);
    assert!(page.contains(".TH capeprep 1"), "{page}");
    for command in commands() {
        // In a manual page hyphens are escaped.
        assert!(page.contains(&format!("capeprep\\-{command}(1)")), "{command}: {page}");
    }
}

#[test]
fn every_command_has_a_page_and_other_pages_stay() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("man1");
    std::fs::create_dir(&place).unwrap();
    std::fs::write(place.join("other.1"), "other").unwrap();
    for _ in 0..2 {
        assert_eq!(printed(&["man", "--out", place.to_str().unwrap()]), "");
    }
    for command in commands() {
        let page = std::fs::read_to_string(place.join(format!("capeprep-{command}.1"))).unwrap();
        assert!(page.contains(".SH SYNOPSIS") && page.contains(&command), "{page}");
    }
    let analyze = std::fs::read_to_string(place.join("capeprep-analyze.1")).unwrap();
    assert!(analyze.contains("filer\\-code") && !analyze.contains("chunk\\-size"));
    assert!(place.join("capeprep.1").is_file());
    assert_eq!(std::fs::read_to_string(place.join("other.1")).unwrap(), "other");
}
