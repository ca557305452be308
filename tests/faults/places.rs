//! The place of the output: no right to write there, or not what it was.

use super::bench::{Bench, Leaves, Trial, message};
use super::launch::{Ended, signal};
use super::scenes::{Scene, refused};
use super::state::{MANIFEST, keeps_its_manifest, names, tree, without_manifest};
use super::table::Found;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Somebody who owns nothing.
const NOBODY: [&str; 5] = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];

pub fn as_nobody(bench: &mut Bench, what: &str) -> bool {
    if !bench.is_root {
        bench.not_run(what, "one must be root to run as somebody else");
        return false;
    }
    // All that is read may be read by anybody.
    let shared = Command::new("chmod").args(["-R", "a+rX"]).arg(&bench.shared).status().unwrap();
    assert!(shared.success());
    true
}

pub fn chmod(mode: &str, path: &Path) {
    assert!(Command::new("chmod").arg(mode).arg(path).status().unwrap().success());
}

/// Folders that one may not write, or not look into.
pub fn denied(bench: &mut Bench, scenes: &[Scene]) {
    let cases: [(&str, &str, Option<&str>); 3] = [
        ("folder of the output not writable", "555", None),
        // As in /tmp: what is another's is not moved away.
        ("output is another user's, in a sticky folder", "1777", Some("755")),
        ("output is another user's and closed", "777", Some("700")),
    ];
    if !as_nobody(bench, "permission denied") {
        return;
    }
    for (fault, of_folder, of_output) in cases {
        for scene in bench.of(scenes).filter(|scene| scene.replaces() || of_output.is_none()) {
            let is_file = scene.places.iter().any(|place| !place.has_manifest);
            if scene.is_slow || (is_file && of_output == Some("700")) {
                continue;
            }
            let Some(mut row) = bench.row(fault, scene) else { continue };
            bench.trial(&mut row, scene, fault, |trial| {
                trial.set();
                chmod("777", &trial.dir.join("tmp"));
                for place in scene.places.iter().filter(|_| scene.replaces()) {
                    chmod(of_output.unwrap_or("755"), &trial.dir.join(place.name));
                }
                chmod(of_folder, &trial.work());
                let ended = trial.launch().under(NOBODY).start(&trial.dir).end();
                chmod("755", &trial.work());
                refusal(&ended, &["work"])?;
                trial.judge(&ended, Leaves::Nothing).map(drop)
            });
            bench.done(row);
        }
    }
}

/// Exit code 1 and a message that says all of `says`.
pub fn refusal(ended: &Ended, says: &[&str]) -> Result<(), String> {
    if ended.code != Some(1) {
        return Err(format!("not refused: {:?} {:?} {}", ended.code, ended.signal, ended.said));
    }
    message(ended)?;
    match says.iter().find(|text| !ended.said.contains(**text)) {
        Some(text) => Err(format!("`{text}` is not in: {}", ended.said)),
        None => Ok(()),
    }
}

/// What somebody else does to the place while the program runs.
#[derive(Clone, Copy)]
enum Done {
    FolderRemoved,
    OutputIsAFile,
    OutputIsForeign,
    OutputRemoved,
    UnfinishedRemoved,
}

const FOREIGN: &str = "work/out/notes.txt";

