//! Progress bars on standard error; silent when that is no terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over bytes, with rows and time left.
pub(super) fn reading(wanted: bool, bytes: Option<u64>) -> ProgressBar {
    let template = match bytes {
        Some(_) => {
            "{prefix} [{bar:30}] {bytes}/{total_bytes} at {bytes_per_sec}, {msg}, {eta} left"
        }
        None => "{prefix} {spinner} {bytes} at {bytes_per_sec}, {msg}",
    };
    bar(wanted, bytes, "reading", template)
}

/// A bar over entries.
pub(super) fn writing(wanted: bool, entries: u64) -> ProgressBar {
    bar(
        wanted,
        Some(entries),
        "writing",
        "{prefix} [{bar:30}] {human_pos}/{human_len} entries at {per_sec}, {eta} left",
    )
}

/// A bar over entries made.
pub(super) fn making(wanted: bool, entries: u64) -> ProgressBar {
    bar(
        wanted,
        Some(entries),
        "sample ",
        "{prefix} [{bar:30}] {human_pos}/{human_len} entries, {msg}, {eta} left",
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

/// `1,234,567 rows at 890,000/s`
pub(super) fn rows_message(bar: &ProgressBar, rows: u64) -> String {
    let millis = bar.elapsed().as_millis().max(1);
    let rate = u128::from(rows) * 1000 / millis;
    format!("{} rows at {}/s", indicatif::HumanCount(rows), indicatif::HumanCount(rate as u64))
}
