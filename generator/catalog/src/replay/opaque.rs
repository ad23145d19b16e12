//! Opaque objects while statements make, change and drop them. Each is known by its kind and its name; whoever replays
//! says what it needs.

use super::stage::Stage;
use crate::parse::Mistake;
use crate::{Dialect, ObjectName, Opaque, Unseen};

/// What a statement says of an opaque object.
pub(super) struct Said<'s> {
    pub(super) kind: &'s str,
    pub(super) name: String,
    pub(super) text: &'s str,
    pub(super) needs: Vec<ObjectName>,
}

/// Kinds that go silently with the table they hang on, as the server does it.
const HANGING: [&str; 10] = [
    "trigger",
    "policy",
    "rule",
    "constraint",
    "comment",
    "grant",
    "owner",
    "setting",
    "inheritance",
    "index",
];

impl Stage {
    /// Whether there is such an object; names hold for one kind, or for several that share their names.
    pub(super) fn has_opaque(&self, kinds: &[&str], name: &str) -> bool {
        self.opaque_at(kinds, name).is_some()
    }

    fn opaque_at(&self, kinds: &[&str], name: &str) -> Option<usize> {
        let mut all = self.catalog.opaque.iter();
        all.rposition(|known| kinds.contains(&known.kind.as_str()) && self.same(&known.name, name))
    }

    /// Adds an object, or replaces the one of its name where there can be only one.
    pub(super) fn put_opaque(&mut self, said: Said<'_>) {
        let made = Opaque {
            kind: said.kind.to_owned(),
            name: said.name,
            text: said.text.to_owned(),
            needs: said.needs,
            place: Unseen(self.place.clone()),
        };
        match self.opaque_at(&[said.kind], &made.name) {
            Some(at) => self.catalog.opaque[at] = made,
            None => self.catalog.opaque.push(made),
        }
    }

    /// Adds a statement to those that shaped an object.
    pub(super) fn extend_opaque(&mut self, kinds: &[&str], name: &str, text: &str) -> bool {
        let Some(at) = self.opaque_at(kinds, name) else {
            return false;
        };
        let known = &mut self.catalog.opaque[at];
        known.text.push_str(";\n");
        known.text.push_str(text);
        true
    }

    /// Gives an object another name.
    pub(super) fn rename_opaque(&mut self, kinds: &[&str], name: &str, new: &str) -> bool {
        let Some(at) = self.opaque_at(kinds, name) else {
            return false;
        };
        new.clone_into(&mut self.catalog.opaque[at].name);
        true
    }

    /// Removes an object with all that hangs on it, and what needs it if that goes too.
    pub(super) fn drop_opaque(
        &mut self,
        kinds: &[&str],
        name: &str,
        cascade: bool,
        offset: usize,
    ) -> Result<bool, Mistake> {
        let Some(at) = self.opaque_at(kinds, name) else {
            return Ok(false);
        };
        let gone = self.catalog.opaque.remove(at);
        self.release(&named(&gone.name), cascade, offset)?;
        Ok(true)
    }

    /// Removes what needs an object that goes: silently what hangs on it, the rest only where it may.
    pub(super) fn release(&mut self, name: &ObjectName, cascade: bool, offset: usize) -> Result<(), Mistake> {
        while let Some(at) = self.catalog.opaque.iter().position(|known| known.needs.contains(name)) {
            let known = &self.catalog.opaque[at];
            if !cascade
                && self.catalog.dialect == Dialect::Postgres
                && !HANGING.contains(&known.kind.as_str())
                && !is_owned(known)
            {
                let message = format!(
                    "`{name}` cannot be dropped: the {} `{}` needs it",
                    known.kind, known.name
                );
                return Err(Mistake { offset, message });
            }
            let gone = self.catalog.opaque.remove(at);
            if gone.kind != "comment" && gone.kind != "grant" {
                self.release(&named(&gone.name), cascade, offset)?;
            }
        }
        Ok(())
    }

    /// Removes a sequence together with the column that owns it.
    pub(super) fn drop_owned(&mut self, name: &str, owner: &ObjectName) {
        let owned = |known: &Opaque| known.kind == "sequence" && known.name == name && known.needs.contains(owner);
        self.catalog.opaque.retain(|known| !owned(known));
    }

    /// A sequence belongs to the table of a column from now on.
    pub(super) fn own_opaque(&mut self, name: &str, owner: ObjectName) {
        if let Some(at) = self.opaque_at(&["sequence"], name) {
            self.catalog.opaque[at].needs = vec![owner];
        }
    }

    /// Tells opaque objects the new name of what they need.
    pub(super) fn renamed_for_opaque(&mut self, old: &ObjectName, new: &ObjectName) {
        let needs = self.catalog.opaque.iter_mut().flat_map(|known| &mut known.needs);
        needs.filter(|name| *name == old).for_each(|name| name.clone_from(new));
    }
}

/// A sequence goes with the table of the column that owns it.
fn is_owned(opaque: &Opaque) -> bool {
    opaque.kind == "sequence"
}

/// The name of an opaque object as others need it.
pub(super) fn named(name: &str) -> ObjectName {
    match name.split_once('.') {
        Some((namespace, name)) => ObjectName {
            namespace: Some(namespace.to_owned()),
            name: name.to_owned(),
        },
        None => ObjectName {
            namespace: None,
            name: name.to_owned(),
        },
    }
}
