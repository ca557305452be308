//! Accidents done to the program on purpose, and what was left of its output after each.
//!
//! ```text
//! cargo test --release --test faults -- --all          every fault, in full: some minutes
//! cargo test --test faults                             each of them a few times: some seconds
//! cargo test --test faults -- "kill -9"                faults and commands of this name only
//! cargo test --test faults -- --all --seed 7           other moments and places
//! cargo test --test faults -- --program PATH           another build of the program
//! cargo test --test faults -- --in DIR                 on another file system
//! ```
//!
//! The program runs as a user runs it, in a folder of its own for each trial, and something goes
//! wrong: it is killed, the disk is full, a call of the system fails, an input changes. Whatever it
//! is, this must hold afterwards:
//!
//! - the place of the output holds what it held before, byte for byte, or the whole new output: all
//!   that the manifest lists, with these digests, nothing else, and the bytes of an undisturbed run;
//! - exit code 0 stands for the new output and nothing less; any other has a message that says what
//!   and where, and no panic;
//! - beside the place nothing is left; of a program that was killed at once at most what is named
//!   `.capeprep-unfinished-*` or `.capeprep-replaced-*`, and the next run to the same place takes
//!   that away and succeeds;
//! - nothing is left where the system keeps temporary files; nothing hangs.
//!
//! What broke is kept, named, and told with the seed that repeats it; the exit code is then 1.
//!
//! Faults are dealt out by the program itself (signals, files changed), by the shell (`ulimit`), by
//! `strace` (system calls that fail, or kill at the n-th), and by small file systems in memory, for
//! which one must be root. What cannot be tried on a machine is said; where `CI` is set that counts
//! as broken. On systems other than Linux nothing is tried.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

#[cfg(target_os = "linux")]
mod bench;
#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod disk;
#[cfg(target_os = "linux")]
mod inputs;
#[cfg(target_os = "linux")]
mod itself;
#[cfg(target_os = "linux")]
mod kills;
#[cfg(target_os = "linux")]
mod launch;
#[cfg(target_os = "linux")]
mod places;
#[cfg(target_os = "linux")]
mod random;
#[cfg(target_os = "linux")]
mod scenes;
#[cfg(target_os = "linux")]
mod state;
#[cfg(target_os = "linux")]
mod streams;
#[cfg(target_os = "linux")]
mod table;

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("faults: not run: they need Linux");
}

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    if std::env::var_os("FAULTS_TRIED").is_some() && std::env::args().len() == 1 {
        println!("faults: tried beside these tests");
        return std::process::ExitCode::SUCCESS;
    }
    hear_of_hang_ups();
    let began = std::time::Instant::now();
    let mut bench = bench::Bench::of_arguments(std::env::args().skip(1));
    itself::notices_a_panic(&mut bench);
    let scenes = scenes::all(&bench);
    kills::at_random_moments(&mut bench, &scenes);
    kills::at_system_calls(&mut bench, &scenes);
    kills::signals(&mut bench, &scenes);
    kills::between_two_places(&mut bench, &scenes);
    kills::unheard(&mut bench, &scenes);
    disk::full(&mut bench, &scenes);
    disk::temporary_folder_full(&mut bench);
    disk::longest_file(&mut bench, &scenes);
    calls::failing(&mut bench, &scenes);
    places::denied(&mut bench, &scenes);
    places::vanishing(&mut bench, &scenes);
    places::links(&mut bench);
    inputs::changing(&mut bench);
    inputs::unreadable(&mut bench);
    inputs::many(&mut bench);
    inputs::pipes(&mut bench);
    streams::full(&mut bench, &scenes);
    bench.end(began.elapsed())
}

/// Starts anew where `nohup`, or a script that put it into the background, makes this program, and all
/// it starts, deaf to signals.
#[cfg(target_os = "linux")]
fn hear_of_hang_ups() {
    use std::os::unix::process::CommandExt;
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap();
    // SIGHUP, SIGINT, SIGTERM.
    const SIGNALS: u64 = 1 | 1 << 1 | 1 << 14;
    if u64::from_str_radix(ignored.trim(), 16).unwrap() & SIGNALS != 0 {
        let mut anew = std::process::Command::new("env");
        anew.arg("--default-signal=HUP,INT,TERM").arg(std::env::current_exe().unwrap());
        panic!("env: {}", anew.args(std::env::args_os().skip(1)).exec());
    }
}
