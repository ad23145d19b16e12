//! From the text of a schema to the package on disk, where the compilers find it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use driftless_diagnostics::Diagnostics;
use driftless_output::{Anchor, OutputSet};
use driftless_resolve::compile_text;
use driftless_shape::Shapes;
use driftless_target::{Context, EmitError, Target};
use driftless_target_typescript::TypeScript;
use driftless_tests::{node, repository};
use tempfile::TempDir;

/// The package that a schema makes, in a folder of its own.
pub(crate) struct Package {
    folder: TempDir,
    files: OutputSet,
}

/// What the emitter made of a schema, and what it had to say.
pub(crate) fn emit(text: &str, templates: &BTreeMap<String, String>) -> Result<(OutputSet, Diagnostics), EmitError> {
    let compiled = compile_text("schema.toml", text);
    let said: Vec<String> = compiled.diagnostics.iter().map(|found| found.message.clone()).collect();
    let schema = compiled
        .schema
        .unwrap_or_else(|| panic!("the schema is wrong: {said:#?}"));
    let shapes = Shapes::of(&schema);
    let context = Context {
        schema: &schema,
        shapes: &shapes,
        path: "package",
        settings: schema.output("typescript"),
        templates,
        version: "0.0.0",
    };
    let (mut outputs, mut diagnostics) = (OutputSet::default(), Diagnostics::default());
    TypeScript.emit(&context, &mut outputs, &mut diagnostics)?;
    Ok((outputs, diagnostics))
}

impl Package {
    /// From the text of a schema that nothing is wrong with.
    pub(crate) fn of(text: &str) -> Self {
        let (files, diagnostics) = emit(text, &BTreeMap::new()).expect("the target emits");
        assert!(!diagnostics.has_errors(), "{diagnostics:?}");
        let folder = TempDir::new().expect("a temporary folder can be made");
        for (path, file) in files.iter() {
            write(&folder.path().join(path), &file.text);
        }
        Self { folder, files }
    }

    /// From a schema of the repository.
    pub(crate) fn of_repository(path: &str) -> Self {
        Self::of(&fs::read_to_string(repository().join(path)).expect("the schema is there"))
    }

    /// All of its files: paths and texts.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, file)| (path, file.text.as_str()))
    }

    /// One of its files.
    pub(crate) fn file(&self, name: &str) -> &str {
        let file = self.files.get(&format!("package/{name}"));
        &file.unwrap_or_else(|| panic!("there is no {name}")).text
    }

    /// Writes a file beside the package.
    pub(crate) fn add(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        write(&path, text);
        path
    }

    /// Makes the package importable by its name in `use/`, as `npm install` would.
    pub(crate) fn link(&self, name: &str) {
        let link = self.folder().join("use/node_modules").join(name);
        fs::create_dir_all(link.parent().expect("a name is in a folder")).expect("a folder can be made");
        std::os::unix::fs::symlink(self.folder().join("package"), link).expect("a link can be made");
    }

    /// The folder that holds the package as `package/`.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Both compilers accept the package by its own `tsconfig.json`.
    pub(crate) fn passes(&self) {
        let package = self.folder().join("package");
        node::tsc5(&package, &["-p", "."]).passed();
        node::tsc7(&package, &["-p", "."]).passed();
    }

    /// As [`Package::accepts`], for a program that finds the package by this name.
    pub(crate) fn accepts_with(&self, name: &str, program: &str) {
        self.link(name);
        self.accepts(program);
    }

    /// Where a line of a file comes from.
    pub(crate) fn anchors_at(&self, name: &str, line: usize) -> &[Anchor] {
        self.files.anchors_at(&format!("package/{name}"), line)
    }

    /// Both compilers accept a program that uses the package, under every strict flag; `@ts-expect-error` says what
    /// must not compile.
    pub(crate) fn accepts(&self, program: &str) {
        self.accepts_all([("program", program.to_owned())]);
    }

    /// As [`Package::accepts`], for programs with names.
    pub(crate) fn accepts_all<'n>(&self, programs: impl IntoIterator<Item = (&'n str, String)>) {
        for (name, text) in programs {
            self.add(&format!("use/{name}.ts"), &text);
        }
        self.add("use/tsconfig.json", USE);
        self.add("use/package.json", "{ \"type\": \"module\" }");
        let folder = self.folder().join("use");
        node::tsc5(&folder, &["-p", "."]).passed();
        node::tsc7(&folder, &["-p", "."]).passed();
    }
}

/// How a program that uses the package is compiled: it finds the built files by the package's `exports`.
const USE: &str = r#"{
  "compilerOptions": {
    "target": "es2022", "lib": ["es2022", "dom", "dom.iterable"], "module": "nodenext", "moduleResolution": "nodenext",
    "types": [], "rootDir": "..", "noEmit": true, "strict": true, "exactOptionalPropertyTypes": true,
    "noUncheckedIndexedAccess": true, "noPropertyAccessFromIndexSignature": true, "verbatimModuleSyntax": true,
    "isolatedModules": true, "erasableSyntaxOnly": true, "skipLibCheck": false
  },
  "include": ["*.ts"]
}
"#;

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}
