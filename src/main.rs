//! Start and exit code: 0 done, 1 failed or refused, 2 wrong usage, 3 `--strict` and rows rejected,
//! 128 and the number of the signal if it was stopped.

use capeprep::cli::{Usage, keep_data_out_of_panics, listen, run, tell, typed};
use capeprep::publication;
use capeprep::report::plain;
use std::panic::catch_unwind;
use std::process::ExitCode;

fn main() -> ExitCode {
    keep_data_out_of_panics();
    if let Err(error) = listen() {
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
            // What failed after that takes nothing back, and nobody is to think that it did.
            for place in publication::standing().0 {
                let place = plain(&place.display().to_string());
                tell(&format!("capeprep: {place} is in place all the same, and whole\n"));
            }
            ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
        }
    }
}
