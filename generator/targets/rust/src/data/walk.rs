//! Walks: everything that leads to a row or from it, in one recursive query that ends at a depth, so that a cycle costs no
//! more than the depth allows. Edges are rows of a graph's edge entity, or of a link between rows of one entity; a reference
//! to its own entity makes a tree of the rows themselves.

use driftless_catalog::{Dialect, arc_text};
use driftless_model::{FieldId, FieldKind};
use driftless_shape::Role;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::data::column::Column;
use crate::data::entity::{Function, Part};
use crate::data::statement::{Statement, conditions};
use crate::data::store::{Store, variable};
use crate::names;
use driftless_shape::Origin;

/// How far a walk goes where the schema does not say.
const FARTHEST: u32 = 32;

/// One way through the rows.
struct Walk<'a> {
    name: String,
    text: String,
    /// Where a walk starts, and what each step is found by.
    from: FieldId,
    /// Where a step leads.
    to: FieldId,
    depth: u32,
    kind: Kind<'a>,
}

enum Kind<'a> {
    /// Rows are edges between nodes.
    Edges,
    /// Rows are nodes, and refer to each other by this column.
    Nodes(&'a Column<'a>, Direction),
}

#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Up,
    Down,
}

/// The walks of an entity.
pub(crate) fn emit(store: &Store<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for walk in edges(store).into_iter().chain(trees(store)) {
        if !parts.iter().any(|part| part.name == walk.name) {
            parts.extend(part(store, &walk));
        }
    }
    parts
}

/// Graphs whose edges are rows of the entity, and a link between rows of one entity.
fn edges<'a>(store: &Store<'a>) -> Vec<Walk<'a>> {
    let graphs = store
        .scope
        .view
        .schema
        .graphs
        .iter()
        .filter(|graph| graph.edge == store.id);
    let mut ends: Vec<(String, FieldId, FieldId, u32)> = graphs
        .map(|graph| (format!("{}_", graph.name.snake()), graph.from, graph.to, graph.depth))
        .collect();
    let link = store
        .entity
        .ends()
        .filter(|link| link.owner == link.target && ends.is_empty());
    ends.extend(link.map(|link| (String::new(), link.owner_field, link.target_field, FARTHEST)));
    if let [(prefix, ..)] = ends.as_mut_slice() {
        prefix.clear();
    }
    let both = ends.into_iter().flat_map(|(prefix, from, to, depth)| {
        let walk = |way: &str, text: &str, from, to| Walk {
            name: format!("{prefix}{way}"),
            text: text.to_owned(),
            from,
            to,
            depth,
            kind: Kind::Edges,
        };
        [
            walk("upstream", "The rows that lead to a node, the nearest first.", to, from),
            walk(
                "downstream",
                "The rows that lead from a node, the nearest first.",
                from,
                to,
            ),
        ]
    });
    both.collect()
}

/// References of the entity to its own key.
fn trees<'s>(store: &'s Store<'_>) -> Vec<Walk<'s>> {
    let [key] = store.entity.key.as_slice() else {
        return Vec::new();
    };
    let own = store.columns.iter().filter(|column| {
        let reference = column.field.reference();
        reference
            .is_some_and(|reference| reference.target == store.id && reference.to_key && reference.columns.len() == 1)
    });
    let both = own.flat_map(|column| {
        let word = column.field.name.snake();
        let walk = |name: &str, text: String, direction| Walk {
            name: format!("{name}_by_{word}"),
            text,
            from: *key,
            to: column.id,
            depth: FARTHEST,
            kind: Kind::Nodes(column, direction),
        };
        [
            walk(
                "ancestors",
                format!("What a row leads to by `{word}`, the nearest first."),
                Direction::Up,
            ),
            walk(
                "descendants",
                format!("What leads to a row by `{word}`, the nearest first."),
                Direction::Down,
            ),
        ]
    });
    both.collect()
}

/// A node as SQL: what kind it is, where it may be of several, and its key.
struct End {
    kind: Option<String>,
    id: String,
}

fn end(store: &Store<'_>, field: FieldId) -> Option<End> {
    let columns: Vec<&Column<'_>> = store.columns_of(field).collect();
    let first = columns.first()?;
    if columns.iter().any(|column| column.stored.ty != first.stored.ty) {
        return None;
    }
    match first.field.kind {
        FieldKind::Arc(_) => {
            let (kind, id) = arc_text(store.scope.view.schema, store.database.dialect, store.id, field);
            Some(End {
                kind: Some(format!("({kind})")),
                id: format!("({id})"),
            })
        }
        _ if columns.len() == 1 => Some(End {
            kind: None,
            id: first.sql(),
        }),
        _ => None,
    }
}

