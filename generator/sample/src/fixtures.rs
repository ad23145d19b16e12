//! A value of each shape for every number. In: a Schema and its Shapes. Out: per shape a small pool of templates, of which a number
//! takes one in turn. All shapes of an entity show the same row, references of a number lead to the rows of that number, and no
//! declared condition is broken.

use std::collections::{BTreeMap, BTreeSet};

use driftless_model::{DomainId, Entity, EntityId, Field, FieldId, FieldKind, Scalar};
use driftless_shape::{Item, Member, Origin, Presence, Role, Shape};
use serde_json::{Map, Value};

use crate::columns::{References, source, targets, telling};
use crate::condition::is_broken;
use crate::instance::{Chance, Size, instance, members, value};
use crate::numbered::{of_column, of_scalar_in, usual, words};
use crate::subject::{Subject, words_of};
use crate::template::Template;

/// The values of a shape.
#[derive(Debug, Clone)]
pub struct Fixture<'a> {
    /// Where it is declared.
    pub domain: DomainId,
    /// The shape.
    pub shape: &'a Shape,
    /// Its values: a number takes the one at its remainder.
    pub pool: Vec<Template>,
}

impl Fixture<'_> {
    /// The value of a number.
    pub fn of(&self, number: u32) -> Value {
        let count = u32::try_from(self.pool.len()).unwrap_or(1);
        let at = (number % count.max(1)) as usize;
        self.pool.get(at).map_or(Value::Null, |template| template.of(number))
    }
}

/// The shapes of an entity, by role.
type Roles<'a> = BTreeMap<Role, (DomainId, &'a Shape)>;

