//! SQL text of catalog objects. In: values of the Catalog. Out: statements without their semicolon, each line knowing
//! the declaration it comes from. Names are always quoted, texts are always literals, and no line of a statement of
//! ours begins with a text of the author's.

mod alter;
mod function;
mod native;
mod object;
mod table;
mod text;

use crate::Origin;

pub use alter::{
    add_check, add_column, add_constrained_column, add_key, add_key_using, add_label, alter_policy,
    create_index_concurrently, disable_row_security, drop_column, drop_index_concurrently, move_enum, move_table,
    rename_column, rename_constraint, rename_enum, rename_index, rename_label, rename_policy, rename_sequence,
    rename_table, rename_trigger, replace_function, set_default, set_identity, set_nullable, set_type, switch_trigger,
    validate_constraint,
};
pub use function::{create_function, drop_function, restrict_function};
pub(crate) use native::{NativeText, split_natives};
pub use native::{native_down, native_up};
pub use object::{
    comment, create_enum, create_index, create_namespace, create_policy, create_trigger, drop_enum, drop_index,
    drop_namespace, drop_policy, drop_trigger, grant, revoke,
};
pub use table::{add_foreign_key, create_table, drop_constraint, drop_table, enable_row_security};
pub use text::{identifier, literal, qualified};

/// What GRANT and COMMENT speak of.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// A PostgreSQL schema.
    Namespace(&'a crate::Namespace),
    /// An enum type.
    Enum(&'a crate::EnumType),
    /// A function.
    Function(&'a crate::Function),
    /// A table.
    Table(&'a crate::Table),
    /// A column of a table.
    Column(&'a crate::Table, &'a crate::Column),
    /// A check of a table.
    Check(&'a crate::Table, &'a crate::Check),
    /// A trigger of a table.
    Trigger(&'a crate::Table, &'a crate::Trigger),
    /// A policy of a table.
    Policy(&'a crate::Table, &'a crate::Policy),
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    lines: Vec<Line>,
    verbatim: bool,
}

/// One line of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The text.
    pub text: String,
    /// What it declares and where the schema says so.
    pub source: Option<(Origin, String)>,
}

impl Statement {
    /// A statement of one piece that belongs to no declaration.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            lines: vec![Line {
                text: text.into(),
                source: None,
            }],
            verbatim: false,
        }
    }

    /// A statement that declares `name`.
    pub fn of(origin: &Origin, name: &str, text: impl Into<String>) -> Self {
        Self {
            lines: vec![Line {
                text: text.into(),
                source: Some((origin.clone(), name.to_owned())),
            }],
            verbatim: false,
        }
    }

    /// A further line that declares `name`.
    pub(crate) fn line(&mut self, origin: &Origin, name: &str, text: impl Into<String>) {
        self.lines.push(Line {
            text: text.into(),
            source: Some((origin.clone(), name.to_owned())),
        });
    }

    /// A further line.
    pub(crate) fn close(&mut self, text: impl Into<String>) {
        self.lines.push(Line {
            text: text.into(),
            source: None,
        });
    }

    /// The same text, to be written without a semicolon of ours.
    pub(crate) fn verbatim(mut self) -> Self {
        self.verbatim = true;
        self
    }

    /// What ends it in a file.
    pub fn terminator(&self) -> &'static str {
        if self.verbatim { "" } else { ";" }
    }

    /// Its lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Its text, without a semicolon.
    pub fn text(&self) -> String {
        self.lines
            .iter()
            .map(|line| line.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    }
}
