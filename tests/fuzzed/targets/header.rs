//! Header recognition. First byte: whether the bytes are all there is, how many known headers make a
//! header row, and for which purpose files are read.

use capeprep::intake::header::{MOST_COLUMNS, SEARCHED_RECORDS, Search, find};
use capeprep::intake::{Layout, Mapping};
use capeprep::rulebook::Rulebook;
use std::sync::LazyLock;

static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().expect("built in"));

/// Searches a header row and maps its columns.
pub fn check(data: &[u8]) {
    let Some((first, text)) = data.split_first() else { return };
    let whole = first & 1 == 0;
    let enough = if first & 2 == 0 { 3 } else { 2 };
    let mapping = match first & 4 == 0 {
        true => Mapping::of_aliases(&RULES.headers),
        false => Mapping::after_filing(&RULES.headers),
    };
    match find(text, whole, &mapping, enough) {
        Search::Found(header) => {
            assert!(header.end <= text.len() && header.record >= 1);
            assert!(b",\t;|".contains(&header.delimiter));
            assert!(header.preamble.len() < SEARCHED_RECORDS);
            // What was found with the start of a file is found with all of it.
            if let Ok(layout) = Layout::map_below(&header.preamble, &header.headers, &mapping) {
                assert_eq!(layout.width(), header.headers.len());
                assert_eq!(layout.uses().count(), header.headers.len());
            }
            let longer = [text, b"9Q910000011,x,y\n"].concat();
            if header.end < text.len() {
                let Search::Found(again) = find(&longer, true, &mapping, enough) else {
                    panic!("more text hides the header");
                };
                assert_eq!((again.record, again.end), (header.record, header.end));
            }
        }
        Search::NotThere { looked_at, .. } => assert!(looked_at <= SEARCHED_RECORDS),
        Search::TooWide { columns, .. } => assert!(columns > MOST_COLUMNS),
        Search::NeedMore => assert!(!whole, "there is no more"),
    }
}
