//! Who may change the files of a project. In: the project's folder. Out: a [`Lock`], which one run holds at a time, from
//! before it reads until its last file is in place; and [`undisturbed()`], for runs that only read and must not hold up
//! anybody. The system takes a lock back from a process that dies, so none is ever stale.

use crate::error::SyncError;
use crate::journal::JOURNAL;
use crate::project::{Project, refused};
use crate::recovery::recover;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

/// For how long another run is waited for in silence.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often it is asked for.
const PAUSE: Duration = Duration::from_millis(10);

/// How often a reader begins again before it gives way to those who write.
const ATTEMPTS: usize = 20;

/// The right to change the files of a project; it ends when this is dropped.
#[derive(Debug)]
pub struct Lock {
    /// Open for as long as the lock is held.
    _folder: File,
    mended: bool,
}

impl Lock {
    /// Waits until no other run changes the project at `root`, then finishes or takes back what a run that was killed
    /// left behind. `waiting` is told when that takes longer than a moment, with the process that is waited for where
    /// the system knows it.
    ///
    /// # Errors
    /// The folder cannot be opened, or what was left behind can be neither finished nor taken back.
    pub fn take(root: &Path, waiting: impl FnOnce(Option<u32>)) -> Result<Self, SyncError> {
        let mut project = Project::open(root)?;
        let place = project.locate("");
        let folder = open(&place).and_then(|folder| acquire(&folder, || waiting(holder(&place))).map(|()| folder));
        let folder = folder.map_err(|error| refused("lock", &place.display().to_string(), error))?;
        Ok(Self {
            _folder: folder,
            mended: recover(&mut project)?,
        })
    }

    /// Whether a run before this one had not come to its end.
    pub fn mended(&self) -> bool {
        self.mended
    }
}

/// What `read` makes of the files of the project at `root` while no run changes them. Nothing where the last run did not
/// come to its end, or where others write all the time.
pub fn undisturbed<T>(root: &Path, mut read: impl FnMut() -> T) -> Option<T> {
    for _ in 0..ATTEMPTS {
        let before = last_change(root);
        if !settled(root) {
            return None;
        }
        let made = read();
        if settled(root) && last_change(root) == before {
            return Some(made);
        }
    }
    None
}

/// Whether the last run that changed files of the project at `root` came to its end. One that is still at it is given a
/// moment.
pub fn settled(root: &Path) -> bool {
    let started = Instant::now();
    while fs::symlink_metadata(root.join(JOURNAL)).is_ok() {
        let alive = open(root).is_ok_and(|folder| matches!(folder.try_lock_shared(), Err(TryLockError::WouldBlock)));
        if !alive {
            // It may have ended between the two questions.
            return fs::symlink_metadata(root.join(JOURNAL)).is_err();
        }
        if started.elapsed() > PATIENCE {
            return false;
        }
        sleep(PAUSE);
    }
    true
}

/// Moves on with every run that changes files: its journal comes and goes in the folder.
fn last_change(root: &Path) -> Option<SystemTime> {
    fs::metadata(root).and_then(|folder| folder.modified()).ok()
}

/// What is locked: the folder itself, so that nothing lies about that git or a watching program would see.
#[cfg(unix)]
fn open(root: &Path) -> io::Result<File> {
    File::open(root)
}

/// What is locked: an empty file, as other systems lock no folders.
#[cfg(not(unix))]
fn open(root: &Path) -> io::Result<File> {
    let file = root.join(".driftless-lock");
    File::options().create(true).truncate(false).write(true).open(file)
}

fn acquire(folder: &File, waiting: impl FnOnce()) -> io::Result<()> {
    let started = Instant::now();
    let locked = loop {
        match folder.try_lock() {
            Ok(()) => break Ok(()),
            Err(TryLockError::Error(error)) => break Err(error),
            Err(TryLockError::WouldBlock) if started.elapsed() > PATIENCE => {
                waiting();
                break folder.lock();
            }
            Err(TryLockError::WouldBlock) => sleep(PAUSE),
        }
    };
    // A file system without locks is no reason not to write; the journal does without them.
    locked.or_else(|error| match error.kind() {
        ErrorKind::Unsupported => Ok(()),
        _ => Err(error),
    })
}

/// The process that holds the lock on a folder, where the system tells.
fn holder(folder: &Path) -> Option<u32> {
    let locks = fs::read_to_string("/proc/locks").ok()?;
    // `1: FLOCK  ADVISORY  WRITE 4711 fe:00:6168628 0 EOF`
    let holders = locks.lines().filter(|line| line.contains("FLOCK"));
    let mut processes = holders.filter_map(|line| line.split_whitespace().nth(4)?.parse().ok());
    processes.find(|&process| has_open(process, folder))
}

fn has_open(process: u32, folder: &Path) -> bool {
    let files = fs::read_dir(format!("/proc/{process}/fd"));
    files.is_ok_and(|files| {
        files
            .flatten()
            .any(|file| fs::read_link(file.path()).is_ok_and(|place| place == folder))
    })
}
