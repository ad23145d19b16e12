//! The fixtures that users are given: everybody accepts them, they are in the form in which languages write, and databases keep the
//! rows whose references can be followed. In: a Schema. Out: questions, and what was wrong with an answer.

use std::collections::{BTreeMap, BTreeSet};

use driftless_model::{EntityId, Field, Tenancy};
use driftless_sample::{Fixture, Subject, fixtures};
use driftless_shape::{Origin, Role, Shape};
use serde_json::{Map, Value};

use crate::cases::readings;
use crate::compare::Disagreement;
use crate::verdict::{Act, Question, Store, Stored, Verdicts};

/// Numbers that no key of the rows before has.
const NUMBERS: std::ops::Range<u32> = 1000..1006;

/// The fixtures of a schema, by entity and role.
pub(crate) struct Fixtures<'a> {
    subject: &'a Subject<'a>,
    made: BTreeMap<(EntityId, Role), Fixture<'a>>,
}

impl<'a> Fixtures<'a> {
    /// All of them.
    pub(crate) fn of(subject: &'a Subject<'a>) -> Self {
        let made = fixtures(subject)
            .into_iter()
            .filter_map(|fixture| match fixture.shape.origin {
                Origin::Entity(id) => Some(((id, fixture.shape.role), fixture)),
                Origin::Record(_) => None,
            });
        Self {
            subject,
            made: made.collect(),
        }
    }

    /// Questions about what can be read, in any order.
    pub(crate) fn read(&self, components: &BTreeSet<String>) -> Vec<Question> {
        let travelling = self.made.values().filter(|fixture| fixture.shape.role != Role::Row);
        let asked = travelling.flat_map(|fixture| {
            let readings = readings(fixture.shape, components);
            readings.into_iter().flat_map(move |reading| {
                let question = move |number| Question {
                    case: reading.case(&format!("fixture {number}"), fixture.of(number).to_string(), None),
                    store: None,
                };
                NUMBERS.map(question)
            })
        });
        asked.collect()
    }

    /// Questions about rows that are made and stay, each after those that it refers to.
    pub(crate) fn kept(&self, components: &BTreeSet<String>) -> Vec<Question> {
        let mut left: Vec<EntityId> = self.subject.schema.entities().map(|(id, _)| id).collect();
        let (mut there, mut asked) = (BTreeSet::new(), Vec::new());
        loop {
            let ready: Vec<EntityId> = left.iter().copied().filter(|id| self.is_ready(*id, &there)).collect();
            if ready.is_empty() {
                return asked;
            }
            left.retain(|id| !ready.contains(id));
            for id in ready {
                let questions: Vec<Question> = NUMBERS
                    .filter_map(|number| self.kept_row(id, number, components))
                    .collect();
                if !questions.is_empty() && self.is_named(id) {
                    there.insert(id);
                }
                asked.extend(questions);
            }
        }
    }

    /// Whether all that its rows refer to are there.
    fn is_ready(&self, id: EntityId, there: &BTreeSet<EntityId>) -> bool {
        let entity = self.subject.schema.entity(id);
        let Some(row) = self.made.get(&(id, Role::Row)) else {
            return false;
        };
        let rows: Vec<Value> = NUMBERS.map(|number| row.of(number)).collect();
        let is_there = |target: &EntityId| *target == id || there.contains(target);
        entity
            .fields
            .iter()
            .all(|field| referred(field, &rows).iter().all(is_there))
    }

    /// Whether whoever makes a row says what its key is.
    fn is_named(&self, id: EntityId) -> bool {
        let entity = self.subject.schema.entity(id);
        let create = self
            .made
            .get(&(id, Role::Create))
            .map(|fixture| fixture.shape.body.members());
        let is_sent = |field| create.iter().flatten().any(|member| member.field == field);
        let is_owner = |field| entity.ends().is_some_and(|ends| ends.owner_field == field);
        let is_tenant = |field| entity.field(field).tenant || entity.tenancy == Tenancy::Root;
        let mut key = entity.key.iter().copied();
        key.all(|field| is_sent(field) || is_owner(field) || is_tenant(field))
    }

