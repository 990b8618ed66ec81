//! Checks many files on all cores, tells of them in chunks, and can be stopped.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use seatkeeper_adapters::{FileEntry, SystemClock, read_license_file};
use seatkeeper_core::{
    check::{self, Check, Context},
    file::FileFault,
};

/// A chunk goes to the page when it has this many files, or is this old: often enough to be seen moving,
/// seldom enough that the page answers its reader.
const CHUNK: usize = 64;
const CHUNK_AGE: Duration = Duration::from_millis(60);

/// One file and what was found in it.
pub struct Checked {
    /// The file.
    pub path: PathBuf,
    /// One check for each license found, at least one.
    pub checks: Vec<Check>,
}

/// The batches that run, by number.
#[derive(Default)]
pub struct Batches {
    running: Mutex<BTreeMap<u32, Arc<AtomicBool>>>,
    last_id: AtomicUsize,
}

impl Batches {
    /// Begins a batch: its number, and the flag that stops it.
    pub fn begin(&self) -> (u32, Arc<AtomicBool>) {
        let id = u32::try_from(self.last_id.fetch_add(1, Ordering::Relaxed) + 1).unwrap_or(u32::MAX);
        let stop = Arc::new(AtomicBool::new(false));
        self.lock().insert(id, Arc::clone(&stop));
        (id, stop)
    }

    /// Asks a batch to stop; a batch that has ended is past asking.
    pub fn cancel(&self, id: u32) {
        if let Some(stop) = self.lock().get(&id) {
            stop.store(true, Ordering::Relaxed);
        }
    }

    /// Forgets a batch that has ended.
    pub fn end(&self, id: u32) {
        self.lock().remove(&id);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<u32, Arc<AtomicBool>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Checks every file and hands the results over in chunks, on the calling thread.
pub fn run(files: &[FileEntry], ctx: &Context<'_>, stop: &AtomicBool, mut take: impl FnMut(Vec<Checked>)) {
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(2, usize::from).min(files.len());
    thread::scope(|scope| {
        let (sender, results) = mpsc::channel();
        for _ in 0..workers {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed)
                    && let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    wait_as_asked();
                    if sender.send(check_entry(file, ctx)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        // The first result goes at once: with one file it is the whole answer.
        while let Ok(first) = results.recv() {
            let mut chunk = vec![first];
            let age = SystemClock.stopwatch();
            while files.len() > 1
                && chunk.len() < CHUNK
                && let Some(left) = CHUNK_AGE.checked_sub(age.elapsed())
                && let Ok(result) = results.recv_timeout(left)
            {
                chunk.push(result);
            }
            take(chunk);
        }
    });
}

fn check_entry(file: &FileEntry, ctx: &Context<'_>) -> Checked {
    let checks = match file {
        FileEntry::File(path) => check_file(path, ctx),
        FileEntry::Fault(_, fault) => vec![check::check_unreadable(fault.clone(), ctx)],
    };
    Checked { path: file.path().to_owned(), checks }
}

fn check_file(path: &Path, ctx: &Context<'_>) -> Vec<Check> {
    let read: Result<Vec<u8>, FileFault> = read_license_file(path);
    match read {
        Ok(bytes) => check::check_bytes(&bytes, ctx),
        Err(fault) => vec![check::check_unreadable(fault, ctx)],
    }
}

/// A test build can be made slow, so that there is time to press Cancel.
fn wait_as_asked() {
    #[cfg(feature = "test-hooks")]
    if let Some(millis) = std::env::var("SEATKEEPER_TEST_SLOW").ok().and_then(|text| text.parse().ok()) {
        thread::sleep(Duration::from_millis(millis));
    }
}
