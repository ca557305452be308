//! Which countries of origin a heading is for.

use std::fmt;

/// A set of ISO alpha-2 codes, given by naming its members or those that are out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Countries {
    any: bool,
    /// Members, or what is out if `any`; sorted.
    named: Vec<[u8; 2]>,
}

impl Countries {
    /// Reads `CN HK`, `*`, or `* -CA -MX`. `None` for anything else, repeats included.
    pub fn read(text: &str) -> Option<Countries> {
        let mut words = text.split(' ').peekable();
        let any = words.next_if_eq(&"*").is_some();
        let mut named = words
            .map(|word| {
                let code = if any { word.strip_prefix('-')? } else { word };
                let code: [u8; 2] = code.as_bytes().try_into().ok()?;
                code.iter().all(u8::is_ascii_uppercase).then_some(code)
            })
            .collect::<Option<Vec<_>>>()?;
        let count = named.len();
        named.sort_unstable();
        named.dedup();
        (named.len() == count).then_some(Countries { any, named })
    }

    /// Whether it names those that are out, and takes all others.
    pub fn names_exceptions(&self) -> bool {
        self.any
    }

    /// Whether goods of this origin belong under the heading. Codes are upper case.
    pub fn allows(&self, country: [u8; 2]) -> bool {
        self.named.binary_search(&country).is_ok() != self.any
    }
}

impl fmt::Display for Countries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.any {
            f.write_str("*")?;
        }
        for (at, code) in self.named.iter().enumerate() {
            let before = match (self.any, at) {
                (true, _) => " -",
                (false, 0) => "",
                (false, _) => " ",
            };
            write!(f, "{before}{}{}", code[0] as char, code[1] as char)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_and_excepted() {
        let china = Countries::read("HK CN").unwrap();
        assert!(china.allows(*b"CN") && !china.allows(*b"MO"));
        assert_eq!(china.to_string(), "CN HK");
        let world = Countries::read("* -MX -CA").unwrap();
        assert!(world.allows(*b"NA") && !world.allows(*b"CA"));
        assert_eq!(world.to_string(), "* -CA -MX");
        assert!(Countries::read("*").unwrap().allows(*b"XX"));
    }

    #[test]
    fn refuses_what_is_no_set() {
        for text in ["", "cn", "CHN", "CN CN", "CN  HK", "-CN", "* CA", "CN -HK"] {
            assert_eq!(Countries::read(text), None, "{text}");
        }
    }
}
