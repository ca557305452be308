//! Which IEEPA headings goods of an origin bear on a day, taken from the rulebook.

use super::days::{DayNumber, Days};
use super::origins::{ORIGINS, Origin};
use crate::domain::{Day, Hts8, Rate};
use crate::rulebook::{Code, CodeVersion, Kind, Rulebook};

/// A heading as a row carries it, with its rate on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Levy {
    pub(super) heading: [u8; 8],
    pub(super) rate: Rate,
}

/// Why goods bear less, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Excuse {
    Donation,
    Information,
    InTransit,
    Usmca,
    AnnexTwo,
    Section232,
    Aircraft,
    Generics,
    Listed,
    Farm,
    UsContent,
    Outside,
}

const EXCUSES: usize = Excuse::Outside as usize + 1;

/// A surcharge for one country (fentanyl, Brazil, India) and the reciprocal duty: a line bears at
/// most one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pair {
    pub(super) surcharge: Option<Levy>,
    pub(super) reciprocal: Option<Levy>,
}

/// What goods of one origin bear on one day.
#[derive(Debug, Clone, Default)]
pub(super) struct Regime {
    /// The ordinary duties. A floor code is not among them.
    pub(super) duties: Pair,
    /// The rate for energy and critical minerals.
    pub(super) energy: Option<Levy>,
    /// The rate for potash.
    pub(super) potash: Option<Levy>,
    /// Goods sent through another country to hide where they are from.
    pub(super) transshipped: Pair,
    /// A floor: the heading below it, with column 1 in its rate.
    pub(super) floor: Option<Levy>,
    /// The heading for goods whose column-1 rate reaches the floor.
    pub(super) above_floor: Option<Levy>,
    /// The old heading, for goods that were afloat when the new one began.
    pub(super) afloat: Option<Levy>,
    excuses: [Pair; EXCUSES],
}

impl Regime {
    /// The headings that claim an excuse.
    pub(super) fn excused(&self, excuse: Excuse) -> Pair {
        self.excuses[excuse as usize]
    }
}

/// The law of every day of the calendar.
pub(super) struct Law {
    /// By day: which stretch without a change it is in.
    stretch: Vec<u8>,
    /// By stretch and origin.
    regimes: Vec<Regime>,
}

const SURCHARGES: &[&str] =
    &["99030101", "99030110", "99030120", "99030124", "99030177", "99030184"];
const ENERGY: &[&str] = &["99030113"];
const POTASH: &[&str] = &["99030105", "99030115"];
const TRANSSHIPPED_SURCHARGE: &[&str] = &["99030116"];
const TRANSSHIPPED: &[&str] = &["99030201"];
const BASELINE: &str = "99030125";

/// Headings that claim an excuse, for the surcharge and for the reciprocal duty. The first that
/// is in force for the origin is used.
const CLAIMS: [(Excuse, &[&str], &[&str]); EXCUSES] = [
    (
        Excuse::Donation,
        &["99030102", "99030111", "99030121", "99030179", "99030188"],
        &["99030130"],
    ),
    (
        Excuse::Information,
        &["99030103", "99030112", "99030122", "99030180", "99030189"],
        &["99030131"],
    ),
    (Excuse::InTransit, &["99030123", "99030178", "99030185"], &["99030128"]),
    (Excuse::Usmca, &["99030104", "99030114"], &[]),
    (Excuse::AnnexTwo, &["99030181", "99030186"], &["99030132"]),
    (Excuse::Section232, &["99030183", "99030187"], &["99030133"]),
    (
        Excuse::Aircraft,
        &["99030182"],
        &["99030276", "99030281", "99030285", "99030290", "99039601", "99039602"],
    ),
    (Excuse::Generics, &[], &["99030277", "99030286", "99030291", "99030132"]),
    (Excuse::Listed, &[], &["99030274", "99030284", "99030289"]),
    (Excuse::Farm, &["99030190"], &["99030278"]),
    (Excuse::UsContent, &[], &["99030134"]),
    (Excuse::Outside, &[], &["99030126", "99030127", "99030129"]),
];

