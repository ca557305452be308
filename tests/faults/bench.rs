//! Trials: each in a folder of its own, looked at from outside.

use super::launch::{Ended, Launch};
use super::random::Random;
use super::scenes::{self, Scene, WORK};
use super::state::{self, keeps_its_manifest, names, tree, without_manifest};
use super::table::{self, Found, Row};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

/// All that trials share.
pub struct Bench {
    pub program: PathBuf,
    pub fixtures: PathBuf,
    /// What commands read, and their undisturbed outputs.
    pub shared: PathBuf,
    pub full: bool,
    pub seed: u64,
    pub is_root: bool,
    pub has_strace: bool,
    base: tempfile::TempDir,
    filters: Vec<String>,
    rows: Vec<Row>,
    number: usize,
    not_run: Vec<String>,
}

/// What a fault may leave behind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Leaves {
    /// Nothing: the program had the time to tidy up.
    Nothing,
    /// What is named so.
    Named,
}

/// One trial.
pub struct Trial<'a> {
    pub dir: PathBuf,
    pub scene: &'a Scene,
    pub row: &'a mut Row,
}

impl Bench {
    pub fn of_arguments(arguments: impl Iterator<Item = String>) -> Bench {
        let (mut full, mut seed, mut filters) = (false, 1, Vec::new());
        let mut program = PathBuf::from(env!("CARGO_BIN_EXE_capeprep"));
        let mut place = std::env::temp_dir();
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().unwrap_or_default();
            match argument.as_str() {
                "--all" => full = true,
                "--seed" => seed = value().parse().expect("--seed: a number"),
                "--program" => program = value().into(),
                "--in" => place = value().into(),
                // What is meant for the usual harness.
                other if other.starts_with('-') => {}
                _ => filters.push(argument),
            }
        }
        let base = tempfile::Builder::new().prefix("capeprep-faults-").tempdir_in(place).unwrap();
        // Other users must get in, to be refused further down.
        Command::new("chmod").arg("755").arg(base.path()).status().unwrap();
        let shared = base.path().join("shared");
        std::fs::create_dir_all(shared.join("tmp")).unwrap();
        let fixtures = shared.join("fixtures");
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        for name in ["demo", "story"] {
            state::copy(&here.join(name), &fixtures.join(name));
        }
        let copied = shared.join("capeprep");
        std::fs::copy(&program, &copied).unwrap_or_else(|e| panic!("{}: {e}", program.display()));
        let is_root = said("id", &["-u"]).is_some_and(|id| id.trim() == "0");
        install_strace(is_root);
        Bench {
            program: copied,
            fixtures,
            shared,
            full,
            seed,
            is_root,
            has_strace: works_strace(),
            base,
            filters,
            rows: Vec::new(),
            number: 0,
            not_run: Vec::new(),
        }
    }

    /// So many in the full table, so many in the short one.
    pub fn times(&self, full: usize, short: usize) -> usize {
        if self.full { full } else { short }
    }

    /// The scenes of a fault that is tried with all of them only in full.
    pub fn of<'a>(&self, scenes: &'a [Scene]) -> impl Iterator<Item = &'a Scene> + use<'a> {
        let all = self.full || !self.filters.is_empty();
        scenes.iter().filter(move |scene| all || scene.name == "analyze --force")
    }

    pub fn random(&self, case: &str) -> Random {
        Random::of(self.seed, case)
    }

    /// Something that this machine does not let be tried.
    pub fn not_run(&mut self, what: &str, needs: &str) {
        eprintln!("faults: not run: {what}: {needs}");
        self.not_run.push(what.to_owned());
    }

    /// The trials of one fault with one command; `None` where they were not asked for.
    pub fn row(&mut self, fault: &str, scene: &Scene) -> Option<Row> {
        let name = format!("{fault}, {}", scene.name);
        let wanted =
            self.filters.is_empty() || self.filters.iter().any(|f| name.contains(f.as_str()));
        let enough = self.full || scene.is_quick || !self.filters.is_empty();
        (wanted && enough).then(|| Row {
            fault: fault.to_owned(),
            command: scene.name.to_owned(),
            ..Row::default()
        })
    }

    pub fn done(&mut self, row: Row) {
        eprintln!(
            "faults: {}, {}: {} tried, {} broken",
            row.fault, row.command, row.tried, row.broken
        );
        self.rows.push(row);
    }

    /// One trial: the earlier output is put in place, `disturbed` does its worst and says what is
    /// wrong with what it finds, and all is looked at. True if the trial held.
    pub fn trial(
        &mut self,
        row: &mut Row,
        scene: &Scene,
        label: &str,
        disturbed: impl FnOnce(&mut Trial<'_>) -> Result<(), String>,
    ) -> bool {
        let Err((dir, why)) = self.tried(row, scene, disturbed) else { return true };
        let kept = std::env::temp_dir().join(format!(
            "capeprep-faults-broken-{}-{}",
            std::process::id(),
            self.number
        ));
        let moved =
            Command::new("cp").arg("-a").arg(&dir).arg(&kept).stderr(Stdio::null()).status();
        let _ = moved.map(|_| std::fs::remove_dir_all(&dir));
        eprintln!(
            "faults: BROKEN: {}, {}, {label}: {why}\n  seed {}; kept in {}",
            row.fault,
            row.command,
            self.seed,
            kept.display()
        );
        false
    }

    /// The same, said to nobody and not kept.
    pub fn trial_unkept(
        &mut self,
        row: &mut Row,
        scene: &Scene,
        disturbed: impl FnOnce(&mut Trial<'_>) -> Result<(), String>,
    ) -> bool {
        let tried = self.tried(row, scene, disturbed);
        tried.map_err(|(dir, _)| std::fs::remove_dir_all(dir).unwrap()).is_ok()
    }

    /// What is wrong, and where it lies.
    fn tried(
        &mut self,
        row: &mut Row,
        scene: &Scene,
        disturbed: impl FnOnce(&mut Trial<'_>) -> Result<(), String>,
    ) -> Result<(), (PathBuf, String)> {
        self.number += 1;
        row.tried += 1;
        let dir = self.base.path().join(format!("trial-{}", self.number));
        for part in [WORK, "tmp"] {
            std::fs::create_dir_all(dir.join(part)).unwrap();
        }
        let mut trial = Trial { dir: dir.clone(), scene, row };
        let outcome = disturbed(&mut trial);
        let Err(why) = outcome else {
            std::fs::remove_dir_all(&dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display()));
            return Ok(());
        };
        row.broken += 1;
        Err((dir, why))
    }

    /// Prints the table and says how it went.
    pub fn end(self, took: Duration) -> ExitCode {
        table::print(&self.rows);
        println!("Seed {}, {} s.", self.seed, took.as_secs());
        for what in &self.not_run {
            println!("Not run here: {what}.");
        }
        let broken = self.rows.iter().any(|row| row.broken > 0);
        let must_run = std::env::var_os("CI").is_some() && !self.not_run.is_empty();
        if broken || must_run { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

impl Trial<'_> {
    /// The command as it stands.
    pub fn launch(&self) -> Launch {
        Launch::of(&self.scene.words)
    }

    /// Puts the earlier output in place.
    pub fn set(&self) {
        scenes::set(self.scene, &self.dir);
    }

    pub fn work(&self) -> PathBuf {
        self.dir.join(WORK)
    }

    /// Looks at what is left after the program ended, and lets the next run tidy up.
    pub fn judge(&mut self, ended: &Ended, leaves: Leaves) -> Result<Found, String> {
        self.judge_with(ended, leaves, |_| ())
    }

    /// The same, with something to be mended before the next run.
    pub fn judge_with(
        &mut self,
        ended: &Ended,
        leaves: Leaves,
        mend: impl FnOnce(&Path),
    ) -> Result<Found, String> {
        if ended.hung {
            return Err("it hangs".into());
        }
        if ended.panicked() {
            return Err(format!("it panicked: {}", ended.said));
        }
        match (ended.code, ended.signal) {
            (Some(0), _) => {}
            (Some(1), _) => {
                message(ended)?;
                self.row.refused += 1;
            }
            (Some(129 | 130 | 143), _) => {}
            (None, Some(9)) => self.row.killed += 1,
            (None, Some(1 | 2 | 15 | 25)) => {}
            other => return Err(format!("it ended with {other:?}: {}", ended.said)),
        }
        let found = self.found(ended)?;
        let left = self.left_behind();
        if let Some(other) = left.iter().find(|name| !is_named(name)) {
            return Err(format!("{other} is left beside the output, and is not named so"));
        }
        if leaves == Leaves::Nothing && !left.is_empty() {
            return Err(format!("left behind: {}", left.join(", ")));
        }
        let temporary = names(&self.dir.join("tmp"));
        if !temporary.is_empty() {
            return Err(format!("left among temporary files: {}", temporary.join(", ")));
        }
        if !left.is_empty() {
            self.row.leftovers += 1;
        }
        mend(&self.dir);
        if !left.is_empty() || self.row.tried % 16 == 1 {
            self.next_run(found)?;
        }
        self.row.count(found);
        Ok(found)
    }

    /// What is at the places; a mixture is an error.
    pub fn found(&self, ended: &Ended) -> Result<Found, String> {
        let mut all = Vec::new();
        for place in &self.scene.places {
            let at = self.dir.join(place.name);
            let found = match (tree(&at), &place.old) {
                (None, None) => Found::Nothing,
                (None, Some(_)) => return Err(format!("{} is gone", place.name)),
                (Some(now), Some(old)) if now == *old => Found::Old,
                (Some(now), _) => {
                    if place.has_manifest {
                        keeps_its_manifest(&at, &now)
                            .map_err(|why| format!("{} is a mixture: {why}", place.name))?;
                    }
                    if without_manifest(&now) != place.new {
                        return Err(format!("{} is whole, but not what was asked", place.name));
                    }
                    Found::New
                }
            };
            all.push(found);
        }
        let Some(first) = all.first().copied() else { return Ok(Found::NoPlace) };
        let all_new = all.iter().all(|found| *found == Found::New);
        if ended.code == Some(0) && !all_new {
            return Err(format!("it says that all is done, and left {all:?}"));
        }
        let told = ["the report is in", "is in place", "printing failed"];
        if ended.code == Some(1)
            && all.contains(&Found::New)
            && !told.iter().any(|text| ended.said.contains(text))
        {
            return Err(format!("it put the output in place and says: {}", ended.said));
        }
        Ok(first)
    }

    fn left_behind(&self) -> Vec<String> {
        let places: Vec<_> = self.scene.places.iter().map(|place| Path::new(place.name)).collect();
        let is_other = |name: &String| !places.contains(&Path::new(WORK).join(name).as_path());
        names(&self.work()).into_iter().filter(is_other).collect()
    }

    /// The next run to the same place succeeds and takes away what the last one left.
    fn next_run(&self, found: Found) -> Result<(), String> {
        let force = !self.scene.replaces() && found == Found::New;
        // Some commands replace nothing.
        let knows_force = self.scene.words.iter().any(|word| word == "--out");
        let force = force && knows_force;
        for place in self.scene.places.iter().filter(|_| !knows_force) {
            let at = self.dir.join(place.name);
            let _ = std::fs::remove_dir_all(&at).or_else(|_| std::fs::remove_file(&at));
        }
        let words = self.scene.with(if force { &["--force"] } else { &[] });
        let ended = Launch::of(words).start(&self.dir).end();
        if ended.code != Some(0) {
            return Err(format!("the next run ended with {:?}: {}", ended.code, ended.said));
        }
        self.found(&ended).map_err(|why| format!("after the next run: {why}"))?;
        let left = [self.left_behind(), names(&self.dir.join("tmp"))].concat();
        if !left.is_empty() {
            return Err(format!("the next run left {}", left.join(", ")));
        }
        Ok(())
    }
}

/// A name that says what it is.
fn is_named(name: &str) -> bool {
    [".capeprep-unfinished-", ".capeprep-replaced-"].iter().any(|prefix| name.starts_with(prefix))
}

/// A refusal says something, in the program's name; that it panicked is none.
pub fn message(ended: &Ended) -> Result<(), String> {
    if ended.panicked() {
        return Err(format!("it panicked: {}", ended.said));
    }
    let told = ended.said.lines().find(|line| line.starts_with("capeprep: "));
    match told {
        Some(line) if line.len() > "capeprep: ".len() + 20 => Ok(()),
        _ => Err(format!("exit code 1 without a message: {:?}", ended.said)),
    }
}

/// What a command prints, if it is there and succeeds.
pub fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn works_strace() -> bool {
    said("strace", &["-f", "-o", "/dev/null", "-e", "inject=fsync:error=EIO", "true"]).is_some()
}

/// Where everything must run, what is missing is installed.
fn install_strace(is_root: bool) {
    if std::env::var_os("CI").is_none() || !is_root || works_strace() {
        return;
    }
    for words in
        [&["update", "-qq"][..], &["install", "-y", "-qq", "--no-install-recommends", "strace"]]
    {
        let done = Command::new("apt-get").args(words).stdout(Stdio::null()).status();
        if let Err(error) = done {
            eprintln!("faults: cannot install strace: {error}");
        }
    }
}
