//! The closed sets of words: each is an enum, and the enum is what the grammar offers to authors and editors.

use crate::grammar::Choice;

/// An enum whose values authors write as words.
pub trait Word: Sized + Copy + 'static {
    /// The words, in order of declaration, with what each means.
    const CHOICES: &'static [Choice];

    /// The value of a word.
    fn from_word(word: &str) -> Option<Self>;

    /// The word of a value.
    fn as_str(self) -> &'static str;
}

macro_rules! words {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $meaning:literal])+ $value:ident = $word:literal,)+ })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[doc = $meaning])+ $value,)+ }

        impl Word for $name {
            const CHOICES: &'static [Choice] =
                &[$(Choice { word: $word, doc: concat!($($meaning,)+).trim_ascii() },)+];

            fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$value),)+ _ => None }
            }

            fn as_str(self) -> &'static str {
                match self { $(Self::$value => $word,)+ }
            }
        }
    )+};
}

words! {
    /// How numbers travel that a JavaScript number cannot hold.
    NumberForm {
        /// As a JSON string: nothing is lost.
        String = "string",
        /// As a JSON number: values are limited to what a double holds exactly.
        Number = "number",
    }
    /// How keys are spelled on the wire.
    Case {
        /// `created_at`.
        Snake = "snake_case",
        /// `createdAt`.
        Camel = "camelCase",
    }
    /// How bad a finding of the lint is in this project.
    LintLevel {
        /// Stops the run.
        Error = "error",
        /// Is shown.
        Warning = "warning",
        /// Is shown when asked for.
        Note = "note",
        /// Is not looked for.
        Off = "off",
    }
    /// How SQLite stores a `uuid`.
    UuidStorage {
        /// 16 bytes.
        Blob = "blob",
        /// 36 characters.
        Text = "text",
    }
    /// How SQLite stores a `numeric(p,s)`.
    DecimalStorage {
        /// An integer, multiplied by 10 to the power of s.
        Scaled = "scaled",
        /// Digits.
        Text = "text",
    }
    /// Which OpenAPI is written.
    OpenapiVersion {
        /// OpenAPI 3.1.
        V31 = "3.1",
        /// OpenAPI 3.0, for tools that know no newer one.
        V30 = "3.0",
    }
    /// Which TypeScript types are branded, so that one cannot be taken for another.
    Brands {
        /// Keys of entities.
        Ids = "ids",
        /// Keys and named types.
        All = "all",
        /// Nothing.
        None = "none",
    }
    /// How callers prove who they are.
    Auth {
        /// A bearer token.
        Bearer = "bearer",
        /// Anybody may call.
        None = "none",
    }
    /// Who may see a field.
    Visibility {
        /// Everybody who may see the row.
        Public = "public",
        /// The service alone: it never leaves it.
        Internal = "internal",
        /// Nobody: accepted from clients, never given back, redacted in logs.
        Secret = "secret",
    }
    /// What becomes of a row when the row it refers to is deleted.
    OnDelete {
        /// It goes too.
        Cascade = "cascade",
        /// It stays and refers to nothing.
        SetNull = "set null",
        /// The deletion is refused, unless this row is deleted along with it.
        Restrict = "restrict",
        /// The same, in the words of SQL.
        NoAction = "no action",
    }
    /// What follows when the row referred to gets another key, or when the row itself changes.
    OnUpdate {
        /// The reference follows.
        Cascade = "cascade",
        /// The reference becomes null.
        SetNull = "set null",
        /// The change is refused at once.
        Restrict = "restrict",
        /// The change is refused at the end of the statement.
        NoAction = "no action",
        /// A timestamp takes the time of each change of its row.
        Now = "now",
    }
    /// What a service offers for an entity.
    ApiVerb {
        /// Make one.
        Create = "create",
        /// Get one.
        Read = "read",
        /// Get many, in pages.
        List = "list",
        /// Change one.
        Update = "update",
        /// Delete one.
        Delete = "delete",
    }
    /// HTTP method.
    Method {
        /// Reads.
        Get = "GET",
        /// Makes or starts something.
        Post = "POST",
        /// Replaces something.
        Put = "PUT",
        /// Changes something.
        Patch = "PATCH",
        /// Deletes something.
        Delete = "DELETE",
    }
    /// How a request body travels.
    Body {
        /// As JSON.
        Json = "json",
        /// As a form with files.
        Multipart = "multipart",
        /// As bytes.
        Binary = "binary",
    }
    /// What becomes of an edge that would close a cycle.
    Cycles {
        /// It is refused.
        Refuse = "refuse",
        /// It is allowed; walks visit a row once.
        Allow = "allow",
    }
    /// What sort of object is passed through.
    NativeKind {
        /// A PostgreSQL extension; comes before everything else.
        Extension = "extension",
        /// A view.
        View = "view",
        /// A function.
        Function = "function",
        /// A trigger.
        Trigger = "trigger",
        /// Anything else.
        Other = "other",
    }
    /// Whether nulls count as equal in a unique set.
    Nulls {
        /// Any number of rows may hold null.
        Distinct = "distinct",
        /// One row may hold null.
        NotDistinct = "not distinct",
    }
    /// The access method of an index on PostgreSQL.
    IndexMethod {
        /// Order and equality: the usual one.
        Btree = "btree",
        /// Equality alone.
        Hash = "hash",
        /// Elements of arrays and keys of JSON.
        Gin = "gin",
        /// Ranges and nearness.
        Gist = "gist",
        /// Large tables in natural order.
        Brin = "brin",
        /// Nearest vectors, as a graph (pgvector).
        Hnsw = "hnsw",
        /// Nearest vectors, as lists (pgvector).
        Ivfflat = "ivfflat",
    }
}
