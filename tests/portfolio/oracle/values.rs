//! Contract section 2, "Values": how one cell of text becomes a number, a date or a word.
//!
//! Every function here is a plain transcription of a sentence; none of them is fast.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

/// What a typed cell holds. "Blank" and "unreadable" are different facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading<T> {
    Blank,
    Value(T),
    Unreadable,
}

impl<T> Reading<T> {
    /// The value, with blank and unreadable both taken as nothing.
    pub fn value(self) -> Option<T> {
        match self {
            Reading::Value(value) => Some(value),
            Reading::Blank | Reading::Unreadable => None,
        }
    }

    pub fn is_unreadable(&self) -> bool {
        matches!(self, Reading::Unreadable)
    }
}

/// A yes/no cell (section 5: `Y YES TRUE 1 X` / `N NO FALSE 0` and blank = no; other text is odd).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    Blank,
    No,
    Yes,
    Odd,
}

/// Section 2: trim, byte order mark, `="..."`.
pub fn clean(cell: &str) -> String {
    let trimmed = trim(cell);
    let inner = trimmed.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    trim(inner.unwrap_or(trimmed)).to_string()
}

fn trim(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}')
}

/// Section 2, folding of headers and of status words: case, and runs of space `_ - . #`.
pub fn fold(cell: &str) -> String {
    let mut folded = String::new();
    for letter in clean(cell).to_lowercase().chars() {
        if letter.is_whitespace() || "_-.#".contains(letter) {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.push(letter);
        }
    }
    folded.trim().to_string()
}

/// Section 2: dashes and spaces dropped, upper case; section 3.2: readable when what is left is
/// letters and digits. The second value tells whether a lost leading zero was put back.
pub fn entry_number(cell: &str) -> Option<(String, bool)> {
    let kept: String = clean(cell)
        .chars()
        .filter(|letter| *letter != '-' && !letter.is_whitespace())
        .collect::<String>()
        .to_uppercase();
    if kept.is_empty() || !kept.chars().all(|letter| letter.is_ascii_alphanumeric()) {
        return None;
    }
    if kept.len() == 10 && kept.chars().all(|letter| letter.is_ascii_digit()) {
        let repaired = format!("0{kept}");
        if check_digit_fits(&repaired) {
            return Some((repaired, true));
        }
    }
    Some((kept, false))
}

/// Section 5, `entry-number-format`: three alphanumerics and eight digits.
pub fn entry_number_well_formed(number: &str) -> bool {
    number.len() == 11
        && number.chars().all(|letter| letter.is_ascii_alphanumeric())
        && number.chars().skip(3).all(|letter| letter.is_ascii_digit())
}

/// The check digit that ten characters ask for (reference: cape-rules.md section 5).
pub fn check_digit(first_ten: &str) -> u32 {
    let mut sum = 0;
    for (place, letter) in first_ten.chars().enumerate() {
        let digit = match letter {
            '0'..='9' => letter as u32 - '0' as u32,
            'A'..='I' => letter as u32 - 'A' as u32 + 1,
            'J'..='R' => letter as u32 - 'J' as u32 + 1,
            'S'..='Z' => letter as u32 - 'S' as u32 + 2,
            _ => 0,
        };
        // Places are counted from one: the even ones are doubled.
        let weighed = if place % 2 == 1 { digit * 2 } else { digit };
        sum += if weighed > 9 { weighed - 9 } else { weighed };
    }
    (10 - sum % 10) % 10
}

pub fn check_digit_fits(number: &str) -> bool {
    entry_number_well_formed(number)
        && number.chars().last().and_then(|letter| letter.to_digit(10))
            == Some(check_digit(&number[..10]))
}

/// Section 2 and 3.2: digits once dots and spaces are dropped.
pub fn tariff_number(cell: &str) -> Option<String> {
    let kept: String =
        clean(cell).chars().filter(|letter| *letter != '.' && !letter.is_whitespace()).collect();
    let readable = !kept.is_empty() && kept.chars().all(|letter| letter.is_ascii_digit());
    readable.then_some(kept)
}

/// Section 2: "a base HTS of 7 or 9 digits gets its lost zero back".
pub fn with_lost_zero(tariff_number: &str) -> String {
    match tariff_number.len() {
        7 | 9 => format!("0{tariff_number}"),
        _ => tariff_number.to_string(),
    }
}

/// The first eight digits name a heading.
pub fn heading(tariff_number: &str) -> String {
    tariff_number.chars().take(8).collect()
}

/// Section 2: `MM/DD/YYYY`, `M/D/YYYY`, `M/D/YY` (20YY), ISO with an ignored time part, whole serials.
pub fn date(cell: &str) -> Reading<NaiveDate> {
    let text = clean(cell);
    if text.is_empty() {
        return Reading::Blank;
    }
    slash_date(&text)
        .or_else(|| iso_date(&text))
        .or_else(|| serial_date(&text))
        .map_or(Reading::Unreadable, Reading::Value)
}

