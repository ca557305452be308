//! The words of the findings that most entries have, put together without the cost of `format!`.

use crate::domain::{Cents, Day, Hts8, write_digits};

/// A text under construction.
pub(super) struct Words(Vec<u8>);

impl Words {
    /// Nothing yet, with room for a sentence.
    pub(super) fn new() -> Words {
        Words(Vec::with_capacity(128))
    }

    /// Whether nothing was said yet.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds text.
    pub(super) fn say(mut self, text: &str) -> Words {
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    /// Adds a heading with its dots: `9903.01.25`.
    pub(super) fn heading(mut self, heading: Hts8) -> Words {
        heading.write_dotted(&mut self.0);
        self
    }

    /// Adds an amount.
    pub(super) fn cents(mut self, cents: Cents) -> Words {
        cents.write_to(&mut self.0);
        self
    }

    /// Adds a date.
    pub(super) fn day(mut self, day: Day) -> Words {
        day.write_to(&mut self.0);
        self
    }

    /// Adds a whole number that is not negative.
    pub(super) fn number(mut self, number: u64) -> Words {
        write_digits(number, &mut self.0);
        self
    }

    /// The text.
    pub(super) fn end(self) -> String {
        // Nothing but text was added.
        String::from_utf8(self.0).unwrap_or_default()
    }
}
