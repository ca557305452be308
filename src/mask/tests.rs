use super::*;
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::OnceLock;

fn mask() -> &'static Mask {
    static MASK: OnceLock<Mask> = OnceLock::new();
    MASK.get_or_init(|| Mask::new(&Key::from([9; 32]), ["liquidated".to_owned()]))
}

fn entry(text: &str) -> EntryNumber {
    EntryNumber::of_signs(text).unwrap()
}

fn importer(text: &str) -> ImporterNumber {
    ImporterNumber::read(text.as_bytes()).unwrap()
}

/// Which of the signs of a text are digits, letters, or neither.
fn form(text: &str) -> String {
    let sign = |c: char| match c {
        '0'..='9' => '0',
        c if c.is_ascii_alphabetic() => 'A',
        c => c,
    };
    text.chars().map(sign).collect()
}

#[test]
fn every_filer_code_has_another_of_its_form_and_no_two_have_one() {
    let mask = mask();
    let signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut seen = HashSet::new();
    for a in signs.chars() {
        for b in signs.chars() {
            for c in signs.chars() {
                let code: String = [a, b, c].iter().collect();
                let masked = mask.filer_code(&code);
                assert_ne!(masked, code);
                assert_eq!(form(&masked), form(&code));
                assert!(seen.insert(masked), "{code}");
            }
        }
    }
    assert_eq!(mask.filer_code("9q9"), mask.filer_code("9Q9"));
}

#[test]
fn all_short_numbers_stay_different() {
    let mask = mask();
    let short = (0..1000).map(|n| format!("{n:03}")).chain((0..100).map(|n| format!("{n:02}")));
    let long = (0..2000).map(|n| format!("9Q9{n:04}"));
    let short: Vec<String> = short.chain(long).collect();
    let masked: HashSet<EntryNumber> = short.iter().map(|text| mask.entry(&entry(text))).collect();
    assert_eq!(masked.len(), short.len());
    let suffixes = (0..100).map(|n| importer(&format!("98-7654321{n:02}")));
    let masked: HashSet<_> = suffixes.map(|number| mask.importer(&number).key()).collect();
    assert_eq!(masked.len(), 100);
}

#[test]
fn a_repaired_number_still_begins_with_the_zero_it_got_back() {
    let (number, repaired) = EntryNumber::read(b"1700023458").unwrap();
    assert!(repaired && mask().entry(&number).as_str().starts_with('0'));
}

#[test]
fn spellings_of_one_importer_stay_spellings_of_one() {
    let mask = mask();
    let spellings = ["98-765432100", "98765432100", " 98-7654321 00", "98-76543-2100"];
    let masked = spellings.map(|text| mask.importer(&importer(text)));
    assert!(masked.iter().all(|number| *number == masked[0] && number.form() == masked[0].form()
        || number.form().is_none()));
    assert_eq!(form(masked[0].as_str()), "00-000000000");
    // The numbers of one employer go on sharing nine digits; another suffix is another number.
    let other = mask.importer(&importer("98-765432101"));
    assert!(other != masked[0] && other.root() == masked[0].root());
    assert_eq!(mask.importer(&importer("yy12-abc")), mask.importer(&importer("YY12ABC")));
    // So do letters whose capitals are plain ones, or two.
    for (a, b) in [("straße-12", "STRASSE12"), ("ıst 5", "IST5")] {
        let (a, b) = (mask.importer(&importer(a)), mask.importer(&importer(b)));
        assert_eq!(a.key(), b.key());
        assert!(a.key().is_ascii());
    }
    // What is no number is replaced altogether, and its spellings stay one.
    let odd = mask.importer(&importer("Teapöt-1"));
    assert_eq!(odd, mask.importer(&importer("TEAPÖT 1")));
    assert!(!odd.as_str().to_uppercase().contains("TEAP"));
}

