//! Where words of enums lie: in columns, and as members of documents.

use serde_json::Value as Json;

use super::Stage;
use crate::world::{Id, Kind};

impl Stage {
    /// The records that have words of an enum as a member.
    pub(super) fn records_speaking(&self, id: Id) -> Vec<Id> {
        let speaks = |kind: &Kind| *kind == Kind::Enum(id);
        let records = self.world.records.iter();
        let speaking = records.filter(|record| record.fields.iter().any(|member| speaks(&member.kind)));
        speaking.map(|record| record.id).collect()
    }

    /// The tables and fields that hold words of an enum.
    pub(super) fn speaking(&self, id: Id) -> Vec<(Id, Id)> {
        let mut uses = self.using(&Kind::Enum(id));
        let records = self.records_speaking(id);
        uses.extend(records.into_iter().flat_map(|record| self.uses(record)));
        uses
    }

    /// Visits every member of a document that holds words of an enum.
    pub(super) fn for_each_spoken(&mut self, id: Id, mut change: impl FnMut(&mut Json)) {
        for record in self.records_speaking(id) {
            let members = self.world.record(record).fields.iter();
            let speaking = members.filter(|member| member.kind == Kind::Enum(id));
            let names: Vec<_> = speaking.map(|member| member.name.clone()).collect();
            self.for_each_document(record, |document| {
                for name in &names {
                    document.get_mut(name).into_iter().for_each(&mut change);
                }
            });
        }
    }

    /// Whether a document holds a word.
    pub(super) fn is_spoken(&mut self, id: Id, word: &str) -> bool {
        let mut found = false;
        self.for_each_spoken(id, |value| found |= is_in(value, word));
        found
    }
}

fn is_in(value: &Json, word: &str) -> bool {
    match value {
        Json::String(text) => text == word,
        Json::Array(items) => items.iter().any(|item| is_in(item, word)),
        _ => false,
    }
}

/// Puts another word in the place of one.
pub(super) fn reword(value: &mut Json, old: &str, next: &str) {
    match value {
        Json::String(text) if text == old => next.clone_into(text),
        Json::Array(items) => items.iter_mut().for_each(|item| reword(item, old, next)),
        _ => {}
    }
}
