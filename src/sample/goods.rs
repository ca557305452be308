//! What is imported.

use super::law::{Excuse, Levy};
use super::origins::ORIGINS;
use super::random::Chance;
use super::remedies::{Metal, section_301};
use crate::domain::{Cents, Rate};

/// Goods of one tariff number, as listed below.
struct Article {
    hts: &'static str,
    /// The column-1 rate as the tariff prints it.
    rate: &'static str,
    /// Units of quantity.
    units: [&'static str; 2],
    /// Dollars a unit.
    price: u32,
    class: Class,
    /// Origins, space separated; empty: any.
    from: &'static str,
}

/// What else matters of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Nothing.
    Plain,
    /// Section 301 on goods of China, with that heading.
    China(&'static str),
    /// Section 232.
    Remedy(Metal),
    /// An exemption can be claimed for it.
    Excused(Excuse),
    /// Farm goods let off in November 2025.
    Farm,
    Energy,
    Potash,
}

const fn article(
    hts: &'static str,
    rate: &'static str,
    units: [&'static str; 2],
    price: u32,
    class: Class,
    from: &'static str,
) -> Article {
    Article { hts, rate, units, price, class, from }
}

const EUROPE: &str = "DE IT FR ES PT NL PL SE IE AT CH LI GB NO";
const LIST_1: Class = Class::China("99038801");
const LIST_3: Class = Class::China("99038803");
const LIST_4A: Class = Class::China("99038815");

const ARTICLES: [Article; 46] = [
    article("3926909985", "5.3%", ["KG", ""], 12, LIST_3, ""),
    article("8481803090", "5.6%", ["NO", "KG"], 40, LIST_1, ""),
    article("9403608081", "Free", ["NO", ""], 120, LIST_3, ""),
    article("9403200078", "Free", ["NO", ""], 85, LIST_3, ""),
    article("8479899599", "2.5%", ["NO", ""], 2400, LIST_1, ""),
    article("8413919085", "Free", ["NO", ""], 60, LIST_1, ""),
    article("8504409550", "1.5%", ["NO", ""], 30, LIST_3, ""),
    article("8536694040", "2.7%", ["NO", ""], 4, LIST_3, ""),
    article("8528724000", "3.9%", ["NO", ""], 260, LIST_4A, ""),
    article("9503000073", "Free", ["NO", ""], 6, Class::Plain, ""),
    article("9405428410", "3.9%", ["NO", ""], 18, LIST_3, ""),
    article("4202929100", "17.6%", ["NO", "KG"], 22, LIST_3, ""),
    article("6109100012", "16.5%", ["DOZ", "KG"], 48, LIST_4A, ""),
    article("6204628011", "16.6%", ["DOZ", "KG"], 110, LIST_4A, ""),
    article("6403999065", "10%", ["PRS", ""], 35, LIST_4A, ""),
    article("6402993165", "6%", ["PRS", ""], 14, LIST_4A, ""),
    article("8712001510", "11%", ["NO", ""], 180, LIST_3, ""),
    article("4011101030", "4%", ["NO", ""], 55, LIST_3, ""),
    article("7013495500", "7.2%", ["NO", ""], 9, LIST_4A, ""),
    article("9018908000", "Free", ["NO", ""], 310, LIST_1, ""),
    article("9102111020", "44\u{a2} each + 6%", ["NO", ""], 130, LIST_4A, "CN HK CH LI JP"),
    article("8471300100", "Free", ["NO", ""], 640, Class::Excused(Excuse::AnnexTwo), ""),
    article("8517130000", "Free", ["NO", ""], 420, Class::Excused(Excuse::AnnexTwo), ""),
    article("8542310045", "Free", ["NO", ""], 7, Class::Excused(Excuse::AnnexTwo), ""),
    article(
        "3004909244",
        "Free",
        ["KG", ""],
        900,
        Class::Excused(Excuse::Generics),
        "DE IE CH LI FR IN",
    ),
    article(
        "8807300015",
        "Free",
        ["NO", ""],
        5200,
        Class::Excused(Excuse::Aircraft),
        "DE FR GB JP KR BR CH LI IT",
    ),
    article(
        "8411919085",
        "Free",
        ["NO", "KG"],
        1900,
        Class::Excused(Excuse::Aircraft),
        "KR JP GB FR DE CH",
    ),
    article("8407100060", "Free", ["NO", ""], 800, Class::Excused(Excuse::Aircraft), "KR LI"),
    article(
        "4501100000",
        "Free",
        ["KG", ""],
        5,
        Class::Excused(Excuse::Listed),
        "PT ES FR IT DE CH LI",
    ),
    article("7318158066", "8.5%", ["KG", ""], 6, Class::Remedy(Metal::Steel), ""),
    article("7326908688", "2.9%", ["KG", ""], 11, Class::Remedy(Metal::Steel), ""),
    article("7606123091", "3%", ["KG", ""], 5, Class::Remedy(Metal::Aluminum), ""),
    article(
        "8708295160",
        "2.5%",
        ["NO", "KG"],
        70,
        Class::Remedy(Metal::AutoParts),
        "MX CA JP KR DE CN IN BR TH",
    ),
    article(
        "8703230190",
        "2.5%",
        ["NO", ""],
        24000,
        Class::Remedy(Metal::Autos),
        "JP KR DE GB SE MX CA",
    ),
    article(
        "7411101030",
        "1.5%",
        ["KG", ""],
        12,
        Class::Remedy(Metal::Copper),
        "CL PE MX KR DE TH",
    ),
    article("4407110001", "Free", ["M3", ""], 380, Class::Remedy(Metal::Wood), "CA BR DE SE AT CL"),
    article("0901110025", "Free", ["KG", ""], 8, Class::Farm, "BR CO VN PE ID IN MX EC"),
    article("0804400040", "11.2\u{a2}/kg", ["KG", ""], 3, Class::Farm, "MX PE CO"),
    article("0702002035", "3.9\u{a2}/kg", ["KG", ""], 2, Class::Farm, "MX CA"),
    article("0710214000", "1\u{a2}/kg", ["KG", ""], 2, Class::Plain, "CA CN"),
    article("2204215040", "6.3\u{a2}/liter", ["L", ""], 9, Class::Plain, EUROPE),
    article("0406905600", "9.6%", ["KG", ""], 14, Class::Plain, EUROPE),
    article("1509202000", "5\u{a2}/kg", ["KG", ""], 8, Class::Plain, "IT ES PT TN TR"),
    article("2709001000", "5.25\u{a2}/bbl", ["BBL", ""], 64, Class::Energy, "CA MX"),
    article("3104200010", "Free", ["T", ""], 310, Class::Potash, "CA MX"),
    article("7102390050", "Free", ["CAR", ""], 700, Class::Plain, "IN IL ZA NA"),
];

/// Column 1 of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column1 {
    AdValorem(Rate),
    /// Hundredths of a cent a unit.
    Specific(u32),
}

/// An article made ready.
pub(super) struct Good {
    pub(super) hts: [u8; 10],
    /// The column-1 rate as the tariff prints it.
    pub(super) rate_text: &'static str,
    pub(super) column1: Column1,
    pub(super) units: [&'static str; 2],
    pub(super) price: u32,
    pub(super) class: Class,
    /// The Section 301 duty on it if it is of China.
    pub(super) section_301: Option<Levy>,
}

impl Good {
    /// Column-1 duty.
    pub(super) fn duty(&self, value: Cents, quantity: u64) -> Cents {
        match self.column1 {
            Column1::AdValorem(rate) => rate.of(value),
            Column1::Specific(per_unit) => {
                let hundredths =
                    i64::try_from(quantity).unwrap_or(i64::MAX).saturating_mul(per_unit.into());
                Cents(hundredths.saturating_add(50) / 100)
            }
        }
    }

