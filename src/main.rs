//! Start and exit code: 0 done, 1 failed or refused, 2 wrong usage, 3 `--strict` and rows rejected.

use capeprep::cli::{Usage, keep_data_out_of_panics, run, tell, typed};
use capeprep::publication;
use capeprep::report::plain;
use std::panic::catch_unwind;
use std::process::ExitCode;

fn main() -> ExitCode {
    keep_data_out_of_panics();
    // Interrupted, terminated or hung up: nothing half-written stays behind.
    let handler = ctrlc::set_handler(|| {
        publication::remove_unfinished();
        std::process::exit(130);
    });
    if let Err(error) = handler {
        tell(&format!("capeprep: cannot listen for interrupts ({error}); going on without\n"));
    }
    let cli = match typed() {
        Ok(cli) => cli,
        Err(exit) => return exit,
    };
    // What is half-written goes while a panic unwinds; its message was said where it happened.
    let Ok(done) = catch_unwind(|| run(cli)) else { return ExitCode::FAILURE };
    match done {
        _ if publication::is_stopping() => publication::wait_for_the_end(),
        Ok(exit) => exit.into(),
        Err(error) => {
            tell(&format!("capeprep: {}\n", plain(&format!("{error:#}"))));
            ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
        }
    }
}
