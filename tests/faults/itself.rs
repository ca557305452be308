//! The table itself: whether it would notice.

use super::bench::{Bench, Leaves};
use super::calls::is_of_closedir;
use super::launch::Launch;
use super::scenes::Scene;
use super::table::Row;

/// How the program tells of a panic.
const HOOK: &str = include_str!("../../src/cli/panic.rs");

/// A program that panics after whatever it did is broken, and one that refuses is not.
///
/// # Panics
/// The table would not notice.
pub fn notices_a_panic(bench: &mut Bench) {
    assert!(HOOK.contains("capeprep: internal error at {place}"), "panics are told otherwise now");
    let panic = "capeprep: internal error at src/ledger/mod.rs:1, version 0. What stands in its place \
                 is whole; what else was to be written is not. Please report this line.";
    let refusal = "capeprep: work/out is not empty. Name a new directory.";
    let default = "capeprep: thread main panicked at src/ledger/mod.rs:1, which is long enough.";
    for (words, code, is_broken) in
        [(refusal, 1, false), (panic, 1, true), (panic, 0, true), (default, 1, true)]
    {
        let script = format!("echo '{words}' >&2; exit {code}");
        let scene = Scene {
            name: "a program",
            words: ["sh", "-c", &script].map(Into::into).to_vec(),
            places: Vec::new(),
            is_quick: true,
            is_slow: false,
        };
        // Not the first, after which the same program would be run once more.
        let mut row = Row { fault: "the table itself".into(), tried: 1, ..Row::default() };
        let held = bench.trial_unkept(&mut row, &scene, |trial| {
            let ended = Launch::of(&scene.words).start(&trial.dir).end();
            trial.judge(&ended, Leaves::Nothing).map(drop)
        });
        assert_eq!((held, row.broken), (!is_broken, usize::from(is_broken)), "{words}");
    }
    let closedir =
        "capeprep: internal error at /rustc/0/library/std/src/sys/fs/unix.rs:1, version 0.";
    assert!(is_of_closedir(closedir) && !is_of_closedir(panic) && !is_of_closedir(refusal));
    assert!(!is_of_closedir(&format!("{closedir}\n{panic}")));
}
