//! Every command under strace: what it asks of the system.

use super::{FIXTURES, Place, below, program};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Calls by which a program reaches a network, another process or hides what it does.
const FORBIDDEN: [&str; 27] = [
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "sendto",
    "sendmsg",
    "sendmmsg",
    "recvfrom",
    "recvmsg",
    "recvmmsg",
    "getsockname",
    "getpeername",
    "setsockopt",
    "getsockopt",
    "shutdown",
    "io_uring_setup",
    "bpf",
    "ptrace",
    "process_vm_readv",
    "fork",
    "vfork",
    "pidfd_open",
    "userfaultfd",
    "mknod",
];

/// Calls that change the file system.
const CHANGING: [&str; 18] = [
    "mkdir",
    "mkdirat",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "rmdir",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "truncate",
    "chmod",
    "fchmodat",
    "creat",
    "utimensat",
    "chown",
];

/// What the system itself makes every program read.
const SYSTEM: [&str; 16] = [
    "/etc/ld.so.",
    "/lib/",
    "/lib64/",
    "/usr/lib/",
    "/usr/lib64/",
    "/proc/self/",
    "/proc/meminfo",
    "/proc/sys/vm/overcommit_memory",
    "/sys/fs/cgroup",
    // Which machine it is, for the mark of what is unfinished.
    "/proc/sys/kernel/hostname",
    "/proc/sys/kernel/random/boot_id",
    // How many processors there are, asked by the allocator when threads wait for each other.
    "/sys/devices/system/cpu/online",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/usr/share/locale",
    "/dev/null",
];

/// Whether strace is there and may trace; where the tests of a change are run, it must be.
fn strace_works() -> bool {
    let works = || {
        let run = Command::new("strace").args(["-f", "-qq", "-o", "/dev/null", "true"]).output();
        run.is_ok_and(|run| run.status.success())
    };
    let in_ci = std::env::var_os("CI").is_some();
    if !works() && in_ci {
        // As root of a Debian machine it can be had.
        let _ = Command::new("apt-get").args(["install", "-y", "strace"]).output();
    }
    let there = works();
    assert!(there || !in_ci, "strace is needed where CI is set: apt-get install -y strace");
    if !there {
        eprintln!("not run: it needs strace, and the right to trace");
    }
    there
}

/// One call of a trace.
struct Call<'t> {
    name: &'t str,
    line: &'t str,
}

fn calls(trace: &str) -> Vec<Call<'_>> {
    let lines = trace.lines().filter_map(|line| {
        let call = line.split_once(' ')?.1.trim_start();
        let (name, _) = call.split_once('(')?;
        name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_').then_some(Call { name, line })
    });
    lines.collect()
}

/// The paths of a call, whole: relative ones stand behind the folder they are relative to.
fn paths(call: &Call<'_>, here: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut rest = call.line;
    let mut folder = here.to_path_buf();
    // A folder stands as `AT_FDCWD</here>` or `5</there>` before the name in it.
    while let Some(at) = rest.find(['<', '"']) {
        let is_folder = rest.as_bytes()[at] == b'<';
        let end = if is_folder { '>' } else { '"' };
        let text = &rest[at + 1..];
        let Some(length) = text.find(end) else { break };
        match is_folder {
            true => folder = PathBuf::from(&text[..length]),
            false if !text[..length].is_empty() => found.push(folder.join(&text[..length])),
            false => {}
        }
        rest = &text[length + 1..];
    }
    found
}

#[derive(Default)]
struct Seen {
    commands: usize,
    calls: usize,
    files: usize,
}

/// Runs a command and looks at all it asked for. It may read below `FIXTURES` and the place, and
/// write in `work` and the temporary folder.
fn traced(place: &Place, words: &[&str], input: &str, code: i32, seen: &mut Seen) {
    let log = place.path("trace.txt");
    let options = ["-f", "-qq", "-y", "-s", "4096", "-o", log.to_str().unwrap(), "-e"];
    let what = "trace=network,file,fork,vfork,memfd_create,io_uring_setup,bpf,ptrace,\
                process_vm_readv,userfaultfd,pidfd_open";
    let mut command = place.around("strace");
    command.args(options).arg(what).arg(program()).args(words).write_stdin(input);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{words:?}: {said}");
    let trace = std::fs::read_to_string(&log).unwrap();
    let calls = calls(&trace);
    assert!(calls.iter().any(|call| call.name == "execve"), "the trace holds the start");
    seen.commands += 1;
    seen.calls += calls.len();
    let work = place.path("work");
    let writable = [work.clone(), place.path("tmp"), place.path("profiles")];
    let home = place.path("home");
    let program = PathBuf::from(program());
    for call in &calls {
        let line = call.line;
        assert!(!FORBIDDEN.contains(&call.name), "{words:?}: {line}");
        let programs = calls.iter().filter(|call| call.name == "execve").count();
        assert_eq!(programs, 1, "{words:?}: it starts no other program");
        let creates =
            line.contains("O_CREAT") || line.contains("O_WRONLY") || line.contains("O_RDWR");
        let changes = creates || CHANGING.contains(&call.name);
        for path in paths(call, &work) {
            seen.files += 1;
            let path = PathBuf::from(path.to_string_lossy().replace("/./", "/"));
            let inside = |folder: &PathBuf| path.starts_with(folder);
            // A folder that is there already is not made again.
            if changes && !line.contains("EEXIST") && path != Path::new("/dev/null") {
                assert!(writable.iter().any(inside), "{words:?}: changes {line}");
            }
            let opens = line.contains("open") && !line.contains("ENOENT");
            assert!(!opens || !inside(&home), "{words:?}: looks into the home: {line}");
            let text = path.to_string_lossy();
            let of_system = SYSTEM.iter().any(|start| text.starts_with(start));
            let known = of_system
                || path == program
                || path.starts_with(FIXTURES)
                || writable.iter().any(inside);
            assert!(known || !opens, "{words:?}: opens {line}");
        }
    }
    assert!(below(&place.path("tmp")).is_empty(), "{words:?}: leaves temporary files");
    assert!(below(&home).is_empty(), "{words:?}: leaves files in the home");
}

