//! From a checked tree to the Document. In: values that were held against the grammar. Out: structs. Says nothing: what
//! does not fit has been reported and is passed over.

mod entity;
mod field;
mod scalar;
mod service;
mod settings;

use driftless_diagnostics::Span;

use crate::document::{About, Document, Flag, Literal, Spanned, Text, Value, Word};

/// Reads a whole file.
pub(crate) fn read_document(root: &Literal) -> Document {
    let root = Keys::of(root);
    Document {
        schema: settings::schema(&root),
        wire: settings::wire(&root.table("wire")),
        outputs: root.each("output", settings::output),
        lints: settings::lints(&root),
        domains: root.each("domain", scalar::domain),
        types: root.each("type", scalar::named_type),
        enums: root.each("enum", scalar::enumeration),
        records: root.each("record", entity::record),
        mixins: root.each("mixin", entity::mixin),
        entities: root.each("entity", entity::entity),
        operations: root.each("operation", service::operation),
        graphs: root.each("graph", service::graph),
        natives: root.each("native", service::native),
    }
}

/// The keys of one table; none where the value is no table.
struct Keys<'a>(&'a [(Text, Literal)]);

impl<'a> Keys<'a> {
    fn of(value: &'a Literal) -> Self {
        match &value.value {
            Value::Table(entries) => Self(entries),
            _ => Self(&[]),
        }
    }

    fn get(&self, key: &str) -> Option<&'a Literal> {
        self.0
            .iter()
            .find(|(name, _)| name.value == key)
            .map(|(_, value)| value)
    }

    fn table(&self, key: &str) -> Keys<'a> {
        self.get(key).map_or(Keys(&[]), Keys::of)
    }

    fn text(&self, key: &str) -> Option<Text> {
        self.get(key).and_then(text)
    }

    fn literal(&self, key: &str) -> Option<Literal> {
        self.get(key).cloned()
    }

    fn integer(&self, key: &str) -> Option<Spanned<i64>> {
        self.get(key).and_then(integer)
    }

    fn word<W: Word>(&self, key: &str) -> Option<Spanned<W>> {
        self.get(key).and_then(word)
    }

    fn flag(&self, key: &str) -> Flag {
        match self.get(key) {
            Some(Spanned {
                value: Value::Bool(flag),
                span,
            }) => Flag {
                written: Some(*flag),
                span: *span,
            },
            _ => Flag::default(),
        }
    }

    /// A list, element by element; nothing where there is none.
    fn list<T>(&self, key: &str, read: fn(&Literal) -> Option<T>) -> Option<Spanned<Vec<T>>> {
        let list = self.get(key)?;
        let Value::Array(elements) = &list.value else {
            return None;
        };
        Some(Spanned::new(elements.iter().filter_map(read).collect(), list.span))
    }

    fn texts(&self, key: &str) -> Vec<Text> {
        self.list(key, text).map(|list| list.value).unwrap_or_default()
    }

    /// The named entries of a table, in order.
    fn each<T>(&self, key: &str, read: fn(&Text, &Literal) -> Option<T>) -> Vec<T> {
        self.table(key)
            .0
            .iter()
            .filter_map(|(name, value)| read(name, value))
            .collect()
    }

    fn about(&self) -> About {
        About {
            doc: self.text("doc"),
            deprecated: self.text("deprecated"),
            renamed_from: self.text("renamed_from"),
        }
    }

    /// Where `key` stands, with its value.
    fn span(&self, key: &str) -> Span {
        self.get(key).map_or(Span::default(), |value| value.span)
    }
}

/// The keys of a table, where the value is one.
fn keys(value: &Literal) -> Option<Keys<'_>> {
    matches!(value.value, Value::Table(_)).then(|| Keys::of(value))
}

fn text(value: &Literal) -> Option<Text> {
    match &value.value {
        Value::String(text) => Some(Spanned::new(text.clone(), value.span)),
        _ => None,
    }
}

fn integer(value: &Literal) -> Option<Spanned<i64>> {
    match value.value {
        Value::Integer(number) => Some(Spanned::new(number, value.span)),
        _ => None,
    }
}

fn word<W: Word>(value: &Literal) -> Option<Spanned<W>> {
    match &value.value {
        Value::String(text) => Some(Spanned::new(W::from_word(text)?, value.span)),
        _ => None,
    }
}
