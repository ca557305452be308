//! Duties that stand beside IEEPA ones: Sections 232 and 301. Close to the law, not the law: they
//! are there to be told apart from it.

use super::days::{DayNumber, Days};
use super::law::Levy;
use crate::domain::{Day, Rate};

/// What Section 232 has a duty on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Metal {
    Steel,
    Aluminum,
    Autos,
    AutoParts,
    Copper,
    Wood,
}

/// What, heading, first day, rate in per cent; the last line that has begun counts.
const SECTION_232: [(Metal, &[u8; 8], &str, u32); 8] = [
    (Metal::Steel, b"99038187", "2025-03-12", 25),
    (Metal::Steel, b"99038187", "2025-06-04", 50),
    (Metal::Aluminum, b"99038502", "2025-03-12", 25),
    (Metal::Aluminum, b"99038502", "2025-06-04", 50),
    (Metal::Autos, b"99039401", "2025-04-03", 25),
    (Metal::AutoParts, b"99039405", "2025-05-03", 25),
    (Metal::Copper, b"99037801", "2025-08-01", 50),
    (Metal::Wood, b"99037601", "2025-10-14", 10),
];

/// Heading and rate in per cent.
const SECTION_301: [(&[u8; 8], &[u8]); 3] =
    [(b"99038801", b"25"), (b"99038803", b"25"), (b"99038815", b"7.5")];

/// The other duties, with their first days on the calendar.
pub(super) struct Remedies {
    section_232: Vec<(Metal, Levy, DayNumber)>,
}

impl Remedies {
    /// Puts them on the calendar.
    pub(super) fn on(days: &Days) -> Remedies {
        let section_232 = SECTION_232
            .iter()
            .filter_map(|(metal, heading, from, percent)| {
                let from: Day = from.parse().ok()?;
                let levy = Levy { heading: **heading, rate: Rate::percent(*percent) };
                Some((*metal, levy, days.number(from)))
            })
            .collect();
        Remedies { section_232 }
    }

    /// The Section 232 duty on a day.
    pub(super) fn section_232(&self, metal: Metal, day: DayNumber) -> Option<Levy> {
        let begun = |(m, _, from): &&(Metal, Levy, DayNumber)| *m == metal && *from <= day;
        self.section_232.iter().rev().find(begun).map(|(_, levy, _)| *levy)
    }
}

/// The Section 301 duty under a heading.
pub(super) fn section_301(heading: &str) -> Option<Levy> {
    let (heading, rate) = SECTION_301.iter().find(|(h, _)| h.as_slice() == heading.as_bytes())?;
    Some(Levy { heading: **heading, rate: Rate::from_decimal(rate).ok()? })
}
