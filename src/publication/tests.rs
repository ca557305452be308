use super::aside::{Aside, PutError};
use super::mark::{self, Mark};
use super::workspace::{REPLACED, UNFINISHED, Workspace};
use super::{Rights, WholeFile, clear_leftovers, file, kept, putting, rename, standing};
use sha2::{Digest, Sha256};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

pub(super) const MANIFEST: &str = "manifest.json";
/// The manifest of an earlier report, which was moved away.
pub(super) const MOVED: &str = r#"{"program":"capeprep","about":"moved away"}"#;

pub(super) fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

pub(super) fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

pub(super) fn read(path: PathBuf) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn digest(text: &str) -> Option<String> {
    Some(Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect())
}

fn cannot(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}

/// A place with a report called `earlier`, and one called `new` built beside it.
fn two_reports(parent: &Path) -> (PathBuf, Aside) {
    let place = parent.join("out");
    write(&place.join(MANIFEST), "earlier");
    let aside = Aside::beside(&place, Rights::OwnerOnly).unwrap();
    write(&aside.built().join(MANIFEST), "new");
    (place, aside)
}

/// As if the run of a directory had been killed: nobody holds its mark.
pub(super) fn killed(parent: &Path, prefix: &str, mark: &Mark) -> PathBuf {
    let mut workspace = Workspace::make(parent, prefix, mark).unwrap();
    workspace.keep();
    workspace.dir().to_path_buf()
}

pub(super) fn of(place: &Path) -> Mark {
    Mark::new(place, "a test", digest("new"))
}

#[test]
fn an_earlier_report_is_replaced_by_exchange_and_by_two_renames_alike() {
    type Exchange = fn(&Path, &Path) -> io::Result<bool>;
    for exchange in [rename::exchange as Exchange, cannot] {
        let dir = tempfile::tempdir().unwrap();
        let (place, aside) = two_reports(dir.path());
        assert!(
            aside
                .put_by(Some(&|_| true), digest("new"), &putting(), exchange)
                .unwrap()
                .remove()
                .is_none()
        );
        assert_eq!(names(dir.path()), ["out"], "nothing is left beside it");
        assert_eq!(names(&place), [MANIFEST], "and no mark in it");
        assert_eq!(read(place.join(MANIFEST)), "new");
    }
}

#[test]
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn this_system_exchanges_directories() {
    let dir = tempfile::tempdir().unwrap();
    let (one, other) = (dir.path().join("one"), dir.path().join("other"));
    write(&one.join("a"), "1");
    write(&other.join("b"), "2");
    assert!(rename::exchange(&one, &other).unwrap());
    assert_eq!((names(&one), names(&other)), (vec!["b".to_owned()], vec!["a".to_owned()]));
}

#[test]
fn what_cannot_be_put_in_place_leaves_the_earlier_report_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let (place, aside) = two_reports(dir.path());
    let refuses = |_: &Path, _: &Path| Err(ErrorKind::StorageFull.into());
    let error = aside.put_by(Some(&|_| true), None, &putting(), refuses).err().unwrap();
    assert!(matches!(error, PutError::Refused(_)));
    assert!(error.to_string().contains("Free disk space"), "{error}");
    assert_eq!(names(dir.path()), ["out"]);
    assert_eq!(read(place.join(MANIFEST)), "earlier");

    // By two renames: the new one vanishes before the second.
    let (place, aside) = two_reports(dir.path());
    let built = aside.built().to_path_buf();
    let vanishes = |_: &Path, _: &Path| std::fs::remove_dir_all(&built).map(|()| false);
    assert!(aside.put_by(Some(&|_| true), None, &putting(), vanishes).is_err());
    assert_eq!(names(dir.path()), ["out"]);
    assert_eq!(read(place.join(MANIFEST)), "earlier");
}

/// In the moment of the exchange somebody puts a folder of their own at the place.
fn somebody_takes(place: &Path) {
    std::fs::remove_dir_all(place).unwrap();
    write(&place.join("mine.txt"), "mine");
}

