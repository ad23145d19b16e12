//! `explain`: from a generated line, a name or a pointer back to the line of the schema it comes from, and on to every
//! other place the same declaration was emitted to. Works from what the schema says now, not from files on disk.

use std::path::Path;

use driftless_diagnostics::{Format, Span};
use driftless_output::OutputSet;

use super::answer::{Answer, Place, render};
use super::{print, report_failure, say};
use crate::Status;
use crate::arguments::Explain;
use crate::compile::{Traced, trace};
use crate::project::Project;

mod declarations;

/// Explains.
pub(super) fn run(schema: Option<&Path>, options: &Explain) -> Status {
    let project = Project::read(schema);
    let root = project.as_ref().map(|project| project.root.clone()).unwrap_or_default();
    let traced = match project.map_err(Into::into).and_then(trace) {
        Ok(traced) => traced,
        Err(failure) => return report_failure(failure, Format::Human),
    };
    let what = options.what.trim();
    match spans(&traced, &root, what) {
        Ok(spans) => {
            let answers: Vec<Answer> = spans.iter().map(|span| answer(&traced, what, *span)).collect();
            print(&render(&answers, options.format));
            Status::Done
        }
        Err(help) => {
            say(&format!(
                "error: nothing generated is called `{what}`\n  = help: {help}"
            ));
            Status::Unusable
        }
    }
}

/// The declarations that `what` may mean: one as a rule, several where a name exists in several outputs.
fn spans(traced: &Traced, root: &Path, what: &str) -> Result<Vec<Span>, String> {
    if let Some((file, line)) = file_and_line(what) {
        return at_line(traced, root, file, line).map(|span| vec![span]);
    }
    let mut spans: Vec<Span> = declarations::find(&traced.schema, what).into_iter().collect();
    spans.extend(named(&traced.outputs, what.trim_start_matches('#')));
    spans.sort();
    spans.dedup();
    if spans.is_empty() {
        let near = declarations::closest(&traced.schema, what);
        return Err(near.map_or_else(
            || "name a file and line, a constraint, a JSON pointer, a Rust path, or `Entity.field`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        ));
    }
    Ok(spans)
}

/// Declarations that some output gave this name, whole or without what stands before it: databases report a constraint
/// without its table, compilers a type behind the path of its module.
fn named(outputs: &OutputSet, what: &str) -> Vec<Span> {
    let segments: Vec<&str> = what.split("::").collect();
    let forms = match segments.as_slice() {
        [.., owner, member] => vec![what.to_owned(), format!("{owner}.{member}"), (*member).to_owned()],
        _ => vec![what.to_owned()],
    };
    let mut found = forms.iter().map(|form| spans_named(outputs, form));
    found.find(|spans| !spans.is_empty()).unwrap_or_default()
}

fn spans_named(outputs: &OutputSet, what: &str) -> Vec<Span> {
    let ends = |name: &str| {
        name.strip_suffix(what)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with(['.', ':', '#']))
    };
    let anchors = outputs.iter().flat_map(|(_, file)| &file.anchors);
    anchors
        .filter(|anchor| anchor.name.as_deref().is_some_and(ends))
        .map(|anchor| anchor.span)
        .collect()
}

/// `path:12` and, as editors print it, `path:12:4`.
fn file_and_line(what: &str) -> Option<(&str, usize)> {
    let (head, last) = what.rsplit_once(':')?;
    let last = last.parse::<usize>().ok()?;
    match head
        .rsplit_once(':')
        .and_then(|(file, line)| Some((file, line.parse::<usize>().ok()?)))
    {
        Some(found) => Some(found),
        None => Some((head, last)),
    }
}

fn at_line(traced: &Traced, root: &Path, file: &str, line: usize) -> Result<Span, String> {
    let path = known_path(&traced.outputs, root, file)
        .ok_or_else(|| format!("`{file}` is not one of the files that `driftless gen` writes"))?;
    let output = traced.outputs.get(&path).ok_or("the file is not generated")?;
    if line == 0 || line > output.text.lines().count() {
        return Err(format!("`{path}` has {} lines", output.text.lines().count()));
    }
    let on_disk = std::fs::read_to_string(root.join(&path)).unwrap_or_default();
    if on_disk.replace("\r\n", "\n") != output.text {
        say(&format!(
            "note: {path} on disk is not what the schema says now; its lines may differ (run `driftless gen`)"
        ));
    }
    let anchors = traced.outputs.anchors_at(&path, line);
    let innermost = anchors
        .last()
        .ok_or("that line comes from no declaration; it is the same for every schema")?;
    Ok(innermost.span)
}

/// An output by the path people have at hand: relative to the schema, to the working directory, or absolute.
fn known_path(outputs: &OutputSet, root: &Path, file: &str) -> Option<String> {
    let plain = file.trim_start_matches("./").replace('\\', "/");
    if outputs.get(&plain).is_some() {
        return Some(plain);
    }
    let (root, file) = (root.canonicalize().ok()?, Path::new(file).canonicalize().ok()?);
    let relative = file.strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/");
    outputs.get(&relative).map(|_| relative)
}

fn answer(traced: &Traced, what: &str, span: Span) -> Answer {
    let source = traced.sources.get(span.file);
    let location = traced.sources.location(span);
    let line = location
        .as_ref()
        .zip(source)
        .and_then(|(place, source)| source.text().lines().nth(place.line - 1));
    let mut emitted = Vec::new();
    for (path, output) in traced.outputs.iter() {
        let anchors = output.anchors.iter().filter(|anchor| anchor.span == span);
        emitted.extend(anchors.map(|anchor| Place {
            path: path.to_owned(),
            line: anchor.line,
            name: anchor.name.clone(),
        }));
    }
    Answer {
        what: what.to_owned(),
        location,
        line: line.unwrap_or_default().to_owned(),
        emitted,
    }
}
