//! A directory for what is looked at and thrown away.

use super::mark::Mark;
use super::workspace::{UNFINISHED, Workspace};
use super::{Refused, parent_of};
use std::path::Path;

/// A directory beside a place, gone with this value, when the program is stopped, and, where it is
/// killed, with the next run that writes there.
pub struct Scratch(Workspace);

impl Scratch {
    /// Makes one beside `place`, on the same disk.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn beside(place: &Path) -> Result<Scratch, Refused> {
        let about = "capeprep makes a report here a second time to compare it, or was stopped while \
                     it did. The next run that writes beside it removes this directory; it holds \
                     nothing that is needed.";
        let made = Workspace::make(&parent_of(place), UNFINISHED, &Mark::new(place, about, None));
        made.map(Scratch)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.dir()
    }
}
