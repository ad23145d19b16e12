//! What there is to say against a change: facts about its kind and the world it meets become hazards. Nothing is held
//! against what happens to tables that the same migration made.

use std::collections::BTreeMap;
use std::ops::Range;

use driftless_catalog::ObjectName;
use driftless_diagnostics::{Code, Severity};

use crate::effect::Effect;
use crate::fact::Facts;
use crate::inspected::{Hazard, Inspected, Loss, Lost, Touched};
use crate::recipe::recipe;
use crate::world::World;
use crate::{Kind, Lock, Role, Touch};

/// What changes do to each relation.
fn touches(world: &World, effects: &[Effect]) -> Vec<Touched> {
    let mut found: BTreeMap<&ObjectName, (bool, Touch)> = BTreeMap::new();
    for effect in effects {
        let Some(facts) = world.facts(effect.kind) else {
            continue;
        };
        for (role, relation) in effect.relations.iter().filter(|(_, name)| exists(world, name)) {
            let index = matches!(role, Role::Index | Role::Attached);
            let touch = touch(effect, facts, *role);
            let known = found.entry(relation).or_insert((index, Touch::default()));
            known.1 = known.1.and(touch);
        }
    }
    let touched = found.into_iter().filter(|(_, (_, touch))| *touch != Touch::default());
    let touched = touched.map(|(relation, (index, touch))| Touched {
        relation: relation.clone(),
        index,
        lock: touch.lock,
        scanned: touch.scan,
        rewritten: touch.rewrite,
    });
    touched.collect()
}

fn touch(effect: &Effect, facts: &Facts, role: Role) -> Touch {
    let touch = facts.touch(role);
    match effect.lock {
        Some(lock) => Touch {
            lock: Some(lock),
            ..touch
        },
        None => touch,
    }
}

/// Whether anybody but this migration knows a relation; an index is known when its table is.
fn exists(world: &World, name: &ObjectName) -> bool {
    let created = &world.file.created;
    if created.is_empty() {
        return true;
    }
    let own = |name: &ObjectName| created.contains(&world.folded(name));
    !own(name) && !world.table_of_index(name).is_some_and(|table| own(&table.name))
}

/// A statement with all there is to say about it.
pub(crate) fn judge(world: &mut World, range: Range<usize>, effects: Vec<Effect>) -> Inspected {
    let mut inspected = Inspected {
        range: range.clone(),
        kinds: effects.iter().map(|effect| effect.kind).collect(),
        touched: touches(world, &effects),
        lost: Vec::new(),
        broken: Vec::new(),
        hazards: Vec::new(),
    };
    inspected.kinds.dedup();
    for effect in gathered(effects) {
        let at = match effect.range.is_empty() {
            true => range.clone(),
            false => range.start + effect.range.start..range.start + effect.range.end,
        };
        let hazards = hazards(world, &effect);
        inspected
            .hazards
            .extend(hazards.into_iter().map(|hazard| hazard.in_place(&at)));
        if !about_new(world, &effect) {
            inspected.lost.extend(effect.lost);
            inspected.broken.extend(effect.broken);
        }
    }
    inspected.hazards.extend(queue(world, &inspected));
    inspected
}

/// What goes without being named is told together with what it goes with.
fn gathered(mut effects: Vec<Effect>) -> Vec<Effect> {
    for at in 1..effects.len() {
        let (before, rest) = effects.split_at_mut(at);
        let own = rest
            .first_mut()
            .filter(|effect| effect.lost.iter().all(|loss| loss.silent));
        let main = before
            .iter_mut()
            .rev()
            .find(|effect| effect.lost.iter().any(|loss| !loss.silent));
        if let (Some(own), Some(main)) = (own, main) {
            let same_place = own.range == main.range && own.object == main.object;
            main.lost.append(if same_place { &mut own.lost } else { continue });
        }
    }
    effects
}

/// Whether a change is about what this migration made itself.
fn about_new(world: &World, effect: &Effect) -> bool {
    let mut own = effect.relations.iter().filter(|(role, _)| *role == Role::Table);
    own.next().is_some_and(|(_, name)| !exists(world, name))
}

fn hazards(world: &World, effect: &Effect) -> Vec<Hazard> {
    if about_new(world, effect) {
        return Vec::new();
    }
    let hazard = |code, message: String, recipe: &str| Hazard::new(code, effect.object.as_str(), message, recipe);
    let mut found: Vec<Hazard> = Vec::new();
    found.extend(
        effect
            .said
            .iter()
            .map(|said| hazard(said.code, said.message.clone(), &said.recipe)),
    );
    if effect.said.iter().all(|said| said.code != Code::LostData) {
        found.extend(lost(&effect.object, effect.lost.clone()));
    }
    found.extend(broken(effect).map(|message| hazard(Code::BreaksRunningCode, message, RENAMED)));
    // What fails makes nobody wait.
    let fails = effect.said.iter().any(|said| said.code == Code::FailsOnRows);
    if let Some((code, message)) = blocking(world, effect).filter(|_| !fails) {
        found.push(hazard(code, message, recipe(effect.kind)));
    }
    found
}

