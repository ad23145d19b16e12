//! Which template makes which file. In: template names. Out: each file with its template, and its domain if any.
//! A name ending in `.j2` is a file's, without that ending; any other template is there to be included or imported.
//! `[domain]` in a name makes one file per domain, `[package]` and `[schema]` stand for those names.

use std::collections::BTreeMap;

use driftless_diagnostics::{Code, Diagnostic};
use driftless_target::Context;

/// What makes a template a file of its own.
const ENDING: &str = ".j2";

/// Stands for the name of each domain.
const DOMAIN: &str = "[domain]";

/// Template, file, and position of the domain it is about.
pub(crate) type Planned<'a> = (&'a str, String, Option<usize>);

/// Every file, in the order of the templates' names.
pub(crate) fn plan<'a>(templates: &BTreeMap<&'a str, &'a str>, context: &Context<'_>) -> Vec<Planned<'a>> {
    templates
        .keys()
        .flat_map(|&template| files_of(template, context))
        .collect()
}

fn files_of<'a>(template: &'a str, context: &Context<'_>) -> Vec<Planned<'a>> {
    let Some(name) = template.strip_suffix(ENDING) else {
        return Vec::new();
    };
    let name = name
        .replace("[package]", &package(context))
        .replace("[schema]", &context.schema.name.snake());
    if !name.contains(DOMAIN) {
        return vec![(template, name, None)];
    }
    let domains = context.schema.domains.iter().enumerate();
    domains
        .map(|(at, domain)| (template, name.replace(DOMAIN, &domain.name.snake()), Some(at)))
        .collect()
}

/// The package a schema names, or its own name.
pub(crate) fn package(context: &Context<'_>) -> String {
    let package = context.settings.and_then(|output| output.text("package"));
    package.map_or_else(|| context.schema.name.snake(), str::to_owned)
}

/// Why the package cannot have its name: it is a folder, and a word of the language.
pub(crate) fn refused_package(context: &Context<'_>) -> Option<Diagnostic> {
    let output = context.settings?;
    let package = output.text("package")?;
    let fits = package.starts_with(|first: char| first.is_ascii_alphabetic())
        && package.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let refusal = || {
        Diagnostic::error(Code::NameForm, format!("`{package}` is no name for a package"))
            .label(output.span, "letters, digits and `_` only, a letter first")
            .help(format!("write `package = \"{}\"`", context.schema.name.snake()))
    };
    (!fits).then(refusal)
}
