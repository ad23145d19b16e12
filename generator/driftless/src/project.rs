//! A project as it lies on disk: the schema with what it includes, templates, migrations. Everything is read here,
//! before anything is computed, and nothing is ever written here.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Sources, Span};
use driftless_output::settled;
use driftless_syntax::document::Text;
use driftless_syntax::{Document, parse, parse_included};

use crate::inputs::Inputs;
use crate::texts::{SchemaText, Unreadable, is_outside, read_folder_of, read_included, read_schema, unreadable};

/// What the schema is called unless somebody says otherwise.
const SCHEMA: &str = "schema.toml";

/// How a text becomes a document.
type Parse = fn(FileId, &str, &mut Diagnostics) -> Document;

/// A project: its folder and everything that was read from it.
#[derive(Debug)]
pub struct Project {
    /// The folder of the schema; outputs are relative to it.
    pub root: PathBuf,
    /// Every text that was read, for diagnostics.
    pub sources: Sources,
    /// The schema over all its files.
    pub document: Document,
    /// What is wrong with its text.
    pub diagnostics: Diagnostics,
    /// What was read so far; targets read their templates side by side.
    inputs: Mutex<Inputs>,
}

impl Project {
    /// Reads the project of `schema`, or of the nearest schema.toml in or above the working directory.
    ///
    /// # Errors
    /// There is no schema, it cannot be read, or its files are between two states. What is wrong inside it goes to
    /// [`Project::diagnostics`].
    pub fn read(schema: Option<&Path>) -> Result<Self, Unreadable> {
        let file = Self::file(schema)?;
        let root = folder_of(&file);
        let read = read_schema(&file)?;
        if !settled(root) {
            return Err(unsettled());
        }
        let name = file
            .file_name()
            .map_or_else(|| SCHEMA.to_owned(), |name| name.to_string_lossy().into_owned());
        let mut project = Self {
            root: root.to_owned(),
            sources: Sources::default(),
            document: Document::default(),
            diagnostics: Diagnostics::default(),
            inputs: Mutex::default(),
        };
        project.noted(|inputs| inputs.take_schema(&read.text));
        project.document = project.parsed(name, &read, parse);
        project.include();
        Ok(project)
    }

    /// The project of a text that lies nowhere: it has no templates and no history.
    pub fn of_text(text: &str) -> Self {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let document = parse(sources.add(SCHEMA, text), text, &mut diagnostics);
        Self {
            // A folder that nobody has.
            root: PathBuf::from("\u{1}"),
            sources,
            document,
            diagnostics,
            inputs: Mutex::default(),
        }
    }

    /// What a text declares; nothing where it is no text at all.
    fn parsed(&mut self, name: String, read: &SchemaText, parse: Parse) -> Document {
        let id = self.sources.add(name.clone(), read.text.as_str());
        let Some(at) = read.broken_at else {
            return parse(id, &read.text, &mut self.diagnostics);
        };
        self.diagnostics.push(
            Diagnostic::error(Code::UnreadableFile, format!("`{name}` is not UTF-8"))
                .label(Span::new(id, at, at + '\u{fffd}'.len_utf8()), "no text from here on")
                .help("save it as UTF-8"),
        );
        Document::default()
    }

    /// The folder of the project of `schema`, before anything is read.
    ///
    /// # Errors
    /// There is no schema.
    pub(crate) fn root(schema: Option<&Path>) -> Result<PathBuf, Unreadable> {
        Ok(folder_of(&Self::file(schema)?).to_owned())
    }

    /// The file of the schema, which is there.
    ///
    /// # Errors
    /// There is no schema.
    pub(crate) fn file(schema: Option<&Path>) -> Result<PathBuf, Unreadable> {
        let file = schema.map_or_else(Self::nearest, |file| Ok(file.to_owned()))?;
        match fs::metadata(&file) {
            Ok(_) => Ok(file),
            Err(error) => Err(unreadable(&file.display().to_string(), &error)),
        }
    }

    /// The nearest schema.toml in or above the working directory.
    pub(crate) fn nearest() -> Result<PathBuf, Unreadable> {
        nearest(&std::env::current_dir().map_err(|error| unreadable("the working directory", &error))?)
    }

    /// The texts of a folder of the project, by file name; empty where there is none.
    ///
    /// # Errors
    /// The folder or one of its files cannot be read, or it is a link that leads out of the project.
    pub fn folder(&self, folder: &str) -> Result<BTreeMap<String, String>, Unreadable> {
        let texts = read_folder_of(&self.root, folder)?;
        self.noted(|inputs| inputs.take_folder(folder, &texts));
        Ok(texts)
    }

