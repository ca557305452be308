//! What keeps a full disk from ending the program: the library that writes sheets stops with a panic
//! where a temporary file cannot be written. Here it becomes an error like any other.

use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Does `write`; a panic in it is an error, and prints nothing.
///
/// # Errors
/// Those of `write`, and one that says that temporary files could not be written.
pub(super) fn guarded<T, E: From<io::Error>>(write: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    HOOK.call_once(|| {
        let earlier = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                earlier(panic);
            }
        }));
    });
    let was_guarded = IS_GUARDED.replace(true);
    // What was being written is thrown away with the error.
    let done = catch_unwind(AssertUnwindSafe(write));
    IS_GUARDED.set(was_guarded);
    done.unwrap_or_else(|panic| {
        // A text that was put together may hold what was to be written, unless the system said it.
        let of_system =
            |said: &&str| said.contains("Os {") || said.contains("os error") || full(said);
        let said = panic.downcast_ref::<String>().map(String::as_str).filter(of_system);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
        Err(reason(said).into())
    })
}

/// What to say of a panic with this text: of a failed write the library tells the system's answer.
fn reason(said: &str) -> io::Error {
    let kind = match full(said) {
        true => io::ErrorKind::StorageFull,
        false => io::ErrorKind::Other,
    };
    io::Error::new(kind, format!("the sheets could not be written: {said}"))
}

/// Whether the words tell of a full disk.
fn full(said: &str) -> bool {
    const FULL: [&str; 4] = ["StorageFull", "QuotaExceeded", "os error 28", "FileTooLarge"];
    FULL.iter().any(|word| said.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let stopped: Result<(), io::Error> = guarded(|| panic!("cannot write: {:?}", full()));
        assert_eq!(stopped.unwrap_err().kind(), io::ErrorKind::StorageFull);
        let stopped: Result<(), io::Error> = guarded(|| panic!("a slip of the program"));
        let stopped = stopped.unwrap_err();
        assert_eq!(stopped.kind(), io::ErrorKind::Other);
        assert!(stopped.to_string().contains("a slip of the program"), "{stopped}");
        let name = "Bluewater Toys".to_owned();
        let stopped: Result<(), io::Error> = guarded(|| panic!("no such sheet: {name}"));
        assert!(!stopped.unwrap_err().to_string().contains("Bluewater"));
        assert_eq!(guarded(|| Ok::<u8, io::Error>(7)).unwrap(), 7);
    }
}
