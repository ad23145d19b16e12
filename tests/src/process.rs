//! Runs a program to its end and keeps what it said.
//!
//! A program that is not there is a panic with the instruction; a program that refuses its input is a result.

use std::ffi::OsStr;
use std::io::{ErrorKind, Seek, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// What a finished program left behind.
#[derive(Debug, Clone)]
pub struct Ran {
    /// The program and its arguments, for messages.
    pub command: String,
    /// The exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// Everything it wrote to standard output.
    pub stdout: String,
    /// Everything it wrote to standard error.
    pub stderr: String,
}

impl Ran {
    /// True when the program exited with 0.
    pub fn succeeded(&self) -> bool {
        self.code == Some(0)
    }

    /// Standard output and standard error, one after the other.
    pub fn text(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// Standard output of a program that must succeed.
    #[track_caller]
    pub fn passed(self) -> String {
        assert!(
            self.succeeded(),
            "`{}` ended with {:?}:\n{}",
            self.command,
            self.code,
            self.text()
        );
        self.stdout
    }

    /// Everything said by a program that must refuse its input.
    #[track_caller]
    pub fn refused(self) -> String {
        assert!(
            !self.succeeded(),
            "`{}` succeeded, but had to refuse its input:\n{}",
            self.command,
            self.text()
        );
        self.text()
    }
}

/// Runs `command` without input.
#[track_caller]
pub fn run(command: &mut Command) -> Ran {
    finish(command.stdin(Stdio::null()))
}

/// Runs `command` with `input` as its standard input.
#[track_caller]
pub fn run_with_input(command: &mut Command, input: &str) -> Ran {
    // A file instead of a pipe: a program may fill its own output before it has read all of ours.
    let mut file = tempfile::tempfile().expect("a temporary file can be made");
    file.write_all(input.as_bytes())
        .and_then(|()| file.rewind())
        .expect("a temporary file can be written");
    finish(command.stdin(file))
}

/// A command whose messages are in English, on any machine, and which remembers nothing of the run before: where a test
/// runs a program twice, the second run does all the work again.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.env("LC_ALL", "C.UTF-8").env("XDG_CACHE_HOME", "/dev/null");
    command
}

/// Panics with the instruction unless `file`, part of `tool`, exists.
#[track_caller]
pub fn require(tool: &str, file: &Path) {
    assert!(
        file.exists(),
        "{tool} is not installed ({} is missing): run `tests/run`",
        file.display()
    );
}

#[track_caller]
fn finish(command: &mut Command) -> Ran {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => panic!("`{program}` was not found: run `tests/run`"),
        Err(error) => panic!("`{program}` could not be started: {error}"),
    };
    let words = command.get_args().map(|word| word.to_string_lossy());
    Ran {
        command: std::iter::once(program.as_str().into())
            .chain(words)
            .collect::<Vec<_>>()
            .join(" "),
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
