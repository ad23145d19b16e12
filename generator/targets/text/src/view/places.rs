//! What things are called and which domain declares them. In: Schema and Shapes. Out: look-ups by id.

use std::collections::BTreeMap;

use driftless_model::{DomainId, EntityId, FieldId, Schema};
use driftless_shape::{Item, Origin, Role, Shapes};

/// Names by id.
#[derive(Debug)]
pub(super) struct Places<'a> {
    pub(super) schema: &'a Schema,
    ids: BTreeMap<EntityId, &'a driftless_shape::IdShape>,
    arcs: BTreeMap<(Origin, FieldId), (DomainId, &'a str)>,
    shapes: BTreeMap<(Origin, Role), (DomainId, &'a str)>,
}

impl<'a> Places<'a> {
    /// Collects them.
    pub(super) fn of(schema: &'a Schema, shapes: &'a Shapes) -> Self {
        let mut places = Self { schema, ids: BTreeMap::new(), arcs: BTreeMap::new(), shapes: BTreeMap::new() };
        for module in &shapes.modules {
            places.ids.extend(module.ids.iter().map(|id| (id.entity, id)));
            let arcs = module.arcs.iter().map(|arc| ((arc.origin, arc.field), (module.domain, arc.name.as_str())));
            places.arcs.extend(arcs);
            let shapes = module.shapes.iter().map(|shape| ((shape.origin, shape.role), (module.domain, shape.name.as_str())));
            places.shapes.extend(shapes);
        }
        places
    }

    /// The key of an entity, where it has a type of its own.
    pub(super) fn id(&self, entity: EntityId) -> Option<&'a driftless_shape::IdShape> {
        self.ids.get(&entity).copied()
    }

    /// The domain and the name of the type that an item refers to.
    pub(super) fn name(&self, item: &Item) -> Option<(DomainId, String)> {
        let shape = |origin, role| self.shapes.get(&(origin, role)).map(|&(domain, name)| (domain, name.to_owned()));
        match item {
            Item::Enum(id) => {
                let item = self.schema.enumeration(*id);
                Some((item.domain, item.name.pascal()))
            }
            Item::Id(id) => self.id(*id).map(|shape| (self.schema.entity(*id).domain, shape.name.clone())),
            Item::Arc(origin, field) => self.arcs.get(&(*origin, *field)).map(|&(domain, name)| (domain, name.to_owned())),
            Item::Record(id) => shape(Origin::Record(*id), Role::Record),
            Item::Read(id) => shape(Origin::Entity(*id), Role::Read),
            Item::Create(id) => shape(Origin::Entity(*id), Role::Create),
            Item::Patch(id) => shape(Origin::Entity(*id), Role::Patch),
            Item::Scalar(_) | Item::Words(_) | Item::WordsAndId(_) => None,
        }
    }

    /// A domain's name as files are named.
    pub(super) fn domain(&self, id: DomainId) -> String {
        self.schema.domain(id).name.snake()
    }
}
