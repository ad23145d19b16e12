//! Members of records: a change of documents that lie in rows.

use serde_json::Value as Json;

use super::{Effect, Stage, Stops};
use crate::field::member;
use crate::random::{Random, choose};
use crate::world::{Field, Id, Kind, Mutability, Value, World};

impl Stage {
    /// A record to change; fields that hold its documents stay as they are.
    fn a_record(&mut self, seed: u64, fits: impl Fn(&[Field]) -> bool) -> Option<Id> {
        let free = self
            .world
            .records
            .iter()
            .filter(|of| self.is_free(of.id) && fits(&of.fields));
        let id = choose(seed, free, |of| u64::from(of.id))?.id;
        let uses = self.uses(id);
        if !uses.iter().all(|(_, field)| self.is_free(*field)) {
            return None;
        }
        self.touched.insert(id);
        self.touched.extend(uses.iter().map(|(_, field)| *field));
        Some(id)
    }

    /// The tables and fields whose documents hold a record, at any depth.
    pub(super) fn uses(&self, record: Id) -> Vec<(Id, Id)> {
        let holding = self.world.records.iter().filter(|of| holds(&self.world, of.id, record));
        holding.flat_map(|of| self.using(&Kind::Record(of.id))).collect()
    }

    fn record_effect(&self, record: Id, stops: Stops, what: &str) -> Effect {
        let uses = self.uses(record);
        let stops = if uses.is_empty() { Stops::Never } else { stops };
        let about: Vec<_> = uses.iter().map(|(table, _)| self.owner(*table)).collect();
        Effect::new(
            stops,
            format!("{what} {}", self.world.record(record).name),
            &self.world.record(record).name,
        )
        .also(about)
    }

    /// Whether rows that never change hold such documents.
    pub(super) fn is_frozen(&self, record: Id) -> bool {
        // What was promised of old rows holds in the step that gives it up, too.
        let is_frozen = |world: &World, id: Id| {
            let mut tables = world.tables().into_iter();
            tables.any(|table| table.id == id && table.mutability != Mutability::Plain)
        };
        let frozen = |id: Id| is_frozen(&self.world, id) || is_frozen(&self.before, id);
        self.uses(record).iter().any(|(table, _)| frozen(*table))
    }

    fn members(&mut self, record: Id) -> &mut Vec<Field> {
        let found = self.world.records.iter_mut().find(|of| of.id == record);
        &mut found.expect("a record").fields
    }

    pub(super) fn for_each_document(&mut self, record: Id, mut change: impl FnMut(&mut serde_json::Map<String, Json>)) {
        for (table, field) in self.uses(record) {
            let tables = self.world.tables();
            let kind = tables
                .iter()
                .find(|of| of.id == table)
                .and_then(|of| of.field(field))
                .map(|of| of.kind.clone());
            let Some(Kind::Record(outer)) = kind else { continue };
            for row in self.rows.entry(table).or_default() {
                if let Some(Value::Json(document)) = row.cells.get_mut(&field) {
                    visit(&self.world, outer, record, document, &mut change);
                }
            }
        }
    }

    pub(super) fn add_member(&mut self, seed: u64, with_default: bool) -> Option<Effect> {
        let record = self.a_record(seed, |members| members.len() < 8)?;
        let (id, mut random) = (self.new_id(seed), Random::new(seed));
        let mut field = member(&mut self.world, id, None, &mut random);
        (field.nullable, field.array) = (true, false);
        if with_default {
            field.nullable = false;
            let (value, json) = match field.kind {
                Kind::Bool => (Value::Bool(true), Json::from(true)),
                Kind::Text => (Value::Text("it's \"new\"".to_owned()), Json::from("it's \"new\"")),
                Kind::Bigint => (Value::Int(7), Json::from("7")),
                _ => {
                    field.kind = Kind::Int;
                    (Value::Int(7), Json::from(7))
                }
            };
            field.default = Some(value);
            let name = field.name.clone();
            self.for_each_document(record, |document| {
                document.insert(name.clone(), json.clone());
            });
        }
        let stops = if with_default && self.is_frozen(record) {
            Stops::May
        } else {
            Stops::Never
        };
        self.members(record).push(field);
        let what = if with_default {
            "add a member with a default to"
        } else {
            "add an optional member to"
        };
        Some(self.record_effect(record, stops, what).refusable())
    }

    /// Whoever reads documents must follow.
    pub(super) fn rename_member(&mut self, seed: u64) -> Option<Effect> {
        let record = self.a_record(seed, |members| !members.is_empty())?;
        let id = self.new_id(seed);
        let new = self.world.word(id);
        let members = self.members(record);
        let place = Random::new(seed).below(members.len());
        let old = std::mem::replace(&mut members[place].name, new.clone());
        members[place].former = Some(old.clone());
        self.for_each_document(record, |document| {
            if let Some(value) = document.remove(&old) {
                document.insert(new.clone(), value);
            }
        });
        let mut effect = self.record_effect(record, Stops::Must, "rename a member of");
        effect.what = format!("{}: {old} to {new}", effect.what);
        Some(effect.refusable())
    }

    pub(super) fn rename_record(&mut self, seed: u64) -> Option<Effect> {
        let id = self.a_record(seed, |_| true)?;
        let fresh = self.new_id(seed);
        let name = format!("{}Document", self.world.pascal(fresh));
        let record = self.world.records.iter_mut().find(|of| of.id == id)?;
        record.former = Some(std::mem::replace(&mut record.name, name));
        let what = format!("rename {:?} to", record.former);
        Some(self.record_effect(id, Stops::Never, &what))
    }

    pub(super) fn remove_member(&mut self, seed: u64) -> Option<Effect> {
        let record = self.a_record(seed, |members| members.len() > 1)?;
        let members = self.members(record);
        let place = Random::new(seed).below(members.len());
        let gone = members.remove(place);
        self.for_each_document(record, |document| {
            document.remove(&gone.name);
        });
        let mut effect = self.record_effect(record, Stops::Must, "take a member out of");
        effect.what = format!("{}: {}", effect.what, gone.name);
        Some(effect.forgetting().refusable())
    }
}

fn holds(world: &World, outer: Id, inner: Id) -> bool {
    outer == inner
        || world
            .record(outer)
            .fields
            .iter()
            .any(|member| matches!(member.kind, Kind::Record(id) if holds(world, id, inner)))
}

/// Every document of `wanted` inside one of `outer`.
fn visit(
    world: &World,
    outer: Id,
    wanted: Id,
    document: &mut Json,
    change: &mut impl FnMut(&mut serde_json::Map<String, Json>),
) {
    match document {
        Json::Array(items) => items
            .iter_mut()
            .for_each(|item| visit(world, outer, wanted, item, change)),
        Json::Object(members) => {
            for member in &world.record(outer).fields {
                if let Kind::Record(inner) = member.kind
                    && let Some(value) = members.get_mut(&member.name)
                {
                    visit(world, inner, wanted, value, change);
                }
            }
            if outer == wanted {
                change(members);
            }
        }
        _ => {}
    }
}
