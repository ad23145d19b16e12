//! Where a schema is being written: in which document, in which version. Out: references as that document needs them.

use driftless_model::Schema;

use crate::components::{COMMON, Components};
use crate::draft::Draft;
use crate::lower::Version;

/// The ending of every file.
pub(crate) const ENDING: &str = ".openapi.json";

/// What is needed to write any part of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The meaning.
    pub(crate) schema: &'a Schema,
    /// What is called how.
    pub(crate) components: &'a Components<'a>,
    /// Which OpenAPI is written.
    pub(crate) version: Version,
    /// Whether callers say who they are.
    pub(crate) bearer: bool,
    /// The file, without its ending; none for the bundle, which has everything.
    pub(crate) file: Option<&'a str>,
}

impl Scope<'_> {
    /// Whether the document has what belongs to a file.
    pub(crate) fn holds(&self, file: &str) -> bool {
        self.file.is_none_or(|own| own == file)
    }

    /// A reference to a schema.
    pub(crate) fn reference(&self, name: &str) -> Draft {
        Draft::reference(self.target(name))
    }

    /// The target of a reference to a schema.
    pub(crate) fn target(&self, name: &str) -> String {
        self.locate(self.components.file(name), "schemas", name)
    }

    /// The target of a reference to something every document shares.
    pub(crate) fn common(&self, section: &str, name: &str) -> String {
        self.locate(COMMON, section, name)
    }

    fn locate(&self, file: &str, section: &str, name: &str) -> String {
        let document = if self.holds(file) {
            String::new()
        } else {
            format!("{file}{ENDING}")
        };
        format!("{document}#/components/{section}/{name}")
    }
}

/// A part of a JSON pointer.
pub(crate) fn escape(part: &str) -> String {
    part.replace('~', "~0").replace('/', "~1")
}
