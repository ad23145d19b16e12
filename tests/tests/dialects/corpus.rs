//! Statements that a filled database must take or refuse: rows with one value at an edge, references to what is not there
//! or is another tenant's, keys that are taken, changes of what never changes. In: the layout and its rows. Out: cases, each
//! in both dialects, with what is to be expected of it.

use driftless_catalog::Dialect;
use driftless_model::{Default, Expr, ExprKind, Field, FieldId, Scalar};

use crate::edges::edges;
use crate::expression::{Come, evaluate};
use crate::fill::{Filler, set};
use crate::layout::{Layout, Table};
use crate::rules::{Expected, Row, judge};
use crate::statement::{insertion, update};
use crate::value::{Exact, Value};

/// A statement, and what is to be expected of it.
pub(crate) struct Case {
    /// What it tries: `books.title of an inserted row: Text("")`.
    pub(crate) label: String,
    /// In the order of `Dialect::ALL`; `None` where a dialect has no such statement.
    pub(crate) sql: [Option<String>; 2],
    pub(crate) expected: Expected,
    /// Tables whose rows are compared afterwards.
    pub(crate) looks: Vec<usize>,
    /// Tables and columns whose value the database chose.
    pub(crate) masked: Vec<(usize, usize)>,
}

pub(crate) struct Corpus<'f, 'l, 's> {
    pub(crate) filler: &'f mut Filler<'l, 's>,
    pub(crate) cases: Vec<Case>,
}