#[test]
fn what_somebody_puts_there_in_the_moment_of_the_exchange_is_given_back() {
    type Exchange = fn(&Path, &Path) -> io::Result<bool>;
    for exchange in [rename::exchange as Exchange, cannot] {
        let dir = tempfile::tempdir().unwrap();
        let (place, aside) = two_reports(dir.path());
        let calls = std::cell::Cell::new(0);
        let late = |one: &Path, other: &Path| {
            if calls.replace(calls.get() + 1) == 0 {
                somebody_takes(&place);
            }
            exchange(one, other)
        };
        let is_report = |came_out: &Path| came_out.join(MANIFEST).exists();
        let put = aside.put_by(Some(&is_report), digest("new"), &putting(), late);
        assert!(matches!(put.err().unwrap(), PutError::Changed(at) if at == place));
        assert_eq!(names(dir.path()), ["out"], "nothing is left beside it");
        assert_eq!(read(place.join("mine.txt")), "mine");
    }
}

#[test]
fn what_came_out_is_not_put_over_what_came_there_since() {
    let dir = tempfile::tempdir().unwrap();
    let (place, aside) = two_reports(dir.path());
    // Somebody's file is moved away, and another one is there before it can go back.
    let first = |_: &Path, _: &Path| {
        std::fs::remove_dir_all(&place).unwrap();
        std::fs::write(&place, "first").unwrap();
        Ok(false)
    };
    let second = |_: &Path| {
        std::fs::write(&place, "second").unwrap();
        false
    };
    let put = aside.put_by(Some(&second), digest("new"), &putting(), first).err().unwrap();
    let PutError::Stranded { kept: at, .. } = &put else { panic!("{put}") };
    assert_eq!((read(place.clone()), read(at.clone())), ("second".into(), "first".into()));
    assert!(kept().contains(&(place, at.clone())), "a stopped run tells of it");
}

#[test]
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn what_cannot_be_given_back_is_kept_and_no_later_run_clears_it() {
    let dir = tempfile::tempdir().unwrap();
    let (place, aside) = two_reports(dir.path());
    let calls = std::cell::Cell::new(0);
    let once = |one: &Path, other: &Path| match calls.replace(calls.get() + 1) {
        0 => {
            somebody_takes(&place);
            rename::exchange(one, other)
        }
        _ => Err(ErrorKind::PermissionDenied.into()),
    };
    let put = aside.put_by(Some(&|_| false), None, &putting(), once).err().unwrap();
    let PutError::Displaced { place: at, kept, .. } = &put else { panic!("{put}") };
    assert_eq!(*at, place);
    assert_eq!(read(place.join(MANIFEST)), "new");
    let told = clear_leftovers(&place, MANIFEST);
    assert!(told.iter().any(|told| told.contains("no mark")), "{told:?}");
    assert_eq!(read(kept.join("mine.txt")), "mine");
}

#[test]
fn a_file_whose_folder_cannot_be_brought_to_the_disk_leaves_what_stood_there_or_itself() {
    let unsynced = |_: &Path| Err(ErrorKind::StorageFull.into());
    type Exchange = fn(&Path, &Path) -> io::Result<bool>;
    for (exchange, earlier, replaces, stands) in [
        (rename::exchange as Exchange, true, true, Some("earlier")),
        // It took the earlier one's place, so it must stay.
        (cannot, true, true, Some("new")),
        (cannot, false, true, Some("new")),
        (cannot, false, false, None),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let (built, place) = (dir.path().join("built"), dir.path().join("file"));
        std::fs::write(&built, "new").unwrap();
        if earlier {
            std::fs::write(&place, "earlier").unwrap();
        }
        assert!(file::move_to(&built, &place, replaces, exchange, unsynced).is_err());
        assert_eq!(std::fs::read_to_string(&place).ok().as_deref(), stands);
        let is_told = standing().0.contains(&place);
        assert_eq!(is_told, stands == Some("new"), "what stands all the same is told");
    }
}

#[test]
fn what_stands_at_a_place_that_was_free_is_not_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let (place, aside) = two_reports(dir.path());
    let error = aside.put(None, None).err().unwrap().to_string();
    assert!(!cfg!(unix) || error.contains("Somebody put something there meanwhile"), "{error}");
    assert_eq!(read(place.join(MANIFEST)), "earlier");
    assert_eq!(names(dir.path()), ["out"]);
}

