//! Python with Pydantic, and the validators that are written in it, in a virtual environment of our own.

use crate::process::{self, Ran};
use std::path::Path;

/// Runs Python in `folder`.
pub fn run(folder: &Path, arguments: &[&str]) -> Ran {
    tool("python", folder, arguments)
}

/// Runs a program of the virtual environment (`tombi`, say) in `folder`.
pub fn tool(name: &str, folder: &Path, arguments: &[&str]) -> Ran {
    let program = crate::installed("venv/bin").join(name);
    process::require(name, &program);
    // Compiled files must not appear beside generated ones.
    process::run(
        process::command(program)
            .args(arguments)
            .current_dir(folder)
            .env("PYTHONDONTWRITEBYTECODE", "1"),
    )
}

/// Judges an OpenAPI document with openapi-spec-validator.
pub fn openapi(document: &Path) -> Ran {
    run(
        &crate::repository(),
        &["-m", "openapi_spec_validator", &document.to_string_lossy()],
    )
}

/// Judges the JSON document `instance` by a JSON Schema.
pub fn json_schema(schema: &Path, instance: &Path) -> Ran {
    const JUDGE: &str = "import json, sys, jsonschema\n\
        schema, instance = (json.load(open(path)) for path in sys.argv[1:])\n\
        jsonschema.validators.validator_for(schema).check_schema(schema)\n\
        jsonschema.validate(instance, schema)";
    run(
        &crate::repository(),
        &["-c", JUDGE, &schema.to_string_lossy(), &instance.to_string_lossy()],
    )
}
