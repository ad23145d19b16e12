//! What outputs declare, read by the parsers of their own languages, is what the model says: nothing is missing, and no text
//! became a declaration. In: files on disk, a Schema. Out: two sets of names. The sets of the model are made here, from Schema
//! and Shapes, and never by asking an emitter. Rust and SQL are held against the model by the compiler itself.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use driftless_model::Schema;
use driftless_shape::{Body, Member, Role, Shapes};
use driftless_tests::{node, process, python, repository};
use serde_json::Value;

/// Types, and members as `Type.member`.
pub(crate) type Names = BTreeSet<String>;

/// What every language that declares types has: by keys on the wire.
pub(crate) fn of_model(schema: &Schema) -> Names {
    let shapes = Shapes::of(schema);
    let mut names: Names = schema.enums.iter().map(|item| item.name.pascal()).collect();
    for module in &shapes.modules {
        names.extend(module.ids.iter().map(|id| id.name.clone()));
        names.extend(module.arcs.iter().map(|arc| arc.name.clone()));
    }
    for (_, shape) in shapes.shapes().filter(|(_, shape)| shape.role != Role::Row) {
        names.insert(shape.name.clone());
        match &shape.body {
            Body::Struct(found) => members(&shape.name, found.iter(), &mut names),
            Body::Tagged(tagged) => {
                for case in &tagged.cases {
                    names.insert(case.name.clone());
                    members(
                        &case.name,
                        tagged.leading().into_iter().chain(&case.members),
                        &mut names,
                    );
                }
            }
        }
    }
    names
}

fn members<'m>(owner: &str, members: impl Iterator<Item = &'m Member>, names: &mut Names) {
    names.extend(members.map(|member| format!("{owner}.{}", member.json)));
}

/// What TypeScript's own parser finds in the files of domains.
pub(crate) fn of_typescript(folder: &Path, schema: &Schema) -> Names {
    const SCRIPT: &str = "const ts = require('ts5'), fs = require('fs');\n\
        for (const file of process.argv.slice(1)) {\n\
          const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);\n\
          const declared = [];\n\
          for (const statement of source.statements) {\n\
            if (ts.isInterfaceDeclaration(statement)) {\n\
              declared.push(statement.name.text);\n\
              for (const member of statement.members) declared.push(`${statement.name.text}.${member.name.text}`);\n\
            } else if (statement.name) declared.push(statement.name.text);\n\
          }\n\
          console.log(JSON.stringify(declared));\n}";
    let files = schema.domains.iter().map(|domain| {
        let file = format!("generated/typescript/src/{}.ts", domain.name.snake());
        folder.join(file).display().to_string()
    });
    let files: Vec<String> = files.collect();
    let arguments: Vec<&str> = ["--eval", SCRIPT, "--"]
        .into_iter()
        .chain(files.iter().map(String::as_str))
        .collect();
    lists(node::run(&repository().join("tests/tools"), &arguments))
}

/// What Python's own parser finds in the files of domains; members without what keeps them from being words of Python.
pub(crate) fn of_python(folder: &Path, package: &str, schema: &Schema) -> Names {
    const SCRIPT: &str = "import ast, json, sys\n\
        for file in sys.argv[1:]:\n\
        \x20   names = []\n\
        \x20   for item in ast.parse(open(file).read()).body:\n\
        \x20       if isinstance(item, ast.ClassDef): names.append(item.name)\n\
        \x20       if isinstance(item, ast.Assign): names += [target.id for target in item.targets]\n\
        \x20       if isinstance(item, ast.FunctionDef): names.append(item.name)\n\
        \x20   print(json.dumps(names))";
    let files = schema
        .domains
        .iter()
        .map(|domain| format!("generated/python/{package}/{}.py", domain.name.snake()));
    let files: Vec<String> = files.collect();
    let arguments: Vec<&str> = ["-c", SCRIPT]
        .into_iter()
        .chain(files.iter().map(String::as_str))
        .collect();
    let mut names = lists(python::run(folder, &arguments));
    // Each enum has a list of its values beside it.
    for item in &schema.enums {
        let (constant, name) = (item.name.shouting(), item.name.pascal());
        names.remove(&if constant == name {
            format!("{constant}_VALUES")
        } else {
            constant
        });
    }
    names
}

/// Types alone, and what Python has beside them: a class for each target of an arc.
pub(crate) fn of_model_for_python(schema: &Schema) -> Names {
    let types = of_model(schema).into_iter().filter(|name| !name.contains('.'));
    types.chain(targets_of_arcs(schema, "_")).collect()
}

/// What a description has: an object for each target of an arc.
pub(crate) fn of_model_for_openapi(schema: &Schema) -> Names {
    let mut names = of_model(schema);
    for target in targets_of_arcs(schema, "") {
        names.extend([format!("{target}.kind"), format!("{target}.id"), target]);
    }
    names
}

fn targets_of_arcs(schema: &Schema, between: &str) -> Vec<String> {
    let shapes = Shapes::of(schema);
    let arcs = shapes.modules.iter().flat_map(|module| &module.arcs);
    let targets = arcs.flat_map(|arc| {
        let entities = arc
            .targets
            .iter()
            .map(|(_, entity)| schema.entity(*entity).name.pascal());
        entities
            .map(|entity| format!("{}{between}{entity}", arc.name))
            .collect::<Vec<_>>()
    });
    targets.collect()
}

/// The components of the bundle that are objects with the name of a type of the model, with their members.
pub(crate) fn of_openapi(folder: &Path) -> Names {
    let text = fs::read_to_string(folder.join("generated/openapi/openapi.json")).expect("a document");
    let document: Value = serde_json::from_str(&text).expect("it is JSON");
    let schemas = document["components"]["schemas"].as_object().expect("components");
    let mut names = Names::new();
    for (name, component) in schemas {
        names.insert(name.clone());
        let members = component["properties"].as_object().into_iter().flatten();
        names.extend(members.map(|(member, _)| format!("{name}.{member}")));
    }
    names
}

/// Columns of the model as `table.column`; a namespace stands before the table on PostgreSQL alone.
pub(crate) fn columns(schema: &Schema) -> Names {
    let entities = schema.entities.iter();
    entities
        .flat_map(|entity| {
            let columns = entity.fields.iter().flat_map(|field| field.columns());
            columns
                .map(|column| format!("{}.{}", entity.table.name, column.name))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn lists(ran: process::Ran) -> Names {
    let lines = ran.passed();
    let lists = lines
        .lines()
        .map(|line| serde_json::from_str::<Vec<String>>(line).expect("a list"));
    lists.flatten().collect()
}
