//! Pseudonyms for what identifies a shipment or a party, for copies of reports that leave the house.
//!
//! Rows are masked where they become typed values, before anything is gathered or judged, so that
//! no report needs to know of it. Numbers are permuted within their form (FF1, NIST SP 800-38G):
//! two numbers never become one, a check digit that fits goes on fitting, and whoever has the key
//! can go back. Names and other text give way to keyed digests, which have no way back.
//!
//! ```
//! use capeprep::domain::EntryNumber;
//! use capeprep::mask::{Key, Mask};
//!
//! let mask = Mask::new(&Key::from([7; 32]), []);
//! let (number, _) = EntryNumber::read(b"9Q9-1000001-1").ok_or("a number")?;
//! let masked = mask.entry(&number);
//! assert!(masked != number && masked.check_digit_fits() == Some(true));
//! assert_eq!(mask.unmasked_entry(&masked), number);
//! # Ok::<(), &str>(())
//! ```

mod filers;
mod key;
mod signs;

pub use key::{Key, KeyError, NewKeyFile};

use crate::domain::{EntryNumber, EntryType, ImporterNumber, Rate, fold};
use filers::Filers;
use signs::{Direction, Signs};
use std::collections::HashSet;

/// Replaces identifiers by pseudonyms. The same key gives the same pseudonyms in every run.
pub struct Mask {
    signs: Signs,
    filers: Filers,
    /// Words of the rules, folded: they identify nobody and stay.
    words: HashSet<String>,
}

/// Digits that the numbers of one employer share.
const ROOT: usize = 9;
/// Characters of a well-formed entry number between the filer code and the check digit.
const ENTRY_DIGITS: usize = 7;
const FILER_CODE: usize = 3;
/// Longer codes of letters and digits may be anything.
const LONGEST_ENTRY_TYPE: usize = 3;

impl Mask {
    /// A mask with this key, which leaves these folded words as they are.
    pub fn new(key: &Key, words: impl IntoIterator<Item = String>) -> Mask {
        let signs = Signs::new(key);
        let filers = Filers::new(&signs);
        Mask { signs, filers, words: words.into_iter().collect() }
    }

    /// By this two keys are told apart; it tells nothing of the key.
    pub fn check(&self) -> String {
        self.signs.tag("check", "")
    }

    /// The pseudonym of an entry number. Its filer code is that of [`Mask::filer_code`]; it is
    /// well formed, and its check digit fits, exactly where the number is and does.
    pub fn entry(&self, number: &EntryNumber) -> EntryNumber {
        self.turned_entry(number, Direction::Mask)
    }

    /// The entry number that has this pseudonym.
    pub fn unmasked_entry(&self, masked: &EntryNumber) -> EntryNumber {
        self.turned_entry(masked, Direction::Unmask)
    }

    fn turned_entry(&self, number: &EntryNumber, direction: Direction) -> EntryNumber {
        let text = number.as_str();
        let Some((code, rest)) = text.split_at_checked(FILER_CODE) else {
            return known_signs(self.signs.turned("short entry", text, direction));
        };
        let turned = self.filers.turned(code, direction);
        // One tweak for both ways: the code as it is in truth.
        let real = if direction == Direction::Mask { code } else { &turned };
        let tweak = format!("entry {real}");
        let Some(off) = number.check_digit_off() else {
            return known_signs(turned.clone() + &self.signs.turned(&tweak, rest, direction));
        };
        let body = rest.get(..ENTRY_DIGITS).unwrap_or(rest);
        let body = turned.clone() + &self.signs.turned(&tweak, body, direction);
        let fits = EntryNumber::with_check_digit(&body);
        let digit = fits.as_ref().and_then(|fits| fits.as_str().bytes().last()).unwrap_or(b'0');
        let digit = char::from((digit - b'0' + off) % 10 + b'0');
        known_signs(format!("{body}{digit}"))
    }

    /// The pseudonym of a filer code; never the code itself.
    pub fn filer_code(&self, code: &str) -> String {
        self.filers.turned(&code.to_ascii_uppercase(), Direction::Mask)
    }

    /// The pseudonym of an importer number, with its dashes and blanks: two spellings of one number
    /// stay two spellings of one, and numbers with one employer's nine digits go on sharing nine.
    pub fn importer(&self, number: &ImporterNumber) -> ImporterNumber {
        self.turned_importer(number, Direction::Mask)
    }

    /// The importer number that has this pseudonym; `None` where it was replaced by a digest.
    pub fn unmasked_importer(&self, masked: &ImporterNumber) -> Option<ImporterNumber> {
        is_plain(&masked.key()).then(|| self.turned_importer(masked, Direction::Unmask))
    }

