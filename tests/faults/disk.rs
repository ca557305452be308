//! Room that runs out: on the file system of the output, of temporary files, or by a limit.

use super::bench::{Bench, Leaves, Trial};
use super::launch::Launch;
use super::scenes::{Scene, writing};
use super::state;
use super::table::Found;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small file system in memory; gone with this value.
struct Small(PathBuf);

impl Small {
    fn at(place: &Path, options: &str) -> Option<Small> {
        let words = ["-t", "tmpfs", "-o", &format!("mode=755,{options}"), "tmpfs"];
        let mounted = Command::new("mount").args(words).arg(place).output().ok()?;
        mounted.status.success().then(|| Small(place.to_owned()))
    }

    fn enlarge(&self) {
        let words = ["-o", "remount,size=1g,nr_inodes=1m"];
        let done = Command::new("mount").args(words).arg(&self.0).status().unwrap();
        assert!(done.success());
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// Whether small file systems can be made here.
fn can_mount(bench: &mut Bench, what: &str) -> bool {
    let place = bench.shared.join("mounted");
    std::fs::create_dir_all(&place).unwrap();
    let can = bench.is_root && Small::at(&place, "size=64k").is_some();
    if !can {
        bench.not_run(what, "one must be root, and mount small file systems");
    }
    can
}

/// The file system fills up at every page of every output, and at every file.
pub fn full(bench: &mut Bench, scenes: &[Scene]) {
    if !can_mount(bench, "disk full") {
        return;
    }
    for scene in bench.of(scenes) {
        for what in ["bytes", "files"] {
            let fault = format!("disk full ({what})");
            let Some(mut row) = bench.row(&fault, scene) else { continue };
            let (old, new) = sizes(bench, scene);
            let (old, new) = if what == "bytes" { (old.0, new.0) } else { (old.1, new.1) };
            let room = |more: u64| match what {
                "bytes" => format!("size={},nr_inodes=1m", (old + more).max(4096)),
                _ => format!("size=1g,nr_inodes={}", old + more + 1),
            };
            let unit = if what == "bytes" { 4096 } else { 1 };
            let count = bench.times(if scene.is_slow { 24 } else { 60 }, 2) as u64;
            let step = (new / count / unit).max(1) * unit;
            let mut more = bench.random(&fault).between(0, step / unit) * unit;
            // Some room beyond what is published, for what is written on the way.
            while more <= new + 8 * step {
                bench.trial(&mut row, scene, &format!("room for {more} {what} more"), |trial| {
                    let small = Small::at(&trial.work(), &room(more)).ok_or("cannot mount")?;
                    trial.set();
                    let ended = trial.launch().start(&trial.dir).end();
                    if ended.code == Some(1) && !ended.said.contains("No space left on device") {
                        return Err(format!(
                            "it does not say that the disk is full: {}",
                            ended.said
                        ));
                    }
                    trial.judge_with(&ended, Leaves::Nothing, |_| small.enlarge()).map(drop)
                });
                more += step;
                if row.broken > 20 {
                    break;
                }
            }
            bench.done(row);
        }
    }
}

/// Bytes and files of what stands there before and after.
fn sizes(bench: &Bench, scene: &Scene) -> ((u64, u64), (u64, u64)) {
    let sum = |(a, b): (u64, u64), (c, d): (u64, u64)| (a + c, b + d);
    let of = |kept: &str| {
        let dir = bench.shared.join(format!("{}, {kept}", scene.name));
        scene.places.iter().map(|place| state::size(&dir.join(place.name))).fold((0, 0), sum)
    };
    let old = if scene.replaces() { of("before") } else { (0, 0) };
    (old, of("after"))
}

/// A scene whose input goes through temporary files: a workbook packed in gzip, or entries that
/// memory may not hold.
fn spilling(bench: &Bench) -> Vec<(Scene, bool)> {
    use std::io::Write;
    let words = ["analyze", "--quiet", "--as-of=2026-05-15"];
    let of = |name, more: &[&str]| writing(bench, name, &[&words, more].concat(), None);
    let packed = bench.shared.join("book.xlsx.gz");
    let workbook = super::inputs::workbook(bench);
    let mut gzip =
        flate2::write::GzEncoder::new(File::create(&packed).unwrap(), Default::default());
    gzip.write_all(&workbook).unwrap();
    gzip.finish().unwrap();
    if !bench.full {
        return vec![(of("analyze, workbook in gzip", &[packed.to_str().unwrap()]), true)];
    }
    let large = bench.shared.join("larger.csv");
    let sample =
        ["sample", "--entries=45000", "--seed=5", "--no-progress", "--out"].map(Into::into);
    let words = [bench.program.clone().into()].into_iter().chain(sample);
    Launch::of(words.chain([large.clone().into_os_string()])).start(&bench.shared).end();
    let (packed, large) = (packed.to_str().unwrap(), large.to_str().unwrap());
    let little = ["--max-memory=43M", "--jobs=1", "--only=entries,json", large];
    let spilled = Scene { is_quick: false, ..of("analyze --max-memory", &little) };
    vec![(of("analyze, workbook in gzip", &[packed]), true), (spilled, false)]
}

/// The folder of temporary files is full or cannot be written; spilled entries fill the disk.
pub fn temporary_folder_full(bench: &mut Bench) {
    if !can_mount(bench, "disk full while entries are spilled") {
        return;
    }
    for (scene, is_temporary) in spilling(bench) {
        let fault = if is_temporary { "TMPDIR full" } else { "disk full (spilled entries)" };
        let Some(mut row) = bench.row(fault, &scene) else { continue };
        let whole = if is_temporary { 40 << 10 } else { 24 << 20 };
        for number in 0..bench.times(16, 2) as u64 {
            let room = whole * number / 16;
            bench.trial(&mut row, &scene, &format!("room for {room} bytes"), |trial| {
                let place = if is_temporary { trial.dir.join("tmp") } else { trial.work() };
                let size = format!("size={}", room.max(4096));
                let small = Small::at(&place, &size).ok_or("cannot mount")?;
                let ended = trial.launch().start(&trial.dir).end();
                full_is_told(trial, &ended, &small)
            });
        }
        bench.done(row);
    }
}

fn full_is_told(
    trial: &mut Trial<'_>,
    ended: &super::launch::Ended,
    small: &Small,
) -> Result<(), String> {
    if ended.code == Some(1) && !ended.said.contains("No space left on device") {
        return Err(format!("it does not say that the disk is full: {}", ended.said));
    }
    trial.judge_with(ended, Leaves::Nothing, |_| small.enlarge()).map(drop)
}

/// No file may be longer than so much: the signal that comes of it is ignored, or it ends the
/// program as SIGKILL does.
pub fn longest_file(bench: &mut Bench, scenes: &[Scene]) {
    for scene in bench.of(scenes) {
        for ignored in [true, false] {
            let signal = if ignored { "SIGXFSZ ignored" } else { "SIGXFSZ not ignored" };
            let fault = format!("ulimit -f, {signal}");
            let Some(mut row) = bench.row(&fault, scene) else { continue };
            let largest = largest(bench, scene).div_ceil(1024);
            let count = bench.times(16, 2) as u64;
            for number in 0..=count {
                let limit = largest * number / count;
                bench.trial(&mut row, scene, &format!("{limit} KiB"), |trial| {
                    trial.set();
                    let trap = if ignored { "trap '' XFSZ; " } else { "" };
                    let set = format!("{trap}ulimit -c 0; ulimit -f {limit}");
                    // Standard error is a file too; a pipe has no length.
                    let ended = trial.launch().after(&set).start(&trial.dir).end();
                    let leaves =
                        if ended.signal == Some(25) { Leaves::Named } else { Leaves::Nothing };
                    if limit == 0 && ended.code == Some(1) && ended.said.is_empty() {
                        // There was no room for the message either.
                        let found = trial.found(&ended)?;
                        let expected = if scene.replaces() { Found::Old } else { Found::Nothing };
                        trial.row.count(found);
                        return if found == expected { Ok(()) } else { Err(format!("{found:?}")) };
                    }
                    trial.judge(&ended, leaves).map(drop)
                });
            }
            bench.done(row);
        }
    }
}

fn largest(bench: &Bench, scene: &Scene) -> u64 {
    fn below(path: &Path) -> u64 {
        let Ok(entries) = std::fs::read_dir(path) else {
            return path.metadata().map_or(0, |metadata| metadata.len());
        };
        entries.map(|entry| below(&entry.unwrap().path())).max().unwrap_or(0)
    }
    let dir = bench.shared.join(format!("{}, after", scene.name));
    scene.places.iter().map(|place| below(&dir.join(place.name))).max().unwrap_or(0)
}
