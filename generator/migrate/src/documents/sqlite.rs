//! Documents by SQLite's JSON functions, as far as 3.40 has them. Every value is JSON text, so that `true` stays `true`
//! and numbers keep their digits; an absent member is SQL's null. What a subquery computes has a name with its depth.

use driftless_catalog::{Dialect, sql};

use super::record::{Moved, Object, Tag};
use super::value::{Carried, Fit, Form};

/// How many members one call sets: functions take 127 arguments.
const AT_ONCE: usize = 40;

fn literal(text: &str) -> String {
    sql::literal(Dialect::Sqlite, text)
}

fn word(text: &str) -> String {
    format!("json_quote({})", literal(text))
}

fn words<'w>(texts: impl IntoIterator<Item = &'w String>) -> String {
    texts
        .into_iter()
        .map(|text| literal(text))
        .collect::<Vec<_>>()
        .join(", ")
}

fn place(key: &str) -> String {
    literal(&format!("$.\"{key}\""))
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
    let bare = format!("({v} ->> '$')");
    let when = |ty: &str, then: String| format!("CASE WHEN json_type({v}) {ty} THEN {then} ELSE {v} END");
    match form {
        Form::Keep => v.to_owned(),
        Form::Spelled(zeros) => when(
            "IN ('integer', 'real')",
            format!("json_quote(CAST({bare} AS INTEGER) || '{}')", behind(*zeros)),
        ),
        Form::Extended(zeros) => when("= 'text'", format!("json_quote({bare} || '{}')", behind(*zeros))),
        Form::Number => when("= 'text'", bare),
        Form::Words(renamed) => {
            let cases: String = renamed
                .iter()
                .map(|(old, new)| format!(" WHEN {} THEN {}", literal(old), word(new)))
                .collect();
            format!("CASE {bare}{cases} ELSE {v} END")
        }
        Form::Record(inner) => when("= 'object'", object(inner, v, depth)),
        Form::List(each) => when("= 'array'", list(each, v, depth)),
    }
}

fn behind(zeros: u32) -> String {
    if zeros == 0 {
        return String::new();
    }
    format!(".{}", "0".repeat(zeros as usize))
}

/// Null fits everything.
fn fits(fit: &Fit, v: &str) -> String {
    let bare = format!("({v} ->> '$')");
    let condition = match fit {
        Fit::Integer(bits) => {
            let (least, most) = Fit::bounds(*bits);
            format!("CAST({bare} AS INTEGER) BETWEEN {least} AND {most}")
        }
        Fit::Decimal(whole, kept) => {
            let point = format!("instr({bare} || '.', '.')");
            format!(
                "length(ltrim(substr({bare}, 1, {point} - 1), '-0')) <= {whole} \
                 AND length(rtrim(substr({bare}, {point} + 1), '0')) <= {kept}"
            )
        }
        Fit::Words(known) => format!("{bare} IN ({})", words(known)),
        Fit::Object => format!("json_type({v}) = 'object'"),
    };
    format!("CASE WHEN json_type({v}) = 'null' THEN 1 ELSE {condition} END")
}

/// Elements by their places; a number is looked up, since its digits are lost in `value`.
fn list(each: &Carried, v: &str, depth: usize) -> String {
    let carried = carried(each, &format!("item{depth}"), depth + 1);
    format!(
        "(SELECT json_group_array(json(new{depth})) FROM (SELECT {carried} AS new{depth} FROM \
         (SELECT CASE type WHEN 'text' THEN json_quote(value) WHEN 'object' THEN value WHEN 'array' THEN value \
         ELSE list{depth} -> key END AS item{depth} FROM (SELECT {v} AS list{depth}), json_each(list{depth}) \
         ORDER BY key)) WHERE new{depth} IS NOT NULL)"
    )
}

/// Members are set, and then those taken out that have no value.
fn object(object: &Object, v: &str, depth: usize) -> String {
    let inner = format!("object{depth}");
    let name = |at: usize| format!("member{depth}_{at}");
    let (mut document, mut gone) = (inner.clone(), Vec::new());
    let numbered: Vec<_> = object.members.iter().enumerate().collect();
    for members in numbered.chunks(AT_ONCE) {
        let set: Vec<_> = members
            .iter()
            .map(|(at, moved)| format!("{}, json({})", place(&moved.to), name(*at)))
            .collect();
        document = format!("json_set({document}, {})", set.join(", "));
    }
    gone.extend(object.removed.iter().map(|key| place(key)));
    gone.extend(numbered.iter().map(|(at, moved)| {
        // No object has a first element, so that takes nothing out.
        format!(
            "CASE WHEN {} IS NULL THEN {} ELSE '$[0]' END",
            name(*at),
            place(&moved.to)
        )
    }));
    for keys in gone.chunks(2 * AT_ONCE) {
        document = format!("json_remove({document}, {})", keys.join(", "));
    }
    let computed: String = numbered
        .iter()
        .map(|(at, moved)| {
            format!(
                ", {} AS {}",
                member(moved, object.tag.as_ref(), &inner, depth),
                name(*at)
            )
        })
        .collect();
    format!("(SELECT {document} FROM (SELECT {inner}{computed} FROM (SELECT {v} AS {inner})))")
}

fn member(moved: &Moved, tag: Option<&Tag>, object: &str, depth: usize) -> String {
    let old = match &moved.from {
        Some(from) => carried(&moved.value, &format!("({object} -> {})", place(from)), depth + 1),
        None => "NULL".to_owned(),
    };
    let filled = match &moved.fill {
        Some(fill) => format!("coalesce(NULLIF({old}, 'null'), {})", literal(fill)),
        None => old,
    };
    match tag.filter(|_| !moved.variants.is_empty()) {
        None => filled,
        Some(tag) => {
            let is = carried(&tag.value, &format!("({object} -> {})", place(&tag.from)), depth + 1);
            format!(
                "CASE WHEN (({is}) ->> '$') IN ({}) THEN {filled} END",
                words(&moved.variants)
            )
        }
    }
}
