//! Entities half-way: mixins taken in, links turned into entities of their own, everything still as written. In: a
//! Document and its Names. Out: one draft per future entity and record, so that whatever follows can look at any field
//! of any of them, whichever was declared first.

use std::collections::BTreeMap;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{EntityId, FieldId, Name};
use driftless_syntax::document::{
    About, CheckDecl, Document, EntityDecl, FieldDecl, FieldKind, Flag, IndexDecl, LinkDecl, MixinDecl, OnDelete,
    RecordDecl, Spanned, Text,
};

use crate::kind::DraftKind;
use crate::names::{Names, duplicate};

/// An entity half-way.
#[derive(Debug)]
pub(crate) struct Draft<'d> {
    /// Name of the future entity.
    pub(crate) name: Name,
    /// The name where it was declared.
    pub(crate) span: Span,
    /// What it was declared as.
    pub(crate) origin: DraftOrigin<'d>,
    /// Fields with those of mixins.
    pub(crate) fields: Vec<FieldDecl>,
    /// What each field holds; filled once all drafts exist.
    pub(crate) kinds: Vec<DraftKind>,
    /// Whether each field may be null.
    pub(crate) nullable: Vec<bool>,
    /// Key fields; filled once all drafts exist.
    pub(crate) key: Vec<FieldId>,
    /// The reference to the tenant; filled once all drafts exist.
    pub(crate) tenant: Option<FieldId>,
    /// Unique sets with those of mixins.
    pub(crate) uniques: Vec<&'d IndexDecl>,
    /// Indexes with those of mixins.
    pub(crate) indexes: Vec<&'d IndexDecl>,
    /// Checks with those of mixins.
    pub(crate) checks: Vec<&'d CheckDecl>,
}

/// What a draft was declared as.
#[derive(Debug, Clone, Copy)]
pub(crate) enum DraftOrigin<'d> {
    /// `[entity.X]`
    Entity(&'d EntityDecl),
    /// `links.x` of the entity with this id.
    Link(&'d LinkDecl, EntityId),
}

impl Draft<'_> {
    /// A field by name.
    pub(crate) fn find(&self, name: &str) -> Option<FieldId> {
        self.fields
            .iter()
            .position(|field| field.name.as_str() == name)
            .map(FieldId)
    }

    /// The names of its fields, for suggestions.
    pub(crate) fn field_names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }
}

/// Drafts of all entities, each followed by its links, and the id of each declared entity by its position.
pub(crate) fn draft_entities<'d>(
    document: &'d Document,
    names: &Names<'d>,
    diagnostics: &mut Diagnostics,
) -> (Vec<Draft<'d>>, Vec<EntityId>) {
    let mut drafts = Vec::new();
    let mut ids = Vec::new();
    for entity in &document.entities {
        let id = EntityId(drafts.len());
        ids.push(id);
        drafts.push(draft_entity(entity, names, diagnostics));
        drafts.extend(
            entity
                .links
                .iter()
                .map(|link| draft_link(entity, id, link, diagnostics)),
        );
    }
    (drafts, ids)
}

/// The fields of a record with those of its mixins.
pub(crate) fn record_fields(record: &RecordDecl, names: &Names<'_>, diagnostics: &mut Diagnostics) -> Vec<FieldDecl> {
    let mixins = used_mixins(&record.uses, names, diagnostics);
    merged_fields(&mixins, &record.fields, diagnostics)
}

fn draft_entity<'d>(entity: &'d EntityDecl, names: &Names<'d>, diagnostics: &mut Diagnostics) -> Draft<'d> {
    let mixins = used_mixins(&entity.uses, names, diagnostics);
    Draft {
        name: Name::new(entity.name.as_str()),
        span: entity.name.span,
        origin: DraftOrigin::Entity(entity),
        fields: merged_fields(&mixins, &entity.fields, diagnostics),
        kinds: Vec::new(),
        nullable: Vec::new(),
        key: Vec::new(),
        tenant: None,
        uniques: mixins
            .iter()
            .flat_map(|mixin| &mixin.unique)
            .chain(&entity.unique)
            .collect(),
        indexes: mixins
            .iter()
            .flat_map(|mixin| &mixin.index)
            .chain(&entity.index)
            .collect(),
        checks: mixins
            .iter()
            .flat_map(|mixin| &mixin.checks)
            .chain(&entity.checks)
            .collect(),
    }
}

/// Mixins in the order in which their fields come, each once, those they build on first.
fn used_mixins<'d>(uses: &[Text], names: &Names<'d>, diagnostics: &mut Diagnostics) -> Vec<&'d MixinDecl> {
    let mut found = Vec::new();
    for word in uses {
        add_mixin(word, names, &mut Vec::new(), &mut found, diagnostics);
    }
    found
}

fn add_mixin<'d>(
    word: &Text,
    names: &Names<'d>,
    path: &mut Vec<&'d str>,
    found: &mut Vec<&'d MixinDecl>,
    diagnostics: &mut Diagnostics,
) {
    let Some(mixin) = names.mixin(word, diagnostics) else {
        return;
    };
    let name = mixin.name.as_str();
    if path.contains(&name) {
        diagnostics.push(
            Diagnostic::error(Code::CyclicMixin, format!("the mixin `{name}` uses itself"))
                .label(word.span, format!("{} → {name}", path.join(" → ")))
                .help("remove one `use` of the circle"),
        );
        return;
    }
    if found.iter().any(|known| std::ptr::eq(*known, mixin)) {
        return;
    }
    path.push(name);
    for inner in &mixin.uses {
        add_mixin(inner, names, path, found, diagnostics);
    }
    path.pop();
    found.push(mixin);
}

