//! What a check is.

use crate::assess::Entry;
use crate::domain::{Field, Lane, Severity};

/// A check: one question about an entry, with its page.
pub struct Check {
    /// Its code, as reports print it.
    pub code: &'static str,
    /// What a finding weighs.
    pub severity: Severity,
    /// CBP's error label for it, verbatim, if it has one.
    pub label: Option<&'static str>,
    /// For a block: the lane an entry goes to that is stopped by it.
    pub lane: Option<Lane>,
    /// The columns it reads.
    pub fields: &'static [Field],
    /// For a block that can stay unproved: what to add or bring to settle it.
    pub settle: Option<&'static str>,
    /// Sources of the rule, as ids of the rulebook.
    pub sources: &'static [&'static str],
    /// Its page: What it finds, Why CBP refuses it, What to do.
    pub page: &'static str,
    /// Asks the question.
    pub run: fn(&Entry<'_>) -> Verdict,
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Check({})", self.code)
    }
}

/// The answer of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The data is there and the test passes.
    Clear,
    /// The test fails; the text says what was found, for people.
    Found(String),
    /// The data that would tell is not there.
    Unproved,
}

impl Verdict {
    /// `Found` with `detail` if the condition holds, else `Clear`.
    pub fn found_if(condition: bool, detail: impl FnOnce() -> String) -> Verdict {
        if condition { Verdict::Found(detail()) } else { Verdict::Clear }
    }
}

/// Declares a check. Its doc comment is its page: it shows in the API docs, in
/// `capeprep rulebook check CODE`, and in `docs/checks.md`.
macro_rules! check {
    (
        $(#[doc = $page:literal])+
        $name:ident {
            code: $code:literal,
            severity: $severity:ident,
            label: $label:expr,
            lane: $lane:expr,
            fields: [$($field:ident),* $(,)?],
            settle: $settle:expr,
            sources: [$($source:literal),+ $(,)?],
        }
        $run:expr
    ) => {
        $(#[doc = $page])+
        pub static $name: $crate::assess::checks::Check = $crate::assess::checks::Check {
            code: $code,
            severity: $crate::domain::Severity::$severity,
            label: $label,
            lane: $lane,
            fields: &[$($crate::domain::Field::$field),*],
            settle: $settle,
            sources: &[$($source),+],
            page: concat!($($page, "\n"),+),
            run: $run,
        };
    };
}

pub(super) use check;
