//! Leftovers that somebody else made, or put something into.

use super::kept::{digest_of, have_one_owner};
use super::mark::Mark;
use super::tests::{MANIFEST, MOVED, killed, names, of, read, write};
use super::workspace::{REPLACED, UNFINISHED};
use super::{Aside, Rights, clear_leftovers};
use std::path::{Path, PathBuf};

fn told(dir: &Path) -> Vec<String> {
    clear_leftovers(&dir.join("another"), MANIFEST)
}

/// Leftovers with an earlier report of `dir/out`.
fn with_report(dir: &Path, prefix: &str, mark: &Mark) -> PathBuf {
    let kept = killed(dir, prefix, mark);
    write(&kept.join("earlier/out").join(MANIFEST), MOVED);
    kept
}

#[test]
fn what_systems_put_into_folders_does_not_cost_the_report_beside_it() {
    for litter in [".DS_Store", "._out", "Thumbs.db", "desktop.ini", ".ds_store"] {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("out");
        let kept = with_report(dir.path(), REPLACED, &of(&place));
        write(&kept.join("earlier").join(litter), "x");
        let told = told(dir.path());
        assert!(told[0].contains("the earlier report is back in its place"), "{told:?}");
        assert_eq!(names(dir.path()), ["out"], "{litter}");
        assert_eq!(read(place.join(MANIFEST)), MOVED);
    }
}

#[test]
fn what_is_more_than_the_report_or_something_else_stays() {
    type Change = fn(&Path);
    let changes: [(&str, Change); 7] = [
        ("another file", |kept| write(&kept.join("earlier/mine.txt"), "x")),
        ("another directory", |kept| write(&kept.join("earlier/.DS_Store/mine.txt"), "x")),
        ("another report", |kept| write(&kept.join("earlier/more").join(MANIFEST), MOVED)),
        ("another name", |kept| {
            std::fs::rename(kept.join("earlier/out"), kept.join("earlier/etc")).unwrap();
        }),
        ("no manifest", |kept| {
            std::fs::remove_file(kept.join("earlier/out").join(MANIFEST)).unwrap();
        }),
        ("no manifest of capeprep's", |kept| {
            write(&kept.join("earlier/out").join(MANIFEST), r#"{"program":"else"}"#);
        }),
        ("a file", |kept| {
            std::fs::remove_dir_all(kept.join("earlier")).unwrap();
            write(&kept.join("earlier"), "x");
        }),
    ];
    for (what, change) in changes {
        // Also beside the report that was to replace it.
        for is_replaced in [false, true] {
            let dir = tempfile::tempdir().unwrap();
            let place = dir.path().join("out");
            let kept = with_report(dir.path(), REPLACED, &of(&place));
            change(&kept);
            if is_replaced {
                write(&place.join(MANIFEST), "new");
            }
            let (outer, inner) = (names(dir.path()), names(&kept));
            let told = told(dir.path());
            assert!(told[0].contains("so it is left alone"), "{what}: {told:?}");
            assert_eq!((names(dir.path()), names(&kept)), (outer, inner), "{what}");
        }
    }
}

#[test]
fn no_report_is_taken_out_of_what_is_unfinished() {
    let dir = tempfile::tempdir().unwrap();
    let kept = with_report(dir.path(), UNFINISHED, &of(&dir.path().join("out")));
    assert_eq!(told(dir.path()).len(), 1);
    assert_eq!(read(kept.join("earlier/out").join(MANIFEST)), MOVED);
    assert_eq!(names(dir.path()).len(), 1);
}

#[test]
fn an_earlier_report_without_a_place_in_the_mark_stays() {
    let dir = tempfile::tempdir().unwrap();
    let kept = with_report(dir.path(), REPLACED, &Mark::new(Path::new(""), "a test", None));
    assert_eq!(told(dir.path()).len(), 1);
    assert_eq!(read(kept.join("earlier/out").join(MANIFEST)), MOVED);
}

#[test]
fn runs_side_by_side_are_no_leftovers() {
    let dir = tempfile::tempdir().unwrap();
    let run = |name: String| {
        let place = dir.path().join(name);
        let run = |_| {
            let told = clear_leftovers(&place, MANIFEST);
            drop(Aside::beside(&place, Rights::OwnerOnly).unwrap());
            told
        };
        (0..200).flat_map(run).collect::<Vec<String>>()
    };
    let told: Vec<String> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|n| scope.spawn(move || run(n.to_string()))).collect();
        runs.into_iter().flat_map(|run| run.join().unwrap()).collect()
    });
    assert_eq!(told, [""; 0]);
}

