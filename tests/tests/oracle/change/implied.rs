//! What rows satisfy already, so that asking for it is no risk. In: the World before the step, and a rule that is new. Out:
//! whether the loss gate must stop at it. Where it follows from older rules the gate may see that, and need not.

use super::{Stage, Stops};
use crate::world::{Entity, Id, Only, Part, Rule, Set};

/// Between what the values of a field lie, or the lengths of its texts, in every row.
#[derive(Default)]
struct Known {
    least: Option<i64>,
    most: Option<i64>,
}

impl Known {
    /// What the limits of a field and the checks on it say.
    fn of(entity: &Entity, id: Id) -> Self {
        let field = entity.fields.iter().find(|field| field.id == id);
        let limits = field.map(|field| (field.min, field.max)).unwrap_or_default();
        let mut known = Self {
            least: limits.0,
            most: limits.1,
        };
        for check in &entity.checks {
            match check.rule {
                Rule::Least(of, n) if of == id => known.least = known.least.max(Some(n)),
                Rule::Shorter(of, n) if of == id => known.most = Some(known.most.map_or(n, |most| most.min(n))),
                _ => {}
            }
        }
        known
    }
}

impl Stage {
    /// Whether the gate must stop at a check.
    pub(super) fn tightness(&self, entity: Id, rule: &Rule) -> Stops {
        let implied = self.before.find(entity).is_some_and(|of| {
            let known = |id: &Id| Known::of(of, *id);
            match rule {
                Rule::Least(a, n) => known(a).least.is_some_and(|least| least >= *n),
                Rule::Shorter(a, n) => known(a).most.is_some_and(|most| most <= *n),
                Rule::Not(a, n) => {
                    let known = known(a);
                    known.least.is_some_and(|least| least > *n) || known.most.is_some_and(|most| most < *n)
                }
                Rule::Either(..) => false,
            }
        });
        stops_unless(implied)
    }

    /// Whether the gate must stop at an upper limit of a number or text.
    pub(super) fn limitation(&self, (entity, field): (Id, Id), most: i64) -> Stops {
        let known = self.before.find(entity).map(|of| Known::of(of, field));
        let known = known.and_then(|known| known.most);
        stops_unless(known.is_some_and(|known| known <= most))
    }

    /// Whether the gate must stop at a unique set.
    pub(super) fn uniqueness(&self, entity: Id, set: &Set) -> Stops {
        let older = self.before.find(entity).map_or(&[][..], |of| &of.sets);
        stops_unless(older.iter().any(|old| tells_apart(old, set)))
    }
}

fn stops_unless(implied: bool) -> Stops {
    if implied { Stops::May } else { Stops::Must }
}

/// Whether rows that differ under `old` differ under `new` as well: it looks at the same and more, in the same rows or
/// fewer.
fn tells_apart(old: &Set, new: &Set) -> bool {
    let looks_at = |part: &Part| {
        new.parts.iter().any(|own| match (part, own) {
            // Texts that differ in lower case differ.
            (Part::Lower(old), own) => own.field() == Some(*old),
            (Part::Firm, own) => *own == Part::Firm,
            (part, Part::Field(own) | Part::Descending(own)) => part.field() == Some(*own),
            _ => false,
        })
    };
    let covers = match old.only {
        None => true,
        // Rows in which a part is null agree with none.
        Some(Only::NotNull(of)) => old.only == new.only || new.parts.iter().any(|own| own.field() == Some(of)),
        Some(Only::Null(_)) => old.only == new.only,
    };
    old.unique && covers && old.parts.iter().all(looks_at)
}
