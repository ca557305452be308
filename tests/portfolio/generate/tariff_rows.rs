//! Invented tariff rows of one entry line: every program, floor filings, exemptions, look-alikes.

use chrono::NaiveDate;

use super::random::Chance;
use crate::oracle::registry::{FLOOR_CODES, Registry};

/// One tariff row before it is spelled: amounts in cents.
#[derive(Clone, Debug)]
pub struct TariffRow {
    pub tariff_number: String,
    pub value: i64,
    pub duty: i64,
    pub column_one_rate: String,
    pub country: &'static str,
    /// Special program indicator.
    pub preference: &'static str,
}

const BASE_NUMBERS: [&str; 7] = [
    "3926909985",
    "8481803090",
    "0710214000",
    "8471300100",
    // Lost leading zeros: chapter 07 with nine digits, chapter 04 with seven.
    "710214000",
    "4069078",
    "61091000",
];

/// Rows that share a line with IEEPA rows and are none.
const NEIGHBOURS: [&str; 12] = [
    "99038803", "99038815", "99039101", "99038191", "99038501", "99039401", "99034525", "99030301",
    "99030312", "99039601", "99031701", "99038901",
];

const COUNTRIES: [&str; 9] = ["CN", "CA", "MX", "BR", "IN", "DE", "VN", "JP", "CH"];

/// Rate of a heading on a date, in whole per cent (every registered rate is whole).
fn percent(registry: &Registry, heading: &str, date: NaiveDate) -> i64 {
    registry
        .version(heading, date)
        .and_then(|(version, _)| version.rate_percent.to_string().parse().ok())
        .unwrap_or(10)
}

/// Half-up share of a value.
fn share(value: i64, per_mille: i64) -> i64 {
    (value * per_mille + 500).div_euclid(1000)
}

/// The rows of one line. `messy` portfolios hold more oddities.
pub fn line(
    chance: &mut Chance,
    registry: &Registry,
    date: NaiveDate,
    messy: bool,
) -> Vec<TariffRow> {
    let value = match chance.below(8) {
        0 => 1 + i64::try_from(chance.below(20_000)).expect("small"),
        1 => 0,
        _ => 100 * (1 + i64::try_from(chance.below(5_000_000)).expect("small")),
    };
    let mut invention = Invention {
        chance,
        registry,
        date,
        value,
        rows: Vec::new(),
        country: "CN",
        preference: "",
    };
    // Half a hundred headings were in force on this one day.
    let one_day = NaiveDate::from_ymd_opt(2025, 4, 9) == Some(date);
    if one_day && invention.chance.happens(2, 3) {
        invention.any_registered();
        return invention.base("2.5%");
    }
    match invention.chance.below(if messy { 14 } else { 8 }) {
        0 => invention.ieepa_of("CN", &["99030124", "99030125"]),
        1 => invention.ieepa_of("CA", &["99030110"]),
        2 => invention.ieepa_of("BR", &["99030177", "99030209"]),
        3 => invention.ieepa_of("IN", &["99030184", "99030226"]),
        4 | 5 => return invention.floor_line(),
        6 => invention.any_registered(),
        7 => invention.with_neighbours(),
        8 => invention.exempted_line(),
        9 => invention.chapter_98_line(),
        10 => invention.unknown_code(),
        11 => invention.odd_duties(),
        12 => invention.ieepa_of("CN", &["99030163", "99030120"]),
        _ => invention.without_ieepa(),
    }
    invention.base("2.5%")
}

struct Invention<'a> {
    chance: &'a mut Chance,
    registry: &'a Registry,
    date: NaiveDate,
    value: i64,
    rows: Vec<TariffRow>,
    country: &'static str,
    preference: &'static str,
}

