//! Micro-benchmarks of one thread: reading records of several kinds against two other readers,
//! single cells, rows to entries, judging, and writing tables.
//!
//! ```console
//! $ cargo bench --bench micro            # all
//! $ cargo bench --bench micro -- cells   # what has `cells` in its name
//! ```

// Nothing of a benchmark runs at a user's; one that cannot start may fall.
#![allow(clippy::unwrap_used, missing_docs)]

mod micro {
    pub mod cells;
    pub mod exports;
    pub mod records;
    pub mod rooms;
}

criterion::criterion_group!(
    benches,
    micro::records::records,
    micro::cells::cells,
    micro::rooms::reading,
    micro::rooms::judging
);
criterion::criterion_main!(benches);
