//! Stopped from outside: at once, or with a signal that leaves time to tidy up.

use super::bench::{Bench, Leaves};
use super::launch::{Ended, Launch};
use super::scenes::Scene;
use super::state::{tree, without_manifest};
use super::table::Found;
use std::io::Write;
use std::time::Duration;

/// What an undisturbed run takes: the longest of a few.
fn time(bench: &mut Bench, scene: &Scene) -> Duration {
    let mut longest = Duration::ZERO;
    let mut row = super::table::Row::default();
    for _ in 0..3 {
        bench.trial(&mut row, scene, "undisturbed", |trial| {
            trial.set();
            let ended = trial.launch().start(&trial.dir).end();
            longest = longest.max(ended.took);
            match trial.judge(&ended, Leaves::Nothing)? {
                Found::New => Ok(()),
                other => Err(format!("undisturbed, and left {other:?}: {}", ended.said)),
            }
        });
    }
    assert_eq!(row.broken, 0, "{}: an undisturbed run does not do what is expected", scene.name);
    longest
}

/// SIGKILL at moments over the whole life of a run, more of them towards its end, where the output
/// is put in place.
pub fn at_random_moments(bench: &mut Bench, scenes: &[Scene]) {
    for scene in scenes {
        let Some(mut row) = bench.row("kill -9 at a random moment", scene) else { continue };
        let whole = u64::try_from(time(bench, scene).as_micros()).unwrap();
        let mut random = bench.random(scene.name);
        for number in 0..bench.times(if scene.is_slow { 40 } else { 100 }, 4) {
            let late = number % 2 == 1;
            let from = if late { whole / 2 } else { 0 };
            let moment = Duration::from_micros(random.between(from, whole));
            bench.trial(&mut row, scene, &format!("after {moment:?}"), |trial| {
                trial.set();
                let mut running = trial.launch().start(&trial.dir);
                running.until(moment);
                running.child.kill().unwrap();
                let ended = running.end();
                trial.judge(&ended, Leaves::Named).map(drop)
            });
        }
        bench.done(row);
    }
}

/// Calls that make, name, remove, sync and publish.
const STEPS: &str = "/^(rename.*|link.*|unlink.*|rmdir|mkdir.*|fsync|fdatasync|sync.*|f?chmod.*|\
    flock|fcntl|ftruncate|openat.*|getdents.*)$";
const WRITES: &str = "/^p?write(v|64)?$";

/// Starts a command under `strace`, which does something to the calls of a kind.
pub fn traced(words: Vec<std::ffi::OsString>, calls: &str, does: &str) -> Launch {
    let inject = format!("inject={calls}:{does}");
    Launch::of(words).under(["strace", "-f", "-y", "-s", "0", "-o", "calls", "-e", &inject])
}

/// SIGKILL at the n-th call of the system that bears on what is written, one after the other until
/// the run is through.
pub fn at_system_calls(bench: &mut Bench, scenes: &[Scene]) {
    let kinds = [("kill -9 at the n-th step", STEPS), ("kill -9 at the n-th write", WRITES)];
    for (fault, calls) in kinds {
        if !bench.has_strace {
            bench.not_run(fault, "strace is needed");
            continue;
        }
        for scene in scenes {
            if calls == WRITES && scene.is_slow {
                continue;
            }
            let Some(mut row) = bench.row(fault, scene) else { continue };
            // In short: every so many, beginning anywhere.
            let step = bench.times(if scene.is_slow { 3 } else { 1 }, 32) as u64;
            let mut at = 1 + bench.random(scene.name).between(0, step);
            loop {
                let mut through = false;
                bench.trial(&mut row, scene, &format!("at call {at}"), |trial| {
                    trial.set();
                    let does = format!("signal=KILL:when={at}");
                    let launch = traced(scene.on_one_thread(), calls, &does);
                    let ended = launch.start(&trial.dir).end();
                    through = ended.signal != Some(9);
                    trial.judge(&ended, Leaves::Named).map(drop)
                });
                at += step;
                if through || row.broken > 20 {
                    break;
                }
            }
            bench.done(row);
        }
    }
}

