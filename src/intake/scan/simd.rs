//! Comparing 64 bytes at once, by what the processor can do. The only place with `unsafe`.
#![allow(unsafe_code, reason = "code for newer processors runs only where they were seen")]

use super::masks::{BLOCK, Masks, prefix_parity};
use wide::u8x16;

/// A way to find the places of bytes.
pub(super) trait Compare {
    /// The places of quotes, separators, line feeds and carriage returns, as bit masks.
    fn masks(block: &[u8; BLOCK], delimiter: u8) -> Masks;

    /// For each bit, whether an odd number of bits is set up to it, itself counted.
    #[inline(always)]
    fn prefix_parity(bits: u64) -> u64 {
        prefix_parity(bits)
    }

    /// Writes the places of the marked bits, counted from `at`, in order. What stands behind them
    /// in `places` is lost.
    #[inline(always)]
    fn write_places(marks: u64, at: u32, places: &mut [u32; BLOCK]) {
        const STRIDE: usize = 16;
        let count = marks.count_ones() as usize;
        let mut rest = marks;
        for stride in places.as_chunks_mut::<STRIDE>().0.iter_mut().take(count.div_ceil(STRIDE)) {
            for place in stride {
                *place = at + rest.trailing_zeros();
                rest &= rest.wrapping_sub(1);
            }
        }
    }
}

/// Something that is done faster in better ways.
pub(super) trait Task {
    /// What comes of it.
    type Outcome;

    /// Does it in one way. To be `#[inline(always)]`, so that all of it is done in that way.
    fn run<C: Compare>(self) -> Self::Outcome;
}

/// What every x86-64 and ARM64 processor can do: SSE2 or NEON, through a safe library.
pub(super) struct Baseline;

impl Compare for Baseline {
    #[inline(always)]
    fn masks(block: &[u8; BLOCK], delimiter: u8) -> Masks {
        const LANES: usize = 16;
        let mut masks = [0u64; 4];
        for (part, bytes) in block.as_chunks::<LANES>().0.iter().enumerate() {
            let vector = u8x16::new(*bytes);
            for (mask, byte) in masks.iter_mut().zip([b'"', delimiter, b'\n', b'\r']) {
                let equal = vector.simd_eq(u8x16::splat(byte));
                *mask |= u64::from(equal.to_bitmask()) << (LANES * part);
            }
        }
        let [quotes, separators, line_feeds, returns] = masks;
        Masks { quotes, separators, line_feeds, returns }
    }
}

/// A way that this processor knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// See [`Baseline`].
    Baseline,
    /// AVX2 with the bit instructions that came with it.
    #[cfg(target_arch = "x86_64")]
    Avx2(avx2::Seen),
    /// AVX-512 with its byte instructions.
    #[cfg(target_arch = "x86_64")]
    Avx512(avx512::Seen),
}

impl Level {
    /// All that this processor knows, the best last; asked once, when a reader is made.
    pub(super) fn all() -> Vec<Level> {
        let levels = [Some(Level::Baseline)].into_iter();
        #[cfg(target_arch = "x86_64")]
        let levels = levels
            .chain([avx2::Seen::look().map(Level::Avx2), avx512::Seen::look().map(Level::Avx512)]);
        levels.flatten().collect()
    }

