//! The arguments as typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// From ES-003 exports to IEEPA refund estimates, eligibility findings and CAPE upload files.
/// Works offline; nothing leaves this computer.
#[derive(Parser)]
#[command(name = "capeprep", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Exports in, reports and upload files out: the main job
    Analyze(Box<AnalyzeArgs>),
    /// One entry, or one payment group: every row, rule, date and figure, with its source
    #[command(override_usage = "capeprep explain [OPTIONS] <ENTRY> <INPUT>...\n       \
                                capeprep explain [OPTIONS] --group <IOR> <DATE> <INPUT>...")]
    Explain(Box<ExplainArgs>),
    /// After filing: where each entry stands, what was paid, why the difference, what to file again
    Track(Box<TrackArgs>),
    /// Two reports compared: what changed and why, and the receivable from one to the other
    Diff(DiffArgs),
    /// A report held against its manifest: files, inputs, rules, every sum added again
    Verify(VerifyArgs),
    /// What is in these files: header mapping, what can and cannot be proved from them
    Inspect(InspectArgs),
    /// The dated rules inside the program, with their sources
    Rulebook(RulebookArgs),
    /// Write an invented ES-003 export of any size
    Sample(SampleArgs),
    /// Turn pseudonyms of a masked copy back, with its key
    Unmask(UnmaskArgs),
    /// Print what a shell needs to complete commands and options
    Completions(CompletionsArgs),
    /// Print the manual page, or write the pages of all commands
    Man(ManArgs),
}

