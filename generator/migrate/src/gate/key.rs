//! Keys, unique indexes and references that ask something of rows that are there.

use driftless_catalog::sql::identifier;
use driftless_catalog::{ForeignKey, Index, Key, ObjectName, Table};

use super::Gate;
use super::loss::{Loss, LossCode, object_of};

impl Gate<'_> {
    pub(super) fn changed_key(&mut self, table: &ObjectName, key: &Key) {
        let Some(after) = self.to.table(table) else { return };
        let object = object_of(&after.origin, table.to_string());
        let columns: Vec<_> = key.columns.iter().map(|column| identifier(column)).collect();
        let mut loss = Loss::new(
            LossCode::ChangeKey,
            &key.origin,
            object,
            "rows are told apart by something else",
        );
        let fresh = self.new_columns(table);
        if !key.columns.iter().any(|column| fresh.contains(column.as_str())) {
            loss.count = Some(self.count_repeated(table, &columns, ""));
        }
        self.push(loss);
    }

    pub(super) fn new_unique(&mut self, table: &ObjectName, key: &Key) {
        if self.is_unique_already(table, &key.columns) {
            return;
        }
        let nulls = !key.nulls_not_distinct;
        if nulls && key.columns.iter().any(|column| self.is_null_in_old_rows(table, column)) {
            return;
        }
        let columns: Vec<_> = key.columns.iter().map(|column| identifier(column)).collect();
        let conditions: Vec<_> = columns
            .iter()
            .filter(|_| nulls)
            .map(|column| format!("{column} IS NOT NULL"))
            .collect();
        self.push_unique(table, &key.origin, &key.columns, &columns, &conditions.join(" AND "));
    }

    fn push_unique(
        &mut self,
        table: &ObjectName,
        origin: &driftless_catalog::Origin,
        names: &[String],
        columns: &[String],
        condition: &str,
    ) {
        let after = self.to.table(table);
        let entity = after.map_or_else(
            || table.to_string(),
            |after| object_of(&after.origin, table.to_string()),
        );
        let object = format!("{entity}.{}", names.join("+"));
        let mut loss = Loss::new(LossCode::AddUnique, origin, object, "rows that agree are refused");
        let fresh = self.new_columns(table);
        if !names.iter().any(|column| fresh.contains(column.as_str())) {
            loss.count = Some(self.count_repeated(table, columns, condition));
        }
        self.push(loss);
    }

    /// Whether some of the columns tell rows apart already.
    fn is_unique_already(&self, table: &ObjectName, columns: &[String]) -> bool {
        let Some(before) = self.from.table(table) else {
            return true;
        };
        let within = |key: &Key| key.columns.iter().all(|column| columns.contains(column));
        let of_index = |index: &Index| {
            index.unique
                && index.predicate.is_none()
                && index
                    .parts
                    .iter()
                    .all(|part| part.column && columns.contains(&part.expr))
        };
        before.primary_key.iter().chain(&before.uniques).any(within) || before.indexes.iter().any(of_index)
    }

    pub(super) fn new_unique_index(&mut self, table: &ObjectName, index: &Index) {
        let Some(before) = self.from.table(table) else { return };
        let weaker = |old: &Index| {
            old.unique
                && old
                    .parts
                    .iter()
                    .all(|part| index.parts.iter().any(|own| own.expr == part.expr))
                && (old.predicate.is_none() || old.predicate == index.predicate)
                && (old.nulls_not_distinct || !index.nulls_not_distinct)
        };
        let plain: Vec<String> = index
            .parts
            .iter()
            .filter(|part| part.column)
            .map(|part| part.expr.clone())
            .collect();
        if before.indexes.iter().any(weaker) || self.is_unique_already(table, &plain) {
            return;
        }
        let fresh = self.new_columns(table);
        let names: Vec<_> = index.parts.iter().map(|part| part.expr.clone()).collect();
        let null = |column: &String| self.is_null_in_old_rows(table, column);
        if !index.nulls_not_distinct && plain.iter().any(null) {
            return;
        }
        let speaks_of_new = fresh
            .iter()
            .any(|column| names.iter().any(|expr| crate::plan::mentions(expr, column)));
        let parts: Vec<_> = index
            .parts
            .iter()
            .map(|part| {
                if part.column {
                    identifier(&part.expr)
                } else {
                    format!("({})", part.expr)
                }
            })
            .collect();
        let nulls = parts
            .iter()
            .filter(|_| !index.nulls_not_distinct)
            .map(|part| format!("{part} IS NOT NULL"));
        let predicate = index.predicate.iter().map(|predicate| format!("({predicate})"));
        let conditions: Vec<_> = nulls.chain(predicate).collect();
        let words: Vec<_> = if plain.len() == names.len() {
            plain
        } else {
            vec![index.name.clone()]
        };
        self.push_unique(table, &index.origin, &words, &parts, &conditions.join(" AND "));
        if speaks_of_new && let Some(loss) = self.losses.last_mut().filter(|loss| loss.code == LossCode::AddUnique) {
            loss.count = None;
        }
    }

    pub(super) fn new_reference(&mut self, table: &ObjectName, key: &ForeignKey) {
        let Some(before) = self.from.table(table) else { return };
        let same = |old: &ForeignKey| old.target == key.target && asks_no_more(before, old, key);
        let empty = key.columns.iter().any(|column| self.is_null_in_old_rows(table, column));
        if empty || before.foreign_keys.iter().any(same) {
            return;
        }
        let object = object_of(&key.origin, format!("{table}.{}", key.name));
        if self.has(LossCode::AddRequiredField, &object) {
            return;
        }
        let mut loss = Loss::new(
            LossCode::AddReference,
            &key.origin,
            object,
            "rows that point at nothing are refused",
        );
        let fresh = self.new_columns(table);
        if self.from.table(&key.target).is_some() && !key.columns.iter().any(|column| fresh.contains(column.as_str())) {
            loss.count = Some(self.count_orphans(table, key));
        }
        self.push(loss);
    }

    fn count_orphans(&self, table: &ObjectName, key: &ForeignKey) -> String {
        let target = self.table_before(&key.target);
        let pairs = key.columns.iter().zip(&key.target_columns);
        let own = |column: &str| format!("\"own\".{}", self.before(table, &identifier(column)));
        let theirs = |column: &str| format!("\"theirs\".{}", self.before(&key.target, &identifier(column)));
        let same: Vec<_> = pairs.map(|(a, b)| format!("{} = {}", theirs(b), own(a))).collect();
        let set: Vec<_> = key
            .columns
            .iter()
            .map(|column| format!("{} IS NOT NULL", own(column)))
            .collect();
        format!(
            "SELECT count(*) FROM {} AS \"own\" WHERE {} AND NOT EXISTS (SELECT 1 FROM {target} AS \"theirs\" WHERE {})",
            self.table_before(table),
            set.join(" AND "),
            same.join(" AND "),
        )
    }
}

/// Whether every row that satisfied the old foreign key satisfies the new one: it leads from some of the same columns to
/// the same columns, and the others were never null, which would have let the row pass.
fn asks_no_more(table: &Table, old: &ForeignKey, new: &ForeignKey) -> bool {
    let pairs = |key: &ForeignKey| -> Vec<(String, String)> {
        key.columns
            .iter()
            .cloned()
            .zip(key.target_columns.iter().cloned())
            .collect()
    };
    let (old, new) = (pairs(old), pairs(new));
    let required = |column: &str| table.column(column).is_some_and(|column| !column.nullable);
    let mut others = old.iter().filter(|pair| !new.contains(pair));
    new.iter().all(|pair| old.contains(pair)) && others.all(|(column, _)| required(column))
}
