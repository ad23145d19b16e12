//! Types, limits, nullability and defaults.

use super::{Effect, Stage, Stops, is_computed_from, is_tag, is_used};
use crate::entity::is_common;
use crate::field::default;
use crate::random::{Random, choose};
use crate::world::{Entity, Field, Id, Kind, OnDelete, Value};

impl Stage {
    pub(super) fn changed(&self, at: (Id, Id), stops: Stops, what: &str) -> Option<Effect> {
        Some(Effect::new(
            stops,
            format!("{what} {}", self.named(at)),
            &self.name(at.0),
        ))
    }

    pub(super) fn widen_type(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |entity, field| {
            !field.array && matches!(field.kind, Kind::Smallint | Kind::Int) && !is_computed_from(entity, field.id)
        })?;
        let field = self.field_mut(at);
        field.kind = if field.kind == Kind::Smallint {
            Kind::Int
        } else {
            Kind::Bigint
        };
        self.changed(at, Stops::Never, "widen the type of")
    }

    pub(super) fn narrow_type(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |entity, field| {
            !field.array
                && matches!(field.kind, Kind::Bigint | Kind::Int)
                && field.default.is_none()
                && !is_computed_from(entity, field.id)
                && !is_beyond(field, i64::from(i16::MAX))
                && rules_fit(entity, field.id)
        })?;
        let field = self.field_mut(at);
        field.kind = if field.kind == Kind::Bigint {
            Kind::Int
        } else {
            Kind::Smallint
        };
        self.changed(at, Stops::Must, "narrow the type of")
    }

    /// One digit more behind the point, and one more in all.
    pub(super) fn widen_scale(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |_, field| {
            !field.array && matches!(field.kind, Kind::Numeric(p, _) if p < 17)
        })?;
        let Kind::Numeric(p, s) = self.field_ref(at).kind else {
            return None;
        };
        let longer = seed.is_multiple_of(3);
        let field = self.field_mut(at);
        field.kind = if longer {
            Kind::Numeric(p + 1, s)
        } else {
            Kind::Numeric(p + 1, s + 1)
        };
        if !longer {
            self.rescale(at, |n| Some(n * 10));
        }
        self.changed(at, Stops::Never, "widen the scale of")
    }

    pub(super) fn narrow_scale(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |_, field| {
            !field.array && field.default.is_none() && matches!(field.kind, Kind::Numeric(p, _) if p > 2)
        })?;
        let Kind::Numeric(p, s) = self.field_ref(at).kind else {
            return None;
        };
        let rounds = s > 0 && seed.is_multiple_of(2);
        self.field_mut(at).kind = Kind::Numeric(p - 1, if rounds { s - 1 } else { s });
        let mut effect = self.changed(at, Stops::Must, "narrow the scale of")?;
        if rounds {
            let exact = self.rows[&at.0]
                .iter()
                .all(|row| row.int(at.1).is_none_or(|n| n % 10 == 0));
            self.rescale(at, |n| (n % 10 == 0).then_some(n / 10));
            effect = if exact { effect } else { effect.unsure().forgetting() };
        } else if s > p - 1 {
            return None;
        }
        // What an earlier step made unknown may not fit.
        let mut rows = self.rows.get(&at.0).into_iter().flatten();
        let unknown = rows.any(|row| row.cells.get(&at.1) == Some(&Value::Any));
        effect = if unknown { effect.unsure().forgetting() } else { effect };
        Some(effect)
    }

    /// Numbers in units of another last digit; what cannot be said exactly becomes unknown.
    fn rescale(&mut self, at: (Id, Id), change: impl Fn(i64) -> Option<i64>) {
        for row in self.rows.entry(at.0).or_default() {
            if let Some(Value::Int(n)) = row.cells.get(&at.1) {
                let next = change(*n).map_or(Value::Any, Value::Int);
                row.cells.insert(at.1, next);
            }
        }
        let field = self.field_mut(at);
        if let Some(Value::Int(n)) = &field.default {
            field.default = change(*n).map(Value::Int);
        }
    }

    pub(super) fn widen_limit(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |entity, field| {
            field.max.is_some() && !is_computed_from(entity, field.id)
        })?;
        let field = self.field_mut(at);
        field.max = if seed.is_multiple_of(3) {
            None
        } else {
            field.max.map(|most| most + 7)
        };
        self.changed(at, Stops::Never, "widen the limits of")
    }

    pub(super) fn narrow_limit(&mut self, seed: u64) -> Option<Effect> {
        let limited = |field: &Field| field.is_text() || field.is_integer() || field.array;
        let at = self.field(seed, |_, field| limited(field) && field.default.is_none())?;
        let field = self.field_mut(at);
        field.max = match field.max {
            Some(most) => Some(most - if seed.is_multiple_of(2) { 1 } else { most / 4 }),
            None if field.is_text() => Some(350),
            None if field.array => Some(4),
            None => Some(30_000),
        };
        let most = field.max.filter(|most| *most >= field.min.unwrap_or(1).max(1))?;
        let stops = self.limitation(at, most);
        self.changed(at, stops, "narrow the limits of")
    }

    pub(super) fn change_named_type(&mut self, seed: u64, wider: bool) -> Option<Effect> {
        let free = self.world.types.iter().filter(|named| self.is_free(named.id));
        let named = choose(seed, free, |named| u64::from(named.id))?;
        let (id, uses) = (named.id, self.using(&Kind::Named(named.id)));
        if !uses.iter().all(|(_, field)| self.is_free(*field)) {
            return None;
        }
        self.touched.extend(uses.iter().map(|(_, field)| *field));
        let named = self.world.types.iter_mut().find(|named| named.id == id)?;
        named.max += if wider { 9 } else { -1 };
        if named.max < named.min.max(2) {
            return None;
        }
        let what = format!("limits of the type {}", named.name);
        // A type that nothing stored so far is in no database.
        let is_stored = |table: Id| self.before.tables().iter().any(|before| before.id == table);
        let stops = if wider || !uses.iter().any(|(table, _)| is_stored(*table)) {
            Stops::Never
        } else {
            Stops::Must
        };
        let about = uses.iter().map(|(table, _)| self.owner(*table)).collect::<Vec<_>>();
        self.take(id)?;
        Some(Effect::new(stops, what, "").also(about))
    }

    pub(super) fn rename_named_type(&mut self, seed: u64) -> Option<Effect> {
        let free = self.world.types.iter().filter(|named| self.is_free(named.id));
        let id = choose(seed, free, |named| u64::from(named.id))?.id;
        let fresh = self.new_id(seed);
        let name = self.world.word(fresh);
        let named = self.world.types.iter_mut().find(|named| named.id == id)?;
        named.former = Some(std::mem::replace(&mut named.name, name));
        let what = format!("rename the type {:?} to {}", named.former, named.name);
        self.take(id)?;
        Some(Effect::new(Stops::Never, what, ""))
    }

    /// The tables and fields of a kind.
    pub(super) fn using(&self, kind: &Kind) -> Vec<(Id, Id)> {
        let tables = self.world.tables();
        let fields = tables
            .iter()
            .flat_map(|table| table.fields.iter().map(move |field| (table.id, field)));
        fields
            .filter(|(_, field)| field.kind == *kind)
            .map(|(table, field)| (table, field.id))
            .collect()
    }

    /// The entity that a table is of.
    pub(super) fn owner(&self, table: Id) -> String {
        let owner = self
            .world
            .entities
            .iter()
            .find(|entity| entity.id == table || entity.links.iter().any(|link| link.id == table));
        owner.map_or(String::new(), |entity| entity.name.clone())
    }

    pub(super) fn require_field(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |entity, field| {
            let own = matches!(field.kind, Kind::Ref(target, _) if target == entity.id);
            let nulls = matches!(
                field.kind,
                Kind::Ref(_, OnDelete::SetNull) | Kind::Arc(_, OnDelete::SetNull)
            );
            field.nullable
                && !own
                && !nulls
                && !field.is_computed()
                && field.default.is_none()
                && !is_computed_from(entity, field.id)
                && !is_in_predicate(entity, field.id)
        })?;
        if self.makes_a_circle(at) {
            return None;
        }
        self.field_mut(at).nullable = false;
        self.changed(at, Stops::Must, "require")
    }

    /// Whether a required reference would make rows need each other.
    fn makes_a_circle(&self, (entity, field): (Id, Id)) -> bool {
        let mut open: Vec<Id> = self.field_ref((entity, field)).targets().to_vec();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(next) = open.pop() {
            if next == entity {
                return true;
            }
            if seen.insert(next) {
                let required = self.world.entity(next).fields.iter().filter(|field| !field.nullable);
                open.extend(required.flat_map(Field::targets));
            }
        }
        false
    }

    pub(super) fn relax_field(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |entity, field| {
            !field.nullable
                && !field.is_computed()
                && field.kind != Kind::Touched
                && !is_tag(entity, field.id)
                && !is_computed_from(entity, field.id)
        })?;
        self.field_mut(at).nullable = true;
        self.changed(at, Stops::Never, "relax")
    }

    pub(super) fn change_default(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |entity, field| {
            !field.is_computed()
                && field.kind != Kind::Touched
                && is_common(entity, field.id)
                && !is_tag(entity, field.id)
        })?;
        let found = default(&self.world, &self.field_ref(at).clone(), &mut Random::new(seed))?;
        self.field_mut(at).default = Some(found);
        self.changed(at, Stops::Never, "another default of")
    }

    pub(super) fn drop_default(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |_, field| field.default.is_some())?;
        self.field_mut(at).default = None;
        self.changed(at, Stops::May, "no default of")
    }
}

fn is_beyond(field: &Field, most: i64) -> bool {
    field.min.is_some_and(|n| n.abs() > most) || field.max.is_some_and(|n| n.abs() > most)
}

fn rules_fit(entity: &Entity, field: Id) -> bool {
    !entity.checks.iter().any(|check| check.rule.fields().contains(&field)) || is_used(entity, field)
}

fn is_in_predicate(entity: &Entity, field: Id) -> bool {
    entity
        .sets
        .iter()
        .any(|set| set.only.is_some_and(|only| only.field() == field))
}
