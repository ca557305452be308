//! The special column: `Free (A+,AU,KR) 1.7% (JP)`, a rate and the programs it is for.

use crate::domain::Rate;

/// The rate of the special column for a program, such as `KR`. `None` if the program is not named;
/// an inner `None` if it is, with something that is no plain rate.
pub(super) fn rate_for(text: &str, program: &str) -> Option<Option<Rate>> {
    let mut rest = text;
    while let Some((rate, more)) = rest.split_once('(') {
        let (programs, behind) = more.split_once(')')?;
        // `A+` and `A*` are other programs than `A`; a blank may stand behind a comma.
        if programs.split(',').any(|named| named.trim().eq_ignore_ascii_case(program)) {
            let rate = rate.trim_start_matches([' ', ',', ';', '\n', '\r', '\t']);
            return Some(Rate::read(rate.as_bytes()).ok().flatten());
        }
        rest = behind;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_has_the_rate_before_its_list() {
        let text = "Free (A,AU,BH, KR ,S) 1.7% (JP); See 9823.52.01 (PA)";
        assert_eq!(rate_for(text, "KR"), Some(Some(Rate::FREE)));
        assert_eq!(rate_for(text, "JP").flatten().unwrap().to_string(), "1.7%");
        assert_eq!(rate_for(text, "PA"), Some(None));
        for absent in ["K", "A+", "MX"] {
            assert_eq!(rate_for(text, absent), None, "{absent}");
        }
        for odd in ["", "Free", "Free (KR", "(((", ")("] {
            assert_eq!(rate_for(odd, "KR"), None, "{odd}");
        }
    }
}
