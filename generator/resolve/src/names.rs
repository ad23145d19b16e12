//! Every name of a schema and what it stands for. In: a Document. Out: look-ups by text, used only while resolving;
//! the Schema refers by id. Says which names are declared twice or may not be declared at all.

use std::collections::BTreeMap;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span, closest};
use driftless_model::{DomainId, EnumId, NamedTypeId, RecordId};
use driftless_syntax::document::{Document, MixinDecl, Text};

use crate::type_word::BUILT_IN;

/// What a type word may name beside the built-in ones. Entities are found by position of their declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// A named type.
    Type(NamedTypeId),
    /// An enum.
    Enum(EnumId),
    /// A record.
    Record(RecordId),
    /// An entity, by position in the Document.
    Entity(usize),
}

/// Every declared name.
#[derive(Debug)]
pub(crate) struct Names<'d> {
    types: BTreeMap<&'d str, (Named, Span)>,
    domains: BTreeMap<&'d str, (DomainId, Span)>,
    mixins: BTreeMap<&'d str, (&'d MixinDecl, Span)>,
    natives: BTreeMap<&'d str, (usize, Span)>,
}

impl<'d> Names<'d> {
    /// Reads all names; of two declarations of one name the first counts.
    pub(crate) fn of(document: &'d Document, diagnostics: &mut Diagnostics) -> Self {
        Self {
            types: type_names(document, diagnostics),
            domains: table(
                positions(&document.domains, |item| &item.name, DomainId),
                "domain",
                diagnostics,
            ),
            mixins: table(
                document.mixins.iter().map(|item| (&item.name, item)),
                "mixin",
                diagnostics,
            ),
            natives: table(
                positions(&document.natives, |item| &item.name, |at| at),
                "native object",
                diagnostics,
            ),
        }
    }

    /// What a type word names.
    pub(crate) fn named(&self, word: &str) -> Option<Named> {
        self.types.get(word).map(|(named, _)| *named)
    }

    /// The position of an entity's declaration, or a diagnostic on the word.
    pub(crate) fn entity(&self, word: &str, span: Span, diagnostics: &mut Diagnostics) -> Option<usize> {
        if let Some(Named::Entity(at)) = self.named(word) {
            return Some(at);
        }
        let entities = self
            .types
            .iter()
            .filter(|(_, (named, _))| matches!(named, Named::Entity(_)));
        let what = match self.named(word) {
            Some(Named::Type(_)) => "is a named type",
            Some(Named::Enum(_)) => "is an enum",
            Some(Named::Record(_)) => "is a record",
            Some(Named::Entity(_)) | None => "no entity of that name",
        };
        let diagnostic = Diagnostic::error(Code::UnknownEntity, format!("`{word}` is not an entity")).label(span, what);
        if self.named(word).is_some() {
            diagnostics.push(diagnostic.help(format!("write `type = \"{word}\"` for a value, or name an entity")));
            return None;
        }
        let candidates = entities.map(|(name, (_, span))| (*name, *span));
        diagnostics.push(suggest(
            diagnostic,
            word,
            candidates,
            &format!("declare `[entity.{word}]`"),
        ));
        None
    }

    /// A domain, or a diagnostic on the word.
    pub(crate) fn domain(&self, word: &Text, diagnostics: &mut Diagnostics) -> Option<DomainId> {
        let found = self.domains.get(word.as_str()).map(|(id, _)| *id);
        if found.is_none() {
            let name = word.as_str();
            let diagnostic = Diagnostic::error(Code::UnknownDomain, format!("the domain `{name}` is not declared"))
                .label(word.span, "no domain of that name");
            let candidates = self.domains.iter().map(|(name, (_, span))| (*name, *span));
            diagnostics.push(suggest(
                diagnostic,
                name,
                candidates,
                &format!("declare `[domain.{name}]`"),
            ));
        }
        found
    }

