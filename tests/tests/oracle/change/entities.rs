//! Entities and links that come, go, get other names, promise other things or belong to tenants.

use super::{Change, Effect, Stage, Stops};
use crate::entity::{entity, link};
use crate::field::{default, scalar};
use crate::random::{Random, choose};
use crate::world::{Entity, FIRM, Field, Id, Kind, Mutability, OnDelete, Part, Value};

impl Stage {
    pub(super) fn rename_entity(&mut self, seed: u64) -> Option<Effect> {
        // The database knows one former name, the one that it has.
        let keeps_name = |of: &Entity| self.before.find(of.id).is_some_and(|old| old.name == of.name);
        let id = self.an_entity(seed, keeps_name)?;
        let fresh = self.new_id(seed);
        let (name, old) = (self.world.pascal(fresh), self.name(id));
        let of = self.world.entity_mut(id);
        of.former = Some(std::mem::replace(&mut of.name, name));
        let new = of.name.clone();
        Some(Effect::new(Stops::Never, format!("rename {old} to {new}"), &old).also([new]))
    }

    /// To the other domain, which has a namespace of its own.
    pub(super) fn move_entity(&mut self, seed: u64) -> Option<Effect> {
        let id = self.an_entity(seed, |_| true)?;
        self.take(id)?;
        let of = self.world.entity_mut(id);
        of.aside = !of.aside;
        let name = of.name.clone();
        Some(Effect::new(
            Stops::Never,
            format!("move {name} to another domain"),
            &name,
        ))
    }

    pub(super) fn move_and_rename_entity(&mut self, seed: u64) -> Option<Effect> {
        let renamed = self.rename_entity(seed)?;
        let name = renamed.about.last()?;
        let of = self.world.entities.iter_mut().find(|of| of.name == *name)?;
        of.aside = !of.aside;
        let id = of.id;
        self.take(id)?;
        let what = format!("{}, in another domain", renamed.what);
        Some(Effect { what, ..renamed })
    }

    pub(super) fn add_entity(&mut self, seed: u64) -> Option<Effect> {
        if self.world.entities.len() > 8 {
            return None;
        }
        let id = self.new_id(seed % 2_000_000 * 1000);
        let fresh = entity(&mut self.world, id, Random::new(seed));
        self.touched.extend(
            fresh
                .fields
                .iter()
                .map(|field| field.id)
                .chain(fresh.sets.iter().map(|set| set.id)),
        );
        self.touched.extend(
            fresh
                .checks
                .iter()
                .map(|check| check.id)
                .chain(fresh.links.iter().map(|link| link.id)),
        );
        let name = fresh.name.clone();
        self.world.entities.push(fresh);
        Some(Effect::new(Stops::Never, format!("add {name}"), &name))
    }

    pub(super) fn drop_entity(&mut self, seed: u64) -> Option<Effect> {
        let others = |id: Id| self.world.entities.iter().filter(move |of| of.id != id);
        let is_referred_to = |id: Id| {
            others(id).any(|of| {
                of.fields.iter().any(|field| field.targets().contains(&id)) || of.links.iter().any(|link| link.to == id)
            })
        };
        let parts_free = |of: &Entity| {
            of.fields.iter().all(|field| self.is_free(field.id)) && of.links.iter().all(|link| self.is_free(link.id))
        };
        let id = self.an_entity(seed, |of| !is_referred_to(of.id) && parts_free(of))?;
        let name = self.name(id);
        let gone = self
            .world
            .entities
            .remove(self.world.entities.iter().position(|of| of.id == id)?);
        self.rows.remove(&id);
        gone.links.iter().for_each(|link| {
            self.rows.remove(&link.id);
        });
        self.take(id)?;
        // It may have got that name in this step.
        let former = self.before.find(id).map(|of| of.name.clone());
        let effect = Effect::new(Stops::Must, format!("drop {name}"), &name);
        Some(effect.also(former).forgetting())
    }

    /// An entity and one of its links that nothing has changed.
    fn a_link(&mut self, seed: u64) -> Option<(Id, Id)> {
        self.a_link_where(seed, |_| true)
    }

    fn a_link_where(&mut self, seed: u64, fits: impl Fn(&crate::world::Link) -> bool) -> Option<(Id, Id)> {
        let all = self
            .world
            .entities
            .iter()
            .flat_map(|of| of.links.iter().map(move |link| (of.id, link)));
        let all = all.filter(|(_, link)| fits(link)).map(|(of, link)| (of, link.id));
        let free = all.filter(|(entity, link)| self.is_free(*entity) && self.is_free(*link));
        let found = choose(seed, free, |(_, link)| u64::from(link))?;
        self.touched.insert(found.1);
        Some(found)
    }

    fn link_mut(&mut self, (entity, id): (Id, Id)) -> &mut crate::world::Link {
        let links = &mut self.world.entity_mut(entity).links;
        links.iter_mut().find(|link| link.id == id).expect("a link")
    }

    pub(super) fn rename_link(&mut self, seed: u64) -> Option<Effect> {
        let at = self.a_link(seed)?;
        let fresh = self.new_id(seed);
        let name = format!("{}s", self.world.word(fresh));
        let link = self.link_mut(at);
        let old = std::mem::replace(&mut link.name, name);
        link.former = Some(old.clone());
        Some(Effect::new(
            Stops::Never,
            format!("rename the link {old}"),
            &self.name(at.0),
        ))
    }

