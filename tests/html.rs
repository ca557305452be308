//! The page: its figures are those of the other files, it asks for nothing, and no text of the data
//! does it harm.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use scraper::{ElementRef, Html, Selector};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo");
const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo-facts/facts.csv");
const AS_OF: &str = "2026-05-15";

fn capeprep(arguments: &[&str]) {
    Command::cargo_bin("capeprep").unwrap().args(arguments).assert().success();
}

/// The files of one run.
struct Reports {
    dir: TempDir,
}

impl Reports {
    fn of(input: &str, options: &[&str]) -> Reports {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        let begin = ["analyze", input, "--as-of", AS_OF, "--quiet", "--no-progress", "--out"];
        let out = [out.to_str().unwrap()];
        capeprep(&[&begin[..], &out, options].concat());
        Reports { dir }
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.dir.path().join("out").join(name)).unwrap()
    }

    fn page(&self) -> Html {
        Html::parse_document(&self.text("report.html"))
    }

    fn table(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let text = self.text(name);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(Result::unwrap).collect()
    }

    /// The value that `data-from` names.
    fn value(&self, from: &str) -> String {
        if let Some((all, part)) = from.split_once(" - ") {
            let cents = |from| self.value(from).replace('.', "").parse::<i128>().unwrap();
            let cents = cents(all) - cents(part);
            return format!("{}.{:02}", cents / 100, cents % 100);
        }
        if let Some(pointer) = from.strip_prefix("summary.json#") {
            let summary: serde_json::Value =
                serde_json::from_str(&self.text("summary.json")).unwrap();
            let value = summary.pointer(pointer).expect(from);
            return value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        }
        let mut parts = from.split('|');
        let rows = self.table(parts.next().unwrap());
        let what = parts.next().unwrap();
        let conditions: Vec<_> = parts.map(|part| part.split_once('=').unwrap()).collect();
        let fits = |row: &&BTreeMap<String, String>| {
            conditions.iter().all(|(column, values)| match (column.strip_suffix('!'), *values) {
                (Some(column), word) => row[column].split(';').all(|other| other != word),
                (None, "*") => !row[*column].is_empty(),
                (None, values) => values.split(';').any(|value| row[*column] == value),
            })
        };
        let rows: Vec<_> = rows.iter().filter(fits).collect();
        match what.strip_prefix("sum:") {
            None => rows.len().to_string(),
            Some(columns) => {
                let columns: Vec<&str> = columns.split('+').collect();
                let cells = rows.iter().flat_map(|row| columns.iter().map(|c| row[*c].as_str()));
                match added_up(cells) {
                    // Of no rows, an amount is an amount all the same.
                    none if rows.is_empty() && what != "sum:entries" => format!("{none}.00"),
                    sum => sum,
                }
            }
        }
    }
}

/// The sum of decimal numbers, with as many decimals as they have.
fn added_up<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let (mut sum, mut is_money) = (0_i128, false);
    for cell in cells {
        is_money |= cell.contains('.');
        sum += cell.replace('.', "").parse::<i128>().unwrap();
    }
    if is_money { format!("{}.{:02}", sum / 100, sum % 100) } else { sum.to_string() }
}

fn all<'p>(page: &'p Html, selector: &str) -> Vec<ElementRef<'p>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// The text of each cell of the rows a selector finds.
fn cells(page: &Html, rows: &str) -> Vec<Vec<String>> {
    let cell = Selector::parse("th, td").unwrap();
    all(page, rows).iter().map(|row| row.select(&cell).map(text).collect()).collect()
}

fn sample(dir: &TempDir, options: &[&str]) -> String {
    let file = dir.path().join("sample.csv").to_str().unwrap().to_owned();
    let begin = ["sample", "--entries", "800", "--seed", "11", "--out", &file];
    capeprep(&[&begin[..], options].concat());
    file
}

