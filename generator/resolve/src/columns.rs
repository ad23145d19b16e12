//! The columns of fields. In: drafts whose kinds and keys are known. Out: names and types of columns, those of a
//! reference taken from the key it points at, however many references away.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{ArcTarget, Case, Column, EntityId, FieldId, Name, Reference, Scalar, Type};
use driftless_syntax::document::FieldDecl;

use crate::draft::Draft;
use crate::kind::DraftKind;

/// Everything columns follow from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Columns<'k, 'd> {
    /// All drafts.
    pub(crate) drafts: &'k [Draft<'d>],
    /// How names are spelled on the wire.
    pub(crate) case: Case,
}

/// A key that consists of itself.
#[derive(Debug)]
struct Cycle;

impl Columns<'_, '_> {
    /// The column of a value.
    pub(crate) fn value(self, field: &FieldDecl, ty: Type) -> Column {
        let words = Name::new(field.name.as_str());
        Column {
            name: self.sql_name(field, &words),
            json: self.wire_name(field, &words),
            words,
            ty,
        }
    }

    /// A reference with its columns, as held by `holder` (which leaves its own tenant column out of them).
    pub(crate) fn reference(
        self,
        field: &FieldDecl,
        holder: Option<EntityId>,
        target: EntityId,
        by: Option<FieldId>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Reference> {
        let draft = &self.drafts[target.0];
        let fields = by.map_or_else(|| draft.key.clone(), |field| vec![field]);
        let shared = holder.filter(|&holder| self.shares_tenant(holder, target));
        let stored = shared.map_or(fields.clone(), |_| self.without_tenant(target, &fields));
        let mut columns = Vec::new();
        for &id in &stored {
            match self.of_field(target, id, &mut vec![(target, id)]) {
                Ok(found) => columns.extend(found),
                Err(Cycle) => {
                    diagnostics.push(cyclic_key(field, &draft.name));
                    return None;
                }
            }
        }
        let single = columns.len() == 1;
        let columns = columns
            .into_iter()
            .map(|column| self.referring(field, column, single))
            .collect();
        let to_key = by.is_none() || draft.key == fields;
        Some(Reference {
            target,
            fields,
            columns,
            to_key,
            on_delete: driftless_model::Action::NoAction,
            on_update: driftless_model::Action::NoAction,
        })
    }

    /// One target of an arc. Only a key of one column can be told by a `{ kind, id }` value.
    pub(crate) fn arc_target(self, field: &FieldDecl, holder: Option<EntityId>, target: EntityId) -> Option<ArcTarget> {
        let draft = &self.drafts[target.0];
        let shared = holder.is_some_and(|holder| self.shares_tenant(holder, target));
        let key = if shared {
            self.without_tenant(target, &draft.key)
        } else {
            draft.key.clone()
        };
        let [id] = key.as_slice() else { return None };
        let mut columns = self.of_field(target, *id, &mut vec![(target, *id)]).ok()?;
        let column = if columns.len() == 1 {
            columns.remove(0)
        } else {
            return None;
        };
        let words = Name::new(format!(
            "{}_{}_{}",
            field.name.value,
            draft.name.snake(),
            column.words.snake()
        ));
        Some(ArcTarget {
            entity: target,
            kind: draft.name.snake(),
            column: Column {
                name: format!(
                    "{}_{}_{}",
                    Name::new(field.name.as_str()).snake(),
                    draft.name.snake(),
                    column.name
                ),
                json: words.wire(self.case),
                words,
                ty: column.ty,
            },
        })
    }

    /// The name on the wire of a field as a whole.
    pub(crate) fn wire_name(self, field: &FieldDecl, words: &Name) -> String {
        field
            .json
            .as_ref()
            .map_or_else(|| words.wire(self.case), |json| json.value.clone())
    }

    fn sql_name(self, field: &FieldDecl, words: &Name) -> String {
        field
            .column
            .as_ref()
            .map_or_else(|| words.snake(), |column| column.value.clone())
    }

    fn referring(self, field: &FieldDecl, target: Column, single: bool) -> Column {
        let words = Name::new(format!("{}_{}", field.name.value, target.words.snake()));
        let default = format!("{}_{}", Name::new(field.name.as_str()).snake(), target.name);
        let overridden = |name: &Option<driftless_syntax::document::Text>| {
            name.as_ref().filter(|_| single).map(|name| name.value.clone())
        };
        Column {
            name: overridden(&field.column).unwrap_or(default),
            json: overridden(&field.json).unwrap_or_else(|| words.wire(self.case)),
            words,
            ty: target.ty,
        }
    }

    /// Columns of a field wherever it is. `path` ends a key that consists of itself.
    fn of_field(
        self,
        entity: EntityId,
        field: FieldId,
        path: &mut Vec<(EntityId, FieldId)>,
    ) -> Result<Vec<Column>, Cycle> {
        let draft = &self.drafts[entity.0];
        let declared = &draft.fields[field.0];
        let (target, by) = match &draft.kinds[field.0] {
            DraftKind::Value(ty) => return Ok(vec![self.value(declared, ty.clone())]),
            DraftKind::Reference(target, by) => (*target, by),
            DraftKind::Arc(_) | DraftKind::Broken => {
                return Ok(vec![self.value(declared, Type::plain(Scalar::Uuid))]);
            }
        };
        let there = &self.drafts[target.0];
        let by = by.as_ref().and_then(|name| there.find(name.as_str()));
        let fields = by.map_or_else(|| there.key.clone(), |field| vec![field]);
        let fields = if self.shares_tenant(entity, target) {
            self.without_tenant(target, &fields)
        } else {
            fields
        };
        let mut columns = Vec::new();
        for id in fields {
            if path.contains(&(target, id)) {
                return Err(Cycle);
            }
            path.push((target, id));
            columns.extend(self.of_field(target, id, path)?);
            path.pop();
        }
        let single = columns.len() == 1;
        Ok(columns
            .into_iter()
            .map(|column| self.referring(declared, column, single))
            .collect())
    }

    fn shares_tenant(self, holder: EntityId, target: EntityId) -> bool {
        self.drafts[holder.0].tenant.is_some() && self.drafts[target.0].tenant.is_some()
    }

    fn without_tenant(self, entity: EntityId, fields: &[FieldId]) -> Vec<FieldId> {
        let tenant = self.drafts[entity.0].tenant;
        fields.iter().copied().filter(|&field| Some(field) != tenant).collect()
    }
}

fn cyclic_key(field: &FieldDecl, target: &Name) -> Diagnostic {
    Diagnostic::error(Code::CyclicKey, format!("the key of `{target}` consists of itself"))
        .label(field.name.span, "its columns can never be told")
        .help("give one entity of the circle a key of its own")
}
