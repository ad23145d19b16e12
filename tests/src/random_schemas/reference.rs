//! Random references, to an entity or to one of several.

use super::random::{Random, choose};
use super::world::{Entity, FIRM, Field, Id, Kind, Mutability, OnDelete, World};

/// Who may be referred to.
pub fn targets<'w>(world: &'w World, entity: &Entity) -> Vec<&'w Entity> {
    let fits = |of: &&Entity| of.id != FIRM && (entity.scoped || !of.scoped);
    world.entities.iter().filter(fits).collect()
}

fn on_delete(entity: &Entity, nullable: bool, random: &mut Random) -> OnDelete {
    let all = [
        OnDelete::Cascade,
        OnDelete::Restrict,
        OnDelete::NoAction,
        OnDelete::SetNull,
    ];
    let nulls = nullable && entity.mutability == Mutability::Plain;
    *random.pick(&all[..if nulls { 4 } else { 3 }])
}

/// A reference to another entity or, where it may be null, to its own.
pub fn reference(world: &mut World, entity: &Entity, id: Id, random: &mut Random) -> Option<Field> {
    let own = random.chance(30);
    let target = if own {
        Some(entity.id)
    } else {
        choose(random.next(), targets(world, entity), |of| u64::from(of.id)).map(|of| of.id)
    }?;
    let nullable = target == entity.id || random.chance(60);
    let name = world.word(id);
    let mut field = Field::new(id, name, Kind::Ref(target, on_delete(entity, nullable, random)));
    field.nullable = nullable;
    Some(field)
}

/// A reference to one of several entities.
pub fn arc(world: &mut World, entity: &Entity, id: Id, random: &mut Random) -> Option<Field> {
    let mut all: Vec<_> = targets(world, entity).iter().map(|of| of.id).collect();
    let count = 2 + random.below(2);
    while all.len() > count {
        all.remove(random.below(all.len()));
    }
    if all.len() < 2 {
        return None;
    }
    let nullable = random.chance(50);
    let name = world.word(id);
    let mut field = Field::new(id, name, Kind::Arc(all, on_delete(entity, nullable, random)));
    field.nullable = nullable;
    Some(field)
}
