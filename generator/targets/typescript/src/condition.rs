//! Declared checks in TypeScript, with the logic of SQL. In: an expression over fields. Out: a call that says which members it
//! reads and when it holds; nothing where a shape lacks a field that it reads, or where outputs could disagree.

use driftless_model::{Check, Default, ExprKind, FieldId, Scalar, Value};
use driftless_shape::{Body, Item, Member, Origin, Presence, Role, Shape, constraints};

use crate::code::Code;
use crate::escape;
use crate::expression::{self, Operand, Parameters};
use crate::item::Items;
use crate::lower::arc_key;

/// The checks of a shape; nothing where it has none.
pub(crate) fn checks(items: &Items<'_>, shape: &Shape) -> Option<Code> {
    let Origin::Entity(id) = shape.origin else { return None };
    if !matches!(shape.role, Role::Create | Role::Patch) {
        return None;
    }
    let declared = &items.schema.entity(id).checks;
    let calls: Vec<String> = declared.iter().filter_map(|check| call(items, shape, check)).collect();
    (!calls.is_empty()).then(|| Code::of(format!("() => [\n  {},\n]", calls.join(",\n  "))))
}

fn call(items: &Items<'_>, shape: &Shape, check: &Check) -> Option<String> {
    let mut reads: Vec<(FieldId, Option<usize>)> = Vec::new();
    check.expr.walk(&mut |expr| {
        let read = match expr.kind {
            ExprKind::Column(field, column) => Some((field, Some(column))),
            ExprKind::Arc(field) => Some((field, None)),
            _ => None,
        };
        reads.extend(read.filter(|read| !reads.contains(read)));
    });
    let parameters = Parameters::of(&reads);
    let holds = expression::emit(&parameters, &check.expr)?;
    let fields: Option<Vec<String>> = reads.iter().map(|read| field(items, shape, *read)).collect();
    let code = constraints::of_check(items.schema, shape.origin, check.name.as_str());
    let message = match check.doc.as_str() {
        "" => format!("must satisfy {}", check.text),
        doc => doc.to_owned(),
    };
    Some(format!(
        "is.check({}, {}, {}, [{}], ({parameters}) => {holds})",
        escape::string(&code),
        escape::string(&message),
        escape::string(&about(shape, check)),
        fields?.join(", "),
    ))
}

/// The member that a check is about, where it is about one.
fn about(shape: &Shape, check: &Check) -> String {
    let fields = check.expr.fields();
    let [field] = fields.as_slice() else {
        return String::new();
    };
    let members = shape.body.members();
    let member = members.iter().find(|member| member.field == *field);
    member.map(|member| member.json.clone()).unwrap_or_default()
}

/// A member that a check reads, and what stands for it where it is absent.
fn field(items: &Items<'_>, shape: &Shape, (field, column): (FieldId, Option<usize>)) -> Option<String> {
    let members = shape.body.members();
    let member = *members
        .iter()
        .find(|member| member.field == field && member.column == column)?;
    if member.write_only {
        return None;
    }
    let read = reader(items, member)?;
    let absent = absent(shape, member)?.map_or_else(String::new, |absent| format!(", {absent}"));
    Some(format!("is.field({}, {read}{absent})", escape::string(&member.json)))
}

/// What is compared in place of a key that was left out; nothing where nobody knows.
fn absent(shape: &Shape, member: &Member) -> Option<Option<String>> {
    let null = Some("null".to_owned());
    let is_of_case = match &shape.body {
        Body::Struct(_) => false,
        Body::Tagged(tagged) => {
            tagged.tag.field != member.field && tagged.common.iter().all(|common| common.field != member.field)
        }
    };
    let has_default = member.default.is_some();
    if is_of_case {
        // A member that only some cases have is null in the others.
        let is_known = member.presence == Presence::Required || (member.nullable && !has_default);
        return is_known.then_some(null);
    }
    Some(match (shape.role, member.presence) {
        (Role::Patch, _) | (_, Presence::Required) => None,
        // Where there is a default, absent and null are different wishes.
        _ if member.nullable && has_default => Some(default(member)?),
        _ if member.nullable => null,
        _ => default(member),
    })
}

/// A default, where it is a literal.
fn default(member: &Member) -> Option<String> {
    let Some(Default::Value(value)) = &member.default else {
        return None;
    };
    match &member.ty.item {
        _ if *value == Value::Null => Some("null".to_owned()),
        _ if member.ty.array.is_some() => None,
        Item::Scalar(Scalar::Numeric { scale, .. }) => expression::literal(Operand::Decimal, *scale, value),
        Item::Scalar(scalar) => expression::literal(Operand::of_scalar(*scalar), 0, value),
        Item::Enum(_) => expression::literal(Operand::Text, 0, value),
        _ => None,
    }
}

/// How a member is turned into what is compared.
fn reader(items: &Items<'_>, member: &Member) -> Option<String> {
    if member.ty.array.is_some() {
        return Some("is.asIs".to_owned());
    }
    Some(match &member.ty.item {
        Item::Scalar(scalar) => of_scalar(*scalar),
        Item::Id(entity) => of_scalar(items.ids.get(entity)?.ty.scalar),
        Item::Arc(origin, field) => {
            let arc = items.arcs.get(&(*origin, *field))?;
            let keys = arc
                .targets
                .iter()
                .map(|(_, target)| arc_key(items.schema, arc, *target));
            let are_textual = keys.into_iter().all(is_textual);
            are_textual.then(|| "is.asArc".to_owned())?
        }
        _ => "is.asIs".to_owned(),
    })
}

/// Whether a key has one text everywhere.
fn is_textual(scalar: Scalar) -> bool {
    let is_time = scalar.is_time() && scalar != Scalar::Date;
    !is_time && !matches!(scalar, Scalar::Bytes | Scalar::Vector(_) | Scalar::Json)
}

fn of_scalar(scalar: Scalar) -> String {
    let name = match scalar {
        Scalar::Smallint | Scalar::Int | Scalar::Bigint => "asInteger",
        Scalar::Numeric { scale, .. } => return format!("is.asDecimal({scale})"),
        Scalar::Uuid => "asUuid",
        Scalar::Timestamp => "asTimestamp",
        Scalar::TimestampLocal => "asLocal",
        Scalar::Date => "asDate",
        Scalar::Time => "asTime",
        Scalar::Duration => "asDuration",
        Scalar::Inet => "asInet",
        _ => "asIs",
    };
    format!("is.{name}")
}
