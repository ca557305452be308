//! The command line: arguments, resolved into a plan; one file a command; progress.

mod analyze;
mod args;
mod diff;
mod exit;
mod explain;
mod explained;
mod facts;
mod gather;
mod input_remarks;
mod inputs_differ;
mod inspect;
mod manual;
mod mask;
mod memory;
mod places;
mod plan;
mod profile;
mod progress;
mod request;
mod retold;
mod rulebook;
mod sample;
mod track;
mod track_dates;
mod track_reading;
mod track_tables;
mod unmask;
mod verify;
mod verify_again;
mod verify_command;
mod verify_text;

pub use args::Cli;
pub use exit::{Exit, Usage};

use args::Command;

/// Runs the command.
///
/// # Errors
/// What the user must be told; exit code 1.
pub fn run(cli: Cli) -> anyhow::Result<Exit> {
    match cli.command {
        Command::Analyze(args) => analyze::run(*args),
        Command::Explain(args) => explain::run(*args),
        Command::Diff(args) => diff::run(&args),
        Command::Track(args) => track::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Inspect(args) => inspect::run(args),
        Command::Rulebook(args) => rulebook::run(&args),
        Command::Sample(args) => sample::run(&args),
        Command::Unmask(args) => unmask::run(&args),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::man(&args),
    }
}
