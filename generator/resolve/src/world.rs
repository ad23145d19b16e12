//! Everything that is known before the first field is built: names, types, drafts with kinds, tenants and keys. In: a
//! Document. Out: the ground on which every later step stands.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Case, EntityId, FieldId, Pii, RecordId, Tenant, Type};
use driftless_syntax::Document;
use driftless_syntax::document::{FieldDecl, Spanned, Text};

use crate::columns::Columns;
use crate::draft::{Draft, DraftOrigin, draft_entities, record_fields};
use crate::field::{Builder, unknown_field};
use crate::kind::{DraftKind, Known, Place};
use crate::literal::{Lookup, RecordField};
use crate::names::Names;
use crate::{scalars, settings, tenancy};

/// What later steps stand on.
#[derive(Debug)]
pub(crate) struct World<'d> {
    /// The schema as written.
    pub(crate) document: &'d Document,
    /// All names.
    pub(crate) names: Names<'d>,
    /// Named types.
    pub(crate) types: Vec<Type>,
    /// PII of named types.
    pub(crate) pii: Vec<Option<Pii>>,
    /// Entities and links.
    pub(crate) drafts: Vec<Draft<'d>>,
    /// Ids of declared entities, by position in the Document.
    pub(crate) entities: Vec<EntityId>,
    /// Records with the fields of their mixins, by position in the Document.
    pub(crate) records: Vec<RecordDraft>,
    /// Who owns rows.
    pub(crate) tenant: Option<Tenant>,
    /// How names are spelled on the wire.
    pub(crate) case: Case,
}

/// A record half-way.
#[derive(Debug)]
pub(crate) struct RecordDraft {
    /// Fields with those of mixins.
    pub(crate) fields: Vec<FieldDecl>,
    /// What each holds, and whether it may be null.
    pub(crate) kinds: Vec<(DraftKind, bool)>,
}

impl<'d> World<'d> {
    /// Reads everything that fields depend on.
    pub(crate) fn of(document: &'d Document, diagnostics: &mut Diagnostics) -> Self {
        let names = Names::of(document, diagnostics);
        let types = scalars::base_types(document, diagnostics);
        let (drafts, entities) = draft_entities(document, &names, diagnostics);
        let mut world = Self {
            document,
            names,
            types,
            pii: scalars::pii(document),
            drafts,
            entities,
            records: Vec::new(),
            tenant: None,
            case: settings::case(&document.wire),
        };
        world.resolve_kinds(diagnostics);
        world.resolve_records(diagnostics);
        world.tenant = tenancy::tenant(&world, diagnostics);
        tenancy::find_tenants(&mut world, diagnostics);
        world.resolve_keys(diagnostics);
        world
    }

    /// Names and types, for whoever resolves a type word.
    pub(crate) fn known(&self) -> Known<'_, 'd> {
        Known {
            names: &self.names,
            entities: &self.entities,
            types: &self.types,
        }
    }

    /// Builds fields held by an entity, or by nobody.
    pub(crate) fn builder(&self, holder: Option<EntityId>) -> Builder<'_, 'd> {
        let columns = Columns {
            drafts: &self.drafts,
            case: self.case,
        };
        Builder {
            columns,
            lookup: self,
            holder,
            types: &self.pii,
        }
    }

    fn resolve_kinds(&mut self, diagnostics: &mut Diagnostics) {
        for at in 0..self.drafts.len() {
            // A link's ends were checked where the link names them; its own fields like any others.
            let resolved: Vec<_> = self.drafts[at]
                .fields
                .iter()
                .map(|field| self.known().kind(field, Place::Stored, diagnostics))
                .collect();
            let (kinds, nullable) = resolved.into_iter().unzip();
            self.drafts[at].kinds = kinds;
            self.drafts[at].nullable = nullable;
        }
    }

    fn resolve_records(&mut self, diagnostics: &mut Diagnostics) {
        for record in &self.document.records {
            let fields = record_fields(record, &self.names, diagnostics);
            let kinds = fields
                .iter()
                .map(|field| self.known().kind(field, Place::Record, diagnostics))
                .collect();
            self.records.push(RecordDraft { fields, kinds });
        }
    }

    fn resolve_keys(&mut self, diagnostics: &mut Diagnostics) {
        for at in 0..self.drafts.len() {
            self.drafts[at].key = key(&self.drafts[at], diagnostics);
        }
    }
}

impl Lookup for World<'_> {
    fn document(&self) -> &Document {
        self.document
    }

    fn record_fields(&self, record: RecordId) -> Vec<RecordField> {
        let draft = &self.records[record.0];
        let fields = draft.fields.iter().zip(&draft.kinds);
        fields
            .map(|(field, (kind, nullable))| RecordField {
                name: field.name.value.clone(),
                ty: match kind {
                    DraftKind::Value(ty) => Some(ty.clone()),
                    DraftKind::Reference(..) | DraftKind::Arc(_) | DraftKind::Broken => None,
                },
                optional: *nullable || field.default.is_some(),
            })
            .collect()
    }
}

/// The key as declared, or `id`; of a link its two ends.
fn key(draft: &Draft<'_>, diagnostics: &mut Diagnostics) -> Vec<FieldId> {
    let written = match draft.origin {
        DraftOrigin::Entity(entity) => &entity.key,
        DraftOrigin::Link(link, _) => &link.key,
    };
    match (written, draft.origin) {
        (Some(names), _) => named_key(draft, names, diagnostics),
        (None, DraftOrigin::Link(..)) => vec![FieldId(0), FieldId(1)],
        (None, DraftOrigin::Entity(_)) => match draft.find("id") {
            Some(id) => vec![id],
            None => {
                diagnostics.push(no_key(draft));
                Vec::new()
            }
        },
    }
}

fn named_key(draft: &Draft<'_>, names: &Spanned<Vec<Text>>, diagnostics: &mut Diagnostics) -> Vec<FieldId> {
    let mut key = Vec::new();
    for name in &names.value {
        match draft.find(name.as_str()) {
            Some(field) if !key.contains(&field) => key.push(field),
            Some(_) => diagnostics.push(
                Diagnostic::error(Code::DuplicateName, format!("`{}` is in the key twice", name.value))
                    .label(name.span, "named again here")
                    .help("remove it"),
            ),
            None => diagnostics.push(unknown_field(draft.name.as_str(), name, draft.field_names())),
        }
    }
    if names.value.is_empty() {
        diagnostics.push(no_key(draft));
    }
    key
}

fn no_key(draft: &Draft<'_>) -> Diagnostic {
    Diagnostic::error(Code::MissingKeyField, format!("`{}` has no key", draft.name))
        .label(draft.span, "nothing tells its rows apart")
        .help("add `fields.id = { type = \"uuid\", default = \"uuid\" }`, or name the key, as in `key = [\"isbn\"]`")
}
