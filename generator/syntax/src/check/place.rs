//! Where the check is: what to call the table in a headline, and the object it belongs to.

use driftless_diagnostics::Span;

use crate::document::Text;
use crate::grammar::Construct;

/// A table and what it is called.
#[derive(Debug)]
pub(super) struct Place<'a> {
    /// As the subject of a sentence: "field `title`".
    pub(super) words: String,
    /// `Book.title`; empty outside all objects.
    pub(super) object: String,
    /// Its name in the text, or its key where it has none; nothing for the root.
    pub(super) name: Option<&'a Text>,
    /// What to mark when something is missing from it.
    pub(super) span: Span,
}

impl<'a> Place<'a> {
    /// The whole file.
    pub(super) fn root(span: Span) -> Self {
        Self {
            words: "the schema".to_owned(),
            object: String::new(),
            name: None,
            span,
        }
    }

    /// A table with a name, inside this one.
    pub(super) fn named(&self, construct: &'static Construct, name: &'a Text) -> Place<'a> {
        let object = match self.object.as_str() {
            "" => name.value.clone(),
            object => format!("{object}.{}", name.value),
        };
        let words = match construct.header.starts_with("output.") {
            true => format!("output `{}`", name.value),
            false => format!("{} `{}`", construct.name, name.value),
        };
        Place {
            words,
            object,
            name: Some(name),
            span: name.span,
        }
    }

    /// A table behind a key, inside this one.
    pub(super) fn keyed(&self, key: &'a Text) -> Place<'a> {
        let words = match self.name {
            None => format!("`[{}]`", key.value),
            Some(_) => format!("`{}` of {}", key.value, self.words),
        };
        Place {
            words,
            object: self.object.clone(),
            name: Some(key),
            span: key.span,
        }
    }

    /// A table that is an element of the list behind a key, inside this one.
    pub(super) fn element(&self, key: &'a Text, span: Span) -> Place<'a> {
        Place {
            words: format!("an entry of `{}` of {}", key.value, self.words),
            span,
            ..self.keyed(key)
        }
    }
}
