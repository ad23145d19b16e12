//! The whole pipeline: a project in, every output in memory. `gen`, `gen --check` and `explain` all start here, so they
//! cannot disagree about what a schema means.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::thread;

use driftless_diagnostics::{Diagnostics, Sources};
use driftless_migrate::{Allowance, Loss};
use driftless_model::{Output, Schema};
use driftless_output::OutputSet;
use driftless_shape::{Shapes, colliding_names};
use driftless_target::{Context, EmitError, Target};

use crate::costs::Drafted;
use crate::failure::Failure;
use crate::inputs::Inputs;
use crate::migrations::Drafts;
use crate::project::Project;
use crate::{VERSION, folders, migrations, targets};

/// Bytes of the stack of a thread, as much as a program begins with: printers of syntax trees descend by recursion.
const STACK: usize = 8 * 1024 * 1024;

/// A compiled project.
#[derive(Debug)]
pub struct Compiled {
    /// What was read, for diagnostics.
    pub sources: Sources,
    /// What there is to say that does not stop anything.
    pub diagnostics: Diagnostics,
    /// The meaning.
    pub schema: Schema,
    /// Every file.
    pub outputs: OutputSet,
    /// What the drafted migrations lose, as it was allowed.
    pub losses: Vec<Loss>,
    /// Drafted files that differ from what lies there, and what they do.
    pub costs: Vec<Drafted>,
    /// Everything that was read.
    pub(crate) inputs: Inputs,
}

/// A project and what its targets make of it, before any migration is drafted.
struct Emitted {
    project: Project,
    schema: Schema,
    outputs: OutputSet,
    diagnostics: Diagnostics,
}

fn emitted(project: Project) -> Result<Emitted, Failure> {
    let (project, schema, mut diagnostics) = understand(project)?;
    let outputs = emit_targets(&project, &schema, &mut diagnostics)?;
    if diagnostics.has_errors() {
        diagnostics.sort();
        return Err(Failure::Wrong {
            sources: project.sources,
            diagnostics,
        });
    }
    Ok(Emitted {
        project,
        schema,
        outputs,
        diagnostics,
    })
}

/// Compiles a project; migrations may lose what is `allowed`. Nothing is written.
///
/// # Errors
/// See [`Failure`]. Everything wrong with the schema is reported at once.
pub fn compile(project: Project, allowed: &[Allowance]) -> Result<Compiled, Failure> {
    let Emitted {
        project,
        schema,
        mut outputs,
        mut diagnostics,
    } = emitted(project)?;
    let mut blocked = Diagnostics::default();
    let mut drafts = Drafts {
        allowed,
        outputs: &mut outputs,
        diagnostics: &mut diagnostics,
        blocked: &mut blocked,
        stopped: Vec::new(),
        losses: Vec::new(),
        costs: Vec::new(),
    };
    migrations::draft(&project, &schema, &mut drafts)?;
    let (stopped, losses, costs) = (drafts.stopped, drafts.losses, drafts.costs);
    diagnostics.settle(&schema.levels);
    diagnostics.sort();
    let (sources, inputs) = project.into_read();
    if diagnostics.has_errors() {
        return Err(Failure::Wrong { sources, diagnostics });
    }
    if blocked.has_errors() {
        return Err(Failure::Migrations {
            sources,
            diagnostics: blocked,
        });
    }
    if !stopped.is_empty() {
        return Err(Failure::Loss { sources, stopped });
    }
    Ok(Compiled {
        sources,
        diagnostics,
        schema,
        outputs,
        losses,
        costs,
        inputs,
    })
}

/// A project whose every generated line leads back to its schema.
#[derive(Debug)]
pub(crate) struct Traced {
    /// What was read.
    pub(crate) sources: Sources,
    /// The meaning.
    pub(crate) schema: Schema,
    /// Every file that is known line by line.
    pub(crate) outputs: OutputSet,
}

/// Compiles a project to look at it: what a migration would lose stops nothing. Nothing is written.
///
/// # Errors
/// See [`Failure`].
pub(crate) fn trace(project: Project) -> Result<Traced, Failure> {
    let Emitted {
        project,
        schema,
        mut outputs,
        ..
    } = emitted(project)?;
    migrations::trace(&project, &schema, &mut outputs)?;
    Ok(Traced {
        sources: project.sources,
        schema,
        outputs,
    })
}