#[derive(Args, Default)]
pub(super) struct AnalyzeArgs {
    /// Files, directories (their .csv, .tsv, .txt and .xlsx files, and these with .gz; a .zip when
    /// named) or `-` for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Directory for the reports; must be new or empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Replace an earlier report in --out, as a whole; refused if it holds files that capeprep did
    /// not write there, or that have another size than it wrote
    #[arg(long)]
    pub force: bool,
    /// Also write a copy of the reports into this directory, with pseudonyms for numbers, names and
    /// other text, and without upload files (see docs/mask.md)
    #[arg(long, value_name = "DIR")]
    pub mask: Option<PathBuf>,
    /// Key file of --mask, made if it is not there: the same key gives the same pseudonyms
    /// [default: the directory of --mask with .key behind it]
    #[arg(long, value_name = "FILE", requires = "mask")]
    pub mask_key: Option<PathBuf>,
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// Which outputs: groups,entries,lines,findings,rejected,declarations,readiness,json,html,
    /// xlsx,ics [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Which outputs to leave out. Of millions of entries xlsx takes longer than all the others
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub skip: Vec<String>,
    /// Upload files also carry lane `review`
    #[arg(long)]
    pub include_review: bool,
    #[command(flatten)]
    pub read: ReadArgs,
    /// Exit with 3 if any row was rejected
    #[arg(long)]
    pub strict: bool,
    /// No progress bars and no summary on the terminal
    #[arg(long)]
    pub quiet: bool,
    /// No progress bars
    #[arg(long)]
    pub no_progress: bool,
    /// Print summary.json instead of the summary
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub(super) struct ExplainArgs {
    /// The entry number (not with --group), then files, directories or `-` as in `analyze`
    #[arg(required = true, value_names = ["ENTRY", "INPUT"], num_args = 1..)]
    pub words: Vec<PathBuf>,
    /// A payment group instead of an entry: IOR number and liquidation date, or `unliquidated`,
    /// `held`, `unknown` or `liquidated` for a group without a date
    #[arg(long, num_args = 2, value_names = ["IOR", "DATE"], conflicts_with = "every")]
    pub group: Vec<String>,
    /// Every entry, one JSON document a line, for tests
    #[arg(long, hide = true)]
    pub every: bool,
    #[command(flatten)]
    pub judge: JudgeArgs,
    #[command(flatten)]
    pub read: ReadArgs,
    /// Print one JSON document instead of text
    #[arg(long)]
    pub json: bool,
    /// No progress bars
    #[arg(long)]
    pub no_progress: bool,
    /// No progress bars and no notes about the inputs
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Args)]
pub(super) struct TrackArgs {
    /// What CBP and the bank said since: CAPE validation results and claim details, ES-022,
    /// REV-603, REV-613, REV-615, ES-701, later ES-003 exports, bank statements (date, amount,
    /// reference); files or directories. They are known by their headers
    #[arg(required = true, value_name = "REPORT")]
    pub reports: Vec<PathBuf>,
    /// The directory that `analyze` wrote before filing
    #[arg(long, value_name = "DIR")]
    pub run: PathBuf,
    /// Directory for the reports; must be new or empty
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Replace an earlier report in --out, as a whole; refused if it holds files that capeprep did
    /// not write there, or that have another size than it wrote
    #[arg(long)]
    pub force: bool,
    /// Day to which every clock counts [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// The day on which a report was made that does not say so, such as an ES-003 export:
    /// `--report-date "ES-003 July.csv=2026-07-31"`. FILE is its name, or its path; once for each
    #[arg(long, value_name = "FILE=DATE")]
    pub report_date: Vec<String>,
    /// Use the rules of this directory (see `rulebook --export`)
    #[arg(long, value_name = "DIR")]
    pub rulebook: Option<PathBuf>,
    /// Which outputs: tracking,history,verdicts,refile,payments,interest,clocks,cash,json,html,xlsx
    /// [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Which outputs to leave out
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub skip: Vec<String>,
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// No progress bars and no summary on the terminal
    #[arg(long)]
    pub quiet: bool,
    /// No progress bars
    #[arg(long)]
    pub no_progress: bool,
    /// Print summary.json instead of the summary
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
#[command(after_help = "Ends with exit code 0 whether or not anything changed.")]
pub(super) struct DiffArgs {
    /// The earlier report: a directory that `analyze` or `track` wrote
    #[arg(value_name = "A")]
    pub before: PathBuf,
    /// The later report
    #[arg(value_name = "B")]
    pub after: PathBuf,
    /// Directory for changes.csv, rollforward.csv, journal.csv and summary.json; must be new or
    /// empty. Without it nothing is written
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace an earlier comparison in --out, as a whole; refused if it holds files that capeprep
    /// did not write there, or that have another size than it wrote
    #[arg(long, requires = "out")]
    pub force: bool,
    /// CSV with the accounts of your books for journal.csv: columns movement, component, account
    /// (see docs/month-end.md)
    #[arg(long, value_name = "FILE", requires = "out")]
    pub accounts: Option<PathBuf>,
    /// Tell what time did by the rules of this directory (see `rulebook --export`)
    #[arg(long, value_name = "DIR")]
    pub rulebook: Option<PathBuf>,
    /// Print summary.json instead of the summary
    #[arg(long)]
    pub json: bool,
    /// No summary on the terminal
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Args)]
#[command(
    after_help = "Ends with exit code 0 if all that could be checked holds (what could not be \
                        checked is named), 1 if anything is not as its manifest says, and with --strict \
                        3 if anything could not be checked."
)]
pub(super) struct VerifyArgs {
    /// Directory that `analyze`, `track` or `diff` wrote, or the masked copy of one
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Where the inputs are now, if they are not where they were: looked for by path, by name, and by
    /// size and SHA-256
    #[arg(long, value_name = "DIR")]
    pub inputs: Option<PathBuf>,
    /// Hold the rules of this directory against those of the report (see `rulebook --export`)
    #[arg(long, value_name = "DIR")]
    pub rulebook: Option<PathBuf>,
    /// Also make the report again from the same inputs, in a temporary directory beside DIR, and compare
    /// every file byte for byte
    #[arg(long)]
    pub again: bool,
    /// SHA-256 of manifest.json as it was noted when the report was made or filed: another is a
    /// difference
    #[arg(long, value_name = "SHA256")]
    pub expect: Option<String>,
    /// Exit with 3 if anything could not be checked, or was not read
    #[arg(long)]
    pub strict: bool,
    /// Print one JSON document instead of text
    #[arg(long)]
    pub json: bool,
    /// No progress bar
    #[arg(long)]
    pub no_progress: bool,
    /// No progress bar and no text: the exit code tells
    #[arg(long)]
    pub quiet: bool,
}

