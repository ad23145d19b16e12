//! Former names: what `renamed_from` says of entities, fields, links and enums, as the database knew it. Names follow from each
//! other, so a new name of an entity is a new name of its table, its links' tables and the columns that carry it.

use driftless_model::{Column, Entity, EntityKind, Enum, Field, FieldKind, Name};

use super::Lowering;

impl Lowering<'_> {
    /// What the table of an entity may have been called.
    pub(super) fn former_tables(&self, entity: &Entity) -> Vec<String> {
        let names = match &entity.kind {
            EntityKind::Declared => former(&entity.renamed_from, Name::plural),
            EntityKind::Link(ends) => {
                let owners = both(&self.entity(ends.owner).name, &self.entity(ends.owner).renamed_from);
                let links = both(&ends.name, &entity.renamed_from);
                let mut pairs = Vec::new();
                for owner in &owners {
                    pairs.extend(links.iter().map(|link| format!("{owner}_{link}")));
                }
                pairs
            }
        };
        let literal = entity.renamed_from.iter().cloned();
        let namespace = entity.table.namespace.as_deref();
        let names = names
            .iter()
            .map(|name| self.object_name(namespace, name).name)
            .chain(literal);
        names.filter(|name| *name != entity.table.name).collect()
    }

    /// What an entity may have been called in the schema; a link is named after its owner and itself.
    pub(super) fn former_names(&self, entity: &Entity) -> Vec<String> {
        let Some(ends) = entity.ends() else {
            return entity.renamed_from.iter().cloned().collect();
        };
        let owner = self.entity(ends.owner);
        let owners = [owner.name.clone()]
            .into_iter()
            .chain(owner.renamed_from.iter().map(|old| Name::new(old.as_str())));
        let links = [ends.name.clone()]
            .into_iter()
            .chain(entity.renamed_from.iter().map(|old| Name::new(old.as_str())));
        let links: Vec<String> = links.map(|link| Name::new(link.singular()).pascal()).collect();
        let names = owners.flat_map(|owner| links.iter().map(move |link| format!("{}{link}", owner.pascal())));
        names.filter(|name| name != entity.name.as_str()).collect()
    }

    /// What the type of an enum may have been called.
    pub(super) fn former_enums(item: &Enum) -> Vec<String> {
        former(&item.renamed_from, Name::snake)
    }

    /// What a column of a field may have been called.
    pub(super) fn former_columns(&self, entity: &Entity, field: &Field, column: &Column) -> Vec<String> {
        let mut prefixes = both(&field.name, &field.renamed_from);
        prefixes.extend(self.former_end(entity, field));
        let names = match &field.kind {
            FieldKind::Value(_) => prefixes,
            FieldKind::Reference(reference) => {
                let target = self.entity(reference.target);
                let held = reference.fields.iter().map(|&id| target.field(id));
                let suffixes: Vec<_> = held.flat_map(|held| self.own_and_former(target, held)).collect();
                joined(&prefixes, &suffixes)
            }
            FieldKind::Arc(arc) => {
                let targets = arc.targets.iter().filter(|target| target.column.name == column.name);
                let suffixes = targets.flat_map(|target| {
                    let entity = self.entity(target.entity);
                    let key = entity.key.iter().map(|&id| entity.field(id));
                    let keys: Vec<_> = key.flat_map(|held| self.own_and_former(entity, held)).collect();
                    joined(&both(&entity.name, &entity.renamed_from), &keys)
                });
                joined(&prefixes, &suffixes.collect::<Vec<_>>())
            }
        };
        let literal = field.renamed_from.iter().cloned();
        names
            .into_iter()
            .chain(literal)
            .filter(|name| *name != column.name)
            .collect()
    }

    /// The field of a link that refers to an end is named after that end.
    fn former_end(&self, entity: &Entity, field: &Field) -> Option<String> {
        let ends = entity.ends()?;
        let end = [(ends.owner_field, ends.owner), (ends.target_field, ends.target)]
            .into_iter()
            .find(|(id, _)| std::ptr::eq(entity.field(*id), field))?;
        let old = self.entity(end.1).renamed_from.as_ref()?;
        Some(Name::new(old.as_str()).snake())
    }

    /// The columns of a key, as they are and as they may have been.
    fn own_and_former(&self, entity: &Entity, field: &Field) -> Vec<String> {
        let columns = field.columns();
        let own = columns.iter().map(|column| column.name.clone());
        let former = columns
            .iter()
            .flat_map(|column| self.former_columns(entity, field, column));
        own.chain(former).collect()
    }
}

fn former(renamed_from: &Option<String>, case: impl Fn(&Name) -> String) -> Vec<String> {
    renamed_from.iter().map(|old| case(&Name::new(old.as_str()))).collect()
}

/// A name as it is and as it was, in SQL's case.
fn both(name: &Name, renamed_from: &Option<String>) -> Vec<String> {
    let mut names = vec![name.snake()];
    names.extend(former(renamed_from, Name::snake));
    names
}

fn joined(prefixes: &[String], suffixes: &[String]) -> Vec<String> {
    let of = |prefix: &String| {
        suffixes
            .iter()
            .map(move |suffix| format!("{prefix}_{suffix}"))
            .collect::<Vec<_>>()
    };
    prefixes.iter().flat_map(of).collect()
}
