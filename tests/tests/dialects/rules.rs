//! What the rules of a schema say of a row that is written, beside the rows that are there. In: the layout, rows, a row.
//! Out: each rule that it breaks, with the names under which databases may refuse it.

use driftless_model::{Action, Expr, FieldKind, Mutability, Scalar};

use crate::aspect::Aspect;
use crate::document::strangers;
use crate::expression::{Come, evaluate};
use crate::judge::faults;
use crate::keys::{key_names, of_relation, of_uniques, points_at};
use crate::layout::{Column, Layout, Table};
use crate::value::Value;

pub(crate) type Row = Vec<Value>;
/// The rows of each table, by position.
pub(crate) type Rows = Vec<Vec<Row>>;

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    /// What a database may call it.
    pub(crate) names: Vec<String>,
    pub(crate) aspect: Aspect,
    pub(crate) element: bool,
    /// What the lint may call its owner.
    pub(crate) objects: Vec<String>,
}

/// What is to be expected of a statement.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expected {
    /// The rules that refuse it; it passes where there are none.
    pub(crate) broken: Vec<Broken>,
    /// Rules that a database may refuse it by, although it must pass.
    pub(crate) doubts: Vec<Broken>,
    /// Rules that may come first where it is refused anyway.
    pub(crate) possible: Vec<String>,
    /// Nobody can tell but by asking both.
    pub(crate) unknown: bool,
}

/// What is to be expected of a row that is inserted, or written over the one at a position.
pub(crate) fn judge(layout: &Layout<'_>, rows: &Rows, table: &Table<'_>, row: &Row, old: Option<usize>) -> Expected {
    let mut expected = Expected::default();
    let old_row = old.map(|at| &rows[table.id.0][at]);
    let mut row = complete(table, row, old_row, &mut expected);
    for (at, column) in table.columns.iter().enumerate() {
        let broken = of_cell(layout, table, at, column, &row[at]);
        if !broken.is_empty() && row[at] != Value::Null && column.field.value().is_some() {
            // What other rules make of it, nobody can tell.
            row[at] = Value::Any;
        }
        expected.broken.extend(broken);
    }
    let row = &row;
    of_variants(table, row, &mut expected);
    of_checks(table, row, &mut expected);
    of_uniques(layout, rows, table, row, old, &mut expected);
    for relation in &table.relations {
        of_relation(layout, rows, table, row, relation, &mut expected);
    }
    if let Some(old_row) = old_row {
        of_guards(table, row, old_row, &mut expected);
        of_followers(layout, rows, table, row, old_row, &mut expected);
    }
    if expected.broken.iter().any(|broken| broken.aspect == Aspect::Number) {
        // To some it is null, which may keep or break other rules.
        expected.broken.retain(|broken| broken.aspect == Aspect::Number);
        expected.unknown = true;
    }
    expected
}

/// The row as it will be: with defaults, computed fields, and the time of the change.
fn complete(table: &Table<'_>, row: &Row, old: Option<&Row>, expected: &mut Expected) -> Row {
    let mut whole: Row = table
        .columns
        .iter()
        .zip(row)
        .map(|(column, value)| default(column, value))
        .collect();
    for (at, column) in table.columns.iter().enumerate() {
        if old.is_some() && column.field.touched && table.entity.mutability == Mutability::Mutable {
            if whole[at] == Value::Null {
                let names = vec![format!("{} is null", column.stored.name)];
                expected
                    .doubts
                    .push(broken(names, Aspect::Overruled, vec![object(table, column)]));
            }
            whole[at] = Value::Any;
        }
    }
    for (at, column) in table.columns.iter().enumerate() {
        if let Some(expr) = &column.field.computed {
            whole[at] = computed(table, &whole, expr, column, expected);
        }
    }
    whole
}

fn default(column: &Column<'_>, value: &Value) -> Value {
    use driftless_model::Default;
    if *value != Value::Missing {
        return value.clone();
    }
    match &column.field.default {
        _ if column.field.identity => Value::Any,
        Some(_) if !column.field.variants.is_empty() => Value::Null,
        Some(Default::Now | Default::Uuid) => Value::Any,
        Some(Default::Value(literal)) => Value::of(column.ty(), literal),
        None => Value::Null,
    }
}

