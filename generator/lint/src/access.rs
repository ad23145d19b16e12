//! The ways into a table: its key, unique sets and indexes, as one kind of thing. In: an entity. Out: each of them with
//! the columns it leads with, those included that every table of a tenant has by itself.

use driftless_diagnostics::Span;
use driftless_model::{Entity, Expr, ExprKind, ExprType, FieldId, Index, Part, Tenancy, Unique};

use crate::expression;

/// What made a way in.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Origin<'e> {
    /// The key.
    Key,
    /// Tenant and key, which references inside a tenant point at.
    TenantKey,
    /// A unique set.
    Unique(&'e Unique),
    /// An index.
    Index(&'e Index),
}

/// A way into a table.
#[derive(Debug, Clone)]
pub(crate) struct Access<'e> {
    /// What made it.
    pub(crate) origin: Origin<'e>,
    /// Its columns.
    pub(crate) parts: Vec<Part>,
    /// The rows it covers, where not all.
    pub(crate) predicate: Option<&'e Expr>,
}

impl Access<'_> {
    /// How reports speak of it.
    pub(crate) fn words(&self, entity: &Entity) -> String {
        let columns = columns(entity, &self.parts);
        match self.origin {
            Origin::Key => format!("the key ({columns})"),
            Origin::TenantKey => format!("the unique set ({columns}) that every table of a tenant has"),
            Origin::Unique(_) => format!("the unique set ({columns})"),
            Origin::Index(_) => format!("the index ({columns})"),
        }
    }

    /// Where it was written, if anywhere.
    pub(crate) fn span(&self) -> Option<Span> {
        match self.origin {
            Origin::Key | Origin::TenantKey => None,
            Origin::Unique(unique) => Some(unique.span),
            Origin::Index(index) => Some(index.span),
        }
    }
}

/// Every ordered way into a table. Indexes of other methods answer other questions.
pub(crate) fn accesses(entity: &Entity) -> Vec<Access<'_>> {
    let key = Access {
        origin: Origin::Key,
        parts: parts(entity, &entity.key),
        predicate: None,
    };
    let tenant_key = tenant_key(entity).map(|fields| Access {
        origin: Origin::TenantKey,
        parts: parts(entity, &fields),
        predicate: None,
    });
    let uniques = entity.uniques.iter().map(|unique| Access {
        origin: Origin::Unique(unique),
        parts: unique.parts.clone(),
        predicate: unique.predicate.as_ref(),
    });
    let indexes = entity
        .indexes
        .iter()
        .filter(|index| index.method.is_none())
        .map(|index| Access {
            origin: Origin::Index(index),
            parts: index.parts.clone(),
            predicate: index.predicate.as_ref(),
        });
    std::iter::once(key)
        .chain(tenant_key)
        .chain(uniques)
        .chain(indexes)
        .collect()
}

/// Whether two columns order rows alike: the same, or all of one the reverse of the other.
pub(crate) fn leads(short: &[Part], long: &[Part]) -> bool {
    let alike = |reversed: bool| {
        short.iter().zip(long).all(|(a, b)| {
            expression::same(&a.expr, &b.expr) && (a.descending != b.descending) == reversed && a.nulls == b.nulls
        })
    };
    short.len() <= long.len() && (alike(false) || alike(true))
}

/// Columns as their author would name them: `shelf, lower(title)`.
pub(crate) fn columns(entity: &Entity, parts: &[Part]) -> String {
    let mut names: Vec<String> = parts.iter().map(|part| spoken(entity, &part.expr)).collect();
    // A composite reference has a column for each of its own, and one name.
    names.dedup();
    names.join(", ")
}

fn spoken(entity: &Entity, expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Column(field, _) | ExprKind::Arc(field) => entity.field(*field).name.to_string(),
        ExprKind::Lower(inner) => format!("lower({})", spoken(entity, inner)),
        ExprKind::Length(inner) => format!("length({})", spoken(entity, inner)),
        _ => {
            let fields: Vec<&str> = expr
                .fields()
                .iter()
                .map(|&field| entity.field(field).name.as_str())
                .collect();
            format!("an expression of {}", fields.join(" and "))
        }
    }
}

fn tenant_key(entity: &Entity) -> Option<Vec<FieldId>> {
    match entity.tenancy {
        Tenancy::Scoped { field, composite: true } if entity.ends().is_none() && !entity.key.contains(&field) => {
            Some(std::iter::once(field).chain(entity.key.iter().copied()).collect())
        }
        _ => None,
    }
}

fn parts(entity: &Entity, fields: &[FieldId]) -> Vec<Part> {
    let columns = fields.iter().flat_map(|&id| {
        let field = entity.field(id);
        (0..field.columns().len()).map(move |at| (ExprKind::Column(id, at), field.span))
    });
    // Nobody asks these parts for their type.
    let part = |(kind, span)| Part {
        expr: Expr {
            kind,
            ty: ExprType::Null,
            span,
        },
        descending: false,
        nulls: None,
    };
    columns.map(part).collect()
}
