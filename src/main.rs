//! Start and exit code: 0 done, 1 failed or refused, 2 wrong usage, 3 `--strict` and rows rejected.

use capeprep::cli::{Cli, Usage, run};
use capeprep::publication;
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Interrupted, terminated or hung up: nothing half-written stays behind.
    let handler = ctrlc::set_handler(|| {
        publication::remove_unfinished();
        std::process::exit(130);
    });
    if let Err(error) = handler {
        eprintln!("capeprep: cannot listen for interrupts ({error}); going on without");
    }
    match run(Cli::parse()) {
        _ if publication::is_stopping() => publication::wait_for_the_end(),
        Ok(exit) => exit.into(),
        Err(error) => {
            eprintln!("capeprep: {}", capeprep::report::plain(&format!("{error:#}")));
            ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
        }
    }
}