/// What the outputs have to say about a schema: names they cannot spell, rules they cannot enforce.
///
/// # Errors
/// A target could not emit; see [`Failure`].
pub fn reports(project: &Project, schema: &Schema) -> Result<Diagnostics, Failure> {
    let mut diagnostics = Diagnostics::default();
    emit_targets(project, schema, &mut diagnostics)?;
    for (_, lowered) in migrations::lowered(schema) {
        diagnostics.extend(lowered.diagnostics);
    }
    Ok(diagnostics)
}

/// The meaning of a project, before anything is emitted.
///
/// # Errors
/// The schema is wrong.
pub fn understand(mut project: Project) -> Result<(Project, Schema, Diagnostics), Failure> {
    let mut diagnostics = std::mem::take(&mut project.diagnostics);
    match driftless_resolve::resolve(&project.document, &mut diagnostics) {
        Some(schema) => Ok((project, schema, diagnostics)),
        None => {
            diagnostics.sort();
            Err(Failure::Wrong {
                sources: project.sources,
                diagnostics,
            })
        }
    }
}

fn emit_targets(project: &Project, schema: &Schema, diagnostics: &mut Diagnostics) -> Result<OutputSet, Failure> {
    let shapes = Shapes::of(schema);
    let mut outputs = OutputSet::default();
    diagnostics.extend(colliding_names(schema, &shapes));
    diagnostics.extend(folders::shared(schema, &targets::all(schema)));
    if diagnostics.has_errors() {
        return Ok(outputs);
    }
    let all = targets::all(schema);
    // Taken in by order, so that nobody sees which was first.
    for (target, emitted) in all.iter().zip(emit_all(project, schema, &shapes, &all)) {
        let (files, findings) = emitted?;
        let taken = outputs.extend(files).map_err(|error| {
            let error = EmitError::new(target.name(), target.default_path(), error.to_string());
            blamed(schema.output(target.name()), error)
        });
        taken?;
        diagnostics.extend(findings);
    }
    Ok(outputs)
}

/// What a target makes: its own files, and what its author must know.
type Made = Result<(OutputSet, Diagnostics), Failure>;

/// Emits every target on a thread of its own.
fn emit_all(project: &Project, schema: &Schema, shapes: &Shapes, all: &[Box<dyn Target>]) -> Vec<Made> {
    thread::scope(|scope| {
        let started = all.iter().map(|target| {
            let work = || emit(project, schema, shapes, target.as_ref());
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)
        });
        let started: Vec<_> = started.collect();
        let ended = started.into_iter().zip(all).map(|(thread, target)| match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            // The system has no thread left: one after the other, then.
            Err(_) => emit(project, schema, shapes, target.as_ref()),
        });
        ended.collect()
    })
}

fn emit(project: &Project, schema: &Schema, shapes: &Shapes, target: &dyn Target) -> Made {
    let (mut outputs, mut diagnostics) = (OutputSet::default(), Diagnostics::default());
    let settings = schema.output(target.name());
    if settings.is_some_and(|settings| !settings.enabled) {
        return Ok((outputs, diagnostics));
    }
    let default_path = target.default_path();
    let templates = match settings.and_then(|settings| settings.templates.as_deref()) {
        Some(folder) => project.folder(folder)?,
        None => BTreeMap::new(),
    };
    let context = Context {
        schema,
        shapes,
        path: settings
            .and_then(|settings| settings.path.as_deref())
            .unwrap_or(&default_path),
        settings,
        templates: &templates,
        version: VERSION,
    };
    let emitted = target.emit(&context, &mut outputs, &mut diagnostics);
    emitted.map_err(|error| blamed(settings, error))?;
    Ok((outputs, diagnostics))
}

/// Who has to act on what went wrong in a target: whoever wrote its templates, or we.
fn blamed(settings: Option<&Output>, error: EmitError) -> Failure {
    if settings.is_some_and(|settings| settings.templates.is_some()) {
        Failure::Template(error)
    } else {
        Failure::Bug(error)
    }
}
