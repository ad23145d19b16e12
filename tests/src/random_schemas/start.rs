//! Random schemas to begin from. In: a seed, and what to leave out. Out: a World that the language accepts, mostly a small
//! one: small schemas are done with sooner, so that more of them are met.

use std::collections::BTreeSet;

use super::entity::entity;
use super::field::member;
use super::random::Random;
use super::world::{Entity, Enum, FIRM, Field, Id, Kind, Named, Part, Record, Set, Word, World};

/// A schema with something of everything, where chance has it; `without` leaves entities out.
pub fn start(seed: u64, without: &BTreeSet<Id>) -> World {
    let mut world = World::default();
    let mut random = Random::new(seed);
    for (id, native) in [(10, false), (20, true), (30, false)] {
        let name = format!("{}Word", world.pascal(id));
        let count = 3 + random.below(3) as u32;
        let values = (1..=count)
            .map(|n| Word {
                id: id + n,
                word: world.word(id + n),
                former: None,
            })
            .collect();
        world.enums.push(Enum {
            id,
            name,
            former: None,
            native,
            values,
        });
    }
    for id in [40, 41] {
        let name = world.word(id);
        let max = random.range(30, 60);
        world.types.push(Named {
            id,
            name,
            former: None,
            min: random.range(0, 1),
            max,
        });
    }
    for id in [50, 60, 70] {
        let name = format!("{}Document", world.pascal(id));
        let inner = world.records.last().map(|record| record.id);
        let fields = (1..=4)
            .map(|n| member(&mut world, id + n, inner, &mut random))
            .collect();
        world.records.push(Record {
            id,
            name,
            former: None,
            fields,
        });
    }
    let mut firm = Entity::new(FIRM, "Firm".to_owned());
    let mut name = Field::new(2, "title".to_owned(), Kind::Text);
    name.max = Some(500);
    firm.sets.push(Set {
        id: 3,
        unique: true,
        parts: vec![Part::Field(2)],
        only: None,
    });
    firm.fields.push(name);
    world.entities.push(firm);
    let count = if random.chance(15) {
        6 + random.below(3)
    } else {
        2 + random.below(4)
    };
    for n in 0..count as u32 {
        let own = Random::new(random.next());
        if !without.contains(&((n + 1) * 1000)) {
            let entity = entity(&mut world, (n + 1) * 1000, own);
            world.entities.push(entity);
        }
    }
    prune(world, without)
}

/// What a schema may be without, by id.
pub fn parts(seed: u64, without: &BTreeSet<Id>) -> Vec<Id> {
    let world = start(seed, without);
    let mut parts: Vec<Id> = world.entities.iter().map(|of| of.id).filter(|id| *id != FIRM).collect();
    for entity in world.entities.iter().filter(|of| of.id != FIRM) {
        parts.extend(entity.links.iter().map(|link| link.id));
        parts.extend(
            entity
                .fields
                .iter()
                .map(|field| field.id)
                .filter(|id| !entity.is_tag(*id)),
        );
        parts.extend(
            entity
                .sets
                .iter()
                .map(|set| set.id)
                .chain(entity.checks.iter().map(|check| check.id)),
        );
    }
    parts.extend((!without.contains(&UNUSED)).then_some(UNUSED));
    parts
}

/// Stands for all enums, records and types that no field uses.
const UNUSED: Id = 0;

fn prune(mut world: World, without: &BTreeSet<Id>) -> World {
    for entity in &mut world.entities {
        entity.links.retain(|link| !without.contains(&link.id));
        entity.sets.retain(|set| !without.contains(&set.id));
        entity.checks.retain(|check| !without.contains(&check.id));
        let gone: Vec<Id> = entity
            .fields
            .iter()
            .map(|field| field.id)
            .filter(|id| without.contains(id))
            .collect();
        for id in gone {
            entity.remove_field(id);
        }
    }
    if without.contains(&UNUSED) {
        let tables = world.tables();
        let members = world.records.iter().flat_map(|record| &record.fields);
        let kinds: Vec<Kind> = tables
            .iter()
            .flat_map(|table| &table.fields)
            .chain(members)
            .map(|field| field.kind.clone())
            .collect();
        world.enums.retain(|of| kinds.contains(&Kind::Enum(of.id)));
        world.types.retain(|of| kinds.contains(&Kind::Named(of.id)));
        world.records.retain(|of| kinds.contains(&Kind::Record(of.id)));
    }
    world
}
