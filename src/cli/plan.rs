//! What the arguments mean, resolved once: values read, defaults filled, contradictions refused.

use super::args::{AnalyzeArgs, DepositBasisArg, JudgeArgs, ReaderArg, TaxpayerArg};
use super::exit::Usage;
use super::mask::MaskedCopy;
use super::{memory, profile, retold};
use crate::assess::{DepositBasis, Route};
use crate::domain::{Day, Field, ImporterNumber, vocabulary};
use crate::estimate::Asked;
use crate::intake::decode::ReadAhead;
use crate::intake::layout::MapOption;
use crate::intake::profile::Profile;
use crate::intake::pump::CHUNK_SIZE;
use crate::mask::Mask;
use crate::report::{Output, Outputs};
use crate::rulebook::{FactsReport, Rulebook, Taxpayer};
use anyhow::bail;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// An analysis, ready to run.
pub(super) struct Plan {
    pub inputs: Vec<PathBuf>,
    pub facts: Vec<PathBuf>,
    pub hts_rates: Option<PathBuf>,
    pub parties: Option<PathBuf>,
    pub complete: Vec<Complete>,
    pub out: PathBuf,
    pub force: bool,
    pub rules: Rulebook,
    pub as_of: Day,
    pub route: Route,
    pub taxpayer: Taxpayer,
    pub deposit_basis: DepositBasis,
    pub processing_days: i32,
    pub map: Vec<MapOption>,
    pub profile: Profile,
    pub outputs: Outputs,
    pub include_review: bool,
    pub jobs: usize,
    pub max_memory: Option<u64>,
    pub strict: bool,
    pub quiet: bool,
    pub bars: bool,
    pub json: bool,
    pub reader: ReaderArg,
    pub chunk_size: usize,
    /// The masked copy that is to be written too.
    pub copy: Option<MaskedCopy>,
    /// Puts pseudonyms in the place of what identifies a shipment.
    pub mask: Option<Arc<Mask>>,
    /// What follows the entry number in the command that explains an entry of this analysis.
    pub explain: String,
    /// The options as the manifest lists them.
    pub options: BTreeMap<&'static str, serde_json::Value>,
}

vocabulary! {
    /// A list that is said to be complete.
    Complete {
        /// Every protest.
        Protests = "protests",
        /// Every drawback claim.
        Drawbacks = "drawbacks",
        /// Every CAPE claim.
        Claims = "claims",
    }
}

impl Complete {
    fn read(words: &[String]) -> Result<Vec<Complete>, Usage> {
        let mut read = Vec::new();
        for word in words {
            let known = Complete::ALL.iter().copied().find(|c| c.as_str() == word.trim());
            let complete = known.ok_or_else(|| {
                let words: Vec<_> = Complete::ALL.iter().map(|c| c.as_str()).collect();
                Usage(format!("--complete {word}: no such list; there are {}", words.join(", ")))
            })?;
            if !read.contains(&complete) {
                read.push(complete);
            }
        }
        Ok(read)
    }

    /// What an entry that is not named in it has a blank of.
    pub const fn field(self) -> Field {
        match self {
            Complete::Protests => Field::ProtestStatus,
            Complete::Drawbacks => Field::Drawback,
            Complete::Claims => Field::DeclaredClaim,
        }
    }

    /// Whether a report is such a list.
    pub const fn is_listed_by(self, report: FactsReport) -> bool {
        match self {
            Complete::Protests => matches!(report, FactsReport::ProtestList),
            Complete::Drawbacks => matches!(report, FactsReport::DrawbackList),
            Complete::Claims => report.lists_claims(),
        }
    }

    /// The file that must be given.
    pub const fn wanted(self) -> &'static str {
        match self {
            Complete::Protests => "protest list (entry number and `Protest Number`)",
            Complete::Drawbacks => "drawback list (entry number and `Drawback Claim Number`)",
            Complete::Claims => "Claim Details file or ES-022",
        }
    }
}

impl Plan {
    /// What is asked of the estimate.
    pub(super) fn asked(&self) -> Asked {
        let shows = [Output::Html, Output::Xlsx, Output::Ics];
        Asked {
            include_review: self.include_review,
            breakdown: shows.iter().any(|output| self.outputs.has(*output)),
        }
    }

