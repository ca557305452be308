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
    /// Bytes of one part of a workbook that is held in memory: the shared texts, the styles and the
    /// lists of sheets. (The cells of a sheet are not held.)
    pub held_part: u64,
    /// Bytes of a sheet from one cell to the next: what the XML reader may have to hold at once.
    pub between_cells: u64,
    /// Members of an archive.
    pub members: usize,
    /// Bytes of a sheet unpacked at once.
    pub block: usize,
}

/// The limits of the program; tests have smaller ones.
pub(super) const LIMITS: Limits = Limits {
    floor: 1 << 30,
    ratio: 200,
    held_part: 512 << 20,
    between_cells: 128 << 20,
    members: 10_000,
    block: 1 << 16,
};

impl Limits {
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
