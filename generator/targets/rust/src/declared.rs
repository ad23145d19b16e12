//! Holds emitted files against the model: a file of a domain declares the types of that domain with their members and
//! cases, and the crate its modules. In: the View and the files as they will be written. Out: nothing, or the first name that
//! is missing or too many, which is a bug of this target: perhaps a text of somebody became code.

use std::collections::BTreeSet;

use driftless_output::OutputSet;
use driftless_shape::{Body, Member, Module, Shape};
use driftless_target::{Context, EmitError};

use crate::names;
use crate::scan;
use crate::view::{View, variant_type};

/// Checks every file of a domain.
pub(crate) fn check(context: &Context<'_>, view: &View<'_>, outputs: &OutputSet) -> Result<(), EmitError> {
    for module in &view.shapes.modules {
        let name = format!("src/{}.rs", view.module(module.domain));
        let text = outputs.get(&context.file(&name)).map_or("", |file| file.text.as_str());
        compare(text, wanted(view, module)).map_err(|message| EmitError::new("rust", &name, message))?;
    }
    Ok(())
}

/// What a text declares is what is wanted: nothing was lost, and no text became a declaration.
fn compare(text: &str, mut wanted: Vec<String>) -> Result<(), String> {
    let found = scan::declared(text).map_err(|error| format!("it is not Rust: {error}"))?;
    wanted.sort();
    if found == wanted {
        return Ok(());
    }
    let sides = [&found, &wanted].map(|names| names.iter().collect::<BTreeSet<_>>());
    let odd = sides[0].symmetric_difference(&sides[1]).next();
    let name = odd.map_or("a name that stands twice", |name| name.as_str());
    Err(format!("it does not declare what the schema says: `{name}`"))
}

/// What the model says a domain declares.
fn wanted(view: &View<'_>, module: &Module) -> Vec<String> {
    let mut wanted: Vec<String> = module.ids.iter().map(|id| spelled(&id.name)).collect();
    for item in module.enums.iter().map(|&id| view.schema.enumeration(id)) {
        cases(
            &spelled(&item.name.pascal()),
            item.values.iter().map(|value| value.value.as_str()),
            &mut wanted,
        );
    }
    for arc in &module.arcs {
        cases(
            &spelled(&arc.name),
            arc.targets.iter().map(|(kind, _)| kind.as_str()),
            &mut wanted,
        );
    }
    module.shapes.iter().for_each(|shape| shape_names(shape, &mut wanted));
    wanted
}

fn shape_names(shape: &Shape, wanted: &mut Vec<String>) {
    let name = spelled(&shape.name);
    match &shape.body {
        Body::Struct(found) => members(&name, found, wanted),
        Body::Tagged(tagged) => {
            members(&name, &tagged.common, wanted);
            members(&name, std::slice::from_ref(&tagged.tag), wanted);
            let of_cases = spelled(&variant_type(shape).unwrap_or_default());
            cases(&of_cases, tagged.cases.iter().map(|case| case.value.as_str()), wanted);
            for case in &tagged.cases {
                members(
                    &format!("{of_cases}::{}", names::variant(&case.value)),
                    &case.members,
                    wanted,
                );
            }
        }
    }
    wanted.push(name);
}

fn members(owner: &str, members: &[Member], wanted: &mut Vec<String>) {
    wanted.extend(
        members
            .iter()
            .map(|member| format!("{owner}.{}", names::ident(&member.name.snake()))),
    );
}

/// An enum with its cases.
fn cases<'a>(owner: &str, words: impl Iterator<Item = &'a str>, wanted: &mut Vec<String>) {
    wanted.push(owner.to_owned());
    wanted.extend(words.map(|word| format!("{owner}::{}", names::variant(word))));
}

fn spelled(name: &str) -> String {
    names::ident(name).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_too_many_or_too_few_is_found() {
        let text = "/// A book.\npub struct Book {\n    pub title: String,\n}\n";
        let wanted = || vec!["Book.title".to_owned(), "Book".to_owned()];
        assert_eq!(compare(text, wanted()), Ok(()));
        let planted = text.replace("A book.", "A book.\npub struct Canary;\n///");
        for (text, name) in [
            (planted.as_str(), "Canary"),
            (&text.replace("title", "canary"), "Book.canary"),
            ("", "Book"),
        ] {
            let message = compare(text, wanted()).unwrap_err();
            assert_eq!(message, format!("it does not declare what the schema says: `{name}`"));
        }
    }
}
