//! Invented tariffs for `--hts-rates`, in the form in which USITC hands out the true one.

use super::InventedFile;
use super::random::Chance;

/// Numbers of the base rows, at the eight digits that bear a rate, in the order of the tariff.
const NUMBERS: [&str; 6] = ["04069078", "07102140", "39269099", "61091000", "84713001", "84818030"];

const RATES: [&str; 5] = ["2.5%", "Free", "3.9%", "12.4%", "16%"];

const SPECIALS: [&str; 6] = [
    "",
    "Free (A,AU,JP,KR,S)",
    "1% (KR) 1.7% (JP)",
    "Free (A+,AU)",
    "2.5% (JP, KR)",
    "See 9823 (KR)",
];

/// A tariff in which numbers are missing, inherit, contradict themselves or bear no plain rate.
pub fn tariff(chance: &mut Chance) -> InventedFile {
    let mut records = Vec::new();
    for number in NUMBERS {
        let rate = *chance.pick(&RATES);
        let special = *chance.pick(&SPECIALS);
        let (four, six) = (&number[..4], &number[..6]);
        let mut put = |number: &str, depth: u32, rate: &str, special: &str| {
            records.push(format!("{},{depth},Goods,,{rate},\"{special}\",,,", dotted(number)));
        };
        match chance.below(11) {
            0 => {}
            1 => put(number, 2, "1.5¢/kg + 2%", special),
            2 => put(number, 2, rate, special),
            3 => {
                put(number, 2, rate, special);
                put(&format!("{number}85"), 3, "", "");
            }
            4 => {
                put(number, 2, "", "");
                put(&format!("{number}85"), 3, rate, special);
            }
            5 => put(six, 1, rate, special),
            6 => put(four, 0, rate, special),
            7 => {
                put(number, 2, rate, special);
                put(number, 2, "7%", special);
            }
            8 => {
                put(four, 0, "", "");
                put(six, 1, rate, special);
                put(number, 2, "", "");
            }
            9 => {
                put(six, 1, "9%", "");
                put(number, 2, rate, special);
            }
            // A line that only groups stands between.
            _ => {
                put(six, 1, rate, special);
                put("", 2, "", "");
                put(number, 3, "", "");
                put(&format!("{number}20"), 4, "", "");
            }
        }
    }
    // A tariff without any rate would be refused.
    records.push("9701.21.00,2,Paintings,,Free,,,,".to_string());
    InventedFile {
        name: "tariff.csv".to_string(),
        titles: Vec::new(),
        header: "HTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,\
            Special Rate of Duty,Column 2 Rate of Duty,Quota Quantity,Additional Duties"
            .to_string(),
        records,
        byte_order_mark: false,
        line_end: "\n",
        ends_with_line_end: true,
        form: super::Form::Plain,
    }
}

fn dotted(number: &str) -> String {
    let cuts = [0, 4, 6, 8, number.len().max(8)];
    let parts: Vec<&str> =
        cuts.windows(2).filter_map(|cut| number.get(cut[0]..cut[1].min(number.len()))).collect();
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
}
