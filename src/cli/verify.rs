//! `capeprep verify`: a report held against its manifest, and its sums added again.

use super::args::VerifyArgs;
use super::exit::{Exit, print};
use super::plan::rules;
use super::verify_again::again;
use super::verify_command::Remade;
use super::verify_places::{can_be_read_again, is_of_files, not_read};
use super::{progress, verify_text};
use crate::report::{MANIFEST, Staging, hex, shell_word};
use crate::rulebook::Rulebook;
use crate::threads;
use crate::verify::{self, Finding, Folder, Inputs, Manifest, Part, Verdict};
use anyhow::Context as _;
use std::path::Path;

/// What was found of a directory.
pub(super) struct Verified<'a> {
    /// The directory, as the user named it.
    pub dir: &'a Path,
    /// Its manifest.
    pub manifest: &'a Manifest,
    /// Every check.
    pub findings: Vec<Finding>,
    /// The command that makes it again, or why there is none.
    pub command: Result<String, String>,
}

impl Verified<'_> {
    /// Whether nothing is wrong with what was checked.
    pub fn holds(&self) -> bool {
        !self.findings.iter().any(|finding| finding.verdict.differs())
    }

    /// Whether everything could be checked.
    pub fn is_complete(&self) -> bool {
        let is_unchecked =
            |verdict: Verdict| verdict.is_open_question() || verdict == Verdict::Unreadable;
        !self.findings.iter().any(|finding| is_unchecked(finding.verdict))
    }
}

/// The rules to hold those of the report against: of the directory that the user names, else of the
/// one that the report was made with if it can be read, else the built-in ones; and whether they are of
/// a directory.
fn rules_of(args: &VerifyArgs, manifest: &Manifest) -> anyhow::Result<(Rulebook, bool)> {
    if args.rulebook.is_some() {
        return Ok((rules(args.rulebook.as_deref())?, true));
    }
    let noted = manifest.option("rulebook");
    if !noted.is_empty() && !verify::is_of_a_network(noted) {
        let dir = args.inputs.as_ref().map_or_else(|| noted.into(), |now| now.join(noted));
        if is_of_files(&dir)
            && let Ok(rules) = Rulebook::from_dir(&dir)
        {
            return Ok((rules, true));
        }
    }
    Ok((rules(None)?, false))
}

/// Makes the report again. Paths of its manifest are those of the directory in which it was made.
fn run_again(
    args: &VerifyArgs,
    manifest: &Manifest,
    remade: &Remade,
    now: Option<&Path>,
) -> anyhow::Result<Vec<Finding>> {
    let folder = Folder::open(&std::path::absolute(&args.dir)?)?;
    let here = std::env::current_dir()?;
    if let Some(now) = now {
        std::env::set_current_dir(now)
            .with_context(|| format!("cannot go to {}", now.display()))?;
    }
    let findings = again(&folder, manifest, remade);
    std::env::set_current_dir(&here)
        .with_context(|| format!("cannot go back to {}", here.display()))?;
    findings
}

/// The directory and its manifest, or why they cannot be read.
fn opened(dir: &Path) -> Result<(Folder, Manifest), verify::Unreadable> {
    let folder = Folder::open(dir)?;
    let manifest = Manifest::read(&folder)?;
    Ok((folder, manifest))
}

