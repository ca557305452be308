//! A run that is stopped or killed: what stands at the place, what is left, the exit code.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_capeprep"))
}

/// The program as a terminal starts it, though these tests may run under `nohup`, which they would
/// pass on.
fn in_a_terminal() -> Command {
    if cfg!(not(target_os = "linux")) {
        return program();
    }
    let mut command = Command::new("env");
    command.args(["--default-signal=HUP,INT,TERM", env!("CARGO_BIN_EXE_capeprep")]);
    command
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// An export of some size, made once.
fn export(dir: &Path) -> PathBuf {
    let path = dir.join("export.csv");
    let made =
        program().args(["sample", "--entries", "3000", "--out"]).arg(&path).output().unwrap();
    assert!(made.status.success());
    path
}

/// Everything is read from a pipe that never ends, so that the run goes on until it is stopped.
fn begun(mut command: Command, export: &Path, out: &Path) -> Child {
    command.args(["analyze", "-", "--as-of", "2026-05-15", "--force", "--quiet", "--out"]).arg(out);
    command.stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let rows = std::fs::read(export).unwrap();
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(&rows).unwrap();
    child.stdin = Some(pipe);
    let (parent, since) = (out.parent().unwrap(), Instant::now());
    let is_begun = || names(parent).iter().any(|name| name.starts_with(".capeprep-unfinished-"));
    while !parent.exists() || !is_begun() {
        assert!(since.elapsed() < Duration::from_secs(60), "it never began to write");
        std::thread::sleep(Duration::from_millis(10));
    }
    child
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// How it ended, and what it said.
fn ended(mut child: Child) -> (Option<i32>, String) {
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    (child.wait().unwrap().code(), said)
}

#[test]
fn a_run_that_is_stopped_leaves_nothing_and_says_by_what_it_ended() {
    let dir = tempfile::tempdir().unwrap();
    let export = export(dir.path());
    for (name, code) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        let child = begun(in_a_terminal(), &export, &dir.path().join("deeper/report"));
        signal(&child, name);
        let (ended, said) = ended(child);
        assert_eq!(ended, Some(code), "{name}: {said}");
        assert!(said.contains("stopped"), "{said}");
        assert_eq!(names(dir.path()), ["export.csv"], "{name}");
    }
}

#[test]
fn a_run_whose_terminal_is_gone_ends_though_nobody_hears_it() {
    let dir = tempfile::tempdir().unwrap();
    let export = export(dir.path());
    let mut child = begun(in_a_terminal(), &export, &dir.path().join("report"));
    drop(child.stderr.take());
    signal(&child, "-HUP");
    let since = Instant::now();
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if since.elapsed() > Duration::from_secs(30) {
            child.kill().unwrap();
            panic!("it hangs");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(code, Some(129));
    assert_eq!(names(dir.path()), ["export.csv"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_run_under_nohup_outlives_its_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let export = export(dir.path());
    let mut nohup = Command::new("nohup");
    nohup.arg(env!("CARGO_BIN_EXE_capeprep")).stdout(Stdio::null());
    let mut child = begun(nohup, &export, &dir.path().join("report"));
    signal(&child, "-HUP");
    std::thread::sleep(Duration::from_millis(200));
    drop(child.stdin.take());
    assert_eq!(ended(child).0, Some(0));
    assert!(dir.path().join("report/manifest.json").is_file());
}

#[test]
#[cfg(target_os = "linux")]
fn a_signal_that_a_script_made_the_run_deaf_to_does_not_end_it() {
    let dir = tempfile::tempdir().unwrap();
    let export = export(dir.path());
    let mut deaf = Command::new("env");
    deaf.args(["--ignore-signal=INT,TERM", env!("CARGO_BIN_EXE_capeprep")]).stdout(Stdio::null());
    let mut child = begun(deaf, &export, &dir.path().join("report"));
    signal(&child, "-INT");
    signal(&child, "-TERM");
    std::thread::sleep(Duration::from_millis(300));
    drop(child.stdin.take());
    assert_eq!(ended(child).0, Some(0));
    assert!(dir.path().join("report/manifest.json").is_file());
}

#[test]
fn who_stops_a_run_hears_that_the_earlier_report_stands() {
    let dir = tempfile::tempdir().unwrap();
    let export = export(dir.path());
    let place = dir.path().join("report");
    let mut run = program();
    run.arg("analyze").arg(&export).args(["--as-of", "2026-05-15", "--quiet", "--out"]);
    assert!(run.arg(&place).status().unwrap().success());
    let child = begun(in_a_terminal(), &export, &place);
    signal(&child, "-INT");
    let (code, said) = ended(child);
    assert_eq!(code, Some(130));
    assert!(said.contains("The earlier report stands in ") && said.contains("report"), "{said}");
    assert!(place.join("manifest.json").is_file());
}

#[test]
fn what_a_killed_run_left_is_cleared_by_the_next_one_and_only_that() {
    let dir = tempfile::tempdir().unwrap();
    let export = export(dir.path());
    let place = dir.path().join("report");
    let analyze = |out: &Path| {
        let mut run = program();
        run.arg("analyze").arg(&export).args(["--as-of", "2026-05-15", "--force", "--quiet"]);
        run.arg("--out").arg(out).status().unwrap()
    };
    assert!(analyze(&place).success());
    let earlier = std::fs::read(place.join("manifest.json")).unwrap();
    let mut killed = begun(program(), &export, &place);
    killed.kill().unwrap();
    assert_eq!(killed.wait().unwrap().signal(), Some(9));
    assert_eq!(std::fs::read(place.join("manifest.json")).unwrap(), earlier);
    assert_eq!(names(dir.path()).len(), 3, "what it left is there");
    let going_on = begun(program(), &export, &dir.path().join("other"));
    assert!(analyze(&place).success());
    let left = names(dir.path());
    assert_eq!(left[1..], ["export.csv", "report"], "{left:?}");
    signal(&going_on, "-TERM");
    assert_eq!(ended(going_on).0, Some(143));
    assert_eq!(names(dir.path()), ["export.csv", "report"]);
}

/// A run that may not take long: how it ended, and what it said.
fn ended_soon(run: &mut Command) -> (Option<i32>, String) {
    let mut child = run.stderr(Stdio::piped()).spawn().unwrap();
    let since = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if since.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    ended(child)
}

#[test]
fn a_pipe_in_the_place_of_a_manifest_holds_no_run() {
    let dir = tempfile::tempdir().unwrap();
    let export = export(dir.path());
    let place = dir.path().join("report");
    std::fs::create_dir(&place).unwrap();
    let made = Command::new("mkfifo").arg(place.join("manifest.json")).status().unwrap();
    assert!(made.success());
    let analyze = |out: &Path| {
        let mut run = program();
        run.arg("analyze").arg(&export).args(["--as-of", "2026-05-15", "--force", "--quiet"]);
        run.arg("--out").arg(out);
        run
    };
    let (code, said) = ended_soon(&mut analyze(&place));
    assert!(code == Some(1) && said.contains("no manifest.json written by capeprep"), "{said}");
    let mut masked = analyze(&dir.path().join("other"));
    masked.arg("--mask").arg(dir.path().join("masked")).arg("--mask-key").arg(place.join("key"));
    let (code, said) = ended_soon(&mut masked);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn leftovers_that_lead_elsewhere_cost_nothing_there_and_hold_no_run() {
    let dir = tempfile::tempdir().unwrap();
    let export = export(dir.path());
    let mark = "{\"program\":\"capeprep\",\"about\":\"\",\"place\":\"PLACE\",\"locked\":true,\
                \"replaced_by\":null}";
    let leftover = |name: &str, place: &str| {
        let path = dir.path().join(name);
        std::fs::create_dir(&path).unwrap();
        std::fs::write(path.join("capeprep-mark.json"), mark.replace("PLACE", place)).unwrap();
        path
    };
    let victim = dir.path().join("victim");
    std::fs::create_dir(&victim).unwrap();
    std::fs::write(victim.join("tax.pdf"), "mine").unwrap();
    for (name, place) in [
        (".capeprep-replaced-abcdef", "tax.pdf"),
        (".capeprep-replaced-abcdeg", ""),
        (".capeprep-unfinished-abcdef", "tax.pdf"),
    ] {
        std::os::unix::fs::symlink(&victim, leftover(name, place).join("earlier")).unwrap();
    }
    let endless = leftover(".capeprep-replaced-abcdeh", "foo").join("earlier/foo");
    std::fs::create_dir_all(&endless).unwrap();
    std::fs::write(endless.join("manifest.json"), "{\"program\":\"capeprep\"}").unwrap();
    std::fs::create_dir(dir.path().join("foo")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", dir.path().join("foo/manifest.json")).unwrap();
    let before = names(dir.path());
    let mut run = program();
    run.arg("analyze").arg(&export).args(["--as-of", "2026-05-15", "--quiet", "--out"]);
    let (code, said) = ended_soon(run.arg(dir.path().join("report")));
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(said.matches("was left by a run that was killed").count(), 4, "{said}");
    assert_eq!(std::fs::read(victim.join("tax.pdf")).unwrap(), b"mine");
    let mut after = names(dir.path());
    after.retain(|name| name != "report");
    assert_eq!(after, before);
}

#[test]
fn a_limit_on_the_size_of_files_is_an_error_and_no_death() {
    let dir = tempfile::tempdir().unwrap();
    let export = export(dir.path());
    let command =
        "ulimit -f 64; exec \"$0\" analyze \"$1\" --as-of 2026-05-15 --out \"$2\" --quiet";
    let mut run = Command::new("sh");
    run.args(["-c", command, env!("CARGO_BIN_EXE_capeprep")]);
    let run = run.arg(&export).arg(dir.path().join("report")).output().unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(1), "{said}");
    assert!(said.contains("limit on the size of files"), "{said}");
    assert_eq!(names(dir.path()), ["export.csv"]);
}
