//! What values are of: a schema, what languages declare of it, and the rows that references may point at. In: a Schema. Out:
//! answers about its types.

use std::borrow::Cow;
use std::collections::BTreeMap;

use driftless_diagnostics::Span;
use driftless_model::{EntityId, Field, FieldId, FieldKind, Limits, Scalar, Schema};
use driftless_shape::{Body, Item, Origin, Role, Shape, Shapes};
use serde_json::{Map, Value};

/// A schema whose values are made.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// The meaning.
    pub schema: Cow<'a, Schema>,
    /// What every language declares.
    pub shapes: Cow<'a, Shapes>,
    /// Rows that are there, as clients read them.
    pub rows: BTreeMap<EntityId, Vec<Map<String, Value>>>,
}

/// What narrows a key.
pub struct Key {
    /// What its column holds.
    pub scalar: Scalar,
    /// What narrows it.
    pub limits: Limits,
}

impl Subject<'static> {
    /// A schema of one's own, before there are any rows.
    pub fn of(schema: Schema) -> Self {
        Self {
            shapes: Cow::Owned(Shapes::of(&schema)),
            schema: Cow::Owned(schema),
            rows: BTreeMap::new(),
        }
    }
}

impl<'a> Subject<'a> {
    /// A schema that is there, before there are any rows.
    pub fn at(schema: &'a Schema, shapes: &'a Shapes) -> Self {
        Self {
            schema: Cow::Borrowed(schema),
            shapes: Cow::Borrowed(shapes),
            rows: BTreeMap::new(),
        }
    }

    /// What narrows the key of an entity.
    pub fn id(&self, entity: EntityId) -> Option<Key> {
        let mut ids = self.shapes.modules.iter().flat_map(|module| &module.ids);
        let id = ids.find(|id| id.entity == entity)?;
        Some(Key {
            scalar: id.ty.scalar,
            limits: id.ty.limits.clone(),
        })
    }

    /// The kinds of an arc: the word, the entity, and what the key of each is.
    pub fn arc(&self, origin: Origin, field: FieldId) -> Vec<(String, EntityId, Key)> {
        let Some(arc) = self.field(origin, field).arc() else {
            return Vec::new();
        };
        let key = |target: &driftless_model::ArcTarget| {
            let ty = &target.column.ty;
            let declared = Key {
                scalar: ty.scalar,
                limits: ty.limits.clone(),
            };
            (
                target.kind.clone(),
                target.entity,
                self.id(target.entity).unwrap_or(declared),
            )
        };
        arc.targets.iter().map(key).collect()
    }

    /// The field that a member comes from.
    pub fn field(&self, origin: Origin, field: FieldId) -> &Field {
        match origin {
            Origin::Entity(id) => self.schema.entity(id).field(field),
            Origin::Record(id) => &self.schema.record(id).fields[field.0],
        }
    }

    /// The shape that an item is.
    pub fn shape_of(&self, item: &Item) -> Option<&Shape> {
        let (origin, role) = match *item {
            Item::Record(id) => (Origin::Record(id), Role::Record),
            Item::Read(id) => (Origin::Entity(id), Role::Read),
            Item::Create(id) => (Origin::Entity(id), Role::Create),
            Item::Patch(id) => (Origin::Entity(id), Role::Patch),
            _ => return None,
        };
        self.shapes.find(origin, role).map(|(_, shape)| shape)
    }

    /// A shape of an entity.
    pub fn shape(&self, entity: EntityId, role: Role) -> Option<&Shape> {
        let (_, shape) = self.shapes.find(Origin::Entity(entity), role)?;
        Some(shape)
    }

    /// Every shape that travels.
    pub fn travelling(&self) -> impl Iterator<Item = &Shape> {
        self.shapes
            .shapes()
            .map(|(_, shape)| shape)
            .filter(|shape| shape.role != Role::Row)
    }

    /// Declarations that a place in an instance of a shape goes back to: members, and the types that they are of.
    pub fn declarations(&self, shape: &str, pointer: &str) -> Vec<Span> {
        let mut found = Vec::new();
        let mut shape = self.named(shape);
        for key in pointer.split('/').skip(1) {
            let key = key.replace("~1", "/").replace("~0", "~");
            let members = shape.map(|shape| shape.body.members()).unwrap_or_default();
            let Some(member) = members.into_iter().find(|member| member.json == key) else {
                continue;
            };
            found.push(member.span);
            found.extend(member.ty.named.map(|id| self.schema.named_type(id).span));
            if let Some(inner) = self.shape_of(&member.ty.item) {
                found.push(inner.span);
                shape = Some(inner);
            }
        }
        found
    }

    /// A shape that travels, by its name.
    pub fn named(&self, name: &str) -> Option<&Shape> {
        self.travelling().find(|shape| shape.name == name)
    }

    /// Names of the checks that the schema declares.
    pub fn checks(&self) -> Vec<String> {
        let entities = self.schema.entities().flat_map(|(id, entity)| {
            entity
                .checks
                .iter()
                .map(move |check| (Origin::Entity(id), check.name.to_string()))
        });
        entities
            .map(|(origin, check)| driftless_shape::constraints::of_check(&self.schema, origin, &check))
            .collect()
    }

    /// The key of each row of an entity that has one column for it.
    pub fn keys(&self, entity: EntityId) -> Vec<&Value> {
        let Some(&field) = self.schema.entity(entity).key.first() else {
            return Vec::new();
        };
        let rows = self.rows.get(&entity).into_iter().flatten();
        let json = self.schema.entity(entity).field(field).columns();
        let Some(column) = json.first() else { return Vec::new() };
        rows.filter_map(|row| row.get(&column.json)).collect()
    }

    /// Whether a field alone is the key of an entity.
    pub fn is_key(&self, entity: EntityId, field: FieldId) -> bool {
        self.schema.entity(entity).key == [field]
    }

    /// What a column of a reference has to be, so that the reference points at a row that is there: for each row a value.
    pub fn referred(&self, origin: Origin, field: FieldId, position: usize) -> Vec<&Value> {
        let FieldKind::Reference(reference) = &self.field(origin, field).kind else {
            return Vec::new();
        };
        let target = self.schema.entity(reference.target);
        let referred = driftless_shape::referred_column(&self.schema, reference, position);
        let column = referred.and_then(|(field, column)| target.field(field).columns().get(column).copied());
        let rows = self.rows.get(&reference.target).into_iter().flatten();
        rows.filter_map(|row| row.get(&column?.json)).collect()
    }
}

/// The cases of a shape: the tag's key with a word, or one without a tag.
pub fn words_of(shape: &Shape) -> Vec<Option<&str>> {
    match &shape.body {
        Body::Struct(_) => vec![None],
        Body::Tagged(tagged) => tagged.cases.iter().map(|case| Some(case.value.as_str())).collect(),
    }
}
