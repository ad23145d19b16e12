//! Fixtures: every shape of every entity has them, the crate and the package give the same value for the same number, both find it
//! valid, what has to be unique differs, and every case of a variant is reached.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use driftless_model::{EntityId, FieldId, Name, Visibility};
use driftless_sample::{Fixture, fixtures, words_of};
use driftless_shape::{Body, Origin, Role, Shape};
use driftless_tests::{node, process};
use serde_json::{Value, json};

use crate::judges;
use crate::outputs::{SCHEMAS, World};
use crate::package::Package;

/// How many numbers of each shape are judged.
const COUNT: u32 = 100;

/// Values of the package, and what its validators say.
const MAKE: &str = r#"
import { readFileSync } from "node:fs";
import * as fixtures from "./typescript/dist/fixtures.js";
import * as schemas from "./typescript/dist/validate.js";
const asked = JSON.parse(readFileSync("fixtures.json", "utf8"));
process.stdout.write(JSON.stringify(asked.map(([name, shape, number]) => {
  const value = (fixtures[name] ?? fixtures[name + "_"])(number);
  return [JSON.stringify(value), schemas.issues(schemas[shape], value)];
})));
"#;

#[test]
fn fixtures_are_valid_and_the_same_in_both_languages() {
    for schema in SCHEMAS {
        let world = World::of(schema);
        let made = fixtures(&world.subject);
        let travelling: Vec<&Fixture<'_>> = made.iter().filter(|made| made.shape.role != Role::Row).collect();
        let package = Package::of(&world.typescript());
        let asked = numbers(&travelling);
        let texts = in_typescript(&package, &asked);
        let told = in_rust(&world, &package, &asked, &texts);
        for (((fixture, number), text), told) in asked.iter().zip(&texts).zip(&told) {
            let place = format!("{}: {} of {number}", world.name, fixture.shape.name);
            let value: Value = serde_json::from_str(text).expect("it is JSON");
            assert!(
                same(&value, &fixture.of(*number)),
                "{place}: {text} is not {}",
                fixture.of(*number)
            );
            let is_equal = told[0] == true;
            assert!(is_equal && told[1].is_null(), "{place}: {text}: {told}");
            assert!(
                told[2].is_null() || same(&value, &told[2]),
                "{place}: {text} is written {}",
                told[2]
            );
        }
        println!("{}: {} shapes, {} values", world.name, travelling.len(), asked.len());
    }
}

fn numbers<'a>(travelling: &[&'a Fixture<'a>]) -> Vec<(&'a Fixture<'a>, u32)> {
    let ends = [u32::MAX - 1, u32::MAX];
    let numbers = || (0..COUNT - 2).chain(ends);
    travelling
        .iter()
        .flat_map(|&made| numbers().map(move |number| (made, number)))
        .collect()
}

