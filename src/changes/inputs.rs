//! Which inputs two reports were not both made from.

/// What differs between the inputs of the two reports, in words such as `exports`; empty if both
/// are known to be made from the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differing(pub Vec<&'static str>);

impl Differing {
    /// Whether any do.
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// In words, for the detail of a change.
    pub fn in_words(&self) -> String {
        format!("different {}", self.0.join(", "))
    }
}
