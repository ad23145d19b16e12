//! The tables of the root file alone: the schema, the wire, the outputs and the lint.

use super::{Construct, Form, Key, Needs, TEXT, TEXTS, Takes, key};
use crate::document::{Auth, Brands, Case, DecimalStorage, LintLevel, NumberForm, OpenapiVersion, UuidStorage, Word};

pub(super) const OUTPUTS: Takes = Takes::Chosen(
    &[
        ("postgres", &POSTGRES),
        ("sqlite", &SQLITE),
        ("rust", &RUST),
        ("openapi", &OPENAPI),
        ("typescript", &TYPESCRIPT),
        ("python", &PYTHON),
        ("docs", &DOCS),
        ("json_schema", &JSON_SCHEMA),
    ],
    &CUSTOM,
);

pub(super) const LINTS: Takes = Takes::Map(Form::Code, &Takes::Word(LintLevel::CHOICES));

/// `[schema]`
pub(super) static SCHEMA: Construct = Construct {
    name: "schema",
    header: "schema",
    doc: "The schema itself: its name, its version, and the files it is made of.",
    groups: &[&[
        key(
            "name",
            Takes::Text(Form::Snake),
            "\"library\"",
            "Name of the whole contract; packages are named after it.",
        )
        .required(),
        key(
            "doc",
            TEXT,
            "\"What a library lends to whom.\"",
            "What the contract is about, for people.",
        ),
        key(
            "version",
            Takes::Text(Form::Version),
            "\"0.1.0\"",
            "Version of the contract: in the OpenAPI description and in packages.",
        ),
        key(
            "tenant",
            Takes::Table(&TENANT),
            "{ entity = \"Branch\", setting = \"app.branch_id\" }",
            "Who owns rows. What refers to this entity, and not with `?`, is that tenant's.",
        ),
        key(
            "lowering",
            Takes::Integer(1, 1),
            "1",
            "Which generation of rules turns the schema into tables. Changes only where a new generation is asked for.",
        ),
        key(
            "include",
            TEXTS,
            "[\"schema/*.toml\"]",
            "Further files, relative to this one. They hold declarations, no settings.",
        ),
    ]],
    needs: Needs::Nothing,
};

/// `[schema] tenant`
pub(super) static TENANT: Construct = Construct {
    name: "tenant",
    header: "schema.tenant",
    doc: "Who owns rows, and how the database learns on whose behalf a transaction runs.",
    groups: &[&[
        key("entity", TEXT, "\"Branch\"", "The entity whose rows are the tenants.").required(),
        key(
            "setting",
            Takes::Text(Form::Setting),
            "\"app.branch_id\"",
            "The PostgreSQL setting that holds the tenant of a transaction.",
        )
        .required(),
    ]],
    needs: Needs::Nothing,
};

/// `[wire]`
pub(super) static WIRE: Construct = Construct {
    name: "wire",
    header: "wire",
    doc: "How values travel, for the whole schema.",
    groups: &[&[
        key(
            "int8",
            Takes::Word(NumberForm::CHOICES),
            "\"string\"",
            "How `bigint` travels. Default: `string`.",
        ),
        key(
            "numeric",
            Takes::Word(NumberForm::CHOICES),
            "\"string\"",
            "How `numeric` travels. Default: `string`.",
        ),
        key(
            "case",
            Takes::Word(Case::CHOICES),
            "\"camelCase\"",
            "How keys are spelled in JSON. Default: `snake_case`.",
        ),
    ]],
    needs: Needs::Nothing,
};

/// What every output has.
const OUTPUT: &[Key] = &[
    key(
        "doc",
        TEXT,
        "\"For the mobile team.\"",
        "What the output is for, for people.",
    ),
    key(
        "enabled",
        Takes::Flag,
        "false",
        "Whether it is made at all. Default: `true`.",
    ),
    key(
        "path",
        TEXT,
        "\"service/generated\"",
        "Where it goes, relative to the schema file.",
    ),
];

const OVERRIDES: Key = key(
    "templates",
    TEXT,
    "\"templates/typescript\"",
    "Folder of templates that replace built-in ones of the same file name.",
);

