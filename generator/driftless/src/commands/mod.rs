//! One file per command. Results go to stdout, everything else to stderr.

mod agree;
mod answer;
mod changes;
mod completions;
mod diff;
mod explain;
mod generate;
mod init;
mod lint;
mod migrate;
mod schema;

use std::io::IsTerminal;
use std::path::Path;

use driftless_diagnostics::{Colour, Diagnostics, Format, Sources, render};
use driftless_output::{Lock, SyncError};

use crate::arguments::{Arguments, Command};
use crate::failure::Failure;
use crate::losses::{self, Stopped};
use crate::{Status, VERSION};

/// Runs a command.
pub fn run(arguments: &Arguments) -> Status {
    let schema = arguments.schema.as_deref();
    match &arguments.command {
        Command::Gen(options) => generate::run(schema, options),
        Command::Lint(options) => lint::run(schema, options),
        Command::Agree(options) => agree::run(schema, options),
        Command::Diff(options) => diff::run(schema, options),
        Command::Explain(options) => explain::run(schema, options),
        Command::Migrate(command) => migrate::run(schema, command),
        Command::Schema => schema::run(),
        Command::Init(options) => init::run(options),
        Command::Completions { shell } => completions::run(*shell),
    }
}

/// Prints text where results go. A reader that has gone away (`| head`) is no error.
fn print(text: &str) {
    use std::io::Write;
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Says something beside the result.
fn say(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Reports what stopped a run.
fn report_failure(failure: Failure, format: Format) -> Status {
    match failure {
        Failure::Unreadable(problem) => {
            say(&format!("error: {}\n  = help: {}", problem.message, problem.help));
            Status::Unusable
        }
        Failure::Wrong { sources, diagnostics } => {
            report_diagnostics(&diagnostics, &sources, format);
            Status::Unusable
        }
        Failure::Migrations { sources, diagnostics } => {
            report_diagnostics(&diagnostics, &sources, format);
            Status::Findings
        }
        Failure::Loss { sources, stopped } => {
            report_losses(&stopped, &sources, format);
            Status::Findings
        }
        Failure::Files(error) => report_sync_error(&error),
        Failure::Template(error) => {
            say(&format!(
                "error: {error}\n  = help: mend the template; docs/templates.md lists what it may ask for"
            ));
            Status::Unusable
        }
        Failure::Bug(error) => {
            say(&format!(
                "error: {error}\n  = help: nothing was written; this is a bug in driftless, please report it"
            ));
            Status::Bug
        }
    }
}

/// Reports what kept a run from comparing or writing.
fn report_sync_error(error: &SyncError) -> Status {
    say(&format!("error: {error}\n  = help: {}", error.help()));
    Status::Unusable
}

/// Takes the lock of a project, for a run that changes its files: before it reads them, so that they are still what it read
/// when it writes.
fn hold(root: &Path) -> Result<Lock, SyncError> {
    let lock = Lock::take(root, |process| {
        let who = process.map_or(String::new(), |process| format!(" (process {process})"));
        say(&format!("waiting for another run{who} to finish with this project"));
    })?;
    if lock.mended() {
        say("an earlier run was interrupted: what it had begun is now finished or taken back");
    }
    Ok(lock)
}

/// What would be lost, and the plan that would lose it.
fn report_losses(stopped: &[Stopped], sources: &Sources, format: Format) {
    let findings: Diagnostics = losses::findings(stopped).into_iter().collect();
    report_diagnostics(&findings, sources, format);
    if format != Format::Human {
        return;
    }
    for one in stopped {
        for file in one.stop.files.iter().filter(|file| file.name.ends_with(".up.sql")) {
            let path = one.database.file(&file.name);
            let text = driftless_output::OutputFile::from_marked(&file.text).map(|file| file.text);
            print(&format!("-- would be {path}\n{}\n", text.unwrap_or_default()));
        }
    }
    say("nothing was written: the migration would lose what is listed above");
}

/// People read diagnostics on stderr; machines asked for a report and find it on stdout.
fn report_diagnostics(diagnostics: &Diagnostics, sources: &Sources, format: Format) {
    if format == Format::Human {
        let text = render(
            diagnostics,
            sources,
            format,
            colour(std::io::stderr().is_terminal()),
            VERSION,
        );
        if !text.is_empty() {
            say(text.trim_end());
        }
    } else {
        print(&render(diagnostics, sources, format, Colour::Never, VERSION));
    }
}

/// Colour on a terminal only, and not where `NO_COLOR` asks for none.
fn colour(terminal: bool) -> Colour {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if terminal && !refused {
        Colour::Always
    } else {
        Colour::Never
    }
}
