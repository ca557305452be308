//! How much may come out of what is packed. A small file can be made to unpack to more than any
//! disk holds; it is refused before it fills memory or time. Every limit of this room stands here.

/// What an unpacked stream may come to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Bytes that may always come out, however small the packed file is.
    pub floor: u64,
    /// How many times its packed size a file may come to once it is past the floor. Exports come to
    /// ten to thirty times.
    pub ratio: u64,
    /// Bytes of the texts that the cells of a workbook share, which are held in memory. (The cells
    /// of a sheet are not.)
    pub held_part: u64,
    /// Of these texts, bytes that may always come out; past them, how many times their packed size.
    pub held_floor: u64,
    /// See there.
    pub held_ratio: u64,
    /// Bytes of the styles and other parts; held in memory many times over.
    pub held_styles: u64,
    /// Bytes of the lists of sheets, names and parts, of which Excel writes a few kilobytes.
    pub held_lists: u64,
    /// Sheets of a workbook.
    pub sheets: usize,
    /// Bytes of a sheet from one cell to the next: what the XML reader may have to hold at once.
    pub between_cells: u64,
    /// Members of an archive.
    pub members: usize,
    /// Bytes of the name of a member: no path is longer on any system.
    pub member_name: usize,
    /// Bytes of a sheet unpacked at once.
    pub block: usize,
}

/// The limits of the program; tests have smaller ones.
pub(super) const LIMITS: Limits = Limits {
    floor: 1 << 30,
    ratio: 200,
    held_part: 512 << 20,
    held_floor: 64 << 20,
    held_ratio: 50,
    held_styles: 16 << 20,
    held_lists: 2 << 20,
    sheets: 1_000,
    between_cells: 128 << 20,
    members: 10_000,
    member_name: 4 << 10,
    block: 1 << 16,
};

impl Limits {
    /// Bytes that a part of a workbook may come to, if it is held in memory.
    pub fn of_part(&self, name: &str, packed: u64) -> u64 {
        let name = name.to_ascii_lowercase();
        if name.ends_with("sharedstrings.xml") {
            self.held_part.min(self.held_floor.max(packed.saturating_mul(self.held_ratio)))
        } else if name.ends_with("workbook.xml") || name.ends_with(".rels") {
            self.held_lists
        } else {
            self.held_styles
        }
    }

    /// Whether so many bytes may have come out of so many packed ones.
    pub fn allow(&self, unpacked: u64, packed: u64) -> bool {
        unpacked <= self.floor || unpacked <= packed.saturating_mul(self.ratio)
    }
}

/// Rows of a sheet, as Excel has them.
pub(super) const ROWS: u32 = 1_048_576;
/// Columns of a sheet, as Excel has them.
pub(super) const COLUMNS: u32 = 16_384;
/// Bytes handed on at once.
pub(super) const PIECE: usize = 1 << 20;

/// How far decoders may be ahead of whoever reads their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadAhead {
    /// Decoders at once, at most; never more than threads.
    pub decoders: usize,
    /// Bytes of text that each may hold; a piece that is larger is held alone.
    pub bytes: usize,
}

impl Default for ReadAhead {
    fn default() -> ReadAhead {
        ReadAhead { decoders: usize::MAX, bytes: 16 << 20 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_in_memory_is_bounded_by_its_kind() {
        let of = |name: &str, packed: u64| LIMITS.of_part(name, packed) >> 20;
        assert_eq!(of("xl/sharedStrings.xml", 1 << 20), 64);
        assert_eq!(of("xl/SharedStrings.xml", 4 << 20), 200);
        assert_eq!(of("xl/sharedStrings.xml", 60 << 20), 512);
        assert_eq!(of("xl/styles.xml", 60 << 20), 16);
        assert_eq!(of("xl/workbook.xml", 60 << 20), 2);
        assert_eq!(of("xl/_rels/workbook.xml.rels", 60 << 20), 2);
    }
}
