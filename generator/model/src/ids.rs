//! Typed positions: how the elements of a Schema refer to each other. An id is only ever made by `resolve` and is
//! valid for the Schema it was made for.

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )+};
}

ids! {
    /// Position of a domain in its schema.
    DomainId,
    /// Position of an entity in its schema.
    EntityId,
    /// Position of an enum in its schema.
    EnumId,
    /// Position of a record in its schema.
    RecordId,
    /// Position of a named type in its schema.
    NamedTypeId,
    /// Position of a field in its entity or record.
    FieldId,
}
