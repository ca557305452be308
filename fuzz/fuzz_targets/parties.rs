#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| capeprep_fuzz::run(capeprep_fuzz::targets::parties::check, data));
