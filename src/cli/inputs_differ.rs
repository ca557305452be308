//! Whether two reports were made from the same inputs, by the digests in their manifests.

use crate::changes::Differing;
use crate::earlier::{Earlier, Kind};
use crate::files::{self, MOST_OF_MANIFEST};
use anyhow::Context as _;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// What differs between the inputs of two reports. Of what cannot be told it is taken that it does.
pub(super) fn differing(before: &Earlier, after: &Earlier) -> anyhow::Result<Differing> {
    if before.kind == Kind::Analyze && after.kind == Kind::Analyze {
        let [x, y] = [read(&before.dir, "manifest.json")?, read(&after.dir, "manifest.json")?];
        return Ok(of_estimates(&x, &y));
    }
    let [x, y] = [estimate(before), estimate(after)];
    let same = x.is_some() && x == y;
    Ok(Differing(if same { Vec::new() } else { vec!["estimates behind them"] }))
}

fn of_estimates(x: &Value, y: &Value) -> Differing {
    let mut differ = Vec::new();
    for (key, word) in [("inputs", "exports"), ("facts", "facts files")] {
        if digests(x, key) != digests(y, key) {
            differ.push(word);
        }
    }
    let same = |pointer: &str| x.pointer(pointer) == y.pointer(pointer);
    for (pointer, word) in [
        ("/hts_rates/sha256", "tariffs"),
        ("/parties/sha256", "parties files"),
        ("/options/complete", "complete lists"),
        ("/options/map", "header mappings"),
        ("/options/profile", "mapping profiles"),
    ] {
        if !same(pointer) && !differ.contains(&word) {
            differ.push(word);
        }
    }
    // What an older or newer program makes of the same file may differ.
    if !same("/version") {
        differ.push("program versions");
    }
    Differing(differ)
}

/// The digests of a list of files; their order does not matter.
fn digests<'v>(manifest: &'v Value, key: &str) -> BTreeSet<&'v str> {
    let files = manifest.get(key).and_then(Value::as_array);
    files.into_iter().flatten().filter_map(|file| file.get("sha256")?.as_str()).collect()
}

/// The digest of the manifest of the estimate that a report is, or was made from.
fn estimate(earlier: &Earlier) -> Option<String> {
    if earlier.kind == Kind::Analyze {
        return Some(earlier.manifest_sha256.clone());
    }
    ["manifest.json", "summary.json"].iter().find_map(|name| {
        let read = read(&earlier.dir, name).ok()?;
        Some(read.pointer("/estimate/manifest_sha256")?.as_str()?.to_owned())
    })
}

fn read(dir: &Path, name: &str) -> anyhow::Result<Value> {
    let path = dir.join(name);
    let text = files::text(&path, MOST_OF_MANIFEST)
        .with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))
}