    fn turned_importer(&self, number: &ImporterNumber, direction: Direction) -> ImporterNumber {
        let key = number.key();
        let text = if is_plain(&key) {
            let turned = self.turned_key(&key, direction);
            let signs = || number.as_str().chars();
            match signs().filter(|c| !is_between(*c)).count() == key.len() {
                true => {
                    // A dash or a blank stays.
                    let mut turned = turned.chars();
                    let sign = |c| if is_between(c) { Some(c) } else { turned.next() };
                    signs().filter_map(sign).collect()
                }
                // Some letters become two in capitals.
                false => turned,
            }
        } else {
            format!("(importer {})", self.signs.tag("importer", &key))
        };
        ImporterNumber::read(text.as_bytes()).unwrap_or_else(|| number.clone())
    }

    fn turned_key(&self, key: &str, direction: Direction) -> String {
        match key.split_at_checked(ROOT) {
            Some((root, rest)) if root.bytes().all(|b| b.is_ascii_digit()) => {
                let turned = self.signs.turned("importer root", root, direction);
                let real = if direction == Direction::Mask { root } else { &turned };
                let tweak = format!("importer suffix {real}");
                turned.clone() + &self.signs.turned(&tweak, rest, direction)
            }
            _ => self.signs.turned("importer", key, direction),
        }
    }

    /// The pseudonym of a name, such as `Importer 7K2QM4PX9A`; blank stays blank. `kind` says of
    /// what it is the name. Spellings that differ in case and blanks only have one pseudonym.
    pub fn name(&self, kind: &str, name: &str) -> String {
        let words: Vec<String> = name.split_whitespace().map(str::to_uppercase).collect();
        match words.is_empty() {
            true => String::new(),
            false => format!("{kind} {}", self.signs.tag("name", &words.join(" "))),
        }
    }

    /// What stands for the number of a claim, a protest, a drawback claim or a statement, different
    /// for each; blank stays blank.
    pub fn proceeding(&self, number: &str) -> String {
        match number {
            "" => String::new(),
            number => format!("no. {}", self.signs.tag("proceeding", number)),
        }
    }

    /// What stands for free text, different for each text; blank stays blank.
    pub fn text(&self, text: &str) -> String {
        match text {
            "" => String::new(),
            text => format!("(withheld {})", self.signs.tag("text", text)),
        }
    }

    /// A word of the rules as it stands, or what stands for any other text.
    pub fn word(&self, text: &str) -> String {
        match self.words.contains(&fold(text.as_bytes())) {
            true => text.to_owned(),
            false => self.text(text),
        }
    }

    /// Words of the rules in a text that may hold several, with `;`, `|` or a line end between them.
    pub fn words(&self, text: &str) -> String {
        let between = [';', '|', '\n'];
        if self.words.contains(&fold(text.as_bytes())) {
            return text.to_owned();
        }
        let masked = |part: &str| {
            let (said, end) = match part.strip_suffix(between) {
                Some(said) => part.split_at(said.len()),
                None => (part, ""),
            };
            let word = said.trim();
            said.replacen(word, &self.word(word), usize::from(!word.is_empty())) + end
        };
        text.split_inclusive(between).map(masked).collect()
    }

    /// A rate that can be read as it stands, or what stands for any other text. Rates are compared
    /// folded, and so are told apart folded here.
    pub fn rate(&self, text: &str) -> String {
        match Rate::read(text.as_bytes()) {
            Ok(_) => text.to_owned(),
            Err(_) => self.text(&fold(text.as_bytes())),
        }
    }

    /// An entry type code as it stands, or what stands for any other text.
    pub fn entry_type(&self, code: &EntryType) -> String {
        let text = code.as_str();
        match text.len() <= LONGEST_ENTRY_TYPE && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
            true => text.to_owned(),
            false => self.text(text),
        }
    }
}

/// Whether a sign of an importer number does not count when numbers are compared.
fn is_between(sign: char) -> bool {
    sign == '-' || sign.is_whitespace()
}

/// Whether the form in which numbers are compared holds letters and digits only. It decides, not
/// the spelling: all spellings of a number are one.
fn is_plain(key: &str) -> bool {
    key.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The number with these signs. They are always letters and digits; were they not, nothing would be
/// better than to let them through.
fn known_signs(text: String) -> EntryNumber {
    EntryNumber::of_signs(&text).unwrap_or_else(|| EntryNumber::unpacked(0))
}

#[cfg(test)]
mod tests;
