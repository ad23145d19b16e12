//! Fields: from a declaration whose kind and columns are known to a field of the model, with every key that does not go
//! with its kind reported.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Arc, Default, EntityId, Field, FieldKind, Name, Pii, Reference, Scalar, Type, Visibility};
use driftless_syntax::document::{self as written, About, FieldDecl, OnUpdate};

use crate::action::{on_delete, on_update};
use crate::columns::Columns;
use crate::draft::Draft;
use crate::fitting::check_keys;
use crate::kind::DraftKind;
use crate::limits::{Narrowing, misplaced, narrow};
use crate::literal::{Lookup, value};

/// What a field is built from, beside its own declaration.
#[derive(Clone, Copy)]
pub(crate) struct Builder<'k, 'd> {
    /// Where columns come from.
    pub(crate) columns: Columns<'k, 'd>,
    /// Where literals look things up.
    pub(crate) lookup: &'k dyn Lookup,
    /// The entity that holds the field, where one does.
    pub(crate) holder: Option<EntityId>,
    /// PII of named types, by position.
    pub(crate) types: &'k [Option<Pii>],
}

impl Builder<'_, '_> {
    /// Builds a field; `None` where its kind was reported already. Expressions, digests and variants come later.
    pub(crate) fn field(
        self,
        declared: &FieldDecl,
        kind: &DraftKind,
        nullable: bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<Field> {
        let kind = self.kind(declared, kind, nullable, diagnostics)?;
        let ty = match &kind {
            FieldKind::Value(column) => Some(column.ty.clone()),
            FieldKind::Reference(_) | FieldKind::Arc(_) => None,
        };
        let default = self.default(declared, ty.as_ref(), diagnostics);
        let touched = declared.on_update.is_some_and(|action| action.value == OnUpdate::Now);
        let identity = declared.identity.is_on();
        check_keys(declared, ty.as_ref(), nullable, diagnostics);
        let generated = declared.computed.is_some() || declared.digest_of.is_some() || identity || touched;
        Some(Field {
            name: Name::new(declared.name.as_str()),
            span: declared.name.span,
            doc: doc(&declared.about),
            kind,
            nullable,
            default,
            visibility: visibility(declared),
            transient: declared.transient.is_on(),
            read_only: declared.read_only.is_on() || generated,
            immutable: declared.immutable.is_on() || declared.digest_of.is_some() || identity,
            tenant: false,
            pii: self.pii(declared, ty.as_ref(), diagnostics),
            deprecated: deprecated(&declared.about),
            renamed_from: renamed_from(&declared.about),
            examples: self.examples(declared, ty.as_ref(), diagnostics),
            computed: None,
            digest_of: Vec::new(),
            identity,
            touched,
            variants: Vec::new(),
        })
    }

    /// Holds the place of a field that was reported.
    pub(crate) fn placeholder(self, declared: &FieldDecl) -> Field {
        Field {
            name: Name::new(declared.name.as_str()),
            span: declared.name.span,
            doc: doc(&declared.about),
            kind: FieldKind::Value(self.columns.value(declared, Type::plain(Scalar::Text))),
            nullable: false,
            default: None,
            visibility: Visibility::Public,
            transient: false,
            read_only: false,
            immutable: false,
            tenant: false,
            pii: None,
            deprecated: None,
            renamed_from: None,
            examples: Vec::new(),
            computed: None,
            digest_of: Vec::new(),
            identity: false,
            touched: false,
            variants: Vec::new(),
        }
    }

    fn kind(
        self,
        declared: &FieldDecl,
        kind: &DraftKind,
        nullable: bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<FieldKind> {
        match kind {
            DraftKind::Broken => None,
            DraftKind::Value(ty) => {
                let ty = narrow(self.lookup, ty.clone(), narrowing(declared), diagnostics);
                Some(FieldKind::Value(self.columns.value(declared, ty)))
            }
            DraftKind::Reference(target, by) => self.reference(declared, *target, by.as_ref(), nullable, diagnostics),
            DraftKind::Arc(targets) => self.arc(declared, targets, nullable, diagnostics),
        }
    }

    fn reference(
        self,
        declared: &FieldDecl,
        target: EntityId,
        by: Option<&written::Text>,
        nullable: bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<FieldKind> {
        let there = &self.columns.drafts[target.0];
        let by = match by {
            None => None,
            Some(name) => match there.find(name.as_str()) {
                Some(field) => Some(field),
                None => {
                    diagnostics.push(unknown_field(there.name.as_str(), name, there.field_names()));
                    return None;
                }
            },
        };
        let reference = self.columns.reference(declared, self.holder, target, by, diagnostics)?;
        // Where the target has no key at all, that was reported.
        if reference.columns.is_empty() {
            if !reference.fields.is_empty() {
                diagnostics.push(nothing_to_store(declared, there));
            }
            return None;
        }
        let on_delete = on_delete(declared, nullable, diagnostics);
        let on_update = on_update(declared, nullable, diagnostics);
        Some(FieldKind::Reference(Reference {
            on_delete,
            on_update,
            ..reference
        }))
    }

    fn arc(
        self,
        declared: &FieldDecl,
        targets: &[EntityId],
        nullable: bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<FieldKind> {
        let mut found = Vec::new();
        for &target in targets {
            match self.columns.arc_target(declared, self.holder, target) {
                Some(target) => found.push(target),
                None => {
                    diagnostics.push(composite_target(declared, &self.columns.drafts[target.0]));
                    return None;
                }
            }
        }
        let json = self.columns.wire_name(declared, &Name::new(declared.name.as_str()));
        Some(FieldKind::Arc(Arc {
            json,
            targets: found,
            on_delete: on_delete(declared, nullable, diagnostics),
        }))
    }

    fn default(self, declared: &FieldDecl, ty: Option<&Type>, diagnostics: &mut Diagnostics) -> Option<Default> {
        let (literal, name) = (declared.default.as_ref()?, declared.name.as_str());
        let Some(ty) = ty else {
            diagnostics.push(misplaced("default", name, literal.span, "references have no literals"));
            return None;
        };
        if let written::Value::String(word) = &literal.value
            && ty.array.is_none()
        {
            let takes_now = matches!(
                ty.scalar,
                Scalar::Timestamp | Scalar::TimestampLocal | Scalar::Date | Scalar::Time
            );
            match word.as_str() {
                "now" if takes_now => return Some(Default::Now),
                "uuid" if ty.scalar == Scalar::Uuid => return Some(Default::Uuid),
                _ => {}
            }
        }
        value(self.lookup, literal, ty, &format!("default of `{name}`"), diagnostics).map(Default::Value)
    }

    fn examples(
        self,
        declared: &FieldDecl,
        ty: Option<&Type>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<driftless_model::Value> {
        let name = declared.name.as_str();
        let Some(ty) = ty else {
            if let Some(literal) = declared.examples.first() {
                diagnostics.push(misplaced("examples", name, literal.span, "references have no literals"));
            }
            return Vec::new();
        };
        declared
            .examples
            .iter()
            .filter_map(|literal| value(self.lookup, literal, ty, &format!("example of `{name}`"), diagnostics))
            .collect()
    }

    fn pii(self, declared: &FieldDecl, ty: Option<&Type>, diagnostics: &mut Diagnostics) -> Option<Pii> {
        let inherited = ty
            .and_then(|ty| ty.named)
            .and_then(|id| self.types.get(id.0).cloned().flatten());
        let purpose = declared.purpose.as_ref();
        match (&declared.pii, inherited) {
            (Some(kind), _) => Some(Pii {
                kind: kind.value.clone(),
                purpose: purpose.map(|purpose| purpose.value.clone()),
            }),
            (None, Some(pii)) => Some(Pii {
                purpose: purpose.map(|purpose| purpose.value.clone()).or(pii.purpose),
                ..pii
            }),
            (None, None) => {
                if let Some(purpose) = purpose {
                    diagnostics.push(misplaced(
                        "purpose",
                        declared.name.as_str(),
                        purpose.span,
                        "goes with `pii`",
                    ));
                }
                None
            }
        }
    }
}

/// "Did you mean", or the names there are.
pub(crate) fn suggestion<'a>(name: &str, known: impl Iterator<Item = &'a str>, besides: &str) -> String {
    const MOST_LISTED: usize = 8;
    let known: Vec<&str> = known.collect();
    if let Some(near) = driftless_diagnostics::closest(name, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    let listed: Vec<String> = known.iter().take(MOST_LISTED).map(|name| format!("`{name}`")).collect();
    let names = match known.len() {
        0 => "it has no fields".to_owned(),
        1..=MOST_LISTED => format!("it has {}", listed.join(", ")),
        _ => format!("it has {}, …", listed.join(", ")),
    };
    if besides.is_empty() {
        names
    } else {
        format!("{names}; {besides}")
    }
}

/// The sentence about something, or nothing.
pub(crate) fn doc(about: &About) -> String {
    about
        .doc
        .as_ref()
        .map(|doc| doc.value.trim().to_owned())
        .unwrap_or_default()
}

/// What to use instead.
pub(crate) fn deprecated(about: &About) -> Option<String> {
    about.deprecated.as_ref().map(|text| text.value.clone())
}

/// The name before the last rename.
pub(crate) fn renamed_from(about: &About) -> Option<String> {
    about.renamed_from.as_ref().map(|text| text.value.clone())
}

/// A name that an entity or record does not have among its fields.
pub(crate) fn unknown_field<'a>(owner: &str, name: &written::Text, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::error(Code::UnknownField, format!("`{owner}` has no field `{}`", name.value))
        .label(name.span, "no field of that name")
        .help(suggestion(name.as_str(), known, ""))
}

fn narrowing(declared: &FieldDecl) -> Narrowing<'_> {
    Narrowing {
        name: declared.name.as_str(),
        min: declared.min.as_ref(),
        max: declared.max.as_ref(),
        length: declared.length,
        pattern: declared.pattern.as_ref(),
        storage: declared.storage.as_ref(),
    }
}

fn visibility(declared: &FieldDecl) -> Visibility {
    match declared.visibility.map(|visibility| visibility.value) {
        None | Some(written::Visibility::Public) => Visibility::Public,
        Some(written::Visibility::Internal) => Visibility::Internal,
        Some(written::Visibility::Secret) => Visibility::Secret,
    }
}

/// The holder's own tenant column stands for the target's, and there is nothing else.
fn nothing_to_store(declared: &FieldDecl, target: &Draft<'_>) -> Diagnostic {
    let name = &declared.name.value;
    Diagnostic::error(Code::KeyField, format!("`{name}` would have no column"))
        .label(
            declared.name.span,
            format!("the key of `{}` is the tenant alone", target.name),
        )
        .related(target.span, "declared here")
        .help("leave the field out: the tenant finds the row; or give the target a key of its own")
}

fn composite_target(declared: &FieldDecl, target: &Draft<'_>) -> Diagnostic {
    Diagnostic::error(
        Code::KeyField,
        format!("`{}` cannot point at `{}`", declared.name.value, target.name),
    )
    .label(
        declared.span,
        format!("the key of `{}` is not a single column", target.name),
    )
    .related(target.span, "declared here")
    .help("give the target a key of one column, or leave it out of `one_of`")
}
