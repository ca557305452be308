//! A slip of the program says where it is, and nothing of the data.

use std::process::Command;

const NAME: &str = "Bluewater Toys 98-765432100";

/// Panics as the program would; run by the tests below, in a process of its own.
#[test]
#[ignore = "it panics; the tests beside it run it"]
fn slips() {
    let Ok(kind) = std::env::var("SLIP") else { return };
    capeprep::cli::keep_data_out_of_panics();
    let name = NAME.to_owned();
    match kind.as_str() {
        "thread" => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
            pool.install(|| panic!("cannot read {name}"));
        }
        "slice" => _ = name[..name.len() + 1].len(),
        "expect" => _ = name.parse::<u8>().map_err(|_| &name).expect("no number here"),
        "literal" => panic!("a slip of the program"),
        _ => panic!("cannot read {name}"),
    }
}

#[test]
fn a_panic_says_where_it_is_and_nothing_of_the_data() {
    for kind in ["text", "thread", "slice", "expect", "literal"] {
        for backtrace in ["0", "1", "full"] {
            let output = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "panics::slips", "--ignored", "--nocapture"])
                .env("SLIP", kind)
                .env("RUST_BACKTRACE", backtrace)
                .output()
                .unwrap();
            assert!(!output.status.success(), "{kind}");
            let said = String::from_utf8(output.stderr).unwrap();
            let line = said.lines().find(|line| line.starts_with("capeprep: internal error at "));
            let line = line.unwrap_or_else(|| panic!("{kind}: {said}"));
            assert!(line.contains(".rs:") && line.contains("Please report this line"), "{line}");
            let all = said.clone() + &String::from_utf8_lossy(&output.stdout);
            for word in ["Bluewater", "765432100", "stack backtrace", "rust_begin_unwind"] {
                assert!(!all.contains(word), "{kind}, RUST_BACKTRACE={backtrace}: {all}");
            }
            assert_eq!(line.contains("a slip of the program"), kind == "literal", "{line}");
        }
    }
}
