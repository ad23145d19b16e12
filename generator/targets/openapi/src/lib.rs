//! OpenAPI 3.1 (or 3.0): a complete document per domain, one for what they share, and a bundle of everything.
//!
//! In: Schema and Shapes. Out: `<domain>.openapi.json`, `common.openapi.json` and `openapi.json`. [`components`] decides
//! what is called how and stands where; [`schema`], [`item`] and [`scalar`] say what a value is, [`operation`] what the
//! service answers; [`document`] puts the trees together and [`check`] reads each one back before it is handed over.
//! Everything is written in the vocabulary of 3.1, and [`lower`] turns single schemas into 3.0 as they are finished.

mod check;
mod clash;
mod components;
mod decimal;
mod document;
mod draft;
mod gap;
mod item;
mod literal;
mod lower;
mod member;
mod operation;
mod parameter;
mod pattern;
mod problem;
mod reading;
mod sample;
mod scalar;
mod schema;
mod scope;
mod settings;

use driftless_diagnostics::Diagnostics;
use driftless_output::{Kind, OutputSet};
use driftless_target::{Context, EmitError, Target};

use crate::components::Components;
use crate::settings::Settings;

/// The target `openapi`.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenApi;

/// What the schema calls this target.
const NAME: &str = "openapi";

impl Target for OpenApi {
    fn name(&self) -> &str {
        NAME
    }

    fn default_path(&self) -> String {
        "generated/openapi".to_owned()
    }

    fn emit(
        &self,
        context: &Context<'_>,
        outputs: &mut OutputSet,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), EmitError> {
        let components = Components::of(context.schema, context.shapes);
        let clashes = clash::find(&components, context.shapes);
        if clashes.has_errors() {
            diagnostics.extend(clashes);
            return Ok(());
        }
        let settings = Settings::of(context);
        diagnostics.extend(gap::find(context.schema, context.shapes, settings.version));
        let files = document::files(context.schema, context.shapes, &components, &settings);
        check::check(&files).map_err(|fault| EmitError::new(NAME, context.file(&fault.file), fault.message))?;
        for file in files {
            let path = context.file(&file.name);
            let inserted = outputs.insert_marked(&path, &file.marked, Kind::Generated);
            inserted.map_err(|error| EmitError::new(NAME, path, error.to_string()))?;
        }
        Ok(())
    }
}