/// The texts of the package; its validators find nothing wrong.
fn in_typescript(package: &Package, asked: &[(&Fixture<'_>, u32)]) -> Vec<String> {
    let list: Vec<Value> = asked
        .iter()
        .map(|(made, number)| json!([Name::new(made.shape.name.as_str()).camel(), made.shape.name, number]))
        .collect();
    package.add("fixtures.json", &Value::from(list).to_string());
    package.add("fixtures.mjs", MAKE);
    let said = node::run(package.folder(), &["fixtures.mjs"]).passed();
    let told: Vec<(String, Vec<Value>)> = serde_json::from_str(&said).expect("texts and issues");
    let wrong: Vec<_> = told.iter().filter(|(_, issues)| !issues.is_empty()).collect();
    assert!(wrong.is_empty(), "the validators refuse {wrong:?}");
    told.into_iter().map(|(text, _)| text).collect()
}

/// What the crate says: whether its value is that of the text, which rules it breaks, and what is written of it.
fn in_rust(world: &World, package: &Package, asked: &[(&Fixture<'_>, u32)], texts: &[String]) -> Vec<Value> {
    let list: Vec<Value> = asked
        .iter()
        .zip(texts)
        .map(|((made, number), text)| json!([made.shape.name, number, text]))
        .collect();
    let file = package.folder().join("fixtures.rust.json");
    fs::write(&file, Value::from(list).to_string()).expect("a file can be written");
    let program = judges::program(world);
    let said = process::run(Command::new(program).arg(file).arg("fixtures")).passed();
    serde_json::from_str(&said).expect("verdicts")
}

/// The function of a judge that says so.
pub(crate) fn judge(world: &World, library: &str) -> String {
    let made = fixtures(&world.subject);
    let travelling = made.iter().filter(|made| made.shape.role != Role::Row);
    let arms: String = travelling.map(|made| arm(world, made.shape, library)).collect();
    format!(
        "fn fixture(shape: &str, number: u32, text: &str) -> Value {{\n    match shape {{\n{arms}        _ => panic!(\"no such shape: {{shape}} {{number}} {{text}}\"),\n    }}\n}}\n"
    )
}

fn arm(world: &World, shape: &Shape, library: &str) -> String {
    let name = Name::new(shape.name.as_str()).snake();
    let function = match name.as_str() {
        "crate" | "self" | "super" => format!("{name}_"),
        _ => format!("r#{name}"),
    };
    let checked = match shape.role {
        Role::Read => "Value::Null".to_owned(),
        _ => "made.validate().map_or_else(|errors| json!(format!(\"{errors:?}\")), |()| Value::Null)".to_owned(),
    };
    let written = match holds_secret(world, shape, &mut BTreeSet::new()) {
        true => "Value::Null",
        false => "serde_json::to_value(&made).expect(\"it can be written\")",
    };
    let ty = format!("{library}::{}", shape.name);
    format!(
        "        {:?} => {{\n            let made = {library}::fixtures::{function}(number);\n            let read = serde_json::from_str::<{ty}>(text);\n            json!([read.is_ok_and(|read| read == made), {checked}, {written}])\n        }}\n",
        shape.name
    )
}

/// Whether a shape holds what is never written.
fn holds_secret(world: &World, shape: &Shape, seen: &mut BTreeSet<String>) -> bool {
    seen.insert(shape.name.clone());
    shape.body.members().into_iter().any(|member| {
        let is_secret = world.subject.field(shape.origin, member.field).visibility == Visibility::Secret;
        let inner = world.subject.shape_of(&member.ty.item);
        is_secret || inner.is_some_and(|inner| !seen.contains(&inner.name) && holds_secret(world, inner, seen))
    })
}

/// Whether two values are one: a number may be written in several ways.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        _ => one == other,
    }
}

#[test]
fn every_shape_and_every_case_has_fixtures() {
    for schema in SCHEMAS {
        let world = World::of(schema);
        let made = fixtures(&world.subject);
        for (_, shape) in world
            .subject
            .shapes
            .shapes()
            .filter(|(_, shape)| shape.role != Role::Record)
        {
            let of_shape = made.iter().find(|made| made.shape.name == shape.name);
            let fixture = of_shape.unwrap_or_else(|| panic!("{}: {} has no fixtures", world.name, shape.name));
            if let Body::Tagged(tagged) = &shape.body {
                let values = (0..COUNT).map(|number| fixture.of(number)[&tagged.tag.json].clone());
                let reached: BTreeSet<String> = values.filter_map(|word| word.as_str().map(str::to_owned)).collect();
                let cases = words_of(shape).into_iter().flatten().map(str::to_owned);
                assert_eq!(reached, cases.collect(), "{}: {}", world.name, shape.name);
            }
        }
    }
}

#[test]
fn what_has_to_be_unique_differs_from_number_to_number() {
    let mut compared = 0;
    for schema in SCHEMAS {
        let world = World::of(schema);
        let made = fixtures(&world.subject);
        for fixture in made.iter().filter(|made| made.shape.role == Role::Row) {
            let Origin::Entity(id) = fixture.shape.origin else {
                continue;
            };
            for fields in unique_fields(&world, id) {
                let values: BTreeSet<String> = (0..COUNT)
                    .map(|number| texts(&world, id, fixture, &fields, number))
                    .collect();
                let entity = &world.subject.schema.entity(id).name;
                let place = format!("{}: {entity}: {fields:?}: {values:?}", world.name);
                assert!(
                    values.len() == COUNT as usize || is_narrow(&world, id, &fields),
                    "{place}"
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 200, "{compared}");
}

/// The fields of the key, and of each unique.
fn unique_fields(world: &World, id: EntityId) -> Vec<Vec<FieldId>> {
    let entity = world.subject.schema.entity(id);
    let uniques = entity.uniques.iter();
    let uniques = uniques.map(|unique| unique.parts.iter().flat_map(|part| part.expr.fields()).collect());
    [entity.key.clone()].into_iter().chain(uniques).collect()
}

fn texts(world: &World, id: EntityId, fixture: &Fixture<'_>, fields: &[FieldId], number: u32) -> String {
    let (entity, row) = (world.subject.schema.entity(id), fixture.of(number));
    let fields = fields.iter().map(|field| entity.field(*field));
    let keys = fields.flat_map(|field| match field.arc() {
        Some(arc) => vec![arc.json.clone()],
        None => field.columns().iter().map(|column| column.json.clone()).collect(),
    });
    keys.map(|key| row[&key].to_string()).collect::<Vec<_>>().join(" ")
}

/// Whether nothing in these fields has room for a hundred values, or some of it may be null.
fn is_narrow(world: &World, id: EntityId, fields: &[FieldId]) -> bool {
    use driftless_model::Scalar::{Bytes, Date, Enum, Float, Inet, Time, Timestamp, Vector};
    let entity = world.subject.schema.entity(id);
    fields.iter().all(|field| {
        let field = entity.field(*field);
        let ty = field.value().map(|column| &column.ty);
        let is_small = ty.is_some_and(|ty| {
            let small = matches!(
                ty.scalar,
                Bytes | Date | Enum(_) | Float | Inet | Time | Timestamp | Vector(_)
            );
            let pattern = ty.limits.pattern.as_ref();
            small || pattern.is_some_and(|pattern| !pattern.contains("0-9")) || ty.limits.max.is_some()
        });
        is_small || field.nullable || field.computed.is_some() || !field.digest_of.is_empty()
    })
}
