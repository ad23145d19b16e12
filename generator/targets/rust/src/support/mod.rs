//! What all emitted crates share. In: the files of `support/`, ordinary Rust, and the names that a crate's own files
//! use. Out: as much of them as that crate needs, so that nothing in it is dead code.

mod imports;
mod part;

use driftless_model::{Wire, WireNumber};
use driftless_target::EmitError;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Item};

use crate::mentions::Mentions;
use crate::print::Source;
use part::{PRIMITIVES, Part};

/// A shared file.
struct Shared {
    path: &'static str,
    feature: Option<&'static str>,
    head: Vec<Attribute>,
    parts: Vec<Part>,
    /// What the kept parts mention.
    inside: Mentions,
}

/// The shared files, as far as `used` names them. What reads and writes rows is for crates that have rows: a name of the
/// schema may be one of its own.
pub(crate) fn sources(wire: Wire, used: &Mentions, emitted: &[Source]) -> Result<Vec<Source>, EmitError> {
    let mut shared = files(wire)?;
    let has = |feature| emitted.iter().any(|source| source.feature == feature);
    shared.retain(|file| matches!(file.feature, None | Some("serde")) || has(file.feature));
    let mut added = Mentions::default();
    while shared.iter_mut().any(|file| file.grow(used, &mut added)) {}
    let needed = shared.iter().filter(|file| file.parts.iter().any(|part| part.kept));
    Ok(needed.map(Shared::source).collect())
}

fn files(wire: Wire) -> Result<Vec<Shared>, EmitError> {
    let int8 = match wire.int8 {
        WireNumber::String => include_str!("../../support/wire_int8_string.rs"),
        WireNumber::Number => include_str!("../../support/wire_int8_number.rs"),
    };
    let numeric = match wire.numeric {
        WireNumber::String => include_str!("../../support/wire_numeric_string.rs"),
        WireNumber::Number => include_str!("../../support/wire_numeric_number.rs"),
    };
    let scalars = [include_str!("../../support/wire_scalars.rs"), int8, numeric].join("\n");
    let session = include_str!("../../support/session.rs");
    let postgres = [
        include_str!("../../support/postgres.rs"),
        include_str!("../../support/postgres_forms.rs"),
        include_str!("../../support/postgres_values.rs"),
        session,
    ];
    let sqlite = [
        include_str!("../../support/sqlite.rs"),
        include_str!("../../support/sqlite_forms.rs"),
        session,
    ];
    let (postgres, sqlite) = (postgres.join("\n"), sqlite.join("\n"));
    [
        ("src/validation.rs", None, include_str!("../../support/validation.rs")),
        ("src/rules.rs", None, include_str!("../../support/rules.rs")),
        ("src/logic.rs", None, include_str!("../../support/logic.rs")),
        ("src/scalars.rs", None, include_str!("../../support/scalars.rs")),
        ("src/wire/mod.rs", Some("serde"), include_str!("../../support/wire.rs")),
        ("src/wire/scalars.rs", Some("serde"), &scalars),
        ("src/digest.rs", Some("serde"), include_str!("../../support/digest.rs")),
        ("src/data/mod.rs", Some("data"), include_str!("../../support/data.rs")),
        ("src/postgres/mod.rs", Some("postgres"), &postgres),
        ("src/sqlite/mod.rs", Some("sqlite"), &sqlite),
    ]
    .into_iter()
    .map(|(path, feature, text)| {
        let file = syn::parse_file(text).map_err(|error| EmitError::new("rust", path, error.to_string()))?;
        Ok(Shared {
            path,
            feature,
            parts: file.items.into_iter().map(Part::of).collect(),
            head: file.attrs,
            inside: Mentions::default(),
        })
    })
    .collect()
}

impl Shared {
    /// The module by which others name what is in it.
    fn module(&self) -> &'static str {
        let path = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        path.rsplit('/').next().unwrap_or(path)
    }

    /// Keeps what is mentioned by now, and takes note of what that mentions in turn; whether there was anything.
    fn grow(&mut self, used: &Mentions, added: &mut Mentions) -> bool {
        let wanted: Vec<usize> = (0..self.parts.len())
            .filter(|&at| self.is_wanted(&self.parts[at], used, added))
            .collect();
        for &at in &wanted {
            self.parts[at].kept = true;
            self.inside.add(&self.parts[at].own);
            added.add(&self.parts[at].own);
        }
        let mut grown = !wanted.is_empty();
        for method in self
            .parts
            .iter_mut()
            .filter(|part| part.kept)
            .flat_map(|part| &mut part.methods)
        {
            if !method.kept && method.ways.iter().any(|way| used.has(way) || added.has(way)) {
                method.kept = true;
                self.inside.add(&method.own);
                added.add(&method.own);
                grown = true;
            }
        }
        grown
    }

    fn is_wanted(&self, part: &Part, used: &Mentions, added: &Mentions) -> bool {
        if part.kept {
            return false;
        }
        let is_named = |name: &str| {
            let path = format!("{}::{name}", self.module());
            self.inside.has(name) || used.has(&path) || added.has(&path)
        };
        match (&part.name, &part.head) {
            (Some(name), _) => is_named(name),
            // What this file declares is spoken of by its path, so that a word of an enum is not taken for it.
            (None, Some(head)) => head.iter().all(|name| match self.declares(name) {
                true => is_named(name),
                false if self.is_always_there(part, name) => true,
                false => used.has(self.origin(name).as_ref().unwrap_or(name)),
            }),
            (None, None) => false,
        }
    }

    /// Whether a trait of this file is for a type of the language.
    fn is_always_there(&self, part: &Part, name: &str) -> bool {
        let is_own = part
            .implements
            .as_ref()
            .is_some_and(|name| self.declares(name) && self.inside.has(name));
        is_own && PRIMITIVES.contains(&name)
    }

    /// How other files mention what this one imports.
    fn origin(&self, name: &str) -> Option<String> {
        let imports = self.parts.iter().filter_map(|part| match &part.item {
            Item::Use(import) => Some(&import.tree),
            _ => None,
        });
        imports.filter_map(|tree| imports::origin(tree, name)).next()
    }

    fn declares(&self, name: &str) -> bool {
        self.parts.iter().any(|part| part.name.as_deref() == Some(name))
    }

    fn source(&self) -> Source {
        let exported: Mentions = self
            .parts
            .iter()
            .filter(|part| part.kept)
            .filter_map(|part| part.name.clone())
            .collect();
        let mut groups: Vec<Vec<TokenStream>> = Vec::new();
        let mut last = "";
        for part in &self.parts {
            match &part.item {
                Item::Use(import) => {
                    let names = if imports::is_export(import) {
                        &exported
                    } else {
                        &self.inside
                    };
                    let Some(tree) = imports::pruned(&import.tree, names) else {
                        continue;
                    };
                    let tokens = syn::ItemUse { tree, ..import.clone() }.to_token_stream();
                    match groups.last_mut() {
                        Some(group) if last == imports::kind(&import.tree) => group.push(tokens),
                        _ => groups.push(vec![tokens]),
                    }
                    last = imports::kind(&import.tree);
                }
                _ if part.kept => {
                    groups.push(vec![part.pruned().to_token_stream()]);
                    last = "";
                }
                _ => {}
            }
        }
        let head = &self.head;
        Source::new(self.path, quote!(#(#head)*), groups).behind(self.feature)
    }
}
