//! `gen`: compile, compare with the disk, write what differs. `--check` and `--dry-run` are the same path without the
//! last step.

use std::path::Path;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Format, Severity, Sources};
use driftless_output::{Counts, Entry, Mode, Options, Report, State, sync, undisturbed, unified_diff};

use super::{hold, print, report_diagnostics, report_failure, say};
use crate::arguments::Gen;
use crate::compile::{Compiled, compile};
use crate::failure::Failure;
use crate::fingerprint::{self, Said};
use crate::project::{Project, folder_of, unsettled};
use crate::texts::Unreadable;
use crate::{MANIFEST, Status, VERSION, costs, migrations};

/// A longer diff is read with a tool for it.
const DIFF_LINES: usize = 60;

/// Generates.
pub(super) fn run(schema: Option<&Path>, options: &Gen) -> Status {
    let format = Format::from(options.format);
    let file = match Project::file(schema) {
        Ok(file) => file,
        Err(problem) => return report_failure(problem.into(), format),
    };
    let mode = match (options.check, options.dry_run) {
        (true, _) => Mode::Check,
        (false, true) => Mode::DryRun,
        (false, false) => return write(&file, schema, options, format),
    };
    match undisturbed(folder_of(&file), || generated(schema, options, mode)) {
        Some(Ok((compiled, report))) => conclude(&compiled, &report, options, format, mode),
        Some(Err(failure)) => report_failure(failure, format),
        None => report_unsettled(format),
    }
}

fn write(file: &Path, schema: Option<&Path>, options: &Gen, format: Format) -> Status {
    let root = folder_of(file);
    let lock = match hold(root) {
        Ok(lock) => lock,
        Err(error) => return report_failure(error.into(), format),
    };
    if let Some(said) = fingerprint::recall(root, file, options) {
        report_diagnostics(&Diagnostics::default(), &Sources::default(), format);
        let unchanged = said.files;
        print_sums(Counts {
            unchanged,
            ..Counts::default()
        });
        say_gaps(said.gaps);
        return Status::Done;
    }
    let mode = Mode::Write(&lock);
    match generated(schema, options, mode) {
        Ok((compiled, report)) => {
            let status = conclude(&compiled, &report, options, format, mode);
            remember(file, options, compiled, &report);
            status
        }
        Err(failure) => report_failure(failure, format),
    }
}

/// The project as it is now, compiled, and what that makes of its files.
fn generated(schema: Option<&Path>, options: &Gen, mode: Mode<'_>) -> Result<(Compiled, Report), Failure> {
    let project = Project::read(schema)?;
    let root = project.root.clone();
    let compiled = compile(project, &options.allow)?;
    let settings = Options {
        manifest: Some(MANIFEST),
        tool_version: VERSION,
    };
    let report = sync(&root, &compiled.outputs, &settings, mode)?;
    Ok((compiled, report))
}

/// Files between two states are not what any schema says.
fn report_unsettled(format: Format) -> Status {
    let Unreadable { message, help } = unsettled();
    let finding = Diagnostic::error(Code::StaleFile, message).help(help);
    report_diagnostics(&std::iter::once(finding).collect(), &Sources::default(), format);
    Status::Findings
}

fn conclude(compiled: &Compiled, report: &Report, options: &Gen, format: Format, mode: Mode<'_>) -> Status {
    let mut findings: Diagnostics = compiled
        .diagnostics
        .iter()
        .filter(|found| found.severity > Severity::Note)
        .cloned()
        .collect();
    if !matches!(mode, Mode::Check) {
        report_diagnostics(&findings, &compiled.sources, format);
        if format == Format::Human {
            print(&compiled.costs.iter().map(costs::told).collect::<String>());
        }
        print_changes(report, mode);
        say_gaps(gaps(&compiled.diagnostics));
        return Status::Done;
    }
    let mut drifted: Vec<Diagnostic> = report.differences().map(|entry| difference(entry, report)).collect();
    if options.released {
        drifted.extend(migrations::unreleased(&compiled.schema, &compiled.outputs));
    }
    let clean = drifted.is_empty();
    if format == Format::Human {
        report_diagnostics(&findings, &compiled.sources, format);
        print_differences(report, &drifted);
    } else {
        findings.extend(drifted);
        report_diagnostics(&findings, &compiled.sources, format);
    }
    if clean { Status::Done } else { Status::Findings }
}

