//! The Rust crate: types, validation, JSON.
//!
//! In: a Schema and its Shapes. Out: the files of a crate that compiles without warnings, with each of its features
//! alone and with none. Code is built as syntax trees and parsed again before it is handed over; what all emitted crates
//! share lives in `support/` as ordinary Rust and is copied as far as it is used. Nothing here reads or writes a disk.

mod attributes;
mod collisions;
mod docs;
mod emit;
mod names;
mod print;
mod scope;
mod types;
mod view;

use driftless_diagnostics::Diagnostics;
use driftless_output::{Kind, OutputSet};
use driftless_target::{Context, EmitError, Target};

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
        for source in sources(&view) {
            insert(context, outputs, &source.path, &source.print()?)?;
        }
        Ok(())
    }
}

fn sources(view: &View<'_>) -> Vec<Source> {
    view.shapes.modules.iter().map(|module| emit::domain::emit(view, module)).collect()
}

fn insert(context: &Context<'_>, outputs: &mut OutputSet, name: &str, text: &str) -> Result<(), EmitError> {
    let path = context.file(name);
    outputs
        .insert_marked(&path, text, Kind::Generated)
        .map_err(|error| EmitError::new("rust", name, error.to_string()))
}