fn part(store: &Store<'_>, walk: &Walk<'_>) -> Option<Part> {
    let row = store.shape_type(Role::Row)?;
    let (from, to) = (end(store, walk.from)?, end(store, walk.to)?);
    if from.kind.is_some() != to.kind.is_some() {
        return None;
    }
    let mut statement = Statement::new(store);
    let (parameter, start) = start(store, walk, &mut statement)?;
    let most = Literal::u32_unsuffixed(walk.depth);
    let depth = statement.add(&quote!(i64::from(depth.min(#most))));
    let tenant: Vec<String> = statement.tenant_condition().into_iter().collect();
    let sql = text(store, walk, [&from, &to], &start, &depth, &tenant);
    let (run, code, vec) = (store.name("many"), statement.code(), store.scope.prelude("Vec"));
    let constant = format_ident!("{}", walk.name.to_uppercase());
    let body = quote! {
        #code
        #run(transaction, #constant, values).await
    };
    Some(Part {
        name: walk.name.clone(),
        statements: vec![(constant, sql)],
        function: Function {
            text: format!("{} At most {} steps are taken.", walk.text, walk.depth),
            parameters: vec![parameter, (format_ident!("depth"), quote!(u32))],
            result: quote!(#vec<#row>),
            body,
        }
        .emit(store, &walk.name),
    })
}

/// The node where the walk starts: the parameter, and its places in the statement.
fn start(
    store: &Store<'_>,
    walk: &Walk<'_>,
    statement: &mut Statement<'_, '_>,
) -> Option<((Ident, TokenStream), Vec<String>)> {
    let field = store.entity.field(walk.from);
    let columns: Vec<&Column<'_>> = store.columns_of(walk.from).collect();
    let Some(arc) = field.arc() else {
        let column = *columns.first()?;
        let parameter = store.parameters(&[column]).remove(0);
        let name = &parameter.0;
        let place = statement.put(column, &quote!(&#name));
        return Some((parameter, vec![as_type(store, &place, &column.stored.ty)]));
    };
    let (domain, shape) = store.scope.view.arc(Origin::Entity(store.id), walk.from)?;
    let (ty, name) = (store.scope.declared(domain, &shape.name), variable(&field.name.snake()));
    let kind = statement.add(&quote!(#name.kind().to_owned()));
    let id = statement.place();
    let arms = columns.iter().zip(&arc.targets).map(|(column, target)| {
        let (form, variant) = (store.form(column), names::variant(&target.kind));
        quote!(#ty::#variant(key) => values.put::<#form, _>(key)?,)
    });
    statement.puts.push(quote!(match &#name { #(#arms)* }));
    let places = vec![
        as_type(store, &kind, "text"),
        as_type(store, &id, &columns.first()?.stored.ty),
    ];
    Some(((name, ty), places))
}

/// PostgreSQL has to know the types of what a walk begins with.
fn as_type(store: &Store<'_>, place: &str, ty: &str) -> String {
    match store.database.dialect {
        Dialect::Postgres => format!("CAST({place} AS {ty})"),
        Dialect::Sqlite => place.to_owned(),
    }
}

fn text(
    store: &Store<'_>,
    walk: &Walk<'_>,
    [from, to]: [&End; 2],
    start: &[String],
    depth: &str,
    tenant: &[String],
) -> String {
    let table = store.table_sql();
    let names: Vec<&str> = if from.kind.is_some() {
        vec!["kind", "id"]
    } else {
        vec!["id"]
    };
    let listed = |prefix: &str| {
        names
            .iter()
            .map(|name| format!("{prefix}\"walk {name}\""))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let nodes = |end: &End| end.kind.iter().chain([&end.id]).cloned().collect::<Vec<_>>();
    let at = |end: &End, of: &str| {
        let pairs = nodes(end).into_iter().zip(&names);
        pairs
            .map(|(sql, name)| format!("{sql} = {of}.\"walk {name}\""))
            .collect::<Vec<_>>()
            .join(" AND ")
    };
    // A tree that is walked downwards is found by the reference, and leads to the key.
    let (found, led) = match walk.kind {
        Kind::Nodes(_, Direction::Down) => (to, from),
        _ => (from, to),
    };
    let mut step: Vec<String> = vec![format!("\"walk\".\"walk depth\" < {depth}")];
    step.extend(tenant.iter().cloned());
    if let Kind::Nodes(column, Direction::Up) = &walk.kind {
        step.push(format!("{} IS NOT NULL", column.sql()));
    }
    let (shown, range) = match walk.kind {
        Kind::Edges => (at(from, "\"nearest\""), format!("\"nearest\".\"walk depth\" < {depth}")),
        Kind::Nodes(..) => (at(from, "\"nearest\""), "\"nearest\".\"walk depth\" > 0".to_owned()),
    };
    let mut all = vec![range];
    all.extend(tenant.iter().cloned());
    let key: Vec<String> = store.key().iter().map(|column| column.sql()).collect();
    format!(
        "WITH RECURSIVE \"walk\" ({columns}, \"walk depth\") AS (SELECT {start}, 0 UNION SELECT {led}, \
         \"walk\".\"walk depth\" + 1 FROM \"walk\" JOIN {table} ON {found}{step}) SELECT {selected} FROM {table} \
         JOIN (SELECT {columns}, min(\"walk depth\") AS \"walk depth\" FROM \"walk\" GROUP BY {columns}) AS \"nearest\" \
         ON {shown}{all} ORDER BY \"nearest\".\"walk depth\", {key}",
        columns = listed(""),
        start = start.join(", "),
        led = nodes(led).join(", "),
        found = at(found, "\"walk\""),
        step = conditions(&step),
        selected = store.selected(),
        all = conditions(&all),
        key = key.join(", "),
    )
}
