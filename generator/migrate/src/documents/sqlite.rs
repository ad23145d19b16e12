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
        Form::Record(inner) => object(inner, v, depth),
        Form::List(each) => list(each, v, depth),
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
    let item = format!("item{depth}");
    let items = format!(
        "SELECT key AS place{depth}, CASE type WHEN 'text' THEN json_quote(value) WHEN 'object' THEN value \
         WHEN 'array' THEN value ELSE list{depth} -> key END AS {item} \
         FROM (SELECT {v} AS list{depth}), json_each(list{depth})"
    );
    let mut steps = Steps::from(items, depth);
    let new = match (&each.form, &each.fit) {
        (Form::Record(inner), None) => steps.edit(inner, &item),
        _ => carried(each, &item, depth + 1),
    };
    steps.queries.push(format!(
        "SELECT {new} AS each{depth} FROM {} ORDER BY place{depth}",
        steps.last()
    ));
    let all = format!("json_group_array(json(each{depth})) FILTER (WHERE each{depth} IS NOT NULL)");
    format!(
        "({})",
        steps.select(&format!("iif(json_type({v}) = 'array', {all}, {v})"))
    )
}

fn object(object: &Object, v: &str, depth: usize) -> String {
    let name = format!("object{depth}");
    let mut steps = Steps::from(format!("SELECT {v} AS {name}"), depth);
    let new = steps.edit(object, &name);
    format!("({})", steps.select(&new))
}

/// Queries one after the other, each with more columns than the one before. SQLite's parser has a small stack, and
/// nested queries would fill it.
struct Steps {
    depth: usize,
    queries: Vec<String>,
}

impl Steps {
    fn from(first: String, depth: usize) -> Self {
        Self {
            depth,
            queries: vec![first],
        }
    }

    fn name(&self, at: usize) -> String {
        format!("step{}_{at}", self.depth)
    }

    fn last(&self) -> String {
        self.name(self.queries.len() - 1)
    }

    fn add(&mut self, columns: &[(String, String)]) {
        let columns: String = columns
            .iter()
            .map(|(name, expr)| format!(", {expr} AS {name}"))
            .collect();
        if !columns.is_empty() {
            self.queries.push(format!("SELECT *{columns} FROM {}", self.last()));
        }
    }

    fn select(&self, columns: &str) -> String {
        let queries = self.queries.iter().enumerate();
        let queries: Vec<_> = queries
            .map(|(at, query)| format!("{} AS MATERIALIZED ({query})", self.name(at)))
            .collect();
        format!("WITH {} SELECT {columns} FROM {}", queries.join(", "), self.last())
    }

    /// Computes the new object from the one in a column, and returns where it is.
    fn edit(&mut self, object: &Object, name: &str) -> String {
        let column = |word: &str, at: usize| format!("{word}_{name}_{at}");
        let members = || object.members.iter().enumerate();
        let is_inner = |moved: &Moved| matches!((&moved.value.form, &moved.value.fit), (Form::Record(_), None));
        let old = members().map(|(at, moved)| {
            let there = moved.from.as_ref().map(|from| format!("({name} -> {})", place(from)));
            let expr = match there {
                Some(there) if is_inner(moved) => there,
                Some(there) => carried(&moved.value, &there, self.depth + 1),
                None => "NULL".to_owned(),
            };
            (column("old", at), expr)
        });
        self.add(&old.collect::<Vec<_>>());
        let mut carried_over = Vec::new();
        for (at, moved) in members() {
            let old = column("old", at);
            carried_over.push(match &moved.value.form {
                Form::Record(inner) if is_inner(moved) => self.edit(inner, &old),
                _ => old,
            });
        }
        let tag = object.tag.as_ref();
        let new = members().zip(&carried_over);
        let new = new.map(|((at, moved), old)| (column("new", at), filled(moved, tag, old, name, self.depth)));
        self.add(&new.collect::<Vec<_>>());
        let edited = format!("edited_{name}");
        self.add(&[(edited.clone(), edit(object, name))]);
        edited
    }
}

/// Members are set, and then those taken out that have no value. What is no object has no members to set.
fn edit(object: &Object, name: &str) -> String {
    let mut document = name.to_owned();
    let numbered: Vec<_> = object.members.iter().enumerate().collect();
    for members in numbered.chunks(AT_ONCE) {
        let set = members
            .iter()
            .map(|(at, moved)| format!("{}, json(new_{name}_{at})", place(&moved.to)));
        document = format!("json_set({document}, {})", set.collect::<Vec<_>>().join(", "));
    }
    let gone = object.removed.iter().map(|key| place(key));
    let absent = numbered.iter().map(|(at, moved)| {
        // No object has a first element, so that takes nothing out.
        format!("iif(new_{name}_{at} IS NULL, {}, '$[0]')", place(&moved.to))
    });
    for keys in gone.chain(absent).collect::<Vec<_>>().chunks(2 * AT_ONCE) {
        document = format!("json_remove({document}, {})", keys.join(", "));
    }
    format!("iif(json_type({name}) = 'object', {document}, {name})")
}

fn filled(moved: &Moved, tag: Option<&Tag>, old: &str, object: &str, depth: usize) -> String {
    let filled = match &moved.fill {
        Some(fill) => format!("coalesce(NULLIF({old}, 'null'), {})", literal(fill)),
        None => old.to_owned(),
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
