//! What is read: it changes meanwhile, cannot be read, is too many files, or never ends.

use super::bench::{Bench, Leaves, Trial};
use super::kills::traced;
use super::launch::{Ended, Launch};
use super::places::{as_nobody, chmod, refusal};
use super::scenes::{Scene, refused, writing};
use super::state::{self, hex, names, tree, without_manifest};
use super::table::Found;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const ANALYZE: [&str; 4] =
    ["analyze", "--quiet", "--as-of=2026-05-15", "--only=entries,lines,json"];

/// A workbook of the rows of an export.
pub fn workbook(bench: &Bench) -> Vec<u8> {
    let export = bench.fixtures.join("demo/ES-003 2025-02 to 2025-06.csv");
    book_of(&std::fs::read(export).unwrap())
}

fn book_of(csv: &[u8]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv);
    for (row, record) in reader.byte_records().enumerate() {
        for (column, cell) in record.unwrap().iter().enumerate() {
            let text = String::from_utf8_lossy(cell);
            sheet.write(row as u32, column as u16, &*text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn gzip_of(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn zip_of(bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("in.csv", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

/// An export with other amounts and the same length.
fn other_amounts(csv: &[u8]) -> Vec<u8> {
    let mut other = csv.to_vec();
    let mut lines = 0;
    for line in other.split_mut(|byte| *byte == b'\n') {
        lines += 1;
        if lines < 3 || line.contains(&b'"') {
            continue;
        }
        // Amounts are the cells with two digits behind the point.
        for at in 0..line.len().saturating_sub(3) {
            if line[at].is_ascii_digit() && line[at + 1] == b'.' {
                line[at] = b'0' + (line[at] - b'0' + 1) % 10;
            }
        }
    }
    assert_ne!(other, csv);
    other
}

/// What somebody else does to the file.
#[derive(Clone, Copy)]
enum Change {
    Truncated,
    Grown,
    WrittenOver,
    WrittenAnew,
    Replaced,
    Deleted,
}

const CHANGES: [(&str, Change); 6] = [
    ("input truncated while read", Change::Truncated),
    ("input growing while read", Change::Grown),
    ("input written over while read", Change::WrittenOver),
    ("input written anew while read", Change::WrittenAnew),
    ("input replaced while read", Change::Replaced),
    ("input deleted while read", Change::Deleted),
];

/// What is told of a kind of input, its file name, how it is packed, and what is packed.
type Packed<'a> = (&'static str, &'static str, &'a dyn Fn(&[u8]) -> Vec<u8>, &'a [u8]);

/// The input changes while it is read: the run is refused, or its figures are those of one state of
/// the file, whose digest the manifest names.
pub fn changing(bench: &mut Bench) {
    let large = std::fs::read(bench.shared.join("large.csv")).unwrap();
    let cut =
        large[..large.len() / bench.times(6, 1)].iter().rposition(|byte| *byte == b'\n').unwrap()
            + 1;
    let csv = large[..cut].to_vec();
    let small = std::fs::read(bench.fixtures.join("demo/ES-003 2025-02 to 2025-06.csv")).unwrap();
    let kinds: [Packed<'_>; 4] = [
        ("analyze a CSV file", "in.csv", &<[u8]>::to_vec, &csv),
        ("analyze a gzip file", "in.csv.gz", &gzip_of, &csv),
        ("analyze a zip file", "in.zip", &zip_of, &csv),
        ("analyze a workbook", "in.xlsx", &book_of, &small),
    ];
    for (command, name, packed, text) in kinds {
        let before = packed(text);
        let after = packed(&other_amounts(text));
        let words = [&ANALYZE[..], &[name, "--jobs=2"][..]].concat();
        let folder = bench.shared.join(format!("from {name}"));
        std::fs::create_dir_all(&folder).unwrap();
        let scene_of = |bytes: &[u8]| {
            std::fs::write(folder.join(name), bytes).unwrap();
            let _ = std::fs::remove_dir_all(bench.shared.join(format!("of {command}")));
            writing(bench, command, &words, Some(&folder))
        };
        let (new, scene) = (scene_of(&after), scene_of(&before));
        let new = &new.places[0].new;
        let is_quick = name == "in.csv";
        let scene = Scene { is_quick, ..scene };
        for (fault, change) in CHANGES {
            let Some(mut row) = bench.row(fault, &scene) else { continue };
            let mut random = bench.random(&format!("{fault}{command}"));
            let mut whole = Duration::from_secs(1);
            for number in 0..=bench.times(24, 3) {
                let upto = u64::try_from(whole.as_micros()).unwrap();
                let moment = Duration::from_micros(random.between(upto / 20, upto));
                let slow = bench.has_strace;
                bench.trial(&mut row, &scene, &format!("after {moment:?}"), |trial| {
                    let path = trial.dir.join(name);
                    std::fs::write(&path, &before).unwrap();
                    let launch = match slow {
                        true => traced(scene.words.clone(), "/^p?read(64)?$", "delay_enter=1500"),
                        false => trial.launch(),
                    };
                    let mut running = launch.start(&trial.dir);
                    if number == 0 {
                        let ended = running.end();
                        whole = ended.took;
                        return trial.judge(&ended, Leaves::Nothing).map(drop);
                    }
                    running.until(moment);
                    change_it(change, &path, &after);
                    let ended = running.end();
                    consistent(trial, &ended, name, [&before, &after], new)
                });
            }
            bench.done(row);
        }
    }
}

fn change_it(change: Change, path: &Path, after: &[u8]) {
    let open = || OpenOptions::new().write(true).open(path).unwrap();
    match change {
        Change::Truncated => open().set_len(after.len() as u64 / 2).unwrap(),
        Change::Grown => {
            let mut file = OpenOptions::new().append(true).open(path).unwrap();
            file.write_all(&after[after.len() / 2..]).unwrap();
        }
        Change::WrittenOver => open().write_all(after).unwrap(),
        Change::WrittenAnew => File::create(path).unwrap().write_all(after).unwrap(),
        Change::Replaced => {
            let beside = path.with_extension("new");
            std::fs::write(&beside, after).unwrap();
            std::fs::rename(beside, path).unwrap();
        }
        Change::Deleted => std::fs::remove_file(path).unwrap(),
    }
}

fn consistent(
    trial: &mut Trial<'_>,
    ended: &Ended,
    name: &str,
    [before, after]: [&[u8]; 2],
    new: &state::Tree,
) -> Result<(), String> {
    if ended.code != Some(0) {
        refusal(ended, &[name])?;
        return trial
            .judge_with(ended, Leaves::Nothing, |dir| {
                std::fs::write(dir.join(name), before).unwrap();
            })
            .map(drop);
    }
    let out = trial.dir.join("work/out");
    let manifest = std::fs::read(out.join(state::MANIFEST)).map_err(|e| e.to_string())?;
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let told = manifest["inputs"][0]["sha256"].as_str().unwrap_or_default().to_owned();
    let of = |bytes: &[u8]| {
        use sha2::Digest;
        hex(&sha2::Sha256::digest(bytes).into())
    };
    let now = without_manifest(&tree(&out).unwrap());
    trial.row.count(Found::New);
    if told == of(before) && now == trial.scene.places[0].new {
        return Ok(());
    }
    if told == of(after) && now == *new {
        return Ok(());
    }
    // Read as a whole once the change was done.
    let last = std::fs::read(trial.dir.join(name)).unwrap_or_default();
    if told == of(&last) {
        std::fs::remove_dir_all(&out).unwrap();
        let again = trial.launch().start(&trial.dir).end();
        let undisturbed = tree(&out).unwrap_or_default();
        if again.code == Some(0) && without_manifest(&undisturbed) == now {
            return Ok(());
        }
    }
    Err(format!("its figures are of no state of the file; the digest is {told}"))
}

/// One input of twenty cannot be read.
pub fn unreadable(bench: &mut Bench) {
    let export = bench.fixtures.join("demo/ES-003 2025-02 to 2025-06.csv");
    let words = [&ANALYZE[..], &["inputs"][..]].concat();
    let scene = refused(bench, "analyze", &words);
    let cases =
        ["no right to read it", "a link to nothing", "a device", "a folder's listing denied"];
    for case in cases {
        let fault = format!("one input of 20: {case}");
        let Some(mut row) = bench.row(&fault, &scene) else { continue };
        if !as_nobody(bench, &fault) {
            continue;
        }
        for number in 0..bench.times(20, 2) {
            bench.trial(&mut row, &scene, &format!("number {number}"), |trial| {
                let folder = trial.dir.join("inputs");
                std::fs::create_dir(&folder).unwrap();
                for other in 0..20 {
                    std::fs::copy(&export, folder.join(format!("{other:02}.csv"))).unwrap();
                }
                let one = folder.join(format!("{number:02}.csv"));
                let mut says = vec![format!("inputs/{number:02}.csv")];
                chmod("777", &trial.work());
                chmod("777", &trial.dir.join("tmp"));
                match case {
                    "no right to read it" => chmod("000", &one),
                    "a link to nothing" => {
                        std::fs::remove_file(&one).unwrap();
                        symlink("nothing", &one).unwrap();
                    }
                    "a device" => {
                        std::fs::remove_file(&one).unwrap();
                        symlink("/dev/zero", &one).unwrap();
                    }
                    _ => {
                        chmod("000", &folder);
                        says = vec!["inputs".to_owned()];
                    }
                }
                let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
                let ended = trial.launch().under(nobody).start(&trial.dir).end();
                chmod("755", &folder);
                refusal(&ended, &says.iter().map(String::as_str).collect::<Vec<_>>())?;
                untouched(trial, &ended)
            });
        }
        bench.done(row);
    }
}

fn untouched(trial: &mut Trial<'_>, ended: &Ended) -> Result<(), String> {
    trial.row.refused += usize::from(ended.code == Some(1));
    let left = [names(&trial.work()), names(&trial.dir.join("tmp"))].concat();
    if !left.is_empty() {
        return Err(format!("left behind: {}", left.join(", ")));
    }
    trial.row.count(Found::Nothing);
    Ok(())
}

/// Five thousand inputs, and 64 open files.
pub fn many(bench: &mut Bench) {
    let csv = std::fs::read(bench.shared.join("large.csv")).unwrap();
    let mut lines = csv.split_inclusive(|byte| *byte == b'\n');
    let is_header = |line: &&[u8]| line.windows(13).any(|part| part == b"Entry Summary");
    let header = lines.find(is_header).unwrap().to_vec();
    let rows: Vec<&[u8]> = lines.filter(|line| !line.contains(&b'"')).take(30_000).collect();
    let folder = bench.shared.join("many");
    std::fs::create_dir_all(folder.join("inputs")).unwrap();
    let count = bench.times(5_000, 500);
    for (number, rows) in rows.chunks(6).take(count).enumerate() {
        let text = [&header[..], &rows.concat()].concat();
        std::fs::write(folder.join(format!("inputs/{number:04}.csv")), text).unwrap();
    }
    let inputs = folder.join("inputs");
    let words = [&ANALYZE[..], &[inputs.to_str().unwrap()][..]].concat();
    let name = if bench.full { "analyze 5,000 inputs" } else { "analyze 500 inputs" };
    let scene = writing(bench, name, &words, None);
    let cases = [
        ("as they are", "true", None),
        ("ulimit -n 64", "ulimit -n 64", None),
        ("ulimit -n 64 and --max-memory", "ulimit -n 64", Some("--max-memory=48M")),
    ];
    for (fault, set, more) in cases {
        let Some(mut row) = bench.row(fault, &scene) else { continue };
        bench.trial(&mut row, &scene, fault, |trial| {
            let words = trial.scene.words.iter().cloned().chain(more.map(Into::into));
            let ended = Launch::of(words).after(set).start(&trial.dir).end();
            match trial.judge(&ended, Leaves::Nothing)? {
                Found::New => Ok(()),
                other => Err(format!("{other:?}: {}", ended.said)),
            }
        });
        bench.done(row);
    }
}

/// Pipes whose writer says nothing more, or nobody writes.
pub fn pipes(bench: &mut Bench) {
    let header = std::fs::read(bench.fixtures.join("demo/ES-003 2025-02 to 2025-06.csv")).unwrap();
    let named = refused(bench, "analyze", &[&ANALYZE[..], &["pipe.csv"][..]].concat());
    let stdin = refused(bench, "analyze -", &[&ANALYZE[..], &["-"][..]].concat());
    let listed = refused(bench, "analyze a folder", &[&ANALYZE[..], &["inputs"][..]].concat());
    for (fault, has_writer) in [("pipe that nobody writes", false), ("pipe that stalls", true)] {
        for scene in [&named, &stdin] {
            if scene.name == "analyze -" && !has_writer {
                continue;
            }
            for name in ["INT", "TERM", "HUP"] {
                let fault = format!("{fault}, then SIG{name}");
                let Some(mut row) = bench.row(&fault, scene) else { continue };
                bench.trial(&mut row, scene, &fault, |trial| {
                    let pipe = trial.dir.join("pipe.csv");
                    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
                    let mut launch = trial.launch();
                    if scene.name == "analyze -" {
                        launch.stdin = Stdio::piped();
                    }
                    let mut running = launch.start(&trial.dir);
                    let mut kept_open: Option<Box<dyn Write>> = None;
                    if let Some(input) = running.child.stdin.take() {
                        kept_open = Some(Box::new(input));
                    } else if has_writer {
                        // Opening waits for the reader.
                        kept_open =
                            Some(Box::new(OpenOptions::new().write(true).open(&pipe).unwrap()));
                    }
                    if let Some(writer) = &mut kept_open {
                        writer.write_all(&header).unwrap();
                    }
                    if !running.until(Duration::from_millis(400)) {
                        return Err("it did not wait".into());
                    }
                    running.signal(name);
                    let ended = running.end();
                    drop(kept_open);
                    if ended.hung || ended.took > Duration::from_millis(2_400) {
                        return Err(format!("it took {:?} to stop", ended.took));
                    }
                    if !matches!(ended.code, Some(129 | 130 | 143)) {
                        return Err(format!("it ended with {:?} {:?}", ended.code, ended.signal));
                    }
                    untouched(trial, &ended)
                });
                bench.done(row);
            }
        }
    }
    let fault = "pipe in a folder of inputs";
    if let Some(mut row) = bench.row(fault, &listed) {
        bench.trial(&mut row, &listed, fault, |trial| {
            let folder = trial.dir.join("inputs");
            std::fs::create_dir(&folder).unwrap();
            std::fs::write(folder.join("a.csv"), &header).unwrap();
            let pipe = folder.join("b.csv");
            assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
            let mut running = trial.launch().start(&trial.dir);
            if running.until(Duration::from_secs(10)) {
                running.child.kill().unwrap();
                running.end();
                return Err("it waits for a pipe that nobody named".into());
            }
            let ended = running.end();
            refusal(&ended, &["inputs/b.csv"])?;
            untouched(trial, &ended)
        });
        bench.done(row);
    }
}
