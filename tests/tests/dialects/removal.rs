//! Rows that go, and what goes with them: cascades, references that become null, rows that hold their target back. In: the
//! layout and its rows. Out: what is to be expected of deleting one, worked out row by row.

use driftless_model::{Action, Mutability};

use crate::aspect::Aspect;
use crate::keys::{key_names, points_at};
use crate::layout::{Layout, Relation, Table};
use crate::rules::{Broken, Expected, Rows};

/// A row: the position of its table, and its own.
type Place = (usize, usize);

/// What is to be expected when a row is deleted.
pub(crate) fn judge_removal(layout: &Layout<'_>, rows: &Rows, table: &Table<'_>, at: usize) -> Expected {
    let mut expected = Expected::default();
    if table.entity.mutability == Mutability::AppendOnly {
        expected.broken.push(Broken {
            names: table.rule(&["append_only"]),
            aspect: Aspect::Fixed,
            element: false,
            objects: vec![table.entity.name.to_string()],
        });
    }
    let gone = cascade(layout, rows, (table.id.0, at));
    for &place in &gone {
        for (other, relation, follower) in followers(layout, rows, place) {
            let goes = gone.contains(&(other.id.0, follower));
            consider(other, relation, goes, &mut expected);
        }
    }
    expected
}

/// A row and all that goes with it.
fn cascade(layout: &Layout<'_>, rows: &Rows, first: Place) -> Vec<Place> {
    let mut gone = vec![first];
    let mut at = 0;
    while at < gone.len() {
        for (other, relation, follower) in followers(layout, rows, gone[at]) {
            let place = (other.id.0, follower);
            if relation.on_delete == Action::Cascade && !gone.contains(&place) {
                gone.push(place);
            }
        }
        at += 1;
    }
    gone
}

/// The rows that refer to one.
fn followers<'a, 's>(
    layout: &'a Layout<'s>,
    rows: &'a Rows,
    (table, at): Place,
) -> impl Iterator<Item = (&'a Table<'s>, &'a Relation, usize)> {
    let target = &layout.tables[table];
    let row = &rows[table][at];
    layout.referring(target.id).flat_map(move |(other, relation)| {
        let all = rows[other.id.0].iter().enumerate();
        let own = all.filter(move |(_, follower)| points_at(other, follower, target, row, relation));
        own.map(move |(at, _)| (other, relation, at))
    })
}

/// What a row that refers to one that goes means for the whole.
fn consider(other: &Table<'_>, relation: &Relation, goes: bool, expected: &mut Expected) {
    let field = other.entity.field(relation.field);
    if goes && matches!(relation.on_delete, Action::NoAction | Action::Restrict) {
        // It may be asked before it is gone.
        expected.possible.extend(key_names(other, relation));
    }
    let rule = |aspect| Broken {
        names: key_names(other, relation),
        aspect,
        element: false,
        objects: vec![other.object(field.name.as_str())],
    };
    match relation.on_delete {
        Action::NoAction | Action::Restrict if !goes => expected.broken.push(rule(Aspect::Reference)),
        Action::SetNull => {
            let holds_tenant = other.tenant.is_some_and(|tenant| relation.own.contains(&tenant));
            let composite = holds_tenant && relation.inside_tenant;
            expected
                .doubts
                .extend((composite && !goes).then(|| rule(Aspect::SetNull)));
            // A null may break a rule of the row that stays.
            expected.unknown |= !other.entity.checks.is_empty() || !other.entity.uniques.is_empty() || goes;
        }
        Action::NoAction | Action::Restrict | Action::Cascade => {}
    }
}
