//! Stopped by the user or the system: nothing half-written stays behind.

use super::exit::tell;
use crate::publication::{kept, remove_unfinished, standing};
use crate::report::plain;
use std::io;
use std::path::Path;
use std::process::exit;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

/// A signal that comes again within this time is the same one: `timeout` sends it to a program and
/// then to its whole group.
const SAME: Duration = Duration::from_millis(500);

/// The last words may take so long.
const TELLING: Duration = Duration::from_secs(1);

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
    let mut words = String::new();
    for dir in remove_unfinished() {
        words.push_str(&format!(
            "capeprep: {} could not be removed. The next run that writes beside it tries again, or \
             remove it.\n",
            shown(&dir)
        ));
    }
    words.push_str("capeprep: stopped. What was unfinished is not kept.");
    let (put, earlier) = standing();
    for place in &put {
        words.push_str(&format!(" {} was in place before that, and is whole.", shown(place)));
    }
    for (place, kept) in kept() {
        let (place, kept) = (shown(&place), shown(&kept));
        words.push_str(&format!(
            " What stood in {place} could not be put back, and is kept in {kept}: move it where it \
             belongs before the next run."
        ));
    }
    for place in &earlier {
        words.push_str(&format!(" The earlier report stands in {}, as it was.", shown(place)));
    }
    words.push('\n');
    // Who hung up hears nothing, and who reads a pipe may have stopped reading: the program is to end
    // all the same.
    let (done, said) = sync_channel(1);
    let telling = std::thread::Builder::new().spawn(move || {
        tell(&words);
        let _ = done.send(());
    });
    if telling.is_ok() {
        let _ = said.recv_timeout(TELLING);
    }
    exit(code)
}

fn shown(path: &Path) -> String {
    plain(&path.display().to_string())
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
        let ignored = ignored();
        for (signal, code) in [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] {
            // Who started it so wants it to go on: `nohup`, or a script in the background.
            if ignored >> (signal - 1) & 1 == 0 {
                flag::register_usize(signal, Arc::clone(&came), code)?;
            }
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

    /// The signals that the program was started deaf to, as far as the system tells: a bit each.
    fn ignored() -> u64 {
        let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return 0 };
        let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        ignored.unwrap_or_default()
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
