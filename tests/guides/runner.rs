//! Runs the commands of a document in a folder of its own.

use assert_cmd::Command;
use std::path::Path;
use tempfile::TempDir;

pub struct Runner {
    document: String,
    dir: TempDir,
}

impl Runner {
    pub fn new(document: &str) -> Runner {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["demo", "demo-facts", "demo-hts-rates", "demo-parties", "story"] {
            let fixtures = Path::new("fixtures").join(folder);
            copy(&super::root().join(&fixtures), &dir.path().join(&fixtures));
        }
        Runner { document: document.to_owned(), dir }
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.dir.path().join(name), text).unwrap();
    }

    /// Runs a command, which must succeed and print what is shown, if anything is.
    pub fn run(&self, command: &str, output: &[String]) {
        let mut words = words(command);
        // The gate itself runs the tests.
        if words.starts_with(&["cargo".to_owned(), "test".to_owned()]) {
            return;
        }
        if words[0] == "cargo" {
            assert_eq!(words[1..4], ["run", "--release", "--"]);
            words.drain(..3);
        } else {
            assert_eq!(words[0], "capeprep", "{}: {command}", self.document);
        }
        let ended = Command::cargo_bin("capeprep")
            .unwrap()
            .args(&words[1..])
            .current_dir(self.dir.path())
            .output()
            .unwrap();
        let printed = String::from_utf8(ended.stdout).unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "{}: {command}: {said}", self.document);
        let lines: Vec<&str> = printed.lines().collect();
        assert!(
            output.is_empty() || is_as_shown(output, &lines),
            "{}: {command} prints\n{printed}\nand not\n{}",
            self.document,
            output.join("\n")
        );
    }

    /// Compares the columns that a table shows with those of a file, in all rows.
    pub fn compare(&self, file: &str, table: &str) {
        let text = std::fs::read_to_string(self.dir.path().join(file)).unwrap();
        let mut written = csv::Reader::from_reader(text.as_bytes());
        let mut shown = csv::Reader::from_reader(table.as_bytes());
        let columns = shown.headers().unwrap().clone();
        let all = written.headers().unwrap().clone();
        let places: Vec<usize> = columns
            .iter()
            .map(|column| all.iter().position(|c| c == column).expect(column))
            .collect();
        let written: Vec<Vec<String>> = written
            .records()
            .map(|row| row.map(|row| places.iter().map(|at| row[*at].to_owned()).collect()))
            .collect::<Result<_, _>>()
            .unwrap();
        let shown: Vec<Vec<String>> = shown
            .records()
            .map(|row| row.map(|row| row.iter().map(str::to_owned).collect()))
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(written, shown, "{}: {file}, the program on the left", self.document);
    }
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
