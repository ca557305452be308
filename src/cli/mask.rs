//! `capeprep analyze --mask`: the copy of the reports under pseudonyms, and its key.

use super::args::AnalyzeArgs;
use super::exit::{Usage, tell};
use super::places::clear_beside;
use super::plan::Plan;
use crate::assess::Route;
use crate::domain::fold;
use crate::intake::PreparedInput;
use crate::mask::{Key, KeyError, Mask, NewKeyFile};
use crate::report::{InputReport, Output, Outputs, Run, Summary, is_report, plain};
use crate::rulebook::Rulebook;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Stands for a path or an option that names one.
const WITHHELD: &str = "(withheld)";

/// Commands as messages name them.
const COMMANDS: [&str; 4] = ["analyze", "track", "diff", "verify"];

/// What every report of the masked copy says of itself.
pub(super) const REMARK: &str = "This is a masked copy: entry numbers, filer codes, importer numbers, \
    names and file names are pseudonyms. None of them may be given to CBP.";

/// What the masked directory says of itself.
pub(super) fn readme(mask: &Mask) -> String {
    format!("{}\nKey check: {}\n", include_str!("masked_readme.txt"), mask.check())
}

/// A masked copy that was asked for.
pub(super) struct MaskedCopy {
    pub dir: PathBuf,
    pub key: PathBuf,
}

impl MaskedCopy {
    /// What `--mask` and `--mask-key` ask for.
    ///
    /// # Errors
    /// Standard input, which can be read once only; directories or a key file inside each other.
    pub fn of(args: &AnalyzeArgs) -> Result<Option<MaskedCopy>, Usage> {
        let Some(dir) = &args.mask else { return Ok(None) };
        if args.inputs.iter().chain(&args.judge.facts).any(|input| input.as_os_str() == "-") {
            return Err(Usage(
                "--mask reads the inputs twice, and standard input (`-`) can be read once only. \
                 Save it as a file and name that."
                    .to_string(),
            ));
        }
        let Some(name) = dir.file_name() else {
            return Err(Usage(format!("--mask {}: name a new directory", dir.display())));
        };
        let key = args.mask_key.clone().unwrap_or_else(|| {
            let mut name = name.to_os_string();
            name.push(".key");
            dir.with_file_name(name)
        });
        if lies_in(dir, &args.out) || lies_in(&args.out, dir) {
            return Err(Usage(format!(
                "--mask {} and --out {} lie in each other. Name two directories apart.",
                dir.display(),
                args.out.display()
            )));
        }
        let places = [("--out", &args.out), ("--mask", dir)];
        for (option, place) in places {
            if lies_in(&key, place) {
                return Err(Usage(format!(
                    "the key file {} lies in the directory of {option}, which may be passed on. Name \
                     another place with --mask-key.",
                    key.display()
                )));
            }
        }
        // Another report or copy is passed on too, or replaced as a whole.
        let resolved_key = resolved(&key);
        if let Some(report) = resolved_key.ancestors().skip(1).find(|dir| is_report(dir)) {
            return Err(Usage(format!(
                "the key file {} would lie in the report {}, which may be passed on or replaced. Name \
                 another place with --mask-key.",
                key.display(),
                report.display()
            )));
        }
        Ok(Some(MaskedCopy { dir: dir.clone(), key }))
    }

    /// The mask; if there is no key yet, with the file of a new one.
    ///
    /// # Errors
    /// The key file is none, or cannot be read or made.
    pub fn mask(&self, rules: &Rulebook) -> Result<(Mask, Option<NewKeyFile>), KeyError> {
        clear_beside(&self.key);
        let (key, new) = Key::kept_in(&self.key)?;
        if Key::is_open_to_others(&self.key) {
            tell(&format!(
                "capeprep: others may read the key file {}; whoever has it can turn pseudonyms back.\n",
                plain(&self.key.to_string_lossy())
            ));
        }
        Ok((Mask::new(&key, known_words(rules)), new))
    }
}

/// Words that identify nobody, folded.
fn known_words(rules: &Rulebook) -> impl Iterator<Item = String> {
    let words = rules.status_words.iter().map(|(_, word)| word.word);
    words.chain(rules.labels.iter().map(|label| fold(label.text.as_bytes())))
}

