//! What `[output.openapi]` chooses.

use driftless_target::Context;

use crate::lower::Version;

/// Everything the author may choose.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Title of the documents.
    pub(crate) title: String,
    /// Which OpenAPI is written.
    pub(crate) version: Version,
    /// Where the service answers.
    pub(crate) servers: Vec<String>,
    /// Whether callers say who they are with a bearer token.
    pub(crate) bearer: bool,
}

impl Settings {
    /// As the schema says, or as most want it.
    pub(crate) fn of(context: &Context<'_>) -> Self {
        let text = |key: &str| context.settings.and_then(|output| output.text(key));
        let servers = context
            .settings
            .map(|output| output.list("servers"))
            .unwrap_or_default();
        Self {
            title: text("title").map_or_else(|| sentence(context.schema.name.as_str()), str::to_owned),
            version: if text("version") == Some("3.0") {
                Version::V30
            } else {
                Version::V31
            },
            servers: if servers.is_empty() {
                vec!["/".to_owned()]
            } else {
                servers.to_vec()
            },
            bearer: text("auth") != Some("none"),
        }
    }
}

/// `context_platform` as a title: `Context platform`.
pub(crate) fn sentence(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
