//! The template engine, set so that text cannot become code by accident. In: templates and the view. Out: texts. What
//! is undefined is an error, and so is printing a text that no filter escaped, unless it is a plain word.

use std::collections::BTreeMap;

use driftless_diagnostics::Diagnostic;
use driftless_target::{Context, HEADER};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};

use crate::reports::Reports;
use crate::{files, filters, view};

/// Templates of one target, ready to run.
#[derive(Debug)]
pub(crate) struct Engine<'a> {
    environment: Environment<'a>,
    /// What every template sees.
    globals: Value,
    domains: Vec<Value>,
    reports: Reports,
}

impl<'a> Engine<'a> {
    /// Reads templates. An error names the template.
    pub(crate) fn new(templates: &BTreeMap<&'a str, &'a str>, context: &Context<'_>) -> Result<Self, (String, String)> {
        let reports = Reports::default();
        let mut environment = environment();
        filters::register(&mut environment);
        reports.register(&mut environment);
        for (&name, &text) in templates {
            environment
                .add_template(name, text)
                .map_err(|error| (name.to_owned(), explain(&error)))?;
        }
        let (globals, domains) = globals(context);
        Ok(Self {
            environment,
            globals,
            domains,
            reports,
        })
    }

    /// Runs a template, for one domain or for all.
    pub(crate) fn render(&self, template: &str, domain: Option<usize>) -> Result<String, String> {
        let view = match domain {
            Some(at) => context! { domain => self.domains[at].clone(), ..self.globals.clone() },
            None => self.globals.clone(),
        };
        let template = self
            .environment
            .get_template(template)
            .map_err(|error| explain(&error))?;
        template.render(view).map_err(|error| explain(&error))
    }

    /// What the templates said about the schema.
    pub(crate) fn reports(&self) -> Vec<Diagnostic> {
        self.reports.take()
    }
}

fn environment<'a>() -> Environment<'a> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Blocks and macros yield safe text under any kind of escaping; ours is to refuse.
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("checked".into()));
    environment.set_formatter(|out, _, value| {
        let is_printable = value.is_safe() || value.as_str().is_none_or(filters::is_plain);
        if !is_printable || value.is_undefined() {
            return Err(filters::unescaped(value));
        }
        write!(out, "{value}").map_err(minijinja::Error::from)
    });
    if let Ok(syntax) = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
    environment
}

/// The view that every template of every target is given.
fn globals(context: &Context<'_>) -> (Value, Vec<Value>) {
    let view = view::View::of(context.schema, context.shapes);
    let domains: Vec<Value> = view.domains.iter().map(|domain| Value::from(Serde(domain))).collect();
    let globals = context! {
        header => Value::from_safe_string(HEADER.to_owned()),
        version => context.version,
        package => files::package(context),
        options => Serde(view::options(context.settings)),
        schema => Serde(&view.schema),
        types => Serde(&view.types),
        domains => domains.clone(),
        graphs => Serde(&view.graphs),
    };
    (globals, domains)
}

/// An error with the line of the template and its cause.
fn explain(error: &minijinja::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
