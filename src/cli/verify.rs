//! `capeprep verify`: a report held against its manifest, and its sums added again.

use super::args::VerifyArgs;
use super::exit::{Exit, print};
use super::plan::rules;
use super::verify_again::again;
use super::verify_command::Remade;
use super::{progress, verify_text};
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
        !self.findings.iter().any(|finding| finding.verdict.is_open_question())
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
        if let Ok(rules) = Rulebook::from_dir(&dir) {
            return Ok((rules, true));
        }
    }
    Ok((rules(None)?, false))
}

/// Whether the inputs lie where a run looks for them: where they were, or under the same paths in the
/// directory that the user names. Their names stand in the reports.
fn can_be_read_again(inputs: &Inputs, now: Option<&Folder>) -> Result<(), String> {
    if inputs.findings.iter().any(|finding| finding.verdict == Verdict::Absent) {
        return Err("some of its inputs are not there".to_owned());
    }
    let Some(now) = now else { return Ok(()) };
    match inputs.places.found.iter().find(|(noted, at)| now.path().join(&noted.file) != *at) {
        None => Ok(()),
        Some((noted, at)) => Err(format!(
            "{} is now {}, and the reports name files as they were named then; put it under that name",
            noted.file,
            at.display()
        )),
    }
}

/// Makes the report again. Paths of its manifest are those of the directory in which it was made.
fn run_again(
    args: &VerifyArgs,
    manifest: &Manifest,
    now: Option<&Folder>,
) -> anyhow::Result<Vec<Finding>> {
    let folder = Folder::open(&std::path::absolute(&args.dir)?)?;
    let rulebook = args.rulebook.as_deref().map(std::path::absolute).transpose()?;
    let remade = Remade::of(manifest, rulebook.as_deref()).map_err(anyhow::Error::msg)?;
    let here = std::env::current_dir()?;
    if let Some(now) = now {
        std::env::set_current_dir(now.path())
            .with_context(|| format!("cannot go to {}", now.path().display()))?;
    }
    let findings = again(&folder, manifest, &remade);
    std::env::set_current_dir(&here)
        .with_context(|| format!("cannot go back to {}", here.display()))?;
    findings
}

pub(super) fn run(args: &VerifyArgs) -> anyhow::Result<Exit> {
    let folder = Folder::open(&args.dir)?;
    let manifest = Manifest::read(&folder)?;
    let (rules, is_named) = rules_of(args, &manifest)?;
    let now = args.inputs.as_deref().map(Folder::open).transpose()?;
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
    let mut findings = outputs;
    findings.extend(inputs.findings.iter().cloned());
    findings.push(verify::rulebook(&manifest, &rules, is_named));
    findings.extend(sums);
    let remade = Remade::of(&manifest, args.rulebook.as_deref());
    if args.again {
        let can = remade.as_ref().map(drop).map_err(Clone::clone);
        match can.and_then(|()| can_be_read_again(&inputs, now.as_ref())) {
            Ok(()) => findings.extend(run_again(args, &manifest, now.as_ref())?),
            Err(why) => {
                let what = "the same run again";
                findings.push(Finding::new(Part::Again, what, Verdict::NotChecked, why));
            }
        }
    }
    let out = format!("{}-again", args.dir.to_string_lossy().trim_end_matches(['/', '\\']));
    let command = remade.and_then(|remade| {
        remade.typed(&out).ok_or_else(|| {
            "a name in it has signs that shells read otherwise; verify --again runs it".to_owned()
        })
    });
    let verified = Verified { dir: &args.dir, manifest: &manifest, findings, command };
    let text = match (args.json, args.quiet) {
        (true, _) => verify_text::json(&verified),
        (false, true) => String::new(),
        (false, false) => verify_text::text(&verified),
    };
    print(&text)?;
    Ok(match (verified.holds(), verified.is_complete() || !args.strict) {
        (false, _) => Exit::Differs,
        (true, false) => Exit::NotChecked,
        (true, true) => Exit::Done,
    })
}
