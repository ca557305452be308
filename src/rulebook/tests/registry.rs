//! The registry against the published groups, edges and vectors.

use super::{day, rules};
use crate::domain::{Cents, Hts8, HtsNumber, Rate};
use crate::rulebook::{Code, Column1, Kind, Regime, Rulebook};

fn code<'a>(rules: &'a Rulebook, heading: &str) -> &'a Code {
    rules.registry.code(Hts8::read(heading).unwrap()).unwrap()
}

fn number(digits: &str) -> HtsNumber {
    HtsNumber::read(digits.as_bytes()).unwrap()
}

fn is_duty(code: &Code) -> bool {
    code.versions().iter().any(|v| v.kind == Kind::Duty)
}

#[test]
fn counts_are_those_published() {
    let rules = rules();
    let codes: Vec<_> = rules.registry.codes().collect();
    assert_eq!(codes.len(), 168);
    let versions: usize = codes.iter().map(|c| c.versions().len()).sum();
    assert_eq!(versions, 176);
    assert_eq!(codes.iter().filter(|c| is_duty(c)).count(), 119);
    let in_family = |c: &Code| rules.is_ieepa(number(&c.heading.to_string()));
    let exempt = |family: bool| {
        let of = codes.iter().filter(|c| !is_duty(c) && in_family(c) == family);
        of.count()
    };
    assert_eq!((exempt(true), exempt(false)), (47, 2));
    let starting = |prefix: &str| {
        let starts = |c: &&&Code| c.heading.to_string().starts_with(prefix);
        codes.iter().filter(starts).count()
    };
    assert_eq!(["990301", "990302", "990396"].map(starting), [75, 91, 2]);
    let several: Vec<_> =
        codes.iter().filter(|c| c.versions().len() > 1).map(|c| c.heading.dotted()).collect();
    assert_eq!(several, ["9903.01.10", "9903.01.24", "9903.01.25", "9903.01.63"]);
}

#[test]
fn groups_are_those_published() {
    let rules = rules();
    for (program, family, duty, exempt) in [
        ("fentanyl-CN", "fentanyl-CN", 2, 3),
        ("fentanyl-CA", "fentanyl-CA", 4, 3),
        ("fentanyl-MX", "fentanyl-MX", 2, 3),
        ("reciprocal-baseline", "reciprocal", 1, 0),
        ("reciprocal-exemption", "reciprocal", 0, 10),
        ("reciprocal-country-1", "reciprocal", 34, 0),
        ("brazil", "brazil", 1, 7),
        ("india-russia", "india-russia", 1, 5),
        ("reciprocal-transshipment", "reciprocal", 1, 0),
        ("reciprocal-country-2", "reciprocal", 68, 0),
        ("reciprocal-floor-EU", "reciprocal", 1, 1),
        ("reciprocal-floor-JP", "reciprocal", 1, 1),
        ("reciprocal-floor-KR", "reciprocal", 1, 1),
        ("reciprocal-floor-CH", "reciprocal", 1, 1),
        ("reciprocal-floor-LI", "reciprocal", 1, 1),
        ("reciprocal-exemption-EU", "reciprocal", 0, 4),
        ("reciprocal-exemption-KR", "reciprocal", 0, 1),
        ("reciprocal-exemption-CH", "reciprocal", 0, 3),
        ("reciprocal-exemption-LI", "reciprocal", 0, 3),
        ("aircraft-agreement", "aircraft-agreement", 0, 2),
    ] {
        let of: Vec<_> = rules
            .registry
            .codes()
            .filter(|c| rules.registry.program_of(c).name == program)
            .collect();
        let duties = of.iter().filter(|c| is_duty(c)).count();
        assert_eq!((duties, of.len() - duties), (duty, exempt), "{program}");
        let families = of.iter().map(|c| &rules.registry.program_of(c).family);
        assert!(families.into_iter().all(|f| f == family), "{program}");
    }
    assert_eq!(rules.registry.programs().count(), 20);
}