/// A message of a run that makes a masked copy: what it quotes of the inputs is withheld, except for
/// words of the rules. Such messages are passed on with the question what they mean. `named` are the
/// paths that the command line names; they may have the sign of quotes in them.
pub(super) fn without_quotes(message: &str, named: &[PathBuf]) -> String {
    let (message, are_pairs) = with_paths_apart(message, named);
    if !are_pairs {
        let before = message.split('`').next().unwrap_or_default().replace(IN_A_PATH, "`");
        return format!("{before}{WITHHELD} Without --mask this says what stands there.");
    }
    let rules = Rulebook::built_in().ok();
    let known: HashSet<String> = rules
        .iter()
        .flat_map(|rules| {
            let headers = rules.headers.iter().map(|header| fold(header.spelling.as_bytes()));
            known_words(rules).chain(headers)
        })
        .collect();
    let is_own = |quote: &str| {
        quote.starts_with("capeprep ")
            || quote.starts_with("--")
            || COMMANDS.contains(&quote)
            || known.contains(&fold(quote.as_bytes()))
    };
    let mut withheld = false;
    let parts =
        message.split('`').enumerate().map(|(at, part)| match at % 2 == 0 || is_own(part) {
            true => part,
            false => {
                withheld = true;
                WITHHELD
            }
        });
    let mut out = parts.collect::<Vec<_>>().join("`");
    if withheld {
        out.push_str(" Without --mask this says what stands there.");
    }
    out.replace(IN_A_PATH, "`")
}

/// The paths that the command line names.
pub(super) fn named_by(args: &AnalyzeArgs) -> Vec<PathBuf> {
    let AnalyzeArgs { inputs, out, mask, mask_key, judge, .. } = args;
    let profile = judge.profile.as_ref().map(PathBuf::from);
    let single = [mask, mask_key, &judge.hts_rates, &judge.parties, &judge.rulebook, &profile];
    let single = single.into_iter().flatten().chain([out]);
    inputs.iter().chain(&judge.facts).chain(single).cloned().collect()
}

/// Stands for the sign of quotes in a path while quotes are looked for; no text has it.
const IN_A_PATH: &str = "\u{e000}";

/// The message with [`IN_A_PATH`] in its paths, and whether all other signs are quotes in pairs.
fn with_paths_apart(message: &str, named: &[PathBuf]) -> (String, bool) {
    let listed = named.iter().filter_map(|path| std::fs::read_dir(path).ok()).flatten();
    let listed = listed.filter_map(|entry| Some(entry.ok()?.path()));
    let whole = named.iter().flat_map(|path| [std::path::absolute(path), path.canonicalize()]);
    let paths: Vec<PathBuf> =
        listed.chain(whole.filter_map(Result::ok)).chain(named.iter().cloned()).collect();
    let mut texts: Vec<String> = paths
        .iter()
        .flat_map(|path| path.ancestors().chain(path.file_name().map(Path::new)))
        .map(|path| path.to_string_lossy().into_owned())
        .filter(|text| text.contains('`'))
        .collect();
    // A path before what it lies in.
    texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
    texts.dedup();
    let mut apart = message.to_owned();
    let mut are_pairs = true;
    for text in texts {
        match is_inside_words(&text) {
            true => apart = apart.replace(&text, &text.replace('`', IN_A_PATH)),
            false => are_pairs &= !apart.contains(&text),
        }
    }
    are_pairs &= apart.matches('`').count().is_multiple_of(2);
    (apart, are_pairs)
}

/// Whether each sign of quotes in a path has a letter or digit on both sides, as no quote has.
fn is_inside_words(text: &str) -> bool {
    let is_word = |part: Option<char>| part.is_some_and(char::is_alphanumeric);
    let (before, after) = (text.split('`'), text.split('`').skip(1));
    before
        .zip(after)
        .all(|(before, after)| is_word(before.chars().next_back()) && is_word(after.chars().next()))
}

/// Whether a path is a directory or lies in it, whichever of the two are there yet.
fn lies_in(path: &Path, dir: &Path) -> bool {
    resolved(path).starts_with(resolved(dir))
}

/// The path without links, as far as it is there.
fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let known = path.ancestors().find_map(|part| Some((part, std::fs::canonicalize(part).ok()?)));
    match known {
        Some((part, known)) => match path.strip_prefix(part) {
            Ok(rest) if !rest.as_os_str().is_empty() => known.join(rest),
            _ => known,
        },
        None => path,
    }
}

