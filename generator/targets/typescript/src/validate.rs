//! The validators of a schema. In: its shapes. Out: the view of `validate.ts`: one validator for each named type, arc and shape,
//! of which the compiler proves that it checks exactly the keys and types of the interface.

use std::collections::{BTreeMap, BTreeSet};

use driftless_model::{Default, EntityId, FieldId, Schema};
use driftless_output::mark_named;
use driftless_shape::{
    ArcShape, Body, Case, IdShape, Member, Origin, Presence, Role, Shape, Shapes, Tagged, constraints,
};

use crate::code::{Code, arguments};
use crate::item::{Items, entry};
use crate::names::Names;
use crate::settings::Brands;
use crate::spell::{Home, Speller};
use crate::{comment, condition, escape, literal, operations, view};

/// Look-ups from what types refer to.
#[derive(Default)]
pub(crate) struct Index<'a> {
    ids: BTreeMap<EntityId, &'a IdShape>,
    arcs: BTreeMap<(Origin, FieldId), &'a ArcShape>,
}

impl<'a> Index<'a> {
    /// Collects them.
    pub(crate) fn of(shapes: &'a Shapes) -> Self {
        let ids = shapes.modules.iter().flat_map(|module| &module.ids);
        let arcs = shapes.modules.iter().flat_map(|module| &module.arcs);
        Self {
            ids: ids.map(|id| (id.entity, id)).collect(),
            arcs: arcs.map(|arc| ((arc.origin, arc.field), arc)).collect(),
        }
    }

    /// Writes the validators of a file; those of `validate.ts` have `home` before their names.
    pub(crate) fn items(
        &'a self,
        schema: &'a Schema,
        names: &'a Names,
        brands: Brands,
        home: &'static str,
    ) -> Items<'a> {
        Items {
            schema,
            names,
            ids: &self.ids,
            arcs: &self.arcs,
            brands,
            speller: Speller::new(schema, names, Home::Beside),
            home,
        }
    }
}

/// The view of `validate.ts`.
pub(crate) fn validators(schema: &Schema, names: &Names, brands: Brands, shapes: &Shapes) -> view::Validators {
    let index = Index::of(shapes);
    let mut items = index.items(schema, names, brands, "");
    let mut found: Vec<view::Validator> = schema.types.iter().map(|ty| named(&mut items, ty)).collect();
    for module in &shapes.modules {
        found.extend(module.arcs.iter().map(|arc| arc_value(&mut items, arc)));
        let declared = module.shapes.iter().filter(|shape| shape.role != Role::Row);
        found.extend(declared.map(|shape| of_shape(&mut items, shape)));
    }
    let page = format!("{}<T>", items.speller.common("Page"));
    view::Validators {
        values: items.speller.value_imports(),
        types: items.speller.type_imports(),
        declared: mentioned(&items.speller, found.iter().map(|item| &item.ty).chain([&page])),
        items: found,
        page,
        next_cursor: escape::string(&operations::cursor_key(schema)),
    }
}

/// The namespaces that these types mention.
pub(crate) fn mentioned<'t>(speller: &Speller<'_>, types: impl Iterator<Item = &'t String>) -> Vec<String> {
    let types: BTreeSet<&str> = types.filter_map(|ty| Some(ty.split_once('.')?.0)).collect();
    let imports = speller.value_imports().into_iter().chain(speller.type_imports());
    let files = imports.map(|import| import.file);
    files
        .filter(|file| types.iter().any(|ty| ty.ends_with(&format!("${file}"))))
        .collect()
}

fn named(items: &mut Items<'_>, ty: &driftless_model::NamedType) -> view::Validator {
    let name = ty.name.pascal();
    let item = items.named(ty);
    let code = Code::call("schema", None, &[item, Code::of("true")]);
    let spelled = items.speller.common(&name);
    validator(mark_named(ty.span, &name), &ty.doc, name, spelled, &code)
}

fn arc_value(items: &mut Items<'_>, arc: &ArcShape) -> view::Validator {
    let ty = items.speller.refer(items.names.arc(arc.origin, arc.field));
    let item = items.arc(arc, &ty);
    let code = Code::call("schema", None, &[item, Code::of("true")]);
    validator(mark_named(arc.span, &arc.name), &arc.doc, arc.name.clone(), ty, &code)
}

