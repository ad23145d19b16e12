//! The Rust crate: types, validation, JSON.
//!
//! In: a Schema and its Shapes. Out: the files of a crate that compiles without warnings, with each of its features
//! alone and with none. Code is built as syntax trees and parsed again before it is handed over; what all emitted crates
//! share lives in `support/` as ordinary Rust and is copied as far as it is used. Nothing here reads or writes a disk.

mod attributes;
mod collisions;
mod data;
mod declared;
mod docs;
mod emit;
mod expression;
mod json;
mod judge;
mod mentions;
mod names;
mod operand;
mod patterns;
mod print;
mod rules;
mod scan;
mod scope;
mod support;
mod types;
mod view;

pub use judge::judge;

use driftless_diagnostics::Diagnostics;
use driftless_output::{Kind, OutputSet};
use driftless_target::{Context, EmitError, Target};

use mentions::Mentions;
use print::Source;
use view::View;

/// The Rust output.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rust;

impl Target for Rust {
    fn name(&self) -> &str {
        "rust"
    }

    fn default_path(&self) -> String {
        "generated/rust".to_owned()
    }

    fn emit(
        &self,
        context: &Context<'_>,
        outputs: &mut OutputSet,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), EmitError> {
        let view = View::of(context.schema, context.shapes);
        attributes::check(context.schema, diagnostics);
        collisions::check(&view, diagnostics);
        if diagnostics.has_errors() {
            return Ok(());
        }
        emit::gaps::report(&view, diagnostics);
        let sources = sources(&view)?;
        insert(context, outputs, "Cargo.toml", &emit::manifest::emit(context, &sources))?;
        for source in sources {
            let path = source.path.clone();
            insert(context, outputs, &path, &source.print()?)?;
        }
        declared::check(context, &view, outputs)
    }
}

/// Every file of Rust: the domains, their JSON, their rows, their fixtures, what they share, and the root.
fn sources(view: &View<'_>) -> Result<Vec<Source>, EmitError> {
    let modules = &view.shapes.modules;
    let mut sources: Vec<Source> = modules.iter().map(|module| emit::domain::emit(view, module)).collect();
    sources.extend(modules.iter().filter_map(|module| emit::wire::emit(view, module)));
    sources.extend(patterns::emit(view));
    sources.extend(data::sources(view));
    sources.extend(emit::fixtures::emit(view));
    let mut used = Mentions::default();
    sources.iter().for_each(|source| used.add(&source.mentions));
    let shared = support::sources(view.schema.wire, &used, &sources)?;
    sources.extend(shared);
    emit::wire::join(&mut sources);
    data::join(&mut sources);
    sources.push(emit::crate_root::emit(view, &sources));
    Ok(sources)
}

fn insert(context: &Context<'_>, outputs: &mut OutputSet, name: &str, text: &str) -> Result<(), EmitError> {
    let path = context.file(name);
    outputs
        .insert_marked(&path, text, Kind::Generated)
        .map_err(|error| EmitError::new("rust", name, error.to_string()))
}
