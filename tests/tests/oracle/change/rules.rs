//! Uniqueness, indexes and checks.

use super::{Effect, Stage, Stops};
use crate::random::{Random, choose};
use crate::rule::{check, same_columns, set};
use crate::world::{Entity, Id, Part, Rule};

impl Stage {
    /// An entity as far as nothing in this step has changed it.
    fn steady(&self, id: Id) -> Entity {
        let mut of = self.world.entity(id).clone();
        of.fields.retain(|field| self.is_free(field.id));
        of
    }

    pub(super) fn add_set(&mut self, seed: u64, unique: bool) -> Option<Effect> {
        let entity = self.an_entity(seed, |of| of.sets.len() < 6)?;
        let id = self.new_id(seed);
        let set = set(&self.steady(entity), id, unique, &mut Random::new(seed))?;
        self.touched.extend(
            set.parts
                .iter()
                .filter_map(|part| part.field())
                .chain(set.only.map(|only| only.field())),
        );
        let name = self.name(entity);
        let what = format!("add to {name} {set:?}");
        let stops = if unique {
            self.uniqueness(entity, &set)
        } else {
            Stops::Never
        };
        self.world.entity_mut(entity).sets.push(set);
        Some(Effect::new(stops, what, &name))
    }

    fn a_set(&mut self, seed: u64, fits: impl Fn(&crate::world::Set) -> bool) -> Option<(Id, Id)> {
        let all = self
            .world
            .entities
            .iter()
            .flat_map(|of| of.sets.iter().map(move |set| (of.id, set)));
        let free = all.filter(|(entity, set)| {
            let fields = set
                .parts
                .iter()
                .filter_map(|part| part.field())
                .chain(set.only.map(|only| only.field()));
            self.is_free(*entity)
                && self.is_free(set.id)
                && fits(set)
                && fields.into_iter().all(|field| self.is_free(field))
        });
        let (entity, set) = choose(seed, free, |(_, set)| u64::from(set.id))?;
        let found = (entity, set.id);
        self.touched.insert(found.1);
        Some(found)
    }

    pub(super) fn drop_set(&mut self, seed: u64, unique: bool) -> Option<Effect> {
        let (entity, id) = self.a_set(seed, |set| set.unique == unique)?;
        self.world.entity_mut(entity).sets.retain(|set| set.id != id);
        let name = self.name(entity);
        Some(Effect::new(
            Stops::May,
            format!("drop a set of {name}, unique: {unique}"),
            &name,
        ))
    }

    pub(super) fn change_index(&mut self, seed: u64) -> Option<Effect> {
        let (entity, id) = self.a_set(seed, |set| !set.unique)?;
        let of = self.world.entity_mut(entity);
        let set = of.sets.iter_mut().find(|set| set.id == id)?;
        let last = set.parts.pop()?;
        set.parts.push(match last {
            Part::Field(id) => Part::Descending(id),
            Part::Descending(id) | Part::Lower(id) => Part::Field(id),
            Part::Firm => Part::Firm,
        });
        let new = set.clone();
        debug_assert!(of.sets.iter().any(|set| same_columns(set, &new)));
        let name = self.name(entity);
        Some(Effect::new(Stops::May, format!("change an index of {name}"), &name))
    }

    pub(super) fn add_check(&mut self, seed: u64) -> Option<Effect> {
        let entity = self.an_entity(seed, |_| true)?;
        let id = self.new_id(seed);
        let of = self.steady(entity);
        let check = check(&mut self.world, &of, id, &mut Random::new(seed))?;
        self.touched.extend(check.rule.fields());
        let name = self.name(entity);
        let what = format!("check {name}.{} {:?}", check.name, check.rule);
        let stops = self.tightness(entity, &check.rule);
        self.world.entity_mut(entity).checks.push(check);
        Some(Effect::new(stops, what, &name))
    }

    fn a_check(&mut self, seed: u64, fits: impl Fn(&Rule) -> bool) -> Option<(Id, Id)> {
        let all = self
            .world
            .entities
            .iter()
            .flat_map(|of| of.checks.iter().map(move |check| (of.id, check)));
        let free = all.filter(|(entity, check)| {
            self.is_free(*entity)
                && self.is_free(check.id)
                && fits(&check.rule)
                && check.rule.fields().iter().all(|&field| self.is_free(field))
        });
        let (entity, check) = choose(seed, free, |(_, check)| u64::from(check.id))?;
        let found = (entity, check.id);
        self.touched.insert(found.1);
        self.touched.extend(
            self.world
                .entity(entity)
                .checks
                .iter()
                .filter(|of| of.id == found.1)
                .flat_map(|of| of.rule.fields())
                .collect::<Vec<_>>(),
        );
        Some(found)
    }

    pub(super) fn drop_check(&mut self, seed: u64) -> Option<Effect> {
        let (entity, id) = self.a_check(seed, |_| true)?;
        self.world.entity_mut(entity).checks.retain(|check| check.id != id);
        let name = self.name(entity);
        Some(Effect::new(Stops::May, format!("drop a check of {name}"), &name))
    }

    pub(super) fn change_check(&mut self, seed: u64, looser: bool) -> Option<Effect> {
        let (entity, id) = self.a_check(seed, |rule| matches!(rule, Rule::Least(..) | Rule::Shorter(..)))?;
        let check = self
            .world
            .entity_mut(entity)
            .checks
            .iter_mut()
            .find(|check| check.id == id)?;
        let by = 1 + Random::new(seed).range(0, 4);
        match &mut check.rule {
            Rule::Least(_, n) => *n += if looser { -by } else { by },
            Rule::Shorter(_, n) => *n = (*n + if looser { by } else { -by }).max(1),
            Rule::Not(..) | Rule::Either(..) => {}
        }
        let (name, rule) = (check.name.clone(), check.rule.clone());
        let stops = if looser {
            Stops::May
        } else {
            self.tightness(entity, &rule)
        };
        let entity = self.name(entity);
        Some(Effect::new(
            stops,
            format!("check {entity}.{name} {rule:?}, looser: {looser}"),
            &entity,
        ))
    }
}
