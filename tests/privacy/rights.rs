//! What is written is for its owner only, whatever the umask says.

use super::{FIXTURES, Place, below, program};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// The rights of others to a path.
fn for_others(path: &Path) -> u32 {
    std::fs::symlink_metadata(path).unwrap().permissions().mode() & 0o077
}

#[test]
fn nobody_else_may_look_into_a_report() {
    for umask in ["000", "022", "077"] {
        let place = Place::made();
        let export = format!("{FIXTURES}/story/2026-05/ES-003 2026-05-15.csv");
        let run = |words: &[&str]| {
            let script = format!("umask {umask}; exec \"$@\"");
            let mut command = place.around("sh");
            command.args(["-c", &script, "sh", &program()]).args(words).assert().success();
        };
        let as_of = ["--as-of", "2026-05-15", "--quiet"];
        run(&[&["analyze", &export, "--out", "out", "--mask", "masked"], &as_of[..]].concat());
        run(&[&["analyze", &export, "--out", "new/folder/later"], &as_of[..]].concat());
        run(&[&["analyze", &export, "--out", "out", "--force"], &as_of[..]].concat());
        let said = format!("{FIXTURES}/story/2026-06");
        run(&[
            "track",
            &said,
            "--run",
            "out",
            "--out",
            "tracked",
            "--as-of",
            "2026-07-01",
            "--quiet",
        ]);
        run(&["diff", "out", "new/folder/later", "--out", "changes", "--quiet"]);
        run(&["inspect", &export, "--request", "requests", "--as-of", "2026-05-15"]);
        let work = place.path("work");
        let mut looked_at = 0;
        for report in ["out", "masked", "new/folder/later", "tracked", "changes", "requests"] {
            let report = work.join(report);
            assert_eq!(for_others(&report), 0, "umask {umask}: {}", report.display());
            // Each file is closed too: a folder may be opened to others later, or a file moved.
            for path in below(&report) {
                assert_eq!(for_others(&path), 0, "umask {umask}: {}", path.display());
                looked_at += 1;
            }
        }
        assert_eq!(for_others(&work.join("masked.key")), 0, "umask {umask}");
        assert!(looked_at > 60, "{looked_at}");
        assert!(below(&place.path("tmp")).is_empty() && below(&place.path("home")).is_empty());
        let left = below(&work).into_iter().filter(|path| {
            path.components()
                .any(|part| part.as_os_str().to_string_lossy().starts_with(".capeprep"))
        });
        assert_eq!(left.count(), 0, "nothing unfinished stays");
    }
}