fn computed(table: &Table<'_>, row: &Row, expr: &Expr, column: &Column<'_>, expected: &mut Expected) -> Value {
    match evaluate(table, row, expr, false) {
        Come::Null => Value::Null,
        Come::Bool(value) => Value::Bool(value),
        Come::Exact(exact) => match column.ty().scalar {
            Scalar::Numeric { scale, .. } if exact.places > scale => Value::Any,
            _ => Value::Number(exact.plain()),
        },
        Come::Float(number) => Value::number(number),
        Come::Other(value) => value,
        Come::Unknown | Come::Arc(..) => {
            expected.unknown = true;
            Value::Any
        }
    }
}

pub(crate) fn broken(names: Vec<String>, aspect: Aspect, objects: Vec<String>) -> Broken {
    Broken {
        names,
        aspect,
        element: false,
        objects,
    }
}

fn object(table: &Table<'_>, column: &Column<'_>) -> String {
    table.object(column.field.name.as_str())
}

fn of_cell(layout: &Layout<'_>, table: &Table<'_>, at: usize, column: &Column<'_>, value: &Value) -> Vec<Broken> {
    let name = column.stored.name.as_str();
    if *value == Value::Null {
        let refused = !column.field.is_nullable_in_storage();
        let mut names = vec![format!("{name} is null")];
        let mut aspect = Aspect::Present;
        if is_row_number(table, at) {
            aspect = Aspect::Numbered;
            names.push("type".to_owned());
            names.extend(table.relations_of(at).flat_map(|relation| key_names(table, relation)));
        }
        let rule = broken(names, aspect, vec![object(table, column)]);
        return refused.then_some(rule).into_iter().collect();
    }
    let mut all = Vec::new();
    for (aspect, element) in faults(layout.schema, column.ty(), value) {
        let mut names = table.rule(&[name, "check"]);
        names.push("type".to_owned());
        match aspect {
            Aspect::Range => names.extend(table.rule(&[name, "range", "check"])),
            Aspect::Length => names.extend(table.rule(&[name, "length", "check"])),
            Aspect::Pattern => names.extend(table.rule(&[name, "pattern", "check"])),
            Aspect::Number => {
                names.push(format!("{name} is null"));
                names.extend(table.rule(&[name, "variant", "check"]));
            }
            _ => {}
        }
        let objects = match aspect {
            Aspect::Exact | Aspect::Number | Aspect::Escape => {
                vec![layout.schema.name.to_string(), object(table, column)]
            }
            _ => column.objects(layout.schema, table),
        };
        names.extend(table.relations_of(at).flat_map(|relation| key_names(table, relation)));
        all.push(Broken {
            names,
            aspect,
            element,
            objects,
        });
    }
    let records = strangers(layout.schema, column.ty(), value);
    let of_record = |record| {
        broken(
            Vec::new(),
            Aspect::Document,
            vec![layout.schema.record(record).name.to_string()],
        )
    };
    all.extend(records.into_iter().map(of_record));
    all
}

/// Whether SQLite takes a column for the number of the row, which it makes up where it is null.
fn is_row_number(table: &Table<'_>, at: usize) -> bool {
    let integer = matches!(
        table.columns[at].ty().scalar,
        Scalar::Smallint | Scalar::Int | Scalar::Bigint | Scalar::Duration | Scalar::Bool | Scalar::Numeric { .. }
    );
    integer && table.key == [at]
}

