//! A schema as it was written. In: nothing but what stands in the text. Out: structs that mirror it, each leaf with its
//! place. They know nothing: a type word, a reference or an expression is a text here, and a key that was left out is
//! `None`. What [`crate::parse`] reported as missing or wrong is absent too, so readers pass over it in silence.

mod entity;
mod field;
mod scalar;
mod service;
mod settings;
mod words;

pub use entity::{CheckDecl, EntityDecl, IndexDecl, LinkDecl, MixinDecl, RecordDecl, VariantDecl};
pub use field::{FieldDecl, FieldKind, Length, StorageDecl};
pub use scalar::{DomainDecl, EnumDecl, EnumValueDecl, TypeDecl};
pub use service::{GraphDecl, NativeDecl, OperationDecl, ScriptDecl};
pub use settings::{LintDecl, OutputDecl, OutputSettings, SchemaDecl, TenantDecl, WireDecl};
pub use words::*;

use driftless_diagnostics::Span;

/// A value and the place it was written at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A text as it was written: a name, a type word, a reference, an expression, a sentence.
pub type Text = Spanned<String>;

impl Text {
    /// The text alone.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

/// A yes or no that the author may leave open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flag {
    /// What was written, if anything was.
    pub written: Option<bool>,
    /// Where; the empty span where nothing was.
    pub span: Span,
}

impl Flag {
    /// Whether it says `true`; left open it does not.
    pub fn is_on(self) -> bool {
        self.or(false)
    }

    /// What it says, or `otherwise` where it was left open.
    pub fn or(self, otherwise: bool) -> bool {
        self.written.unwrap_or(otherwise)
    }
}

/// Any value the author may give: defaults, bounds, examples, options.
pub type Literal = Spanned<Value>;

/// The kinds of value TOML has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `"text"`.
    String(String),
    /// `12`.
    Integer(i64),
    /// `1.5`, as digits with underscores taken out, so that nothing is rounded.
    Float(String),
    /// `true`.
    Bool(bool),
    /// `2026-01-31`, `12:00:00`, `2026-01-31T12:00:00Z`, as it was written.
    Datetime(String),
    /// `[1, 2]`.
    Array(Vec<Literal>),
    /// `{ a = 1 }`, in order.
    Table(Vec<(Text, Literal)>),
}

/// What may be said of everything that has a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// What it is, for people.
    pub doc: Option<Text>,
    /// What to use instead.
    pub deprecated: Option<Text>,
    /// Its name before the last rename.
    pub renamed_from: Option<Text>,
}

/// A whole schema, over all its files, in order of declaration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// `[schema]`; absent in included files, and where it was forgotten and reported.
    pub schema: Option<SchemaDecl>,
    /// `[wire]`.
    pub wire: WireDecl,
    /// `[output.<name>]`.
    pub outputs: Vec<OutputDecl>,
    /// The lines of `[lint]`.
    pub lints: Vec<LintDecl>,
    /// `[domain.<name>]`.
    pub domains: Vec<DomainDecl>,
    /// `[type.<name>]`.
    pub types: Vec<TypeDecl>,
    /// `[enum.<Name>]`.
    pub enums: Vec<EnumDecl>,
    /// `[record.<Name>]`.
    pub records: Vec<RecordDecl>,
    /// `[mixin.<name>]`.
    pub mixins: Vec<MixinDecl>,
    /// `[entity.<Name>]`.
    pub entities: Vec<EntityDecl>,
    /// `[operation.<name>]`.
    pub operations: Vec<OperationDecl>,
    /// `[graph.<name>]`.
    pub graphs: Vec<GraphDecl>,
    /// `[native.<name>]`.
    pub natives: Vec<NativeDecl>,
}

impl Document {
    /// Takes in the declarations of an included file, behind those already here. Names that are declared twice stay
    /// twice; settings stay those of the root file.
    pub fn merge(&mut self, included: Document) {
        let Document {
            domains,
            types,
            enums,
            records,
            mixins,
            entities,
            operations,
            graphs,
            natives,
            ..
        } = included;
        self.domains.extend(domains);
        self.types.extend(types);
        self.enums.extend(enums);
        self.records.extend(records);
        self.mixins.extend(mixins);
        self.entities.extend(entities);
        self.operations.extend(operations);
        self.graphs.extend(graphs);
        self.natives.extend(natives);
    }
}