    /// Runs a task.
    pub(super) fn run<T: Task>(self, task: T) -> T::Outcome {
        match self {
            Level::Baseline => task.run::<Baseline>(),
            #[cfg(target_arch = "x86_64")]
            Level::Avx2(seen) => avx2::run(seen, task),
            #[cfg(target_arch = "x86_64")]
            Level::Avx512(seen) => avx512::run(seen, task),
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::*;
    use std::arch::x86_64::{
        __m256i, _mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8,
        _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_set1_epi8,
    };

    /// Proof that the processor has what `run_inside` needs: only [`Seen::look`] makes one.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(in super::super) struct Seen(());

    impl Seen {
        pub(super) fn look() -> Option<Seen> {
            let there = is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2")
                && is_x86_feature_detected!("lzcnt")
                && is_x86_feature_detected!("popcnt")
                && is_x86_feature_detected!("pclmulqdq");
            there.then_some(Seen(()))
        }
    }

    pub(super) fn run<T: Task>(_: Seen, task: T) -> T::Outcome {
        // SAFETY: a `Seen` exists only where all the features of `run_inside` were detected.
        unsafe { run_inside(task) }
    }

    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt,pclmulqdq")]
    fn run_inside<T: Task>(task: T) -> T::Outcome {
        task.run::<Avx2>()
    }

    struct Avx2;

    impl Compare for Avx2 {
        #[inline(always)]
        fn masks(block: &[u8; BLOCK], delimiter: u8) -> Masks {
            // SAFETY: `Avx2` is private to this module, and only `run_inside` names it.
            unsafe { masks_inside(block, delimiter) }
        }

        #[inline(always)]
        fn prefix_parity(bits: u64) -> u64 {
            // SAFETY: as above.
            unsafe { parity_inside(bits) }
        }
    }

    /// Multiplying by ones without carrying adds up all bits below each.
    #[inline]
    #[target_feature(enable = "pclmulqdq")]
    pub(super) fn parity_inside(bits: u64) -> u64 {
        let product =
            _mm_clmulepi64_si128::<0>(_mm_set_epi64x(0, bits.cast_signed()), _mm_set1_epi8(-1));
        _mm_cvtsi128_si64(product).cast_unsigned()
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn masks_inside(block: &[u8; BLOCK], delimiter: u8) -> Masks {
        // SAFETY: both loads lie within the 64 bytes of the block, and need no alignment.
        let [low, high] = unsafe {
            let start = block.as_ptr().cast::<__m256i>();
            [_mm256_loadu_si256(start), _mm256_loadu_si256(start.add(1))]
        };
        let places = |byte: u8| {
            let wanted = _mm256_set1_epi8(byte.cast_signed());
            let places = |bytes| {
                let equal = _mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, wanted));
                u64::from(equal.cast_unsigned())
            };
            places(low) | places(high) << 32
        };
        Masks {
            quotes: places(b'"'),
            separators: places(delimiter),
            line_feeds: places(b'\n'),
            returns: places(b'\r'),
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    use super::*;
    use std::arch::x86_64::{
        __m512i, _mm512_add_epi32, _mm512_castsi512_si128, _mm512_cmpeq_epi8_mask,
        _mm512_cvtepu8_epi32, _mm512_extracti32x4_epi32, _mm512_loadu_si512,
        _mm512_maskz_compress_epi8, _mm512_set1_epi8, _mm512_set1_epi32, _mm512_storeu_si512,
    };

    /// Proof that the processor has what `run_inside` needs: only [`Seen::look`] makes one.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(in super::super) struct Seen(());

    impl Seen {
        pub(super) fn look() -> Option<Seen> {
            let there = avx2::Seen::look().is_some()
                && is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vbmi2");
            there.then_some(Seen(()))
        }
    }

    pub(super) fn run<T: Task>(_: Seen, task: T) -> T::Outcome {
        // SAFETY: a `Seen` exists only where all the features of `run_inside` were detected.
        unsafe { run_inside(task) }
    }

    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt,pclmulqdq,avx512f,avx512bw,avx512vbmi2")]
    fn run_inside<T: Task>(task: T) -> T::Outcome {
        task.run::<Avx512>()
    }

    struct Avx512;

    impl Compare for Avx512 {
        #[inline(always)]
        fn masks(block: &[u8; BLOCK], delimiter: u8) -> Masks {
            // SAFETY: `Avx512` is private to this module, and only `run_inside` names it.
            unsafe { masks_inside(block, delimiter) }
        }

        #[inline(always)]
        fn prefix_parity(bits: u64) -> u64 {
            // SAFETY: as above.
            unsafe { avx2::parity_inside(bits) }
        }

        #[inline(always)]
        fn write_places(marks: u64, at: u32, places: &mut [u32; BLOCK]) {
            // SAFETY: as above.
            unsafe { write_inside(marks, at, places) }
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn masks_inside(block: &[u8; BLOCK], delimiter: u8) -> Masks {
        // SAFETY: the load is the 64 bytes of the block, and needs no alignment.
        let bytes = unsafe { _mm512_loadu_si512(block.as_ptr().cast::<__m512i>()) };
        let places = |byte: u8| _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte.cast_signed()));
        Masks {
            quotes: places(b'"'),
            separators: places(delimiter),
            line_feeds: places(b'\n'),
            returns: places(b'\r'),
        }
    }

    /// The numbers of the bits of a mask.
    const NUMBERS: [u8; BLOCK] = {
        let mut numbers = [0; BLOCK];
        let mut at = 0;
        while at < BLOCK {
            numbers[at] = at as u8;
            at += 1;
        }
        numbers
    };

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
    fn write_inside(marks: u64, at: u32, places: &mut [u32; BLOCK]) {
        // SAFETY: the load is the 64 bytes of the table, and needs no alignment.
        let numbers = unsafe { _mm512_loadu_si512(NUMBERS.as_ptr().cast::<__m512i>()) };
        let marked = _mm512_maskz_compress_epi8(marks, numbers);
        let start = _mm512_set1_epi32(at.cast_signed());
        let four = places.as_chunks_mut::<16>().0;
        let mut write = |part: usize, numbers| {
            let places = _mm512_add_epi32(start, _mm512_cvtepu8_epi32(numbers));
            // SAFETY: the store is the 16 numbers of this part, and needs no alignment.
            unsafe { _mm512_storeu_si512(four[part].as_mut_ptr().cast::<__m512i>(), places) }
        };
        write(0, _mm512_castsi512_si128(marked));
        write(1, _mm512_extracti32x4_epi32::<1>(marked));
        if marks.count_ones() > 32 {
            write(2, _mm512_extracti32x4_epi32::<2>(marked));
            write(3, _mm512_extracti32x4_epi32::<3>(marked));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_show_every_place() {
        let mut block = [b'x'; BLOCK];
        for (at, byte) in [(0, b','), (15, b'"'), (16, b'\n'), (31, b'\r'), (63, b'"')] {
            block[at] = byte;
        }
        let expected = Masks {
            quotes: 1 << 15 | 1 << 63,
            separators: 1,
            line_feeds: 1 << 16,
            returns: 1 << 31,
        };
        assert_eq!(Baseline::masks(&block, b','), expected);
    }
}