/// What bears on the figures, and where it comes from.
#[derive(Args, Default)]
pub(super) struct JudgeArgs {
    /// Day of upload; every clock counts to it [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// A broker submits: filer code of its ACE account (repeatable)
    #[arg(long, value_name = "CODE", conflicts_with = "importer")]
    pub filer_code: Vec<String>,
    /// An importer submits: IOR number of its ACE account (repeatable)
    #[arg(long, value_name = "IOR")]
    pub importer: Vec<String>,
    /// CSV or XLSX of facts by entry number, or CBP's own reports, laid over the exports
    /// (repeatable; later files win). Such reports are known by their headers, and may as well
    /// stand among the INPUTs
    #[arg(long, value_name = "FILE")]
    pub facts: Vec<PathBuf>,
    /// The tariff as exported at hts.usitc.gov (CSV or JSON): column-1 rates for the floor codes
    #[arg(long, value_name = "FILE")]
    pub hts_rates: Option<PathBuf>,
    /// TOML file of importers and brokers: ACE, ACH and Form 4811 set-up (see docs/parties.md)
    #[arg(long, value_name = "FILE")]
    pub parties: Option<PathBuf>,
    /// Which lists among the facts are complete for these importers: protests,drawbacks,claims. An
    /// entry that such a list does not name has none, which counts as proved
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub complete: Vec<String>,
    /// Which overpayment rate; `gatt` is the disputed low case
    #[arg(long, value_enum, default_value = "corporate")]
    pub taxpayer: TaxpayerArg,
    /// Where interest starts if no payment date is known
    #[arg(long, value_enum, default_value = "summary")]
    pub deposit_basis: DepositBasisArg,
    /// Days from --as-of to the (re)liquidation of the estimate [default: the rulebook's, 45]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(0..=3650))]
    pub processing_days: Option<i32>,
    /// Override the header mapping (repeatable)
    #[arg(long, value_name = "FIELD=HEADER")]
    pub map: Vec<String>,
    /// Mapping profile: a name saved by `inspect --save-profile`, or a .toml file
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Use the rules of this directory (see `rulebook --export`)
    #[arg(long, value_name = "DIR")]
    pub rulebook: Option<PathBuf>,
}

