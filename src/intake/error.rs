//! What can be wrong with an input as a whole. (What is wrong with one row is the ledger's matter.)

use crate::domain::quoted;
use std::path::PathBuf;

/// An input that cannot be read, or whose layout gives no estimate. Every message names the file,
/// what was found, what was expected and what to do next.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// A file or directory that cannot be opened or read.
    #[error("cannot {action} {}: {error}. Check the path and your rights to it.", path.display())]
    Io {
        /// What was attempted: `open`, `read`, `list`.
        action: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system answered.
        error: std::io::Error,
    },
    /// The temporary file that packed workbooks are unpacked to.
    #[error(
        "cannot write a temporary file in {}: {error}. A workbook in an archive and what comes \
         through a pipe are copied there first. Make room there, name another folder in the \
         variable TMPDIR (on Windows TMP), or unpack the files first.",
        path.display()
    )]
    Temporary {
        /// The folder.
        path: PathBuf,
        /// What the system answered.
        error: std::io::Error,
    },
    /// A directory in which nothing has the name of an export.
    #[error(
        "{}: no exports in this directory. Expected files ending in .csv, .tsv, .txt or .xlsx, or in \
         these and .gz (not in subdirectories). Name the files themselves if they end otherwise.",
        path.display()
    )]
    NoExports {
        /// The directory.
        path: PathBuf,
    },
    /// A pipe or a device in a directory: it was not named, and reading it may never end.
    #[error(
        "{}: expected a file, and found a pipe or a device, which a directory's files are not read \
         from. Remove it from the directory, or name the inputs themselves.",
        path.display()
    )]
    NoFile {
        /// What has the name of an export.
        path: PathBuf,
    },
    /// Nothing in the file.
    #[error("{name}: the file is empty. Pull the report again; an ES-003 has a header row.")]
    Empty {
        /// The input as the user named it.
        name: String,
    },
    /// A container or encoding that is not read.
    #[error("{name}: {found}. {advice}")]
    Unsupported {
        /// The input as the user named it.
        name: String,
        /// What it was recognised as.
        found: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// A packed file or workbook that is not what it should be.
    #[error(
        "{name}: {what}. Copy or pull the file again; a workbook that opens in Excel can also be \
         saved again there."
    )]
    Damaged {
        /// The input as the user named it.
        name: String,
        /// What is wrong.
        what: String,
    },
    /// A packed file or workbook out of which more would come than any export holds.
    #[error(
        "{name}: {what}. No export does that, so nothing is unpacked. If it is one, unpack it or \
         save it as CSV first."
    )]
    TooLarge {
        /// The input as the user named it.
        name: String,
        /// Which limit it passes, with the member.
        what: String,
    },
    /// A record above or at the header with more columns than any export has.
    #[error(
        "{name}, record {record}: {columns} columns, and at most {limit} are read. Is this an export? \
         If it is, leave out the columns that no import needs."
    )]
    TooManyColumns {
        /// The input as the user named it.
        name: String,
        /// The record number.
        record: u64,
        /// Its columns.
        columns: usize,
        /// The limit.
        limit: usize,
    },
    /// A workbook without a sheet that could be an export.
    #[error(
        "{name}: no visible sheet has a header row in its first 30 rows; a header row holds at \
         least three known column names such as `Entry Summary Number`, `HTS Number - Full`, `Line \
         Tariff Duty Amount`. Sheets found: {sheets}. Show the sheet if it is hidden, or rename \
         its columns."
    )]
    NoSheet {
        /// The workbook as the user named it.
        name: String,
        /// Its sheets, with what they begin with.
        sheets: String,
    },
    /// A sheet without a header row that goes on with the rows of another.
    #[error(
        "{name}: the sheet {} has no header row, but a row such as those of the sheet {} (entry {}). \
         Without its rows the figures would be too low. Copy the header row of {} onto it as its first \
         row, or save the report as one sheet or as CSV; if it is no part of the report, hide it in Excel.",
        quoted(sheet),
        quoted(first),
        quoted(number),
        quoted(first)
    )]
    ContinuedSheet {
        /// The workbook as the user named it.
        name: String,
        /// The sheet without a header row.
        sheet: String,
        /// The entry number of a row of it.
        number: String,
        /// The sheet that has the header row.
        first: String,
    },
    /// An archive without a member that has the name of an export.
    #[error(
        "{name}: nothing in this archive has the name of an export: .csv, .tsv, .txt or .xlsx, \
         or these and .gz. Found: {found}. Unpack it and name the files themselves."
    )]
    NoMember {
        /// The archive as the user named it.
        name: String,
        /// Its members.
        found: String,
    },
    /// No header row among the first records.
    #[error(
        "{name}: no header row in the first {looked_at} record(s); a header row holds at least \
         three known column names such as `Entry Summary Number`, `HTS Number - Full`, `Line \
         Tariff Duty Amount`. The first record is: {first}. If the columns have other names, \
         rename them or use --map FIELD=HEADER together with three known names."
    )]
    NoHeader {
        /// The input as the user named it.
        name: String,
        /// How many records were looked at.
        looked_at: usize,
        /// The first record, shortened.
        first: String,
    },
    /// A required column is missing.
    #[error(
        "{name}, record {record}: no column for {missing}. Headers found: {found}.{nearest} \
         Add the column to the report, or name it with --map {example}=HEADER."
    )]
    MissingColumn {
        /// The input as the user named it.
        name: String,
        /// The header's record number.
        record: u64,
        /// The missing fields.
        missing: String,
        /// All headers of the file.
        found: String,
        /// Known spellings of the missing fields, and near misses among the headers.
        nearest: String,
        /// A field for the example.
        example: &'static str,
    },
    /// Two columns claim the same field.
    #[error(
        "{name}, record {record}: columns {columns} both mean {field}. Say which one holds it: \
         --map {field}=HEADER (the other is then left out), or rename one of them in the file."
    )]
    TwoColumns {
        /// The input as the user named it.
        name: String,
        /// The header's record number.
        record: u64,
        /// The field.
        field: &'static str,
        /// The two columns, with their headers.
        columns: String,
    },
    /// A report with one row per line, without tariff numbers.
    #[error(
        "{name}, record {record}: this is a line-level report: it has {columns} but no tariff \
         number per row, so IEEPA duty cannot be told from other duty. Pull ES-003 (Entry Summary \
         Line Tariff Details), which has the column `HTS Number - Full`."
    )]
    LineLevel {
        /// The input as the user named it.
        name: String,
        /// The header's record number.
        record: u64,
        /// The line-total columns found.
        columns: String,
    },
    /// A report with several tariff numbers in a row.
    #[error(
        "{name}, record {record}: this is a wide report, with several tariff numbers in one row: \
         {columns}. Read as it is, their duty would be lost. Pull ES-003, which has one row a \
         tariff number; or write a profile that names the columns of each number (`capeprep \
         inspect --save-profile NAME FILE` writes a first one) and use it with --profile NAME."
    )]
    WideReport {
        /// The input as the user named it.
        name: String,
        /// The header's record number.
        record: u64,
        /// The columns that tell, with reasons.
        columns: String,
    },
    /// Inputs that are all reports of facts.
    #[error(
        "{names}: no tariff rows: {found}. Facts alone give no estimate; name an export beside \
         them, with columns for {missing}.{nearest} Pull ES-003 (Entry Summary Line Tariff \
         Details), which has them."
    )]
    FactsAlone {
        /// The inputs as the user named them.
        names: String,
        /// What the first of them is.
        found: &'static str,
        /// The fields that it lacks for an estimate.
        missing: String,
        /// Known spellings of these fields, and near misses among the headers.
        nearest: String,
    },
    /// A wide report that lacks a column the profile names.
    #[error(
        "{name}, record {record}: the profile does not fit this wide report: it has {problem}. \
         Headers found: {found}. Correct the name in the profile, or use the profile of \
         this report."
    )]
    ProfileColumn {
        /// The input as the user named it.
        name: String,
        /// The header's record number.
        record: u64,
        /// Which header of the profile is not there, or twice.
        problem: String,
        /// All headers of the file.
        found: String,
    },
    /// A list that is said to be complete and cannot be read to its end.
    #[error(
        "--complete {list}: {place} could not be read and names no entry, so the list leaves open \
         whom it means. Mend the row, or leave --complete {list} out."
    )]
    IncompleteList {
        /// The list as the option names it.
        list: &'static str,
        /// File and record.
        place: String,
    },
    /// A facts file without entry numbers or without facts.
    #[error(
        "{name}, record {record}: a facts file needs a column of entry numbers, such as `Entry \
         Number`, and at least one column of facts. Headers found: {found}.{ambiguous}"
    )]
    NoFacts {
        /// The input as the user named it.
        name: String,
        /// The header's record number.
        record: u64,
        /// All headers of the file.
        found: String,
        /// Columns that could be facts.
        ambiguous: String,
    },
    /// A report of what came of a filing, where an estimate is made.
    #[error(
        "{name}, record {record}: found a {what}. That tells what came of a filing and gives no \
         estimate and no facts for one. Give it to `capeprep track`, with the directory that \
         `analyze` wrote."
    )]
    AfterFiling {
        /// The input as the user named it.
        name: String,
        /// The header's record number.
        record: u64,
        /// What it is.
        what: &'static str,
    },
    /// A file that tells nothing of what came of a filing.
    #[error(
        "{name}, record {record}: this is no report that `track` reads. {nearest}Headers found: \
         {found}. It reads CAPE claim details and validation results, ES-022, REV-603, REV-613, \
         REV-615, ES-701, ES-702, lists of entries with a liquidation date or status, a later \
         ES-003, and bank statements with columns such as `Date`, `Amount`, `Description`. Rename \
         the columns as the report has them, or leave the file out."
    )]
    NothingTracked {
        /// The input as the user named it.
        name: String,
        /// The header's record number.
        record: u64,
        /// What it comes near to, and what it lacks for that.
        nearest: String,
        /// All headers of the file.
        found: String,
    },
    /// A list of entries with columns that may tell of claims or refunds.
    #[error(
        "{name}, record {record}: {columns} may tell of claims or refunds and stand under no name \
         that `track` knows there. Without them only the liquidation dates of this file would be \
         read, so nothing of it is. {nearest}ES-022 has `Claim Number`, `Claim Status`, `Refund \
         Amount` and `Interest Amount`, claim details `Claim Number`, `Status` and `Error`: rename \
         those columns so, and take out what tells nothing of a filing."
    )]
    UnreadClaims {
        /// The input as the user named it.
        name: String,
        /// The header's record number.
        record: u64,
        /// The columns.
        columns: String,
        /// What it comes near to, and what it lacks for that.
        nearest: String,
    },
    /// No header row of a report that tells what came of a filing.
    #[error(
        "{name}: no header row of a report that `track` reads in the first records. {found} Such a \
         row has columns such as `Claim Number` and `Status`, `Refund ID` and `Total Refund \
         Amount`, or for a bank statement `Date`, `Amount` and `Description`. Rename the columns as \
         the report has them, or leave the file out."
    )]
    NoTrackedHeader {
        /// The input as the user named it.
        name: String,
        /// What stands there.
        found: String,
    },
    /// A facts file with signs of tariff rows.
    #[error(
        "{name}, record {record}: {columns} may hold tariff numbers or their duty, so this looks \
         like an export, not like facts by entry number. If it is an export, name it among the \
         inputs; if it is a list of entries, delete these columns."
    )]
    RowsAsFacts {
        /// The input as the user named it.
        name: String,
        /// The header's record number.
        record: u64,
        /// The columns.
        columns: String,
    },
    /// Dates that put the day first.
    #[error(
        "{name}, record {record}, {field}: {} has the day first, and no date of this column \
         has the month first as ACE writes it (MM/DD/YYYY). Dates such as 03/04/2025 would be read \
         as another day, so nothing is. Pull the report again and save it without changes, or \
         write the dates of the file as YYYY-MM-DD.",
        quoted(cell)
    )]
    DayFirst {
        /// The input as the user named it.
        name: String,
        /// The first such record.
        record: u64,
        /// The date column.
        field: &'static str,
        /// What the cell says.
        cell: String,
    },
    /// A `--map` option that no input answers to.
    #[error("--map {field}={header}: no input has a column `{header}`. Headers found: {found}.")]
    MapWithoutColumn {
        /// The field of the option.
        field: &'static str,
        /// The header of the option.
        header: String,
        /// All headers of the inputs.
        found: String,
    },
    /// A record longer than any real one.
    #[error(
        "{name}: the record that begins at byte {offset} is longer than {limit} MiB. A quote that \
         is opened and never closed does that; open the file there and mend it."
    )]
    RecordTooLong {
        /// The input as the user named it.
        name: String,
        /// Where the record begins.
        offset: u64,
        /// The limit in MiB.
        limit: usize,
    },
    /// Bytes that were read and went nowhere.
    #[error(
        "internal error: the end of {name} was read and not taken in. Nothing was written. Please \
         report it; --reader reference may read the file."
    )]
    Lost {
        /// The input as the user named it.
        name: String,
    },
    /// What an office program keeps beside a workbook that is open.
    #[error(
        "{}: this is what Excel keeps beside a workbook while it is open, and holds none of its rows. \
         Close the workbook, or leave this file out.",
        path.display()
    )]
    OpenWorkbook {
        /// The file.
        path: PathBuf,
    },
    /// Standard input named more than once.
    #[error("standard input (`-`) can be read once only; name it once")]
    StandardInputTwice,
    /// The file is not what it was when the header was read.
    #[error(
        "{name}: the file changed while it was being read. Run again when nothing writes to it."
    )]
    Changed {
        /// The input as the user named it.
        name: String,
    },
}

impl IntakeError {
    /// What an error says that came up while an input was read: a decoder's own error, or that the
    /// file cannot be read.
    pub(super) fn of_reading(name: &str, error: std::io::Error) -> IntakeError {
        match error.downcast::<IntakeError>() {
            Ok(error) => error,
            Err(error) => IntakeError::Io { action: "read", path: name.into(), error },
        }
    }

    /// The same where the file itself was read well: then it is damaged.
    pub(super) fn of_container(name: &str, kind: &str, error: std::io::Error) -> IntakeError {
        match error.downcast::<IntakeError>() {
            Ok(error) => error,
            Err(error) => {
                let what = match error.kind() {
                    std::io::ErrorKind::UnexpectedEof => format!("the {kind} ends too early"),
                    _ => format!("the {kind} is damaged ({error})"),
                };
                IntakeError::Damaged { name: name.to_string(), what }
            }
        }
    }
}
