//! Forms that both databases share.

/// Text that is a JSON object or list without blanks; any other text as it is.
pub(crate) fn compacted(text: &str) -> String {
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) if value.is_object() || value.is_array() => value.to_string(),
        _ => text.to_owned(),
    }
}