fn slash_date(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split('/').collect();
    let [month, day, year] = parts.as_slice() else {
        return None;
    };
    let year = match year.len() {
        4 => digits(year)?,
        2 => 2000 + digits(year)?,
        _ => return None,
    };
    let short = |part: &str| (1..=2).contains(&part.len());
    if !short(month) || !short(day) {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, digits(month)?, digits(day)?)
}

fn iso_date(text: &str) -> Option<NaiveDate> {
    let day = text.split(['T', ' ']).next()?;
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    if year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(digits(year)?).ok()?, digits(month)?, digits(day)?)
}

/// Excel counts days from 1899-12-30.
fn serial_date(text: &str) -> Option<NaiveDate> {
    if text.len() > 6 {
        return None;
    }
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    epoch.checked_add_days(Days::new(u64::from(digits(text)?)))
}

fn digits(text: &str) -> Option<u32> {
    let readable = !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit());
    readable.then(|| text.parse().ok()).flatten()
}

/// Section 2, money. `FREE`, `-` and blank are zero; what is not an amount is unreadable, never zero.
pub fn money(cell: &str) -> Reading<Decimal> {
    let text = clean(cell);
    if text.is_empty() || text == "-" || text.eq_ignore_ascii_case("free") {
        return Reading::Value(Decimal::ZERO);
    }
    amount(&text).map_or(Reading::Unreadable, Reading::Value)
}

fn amount(text: &str) -> Option<Decimal> {
    let parenthesised = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let minus = text.strip_prefix('-').or_else(|| text.strip_suffix('-'));
    let (unsigned, negative) = match (parenthesised, minus) {
        (Some(inner), _) => (inner, true),
        (None, Some(inner)) => (inner, true),
        (None, None) => (text, false),
    };
    let plain = unsigned.trim();
    let plain = plain.strip_prefix('$').unwrap_or(plain).trim();
    let (whole, cents) =
        plain.split_once('.').map_or((plain, None), |(whole, cents)| (whole, Some(cents)));
    let cents_readable = cents.is_none_or(|cents| {
        (1..=2).contains(&cents.len()) && cents.chars().all(|letter| letter.is_ascii_digit())
    });
    if !cents_readable || !thousands_readable(whole) {
        return None;
    }
    let unsigned: Decimal =
        format!("{}.{}", whole.replace(',', ""), cents.unwrap_or("0")).parse().ok()?;
    Some(if negative && !unsigned.is_zero() { -unsigned } else { unsigned })
}

fn thousands_readable(whole: &str) -> bool {
    let groups: Vec<&str> = whole.split(',').collect();
    let numeric =
        |group: &&str| !group.is_empty() && group.chars().all(|letter| letter.is_ascii_digit());
    groups.iter().all(numeric)
        && (groups.len() == 1
            || groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3))
}

/// Section 2: lines and ordinals are numbers (`001` = 1).
pub fn number(cell: &str) -> Reading<u32> {
    let text = clean(cell);
    if text.is_empty() {
        return Reading::Blank;
    }
    digits(&text).map_or(Reading::Unreadable, Reading::Value)
}

/// Section 4: only `N%` and `Free` are rates; the result is a fraction of one.
pub fn column_one_rate(cell: &str) -> Option<Decimal> {
    let text = clean(cell);
    if text.eq_ignore_ascii_case("free") {
        return Some(Decimal::ZERO);
    }
    let percent = text.strip_suffix('%')?;
    let numeric = percent.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    if !numeric || !percent.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    Some(percent.parse::<Decimal>().ok()? / Decimal::ONE_HUNDRED)
}

pub fn flag(cell: &str) -> Flag {
    match clean(cell).to_uppercase().as_str() {
        "" => Flag::Blank,
        "N" | "NO" | "FALSE" | "0" => Flag::No,
        "Y" | "YES" | "TRUE" | "1" | "X" => Flag::Yes,
        _ => Flag::Odd,
    }
}

/// Section 5: "`declared_claim`: any text but N NO FALSE 0 and blank".
pub fn names_a_claim(cell: &str) -> bool {
    !matches!(flag(cell), Flag::Blank | Flag::No)
}

/// Section 2: importer numbers are compared without dashes, spaces and case.
pub fn importer_key(cell: &str) -> String {
    clean(cell)
        .chars()
        .filter(|letter| *letter != '-' && !letter.is_whitespace())
        .collect::<String>()
        .to_uppercase()
}

/// Section 5: a lost leading zero of an entry type is put back.
pub fn entry_type(cell: &str) -> String {
    let text = clean(cell).to_uppercase();
    if text.len() == 1 && text.chars().all(|letter| letter.is_ascii_digit()) {
        format!("0{text}")
    } else {
        text
    }
}
