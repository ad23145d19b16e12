//! Targets made of templates alone: Python, documentation, and those a project adds.
//!
//! In: Schema and Shapes, and a folder of templates. Out: whatever the templates say. All of them are given the same
//! documented [`view`]; no target here has a line of Rust of its own beside its list of templates in [`builtin`].
//! What a template prints must have passed a filter that escapes it for its language: see [`engine`].

mod builtin;
mod engine;
mod escape;
mod files;
mod filters;
mod reports;
mod view;

use std::collections::BTreeMap;

use driftless_diagnostics::Diagnostics;
use driftless_output::{Kind, OutputSet};
use driftless_target::{Context, EmitError, Target};

pub use builtin::BUILTIN;

/// A target made of templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextTarget {
    name: String,
    templates: &'static [(&'static str, &'static str)],
}

impl TextTarget {
    /// A target of ours, by name.
    pub fn builtin(name: &str) -> Option<Self> {
        let &(name, templates) = BUILTIN.iter().find(|(builtin, _)| *builtin == name)?;
        Some(Self {
            name: name.to_owned(),
            templates,
        })
    }

    /// A target of the project's own: everything it emits comes from [`Context::templates`].
    pub fn of_project(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            templates: &[],
        }
    }

    /// Its own templates, under those of the project.
    fn templates<'a>(&self, context: &'a Context<'_>) -> BTreeMap<&'a str, &'a str> {
        let mut templates: BTreeMap<&str, &str> = self.templates.iter().copied().collect();
        templates.extend(
            context
                .templates
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str())),
        );
        templates
    }
}

impl Target for TextTarget {
    fn name(&self) -> &str {
        &self.name
    }

    fn default_path(&self) -> String {
        format!("generated/{}", self.name)
    }

    fn emit(
        &self,
        context: &Context<'_>,
        outputs: &mut OutputSet,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), EmitError> {
        if let Some(refused) = files::refused_package(context) {
            diagnostics.push(refused);
            return Ok(());
        }
        let error = |file: &str, message: String| EmitError::new(self.name.clone(), file, message);
        let templates = self.templates(context);
        let engine = engine::Engine::new(&templates, context).map_err(|(file, cause)| error(&file, cause))?;
        for (template, file, domain) in files::plan(&templates, context) {
            let text = engine
                .render(template, domain)
                .map_err(|cause| error(template, cause))?;
            let inserted = outputs.insert_marked(&context.file(&file), &text, Kind::Generated);
            inserted.map_err(|cause| error(template, cause.to_string()))?;
        }
        diagnostics.extend(engine.reports());
        Ok(())
    }
}
