//! Which outputs were asked for.

/// An output of `analyze`, as `--only` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Output {
    /// `groups.csv`
    Groups,
    /// `entries.csv`
    Entries,
    /// `lines.csv`
    Lines,
    /// `findings.csv`
    Findings,
    /// `rejected_rows.csv`
    Rejected,
    /// `declarations/`
    Declarations,
    /// `readiness.csv`
    Readiness,
    /// `summary.json`
    Json,
    /// `report.html`
    Html,
    /// `report.xlsx`
    Xlsx,
    /// `deadlines.ics`
    Ics,
}

impl Output {
    /// Every output, with its word.
    pub const ALL: &'static [(&'static str, Output)] = &[
        ("groups", Output::Groups),
        ("entries", Output::Entries),
        ("lines", Output::Lines),
        ("findings", Output::Findings),
        ("rejected", Output::Rejected),
        ("declarations", Output::Declarations),
        ("readiness", Output::Readiness),
        ("json", Output::Json),
        ("html", Output::Html),
        ("xlsx", Output::Xlsx),
        ("ics", Output::Ics),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Output::ALL.iter().find(|(_, output)| *output == self).map_or("", |(word, _)| word)
    }

    /// The output with this word.
    pub fn named(word: &str) -> Option<Output> {
        Output::ALL.iter().find(|(name, _)| *name == word).map(|(_, output)| *output)
    }
}

/// A set of outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outputs(Vec<Output>);

impl Outputs {
    /// All there are.
    pub fn all() -> Outputs {
        Outputs(Output::ALL.iter().map(|(_, output)| *output).collect())
    }

    /// Only these.
    pub fn only(outputs: Vec<Output>) -> Outputs {
        Outputs(outputs)
    }

    /// Leaves one out.
    pub fn leave_out(&mut self, output: Output) {
        self.0.retain(|asked| *asked != output);
    }

    /// Whether this one was asked for.
    pub fn has(&self, output: Output) -> bool {
        self.0.contains(&output)
    }
}