/// Makes a plan one of the masked copy. Upload files are left out: CBP must never get a pseudonym.
pub(super) fn masked_plan(mut plan: Plan, copy: &MaskedCopy, mask: Mask) -> Plan {
    let outputs = Output::ALL.iter().map(|(_, output)| *output);
    let outputs = outputs.filter(|o| *o != Output::Declarations && plan.outputs.has(*o));
    plan.outputs = Outputs::only(outputs.collect());
    plan.route = match plan.route {
        Route::NotSaid => Route::NotSaid,
        Route::Broker(codes) => {
            Route::Broker(codes.iter().map(|code| mask.filer_code(code)).collect())
        }
        Route::Importer(numbers) => {
            Route::Importer(numbers.iter().map(|number| mask.importer(number)).collect())
        }
    };
    let (filers, importers) = match &plan.route {
        Route::NotSaid => (Vec::new(), Vec::new()),
        Route::Broker(codes) => (codes.clone(), Vec::new()),
        Route::Importer(numbers) => (Vec::new(), numbers.iter().map(|n| n.to_string()).collect()),
    };
    plan.options.insert("filer_code", json!(filers));
    plan.options.insert("importer", json!(importers));
    for option in [
        "inputs",
        "facts",
        "hts_rates",
        "parties",
        "map",
        "profile",
        "profile_name",
        "rulebook",
        "mask",
        "mask_key",
    ] {
        if let Some(value) = plan.options.get_mut(option) {
            withhold(value);
        }
    }
    plan.options.remove("typed");
    plan.options.insert("masked", json!(true));
    plan.options.insert("key_check", json!(mask.check()));
    plan.explain.clear();
    plan.out = copy.dir.clone();
    plan.mask = Some(Arc::new(mask));
    plan
}

fn withhold(value: &mut Value) {
    match value {
        Value::Null => {}
        Value::Array(values) => values.iter_mut().for_each(withhold),
        other => *other = json!(WITHHELD),
    }
}

/// Gives inputs names that tell nothing but their order and what sort of file they are.
pub(super) fn rename(inputs: &mut [PreparedInput], kind: &str) {
    for (at, input) in inputs.iter_mut().enumerate() {
        let ending = match input.sheet.is_some() {
            true => ".xlsx",
            false => ".csv",
        };
        input.source.name = format!("{kind}-{}{ending}", at + 1);
    }
}

/// What an input is called by inside its file is withheld, and its digest too: with that, the
/// numbers of a small file could be found by trying.
pub(super) fn withhold_parts(reports: &mut [InputReport]) {
    for report in reports {
        report.sha256.clear();
        for part in [&mut report.member, &mut report.sheet] {
            *part = part.take().map(|_| WITHHELD.to_owned());
        }
    }
}

/// Remarks made on a file before its rows were read quote its headers and its name.
pub(super) fn withheld(input: &PreparedInput, count: usize) -> Option<String> {
    (count > 0).then(|| {
        let (remarks, are) = if count == 1 { ("remark", "is") } else { ("remarks", "are") };
        format!(
            "{count} {remarks} on {} {are} withheld; the report that is not masked has the words.",
            input.source.name
        )
    })
}

/// The figures of a run, which are the same under pseudonyms.
///
/// # Errors
/// They cannot be written as JSON.
pub(super) fn figures(run: &Run<'_>) -> Result<Value, serde_json::Error> {
    const FIGURES: [&str; 10] = [
        "rows",
        "duty",
        "entries",
        "lanes",
        "refund",
        "interest",
        "unproved",
        "unproved_without_facts",
        "unclear_with_facts",
        "findings",
    ];
    let mut summary = serde_json::to_value(Summary::of(run))?;
    if let Some(all) = summary.as_object_mut() {
        all.retain(|key, _| FIGURES.contains(&key.as_str()));
    }
    Ok(summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(message: &str, named: &[&str]) -> String {
        without_quotes(message, &named.iter().map(PathBuf::from).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_quoted_is_withheld_and_nothing_else() {
        let told = told("a.csv: `Secret` is no `HTS Number - Full`, see `--map`.", &["a.csv"]);
        let expected = "a.csv: `(withheld)` is no `HTS Number - Full`, see `--map`.";
        assert!(told.starts_with(expected), "{told}");
    }

    #[test]
    fn signs_of_quotes_in_a_path_show_nothing_that_is_quoted() {
        for named in ["in/client`s.csv", "in/two`of`them.csv"] {
            let told = told(&format!("{named}: `Secret` in {named}."), &[named]);
            assert!(told.starts_with(&format!("{named}: `(withheld)` in {named}.")), "{told}");
        }
        // Nobody can tell these from quotes.
        for named in ["`", "in/`", "in/a `b.csv", "in/a` b.csv", "`in/b.csv"] {
            for message in ["X: `Secret` in X", "X: `Secret`", "cannot read X, `Secret` and X"] {
                let told = told(&message.replace('X', named), &[named]);
                assert!(!told.contains("Secret"), "{named}: {told}");
            }
        }
        // A path that is not known here.
        assert!(!told("in/x`y.csv: `Secret`", &[]).contains("Secret"));
    }
}