impl<'l, 's> Corpus<'_, 'l, 's> {
    /// Everything that is tried on one table.
    pub(crate) fn try_table(&mut self, table: &'l Table<'s>) {
        let variants = table
            .entity
            .variants
            .as_ref()
            .map_or(1, |variants| variants.cases.len());
        for variant in 0..variants {
            let variant = table.entity.variants.as_ref().map(|_| variant);
            if let Some(base) = self.filler.row_of(table.id.0, variant) {
                self.try_row(table, &base, None, "an inserted row");
            }
        }
        for at in 0..self.filler.rows[table.id.0].len().min(2) {
            let row = self.filler.rows[table.id.0][at].clone();
            self.try_row(table, &row, Some(at), "an updated row");
        }
        for at in 2..self.filler.rows[table.id.0].len() {
            let row = self.filler.rows[table.id.0][at].clone();
            self.try_relations(table, &row, Some(at), "an updated row");
        }
        for at in 0..self.filler.rows[table.id.0].len() {
            self.try_move(table, at);
        }
    }

    /// One row, and the same with one thing changed.
    fn try_row(&mut self, table: &'l Table<'s>, base: &Row, old: Option<usize>, of: &str) {
        self.push(table, base, old, format!("{} as {of}", table.entity.name));
        for at in 0..table.columns.len() {
            self.try_column(table, base, old, at, of);
        }
        self.try_checks(table, base, old, of);
        self.try_relations(table, base, old, of);
        self.try_uniques(table, base, old, of);
    }

    fn try_column(&mut self, table: &'l Table<'s>, base: &Row, old: Option<usize>, at: usize, of: &str) {
        let column = &table.columns[at];
        let name = table.object(&column.stored.name);
        if column.field.computed.is_some() {
            return;
        }
        let mut values = vec![Value::Null];
        // What is overruled is not parsed the same everywhere.
        if !(column.field.touched && old.is_some()) {
            let (schema, codec) = (self.filler.layout.schema, self.filler.codec);
            values.extend(edges(schema, codec, column.ty(), &base[at], &mut self.filler.random));
        }
        values.extend(old.is_none().then_some(Value::Missing));
        for value in values {
            let mut row = base.clone();
            row[at] = value;
            let shown: String = format!("{:?}", row[at]).chars().take(80).collect();
            self.push(table, &row, old, format!("{name} of {of}: {shown}"));
        }
    }

    /// Numbers at and beside what a declared condition holds them against; against small ones too, for large ones may have an edge
    /// that no column holds.
    fn try_checks(&mut self, table: &'l Table<'s>, base: &Row, old: Option<usize>, of: &str) {
        for check in &table.entity.checks {
            let mut sides = Vec::new();
            check.expr.walk(&mut |expr| {
                if let ExprKind::Compare(_, left, right) = &expr.kind {
                    sides.push((left.as_ref().clone(), right.as_ref().clone()));
                    sides.push((right.as_ref().clone(), left.as_ref().clone()));
                }
            });
            let small = with_small_numbers(table, base, &check.expr);
            for (side, against) in &sides {
                for row in [base, &small] {
                    for (by, row) in at_edge(table, row, side, against) {
                        let what = format!("{} {by} from the edge of {} of {of}", table.entity.name, check.name);
                        self.push(table, &row, old, what);
                    }
                }
            }
        }
    }

    /// Rows of every target, near and far; two targets of an arc, and none.
    fn try_relations(&mut self, table: &'l Table<'s>, base: &Row, old: Option<usize>, of: &str) {
        for relation in &table.relations {
            let name = table.object(table.entity.field(relation.field).name.as_str());
            let targets = self.filler.rows[relation.target.0].clone();
            for other in targets.iter().take(4) {
                let mut row = base.clone();
                set(&mut row, relation, other);
                self.push(table, &row, old, format!("{name} of {of} to another row"));
                for &column in table
                    .of_field(relation.field)
                    .iter()
                    .filter(|at| !relation.own.contains(at))
                {
                    row[column] = Value::Null;
                }
                self.push(table, &row, old, format!("{name} of {of} to another row alone"));
            }
            let mut row = base.clone();
            for at in table.of_field(relation.field) {
                row[at] = Value::Null;
            }
            self.push(table, &row, old, format!("{name} of {of} to nothing"));
        }
    }

    /// A row to another tenant, with nothing that could hold it back: a row that is given away.
    fn try_move(&mut self, table: &'l Table<'s>, at: usize) {
        let Some(tenant) = table.tenant else { return };
        let rows = &self.filler.rows[table.id.0];
        let mut row = rows[at].clone();
        let Some(other) = rows.iter().find(|other| other[tenant] != row[tenant]) else {
            return;
        };
        row[tenant] = other[tenant].clone();
        for relation in table.relations.iter().filter(|relation| relation.inside_tenant) {
            let own = relation.own.iter().filter(|&&own| own != tenant);
            own.for_each(|&own| row[own] = Value::Null);
        }
        self.push(
            table,
            &row,
            Some(at),
            format!("{} to another tenant", table.entity.name),
        );
    }

    /// What is unique, as another row has it; with other letters, and with nulls.
    fn try_uniques(&mut self, table: &'l Table<'s>, base: &Row, old: Option<usize>, of: &str) {
        let others = self.filler.rows[table.id.0].clone();
        let keys = std::iter::once((table.entity.key.clone(), "key".to_owned()));
        let uniques = table.entity.uniques.iter().map(|unique| {
            let parts = unique.parts.iter().map(|part| &part.expr).chain(&unique.predicate);
            let fields: Vec<FieldId> = parts.flat_map(|expr| expr.fields()).collect();
            (
                fields,
                format!(
                    "{:?}",
                    unique
                        .parts
                        .iter()
                        .map(|part| is_plain(&part.expr.kind))
                        .collect::<Vec<_>>()
                ),
            )
        });
        let all: Vec<_> = keys.chain(uniques).collect();
        for (fields, kind) in all {
            for other in &others {
                let columns: Vec<usize> = fields.iter().flat_map(|&id| table.of_field(id)).collect();
                let mut row = base.clone();
                columns.iter().for_each(|&at| row[at] = other[at].clone());
                self.push(
                    table,
                    &row,
                    old,
                    format!("{} as another row has it: {kind} of {of}", table.entity.name),
                );
                self.try_twins(table, &row, old, &columns, of);
            }
        }
    }

    /// Nearly the same as another row: letters in the other case, a null, another tenant.
    fn try_twins(&mut self, table: &'l Table<'s>, row: &Row, old: Option<usize>, columns: &[usize], of: &str) {
        for &at in columns.iter().chain(&table.tenant) {
            let others = match &row[at] {
                Value::Text(text) => vec![Value::Text(text.to_uppercase()), Value::Text(text.to_ascii_uppercase())],
                _ => vec![Value::Null],
            };
            for other in others {
                let mut twin = row.clone();
                twin[at] = other;
                let name = table.object(&table.columns[at].stored.name);
                self.push(
                    table,
                    &twin,
                    old,
                    format!("{name} nearly as another row has it, of {of}"),
                );
            }
        }
    }

    /// Whether something that other rows refer to changes.
    fn moves(&self, table: &Table<'_>, old: &Row, row: &Row) -> bool {
        let mut held = self
            .filler
            .layout
            .referring(table.id)
            .flat_map(|(_, relation)| &relation.theirs);
        held.any(|&at| row[at] != old[at])
    }

    fn push(&mut self, table: &'l Table<'s>, row: &Row, old: Option<usize>, label: String) {
        let expected = judge(self.filler.layout, &self.filler.rows, table, row, old);
        let codec = self.filler.codec;
        let sql = Dialect::ALL.map(|dialect| match old {
            None => Some(insertion(codec, dialect, table, row)),
            Some(at) => update(codec, dialect, table, &self.filler.rows[table.id.0][at], row),
        });
        let moved = old.is_some_and(|at| self.moves(table, &self.filler.rows[table.id.0][at], row));
        let looks = if moved {
            following(self.filler.layout, table)
        } else {
            vec![table.id.0]
        };
        let chosen = (0..row.len()).filter(|&at| row[at] == Value::Missing && is_chosen(table.columns[at].field));
        let masked = chosen.map(|at| (table.id.0, at)).collect();
        self.cases.push(Case {
            label,
            sql,
            expected,
            looks,
            masked,
        });
    }
}