pub(super) fn run(args: &VerifyArgs) -> anyhow::Result<Exit> {
    let (folder, manifest) = match opened(&args.dir) {
        Ok(opened) => opened,
        Err(error) if args.json => {
            print(&verify_text::json_without_manifest(&args.dir, &error.to_string()))?;
            return Ok(Exit::Differs);
        }
        Err(error) => return Err(error.into()),
    };
    let (rules, is_named) = rules_of(args, &manifest)?;
    let now = args.inputs.as_deref().map(Folder::open).transpose()?;
    let now_at = args.inputs.as_deref();
    let bar = progress::reading(!args.quiet && !args.no_progress, None);
    let watch = |bytes| bar.inc(bytes);
    let pool = threads::pool(0)?;
    let (files, sums) = pool.install(|| {
        rayon::join(
            || {
                let outputs = verify::outputs(&folder, &manifest, &watch);
                (outputs, Inputs::find(&manifest, now.as_ref(), &watch))
            },
            || verify::sums(&folder, &manifest, &rules.upload, &watch),
        )
    });
    bar.finish_and_clear();
    let (outputs, inputs) = files;
    let mut findings = noted(args, &manifest);
    findings.extend(outputs);
    findings.extend(inputs.findings.iter().cloned());
    findings.extend(not_read(&manifest, &inputs, now_at));
    findings.push(verify::rulebook(&manifest, &rules, is_named));
    findings.extend(sums);
    let rulebook = args.rulebook.as_deref().map(std::path::absolute).transpose()?;
    let remade = Remade::of(&manifest, rulebook.as_deref());
    let command = remade.as_ref().map_err(Clone::clone).and_then(|remade| {
        remade.typed(&out_again(&args.dir)).ok_or_else(|| {
            "a name in it has signs that shells read otherwise; verify --again runs it".to_owned()
        })
    });
    let mut verified = Verified { dir: &args.dir, manifest: &manifest, findings, command };
    let says = !args.json && !args.quiet;
    if says {
        // Whatever comes of a second run, what is known already is told before it.
        print(&verify_text::findings(&verified))?;
    }
    if args.again {
        let can = remade.as_ref().map_err(Clone::clone).and_then(|remade| {
            can_be_read_again(remade, &inputs, &verified.findings, now_at)?;
            run_again(args, &manifest, remade, now_at)
                .map_err(|error| format!("it could not be made again: {error:#}"))
        });
        let again = can.unwrap_or_else(|why| {
            vec![Finding::new(Part::Again, "the same run again", Verdict::NotChecked, why)]
        });
        verified.findings.extend(again);
    }
    match (args.json, says) {
        (true, _) => print(&verify_text::json(&verified))?,
        (false, true) => print(&verify_text::end(&verified))?,
        (false, false) => {}
    }
    Ok(match (verified.holds(), verified.is_complete() || !args.strict) {
        (false, _) => Exit::Differs,
        (true, false) => Exit::NotChecked,
        (true, true) => Exit::Done,
    })
}

/// What a run says of the manifest that it wrote: by its SHA-256 the report is known later, and whoever
/// changes a file can change what the manifest says of it.
pub(super) fn to_be_noted(staging: &Staging, out: &Path) -> String {
    let Some(manifest) = staging.written().get(MANIFEST) else { return String::new() };
    let dir = out.to_string_lossy();
    let dir = shell_word(&dir).unwrap_or_else(|| "DIR".to_owned());
    format!(
        "SHA-256 of {MANIFEST}: {}\n  Note it with what you file: `capeprep verify {dir} --expect SHA256` \
         holds the report against it later.\n",
        hex(&manifest.sha256)
    )
}

/// The manifest, held against the SHA-256 that was noted of it.
fn noted(args: &VerifyArgs, manifest: &Manifest) -> Vec<Finding> {
    let Some(expected) = args.expect.as_deref() else { return Vec::new() };
    let (verdict, detail) = match expected.trim().eq_ignore_ascii_case(&manifest.sha256) {
        true => (Verdict::Same, "its SHA-256 is the one that was noted".to_owned()),
        false => {
            let detail = format!("SHA-256 {} was noted, {} now", expected.trim(), manifest.sha256);
            (Verdict::Changed, detail)
        }
    };
    vec![Finding::new(Part::Manifest, MANIFEST, verdict, detail)]
}

/// Where the report may be made again: beside it, whatever it was named by.
fn out_again(dir: &Path) -> String {
    let typed = dir.to_string_lossy();
    let typed = typed.trim_end_matches(['/', '\\']);
    let absolute = std::path::absolute(dir).unwrap_or_else(|_| dir.to_path_buf());
    // `.` and `..` name a directory by the place of the user, and no name stands beside it.
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let path = match last {
        "" | "." | ".." => {
            let path = if absolute.ends_with("..") {
                None
            } else {
                absolute.file_name().map(|_| absolute.clone())
            };
            path.or_else(|| std::fs::canonicalize(dir).ok()).unwrap_or(absolute)
        }
        _ => return format!("{typed}-again"),
    };
    format!("{}-again", path.to_string_lossy().trim_end_matches(['/', '\\']))
}
