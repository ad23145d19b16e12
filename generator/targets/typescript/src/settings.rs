//! What `[output.typescript]` chooses.

use driftless_target::Context;

/// Which texts and numbers become types of their own that no plain value fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Brands {
    /// Keys of entities.
    Ids,
    /// Keys, named types, and scalars that travel as text.
    All,
    /// Nothing: every alias is its plain type.
    None,
}

/// Everything the author may choose.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Name of the npm package.
    pub(crate) package: String,
    /// What is branded.
    pub(crate) brands: Brands,
}

impl Settings {
    /// As the schema says, or as most want it.
    pub(crate) fn of(context: &Context<'_>) -> Self {
        let text = |key: &str| context.settings.and_then(|output| output.text(key));
        Self {
            package: text("package").map_or_else(|| context.schema.name.kebab(), str::to_owned),
            brands: match text("brands") {
                Some("all") => Brands::All,
                Some("none") => Brands::None,
                _ => Brands::Ids,
            },
        }
    }
}
