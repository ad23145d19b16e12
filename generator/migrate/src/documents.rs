//! Stand-in.
use driftless_catalog::{Dialect, Document, Meaning};
pub(crate) struct DocumentChange {
    pub(crate) rewrite: Option<Rewrite>,
}
pub(crate) struct Rewrite;
impl Rewrite {
    pub(crate) fn sql(&self, _: Dialect, _: &str) -> String {
        String::new()
    }
}
impl DocumentChange {
    pub(crate) fn losses(&self) -> Vec<(crate::gate::LossCode, String, String)> {
        Vec::new()
    }
    pub(crate) fn is_none(&self) -> bool {
        true
    }
}
pub(crate) fn document_change(_: (&[Document], &Meaning), _: (&[Document], &Meaning)) -> DocumentChange {
    DocumentChange { rewrite: None }
}