/// Reading or writing a whole table while others wait; emptying one is no work.
fn blocking(world: &World, effect: &Effect) -> Option<(Code, String)> {
    let facts = world.facts(effect.kind)?;
    let of = |(role, name): &(Role, ObjectName)| (name.clone(), *role, touch(effect, facts, *role));
    let known = effect.relations.iter().filter(|(_, name)| exists(world, name)).map(of);
    let tables = known.filter(|(_, role, _)| !matches!(role, Role::Index | Role::Attached));
    let stopped =
        tables.filter_map(|(name, _, touch)| Some((name, touch, touch.lock.filter(|lock| lock.stops_writers())?)));
    let emptied = matches!(effect.kind, Kind::Truncate | Kind::TruncateCascading);
    let worked = stopped.filter(|(_, touch, _)| (touch.scan || touch.rewrite) && !emptied);
    // Writing is worse than reading, and the table itself says more than one at the other end of a key.
    let mut worst: Option<(ObjectName, Touch, Lock)> = None;
    for one in worked {
        if worst
            .as_ref()
            .is_none_or(|(_, touch, _)| one.1.rewrite && !touch.rewrite)
        {
            worst = Some(one);
        }
    }
    let (name, touch, lock) = worst?;
    let (kind, victims) = (effect.kind, lock.victims());
    Some(match touch.rewrite {
        true => (
            Code::BlockingRewrite,
            format!("{kind}: `{name}` is written anew while {victims}"),
        ),
        false => (
            Code::BlockingScan,
            format!("{kind}: every row of `{name}` is read while {victims}"),
        ),
    })
}

const LOST_DATA: &str =
    "let a release stop reading it first, count what it holds, keep a copy, and drop it in a later migration";
const LOST_RULE: &str = "make sure that nobody relies on it; where something else takes its place, add that first";
const RENAMED: &str =
    "add the new name beside the old one, move writers and readers over, and drop the old one in a later migration";

/// One sentence for all that goes.
pub(crate) fn lost(object: &str, losses: Vec<Loss>) -> Option<Hazard> {
    let (silent, named): (Vec<&Loss>, Vec<&Loss>) = losses.iter().partition(|loss| loss.silent);
    let worst = losses.iter().map(|loss| loss.what).min()?;
    let (code, recipe) = match worst {
        Lost::Data => (Code::LostData, LOST_DATA),
        Lost::Guarantee => (Code::LostGuarantee, LOST_RULE),
        Lost::Object if silent.is_empty() => return None,
        Lost::Object => (Code::LostGuarantee, LOST_RULE),
    };
    let list = |losses: &[&Loss]| losses.iter().map(|loss| article(loss)).collect::<Vec<_>>().join(", ");
    let message = match (named.is_empty(), silent.is_empty()) {
        (_, true) => format!("this takes away {}", list(&named)),
        (true, false) => format!("this takes away without naming it: {}", list(&silent)),
        (false, false) => format!(
            "this takes away {}, and without naming it: {}",
            list(&named),
            list(&silent)
        ),
    };
    let severity = match code == Code::LostGuarantee && silent.is_empty() {
        true => Severity::Note,
        false => Severity::Warning,
    };
    Some(Hazard {
        severity,
        lost: losses,
        ..Hazard::new(code, object, message, recipe)
    })
}

fn article(loss: &Loss) -> String {
    match ["the ", "every "].iter().any(|word| loss.sort.starts_with(word)) {
        true => loss.to_string(),
        false => format!("the {loss}"),
    }
}

fn broken(effect: &Effect) -> Option<String> {
    let what = match effect.kind {
        Kind::RenameColumn | Kind::RenameTable | Kind::RenameView | Kind::RenameType | Kind::RenameEnumValue => {
            "its old name"
        }
        Kind::MoveTableToSchema | Kind::MoveTypeToSchema => "its old place",
        _ => return None,
    };
    if effect.broken.is_empty() {
        return None;
    }
    Some(format!("whoever knows `{}` by {what} fails from now on", effect.object))
}

/// Said once for a migration.
fn queue(world: &mut World, inspected: &Inspected) -> Option<Hazard> {
    let file = &mut world.file;
    if file.patient || file.warned || file.alone {
        return None;
    }
    let locked = inspected.touched.iter().filter(|touched| !touched.index);
    let locked = locked
        .filter(|touched| touched.lock.is_some_and(Lock::stops_writers))
        .max_by_key(|touched| touched.lock)?;
    file.warned = true;
    let lock = locked.lock.map(Lock::as_str).unwrap_or_default();
    let message = format!(
        "while this waits for its {lock} lock on `{}`, everybody who comes after it waits too",
        locked.relation
    );
    let recipe = "begin the migration with SET lock_timeout = '3s' and try again when it gives up";
    let hazard = Hazard::new(Code::LockQueue, locked.relation.to_string(), message, recipe);
    Some(hazard.in_place(&inspected.range))
}
