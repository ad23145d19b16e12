//! What a field holds, by name: types resolved, references and arcs pointing at entities. In: the declaration of a
//! field. Out: its kind; columns come later, when keys are known.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, closest};
use driftless_model::{EntityId, Length, NamedTypeId, Scalar, Type};
use driftless_syntax::document::{FieldDecl, FieldKind, Spanned, Text};

use crate::names::{Named, Names};
use crate::type_word::{Base, parse_type_word};

/// What a field holds, by name.
#[derive(Debug, Clone)]
pub(crate) enum DraftKind {
    /// A value.
    Value(Type),
    /// One row of an entity, by its key or by the named field.
    Reference(EntityId, Option<Text>),
    /// One row of one of these.
    Arc(Vec<EntityId>),
    /// Already reported.
    Broken,
}

/// Where a type stands; decides which words it may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A column.
    Stored,
    /// A field of a record; whether the record is stored is known later.
    Record,
    /// A path or query parameter.
    Parameter,
    /// A request or a response.
    Payload,
}

/// Ids by position of the declaration, types already resolved.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'k, 'd> {
    /// All names.
    pub(crate) names: &'k Names<'d>,
    /// Ids of declared entities.
    pub(crate) entities: &'k [EntityId],
    /// Named types.
    pub(crate) types: &'k [Type],
}

impl Known<'_, '_> {
    /// What a field holds and whether it may be null.
    pub(crate) fn kind(self, field: &FieldDecl, place: Place, diagnostics: &mut Diagnostics) -> (DraftKind, bool) {
        match &field.kind {
            None => (DraftKind::Broken, false),
            Some(FieldKind::Type(word)) => match self.type_of(word, place, diagnostics) {
                Some((ty, nullable)) => (DraftKind::Value(ty), nullable),
                None => (DraftKind::Broken, false),
            },
            Some(FieldKind::Reference(word)) => self.reference(word, diagnostics),
            Some(FieldKind::OneOf { targets, nullable }) => (self.arc(targets, diagnostics), nullable.is_on()),
        }
    }

    /// The type a word names and whether it may be null.
    pub(crate) fn type_of(self, word: &Text, place: Place, diagnostics: &mut Diagnostics) -> Option<(Type, bool)> {
        let parsed = parse_type_word(word, diagnostics)?;
        let mut ty = match parsed.base {
            Base::BuiltIn(scalar) => Type::plain(scalar),
            Base::Name(name) => self.named(&name, word, place, diagnostics)?,
        };
        if parsed.array {
            if matches!(ty.scalar, Scalar::Vector(_) | Scalar::Json) {
                diagnostics.push(array_of_what(word));
                return None;
            }
            ty.array = Some(Length { min: 0, max: None });
        }
        Some((ty, parsed.nullable))
    }

    fn named(self, name: &str, word: &Text, place: Place, diagnostics: &mut Diagnostics) -> Option<Type> {
        let scalar = match self.names.named(name) {
            Some(Named::Type(id)) => return Some(self.named_type(id)),
            Some(Named::Enum(id)) => Scalar::Enum(id),
            Some(Named::Record(id)) if place != Place::Parameter => Scalar::Record(id),
            Some(Named::Entity(at)) if matches!(place, Place::Record | Place::Payload) => {
                Scalar::Entity(self.entities[at])
            }
            Some(Named::Record(_) | Named::Entity(_)) => {
                diagnostics.push(self.not_here(name, word, place));
                return None;
            }
            None => match self.shape(name, place) {
                Some(scalar) => scalar,
                None => {
                    diagnostics.push(self.unknown_type(name, word));
                    return None;
                }
            },
        };
        Some(Type::plain(scalar))
    }

    fn named_type(self, id: NamedTypeId) -> Type {
        self.types
            .get(id.0)
            .cloned()
            .unwrap_or_else(|| Type::plain(Scalar::Text))
    }

    /// `BookCreate` and `BookPatch` name the shapes of an entity where a request is described.
    fn shape(self, name: &str, place: Place) -> Option<Scalar> {
        let entity = |suffix| match self.names.named(name.strip_suffix(suffix)?) {
            Some(Named::Entity(at)) => Some(self.entities[at]),
            _ => None,
        };
        if !matches!(place, Place::Payload | Place::Record) {
            return None;
        }
        entity("Create")
            .map(Scalar::Create)
            .or_else(|| entity("Patch").map(Scalar::Patch))
    }

