//! What is told of a row that was read: its `Debug`, and the JSON of what a client is shown of it. In: the shapes of a schema.
//! Out: statements of the program, for each entity.

use std::collections::BTreeSet;

use driftless_model::{Schema, Visibility};
use driftless_shape::{Item, Origin, Role, Shapes};

use super::program::Shown;

/// The statements for every entity.
pub(crate) fn shown(schema: &Schema, shapes: &Shapes) -> Shown {
    let all = schema.entities().map(|(id, entity)| {
        let name = entity.name.snake();
        let mut text = format!("assert!(!tells(&format!(\"{{row:?}} {{row:#?}}\"), PRIVATE), \"{name}\");\n");
        let row = shapes.find(Origin::Entity(id), Role::Row);
        for member in row.into_iter().flat_map(|(_, shape)| shape.body.members()) {
            let field = entity.field(member.field);
            let is_marked =
                field.visibility != Visibility::Public && field.variants.is_empty() && field.value().is_some();
            let ident = format!("r#{}", member.name.snake());
            if is_marked && field.visibility == Visibility::Secret {
                // The search would find it.
                text += &format!("assert!(tells(&format!(\"{{:?}}\", row.{ident}.expose()), HIDDEN), \"{name}\");\n");
            } else if is_marked {
                text += &format!(
                    "if entity[\"marked\"].as_array().unwrap().contains(&Value::from({:?})) {{\n\
                    assert!(tells(&format!(\"{{:?}}\", row.{ident}), HIDDEN), \"{name}\");\n}}\n",
                    member.name.snake()
                );
            }
        }
        if let Some((_, read)) = shapes.find(Origin::Entity(id), Role::Read)
            && let mut members = read.body.members().into_iter()
            && members.all(|member| !entity.field(member.field).transient && !holds_secret(shapes, &member.ty.item))
        {
            let made = format!("<<package>>::{}::from(row.clone())", read.name);
            text += &format!(
                "let json = serde_json::to_string(&{made}).expect(\"JSON\");\n\
                assert!(!tells(&json, HIDDEN), \"{{json}}\");\n"
            );
        }
        (name, text)
    });
    all.collect()
}

/// Whether it is a record with a secret somewhere in it: Rust cannot write it, and tells nothing that way.
fn holds_secret(shapes: &Shapes, item: &Item) -> bool {
    let (mut seen, mut next) = (BTreeSet::new(), vec![item]);
    while let Some(item) = next.pop() {
        let Item::Record(id) = *item else { continue };
        let found = shapes
            .find(Origin::Record(id), Role::Record)
            .filter(|_| seen.insert(id));
        for member in found.into_iter().flat_map(|(_, shape)| shape.body.members()) {
            if member.write_only {
                return true;
            }
            next.push(&member.ty.item);
        }
    }
    false
}
