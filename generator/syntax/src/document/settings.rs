//! What stands once in the root file: the schema itself, the wire, the outputs and the lint levels.

use driftless_diagnostics::Span;

use super::{
    Auth, Brands, Case, DecimalStorage, Flag, LintLevel, Literal, NumberForm, OpenapiVersion, Spanned, Text,
    UuidStorage,
};

/// `[schema]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaDecl {
    /// Name of the whole contract.
    pub name: Option<Text>,
    /// What the contract is about.
    pub doc: Option<Text>,
    /// Version of the contract, a semantic version.
    pub version: Option<Text>,
    /// Who owns rows, and how the database learns who asks.
    pub tenant: Option<TenantDecl>,
    /// Which generation of lowering rules the migrations were made with.
    pub lowering: Option<Spanned<i64>>,
    /// Globs of further files, relative to the root file.
    pub include: Vec<Text>,
    /// The header of the table.
    pub span: Span,
}

/// `tenant = { entity = "…", setting = "…" }`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TenantDecl {
    /// The entity whose rows are tenants.
    pub entity: Option<Text>,
    /// The PostgreSQL setting that holds the tenant of a transaction.
    pub setting: Option<Text>,
    /// The whole table.
    pub span: Span,
}

/// `[wire]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WireDecl {
    /// How `bigint` travels.
    pub int8: Option<Spanned<NumberForm>>,
    /// How `numeric` travels.
    pub numeric: Option<Spanned<NumberForm>>,
    /// How keys are spelled.
    pub case: Option<Spanned<Case>>,
}

/// `[output.<name>]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputDecl {
    /// The target.
    pub name: Text,
    /// What it is for.
    pub doc: Option<Text>,
    /// Whether it is made at all; left open it is.
    pub enabled: Flag,
    /// Where it goes, relative to the root file.
    pub path: Option<Text>,
    /// Folder of templates: all of them for a target of the project's own, overrides for a built-in one.
    pub templates: Option<Text>,
    /// What only this target knows.
    pub settings: OutputSettings,
}

/// What only one target knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputSettings {
    /// `[output.postgres]`.
    Postgres {
        /// The role the application connects as.
        app_role: Option<Text>,
    },
    /// `[output.sqlite]`.
    Sqlite {
        /// How `uuid` is stored.
        uuid: Option<Spanned<UuidStorage>>,
        /// How `numeric` is stored.
        decimal: Option<Spanned<DecimalStorage>>,
    },
    /// `[output.rust]`.
    Rust {
        /// Name of the crate.
        package: Option<Text>,
    },
    /// `[output.openapi]`.
    Openapi {
        /// Title of the description.
        title: Option<Text>,
        /// Which OpenAPI is written.
        version: Option<Spanned<OpenapiVersion>>,
        /// Where the service answers.
        servers: Vec<Text>,
        /// How callers prove who they are.
        auth: Option<Spanned<Auth>>,
    },
    /// `[output.typescript]`.
    Typescript {
        /// Name of the package.
        package: Option<Text>,
        /// Which types are branded.
        brands: Option<Spanned<Brands>>,
    },
    /// `[output.python]`.
    Python {
        /// Name of the package.
        package: Option<Text>,
    },
    /// `[output.docs]`.
    Docs,
    /// `[output.json_schema]`.
    JsonSchema,
    /// A target of the project's own.
    Custom {
        /// Handed to its templates as it is.
        options: Option<Literal>,
    },
}

/// One line of `[lint]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintDecl {
    /// The code of the finding.
    pub code: Text,
    /// How bad it is in this project.
    pub level: Spanned<LintLevel>,
}
