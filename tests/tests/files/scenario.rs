//! Runs that change files in every way there is: projects before them, and what they lead to when nothing disturbs them.

use driftless_tests::project::Project;

use super::tree::Tree;

/// Two domains, so that one can go with its files. The outputs with most files are off: a run is one of thousands.
pub(crate) const LIBRARY: &str = r#"
[schema]
name = "library"
doc  = "Where books stand."

[output.rust]
enabled = false

[output.typescript]
enabled = false

[domain.shelves]
doc = "Where books stand."

[entity.Shelf]
domain       = "shelves"
doc          = "A shelf that holds books."
fields.id    = { type = "uuid", default = "uuid", doc = "Its key." }
fields.label = { type = "text", length = "1..40", unique = true, doc = "What is written on it." }
"#;

/// The second of them.
const LOANS: &str = r#"
[domain.loans]
doc = "Who has which book."

[entity.Loan]
domain      = "loans"
doc         = "A book that somebody has."
fields.id   = { type = "uuid", default = "uuid", doc = "Its key." }
fields.note = { type = "text?", length = "1..40", doc = "What was said about it." }
"#;

/// One more field of the shelves.
pub(crate) const HEIGHT: &str = "fields.height = { type = \"int?\", min = 1, doc = \"Height in centimetres.\" }\n";
const WIDTH: &str = "fields.width = { type = \"int?\", min = 1, doc = \"Width in centimetres.\" }\n";

const MOVED: &str = "
[output.python]
path = \"packages/python\"
[output.docs]
path = \"handbook\"
[output.sqlite]
path = \"database/sqlite\"
";

/// What people keep beside and within the folders of outputs.
const BY_HAND: &[&str] = &[
    "notes.txt",
    "generated/notes.txt",
    "generated/python/library/by_hand.py",
    "generated/docs/empty/.gitkeep",
    "migrations/notes.md",
    "packages/python/notes.txt",
    ".driftless-notes.txt",
];

/// The run of most scenarios.
const GEN: &[&str] = &["gen"];

/// A run and what it does.
#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    /// The project before the run.
    pub(crate) before: Tree,
    pub(crate) run: &'static [&'static str],
    /// What is run after one that was killed.
    pub(crate) again: &'static [&'static str],
    /// What that may lead to.
    pub(crate) ends: Vec<Tree>,
    /// What `gen --check` may call up to date: what an undisturbed run leads to, and what was so before it.
    pub(crate) fine: Vec<Tree>,
}

impl Scenario {
    /// A project that `steps` lead to, and then `run`.
    fn new(name: &'static str, steps: impl FnOnce(&Project), run: &'static [&'static str]) -> Self {
        let project = Project::new("");
        BY_HAND
            .iter()
            .for_each(|path| project.write(path, &format!("{path}, by hand\n")));
        steps(&project);
        let before = Tree::read(project.root());
        let was_fine = project.run(&["gen", "--check"]).succeeded();
        project.run(run).passed();
        let after = Tree::read(project.root());
        assert_ne!(before, after, "{name} changes something");
        let mut fine = vec![after.clone()];
        fine.extend(was_fine.then(|| before.clone()));
        Self {
            name,
            before,
            run,
            again: run,
            ends: vec![after],
            fine,
        }
    }

    /// For a run that must not be made twice: `gen` follows, on what was before or on what is after.
    fn followed_by_gen(mut self) -> Self {
        self.again = &["gen"];
        let starts = [&self.before, &self.ends[0]].map(Tree::clone);
        self.ends = starts
            .map(|start| {
                let project = Project::new("");
                start.write(project.root());
                project.run(&["gen"]).passed();
                Tree::read(project.root())
            })
            .to_vec();
        self
    }
}

fn schema(project: &Project, parts: &[&str]) {
    project.write("schema.toml", &parts.concat());
}

fn generated(project: &Project, parts: &[&str]) {
    schema(project, parts);
    project.run(&["gen"]).passed();
}

fn released(project: &Project, parts: &[&str]) {
    generated(project, parts);
    project.run(&["migrate", "release"]).passed();
}

/// Every scenario.
pub(crate) fn all() -> Vec<Scenario> {
    let second_draft = |project: &Project| {
        released(project, &[LIBRARY]);
        generated(project, &[LIBRARY, HEIGHT]);
    };
    vec![
        Scenario::new("first", |project| schema(project, &[LIBRARY, LOANS]), GEN),
        Scenario::new(
            "changed",
            |project| {
                generated(project, &[LIBRARY]);
                schema(project, &[LIBRARY, HEIGHT]);
            },
            GEN,
        ),
        Scenario::new(
            "domain removed",
            |project| {
                generated(project, &[LIBRARY, LOANS]);
                schema(project, &[LIBRARY]);
            },
            GEN,
        ),
        Scenario::new(
            "folders renamed",
            |project| {
                generated(project, &[LIBRARY]);
                schema(project, &[LIBRARY, HEIGHT, MOVED]);
            },
            GEN,
        ),
        Scenario::new(
            "second draft begun",
            |project| {
                released(project, &[LIBRARY]);
                schema(project, &[LIBRARY, HEIGHT]);
            },
            GEN,
        ),
        Scenario::new(
            "draft under another name",
            |project| {
                second_draft(project);
                schema(project, &[LIBRARY, WIDTH]);
            },
            GEN,
        ),
        Scenario::new(
            "draft withdrawn",
            |project| {
                second_draft(project);
                schema(project, &[LIBRARY]);
            },
            GEN,
        ),
        Scenario::new(
            "manifest lost, an output edited",
            |project| {
                generated(project, &[LIBRARY, LOANS]);
                std::fs::remove_file(project.root().join("generated/manifest.json")).expect("it is there");
                project.write(
                    "generated/docs/shelves.md",
                    "<!-- @generated by driftless -->\nedited\n",
                );
                schema(project, &[LIBRARY, LOANS, WIDTH]);
            },
            GEN,
        ),
        Scenario::new("released", second_draft, &["migrate", "release", "heights"]),
        Scenario::new("begun by hand", second_draft, &["migrate", "new", "mend"]).followed_by_gen(),
    ]
}
