//! Rows that keep every rule, for any schema: a few per table, of two tenants. In: the layout, numbers. Out: rows, in an
//! order in which databases take them, and references that come later, because the rows they need did.

use driftless_model::{Mutability, Part, Tenancy};
use driftless_tests::random_schemas::random::Random;

use crate::codec::Codec;
use crate::draw::fresh;
use crate::layout::{Layout, Relation, Table};
use crate::rules::{Row, Rows, judge};
use crate::value::Value;

/// How many rows a table gets, unless its rules admit fewer.
const WANTED: usize = 6;
/// How often a row is drawn before the table is given up.
const TRIES: usize = 400;

pub(crate) struct Filler<'l, 's> {
    pub(crate) layout: &'l Layout<'s>,
    pub(crate) codec: Codec,
    pub(crate) random: Random,
    pub(crate) rows: Rows,
}

/// A row that was made, of a table: to be inserted, or to be written over the one at a position.
pub(crate) struct Made {
    pub(crate) table: usize,
    pub(crate) at: usize,
    pub(crate) is_new: bool,
    pub(crate) row: Row,
}

impl<'l, 's> Filler<'l, 's> {
    pub(crate) fn new(layout: &'l Layout<'s>, seed: u64) -> Self {
        Self {
            layout,
            codec: Codec::of(layout.schema),
            random: Random::new(seed),
            rows: vec![Vec::new(); layout.tables.len()],
        }
    }

    /// Fills every table.
    pub(crate) fn fill(&mut self) -> Vec<Made> {
        let mut made = Vec::new();
        for table in self.in_order() {
            for _ in 0..self.wanted(table, WANTED) {
                if let Some(row) = self.row(table) {
                    let at = self.rows[table].len();
                    self.rows[table].push(row.clone());
                    made.push(Made {
                        table,
                        at,
                        is_new: true,
                        row,
                    });
                }
            }
        }
        made.extend(self.come_later());
        made
    }

    /// Two tenants; and fewer rows than there are of those that each may refer to once.
    fn wanted(&self, at: usize, most: usize) -> usize {
        let table = &self.layout.tables[at];
        if matches!(table.entity.tenancy, Tenancy::Root) {
            return 2;
        }
        let once = table
            .relations
            .iter()
            .filter(|relation| is_once(table, relation) && relation.target.0 != at);
        let wanted = once.map(|relation| {
            if most > 2 {
                self.wanted(relation.target.0, most - 2)
            } else {
                1
            }
            .min(most - 1)
            .max(1)
        });
        wanted.min().unwrap_or(most).min(most)
    }

    /// Tables behind those whose rows they cannot be without.
    fn in_order(&self) -> Vec<usize> {
        let mut left: Vec<usize> = (0..self.layout.tables.len()).collect();
        let mut ordered: Vec<usize> = Vec::new();
        while !left.is_empty() {
            let waits = |at: usize, all: bool| {
                let mut needed = self.layout.tables[at].relations.iter().filter(|relation| {
                    let field = self.layout.tables[at].entity.field(relation.field);
                    all || !field.nullable && field.variants.is_empty()
                });
                needed.any(|relation| relation.target.0 != at && !ordered.contains(&relation.target.0))
            };
            let free = left.iter().position(|&at| !waits(at, true));
            let next = free
                .or_else(|| left.iter().position(|&at| !waits(at, false)))
                .unwrap_or(0);
            ordered.push(left.remove(next));
        }
        ordered
    }

    /// A row that is not there yet and breaks no rule.
    pub(crate) fn row(&mut self, table: usize) -> Option<Row> {
        self.row_of(table, None)
    }

    /// The same of a variant.
    pub(crate) fn row_of(&mut self, table: usize, variant: Option<usize>) -> Option<Row> {
        let layout = self.layout;
        (0..TRIES).find_map(|_| {
            let row = self.draw(&layout.tables[table], variant);
            let expected = judge(layout, &self.rows, &layout.tables[table], &row, None);
            let fits = expected.broken.is_empty() && expected.doubts.is_empty() && !expected.unknown;
            fits.then_some(row)
        })
    }

    fn draw(&mut self, table: &Table<'_>, variant: Option<usize>) -> Row {
        let mut row: Row = vec![Value::Null; table.columns.len()];
        let case = table.entity.variants.as_ref().map(|variants| {
            let case = variant.unwrap_or_else(|| self.random.below(variants.cases.len()));
            (variants.tag, case)
        });
        for (at, column) in table.columns.iter().enumerate() {
            let absent = case
                .is_some_and(|(_, case)| !column.field.variants.is_empty() && !column.field.variants.contains(&case));
            let is_tag = case.filter(|(tag, _)| *tag == column.id);
            if column.field.computed.is_some() {
                row[at] = Value::Missing;
            } else if let (Some((_, case)), Some(variants)) = (is_tag, &table.entity.variants) {
                row[at] = Value::text(&variants.cases[case].value);
            } else if !absent && column.field.value().is_some() && !(column.field.nullable && self.random.chance(25)) {
                row[at] = fresh(self.layout.schema, self.codec, column.ty(), &mut self.random);
                self.number(table, at, &mut row);
            }
        }
        self.refer(table, case.map(|(_, case)| case), &mut row);
        row
    }

