//! What the real tools say of outputs. In: files that the compiler made. Out: nothing, or the first tool that stumbles. Every
//! tool runs in a folder where a canary would leave its file, and afterwards none may be there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use driftless_output::OutputSet;
use driftless_tests::postgres::{self, OWNER};
use driftless_tests::{node, python, redocly, repository, sqlite};
use tempfile::TempDir;

use crate::identifiers::Names;
use crate::strings::FIRED;

/// The flags under which a package has to compile even if it is not used.
const TYPESCRIPT: [&str; 2] = ["-p", "."];
/// Imports everything, and looks for what a canary would have left.
const IMPORT: &str = "for (const file of ['validate', 'fixtures', 'index', 'paths', ...process.argv.slice(1)]) {\n\
    const module = await import(`./dist/${file}.js`);\n\
    if ('canary' in module) throw new Error(`${file} exports a canary`);\n}\n\
    if ('canary' in globalThis) throw new Error('a canary runs');";

/// The files of a run on disk.
pub(crate) fn written(outputs: &OutputSet) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder can be made");
    for (path, file) in outputs.iter() {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, &file.text).expect("a file can be written");
    }
    folder
}

/// The crate of a run, by path within it.
pub(crate) fn crate_files(outputs: &OutputSet) -> BTreeMap<String, String> {
    let files = outputs.iter();
    files
        .filter_map(|(path, file)| Some((path.strip_prefix("generated/rust/")?.to_owned(), file.text.clone())))
        .collect()
}

/// The package compiles, and runs nothing when all of it is loaded.
pub(crate) fn typescript(folder: &Path, domains: &[&str]) {
    let package = folder.join("generated/typescript");
    node::tsc5(&package, &TYPESCRIPT).passed();
    let arguments = [&["--input-type=module", "--eval", IMPORT, "--"], domains].concat();
    node::run(&package, &arguments).passed();
    nothing_fired(&package);
}

/// Both judges of OpenAPI accept the bundle.
pub(crate) fn openapi(folder: &Path) {
    let document = folder.join("generated/openapi/openapi.json");
    python::openapi(&document).passed();
    redocly::lint(&document).passed();
    nothing_fired(&folder.join("generated/openapi"));
    nothing_fired(&repository());
}

/// Every module is imported; nothing of it but what it declares.
pub(crate) fn python(folder: &Path, package: &str) {
    let folder = folder.join("generated/python");
    let code = format!("import {package}\nassert not hasattr({package}, 'canary')");
    python::run(&folder, &["-c", &code]).passed();
    nothing_fired(&folder);
}

/// The draft goes up and down on a server; between them, `between` looks at the database.
pub(crate) fn postgres(folder: &Path, between: impl FnOnce(&postgres::Database)) {
    let database = postgres::any().database("hostile");
    let files = migrations(&folder.join("migrations/postgres"));
    for file in files.iter().filter(|file| file.ends_with(".up.sql")) {
        database.apply(OWNER, Path::new(file)).passed();
    }
    let canary = "SELECT count(*) FROM pg_class WHERE relname = 'canary'";
    assert_eq!(database.rows(OWNER, canary), ["0"]);
    between(&database);
    for file in files.iter().rev().filter(|file| file.ends_with(".down.sql")) {
        // Statement by statement: no server holds the locks of thousands of tables at once.
        let text = fs::read_to_string(file).expect("the migration is there");
        database.psql(OWNER, &text).passed();
    }
    let left = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace";
    assert_eq!(database.rows(OWNER, left), Vec::<String>::new());
    nothing_fired(&repository().join("tests"));
}

/// The same on SQLite.
pub(crate) fn sqlite(folder: &Path, between: impl FnOnce(&sqlite::Database)) {
    let database = sqlite::Database::fresh();
    let files = migrations(&folder.join("migrations/sqlite"));
    for file in files.iter().filter(|file| file.ends_with(".up.sql")) {
        database.apply(Path::new(file)).passed();
    }
    assert_eq!(
        database.rows("SELECT count(*) FROM sqlite_schema WHERE name = 'canary'"),
        ["0"]
    );
    between(&database);
    for file in files.iter().rev().filter(|file| file.ends_with(".down.sql")) {
        database.apply(Path::new(file)).passed();
    }
    let left = "SELECT name FROM sqlite_schema WHERE name <> 'sqlite_sequence'";
    assert_eq!(database.rows(left), Vec::<String>::new());
    nothing_fired(&repository().join("tests"));
}

/// The columns of all tables, as `table.column`.
pub(crate) fn columns_on_postgres(database: &postgres::Database) -> Names {
    let asked = "SELECT table_name || '.' || column_name FROM information_schema.columns \
                 WHERE table_schema NOT IN ('pg_catalog', 'information_schema')";
    let rows = database.connect(OWNER).query(asked, &[]).expect("the server answers");
    rows.iter().map(|row| row.get(0)).collect()
}

/// The same on SQLite.
pub(crate) fn columns_on_sqlite(database: &sqlite::Database) -> Names {
    let asked =
        "SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c WHERE t.type = 'table'";
    let connection = database.connect();
    let mut statement = connection.prepare(asked).expect("the query is right");
    let rows = statement.query_map([], |row| row.get(0)).expect("the database answers");
    rows.map(|row| row.expect("a text")).collect()
}

/// The migrations of a folder, in order.
fn migrations(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("migrations were made");
    let mut files: Vec<String> = entries
        .map(|entry| entry.expect("its entries can be read").path().display().to_string())
        .filter(|path| path.ends_with(".sql"))
        .collect();
    files.sort();
    files
}

/// No canary left its file.
#[track_caller]
pub(crate) fn nothing_fired(folder: &Path) {
    assert!(!folder.join(FIRED).exists(), "a canary ran in {}", folder.display());
}