#[test]
fn no_command_opens_a_socket_or_a_file_nobody_named() {
    if !strace_works() {
        return;
    }
    let place = Place::made();
    let mut seen = Seen::default();
    let export = format!("{FIXTURES}/story/2026-05/ES-003 2026-05-15.csv");
    let said = format!("{FIXTURES}/story/2026-06");
    let facts = format!("{FIXTURES}/reports/protests.csv");
    let parties = format!("{FIXTURES}/demo-parties/parties.toml");
    let rates = format!("{FIXTURES}/demo-hts-rates/hts-excerpt.csv");
    let text = std::fs::read_to_string(&export).unwrap();
    let book = place.path("work/book.xlsx");
    workbook(&book, &text);
    let zip = place.path("work/book.zip");
    zipped(&zip, &book);
    let mut run = |words: &[&str], input: &str, code| traced(&place, words, input, code, &mut seen);
    let day = ["--as-of", "2026-05-15"];
    let with = |words: &[&str]| -> Vec<String> {
        words.iter().chain(&day).map(|word| (*word).to_owned()).collect()
    };
    let mut go = |words: &[&str], input: &str, code| {
        let words = with(words);
        run(&words.iter().map(String::as_str).collect::<Vec<_>>(), input, code);
    };
    go(
        &[
            "analyze",
            &export,
            "--facts",
            &facts,
            "--parties",
            &parties,
            "--hts-rates",
            &rates,
            "--out",
            "out",
            "--mask",
            "masked",
        ],
        "",
        0,
    );
    go(&["analyze", &export, "--out", "out", "--force", "--json", "--jobs", "2"], "", 0);
    go(&["analyze", "book.xlsx", "--out", "of-book", "--max-memory", "64M"], "", 0);
    go(&["analyze", "book.zip", "--out", "of-zip"], "", 0);
    go(&["analyze", "-", "--out", "of-pipe"], &text, 0);
    go(&["analyze", &export, "--out", "out"], "", 1);
    go(&["analyze", &facts, "--out", "none"], "", 1);
    go(&["analyze", "missing.csv", "--out", "none"], "", 1);
    go(&["analyze", &export, "--out", "none", "--only", "nothing"], "", 2);
    go(&["inspect", &export, "--request", "requests"], "", 0);
    let number = text.lines().nth(1).unwrap().split(',').next().unwrap();
    go(&["explain", number, &export], "", 0);
    go(&["explain", number, &export, "--json"], "", 0);
    run(&["inspect", &export], "", 0);
    run(&["inspect", &export, "--save-profile", "mine.toml"], "", 0);
    run(&["inspect", &export, "--profile", "mine.toml"], "", 0);
    run(&["track", &said, "--run", "out", "--out", "tracked", "--as-of", "2026-07-01"], "", 0);
    run(&["diff", "out", "of-book", "--out", "changes"], "", 0);
    run(&["diff", "out", "tracked"], "", 0);
    run(&["verify", "out"], "", 0);
    run(&["verify", "out", "--again"], "", 0);
    run(&["verify", "tracked", "--again", "--json"], "", 0);
    run(&["verify", "changes", "--again", "--strict"], "", 0);
    run(&["verify", "masked"], "", 0);
    run(&["rulebook"], "", 0);
    run(&["rulebook", "floor", "japan"], "", 0);
    run(&["rulebook", "check", "small-refund"], "", 0);
    run(&["rulebook", "--export", "rules"], "", 0);
    run(&["sample", "--entries", "200", "--out", "sample.csv"], "", 0);
    run(&["sample", "--entries", "20", "--out", "-"], "", 0);
    run(&["unmask", "--key", "masked.key", "9Q9"], "", 0);
    run(&["completions", "bash"], "", 0);
    run(&["man"], "", 0);
    run(&["man", "--out", "pages"], "", 0);
    run(&["--help"], "", 0);
    run(&["--no-such-option"], "", 2);
    assert!(seen.calls > 1000, "the trace is read");
    eprintln!(
        "{} commands traced, {} calls, {} paths, no socket",
        seen.commands, seen.calls, seen.files
    );
}

fn workbook(path: &Path, text: &str) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    for (at, row) in (0..).zip(reader.records()) {
        for (column, cell) in (0..).zip(row.unwrap().iter()) {
            sheet.write_string(at, column, cell).unwrap();
        }
    }
    book.save(path).unwrap();
}

fn zipped(path: &Path, book: &Path) {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    archive.start_file("book.xlsx", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(&std::fs::read(book).unwrap()).unwrap();
    archive.finish().unwrap();
}

#[test]
fn a_socket_would_be_seen() {
    if !strace_works() {
        return;
    }
    let trace = "7 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\n7 openat(AT_FDCWD</a>, \"b/c\", \
                 O_RDONLY) = 3</a/b/c>\n";
    let calls = calls(trace);
    assert!(calls[0].name == "socket" && FORBIDDEN.contains(&calls[0].name));
    assert_eq!(paths(&calls[1], Path::new("/x")), [Path::new("/a/b/c")]);
}
