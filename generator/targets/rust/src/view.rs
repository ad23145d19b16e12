//! What an emitter asks about the schema, answered once: where a type is declared, what a key is made of, which types
//! hold secrets, floats or themselves.

use std::collections::{BTreeMap, BTreeSet};

use driftless_model::{DomainId, EntityId, Field, FieldId, Scalar, Schema, Visibility};
use driftless_shape::{ArcShape, Body, IdShape, Item, Member, Origin, Role, Shape, Shapes};

use crate::names;
use crate::patterns::Patterns;

/// Modules that no domain may take: they mean something to Cargo, to rustc, to the emitted crate, to its dependencies, or are
/// macros where its JSON is.
const RESERVED: [&str; 35] = [
    "lib",
    "main",
    "mod",
    "build",
    "bin",
    "core",
    "std",
    "alloc",
    "validation",
    "rules",
    "logic",
    "scalars",
    "patterns",
    "wire",
    "digest",
    "fixtures",
    "data",
    "postgres",
    "sqlite",
    "futures_core",
    "rows",
    "base64",
    "chrono",
    "regex_lite",
    "rust_decimal",
    "serde",
    "serde_json",
    "sha2",
    "sqlx",
    "uuid",
    "documents",
    "keys",
    "requests",
    "shown",
    "words",
];

/// A shape by what it is of.
pub(crate) type ShapeKey = (Origin, Role);

/// A schema as the emitters see it.
pub(crate) struct View<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) shapes: &'a Shapes,
    modules: Vec<String>,
    declared: BTreeSet<String>,
    ids: BTreeMap<EntityId, (DomainId, &'a IdShape)>,
    arcs: BTreeMap<(Origin, FieldId), (DomainId, &'a ArcShape)>,
    by_key: BTreeMap<ShapeKey, (DomainId, &'a Shape)>,
    pub(crate) patterns: Patterns,
}

impl<'a> View<'a> {
    /// Looks through a schema.
    pub(crate) fn of(schema: &'a Schema, shapes: &'a Shapes) -> Self {
        let modules = shapes.modules.iter();
        Self {
            schema,
            shapes,
            modules: schema
                .domains
                .iter()
                .map(|domain| names::module(&domain.name.snake(), &RESERVED))
                .collect(),
            declared: crate::collisions::declared_types(schema, shapes)
                .into_iter()
                .map(|(name, _)| name)
                .collect(),
            ids: modules
                .clone()
                .flat_map(|m| m.ids.iter().map(|id| (id.entity, (m.domain, id))))
                .collect(),
            arcs: modules
                .flat_map(|m| m.arcs.iter().map(|arc| ((arc.origin, arc.field), (m.domain, arc))))
                .collect(),
            patterns: Patterns::of(schema, shapes),
            by_key: shapes
                .shapes()
                .map(|(domain, shape)| ((shape.origin, shape.role), (domain, shape)))
                .collect(),
        }
    }

    /// The module of a domain.
    pub(crate) fn module(&self, domain: DomainId) -> &str {
        &self.modules[domain.0]
    }

    /// The name of a pattern.
    pub(crate) fn pattern(&self, pattern: &str) -> Option<&str> {
        self.patterns.name(pattern)
    }

    /// Whether the schema makes a type of this name.
    pub(crate) fn is_declared(&self, name: &str) -> bool {
        self.declared.contains(name)
    }

    /// The typed key of an entity.
    pub(crate) fn id(&self, entity: EntityId) -> Option<(DomainId, &'a IdShape)> {
        self.ids.get(&entity).copied()
    }

    /// The value of an arc.
    pub(crate) fn arc(&self, origin: Origin, field: FieldId) -> Option<(DomainId, &'a ArcShape)> {
        self.arcs.get(&(origin, field)).copied()
    }

    /// A shape.
    pub(crate) fn shape(&self, key: ShapeKey) -> Option<(DomainId, &'a Shape)> {
        self.by_key.get(&key).copied()
    }

    /// The shape that an item is, if it is one.
    pub(crate) fn shape_key(item: &Item) -> Option<ShapeKey> {
        match item {
            Item::Record(id) => Some((Origin::Record(*id), Role::Record)),
            Item::Read(id) => Some((Origin::Entity(*id), Role::Read)),
            Item::Create(id) => Some((Origin::Entity(*id), Role::Create)),
            Item::Patch(id) => Some((Origin::Entity(*id), Role::Patch)),
            _ => None,
        }
    }

    /// The field that a member comes from.
    pub(crate) fn field(&self, origin: Origin, field: FieldId) -> &'a Field {
        match origin {
            Origin::Entity(id) => self.schema.entity(id).field(field),
            Origin::Record(id) => &self.schema.record(id).fields[field.0],
        }
    }

    /// Whether a member is wrapped so that it can be neither printed nor written.
    pub(crate) fn is_secret(&self, origin: Origin, member: &Member) -> bool {
        self.field(origin, member.field).visibility == Visibility::Secret
    }

    /// Whether a shape, or a shape inside it, has a member that must not be written.
    pub(crate) fn holds_secret(&self, key: ShapeKey) -> bool {
        self.reaches(key, &|origin, member| self.is_secret(origin, member))
    }

    /// Whether a shape, or a shape inside it, has a float.
    pub(crate) fn holds_float(&self, key: ShapeKey) -> bool {
        let is_float = |item: &Item| matches!(item, Item::Scalar(Scalar::Float | Scalar::Vector(_)));
        self.reaches(key, &|_, member| is_float(&member.ty.item))
    }

    /// Whether a member would make its shape infinitely large without a box.
    pub(crate) fn is_boxed(&self, owner: ShapeKey, member: &Member) -> bool {
        let Some(start) = Self::shape_key(&member.ty.item).filter(|_| member.ty.array.is_none()) else {
            return false;
        };
        let mut seen = BTreeSet::new();
        let mut next = vec![start];
        while let Some(key) = next.pop() {
            if key == owner {
                return true;
            }
            if seen.insert(key) {
                let members = self.members(key).into_iter().filter(|member| member.ty.array.is_none());
                next.extend(members.filter_map(|member| Self::shape_key(&member.ty.item)));
            }
        }
        false
    }

    /// Whether some member of a shape, or of the shapes inside it, is such.
    fn reaches(&self, key: ShapeKey, is_such: &dyn Fn(Origin, &Member) -> bool) -> bool {
        let mut seen = BTreeSet::new();
        let mut next = vec![key];
        while let Some(key) = next.pop() {
            if !seen.insert(key) {
                continue;
            }
            for member in self.members(key) {
                if is_such(key.0, member) {
                    return true;
                }
                next.extend(Self::shape_key(&member.ty.item));
            }
        }
        false
    }

    fn members(&self, key: ShapeKey) -> Vec<&'a Member> {
        self.shape(key)
            .map(|(_, shape)| shape.body.members())
            .unwrap_or_default()
    }
}

/// The name of the enum inside a tagged shape.
pub(crate) fn variant_type(shape: &Shape) -> Option<String> {
    matches!(shape.body, Body::Tagged(_)).then(|| format!("{}Variant", shape.name))
}
