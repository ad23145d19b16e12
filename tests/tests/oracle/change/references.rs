//! References: what follows for them, and what they may lead to.

use super::{Effect, Stage, Stops};
use crate::random::{Random, choose};
use crate::rows::Row;
use crate::world::{Entity, FIRM, Kind, Mutability, OnDelete, Value};

impl Stage {
    pub(super) fn change_on_delete(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |_, field| matches!(field.kind, Kind::Ref(..) | Kind::Arc(..)))?;
        let (nullable, plain) = {
            let (entity, field) = (self.world.entity(at.0), self.field_ref(at));
            (
                field.nullable,
                entity.mutability == Mutability::Plain && !field.immutable,
            )
        };
        let set_null_breaks = self
            .world
            .entity(at.0)
            .checks
            .iter()
            .any(|check| check.rule.fields().contains(&at.1));
        let all = [
            OnDelete::Cascade,
            OnDelete::Restrict,
            OnDelete::NoAction,
            OnDelete::SetNull,
        ];
        let most = if nullable && plain && !set_null_breaks { 4 } else { 3 };
        let mut random = Random::new(seed);
        if let Kind::Ref(_, on_delete) | Kind::Arc(_, on_delete) = &mut self.field_mut(at).kind {
            let others: Vec<_> = all[..most].iter().filter(|of| *of != on_delete).collect();
            *on_delete = **random.pick(&others);
        }
        self.changed(at, Stops::Never, "another on_delete of")
    }

    /// No key changes in the rows here, so that nothing happens to them.
    pub(super) fn change_on_update(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |_, field| matches!(field.kind, Kind::Ref(..)))?;
        let all = [
            None,
            Some(OnDelete::Cascade),
            Some(OnDelete::Restrict),
            Some(OnDelete::NoAction),
        ];
        let field = self.field_mut(at);
        let others: Vec<_> = all.into_iter().filter(|of| *of != field.on_update).collect();
        field.on_update = *Random::new(seed).pick(&others);
        self.changed(at, Stops::Never, "another on_update of")
    }

    pub(super) fn add_arc_target(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(seed, |_, field| matches!(field.kind, Kind::Arc(..)))?;
        let entity = self.world.entity(at.0);
        let present = self.field_ref(at).targets().to_vec();
        let fits = |of: &&Entity| {
            of.id != FIRM && !present.contains(&of.id) && (entity.scoped || !of.scoped) && self.is_free(of.id)
        };
        let target = choose(seed, self.world.entities.iter().filter(fits), |of| u64::from(of.id))?.id;
        if let Kind::Arc(targets, _) = &mut self.field_mut(at).kind {
            targets.push(target);
        }
        self.changed(at, Stops::Never, "another target of")
    }

    /// Rows that pointed there point nowhere, where they may.
    pub(super) fn remove_arc_target(&mut self, seed: u64) -> Option<Effect> {
        let at = self.field(
            seed,
            |_, field| matches!(&field.kind, Kind::Arc(targets, _) if targets.len() > 2),
        )?;
        let mut random = Random::new(seed);
        let nullable = self.field_ref(at).nullable;
        let Kind::Arc(targets, _) = &mut self.field_mut(at).kind else {
            return None;
        };
        let gone = targets.remove(random.below(targets.len()));
        let points = |row: &&mut Row| matches!(row.cells.get(&at.1), Some(Value::Key(of, _)) if *of == gone);
        if nullable {
            let rows = self.rows.entry(at.0).or_default();
            rows.iter_mut().filter(points).for_each(|row| {
                row.cells.insert(at.1, Value::Null);
            });
        }
        Some(self.changed(at, Stops::Must, "one target less of")?.forgetting())
    }
}
