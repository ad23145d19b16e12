//! What all databases share about an entity: its key as a value, what the service fills in, by what rows are chosen and in
//! which order they are listed.

use driftless_model::{Entity, EntityId, ExprKind, Field, FieldId, Name, Scalar, Tenancy};
use driftless_shape::{Member, Origin, Role};
use proc_macro2::TokenStream;
use quote::quote;

use crate::data::inputs::{self, Internal};
use crate::data::{module, shared_path};
use crate::docs;
use crate::names;
use crate::print::Source;
use crate::scope::Scope;
use crate::types::{self, Wrapping};
use crate::view::View;

/// An order in which rows are listed.
pub(crate) struct Ordering<'a> {
    /// Its name: the words of its first column.
    pub(crate) name: Name,
    /// The field and the column that come before the key.
    pub(crate) column: Option<(FieldId, usize)>,
    /// Whether the largest come first.
    pub(crate) descending: bool,
    entity: &'a Entity,
}

/// The file of an entity.
pub(crate) fn emit(view: &View<'_>, id: EntityId) -> Source {
    let entity = view.schema.entity(id);
    let scope = Scope::new(view, shared_path(view, id));
    let mut items: Vec<TokenStream> = Vec::new();
    items.extend(key(&scope, id));
    items.extend(tenant(&scope, id));
    let made = inputs::at_creation(view, id);
    items.extend(input(
        &scope,
        id,
        "Internal",
        "What the service fills in when a row is made.",
        &made,
    ));
    let changed = inputs::at_change(view, id);
    let text = "What the service changes beside what a client may: absent members stay as they are.";
    items.extend(input(&scope, id, "InternalPatch", text, &changed));
    items.extend(filter(&scope, id));
    items.extend(order(&orders(view, id)));
    let head = docs::inner_doc(&format!("Rows of `{}`, whichever database keeps them.", entity.name));
    let mut groups = scope.imports();
    groups.extend(items.into_iter().map(|item| vec![item]));
    Source::new(format!("src/data/{}.rs", module(entity)), head, groups).behind(Some("data"))
}

fn key(scope: &Scope<'_>, id: EntityId) -> Option<TokenStream> {
    let (domain, shape) = scope.view.id(id)?;
    let (name, value) = (
        scope.declared(domain, &shape.name),
        types::scalar(scope, shape.ty.scalar),
    );
    Some(quote! {
        impl crate::data::Key for #name {
            type Value = #value;

            fn value(&self) -> &#value {
                &self.0
            }

            fn of(value: #value) -> Self {
                Self(value)
            }
        }
    })
}

fn tenant(scope: &Scope<'_>, id: EntityId) -> Option<TokenStream> {
    let tenant = scope.view.schema.tenant.as_ref().filter(|tenant| tenant.entity == id)?;
    let (domain, shape) = scope.view.id(id)?;
    let (name, setting) = (scope.declared(domain, &shape.name), &tenant.setting);
    types::is_textual(shape.ty.scalar).then(|| {
        quote! {
            impl crate::data::Tenant for #name {
                const SETTING: &'static str = #setting;
            }
        }
    })
}

