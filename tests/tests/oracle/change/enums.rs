//! Words of enums, and the variants that they tell apart.

use super::words::reword;
use super::{Effect, Stage, Stops};
use crate::random::{Random, choose};
use crate::world::{Field, Id, Kind, Value, Word};

impl Stage {
    fn enumeration(&mut self, seed: u64, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let free = (0..self.world.enums.len())
            .filter(|&at| self.is_free(self.world.enums[at].id) && fits(self.world.enums[at].values.len()));
        let at = choose(seed, free, |at| u64::from(self.world.enums[at].id))?;
        let uses = self.speaking(self.world.enums[at].id);
        // Fields that use it must not change otherwise in the same step.
        if !uses.iter().all(|(_, field)| self.is_free(*field)) {
            return None;
        }
        self.touched.insert(self.world.enums[at].id);
        self.touched.extend(uses.iter().map(|(_, field)| *field));
        Some(at)
    }

    fn enum_effect(&self, at: usize, stops: Stops, what: &str) -> Effect {
        let of = &self.world.enums[at];
        let uses = self.speaking(of.id);
        let records = self.records_speaking(of.id);
        let frozen = records.iter().any(|record| self.is_frozen(*record));
        let records: Vec<_> = records
            .iter()
            .map(|record| self.world.record(*record).name.clone())
            .collect();
        let stops = match (uses.is_empty(), of.native) {
            (false, _) => stops,
            (true, false) => Stops::Never,
            // The type is there all the same.
            (true, true) => stops.min(Stops::May),
        };
        let about: Vec<_> = uses.iter().map(|(table, _)| self.owner(*table)).collect();
        // Documents of rows that never change stay as they are.
        let stops = if frozen { stops.max(Stops::May) } else { stops };
        let effect = Effect::new(stops, format!("{what} {}", of.name), &of.name).also(about);
        match records.is_empty() {
            true => effect,
            false => effect.also(records).refusable(),
        }
    }

    pub(super) fn add_word(&mut self, seed: u64) -> Option<Effect> {
        let at = self.enumeration(seed, |count| count < 8)?;
        let id = self.new_id(seed);
        let word = Word {
            id,
            word: self.world.word(id),
            former: None,
        };
        let of = &mut self.world.enums[at];
        let place = Random::new(seed).below(of.values.len() + 1);
        of.values.insert(place, word);
        let of = of.id;
        for entity in &mut self.world.entities {
            let tag = entity.variants.as_ref().map(|variants| variants.tag);
            let is_tag = |field: &&Field| Some(field.id) == tag && field.kind == Kind::Enum(of);
            if entity.fields.iter().any(|field| is_tag(&field)) {
                entity
                    .variants
                    .iter_mut()
                    .for_each(|variants| variants.cases.push((id, Vec::new())));
            }
        }
        Some(self.enum_effect(at, Stops::Never, "add a word to"))
    }

    pub(super) fn rename_enum(&mut self, seed: u64) -> Option<Effect> {
        let at = self.enumeration(seed, |_| true)?;
        let id = self.new_id(seed);
        let name = format!("{}Word", self.world.pascal(id));
        let of = &mut self.world.enums[at];
        of.former = Some(std::mem::replace(&mut of.name, name));
        let what = format!("rename {:?} to", of.former);
        Some(self.enum_effect(at, Stops::Never, &what))
    }

    pub(super) fn remove_word(&mut self, seed: u64) -> Option<Effect> {
        let at = self.enumeration(seed, |count| count > 2)?;
        let of = &self.world.enums[at];
        let word = choose(seed, &of.values, |word| u64::from(word.id))?.clone();
        let kind = Kind::Enum(of.id);
        // What becomes of a document without its word is told by other tests.
        if self.is_spoken(self.world.enums[at].id, &word.word) {
            return None;
        }
        let fields = self.world.entities.iter().flat_map(|entity| {
            entity
                .fields
                .iter()
                .chain(entity.links.iter().flat_map(|link| &link.fields))
        });
        let mut defaults = fields
            .filter(|field| field.kind == kind)
            .filter_map(|field| field.default.as_ref());
        if defaults.any(|value| holds(value, &word.word)) {
            return None;
        }
        for variants in self.world.entities.iter().filter_map(|entity| entity.variants.as_ref()) {
            let own = variants.cases.iter().find(|(value, _)| *value == word.id);
            let others = variants
                .cases
                .iter()
                .filter(|(value, _)| *value != word.id)
                .flat_map(|(_, fields)| fields);
            let others: Vec<_> = others.collect();
            if own.is_some_and(|(_, fields)| fields.iter().any(|field| !others.contains(&field))) {
                return None;
            }
        }
        for variants in self
            .world
            .entities
            .iter_mut()
            .filter_map(|entity| entity.variants.as_mut())
        {
            variants.cases.retain(|(value, _)| *value != word.id);
        }
        self.world.enums[at].values.retain(|value| value.id != word.id);
        let mut effect = self.enum_effect(at, Stops::Must, "take a word out of");
        effect.what = format!("{}: {}", effect.what, word.word);
        Some(effect)
    }

