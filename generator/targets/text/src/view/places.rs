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
    referrers: BTreeMap<EntityId, Vec<(EntityId, FieldId)>>,
}

impl<'a> Places<'a> {
    /// Collects them.
    pub(super) fn of(schema: &'a Schema, shapes: &'a Shapes) -> Self {
        let mut places = Self {
            schema,
            ids: BTreeMap::new(),
            arcs: BTreeMap::new(),
            shapes: BTreeMap::new(),
            referrers: referrers(schema),
        };
        for module in &shapes.modules {
            places.ids.extend(module.ids.iter().map(|id| (id.entity, id)));
            let arcs = module
                .arcs
                .iter()
                .map(|arc| ((arc.origin, arc.field), (module.domain, arc.name.as_str())));
            places.arcs.extend(arcs);
            let shapes = module
                .shapes
                .iter()
                .map(|shape| ((shape.origin, shape.role), (module.domain, shape.name.as_str())));
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
        let shape = |origin, role| {
            self.shapes
                .get(&(origin, role))
                .map(|&(domain, name)| (domain, name.to_owned()))
        };
        match item {
            Item::Enum(id) => {
                let item = self.schema.enumeration(*id);
                Some((item.domain, item.name.pascal()))
            }
            Item::Id(id) => self
                .id(*id)
                .map(|shape| (self.schema.entity(*id).domain, shape.name.clone())),
            Item::Arc(origin, field) => self
                .arcs
                .get(&(*origin, *field))
                .map(|&(domain, name)| (domain, name.to_owned())),
            Item::Record(id) => shape(Origin::Record(*id), Role::Record),
            Item::Read(id) => shape(Origin::Entity(*id), Role::Read),
            Item::Create(id) => shape(Origin::Entity(*id), Role::Create),
            Item::Patch(id) => shape(Origin::Entity(*id), Role::Patch),
            Item::Scalar(_) | Item::Words(_) | Item::WordsAndId(_) => None,
        }
    }

    /// The kinds of an arc.
    pub(super) fn kinds(&self, origin: Origin, field: FieldId) -> Vec<String> {
        let fields = match origin {
            Origin::Entity(id) => &self.schema.entity(id).fields,
            Origin::Record(id) => &self.schema.record(id).fields,
        };
        let targets = fields[field.0].arc().into_iter().flat_map(|arc| &arc.targets);
        targets.map(|target| target.kind.clone()).collect()
    }

    /// Fields that may point at an entity, in order.
    pub(super) fn referrers(&self, entity: EntityId) -> &[(EntityId, FieldId)] {
        self.referrers.get(&entity).map_or(&[], Vec::as_slice)
    }

    /// A domain's name as files are named.
    pub(super) fn domain(&self, id: DomainId) -> String {
        self.schema.domain(id).name.snake()
    }
}

/// Who points at whom; the ends of links count as links of their owner, not as fields.
fn referrers(schema: &Schema) -> BTreeMap<EntityId, Vec<(EntityId, FieldId)>> {
    let mut found: BTreeMap<EntityId, Vec<(EntityId, FieldId)>> = BTreeMap::new();
    for (id, entity) in schema.entities().filter(|(_, entity)| entity.ends().is_none()) {
        for (at, field) in entity.fields().filter(|(_, field)| !field.tenant) {
            let reference = field.reference().map(|reference| reference.target);
            let arc = field
                .arc()
                .into_iter()
                .flat_map(|arc| arc.targets.iter().map(|target| target.entity));
            for target in reference.into_iter().chain(arc) {
                found.entry(target).or_default().push((id, at));
            }
        }
    }
    found
}
