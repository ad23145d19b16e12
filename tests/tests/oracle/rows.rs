//! Rows as the schema means them, and whether they keep all its rules. In: a World and rows. Out: what a database must
//! hold, and what it must refuse.

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::Dialect;

use crate::table::Table;
use crate::world::{Field, Formula, Id, Kind, Only, Part, Rule, Value, Variants, World};

/// One row of a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub(crate) key: u128,
    pub(crate) firm: u128,
    pub(crate) cells: BTreeMap<Id, Value>,
}

/// The rows of every table.
pub(crate) type Rows = BTreeMap<Id, Vec<Row>>;

impl Row {
    pub(crate) fn cell(&self, id: Id) -> &Value {
        self.cells.get(&id).unwrap_or(&Value::Null)
    }

    pub(crate) fn int(&self, id: Id) -> Option<i64> {
        match self.cell(id) {
            Value::Int(n) => Some(*n),
            _ => None,
        }
    }

    pub(crate) fn text(&self, id: Id) -> Option<&str> {
        match self.cell(id) {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a computed field.
    pub(crate) fn compute(&self, formula: &Formula) -> Value {
        let number = |n: Option<i64>| n.map_or(Value::Null, Value::Int);
        match formula {
            Formula::Sum(a, b, n) => number(self.int(*a).zip(self.int(*b)).map(|(a, b)| a + b * n)),
            Formula::Length(a) => number(self.text(*a).map(|text| text.chars().count() as i64)),
            Formula::Coalesce(a, n) => Value::Int(self.int(*a).unwrap_or(*n)),
        }
    }

    fn keeps(&self, rule: &Rule) -> bool {
        match rule {
            Rule::Least(a, n) => self.int(*a).is_none_or(|a| a >= *n),
            Rule::Not(a, n) => self.int(*a).is_none_or(|a| a != *n),
            Rule::Shorter(a, n) => self.text(*a).is_none_or(|a| a.chars().count() as i64 <= *n),
            Rule::Either(a, b) => *self.cell(*a) != Value::Null || *self.cell(*b) != Value::Null,
        }
    }
}

/// The keys of a table's unique sets that are taken.
#[derive(Default)]
pub(crate) struct Taken(BTreeMap<Id, BTreeSet<String>>);

impl Taken {
    /// Takes the keys of a row; the rule it breaks where one is taken already, and then none is taken.
    pub(crate) fn take(&mut self, table: &Table, row: &Row) -> Result<(), String> {
        let mut keys: Vec<(Id, String)> = vec![(0, own_key(table, row))];
        for set in table.sets.iter().filter(|set| set.unique) {
            let covered = match set.only {
                None => true,
                Some(Only::Null(id)) => *row.cell(id) == Value::Null,
                Some(Only::NotNull(id)) => *row.cell(id) != Value::Null,
            };
            let parts: Option<Vec<_>> = set.parts.iter().map(|part| part_key(row, *part)).collect();
            if let Some(parts) = parts.filter(|_| covered) {
                keys.push((set.id, parts.join("\u{1f}")));
            }
        }
        for (id, key) in &keys {
            if self.0.get(id).is_some_and(|taken| taken.contains(key)) {
                return Err(format!("{}: two rows are {key:?} under set {id}", table.object));
            }
        }
        for (id, key) in keys {
            self.0.entry(id).or_default().insert(key);
        }
        Ok(())
    }
}

fn own_key(table: &Table, row: &Row) -> String {
    if table.link {
        let ends = table.fields.iter().take(2).map(|end| format!("{:?}", row.cell(end.id)));
        ends.collect::<Vec<_>>().join(" ")
    } else {
        row.key.to_string()
    }
}

/// `None` where the part is null, which agrees with nothing, or was chosen by the database, which would have refused it.
fn part_key(row: &Row, part: Part) -> Option<String> {
    let value = match part {
        Part::Firm => return Some(row.firm.to_string()),
        Part::Field(id) | Part::Lower(id) | Part::Descending(id) => row.cell(id),
    };
    match (part, value) {
        (_, Value::Null | Value::Any) => None,
        (Part::Lower(_), Value::Text(text)) => Some(text.to_ascii_lowercase()),
        _ => Some(format!("{value:?}")),
    }
}

/// The first rule that a row breaks by itself, of those that a database keeps.
pub(crate) fn broken(world: &World, table: &Table, row: &Row, dialect: Dialect) -> Option<String> {
    if table.scoped && row.firm == 0 {
        return Some(format!("{}: a row without a tenant", table.object));
    }
    for field in &table.fields {
        let value = row.cell(field.id);
        if let Some(why) = unfit(world, table, row, field, dialect) {
            return Some(format!("{}.{} {why}: {value:?}", table.object, field.name));
        }
    }
    let check = table.checks.iter().find(|check| !row.keeps(&check.rule))?;
    Some(format!("{}: the check {}", table.object, check.name))
}

fn unfit(world: &World, table: &Table, row: &Row, field: &Field, dialect: Dialect) -> Option<&'static str> {
    let value = row.cell(field.id);
    if field.is_computed() {
        return None;
    }
    let present = match (&table.variants, table.cases(field.id)) {
        (Some(variants), Some(cases)) => {
            let tag = row.text(variants.tag);
            let words = world.enums.iter().flat_map(|of| &of.values);
            let own = words
                .into_iter()
                .find(|word| Some(word.word.as_str()) == tag && is_case(variants, word.id));
            own.is_some_and(|word| cases.contains(&word.id))
        }
        _ => true,
    };
    match value {
        Value::Null => return (present && !field.nullable).then_some("is null"),
        _ if !present => return Some("is not of this variant"),
        Value::Any => return None,
        _ => {}
    }
    if field.array {
        let (count, items) = match value {
            Value::List(items) => (items.len() as i64, items.as_slice()),
            Value::Json(serde_json::Value::Array(items)) => (items.len() as i64, &[][..]),
            _ => return Some("is no list"),
        };
        let fits = field.min.is_none_or(|least| count >= least) && field.max.is_none_or(|most| count <= most);
        if !fits {
            return Some("has a wrong number of elements");
        }
        // SQLite does not look into lists: a word that was taken out of an enum stays in them.
        let mut items = items.iter().filter(|_| dialect == Dialect::Postgres);
        return items.find_map(|item| unfit_alone(world, &field.kind, item));
    }
    unfit_alone(world, &field.kind, value).or_else(|| out_of_limits(field, value))
}

fn is_case(variants: &Variants, value: Id) -> bool {
    variants.cases.iter().any(|(case, _)| *case == value)
}

fn out_of_limits(field: &Field, value: &Value) -> Option<&'static str> {
    let size = match value {
        Value::Int(n) => *n,
        Value::Text(text) if field.kind == Kind::Text => text.chars().count() as i64,
        _ => return None,
    };
    let fits = field.min.is_none_or(|least| size >= least) && field.max.is_none_or(|most| size <= most);
    (!fits).then_some("is out of its limits")
}

