//! The page of a tracking: its figures are those of `summary.json`, it asks for nothing, and no text
//! of the data does it harm.

use crate::report::Staging;
use crate::report::tracking::example::{Case, Example};
use crate::report::tracking::{summary, terminal, write_page};
use scraper::{ElementRef, Html, Selector};

/// Texts that would do harm if they were taken for more than text.
const WORST: [&str; 6] = [
    "=cmd|'/C calc'!A0",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "Fictive \u{202e}gnp.exe",
    "</style></script><!--",
    "bell \u{7}and\u{0}zero",
];

fn made(case: Case, text: &str, groups: usize) -> Example {
    let mut example = Example::new(case, text, groups);
    let told = example.told();
    let other = example.dir.path().join("other");
    let other = Staging::begin(&other, false, false).unwrap();
    let mut staging = std::mem::replace(&mut example.staging, other);
    let json = summary(&example.tracking(), &told);
    staging.write("summary.json", json.as_bytes()).unwrap();
    write_page(&example.tracking(), &told, &mut staging).unwrap();
    example.staging = staging;
    example
}

fn all<'p>(page: &'p Html, selector: &str) -> Vec<ElementRef<'p>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// Every figure against the value that it names; what is money on the first screen names one.
fn walk(example: &Example) -> usize {
    let page = Html::parse_document(&example.text("report.html"));
    let summary: serde_json::Value = serde_json::from_str(&example.text("summary.json")).unwrap();
    let figures = all(&page, "[data-from]");
    for figure in &figures {
        let (value, from) = (figure.attr("value").unwrap(), figure.attr("data-from").unwrap());
        let pointer = from.strip_prefix("summary.json#").unwrap();
        let found = summary.pointer(pointer).expect(from);
        let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
        assert_eq!(value, found, "{from}");
        assert_eq!(text(*figure).replace(['$', ','], ""), value, "{from}");
    }
    let first = text(all(&page, ".first")[0]);
    let with_source: String =
        all(&page, ".first [data-from], .first .caution").into_iter().map(text).collect();
    assert_eq!(first.matches('$').count(), with_source.matches('$').count());
    figures.len()
}

#[test]
fn every_figure_of_the_first_screen_is_that_of_the_summary() {
    for case in [Case::Mixed, Case::NoReport, Case::AllPaid] {
        let figures = walk(&made(case, "Fictive Imports", 7));
        assert!(figures > 18, "{figures}");
    }
}

#[test]
fn expected_less_the_causes_is_paid_in_the_table_too() {
    let example = made(Case::Mixed, "Fictive Imports", 7);
    assert!(example.tracking().standing.closes());
    let page = Html::parse_document(&example.text("report.html"));
    let cents = |row: ElementRef<'_>| {
        let cells = Selector::parse("td").unwrap();
        let last = row.select(&cells).last().map(text).unwrap();
        last.replace(['$', ',', '.'], "").parse::<i64>().unwrap()
    };
    let rows: Vec<i64> = all(&page, "#money tbody tr").into_iter().map(cents).collect();
    let paid = cents(all(&page, "#money tfoot tr")[0]);
    assert_eq!(rows[0] - rows[1..].iter().sum::<i64>(), paid);
    assert!(rows.len() > 10 && paid > 0);
    let shown = text(all(&page, ".big")[0]).replace(['$', ',', '.'], "");
    assert_eq!(shown.parse::<i64>().unwrap(), paid);
}

#[test]
fn the_page_asks_for_nothing_and_leads_only_to_what_is_there() {
    for case in [Case::Mixed, Case::NoReport] {
        let example = made(case, "Fictive Imports", 7);
        let page = Html::parse_document(&example.text("report.html"));
        assert!(all(&page, "[style], [src], [onclick], form, iframe, object").is_empty());
        for link in all(&page, "[href]") {
            let href = link.attr("href").unwrap();
            match href.strip_prefix('#') {
                Some(id) => assert_eq!(all(&page, &format!("[id='{id}']")).len(), 1, "{href}"),
                None if href == "data:," => {}
                None => assert!(example.staging.written().contains_key(href), "{href}"),
            }
        }
        for element in all(&page, "[aria-labelledby]") {
            for id in element.attr("aria-labelledby").unwrap().split(' ') {
                assert_eq!(all(&page, &format!("[id='{id}']")).len(), 1, "{id}");
            }
        }
    }
}