#[cfg(unix)]
mod links_and_pipes {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn nothing_is_moved_out_of_another_directory_through_a_link() {
        for prefix in [REPLACED, UNFINISHED] {
            let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
            let tax = elsewhere.path().join("out").join(MANIFEST);
            write(&tax, MOVED);
            write(&elsewhere.path().join("tax.pdf"), "x");
            // The directory that keeps it.
            let kept = killed(dir.path(), prefix, &of(&dir.path().join("out")));
            symlink(elsewhere.path(), kept.join("earlier")).unwrap();
            // And the report in it.
            let kept = killed(dir.path(), prefix, &of(&dir.path().join("out")));
            std::fs::create_dir(kept.join("earlier")).unwrap();
            symlink(elsewhere.path().join("out"), kept.join("earlier/out")).unwrap();
            // And its manifest.
            let kept = killed(dir.path(), prefix, &of(&dir.path().join("out")));
            std::fs::create_dir_all(kept.join("earlier/out")).unwrap();
            symlink(&tax, kept.join("earlier/out").join(MANIFEST)).unwrap();
            let before = names(dir.path());
            assert_eq!(told(dir.path()).len(), 3);
            assert_eq!(names(dir.path()), before);
            assert_eq!(names(elsewhere.path()), ["out", "tax.pdf"]);
            assert_eq!(read(tax), MOVED);
        }
    }

    #[test]
    fn a_report_is_not_put_back_over_a_link() {
        let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let place = dir.path().join("out");
        symlink(elsewhere.path(), &place).unwrap();
        let kept = with_report(dir.path(), REPLACED, &of(&place));
        let told = told(dir.path());
        assert!(told[0].contains("where something else stands now"), "{told:?}");
        assert_eq!(read(kept.join("earlier/out").join(MANIFEST)), MOVED);
        assert!(place.is_symlink());
    }

    #[test]
    fn no_manifest_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let (pipe, endless) = (dir.path().join("pipe"), dir.path().join("endless"));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        symlink("/dev/zero", &endless).unwrap();
        assert_eq!((digest_of(&pipe), digest_of(&endless)), (None, None));
    }

    #[test]
    fn what_belongs_to_another_user_is_known() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        write(&file, "x");
        assert!(have_one_owner(dir.path(), [file.as_path()]).unwrap());
        // Whoever runs this is one of the two at most.
        let root = Path::new("/");
        if std::os::unix::fs::chown(&file, Some(65_534), None).is_ok() {
            assert!(!have_one_owner(dir.path(), [file.as_path()]).unwrap());
        } else {
            assert!(!have_one_owner(dir.path(), [root]).unwrap());
        }
    }

    #[test]
    fn a_leftover_of_another_user_stays() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("out");
        let chown = |path: &Path| std::os::unix::fs::chown(path, Some(65_534), None);
        for part in ["", "capeprep-mark.json", "earlier"] {
            let kept = with_report(dir.path(), REPLACED, &of(&place));
            if chown(&kept.join(part)).is_err() {
                eprintln!("not run: only root gives files to another user");
                return;
            }
            let told = told(dir.path());
            assert!(told[0].contains("left"), "{told:?}");
            assert_eq!(read(kept.join("earlier/out").join(MANIFEST)), MOVED, "{part}");
            assert!(!place.exists());
            std::fs::remove_dir_all(&kept).unwrap();
        }
    }
}
