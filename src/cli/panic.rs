//! What is said of a slip of the program. The text of a panic can hold what was just read, and the
//! data is confidential: so it tells where the slip is, and no more.

use crate::domain::visible;
use crate::publication::has_put;
use std::panic::PanicHookInfo;

/// Makes every panic say where it happened and nothing of the data, whatever RUST_BACKTRACE says.
pub fn keep_data_out_of_panics() {
    std::panic::set_hook(Box::new(|panic| {
        super::exit::tell(&said(panic));
    }));
}

fn said(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map_or_else(
        || "an unknown place".to_owned(),
        |place| format!("{}:{}", place.file(), place.line()),
    );
    // A text that stands in the program is the same for all data; one that was put together is not.
    let words = match panic.payload().downcast_ref::<&'static str>() {
        Some(words) => format!(" ({})", visible(words)),
        None => String::new(),
    };
    let left = match has_put() {
        true => "What stands in its place is whole; what else was to be written is not.",
        false => "The report was not written.",
    };
    format!(
        "capeprep: internal error at {place}{words}, version {}. {left} Please report this line, which \
         holds nothing of your data; --reader reference or --jobs 1 may get past it.\n",
        env!("CARGO_PKG_VERSION")
    )
}
