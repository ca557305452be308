//! A workbook whose parts are any bytes, parted by 0x1C in the order of `packing::PARTS`; an empty
//! one is plain. It is refused with a message, or its rows are the same however it is read.

use super::folder::Folder;
use super::{inputs, packing};

/// Packs the parts and reads the workbook.
pub fn check(data: &[u8]) {
    let parts: Vec<&[u8]> = data.split(|byte| *byte == 0x1C).collect();
    let folder = Folder::new();
    inputs::check_file(folder.write("in.xlsx", &packing::of_parts(&parts)));
}