impl Law {
    /// Works out every regime there is in the calendar.
    pub(super) fn of(rules: &Rulebook, days: &Days) -> Law {
        let mut changes: Vec<DayNumber> = rules
            .registry
            .codes()
            .flat_map(Code::versions)
            .flat_map(|version| [Some(version.from), version.to])
            .flatten()
            .chain([AFLOAT_CHINA_END.0, AFLOAT_WORLD_END.0].iter().filter_map(|t| t.parse().ok()))
            .map(|day| days.number(day))
            .collect();
        changes.push(0);
        changes.sort_unstable();
        changes.dedup();
        let stretch = (0..days.count())
            .map(|day| (changes.partition_point(|change| *change <= day) - 1).min(255) as u8)
            .collect();
        let regimes = changes
            .iter()
            .flat_map(|change| ORIGINS.iter().map(|origin| (*change, origin)))
            .map(|(change, origin)| Bench { rules, day: days.day(change), origin }.regime())
            .collect();
        Law { stretch, regimes }
    }

    /// What goods of the origin with this index bear on a day.
    pub(super) fn regime(&self, day: DayNumber, origin: usize) -> &Regime {
        let stretch = self.stretch[day.clamp(0, self.stretch.len() as i32 - 1) as usize];
        &self.regimes[usize::from(stretch) * ORIGINS.len() + origin]
    }
}

/// Until when goods afloat as a rate began were entered under the baseline heading.
struct Until(&'static str);
const AFLOAT_CHINA_END: Until = Until("2025-06-16");
const AFLOAT_WORLD_END: Until = Until("2025-10-05");

impl Until {
    fn is_after(&self, day: Day) -> bool {
        self.0.parse().is_ok_and(|end: Day| day < end)
    }
}

/// One origin on one day, before the rulebook.
struct Bench<'a> {
    rules: &'a Rulebook,
    day: Day,
    origin: &'a Origin,
}

impl<'a> Bench<'a> {
    fn regime(&self) -> Regime {
        let duty = |headings| self.first(headings, Kind::Duty);
        let reciprocal = self.reciprocal();
        let floor =
            self.codes().find(|(code, version)| code.is_floor() && version.kind == Kind::Duty);
        let mut regime = Regime {
            duties: Pair { surcharge: duty(SURCHARGES), reciprocal },
            energy: duty(ENERGY),
            potash: duty(POTASH),
            transshipped: Pair {
                surcharge: duty(TRANSSHIPPED_SURCHARGE),
                reciprocal: duty(TRANSSHIPPED),
            },
            floor: floor.map(|(code, version)| levy(code, version)),
            above_floor: floor.and_then(|(code, _)| self.above(code)),
            afloat: reciprocal.and_then(|levy| self.afloat(levy)),
            excuses: [Pair::default(); EXCUSES],
        };
        for (excuse, surcharge, reciprocal) in CLAIMS {
            regime.excuses[excuse as usize] = Pair {
                surcharge: self.first(surcharge, Kind::Exemption),
                reciprocal: self.first(reciprocal, Kind::Exemption),
            };
        }
        regime
    }

    /// The headings in force on the day for the origin.
    fn codes(&self) -> impl Iterator<Item = (&'a Code, &'a CodeVersion)> {
        let (day, origin) = (self.day, self.origin.code);
        self.rules
            .registry
            .codes()
            .filter_map(move |code| code.version_on(day).map(|version| (code, version)))
            .filter(move |(_, version)| version.countries.allows(origin))
    }

    /// The first of these headings that is in force with this kind.
    fn first(&self, headings: &[&str], kind: Kind) -> Option<Levy> {
        headings.iter().find_map(|heading| {
            let heading = Hts8::read(heading)?;
            let (code, version) = self.codes().find(|(code, _)| code.heading == heading)?;
            (version.kind == kind).then(|| levy(code, version))
        })
    }