/// Fields that are there for some variants alone, and arcs.
fn of_variants(table: &Table<'_>, row: &Row, expected: &mut Expected) {
    for (id, field) in table.entity.fields().filter(|(_, field)| !field.transient) {
        let Some(present) = is_present(table, row, field) else {
            expected.unknown |= row.contains(&Value::Any);
            continue;
        };
        let columns = table.of_field(id);
        let set = columns.iter().filter(|at| row[**at] != Value::Null).count();
        if let FieldKind::Arc(_) = field.kind {
            let most = usize::from(present);
            if set > most || (set < most && !field.nullable) {
                let names = table.rule(&[field.name.as_str(), "check"]);
                expected.broken.push(broken(
                    names,
                    Aspect::Condition,
                    vec![table.object(field.name.as_str())],
                ));
            }
            continue;
        }
        for &at in columns.iter().filter(|_| !field.variants.is_empty()) {
            let is_set = row[at] != Value::Null;
            if is_set && !present || !is_set && present && !field.nullable {
                let names = table.rule(&[&table.columns[at].stored.name, "variant", "check"]);
                expected.broken.push(broken(
                    names,
                    Aspect::Condition,
                    vec![table.object(field.name.as_str())],
                ));
            }
        }
    }
}

/// Whether rows of this one's variant have the field; `None` where the variant is not known.
fn is_present(table: &Table<'_>, row: &Row, field: &driftless_model::Field) -> Option<bool> {
    let Some(variants) = table.entity.variants.as_ref().filter(|_| !field.variants.is_empty()) else {
        return Some(true);
    };
    match &row[*table.of_field(variants.tag).first()?] {
        Value::Text(word) => {
            let at = variants.cases.iter().position(|case| case.value == *word);
            Some(at.is_some_and(|at| field.variants.contains(&at)))
        }
        _ => None,
    }
}

fn of_checks(table: &Table<'_>, row: &Row, expected: &mut Expected) {
    for check in &table.entity.checks {
        let [whole, ascii] = [false, true].map(|ascii| evaluate(table, row, &check.expr, ascii));
        let aspect = if whole == ascii {
            Aspect::Condition
        } else {
            Aspect::Folded
        };
        let names = table.rule(&[check.name.as_str(), "check"]);
        let rule = broken(names, aspect, vec![table.object(check.name.as_str())]);
        match whole {
            Come::Bool(false) => expected.broken.push(rule),
            Come::Unknown => expected.unknown = true,
            _ if whole != ascii => expected.doubts.push(rule),
            _ => {}
        }
    }
}

fn of_guards(table: &Table<'_>, row: &Row, old: &Row, expected: &mut Expected) {
    if table.entity.mutability != Mutability::Mutable {
        let object = table.entity.name.to_string();
        expected
            .broken
            .push(broken(table.rule(&["immutable"]), Aspect::Fixed, vec![object]));
        return;
    }
    let fields = table.entity.fields();
    for (id, field) in fields.filter(|(_, field)| (field.immutable || field.tenant) && field.computed.is_none()) {
        let columns = table.of_field(id);
        if columns.iter().any(|&at| row[at] != old[at]) {
            let mut words: Vec<_> = columns
                .iter()
                .map(|&at| table.columns[at].stored.name.as_str())
                .collect();
            if field.arc().is_some() {
                words = vec![field.name.as_str()];
            }
            words.push("immutable");
            let object = table.object(field.name.as_str());
            expected
                .broken
                .push(broken(table.rule(&words), Aspect::Fixed, vec![object]));
        }
    }
}

/// Rows that refer to a value that goes away.
fn of_followers(layout: &Layout<'_>, rows: &Rows, table: &Table<'_>, row: &Row, old: &Row, expected: &mut Expected) {
    for (other, relation) in layout.referring(table.id) {
        let tenant = table.tenant.filter(|_| relation.inside_tenant);
        let mut held = relation.theirs.iter().copied().chain(tenant);
        let moved = held.any(|at| row[at] != old[at]);
        let mut followers = rows[other.id.0].iter();
        if !moved || !followers.any(|follower| points_at(other, follower, table, old, relation)) {
            continue;
        }
        let follows = matches!(relation.on_update, Action::Cascade | Action::SetNull);
        if follows {
            expected.unknown = true;
        } else {
            let object = other.object(other.entity.field(relation.field).name.as_str());
            expected
                .broken
                .push(broken(key_names(other, relation), Aspect::Reference, vec![object]));
        }
    }
}
