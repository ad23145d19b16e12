//! The rules of all tables by the names that the databases call them, so that an error can name the entity and its fields.

use driftless_catalog::{Event, Table};
use driftless_diagnostics::Span;
use driftless_model::{Entity, Field};
use proc_macro2::TokenStream;
use quote::quote;

use crate::data::Database;
use crate::data::store::table_name;
use crate::docs;
use crate::names;
use crate::print::Source;
use crate::scope::Scope;
use crate::view::View;

/// A rule.
#[derive(PartialEq, Eq)]
struct Named {
    rule: &'static str,
    name: String,
    fields: Vec<String>,
    columns: Vec<String>,
}

/// The file of all rules.
pub(crate) fn emit(view: &View<'_>, databases: &[Database]) -> Source {
    // In order of declaration: a name must not move anything.
    let mut known: Vec<(String, &str, Vec<Named>)> = Vec::new();
    for entity in &view.schema.entities {
        let mut own = Vec::new();
        for database in databases {
            if let Some(table) = database.catalog.table(&table_name(database, entity)) {
                add(
                    &mut own,
                    table.name.name.clone(),
                    entity.name.as_str(),
                    of_table(entity, table),
                );
            }
        }
        known.extend(own);
    }
    let scope = Scope::new(view, "crate::data::constraints");
    let named = |name: &str| scope.name("crate::data", name);
    let (table, constraint) = (named("Table"), named("Constraint"));
    let tables = known.iter().map(|(name, entity, rules)| {
        let rules = rules.iter().map(|rule| {
            let Named {
                rule,
                name,
                fields,
                columns,
            } = rule;
            let kind = names::ident(&rule.to_lowercase());
            let (fields, columns) = (quote!(&[#(#fields),*]), quote!(&[#(#columns),*]));
            match *rule {
                "Unique" => quote!(#constraint::#kind(#name, #fields, #columns)),
                "Required" => quote!(#constraint::#kind(#fields, #columns)),
                _ => quote!(#constraint::#kind(#name, #fields)),
            }
        });
        quote!(#table { name: #name, entity: #entity, constraints: &[#(#rules),*] })
    });
    let tables: Vec<TokenStream> = tables.collect();
    let item = quote! {
        /// Every rule that a database may name.
        pub const TABLES: &[#table] = &[#(#tables),*];
    };
    let head = docs::inner_doc("The rules of all tables, by the names that databases call them.");
    let mut groups = scope.imports();
    groups.push(vec![item]);
    Source::new("src/data/constraints.rs", head, groups).behind(Some("data"))
}

/// Adds the rules of a table, each once: most are the same in both databases.
fn add<'a>(known: &mut Vec<(String, &'a str, Vec<Named>)>, table: String, entity: &'a str, rules: Vec<Named>) {
    let at = known.iter().position(|(name, of, _)| *name == table && *of == entity);
    let at = at.unwrap_or_else(|| {
        known.push((table, entity, Vec::new()));
        known.len() - 1
    });
    for rule in rules {
        if !known[at].2.contains(&rule) {
            known[at].2.push(rule);
        }
    }
}

fn of_table(entity: &Entity, table: &Table) -> Vec<Named> {
    let named = |name: &str, rule: &'static str, columns: &[String]| Named {
        name: name.to_owned(),
        rule,
        fields: fields_of(entity, columns),
        columns: columns.to_vec(),
    };
    let keys = table.primary_key.iter().chain(&table.uniques);
    let mut rules: Vec<Named> = keys.map(|key| named(&key.name, "Unique", &key.columns)).collect();
    for index in table.indexes.iter().filter(|index| index.unique) {
        let parts = index.parts.iter();
        let plain: Vec<String> = parts.filter(|part| part.column).map(|part| part.expr.clone()).collect();
        let is_plain = plain.len() == index.parts.len();
        rules.push(Named {
            fields: declared(entity, index.origin.span, &plain),
            ..named(&index.name, "Unique", if is_plain { &plain } else { &[] })
        });
    }
    let keys = table.foreign_keys.iter();
    rules.extend(keys.map(|key| Named {
        columns: Vec::new(),
        ..named(&key.name, "Reference", &key.columns)
    }));
    rules.extend(table.checks.iter().map(|check| Named {
        fields: spoken_of(entity, &check.origin.object),
        ..named(&check.name, "Check", &[])
    }));
    let required = table.columns.iter().filter(|column| !column.nullable);
    rules.extend(required.map(|column| named("", "Required", std::slice::from_ref(&column.name))));
    let guards = table.triggers.iter().filter(|trigger| !is_touch(table, trigger));
    rules.extend(guards.map(|trigger| Named {
        fields: spoken_of(entity, &trigger.origin.object),
        ..named(&trigger.name, "Immutable", &[])
    }));
    rules
}

/// Whether a trigger keeps a time rather than refusing a change.
fn is_touch(table: &Table, trigger: &driftless_catalog::Trigger) -> bool {
    trigger.event == Event::Update && trigger.name.ends_with("_touch") && trigger.name.starts_with(&table.name.name)
}

/// The fields of columns, in order, the tenant's left out where there are others.
fn fields_of(entity: &Entity, columns: &[String]) -> Vec<String> {
    let holds = |field: &Field, name: &String| field.columns().iter().any(|column| column.name == *name);
    let mut found: Vec<&Field> = Vec::new();
    for name in columns {
        let field = entity.fields.iter().find(|field| holds(field, name));
        found.extend(field.filter(|field| !found.iter().any(|known| known.name == field.name)));
    }
    let others = found.iter().any(|field| !field.tenant);
    let told = found.iter().filter(|field| !field.tenant || !others);
    told.map(|field| field.name.snake()).collect()
}

/// The fields of a unique rule over more than columns.
fn declared(entity: &Entity, span: Option<Span>, columns: &[String]) -> Vec<String> {
    let unique = entity.uniques.iter().find(|unique| Some(unique.span) == span);
    let Some(unique) = unique else {
        return fields_of(entity, columns);
    };
    let mut fields: Vec<String> = Vec::new();
    for id in unique.parts.iter().flat_map(|part| part.expr.fields()) {
        let name = entity.field(id).name.snake();
        if !entity.field(id).tenant && !fields.contains(&name) {
            fields.push(name);
        }
    }
    fields
}

/// The fields of a condition: the one it belongs to, or those that a named one speaks of.
fn spoken_of(entity: &Entity, object: &str) -> Vec<String> {
    let word = object.rsplit('.').next().unwrap_or_default();
    if let Some(field) = entity.fields.iter().find(|field| field.name.as_str() == word) {
        return vec![field.name.snake()];
    }
    let check = entity.checks.iter().find(|check| check.name.as_str() == word);
    let fields = check.map(|check| check.expr.fields()).unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    for id in fields {
        let name = entity.field(id).name.snake();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