    /// Whether column 1 reaches this rate.
    pub(super) fn reaches(&self, floor: Rate) -> bool {
        matches!(self.column1, Column1::AdValorem(rate) if rate >= floor)
    }
}

/// What can be imported from where.
pub(super) struct Stock {
    goods: Vec<Good>,
    /// By origin: indexes of goods.
    from: Vec<Vec<u8>>,
}

impl Stock {
    /// Makes the articles ready.
    pub(super) fn new() -> Stock {
        let goods = ARTICLES.iter().map(good).collect();
        let from = ORIGINS
            .iter()
            .map(|origin| {
                (0..ARTICLES.len() as u8).filter(|at| comes_from(*at, &origin.code)).collect()
            })
            .collect();
        Stock { goods, from }
    }

    /// Some article of an origin.
    pub(super) fn draw(&self, origin: usize, chance: &mut Chance) -> &Good {
        &self.goods[usize::from(*chance.pick(&self.from[origin]))]
    }
}

fn comes_from(article: u8, origin: &[u8; 2]) -> bool {
    let from = ARTICLES[usize::from(article)].from;
    from.is_empty() || from.split(' ').any(|code| code.as_bytes() == origin)
}

fn good(article: &Article) -> Good {
    let mut hts = *b"0000000000";
    hts.iter_mut().zip(article.hts.bytes()).for_each(|(digit, byte)| *digit = byte);
    let cents = article.rate.split_once('\u{a2}').map(|(number, _)| number);
    let column1 = match (Rate::read(article.rate.as_bytes()), cents) {
        (Ok(Some(rate)), _) => Column1::AdValorem(rate),
        (_, number) => Column1::Specific(hundredths(number.unwrap_or_default())),
    };
    Good {
        hts,
        rate_text: article.rate,
        column1,
        units: article.units,
        price: article.price,
        class: article.class,
        section_301: match article.class {
            Class::China(heading) => section_301(heading),
            _ => None,
        },
    }
}

/// `5.25` as 525.
fn hundredths(number: &str) -> u32 {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let read =
        |digits: &str| digits.bytes().fold(0, |n, d| n * 10 + u32::from(d.wrapping_sub(b'0')));
    match decimals.len() {
        0 => read(whole) * 100,
        1 => read(whole) * 100 + read(decimals) * 10,
        _ => read(whole) * 100 + read(&decimals[..2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_can_be_drawn_and_taxed() {
        let stock = Stock::new();
        let mut chance = Chance::of(1, 1);
        for (origin, goods) in stock.from.iter().enumerate() {
            assert!(goods.len() > 15);
            stock.draw(origin, &mut chance);
        }
        for at in 0..ARTICLES.len() as u8 {
            assert!(
                stock.from.iter().any(|goods| goods.contains(&at)),
                "{}",
                ARTICLES[usize::from(at)].hts
            );
        }
        let duty = |hts: &[u8], value, quantity| {
            stock.goods.iter().find(|good| good.hts == hts).unwrap().duty(Cents(value), quantity)
        };
        assert_eq!(duty(b"3926909985", 1_000_000, 0), Cents(53_000));
        assert_eq!(duty(b"8471300100", 1_000_000, 0), Cents(0));
        assert_eq!(duty(b"2709001000", 0, 1_000), Cents(5_250));
        assert_eq!(duty(b"2204215040", 0, 5), Cents(32));
    }
}