/// Every shape of every entity, rows too, of which values are known.
pub fn fixtures<'a>(subject: &'a Subject<'_>) -> Vec<Fixture<'a>> {
    let mut entities: BTreeMap<EntityId, Roles<'a>> = BTreeMap::new();
    for (domain, shape) in subject.shapes.shapes() {
        if let Origin::Entity(id) = shape.origin {
            entities.entry(id).or_default().insert(shape.role, (domain, shape));
        }
    }
    let references = References::of(&subject.schema);
    let of = |(id, roles): (&EntityId, &Roles<'a>)| Maker::new(subject, &references, *id, roles).map(Maker::fixtures);
    entities.iter().filter_map(of).flatten().collect()
}

/// How often a row is tried until it breaks no condition.
const TRIES: usize = 400;

/// Makes the values of one entity.
struct Maker<'a, 's> {
    subject: &'a Subject<'s>,
    entity: &'a Entity,
    roles: Roles<'a>,
    row: &'a Shape,
    /// Fields that differ from number to number.
    telling: BTreeSet<FieldId>,
    /// Fields that conditions read.
    asked: BTreeSet<FieldId>,
    /// Entities whose rows may need one of this.
    later: Vec<bool>,
}

/// What is tried, ever more of it while conditions are broken.
#[derive(Debug, Clone, Copy)]
struct Pains {
    size: Size,
    /// Some references lead to the next number, so that two of them may differ.
    apart: bool,
    /// Of what tells rows apart, only keys differ from number to number.
    keys_alone: bool,
}

/// All members of an entity in one case, by their keys.
type Whole = BTreeMap<String, Template>;

impl<'a, 's> Maker<'a, 's> {
    fn new(subject: &'a Subject<'s>, references: &References, id: EntityId, roles: &Roles<'a>) -> Option<Self> {
        let entity = subject.schema.entity(id);
        Some(Self {
            subject,
            entity,
            row: roles.get(&Role::Row)?.1,
            roles: roles.clone(),
            telling: telling(entity),
            asked: entity.checks.iter().flat_map(|check| check.expr.fields()).collect(),
            later: references.leading_to(id),
        })
    }

    fn fixtures(self) -> Vec<Fixture<'a>> {
        let mut wholes = Vec::new();
        for word in words_of(self.row) {
            for size in [Size::Full, Size::Bare] {
                wholes.extend(self.whole(word, size).map(|whole| (word, whole)));
            }
        }
        // Without anything that may be null, a full row and a bare one are the same.
        wholes.dedup();
        let of = |&(domain, shape): &(DomainId, &'a Shape)| {
            let pool = wholes.iter().map(|(word, whole)| part(shape, *word, whole));
            let mut pool: Vec<Template> = pool.collect::<Option<_>>()?;
            if pool.iter().all(|template| *template == pool[0]) {
                pool.truncate(1);
            }
            (!pool.is_empty()).then_some(Fixture { domain, shape, pool })
        };
        self.roles.values().filter_map(of).collect()
    }

    /// A row that breaks no condition, and what is on the wire alone.
    fn whole(&self, word: Option<&str>, size: Size) -> Option<Whole> {
        let mut chance = Chance::new(1);
        let mut attempts = (0..TRIES).map(|attempt| {
            let pains = Pains {
                size: if attempt < TRIES / 4 { size } else { Size::Mixed },
                apart: attempt > TRIES / 8,
                keys_alone: attempt > TRIES / 2,
            };
            self.attempt(word, pains, &mut chance)
        });
        match self.entity.checks.is_empty() {
            true => attempts.next()?,
            false => attempts.flatten().find(|whole| self.holds(whole)),
        }
    }

    fn attempt(&self, word: Option<&str>, pains: Pains, chance: &mut Chance) -> Option<Whole> {
        let row = instance(self.subject, self.row, word, pains.size, chance, 0);
        let mut whole = Whole::new();
        let mut last: Option<(FieldId, bool)> = None;
        for member in members(self.row, word) {
            let value = row.get(&member.json).cloned().unwrap_or_default();
            let template = self.member(self.row, member, value, self.is_telling(member.field, pains))?;
            // The columns of one reference lead to one row.
            let is_next = match last {
                Some((field, is_next)) if field == member.field => is_next,
                _ => pains.apart && self.may_be_apart(member) && chance.below(2) == 0,
            };
            last = Some((member.field, is_next));
            whole.insert(member.json.clone(), if is_next { template.next() } else { template });
        }
        self.add_transient(&mut whole, word, pains.size, chance)?;
        Some(whole)
    }

    /// Adds what is on the wire and stored nowhere.
    fn add_transient(&self, whole: &mut Whole, word: Option<&str>, size: Size, chance: &mut Chance) -> Option<()> {
        let shapes = [Role::Read, Role::Create]
            .iter()
            .filter_map(|role| self.roles.get(role));
        for (shape, member) in shapes.flat_map(|(_, shape)| members(shape, word).into_iter().map(move |m| (shape, m))) {
            if whole.contains_key(&member.json) {
                continue;
            }
            let value = match member.nullable && size == Size::Bare {
                true => Value::Null,
                false => value(self.subject, shape, member, size, chance, 0),
            };
            whole.insert(member.json.clone(), self.member(shape, member, value, false)?);
        }
        Some(())
    }

    fn is_telling(&self, field: FieldId, pains: Pains) -> bool {
        match pains.keys_alone {
            true => self.entity.key.contains(&field),
            false => self.telling.contains(&field),
        }
    }

    /// Whether it refers to something, and is neither part of what the row is, nor whose it is.
    fn may_be_apart(&self, member: &Member) -> bool {
        let field = self.entity.field(member.field);
        !field.tenant && !targets(field).is_empty()
    }

    fn holds(&self, whole: &Whole) -> bool {
        let keys = self.asked.iter().flat_map(|&field| keys(self.entity.field(field)));
        let asked: Vec<(&str, &Template)> = keys.filter_map(|key| Some((key, whole.get(key)?))).collect();
        let depends = asked.iter().any(|(_, template)| template.depends());
        let last = if depends { 64 } else { 1 };
        (0..last)
            .chain([999, u32::MAX - 1, u32::MAX].into_iter().filter(|_| depends))
            .all(|number| {
                let row = asked
                    .iter()
                    .map(|(key, template)| ((*key).to_owned(), template.of(number)));
                let row: Map<String, Value> = row.collect();
                !self
                    .entity
                    .checks
                    .iter()
                    .any(|check| is_broken(self.entity, &row, &check.expr))
            })
    }

    /// The values of a member, given one of them; nothing where none is known.
    fn member(&self, shape: &Shape, member: &Member, value: Value, is_telling: bool) -> Option<Template> {
        let field = self.subject.field(shape.origin, member.field);
        // Of two rows that may need each other, neither could be first.
        let is_circle = || !field.tenant && targets(field).iter().any(|target| self.later[target.0]);
        if member.nullable && (value.is_null() || (shape.role == Role::Row && is_circle())) {
            return Some(Template::Json(Value::Null));
        }
        match value {
            Value::Null => None,
            Value::Array(items) if member.ty.array.is_some() => {
                let items = items.into_iter().map(|item| self.item(shape, member, item, is_telling));
                items.collect::<Option<_>>().map(Template::List)
            }
            value => self.item(shape, member, value, is_telling),
        }
    }

    fn item(&self, shape: &Shape, member: &Member, value: Value, is_telling: bool) -> Option<Template> {
        let schema = &self.subject.schema;
        if let Some(inner) = self.subject.shape_of(&member.ty.item) {
            return self.object(inner, value, is_telling);
        }
        let field = self.subject.field(shape.origin, member.field);
        match (&field.kind, &member.ty.item) {
            (FieldKind::Reference(reference), _) => {
                let (field, at) = driftless_shape::referred_column(schema, reference, member.column?)?;
                self.column(reference.target, field, at)
            }
            (_, Item::Id(entity)) => self.column(*entity, *schema.entity(*entity).key.first()?, 0),
            (FieldKind::Arc(arc), _) => {
                let kind = value.get("kind")?.as_str()?;
                let target = arc.targets.iter().find(|target| target.kind == kind)?;
                let key = self.column(target.entity, *schema.entity(target.entity).key.first()?, 0)?;
                let kind = ("kind".to_owned(), Template::Json(Value::from(kind)));
                Some(Template::Object(vec![kind, ("id".to_owned(), key)]))
            }
            (_, Item::Enum(id)) if is_telling && !is_tag(shape, member) => Template::one_of(words(schema, *id)),
            (_, Item::Scalar(scalar)) if is_telling || self.is_free(shape, member, *scalar) => {
                of_scalar_in(schema, &member.object, *scalar, &member.ty.limits)
            }
            (_, Item::Scalar(scalar)) => {
                let usual = usual(schema, *scalar, &member.ty.limits);
                let value = if usual.contains(&value) {
                    value
                } else {
                    usual.into_iter().next()?
                };
                Some(Template::Json(value))
            }
            _ => Some(Template::Json(value)),
        }
    }

    /// Whether it is a text of which nobody asks more than its length: there is no reason not to say what it is.
    fn is_free(&self, shape: &Shape, member: &Member, scalar: Scalar) -> bool {
        let is_asked = matches!(shape.origin, Origin::Entity(_)) && self.asked.contains(&member.field);
        matches!(scalar, Scalar::Text | Scalar::Varchar(_)) && member.ty.limits.pattern.is_none() && !is_asked
    }

    /// What a column holds that others refer to.
    fn column(&self, entity: EntityId, field: FieldId, at: usize) -> Option<Template> {
        let (entity, field) = source(&self.subject.schema, entity, field, at)?;
        of_column(&self.subject.schema, entity, field)
    }

    fn object(&self, shape: &Shape, value: Value, is_telling: bool) -> Option<Template> {
        let Value::Object(mut object) = value else { return None };
        let word = words_of(shape)
            .into_iter()
            .find(|word| is_of_case(shape, &object, *word))?;
        let members = members(shape, word).into_iter().filter_map(|member| {
            let value = object.remove(&member.json)?;
            let template = self.member(shape, member, value, is_telling);
            Some(template.map(|template| (member.json.clone(), template)))
        });
        members.collect::<Option<_>>().map(Template::Object)
    }
}

