//! What is planned, held against what is said about statements: a plan that loses nothing has no hazard at all, and
//! one that was allowed to lose something has no other.

use std::collections::BTreeMap;

use driftless_catalog::{Catalog, Dialect, lower};
use driftless_diagnostics::{Code, Severity};
use driftless_hazard::Inspector;
use driftless_migrate::{DraftError, Goal, MigrationFile, draft, release};
use driftless_output::OutputFile;
use driftless_tests::{repository, tree};

pub(crate) type Folder = BTreeMap<String, String>;

/// The lines that edits replace are marked by their beginning.
const SCHEMA: &str = r#"
[schema]
name = "library"

[domain.lending]

[enum.State]
values = { new = "Just bought.", old = "Read often." }

[entity.Author]
domain = "lending"
fields.id = { type = "uuid", default = "uuid" }
fields.name = { type = "text", length = "1..100" }

[entity.Book]
domain = "lending"
unique = [["isbn"]]
index = [["title"]]
fields.id = { type = "uuid", default = "uuid" }
fields.isbn = { type = "text?", length = "10..13" }
fields.title = { type = "varchar(100)" }
fields.pages = { type = "int?", min = 1 }
fields.price = { type = "numeric(10,2)" }
fields.state = { type = "State", default = "new" }
fields.author = { ref = "Author?", on_delete = "cascade" }

[entity.Loan]
domain = "lending"
fields.id = { type = "uuid", default = "uuid" }
fields.book = { ref = "Book", on_delete = "cascade" }
"#;

/// What is replaced, by what, and why it is a change of its own.
const EDITS: &[(&str, &str, &str)] = &[
    (
        "a field",
        "fields.pages =",
        "fields.note = { type = \"text?\" }\nfields.pages =",
    ),
    (
        "a field with a default",
        "fields.pages =",
        "fields.stock = { type = \"int\", default = 0 }\nfields.pages =",
    ),
    (
        "a field with the time as its default",
        "fields.pages =",
        "fields.noted = { type = \"timestamp\", default = \"now\" }\nfields.pages =",
    ),
    (
        "a field that is made for each row",
        "fields.pages =",
        "fields.token = { type = \"uuid\", default = \"uuid\" }\nfields.pages =",
    ),
    (
        "a required field",
        "fields.pages =",
        "fields.note = { type = \"text\" }\nfields.pages =",
    ),
    (
        "a reference",
        "fields.pages =",
        "fields.editor = { ref = \"Author?\" }\nfields.pages =",
    ),
    ("a field fewer", "fields.pages = { type = \"int?\", min = 1 }\n", ""),
    ("a field that is required now", "\"int?\", min = 1", "\"int\", min = 1"),
    (
        "a field that is required no longer",
        "fields.price = { type = \"numeric(10,2)\" }",
        "fields.price = { type = \"numeric(10,2)?\" }",
    ),
    ("a larger number", "\"int?\", min = 1", "\"bigint?\", min = 1"),
    ("a stricter rule", "\"int?\", min = 1", "\"int?\", min = 2"),
    ("a looser rule", "\"int?\", min = 1", "\"int?\""),
    ("a longer text", "varchar(100)", "varchar(200)"),
    (
        "a text without end",
        "{ type = \"varchar(100)\" }",
        "{ type = \"text\" }",
    ),
    ("more digits", "numeric(10,2)", "numeric(12,2)"),
    ("another scale", "numeric(10,2)", "numeric(12,4)"),
    (
        "a unique set",
        "unique = [[\"isbn\"]]",
        "unique = [[\"isbn\"], [\"title\"]]",
    ),
    ("a unique set fewer", "unique = [[\"isbn\"]]\n", ""),
    (
        "an index",
        "index = [[\"title\"]]",
        "index = [[\"title\"], [\"pages\"]]",
    ),
    ("an index fewer", "index = [[\"title\"]]\n", ""),
    (
        "a value",
        "old = \"Read often.\"",
        "old = \"Read often.\", lost = \"Gone.\"",
    ),
    (
        "another action",
        "ref = \"Author?\", on_delete = \"cascade\"",
        "ref = \"Author?\", on_delete = \"set null\"",
    ),
    (
        "a renamed field",
        "fields.pages = {",
        "fields.leaves = { renamed_from = \"pages\",",
    ),
    (
        "an entity",
        "[entity.Loan]",
        "[entity.Shelf]\ndomain = \"lending\"\nfields.id = { type = \"uuid\", default = \"uuid\" }\nfields.book = { ref = \"Book\", on_delete = \"cascade\" }\n\n[entity.Loan]",
    ),
    (
        "an entity fewer",
        "\n[entity.Loan]\ndomain = \"lending\"\nfields.id = { type = \"uuid\", default = \"uuid\" }\nfields.book = { ref = \"Book\", on_delete = \"cascade\" }\n",
        "",
    ),
    (
        "an immutable entity",
        "[entity.Book]\n",
        "[entity.Book]\nimmutable = true\n",
    ),
];

