//! The pages of the checks, for the terminal and for `docs/checks.md`.

use super::{ALL, Check};
use crate::domain::{Field, Severity};
use std::fmt::Write as _;

impl Check {
    /// Its page in Markdown: what its doc comment says, then severity, label, columns and sources.
    pub fn render(&self) -> String {
        let mut page = String::new();
        for line in self.page.lines() {
            page.push_str(line.strip_prefix(' ').unwrap_or(line));
            page.push('\n');
        }
        page.push_str("\n## Source\n");
        let mut item = |name: &str, text: String| {
            page.push_str(&format!("- {name}: {text}\n"));
        };
        item("Severity", format!("{} ({})", self.severity, weight(self.severity)));
        if let Some(label) = self.label {
            item("CBP's label", format!("`{label}`"));
        }
        let columns: Vec<String> = self.fields.iter().map(|field| column(*field)).collect();
        item("Columns read", columns.join(", "));
        if let Some(settle) = self.settle {
            item("Settled by", settle.to_owned());
        }
        item("Sources", self.sources.join(", "));
        page
    }
}

fn column(field: Field) -> String {
    format!("`{}`", field.name())
}

fn weight(severity: Severity) -> &'static str {
    match severity {
        Severity::Block => "CBP would refuse the entry or the file",
        Severity::Review => "a person decides before filing",
        Severity::Info => "worth knowing, changes nothing",
    }
}

/// The page that lists every check, as `docs/checks.md` holds it.
pub fn page_of_all() -> String {
    let mut page = String::from(
        "# Checks\n\n\
         Generated from the doc comments of the checks; `UPDATE_DOCS=1 cargo test --test checks` \
         writes it anew.\n\n\
         `capeprep rulebook check CODE` prints one of these pages, `capeprep rulebook SOURCE` what \
         stands behind a source such as `cape-rules:S1`. A check that stops an entry (severity \
         block) and lacks the columns it needs is *unproved* for that entry: it is listed as such \
         and never shown as passed. Other checks just find nothing without their columns.\n",
    );
    for severity in Severity::ALL {
        let _ = write!(page, "\n| {severity} | CBP's label |\n|---|---|\n");
        for check in ALL.iter().filter(|check| check.severity == *severity) {
            let label = check.label.map(|label| format!("`{label}`")).unwrap_or_default();
            let _ = writeln!(page, "| [{0}](#{0}) | {label} |", check.code);
        }
    }
    for check in ALL {
        page.push('\n');
        for line in check.render().lines() {
            if line.starts_with('#') {
                page.push('#');
            }
            page.push_str(line);
            page.push('\n');
        }
    }
    page
}
