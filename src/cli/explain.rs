//! `capeprep explain`: where the figures of an entry, or of a payment group, come from.
//!
//! The whole of the inputs is read and judged as `analyze` does it; then one entry is told.

use super::args::{AnalyzeArgs, ExplainArgs};
use super::exit::{Exit, Usage, note, print};
use super::explained::{WantedGroup, not_found};
use super::gather::{Gathered, Opened};
use super::plan::Plan;
use super::progress;
use crate::assess::{AssessBuffer, Assessor, Context};
use crate::domain::EntryNumber;
use crate::estimate::{Estimate, GroupKey};
use crate::explain::{Explanation, GroupEntry, GroupExplanation, GroupTold, Subject};
use crate::ledger::{EntryBuffer, Lookout};
use crate::report::{Outputs, explanation, plain, wrapped};
use crate::threads;
use anyhow::{anyhow, bail};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Entries judged between two looks at the bar.
const BLOCK: usize = 1024;

/// Entries of a group that are told at once: each takes some 25 KB with all its rows.
const MOST: usize = 20_000;

/// What is to be told.
enum Wanted {
    Entry(EntryNumber),
    Group(WantedGroup),
    Every,
}

pub(super) fn run(args: ExplainArgs) -> anyhow::Result<Exit> {
    let (wanted, inputs) = wanted(&args)?;
    let mut plan = Plan::of(AnalyzeArgs {
        inputs,
        judge: args.judge,
        read: args.read,
        quiet: args.quiet,
        no_progress: args.no_progress,
        json: args.json,
        ..AnalyzeArgs::default()
    })?;
    plan.outputs = Outputs::only(Vec::new());
    let pool = threads::pool(plan.jobs)?;
    match wanted {
        Wanted::Entry(entry) => tell_entry(&plan, &pool, entry),
        Wanted::Group(group) => tell_group(&plan, &pool, &group),
        Wanted::Every => tell_every(&plan, &pool),
    }
}

/// What the words of the command line ask for, and the inputs.
fn wanted(args: &ExplainArgs) -> Result<(Wanted, Vec<PathBuf>), Usage> {
    if args.every {
        return Ok((Wanted::Every, args.words.clone()));
    }
    if let [importer, date] = args.group.as_slice() {
        let group = WantedGroup::read(importer, date)?;
        let facts = args.judge.facts.iter();
        if args.words.iter().chain(facts).any(|input| input.as_os_str() == "-") {
            return Err(Usage(
                "--group reads the inputs twice, which standard input (`-`) cannot be: save it to a \
                 file and name that"
                    .to_owned(),
            ));
        }
        return Ok((Wanted::Group(group), args.words.clone()));
    }
    let (first, inputs) = args.words.split_first().unwrap_or((const { &PathBuf::new() }, &[]));
    let text = first.to_string_lossy();
    let entry = EntryNumber::read(text.trim().as_bytes()).map(|(entry, _)| entry);
    let Some(entry) = entry.filter(|entry| entry.is_well_formed() || !first.exists()) else {
        return Err(Usage(format!(
            "explain {text}: the first word must be an entry number, such as 9Q9-4100001-4; files \
             and directories come behind it"
        )));
    };
    if inputs.is_empty() {
        return Err(Usage(format!(
            "explain {text}: name the exports behind the entry number, all that `analyze` is given"
        )));
    }
    Ok((Wanted::Entry(entry), inputs.to_vec()))
}

/// An estimate, with what it is made of.
struct Judged<'j> {
    gathered: &'j Gathered,
    context: &'j Context<'j>,
    estimate: Estimate,
}

impl Judged<'_> {
    /// The groups that are wanted, as told.
    fn groups(&self, wanted: impl Fn(&str, GroupKey) -> bool) -> Vec<GroupTold> {
        let texts = self.gathered.entries.texts();
        let all = self.estimate.groups.sorted(|id| texts.text(id));
        let found = all.filter(|(importer, key, _)| wanted(importer, *key));
        let told = found.map(|(importer, key, group)| {
            GroupTold::of(importer, key, &group, self.context, texts)
        });
        told.collect()
    }

    /// Says what the user should know about the inputs, beside the result.
    fn warn(&self, plan: &Plan) {
        if plan.quiet {
            return;
        }
        let (_, warnings) = self.gathered.told(&self.estimate.met_by_facts);
        for warning in warnings.iter().chain(&self.gathered.taken_as_facts) {
            note(wrapped(&plain(warning), "Note: ", "  ").trim_end());
        }
    }
}

