//! Starting the program, doing something to it, and how it ended.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Nothing that is tried takes as long.
const LONGEST: Duration = Duration::from_secs(60);

/// How the program ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub signal: Option<i32>,
    pub said: String,
    pub took: Duration,
    /// It did not end by itself.
    pub hung: bool,
}

/// How the program says that it panicked; and the system's own words, where it could not even do that.
const PANIC: [&str; 2] = ["internal error at ", "panicked"];

impl Ended {
    /// Whether it came upon a slip of its own, whatever its exit code.
    pub fn panicked(&self) -> bool {
        PANIC.iter().any(|words| self.said.contains(words))
    }
}

/// A command line that is being put together.
pub struct Launch {
    pub words: Vec<OsString>,
    pub stdin: Stdio,
    pub stdout: Option<File>,
    pub stderr: Option<File>,
    pub temporary: Option<std::path::PathBuf>,
}

impl Launch {
    pub fn of<T: AsRef<OsStr>>(words: impl IntoIterator<Item = T>) -> Launch {
        let words = words.into_iter().map(|word| word.as_ref().to_owned()).collect();
        Launch { words, stdin: Stdio::null(), stdout: None, stderr: None, temporary: None }
    }

    /// The same under another program, such as `strace`.
    pub fn under<T: AsRef<OsStr>>(mut self, before: impl IntoIterator<Item = T>) -> Launch {
        let before = before.into_iter().map(|word| word.as_ref().to_owned());
        self.words.splice(0..0, before);
        self
    }

    /// The same under a shell that sets something first.
    pub fn after(self, set: &str) -> Launch {
        self.under(["bash", "-c", &format!("{set}; exec \"$0\" \"$@\"")])
    }

    /// Starts it in the folder of a trial; what it says goes into files there.
    pub fn start(self, dir: &Path) -> Running {
        let create = |name: &str| File::create(dir.join(name)).unwrap();
        let (program, arguments) = self.words.split_first().unwrap();
        let child = Command::new(program)
            .args(arguments)
            .current_dir(dir)
            .env("TMPDIR", self.temporary.unwrap_or_else(|| dir.join("tmp")))
            .env("HOME", dir)
            .env("CAPEPREP_PROFILES", dir.join("profiles"))
            .env_remove("RUST_BACKTRACE")
            .stdin(self.stdin)
            .stdout(self.stdout.unwrap_or_else(|| create("stdout")))
            .stderr(self.stderr.unwrap_or_else(|| create("stderr")))
            .spawn()
            .unwrap_or_else(|error| panic!("{program:?}: {error}"));
        Running { child, began: Instant::now(), dir: dir.to_owned() }
    }
}

/// A program that was started.
pub struct Running {
    pub child: Child,
    pub began: Instant,
    dir: std::path::PathBuf,
}

impl Running {
    /// Waits until so much time has passed since it was started; true if it is still running.
    pub fn until(&mut self, since_start: Duration) -> bool {
        while let Some(left) = since_start.checked_sub(self.began.elapsed()) {
            if self.has_ended() {
                return false;
            }
            std::thread::sleep(left.min(Duration::from_millis(2)));
        }
        !self.has_ended()
    }

    fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Sends a signal by its name, such as `INT`.
    pub fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// Waits for its end.
    pub fn end(mut self) -> Ended {
        let mut pause = Duration::from_micros(200);
        let (status, hung) = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break (status, false);
            }
            if self.began.elapsed() > LONGEST {
                self.child.kill().unwrap();
                break (self.child.wait().unwrap(), true);
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(5));
        };
        self.ended(status, hung)
    }

    fn ended(&self, status: ExitStatus, hung: bool) -> Ended {
        let said = std::fs::read(self.dir.join("stderr")).unwrap_or_default();
        Ended {
            code: status.code(),
            signal: status.signal(),
            said: String::from_utf8_lossy(&said).into_owned(),
            took: self.began.elapsed(),
            hung,
        }
    }
}

/// Sends a signal to a process.
pub fn signal(process: u32, name: &str) {
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -{name} {process}")])
        .stderr(Stdio::null())
        .status();
    sent.unwrap();
}
