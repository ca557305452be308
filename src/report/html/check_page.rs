//! The page of a check, in parts that a template can set.

use super::words::{Words, spans};
use crate::assess::checks::Check;

/// A part of a page.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Heading(String),
    Text(Vec<Words>),
}

/// What a check finds, why it matters and what to do.
pub(super) fn parts(check: &Check) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut paragraph = String::new();
    let close = |paragraph: &mut String, parts: &mut Vec<Part>| {
        if !paragraph.is_empty() {
            parts.push(Part::Text(spans(paragraph)));
            paragraph.clear();
        }
    };
    for line in check.page.lines().map(str::trim) {
        if let Some(heading) = line.strip_prefix("## ") {
            close(&mut paragraph, &mut parts);
            parts.push(Part::Heading(heading.to_owned()));
        } else if line.is_empty() || line.starts_with("# ") {
            close(&mut paragraph, &mut parts);
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
        }
    }
    close(&mut paragraph, &mut parts);
    parts
}

/// The sentence with which the page begins.
pub(super) fn first_sentence(check: &Check) -> String {
    let first = parts(check).into_iter().find_map(|part| match part {
        Part::Text(words) => Some(words),
        Part::Heading(_) => None,
    });
    let text: String = first.unwrap_or_default().into_iter().map(|words| words.text).collect();
    match text.split_once(". ") {
        Some((sentence, _)) => format!("{sentence}."),
        None => text,
    }
}

/// A check in plain words: CBP's label for it; without such, the first words of its page.
pub(super) fn title(check: &Check) -> String {
    check.label.map_or_else(|| first_sentence(check), str::to_owned)
}
