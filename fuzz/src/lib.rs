//! The bodies of the fuzz targets, shared with `tests/fuzzed`.

#[path = "../../tests/fuzzed/targets/mod.rs"]
pub mod targets;
