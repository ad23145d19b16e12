//! Rules as they are written: unique sets, indexes, checks and formulas.

use toml::{Table, Value as Toml};

use super::{Reader, flag, list, tables, word};
use crate::world::{Check, Field, Formula, Id, Only, Part, Rule, Set};

impl Reader<'_> {
    pub(super) fn sets(&mut self, at: usize, table: &Table) -> Result<(), String> {
        for (key, unique) in [("unique", true), ("index", false)] {
            for written in list(table, key) {
                let (parts, only) = match written {
                    Toml::Array(parts) => (parts.as_slice(), None),
                    Toml::Table(of) => (list(of, "fields"), word(of, "where")),
                    _ => return Err(format!("`{key}` is beyond the oracle")),
                };
                let id = self.fresh();
                let fields = &self.world.entities[at].fields;
                let parts: Option<Vec<_>> = parts
                    .iter()
                    .filter_map(Toml::as_str)
                    .map(|text| part(fields, text))
                    .collect();
                let parts = parts.ok_or_else(|| format!("`{key}` is beyond the oracle"))?;
                let only = only
                    .map(|text| predicate(fields, text).ok_or("a predicate beyond the oracle"))
                    .transpose()?;
                self.world.entities[at].sets.push(Set {
                    id,
                    unique,
                    parts,
                    only,
                });
            }
            for (name, of) in tables(table, "fields").filter(|(_, of)| flag(of, key)) {
                let id = self.fresh();
                let field = self.world.entities[at].fields.iter().find(|field| field.name == *name);
                let parts = vec![Part::Field(field.ok_or_else(|| format!("{of:?} is no field"))?.id)];
                self.world.entities[at].sets.push(Set {
                    id,
                    unique,
                    parts,
                    only: None,
                });
            }
        }
        Ok(())
    }

    pub(super) fn checks(&mut self, at: usize, table: &Table) -> Result<(), String> {
        for (name, of) in table.get("checks").and_then(Toml::as_table).into_iter().flatten() {
            let expr = of.as_str().or_else(|| word(of.as_table()?, "expr")).unwrap_or_default();
            let rule =
                rule(&self.world.entities[at].fields, expr).ok_or_else(|| format!("`{expr}` is beyond the oracle"))?;
            let id = self.fresh();
            self.world.entities[at].checks.push(Check {
                id,
                name: name.clone(),
                rule,
            });
        }
        Ok(())
    }
}

fn find(fields: &[Field], name: &str) -> Option<Id> {
    fields.iter().find(|field| field.name == name).map(|field| field.id)
}

fn part(fields: &[Field], text: &str) -> Option<Part> {
    if text == "firm" {
        return Some(Part::Firm);
    }
    if let Some(inner) = text.strip_prefix("lower(").and_then(|rest| rest.strip_suffix(')')) {
        return find(fields, inner).map(Part::Lower);
    }
    match text.strip_suffix(" desc") {
        Some(name) => find(fields, name).map(Part::Descending),
        None => find(fields, text).map(Part::Field),
    }
}

fn predicate(fields: &[Field], text: &str) -> Option<Only> {
    match text.strip_suffix(" is not null") {
        Some(name) => find(fields, name).map(Only::NotNull),
        None => find(fields, text.strip_suffix(" is null")?).map(Only::Null),
    }
}

fn rule(fields: &[Field], text: &str) -> Option<Rule> {
    let split = |sign: &str| {
        let (name, n) = text.split_once(sign)?;
        Some((name.to_owned(), n.parse::<i64>().ok()?))
    };
    if let Some((name, n)) = split(" >= ") {
        return Some(Rule::Least(find(fields, &name)?, n));
    }
    if let Some((name, n)) = split(" <> ") {
        return Some(Rule::Not(find(fields, &name)?, n));
    }
    if let Some((name, n)) = split(" <= ") {
        let inner = name.strip_prefix("length(")?.strip_suffix(')')?;
        return Some(Rule::Shorter(find(fields, inner)?, n));
    }
    let (a, b) = text.split_once(" or ")?;
    let present = |text: &str| find(fields, text.strip_suffix(" is not null")?);
    Some(Rule::Either(present(a)?, present(b)?))
}

pub(super) fn formula(fields: &[Field], text: &str) -> Option<Formula> {
    if let Some(inner) = text.strip_prefix("length(").and_then(|rest| rest.strip_suffix(')')) {
        return find(fields, inner).map(Formula::Length);
    }
    if let Some(inner) = text.strip_prefix("coalesce(").and_then(|rest| rest.strip_suffix(')')) {
        let (name, n) = inner.split_once(", ")?;
        return Some(Formula::Coalesce(find(fields, name)?, n.parse().ok()?));
    }
    let (a, rest) = text.split_once(" + ")?;
    let (b, n) = rest.split_once(" * ")?;
    Some(Formula::Sum(find(fields, a)?, find(fields, b)?, n.parse().ok()?))
}
