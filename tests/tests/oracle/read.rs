//! A schema's text as a World: what `text` prints, read again, for cases that are kept as files. In: the text, and the World
//! before it, whose ids go on under the same or former names. Out: a World, or what is beyond it.

use toml::{Table, Value as Toml};

use crate::world::{
    Check, Entity, Enum, FIRM, Field, Formula, Id, Kind, Link, Mutability, Named, OnDelete, Only, Part, Record, Rule,
    Set, Value, Variants, Word, World,
};

/// What is being read, and what it continues.
struct Reader<'r> {
    before: &'r World,
    world: World,
    next: Id,
}

/// Reads a schema that continues another, which may be empty.
pub(crate) fn read(text: &str, before: &World) -> Result<World, String> {
    let document: Table = text.parse().map_err(|error| format!("{error}"))?;
    let most = before
        .tables()
        .iter()
        .flat_map(|table| table.fields.iter().map(|field| field.id).chain([table.id]))
        .max();
    let next = most.unwrap_or(100).max(100) + 1000;
    let mut reader = Reader {
        before,
        world: World::default(),
        next,
    };
    reader.scalars(&document)?;
    reader.records(&document)?;
    reader.entities(&document)?;
    reader.world.written = Some(text.to_owned());
    Ok(reader.world)
}

fn tables<'t>(document: &'t Table, key: &str) -> impl Iterator<Item = (&'t String, &'t Table)> {
    let found = document.get(key).and_then(Toml::as_table).into_iter().flatten();
    found.filter_map(|(name, value)| Some((name, value.as_table()?)))
}

fn word<'t>(table: &'t Table, key: &str) -> Option<&'t str> {
    table.get(key).and_then(Toml::as_str)
}

fn flag(table: &Table, key: &str) -> bool {
    table.get(key).and_then(Toml::as_bool).unwrap_or(false)
}

fn list<'t>(table: &'t Table, key: &str) -> &'t [Toml] {
    table.get(key).and_then(Toml::as_array).map_or(&[], Vec::as_slice)
}

/// `1..64`, open at either end.
fn range(text: &str) -> (Option<i64>, Option<i64>) {
    let (least, most) = text.split_once("..").unwrap_or((text, text));
    (least.parse().ok(), most.parse().ok())
}