    fn unknown_type(self, name: &str, word: &Text) -> Diagnostic {
        let diagnostic = Diagnostic::error(Code::UnknownType, format!("the type `{name}` is not declared"))
            .label(word.span, "no type, enum, record or entity of that name");
        let near = elsewhere(name).or_else(|| closest(name, self.names.type_words().map(|(word, _)| word)));
        let Some(near) = near else {
            let section = if name.starts_with(char::is_uppercase) {
                "enum"
            } else {
                "type"
            };
            return diagnostic.help(format!(
                "declare `[{section}.{name}]`, or use a word of the language, as in `text`"
            ));
        };
        let place = self
            .names
            .type_words()
            .find(|(word, _)| *word == near)
            .and_then(|(_, span)| span);
        let diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        place.into_iter().fold(diagnostic, |diagnostic, span| {
            diagnostic.related(span, "similar name declared here")
        })
    }

    fn not_here(self, name: &str, word: &Text, place: Place) -> Diagnostic {
        let is = match self.names.named(name) {
            Some(Named::Record(_)) => "is a record",
            _ => "is an entity",
        };
        let help = match place {
            Place::Stored => format!("write `ref = \"{name}\"` to refer to a row of it"),
            _ => "use a scalar or an enum".to_owned(),
        };
        Diagnostic::error(
            Code::UnknownType,
            format!("`{name}` cannot be the type of a value here"),
        )
        .label(word.span, is)
        .help(help)
    }

    fn reference(self, word: &Text, diagnostics: &mut Diagnostics) -> (DraftKind, bool) {
        let text = word.as_str().trim();
        let (text, nullable) = text.strip_suffix('?').map_or((text, false), |rest| (rest, true));
        let (entity, field) = text
            .split_once('.')
            .map_or((text, None), |(entity, field)| (entity, Some(field)));
        match self.names.entity(entity, word.span, diagnostics) {
            Some(at) => {
                let field = field.map(|field| Spanned::new(field.to_owned(), word.span));
                (DraftKind::Reference(self.entities[at], field), nullable)
            }
            None => (DraftKind::Broken, nullable),
        }
    }

    fn arc(self, targets: &Spanned<Vec<Text>>, diagnostics: &mut Diagnostics) -> DraftKind {
        let mut found: Vec<EntityId> = Vec::new();
        for word in &targets.value {
            let Some(at) = self.names.entity(word.as_str(), word.span, diagnostics) else {
                continue;
            };
            if found.contains(&self.entities[at]) {
                diagnostics.push(
                    Diagnostic::error(
                        Code::DuplicateName,
                        format!("`{}` is named twice in `one_of`", word.value),
                    )
                    .label(word.span, "named again here")
                    .help("remove it"),
                );
            } else {
                found.push(self.entities[at]);
            }
        }
        if found.len() < 2 && found.len() == targets.value.len() {
            diagnostics.push(
                Diagnostic::error(Code::TypeWord, "`one_of` needs at least two entities")
                    .label(targets.span, "a choice of one")
                    .help("write `ref = \"…\"` for a reference to one entity"),
            );
            return DraftKind::Broken;
        }
        if found.len() == targets.value.len() {
            DraftKind::Arc(found)
        } else {
            DraftKind::Broken
        }
    }
}

/// The word for what other languages and databases call differently.
fn elsewhere(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "string" | "str" | "char" | "clob" => "text",
        "integer" | "i32" | "int4" | "serial" => "int",
        "i64" | "int8" | "long" | "bigserial" => "bigint",
        "i16" | "int2" | "short" => "smallint",
        "decimal" | "money" => "numeric(12,2)",
        "double" | "real" | "number" | "f64" | "float8" => "float",
        "boolean" => "bool",
        "datetime" | "timestamptz" | "instant" => "timestamp",
        "interval" => "duration",
        "jsonb" | "object" | "any" => "json",
        "blob" | "bytea" | "binary" => "bytes",
        "guid" => "uuid",
        "uri" => "url",
        _ => return None,
    })
}

fn array_of_what(word: &Text) -> Diagnostic {
    Diagnostic::error(Code::TypeWord, "an array holds scalars, enums or records")
        .label(word.span, "has no array form")
        .help("use `json` for nested lists, or a record that holds the value")
}
