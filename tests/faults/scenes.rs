//! The commands that are disturbed, with what stood at the place before and what must stand there
//! after.

use super::bench::Bench;
use super::launch::Launch;
use super::state::{self, Tree};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A command that writes something.
pub struct Scene {
    pub name: &'static str,
    pub words: Vec<OsString>,
    pub places: Vec<Place>,
    /// Enough for the short form.
    pub is_quick: bool,
    /// Takes so long that fewer trials must do.
    pub is_slow: bool,
}

/// Where it writes, below the folder of a trial.
pub struct Place {
    pub name: &'static str,
    /// What stood there before.
    pub earlier: Option<PathBuf>,
    pub old: Option<Tree>,
    /// What an undisturbed run writes, without the manifest.
    pub new: Tree,
    pub has_manifest: bool,
}

impl Scene {
    pub fn replaces(&self) -> bool {
        self.places.iter().any(|place| place.earlier.is_some())
    }

    /// The command on one thread, so that calls come in one order.
    pub fn on_one_thread(&self) -> Vec<OsString> {
        let has_jobs = ["analyze", "track"].iter().any(|word| self.words[1] == *word);
        let jobs = has_jobs.then(|| OsString::from("--jobs=1"));
        self.words.iter().cloned().chain(jobs).collect()
    }

    /// Adds something to its words.
    pub fn with(&self, more: &[&str]) -> Vec<OsString> {
        self.words.iter().cloned().chain(more.iter().map(OsString::from)).collect()
    }
}

/// Below the folder of a trial; what stands beside the output is looked at.
pub const WORK: &str = "work";
const OUT: &str = "work/out";
const COPY: &str = "work/copy";

/// Makes the earlier and the expected outputs, undisturbed.
pub fn all(bench: &Bench) -> Vec<Scene> {
    let fixture = |name: &str| bench.fixtures.join(name).into_os_string();
    let word = |text: &str| OsString::from(text);
    let shared = bench.shared.clone();
    let program = bench.program.clone().into_os_string();
    let run = |words: Vec<OsString>| {
        let words = std::iter::once(program.clone()).chain(words);
        let ended = Launch::of(words).start(&shared).end();
        assert_eq!(ended.code, Some(0), "{}", ended.said);
    };
    let begin = |words: &[&str]| words.iter().map(|text| word(text)).collect::<Vec<_>>();
    let later = ["story/2026-06", "story/2026-07", "story/2026-08"].map(fixture);

    // What commands read.
    let analyze = |input: OsString, on: &str| {
        [begin(&["analyze", "--quiet", "--as-of", on]), vec![input]].concat()
    };
    let out = |place: &str| vec![word("--out"), shared.join(place).into_os_string()];
    run([analyze(fixture("story/2026-05"), "2026-05-15"), out("estimate")].concat());
    let track = |on: &str| {
        let run = shared.join("estimate").into_os_string();
        [begin(&["track", "--quiet", "--as-of", on, "--run"]), vec![run], later.to_vec()].concat()
    };
    run([track("2026-08-15"), out("tracking")].concat());
    let sample = |entries: &str, seed: &str| {
        begin(&["sample", "--messy", "--no-progress", "--entries", entries, "--seed", seed])
    };
    let large = shared.join("large.csv").into_os_string();
    let entries = if bench.full { "20000" } else { "2000" };
    run([sample(entries, "3"), vec![word("--out"), large.clone()]].concat());
    let diff = |before: &str| {
        let [before, after] = [before, "tracking"].map(|dir| shared.join(dir).into_os_string());
        [begin(&["diff", "--quiet"]), vec![before, after]].concat()
    };
    let key = shared.join("copy.key").into_os_string();
    let demo = |on| analyze(fixture("demo"), on);
    let mask = |on, copy: OsString| {
        [demo(on), vec![word("--mask"), copy, word("--mask-key"), key.clone()]].concat()
    };
    run([mask("2026-05-15", shared.join("unused").into()), out("unused too")].concat());

    let mut scenes = Vec::new();
    let mut add = |name, words: [Vec<OsString>; 2], force: bool, kind: Kind| {
        scenes.push(kind.scene(bench, name, words, force));
    };
    let quick = Kind { quick: true, ..Kind::default() };
    add("analyze", [demo("2026-05-01"), demo("2026-05-15")], false, quick);
    add("analyze --force", [demo("2026-05-01"), demo("2026-05-15")], true, quick);
    add("track", [track("2026-08-14"), track("2026-08-15")], false, Kind::default());
    add("track --force", [track("2026-08-14"), track("2026-08-15")], true, Kind::default());
    add("diff", [diff("tracking"), diff("estimate")], false, Kind::default());
    add("diff --force", [diff("tracking"), diff("estimate")], true, Kind::default());
    let masked = |on| mask(on, word(COPY));
    let kind = Kind { copy: true, ..quick };
    add("analyze --mask --force", [masked("2026-05-01"), masked("2026-05-15")], true, kind);
    let file = Kind { is_file: true, ..quick };
    add("sample", [sample("300", "1"), sample("300", "2")], false, Kind { quick: false, ..file });
    add("sample --force", [sample("300", "1"), sample("300", "2")], true, file);
    let two = |words: Vec<OsString>| [words.clone(), words];
    let other = |option, place| Kind { other: Some((option, place)), ..Kind::default() };
    add("rulebook --export", two(begin(&["rulebook"])), false, other("--export", OUT));
    let inspect = vec![word("inspect"), fixture("demo")];
    let dated = [inspect.clone(), begin(&["--as-of", "2026-05-15"])].concat();
    add("inspect --request", two(dated), false, other("--request", OUT));
    let profile = other("--save-profile", "work/profile.toml");
    add("inspect --save-profile", two(inspect), false, profile);
    if !bench.full {
        return scenes;
    }
    let large = |on| [analyze(large.clone(), on), begin(&["--skip", "xlsx"])].concat();
    let kind = Kind { slow: true, ..Kind::default() };
    add("analyze --force, 20,000 entries", [large("2026-05-01"), large("2026-05-15")], true, kind);
    scenes
}