fn of_shape(items: &mut Items<'_>, shape: &Shape) -> view::Validator {
    let ty = items.speller.refer(items.names.shape(shape.origin, shape.role));
    let strict = Code::of(is_strict(shape).to_string());
    let checks = condition::checks(items, shape);
    let code = match &shape.body {
        Body::Struct(members) => {
            let members: Vec<&Member> = members.iter().collect();
            let members = object(items, shape, &members, "");
            let of = if shape.role == Role::Patch { "patch" } else { "object" };
            Code::call(of, Some(&ty), &arguments([Some(strict), Some(members), checks]))
        }
        Body::Tagged(tagged) => {
            let key = escape::string(&tagged.tag.json);
            let given = [
                Some(strict),
                Some(Code::of(&key)),
                Some(cases(items, shape, tagged)),
                checks,
            ];
            Code::call("tagged", Some(&format!("{ty}, {key}")), &arguments(given))
        }
    };
    validator(
        mark_named(shape.span, &shape.name),
        &shape.doc,
        shape.name.clone(),
        ty,
        &code,
    )
}

/// Requests refuse what nobody knows, also where a record can come back.
fn is_strict(shape: &Shape) -> bool {
    match shape.role {
        Role::Create | Role::Patch => true,
        Role::Record => shape.usage.request && !shape.usage.response,
        Role::Read | Role::Row => false,
    }
}

fn validator(mark: String, doc: &str, name: String, ty: String, code: &Code) -> view::Validator {
    view::Validator {
        doc: comment::block(&comment::text(doc), ""),
        mark,
        name,
        ty,
        typed: code.typed.clone(),
        plain: code.plain.clone(),
    }
}

/// `() => ({ key: member, ... })`
fn object(items: &mut Items<'_>, shape: &Shape, members: &[&Member], indent: &str) -> Code {
    let mut code = Code::of("() => ({");
    for member in members {
        code.push(format!("\n{indent}  {}: ", entry(&member.json)));
        code.add(&member_of(items, shape, member));
        code.push(",");
    }
    if !members.is_empty() {
        code.push(format!("\n{indent}"));
    }
    code.push("})");
    code
}

fn member_of(items: &mut Items<'_>, shape: &Shape, member: &Member) -> Code {
    let item = items.nullable(&member.ty, member.nullable);
    let stem = constraints::stem(items.schema, shape.origin, member);
    let codes = codes(items.schema, shape, member, &stem);
    let default = default(items, shape, member);
    let (name, default) = match member.presence {
        Presence::Required => ("required", None),
        Presence::Optional => ("optional", default),
    };
    Code::call(
        name,
        None,
        &arguments([Some(item), Some(Code::of(escape::string(&stem))), codes, default]),
    )
}

/// Names of rules that are too long to follow from how they begin.
fn codes(schema: &Schema, shape: &Shape, member: &Member, stem: &str) -> Option<Code> {
    let odd = ["", "range", "length", "pattern"].into_iter().filter_map(|aspect| {
        let code = constraints::of_member(schema, shape.origin, member, aspect);
        let parts = [stem, aspect, "check"].into_iter().filter(|part| !part.is_empty());
        let usual = parts.collect::<Vec<_>>().join("_");
        (code != usual).then(|| format!("{}: {}", escape::string(aspect), escape::string(&code)))
    });
    let odd: Vec<String> = odd.collect();
    (!odd.is_empty()).then(|| Code::of(format!("{{ {} }}", odd.join(", "))))
}

/// What a record means by leaving a key out: digests cover it.
fn default(items: &Items<'_>, shape: &Shape, member: &Member) -> Option<Code> {
    match &member.default {
        Some(Default::Value(value)) if shape.role == Role::Record && !member.write_only => {
            Some(Code::of(literal::default(items.schema, &member.ty, value)))
        }
        _ => None,
    }
}

fn cases(items: &mut Items<'_>, shape: &Shape, tagged: &Tagged) -> Code {
    let mut code = Code::of("{");
    for case in &tagged.cases {
        code.push(format!("\n  {}: ", entry(&case.value)));
        code.add(&of_case(items, shape, tagged, case));
        code.push(",");
    }
    code.push("\n}");
    code
}

fn of_case(items: &mut Items<'_>, shape: &Shape, tagged: &Tagged, case: &Case) -> Code {
    let members: Vec<&Member> = tagged.common.iter().chain(&case.members).collect();
    object(items, shape, &members, "  ")
}