    pub(super) fn add_link(&mut self, seed: u64) -> Option<Effect> {
        let id = self.an_entity(seed, |of| of.links.len() < 2)?;
        let fresh = self.new_id(seed % 2_000_000 * 1000);
        let of = self.world.entity(id).clone();
        let link = link(&mut self.world, &of, fresh, &mut Random::new(seed))?;
        let what = format!("link {}.{}", of.name, link.name);
        self.touched.extend(link.fields.iter().map(|field| field.id));
        self.world.entity_mut(id).links.push(link);
        Some(Effect::new(Stops::Never, what, &of.name))
    }

    /// What else was to be stopped in this step, such as a word in its documents, would go with it unseen.
    pub(super) fn drop_link(&mut self, seed: u64) -> Option<Effect> {
        let touched = self.touched.clone();
        let is_whole = |link: &crate::world::Link| link.fields.iter().all(|field| !touched.contains(&field.id));
        let (entity, id) = self.a_link_where(seed, is_whole)?;
        self.world.entity_mut(entity).links.retain(|link| link.id != id);
        self.rows.remove(&id);
        let name = self.name(entity);
        Some(Effect::new(Stops::Must, format!("drop a link of {name}"), &name).forgetting())
    }

    pub(super) fn add_link_field(&mut self, seed: u64) -> Option<Effect> {
        let at = self.a_link(seed)?;
        let (id, mut random) = (self.new_id(seed), Random::new(seed));
        let mut field = scalar(&mut self.world, id, &mut random);
        (field.immutable, field.default) = (false, None);
        if random.chance(50) {
            field.default = default(&self.world, &field, &mut random);
        }
        field.nullable = field.default.is_none();
        let value = field.default.clone().unwrap_or(Value::Null);
        for row in self.rows.entry(at.1).or_default() {
            row.cells.insert(id, value.clone());
        }
        let what = format!("add {} to a link of {}", field.name, self.name(at.0));
        self.link_mut(at).fields.push(field);
        Some(Effect::new(Stops::Never, what, &self.name(at.0)))
    }

    pub(super) fn change_mutability(&mut self, seed: u64, change: Change) -> Option<Effect> {
        let next = match change {
            Change::MakeImmutable => Mutability::Immutable,
            Change::MakeAppendOnly => Mutability::AppendOnly,
            _ => Mutability::Plain,
        };
        let never = |field: &Field| {
            matches!(
                field.kind,
                Kind::Touched | Kind::Ref(_, OnDelete::SetNull) | Kind::Arc(_, OnDelete::SetNull)
            )
        };
        let parts_free = |of: &Entity| of.fields.iter().all(|field| self.is_free(field.id));
        let id = self.an_entity(seed, |of| {
            of.mutability != next && parts_free(of) && (next == Mutability::Plain || !of.fields.iter().any(never))
        })?;
        self.take(id)?;
        self.world.entity_mut(id).mutability = next;
        let name = self.name(id);
        Some(Effect::new(Stops::May, format!("{change:?} {name}"), &name))
    }

    /// Rows that were nobody's would have to become somebody's: there is no way.
    pub(super) fn scope_entity(&mut self, seed: u64) -> Option<Effect> {
        let unscoped_owners = |id: Id| {
            self.world.entities.iter().any(|of| {
                of.id != id
                    && !of.scoped
                    && (of.fields.iter().any(|field| field.targets().contains(&id))
                        || of.links.iter().any(|link| link.to == id))
            })
        };
        let id = self.an_entity(seed, |of| {
            !of.scoped && !unscoped_owners(of.id) && of.fields.iter().all(|field| self.is_free(field.id))
        })?;
        self.take(id)?;
        self.world.entity_mut(id).scoped = true;
        // What points at its rows must point at those of its own tenant.
        let pointing = self.world.entities.iter().filter(|of| {
            of.fields.iter().any(|field| field.targets().contains(&id)) || of.links.iter().any(|link| link.to == id)
        });
        let pointing: Vec<_> = pointing.map(|of| of.name.clone()).collect();
        let name = self.name(id);
        Some(Effect::new(Stops::Must, format!("give {name} to tenants"), &name).also(pointing))
    }

    pub(super) fn unscope_entity(&mut self, seed: u64) -> Option<Effect> {
        let scoped = |target: &Id| self.world.find(*target).is_some_and(|of| of.scoped);
        let fits = |of: &Entity| {
            of.scoped
                && !of.fields.iter().flat_map(Field::targets).any(scoped)
                && !of.links.iter().any(|link| scoped(&link.to))
                && !of.sets.iter().any(|set| set.parts.contains(&Part::Firm))
                && of.fields.iter().all(|field| self.is_free(field.id))
        };
        let id = self.an_entity(seed, fits)?;
        self.take(id)?;
        let of = self.world.entity_mut(id);
        of.scoped = false;
        let tables: Vec<Id> = of.links.iter().map(|link| link.id).chain([id]).collect();
        for table in tables {
            self.rows
                .entry(table)
                .or_default()
                .iter_mut()
                .for_each(|row| row.firm = 0);
        }
        let name = self.name(id);
        debug_assert!(id != FIRM);
        Some(Effect::new(Stops::Must, format!("take {name} from tenants"), &name).forgetting())
    }
}