#[test]
fn directories_made_for_a_place_go_again_if_nothing_is_put_there() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("a/b/out");
    drop(Aside::beside(&place, Rights::OwnerOnly).unwrap());
    assert_eq!(names(dir.path()), [""; 0]);
    Aside::beside(&place, Rights::OwnerOnly).unwrap().put(None, None).unwrap();
    assert!(place.is_dir());
}

#[test]
fn directories_that_were_made_in_part_go_again() {
    let dir = tempfile::tempdir().unwrap();
    write(&dir.path().join("file"), "x");
    let long = "n".repeat(300);
    let place = dir.path().join("a/b").join(long).join("out");
    assert!(Aside::beside(&place, Rights::OwnerOnly).is_err());
    assert_eq!(names(dir.path()), ["file"]);
    let place = dir.path().join("a/b/key");
    drop(WholeFile::with_dirs(&place, Rights::OwnerOnly).unwrap());
    assert_eq!(names(dir.path()), ["file"]);
    WholeFile::with_dirs(&place, Rights::OwnerOnly).unwrap().put(false).unwrap();
    assert!(place.is_file());
}

#[test]
fn a_run_that_goes_on_is_left_alone_and_a_dead_one_is_removed() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("out");
    let going_on = Aside::beside(&place, Rights::OwnerOnly).unwrap();
    let dead = killed(dir.path(), UNFINISHED, &of(&place));
    write(&dead.join("built/deeper/lines.csv"), "x");
    assert_eq!(clear_leftovers(&place, MANIFEST), [""; 0]);
    assert!(!dead.exists());
    assert!(going_on.built().is_dir());
    going_on.put(None, None).unwrap();
    assert_eq!(names(dir.path()), ["out"]);
}

#[test]
fn a_run_killed_before_its_mark_was_written_leaves_nothing_either() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join(format!("{UNFINISHED}a1B2c3"))).unwrap();
    write(&dir.path().join(format!("{UNFINISHED}d4E5f6")).join(mark::FILE), "");
    assert_eq!(clear_leftovers(&dir.path().join("out"), MANIFEST), [""; 0]);
    assert_eq!(names(dir.path()), [""; 0]);
}

#[test]
fn an_earlier_report_is_put_back_where_its_place_is_empty() {
    for is_empty_directory in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("out");
        let kept = killed(dir.path(), REPLACED, &of(&place));
        write(&kept.join("earlier/out").join(MANIFEST), MOVED);
        if is_empty_directory {
            std::fs::create_dir(&place).unwrap();
        }
        // Whatever the place of the run that comes by.
        let told = clear_leftovers(&dir.path().join("another"), MANIFEST);
        assert!(told[0].contains("the earlier report is back in its place"), "{told:?}");
        assert_eq!(names(dir.path()), ["out"]);
        assert_eq!(read(place.join(MANIFEST)), MOVED);
    }
}

#[test]
fn an_earlier_report_goes_where_the_new_one_stands_and_stays_where_something_else_does() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("out");
    let kept = killed(dir.path(), REPLACED, &of(&place));
    write(&kept.join("earlier/out").join(MANIFEST), MOVED);
    write(&place.join(MANIFEST), "something else");
    let told = clear_leftovers(&place, MANIFEST);
    assert!(told[0].contains("where something else stands now"), "{told:?}");
    assert_eq!(read(kept.join("earlier/out").join(MANIFEST)), MOVED);
    write(&place.join(MANIFEST), "new");
    assert_eq!(clear_leftovers(&place, MANIFEST), [""; 0]);
    assert_eq!(names(dir.path()), ["out"]);
    assert_eq!(read(place.join(MANIFEST)), "new");
}

#[test]
fn half_of_an_earlier_report_is_never_put_back() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("out");
    let kept = killed(dir.path(), REPLACED, &of(&place));
    std::fs::create_dir(kept.join("earlier")).unwrap();
    write(&kept.join("going/half.csv"), "x");
    assert_eq!(clear_leftovers(&place, MANIFEST), [""; 0]);
    assert_eq!(names(dir.path()), [""; 0]);
}

