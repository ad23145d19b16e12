//! What SQL does not say: the meaning of columns, and the members of the documents in them.

use driftless_model::{Default, Entity, Enum, Field, FieldKind, Mutability, Record, Scalar, Type, WireNumber};

use super::Lowering;
use crate::{Document, Kind, Meaning, Member, Origin, Unseen, Wire, Word};

impl Lowering<'_> {
    /// What the values of a field's column mean.
    pub(super) fn meaning(&self, entity: &Entity, field: &Field, ty: &Type) -> Meaning {
        let digested = entity.fields.iter().any(|digest| {
            let mut covered = digest.digest_of.iter();
            covered.any(|&id| std::ptr::eq(entity.field(id), field))
        });
        Meaning {
            frozen: entity.mutability != Mutability::Mutable || digested,
            ..self.meaning_of(ty)
        }
    }

    fn meaning_of(&self, ty: &Type) -> Meaning {
        Meaning {
            kind: self.kind(ty.scalar),
            array: ty.array.is_some(),
            frozen: false,
        }
    }

    fn kind(&self, scalar: Scalar) -> Kind {
        match scalar {
            Scalar::Text | Scalar::Varchar(_) | Scalar::Email | Scalar::Url | Scalar::Semver => Kind::Text,
            Scalar::Smallint => Kind::Integer(16),
            Scalar::Int => Kind::Integer(32),
            Scalar::Bigint => Kind::Integer(64),
            Scalar::Numeric { precision, scale } => Kind::Numeric { precision, scale },
            Scalar::Float => Kind::Float,
            Scalar::Bool => Kind::Bool,
            Scalar::Uuid => Kind::Uuid,
            Scalar::Timestamp => Kind::Timestamp,
            Scalar::TimestampLocal => Kind::TimestampLocal,
            Scalar::Date => Kind::Date,
            Scalar::Time => Kind::Time,
            Scalar::Duration => Kind::Duration,
            Scalar::Json | Scalar::Entity(_) | Scalar::Create(_) | Scalar::Patch(_) => Kind::Json,
            Scalar::Bytes | Scalar::Sha256 => Kind::Bytes,
            Scalar::Vector(size) => Kind::Vector(size),
            Scalar::Inet => Kind::Inet,
            Scalar::Enum(id) => Kind::Enum(self.words_of(self.schema.enumeration(id))),
            Scalar::Record(id) => Kind::Record(self.schema.record(id).name.to_string()),
        }
    }

    /// The words of an enum, and what they were before.
    pub(super) fn words_of(&self, item: &Enum) -> Vec<Word> {
        let words = item.values.iter().map(|value| Word {
            word: value.value.clone(),
            formerly: value.renamed_from.clone(),
        });
        words.collect()
    }

    /// The records that lie in documents.
    pub(super) fn lower_documents(&mut self) {
        let stored = self.schema.records.iter().filter(|record| record.stored);
        let wire = &self.schema.wire;
        self.catalog.wire = Unseen(Wire {
            bigint_as_text: wire.int8 == WireNumber::String,
            numeric_as_text: wire.numeric == WireNumber::String,
        });
        self.catalog.documents = Unseen(stored.map(|record| self.document(record)).collect());
    }

    fn document(&self, record: &Record) -> Document {
        let members = record.fields.iter().filter(|field| !field.transient);
        Document {
            name: record.name.to_string(),
            formerly: record.renamed_from.clone(),
            members: members.filter_map(|field| self.member(record, field)).collect(),
        }
    }

    /// Only values lie in documents.
    fn member(&self, record: &Record, field: &Field) -> Option<Member> {
        let FieldKind::Value(column) = &field.kind else {
            return None;
        };
        let formerly = field.renamed_from.as_ref().map(|name| {
            let name = driftless_model::Name::new(name.as_str());
            name.wire(self.schema.wire.case)
        });
        let default = match &field.default {
            Some(Default::Value(value)) => Some(self.json(&column.ty, value)),
            Some(Default::Now | Default::Uuid) | None => None,
        };
        let cases = record.variants.iter().flat_map(|variants| &variants.cases).enumerate();
        let carrying = cases.filter(|(position, _)| field.variants.contains(position));
        Some(Member {
            name: column.json.clone(),
            formerly: formerly.filter(|formerly| *formerly != column.json),
            meaning: self.meaning_of(&column.ty),
            required: !field.nullable,
            default,
            variants: carrying.map(|(_, case)| case.value.clone()).collect(),
            origin: Origin::new(field.span, format!("{}.{}", record.name, field.name)),
        })
    }
}
