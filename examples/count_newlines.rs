//! The floor of the benchmarks: the bytes of a file read by two threads (or as many as are named)
//! that count line feeds and do nothing else.
//!
//! ```console
//! $ cargo run --release --example count_newlines -- FILE [THREADS]
//! ```

use anyhow::Context;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::time::Instant;

/// Fits the cache of a core.
const BUFFER: usize = 256 << 10;

fn main() -> anyhow::Result<()> {
    let began = Instant::now();
    let mut words = std::env::args_os().skip(1);
    let path = PathBuf::from(words.next().context("a file is needed")?);
    let threads: u64 = match words.next() {
        Some(word) => word.to_string_lossy().parse::<u64>()?.max(1),
        None => 2,
    };
    let size = std::fs::metadata(&path)?.len();
    let part = size.div_ceil(threads);
    let counts: Vec<anyhow::Result<u64>> = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|at| {
                let path = &path;
                scope.spawn(move || count(path, at * part, part))
            })
            .collect();
        let lost = || Err(anyhow::anyhow!("a thread panicked"));
        parts.into_iter().map(|part| part.join().unwrap_or_else(|_| lost())).collect()
    });
    let lines = counts.into_iter().sum::<anyhow::Result<u64>>()?;
    let seconds = began.elapsed().as_secs_f64();
    writeln!(std::io::stdout(), "{{\"lines\": {lines}, \"seconds\": {seconds:.4}}}")?;
    Ok(())
}

fn count(path: &PathBuf, start: u64, length: u64) -> anyhow::Result<u64> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(start))?;
    let mut rest = file.take(length);
    let mut buffer = vec![0; BUFFER];
    let mut lines = 0;
    loop {
        match rest.read(&mut buffer)? {
            0 => return Ok(lines),
            read => lines += memchr::memchr_iter(b'\n', &buffer[..read]).count() as u64,
        }
    }
}
