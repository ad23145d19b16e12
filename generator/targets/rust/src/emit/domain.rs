//! The file of a domain: its keys, enums, arcs, records and the shapes of its entities, each followed by what it can do.

use driftless_shape::{Module, Origin, Role, Shape};
use proc_macro2::TokenStream;

use crate::docs;
use crate::emit::{arcs, constants, debug, enums, ids, reads, shapes, validate};
use crate::print::Source;
use crate::scope::Scope;
use crate::view::View;

/// The types of a domain.
pub(crate) fn emit(view: &View<'_>, module: &Module) -> Source {
    let name = view.module(module.domain);
    let scope = Scope::new(view, format!("crate::{name}"));
    let mut items: Vec<TokenStream> = Vec::new();
    items.extend(module.ids.iter().flat_map(|id| ids::emit(&scope, id)));
    items.extend(
        module
            .enums
            .iter()
            .flat_map(|&id| enums::emit(&scope, view.schema.enumeration(id))),
    );
    items.extend(module.arcs.iter().flat_map(|arc| arcs::emit(&scope, arc)));
    items.extend(module.shapes.iter().flat_map(|shape| shape_items(&scope, shape)));
    let mut groups = scope.imports();
    groups.extend(items.into_iter().map(|item| vec![item]));
    let head = docs::inner_doc(&view.schema.domain(module.domain).doc);
    Source::new(format!("src/{name}.rs"), head, groups)
}

fn shape_items(scope: &Scope<'_>, shape: &Shape) -> Vec<TokenStream> {
    let mut items = shapes::emit(scope, shape);
    items.extend(debug::emit(shape));
    items.extend(validate::emit(scope, shape));
    items.extend(reads::emit(scope, shape));
    if let (Role::Read, Origin::Entity(id)) = (shape.role, shape.origin) {
        items.push(constants::emit(scope.view.schema.entity(id)));
    }
    items
}
