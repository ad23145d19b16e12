//! Fields that come, go and get other names.

use super::{Effect, Stage, Stops, is_tag};
use crate::field::{computed, default, scalar};
use crate::random::Random;
use crate::reference::{arc, reference};
use crate::world::{Field, Formula, Id, Kind, Mutability, Value};

impl Stage {
    pub(super) fn rename_field(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |_, _| true)?;
        let old = self.named(at);
        let id = self.new_id(seed);
        let name = self.world.word(id);
        let field = self.field_mut(at);
        field.former = Some(std::mem::replace(&mut field.name, name));
        Some(Effect::new(
            Stops::Never,
            format!("rename {old} to {}", self.named(at)),
            &self.name(at.0),
        ))
    }

    /// An optional field, or one whose default the old rows get.
    pub(super) fn add_field(&mut self, seed: u64, with_default: bool) -> Option<Effect> {
        let entity = self.an_entity(seed, |_| true)?;
        let (id, mut random) = (self.new_id(seed), Random::new(seed));
        let mut field = scalar(&mut self.world, id, &mut random);
        field.nullable = !with_default;
        field.default = None;
        if with_default {
            field.default = Some(self.some_default(&mut field, &mut random)?);
        }
        let value = field.default.clone().unwrap_or(Value::Null);
        Some(self.push_field(entity, field, &value, Stops::Never))
    }

    /// A default; the field takes a type that has one if need be.
    fn some_default(&self, field: &mut Field, random: &mut Random) -> Option<Value> {
        for _ in 0..20 {
            let found = default(&self.world, field, random);
            if found.is_some() {
                return found;
            }
            if !matches!(field.kind, Kind::Text | Kind::Int) {
                (field.kind, field.array) = (Kind::Int, false);
                (field.min, field.max) = (None, None);
            }
        }
        None
    }

    pub(super) fn add_required_field(&mut self, seed: u64) -> Option<Effect> {
        let entity = self.an_entity(seed, |_| true)?;
        let (id, mut random) = (self.new_id(seed), Random::new(seed));
        let mut field = scalar(&mut self.world, id, &mut random);
        (field.nullable, field.default) = (false, None);
        Some(self.push_field(entity, field, &Value::Null, Stops::Must))
    }

    pub(super) fn add_touched_field(&mut self, seed: u64) -> Option<Effect> {
        let entity = self.an_entity(seed, |entity| entity.mutability == Mutability::Plain)?;
        let id = self.new_id(seed);
        let field = Field::new(id, self.world.word(id), Kind::Touched);
        Some(self.push_field(entity, field, &Value::Any, Stops::Never))
    }

    pub(super) fn add_reference(&mut self, seed: u64) -> Option<Effect> {
        let entity = self.an_entity(seed, |_| true)?;
        let (id, mut random) = (self.new_id(seed), Random::new(seed));
        let of = self.world.entity(entity).clone();
        let mut field = reference(&mut self.world, &of, id, &mut random)?;
        field.nullable = true;
        Some(self.push_field(entity, field, &Value::Null, Stops::Never))
    }

    pub(super) fn add_arc(&mut self, seed: u64) -> Option<Effect> {
        let entity = self.an_entity(seed, |_| true)?;
        let (id, mut random) = (self.new_id(seed), Random::new(seed));
        let of = self.world.entity(entity).clone();
        let mut field = arc(&mut self.world, &of, id, &mut random)?;
        field.nullable = true;
        Some(self.push_field(entity, field, &Value::Null, Stops::Never))
    }

    pub(super) fn push_field(&mut self, entity: Id, field: Field, value: &Value, stops: Stops) -> Effect {
        for row in self.rows.entry(entity).or_default() {
            row.cells.insert(field.id, value.clone());
        }
        // An entity that gets a field this step keeps its name and place.
        let what = format!("add {}.{} {:?}", self.name(entity), field.name, field.kind);
        self.world.entity_mut(entity).fields.push(field);
        Effect::new(stops, what, &self.name(entity))
    }

    /// What hangs on it goes with it.
    pub(super) fn drop_field(&mut self, seed: u64) -> Option<Effect> {
        let free = self.free_dependents();
        let at = self.field(seed, |entity, field| {
            !is_tag(entity, field.id) && !field.is_computed() && free(entity, field.id)
        })?;
        let what = format!("drop {}", self.named(at));
        self.remove_field(at);
        Some(Effect::new(Stops::Must, what, &self.name(at.0)).forgetting())
    }

    /// Whether nothing that depends on a field was changed in this step.
    fn free_dependents(&self) -> impl Fn(&crate::world::Entity, Id) -> bool + use<> {
        let touched = self.touched.clone();
        move |entity, id| {
            let set = |set: &crate::world::Set| {
                set.parts.iter().any(|part| part.field() == Some(id)) || set.only.is_some_and(|only| only.field() == id)
            };
            let sets = entity.sets.iter().filter(|of| set(of)).map(|of| of.id);
            let checks = entity
                .checks
                .iter()
                .filter(|check| check.rule.fields().contains(&id))
                .map(|check| check.id);
            let computed = entity
                .fields
                .iter()
                .filter(|field| is_from(field, id))
                .map(|field| field.id);
            sets.chain(checks).chain(computed).all(|id| !touched.contains(&id))
        }
    }

    pub(super) fn remove_field(&mut self, (entity, id): (Id, Id)) {
        let gone = self.world.entity_mut(entity).remove_field(id);
        for row in self.rows.entry(entity).or_default() {
            row.cells.retain(|field, _| !gone.contains(field));
        }
    }

    pub(super) fn add_computed(&mut self, seed: u64) -> Option<Effect> {
        let entity = self.an_entity(seed, |_| true)?;
        let (id, mut random) = (self.new_id(seed), Random::new(seed));
        let mut of = self.world.entity(entity).clone();
        of.fields.retain(|field| self.is_free(field.id));
        let field = computed(&mut self.world, &of, id, &mut random)?;
        if let Kind::Computed(formula) = &field.kind {
            self.touched.extend(formula.fields());
        }
        let what = format!("compute {}.{}", self.name(entity), field.name);
        self.world.entity_mut(entity).fields.push(field);
        Some(Effect::new(Stops::Never, what, &self.name(entity)))
    }

    pub(super) fn change_computed(&mut self, seed: u64) -> Option<Effect> {
        let fits = |field: &Field| matches!(field.kind, Kind::Computed(Formula::Sum(..) | Formula::Coalesce(..)));
        let at = self.field(seed, |entity, field| fits(field) && !super::is_used(entity, field.id))?;
        if let Kind::Computed(Formula::Sum(_, _, n) | Formula::Coalesce(_, n)) = &mut self.field_mut(at).kind {
            *n += 1;
        }
        Some(Effect::new(
            Stops::May,
            format!("compute {} otherwise", self.named(at)),
            &self.name(at.0),
        ))
    }

    pub(super) fn drop_computed(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |entity, field| {
            field.is_computed() && !super::is_used(entity, field.id)
        })?;
        let what = format!("drop computed {}", self.named(at));
        self.remove_field(at);
        Some(Effect::new(Stops::May, what, &self.name(at.0)))
    }

    pub(super) fn change_doc(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |_, _| true)?;
        self.field_mut(at).doc = format!("It's \"doc\" {}; -- 😀\nand a line.", seed % 1000);
        self.world.entity_mut(at.0).doc = format!("Doc {}.", seed % 1000);
        Some(Effect::new(
            Stops::Never,
            format!("reword {}", self.named(at)),
            &self.name(at.0),
        ))
    }
}

fn is_from(field: &Field, id: Id) -> bool {
    matches!(&field.kind, Kind::Computed(formula) if formula.fields().contains(&id))
}