fn unfit_alone(world: &World, kind: &Kind, value: &Value) -> Option<&'static str> {
    let fits = match (kind, value) {
        (Kind::Smallint, Value::Int(n)) => i16::try_from(*n).is_ok(),
        (Kind::Int, Value::Int(n)) => i32::try_from(*n).is_ok(),
        (Kind::Numeric(p, _), Value::Int(n)) => i128::from(*n).abs() < 10_i128.pow(*p),
        (Kind::Enum(id), Value::Text(word)) => world.enumeration(*id).values.iter().any(|of| of.word == *word),
        (Kind::Named(id), Value::Text(text)) => {
            let (of, size) = (world.named(*id), text.chars().count() as i64);
            size >= of.min && size <= of.max
        }
        (Kind::Arc(targets, _), Value::Key(of, _)) => targets.contains(of),
        _ => true,
    };
    (!fits).then_some("does not fit its type")
}

/// The first rule that any row breaks, of those that a database keeps.
pub(crate) fn first_broken(world: &World, rows: &Rows, dialect: Dialect) -> Option<String> {
    for table in world.tables() {
        let mut taken = Taken::default();
        for row in rows.get(&table.id).into_iter().flatten() {
            if let Some(rule) = broken(world, &table, row, dialect) {
                return Some(rule);
            }
            if let Err(rule) = taken.take(&table, row) {
                return Some(rule);
            }
        }
    }
    None
}
