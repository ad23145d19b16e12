//! One step of a chain as it is planned, and what may go wrong with it. In: the next World and rows, and what each change
//! says of itself. Out: what to expect, the text of each file, and a failure with all that is needed to see why.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::change::{Effect, Stops};
use crate::pipeline::Wanted;
use crate::rows::Rows;
use crate::world::{Id, World};

/// What went wrong.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// The kind of thing; shrinking keeps it.
    pub(crate) kind: &'static str,
    pub(crate) why: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) effects: Vec<String>,
    /// Names and texts of the migration.
    pub(crate) files: Vec<(String, String)>,
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing stopped it.
    Applied,
    /// The gate stopped it; allowed, it was applied.
    Stopped,
    /// It was not allowed, or cannot be.
    Refused,
    /// The rows stood against it.
    Aborted,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.kind, self.why)?;
        self.files
            .iter()
            .try_for_each(|(name, text)| write!(f, "\n=== {name}\n{text}"))
    }
}

impl Failure {
    /// What two failures of one cause share: the words of the message, without names and numbers.
    pub(crate) fn signature(&self) -> String {
        let word = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        let words = self
            .why
            .split(|c: char| c.is_whitespace() || c == ':')
            .filter(word)
            .take(9);
        format!("{} {}", self.kind, words.collect::<Vec<_>>().join(" "))
    }
}

/// One step as planned.
pub(crate) struct Step {
    pub(crate) world: World,
    pub(crate) rows: Rows,
    pub(crate) effects: Vec<Effect>,
    pub(crate) unknown: BTreeSet<Id>,
    /// Entities with another name than before: the old and the new one.
    pub(crate) renamed: Vec<(String, String)>,
    pub(crate) before: String,
    /// What the next World asks a database to hold.
    pub(crate) wanted: Rc<Wanted>,
    pub(crate) files: Vec<(String, String)>,
    pub(crate) stems: Vec<String>,
}

impl Step {
    pub(crate) fn failure(&self, kind: &'static str, why: impl Into<String>) -> Failure {
        Failure {
            kind,
            why: why.into(),
            before: self.before.clone(),
            after: self.wanted.text.clone(),
            effects: self
                .effects
                .iter()
                .map(|effect| format!("{:?} {}", effect.stops, effect.what))
                .collect(),
            files: self.files.clone(),
        }
    }

    pub(crate) fn stops(&self) -> Stops {
        self.effects
            .iter()
            .map(|effect| effect.stops)
            .max()
            .unwrap_or(Stops::Never)
    }

    /// What the way back need not restore.
    pub(crate) fn forgotten(&self) -> BTreeSet<Id> {
        if self.forgets() {
            self.unknown.clone()
        } else {
            BTreeSet::new()
        }
    }

    /// Whether the way back over these says that it leaves labels of a native enum: PostgreSQL cannot take one away.
    pub(crate) fn leaves_labels(&self, stems: &[String]) -> bool {
        stems
            .iter()
            .any(|stem| self.text(stem, "down").contains("-- does not bring back: the type"))
    }

    pub(crate) fn forgets(&self) -> bool {
        self.effects.iter().any(|effect| effect.forgets)
    }

    /// What a change is about, under old and new names.
    pub(crate) fn names(&self, effect: &Effect) -> Vec<String> {
        let mut names = effect.about.clone();
        for (old, new) in &self.renamed {
            if effect.about.contains(old) || effect.about.contains(new) {
                names.extend([old.clone(), new.clone()]);
            }
        }
        names
    }

    pub(crate) fn text(&self, stem: &str, way: &str) -> &str {
        let name = format!("{stem}.{way}.sql");
        self.files.iter().find(|file| file.0 == name).map_or("", |file| &file.1)
    }
}
