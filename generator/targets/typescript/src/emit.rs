//! Views into files. In: what [`lower`](crate::lower) made. Out: `src/` and `dist/` of the package. A declaration file
//! differs from its source in two things only, arrays and the endings of imports, so both come from the same layout.

use driftless_output::{Kind, OutputSet};
use driftless_target::{Context, EmitError, HEADER};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};

use crate::names::{COMMON, Names};
use crate::scan::Scan;
use crate::settings::Settings;
use crate::{NAME, digests, fixtures, lower, manifest, operations, scan, support, validate, view};

/// The layouts, by file name. A project replaces one by having a file of the same name.
const TEMPLATES: [(&str, &str); 20] = [
    (
        "common.ts.j2",
        include_str!("../../../../templates/typescript/common.ts.j2"),
    ),
    (
        "declarations.j2",
        include_str!("../../../../templates/typescript/declarations.j2"),
    ),
    (
        "digest.d.ts.j2",
        include_str!("../../../../templates/typescript/digest.d.ts.j2"),
    ),
    (
        "digest.js.j2",
        include_str!("../../../../templates/typescript/digest.js.j2"),
    ),
    (
        "digest.ts.j2",
        include_str!("../../../../templates/typescript/digest.ts.j2"),
    ),
    (
        "domain.d.ts.j2",
        include_str!("../../../../templates/typescript/domain.d.ts.j2"),
    ),
    (
        "domain.js.j2",
        include_str!("../../../../templates/typescript/domain.js.j2"),
    ),
    (
        "domain.ts.j2",
        include_str!("../../../../templates/typescript/domain.ts.j2"),
    ),
    (
        "empty.js.j2",
        include_str!("../../../../templates/typescript/empty.js.j2"),
    ),
    (
        "fixtures.d.ts.j2",
        include_str!("../../../../templates/typescript/fixtures.d.ts.j2"),
    ),
    (
        "fixtures.js.j2",
        include_str!("../../../../templates/typescript/fixtures.js.j2"),
    ),
    (
        "fixtures.ts.j2",
        include_str!("../../../../templates/typescript/fixtures.ts.j2"),
    ),
    (
        "imports.j2",
        include_str!("../../../../templates/typescript/imports.j2"),
    ),
    (
        "index.ts.j2",
        include_str!("../../../../templates/typescript/index.ts.j2"),
    ),
    (
        "operations.j2",
        include_str!("../../../../templates/typescript/operations.j2"),
    ),
    (
        "paths.ts.j2",
        include_str!("../../../../templates/typescript/paths.ts.j2"),
    ),
    (
        "tsconfig.json.j2",
        include_str!("../../../../templates/typescript/tsconfig.json.j2"),
    ),
    (
        "validate.d.ts.j2",
        include_str!("../../../../templates/typescript/validate.d.ts.j2"),
    ),
    (
        "validate.js.j2",
        include_str!("../../../../templates/typescript/validate.js.j2"),
    ),
    (
        "validate.ts.j2",
        include_str!("../../../../templates/typescript/validate.ts.j2"),
    ),
];

/// How a file in `src/` names the others, and how one in `dist/` does.
const SOURCE: &str = ".ts";
const BUILT: &str = ".js";

