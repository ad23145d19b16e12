//! Random schemas to begin from, and the random entities, fields and rules that mutations add. In: numbers. Out: parts of
//! a World that the language accepts.

use std::collections::BTreeSet;

use crate::random::{Random, choose};
use crate::world::{
    Check, Entity, Enum, FIRM, Field, Formula, Id, Kind, Link, Mutability, Named, OnDelete, Only, Part, Record, Rule,
    Set, Value, Variants, Word, World,
};

/// Docs as somebody may write them.
const DOCS: [&str; 4] = [
    "It's a row.",
    "With \"quotes\" and a \\.",
    "Two\nlines; -- here.",
    "😀 four bytes.",
];

/// A schema with something of everything, where chance has it; `without` leaves entities out.
pub(crate) fn start(seed: u64, without: &BTreeSet<Id>) -> World {
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
        world.records.push(Record { id, name, fields });
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
    for n in 0..4 + random.below(4) as u32 {
        let own = Random::new(random.next());
        if !without.contains(&((n + 1) * 1000)) {
            let entity = entity(&mut world, (n + 1) * 1000, own);
            world.entities.push(entity);
        }
    }
    prune(world, without)
}

/// What a schema may be without, by id.
pub(crate) fn parts(seed: u64, without: &BTreeSet<Id>) -> Vec<Id> {
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

impl Entity {
    pub(crate) fn new(id: Id, name: String) -> Self {
        Self {
            id,
            name,
            former: None,
            doc: "A row.".to_owned(),
            aside: false,
            scoped: false,
            mutability: Mutability::Plain,
            identity: false,
            fields: Vec::new(),
            sets: Vec::new(),
            checks: Vec::new(),
            links: Vec::new(),
            variants: None,
        }
    }

    fn is_tag(&self, id: Id) -> bool {
        self.variants.as_ref().is_some_and(|variants| variants.tag == id)
    }

    /// Takes a field away, with what hangs on it.
    pub(crate) fn remove_field(&mut self, id: Id) -> Vec<Id> {
        let is_from = |field: &Field| matches!(&field.kind, Kind::Computed(formula) if formula.fields().contains(&id));
        let gone: Vec<Id> = self
            .fields
            .iter()
            .filter(|field| is_from(field))
            .map(|field| field.id)
            .chain([id])
            .collect();
        let uses = |field: Option<Id>| field.is_some_and(|field| gone.contains(&field));
        self.fields.retain(|field| !gone.contains(&field.id));
        self.sets
            .retain(|set| !set.parts.iter().any(|part| uses(part.field())) && !uses(set.only.map(Only::field)));
        self.checks
            .retain(|check| !check.rule.fields().iter().any(|field| gone.contains(field)));
        for (_, fields) in self.variants.iter_mut().flat_map(|variants| &mut variants.cases) {
            fields.retain(|field| !gone.contains(field));
        }
        gone
    }
}

/// A member of a record.
pub(crate) fn member(world: &mut World, id: Id, inner: Option<Id>, random: &mut Random) -> Field {
    let name = world.word(id);
    let kind = match random.below(7) {
        0 | 1 => Kind::Int,
        2 => Kind::Bool,
        3 => Kind::Bigint,
        4 if inner.is_some() => Kind::Record(inner.unwrap_or_default()),
        _ => Kind::Text,
    };
    let mut field = Field::new(id, name, kind);
    field.nullable = random.chance(40);
    field.array = field.kind == Kind::Text && random.chance(30);
    field
}

/// An entity; its parts have the ids behind its own.
pub(crate) fn entity(world: &mut World, id: Id, mut random: Random) -> Entity {
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
    for _ in 0..3 + random.below(4) {
        let field = scalar(world, take(), random);
        entity.fields.push(field);
    }
    for _ in 0..random.below(3) {
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
    for _ in 0..random.below(2) + 1 {
        entity.fields.extend(computed(world, &entity, take(), random));
    }
    for _ in 0..random.below(4) {
        entity.sets.extend(set(&entity, take(), random.chance(40), random));
    }
    for _ in 0..random.below(3) {
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

/// A field that refers to nothing.
pub(crate) fn scalar(world: &mut World, id: Id, random: &mut Random) -> Field {
    let name = world.word(id);
    let precision = random.range(3, 12) as u32;
    let kind = match random.below(22) {
        0 | 1 => Kind::Int,
        2 => Kind::Smallint,
        3 => Kind::Bigint,
        4 | 5 => Kind::Numeric(precision, random.below(4) as u32),
        6 => Kind::Float,
        7 => Kind::Bool,
        8 => Kind::Uuid,
        9 => Kind::Timestamp,
        10 => Kind::Local,
        11 => Kind::Date,
        12 => Kind::Time,
        13 => Kind::Duration,
        14 => Kind::Bytes,
        15 => Kind::Json,
        16 => Kind::Enum(random.pick(&world.enums).id),
        17 => Kind::Record(random.pick(&world.records).id),
        18 => Kind::Named(random.pick(&world.types).id),
        _ => Kind::Text,
    };
    let mut field = Field::new(id, name, kind);
    field.nullable = random.chance(45);
    field.doc = (*random.pick(&DOCS)).to_owned();
    field.array = matches!(field.kind, Kind::Text | Kind::Int | Kind::Enum(_) | Kind::Record(_)) && random.chance(18);
    if field.is_integer() && random.chance(50) {
        (field.min, field.max) = (Some(random.range(-20, 0)), Some(random.range(50, 1000)));
    }
    if field.is_text() && random.chance(60) {
        (field.min, field.max) = (random.chance(40).then_some(1), Some(random.range(20, 80)));
    }
    if random.chance(25) {
        field.default = default(world, &field, random);
    }
    field.immutable = random.chance(8);
    field
}

/// A literal that the field may be, where its type has literals.
pub(crate) fn default(world: &World, field: &Field, random: &mut Random) -> Option<Value> {
    let fits = matches!(
        field.kind,
        Kind::Smallint
            | Kind::Int
            | Kind::Bigint
            | Kind::Numeric(..)
            | Kind::Bool
            | Kind::Date
            | Kind::Text
            | Kind::Enum(_)
            | Kind::Timestamp
    );
    if !fits {
        return None;
    }
    let value = crate::fill::value(world, field, random);
    let kept = match &value {
        Value::Int(n) => n.unsigned_abs() < 1_000_000_000_000,
        Value::Text(text) => !text.contains('\u{feff}'),
        Value::List(items) => !items
            .iter()
            .any(|item| matches!(item, Value::Text(text) if text.contains('\u{feff}'))),
        _ => true,
    };
    kept.then_some(value)
}

/// Who may be referred to.
fn targets<'w>(world: &'w World, entity: &Entity) -> Vec<&'w Entity> {
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
pub(crate) fn reference(world: &mut World, entity: &Entity, id: Id, random: &mut Random) -> Option<Field> {
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
pub(crate) fn arc(world: &mut World, entity: &Entity, id: Id, random: &mut Random) -> Option<Field> {
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
pub(crate) fn is_common(entity: &Entity, field: Id) -> bool {
    let cases = entity.variants.iter().flat_map(|variants| &variants.cases);
    let mut special = cases.flat_map(|(_, fields)| fields);
    !special.any(|id| *id == field)
}

/// A field that the database computes.
pub(crate) fn computed(world: &mut World, entity: &Entity, id: Id, random: &mut Random) -> Option<Field> {
    let small = |field: &&Field| {
        field.is_integer() && field.min.is_some() && field.max.is_some() && is_common(entity, field.id)
    };
    let numbers: Vec<_> = entity.fields.iter().filter(small).collect();
    let texts: Vec<_> = entity
        .fields
        .iter()
        .filter(|field| field.is_text() && is_common(entity, field.id))
        .collect();
    let (formula, nullable) = match random.below(3) {
        0 if !numbers.is_empty() => {
            let (a, b) = (*random.pick(&numbers), *random.pick(&numbers));
            (Formula::Sum(a.id, b.id, random.range(2, 5)), a.nullable || b.nullable)
        }
        1 if !numbers.is_empty() => (Formula::Coalesce(random.pick(&numbers).id, random.range(0, 9)), false),
        _ if !texts.is_empty() => {
            let a = *random.pick(&texts);
            (Formula::Length(a.id), a.nullable)
        }
        _ => return None,
    };
    let mut field = Field::new(id, world.word(id), Kind::Computed(formula));
    field.nullable = nullable;
    Some(field)
}

/// What rows can be found or told apart by.
pub(crate) fn set(entity: &Entity, id: Id, unique: bool, random: &mut Random) -> Option<Set> {
    let telling = |field: &&Field| {
        !field.array
            && matches!(
                field.kind,
                Kind::Int | Kind::Bigint | Kind::Text | Kind::Uuid | Kind::Numeric(..)
            )
            && !(unique && field.max.is_some() && field.is_integer())
    };
    let finding = |field: &&Field| {
        telling(field)
            || matches!(
                field.kind,
                Kind::Ref(..) | Kind::Date | Kind::Timestamp | Kind::Enum(_) | Kind::Bool
            ) && !field.array
    };
    let mains: Vec<_> = entity.fields.iter().filter(telling).collect();
    let others: Vec<_> = entity.fields.iter().filter(finding).collect();
    if mains.is_empty() {
        return None;
    }
    let main = *random.pick(&mains);
    let mut parts = Vec::new();
    if entity.scoped && random.chance(40) {
        parts.push(Part::Firm);
    }
    let other = *random.pick(&others);
    if other.id != main.id && random.chance(40) {
        parts.push(if unique || random.chance(60) {
            Part::Field(other.id)
        } else {
            Part::Descending(other.id)
        });
    }
    parts.push(if main.is_text() && random.chance(25) {
        Part::Lower(main.id)
    } else {
        Part::Field(main.id)
    });
    let nullable: Vec<_> = entity
        .fields
        .iter()
        .filter(|field| field.nullable && !field.is_computed() && !matches!(field.kind, Kind::Arc(..)))
        .collect();
    let only = (!nullable.is_empty() && random.chance(25)).then(|| {
        let of = random.pick(&nullable).id;
        if random.chance(50) {
            Only::Null(of)
        } else {
            Only::NotNull(of)
        }
    });
    let new = Set {
        id,
        unique,
        parts,
        only,
    };
    (!entity.sets.iter().any(|set| same_columns(set, &new))).then_some(new)
}

/// Two sets of the same columns would bear the same name.
pub(crate) fn same_columns(a: &Set, b: &Set) -> bool {
    let ids = |set: &Set| set.parts.iter().map(|part| part.field()).collect::<Vec<_>>();
    ids(a) == ids(b)
}

/// A condition that most rows meet.
pub(crate) fn check(world: &mut World, entity: &Entity, id: Id, random: &mut Random) -> Option<Check> {
    let common = |field: &&Field| is_common(entity, field.id) && !field.is_computed();
    let numbers: Vec<_> = entity
        .fields
        .iter()
        .filter(|field| field.is_integer())
        .filter(common)
        .collect();
    let texts: Vec<_> = entity
        .fields
        .iter()
        .filter(|field| field.is_text())
        .filter(common)
        .collect();
    let plain = |field: &&Field| !matches!(field.kind, Kind::Arc(..)) && !is_set_null(field);
    let nullable: Vec<_> = entity
        .fields
        .iter()
        .filter(|field| field.nullable)
        .filter(common)
        .filter(plain)
        .collect();
    let rule = match random.below(4) {
        0 if !numbers.is_empty() => Rule::Least(random.pick(&numbers).id, random.range(-30, 1)),
        1 if !numbers.is_empty() => Rule::Not(random.pick(&numbers).id, random.range(2, 9)),
        2 if nullable.len() > 1 => Rule::Either(nullable[0].id, nullable[1].id),
        _ if !texts.is_empty() => Rule::Shorter(random.pick(&texts).id, random.range(60, 500)),
        _ => return None,
    };
    let name = world.word(id);
    (!entity.checks.iter().any(|check| check.rule == rule)).then_some(Check { id, name, rule })
}

fn is_set_null(field: &Field) -> bool {
    matches!(field.kind, Kind::Ref(_, OnDelete::SetNull))
}

/// A link to another entity or to its own.
pub(crate) fn link(world: &mut World, entity: &Entity, id: Id, random: &mut Random) -> Option<Link> {
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
