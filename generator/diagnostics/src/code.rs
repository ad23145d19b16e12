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

    // Names that outputs would make.
    /// Two declarations that some output would give the same name.
    NameCollision = "name-collision",
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
