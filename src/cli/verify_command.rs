//! The command that made a report, from its manifest.

use super::args::{Cli, Command};
use crate::report::shell_word;
use crate::verify::{Manifest, WITHHELD};
use clap::Parser;
use serde_json::Value;
use std::path::Path;

/// A command with its options.
pub(super) struct Remade {
    command: String,
    /// Name and value; a switch has none.
    options: Vec<(&'static str, Option<String>)>,
    words: Vec<String>,
}

impl Remade {
    /// The command of a manifest. A rulebook that the user names is taken where the manifest does not
    /// tell of one.
    ///
    /// # Errors
    /// Why it cannot be run again, in words.
    pub fn of(manifest: &Manifest, rulebook: Option<&Path>) -> Result<Remade, String> {
        let mut remade =
            Remade { command: manifest.command.clone(), options: Vec::new(), words: Vec::new() };
        let options = &manifest.said["options"];
        match manifest.command.as_str() {
            "analyze" => remade.analyze(options),
            "track" => remade.track(options),
            "diff" => remade.diff(options),
            other => return Err(format!("`capeprep {other}` cannot be run again from a manifest")),
        }
        remade.one("rulebook", &options["rulebook"]);
        // Older manifests do not tell of it.
        if let Some(dir) = rulebook.filter(|_| options.get("rulebook").is_none()) {
            remade.options.push(("rulebook", Some(dir.to_string_lossy().into_owned())));
        }
        let values = remade.options.iter().filter_map(|(_, value)| value.as_deref());
        if remade.words.iter().map(String::as_str).chain(values).any(|word| word == WITHHELD) {
            return Err(
                "it is a masked copy, whose inputs are withheld; verify the report that it was \
                        made beside"
                    .to_owned(),
            );
        }
        if remade.words.iter().any(|word| word == "-")
            || remade.options.iter().any(|(_, value)| value.as_deref() == Some("-"))
        {
            return Err("standard input was read, which is gone".to_owned());
        }
        if remade.words.is_empty() {
            return Err("its manifest does not tell what was read".to_owned());
        }
        Ok(remade)
    }

    fn analyze(&mut self, options: &Value) {
        self.words.extend(texts(&options["inputs"]));
        // As typed, if the manifest tells; else as it was understood.
        let typed = &options["typed"];
        let said = |key: &str| if typed.is_object() { &typed[key] } else { &options[key] };
        for (name, key) in [
            ("as-of", "as_of"),
            ("taxpayer", "taxpayer"),
            ("deposit-basis", "deposit_basis"),
            ("hts-rates", "hts_rates"),
            ("parties", "parties"),
            ("profile", "profile_name"),
            ("reader", "reader"),
            ("max-memory", "max_memory"),
        ] {
            self.one(name, &options[key]);
        }
        self.one("processing-days", said("processing_days"));
        self.all("importer", said("importer"));
        for (name, key) in [("filer-code", "filer_code"), ("facts", "facts"), ("map", "map")] {
            self.all(name, &options[key]);
        }
        self.list("complete", said("complete"));
        self.list("only", &options["only"]);
        self.list("skip", &options["skip"]);
        for (name, key) in [("include-review", "include_review"), ("strict", "strict")] {
            if options[key] == Value::Bool(true) {
                self.options.push((name, None));
            }
        }
        // What is so by default is not said again.
        self.options.retain(|(name, value)| {
            !matches!(
                (*name, value.as_deref()),
                ("taxpayer", Some("corporate"))
                    | ("deposit-basis", Some("summary"))
                    | ("reader", Some("fast"))
            )
        });
    }

    fn track(&mut self, options: &Value) {
        self.words.extend(texts(&options["reports"]));
        self.one("run", &options["run"]);
        self.one("as-of", &options["as_of"]);
        self.all("report-date", &options["report_date"]);
        self.list("only", &options["only"]);
        self.list("skip", &options["skip"]);
    }

    fn diff(&mut self, options: &Value) {
        self.words.extend(text(&options["before"]));
        self.words.extend(text(&options["after"]));
        self.one("accounts", &options["accounts"]);
    }

    fn one(&mut self, name: &'static str, value: &Value) {
        self.options.extend(text(value).map(|value| (name, Some(value))));
    }

    fn all(&mut self, name: &'static str, values: &Value) {
        self.options.extend(texts(values).map(|value| (name, Some(value))));
    }

    fn list(&mut self, name: &'static str, values: &Value) {
        let values: Vec<String> = texts(values).collect();
        if !values.is_empty() {
            self.options.push((name, Some(values.join(","))));
        }
    }

    /// The files and directories that a run of it reads, as they were given. A profile is named for
    /// itself, since it is noted in the manifest and not among the inputs.
    pub fn reads(&self) -> impl Iterator<Item = &str> {
        const READ: [&str; 5] = ["hts-rates", "parties", "facts", "run", "accounts"];
        let options = self.options.iter().filter(|(name, _)| READ.contains(name));
        let options = options.filter_map(|(_, value)| value.as_deref());
        self.words.iter().map(String::as_str).chain(options)
    }

    /// What it reads that is no input: rules and a profile.
    pub fn settings(&self) -> impl Iterator<Item = &str> {
        let options =
            self.options.iter().filter(|(name, _)| matches!(*name, "rulebook" | "profile"));
        options.filter_map(|(_, value)| value.as_deref())
    }

    /// The command as it is typed, in a form that any shell reads as it stands; `None` if there is none.
    pub fn typed(&self, out: &str) -> Option<String> {
        let mut line = format!("capeprep {}", self.command);
        for word in &self.words {
            line.push_str(&format!(" {}", shell_word(word)?));
        }
        for (name, value) in &self.options {
            line.push_str(&format!(" --{name}"));
            if let Some(value) = value {
                line.push_str(&format!(" {}", shell_word(value)?));
            }
        }
        line.push_str(&format!(" --out {}", shell_word(out)?));
        Some(line)
    }

    /// The command, to be run without a word on the terminal.
    ///
    /// # Errors
    /// Its options mean nothing to this program.
    pub fn parsed(&self, out: &Path) -> Result<Command, String> {
        let mut words = vec!["capeprep".to_owned(), self.command.clone(), "--quiet".to_owned()];
        for (name, value) in &self.options {
            words.push(match value {
                Some(value) => format!("--{name}={value}"),
                None => format!("--{name}"),
            });
        }
        words.push(format!("--out={}", out.display()));
        words.push("--".to_owned());
        words.extend(self.words.iter().cloned());
        Cli::try_parse_from(words)
            .map(|cli| cli.command)
            .map_err(|error| error.to_string().lines().next().unwrap_or_default().to_owned())
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn texts(values: &Value) -> impl Iterator<Item = String> {
    values.as_array().into_iter().flatten().filter_map(text)
}