#[test]
fn planned_changes_have_no_hazard_that_was_not_allowed() {
    let (mut wrong, mut planned) = (String::new(), 0);
    for dialect in Dialect::ALL {
        let first = first(SCHEMA, dialect);
        for (words, old, new) in EDITS {
            assert!(SCHEMA.contains(old), "{words}: the schema has no {old}");
            let mut blame = |code: &str, what: &str| {
                wrong += &format!("{} {words}: {code}: {what}\n", dialect.as_str());
            };
            match next(&SCHEMA.replace(old, new), dialect, &first) {
                Err(bug) => blame("no draft", &bug),
                Ok((files, lossy)) => {
                    planned += usize::from(!files.is_empty());
                    let found = hazards(dialect, &first, &files).into_iter();
                    found
                        .filter(|(_, code, _)| !is_asked_for(*code, lossy))
                        .for_each(|(file, code, message)| blame(code.as_str(), &format!("{file}: {message}")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(planned > EDITS.len(), "only {planned} edits change a database");
}

/// What an edit asks for by itself: a new name breaks whoever knows the old one, and a loss was allowed.
fn is_asked_for(code: Code, lossy: bool) -> bool {
    code == Code::BreaksRunningCode || lossy && matches!(code, Code::LostData | Code::LostGuarantee)
}

#[test]
fn our_own_migrations_have_no_hazard() {
    for dialect in Dialect::ALL {
        for files in schemas(dialect) {
            let found = hazards(dialect, &Folder::new(), &files);
            assert!(found.is_empty(), "{}: {found:#?}", dialect.as_str());
        }
    }
}

/// The first migrations of the repository's schemas.
pub(crate) fn schemas(dialect: Dialect) -> Vec<Folder> {
    let folder = repository().join("tests/schemas");
    let others = tree::read(&folder).into_keys().filter(|path| path.ends_with(".toml"));
    let paths = others
        .map(|path| folder.join(path))
        .chain([repository().join("schema.toml")]);
    let text = |path: std::path::PathBuf| std::fs::read_to_string(path).expect("a schema can be read");
    let schemas: Vec<Folder> = paths.map(text).map(|text| first_draft(&text, dialect)).collect();
    assert!(schemas.len() > 3);
    schemas
}

/// The files that each edit adds.
pub(crate) fn every_edit(dialect: Dialect) -> Vec<(&'static str, Folder)> {
    let first = first(SCHEMA, dialect);
    let files = |(words, old, new): &(&'static str, &str, &str)| {
        let (files, _) = next(&SCHEMA.replace(old, new), dialect, &first).ok()?;
        Some((*words, files))
    };
    EDITS.iter().filter_map(files).collect()
}

fn first_draft(text: &str, dialect: Dialect) -> Folder {
    emitted(
        drafted(text, dialect, &Folder::new())
            .unwrap_or_else(|bug| panic!("{bug}"))
            .0,
    )
}

/// What is said about the files that lead upwards.
fn hazards(dialect: Dialect, before: &Folder, files: &Folder) -> Vec<(String, Code, String)> {
    let mut inspector = Inspector::of(Catalog::empty(dialect));
    let up = |folder: &Folder| {
        let files = folder.iter().filter(|(name, _)| name.ends_with(".up.sql"));
        files
            .map(|(name, text)| (name.clone(), text.clone()))
            .collect::<Vec<_>>()
    };
    for (name, text) in up(before) {
        inspector
            .file(&text)
            .unwrap_or_else(|mistake| panic!("{name}: {mistake}"));
    }
    let mut found = Vec::new();
    for (name, text) in up(files) {
        let inspected = inspector
            .file(&text)
            .unwrap_or_else(|mistake| panic!("{name}: {mistake}\n{text}"));
        let hazards = inspected.into_iter().flat_map(|statement| statement.hazards);
        found.extend(
            hazards
                .filter(|hazard| hazard.severity > Severity::Note)
                .map(|hazard| (name.clone(), hazard.code, hazard.message)),
        );
    }
    found
}

/// A folder with one sealed migration.
fn first(text: &str, dialect: Dialect) -> Folder {
    let mut folder = first_draft(text, dialect);
    with_goal(text, dialect, |goal| {
        let sealed = release(goal, None, &folder)
            .expect("a whole folder")
            .expect("a draft to seal");
        folder.extend(sealed.files);
    });
    folder
}

/// The files that an edit adds, and whether something is lost on the way.
fn next(text: &str, dialect: Dialect, sealed: &Folder) -> Result<(Folder, bool), String> {
    let (files, lossy) = drafted(text, dialect, sealed)?;
    let mut files = emitted(files);
    files.retain(|name, _| !sealed.contains_key(name));
    Ok((files, lossy))
}

fn drafted(text: &str, dialect: Dialect, folder: &Folder) -> Result<(Vec<MigrationFile>, bool), String> {
    let mut found = Err(String::new());
    with_goal(text, dialect, |goal| {
        found = match draft(goal, folder, &[]) {
            Ok(output) => Ok((output.files, false)),
            Err(DraftError::Stopped(stop)) => Ok((stop.files, true)),
            Err(error) => Err(format!("{error:?}")),
        };
    });
    found
}

fn with_goal(text: &str, dialect: Dialect, mut see: impl FnMut(Goal<'_>)) {
    let compiled = driftless_resolve::compile_text("schema.toml", text);
    let schema = compiled
        .schema
        .unwrap_or_else(|| panic!("{:#?} of\n{text}", compiled.diagnostics));
    let (own, model) = (
        lower(&schema, dialect).catalog,
        lower(&schema, Dialect::Postgres).catalog,
    );
    see(Goal {
        catalog: &own,
        model: &model,
    });
}

fn emitted(files: Vec<MigrationFile>) -> Folder {
    let text = |marked: &str| OutputFile::from_marked(marked).expect("markers are whole").text;
    files.into_iter().map(|file| (file.name, text(&file.text))).collect()
}