fn merged_fields(mixins: &[&MixinDecl], own: &[FieldDecl], diagnostics: &mut Diagnostics) -> Vec<FieldDecl> {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut fields = Vec::new();
    for field in mixins.iter().flat_map(|mixin| &mixin.fields).chain(own) {
        match seen.get(field.name.as_str()) {
            Some(first) => diagnostics.push(duplicate("field", &field.name, *first)),
            None => {
                seen.insert(field.name.as_str(), field.name.span);
                fields.push(field.clone());
            }
        }
    }
    fields
}

/// A link is an entity of its own: two references, the tenant's where the owner has one, and the link's fields. The
/// tenant's reference is added later, when it is known who has one.
fn draft_link<'d>(
    owner: &'d EntityDecl,
    owner_id: EntityId,
    link: &'d LinkDecl,
    diagnostics: &mut Diagnostics,
) -> Draft<'d> {
    let owner_name = Name::new(owner.name.as_str());
    let to = link.to.clone().unwrap_or_else(|| owner.name.clone());
    let is_self = to.value == owner.name.value;
    if is_self && link.to.is_some() && (link.owner.is_none() || link.target.is_none()) {
        diagnostics.push(
            Diagnostic::error(
                Code::MissingKey,
                format!("the link `{}` leads back to `{owner_name}`", link.name.value),
            )
            .label(link.name.span, "both ends would have the same name")
            .help("name both ends, as in `owner = \"parent\", target = \"child\"`"),
        );
    }
    let end = |name: &Option<Text>, entity: &str| {
        name.clone()
            .unwrap_or_else(|| Spanned::new(Name::new(entity).snake(), link.name.span))
    };
    let own_end = end(&link.owner, owner.name.as_str());
    let far_end = if is_self && link.target.is_none() {
        Spanned::new(format!("{}_{}", own_end.value, link.name.value), link.name.span)
    } else {
        end(&link.target, &to.value)
    };
    let cascade = Spanned::new(OnDelete::Cascade, link.name.span);
    let own = reference(
        own_end,
        &owner.name.value,
        Some(cascade),
        link,
        "The owner of the link.",
    );
    let far = reference(
        far_end,
        &to.value,
        Some(link.on_delete.unwrap_or(cascade)),
        link,
        "What it is linked to.",
    );
    let mut fields = vec![own, far];
    for field in &link.fields {
        match fields.iter().find(|known| known.name.value == field.name.value) {
            Some(known) => diagnostics.push(duplicate("field", &field.name, known.name.span)),
            None => fields.push(field.clone()),
        }
    }
    Draft {
        name: Name::new(format!(
            "{}{}",
            owner_name.pascal(),
            Name::new(Name::new(link.name.as_str()).singular()).pascal()
        )),
        span: link.name.span,
        origin: DraftOrigin::Link(link, owner_id),
        fields,
        kinds: Vec::new(),
        nullable: Vec::new(),
        key: Vec::new(),
        tenant: None,
        uniques: link.unique.iter().collect(),
        indexes: link.index.iter().collect(),
        checks: Vec::new(),
    }
}

/// The declaration of an end of a link, as its author would have written it.
fn reference(name: Text, entity: &str, on_delete: Option<Spanned<OnDelete>>, link: &LinkDecl, doc: &str) -> FieldDecl {
    let place = link.to.as_ref().map_or(link.name.span, |to| to.span);
    let kind = FieldKind::Reference(Spanned::new(entity.to_owned(), place));
    FieldDecl {
        on_delete,
        immutable: on(link.name.span),
        ..blank_field(name, kind, doc, link.name.span)
    }
}

/// The declaration of a link's tenant, taken from its owner's.
pub(crate) fn tenant_field(owner: &FieldDecl, link: Span) -> FieldDecl {
    let kind = owner.kind.clone().unwrap_or(FieldKind::Type(owner.name.clone()));
    let name = Spanned::new(owner.name.value.clone(), link);
    FieldDecl {
        on_delete: owner.on_delete,
        column: owner.column.clone(),
        json: owner.json.clone(),
        ..blank_field(name, kind, "Whose link it is.", link)
    }
}

fn on(span: Span) -> Flag {
    Flag {
        written: Some(true),
        span,
    }
}

/// A declaration that says nothing but name, kind and doc.
pub(crate) fn blank_field(name: Text, kind: FieldKind, doc: &str, span: Span) -> FieldDecl {
    FieldDecl {
        about: About {
            doc: Some(Spanned::new(doc.to_owned(), name.span)),
            ..About::default()
        },
        name,
        kind: Some(kind),
        default: None,
        min: None,
        max: None,
        length: None,
        pattern: None,
        unique: Flag::default(),
        index: Flag::default(),
        visibility: None,
        transient: Flag::default(),
        read_only: Flag::default(),
        immutable: Flag::default(),
        pii: None,
        purpose: None,
        examples: Vec::new(),
        computed: None,
        digest_of: None,
        identity: Flag::default(),
        on_delete: None,
        on_update: None,
        column: None,
        json: None,
        storage: None,
        span,
    }
}
