//! Writes a portfolio to a directory and runs the program on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::generate::{InventedFile, Portfolio};
use crate::oracle::{DepositBasis, Options, Route, Taxpayer};

/// What is asked for when only figures are compared.
pub const FIGURES: &str = "groups,entries,lines,findings,rejected,declarations,json";

/// The bytes of every file of a run, by path below the output directory; the manifest is left out.
pub type Outputs = BTreeMap<String, Vec<u8>>;

/// The inputs of one run on disk.
pub struct Inputs {
    pub paths: Vec<PathBuf>,
    pub facts: Vec<PathBuf>,
    pub tariff: Option<PathBuf>,
}

/// Writes `files` (those of the portfolio, or the same records cut or permuted) below `directory`.
pub fn write_inputs(portfolio: &Portfolio, files: &[InventedFile], directory: &Path) -> Inputs {
    let exports = directory.join("exports");
    fs::create_dir_all(&exports).expect("a writable directory");
    let write = |folder: &Path, file: &InventedFile| {
        let path = folder.join(file.stored_name());
        fs::write(&path, file.stored()).expect("a writable directory");
        path
    };
    let paths: Vec<PathBuf> = files.iter().map(|file| write(&exports, file)).collect();
    let facts = portfolio.facts.iter().map(|file| write(directory, file)).collect();
    let tariff = portfolio.tariff.as_ref().map(|file| write(directory, file));
    Inputs { paths: if portfolio.by_directory { vec![exports] } else { paths }, facts, tariff }
}

/// The command line of one run.
fn arguments(inputs: &Inputs, options: &Options, out: &Path) -> Vec<String> {
    let shown = |path: &Path| path.display().to_string();
    let mut arguments = vec!["analyze".to_string()];
    arguments.extend(inputs.paths.iter().map(|path| shown(path)));
    let mut option = |name: &str, text: String| arguments.extend([name.to_string(), text]);
    option("--out", shown(out));
    option("--as-of", options.as_of.to_string());
    for path in &inputs.facts {
        option("--facts", shown(path));
    }
    if let Some(path) = &inputs.tariff {
        option("--hts-rates", shown(path));
    }
    match &options.route {
        Route::Unknown => {}
        Route::Broker(codes) => codes.iter().for_each(|code| option("--filer-code", code.clone())),
        Route::Importer(numbers) => {
            numbers.iter().for_each(|number| option("--importer", number.clone()))
        }
    }
    let taxpayer = match options.taxpayer {
        Taxpayer::Corporate => "corporate",
        Taxpayer::NonCorporate => "non-corporate",
        Taxpayer::Gatt => "gatt",
    };
    option("--taxpayer", taxpayer.to_string());
    let basis = match options.deposit_basis {
        DepositBasis::Summary => "summary",
        DepositBasis::Entry => "entry",
        DepositBasis::MonthlyStatement => "monthly-statement",
    };
    option("--deposit-basis", basis.to_string());
    option("--processing-days", options.processing_days.to_string());
    if options.include_review {
        arguments.push("--include-review".to_string());
    }
    arguments.push("--quiet".to_string());
    arguments
}

/// Runs `capeprep analyze`; the error says what was run and what it answered.
pub fn analyze(
    inputs: &Inputs,
    options: &Options,
    out: &Path,
    more: &[&str],
) -> Result<Outputs, String> {
    let mut arguments = arguments(inputs, options, out);
    arguments.extend(more.iter().map(|text| (*text).to_string()));
    let program = std::env::var_os("PORTFOLIO_PROGRAM");
    let program = program.unwrap_or_else(|| env!("CARGO_BIN_EXE_capeprep").into());
    let answer = Command::new(program)
        .args(&arguments)
        .output()
        .map_err(|error| format!("the program could not be started: {error}"))?;
    if !answer.status.success() {
        return Err(format!(
            "capeprep {}\n  ended with {}\n  {}",
            arguments.join(" "),
            answer.status,
            String::from_utf8_lossy(&answer.stderr).trim()
        ));
    }
    let mut outputs = Outputs::new();
    collect(out, "", &mut outputs);
    outputs.remove("manifest.json");
    Ok(outputs)
}

fn collect(directory: &Path, prefix: &str, outputs: &mut Outputs) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    for entry in entries.flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), outputs);
        } else {
            outputs.insert(name, fs::read(entry.path()).expect("a file that was just written"));
        }
    }
}

/// A CSV output as rows by column name.
pub fn table(outputs: &Outputs, name: &str) -> Result<Vec<BTreeMap<String, String>>, String> {
    let bytes = outputs.get(name).ok_or_else(|| format!("{name}: not written"))?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let headers = reader.headers().map_err(|error| format!("{name}: {error}"))?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("{name}: {error}"))?;
        rows.push(
            headers.iter().map(str::to_string).zip(record.iter().map(str::to_string)).collect(),
        );
    }
    Ok(rows)
}