/// A command that writes into a new directory, of these words; `dir` is a folder in which names of
/// inputs stand, where they are not absolute.
pub fn writing(bench: &Bench, name: &'static str, words: &[&str], from: Option<&Path>) -> Scene {
    let scene = refused(bench, name, words);
    let dir = bench.shared.join(format!("of {name}"));
    for part in [WORK, "tmp"] {
        std::fs::create_dir_all(dir.join(part)).unwrap();
    }
    if let Some(from) = from {
        state::copy(from, &dir);
    }
    let ended = Launch::of(&scene.words).start(&dir).end();
    assert_eq!(ended.code, Some(0), "{name}: {}", ended.said);
    let new = state::without_manifest(&state::tree(&dir.join(OUT)).unwrap());
    let place = Place { name: OUT, earlier: None, old: None, new, has_manifest: true };
    Scene { places: vec![place], ..scene }
}

/// A command that must not write what its words ask for.
pub fn refused(bench: &Bench, name: &'static str, words: &[&str]) -> Scene {
    let program = bench.program.clone().into_os_string();
    let words = std::iter::once(program).chain(words.iter().map(OsString::from));
    let words = words.chain(["--out".into(), OUT.into()]).collect();
    let place = Place { name: OUT, earlier: None, old: None, new: Tree::new(), has_manifest: true };
    Scene { name, words, places: vec![place], is_quick: true, is_slow: false }
}

#[derive(Clone, Copy, Default)]
struct Kind {
    quick: bool,
    slow: bool,
    copy: bool,
    is_file: bool,
    /// Where it writes another thing than `--out` names: the option, and the place.
    other: Option<(&'static str, &'static str)>,
}

impl Kind {
    /// A scene of two command lines: what made the earlier output, and what makes the new one.
    fn scene(
        self,
        bench: &Bench,
        name: &'static str,
        [earlier, now]: [Vec<OsString>; 2],
        force: bool,
    ) -> Scene {
        let program = bench.program.clone().into_os_string();
        let (option, place) = self.other.unwrap_or(("--out", OUT));
        let made = |words: &[OsString], kept: &str| {
            let dir = bench.shared.join(format!("{name}, {kept}"));
            for part in [WORK, "tmp"] {
                std::fs::create_dir_all(dir.join(part)).unwrap();
            }
            let words = std::iter::once(&program).chain(words).cloned();
            let words = words.chain([option.into(), place.into()]);
            let ended = Launch::of(words).start(&dir).end();
            assert_eq!(ended.code, Some(0), "{name}: {}", ended.said);
            dir
        };
        let (before, after) = (made(&earlier, "before"), made(&now, "after"));
        let names = if self.copy { vec![place, COPY] } else { vec![place] };
        let places = names.into_iter().map(|place| Place {
            name: place,
            earlier: force.then(|| before.join(place)),
            old: force.then(|| state::tree(&before.join(place)).unwrap()),
            new: state::without_manifest(&state::tree(&after.join(place)).unwrap()),
            has_manifest: !self.is_file && self.other.is_none(),
        });
        let places: Vec<Place> = places.collect();
        for place in &places {
            let old = place.old.as_ref().map(state::without_manifest);
            assert_ne!(old.as_ref(), Some(&place.new), "{name}: both would look the same");
        }
        let words = std::iter::once(program.clone()).chain(now);
        let force = force.then(|| OsString::from("--force"));
        let words = words.chain([option.into(), place.into()]).chain(force).collect();
        Scene { name, words, places, is_quick: self.quick, is_slow: self.slow }
    }
}

/// Puts the earlier output into its place.
pub fn set(scene: &Scene, trial: &Path) {
    for place in &scene.places {
        if let Some(earlier) = &place.earlier {
            state::copy(earlier, &trial.join(place.name));
        }
    }
}