    /// How far the unpacking of inputs may be ahead of the reading.
    pub fn read_ahead(&self) -> ReadAhead {
        memory::read_ahead(self.max_memory)
    }

    /// Resolves the arguments.
    pub fn of(args: AnalyzeArgs) -> anyhow::Result<Plan> {
        let rules = rules(args.judge.rulebook.as_deref())?;
        let as_of = as_of(args.judge.as_of.as_deref(), &rules)?;
        let route = route(&args.judge)?;
        let taxpayer = match args.judge.taxpayer {
            TaxpayerArg::Corporate => Taxpayer::Corporate,
            TaxpayerArg::NonCorporate => Taxpayer::NonCorporate,
            TaxpayerArg::Gatt => Taxpayer::Gatt,
        };
        let deposit_basis = match args.judge.deposit_basis {
            DepositBasisArg::Summary => DepositBasis::Summary,
            DepositBasisArg::Entry => DepositBasis::Entry,
            DepositBasisArg::MonthlyStatement => DepositBasis::MonthlyStatement,
        };
        let processing_days = args.judge.processing_days.unwrap_or(rules.windows.processing_days);
        let map = map_options(&args.judge.map)?;
        let profile = args.judge.profile.as_deref().map(profile::load).transpose()?;
        let outputs = outputs(&args.only, &args.skip)?;
        if args.judge.parties.is_none() && !args.only.is_empty() && outputs.has(Output::Readiness) {
            let needs = "--only readiness: name the parties file with --parties FILE";
            return Err(Usage(needs.to_string()).into());
        }
        let complete = Complete::read(&args.judge.complete)?;
        if args.inputs.iter().chain(&args.judge.facts).filter(|i| i.as_os_str() == "-").count() > 1
        {
            return Err(Usage("standard input (`-`) can be read once only".to_string()).into());
        }
        let importers: Vec<&str> = match &route {
            Route::Importer(own) => own.iter().map(ImporterNumber::as_str).collect(),
            _ => Vec::new(),
        };
        let max_memory = args.read.max_memory.as_deref().map(memory::read).transpose()?;
        let copy = MaskedCopy::of(&args)?;
        let mut options = BTreeMap::from([
            ("command", json!(super::analyze::COMMAND)),
            ("inputs", json!(shown(&args.inputs))),
            ("facts", json!(shown(&args.judge.facts))),
            ("hts_rates", json!(args.judge.hts_rates.as_ref().map(|path| path.to_string_lossy()))),
            ("parties", json!(args.judge.parties.as_ref().map(|path| path.to_string_lossy()))),
            ("complete", json!(complete.iter().map(|c| c.as_str()).collect::<Vec<_>>())),
            ("as_of", json!(as_of.to_string())),
            ("filer_code", json!(args.judge.filer_code)),
            ("importer", json!(importers)),
            ("taxpayer", json!(taxpayer.as_str())),
            ("deposit_basis", json!(deposit_basis.as_str())),
            ("processing_days", json!(processing_days)),
            ("map", json!(args.judge.map)),
            ("profile", json!(profile)),
            ("only", json!(args.only)),
            ("skip", json!(args.skip)),
            ("include_review", json!(args.include_review)),
            ("strict", json!(args.strict)),
            (
                "reader",
                json!(if args.read.reader == ReaderArg::Fast { "fast" } else { "reference" }),
            ),
            ("max_memory", json!(max_memory)),
            ("profile_name", json!(args.judge.profile)),
            // Of what is resolved above, the words as typed: reports repeat them for `explain`.
            (
                "typed",
                json!({
                    "complete": args.judge.complete,
                    "importer": args.judge.importer,
                    "processing_days": args.judge.processing_days,
                }),
            ),
            ("rulebook", json!(args.judge.rulebook.as_ref().map(|path| path.to_string_lossy()))),
        ]);
        if let Some(copy) = &copy {
            options.insert("mask", json!(copy.dir.to_string_lossy()));
            options.insert("mask_key", json!(copy.key.to_string_lossy()));
        }
        Ok(Plan {
            explain: retold::arguments(&args, &as_of.to_string()),
            copy,
            mask: None,
            inputs: args.inputs,
            facts: args.judge.facts,
            hts_rates: args.judge.hts_rates,
            parties: args.judge.parties,
            complete,
            out: args.out,
            force: args.force,
            rules,
            as_of,
            route,
            taxpayer,
            deposit_basis,
            processing_days,
            map,
            profile: profile.unwrap_or_default(),
            outputs,
            include_review: args.include_review,
            jobs: args.read.jobs.unwrap_or(0).into(),
            max_memory,
            strict: args.strict,
            quiet: args.quiet,
            bars: !args.quiet && !args.no_progress,
            json: args.json,
            reader: args.read.reader,
            chunk_size: args.read.chunk_size.map_or(CHUNK_SIZE, |size| size as usize),
            options,
        })
    }
}