    pub(super) fn rename_word(&mut self, seed: u64) -> Option<Effect> {
        let at = self.enumeration(seed, |_| true)?;
        let id = self.new_id(seed);
        let next = self.world.word(id);
        let words = &mut self.world.enums[at].values;
        let place = Random::new(seed).below(words.len());
        let old = std::mem::replace(&mut words[place].word, next.clone());
        words[place].former = Some(old.clone());
        let kind = Kind::Enum(self.world.enums[at].id);
        for (table, field) in self.using(&kind) {
            for row in self.rows.entry(table).or_default() {
                row.cells.entry(field).and_modify(|value| replace(value, &old, &next));
            }
        }
        self.for_each_spoken(self.world.enums[at].id, |value| reword(value, &old, &next));
        for field in self.world.entities.iter_mut().flat_map(|entity| {
            entity
                .fields
                .iter_mut()
                .chain(entity.links.iter_mut().flat_map(|link| &mut link.fields))
        }) {
            if field.kind == kind {
                field.default.iter_mut().for_each(|value| replace(value, &old, &next));
            }
        }
        let mut effect = self.enum_effect(at, Stops::Never, "rename a word of");
        effect.what = format!("{}: {old} to {next}", effect.what);
        Some(effect)
    }

    pub(super) fn reorder_words(&mut self, seed: u64) -> Option<Effect> {
        let at = self.enumeration(seed, |_| true)?;
        self.world.enums[at].values.rotate_left(1);
        let stops = if self.world.enums[at].native {
            Stops::May
        } else {
            Stops::Never
        };
        Some(self.enum_effect(at, stops, "reorder"))
    }

    /// One more variant has the field.
    pub(super) fn list_under_variant(&mut self, seed: u64) -> Option<Effect> {
        let (entity, field) = self.variant_field(seed, |listed, all| listed < all)?;
        let stops = if self.field_ref((entity, field)).nullable {
            Stops::Never
        } else {
            Stops::Must
        };
        let variants = self.world.entity_mut(entity).variants.as_mut()?;
        let case = variants.cases.iter_mut().find(|(_, fields)| !fields.contains(&field))?;
        case.1.push(field);
        Some(Effect::new(
            stops,
            format!("list {} under a variant more", self.named((entity, field))),
            &self.name(entity),
        ))
    }

    /// One variant less has the field; it stays with another.
    pub(super) fn unlist_from_variant(&mut self, seed: u64) -> Option<Effect> {
        let (entity, field) = self.variant_field(seed, |listed, _| listed > 1)?;
        let variants = self.world.entity_mut(entity).variants.as_mut()?;
        let case = variants.cases.iter_mut().find(|(_, fields)| fields.contains(&field))?;
        case.1.retain(|of| *of != field);
        Some(Effect::new(
            Stops::Must,
            format!("list {} under a variant less", self.named((entity, field))),
            &self.name(entity),
        ))
    }

    fn variant_field(&mut self, seed: u64, fits: impl Fn(usize, usize) -> bool) -> Option<(Id, Id)> {
        let free: std::collections::BTreeSet<Id> = self.touched.clone();
        self.field(seed, |entity, field| {
            let Some(variants) = &entity.variants else { return false };
            let listed = variants
                .cases
                .iter()
                .filter(|(_, fields)| fields.contains(&field.id))
                .count();
            listed > 0 && fits(listed, variants.cases.len()) && !free.contains(&variants.tag)
        })
    }
}

fn holds(value: &Value, word: &str) -> bool {
    match value {
        Value::Text(text) => text == word,
        Value::List(items) => items.iter().any(|item| holds(item, word)),
        _ => false,
    }
}

fn replace(value: &mut Value, old: &str, next: &str) {
    match value {
        Value::Text(text) if text == old => next.clone_into(text),
        Value::List(items) => items.iter_mut().for_each(|item| replace(item, old, next)),
        _ => {}
    }
}
