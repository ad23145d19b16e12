//! The command line as people type it. Only definitions: what a command does stands in its own file.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use driftless_catalog::Dialect;
use driftless_diagnostics::Format;
use driftless_migrate::Allowance;

/// One schema. No drift.
#[derive(Debug, Parser)]
#[command(name = "driftless", version, about, max_term_width = 100, propagate_version = true)]
pub struct Arguments {
    /// The schema; looked for in this folder and those above it.
    #[arg(long, value_name = "FILE", global = true)]
    pub schema: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compile the schema and write every output that differs.
    Gen(Gen),
    /// Look for what is questionable in the schema, and for what endangers rows or users in its migrations.
    Lint(Lint),
    /// Say which line of the schema something comes from.
    ///
    /// WHAT is a line of an output (`generated/typescript/books.ts:12`), the name of a constraint or index, a JSON
    /// pointer into OpenAPI, a Rust path, or `Entity.field`.
    Explain(Explain),
    /// Write, seal, list and verify migrations.
    #[command(subcommand)]
    Migrate(Migrate),
    /// List what differs between two schemas, revisions or migrations folders.
    ///
    /// A and B are each a schema file, a migrations folder, a git revision of the schema (`HEAD~1`), or REVISION:PATH
    /// with the path from the top of the repository (`v1.2:schema.toml`). Differences are no failure: the exit status is
    /// 0 whether there are any or not.
    Diff(Diff),
    /// Prove by values that all outputs agree: Rust, JSON, OpenAPI, TypeScript, PostgreSQL, SQLite.
    ///
    /// Builds the emitted crate and package in a folder of their own, sends values at every edge of every type through all
    /// of them, and reports where one accepts what another refuses, or where a value comes back as another. Needs Cargo,
    /// Node and a PostgreSQL server; --without leaves some of them out.
    Agree(Agree),
    /// Print the JSON Schema of schema.toml, for editors.
    Schema,
    /// Start a schema in this folder.
    Init(Init),
    /// Print the completions of a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// `gen`.
#[derive(Debug, Args)]
pub struct Gen {
    /// Write nothing; fail when anything is stale, missing, edited by hand, orphaned or made by another version.
    #[arg(long)]
    pub check: bool,
    /// Write nothing; show what would change.
    #[arg(long, conflicts_with = "check")]
    pub dry_run: bool,
    /// Let the next migration lose this, as the stopped run named it: `drop-field:Book.summary`.
    #[arg(long, value_name = "CODE:OBJECT")]
    pub allow: Vec<Allowance>,
    /// With --check: also fail when the newest migration is still a draft.
    #[arg(long, requires = "check")]
    pub released: bool,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = FindingFormat::Human)]
    pub format: FindingFormat,
}

/// `lint`.
#[derive(Debug, Args)]
pub struct Lint {
    /// Fail from this severity on.
    #[arg(long, value_enum, default_value_t = Deny::Error)]
    pub deny: Deny,
    /// Also look at migrations that are sealed, which nobody can change any more.
    #[arg(long)]
    pub sealed: bool,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = FindingFormat::Human)]
    pub format: FindingFormat,
}

/// `agree`.
#[derive(Debug, Args)]
pub struct Agree {
    /// A PostgreSQL server on which a database may be made and removed: postgres://user:password@host.
    #[arg(long, value_name = "URL", env = "DRIFTLESS_POSTGRES")]
    pub postgres: Option<String>,
    /// Ask everybody but these.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub without: Vec<Layer>,
    /// Where values come from; the same seed gives the same values.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Where the judges are built, relative to the schema [default: target/driftless-agree].
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = FindingFormat::Human)]
    pub format: FindingFormat,
}

/// One who may be asked, beside the emitted crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Layer {
    /// The OpenAPI description.
    Openapi,
    /// The TypeScript validators.
    Typescript,
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
}

/// `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The state before.
    #[arg(value_name = "A")]
    pub before: String,
    /// The state after.
    #[arg(value_name = "B")]
    pub after: String,
    /// Whose tables and statements are listed; that of the migrations folder, or the first of the schema, if left out.
    #[arg(long, value_enum)]
    pub database: Option<DatabaseName>,
    /// How the list is printed.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Human)]
    pub format: AnswerFormat,
}

/// A database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DatabaseName {
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
}

impl From<DatabaseName> for Dialect {
    fn from(name: DatabaseName) -> Self {
        match name {
            DatabaseName::Postgres => Self::Postgres,
            DatabaseName::Sqlite => Self::Sqlite,
        }
    }
}

/// `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// What to explain.
    pub what: String,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Human)]
    pub format: AnswerFormat,
}

/// `migrate`.
#[derive(Debug, Subcommand)]
pub enum Migrate {
    /// Seal the draft: from now on it is never rewritten.
    Release {
        /// Name of the migration; the draft's own name if left out.
        name: Option<String>,
    },
    /// Begin a migration that is written by hand, before the draft.
    New {
        /// Name of the migration: lower-case words joined by `_`.
        name: String,
    },
    /// List migrations and whether they are sealed.
    Status,
    /// Check that every sealed migration is as it was when it was sealed.
    Verify {
        /// How findings are printed.
        #[arg(long, value_enum, default_value_t = FindingFormat::Human)]
        format: FindingFormat,
    },
}

/// `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Name of the schema, in snake_case; the folder's name if left out.
    pub name: Option<String>,
}

/// From which severity on a run fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// Everything.
    Note,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FindingFormat {
    /// For people.
    Human,
    /// The report as JSON.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// JUnit XML.
    Junit,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// For people.
    Human,
    /// As JSON.
    Json,
}

impl From<FindingFormat> for Format {
    fn from(format: FindingFormat) -> Self {
        match format {
            FindingFormat::Human => Self::Human,
            FindingFormat::Json => Self::Json,
            FindingFormat::Sarif => Self::Sarif,
            FindingFormat::Github => Self::Github,
            FindingFormat::Junit => Self::Junit,
        }
    }
}