impl Reader<'_> {
    fn fresh(&mut self) -> Id {
        self.next += 1;
        self.next
    }

    /// The id under which it was known, or a new one.
    fn id<'b>(&mut self, known: impl Iterator<Item = (&'b str, Id)>, name: &str, table: &Table) -> Id {
        let known: Vec<_> = known.collect();
        let find = |name: &str| known.iter().find(|(of, _)| *of == name).map(|(_, id)| *id);
        let found = find(name).or_else(|| find(word(table, "renamed_from")?));
        found.unwrap_or_else(|| self.fresh())
    }

    fn scalars(&mut self, document: &Table) -> Result<(), String> {
        for (name, table) in tables(document, "type") {
            let before = self.before;
            let id = self.id(before.types.iter().map(|of| (of.name.as_str(), of.id)), name, table);
            let (min, max) = range(word(table, "length").ok_or("a type without a length")?);
            self.world.types.push(Named {
                id,
                name: name.clone(),
                min: min.unwrap_or(0),
                max: max.unwrap_or(400),
            });
        }
        for (name, table) in tables(document, "enum") {
            let before = self.before;
            let id = self.id(before.enums.iter().map(|of| (of.name.as_str(), of.id)), name, table);
            let known = before.enums.iter().filter(|of| of.id == id).flat_map(|of| &of.values);
            let known: Vec<_> = known.map(|word| (word.word.as_str(), word.id)).collect();
            let mut values = Vec::new();
            for (value, of) in tables(table, "values") {
                let id = self.id(known.iter().copied(), value, of);
                values.push(Word {
                    id,
                    word: value.clone(),
                    former: None,
                });
            }
            self.world.enums.push(Enum {
                id,
                name: name.clone(),
                native: flag(table, "native"),
                values,
            });
        }
        Ok(())
    }

    fn records(&mut self, document: &Table) -> Result<(), String> {
        for (name, table) in tables(document, "record") {
            let before = self.before;
            let id = self.id(before.records.iter().map(|of| (of.name.as_str(), of.id)), name, table);
            let known = before
                .records
                .iter()
                .find(|of| of.id == id)
                .map_or(&[][..], |of| &of.fields);
            let fields = self.fields(table, known)?;
            self.world.records.push(Record {
                id,
                name: name.clone(),
                fields,
            });
        }
        Ok(())
    }

    fn entities(&mut self, document: &Table) -> Result<(), String> {
        for (name, table) in tables(document, "entity") {
            let before = self.before;
            let known = before.entities.iter().map(|of| (of.name.as_str(), of.id));
            let id = if name == "Firm" {
                FIRM
            } else {
                self.id(known, name, table)
            };
            let mut entity = Entity::new(id, name.clone());
            entity.aside = word(table, "domain") == Some("aside");
            self.world.entities.push(entity);
        }
        for (at, (_, table)) in tables(document, "entity").enumerate() {
            self.entity(at, table)?;
        }
        Ok(())
    }

    fn entity(&mut self, at: usize, table: &Table) -> Result<(), String> {
        let id = self.world.entities[at].id;
        let before = self.before;
        let known = before.find(id);
        let fields = self.fields(table, known.map_or(&[], |of| &of.fields))?;
        let find = |name: &str| fields.iter().find(|field| field.name == name).map(|field| field.id);
        let entity = &mut self.world.entities[at];
        entity.mutability = match (flag(table, "immutable"), flag(table, "append_only")) {
            (_, true) => Mutability::AppendOnly,
            (true, _) => Mutability::Immutable,
            _ => Mutability::Plain,
        };
        let own = table
            .get("fields")
            .and_then(Toml::as_table)
            .ok_or("an entity without fields")?;
        entity.scoped = own.contains_key("firm");
        entity.identity = own
            .get("id")
            .and_then(Toml::as_table)
            .is_some_and(|key| flag(key, "identity"));
        if let Some(tag) = word(table, "tag") {
            let tag = find(tag).ok_or("a tag that is no field")?;
            let words = self.world.enums.iter().flat_map(|of| &of.values).collect::<Vec<_>>();
            let kind = fields
                .iter()
                .find(|field| field.id == tag)
                .map(|field| field.kind.clone());
            let Some(Kind::Enum(of)) = kind else {
                return Err("a tag that is no enum".to_owned());
            };
            let own: Vec<_> = self
                .world
                .enums
                .iter()
                .filter(|found| found.id == of)
                .flat_map(|of| &of.values)
                .collect();
            let mut cases = Vec::new();
            for (value, listed) in table.get("variants").and_then(Toml::as_table).into_iter().flatten() {
                let word = own
                    .iter()
                    .find(|word| word.word == *value)
                    .or_else(|| words.iter().find(|word| word.word == *value));
                let listed = listed
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Toml::as_str)
                    .filter_map(find);
                cases.push((word.ok_or("a variant that is no word")?.id, listed.collect()));
            }
            entity.variants = Some(Variants { tag, cases });
        }
        entity.fields = fields;
        self.sets(at, table)?;
        self.checks(at, table)?;
        for (name, of) in tables(table, "links") {
            self.link(at, name, of)?;
        }
        Ok(())
    }

    fn fields(&mut self, table: &Table, known: &[Field]) -> Result<Vec<Field>, String> {
        let mut fields = Vec::new();
        let mut formulas = Vec::new();
        for (name, of) in tables(table, "fields").filter(|(name, _)| *name != "id" && *name != "firm") {
            let id = self.id(known.iter().map(|field| (field.name.as_str(), field.id)), name, of);
            let mut field = Field::new(id, name.clone(), Kind::Bool);
            if let Some(expr) = word(of, "computed") {
                formulas.push((fields.len(), expr.to_owned()));
            }
            self.kind(&mut field, of)?;
            fields.push(field);
        }
        for (at, expr) in formulas {
            fields[at].kind =
                Kind::Computed(formula(&fields, &expr).ok_or_else(|| format!("`{expr}` is beyond the oracle"))?);
        }
        Ok(fields)
    }

    fn kind(&self, field: &mut Field, of: &Table) -> Result<(), String> {
        let on_delete = match word(of, "on_delete") {
            Some("cascade") => OnDelete::Cascade,
            Some("set null") => OnDelete::SetNull,
            Some("restrict") => OnDelete::Restrict,
            _ => OnDelete::NoAction,
        };
        field.immutable = flag(of, "immutable");
        if let Some(target) = word(of, "ref") {
            field.nullable = target.ends_with('?');
            field.kind = Kind::Ref(self.target(target.trim_end_matches('?'))?, on_delete);
            return Ok(());
        }
        if !list(of, "one_of").is_empty() {
            let targets: Result<Vec<_>, _> = list(of, "one_of")
                .iter()
                .filter_map(Toml::as_str)
                .map(|name| self.target(name))
                .collect();
            field.nullable = flag(of, "nullable");
            field.kind = Kind::Arc(targets?, on_delete);
            return Ok(());
        }
        let ty = word(of, "type").ok_or_else(|| format!("{} has no type", field.name))?;
        field.nullable = ty.ends_with('?');
        let ty = ty.trim_end_matches('?');
        field.array = ty.ends_with("[]");
        field.kind = self.scalar(ty.trim_end_matches("[]"))?;
        if word(of, "on_update") == Some("now") {
            field.kind = Kind::Touched;
            return Ok(());
        }
        if let Some(length) = word(of, "length") {
            (field.min, field.max) = range(length);
        }
        let bound = |key: &str| of.get(key).and_then(|value| number(&field.kind, value));
        (field.min, field.max) = (bound("min").or(field.min), bound("max").or(field.max));
        field.default = of.get("default").and_then(|value| default(&field.kind, value));
        Ok(())
    }

    fn target(&self, name: &str) -> Result<Id, String> {
        let found = self.world.entities.iter().find(|of| of.name == name);
        found.map(|of| of.id).ok_or_else(|| format!("{name} is no entity"))
    }

    fn scalar(&self, name: &str) -> Result<Kind, String> {
        if let Some(digits) = name.strip_prefix("numeric(").and_then(|rest| rest.strip_suffix(')')) {
            let (p, s) = digits.split_once(',').ok_or("numeric has two numbers")?;
            return Ok(Kind::Numeric(
                p.trim().parse().unwrap_or(1),
                s.trim().parse().unwrap_or(0),
            ));
        }
        let kind = match name {
            "smallint" => Kind::Smallint,
            "int" => Kind::Int,
            "bigint" => Kind::Bigint,
            "float" => Kind::Float,
            "bool" => Kind::Bool,
            "uuid" => Kind::Uuid,
            "timestamp" => Kind::Timestamp,
            "timestamp_local" => Kind::Local,
            "date" => Kind::Date,
            "time" => Kind::Time,
            "duration" => Kind::Duration,
            "text" => Kind::Text,
            "bytes" => Kind::Bytes,
            "json" => Kind::Json,
            name => return self.declared(name),
        };
        Ok(kind)
    }

    fn declared(&self, name: &str) -> Result<Kind, String> {
        let of_enum = self
            .world
            .enums
            .iter()
            .find(|of| of.name == name)
            .map(|of| Kind::Enum(of.id));
        let of_record = || {
            self.world
                .records
                .iter()
                .find(|of| of.name == name)
                .map(|of| Kind::Record(of.id))
        };
        let of_type = || {
            self.world
                .types
                .iter()
                .find(|of| of.name == name)
                .map(|of| Kind::Named(of.id))
        };
        of_enum
            .or_else(of_record)
            .or_else(of_type)
            .ok_or_else(|| format!("{name} is no type"))
    }

    fn sets(&mut self, at: usize, table: &Table) -> Result<(), String> {
        for (key, unique) in [("unique", true), ("index", false)] {
            for written in list(table, key) {
                let (parts, only) = match written {
                    Toml::Array(parts) => (parts.as_slice(), None),
                    Toml::Table(of) => (list(of, "fields"), word(of, "where")),
                    _ => return Err(format!("`{key}` is beyond the oracle")),
                };
                let id = self.fresh();
                let fields = &self.world.entities[at].fields;
                let parts: Option<Vec<_>> = parts
                    .iter()
                    .filter_map(Toml::as_str)
                    .map(|text| part(fields, text))
                    .collect();
                let parts = parts.ok_or_else(|| format!("`{key}` is beyond the oracle"))?;
                let only = only
                    .map(|text| predicate(fields, text).ok_or("a predicate beyond the oracle"))
                    .transpose()?;
                self.world.entities[at].sets.push(Set {
                    id,
                    unique,
                    parts,
                    only,
                });
            }
            for (name, of) in tables(table, "fields").filter(|(_, of)| flag(of, key)) {
                let id = self.fresh();
                let field = self.world.entities[at].fields.iter().find(|field| field.name == *name);
                let parts = vec![Part::Field(field.ok_or_else(|| format!("{of:?} is no field"))?.id)];
                self.world.entities[at].sets.push(Set {
                    id,
                    unique,
                    parts,
                    only: None,
                });
            }
        }
        Ok(())
    }

    fn checks(&mut self, at: usize, table: &Table) -> Result<(), String> {
        for (name, of) in table.get("checks").and_then(Toml::as_table).into_iter().flatten() {
            let expr = of.as_str().or_else(|| word(of.as_table()?, "expr")).unwrap_or_default();
            let rule =
                rule(&self.world.entities[at].fields, expr).ok_or_else(|| format!("`{expr}` is beyond the oracle"))?;
            let id = self.fresh();
            self.world.entities[at].checks.push(Check {
                id,
                name: name.clone(),
                rule,
            });
        }
        Ok(())
    }

    fn link(&mut self, at: usize, name: &str, of: &Table) -> Result<(), String> {
        let owner = self.world.entities[at].id;
        let before = self.before;
        let links = || before.find(owner).into_iter().flat_map(|entity| &entity.links);
        let id = self.id(links().map(|link| (link.name.as_str(), link.id)), name, of);
        let known = links().find(|link| link.id == id);
        let fields = self.fields(of, known.map_or(&[], |link| &link.fields))?;
        let (source, target) = known.map_or_else(|| (self.fresh(), self.fresh()), |link| (link.owner, link.target));
        let on_delete = match word(of, "on_delete") {
            Some("restrict") => OnDelete::Restrict,
            Some("no action") => OnDelete::NoAction,
            _ => OnDelete::Cascade,
        };
        let to = self.target(word(of, "to").unwrap_or_default())?;
        let (name, doc) = (name.to_owned(), String::new());
        let link = Link {
            id,
            name,
            former: None,
            doc,
            to,
            on_delete,
            owner: source,
            target,
            fields,
        };
        self.world.entities[at].links.push(link);
        Ok(())
    }
}