    /// The reciprocal duty: a heading that names the country, else the baseline.
    fn reciprocal(&self) -> Option<Levy> {
        let reciprocal = |code: &Code| self.rules.registry.program_of(code).family == "reciprocal";
        self.codes()
            .find(|(code, version)| {
                version.kind == Kind::Duty
                    && !code.is_floor()
                    && !version.countries.allows(*b"ZZ")
                    && reciprocal(code)
            })
            .map(|(code, version)| levy(code, version))
            .or_else(|| self.first(&[BASELINE], Kind::Duty))
    }

    /// The heading for goods whose column-1 rate reaches the floor.
    fn above(&self, floor: &Code) -> Option<Levy> {
        let program = |code: &Code| &self.rules.registry.program_of(code).name;
        self.codes()
            .find(|(code, version)| {
                version.kind == Kind::Exemption && program(code) == program(floor)
            })
            .map(|(code, version)| levy(code, version))
    }

    /// The baseline heading, in the weeks in which goods afloat could still use it.
    fn afloat(&self, new: Levy) -> Option<Levy> {
        let weeks = match &new.heading {
            b"99030163" => AFLOAT_CHINA_END.is_after(self.day),
            heading => heading.starts_with(b"990302") && AFLOAT_WORLD_END.is_after(self.day),
        };
        let code = weeks.then(|| self.rules.registry.code(Hts8::read(BASELINE)?)).flatten()?;
        code.version_on(self.day).map(|version| levy(code, version))
    }
}

fn levy(code: &Code, version: &CodeVersion) -> Levy {
    let mut heading = *b"00000000";
    let mut rest = code.heading.value();
    for digit in heading.iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let rate = if version.kind == Kind::Duty { version.rate } else { Rate::FREE };
    Levy { heading, rate }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn borne(law: &Law, days: &Days, origin: &[u8; 2], day: &str) -> (String, String) {
        let origin = ORIGINS.iter().position(|o| o.code == *origin).unwrap();
        let regime = law.regime(days.number(day.parse().unwrap()), origin);
        let print = |levy: Option<Levy>| {
            levy.map_or("-".into(), |l| {
                format!("{} {}", String::from_utf8_lossy(&l.heading), l.rate)
            })
        };
        (print(regime.duties.surcharge), print(regime.floor.or(regime.duties.reciprocal)))
    }

    #[test]
    fn each_origin_bears_what_the_law_had_on_the_day() {
        let rules = Rulebook::built_in().unwrap();
        let days = Days::around(rules.period);
        let law = Law::of(&rules, &days);
        for (origin, day, surcharge, reciprocal) in [
            (b"CN", "2025-02-03", "-", "-"),
            (b"CN", "2025-03-03", "99030120 10%", "-"),
            (b"CN", "2025-04-20", "99030124 20%", "99030163 125%"),
            (b"CN", "2025-06-01", "99030124 20%", "99030125 10%"),
            (b"CN", "2025-11-10", "99030124 10%", "99030125 10%"),
            (b"CA", "2025-07-31", "99030110 25%", "-"),
            (b"CA", "2025-08-01", "99030110 35%", "-"),
            (b"MX", "2025-05-01", "99030101 25%", "-"),
            (b"VN", "2025-04-09", "-", "99030172 46%"),
            (b"VN", "2025-04-10", "-", "99030125 10%"),
            (b"VN", "2025-08-07", "-", "99030269 20%"),
            (b"BR", "2025-09-01", "99030177 40%", "99030209 10%"),
            (b"IN", "2026-02-06", "99030184 25%", "99030226 25%"),
            (b"IN", "2026-02-07", "-", "99030226 25%"),
            (b"DE", "2025-09-02", "-", "99030220 15%"),
            (b"CH", "2025-11-13", "-", "99030258 39%"),
            (b"CH", "2025-11-14", "-", "99030283 15%"),
            (b"AU", "2025-12-01", "-", "99030125 10%"),
            (b"CN", "2026-02-24", "-", "-"),
        ] {
            let expected = (surcharge.to_string(), reciprocal.to_string());
            let told = borne(&law, &days, origin, day);
            assert_eq!(told, expected, "{day} {}", String::from_utf8_lossy(origin));
        }
    }
}
