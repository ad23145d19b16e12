//! Every code there is, in one list: what a diagnostic is called in reports, in `[lint]` and in the documentation.
//! A code is never reused for another meaning. Each has a case under `tests/errors/` or `tests/lints/`.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $word:literal,)+) => {
        /// The stable name of a kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code, in order of declaration.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The word printed in reports: kebab-case.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $word,)+ }
            }

            /// What the code means, for documentation and `explain`.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc, "\n",)+).trim_ascii(),)+ }
            }
        }
    };
}

codes! {
    // The text of the schema.
    /// The text is not TOML.
    TomlSyntax = "toml-syntax",
    /// A key that means nothing here.
    UnknownKey = "unknown-key",
    /// A key that must be there is not.
    MissingKey = "missing-key",
    /// A value of another kind than the key takes.
    WrongKind = "wrong-kind",
    /// A key that is given a second time.
    DuplicateKey = "duplicate-key",
    /// Keys that exclude each other, or a key without the one it goes with.
    KeyConflict = "key-conflict",
    /// A word where only certain words may stand.
    UnknownWord = "unknown-word",
    /// A name that is not written as names of its kind are.
    NameForm = "name-form",
    /// A value without the form its key asks for.
    ValueForm = "value-form",
    /// A character that nobody can see or that changes how text around it reads.
    HiddenCharacter = "hidden-character",
    /// A table that only the root file may have.
    MisplacedTable = "misplaced-table",
    /// A text that is larger or nested deeper than any schema has to be.
    TooLarge = "too-large",

    // What the words of the schema refer to.
    /// Two declarations of one name.
    DuplicateName = "duplicate-name",
    /// A name that the language, a database or every output needs for itself.
    ReservedName = "reserved-name",
    /// A name that a database would cut off.
    NameTooLong = "name-too-long",
    /// A domain that is not declared.
    UnknownDomain = "unknown-domain",
    /// A type word that means nothing.
    UnknownType = "unknown-type",
    /// An entity that is not declared.
    UnknownEntity = "unknown-entity",
    /// A field that its entity or record does not have.
    UnknownField = "unknown-field",
    /// A mixin that is not declared.
    UnknownMixin = "unknown-mixin",
    /// A value that its enum does not have.
    UnknownValue = "unknown-value",
    /// Something to come after that is neither an entity nor a native object.
    UnknownObject = "unknown-object",
    /// Mixins that use each other in a circle.
    CyclicMixin = "cyclic-mixin",
    /// Keys that consist of each other in a circle.
    CyclicKey = "cyclic-key",
    /// A record that would have to contain itself without end.
    RecursiveRecord = "recursive-record",

    // Fields.
    /// A type word that is not written as type words are.
    TypeWord = "type-word",
    /// A key of a field that does not go with its type.
    MisplacedKey = "misplaced-key",
    /// A default, limit or example that is no value of the type.
    ValueMismatch = "value-mismatch",
    /// A range that nothing is in.
    EmptyRange = "empty-range",
    /// A pattern outside the portable subset.
    PatternSyntax = "pattern-syntax",
    /// A reference to a field that is not unique.
    NotUnique = "not-unique",
    /// A reference that should become null but may not be null.
    SetNullRequired = "set-null-required",
    /// A stored record that holds what is only ever on the wire.
    StoredShape = "stored-shape",
    /// A digest of something that cannot be digested.
    DigestField = "digest-field",

    // Entities.
    /// An entity without a key.
    MissingKeyField = "missing-key-field",
    /// A key that may be null, or that is not stored.
    KeyField = "key-field",
    /// Variants that do not match their tag or their fields.
    VariantMismatch = "variant-mismatch",
    /// What an entity promises about change contradicts something it declares.
    MutabilityConflict = "mutability-conflict",
    /// An expression that is not written as expressions are.
    ExpressionSyntax = "expression-syntax",
    /// An expression whose parts do not go together.
    ExpressionType = "expression-type",

    // Tenancy.
    /// An entity whose rows belong to a tenant without saying to which.
    TenantMissing = "tenant-missing",
    /// An entity that names its tenant twice.
    TenantAmbiguous = "tenant-ambiguous",
    /// A reference from outside to rows that belong to a tenant.
    TenantCrossing = "tenant-crossing",

    // Operations.
    /// A path whose parameters do not match what is declared.
    PathParameter = "path-parameter",
    /// Two operations that answer to the same request.
    DuplicatePath = "duplicate-path",
    /// An operation whose parts contradict each other.
    OperationConflict = "operation-conflict",

    // Names that outputs would make.
    /// Two declarations that some output would give the same name.
    NameCollision = "name-collision",

    // Outputs.
    /// A rule that some output cannot enforce.
    Gap = "gap",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Code {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|code| code.as_str() == word).ok_or(())
    }
}
