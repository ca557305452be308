//! What is read of the files USITC hands out, and of files that are none.

use super::*;
use crate::domain::{Hts8, Rate};
use proptest::prelude::*;

const HEADER: &str = "\u{feff}HTS Number,Indent,Description,Unit of Quantity,\
    General Rate of Duty,Special Rate of Duty,Column 2 Rate of Duty,Quota Quantity,Additional Duties";

fn csv(lines: &str) -> Result<HtsRates, HtsRatesError> {
    HtsRates::from_bytes(format!("{HEADER}\r\n{lines}").as_bytes(), "hts.csv".to_string())
}

fn general(rates: &HtsRates, number: &str) -> Option<String> {
    rates.line(Hts8::read(number).unwrap()).map(|line| line.general.text())
}

#[test]
fn statistical_lines_and_groups_inherit_by_indent() {
    let rates = csv("8481,0,\"Taps, \"\"cocks\"\",\nvalves\",,,,,,\r\n\
        8481.80,1,Other appliances:,,,,,,\r\n\
        ,2,Hand operated:,,,,,,\r\n\
        8481.80.30,3,Of iron or steel,,5.6%,\"Free (A,AU,KR) 1.4% (JP)\",45%,,\r\n\
        ,4,Other:,,,,,,\r\n\
        8481.80.30.90,5,Other,\"[\"\"No.\"\",\"\"kg\"\"]\",,,,,\r\n\
        8481.80.50,3,Of other materials,,3%,,25%,,\r\n\
        0101.30.00.00,1,Asses,[\"No.\"],6.8%,Free (KR),15%,,\r\n\
        0102.00,1,Heading with a rate,,Free,,,,\r\n\
        0102.00.10,2,Blank below it,,,,,,\r\n")
    .unwrap();
    assert_eq!(general(&rates, "8481.80.30").as_deref(), Some("5.6%"));
    assert_eq!(general(&rates, "8481.80.50").as_deref(), Some("3%"));
    assert_eq!(
        general(&rates, "0101.30.00").as_deref(),
        Some("6.8%"),
        "ten digits speak for eight"
    );
    assert_eq!(general(&rates, "0102.00.10").as_deref(), Some("0%"), "from six digits");
    assert_eq!(general(&rates, "0102.00.77").as_deref(), Some("0%"), "found at six digits");
    assert_eq!(general(&rates, "8481.80.99"), None, "a heading without a rate says nothing");
    let line = rates.line(Hts8::read("8481.80.30").unwrap()).unwrap();
    assert_eq!(line.special("KR"), Some(Some(Rate::FREE)));
    assert_eq!((line.record, line.special("MX")), (5, None));
    assert_eq!((rates.lines, rates.unusable), (8, 0));
}

#[test]
fn nothing_is_inherited_across_headings_or_at_an_unknown_depth() {
    let rates = csv("8481.80.30,1,a,,5%,,,,\n\
        8482.10.10,2,not its child,,,,,,\n\
        8483.10,1,b,,4%,,,,\n\
        8483.10.10,?,depth unknown,,,,,,\n")
    .unwrap();
    assert_eq!(general(&rates, "8482.10.10").as_deref(), Some(""));
    assert_eq!(general(&rates, "8483.10.10").as_deref(), Some(""));
}

#[test]
fn only_plain_rates_are_rates() {
    let rates = csv("9102.11.10,2,a,,44\u{a2} each + 6%,Free (KR),,,\n\
        0402.10.05,2,b,,See note 3,,,,\n\
        8471.30.01,2,c,,Free,,,,\n")
    .unwrap();
    let number = Hts8::read("9102.11.10").unwrap();
    let compound = GeneralRate::NoRate("44\u{a2} each + 6%".to_string());
    assert_eq!(rates.line(number).unwrap().general, compound);
    assert_eq!(general(&rates, "0402.10.05").as_deref(), Some("See note 3"));
}

