//! Random entities and links. In: numbers, and the entities that are there. Out: one more, with fields, rules and variants.

use super::field::{DOCS, computed, scalar};
use super::random::Random;
use super::reference::{arc, reference, targets};
use super::rule::{check, set};
use super::world::{Entity, Field, Id, Kind, Link, Mutability, OnDelete, Variants, World};

/// How many of a hundred entities have many fields and rules.
const LARGE: u64 = 20;

/// An entity; its parts have the ids behind its own.
pub fn entity(world: &mut World, id: Id, mut random: Random) -> Entity {
    let random = &mut random;
    let name = world.pascal(id);
    let mut entity = Entity::new(id, name);
    entity.doc = (*random.pick(&DOCS)).to_owned();
    entity.aside = random.chance(15);
    entity.scoped = random.chance(60);
    entity.identity = random.chance(15);
    entity.mutability = match random.below(10) {
        0 | 1 => Mutability::Immutable,
        2 => Mutability::AppendOnly,
        _ => Mutability::Plain,
    };
    let mut next = id + 1;
    let mut take = || {
        next += 1;
        next
    };
    let large = random.chance(LARGE);
    let few = |random: &mut Random| {
        if large {
            3 + random.below(4)
        } else {
            1 + random.below(3)
        }
    };
    for _ in 0..few(random) {
        let field = scalar(world, take(), random);
        entity.fields.push(field);
    }
    for _ in 0..random.below(if large { 3 } else { 2 }) {
        if let Some(field) = reference(world, &entity, take(), random) {
            entity.fields.push(field);
        }
    }
    if random.chance(35) {
        entity.fields.extend(arc(world, &entity, take(), random));
    }
    if random.chance(30) {
        add_variants(world, &mut entity, &mut take, random);
    }
    if entity.mutability == Mutability::Plain && random.chance(40) {
        let name = world.word(take());
        entity.fields.push(Field::new(next_id(&entity), name, Kind::Touched));
    }
    for _ in 0..random.below(if large { 3 } else { 2 }) {
        entity.fields.extend(computed(world, &entity, take(), random));
    }
    for _ in 0..random.below(if large { 4 } else { 3 }) {
        entity.sets.extend(set(&entity, take(), random.chance(40), random));
    }
    for _ in 0..random.below(if large { 3 } else { 2 }) {
        entity.checks.extend(check(world, &entity, take(), random));
    }
    if random.chance(35) {
        entity.links.extend(link(world, &entity, take() + 100, random));
    }
    entity
}

fn next_id(entity: &Entity) -> Id {
    entity.id + 500 + entity.fields.len() as Id
}

fn add_variants(world: &mut World, entity: &mut Entity, take: &mut impl FnMut() -> Id, random: &mut Random) {
    let of = random.pick(&world.enums).clone();
    let id = take();
    let tag = Field::new(id, world.word(id), Kind::Enum(of.id));
    let mut cases: Vec<(Id, Vec<Id>)> = of.values.iter().map(|word| (word.id, Vec::new())).collect();
    for _ in 0..2 {
        let mut field = scalar(world, take(), random);
        (field.default, field.immutable) = (None, false);
        let at = random.below(cases.len());
        cases[at].1.push(field.id);
        if random.chance(30) {
            let other = (at + 1) % cases.len();
            cases[other].1.push(field.id);
        }
        entity.fields.push(field);
    }
    entity.variants = Some(Variants { tag: tag.id, cases });
    entity.fields.push(tag);
}

/// Whether a field is there in every row, whatever its variant.
pub fn is_common(entity: &Entity, field: Id) -> bool {
    let cases = entity.variants.iter().flat_map(|variants| &variants.cases);
    let mut special = cases.flat_map(|(_, fields)| fields);
    !special.any(|id| *id == field)
}

/// A link to another entity or to its own.
pub fn link(world: &mut World, entity: &Entity, id: Id, random: &mut Random) -> Option<Link> {
    let mut all: Vec<_> = targets(world, entity).iter().map(|of| of.id).collect();
    if !all.contains(&entity.id) {
        all.push(entity.id);
    }
    let to = *random.pick(&all);
    let name = format!("{}s", world.word(id).replace(|c: char| !c.is_ascii_lowercase(), "_"));
    let mut fields = Vec::new();
    for n in 0..random.below(3) as Id {
        let mut field = scalar(world, id + 5 + n, random);
        field.immutable = false;
        fields.push(field);
    }
    let on_delete = *random.pick(&[OnDelete::Cascade, OnDelete::Restrict, OnDelete::NoAction]);
    let doc = "Many to many.".to_owned();
    Some(Link {
        id,
        name,
        former: None,
        doc,
        to,
        on_delete,
        owner: id + 1,
        target: id + 2,
        fields,
    })
}