/// Per cent of the heading on the day; `None` outside its versions.
#[test]
fn rates_change_on_the_published_days() {
    let rules = rules();
    for (heading, date, percent) in [
        ("9903.01.20", "2025-02-03", None),
        ("9903.01.20", "2025-02-04", Some(10)),
        ("9903.01.20", "2025-03-03", Some(10)),
        ("9903.01.20", "2025-03-04", None),
        ("9903.01.24", "2025-03-04", Some(20)),
        ("9903.01.24", "2025-11-09", Some(20)),
        ("9903.01.24", "2025-11-10", Some(10)),
        ("9903.01.24", "2026-02-23", Some(10)),
        ("9903.01.24", "2026-02-24", None),
        ("9903.01.10", "2025-02-04", None),
        ("9903.01.10", "2025-07-31", Some(25)),
        ("9903.01.10", "2025-08-01", Some(35)),
        ("9903.01.13", "2025-08-01", Some(10)),
        ("9903.01.04", "2025-03-06", None),
        ("9903.01.63", "2025-04-09", Some(84)),
        ("9903.01.63", "2025-04-10", Some(125)),
        ("9903.01.63", "2025-05-14", Some(34)),
        ("9903.01.72", "2025-04-09", Some(46)),
        ("9903.01.72", "2025-04-10", None),
        ("9903.01.28", "2025-06-15", Some(0)),
        ("9903.01.28", "2025-06-16", None),
        ("9903.01.84", "2026-02-06", Some(25)),
        ("9903.01.84", "2026-02-07", None),
        ("9903.02.26", "2026-02-07", Some(25)),
        ("9903.02.58", "2025-11-13", Some(39)),
        ("9903.02.58", "2025-11-20", None),
        ("9903.96.01", "2026-11-22", Some(0)),
    ] {
        let version = code(&rules, heading).version_on(day(date));
        let rate = percent.map(Rate::percent);
        assert_eq!(version.map(|v| v.rate), rate, "{heading} on {date}");
    }
    let suspended = code(&rules, "9903.01.63").version_on(day("2025-05-14"));
    assert_eq!(suspended.unwrap().kind, Kind::Special);
}

/// Vectors 1 to 10: rate x 10,000.00 of the rows of a line.
#[test]
fn duty_of_ten_thousand_dollars() {
    let rules = rules();
    for (vector, date, headings, dollars) in [
        (1, "2025-02-10", &["9903.01.20"][..], 1_000),
        (2, "2025-03-03", &["9903.01.20"], 1_000),
        (2, "2025-03-04", &["9903.01.24"], 2_000),
        (3, "2025-04-20", &["9903.01.24", "9903.01.63"], 14_500),
        (4, "2025-04-09", &["9903.01.24", "9903.01.63"], 10_400),
        (5, "2025-06-01", &["9903.01.24", "9903.01.25"], 3_000),
        (6, "2025-11-09", &["9903.01.24", "9903.01.25"], 3_000),
        (6, "2025-11-10", &["9903.01.24", "9903.01.25"], 2_000),
        (7, "2025-07-31", &["9903.01.10"], 2_500),
        (7, "2025-08-01", &["9903.01.10"], 3_500),
        (7, "2025-07-31", &["9903.01.13"], 1_000),
        (7, "2025-08-01", &["9903.01.13"], 1_000),
        (8, "2025-04-09", &["9903.01.72"], 4_600),
        (8, "2025-04-10", &["9903.01.25"], 1_000),
        (8, "2025-08-07", &["9903.02.69"], 2_000),
        (9, "2025-09-01", &["9903.01.77", "9903.02.09"], 5_000),
        (10, "2026-02-06", &["9903.01.84", "9903.02.26"], 5_000),
        (10, "2026-02-07", &["9903.02.26"], 2_500),
    ] {
        let duty = headings.iter().map(|heading| {
            let version = code(&rules, heading).version_on(day(date)).unwrap();
            version.rate.of(Cents(1_000_000)).0
        });
        assert_eq!(duty.sum::<i64>(), dollars * 100, "vector {vector} on {date}");
    }
}

#[test]
fn a_row_between_versions_takes_the_nearest() {
    let rules = rules();
    let swiss = code(&rules, "9903.02.58");
    let nearest = |date: &str| swiss.nearest_version(day(date)).rate;
    assert_eq!(nearest("2025-11-20"), Rate::percent(39));
    assert_eq!(nearest("2025-01-01"), Rate::percent(39));
    let china = code(&rules, "9903.01.24");
    assert_eq!(china.nearest_version(day("2025-02-10")).rate, Rate::percent(20));
    assert_eq!(china.nearest_version(day("2025-05-01")).rate, Rate::percent(20));
    assert_eq!(china.nearest_version(day("2026-03-01")).rate, Rate::percent(10));
}

