//! Which machine this is. A lock tells of runs on this one; on disks of a network it may tell nothing of
//! runs on others.

use serde::{Deserialize, Serialize};

/// A machine, as far as it says which it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Machine {
    /// Its name in its network.
    pub name: Option<String>,
    /// Drawn anew by Linux each time it starts.
    pub boot: Option<String>,
}

impl Machine {
    /// This one.
    pub fn this() -> Machine {
        let told = |path: &str| {
            let text = std::fs::read_to_string(path).ok()?;
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        Machine {
            // The second is Windows's.
            name: told("/proc/sys/kernel/hostname").or_else(|| std::env::var("COMPUTERNAME").ok()),
            boot: told("/proc/sys/kernel/random/boot_id"),
        }
    }

    /// Whether two are the same: started once, under whatever name, or of one name, for a run may have
    /// ended with the power. Where neither says who it is, a lock is all there is to go by.
    pub fn is(&self, other: &Machine) -> bool {
        (self.boot.is_some() && self.boot == other.boot) || self.name == other.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: Option<&str>, boot: Option<&str>) -> Machine {
        Machine { name: name.map(str::to_owned), boot: boot.map(str::to_owned) }
    }

    #[test]
    fn a_machine_is_known_by_its_start_or_by_its_name() {
        let here = of(Some("here"), Some("1"));
        assert!(here.is(&here));
        assert!(here.is(&of(Some("here"), Some("2"))), "it was started anew");
        assert!(here.is(&of(Some("container"), Some("1"))));
        assert!(!here.is(&of(Some("there"), Some("2"))));
        assert!(!here.is(&of(None, None)));
        assert!(of(None, None).is(&of(None, None)));
    }
}