    /// A mixin, or a diagnostic on the word.
    pub(crate) fn mixin(&self, word: &Text, diagnostics: &mut Diagnostics) -> Option<&'d MixinDecl> {
        let found = self.mixins.get(word.as_str()).map(|(mixin, _)| *mixin);
        if found.is_none() {
            let name = word.as_str();
            let diagnostic = Diagnostic::error(Code::UnknownMixin, format!("the mixin `{name}` is not declared"))
                .label(word.span, "no mixin of that name");
            let candidates = self.mixins.iter().map(|(name, (_, span))| (*name, *span));
            diagnostics.push(suggest(
                diagnostic,
                name,
                candidates,
                &format!("declare `[mixin.{name}]`"),
            ));
        }
        found
    }

    /// The position of a native object.
    pub(crate) fn native(&self, word: &str) -> Option<usize> {
        self.natives.get(word).map(|(at, _)| *at)
    }

    /// Every word that may stand where a type is wanted, with its declaration.
    pub(crate) fn type_words(&self) -> impl Iterator<Item = (&'d str, Option<Span>)> {
        BUILT_IN
            .iter()
            .map(|word| (*word, None))
            .chain(self.types.iter().map(|(name, (_, span))| (*name, Some(*span))))
    }
}

/// Adds "did you mean" and the similar name's place, or else what to do without one.
fn suggest<'a>(
    diagnostic: Diagnostic,
    word: &str,
    candidates: impl Iterator<Item = (&'a str, Span)> + Clone,
    otherwise: &str,
) -> Diagnostic {
    match closest(word, candidates.clone().map(|(name, _)| name)) {
        Some(near) => {
            let place = candidates
                .into_iter()
                .find(|(name, _)| *name == near)
                .map(|(_, span)| span);
            let diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            place.into_iter().fold(diagnostic, |diagnostic, span| {
                diagnostic.related(span, "similar name declared here")
            })
        }
        None => diagnostic.help(otherwise.to_owned()),
    }
}

fn positions<'d, T, I>(
    items: &'d [T],
    name: impl Fn(&'d T) -> &'d Text,
    id: impl Fn(usize) -> I,
) -> impl Iterator<Item = (&'d Text, I)> {
    items.iter().enumerate().map(move |(at, item)| (name(item), id(at)))
}

fn table<'d, T>(
    items: impl Iterator<Item = (&'d Text, T)>,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<&'d str, (T, Span)> {
    let mut table: BTreeMap<&'d str, (T, Span)> = BTreeMap::new();
    for (name, item) in items {
        match table.get(name.as_str()) {
            Some((_, first)) => diagnostics.push(duplicate(what, name, *first)),
            None => {
                table.insert(name.as_str(), (item, name.span));
            }
        }
    }
    table
}

/// Named types, enums, records and entities share one scope with the built-in words: a type word means one thing.
fn type_names<'d>(document: &'d Document, diagnostics: &mut Diagnostics) -> BTreeMap<&'d str, (Named, Span)> {
    let types = positions(&document.types, |item| &item.name, |at| Named::Type(NamedTypeId(at)));
    let enums = positions(&document.enums, |item| &item.name, |at| Named::Enum(EnumId(at)));
    let records = positions(&document.records, |item| &item.name, |at| Named::Record(RecordId(at)));
    let entities = positions(&document.entities, |item| &item.name, Named::Entity);
    let mut all: Vec<(&Text, Named)> = types.chain(enums).chain(records).chain(entities).collect();
    // Of two declarations the second is the one too many, whatever they declare.
    all.sort_by_key(|(name, _)| name.span);
    for (name, _) in all.iter().filter(|(name, _)| BUILT_IN.contains(&name.as_str())) {
        diagnostics.push(
            Diagnostic::error(
                Code::ReservedName,
                format!("`{}` is a type word of the language", name.value),
            )
            .label(name.span, "cannot be declared again")
            .help("give the type a name of its own"),
        );
    }
    table(all.into_iter(), "type", diagnostics)
}

/// Two declarations of one name.
pub(crate) fn duplicate(what: &str, name: &Text, first: Span) -> Diagnostic {
    Diagnostic::error(
        Code::DuplicateName,
        format!("the {what} `{}` is declared twice", name.value),
    )
    .label(name.span, "declared again here")
    .related(first, "first declared here")
    .help("rename or remove one of them")
}
