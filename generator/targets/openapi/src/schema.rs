//! What each component says. In: a part. Out: its schema. Requests are closed objects at every depth, responses open
//! ones; a tagged shape is a choice between whole objects, because a closed object cannot be put together from parts.

use driftless_model::{Enum, Name, NamedType};
use driftless_output::mark;
use driftless_shape::{ArcShape, Body, Case, IdShape, ItemType, Member, Origin, Presence, Role, Shape, Tagged};
use serde_json::{Map, Value, json};

use crate::components::{Component, Part, case_name, shape_name, target_name};
use crate::draft::Draft;
use crate::item::{declared, item_type, sample_of};
use crate::literal::literal;
use crate::member::{deprecation, description, marked_key, paragraph, pii, property};
use crate::problem;
use crate::reading::{Reading, has_member};
use crate::scope::Scope;

/// The schema of a component.
pub(crate) fn schema(scope: &Scope<'_>, component: &Component<'_>) -> Value {
    let draft = match component.part {
        Part::Problem => problem::problem(scope),
        Part::FieldProblem => problem::field_problem(scope),
        Part::Named(ty) => named(scope, ty),
        Part::Enum(item) => words(item),
        Part::Id(id) => key(scope, id),
        Part::Arc(arc, reading) => arc_value(scope, arc, reading),
        Part::ArcTarget(arc, target, reading) => arc_target(scope, arc, target, reading),
        Part::Shape(shape, reading) => whole_shape(scope, shape, reading),
        Part::Case(shape, tagged, case, reading) => case_object(scope, shape, tagged, case, reading),
        Part::Page(shape) => page(scope, scope.reference(&shape_name(shape, Reading::Open)), &shape.name),
    };
    draft.finish(scope.version)
}

/// Some items of a longer list.
pub(crate) fn page(scope: &Scope<'_>, item: Draft, of: &str) -> Draft {
    let cursor = Name::new("next_cursor").wire(scope.schema.wire.case);
    let items = Draft::of("array")
        .with("items", item.finish(scope.version))
        .with("description", "The items, in order.");
    let next = Draft::of("string").or_null(scope.version).with(
        "description",
        "What to send as `cursor` for the items that follow; null at the end of the list.",
    );
    let properties = json!({ "items": items.finish(scope.version), &cursor: next.finish(scope.version) });
    Draft::of("object")
        .with("description", format!("Some items of a longer list of `{of}`."))
        .with("properties", properties)
        .with("required", json!(["items", cursor]))
}

fn named(scope: &Scope<'_>, ty: &NamedType) -> Draft {
    // Named types are sent as well as received, so they say all that a request has to satisfy.
    let item = ItemType {
        named: None,
        ..declared(&ty.ty)
    };
    let draft = item_type(scope, &item, Reading::Closed);
    let own: Vec<Value> = ty
        .examples
        .iter()
        .map(|example| literal(scope, &item, example))
        .collect();
    let examples = if own.is_empty() {
        sample_of(scope, &item, &draft)
    } else {
        Some(own)
    };
    draft
        .with_text("description", &ty.doc)
        .with_some("examples", examples)
        .with_some("x-pii", ty.pii.as_ref().map(pii))
}

fn words(item: &Enum) -> Draft {
    let words: Vec<String> = item
        .values
        .iter()
        .map(|value| format!("{}{}", mark(value.span), value.value))
        .collect();
    Draft::of("string")
        .with_text("description", &enum_description(item))
        .with_flag("deprecated", item.deprecated.is_some())
        .with("enum", words)
}

