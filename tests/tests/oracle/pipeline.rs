//! From the text of a schema to migrations. In: text, and a migrations folder. Out: a Catalog, drafts, sealed folders.

use std::collections::BTreeMap;

use driftless_catalog::{Catalog, Dialect, lower};
use driftless_migrate::{Allowance, DraftError, Goal, draft, release};
use driftless_output::OutputFile;

/// The texts of a migrations folder.
pub(crate) type Folder = BTreeMap<String, String>;

/// What drafting came to.
pub(crate) enum Drafted {
    /// The folder with the draft in it, and the stems of the draft's migrations in order.
    Files(Folder, Vec<String>),
    /// What would be lost: the code and object that allow it.
    Stopped(Vec<Loss>),
    Refused(String),
    Bug(String),
}

/// Something that the loss gate stopped at.
#[derive(Debug, Clone)]
pub(crate) struct Loss {
    pub(crate) allowance: Allowance,
    pub(crate) object: String,
    /// No word allows it.
    pub(crate) final_word: bool,
}

/// What a database shall hold, in its own dialect and in the one that says most.
pub(crate) struct Wanted {
    /// The schema.
    pub(crate) text: String,
    catalog: Catalog,
    model: Catalog,
}

impl Wanted {
    fn goal(&self) -> Goal<'_> {
        Goal {
            catalog: &self.catalog,
            model: &self.model,
        }
    }
}

impl Loss {
    fn of(loss: &driftless_migrate::Loss) -> Self {
        Self {
            allowance: loss.allowance(),
            object: loss.object.clone(),
            final_word: !loss.code.is_allowable(),
        }
    }
}

/// What the schema asks a database to hold.
pub(crate) fn goal(text: &str, dialect: Dialect) -> Result<Wanted, String> {
    let compiled = driftless_resolve::compile_text("schema.toml", text);
    let messages = compiled
        .diagnostics
        .iter()
        .map(|finding| format!("{}: {}", finding.code.as_str(), finding.message));
    let messages: Vec<_> = messages.collect();
    let schema = compiled.schema.ok_or_else(|| messages.join("\n"))?;
    let lowered = lower(&schema, dialect);
    let model = lower(&schema, Dialect::Postgres);
    let wrong = lowered
        .diagnostics
        .iter()
        .filter(|finding| finding.code.as_str() != "gap");
    let wrong: Vec<_> = wrong.map(|finding| finding.message.clone()).collect();
    if wrong.is_empty() {
        Ok(Wanted {
            text: text.to_owned(),
            catalog: lowered.catalog,
            model: model.catalog,
        })
    } else {
        Err(wrong.join("\n"))
    }
}

/// Drafts what takes the sealed migrations of a folder to a catalog.
pub(crate) fn drafted(wanted: &Wanted, folder: &Folder, allowed: &[Loss]) -> Drafted {
    let allowed: Vec<Allowance> = allowed.iter().map(|loss| loss.allowance.clone()).collect();
    match draft(wanted.goal(), folder, &allowed) {
        Ok(output) => {
            let mut next = folder.clone();
            output.withdrawn.iter().for_each(|name| {
                next.remove(name);
            });
            let mut stems = Vec::new();
            for file in output.files {
                let text = OutputFile::from_marked(&file.text).expect("markers are whole").text;
                if let Some(stem) = file
                    .name
                    .strip_suffix(".up.sql")
                    .filter(|_| !folder.contains_key(&file.name))
                {
                    stems.push(stem.to_owned());
                }
                next.insert(file.name, text);
            }
            stems.sort();
            Drafted::Files(next, stems)
        }
        Err(DraftError::Refused(findings)) => Drafted::Refused(
            findings
                .iter()
                .map(|finding| finding.message.clone())
                .collect::<Vec<_>>()
                .join("\n"),
        ),
        Err(DraftError::Stopped(stop)) => Drafted::Stopped(stop.losses.iter().map(Loss::of).collect()),
        Err(DraftError::Bug(why)) => Drafted::Bug(why),
    }
}

/// The statements that make everything out of nothing, as they are planned; nobody proves them.
pub(crate) fn everything(wanted: &Wanted) -> Result<String, String> {
    driftless_tests::statements::everything(&wanted.catalog)
}

/// Seals the draft of a folder.
pub(crate) fn sealed(wanted: &Wanted, mut folder: Folder) -> Result<Folder, String> {
    let release = release(wanted.goal(), None, &folder).map_err(|error| format!("{error:?}"))?;
    if let Some(release) = release {
        for (old, new) in release.renames {
            let text = folder.remove(&old).unwrap_or_default();
            folder.insert(new, text);
        }
        folder.extend(release.files);
    }
    Ok(folder)
}
