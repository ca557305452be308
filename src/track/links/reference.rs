//! Numbers found in what a bank prints beside a line: as whole words only, so that a number is
//! never found inside a longer one.

use foldhash::fast::FixedState;
use std::collections::HashMap;

/// A number shorter than this may be a date, a branch or anything.
const SHORTEST: usize = 5;

/// Numbers to look for, by their longest word.
pub(super) struct Sought<T> {
    by_word: HashMap<String, Vec<Number<T>>, FixedState>,
}

struct Number<T> {
    words: Vec<String>,
    /// Which of the words it is kept under.
    longest: usize,
    of: T,
}

impl<T: Copy + PartialEq> Sought<T> {
    pub(super) fn new() -> Sought<T> {
        Sought { by_word: HashMap::default() }
    }

    /// Adds a number of something.
    pub(super) fn add(&mut self, number: &str, of: T) {
        let words = words(number);
        if words.iter().map(String::len).sum::<usize>() < SHORTEST {
            return;
        }
        let longest = (0..words.len()).rev().max_by_key(|at| words.get(*at).map(String::len));
        let Some((longest, word)) = longest.and_then(|at| Some((at, words.get(at)?.clone())))
        else {
            return;
        };
        self.by_word.entry(word).or_default().push(Number { words, longest, of });
    }

    /// Whose numbers stand in a reference, each once. A number that is a part of a longer one that
    /// stands there too is not meant.
    pub(super) fn find(&self, reference: &str) -> Vec<T> {
        let printed = words(reference);
        let mut found: Vec<(usize, usize, T)> = Vec::new();
        for (at, word) in printed.iter().enumerate() {
            for number in self.by_word.get(word).into_iter().flatten() {
                let Some(from) = at.checked_sub(number.longest) else { continue };
                let to = from + number.words.len();
                if printed.get(from..to) == Some(&number.words) {
                    found.push((from, to, number.of));
                }
            }
        }
        let mut named = Vec::new();
        for (from, to, of) in &found {
            let inside = |(f, t, _): &(usize, usize, T)| f <= from && to <= t && t - f > to - from;
            if !found.iter().any(inside) && !named.contains(of) {
                named.push(*of);
            }
        }
        named
    }
}

/// Whether two texts are one, or have a long number in common.
pub(super) fn share_number(one: &str, other: &str) -> bool {
    let number =
        |word: &String| word.len() >= SHORTEST && word.starts_with(|c: char| c.is_ascii_digit());
    let others = words(other);
    let own = words(one);
    (!own.is_empty() && own == others)
        || own.iter().filter(|word| number(word)).any(|word| others.contains(word))
}

/// Runs of digits, without zeros before them, and of letters, in upper case.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for letter in text.chars() {
        let kind = letter.is_alphanumeric().then(|| letter.is_ascii_digit());
        if let Some(word) = words.last_mut().filter(|_| kind.is_some() && kind == last) {
            word.extend(letter.to_uppercase());
        } else if kind.is_some() {
            words.push(letter.to_uppercase().collect());
        }
        last = kind;
    }
    for word in &mut words {
        // What is left of a short number might be anything: it is looked for with its zeros.
        let short = word.trim_start_matches('0');
        if short.len() >= SHORTEST && short.len() < word.len() {
            *word = short.to_string();
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_as_a_whole_word_only() {
        let mut sought = Sought::new();
        sought.add("0012345678", 1);
        sought.add("R000009", 9);
        assert_eq!(sought.find("STORYBOOK GOODS US TREASURY R000009"), [9]);
        assert_eq!(sought.find("AISLE R 9"), [0; 0]);
        sought.add("R-1001", 2);
        sought.add("2026", 3);
        sought.add("R-1001-77", 4);
        for (reference, found) in [
            ("ACH CREDIT US CUSTOMS 12345678 CCD", vec![1]),
            ("REF#00012345678", vec![1]),
            ("ref12345678", vec![1]),
            ("ACH 123456789", vec![]),
            ("ACH 912345678", vec![]),
            ("refund r1001 and 12345678", vec![2, 1]),
            ("R 10010", vec![]),
            ("paid 2026-07-01", vec![]),
            ("R-1001-77", vec![4]),
            ("", vec![]),
        ] {
            assert_eq!(sought.find(reference), found, "{reference}");
        }
    }
}