#[test]
fn the_worst_text_is_harmless_and_stands_apart() {
    for worst in WORST {
        let example = made(Case::Mixed, worst, 7);
        walk(&example);
        let source = example.text("report.html");
        assert_eq!(source.matches("<script>").count(), 1);
        assert_eq!(source.matches("<style>").count(), 1);
        let harmful = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!source.contains("<img") && !source.contains(harmful));
        let page = Html::parse_document(&source);
        assert!(all(&page, "img, main script").is_empty());
        let shown = crate::report::plain(worst);
        assert!(all(&page, "bdi").into_iter().map(text).any(|text| text == shown), "{worst}");
        // Amounts and counts are cells of their own whatever stands beside them.
        assert_eq!(all(&page, "#groups-table tbody tr").len(), 7);
        let said = terminal::summary(&example.tracking(), &example.told(), worst).unwrap();
        assert!(!said.contains(harmful), "{said:?}");
    }
}

#[test]
fn fifty_thousand_groups_make_no_large_page() {
    let example = made(Case::Mixed, "A payee with quite a long name, of Fictiveville", 50_000);
    let page = example.text("report.html");
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
    let page = Html::parse_document(&page);
    assert_eq!(all(&page, "#groups-table tbody tr").len(), 500);
    let feet = all(&page, "#groups-table tfoot tr");
    assert!(text(feet[0]).starts_with("49,500 other groups"));
    assert!(text(feet[1]).contains("100,000"));
}

#[test]
fn a_refund_unfolds_to_its_entries_and_says_how_many_more_there_are() {
    let example = made(Case::Mixed, "R000001", 7);
    let page = Html::parse_document(&example.text("report.html"));
    let unfolding = all(&page, "#deposits details");
    assert_eq!(unfolding.len(), 1);
    let line = text(all(&page, "#deposits summary")[0]);
    assert!(
        line.starts_with("Refund R000001 of 2026-07-20, $4,000.01, in the deposit of"),
        "{line}"
    );
    assert!(line.ends_with("30 entries"), "{line}");
    assert_eq!(all(&page, "#deposits details tbody tr").len(), 25);
    assert!(text(unfolding[0]).contains("... and 5 more in refund_entries.csv"));
}

#[test]
fn what_is_late_is_the_first_row_of_the_cash_and_the_totals_are_those_of_the_summary() {
    let mut example = Example::new(Case::Mixed, "Fictive Imports", 7);
    let table = example.text("cash.csv").replace(
        "entries_p50,p50_low\n",
        "entries_p50,p50_low\nlate,70.00,0.00,0.00,70.00,0.00,0.00,0,0.00\n",
    );
    example.staging.discard("cash.csv").unwrap();
    example.staging.write("cash.csv", table.as_bytes()).unwrap();
    let told = example.told();
    let other = Staging::begin(&example.dir.path().join("other"), false, false).unwrap();
    let mut staging = std::mem::replace(&mut example.staging, other);
    write_page(&example.tracking(), &told, &mut staging).unwrap();
    example.staging = staging;
    let page = Html::parse_document(&example.text("report.html"));
    let cells = |row: ElementRef<'_>| row.child_elements().map(text).collect::<Vec<_>>();
    let first = cells(all(&page, "#cash tbody tr")[0]);
    assert_eq!(first[..3], ["late: its day has passed", "$70.00", "$0.00"]);
    let total = cells(all(&page, "#cash tfoot tr")[0]);
    assert_eq!(total[1..4], ["$1,070.00", "$1,000.00", "$1,000.00"]);
    let json: serde_json::Value =
        serde_json::from_str(&summary(&example.tracking(), &told)).unwrap();
    assert_eq!(json.pointer("/cash/p10").unwrap(), "1070.00");
    assert_eq!(json.pointer("/cash/late/p10").unwrap(), "70.00");
}

#[test]
fn the_terminal_says_what_to_do_in_lines_that_fit() {
    for case in [Case::Mixed, Case::NoReport, Case::AllPaid] {
        let example = made(case, "Fictive Imports", 7);
        let said = terminal::summary(&example.tracking(), &example.told(), "out").unwrap();
        for line in said.lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
        let place = |word: &str| said.find(word).expect(word);
        assert!(place("How far the entries are") < place("What is missing, and why"));
        assert!(place("What is missing, and why") < place("What to do today"));
        assert!(place("What to do today") < place("Interest: "));
        match case {
            Case::NoReport => assert!(said.contains("No report was read"), "{said}"),
            Case::AllPaid => assert!(said.contains("Missing   $0.00"), "{said}"),
            Case::Mixed => assert!(said.contains("file again"), "{said}"),
        }
        if std::env::var_os("SHOW").is_some() {
            println!("{said}");
        }
    }
}