/// What a field is called in a row.
fn keys(field: &Field) -> Vec<&str> {
    match field.arc() {
        // Conditions read an arc as a whole.
        Some(arc) => vec![&arc.json],
        None => field.columns().into_iter().map(|column| column.json.as_str()).collect(),
    }
}

fn is_tag(shape: &Shape, member: &Member) -> bool {
    matches!(&shape.body, driftless_shape::Body::Tagged(tagged) if tagged.tag.field == member.field)
}

/// Whether an object is of this case of its shape.
fn is_of_case(shape: &Shape, object: &Map<String, Value>, word: Option<&str>) -> bool {
    match (&shape.body, word) {
        (driftless_shape::Body::Tagged(tagged), Some(word)) => {
            object.get(&tagged.tag.json).and_then(Value::as_str) == Some(word)
        }
        _ => true,
    }
}

/// What one of its shapes shows of an entity; nothing where a patch would change nothing.
fn part(shape: &Shape, word: Option<&str>, whole: &Whole) -> Option<Template> {
    let members = members(shape, word).into_iter().filter_map(|member| {
        let template = whole.get(&member.json)?;
        let is_absent = shape.role == Role::Create && template.is_null() && is_absent_as_null(member);
        (!is_absent).then(|| (member.json.clone(), template.clone()))
    });
    let members: Vec<(String, Template)> = members.collect();
    let is_nothing = shape.role == Role::Patch && members.is_empty();
    (!is_nothing).then_some(Template::Object(members))
}

/// Whether leaving a member out of a request means null.
fn is_absent_as_null(member: &Member) -> bool {
    member.presence == Presence::Optional && member.default.is_none()
}