    /// Numbers that a database counts go up by one.
    fn number(&self, table: &Table<'_>, at: usize, row: &mut Row) {
        if table.columns[at].field.identity {
            row[at] = Value::number(1000 + self.rows[table.id.0].len());
        }
    }

    /// The tenant first: other references depend on it.
    fn refer(&mut self, table: &Table<'_>, case: Option<usize>, row: &mut Row) {
        let mut relations: Vec<&Relation> = table.relations.iter().collect();
        relations
            .sort_by_key(|relation| !relation.own.iter().any(|at| Some(*at) == table.tenant) || relation.own.len() > 1);
        let mut done = Vec::new();
        while let Some(relation) = relations.first().copied() {
            let of_field: Vec<_> = relations
                .iter()
                .filter(|other| other.field == relation.field)
                .copied()
                .collect();
            relations.retain(|other| other.field != relation.field);
            let field = table.entity.field(relation.field);
            let absent = case.is_some_and(|case| !field.variants.is_empty() && !field.variants.contains(&case));
            let is_null = absent || done.contains(&relation.field) || field.nullable && self.random.chance(30);
            done.push(relation.field);
            if !is_null {
                let start = self.random.below(of_field.len());
                let turned = (0..of_field.len()).map(|by| of_field[(start + by) % of_field.len()]);
                let _ = turned.into_iter().any(|relation| self.point(table, row, relation));
            }
        }
    }

    /// Makes a row refer to one that it may refer to, or to itself where it must and there is no other.
    fn point(&mut self, table: &Table<'_>, row: &mut Row, relation: &Relation) -> bool {
        let target = self.layout.table(relation.target);
        let fitting: Vec<_> = self.rows[relation.target.0]
            .iter()
            .filter(|other| is_near(table, row, target, other, relation))
            .cloned()
            .collect();
        let own = table.entity.field(relation.field);
        let itself = relation.target == table.id && !own.nullable && fitting.is_empty();
        let other = if itself {
            row.clone()
        } else if fitting.is_empty() {
            return false;
        } else {
            self.random.pick(&fitting).clone()
        };
        set(row, relation, &other);
        true
    }

    /// Nulls in place of rows that were not there yet.
    fn come_later(&mut self) -> Vec<Made> {
        let mut made = Vec::new();
        for table in &self.layout.tables {
            if table.entity.mutability != Mutability::Mutable {
                continue;
            }
            for at in 0..self.rows[table.id.0].len() {
                for relation in table
                    .relations
                    .iter()
                    .filter(|relation| table.entity.field(relation.field).nullable)
                {
                    let mut row = self.rows[table.id.0][at].clone();
                    let is_set = relation.own.iter().all(|&column| row[column] != Value::Null);
                    if is_set || !self.point(table, &mut row, relation) {
                        continue;
                    }
                    let expected = judge(self.layout, &self.rows, table, &row, Some(at));
                    if expected.broken.is_empty() && !expected.unknown {
                        self.rows[table.id.0][at] = row.clone();
                        made.push(Made {
                            table: table.id.0,
                            at,
                            is_new: false,
                            row,
                        });
                    }
                }
            }
        }
        made
    }
}

/// Whether only one row may refer to another.
fn is_once(table: &Table<'_>, relation: &Relation) -> bool {
    let is_alone = |parts: &[Part]| {
        let fields: Vec<_> = parts.iter().flat_map(|part| part.expr.fields()).collect();
        fields
            .iter()
            .all(|&field| field == relation.field || table.entity.field(field).tenant)
    };
    let key = table.entity.key.iter().all(|&field| field == relation.field);
    key || table
        .entity
        .uniques
        .iter()
        .any(|unique| unique.predicate.is_none() && is_alone(&unique.parts))
}

/// Whether a row may refer to another: both are of one tenant, or of none.
fn is_near(table: &Table<'_>, row: &Row, target: &Table<'_>, other: &Row, relation: &Relation) -> bool {
    let inside =
        relation.inside_tenant || relation.own.iter().any(|at| Some(*at) == table.tenant) && relation.own.len() > 1;
    match (table.tenant, target.tenant) {
        (Some(own), Some(theirs)) if inside => row[own] == other[theirs],
        _ => true,
    }
}

/// Writes the key of a row into another; a tenant that both share is never touched.
pub(crate) fn set(row: &mut Row, relation: &Relation, other: &Row) {
    for (&own, &theirs) in relation.own.iter().zip(&relation.theirs) {
        row[own] = other[theirs].clone();
    }
}