/// Every figure of the first screen against the file it names.
fn assert_figures(reports: &Reports) -> Vec<String> {
    let page = reports.page();
    let mut sources = Vec::new();
    for figure in all(&page, "[data-from]") {
        let (value, from) = (figure.attr("value").unwrap(), figure.attr("data-from").unwrap());
        assert_eq!(value, reports.value(from), "{from}");
        let shown = text(figure).replace(['$', ','], "");
        assert_eq!(shown, value, "{from}");
        assert!(!figure.attr("title").unwrap().is_empty());
        sources.push(from.to_owned());
    }
    // All money of the first screen says where it is from; cautions are sentences that the terminal
    // and the workbook have too.
    let first = text(all(&page, ".first")[0]);
    let with_source: String =
        all(&page, ".first [data-from], .first .caution").into_iter().map(text).collect();
    assert_eq!(first.matches('$').count(), with_source.matches('$').count());
    sources
}

#[test]
fn every_figure_of_the_first_screen_is_found_in_another_file() {
    let broker = ["--filer-code", "9Q9", "--filer-code", "017", "--facts", FACTS];
    for options in [&[][..], &broker, &["--include-review"]] {
        let sources = assert_figures(&Reports::of(DEMO, options));
        assert!(sources.len() > 15, "{sources:?}");
        for file in ["summary.json", "groups.csv", "entries.csv", "declarations/"] {
            assert!(sources.iter().any(|from| from.starts_with(file)), "{file}");
        }
    }
}

#[test]
fn figures_of_a_messy_export_are_found_too() {
    let dir = tempfile::tempdir().unwrap();
    let file = sample(&dir, &["--messy"]);
    let entries = Reports::of(&file, &[]).table("entries.csv");
    let filer = entries.iter().map(|row| row["filer_code"].clone()).find(|code| code.len() == 3);
    for options in [&[][..], &["--filer-code", &filer.unwrap()]] {
        assert_figures(&Reports::of(&file, options));
    }
}

#[test]
fn tables_behind_the_pictures_add_up_to_the_total() {
    let reports = Reports::of(DEMO, &[]);
    let page = reports.page();
    let high = reports.value("summary.json#/refund/high");
    for (id, column) in
        [("lanes", 4), ("months", 4), ("programs", 7), ("countries", 4), ("filers", 6)]
    {
        let rows = cells(&page, &format!("#{id} tbody tr"));
        let plain = |text: &String| text.replace(['$', ','], "");
        let sum = added_up(
            rows.iter()
                .map(|row| plain(&row[column]))
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str),
        );
        let total = cells(&page, &format!("#{id} tfoot tr"));
        assert_eq!((sum.as_str(), plain(&total[0][column])), (high.as_str(), high.clone()), "{id}");
    }
    assert_eq!(all(&page, "#groups tbody tr").len(), reports.table("groups.csv").len());
}

