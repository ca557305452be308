//! Making sure that what is written stays when the power fails.

use super::{Refused, refused};
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;

/// Threads that wait for the disk.
const THREADS: usize = 4;
/// Files that wait for a thread. Each is open, and a process may not open many.
const WAITING: usize = 8;

/// Files on their way to the disk while others are still written. Dropped without [`Syncs::end`] it
/// gives up.
#[derive(Default)]
pub struct Syncs {
    running: OnceLock<Running>,
    told: Arc<ToldByThreads>,
}

struct Running {
    queue: SyncSender<(PathBuf, File)>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct ToldByThreads {
    is_given_up: AtomicBool,
    failed: Mutex<Option<Refused>>,
}

impl Syncs {
    /// Takes a file that is written; messages name it as `shown`.
    pub fn put(&self, shown: PathBuf, file: File) {
        let running = self.running.get_or_init(|| self.start());
        if let Err(error) = running.queue.send((shown, file)) {
            let (shown, file) = error.0;
            self.told.sync(&shown, &file);
        }
    }

    fn start(&self) -> Running {
        let (queue, waiting) = sync_channel(WAITING);
        let waiting = Arc::new(Mutex::new(waiting));
        let threads = (0..THREADS).filter_map(|_| {
            let (waiting, told) = (Arc::clone(&waiting), Arc::clone(&self.told));
            // With no thread at all the queue has no end, and the file is synced at once.
            std::thread::Builder::new().spawn(move || told.sync_all(&waiting)).ok()
        });
        let threads = threads.collect();
        Running { queue, threads }
    }

    /// Waits until all files are on the disk.
    ///
    /// # Errors
    /// One of them could not be brought there.
    pub fn end(mut self) -> Result<(), Refused> {
        self.join();
        let failed = &self.told.failed;
        failed.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(Ok(()), Err)
    }

    fn join(&mut self) {
        let Some(Running { queue, threads }) = self.running.take() else { return };
        drop(queue);
        for thread in threads {
            let _ = thread.join();
        }
    }
}

impl Drop for Syncs {
    fn drop(&mut self) {
        self.told.is_given_up.store(true, Ordering::Relaxed);
        self.join();
    }
}

impl ToldByThreads {
    fn sync_all(&self, waiting: &Mutex<Receiver<(PathBuf, File)>>) {
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((shown, file)) = next else { return };
            if !self.is_given_up.load(Ordering::Relaxed) {
                self.sync(&shown, &file);
            }
        }
    }

    fn sync(&self, shown: &Path, file: &File) {
        if let Err(error) = sync_file(file) {
            let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
            failed.get_or_insert(refused("bring to the disk", shown)(error));
        }
    }
}

/// Brings a file to the disk, where the file system has such an operation.
///
/// # Errors
/// What was written is not on the disk.
pub(super) fn sync_file(file: &File) -> io::Result<()> {
    unless_unknown(file.sync_all())
}

/// Brings a directory to the disk: which names it holds. On Windows it needs no call.
///
/// # Errors
/// What was renamed may not be there after a power failure.
pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(dir) {
        // A directory one may write into and not list.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        opened => unless_unknown(opened?.sync_all()),
    }
}

/// Brings a directory to the disk, with all directories in it.
pub(super) fn sync_dirs(dir: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_dirs(&entry.path())?;
        }
    }
    sync_dir(dir)
}

/// Some file systems of networks and of containers do not know the operation; then there is nothing
/// to be made sure of.
fn unless_unknown(synced: io::Result<()>) -> io::Result<()> {
    match synced {
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => {
            Ok(())
        }
        synced => synced,
    }
}
