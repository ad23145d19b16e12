//! Documents by PostgreSQL's `jsonb`. An absent member is SQL's null, the null of JSON a value like others. What a
//! subquery computes has a name with its depth, so nothing hides a column.

use driftless_catalog::{Dialect, sql};

use super::record::{Moved, Object, Tag};
use super::value::{Carried, Fit, Form};

fn literal(text: &str) -> String {
    sql::literal(Dialect::Postgres, text)
}

fn word(text: &str) -> String {
    format!("to_jsonb({}::text)", literal(text))
}

fn words<'w>(texts: impl IntoIterator<Item = &'w String>) -> String {
    texts.into_iter().map(|text| word(text)).collect::<Vec<_>>().join(", ")
}

/// The new document.
pub(super) fn expression(value: &Carried, column: &str) -> String {
    carried(value, column, 1)
}

/// A value carried over; SQL's null where it is absent or does not fit.
fn carried(value: &Carried, v: &str, depth: usize) -> String {
    let formed = form(&value.form, v, depth);
    match &value.fit {
        None => formed,
        Some(fit) => format!("CASE WHEN {} THEN {formed} END", fits(fit, v)),
    }
}

fn form(form: &Form, v: &str, depth: usize) -> String {
    let digits = format!("({v} #>> '{{}}')");
    let when = |ty: &str, then: String| format!("CASE WHEN jsonb_typeof({v}) = '{ty}' THEN {then} ELSE {v} END");
    match form {
        Form::Keep => v.to_owned(),
        Form::Spelled(zeros) => when(
            "number",
            format!("to_jsonb(trunc({digits}::numeric)::text{})", behind(*zeros)),
        ),
        Form::Extended(zeros) => when("string", format!("to_jsonb({digits}{})", behind(*zeros))),
        Form::Number => when("string", format!("{digits}::jsonb")),
        Form::Words(renamed) => {
            let cases: String = renamed
                .iter()
                .map(|(old, new)| format!(" WHEN {} THEN {}", word(old), word(new)))
                .collect();
            format!("CASE {v}{cases} ELSE {v} END")
        }
        Form::Record(inner) => when("object", object(inner, v, depth)),
        Form::List(each) => when("array", list(each, v, depth)),
    }
}

fn behind(zeros: u32) -> String {
    if zeros == 0 {
        return String::new();
    }
    format!(" || '.{}'", "0".repeat(zeros as usize))
}

/// Null fits everything.
fn fits(fit: &Fit, v: &str) -> String {
    let digits = format!("({v} #>> '{{}}')::numeric");
    let condition = match fit {
        Fit::Integer(bits) => {
            let (least, most) = Fit::bounds(*bits);
            format!("{digits} BETWEEN {least} AND {most}")
        }
        Fit::Decimal(whole, kept) => {
            let most = "0".repeat(*whole as usize);
            format!("abs({digits}) < 1{most} AND {digits} = trunc({digits}, {kept})")
        }
        Fit::Words(known) => format!("{v} IN ({})", words(known)),
        Fit::Object => format!("jsonb_typeof({v}) = 'object'"),
    };
    format!("CASE WHEN jsonb_typeof({v}) = 'null' THEN true ELSE {condition} END")
}

fn list(each: &Carried, v: &str, depth: usize) -> String {
    let item = format!("e{depth}.value");
    let carried = carried(each, &item, depth + 1);
    format!(
        "(SELECT coalesce(jsonb_agg(n{depth}.value ORDER BY n{depth}.place), '[]') FROM \
         (SELECT {carried} AS value, e{depth}.place FROM jsonb_array_elements({v}) \
         WITH ORDINALITY AS e{depth} (value, place)) AS n{depth} WHERE n{depth}.value IS NOT NULL)"
    )
}

/// The keys that change are taken out, and those that have a value put in again.
fn object(object: &Object, v: &str, depth: usize) -> String {
    let inner = format!("d{depth}.value");
    let moved = object.members.iter().map(|member| &member.to);
    let keys: Vec<_> = object.removed.iter().chain(moved).map(|key| literal(key)).collect();
    let kept = format!("{inner} - ARRAY[{}]::text[]", keys.join(", "));
    let rows: Vec<_> = object
        .members
        .iter()
        .map(|moved| {
            format!(
                "({}, {})",
                literal(&moved.to),
                member(moved, object.tag.as_ref(), &inner, depth)
            )
        })
        .collect();
    let from = format!("FROM (SELECT {v} AS value) AS d{depth}");
    if rows.is_empty() {
        return format!("(SELECT {kept} {from})");
    }
    format!(
        "(SELECT ({kept}) || (SELECT coalesce(jsonb_object_agg(m{depth}.key, m{depth}.value), '{{}}') \
         FROM (VALUES {}) AS m{depth} (key, value) WHERE m{depth}.value IS NOT NULL) {from})",
        rows.join(", ")
    )
}

fn member(moved: &Moved, tag: Option<&Tag>, object: &str, depth: usize) -> String {
    let old = match &moved.from {
        Some(from) => carried(&moved.value, &format!("({object} -> {})", literal(from)), depth + 1),
        None => "NULL::jsonb".to_owned(),
    };
    let filled = match &moved.fill {
        Some(fill) => format!("coalesce(NULLIF({old}, 'null'), {}::jsonb)", literal(fill)),
        None => old,
    };
    match tag.filter(|_| !moved.variants.is_empty()) {
        None => filled,
        Some(tag) => {
            let is = carried(&tag.value, &format!("({object} -> {})", literal(&tag.from)), depth + 1);
            format!("CASE WHEN ({is}) IN ({}) THEN {filled} END", words(&moved.variants))
        }
    }
}