/// `[output.postgres]`
pub(super) static POSTGRES: Construct = Construct {
    name: "output postgres",
    header: "output.postgres",
    doc: "Migrations for PostgreSQL.",
    groups: &[
        OUTPUT,
        &[key(
            "app_role",
            Takes::Text(Form::Identifier),
            "\"library_app\"",
            "The role the application connects as: it gets the grants, and row-level security binds it.",
        )],
    ],
    needs: Needs::Nothing,
};

/// `[output.sqlite]`
pub(super) static SQLITE: Construct = Construct {
    name: "output sqlite",
    header: "output.sqlite",
    doc: "Migrations for SQLite.",
    groups: &[
        OUTPUT,
        &[
            key(
                "uuid",
                Takes::Word(UuidStorage::CHOICES),
                "\"text\"",
                "How `uuid` is stored.",
            ),
            key(
                "decimal",
                Takes::Word(DecimalStorage::CHOICES),
                "\"text\"",
                "How `numeric` is stored.",
            ),
        ],
    ],
    needs: Needs::Nothing,
};

/// `[output.rust]`
pub(super) static RUST: Construct = Construct {
    name: "output rust",
    header: "output.rust",
    doc: "A Rust crate.",
    groups: &[
        OUTPUT,
        &[key(
            "package",
            Takes::Text(Form::Crate),
            "\"library-schema\"",
            "Name of the crate.",
        )],
    ],
    needs: Needs::Nothing,
};

/// `[output.openapi]`
pub(super) static OPENAPI: Construct = Construct {
    name: "output openapi",
    header: "output.openapi",
    doc: "OpenAPI descriptions: one per domain, and all in one.",
    groups: &[
        OUTPUT,
        &[
            key("title", TEXT, "\"Library\"", "Title of the description."),
            key(
                "version",
                Takes::Word(OpenapiVersion::CHOICES),
                "\"3.0\"",
                "Which OpenAPI is written. Default: `3.1`.",
            ),
            key(
                "servers",
                Takes::List(&Takes::Text(Form::Address)),
                "[\"https://api.example.org\"]",
                "Where the service answers.",
            ),
            key(
                "auth",
                Takes::Word(Auth::CHOICES),
                "\"bearer\"",
                "How callers prove who they are.",
            ),
        ],
    ],
    needs: Needs::Nothing,
};

/// `[output.typescript]`
pub(super) static TYPESCRIPT: Construct = Construct {
    name: "output typescript",
    header: "output.typescript",
    doc: "An npm package of TypeScript types.",
    groups: &[
        OUTPUT,
        &[
            OVERRIDES,
            key(
                "package",
                Takes::Text(Form::Npm),
                "\"@library/schema\"",
                "Name of the package.",
            ),
            key(
                "brands",
                Takes::Word(Brands::CHOICES),
                "\"all\"",
                "Which types are branded, so that one cannot be taken for another. Default: `ids`.",
            ),
        ],
    ],
    needs: Needs::Nothing,
};

/// `[output.python]`
pub(super) static PYTHON: Construct = Construct {
    name: "output python",
    header: "output.python",
    doc: "A Python package of Pydantic models.",
    groups: &[
        OUTPUT,
        &[
            OVERRIDES,
            key("package", TEXT, "\"library_schema\"", "Name of the package."),
        ],
    ],
    needs: Needs::Nothing,
};

/// `[output.docs]`
pub(super) static DOCS: Construct = Construct {
    name: "output docs",
    header: "output.docs",
    doc: "A data dictionary and diagrams, as Markdown.",
    groups: &[OUTPUT, &[OVERRIDES]],
    needs: Needs::Nothing,
};

/// `[output.json_schema]`
pub(super) static JSON_SCHEMA: Construct = Construct {
    name: "output json_schema",
    header: "output.json_schema",
    doc: "A JSON Schema of the records and entities.",
    groups: &[OUTPUT],
    needs: Needs::Nothing,
};

/// `[output.<any other name>]`
pub(super) static CUSTOM: Construct = Construct {
    name: "output of your own",
    header: "output.wiki",
    doc: "A target of the project's own, made of templates.",
    groups: &[
        OUTPUT,
        &[
            key("templates", TEXT, "\"templates/wiki\"", "Folder of its templates.").required(),
            key(
                "options",
                Takes::Options,
                "{ heading = \"Library\" }",
                "Handed to the templates as it is.",
            ),
        ],
    ],
    needs: Needs::Nothing,
};