/// Emits the package.
pub(crate) fn emit(context: &Context<'_>, outputs: &mut OutputSet) -> Result<(), EmitError> {
    let (schema, shapes) = (context.schema, context.shapes);
    let settings = Settings::of(context);
    let names = Names::of(schema, shapes);
    let mut package = Package {
        context,
        environment: environment(context)?,
        outputs,
    };
    let mut files = lower::files(schema, shapes);
    for (module, file) in shapes.modules.iter().zip(&files) {
        let view = lower::module(schema, &names, settings.brands, module);
        package.domain(file, &view)?;
    }
    package.common(&settings, &names)?;
    let paths = operations::paths(schema, &names, shapes);
    let operations = package.fill("paths", "operations.j2", context! { paths => Serde(&paths) })?;
    let imports = Serde(&paths.imports);
    package.types("paths", "paths.ts.j2", context! { imports => imports, operations })?;
    let common = untaken(&names);
    package.types("index", "index.ts.j2", context! { files => Serde(&files), common })?;
    files.extend(["common".to_owned(), "paths".to_owned()]);
    package.validators(&names, &settings)?;
    files.extend(["validate".to_owned(), "support/index".to_owned()]);
    if package.digests(&names, &settings)? {
        files.push("digest".to_owned());
    }
    if package.fixtures(&names)? {
        files.push("fixtures".to_owned());
    }
    package.support()?;
    package.text(
        "package.json",
        &manifest::package_json(schema, &settings.package, &files),
    )?;
    package
        .render("tsconfig.json", "tsconfig.json.j2", Value::UNDEFINED)
        .map(|_| ())
}

/// What the barrel exports from `common.ts`: everything, or what the schema has no other meaning for.
fn untaken(names: &Names) -> String {
    if !names.any_taken() {
        return "*".to_owned();
    }
    let untaken: Vec<&str> = COMMON.into_iter().filter(|name| !names.is_taken(name)).collect();
    format!("{{ {} }}", untaken.join(", "))
}

fn environment<'a>(context: &'a Context<'_>) -> Result<Environment<'a>, EmitError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build();
    environment.set_syntax(syntax.map_err(|error| EmitError::new(NAME, "templates", error.to_string()))?);
    let own = context
        .templates
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    // Later ones replace earlier ones.
    for (name, text) in TEMPLATES.into_iter().chain(own) {
        environment
            .add_template(name, text)
            .map_err(|error| EmitError::new(NAME, name, error.to_string()))?;
    }
    Ok(environment)
}

struct Package<'a> {
    context: &'a Context<'a>,
    environment: Environment<'a>,
    outputs: &'a mut OutputSet,
}