#[test]
fn five_codes_are_floors() {
    let rules = rules();
    let floors: Vec<_> = rules
        .registry
        .codes()
        .filter_map(|c| c.floor())
        .map(|floor| (floor.heading.dotted(), floor.column1))
        .collect();
    let wanted = [
        ("9903.02.20", Column1::General),
        ("9903.02.73", Column1::GeneralOrSpecial),
        ("9903.02.80", Column1::GeneralOrSpecial),
        ("9903.02.83", Column1::General),
        ("9903.02.88", Column1::General),
    ];
    assert_eq!(floors, wanted.map(|(code, basis)| (code.to_owned(), basis)));
    assert!(!code(&rules, "9903.02.19").is_floor());
}

#[test]
fn countries_are_as_written() {
    let rules = rules();
    let allows = |heading: &str, date: &str, country: &[u8; 2]| {
        let version = code(&rules, heading).version_on(day(date)).unwrap();
        version.countries.allows(*country)
    };
    assert!(allows("9903.01.24", "2025-06-01", b"HK"));
    assert!(!allows("9903.01.24", "2025-06-01", b"MO"));
    assert!(allows("9903.01.63", "2025-04-10", b"MO"));
    assert!(!allows("9903.01.25", "2025-04-10", b"CN"));
    assert!(allows("9903.01.25", "2025-05-14", b"CN"));
    assert!(allows("9903.02.44", "2025-08-07", b"NA"));
    assert!(allows("9903.02.20", "2025-08-07", b"DE"));
    assert!(!allows("9903.02.20", "2025-08-07", b"CH"));
}

#[test]
fn the_period_and_the_prefixes() {
    let rules = rules();
    for (date, inside) in
        [("2025-02-03", false), ("2025-02-04", true), ("2026-02-23", true), ("2026-02-24", false)]
    {
        assert_eq!(rules.period.contains(day(date)), inside, "{date}");
    }
    for (digits, ieepa) in [
        ("9903.01.25", true),
        ("9903.02.92", true),
        ("9903013500", true),
        ("9903.03.01", false),
        ("9903.96.01", false),
        ("990301", true),
        ("99030", false),
        ("3926909985", false),
    ] {
        assert_eq!(rules.is_ieepa(number(digits)), ieepa, "{digits}");
    }
    // Numbers that never existed are of the family, but not in the registry.
    for never in ["9903.01.06", "9903.01.35", "9903.01.42", "9903.01.91", "9903.02.92"] {
        assert!(rules.registry.code(Hts8::read(never).unwrap()).is_none());
    }
}

#[test]
fn other_chapter_99_numbers_have_a_regime() {
    let rules = rules();
    for (digits, regime) in [
        ("9903.03.01", Some(Regime::Section122)),
        ("9903.03.11", Some(Regime::Section122)),
        ("9903.03.12", Some(Regime::Section338)),
        ("9903.03.17", None),
        ("9903.04.55", Some(Regime::Other)),
        ("9903.04.60", Some(Regime::Section232)),
        ("9903.05.01", Some(Regime::Section301)),
        ("9903.08.26", Some(Regime::Section232)),
        ("9903.45.25", Some(Regime::Section201)),
        ("9903.81.91", Some(Regime::Section232)),
        ("9903.85.08", Some(Regime::Section232)),
        ("9903.88.03", Some(Regime::Section301)),
        ("9903880300", Some(Regime::Section301)),
        ("9903.89.05", Some(Regime::Section301)),
        ("9903.90.08", Some(Regime::Other)),
        ("9903.91.01", Some(Regime::Section301)),
        ("9903.94.05", Some(Regime::Section232)),
        ("9903.96.01", None),
        ("9903.96.03", Some(Regime::Section232)),
        ("9903.01.25", None),
        ("9903", None),
        ("8471300100", None),
    ] {
        assert_eq!(rules.not_ieepa.regime(number(digits)), regime, "{digits}");
    }
    assert!(Regime::Section301.can_net() && !Regime::Section122.can_net());
}