#[test]
fn the_page_asks_for_nothing() {
    let reports = Reports::of(DEMO, &[]);
    let page = reports.page();
    let digest = |text: &str| base64(&Sha256::digest(text.as_bytes()));
    let policy = all(&page, "meta[http-equiv='Content-Security-Policy']")[0];
    let policy = policy.attr("content").unwrap();
    assert!(policy.starts_with("default-src 'none'; "));
    for (element, name) in [("style", "style-src"), ("script", "script-src")] {
        let inline = all(&page, element);
        assert_eq!(inline.len(), 1);
        let expected = format!("{name} 'sha256-{}'", digest(&text(inline[0])));
        assert!(policy.contains(&expected), "{policy}");
    }
    // Nothing the policy would stop, and nothing that leads away.
    assert!(all(&page, "[style], [src], [onclick], form, iframe, object").is_empty());
    for link in all(&page, "[href]") {
        let href = link.attr("href").unwrap();
        assert!(!href.contains("//"), "{href}");
        assert!(href.starts_with('#') || href == "data:," || !href.contains(':'), "{href}");
        if let Some(id) = href.strip_prefix('#') {
            assert_eq!(all(&page, &format!("[id='{id}']")).len(), 1, "{href}");
        } else if href != "data:," {
            assert!(reports.dir.path().join("out").join(href).exists(), "{href}");
        }
    }
    for element in all(&page, "[aria-labelledby]") {
        for id in element.attr("aria-labelledby").unwrap().split(' ') {
            assert_eq!(all(&page, &format!("[id='{id}']")).len(), 1, "{id}");
        }
    }
    assert!(!all(&page, "svg[role=img]").is_empty());
    for picture in all(&page, "svg[role=img]") {
        let parts = Selector::parse("title, desc").unwrap();
        assert!(picture.select(&parts).count() >= 2);
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> =
        bytes.iter().flat_map(|b| (0..8).rev().map(move |at| b >> at & 1)).collect();
    let digit = |six: &[u8]| {
        let value = six.iter().fold(0, |value, bit| value << 1 | bit) << (6 - six.len());
        char::from(DIGITS[usize::from(value)])
    };
    let mut text: String = bits.chunks(6).map(digit).collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

#[test]
fn the_worst_text_is_harmless() {
    let names = [
        "=cmd|'/C calc'!A0",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "Fictive \u{202e}gnp.exe",
        "</style></script><!--",
    ];
    let long = "W".repeat(300);
    let header = "Entry Summary Number,Importer Number,Importer Name,HTS Number - Full,\
        Line Tariff Duty Amount,Entry Date,Entry Type Code,Liquidation Status,Port of Entry Code\n";
    let mut export = header.to_owned();
    for (at, name) in names.into_iter().chain([long.as_str()]).enumerate() {
        let entry = [
            "9Q941000014",
            "9Q941000022",
            "9Q941000030",
            "9Q941000048",
            "9Q941000055",
            "9Q941000063",
        ][at];
        let name = name.replace('"', "\"\"");
        export += &format!(
            "{entry},69-10000010{at},\"{name}\",9903.01.24,100.00,05/20/2025,01,\"<b>{name}\",1703\n"
        );
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a <b> & 'c'.csv");
    std::fs::write(&file, export).unwrap();
    let reports = Reports::of(file.to_str().unwrap(), &[]);
    assert_figures(&reports);
    let source = reports.text("report.html");
    assert_eq!(source.matches("<script>").count(), 1);
    assert_eq!(source.matches("<style>").count(), 1);
    assert!(!source.contains("<img") && !source.contains("<b>{") && !source.contains('\u{202e}'));
    assert!(!source.contains(&long) && source.contains(&"W".repeat(100)));
    let page = reports.page();
    assert!(all(&page, "img, main script").is_empty());
    // What is of the data stands apart, and is what it was.
    let apart: Vec<String> = all(&page, "bdi").into_iter().map(text).collect();
    for name in &names[..3] {
        assert!(apart.iter().any(|text| text == name), "{name}");
    }
    assert!(Path::new(&file).exists());
}

#[test]
fn the_page_is_the_same_for_any_number_of_threads() {
    let dir = tempfile::tempdir().unwrap();
    let file = sample(&dir, &["--messy"]);
    let page =
        |jobs: &str| Reports::of(&file, &["--only", "html", "--jobs", jobs]).text("report.html");
    assert!(page("1") == page("4"));
}

#[test]
fn a_run_without_an_entry_says_so_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("export.csv");
    let export = "Entry Summary Number,Importer Number,HTS Number - Full,\
        Line Tariff Duty Amount,Entry Date\n9Q941000014,69-100000100,9903.01.24,abc,05/20/2025\n";
    std::fs::write(&file, export).unwrap();
    let reports = Reports::of(file.to_str().unwrap(), &[]);
    assert_figures(&reports);
    let page = reports.page();
    let cautions: Vec<String> = all(&page, ".first .caution").into_iter().map(text).collect();
    assert!(cautions.iter().any(|said| said.contains("1 row was rejected")), "{cautions:?}");
    assert!(cautions.iter().any(|said| said.contains("No entry could be judged")), "{cautions:?}");
}

#[test]
fn without_liquidation_dates_no_day_is_said_to_be_far() {
    let dir = tempfile::tempdir().unwrap();
    let file = sample(&dir, &["--messy", "--default-layout"]);
    let reports = Reports::of(&file, &[]);
    let sources = assert_figures(&reports);
    let next = text(all(&reports.page(), "[aria-labelledby=next]")[0]);
    assert!(next.contains("neither day 80 nor day 180 can be told"), "{next}");
    assert!(next.contains("First estimated day 80"), "{next}");
    assert!(!next.contains("No entry is left to a protest"), "{next}");
    assert!(sources.iter().any(|from| from.contains("projected_liquidation=")), "{sources:?}");
    let ready = text(all(&reports.page(), "[aria-labelledby=ready]")[0]);
    assert!(ready.contains("with every block check run"), "{ready}");
}

#[test]
fn commands_can_be_pasted_and_a_masked_copy_has_none() {
    let dir = tempfile::tempdir().unwrap();
    let (copy, key) = (dir.path().join("masked"), dir.path().join("masked.key"));
    let (copy, key) = (copy.to_str().unwrap(), key.to_str().unwrap());
    let reports = Reports::of(DEMO, &["--mask", copy, "--mask-key", key]);
    let page = reports.page();
    let commands: Vec<String> = all(&page, ".command, .entry code").into_iter().map(text).collect();
    let runs = commands.iter().filter(|command| command.starts_with("capeprep explain "));
    assert!(runs.count() > 2, "{commands:?}");
    let group = commands.iter().find(|command| command.contains("--group ")).unwrap();
    let first = &cells(&page, "#groups tbody tr")[0];
    let date = if first[3].is_empty() { &first[2] } else { &first[3] };
    assert!(group.contains(&format!("--group {} {} ", first[0], date)), "{group}");
    // As a shell takes it apart: what is in quotation marks is one word.
    let parts = group.split('"').enumerate();
    let words = parts.flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    let words: Vec<String> = words.skip(1).collect();
    Command::cargo_bin("capeprep").unwrap().args(&words).arg("--no-progress").assert().success();

    let masked = std::fs::read_to_string(Path::new(copy).join("report.html")).unwrap();
    let masked = Html::parse_document(&masked);
    assert!(all(&masked, ".command").is_empty());
    assert!(text(all(&masked, "#entries .lead")[0]).contains("capeprep unmask"));
    assert!(all(&masked, ".entry code").iter().all(|code| !text(*code).contains("explain")));
}

#[test]
fn a_command_has_every_option_and_no_name_that_a_shell_would_run() {
    let dir = tempfile::tempdir().unwrap();
    let export = "Entry Summary Number,Importer Number,HTS Number - Full,\
        Zoll,Entry Date\n9Q941000014,69-100000100,9903.01.24,abc,05/20/2025\n\
        9Q941000022,69-100000100,9903.01.24,5.00,05/20/2025\n";
    let command = |name: &str| {
        let file = dir.path().join(name);
        std::fs::write(&file, export).unwrap();
        let options = ["--map", "row_duty=Zoll", "--taxpayer", "gatt"];
        let page = Reports::of(file.to_str().unwrap(), &options).page();
        all(&page, "#entries .command").into_iter().map(text).collect::<Vec<_>>()
    };
    let told = command("an export.csv");
    assert!(told[0].contains("an export.csv\" --as-of 2026-05-15 --map row_duty=Zoll"), "{told:?}");
    assert!(told[0].ends_with("--taxpayer gatt"), "{told:?}");
    assert_eq!(command("a $(touch pwned).csv"), [""; 0]);
}

#[test]
fn codes_stand_behind_plain_titles() {
    let page = Reports::of(DEMO, &[]).page();
    let firsts = |rows| cells(&page, rows).into_iter().map(|row| row[0].clone());
    assert!(firsts("#lanes tbody tr").any(|cell| cell == "Review, then file review"));
    assert!(
        firsts("#programs tbody tr")
            .any(|cell| cell == "China and Hong Kong: opioid emergency fentanyl-CN")
    );
    assert!(firsts("#cliff tbody tr").any(|cell| cell == "does not apply in this lane"));
    assert!(text(all(&page, "#cliff .lead")[0]).contains("not liquidated, or not known to be"));
    assert!(firsts("#unproved tbody tr").all(|cell| cell.contains(' ')));
}