impl Invention<'_> {
    fn push(&mut self, tariff_number: &str, value: i64, duty: i64) {
        let country =
            if self.chance.happens(1, 15) { *self.chance.pick(&COUNTRIES) } else { self.country };
        let full = tariff_number.len() == 8
            && tariff_number.starts_with("9903")
            && self.chance.happens(1, 15);
        let tariff_number =
            if full { format!("{tariff_number}00") } else { tariff_number.to_string() };
        self.rows.push(TariffRow {
            tariff_number,
            value,
            duty,
            column_one_rate: String::new(),
            country,
            preference: self.preference,
        });
    }

    /// An IEEPA row at the registered rate, sometimes a little off, sometimes with a value of its own.
    fn ieepa(&mut self, heading: &str) {
        let duty = share(self.value, 10 * percent(self.registry, heading, self.date));
        let duty = match self.chance.below(16) {
            0 => duty + 2,
            1 => duty - 3,
            2 => duty + share(duty, 5),
            3 => duty + share(duty, 6),
            4 => duty / 2,
            _ => duty,
        };
        let own_value = if self.chance.happens(1, 20) { self.value } else { 0 };
        self.push(heading, own_value, duty);
    }

    fn ieepa_of(&mut self, country: &'static str, headings: &[&str]) {
        self.country = country;
        for heading in headings {
            self.ieepa(heading);
        }
    }

    /// Headings of the registry, mostly such as are in force on the day.
    fn any_registered(&mut self) {
        self.country = *self.chance.pick(&COUNTRIES);
        let (registry, date) = (self.registry, self.date);
        let in_force =
            |heading: &&String| registry.version(heading, date).is_some_and(|(_, covered)| covered);
        let of_the_day: Vec<&String> = registry.versions.keys().filter(in_force).collect();
        let all: Vec<&String> = registry.versions.keys().collect();
        for _ in 0..=self.chance.below(3) {
            let today = !of_the_day.is_empty() && self.chance.happens(3, 4);
            let heading = (*self.chance.pick(if today { &of_the_day } else { &all })).clone();
            self.ieepa(&heading);
        }
    }

    fn with_neighbours(&mut self) {
        for _ in 0..=self.chance.below(2) {
            let neighbour = *self.chance.pick(&NEIGHBOURS);
            self.push(neighbour, 0, share(self.value, 250));
        }
        self.ieepa_of("CN", &["99030124"]);
    }

    /// A duty code at zero beside an exemption of the same or of another family.
    fn exempted_line(&mut self) {
        let exemption =
            *self.chance.pick(&["99030132", "99030114", "99030104", "99030219", "99030178"]);
        let duty_code = *self.chance.pick(&["99030125", "99030110", "99030209", "99030177"]);
        self.push(exemption, 0, 0);
        self.push(duty_code, 0, 0);
    }

    fn chapter_98_line(&mut self) {
        let special = *self.chance.pick(&["9802008068", "98020040", "9813000520"]);
        self.push(special, 0, 0);
        self.push("99030125", 0, 0);
    }

    fn unknown_code(&mut self) {
        let heading =
            *self.chance.pick(&["99030135", "99030139", "99030191", "99030292", "99030106"]);
        let duty = share(self.value, 100);
        let duty = if self.chance.happens(1, 4) { -duty } else { duty };
        self.push(heading, 0, duty);
    }

    /// Zero on a duty code, negative duty, duty on an exemption, a value on the row itself.
    fn odd_duties(&mut self) {
        let duty = share(self.value, 200) + 1;
        match self.chance.below(5) {
            0 => self.push("99030124", 0, 0),
            1 => self.push("99030124", 0, -duty),
            2 => self.push("99030132", 0, duty),
            3 => self.push("99030125", self.value, share(self.value, 100)),
            _ => {
                self.push("99030124", 0, duty);
                self.push("99030124", 0, -share(duty, 1500));
            }
        }
    }

    fn without_ieepa(&mut self) {
        self.push("99030301", 0, share(self.value, 100));
    }

    /// A floor code: combined, split, or with an unknown rate or value.
    fn floor_line(mut self) -> Vec<TariffRow> {
        self.country = *self.chance.pick(&["DE", "JP", "KR", "CH", "LI"]);
        let code = *self.chance.pick(&FLOOR_CODES);
        // Claimed on the row of the heading, on that of the goods, or on both.
        let claimed = match code {
            "99030273" => "JP",
            "99030280" => "KR",
            _ => "A+",
        };
        let claims = self.chance.below(8);
        self.preference = if claims & 1 == 1 { claimed } else { "" };
        let (rate, per_mille) =
            *self.chance.pick(&[("2.5%", 25), ("Free", 0), ("3.9%", 39), ("12.4%", 124), ("", 25)]);
        let total = share(self.value, 150);
        let base_duty = share(self.value, per_mille);
        let own_value = if self.chance.happens(1, 12) { self.value } else { 0 };
        match self.chance.below(6) {
            0 | 1 => self.push(code, own_value, total - base_duty),
            2 if self.chance.happens(1, 3) => self.push(code, own_value, -total),
            _ => {
                self.push(code, own_value, total);
                self.preference = if claims & 2 == 2 { claimed } else { "" };
                if self.chance.happens(1, 6) {
                    return self.rows;
                }
                return self.base_with_duty(rate, 0);
            }
        }
        self.base_with_duty(rate, base_duty)
    }

    fn base(self, rate: &str) -> Vec<TariffRow> {
        let duty = if self.chance.happens(1, 2) { 0 } else { share(self.value, 25) };
        if self.chance.happens(1, 12) {
            return self.rows;
        }
        self.base_with_duty(rate, duty)
    }

    /// The commodity row, sometimes first, sometimes one of two.
    fn base_with_duty(mut self, rate: &str, duty: i64) -> Vec<TariffRow> {
        let number = *self.chance.pick(&BASE_NUMBERS);
        self.push(number, self.value, duty);
        let last = self.rows.len() - 1;
        self.rows[last].column_one_rate = if self.chance.happens(1, 12) {
            (*self.chance.pick(&["1.5¢/kg", "", "2.5", "free"])).to_string()
        } else {
            rate.to_string()
        };
        if self.chance.happens(1, 5) {
            self.rows.swap(0, last);
        }
        if self.chance.happens(1, 15) {
            let second = *self.chance.pick(&BASE_NUMBERS);
            self.push(second, self.value / 2, 0);
        }
        self.rows
    }
}
