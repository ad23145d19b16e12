//! What a process costs. In: a command. Out: processor time, time, and the most memory it had.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// What a process took.
#[derive(Clone, Copy)]
pub struct Cost {
    /// Its own and the system's work for it.
    pub processor: Duration,
    /// From start to end.
    pub wall: Duration,
    /// Bytes at its largest.
    pub memory: u64,
}

/// Runs a command that has to succeed.
pub fn cost(command: &mut Command) -> Cost {
    let begin = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let used = child.wait4().expect("it ends");
    assert!(used.status.success(), "{command:?} ended with {}", used.status);
    Cost {
        processor: used.rusage.utime + used.rusage.stime,
        wall: begin.elapsed(),
        memory: used.rusage.maxrss,
    }
}

/// The run that took the processor least; other work on the machine hardly counts then.
pub fn least(runs: usize, mut run: impl FnMut() -> Cost) -> Cost {
    let costs = (0..runs).map(|_| run());
    costs.min_by_key(|cost| cost.processor).expect("one run at least")
}
