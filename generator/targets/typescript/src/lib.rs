//! The TypeScript package: interfaces, unions, operation map; and as entries of their own, validators, digests and fixtures.
//!
//! In: Schema and Shapes. Out: one `src/<domain>.ts` per domain, `src/common.ts`, `src/paths.ts`, a types-only
//! `src/index.ts`, `src/validate.ts` and `src/digest.ts` with what they need in `src/support/`, `src/fixtures.ts`, the same
//! built in `dist/`, and the package's manifest. [`lower`] turns shapes into a [`view`] whose
//! strings are finished TypeScript, the templates lay them out, and [`scan`] reads every file again before it is
//! handed over. Nothing here runs a TypeScript compiler.

mod code;
mod comment;
mod condition;
mod digests;
mod emit;
mod escape;
mod expression;
mod fixtures;
mod item;
mod literal;
mod lower;
mod manifest;
mod names;
mod operations;
mod scan;
mod settings;
mod spell;
mod support;
mod validate;
mod view;

use driftless_diagnostics::Diagnostics;
use driftless_output::OutputSet;
use driftless_target::{Context, EmitError, Target};

/// The program that judges values by the emitted validators: a module for Node, given the package's folder.
pub const JUDGE: &str = include_str!("../support/judge.mjs");

/// The target `typescript`.
#[derive(Debug, Clone, Copy, Default)]
pub struct TypeScript;

/// What the schema calls this target.
const NAME: &str = "typescript";

impl Target for TypeScript {
    fn name(&self) -> &str {
        NAME
    }

    fn default_path(&self) -> String {
        "generated/typescript".to_owned()
    }

    fn emit(
        &self,
        context: &Context<'_>,
        outputs: &mut OutputSet,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), EmitError> {
        let found = names::check(context.schema, context.shapes);
        let refused = found.has_errors();
        diagnostics.extend(found);
        if refused { Ok(()) } else { emit::emit(context, outputs) }
    }
}