    fn kept_row(&self, id: EntityId, number: u32, components: &BTreeSet<String>) -> Option<Question> {
        let create = self.made.get(&(id, Role::Create))?;
        let reading = readings(create.shape, components)
            .into_iter()
            .find(|reading| reading.strict)?;
        Some(Question {
            case: reading.case(&format!("fixture {number}"), create.of(number).to_string(), None),
            store: Some(self.store(id, create.shape, number)?),
        })
    }

    /// What is stored beside what is sent; all rows are those of one tenant.
    fn store(&self, id: EntityId, sent: &Shape, number: u32) -> Option<Store> {
        let entity = self.subject.schema.entity(id);
        let row = self.row(id, number)?;
        let column = |name: &str| row.get(name).cloned().unwrap_or_default();
        let tenant = match entity.tenancy {
            Tenancy::Global { .. } => Value::Null,
            Tenancy::Root => column(&entity.key_columns().first()?.json),
            Tenancy::Scoped { .. } => {
                let root = self.subject.schema.tenant.as_ref()?.entity;
                let key = &self.subject.schema.entity(root).key_columns().first()?.json;
                self.row(root, NUMBERS.start)?.get(key)?.clone()
            }
        };
        let owner = entity
            .ends()
            .map_or_else(Vec::new, |ends| entity.field(ends.owner_field).columns());
        let owner = owner.into_iter().map(|owner| (owner.name.clone(), column(&owner.json)));
        let sent: Vec<&str> = sent.body.members().iter().map(|member| member.json.as_str()).collect();
        Some(Store {
            entity: entity.name.to_string(),
            act: Act::Keep,
            tenant,
            owner: owner.collect(),
            key: Map::new(),
            internal: row
                .iter()
                .filter(|(key, _)| !sent.contains(&key.as_str()))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
        })
    }

    fn row(&self, id: EntityId, number: u32) -> Option<Map<String, Value>> {
        match self.made.get(&(id, Role::Row))?.of(number) {
            Value::Object(row) => Some(row),
            _ => None,
        }
    }
}

/// The entities that a field refers to in any of these rows.
fn referred(field: &Field, rows: &[Value]) -> Vec<EntityId> {
    if let Some(arc) = field.arc() {
        let kinds: BTreeSet<&str> = rows.iter().filter_map(|row| row[&arc.json]["kind"].as_str()).collect();
        let targets = arc.targets.iter().filter(|target| kinds.contains(target.kind.as_str()));
        return targets.map(|target| target.entity).collect();
    }
    let columns = field.columns();
    let is_set = |row: &Value| columns.iter().any(|column| !row[&column.json].is_null());
    let reference = field.reference().filter(|_| rows.iter().any(is_set));
    reference.into_iter().map(|reference| reference.target).collect()
}

/// What is wrong with a fixture, if anything is: that it is refused, or written otherwise. No two values of a field that leaves no
/// room can differ for long, so databases may say that they have one of them: all of them, or none.
pub(crate) fn fault(question: &Question, said: &Verdicts) -> Option<Disagreement> {
    let stored = || [&said.postgres, &said.sqlite].into_iter().flatten();
    let mut is_taken = stored().map(|stored| matches!(stored, Stored::Refused(rule, _) if rule == "Unique"));
    let found = match &said.canonical {
        _ if stored().next().is_some() && is_taken.all(|taken| taken) => return None,
        _ if !said.accepted() => format!("it is refused: {}", said.reason()),
        (Some(rust), Some(typescript)) if rust != typescript => format!("Rust writes it as {rust}"),
        _ => return None,
    };
    Some(Disagreement {
        about: None,
        headline: format!("{} of {}: {found}", question.case.what, question.case.shape),
        told: question.case.json.clone(),
    })
}
