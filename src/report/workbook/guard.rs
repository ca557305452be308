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
    done.unwrap_or_else(|_| {
        let text = "its temporary files beside the report could not be written";
        Err(io::Error::new(io::ErrorKind::StorageFull, text).into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        let stopped: Result<(), io::Error> = guarded(|| panic!("cannot write"));
        assert_eq!(stopped.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(guarded(|| Ok::<u8, io::Error>(7)).unwrap(), 7);
    }
}
