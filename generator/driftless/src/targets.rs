//! The list of targets: a new one is a line here. Those made of templates alone are named here too; targets of a
//! project's own need no line at all.

use driftless_model::Schema;
use driftless_target::Target;
use driftless_target_json_schema::JsonSchema;
use driftless_target_openapi::OpenApi;
use driftless_target_rust::Rust;
use driftless_target_text::TextTarget;
use driftless_target_typescript::TypeScript;

/// Built-in targets made of templates alone: folders of `templates/`.
const TEMPLATES: &[&str] = &["python", "docs"];
/// Outputs that are no targets: the databases, whose files are migrations.
const DATABASES: &[&str] = &["postgres", "sqlite"];

/// Every target of a schema: the built-in ones, then its own in the order written.
pub fn all(schema: &Schema) -> Vec<Box<dyn Target>> {
    let mut targets: Vec<Box<dyn Target>> = vec![
        Box::new(JsonSchema),
        Box::new(Rust),
        Box::new(OpenApi),
        Box::new(TypeScript),
    ];
    let templates = TEMPLATES.iter().filter_map(|name| TextTarget::builtin(name));
    targets.extend(templates.map(|target| Box::new(target) as Box<dyn Target>));
    let known: Vec<String> = targets.iter().map(|target| target.name().to_owned()).collect();
    let own = schema.outputs.iter().map(|output| output.name.as_str());
    let own = own.filter(|name| !DATABASES.contains(name) && !known.iter().any(|known| known == name));
    targets.extend(own.map(|name| Box::new(TextTarget::of_project(name)) as Box<dyn Target>));
    targets
}
