//! Changes of a schema, each of which knows what it does to rows. In: a World, its rows, a kind of change and a number.
//! Out: the next World and rows, and what the loss gate must say. The same number picks the same objects, whatever else
//! happens in the step, so that a failure shrinks by leaving changes out.

mod entities;
mod enums;
mod fields;
mod implied;
mod records;
mod references;
mod rules;
mod types;
mod uses;
mod words;

use std::collections::BTreeSet;

use crate::random::{Random, choose};
use crate::rows::Rows;
use crate::world::{Entity, FIRM, Field, Id, World};
use uses::{forget_former_names, is_computed_from, is_tag, is_used};

macro_rules! kinds {
    ($($name:ident),* $(,)?) => {
        /// A kind of change.
        #[expect(clippy::enum_variant_names, reason = "one of them changes what is changed")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Change { $($name),* }

        impl Change {
            /// Every kind.
            pub(crate) const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

kinds!(
    RenameField,
    AddOptionalField,
    AddFieldWithDefault,
    AddRequiredField,
    AddTouchedField,
    DropField,
    RenameEntity,
    AddEntity,
    DropEntity,
    RenameNamedType,
    RenameEnum,
    RenameRecord,
    MoveEntity,
    MoveAndRenameEntity,
    RenameLink,
    AddLink,
    DropLink,
    AddLinkField,
    WidenType,
    NarrowType,
    WidenScale,
    NarrowScale,
    WidenLimit,
    NarrowLimit,
    WidenNamedType,
    NarrowNamedType,
    RequireField,
    RelaxField,
    ChangeDefault,
    DropDefault,
    AddWord,
    RemoveWord,
    RenameWord,
    ReorderWords,
    AddUnique,
    DropUnique,
    AddIndex,
    ChangeIndex,
    DropIndex,
    AddCheck,
    DropCheck,
    LoosenCheck,
    TightenCheck,
    AddReference,
    AddArc,
    ChangeOnDelete,
    ChangeOnUpdate,
    MakeImmutable,
    MakeAppendOnly,
    MakePlain,
    AddOptionalMember,
    AddMemberWithDefault,
    RenameMember,
    RemoveMember,
    AddArcTarget,
    RemoveArcTarget,
    ListUnderVariant,
    UnlistFromVariant,
    AddComputed,
    ChangeComputed,
    DropComputed,
    ScopeEntity,
    UnscopeEntity,
    ChangeDoc,
);

/// One change of a step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mutation {
    pub(crate) change: Change,
    pub(crate) seed: u64,
}

/// Whether the loss gate must stop at a change that nobody allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stops {
    Never,
    May,
    Must,
}

/// What a change was and did.
#[derive(Debug, Clone)]
pub(crate) struct Effect {
    pub(crate) what: String,
    pub(crate) stops: Stops,
    /// Entities that the gate may name because of it.
    pub(crate) about: Vec<String>,
    /// The way back cannot bring all values back.
    pub(crate) forgets: bool,
    /// Whether the rows let it happen cannot be said from here.
    pub(crate) unsure: bool,
    /// It may be refused outright.
    pub(crate) refusable: bool,
}

impl Effect {
    fn new(stops: Stops, what: String, about: &str) -> Self {
        Self {
            what,
            stops,
            about: vec![about.to_owned()],
            forgets: false,
            unsure: false,
            refusable: false,
        }
    }

    fn forgetting(mut self) -> Self {
        self.forgets = true;
        self
    }

    fn unsure(mut self) -> Self {
        self.unsure = true;
        self
    }

    fn refusable(mut self) -> Self {
        self.refusable = true;
        self
    }

    fn also(mut self, about: impl IntoIterator<Item = String>) -> Self {
        self.about.extend(about);
        self
    }
}

/// A step in the making.
pub(crate) struct Stage {
    /// As it was before the step.
    before: World,
    pub(crate) world: World,
    pub(crate) rows: Rows,
    /// What was changed in this step: each object at most once.
    touched: BTreeSet<Id>,
}

impl Stage {
    pub(crate) fn new(mut world: World, rows: Rows, random: &mut Random) -> Self {
        let before = world.clone();
        // A former name means nothing once the database has the new one; people leave it there for a while.
        if random.chance(60) {
            forget_former_names(&mut world);
        }
        Self {
            before,
            world,
            rows,
            touched: BTreeSet::new(),
        }
    }

    /// Makes a change; `None` where there is nothing to make it to.
    pub(crate) fn apply(&mut self, mutation: Mutation) -> Option<Effect> {
        let Mutation { change, seed } = mutation;
        match change {
            Change::RenameField => self.rename_field(seed),
            Change::AddOptionalField => self.add_field(seed, false),
            Change::AddFieldWithDefault => self.add_field(seed, true),
            Change::AddRequiredField => self.add_required_field(seed),
            Change::AddTouchedField => self.add_touched_field(seed),
            Change::DropField => self.drop_field(seed),
            Change::RenameEntity => self.rename_entity(seed),
            Change::AddEntity => self.add_entity(seed),
            Change::DropEntity => self.drop_entity(seed),
            Change::RenameNamedType => self.rename_named_type(seed),
            Change::RenameEnum => self.rename_enum(seed),
            Change::RenameRecord => self.rename_record(seed),
            Change::MoveEntity => self.move_entity(seed),
            Change::MoveAndRenameEntity => self.move_and_rename_entity(seed),
            Change::RenameLink => self.rename_link(seed),
            Change::AddLink => self.add_link(seed),
            Change::DropLink => self.drop_link(seed),
            Change::AddLinkField => self.add_link_field(seed),
            Change::WidenType => self.widen_type(seed),
            Change::NarrowType => self.narrow_type(seed),
            Change::WidenScale => self.widen_scale(seed),
            Change::NarrowScale => self.narrow_scale(seed),
            Change::WidenLimit => self.widen_limit(seed),
            Change::NarrowLimit => self.narrow_limit(seed),
            Change::WidenNamedType => self.change_named_type(seed, true),
            Change::NarrowNamedType => self.change_named_type(seed, false),
            Change::RequireField => self.require_field(seed),
            Change::RelaxField => self.relax_field(seed),
            Change::ChangeDefault => self.change_default(seed),
            Change::DropDefault => self.drop_default(seed),
            Change::AddWord => self.add_word(seed),
            Change::RemoveWord => self.remove_word(seed),
            Change::RenameWord => self.rename_word(seed),
            Change::ReorderWords => self.reorder_words(seed),
            Change::AddUnique => self.add_set(seed, true),
            Change::AddIndex => self.add_set(seed, false),
            Change::DropUnique => self.drop_set(seed, true),
            Change::DropIndex => self.drop_set(seed, false),
            Change::ChangeIndex => self.change_index(seed),
            Change::AddCheck => self.add_check(seed),
            Change::DropCheck => self.drop_check(seed),
            Change::LoosenCheck => self.change_check(seed, true),
            Change::TightenCheck => self.change_check(seed, false),
            Change::AddReference => self.add_reference(seed),
            Change::AddArc => self.add_arc(seed),
            Change::ChangeOnDelete => self.change_on_delete(seed),
            Change::ChangeOnUpdate => self.change_on_update(seed),
            Change::MakeImmutable | Change::MakeAppendOnly | Change::MakePlain => self.change_mutability(seed, change),
            Change::AddOptionalMember => self.add_member(seed, false),
            Change::AddMemberWithDefault => self.add_member(seed, true),
            Change::RenameMember => self.rename_member(seed),
            Change::RemoveMember => self.remove_member(seed),
            Change::AddArcTarget => self.add_arc_target(seed),
            Change::RemoveArcTarget => self.remove_arc_target(seed),
            Change::ListUnderVariant => self.list_under_variant(seed),
            Change::UnlistFromVariant => self.unlist_from_variant(seed),
            Change::AddComputed => self.add_computed(seed),
            Change::ChangeComputed => self.change_computed(seed),
            Change::DropComputed => self.drop_computed(seed),
            Change::ScopeEntity => self.scope_entity(seed),
            Change::UnscopeEntity => self.unscope_entity(seed),
            Change::ChangeDoc => self.change_doc(seed),
        }
    }

    /// An object that nothing in this step has changed, and nothing will.
    fn take(&mut self, id: Id) -> Option<Id> {
        self.touched.insert(id).then_some(id)
    }

    fn is_free(&self, id: Id) -> bool {
        !self.touched.contains(&id)
    }

    /// The id of something new.
    fn new_id(&mut self, seed: u64) -> Id {
        let id = 1_000_000 + u32::try_from(seed % 3_000_000_000).unwrap_or(0);
        self.touched.insert(id);
        id
    }

    /// A field to change, with its entity.
    fn field(&mut self, seed: u64, fits: impl Fn(&Entity, &Field) -> bool) -> Option<(Id, Id)> {
        let all = self
            .world
            .entities
            .iter()
            .flat_map(|entity| entity.fields.iter().map(move |field| (entity, field)));
        let free =
            all.filter(|(entity, field)| self.is_free(field.id) && self.is_free(entity.id) && fits(entity, field));
        let (entity, field) = choose(seed, free, |(_, field)| u64::from(field.id))?;
        let found = (entity.id, field.id);
        self.touched.insert(field.id);
        Some(found)
    }

    /// An entity to change; not the tenant.
    fn an_entity(&self, seed: u64, fits: impl Fn(&Entity) -> bool) -> Option<Id> {
        let all = self.world.entities.iter();
        let free = all.filter(|entity| entity.id != FIRM && self.is_free(entity.id) && fits(entity));
        choose(seed, free, |entity| u64::from(entity.id)).map(|entity| entity.id)
    }

    fn field_mut(&mut self, (entity, field): (Id, Id)) -> &mut Field {
        let fields = &mut self.world.entity_mut(entity).fields;
        fields.iter_mut().find(|of| of.id == field).expect("a field")
    }

    fn field_ref(&self, (entity, field): (Id, Id)) -> &Field {
        self.world
            .entity(entity)
            .fields
            .iter()
            .find(|of| of.id == field)
            .expect("a field")
    }

    fn name(&self, entity: Id) -> String {
        self.world.entity(entity).name.clone()
    }

    /// The field as people call it.
    fn named(&self, at: (Id, Id)) -> String {
        format!("{}.{}", self.name(at.0), self.field_ref(at).name)
    }
}

impl Stage {
    /// The fields and tables of the World before whose values a way back need not restore.
    pub(crate) fn unknown(&self) -> BTreeSet<Id> {
        let before = &self.before;
        let parts = |world: &World| -> BTreeSet<Id> {
            world
                .tables()
                .iter()
                .flat_map(|table| table.fields.iter().map(|field| field.id).chain([table.id]))
                .collect()
        };
        let gone = parts(before)
            .difference(&parts(&self.world))
            .copied()
            .collect::<Vec<_>>();
        let tables: Vec<Id> = before.tables().iter().map(|table| table.id).collect();
        let changed = self.touched.iter().filter(|id| !tables.contains(id)).copied();
        changed.chain(gone).collect()
    }
}
