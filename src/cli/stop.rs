//! Stopped by the user or the system: nothing half-written stays behind.

use super::exit::note;
use crate::publication::remove_unfinished;
use crate::report::plain;
use std::io;
use std::process::exit;
use std::time::{Duration, Instant};

/// A signal that comes again within this time is the same one: `timeout` sends it to a program and
/// then to its whole group.
const SAME: Duration = Duration::from_millis(500);

/// Removes what is unfinished when the program is interrupted, terminated or hung up, and ends it
/// then with 128 and the number of the signal. When it is stopped once more, it ends at once.
///
/// # Errors
/// The system does not tell of signals.
pub fn listen() -> io::Result<()> {
    let mut stopped: Option<Instant> = None;
    system::listen(move |code| match stopped {
        None => {
            stopped = Some(Instant::now());
            // So that the next signal is heard meanwhile.
            if std::thread::Builder::new().spawn(move || end(code)).is_err() {
                end(code);
            }
        }
        Some(first) if first.elapsed() < SAME => {}
        Some(_) => exit(code),
    })
}

fn end(code: i32) {
    for dir in remove_unfinished() {
        let dir = dir.display().to_string();
        note(format_args!(
            "capeprep: {} could not be removed. The next run that writes beside it tries again, or \
             remove it.",
            plain(&dir)
        ));
    }
    // Who hung up hears nothing, and the program is to end all the same.
    note(format_args!("capeprep: stopped. What was unfinished is not kept."));
    exit(code)
}

#[cfg(unix)]
mod system {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::flag;
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    /// How often it is looked whether a signal came. To be woken by one would take a pair of sockets,
    /// and this program opens none.
    const LOOK: Duration = Duration::from_millis(50);

    /// Calls `stopped` with the exit code whenever a signal comes.
    pub(super) fn listen(mut stopped: impl FnMut(i32) + Send + 'static) -> io::Result<()> {
        // A write beyond the limit on the size of files does not kill then: it fails, and is told.
        flag::register(SIGXFSZ, Arc::default())?;
        let came = Arc::new(AtomicUsize::new(0));
        let hang_up = (!hang_up_is_ignored()).then_some((SIGHUP, 129));
        for (signal, code) in [(SIGINT, 130), (SIGTERM, 143)].into_iter().chain(hang_up) {
            flag::register_usize(signal, Arc::clone(&came), code)?;
        }
        std::thread::Builder::new().spawn(move || {
            loop {
                std::thread::sleep(LOOK);
                if let Ok(code @ 1..) = i32::try_from(came.swap(0, Ordering::SeqCst)) {
                    stopped(code);
                }
            }
        })?;
        Ok(())
    }

    /// Whether the program was started by `nohup`, as far as the system tells: then it outlives its
    /// terminal.
    fn hang_up_is_ignored() -> bool {
        let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return false };
        let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        ignored.is_some_and(|mask| mask >> (SIGHUP - 1) & 1 == 1)
    }
}

#[cfg(not(unix))]
mod system {
    use std::io;

    /// Calls `stopped` with the exit code whenever the program is to end.
    pub(super) fn listen(mut stopped: impl FnMut(i32) + Send + 'static) -> io::Result<()> {
        ctrlc::set_handler(move || stopped(130)).map_err(io::Error::other)
    }
}
