//! The tables of a World, under the names that the rules of the language give them: never asked of an emitter.

use super::world::{ASIDE, Check, Entity, Field, Id, Kind, Link, Mutability, OnDelete, Set, Variants, World};

/// A table, of an entity or of a link.
#[derive(Debug, Clone)]
pub struct Table {
    pub id: Id,
    /// As `Book` or `Book.authors`.
    pub object: String,
    pub name: String,
    pub namespace: Option<&'static str>,
    pub scoped: bool,
    pub link: bool,
    pub identity: bool,
    pub mutability: Mutability,
    pub fields: Vec<Field>,
    pub sets: Vec<Set>,
    pub checks: Vec<Check>,
    pub variants: Option<Variants>,
}

impl World {
    /// Every table, in order of declaration; links behind their owner.
    pub fn tables(&self) -> Vec<Table> {
        let mut tables = Vec::new();
        for entity in &self.entities {
            tables.push(self.entity_table(entity));
            tables.extend(entity.links.iter().map(|link| self.link_table(entity, link)));
        }
        tables
    }

    fn entity_table(&self, entity: &Entity) -> Table {
        Table {
            id: entity.id,
            object: entity.name.clone(),
            name: plural(&snake(&entity.name)),
            namespace: entity.aside.then_some(ASIDE),
            scoped: entity.scoped,
            link: false,
            identity: entity.identity,
            mutability: entity.mutability,
            fields: entity.fields.clone(),
            sets: entity.sets.clone(),
            checks: entity.checks.clone(),
            variants: entity.variants.clone(),
        }
    }

    fn link_table(&self, entity: &Entity, link: &Link) -> Table {
        let to = self.entity(link.to);
        let (owner, target) = if to.id == entity.id {
            ("source".to_owned(), "goal".to_owned())
        } else {
            (snake(&entity.name), snake(&to.name))
        };
        let mut fields = vec![
            Field::new(link.owner, owner, Kind::Ref(entity.id, OnDelete::Cascade)),
            Field::new(link.target, target, Kind::Ref(to.id, link.on_delete)),
        ];
        fields.extend(link.fields.iter().cloned());
        Table {
            id: link.id,
            object: format!("{}.{}", entity.name, link.name),
            name: format!("{}_{}", snake(&entity.name), link.name),
            namespace: entity.aside.then_some(ASIDE),
            scoped: entity.scoped,
            link: true,
            identity: false,
            mutability: entity.mutability,
            fields,
            sets: Vec::new(),
            checks: Vec::new(),
            variants: None,
        }
    }
}

impl Table {
    pub fn field(&self, id: Id) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The values of the tag whose rows have a field; `None` for a field of all rows.
    pub fn cases(&self, field: Id) -> Option<Vec<Id>> {
        let cases = &self.variants.as_ref()?.cases;
        let own: Vec<_> = cases
            .iter()
            .filter(|(_, fields)| fields.contains(&field))
            .map(|(value, _)| *value)
            .collect();
        (!own.is_empty()).then_some(own)
    }
}

/// `RedLamp` is `red_lamp`.
pub fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// All nouns of the names are regular.
pub fn plural(name: &str) -> String {
    format!("{name}s")
}