/// The built-in rules, or those of a directory.
pub(super) fn rules(dir: Option<&std::path::Path>) -> anyhow::Result<Rulebook> {
    Ok(match dir {
        None => Rulebook::built_in()?,
        Some(dir) if !dir.is_dir() => bail!(
            "--rulebook {}: there is no such directory. `capeprep rulebook --export DIR` writes one, to \
             be edited.",
            dir.display()
        ),
        Some(dir) => Rulebook::from_dir(dir)?,
    })
}

/// Paths as the manifest lists them.
pub(super) fn shown(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| path.to_string_lossy().into_owned()).collect()
}

/// The day of upload: today, or a day from the first IEEPA duty to the end of this century, past
/// which a typing error is likelier than a declaration.
pub(super) fn as_of(text: Option<&str>, rules: &Rulebook) -> Result<Day, Usage> {
    let Some(text) = text else { return Ok(Day::today()) };
    let expected = "a day from 2025-02-04 to 2099-12-31 is needed, as YYYY-MM-DD or MM/DD/YYYY";
    let last = Day::from_ymd(2099, 12, 31);
    text.parse::<Day>()
        .ok()
        .filter(|day| *day >= rules.period.start && Some(*day) <= last)
        .ok_or_else(|| Usage(format!("--as-of {text}: {expected}")))
}

fn route(args: &JudgeArgs) -> Result<Route, Usage> {
    for code in &args.filer_code {
        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let expected = "a filer code is 3 letters or digits, such as 9Q9";
            return Err(Usage(format!("--filer-code {code}: {expected}")));
        }
    }
    if !args.filer_code.is_empty() {
        return Ok(Route::Broker(args.filer_code.iter().map(|c| c.to_uppercase()).collect()));
    }
    if args.importer.is_empty() {
        return Ok(Route::NotSaid);
    }
    let read = |text: &String| {
        ImporterNumber::read(text.as_bytes()).ok_or_else(|| {
            Usage(format!("--importer {text}: an IOR number is needed, such as 98-765432100"))
        })
    };
    args.importer.iter().map(read).collect::<Result<_, _>>().map(Route::Importer)
}

/// Reads `--map FIELD=HEADER` options.
pub(super) fn map_options(options: &[String]) -> Result<Vec<MapOption>, Usage> {
    options.iter().map(|option| map_option(option)).collect()
}

fn map_option(option: &str) -> Result<MapOption, Usage> {
    let Some((name, header)) = option.split_once('=') else {
        return Err(Usage(format!("--map {option}: expected FIELD=HEADER")));
    };
    let Some(field) = Field::named(name.trim()) else {
        let names: Vec<_> = Field::ALL.iter().map(|f| f.name()).collect();
        let names = names.join(", ");
        return Err(Usage(format!("--map {option}: no field `{name}`; the fields are {names}")));
    };
    Ok(MapOption { field, header: header.trim().to_string() })
}

fn outputs(only: &[String], skip: &[String]) -> Result<Outputs, Usage> {
    let mut asked = match only.is_empty() {
        true => Outputs::all(),
        false => Outputs::only(named("--only", only)?),
    };
    for output in named("--skip", skip)? {
        asked.leave_out(output);
    }
    Ok(asked)
}

fn named(option: &str, words: &[String]) -> Result<Vec<Output>, Usage> {
    let output = |word: &String| {
        Output::named(word.trim()).ok_or_else(|| {
            let words: Vec<_> = Output::ALL.iter().map(|(word, _)| *word).collect();
            Usage(format!("{option} {word}: no such output; there are {}", words.join(", ")))
        })
    };
    words.iter().map(output).collect()
}
