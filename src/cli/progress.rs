//! Progress bars on standard error; silent when that is no terminal.

use crate::intake::PreparedInput;
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A bar over bytes, with rows and time left.
pub(super) fn reading(wanted: bool, bytes: Option<u64>) -> ProgressBar {
    let template = match bytes {
        Some(_) => "{prefix} [{bar:30}] {bytes}/{total_bytes} at {bytes_per_sec}{msg}, {eta} left",
        None => "{prefix} {spinner} {bytes} at {bytes_per_sec}{msg}",
    };
    bar(wanted, bytes, "reading", template)
}

/// How many bytes of the files were read: of plain text what was taken in, of anything else what
/// went into its decoder, which is a little ahead.
pub(super) struct BytesRead {
    plain: u64,
    decoded: Vec<Option<(Arc<AtomicU64>, u64)>>,
}

impl BytesRead {
    /// Nothing so far.
    pub fn of(inputs: &[PreparedInput]) -> BytesRead {
        let decoded = inputs.iter().map(|input| input.meter().zip(input.bytes_to_read())).collect();
        BytesRead { plain: 0, decoded }
    }

    /// So many more bytes of text of an input were taken in; returns the bytes read of all files.
    pub fn after(&mut self, input: usize, bytes: usize) -> u64 {
        if self.decoded.get(input).is_none_or(Option::is_none) {
            self.plain += bytes as u64;
        }
        let decoded = self.decoded.iter().flatten();
        // Where a stretch is read twice, the bar waits.
        let read = decoded.map(|(meter, all)| meter.load(Ordering::Relaxed).min(*all));
        self.plain + read.sum::<u64>()
    }
}

/// A sign of life while entries are sorted, which takes long only from temporary files.
pub(super) fn sorting(wanted: bool) -> ProgressBar {
    let bar = bar(wanted, None, "sorting", "{prefix} {spinner} entries, {elapsed}");
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// A bar over entries.
pub(super) fn writing(wanted: bool, entries: u64) -> ProgressBar {
    bar(
        wanted,
        Some(entries),
        "writing",
        "{prefix} [{bar:30}] {human_pos}/{human_len} entries{msg}, {eta} left",
    )
}

/// A sign of life while reports are written; of millions of entries a workbook takes its time.
pub(super) fn reporting(wanted: bool) -> ProgressBar {
    let bar = bar(wanted, None, "writing", "{prefix} {spinner} {msg}, {elapsed}");
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// A bar over entries that are judged and not written.
pub(super) fn judging(wanted: bool, entries: u64) -> ProgressBar {
    bar(
        wanted,
        Some(entries),
        "judging",
        "{prefix} [{bar:30}] {human_pos}/{human_len} entries{msg}, {eta} left",
    )
}

/// A bar over entries made.
pub(super) fn making(wanted: bool, entries: u64) -> ProgressBar {
    bar(
        wanted,
        Some(entries),
        "sample ",
        "{prefix} [{bar:30}] {human_pos}/{human_len} entries{msg}, {eta} left",
    )
}

fn bar(wanted: bool, length: Option<u64>, prefix: &'static str, template: &str) -> ProgressBar {
    if !wanted {
        return ProgressBar::hidden();
    }
    // Drawing to standard error shows nothing unless it is a terminal.
    let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_prefix(prefix);
    bar
}

/// `, 1,234,567 rows at 890,000/s`
pub(super) fn rows_message(bar: &ProgressBar, rows: u64) -> String {
    format!(", {} rows at {}/s", HumanCount(rows), HumanCount(per_second(bar, rows)))
}

/// ` at 890,000/s`
pub(super) fn rate_message(bar: &ProgressBar) -> String {
    format!(" at {}/s", HumanCount(per_second(bar, bar.position())))
}

fn per_second(bar: &ProgressBar, count: u64) -> u64 {
    let millis = bar.elapsed().as_millis().max(1);
    u64::try_from(u128::from(count) * 1000 / millis).unwrap_or(u64::MAX)
}