fn find(fields: &[Field], name: &str) -> Option<Id> {
    fields.iter().find(|field| field.name == name).map(|field| field.id)
}

fn part(fields: &[Field], text: &str) -> Option<Part> {
    if text == "firm" {
        return Some(Part::Firm);
    }
    if let Some(inner) = text.strip_prefix("lower(").and_then(|rest| rest.strip_suffix(')')) {
        return find(fields, inner).map(Part::Lower);
    }
    match text.strip_suffix(" desc") {
        Some(name) => find(fields, name).map(Part::Descending),
        None => find(fields, text).map(Part::Field),
    }
}

fn predicate(fields: &[Field], text: &str) -> Option<Only> {
    match text.strip_suffix(" is not null") {
        Some(name) => find(fields, name).map(Only::NotNull),
        None => find(fields, text.strip_suffix(" is null")?).map(Only::Null),
    }
}

fn rule(fields: &[Field], text: &str) -> Option<Rule> {
    let split = |sign: &str| {
        let (name, n) = text.split_once(sign)?;
        Some((name.to_owned(), n.parse::<i64>().ok()?))
    };
    if let Some((name, n)) = split(" >= ") {
        return Some(Rule::Least(find(fields, &name)?, n));
    }
    if let Some((name, n)) = split(" <> ") {
        return Some(Rule::Not(find(fields, &name)?, n));
    }
    if let Some((name, n)) = split(" <= ") {
        let inner = name.strip_prefix("length(")?.strip_suffix(')')?;
        return Some(Rule::Shorter(find(fields, inner)?, n));
    }
    let (a, b) = text.split_once(" or ")?;
    let present = |text: &str| find(fields, text.strip_suffix(" is not null")?);
    Some(Rule::Either(present(a)?, present(b)?))
}