/// JSON Schema has no place for what a single word means.
fn enum_description(item: &Enum) -> String {
    let head = paragraph([Some(item.doc.clone()), deprecation(item.deprecated.as_deref())]);
    let meanings = item.values.iter().map(|value| {
        let said = paragraph([Some(value.doc.clone()), deprecation(value.deprecated.as_deref())]);
        (value.value.as_str(), said)
    });
    let lines: Vec<String> = meanings
        .filter(|(_, said)| !said.is_empty())
        .map(|(word, said)| format!("- `{word}`: {said}"))
        .collect();
    let parts = [head, lines.join("\n")];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn key(scope: &Scope<'_>, id: &IdShape) -> Draft {
    let entity = scope.schema.entity(id.entity);
    let item = declared(&id.ty);
    let draft = item_type(scope, &item, Reading::Closed);
    let own = entity
        .key
        .first()
        .map(|&field| entity.field(field).examples.as_slice())
        .unwrap_or_default();
    let own: Vec<Value> = own.iter().map(|example| literal(scope, &item, example)).collect();
    let examples = if own.is_empty() {
        sample_of(scope, &item, &draft)
    } else {
        Some(own)
    };
    draft
        .with("description", format!("Key of one `{}`.", entity.name.pascal()))
        .with_some("examples", examples)
}

/// `{ kind, id }`
fn arc_value(scope: &Scope<'_>, arc: &ArcShape, reading: Reading) -> Draft {
    let name = |at| target_name(scope.schema, &scope.components.index, arc, at, reading);
    let kinds = arc
        .targets
        .iter()
        .enumerate()
        .map(|(at, (kind, _))| (kind.as_str(), name(at)));
    choice(
        scope,
        Draft::any().with_text("description", &arc.doc),
        "kind",
        kinds.collect(),
    )
}

fn arc_target(scope: &Scope<'_>, arc: &ArcShape, target: usize, reading: Reading) -> Draft {
    let (kind, entity) = &arc.targets[target];
    let entity_name = scope.schema.entity(*entity).name.pascal();
    let kind = Draft::of("string").with("const", kind.as_str());
    let properties = json!({
        "kind": kind.finish(scope.version),
        "id": target_key(scope, arc, target).finish(scope.version),
    });
    Draft::of("object")
        .with("description", format!("Names one `{entity_name}`."))
        .with("properties", properties)
        .with("required", json!(["kind", "id"]))
        .with_some("additionalProperties", (reading == Reading::Closed).then_some(false))
}

fn target_key(scope: &Scope<'_>, arc: &ArcShape, target: usize) -> Draft {
    if let Some(id) = scope.components.index.id(arc.targets[target].1) {
        return scope.reference(&id.name);
    }
    let field = match arc.origin {
        Origin::Entity(id) => scope.schema.entity(id).field(arc.field),
        Origin::Record(id) => &scope.schema.record(id).fields[arc.field.0],
    };
    let column = field
        .arc()
        .and_then(|arc| arc.targets.get(target))
        .map(|target| &target.column);
    column.map_or_else(Draft::any, |column| {
        item_type(scope, &declared(&column.ty), Reading::Closed)
    })
}

/// One of several objects, told apart by a member that each of them has.
fn choice(scope: &Scope<'_>, draft: Draft, tag: &str, names: Vec<(&str, String)>) -> Draft {
    let choices: Vec<Value> = names
        .iter()
        .map(|(_, name)| scope.reference(name).finish(scope.version))
        .collect();
    let mapping: Map<String, Value> = names
        .iter()
        .map(|(value, name)| ((*value).to_owned(), json!(scope.target(name))))
        .collect();
    draft
        .with("oneOf", choices)
        .with("discriminator", json!({ "propertyName": tag, "mapping": mapping }))
}

fn whole_shape(scope: &Scope<'_>, shape: &Shape, reading: Reading) -> Draft {
    match &shape.body {
        Body::Struct(members) => {
            let members = members.iter().map(|member| (member, None));
            let object = Object {
                scope,
                shape,
                reading,
                name: shape_name(shape, reading),
            };
            let described = described(scope, Draft::of("object"), shape);
            object
                .write(described, members.collect())
                .with_some("minProperties", (shape.role == Role::Patch).then_some(1))
        }
        Body::Tagged(tagged) => {
            let names = tagged
                .cases
                .iter()
                .map(|case| (case.value.as_str(), case_name(shape, case, reading)));
            choice(
                scope,
                described(scope, Draft::any(), shape),
                &tagged.tag.json,
                names.collect(),
            )
        }
    }
}

fn case_object(scope: &Scope<'_>, shape: &Shape, tagged: &Tagged, case: &Case, reading: Reading) -> Draft {
    let leading = tagged.leading().into_iter();
    let leading = leading.map(|member| (member, (member.json == tagged.tag.json).then_some(case.value.as_str())));
    let members = leading.chain(case.members.iter().map(|member| (member, None)));
    let object = Object {
        scope,
        shape,
        reading,
        name: case_name(shape, case, reading),
    };
    object.write(
        Draft::of("object").with_text("description", &case.doc),
        members.collect(),
    )
}

/// What a shape is, where it is kept, and what has to hold between its members.
fn described(scope: &Scope<'_>, draft: Draft, shape: &Shape) -> Draft {
    let draft = draft
        .with_text(
            "description",
            &paragraph([Some(shape.doc.clone()), deprecation(shape.deprecated.as_deref())]),
        )
        .with_flag("deprecated", shape.deprecated.is_some());
    let Origin::Entity(id) = shape.origin else { return draft };
    let entity = scope.schema.entity(id);
    let namespace = entity.table.namespace.as_ref().map(|namespace| format!("{namespace}."));
    let checks = entity
        .checks
        .iter()
        .map(|check| (check.name.to_string(), json!(check.text)));
    let checks: Map<String, Value> = checks.filter(|_| shape.role == Role::Create).collect();
    draft
        .with(
            "x-table",
            format!("{}{}", namespace.unwrap_or_default(), entity.table.name),
        )
        .with_some("x-checks", (!checks.is_empty()).then_some(checks))
}

/// An object with these members; one of them may be a tag of a fixed value.
struct Object<'a> {
    scope: &'a Scope<'a>,
    shape: &'a Shape,
    reading: Reading,
    name: String,
}

impl Object<'_> {
    fn write(&self, draft: Draft, members: Vec<(&Member, Option<&str>)>) -> Draft {
        let mut properties = Map::new();
        let mut required: Vec<&str> = Vec::new();
        for (member, tag) in members {
            if !has_member(self.scope.schema, self.shape, self.reading, member) {
                continue;
            }
            let (key, schema) = match tag {
                Some(value) => (marked_key(&self.name, member), self.tag(member, value)),
                None => property(self.scope, &self.name, self.shape, member, self.reading),
            };
            properties.insert(key, schema);
            if is_required(member, tag) {
                required.push(&member.json);
            }
        }
        draft
            .with("properties", properties)
            .with_some("required", (!required.is_empty()).then_some(required))
            .with_some(
                "additionalProperties",
                (self.reading == Reading::Closed).then_some(false),
            )
    }

    fn tag(&self, member: &Member, value: &str) -> Value {
        Draft::of("string")
            .with("const", value)
            .with_text("description", &description(self.scope, member, Reading::Open))
            .finish(self.scope.version)
    }
}

/// A tag may be left out where it has the value that it then gets.
fn is_required(member: &Member, tag: Option<&str>) -> bool {
    use driftless_model::{Default, Value};
    match (member.presence, tag, &member.default) {
        (Presence::Required, ..) => true,
        (Presence::Optional, Some(tag), Some(Default::Value(Value::Text(default)))) => tag != default,
        (Presence::Optional, ..) => false,
    }
}