#[test]
fn text_is_withheld_unless_the_rules_know_it() {
    let mask = mask();
    assert_eq!(mask.word("LIQUIDATED"), "LIQUIDATED");
    assert!(mask.word("ask Ms Teapot").starts_with("(withheld "));
    assert_eq!(mask.text("a"), mask.text("a"));
    assert_ne!(mask.text("a"), mask.text("b"));
    assert_eq!((mask.text("").as_str(), mask.name("Importer", " ").as_str()), ("", ""));
    let several = mask.words("Liquidated; of Teapot");
    assert!(several.starts_with("Liquidated; (withheld ") && !several.contains("Teapot"));
    assert_eq!(mask.rate("5.3%"), "5.3%");
    assert_eq!(mask.rate("SEE Teapot"), mask.rate("see teapot "));
    assert_ne!(mask.proceeding("aa1"), mask.proceeding("AA1"));
    assert!(mask.rate("see Teapot").starts_with("(withheld "));
}

#[test]
fn another_key_gives_other_pseudonyms() {
    let other = Mask::new(&Key::from([8; 32]), []);
    let number = entry("9Q910000011");
    assert_ne!(mask().entry(&number), other.entry(&number));
    assert_ne!(mask().name("Importer", "Teapot"), other.name("Importer", "Teapot"));
    assert_eq!(mask().entry(&number), mask().entry(&number));
}

#[test]
fn a_key_is_kept_and_only_a_key_is_taken_for_one() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("masked.key");
    let (_, not_put) = Key::kept_in(&path).unwrap();
    drop(not_put);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "nothing was made with it");
    let (made, file) = Key::kept_in(&path).unwrap();
    file.unwrap().put(&crate::publication::putting()).unwrap();
    let (kept, file) = Key::kept_in(&path).unwrap();
    assert!(made.bytes() == kept.bytes() && file.is_none());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let hex = "0123456789abcdef".repeat(4);
    for text in ["", "secret", &hex[1..], &format!("{hex}\n{hex}"), &format!("{hex}ff")] {
        std::fs::write(&path, text).unwrap();
        assert!(matches!(Key::kept_in(&path), Err(KeyError::NoKey(_))), "{text}");
    }
    assert!(matches!(Key::read(&dir.path().join("none")), Err(KeyError::NotThere(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn entry_numbers_are_exchanged_one_for_one(
        texts in proptest::collection::hash_set("[0-9A-Z]{3}[0-9]{8}|[0-9A-Z]{1,14}|[0-9]{10}", 1..40)
    ) {
        let mask = mask();
        let mut seen = HashSet::new();
        for text in texts {
            let number = entry(&text);
            let masked = mask.entry(&number);
            prop_assert_eq!(masked.check_digit_off(), number.check_digit_off());
            prop_assert_eq!(form(masked.as_str()), form(&text));
            if text.len() >= 3 {
                prop_assert_eq!(masked.filer_code(), mask.filer_code(number.filer_code()));
            }
            prop_assert_eq!(mask.unmasked_entry(&masked), number);
            prop_assert!(seen.insert(masked));
        }
    }

    #[test]
    fn importer_numbers_are_exchanged_one_for_one(
        texts in proptest::collection::vec("[0-9]{2}-[0-9]{7}[0-9A-Z]{2}|[0-9]{3}-[0-9]{2}-[0-9]{4}|[0-9A-Za-z]{1,14}", 1..30)
    ) {
        let mask = mask();
        let numbers: Vec<ImporterNumber> = texts.iter().map(|text| importer(text)).collect();
        let masked: Vec<ImporterNumber> = numbers.iter().map(|n| mask.importer(n)).collect();
        for (number, pseudonym) in numbers.iter().zip(&masked) {
            prop_assert_eq!(number.form(), pseudonym.form());
            prop_assert_eq!(number.root().is_some(), pseudonym.root().is_some());
            prop_assert_eq!(&mask.unmasked_importer(pseudonym).unwrap(), number);
            for (other, of_other) in numbers.iter().zip(&masked) {
                prop_assert_eq!(number == other, pseudonym == of_other);
                if number.root().is_some() && other.root().is_some() {
                    prop_assert_eq!(number.root() == other.root(), pseudonym.root() == of_other.root());
                }
            }
        }
    }
}