/// The place changes while the program runs: it is stopped, somebody does his worst, it goes on.
pub fn vanishing(bench: &mut Bench, scenes: &[Scene]) {
    let cases = [
        ("folder of the output removed meanwhile", Done::FolderRemoved),
        ("output replaced by a file meanwhile", Done::OutputIsAFile),
        ("output replaced by other files meanwhile", Done::OutputIsForeign),
        ("output removed meanwhile", Done::OutputRemoved),
        ("unfinished output removed meanwhile", Done::UnfinishedRemoved),
    ];
    for (fault, done) in cases {
        for scene in bench.of(scenes) {
            let is_file = scene.places.iter().any(|place| !place.has_manifest);
            let several = scene.places.len() > 1;
            if is_file || several || (matches!(done, Done::OutputRemoved) && !scene.replaces()) {
                continue;
            }
            let Some(mut row) = bench.row(fault, scene) else { continue };
            let mut random = bench.random(&format!("{fault}{}", scene.name));
            let mut whole = Duration::from_secs(1);
            for number in 0..=bench.times(16, 2) {
                // The first is undisturbed and tells how long it takes.
                let upto = u64::try_from(whole.as_micros()).unwrap();
                let moment = Duration::from_micros(random.between(upto / 8, upto));
                bench.trial(&mut row, scene, &format!("after {moment:?}"), |trial| {
                    trial.set();
                    let mut running = trial.launch().start(&trial.dir);
                    let process = running.child.id();
                    if number == 0 || !running.until(moment) {
                        let ended = running.end();
                        whole = ended.took;
                        return trial.judge(&ended, Leaves::Nothing).map(drop);
                    }
                    signal(process, "STOP");
                    do_it(done, trial);
                    signal(process, "CONT");
                    let ended = running.end();
                    look(done, trial, &ended)
                });
            }
            bench.done(row);
        }
    }
}

fn do_it(done: Done, trial: &Trial<'_>) {
    let (out, aside) = (trial.dir.join("work/out"), trial.dir.join("aside"));
    let _ = match done {
        Done::FolderRemoved => std::fs::remove_dir_all(trial.work()),
        Done::OutputRemoved => std::fs::remove_dir_all(out),
        Done::OutputIsAFile => {
            let _ = std::fs::rename(&out, aside);
            std::fs::write(out, "mine")
        }
        Done::OutputIsForeign => {
            let _ = std::fs::rename(&out, aside);
            std::fs::create_dir(&out).unwrap();
            std::fs::write(trial.dir.join(FOREIGN), "mine")
        }
        Done::UnfinishedRemoved => {
            for name in names(&trial.work()) {
                if name.starts_with(".capeprep-unfinished-") {
                    let _ = std::fs::remove_dir_all(trial.work().join(name));
                }
            }
            Ok(())
        }
    };
}

fn look(done: Done, trial: &mut Trial<'_>, ended: &Ended) -> Result<(), String> {
    if ended.hung || ended.panicked() {
        return Err(format!("it hangs or panics: {}", ended.said));
    }
    match ended.code {
        Some(0) => {}
        Some(1) => {
            message(ended)?;
            trial.row.refused += 1;
        }
        other => return Err(format!("it ended with {other:?}")),
    }
    let out = trial.dir.join("work/out");
    let mine = |path: PathBuf| std::fs::read_to_string(path).ok().as_deref() == Some("mine");
    match done {
        Done::OutputIsAFile if !mine(out.clone()) => {
            return Err("somebody's file is gone".into());
        }
        Done::OutputIsForeign if !mine(trial.dir.join(FOREIGN)) => {
            return Err("somebody's folder is gone".into());
        }
        Done::OutputIsForeign if names(&out) != ["notes.txt"] => {
            return Err("somebody's folder is mixed with a report".into());
        }
        Done::OutputIsAFile | Done::OutputIsForeign | Done::FolderRemoved => {}
        Done::UnfinishedRemoved => return trial.judge(ended, Leaves::Nothing).map(drop),
        // Removed after it was put in place, or before: nothing, or the new one.
        Done::OutputRemoved => {
            if let Some(now) = tree(&out) {
                keeps_its_manifest(&out, &now)?;
                if without_manifest(&now) != trial.scene.places[0].new {
                    return Err("it is not what was asked".into());
                }
                trial.row.count(Found::New);
            }
        }
    }
    let is_left = |name: &String| name.starts_with(".capeprep");
    if let Some(left) = names(&trial.work()).into_iter().find(is_left) {
        return Err(format!("left behind: {left}"));
    }
    match names(&trial.dir.join("tmp")).first() {
        Some(left) => Err(format!("left among temporary files: {left}")),
        None => Ok(()),
    }
}

