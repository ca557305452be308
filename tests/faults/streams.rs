//! Standard output and standard error that are closed, full, or that nobody reads.

use super::bench::{Bench, Leaves};
use super::places::refusal;
use super::scenes::Scene;
use super::state::names;
use super::table::Found;
use std::ffi::OsString;
use std::fs::OpenOptions;

fn full_device() -> std::fs::File {
    OpenOptions::new().write(true).open("/dev/full").unwrap()
}

/// What has no room on standard output is told; what has none on standard error is lost, and the
/// output is whole all the same.
pub fn full(bench: &mut Bench, scenes: &[Scene]) {
    for scene in bench.of(scenes).filter(|scene| !scene.is_slow) {
        let cases: [(&str, &str); 6] = [
            ("standard error full", "exec 2>/dev/full"),
            ("standard error closed", "exec 2>&-"),
            ("standard output closed", "exec >&-"),
            ("all three streams closed", "exec <&- >&- 2>&-"),
            ("nobody reads standard output", "exec > >(true)"),
            ("nobody reads standard error", "exec 2> >(true)"),
        ];
        for (fault, set) in cases {
            let Some(mut row) = bench.row(fault, scene) else { continue };
            bench.trial(&mut row, scene, fault, |trial| {
                trial.set();
                let words: Vec<_> =
                    scene.words.iter().filter(|word| *word != "--quiet").cloned().collect();
                let ended = super::launch::Launch::of(words).after(set).start(&trial.dir).end();
                match trial.judge(&ended, Leaves::Nothing)? {
                    Found::New => Ok(()),
                    other => Err(format!("{other:?}: {:?}", ended.code)),
                }
            });
            bench.done(row);
        }
        if !scene.places[0].has_manifest {
            continue;
        }
        let fault = "standard output full (--json)";
        let Some(mut row) = bench.row(fault, scene) else { continue };
        bench.trial(&mut row, scene, fault, |trial| {
            trial.set();
            let mut launch = super::launch::Launch::of(scene.with(&["--json"]));
            launch.stdout = Some(full_device());
            let ended = launch.start(&trial.dir).end();
            refusal(&ended, &["No space left on device", "standard output"])?;
            trial.judge(&ended, Leaves::Nothing).map(drop)
        });
        bench.done(row);
    }
    printing(bench);
}

/// Commands that only print.
fn printing(bench: &mut Bench) {
    let export = bench.fixtures.join("story/2026-05");
    let [estimate, tracking] = ["estimate", "tracking"].map(|dir| bench.shared.join(dir));
    let key = bench.shared.join("copy.key");
    let word = OsString::from;
    let commands: [(&'static str, Vec<OsString>); 8] = [
        ("explain", vec![word("explain"), word("9Q950000012"), export.clone().into()]),
        ("inspect", vec![word("inspect"), export.into()]),
        ("diff --json", vec![word("diff"), word("--json"), estimate.into(), tracking.into()]),
        ("rulebook", vec![word("rulebook")]),
        ("sample --out -", vec![word("sample"), word("--entries=900"), word("--out"), word("-")]),
        ("unmask", vec![word("unmask"), word("--key"), key.into(), word("9Q950000012")]),
        ("completions", vec![word("completions"), word("bash")]),
        ("man", vec![word("man")]),
    ];
    for (name, words) in commands {
        let words: Vec<OsString> =
            std::iter::once(bench.program.clone().into_os_string()).chain(words).collect();
        let scene = Scene { name, words, places: Vec::new(), is_quick: true, is_slow: false };
        let fault = "standard output full";
        if let Some(mut row) = bench.row(fault, &scene) {
            bench.trial(&mut row, &scene, fault, |trial| {
                let mut launch = trial.launch();
                launch.stdout = Some(full_device());
                let ended = launch.start(&trial.dir).end();
                refusal(&ended, &["No space left on device", "standard output"])?;
                trial.row.refused += 1;
                nothing_left(&names(&trial.dir.join("tmp")))
            });
            bench.done(row);
        }
        let cases = [
            ("standard error full", "exec 2>/dev/full"),
            ("standard output closed", "exec >&-"),
            ("nobody reads standard output", "exec > >(true)"),
            ("nobody reads standard error", "exec 2> >(true)"),
        ];
        for (fault, set) in cases {
            let Some(mut row) = bench.row(fault, &scene) else { continue };
            bench.trial(&mut row, &scene, fault, |trial| {
                let ended = trial.launch().after(set).start(&trial.dir).end();
                match (ended.code, ended.panicked()) {
                    (Some(0), false) => nothing_left(&names(&trial.dir.join("tmp"))),
                    _ => Err(format!("{:?} {:?} {}", ended.code, ended.signal, ended.said)),
                }
            });
            bench.done(row);
        }
    }
}

fn nothing_left(left: &[String]) -> Result<(), String> {
    if left.is_empty() { Ok(()) } else { Err(format!("left behind: {}", left.join(", "))) }
}