#[test]
fn what_capeprep_did_not_make_is_named_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    write(&dir.path().join(format!("{UNFINISHED}mine")).join("mine.txt"), "x");
    write(&dir.path().join(format!("{UNFINISHED}file")), "x");
    write(&dir.path().join(format!("{REPLACED}abcdef")).join(mark::FILE), "{\"program\":\"else\"}");
    let empty = dir.path().join(format!("{UNFINISHED}not-a-name-of-ours"));
    std::fs::create_dir(empty).unwrap();
    let with_empty_mark = dir.path().join(format!("{UNFINISHED}g7H8i9"));
    write(&with_empty_mark.join(mark::FILE), "");
    write(&with_empty_mark.join("mine.txt"), "x");
    let before = names(dir.path());
    let told = clear_leftovers(&dir.path().join("out"), MANIFEST);
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told.iter().all(|told| told.contains("no mark of capeprep's")), "{told:?}");
    assert_eq!(names(dir.path()), before);
}

#[test]
fn without_locks_a_leftover_is_named_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("out");
    let dead = killed(dir.path(), UNFINISHED, &of(&place));
    let text = read(dead.join(mark::FILE));
    write(&dead.join(mark::FILE), &text.replace("\"locked\": true", "\"locked\": false"));
    let told = clear_leftovers(&place, MANIFEST);
    assert!(told[0].contains("has no locks"), "{told:?}");
    assert!(dead.is_dir());
}

#[test]
fn what_another_machine_left_or_builds_is_named_and_left_alone() {
    for prefix in [UNFINISHED, REPLACED] {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("out");
        let mut mark = of(&place);
        mark.machine.name = Some("another".to_owned());
        mark.machine.boot = Some("another start".to_owned());
        let theirs = killed(dir.path(), prefix, &mark);
        write(&theirs.join("earlier/out").join(MANIFEST), "earlier");
        let told = clear_leftovers(&place, MANIFEST);
        assert!(told[0].contains("of another machine (another)"), "{told:?}");
        assert!(theirs.join("earlier/out").is_dir());
    }
}

#[test]
#[cfg(unix)]
fn a_link_in_the_place_of_a_leftover_is_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let dead = killed(elsewhere.path(), UNFINISHED, &of(&dir.path().join("out")));
    let link = dir.path().join(dead.file_name().unwrap());
    std::os::unix::fs::symlink(&dead, link).unwrap();
    assert_eq!(clear_leftovers(&dir.path().join("out"), MANIFEST).len(), 1);
    assert!(dead.is_dir());
}

#[test]
fn a_file_appears_whole_or_not_at_all_and_replaces_only_when_told() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("sample.csv");
    let written = |text: &str| {
        let mut file = WholeFile::beside(&place, Rights::OwnerOnly).unwrap();
        io::Write::write_all(file.file(), text.as_bytes()).unwrap();
        file
    };
    drop(written("half"));
    assert_eq!(names(dir.path()), [""; 0]);
    written("one").put(false).unwrap();
    let error = written("two").put(false).unwrap_err();
    assert_eq!(error.error.kind(), ErrorKind::AlreadyExists);
    assert_eq!(read(place.clone()), "one");
    written("two").put(true).unwrap();
    assert_eq!(read(place.clone()), "two");
    assert_eq!(names(dir.path()), ["sample.csv"]);
}

#[test]
#[cfg(unix)]
fn what_is_confidential_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let rights = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let dir = tempfile::tempdir().unwrap();
    let (report, key) = (dir.path().join("report"), dir.path().join("key"));
    let aside = Aside::beside(&report, Rights::OwnerOnly).unwrap();
    assert_eq!(rights(aside.temporary()), 0o700);
    aside.put(None, None).unwrap();
    WholeFile::beside(&key, Rights::OwnerOnly).unwrap().put(false).unwrap();
    assert_eq!((rights(&report), rights(&key)), (0o700, 0o600));
}