/// Whether the database makes a value up where none is written.
fn is_chosen(field: &Field) -> bool {
    field.identity || matches!(field.default, Some(Default::Now | Default::Uuid))
}

fn is_plain(kind: &ExprKind) -> &'static str {
    if matches!(kind, ExprKind::Column(..)) {
        "column"
    } else {
        "expression"
    }
}

/// A table and all whose rows may follow when its rows change or go.
pub(crate) fn following(layout: &Layout<'_>, table: &Table<'_>) -> Vec<usize> {
    let mut found = vec![table.id.0];
    let mut at = 0;
    while at < found.len() {
        let referring: Vec<_> = layout
            .referring(layout.tables[found[at]].id)
            .map(|(other, _)| other.id.0)
            .collect();
        for other in referring {
            if !found.contains(&other) {
                found.push(other);
            }
        }
        at += 1;
    }
    found
}

/// A row whose numbers are small where an expression reads them.
fn with_small_numbers(table: &Table<'_>, base: &Row, expr: &Expr) -> Row {
    let mut row = base.clone();
    for at in expr.fields().into_iter().flat_map(|field| table.of_field(field)) {
        if matches!(row[at], Value::Number(_)) {
            row[at] = Value::Number("10".to_owned());
        }
    }
    row
}

/// The rows in which a column is at, or beside, what it is held against.
fn at_edge(table: &Table<'_>, base: &Row, side: &Expr, against: &Expr) -> Vec<(i128, Row)> {
    let ExprKind::Column(field, part) = side.kind else {
        return Vec::new();
    };
    let (Some(&at), Come::Exact(edge)) = (table.of_field(field).get(part), evaluate(table, base, against, false))
    else {
        return Vec::new();
    };
    // In the column's own digits, so that nothing but the condition is at stake.
    let places = match table.columns[at].ty().scalar {
        Scalar::Numeric { scale, .. } => scale,
        _ => edge.places,
    };
    let edge = edge.trimmed(places);
    let beside = [-1, 0, 1].map(|by| {
        let units = edge.units + by;
        let mut row = base.clone();
        row[at] = Value::Number(Exact { units, ..edge }.plain());
        (by, row)
    });
    beside.into()
}
