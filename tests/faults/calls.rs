//! Calls of the system that fail: each that touches the output, one after the other.

use super::bench::{Bench, Leaves};
use super::kills::traced;
use super::launch::Ended;
use super::scenes::Scene;
use super::table::Found;
use std::collections::BTreeMap;
use std::path::Path;

/// Calls, and how they fail. Names may be missing on a processor: `?` leaves them out.
const FAILING: &[(&str, &[&str], &[&str])] = &[
    ("write", &["write", "pwrite64", "writev", "copy_file_range"], &["EIO", "ENOSPC", "EDQUOT"]),
    ("fsync", &["fsync", "fdatasync"], &["EIO", "ENOSPC"]),
    ("close", &["close"], &["EIO"]),
    (
        "rename",
        &["?rename", "renameat", "renameat2", "?link", "linkat"],
        &["EIO", "EACCES", "EROFS"],
    ),
    ("mkdir", &["?mkdir", "mkdirat"], &["EACCES", "ENOSPC", "EROFS"]),
    ("openat", &["?open", "openat"], &["EACCES", "EMFILE", "EIO"]),
    ("unlink", &["?unlink", "unlinkat", "?rmdir"], &["EACCES", "EIO"]),
    ("read", &["read", "pread64"], &["EIO"]),
    ("stat", &["statx", "?stat", "fstat", "?newfstatat", "lseek", "getdents64"], &["EIO"]),
    (
        "chmod and lock",
        &["?chmod", "fchmod", "fchmodat", "flock", "fcntl", "ftruncate"],
        &["EPERM"],
    ),
];

/// Sweeps every kind of call over every scene.
pub fn failing(bench: &mut Bench, scenes: &[Scene]) {
    if !bench.has_strace {
        bench.not_run("calls that fail", "strace is needed");
        return;
    }
    for (kind, calls, errors) in FAILING {
        for scene in bench.of(scenes).filter(|scene| !scene.is_slow) {
            let fault = format!("{kind} fails ({})", errors.join(", "));
            let Some(mut row) = bench.row(&fault, scene) else { continue };
            // In short: two of those that the program makes.
            let mut left = bench.times(9, 2);
            for call in calls.iter().rev() {
                let places = places(bench, scene, call);
                if places.is_empty() || left == 0 {
                    continue;
                }
                left -= 1;
                for error in errors.iter().take(bench.times(9, 1)) {
                    // In short: a few of them, beginning anywhere.
                    let step = bench.times(1, 1 + places.len() / 2);
                    let first = bench.random(&format!("{call}{error}")).between(0, step as u64);
                    for at in places.iter().skip(first as usize).step_by(step) {
                        let label = format!("{call} {at} with {error}");
                        bench.trial(&mut row, scene, &label, |trial| {
                            trial.set();
                            let does = format!("error={error}:when={at}");
                            let launch = traced(scene.on_one_thread(), call, &does);
                            let mut ended = launch.start(&trial.dir).end();
                            let calls = calls_of(&trial.dir);
                            if is_unheard(&calls) && !ended.said.contains("capeprep: ") {
                                ended.said = "capeprep: what it said could not be written".into();
                            }
                            let failed: Vec<&String> =
                                calls.iter().filter(|line| line.contains("(INJECTED)")).collect();
                            // What could not be removed or tidied may stay, named.
                            let leaves = match *kind {
                                "write" | "read" => Leaves::Nothing,
                                _ => Leaves::Named,
                            };
                            if never_ran(&ended) {
                                return Ok(());
                            }
                            let found = trial.judge(&ended, leaves)?;
                            swallowed(kind, &failed, ended.code, found)
                        });
                    }
                }
            }
            bench.done(row);
        }
    }
}

/// Whether what failed was to write on standard error: each thread has its own count of calls, so it
/// can be one of several.
fn is_unheard(calls: &[String]) -> bool {
    let of_thread = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    calls.iter().enumerate().filter(|(_, line)| line.contains("(INJECTED)")).any(|(at, line)| {
        let thread = of_thread(line);
        let begun = calls[..at].iter().rev().find(|before| of_thread(before) == thread);
        let call = if line.contains(" resumed>") { begun } else { Some(line) };
        call.is_some_and(|call| call.contains("/stderr>"))
    })
}

/// It was the system's loader that failed; or a folder that was read could not be closed, which no
/// file system does and for which the standard library panics.
fn never_ran(ended: &Ended) -> bool {
    ended.code == Some(127) || is_of_closedir(&ended.said)
}

/// The place of that panic; its words are not said.
pub fn is_of_closedir(said: &str) -> bool {
    let mut panics = said.lines().filter(|line| line.contains("internal error at "));
    said.contains("internal error at ")
        && panics.all(|line| line.contains("library/std/src/sys/fs/unix.rs"))
}

/// An error of writing or syncing what is put in place must be told.
fn swallowed(
    kind: &str,
    failed: &[&String],
    code: Option<i32>,
    found: Found,
) -> Result<(), String> {
    let touches = |line: &&&String| line.contains("/work/");
    match failed.iter().find(touches) {
        Some(line) if code == Some(0) && ["write", "fsync"].contains(&kind) => {
            Err(format!("an error was swallowed ({found:?}): {line}"))
        }
        _ => Ok(()),
    }
}

/// Which calls of a kind, counted in each thread, touch the folders of a trial.
fn places(bench: &mut Bench, scene: &Scene, call: &str) -> Vec<u64> {
    let mut touching = std::collections::BTreeSet::new();
    let mut row = super::table::Row::default();
    let shared = bench.shared.clone();
    bench.trial(&mut row, scene, "counted", |trial| {
        trial.set();
        // Nothing fails: the number is out of reach.
        let launch = traced(scene.on_one_thread(), call, "error=EIO:when=65000");
        launch.start(&trial.dir).end();
        let mut counted: BTreeMap<String, u64> = BTreeMap::new();
        let here = [trial.dir.to_string_lossy(), shared.to_string_lossy()].map(|p| p.into_owned());
        let name = call.trim_start_matches('?');
        for line in calls_of(&trial.dir) {
            let mut words = line.split_whitespace();
            let (Some(thread), Some(rest)) = (words.next(), words.next()) else { continue };
            if !rest.starts_with(&format!("{name}(")) {
                continue;
            }
            let number = counted.entry(thread.to_owned()).or_default();
            *number += 1;
            let is_program = line.contains(&format!("{}/capeprep", here[1]));
            let relative = line.contains("\"work") || line.contains("\"out");
            if !is_program && (relative || here.iter().any(|place| line.contains(place.as_str()))) {
                touching.insert(*number);
            }
        }
        Ok(())
    });
    touching.into_iter().collect()
}

fn calls_of(dir: &Path) -> Vec<String> {
    let text = std::fs::read(dir.join("calls")).unwrap_or_default();
    String::from_utf8_lossy(&text).lines().map(str::to_owned).collect()
}