#[test]
fn two_rates_for_one_number_are_none() {
    let rates = csv("8481.80.30,2,old,,5%,Free (KR),,,\n\
        8481.80.30,2,new,,5.6%,,,,\n\
        8481.80.50,2,old,,3%,Free (KR),,,\n\
        8481.80.50,2,same again,,3.0%,Free (KR),,,\n\
        8481.80.70.10,2,a part,,1%,,,,\n\
        8481.80.70.20,2,another,,2%,,,,\n")
    .unwrap();
    let line = |number: &str| rates.line(Hts8::read(number).unwrap()).unwrap();
    assert_eq!(line("8481.80.30").general, GeneralRate::Two("5%".into(), "5.6%".into(), 3));
    assert_eq!(line("8481.80.30").special("KR"), Some(None));
    assert_eq!(line("8481.80.50").general.text(), "3%");
    assert!(matches!(line("8481.80.70").general, GeneralRate::Two(..)));
}

#[test]
fn json_says_the_same_as_csv_wrapped_or_not() {
    let list = r#"[
        {"htsno":"8481","indent":"0","description":"Taps","superior":null,"units":[],"general":"",
         "special":"","other":"","footnotes":[{"columns":["general"],"value":"See 9903.88.01."}],
         "quotaQuantity":null,"additionalDuties":null},
        {"htsno":"","indent":"1","superior":"true","general":"","special":"","other":""},
        {"htsno":"8481.80.30","indent":2,"general":"5.6%","special":"Free (KR)","units":["kg"]},
        {"htsno":"8481.80.30.90","indent":"3","general":"","special":""}]"#;
    for text in [list.to_string(), format!("{{\"release\":{{\"n\":1.5}},\"lines\":{list}}}")] {
        let rates = HtsRates::from_bytes(text.as_bytes(), "hts.json".to_string()).unwrap();
        let line = rates.line(Hts8::read("84818030").unwrap()).unwrap();
        assert_eq!((line.general.text().as_str(), line.record), ("5.6%", 3));
        assert_eq!(line.special("KR"), Some(Some(Rate::FREE)));
    }
}

#[test]
fn semicolons_and_other_spellings_of_the_headers_are_read() {
    let text =
        "Indent;HTS-Number;SPECIAL;General_Rate of Duty\n2;8481.80.30;;5%\n2;x;;5%\n2;8481\n";
    let rates = HtsRates::from_bytes(text.as_bytes(), "hts.csv".to_string()).unwrap();
    assert_eq!(general(&rates, "8481.80.30").as_deref(), Some("5%"));
    assert_eq!(rates.unusable, 2, "a number of letters and a short record");
}

#[test]
fn files_that_are_no_tariff_are_refused_with_advice() {
    let message = |bytes: &[u8]| {
        HtsRates::from_bytes(bytes, "x".to_string()).map(|_| ()).unwrap_err().to_string()
    };
    for (bytes, said) in [
        (&b"\xEF\xBB\xBF \n"[..], "the file is empty"),
        (b"PK\x03\x04 and more", "an Excel workbook or a zip file"),
        (b"<!DOCTYPE html>", "a web page"),
        (b"\x00\x01\x02", "binary data"),
        (b"Entry Number,HTS Number\n1,2\n", "no column for `Indent`, `General Rate of Duty`"),
        (b"[\n  {\"htsno\": \"8481\",\n", "line 2 column"),
        (b"[{}, 1.5]", "expected a tariff line"),
        (b"{\"a\": [1.5, {\"b\": 2}]}", "no column for `HTS Number`"),
        (b"[]", "Found: nothing"),
        (b"HTS Number,Indent,General,Special\n8481.80.30,2,5 cents/kg,\n", "none of its 1 tariff"),
    ] {
        let message = message(bytes);
        assert!(message.contains(said), "{message}");
        assert!(message.contains("hts.usitc.gov"), "{message}");
    }
    let missing = HtsRates::read(std::path::Path::new("no/such/file.csv")).unwrap_err();
    assert!(missing.to_string().contains("cannot read no/such/file.csv"));
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200),
                                text in "[\\[\\]{}\":,htsnogeral0-9. %\n]{0,120}") {
        let _ = HtsRates::from_bytes(&bytes, String::new());
        let _ = HtsRates::from_bytes(text.as_bytes(), String::new());
        let _ = csv(&text);
    }
}
