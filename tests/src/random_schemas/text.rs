//! A random schema as the text of schema.toml.

use super::world::{
    ASIDE, Entity, Enum, Field, Formula, Kind, Link, Mutability, Named, Only, Part, Record, Rule, Set, Value, World,
};

const HEAD: &str = "[schema]
name   = \"oracle\"
doc    = \"A random schema.\"
tenant = { entity = \"Firm\", setting = \"app.firm\" }

[output.postgres]
app_role = \"app\"

[domain.main]
doc = \"What is here.\"

[domain.aside]
doc       = \"What is in a namespace of its own.\"
";

/// The text.
pub fn schema_text(world: &World) -> String {
    if let Some(written) = &world.written {
        return written.clone();
    }
    let mut out = format!("{HEAD}namespace = \"{ASIDE}\"\n");
    world.types.iter().for_each(|named| named_type(&mut out, named));
    world.enums.iter().for_each(|of| enumeration(&mut out, of));
    world.records.iter().for_each(|of| record(&mut out, world, of));
    world.entities.iter().for_each(|of| entity(&mut out, world, of));
    out
}

fn named_type(out: &mut String, named: &Named) {
    out.push_str(&format!(
        "\n[type.{}]\nbase = \"text\"\ndoc = \"A text.\"\nlength = \"{}..{}\"\n{}",
        named.name,
        named.min,
        named.max,
        former_line(&named.former)
    ));
}

fn enumeration(out: &mut String, of: &Enum) {
    out.push_str(&format!("\n[enum.{}]\ndoc = \"Words.\"\n", of.name));
    out.push_str(&former_line(&of.former));
    if of.native {
        out.push_str("native = true\n");
    }
    for word in &of.values {
        let former = former(&word.former);
        out.push_str(&format!("values.{} = {{ doc = \"A word.\"{former} }}\n", word.word));
    }
}

fn former(former: &Option<String>) -> String {
    former
        .as_ref()
        .map_or(String::new(), |name| format!(", renamed_from = \"{name}\""))
}

fn former_line(former: &Option<String>) -> String {
    former
        .as_ref()
        .map_or(String::new(), |name| format!("renamed_from = \"{name}\"\n"))
}

fn record(out: &mut String, world: &World, of: &Record) {
    out.push_str(&format!("\n[record.{}]\ndoc = \"A document.\"\n", of.name));
    out.push_str(&former_line(&of.former));
    for member in &of.fields {
        out.push_str(&format!("fields.{} = {}\n", member.name, field(world, member, &[])));
    }
}

fn entity(out: &mut String, world: &World, of: &Entity) {
    let domain = if of.aside { "aside" } else { "main" };
    out.push_str(&format!(
        "\n[entity.{}]\ndomain = \"{domain}\"\ndoc = {}\n",
        of.name,
        quoted(&of.doc)
    ));
    out.push_str(&former_line(&of.former));
    match of.mutability {
        Mutability::Plain => {}
        Mutability::Immutable => out.push_str("immutable = true\n"),
        Mutability::AppendOnly => out.push_str("append_only = true\n"),
    }
    for (key, unique) in [("unique", true), ("index", false)] {
        let sets: Vec<_> = of
            .sets
            .iter()
            .filter(|set| set.unique == unique && !is_inline(set))
            .collect();
        if !sets.is_empty() {
            let sets: Vec<_> = sets.into_iter().map(|written| set(of, written)).collect();
            out.push_str(&format!("{key} = [{}]\n", sets.join(", ")));
        }
    }
    if let Some(variants) = &of.variants {
        out.push_str(&format!("tag = \"{}\"\n", name_in(&of.fields, variants.tag)));
        for (value, fields) in &variants.cases {
            let words = world.enums.iter().flat_map(|of| &of.values);
            let word = words
                .into_iter()
                .find(|word| word.id == *value)
                .map_or("", |word| &word.word);
            let names: Vec<_> = fields.iter().map(|&id| quoted(name_in(&of.fields, id))).collect();
            out.push_str(&format!("variants.{word} = [{}]\n", names.join(", ")));
        }
    }
    for check in &of.checks {
        let name = &check.name;
        out.push_str(&format!(
            "checks.{name} = {{ expr = {}, doc = \"A rule.\" }}\n",
            quoted(&rule(of, &check.rule))
        ));
    }
    let key = if of.identity {
        "type = \"bigint\", identity = true"
    } else {
        "type = \"uuid\", default = \"uuid\""
    };
    out.push_str(&format!("fields.id = {{ {key}, doc = \"Key.\" }}\n"));
    if of.scoped {
        out.push_str("fields.firm = { ref = \"Firm\", on_delete = \"cascade\", doc = \"Whose it is.\" }\n");
    }
    for written in &of.fields {
        out.push_str(&format!(
            "fields.{} = {}\n",
            written.name,
            entity_field(world, of, written)
        ));
    }
    of.links.iter().for_each(|written| link(out, world, of, written));
}

fn link(out: &mut String, world: &World, of: &Entity, link: &Link) {
    out.push_str(&format!(
        "\n[entity.{}.links.{}]\ndoc = {}\n",
        of.name,
        link.name,
        quoted(&link.doc)
    ));
    out.push_str(&format!(
        "to = \"{}\"\non_delete = \"{}\"\n",
        world.entity(link.to).name,
        link.on_delete.word()
    ));
    if link.to == of.id {
        out.push_str("owner = \"source\"\ntarget = \"goal\"\n");
    }
    out.push_str(&former_line(&link.former));
    for written in &link.fields {
        out.push_str(&format!("fields.{} = {}\n", written.name, field(world, written, &[])));
    }
}

/// Sets of one field are said with the field.
fn is_inline(set: &Set) -> bool {
    matches!(set.parts[..], [Part::Field(_)]) && set.only.is_none()
}

fn set(of: &Entity, set: &Set) -> String {
    let name = |id| name_in(&of.fields, id).to_owned();
    let parts = set.parts.iter().map(|part| match *part {
        Part::Firm => "firm".to_owned(),
        Part::Field(id) => name(id),
        Part::Lower(id) => format!("lower({})", name(id)),
        Part::Descending(id) => format!("{} desc", name(id)),
    });
    let parts: Vec<_> = parts.map(|part| quoted(&part)).collect();
    let list = format!("[{}]", parts.join(", "));
    match set.only {
        None => list,
        Some(Only::Null(id)) => format!("{{ fields = {list}, where = \"{} is null\" }}", name(id)),
        Some(Only::NotNull(id)) => format!("{{ fields = {list}, where = \"{} is not null\" }}", name(id)),
    }
}

fn rule(of: &Entity, rule: &Rule) -> String {
    let name = |id: &u32| name_in(&of.fields, *id);
    match rule {
        Rule::Least(a, n) => format!("{} >= {n}", name(a)),
        Rule::Not(a, n) => format!("{} <> {n}", name(a)),
        Rule::Shorter(a, n) => format!("length({}) <= {n}", name(a)),
        Rule::Either(a, b) => format!("{} is not null or {} is not null", name(a), name(b)),
    }
}

fn entity_field(world: &World, of: &Entity, written: &Field) -> String {
    let mut extra = Vec::new();
    for set in of
        .sets
        .iter()
        .filter(|set| is_inline(set) && set.parts == [Part::Field(written.id)])
    {
        extra.push(if set.unique { "unique = true" } else { "index = true" });
    }
    if let Kind::Computed(formula) = &written.kind {
        let ty = if matches!(formula, Formula::Length(_)) {
            "int"
        } else {
            "bigint"
        };
        let mark = if written.nullable { "?" } else { "" };
        let name = |id: &u32| name_in(&of.fields, *id);
        let expr = match formula {
            Formula::Sum(a, b, n) => format!("{} + {} * {n}", name(a), name(b)),
            Formula::Length(a) => format!("length({})", name(a)),
            Formula::Coalesce(a, n) => format!("coalesce({}, {n})", name(a)),
        };
        let former = former(&written.former);
        return format!(
            "{{ type = \"{ty}{mark}\", computed = \"{expr}\"{former}, doc = {} }}",
            quoted(&written.doc)
        );
    }
    field(world, written, &extra)
}

fn field(world: &World, field: &Field, extra: &[&str]) -> String {
    let mark = if field.nullable { "?" } else { "" };
    let list = if field.array { "[]" } else { "" };
    let mut keys = Vec::new();
    match &field.kind {
        Kind::Ref(target, on_delete) => {
            keys.push(format!(
                "ref = \"{}{mark}\", on_delete = \"{}\"",
                world.entity(*target).name,
                on_delete.word()
            ));
        }
        Kind::Arc(targets, on_delete) => {
            let names: Vec<_> = targets.iter().map(|&id| quoted(&world.entity(id).name)).collect();
            let nullable = field.nullable;
            keys.push(format!(
                "one_of = [{}], nullable = {nullable}, on_delete = \"{}\"",
                names.join(", "),
                on_delete.word()
            ));
        }
        Kind::Touched => keys.push("type = \"timestamp\", default = \"now\", on_update = \"now\"".to_owned()),
        kind => keys.push(format!("type = \"{}{list}{mark}\"", type_word(world, kind))),
    }
    keys.extend(field.on_update.map(|of| format!("on_update = \"{}\"", of.word())));
    keys.extend(limits(field));
    keys.extend(
        field
            .default
            .iter()
            .map(|value| format!("default = {}", default(&field.kind, value))),
    );
    keys.extend(field.immutable.then(|| "immutable = true".to_owned()));
    keys.extend(extra.iter().map(|&key| key.to_owned()));
    keys.extend(field.former.iter().map(|name| format!("renamed_from = \"{name}\"")));
    keys.push(format!("doc = {}", quoted(&field.doc)));
    format!("{{ {} }}", keys.join(", "))
}

fn type_word(world: &World, kind: &Kind) -> String {
    let word = match kind {
        Kind::Smallint => "smallint",
        Kind::Int => "int",
        Kind::Bigint => "bigint",
        Kind::Numeric(p, s) => return format!("numeric({p},{s})"),
        Kind::Float => "float",
        Kind::Bool => "bool",
        Kind::Uuid => "uuid",
        Kind::Timestamp | Kind::Touched => "timestamp",
        Kind::Local => "timestamp_local",
        Kind::Date => "date",
        Kind::Time => "time",
        Kind::Duration => "duration",
        Kind::Text => "text",
        Kind::Bytes => "bytes",
        Kind::Json => "json",
        Kind::Enum(id) => &world.enumeration(*id).name,
        Kind::Record(id) => &world.record(*id).name,
        Kind::Named(id) => &world.named(*id).name,
        Kind::Computed(_) | Kind::Ref(..) | Kind::Arc(..) => "",
    };
    word.to_owned()
}

fn limits(field: &Field) -> Vec<String> {
    let is_length = field.array || field.kind == Kind::Text;
    if is_length && (field.min.is_some() || field.max.is_some()) {
        let end = |end: Option<i64>| end.map_or(String::new(), |n| n.to_string());
        return vec![format!("length = \"{}..{}\"", end(field.min), end(field.max))];
    }
    let bound = |key: &str, n: Option<i64>| n.map(|n| format!("{key} = {}", default(&field.kind, &Value::Int(n))));
    [bound("min", field.min), bound("max", field.max)]
        .into_iter()
        .flatten()
        .collect()
}

fn default(kind: &Kind, value: &Value) -> String {
    match (kind, value) {
        (Kind::Numeric(_, scale), Value::Int(n)) => format!("\"{}\"", decimal(*n, *scale)),
        (_, Value::Any) => "\"now\"".to_owned(),
        (_, Value::Int(n)) => n.to_string(),
        (_, Value::Float(n)) => format!("{n:?}"),
        (_, Value::Bool(b)) => b.to_string(),
        (Kind::Timestamp, Value::Text(text)) => quoted(&format!("{text}Z")),
        (_, Value::Text(text)) => quoted(text),
        (_, Value::List(items)) => {
            let items: Vec<_> = items.iter().map(|item| default(kind, item)).collect();
            format!("[{}]", items.join(", "))
        }
        (_, other) => panic!("no default can be {other:?}"),
    }
}

/// A number in units of its last digit, as people write it.
pub fn decimal(n: i64, scale: u32) -> String {
    if scale == 0 {
        return n.to_string();
    }
    let sign = if n < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", n.unsigned_abs(), width = scale as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    format!("{sign}{whole}.{fraction}")
}

fn name_in(fields: &[Field], id: u32) -> &str {
    fields
        .iter()
        .find(|field| field.id == id)
        .map_or("?", |field| &field.name)
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' || c == '\u{7f}' => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
