//! What the manifest and the summary both tell: the day, the rules, and what was read.

use super::sums::{Book, Odd, SUMMARY};
use serde_json::Value;

/// Day and rules: where the summary has them, and where the manifest.
const OF_ANALYZE: [(&str, &str); 3] =
    [("/as_of", "/options/as_of"), ("/rulebook", "/rulebook"), ("/rows/rejected", "/rejected")];
const OF_TRACK: [(&str, &str); 5] = [
    ("/as_of", "/options/as_of"),
    ("/rulebook", "/rulebook"),
    ("/estimate/directory", "/estimate/directory"),
    ("/estimate/as_of", "/estimate/as_of"),
    ("/estimate/manifest_sha256", "/estimate/manifest_sha256"),
];
const OF_DIFF: [(&str, &str); 7] = [
    ("/after/as_of", "/options/as_of"),
    ("/before/directory", "/compared/0/directory"),
    ("/before/as_of", "/compared/0/as_of"),
    ("/before/rulebook", "/compared/0/rulebook"),
    ("/after/directory", "/compared/1/directory"),
    ("/after/as_of", "/compared/1/as_of"),
    ("/after/rulebook", "/compared/1/rulebook"),
];

/// What both tell of a file that was read.
const OF_FILES: [&str; 4] = ["file", "records", "bytes", "sha256"];

/// A value: where the summary has it, and where the manifest.
type Told = (&'static str, &'static str);
/// A list of files: where the summary has it, where the manifest, and what both tell of each.
type Files = (&'static str, &'static str, &'static [&'static str]);

/// Holds the summary against the manifest.
pub(super) fn add(book: &mut Book<'_>, summary: &Value) {
    let manifest = book.manifest;
    let said = &manifest.said;
    let (same, files): (&[Told], &[Files]) = match manifest.command.as_str() {
        "analyze" => (
            &OF_ANALYZE,
            &[("/inputs", "/inputs", &OF_FILES), ("/facts/files", "/facts", &OF_FILES)],
        ),
        "track" => (&OF_TRACK, &[("/files", "/inputs", &["file"])]),
        "diff" => (&OF_DIFF, &[]),
        _ => return,
    };
    let mut odd = Odd::default();
    let mut all = same.len() as u64;
    for (of_summary, of_manifest) in same {
        let [x, y] = [summary.pointer(of_summary), said.pointer(of_manifest)];
        let [x, y] = [x, y].map(|value| value.unwrap_or(&Value::Null));
        if x != y {
            odd.note(|| format!("{of_summary} is {x} in {SUMMARY}, {y} in the manifest"));
        }
    }
    for (of_summary, of_manifest, keys) in files {
        let [x, y] =
            [summary.pointer(of_summary), said.pointer(of_manifest)].map(|list| listed(list, keys));
        all += x.len() as u64;
        for (one, others, where_is, where_not) in
            [(&x, &y, SUMMARY, "the manifest"), (&y, &x, "the manifest", SUMMARY)]
        {
            for file in one.iter().filter(|file| !others.contains(*file)) {
                odd.note(|| {
                    let name = file.first().map_or("", String::as_str);
                    format!("{where_is} tells of the input {name}, and {where_not} does not, or otherwise")
                });
            }
        }
    }
    book.one_by_one("manifest = summary.json: day, rules, inputs", all, &odd);
}

/// Files of a list, as far as both tell of them, in alphabetical order.
fn listed(list: Option<&Value>, keys: &[&str]) -> std::collections::BTreeSet<Vec<String>> {
    let rows = list.and_then(Value::as_array).into_iter().flatten();
    rows.map(|row| keys.iter().map(|key| row[*key].to_string()).collect()).collect()
}