/// Rules that some output leaves to others are the author's to know, but not at every run in full.
fn say_gaps(gaps: usize) {
    if gaps > 0 {
        say(&format!(
            "{gaps} rules are not enforced by every output; `driftless lint` lists them"
        ));
    }
}

fn gaps(diagnostics: &Diagnostics) -> usize {
    diagnostics.iter().filter(|found| found.code == Code::Gap).count()
}

/// Keeps the fingerprint of a run that found nothing wrong: one like it that follows need not compile.
fn remember(schema: &Path, options: &Gen, compiled: Compiled, report: &Report) {
    let quiet = compiled
        .diagnostics
        .iter()
        .all(|finding| finding.severity == Severity::Note);
    let counts = report.counts();
    let Some(manifest) = report.manifest.clone().filter(|_| quiet && counts.kept == 0) else {
        return;
    };
    let said = Said {
        files: counts.unchanged + counts.created + counts.updated,
        gaps: gaps(&compiled.diagnostics),
    };
    let mut inputs = compiled.inputs;
    for entry in report.differences() {
        inputs.wrote(&entry.path, entry.after.as_deref());
    }
    fingerprint::keep(schema, options, inputs, manifest, said);
}

/// One line for each file that differs.
pub(super) fn print_changes(report: &Report, mode: Mode<'_>) {
    let mut text = String::new();
    for entry in report.differences() {
        text.push_str(&format!("{:<9} {}\n", word(entry.state), entry.path));
        if matches!(mode, Mode::DryRun) {
            text.push_str(&indented(&unified_diff(entry, DIFF_LINES)));
        }
    }
    print(&text);
    print_sums(report.counts());
    if matches!(mode, Mode::DryRun) {
        say("nothing was written: this was a dry run");
    }
}

fn print_differences(report: &Report, drifted: &[Diagnostic]) {
    if drifted.is_empty() {
        print(&format!("{} files are up to date\n", report.entries.len()));
        return;
    }
    let mut text = String::new();
    for entry in report.differences() {
        text.push_str(&format!("{}\n", difference(entry, report).message));
        // Of a file that is missing or must go, every line differs: its name says it all.
        if matches!(entry.state, State::Stale | State::Edited) {
            text.push_str(&indented(&unified_diff(entry, DIFF_LINES)));
        }
    }
    for finding in drifted
        .iter()
        .filter(|finding| finding.code == Code::UnreleasedMigration)
    {
        text.push_str(&format!("{}\n", finding.message));
    }
    print(&text);
    let help = drifted
        .iter()
        .filter_map(|finding| finding.help.as_deref())
        .next_back()
        .unwrap_or("run `driftless gen`");
    say(&format!(
        "{} of {} files differ; {help}",
        report.differences().count(),
        report.entries.len()
    ));
}

fn indented(diff: &str) -> String {
    diff.lines().map(|line| format!("    {line}\n")).collect()
}

/// What a difference is to CI.
fn difference(entry: &Entry, report: &Report) -> Diagnostic {
    let (code, what) = match entry.state {
        State::Missing => (Code::MissingFile, "is missing"),
        State::Edited => (Code::EditedFile, "was edited by hand"),
        State::Orphaned => (Code::OrphanedFile, "is no longer generated"),
        State::OrphanEdited => (Code::OrphanedFile, "is no longer generated, and was edited by hand"),
        State::Withdrawn => (Code::StaleFile, "is a draft that is no longer planned"),
        State::Stale | State::Unchanged if report.other_version.is_some() => {
            (Code::OtherVersion, "was made by another version")
        }
        State::Stale | State::Unchanged => (Code::StaleFile, "is not what the schema says"),
    };
    let mut finding = Diagnostic::error(code, format!("`{}` {what}", entry.path)).help(match entry.state {
        State::OrphanEdited => "move it away or delete it",
        _ => "run `driftless gen` and commit the result",
    });
    finding.source = Some(entry.path.clone());
    finding
}

fn word(state: State) -> &'static str {
    match state {
        State::Unchanged => "unchanged",
        State::Missing => "created",
        State::Stale | State::Edited => "updated",
        State::Orphaned | State::Withdrawn => "removed",
        State::OrphanEdited => "kept",
    }
}

fn print_sums(counts: Counts) {
    let kept = if counts.kept == 0 {
        String::new()
    } else {
        format!(", {} kept", counts.kept)
    };
    print(&format!(
        "{} created, {} updated, {} removed, {} unchanged{kept}\n",
        counts.created, counts.updated, counts.removed, counts.unchanged
    ));
}