/// How the inputs are read; nothing of it changes a figure.
#[derive(Args, Default)]
pub(super) struct ReadArgs {
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Memory to keep to, such as 512M or 2G [default: no bound]. Entries that do not fit go to
    /// temporary files in the folder that holds --out (without one, where the system keeps such files);
    /// no figure changes. At least 20 bytes an entry
    /// are taken. Not bounded are the shared texts of a workbook, which are held while it is read
    #[arg(long, value_name = "SIZE", allow_hyphen_values = true)]
    pub max_memory: Option<String>,
    /// Who reads the records; both read the same, and the slower one checks the other
    #[arg(long, value_enum, default_value = "fast")]
    pub reader: ReaderArg,
    /// Bytes a thread takes at once, for tests
    #[arg(long, value_name = "BYTES", hide = true, value_parser = clap::value_parser!(u32).range(1..=1 << 28))]
    pub chunk_size: Option<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum ReaderArg {
    #[default]
    /// Many characters at a time; what it is not sure of it leaves to the other
    Fast,
    /// One character after the other
    Reference,
}

#[derive(Clone, Copy, Default, ValueEnum)]
pub(super) enum TaxpayerArg {
    #[default]
    /// Corporations
    Corporate,
    /// Individuals, partnerships, sole proprietors
    NonCorporate,
    /// 1.5 points below corporate: disputed
    Gatt,
}

#[derive(Clone, Copy, Default, ValueEnum)]
pub(super) enum DepositBasisArg {
    #[default]
    /// Entry summary date
    Summary,
    /// Entry date
    Entry,
    /// 15th working day of the month after entry
    MonthlyStatement,
}

#[derive(Args)]
pub(super) struct InspectArgs {
    /// Files, directories or `-`
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Override the header mapping (repeatable)
    #[arg(long, value_name = "FIELD=HEADER")]
    pub map: Vec<String>,
    /// Mapping profile: a name saved by `inspect --save-profile`, or a .toml file
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Use the rules of this directory
    #[arg(long, value_name = "DIR")]
    pub rulebook: Option<PathBuf>,
    /// Save the mapping of the first file under this name, for --profile
    #[arg(long, value_name = "NAME", conflicts_with = "request")]
    pub save_profile: Option<String>,
    /// Instead, judge the entries and write into a new directory what to ask each filer for: an
    /// e-mail each, and lists of what is missing for which entries
    #[arg(long, value_name = "DIR")]
    pub request: Option<PathBuf>,
    #[command(flatten)]
    pub judged: RequestArgs,
}

/// What is known when requests are written, as in `analyze`.
#[derive(Args)]
pub(super) struct RequestArgs {
    /// With --request: CSV or XLSX of facts by entry number, or CBP's own reports (repeatable;
    /// later files win)
    #[arg(long, value_name = "FILE", requires = "request")]
    pub facts: Vec<PathBuf>,
    /// With --request: which lists among the facts are complete: protests,drawbacks,claims
    #[arg(long, value_name = "LIST", value_delimiter = ',', requires = "request")]
    pub complete: Vec<String>,
    /// With --request: the tariff as exported at hts.usitc.gov
    #[arg(long, value_name = "FILE", requires = "request")]
    pub hts_rates: Option<PathBuf>,
    /// With --request: day of upload [default: today]
    #[arg(long, value_name = "DATE", requires = "request")]
    pub as_of: Option<String>,
    /// With --request: filer code of the broker that submits (repeatable)
    #[arg(long, value_name = "CODE", requires = "request", conflicts_with = "importer")]
    pub filer_code: Vec<String>,
    /// With --request: IOR number of the importer that submits (repeatable)
    #[arg(long, value_name = "IOR", requires = "request")]
    pub importer: Vec<String>,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct RulebookArgs {
    /// Print one check's page
    #[command(subcommand)]
    pub command: Option<RulebookCommand>,
    /// Words to search for: a code, a country, a label, a source ...
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Write the rules as files into a new directory
    #[arg(long, value_name = "DIR")]
    pub export: Option<PathBuf>,
    /// Use the rules of this directory
    #[arg(long, value_name = "DIR")]
    pub rulebook: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(super) enum RulebookCommand {
    /// Print the page of a check; without a code, list all checks
    Check {
        /// The check's code, such as `liquidated-over-80-days`
        code: Option<String>,
    },
}

#[derive(Args)]
pub(super) struct UnmaskArgs {
    /// Key file with which the copy was made
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// Entry numbers, importer numbers or filer codes of the copy; names cannot be turned back
    #[arg(required = true, value_name = "PSEUDONYM")]
    pub pseudonyms: Vec<String>,
}

#[derive(Args)]
pub(super) struct SampleArgs {
    /// How many entries
    #[arg(long, value_name = "N")]
    pub entries: u64,
    /// The same seed gives the same file
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// File to write, or `-` for standard output
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    pub force: bool,
    /// With the damage real files have
    #[arg(long)]
    pub messy: bool,
    /// Only the 27 columns of the default ES-003
    #[arg(long)]
    pub default_layout: bool,
    /// No progress bar
    #[arg(long)]
    pub no_progress: bool,
}

#[derive(Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Args)]
pub(super) struct ManArgs {
    /// Write a page for each command into this directory, such as ~/.local/share/man/man1
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}
