//! `capeprep diff`: two reports compared, and the roll-forward from one to the other.

use super::args::DiffArgs;
use super::exit::{Exit, Usage, print};
use super::inputs_differ::differing;
use super::places::{publish, refuse_inputs_inside, refuse_out_inside, staging};
use super::plan::rules;
use super::verify::to_be_noted;
use crate::changes::accounts::Accounts;
use crate::changes::{Cash, Comparer, RollForward, Side, Totals, pairs};
use crate::earlier::{self, BankMoney, BankTold, Earlier, Kind};
use crate::files::{self, MOST_OF_SETTINGS};
use crate::report::changes::{
    AccountsFile, ChangeRows, ChangesSummary, Compared, ComparedDirectory, DiffManifest, terminal,
    write_changes,
};
use anyhow::{Context as _, bail};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::{Instant, SystemTime};

/// The word of this command in manifests.
const COMMAND: &str = "diff";

/// Bytes that are gathered before they are written.
const GATHERED: usize = 1 << 20;

pub(super) fn run(args: &DiffArgs) -> anyhow::Result<Exit> {
    let began = Instant::now();
    let rules = rules(args.rulebook.as_deref())?;
    let (accounts, accounts_file) = accounts(args.accounts.as_deref())?;
    if let Some(out) = &args.out {
        refuse_inputs_inside(out, [args.before.as_path(), &args.after])?;
        refuse_out_inside(out, [args.before.as_path(), &args.after])?;
    }
    let before = earlier::open(&args.before, &rules)?;
    let after = earlier::open(&args.after, &rules)?;
    refuse(&before, &after)?;
    let begin = |out| staging(out, args.force, after.made_with.masked, COMMAND);
    let mut staging = args.out.as_deref().map(begin).transpose()?;
    let sides = [side(&before), side(&after)];
    let [x, y] = sides;
    let mut comparer = Comparer::new(x, y, &rules, &differing(&before, &after)?);
    let (mut totals, mut roll) = (Totals::default(), RollForward::default());
    let mut file = staging.as_ref().map(|staging| staging.create(ChangeRows::FILE)).transpose()?;
    let mut rows = ChangeRows::HEADER.as_bytes().to_vec();
    for pair in pairs(x, y) {
        let Some(seen) = comparer.compare(pair) else { continue };
        totals.see(&seen);
        roll.see(&x, &y, &seen);
        if let Some(file) = &mut file {
            ChangeRows::write(&x, &y, &seen, &mut rows);
            if rows.len() > GATHERED {
                file.write(&rows)?;
                rows.clear();
            }
        }
    }
    roll.check(&x, &y)?;
    let directories = [&before, &after].map(|earlier| earlier.dir.to_string_lossy());
    let mut remarks = remarks(&before, &after);
    let cash = cash(&before, &after, &mut remarks)?;
    let compared = Compared {
        before: x,
        after: y,
        directories: [&directories[0], &directories[1]],
        totals: &totals,
        roll: &roll,
        cash: cash.as_ref(),
        remarks: &remarks,
    };
    if let (Some(staging), Some(mut file)) = (&mut staging, file) {
        file.write(&rows)?;
        staging.close(file)?;
        write_changes(&compared, &accounts, staging)?;
        manifest(args, &before, &after, rules.version.to_string(), accounts_file, began)
            .write(staging)?;
    }
    let out_dir = args.out.as_ref().map(|out| out.to_string_lossy());
    let text = match (args.json, args.quiet) {
        (true, _) => ChangesSummary::of(&compared).to_json(),
        (false, true) => String::new(),
        (false, false) => {
            let noted = staging.as_ref().zip(args.out.as_deref());
            let noted = noted.map(|(staging, out)| to_be_noted(staging, out));
            terminal::summary(&compared, out_dir.as_deref())? + &noted.unwrap_or_default()
        }
    };
    if let Some(staging) = staging {
        publish(staging)?;
    }
    print(&text)?;
    Ok(Exit::Done)
}

fn accounts(path: Option<&Path>) -> anyhow::Result<(Accounts, Option<AccountsFile>)> {
    let Some(path) = path else { return Ok((Accounts::default(), None)) };
    let text = files::whole(path, MOST_OF_SETTINGS)
        .with_context(|| format!("cannot read {}; check the path of --accounts", path.display()))?;
    let accounts = Accounts::read(&text).with_context(|| path.display().to_string())?;
    Ok((accounts, Some(AccountsFile::of(path, &text))))
}

