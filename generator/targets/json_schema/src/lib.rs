//! The JSON Schema of schema.toml, for editors. In: nothing but the language itself. Out: one file that a
//! `#:schema` line at the top of a schema points at.

use driftless_diagnostics::Diagnostics;
use driftless_output::{Kind, OutputSet};
use driftless_target::{Context, EmitError, Target};

/// The target.
#[derive(Debug, Clone, Copy, Default)]
pub struct JsonSchema;

/// Its one file.
const FILE: &str = "schema.schema.json";

impl Target for JsonSchema {
    fn name(&self) -> &str {
        "json_schema"
    }

    fn default_path(&self) -> String {
        "generated".to_owned()
    }

    fn emit(&self, context: &Context<'_>, outputs: &mut OutputSet, _: &mut Diagnostics) -> Result<(), EmitError> {
        let path = context.file(FILE);
        let text = format!("{:#}\n", driftless_syntax::json_schema());
        let inserted = outputs.insert_marked(&path, &text, Kind::Generated);
        inserted.map_err(|error| EmitError::new(self.name(), path, error.to_string()))
    }
}
