//! Start and exit code: 0 done, 1 failed or refused, 2 wrong usage, 3 `--strict` and rows rejected,
//! 128 and the number of the signal if it was stopped.

use capeprep::cli::{Cli, Usage, listen, note, run};
use capeprep::publication;
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    if let Err(error) = listen() {
        note(format_args!("capeprep: cannot listen for interrupts ({error}); going on without"));
    }
    match run(Cli::parse()) {
        _ if publication::is_stopping() => publication::wait_for_the_end(),
        Ok(exit) => exit.into(),
        Err(error) => {
            note(format_args!("capeprep: {}", capeprep::report::plain(&format!("{error:#}"))));
            ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
        }
    }
}