impl Package<'_> {
    /// A domain: the only files that hold values beside types.
    fn domain(&mut self, file: &str, view: &view::Module) -> Result<(), EmitError> {
        let module = Value::from(Serde(view));
        // The longest part is the same in both files.
        let declarations = self.fill(file, "declarations.j2", context! { module => module.clone() })?;
        let module = context! { module, declarations };
        let source = context! { ending => SOURCE, ..module.clone() };
        let source = self.render(&format!("src/{file}.ts"), "domain.ts.j2", source)?;
        self.check_names(file, &source, view.declared())?;
        let declared = context! { ending => BUILT, ..module.clone() };
        self.render(&format!("dist/{file}.d.ts"), "domain.d.ts.j2", declared)?;
        let built = if view.enums.is_empty() {
            "empty.js.j2"
        } else {
            "domain.js.j2"
        };
        self.render(&format!("dist/{file}.js"), built, module).map(|_| ())
    }

    fn common(&mut self, settings: &Settings, names: &Names) -> Result<(), EmitError> {
        let schema = self.context.schema;
        let scalars = lower::scalars(schema.wire, settings.brands);
        let types = lower::named_types(schema, names, settings.brands);
        let next_cursor = operations::next_cursor(schema);
        self.types(
            "common",
            "common.ts.j2",
            context! { scalars => Serde(&scalars), types => Serde(&types), next_cursor },
        )
    }

    /// What checks values, apart from what declares them.
    fn validators(&mut self, names: &Names, settings: &Settings) -> Result<(), EmitError> {
        let (schema, shapes) = (self.context.schema, self.context.shapes);
        let view = validate::validators(schema, names, settings.brands, shapes);
        let module = Value::from(Serde(&view));
        let source = context! { module => module.clone(), ending => SOURCE };
        let source = self.render("src/validate.ts", "validate.ts.j2", source)?;
        self.check_names("src/validate.ts", &source, view.declared())?;
        self.render(
            "dist/validate.d.ts",
            "validate.d.ts.j2",
            context! { module => module.clone() },
        )?;
        self.render("dist/validate.js", "validate.js.j2", context! { module })
            .map(|_| ())
    }

    /// What makes digests; whether there are any.
    fn digests(&mut self, names: &Names, settings: &Settings) -> Result<bool, EmitError> {
        let (schema, shapes) = (self.context.schema, self.context.shapes);
        let Some(view) = digests::digests(schema, names, settings.brands, shapes) else {
            return Ok(false);
        };
        let module = Value::from(Serde(&view));
        let source = context! { module => module.clone(), ending => SOURCE };
        self.render("src/digest.ts", "digest.ts.j2", source)?;
        self.render(
            "dist/digest.d.ts",
            "digest.d.ts.j2",
            context! { module => module.clone() },
        )?;
        self.render("dist/digest.js", "digest.js.j2", context! { module })?;
        Ok(true)
    }

    /// What makes values to test with; whether there are any.
    fn fixtures(&mut self, names: &Names) -> Result<bool, EmitError> {
        let Some(view) = fixtures::fixtures(self.context.schema, names, self.context.shapes) else {
            return Ok(false);
        };
        let module = Value::from(Serde(&view));
        let source = context! { module => module.clone(), ending => SOURCE };
        let source = self.render("src/fixtures.ts", "fixtures.ts.j2", source)?;
        self.check_names("src/fixtures.ts", &source, view.declared())?;
        let declared = context! { module => module.clone(), ending => BUILT };
        self.render("dist/fixtures.d.ts", "fixtures.d.ts.j2", declared)?;
        self.render("dist/fixtures.js", "fixtures.js.j2", context! { module })?;
        Ok(true)
    }

    /// Files that are the same in every package.
    fn support(&mut self) -> Result<(), EmitError> {
        for (name, source, declarations, script) in support::FILES {
            let files = [
                ("src", "ts", source),
                ("dist", "d.ts", declarations),
                ("dist", "js", script),
            ];
            for (folder, ending, text) in files {
                self.text(
                    &format!("{folder}/support/{name}.{ending}"),
                    &format!("// {HEADER}\n\n{text}"),
                )?;
            }
        }
        Ok(())
    }

    /// A file without values: its source is its declaration.
    fn types(&mut self, file: &str, template: &str, view: Value) -> Result<(), EmitError> {
        self.render(
            &format!("src/{file}.ts"),
            template,
            context! { ending => SOURCE, ..view.clone() },
        )?;
        self.render(
            &format!("dist/{file}.d.ts"),
            template,
            context! { ending => BUILT, ..view },
        )?;
        self.render(&format!("dist/{file}.js"), "empty.js.j2", Value::UNDEFINED)
            .map(|_| ())
    }

    fn render(&mut self, file: &str, template: &str, view: Value) -> Result<Scan, EmitError> {
        let text = self.fill(file, template, view)?;
        let scan = scan::scan(&text).map_err(|fault| EmitError::new(NAME, file, fault.to_string()))?;
        self.text(file, &text)?;
        Ok(scan)
    }

    fn fill(&self, file: &str, template: &str, view: Value) -> Result<String, EmitError> {
        let error = |cause: minijinja::Error| EmitError::new(NAME, file, cause.to_string());
        let template = self.environment.get_template(template).map_err(error)?;
        template.render(context! { header => HEADER, ..view }).map_err(error)
    }

    fn text(&mut self, file: &str, text: &str) -> Result<(), EmitError> {
        let path = self.context.file(file);
        let inserted = self.outputs.insert_marked(&path, text, Kind::Generated);
        inserted.map_err(|error| EmitError::new(NAME, file, error.to_string()))
    }

    /// A file declares what its view declares: nothing was lost, and no text became a declaration.
    fn check_names(&self, file: &str, found: &Scan, wanted: Vec<String>) -> Result<(), EmitError> {
        match found.parts_from(&wanted) {
            Some(first) if self.context.templates.is_empty() => {
                let message = format!("it does not declare what it should, from `{first}` on");
                Err(EmitError::new(NAME, file, message))
            }
            _ => Ok(()),
        }
    }
}