    /// Everything that was read: the texts, for diagnostics, and the digests.
    pub(crate) fn into_read(self) -> (Sources, Inputs) {
        let inputs = self.inputs.into_inner().unwrap_or_else(PoisonError::into_inner);
        (self.sources, inputs)
    }

    fn noted(&self, note: impl FnOnce(&mut Inputs)) {
        note(&mut self.inputs.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Takes in what `include` names, in byte order of the paths.
    fn include(&mut self) {
        let patterns = self
            .document
            .schema
            .as_ref()
            .map(|schema| schema.include.clone())
            .unwrap_or_default();
        let mut seen: Vec<PathBuf> = Vec::new();
        for pattern in patterns {
            match matching(&self.root, pattern.as_str()) {
                Ok(paths) => {
                    self.noted(|inputs| inputs.take_pattern(pattern.as_str(), paths.clone()));
                    let fresh: Vec<PathBuf> = paths.into_iter().filter(|path| !seen.contains(path)).collect();
                    fresh.iter().for_each(|path| self.include_file(path, &pattern));
                    seen.extend(fresh);
                }
                Err((label, help)) => {
                    let headline = format!("`{}` includes nothing", pattern.value);
                    let finding = Diagnostic::error(Code::UnreadableFile, headline);
                    self.diagnostics.push(finding.label(pattern.span, label).help(help));
                }
            }
        }
    }

    fn include_file(&mut self, path: &Path, by: &Text) {
        let shown = path
            .strip_prefix(&self.root)
            .unwrap_or(path)
            .to_string_lossy()
            .replace('\\', "/");
        match read_included(&self.root, path) {
            Ok(read) => {
                self.noted(|inputs| inputs.take_included(path, &read.text));
                let included = self.parsed(shown, &read, parse_included);
                self.document.merge(included);
            }
            Err(problem) => self.diagnostics.push(
                Diagnostic::error(Code::UnreadableFile, problem.message)
                    .label(by.span, "included here")
                    .help(problem.help),
            ),
        }
    }
}

/// What there is to say about files that are neither those of before a run nor those of after it.
pub(crate) fn unsettled() -> Unreadable {
    Unreadable {
        message: "a run that changes the files of this project was interrupted, or is still at it".to_owned(),
        help: "run `driftless gen`, which finishes or takes back what was begun".to_owned(),
    }
}

/// The files that a pattern of `include` names, or what is wrong with it and what to write instead.
pub(crate) fn matching(root: &Path, pattern: &str) -> Result<Vec<PathBuf>, (&'static str, &'static str)> {
    let mut parts = Path::new(pattern).components();
    if parts.any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Err((
            "leads out of the project",
            "write a path below the schema, as in `schema/*.toml`",
        ));
    }
    let base = glob::Pattern::escape(&root.to_string_lossy());
    let found = glob::glob(&format!("{base}/{pattern}"));
    let found = found.map_err(|error| (error.msg, "write a path or a glob, as in `schema/*.toml`"))?;
    // What is no file is told of when it is read.
    let mut paths: Vec<PathBuf> = found.filter_map(Result::ok).filter(|path| !path.is_dir()).collect();
    paths.sort();
    if paths.is_empty() {
        return Err(("no such file", "create it, or remove the entry"));
    }
    Ok(paths)
}

/// The folder of a project, by the file of its schema.
pub(crate) fn folder_of(file: &Path) -> &Path {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// The schema in a folder or the nearest one above it.
fn nearest(folder: &Path) -> Result<PathBuf, Unreadable> {
    let found = folder
        .ancestors()
        .map(|folder| folder.join(SCHEMA))
        .find(|file| file.is_file());
    let found = found.ok_or_else(|| Unreadable {
        message: format!("there is no {SCHEMA} in this folder or above it"),
        help: "start one with `driftless init`, or name it with `--schema FILE`".to_owned(),
    })?;
    // Nobody asked for that file, and diagnostics would print lines of it.
    if found.parent().is_some_and(|root| is_outside(root, &found)) {
        return Err(Unreadable {
            message: format!("{} is a symbolic link that leads out of its folder", found.display()),
            help: "name the file itself with `--schema FILE`".to_owned(),
        });
    }
    Ok(found.strip_prefix(folder).map(Path::to_owned).unwrap_or(found))
}
