//! Small changes, each with the files that make it, pinned byte by byte. A case is a sentence:
//! `tests/migrations/<sentence>/before.toml` is released, then `after.toml` is drafted; `allow.txt` names what may be lost,
//! after a draft without it was stopped. `UPDATE_GOLDEN=1` rewrites what is expected; the diff is then for a person to read.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use driftless_catalog::replay::Replay;
use driftless_catalog::{Catalog, Dialect, lower};
use driftless_hazard::Inspector;
use driftless_migrate::{Allowance, DraftError, Goal, MigrationOutput, Stop, draft, release};
use driftless_output::OutputFile;
use driftless_tests::{repository, tree};

type Folder = BTreeMap<String, String>;

#[test]
fn the_files_of_every_change_are_as_pinned() {
    for case in cases() {
        tree::compare(&case.join("expected"), outcome(&case));
    }
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(repository().join("tests/migrations")).expect("there are cases");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    folders.sort();
    folders
}

/// A schema lowered to a dialect, and to the one that losses are judged by.
struct Lowered {
    catalog: Catalog,
    model: Catalog,
}

impl Lowered {
    fn of(case: &Path, file: &str, dialect: Dialect) -> Self {
        let text = fs::read_to_string(case.join(file)).expect("a case has two schemas");
        let compiled = driftless_resolve::compile_text(file, &text);
        let schema = compiled
            .schema
            .unwrap_or_else(|| panic!("{}: {file} is wrong", case.display()));
        Self {
            catalog: lower(&schema, dialect).catalog,
            model: lower(&schema, Dialect::Postgres).catalog,
        }
    }

    fn goal(&self) -> Goal<'_> {
        Goal {
            catalog: &self.catalog,
            model: &self.model,
        }
    }
}

/// What a case comes to: the files of its draft, what they cost, and what stopped it first.
fn outcome(case: &Path) -> Folder {
    let (mut files, mut hazards, mut stops) = (Folder::new(), String::new(), String::new());
    for dialect in Dialect::ALL {
        let after = Lowered::of(case, "after.toml", dialect);
        let mut folder = released(&Lowered::of(case, "before.toml", dialect));
        let drafted = match draft(after.goal(), &folder, &[]) {
            Ok(drafted) => Some(drafted),
            Err(DraftError::Stopped(stop)) => {
                stops.push_str(&told(dialect, &stop));
                allowed(case).map(|allowed| drafted(&after, &folder, &allowed))
            }
            Err(error) => panic!("{}: {error:?}", case.display()),
        };
        let Some(drafted) = drafted else { continue };
        let sealed = folder.clone();
        write(&mut folder, drafted);
        let again = draft(after.goal(), &folder, &[]).expect("what was allowed stays so");
        let before = folder.clone();
        write(&mut folder, again);
        assert_eq!(folder, before, "a second run changes nothing");
        folder.retain(|name, _| name.ends_with(".sql") && !sealed.contains_key(name));
        hazards.push_str(&costs(dialect, &sealed, &folder));
        files.extend(
            folder
                .into_iter()
                .map(|(name, text)| (format!("{}/{name}", dialect.as_str()), text)),
        );
    }
    files.insert("hazards.txt".to_owned(), hazards);
    files.insert("losses.txt".to_owned(), stops);
    files.retain(|_, text| !text.is_empty());
    files
}

/// A folder whose only migration is sealed.
fn released(before: &Lowered) -> Folder {
    let mut folder = Folder::new();
    write(
        &mut folder,
        draft(before.goal(), &Folder::new(), &[]).expect("a first draft"),
    );
    let sealed = release(before.goal(), None, &folder)
        .expect("a whole folder")
        .expect("a draft");
    folder.extend(sealed.files);
    folder
}

fn write(folder: &mut Folder, output: MigrationOutput) {
    output.withdrawn.iter().for_each(|name| drop(folder.remove(name)));
    for file in output.files {
        let text = OutputFile::from_marked(&file.text).expect("markers are whole").text;
        folder.insert(file.name, text);
    }
}

fn allowed(case: &Path) -> Option<Vec<Allowance>> {
    let text = fs::read_to_string(case.join("allow.txt")).ok()?;
    Some(text.lines().map(|words| words.parse().expect("an allowance")).collect())
}

fn drafted(after: &Lowered, folder: &Folder, allowed: &[Allowance]) -> MigrationOutput {
    draft(after.goal(), folder, allowed).unwrap_or_else(|error| panic!("it is allowed: {error:?}"))
}

fn told(dialect: Dialect, stop: &Stop) -> String {
    let losses = stop.losses.iter().map(|loss| {
        let mut text = format!("{}: {}: {}\n", dialect.as_str(), loss.allowance(), loss.why);
        text.extend(loss.dependents.iter().map(|dependent| format!("  takes {dependent}\n")));
        text.extend(loss.help.iter().map(|help| format!("  help: {help}\n")));
        text.extend(loss.count.iter().map(|count| format!("  count: {count}\n")));
        text
    });
    losses.collect()
}

/// What every statement of the new files costs.
fn costs(dialect: Dialect, sealed: &Folder, fresh: &Folder) -> String {
    let mut replay = Replay::of(Catalog::empty(dialect));
    let ups = |folder: &Folder| -> Vec<(String, String)> {
        let files = folder.iter().filter(|(name, _)| name.ends_with(".up.sql"));
        files.map(|(name, text)| (name.clone(), text.clone())).collect()
    };
    for (_, text) in ups(sealed) {
        replay.apply(&text).expect("the first migration is understood");
    }
    let (mut inspector, mut lines) = (Inspector::of(replay.finish()), String::new());
    for (name, text) in ups(fresh) {
        for statement in inspector.file(&text).expect("what is emitted is understood") {
            for hazard in &statement.hazards {
                let line = text[..statement.range.start].matches('\n').count() + 1;
                let path = format!("{}/{name}", dialect.as_str());
                lines.push_str(&format!(
                    "{path}:{line}: {}: {}\n",
                    hazard.code.as_str(),
                    hazard.message
                ));
            }
        }
    }
    lines
}