/// Links that lead nowhere or round in circles, and what is no file.
pub fn links(bench: &mut Bench) {
    let demo = bench.fixtures.join("demo");
    let demo = demo.to_str().unwrap();
    let analyze = ["analyze", "--quiet", "--as-of=2026-05-15"];
    let of = |more: &[&'static str]| [&analyze[..], more].concat();
    let cases: [(&'static str, Vec<&str>, &[&str]); 10] = [
        ("input is a link to itself", of(&["loop.csv"]), &["loop.csv"]),
        ("input folder is a link to itself", of(&["loop"]), &["loop"]),
        ("input folder holds a link to itself", of(&["inputs"]), &["inputs/loop.csv"]),
        ("input is empty as /dev/null is", of(&["/dev/null"]), &["/dev/null"]),
        ("input without end, /dev/zero", of(&["/dev/zero"]), &["/dev/zero"]),
        (
            "facts without end, /dev/zero",
            [&of(&["--facts=/dev/zero"]), &[demo][..]].concat(),
            &["/dev/zero"],
        ),
        (
            "tariff without end, /dev/zero",
            [&of(&["--hts-rates=/dev/zero"]), &[demo][..]].concat(),
            &["/dev/zero"],
        ),
        (
            "parties without end, /dev/zero",
            [&of(&["--parties=/dev/zero"]), &[demo][..]].concat(),
            &["/dev/zero"],
        ),
        (
            "a folder as parties file",
            [&of(&["--parties=inputs"]), &[demo][..]].concat(),
            &["inputs"],
        ),
        (
            "a folder as tariff file",
            [&of(&["--hts-rates=inputs"]), &[demo][..]].concat(),
            &["inputs"],
        ),
    ];
    for (fault, words, says) in cases {
        let scene = refused(bench, "analyze", &words);
        let Some(mut row) = bench.row(fault, &scene) else { continue };
        bench.trial(&mut row, &scene, fault, |trial| {
            std::fs::create_dir(trial.dir.join("inputs")).unwrap();
            for link in ["loop.csv", "loop", "inputs/loop.csv"] {
                let name = Path::new(link).file_name().unwrap();
                symlink(name, trial.dir.join(link)).unwrap();
            }
            let ended = trial.launch().after("ulimit -v 4000000").start(&trial.dir).end();
            refusal(&ended, says)?;
            trial.row.count(trial.found(&ended)?);
            trial.row.refused += 1;
            Ok(())
        });
        bench.done(row);
    }
    // The output.
    let words = [&analyze[..], &[demo][..]].concat();
    let scene = refused(bench, "analyze", &words);
    let fault = "output is a link to itself";
    if let Some(mut row) = bench.row(fault, &scene) {
        bench.trial(&mut row, &scene, fault, |trial| {
            symlink("out", trial.dir.join("work/out")).unwrap();
            let ended = trial.launch().start(&trial.dir).end();
            refusal(&ended, &["work/out"])?;
            trial.row.refused += 1;
            match names(&trial.work()) == ["out"] {
                true => Ok(()),
                false => Err(format!("left: {:?}", names(&trial.work()))),
            }
        });
        bench.done(row);
    }
    let fault = "output is a link to an earlier report";
    let name = "analyze --force";
    let scene = super::scenes::writing(bench, name, &words, None);
    let scene = Scene { words: scene.with(&["--force"]), ..scene };
    if let Some(mut row) = bench.row(fault, &scene) {
        bench.trial(&mut row, &scene, fault, |trial| {
            let real = trial.dir.join("elsewhere");
            super::state::copy(&bench_earlier(trial), &real);
            symlink(&real, trial.dir.join("work/out")).unwrap();
            let ended = trial.launch().start(&trial.dir).end();
            if ended.code != Some(0) || !real.join(MANIFEST).exists() {
                return Err(format!("{:?} {}", ended.code, ended.said));
            }
            if !trial.dir.join("work/out").is_symlink() {
                return Err("the link was replaced".into());
            }
            keeps_its_manifest(&real, &tree(&real).unwrap())?;
            if without_manifest(&tree(&real).unwrap()) != trial.scene.places[0].new {
                return Err("it is not what was asked".into());
            }
            trial.row.count(Found::New);
            Ok(())
        });
        bench.done(row);
    }
}

/// The report that stood in another place before.
fn bench_earlier(trial: &Trial<'_>) -> PathBuf {
    let shared = trial.dir.parent().unwrap().join("shared");
    shared.join("analyze --force, before/work/out")
}