/// Reads and judges everything. `each` is shown every entry with its group, and keeps what it needs
/// in `state`; `then` gets that and the whole.
fn judge<S, T>(
    plan: &Plan,
    pool: &rayon::ThreadPool,
    lookout: Option<&Lookout>,
    mut state: S,
    mut each: impl FnMut(&mut S, &Subject<'_>, GroupKey) -> anyhow::Result<()>,
    then: impl FnOnce(S, &Judged<'_>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let opened = Opened::of(plan)?;
    let spill = std::env::temp_dir();
    let (gathered, mut order) = opened.read(plan, pool, spill, lookout, |_, _| Ok(()))?;
    let Gathered { entries, supplement, tally, .. } = &gathered;
    let context = gathered.context(plan);
    let assessor = Assessor { context: &context, entries, supplement };
    let bar = progress::judging(plan.bars, order.length());
    let (mut read, mut judged) = (EntryBuffer::default(), AssessBuffer::new(&context));
    let mut estimate = Estimate::default();
    let mut failed = None;
    while let Some(block) = order.next_block(entries, BLOCK)? {
        let mut part = Estimate::default();
        block.each(entries, &mut read, |rows| {
            let assessed = assessor.assess(rows, &mut judged, &mut part.closing);
            let importer = entries.printed_importer(assessed.entry.facts.importer);
            if supplement.of(&rows.number).is_some() {
                part.met_by_facts.push(rows.key);
            }
            part.put(rows.key, &assessed, importer, plan.asked());
            if failed.is_none() {
                let key = GroupKey::of(&assessed, importer);
                let sightings = gathered.sightings.of(&rows.number);
                let files = &gathered.names;
                let subject = Subject { rows, assessed: &assessed, sightings, files };
                failed = each(&mut state, &subject, key).err();
            }
            judged.reuse(assessed);
            bar.inc(1);
        });
        estimate.add(&part);
    }
    bar.finish_and_clear();
    if let Some(key) = estimate.too_large {
        bail!(
            "entry {}: its amounts add up to more than 92 quadrillion dollars, which no entry does. \
             Look at its rows in the inputs.",
            entries.number(key)
        );
    }
    estimate.closing.check(tally, estimate.total.duty_paid)?;
    if let Some(error) = failed {
        return Err(error);
    }
    then(state, &Judged { gathered: &gathered, context: &context, estimate })
}

fn tell_entry(plan: &Plan, pool: &rayon::ThreadPool, entry: EntryNumber) -> anyhow::Result<Exit> {
    let lookout = Lookout::Of(BTreeSet::from([entry.clone()]));
    let each = |told: &mut Option<_>, subject: &Subject<'_>, key| {
        if subject.rows.number == entry {
            *told = Some((Explanation::of(subject)?, key));
        }
        Ok(())
    };
    judge(plan, pool, Some(&lookout), None, each, |told, judged| {
        judged.warn(plan);
        let Some((mut explanation, key)) = told else {
            bail!(not_found(&entry, judged.gathered));
        };
        explanation.group = judged.groups(|_, known| known == key).pop();
        match plan.json {
            true => print(&(serde_json::to_string_pretty(&explanation)? + "\n"))?,
            false => print(&explanation::entry(&explanation)?)?,
        }
        Ok(Exit::Done)
    })
}

fn tell_group(plan: &Plan, pool: &rayon::ThreadPool, wanted: &WantedGroup) -> anyhow::Result<Exit> {
    // Which entries it has is known once all are judged; then their rows are looked out for.
    let find = |found: &mut BTreeSet<EntryNumber>, subject: &Subject<'_>, key| {
        if wanted.is(subject.assessed.entry.importer, key) {
            found.insert(subject.rows.number.clone());
        }
        Ok(())
    };
    let found = judge(plan, pool, None, BTreeSet::new(), find, |found, judged| {
        if found.is_empty() {
            bail!(wanted.not_found(&judged.groups(|importer, _| wanted.is_of(importer))));
        }
        match too_many(found.len()) {
            Some(text) => bail!(text),
            None => Ok(found),
        }
    })?;
    let lookout = Lookout::Of(found);
    let tell = |told: &mut Vec<GroupEntry>, subject: &Subject<'_>, key| {
        if wanted.is(subject.assessed.entry.importer, key) {
            told.push(GroupEntry::of(subject, key)?);
        }
        Ok(())
    };
    judge(plan, pool, Some(&lookout), Vec::new(), tell, |told, judged| {
        judged.warn(plan);
        let groups = judged.groups(|importer, key| wanted.is(importer, key));
        let told = GroupExplanation::of(judged.context, groups, told).ok_or_else(|| {
            anyhow!(
                "internal error: the entries of the group do not add up to it. Nothing was told. \
                 Please report it."
            )
        })?;
        match plan.json {
            true => print(&(serde_json::to_string_pretty(&told)? + "\n"))?,
            false => print(&explanation::group(&told)?)?,
        }
        Ok(Exit::Done)
    })
}

/// What to say of a group that is too large to be told.
fn too_many(entries: usize) -> Option<String> {
    (entries > MOST).then(|| {
        format!(
            "the group has {entries} entries, and at most {MOST} are told at once. Its entries are the \
             rows of entries.csv with this importer, state and date; their rows stand in lines.csv. \
             `capeprep explain ENTRY` tells any one of them."
        )
    })
}

fn tell_every(plan: &Plan, pool: &rayon::ThreadPool) -> anyhow::Result<Exit> {
    let each = |told: &mut Vec<_>, subject: &Subject<'_>, key| {
        told.push((Explanation::of(subject)?, key));
        Ok(())
    };
    judge(plan, pool, Some(&Lookout::All), Vec::new(), each, |told, judged| {
        let mut lines = String::new();
        for (mut explanation, key) in told {
            explanation.group = judged.groups(|_, known| known == key).pop();
            lines.push_str(&serde_json::to_string(&explanation)?);
            lines.push('\n');
        }
        print(&lines)?;
        Ok(Exit::Done)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_that_fills_the_memory_is_refused_with_a_way_out() {
        assert_eq!(too_many(MOST), None);
        assert!(too_many(MOST + 1).is_some_and(|text| text.contains("lines.csv")));
    }
}