/// A type of what the service fills in.
fn input(scope: &Scope<'_>, id: EntityId, name: &str, text: &str, members: &[Internal<'_>]) -> Option<TokenStream> {
    if members.is_empty() {
        return None;
    }
    let (name, doc) = (names::ident(name), docs::doc(text));
    let (_, row) = scope.view.shape((Origin::Entity(id), Role::Row))?;
    let fields = members.iter().map(|internal| {
        let member = internal.member;
        let (field, doc) = (names::ident(&member.name.snake()), docs::doc(&member.doc));
        let (inner, option) = (types::inner_type(scope, row, member), scope.prelude("Option"));
        let ty = match internal.wrapping {
            Wrapping::Plain => inner,
            Wrapping::Option => quote!(#option<#inner>),
            Wrapping::Double => quote!(#option<#option<#inner>>),
        };
        quote!(#doc pub #field: #ty)
    });
    let is_empty_by_default = members.iter().all(|internal| internal.wrapping != Wrapping::Plain);
    let default = is_empty_by_default.then(|| quote!(, Default));
    Some(quote! {
        #doc
        #[derive(Clone, PartialEq #default)]
        pub struct #name { #(#fields),* }
    })
}

/// The fields by which rows are chosen: those that some key or index holds.
pub(crate) fn filters<'a>(view: &View<'a>, id: EntityId) -> Vec<&'a Member> {
    let entity = view.schema.entity(id);
    let parts = entity.indexes.iter().flat_map(|index| &index.parts);
    let parts = parts.chain(entity.uniques.iter().flat_map(|unique| &unique.parts));
    let mut fields: Vec<FieldId> = parts
        .filter_map(|part| match part.expr.kind {
            ExprKind::Column(field, _) | ExprKind::Arc(field) => Some(field),
            _ => None,
        })
        .collect();
    if entity.key.len() > 1 || entity.ends().is_some() {
        fields.extend(&entity.key);
    }
    let is_chosen = |member: &&Member| {
        let field = entity.field(member.field);
        fields.contains(&member.field) && !field.tenant && is_comparable(field)
    };
    let mut members: Vec<&Member> = Vec::new();
    let (_, row) = match view.shape((Origin::Entity(id), Role::Row)) {
        Some(found) => found,
        None => return members,
    };
    for member in row.body.members().into_iter().filter(is_chosen) {
        if !members
            .iter()
            .any(|known| (known.field, known.column) == (member.field, member.column))
        {
            members.push(member);
        }
    }
    members
}

/// Whether some index begins with a field, the tenant's aside.
pub(crate) fn leads(entity: &Entity, field: FieldId) -> bool {
    let indexes = entity
        .indexes
        .iter()
        .filter(|index| index.predicate.is_none() && index.method.is_none());
    let uniques = entity.uniques.iter().filter(|unique| unique.predicate.is_none());
    let parts = indexes
        .map(|index| &index.parts)
        .chain(uniques.map(|unique| &unique.parts));
    let of = |kind: &ExprKind| match kind {
        ExprKind::Column(field, _) | ExprKind::Arc(field) => Some(*field),
        _ => None,
    };
    let is_tenant = |field: &FieldId| entity.field(*field).tenant;
    let mut firsts = parts.filter_map(|parts| {
        parts
            .iter()
            .map(|part| of(&part.expr.kind))
            .find(|field| !field.as_ref().is_some_and(is_tenant))
    });
    let is_first_of_key = entity.key.iter().find(|field| !is_tenant(field)) == Some(&field);
    firsts.any(|first| first == Some(field)) || is_first_of_key
}

/// Whether values can be compared with `=`, and sorted.
fn is_comparable(field: &Field) -> bool {
    field.value().is_none_or(|column| {
        let is_whole = matches!(column.ty.scalar, Scalar::Json | Scalar::Record(_) | Scalar::Vector(_));
        column.ty.array.is_none() && !is_whole
    })
}

fn filter(scope: &Scope<'_>, id: EntityId) -> Option<TokenStream> {
    let members = filters(scope.view, id);
    if members.is_empty() {
        return None;
    }
    let (_, row) = scope.view.shape((Origin::Entity(id), Role::Row))?;
    let fields = members.iter().map(|member| {
        let (name, option) = (names::ident(&member.name.snake()), scope.prelude("Option"));
        let (ty, doc) = (types::inner_type(scope, row, member), docs::doc(&member.doc));
        quote!(#doc pub #name: #option<#ty>)
    });
    Some(quote! {
        /// Which rows to list: those that agree with every member that is there.
        #[derive(Clone, PartialEq, Default)]
        pub struct Filter { #(#fields),* }
    })
}

/// The orders of an entity: by its key, and by the last column of each index that holds every row.
pub(crate) fn orders<'a>(view: &View<'a>, id: EntityId) -> Vec<Ordering<'a>> {
    let entity = view.schema.entity(id);
    let mut orders = vec![by_key(entity)];
    let indexes = entity
        .indexes
        .iter()
        .filter(|index| index.predicate.is_none() && index.method.is_none());
    for part in indexes.filter_map(|index| index.parts.last()) {
        let ExprKind::Column(field, at) = part.expr.kind else {
            continue;
        };
        let is_key = entity.key.contains(&field);
        let held = entity.field(field);
        if is_key || held.tenant || held.is_nullable_in_storage() || !is_comparable(held) {
            continue;
        }
        let Some(column) = held.columns().get(at).copied() else {
            continue;
        };
        let direction = if part.descending { "_descending" } else { "" };
        let name = Name::new(format!("{}{direction}", column.words.snake()));
        if !orders
            .iter()
            .any(|order| order.variant() == names::variant(name.as_str()))
        {
            orders.push(Ordering {
                name,
                column: Some((field, at)),
                descending: part.descending,
                entity,
            });
        }
    }
    orders
}

fn by_key(entity: &Entity) -> Ordering<'_> {
    let is_tenant =
        |field: &&FieldId| matches!(entity.tenancy, Tenancy::Scoped { field: tenant, .. } if tenant == **field);
    let words: Vec<String> = entity
        .key
        .iter()
        .filter(|field| !is_tenant(field))
        .map(|&field| entity.field(field).name.snake())
        .collect();
    Ordering {
        name: Name::new(words.join("_and_")),
        column: None,
        descending: false,
        entity,
    }
}

impl Ordering<'_> {
    fn variant(&self) -> proc_macro2::Ident {
        names::variant(self.name.as_str())
    }

    fn doc(&self) -> String {
        match self.column {
            None => "By key.".to_owned(),
            Some((field, _)) => {
                let (name, first) = (
                    self.entity.field(field).name.snake(),
                    if self.descending { "largest" } else { "smallest" },
                );
                format!("By `{name}`, the {first} first.")
            }
        }
    }
}

fn order(orders: &[Ordering<'_>]) -> Option<TokenStream> {
    if orders.is_empty() {
        return None;
    }
    let variants = orders.iter().enumerate().map(|(at, order)| {
        let (variant, doc) = (order.variant(), docs::doc(&order.doc()));
        let default = (at == 0).then(|| quote!(#[default]));
        quote!(#doc #default #variant)
    });
    Some(quote! {
        /// In which order rows are listed; rows that are equal come in the order of their keys.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub enum Order { #(#variants),* }
    })
}
