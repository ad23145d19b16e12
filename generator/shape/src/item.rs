//! The type of a member: what a column or payload holds once references have become typed ids.

use driftless_model::{
    Arc, Entity, EntityId, EnumId, FieldId, FieldKind, Length, Limits, NamedTypeId, RecordId, Reference, Scalar,
    Schema, Type,
};

use crate::Origin;

/// What a single value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A scalar that is none of the below.
    Scalar(Scalar),
    /// The typed key of an entity.
    Id(EntityId),
    /// A value of an enum.
    Enum(EnumId),
    /// A record.
    Record(RecordId),
    /// `{ kind, id }`: the arc of this field.
    Arc(Origin, FieldId),
    /// The read shape of an entity.
    Read(EntityId),
    /// The create shape of an entity.
    Create(EntityId),
    /// The patch shape of an entity.
    Patch(EntityId),
    /// One of these words.
    Words(Vec<String>),
    /// `kind:id` with one of these kinds: an arc in a query.
    WordsAndId(Vec<String>),
}

/// A type without null.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemType {
    /// The value, or the element of an array.
    pub item: Item,
    /// An array of so many elements.
    pub array: Option<Length>,
    /// What narrows each value.
    pub limits: Limits,
    /// The named type it was declared with, where nothing else narrows it.
    pub named: Option<NamedTypeId>,
}

impl ItemType {
    /// From a declared type.
    pub fn of(ty: &Type) -> Self {
        Self {
            item: Item::of(ty.scalar),
            array: ty.array,
            limits: ty.limits.clone(),
            named: ty.named,
        }
    }

    /// From an arc.
    pub(crate) fn arc(origin: Origin, field: FieldId) -> Self {
        Self::bare(Item::Arc(origin, field))
    }

    /// One of these words.
    pub(crate) fn words(words: Vec<String>) -> Self {
        Self::bare(Item::Words(words))
    }

    /// `kind:id` with one of these kinds.
    pub(crate) fn words_and_id(words: Vec<String>) -> Self {
        Self::bare(Item::WordsAndId(words))
    }

    /// The typed key of an entity.
    fn id(entity: EntityId) -> Self {
        Self::bare(Item::Id(entity))
    }

    /// A single value that nothing narrows.
    pub(crate) fn bare(item: Item) -> Self {
        Self {
            item,
            array: None,
            limits: Limits::default(),
            named: None,
        }
    }
}

impl Item {
    fn of(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Enum(id) => Self::Enum(id),
            Scalar::Record(id) => Self::Record(id),
            Scalar::Entity(id) => Self::Read(id),
            Scalar::Create(id) => Self::Create(id),
            Scalar::Patch(id) => Self::Patch(id),
            other => Self::Scalar(other),
        }
    }
}

/// Whether an entity's key has a type of its own: one column, and not a mere reference to another entity.
pub(crate) fn has_id_type(entity: &Entity) -> bool {
    entity.has_single_key() && entity.key.first().is_some_and(|&id| entity.field(id).value().is_some())
}

/// The type of one column of a field of an entity: the key of an entity is its id type, wherever it is stored.
pub(crate) fn column_type(schema: &Schema, entity: EntityId, field: FieldId, position: usize) -> ItemType {
    let owner = schema.entity(entity);
    match &owner.field(field).kind {
        FieldKind::Value(column) if owner.key == [field] && has_id_type(owner) && column.ty.array.is_none() => {
            ItemType::id(entity)
        }
        FieldKind::Value(column) => ItemType::of(&column.ty),
        FieldKind::Reference(reference) => target_type(schema, reference, position),
        FieldKind::Arc(arc) => arc_column_type(schema, arc, position),
    }
}

/// The type of one column of a reference: that of the column it points at.
pub(crate) fn target_type(schema: &Schema, reference: &Reference, position: usize) -> ItemType {
    referred_column(schema, reference, position).map_or_else(
        || ItemType::of(&reference.columns[position].ty),
        |(field, column)| column_type(schema, reference.target, field, column),
    )
}

/// The column of the target that a column of a reference points at: its field, and its place among the field's columns.
pub fn referred_column(schema: &Schema, reference: &Reference, position: usize) -> Option<(FieldId, usize)> {
    let target = schema.entity(reference.target);
    let columns = reference
        .fields
        .iter()
        .flat_map(|&field| (0..target.field(field).columns().len()).map(move |column| (field, column)));
    let is_whole = reference.columns.len() == columns_of(target, reference);
    columns
        .filter(|&(field, _)| is_whole || !target.field(field).tenant)
        .nth(position)
}

fn columns_of(target: &Entity, reference: &Reference) -> usize {
    reference
        .fields
        .iter()
        .map(|&field| target.field(field).columns().len())
        .sum()
}

fn arc_column_type(schema: &Schema, arc: &Arc, position: usize) -> ItemType {
    let target = &arc.targets[position];
    let entity = schema.entity(target.entity);
    if has_id_type(entity) {
        ItemType::id(target.entity)
    } else {
        ItemType::of(&target.column.ty)
    }
}
