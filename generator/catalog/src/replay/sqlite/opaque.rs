//! What the Catalog does not model on SQLite: views, virtual tables, tables made of a query, triggers of columns.

use super::super::opaque::Said;
use super::super::stage::Stage;
use super::{Outcome, taken};
use crate::ObjectName;

pub(super) fn create(stage: &mut Stage, kind: &str, name: &str, optional: bool, text: &str) -> Outcome {
    put(stage, kind, name, Vec::new(), optional, text)
}

/// A trigger of a view, or one that the Catalog's form does not tell.
pub(super) fn trigger(stage: &mut Stage, name: &str, on: ObjectName, optional: bool, text: &str) -> Outcome {
    put(stage, "trigger", name, vec![on], optional, text)
}

fn put(stage: &mut Stage, kind: &str, name: &str, needs: Vec<ObjectName>, optional: bool, text: &str) -> Outcome {
    if stage.has_opaque(&[kind], name) {
        return if optional { Ok(()) } else { Err(taken(name)) };
    }
    stage.put_opaque(Said {
        kind,
        name: name.to_owned(),
        text,
        needs,
    });
    Ok(())
}

pub(super) fn remove(stage: &mut Stage, kinds: &[&str], name: &str) -> bool {
    stage.drop_opaque(kinds, name, true, 0).unwrap_or_default()
}

/// Triggers go with their table; views stay, and fail when they are asked.
pub(super) fn table_is_gone(stage: &mut Stage, name: &ObjectName) {
    let hangs = |needs: &[ObjectName]| needs.iter().any(|need| need.name.eq_ignore_ascii_case(&name.name));
    stage
        .catalog
        .opaque
        .retain(|known| known.kind != "trigger" || !hangs(&known.needs));
}
