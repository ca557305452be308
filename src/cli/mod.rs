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
mod panic;
mod places;
mod plan;
mod profile;
mod progress;
mod request;
mod retold;
mod rulebook;
mod sample;
mod stop;
mod track;
mod track_dates;
mod track_reading;
mod track_tables;
mod unmask;
mod verify;
mod verify_again;
mod verify_command;
mod verify_places;
mod verify_text;

pub use args::Cli;
pub use exit::{Exit, Usage, tell};
pub use panic::keep_data_out_of_panics;
pub use stop::listen;

use args::Command;
use clap::Parser;
use std::process::ExitCode;

/// The command line as typed.
///
/// # Errors
/// It is none, or it asks for help: all is said, and the exit code is what is left to do.
pub fn typed() -> Result<Cli, ExitCode> {
    Cli::try_parse().map_err(|error| {
        let said = error.render();
        // A file name that a pattern of the shell put there can be taken for an option.
        match said.to_string().chars().any(|c| c != '\n' && crate::domain::is_misleading(c)) {
            true => tell(&said.to_string()),
            false => _ = error.print(),
        }
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
    })
}

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
