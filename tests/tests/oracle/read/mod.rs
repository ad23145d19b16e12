//! A schema's text as a World: what `text` prints, read again, for cases that are kept as files. In: the text, and the World
//! before it, whose ids go on under the same or former names. Out: a World, or what is beyond it.

mod field;
mod rule;

use toml::{Table, Value as Toml};

use crate::world::{
    Entity, Enum, FIRM, Field, Id, Kind, Link, Mutability, Named, OnDelete, Record, Variants, Word, World,
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
                former: None,
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
                former: None,
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
                former: None,
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
        let variants = word(table, "tag")
            .map(|tag| self.variants(table, tag, &fields))
            .transpose()?;
        let entity = &mut self.world.entities[at];
        entity.variants = variants;
        entity.fields = fields;
        self.sets(at, table)?;
        self.checks(at, table)?;
        for (name, of) in tables(table, "links") {
            self.link(at, name, of)?;
        }
        Ok(())
    }

    /// The fields that belong to each word of the tag.
    fn variants(&self, table: &Table, tag: &str, fields: &[Field]) -> Result<Variants, String> {
        let find = |name: &str| fields.iter().find(|field| field.name == name);
        let tag = find(tag).ok_or("a tag that is no field")?;
        let Kind::Enum(of) = tag.kind else {
            return Err("a tag that is no enum".to_owned());
        };
        let words = &self.world.enumeration(of).values;
        let mut cases = Vec::new();
        for (value, listed) in table.get("variants").and_then(Toml::as_table).into_iter().flatten() {
            let word = words.iter().find(|word| word.word == *value);
            let names = listed.as_array().into_iter().flatten().filter_map(Toml::as_str);
            let listed = names.filter_map(find).map(|field| field.id).collect();
            cases.push((word.ok_or("a variant that is no word")?.id, listed));
        }
        Ok(Variants { tag: tag.id, cases })
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

#[test]
fn what_is_printed_is_read() {
    for seed in 0..60 {
        let text = crate::text::schema_text(&crate::start::start(seed, &std::collections::BTreeSet::new()));
        let mut world = read(&text, &World::default()).unwrap_or_else(|why| panic!("seed {seed}: {why}\n{text}"));
        world.written = None;
        let again = read(&text, &world).unwrap_or_else(|why| panic!("seed {seed}: {why}\n{text}"));
        assert_eq!(world.entities.len(), again.entities.len(), "seed {seed}");
        for (a, b) in world.tables().iter().zip(again.tables()) {
            let ids = |table: &crate::table::Table| table.fields.iter().map(|field| field.id).collect::<Vec<_>>();
            assert_eq!((a.id, ids(a)), (b.id, ids(&b)), "seed {seed}: {}", a.name);
        }
    }
}
