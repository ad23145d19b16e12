//! Every code there is, in one list: what a diagnostic is called in reports, in `[lint]` and in the documentation.
//! A code is never reused for another meaning. Each has a case under `tests/errors/` or `tests/lints/`.

macro_rules! codes {
    (wrong: $($(#[doc = $wrong_doc:literal])+ $wrong:ident = $wrong_word:literal,)+
     questionable: $($(#[doc = $doc:literal])+ $variant:ident = $word:literal,)+) => {
        /// The stable name of a kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $wrong_doc])+ $wrong,)+ $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code, in order of declaration.
            pub const ALL: &'static [Code] = &[$(Code::$wrong,)+ $(Code::$variant,)+];

            /// The codes that `[lint]` may set a level for: what is questionable, not what is wrong.
            pub const QUESTIONABLE: &'static [Code] = &[$(Code::$variant,)+];

            /// The word printed in reports: kebab-case.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$wrong => $wrong_word,)+ $(Code::$variant => $word,)+ }
            }

            /// What the code means, for documentation and `explain`.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Code::$wrong => concat!($($wrong_doc, "\n",)+).trim_ascii(),)+
                    $(Code::$variant => concat!($($doc, "\n",)+).trim_ascii(),)+
                }
            }
        }
    };
}

codes! {
    wrong:

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

    // Files.
    /// A file that is named but cannot be read.
    UnreadableFile = "unreadable-file",
    /// A generated file that is not what the schema says.
    StaleFile = "stale-file",
    /// A generated file that is not there.
    MissingFile = "missing-file",
    /// A generated file that somebody changed.
    EditedFile = "edited-file",
    /// A generated file that is no longer generated.
    OrphanedFile = "orphaned-file",
    /// A generated file that another version made.
    OtherVersion = "other-version",
    /// A migration that is still a draft where only sealed ones are wanted.
    UnreleasedMigration = "unreleased-migration",

    // Migrations.
    /// A change that loses, or may break, what nobody allowed to be lost.
    Loss = "loss",
    /// A migration that cannot be understood.
    UnreadableMigration = "unreadable-migration",
    /// A history of migrations that cannot be read.
    HistoryUnreadable = "history-unreadable",
    /// A history of migrations that somebody changed.
    EditedHistory = "edited-history",
    /// A migration file that somebody changed.
    EditedMigration = "edited-migration",
    /// A migration file that is not there.
    MissingMigration = "missing-migration",
    /// A migration file that the history does not know.
    UnknownMigration = "unknown-migration",
    /// Two migrations with one number.
    DuplicateMigration = "duplicate-migration",
    /// A migration that stands in another's place.
    ReorderedMigration = "reordered-migration",

    // Names that outputs would make.
    /// Two declarations that some output would give the same name.
    NameCollision = "name-collision",

    // Values, sent through every output.
    /// One output accepts what another refuses, or gives back another value than it was given.
    Disagreement = "disagreement",

    questionable:

    // Outputs.
    /// A rule that some output cannot enforce.
    Gap = "gap",

    /// A name that hides one of a language's own where it is imported.
    HiddenGlobal = "hidden-global",

    // Lint.
    /// Something without a sentence that says what it is.
    MissingDoc = "missing-doc",
    /// A declaration that nothing uses.
    UnusedDeclaration = "unused-declaration",
    /// Something deprecated that something else still needs.
    DeprecatedInUse = "deprecated-in-use",
    /// A name that is shortened because PostgreSQL would cut it off.
    ShortenedName = "shortened-name",
    /// A reference that no index helps to follow backwards.
    UnindexedReference = "unindexed-reference",
    /// References that need each other, so that no first row can be made.
    RequiredCycle = "required-cycle",
    /// A unique set with a column that may be null, which lets duplicates in.
    NullableUnique = "nullable-unique",
    /// A unique set that tells one tenant what another one has.
    UniqueAcrossTenants = "unique-across-tenants",
    /// An entity that may name a tenant but does not have to: its rows are everybody's.
    OptionalTenant = "optional-tenant",
    /// An index over values too long for it.
    UnboundedIndex = "unbounded-index",
    /// An index that another one makes superfluous.
    RedundantIndex = "redundant-index",
    /// An index of more columns than a query is likely to name.
    WideIndex = "wide-index",
    /// A key that runs out of numbers.
    SmallKey = "small-key",
    /// Money that cannot be added up exactly.
    FloatMoney = "float-money",
    /// A time that means another moment in every zone.
    LocalTime = "local-time",
    /// A digest of something that changes under it.
    StaleDigest = "stale-digest",
    /// Personal data without a reason to hold it.
    PiiWithoutPurpose = "pii-without-purpose",
    /// Personal data that is not marked as such.
    UnmarkedPii = "unmarked-pii",
    /// A secret that anybody may read.
    UnmarkedSecret = "unmarked-secret",
    /// Row-level security that binds nobody.
    UnboundRole = "unbound-role",
    /// A list of rows without an end.
    UnpagedList = "unpaged-list",

    // Statements of migrations.
    /// A statement that reads a whole table while others wait for it.
    BlockingScan = "blocking-scan",
    /// A statement that writes a whole table anew while others wait for it.
    BlockingRewrite = "blocking-rewrite",
    /// A statement that may wait for its lock without end, and lets everybody else wait behind it.
    LockQueue = "lock-queue",
    /// A statement that removes or changes stored values for good.
    LostData = "lost-data",
    /// A statement after which something no longer holds that held before.
    LostGuarantee = "lost-guarantee",
    /// A statement that programs written for the database before it do not survive.
    BreaksRunningCode = "breaks-running-code",
    /// A statement that succeeds on empty tables and fails on filled ones.
    FailsOnRows = "fails-on-rows",
    /// A statement that cannot do its work in this transaction, or only in one.
    WrongTransaction = "wrong-transaction",
    /// A change of all rows of a table at once.
    UnbatchedChange = "unbatched-change",
    /// A rebuild of a table that may take rows of other tables along.
    UnguardedRebuild = "unguarded-rebuild",
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