fn formula(fields: &[Field], text: &str) -> Option<Formula> {
    if let Some(inner) = text.strip_prefix("length(").and_then(|rest| rest.strip_suffix(')')) {
        return find(fields, inner).map(Formula::Length);
    }
    if let Some(inner) = text.strip_prefix("coalesce(").and_then(|rest| rest.strip_suffix(')')) {
        let (name, n) = inner.split_once(", ")?;
        return Some(Formula::Coalesce(find(fields, name)?, n.parse().ok()?));
    }
    let (a, rest) = text.split_once(" + ")?;
    let (b, n) = rest.split_once(" * ")?;
    Some(Formula::Sum(find(fields, a)?, find(fields, b)?, n.parse().ok()?))
}

/// A number in units of the last digit.
fn number(kind: &Kind, value: &Toml) -> Option<i64> {
    match (kind, value) {
        (Kind::Numeric(_, scale), Toml::String(text)) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
            format!("{whole}{fraction:0<width$}", width = *scale as usize)
                .parse()
                .ok()
        }
        (_, value) => value.as_integer(),
    }
}

fn default(kind: &Kind, value: &Toml) -> Option<Value> {
    match value {
        Toml::Array(items) => Some(Value::List(
            items.iter().filter_map(|item| default(kind, item)).collect(),
        )),
        Toml::Boolean(b) => Some(Value::Bool(*b)),
        Toml::Float(n) => Some(Value::Float(*n)),
        Toml::String(text) if text == "now" => Some(Value::Any),
        Toml::String(text) => match kind {
            Kind::Numeric(..) => number(kind, value).map(Value::Int),
            Kind::Timestamp => Some(Value::Text(text.trim_end_matches('Z').to_owned())),
            _ => Some(Value::Text(text.clone())),
        },
        _ => number(kind, value).map(Value::Int),
    }
}

#[test]
fn what_is_printed_is_read() {
    for seed in 0..60 {
        let text = crate::text::schema_text(&crate::start::start(seed, &std::collections::BTreeSet::new()));
        let mut world = read(&text, &World::default()).unwrap_or_else(|why| panic!("seed {seed}: {why}\n{text}"));
        world.written = None;
        let again = read(&text, &world).unwrap_or_else(|why| panic!("seed {seed}: {why}\n{text}"));
        assert_eq!(world.entities.len(), again.entities.len(), "seed {seed}");
        for (a, b) in world.tables().iter().zip(again.tables()) {
            let ids = |table: &crate::world::Table| table.fields.iter().map(|field| field.id).collect::<Vec<_>>();
            assert_eq!((a.id, ids(a)), (b.id, ids(&b)), "seed {seed}: {}", a.name);
        }
    }
}