/// What of a report is compared.
fn side(earlier: &Earlier) -> Side<'_> {
    let is_estimate = earlier.kind == Kind::Analyze;
    Side {
        made_with: &earlier.made_with,
        portfolio: &earlier.portfolio,
        states: (!is_estimate).then_some(&earlier.states),
        has_facts: is_estimate,
        has_payment_facts: has_payment_facts(earlier),
    }
}

/// Whether it has the columns of entries that came last; an older program wrote none of them.
fn has_payment_facts(earlier: &Earlier) -> bool {
    let Some(file) = earlier.outputs.iter().find(|listed| listed.file == "entries.csv") else {
        return earlier.kind == Kind::Track;
    };
    let mut header = String::new();
    let opened = std::fs::File::open(earlier.dir.join(&file.file));
    let read = opened.and_then(|file| BufReader::new(file).read_line(&mut header));
    let has = |column| header.trim_end().split(',').any(|name| name == column);
    read.is_ok() && has("summary_date") && has("payment_date") && has("payee")
}

fn refuse(before: &Earlier, after: &Earlier) -> anyhow::Result<()> {
    let (then, now) = (before.made_with.as_of, after.made_with.as_of);
    if then > now {
        return Err(Usage(format!(
            "{} is as of {then}, and {} as of {now}: name the earlier report first.",
            before.dir.display(),
            after.dir.display()
        ))
        .into());
    }
    if before.made_with.masked != after.made_with.masked {
        let (copy, real) = if before.made_with.masked { (before, after) } else { (after, before) };
        bail!(
            "{} is a masked copy and {} has real numbers, so no entry of one is found in the other. \
             Compare two reports, or two copies that were masked with the same key.",
            copy.dir.display(),
            real.dir.display()
        );
    }
    Ok(())
}

fn remarks(before: &Earlier, after: &Earlier) -> Vec<String> {
    let mut remarks = Vec::new();
    for earlier in [before, after] {
        let name = earlier.dir.to_string_lossy();
        remarks.extend(earlier.remarks.iter().map(|remark| format!("{name}: {remark}")));
    }
    if before.kind == Kind::Track && after.kind == Kind::Analyze {
        remarks.push(
            "the later report is an estimate and follows nothing after filing, so whatever CBP \
             refused, paid or kept by the earlier one stands as to come again (not_followed). For \
             month-end run track on the later report first."
                .to_owned(),
        );
    }
    remarks
}

/// Cash of the period. Before the first tracking there was none; where a tracking has no bank
/// statement, it is said and left out.
fn cash(
    before: &Earlier,
    after: &Earlier,
    remarks: &mut Vec<String>,
) -> anyhow::Result<Option<Cash>> {
    if after.kind == Kind::Analyze {
        return Ok(None);
    }
    let mut money = [BankMoney::default(); 2];
    for (money, earlier) in money.iter_mut().zip([before, after]) {
        if earlier.kind == Kind::Analyze {
            continue;
        }
        let why = match earlier.bank_told()? {
            BankTold::Money(told) => {
                *money = told;
                continue;
            }
            BankTold::NoStatement => "was tracked without a bank statement",
            BankTold::NoTables => "has no refunds.csv and deposits.csv",
        };
        remarks.push(format!(
            "{} {why}, so cash is not reconciled with the bank, and the journal follows CBP's word",
            earlier.dir.to_string_lossy()
        ));
        return Ok(None);
    }
    let [then, now] = &money;
    Ok(Some(Cash::between(then, now)))
}

fn manifest(
    args: &DiffArgs,
    before: &Earlier,
    after: &Earlier,
    rulebook: String,
    accounts: Option<AccountsFile>,
    began: Instant,
) -> DiffManifest {
    let directory = |earlier: &Earlier| ComparedDirectory {
        directory: earlier.dir.to_string_lossy().into_owned(),
        command: earlier.kind.as_str(),
        as_of: earlier.made_with.as_of.to_string(),
        rulebook: earlier.made_with.rulebook.clone(),
        manifest_sha256: earlier.manifest_sha256.clone(),
    };
    let shown = |path: &Path| path.to_string_lossy().into_owned();
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    DiffManifest {
        program: "capeprep",
        version: env!("CARGO_PKG_VERSION"),
        command: COMMAND,
        rulebook,
        written_at: since.map_or(0, |since| since.as_secs()),
        took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        options: BTreeMap::from([
            ("command", json!(COMMAND)),
            ("before", json!(shown(&args.before))),
            ("after", json!(shown(&args.after))),
            ("accounts", json!(args.accounts.as_deref().map(shown))),
            ("as_of", json!(after.made_with.as_of.to_string())),
            ("masked", json!(after.made_with.masked)),
            ("rulebook", json!(args.rulebook.as_deref().map(shown))),
        ]),
        compared: [directory(before), directory(after)],
        accounts,
    }
}