/// Signals that a program may answer: it tidies up, and its exit code says so.
pub fn signals(bench: &mut Bench, scenes: &[Scene]) {
    for (name, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        let fault = format!("SIG{name} at a random moment");
        for scene in bench.of(scenes) {
            let Some(mut row) = bench.row(&fault, scene) else { continue };
            let whole = u64::try_from(time(bench, scene).as_micros()).unwrap();
            let mut random = bench.random(&format!("{fault}{}", scene.name));
            for number_of in 0..bench.times(if scene.is_slow { 12 } else { 24 }, 2) {
                let from = if number_of % 2 == 1 { whole / 2 } else { 0 };
                let moment = Duration::from_micros(random.between(from, whole));
                bench.trial(&mut row, scene, &format!("after {moment:?}"), |trial| {
                    trial.set();
                    let mut running = trial.launch().start(&trial.dir);
                    running.until(moment);
                    running.signal(name);
                    let asked = running.began.elapsed();
                    let ended = running.end();
                    answered(&ended, number)?;
                    if ended.took - asked > Duration::from_secs(5) {
                        return Err(format!("it took {:?} to stop", ended.took - asked));
                    }
                    trial.judge(&ended, Leaves::Nothing).map(drop)
                });
            }
            bench.done(row);
        }
    }
}

/// SIGTERM while the first of two outputs is put in place: both are put, or none.
pub fn between_two_places(bench: &mut Bench, scenes: &[Scene]) {
    let fault = "SIGTERM at the n-th rename";
    if !bench.has_strace {
        bench.not_run(fault, "strace is needed");
        return;
    }
    for scene in scenes.iter().filter(|scene| scene.places.len() > 1) {
        let Some(mut row) = bench.row(fault, scene) else { continue };
        for at in 1..=2 {
            bench.trial(&mut row, scene, &format!("at rename {at}"), |trial| {
                trial.set();
                let launch =
                    traced(scene.words.clone(), "renameat2", &format!("signal=TERM:when={at}"));
                let ended = launch.start(&trial.dir).end();
                answered(&ended, 15)?;
                trial.judge(&ended, Leaves::Nothing)?;
                for place in &scene.places {
                    let now = without_manifest(&tree(&trial.dir.join(place.name)).unwrap());
                    if now != place.new {
                        return Err(format!("{} is not the new one: {}", place.name, ended.said));
                    }
                }
                match (ended.code, ended.said.contains("was in place before that")) {
                    (Some(143), false) => Err(format!("it does not say so: {}", ended.said)),
                    _ => Ok(()),
                }
            });
        }
        bench.done(row);
    }
}

/// SIGTERM where standard error is a pipe that is full and that nobody reads.
pub fn unheard(bench: &mut Bench, scenes: &[Scene]) {
    let fault = "standard error is a full pipe, then SIGTERM";
    for scene in bench.of(scenes) {
        let Some(mut row) = bench.row(fault, scene) else { continue };
        let whole = u64::try_from(time(bench, scene).as_micros()).unwrap();
        let mut random = bench.random(&format!("{fault}{}", scene.name));
        for _ in 0..bench.times(8, 2) {
            let moment = Duration::from_micros(random.between(whole / 4, whole));
            bench.trial(&mut row, scene, &format!("after {moment:?}"), |trial| {
                trial.set();
                let (reader, writer) = std::io::pipe().unwrap();
                // It fills the pipe, and waits with the program until nobody can read any more.
                let mut filler = writer.try_clone().unwrap();
                let filling = std::thread::spawn(move || while filler.write_all(b"...").is_ok() {});
                let mut launch = trial.launch();
                launch.stderr = Some(std::os::fd::OwnedFd::from(writer).into());
                let mut running = launch.start(&trial.dir);
                running.until(moment);
                running.signal("TERM");
                let asked = running.began.elapsed();
                let ended = running.end();
                drop(reader);
                filling.join().unwrap();
                answered(&ended, 15)?;
                if ended.took - asked > Duration::from_secs(5) {
                    return Err(format!("it took {:?} to stop", ended.took - asked));
                }
                trial.judge(&ended, Leaves::Nothing).map(drop)
            });
        }
        bench.done(row);
    }
}

/// Stopped by the signal with an exit code that says so, before it could listen, or done already.
fn answered(ended: &Ended, number: i32) -> Result<(), String> {
    let codes = [0, 128 + number, 130];
    let is_right =
        ended.code.is_some_and(|code| codes.contains(&code)) || ended.signal == Some(number);
    if is_right {
        Ok(())
    } else {
        Err(format!("it ended with {:?} {:?}", ended.code, ended.signal))
    }
}
