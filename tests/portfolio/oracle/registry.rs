//! The registry of Chapter 99 headings, read from the repository's own rule data, with the
//! few things the contract says about it: versions by date, families, floor codes, countries.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// Contract section 4: the codes that hold column 1 and the IEEPA duty on one row.
pub const FLOOR_CODES: [&str; 5] = ["99030220", "99030273", "99030280", "99030283", "99030288"];

/// One dated version of a heading.
#[derive(Clone, Debug)]
pub struct Version {
    pub program: String,
    pub kind: String,
    /// Per cent ad valorem.
    pub rate_percent: Decimal,
    pub from: NaiveDate,
    /// Exclusive.
    pub until: Option<NaiveDate>,
    pub countries: Vec<String>,
}

impl Version {
    fn covers(&self, date: NaiveDate) -> bool {
        self.from <= date && self.until.is_none_or(|until| date < until)
    }

    /// Days between the date and the version's window; 0 inside it.
    fn distance(&self, date: NaiveDate) -> i64 {
        if date < self.from {
            (self.from - date).num_days()
        } else {
            self.until.map_or(0, |until| ((date - until).num_days() + 1).max(0))
        }
    }

    /// Reference (ieepa-hts.md section 1): `*` is any, `-XX` is except, a plain code is itself.
    pub fn admits(&self, country: &str) -> bool {
        let named = |text: &str| self.countries.iter().any(|entry| entry == text);
        !named(&format!("-{country}")) && (named("*") || named(country))
    }
}

/// All versions by eight-digit heading.
pub struct Registry {
    pub versions: BTreeMap<String, Vec<Version>>,
}

impl Registry {
    pub fn load() -> Registry {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rulebook/data/codes.csv");
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .from_path(path)
            .expect("the rule data of the repository");
        let headers = reader.headers().expect("a header row").clone();
        let mut versions: BTreeMap<String, Vec<Version>> = BTreeMap::new();
        for record in reader.records() {
            let record = record.expect("a readable record of rule data");
            let cell = |name: &str| {
                let position = headers.iter().position(|header| header == name);
                record.get(position.expect("a known column of rule data")).unwrap_or_default()
            };
            let date = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
            versions.entry(cell("code").replace('.', "")).or_default().push(Version {
                program: cell("program").to_string(),
                kind: cell("kind").to_string(),
                rate_percent: cell("rate_pct").parse().expect("a rate"),
                from: date(cell("effective_from")).expect("a first day"),
                until: date(cell("effective_to")),
                countries: cell("countries").split_whitespace().map(str::to_string).collect(),
            });
        }
        Registry { versions }
    }

    /// The version of a heading on a date, and whether it covers the date. Section 4: "a registry
    /// code without a version on the date takes the nearest version".
    pub fn version(&self, heading: &str, date: NaiveDate) -> Option<(&Version, bool)> {
        let nearest =
            self.versions.get(heading)?.iter().min_by_key(|version| version.distance(date))?;
        Some((nearest, nearest.covers(date)))
    }
}

/// Section 4: "every `reciprocal-*` program together", each other program by itself.
pub fn family(program: &str) -> &str {
    if program.starts_with("reciprocal-") { "reciprocal" } else { program }
}

/// Section 5, `net-bill-risk`: Section 232, 301 and 201 numbers of the reference list
/// (ieepa-hts.md section 8).
pub fn is_other_trade_remedy(heading: &str) -> bool {
    let Some(rest) = heading.strip_prefix("9903") else {
        return false;
    };
    let number =
        |range: std::ops::Range<usize>| rest.get(range).and_then(|text| text.parse::<u32>().ok());
    let (Some(group), item) = (number(0..2), number(2..4).unwrap_or(0)) else {
        return false;
    };
    let section_301 = matches!(group, 5 | 88 | 89 | 91 | 92);
    let section_201 = group == 45;
    let section_232 = matches!(group, 74 | 76 | 78 | 79 | 80 | 81 | 82 | 85 | 94)
        || group == 4 && item >= 60
        || group == 8 && (20..=26).contains(&item)
        || group == 96 && item == 3;
    section_301 || section_201 || section_232
}
