//! Digests in TypeScript are those of the crate, byte for byte, whichever way a content is written.

use driftless_model::FieldId;
use driftless_shape::{Member, Origin, Presence, Role, Shape};
use driftless_tests::node;
use serde_json::{Value, json};

use crate::judges;
use crate::outputs::{EDGES, LIBRARY, PLATFORM, World};
use crate::package::Package;
use crate::verdicts::Judged;
use driftless_agree::{Case, Rust};

/// A digest that what makes a row knows: entity, field, and the shape that makes one.
pub(crate) struct Digested<'a> {
    pub(crate) entity: String,
    pub(crate) field: String,
    pub(crate) create: &'a Shape,
}

/// The digests of a schema that follow from what a client sends.
pub(crate) fn digested(world: &World) -> Vec<Digested<'_>> {
    let entities = world.subject.schema.entities();
    let fields = entities.flat_map(|(id, entity)| entity.fields.iter().map(move |field| (id, entity, field)));
    let digests = fields.filter(|(.., field)| !field.digest_of.is_empty());
    let found = digests.filter_map(|(id, entity, field)| {
        let (_, create) = world.subject.shapes.find(Origin::Entity(id), Role::Create)?;
        let is_known = field.digest_of.iter().all(|covered| is_known(create, *covered));
        is_known.then(|| Digested {
            entity: entity.name.pascal(),
            field: field.name.snake(),
            create,
        })
    });
    found.collect()
}

fn is_known(create: &Shape, field: FieldId) -> bool {
    let members = create.body.members();
    let held: Vec<&&Member> = members.iter().filter(|member| member.field == field).collect();
    let is_certain =
        |member: &&&Member| member.presence == Presence::Required || (member.nullable && member.default.is_none());
    !held.is_empty() && held.iter().all(is_certain)
}

const MAKE: &str = r#"
import { readFileSync } from "node:fs";
import * as digests from "./typescript/dist/digest.js";
const cases = JSON.parse(readFileSync("digests.json", "utf8"));
process.stdout.write(JSON.stringify(cases.map(([entity, field, text]) => digests[entity][field](JSON.parse(text)))));
"#;

#[test]
fn digests_are_the_same_in_both_languages() {
    let mut compared = 0;
    for schema in [EDGES, LIBRARY, PLATFORM] {
        let judged = Judged::of(schema);
        let package = Package::of(&judged.world.typescript());
        package.add("make.mjs", MAKE);
        for digest in digested(&judged.world) {
            let name = &digest.create.name;
            let valid = judged
                .cases
                .iter()
                .zip(&judged.rust)
                .filter(|(case, rust)| &case.shape == name && **rust == Rust::Valid);
            let texts: Vec<&str> = valid.map(|(case, _)| case.json.as_str()).take(1_000).collect();
            assert!(texts.len() > 20, "{name} has valid instances");
            compared += compare(&judged.world, &package, &digest, &texts);
        }
    }
    println!("{compared} digests");
    assert!(compared > 500, "{compared} digests were compared");
}

fn compare(world: &World, package: &Package, digest: &Digested<'_>, texts: &[&str]) -> usize {
    let list: Vec<Value> = texts
        .iter()
        .map(|text| json!([digest.entity, digest.field, text]))
        .collect();
    package.add("digests.json", &Value::from(list).to_string());
    let said = node::run(package.folder(), &["make.mjs"]).passed();
    let made: Vec<String> = serde_json::from_str(&said).expect("digests");
    let cases: Vec<Case> = texts.iter().map(|text| case(digest, text)).collect();
    let expected = judges::in_rust(world, package.folder(), &cases);
    for ((text, made), expected) in texts.iter().zip(&made).zip(expected) {
        assert_eq!(
            Rust::Fault(made.clone()),
            expected,
            "{}.{} of {text}",
            digest.entity,
            digest.field
        );
    }
    made.len()
}

fn case(digest: &Digested<'_>, text: &str) -> Case {
    Case {
        shape: format!("{}.{}", digest.entity, digest.field),
        component: String::new(),
        role: Role::Create,
        strict: true,
        what: "a digest".to_owned(),
        json: text.to_owned(),
        about: None,
        gaps: std::collections::BTreeSet::new(),
    }
}
