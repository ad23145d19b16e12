//! Fields, wherever they stand.

use super::{ABOUT, Construct, Form, Key, Needs, TEXT, TEXTS, Takes, key};
use crate::document::{OnDelete, OnUpdate, Visibility, Word};

/// Fields by name; a type word alone will do.
pub(super) const FIELDS: Takes = Takes::Named(Form::Snake, &FIELD, Some(&TEXT));

/// What bounds a value.
pub(super) const LIMITS: &[Key] = &[
    key("min", Takes::Bound, "1", "Smallest value."),
    key("max", Takes::Bound, "100", "Largest value."),
    key(
        "length",
        Takes::Either(&Takes::Text(Form::Length), &Takes::Integer(0, i64::MAX)),
        "\"1..64\"",
        "How many characters a text, or how many elements an array may have: a range, open at either end, or exactly one number.",
    ),
    key(
        "pattern",
        TEXT,
        "\"^[a-z]+$\"",
        "What a text looks like: an anchored regular expression of the portable kind.",
    ),
];

/// What is known of a value besides.
pub(super) const VALUE: &[Key] = &[
    key(
        "examples",
        Takes::List(&Takes::Any),
        "[\"dune\"]",
        "Values to show in documentation.",
    ),
    key(
        "storage",
        Takes::Table(&STORAGE),
        "{ postgres = \"varchar(255)\" }",
        "Column types that override the usual ones.",
    ),
    key("pii", TEXT, "\"email\"", "Which kind of personal data it is."),
    key("purpose", TEXT, "\"to send reminders\"", "Why personal data is held."),
];

pub(super) const ON_DELETE: Key = key(
    "on_delete",
    Takes::Word(OnDelete::CHOICES),
    "\"cascade\"",
    "What becomes of the row when the row it refers to is deleted. Default: `no action`.",
);

/// `fields.<name>`
pub(super) static FIELD: Construct = Construct {
    name: "field",
    header: "entity.Book.fields.title",
    doc: "A field. In short: `fields.title = \"text\"` is `fields.title = { type = \"text\" }`.",
    groups: &[
        &[
            key(
                "type",
                TEXT,
                "\"text?\"",
                "A type word: built in, a named type, an enum or a record; `?` makes it nullable, `[]` an array.",
            ),
            key(
                "ref",
                TEXT,
                "\"Author\"",
                "The entity it refers to; `?` makes it nullable, `.field` names a unique field other than the key.",
            ),
            key(
                "one_of",
                TEXTS,
                "[\"Book\", \"Map\"]",
                "The entities it refers to one of.",
            ),
            key(
                "nullable",
                Takes::Flag,
                "true",
                "Whether a field with `one_of` may refer to nothing.",
            )
            .with("one_of"),
        ],
        ABOUT,
        &[key(
            "default",
            Takes::Any,
            "0",
            "The value of rows that are given none; `\"now\"` is the time, `\"uuid\"` a fresh identifier.",
        )],
        LIMITS,
        &[
            key("unique", Takes::Flag, "true", "No two rows have the same value."),
            key("index", Takes::Flag, "true", "Rows are looked up by it."),
            key(
                "visibility",
                Takes::Word(Visibility::CHOICES),
                "\"secret\"",
                "Who may see it. Default: `public`.",
            ),
            key("transient", Takes::Flag, "true", "On the wire, never stored."),
            key(
                "read_only",
                Takes::Flag,
                "true",
                "Never accepted from clients: the service or the database fills it.",
            ),
            key(
                "immutable",
                Takes::Flag,
                "true",
                "Set when the row is made, never changed.",
            ),
        ],
        VALUE,
        &[
            key(
                "computed",
                TEXT,
                "\"pages * copies\"",
                "The expression the database computes it with.",
            ),
            key(
                "digest_of",
                TEXTS,
                "[\"title\", \"body\"]",
                "The fields it is the digest of.",
            ),
            key("identity", Takes::Flag, "true", "A key that the database counts up."),
            ON_DELETE,
            key(
                "on_update",
                Takes::Word(OnUpdate::CHOICES),
                "\"now\"",
                "What follows when the row it refers to gets another key; on a timestamp `now`: the time of the last change.",
            ),
            key(
                "column",
                Takes::Text(Form::Line),
                "\"book_title\"",
                "Name in the database.",
            ),
            key("json", Takes::Text(Form::Line), "\"bookTitle\"", "Name on the wire."),
        ],
    ],
    needs: Needs::ExactlyOne(&["type", "ref", "one_of"]),
};

/// `storage`
pub(super) static STORAGE: Construct = Construct {
    name: "storage",
    header: "type.isbn.storage",
    doc: "Column types that override the usual ones.",
    groups: &[&[
        key("postgres", TEXT, "\"varchar(255)\"", "Column type on PostgreSQL."),
        key("sqlite", TEXT, "\"text\"", "Column type on SQLite."),
    ]],
    needs: Needs::AtLeastOne(&["postgres", "sqlite"]),
};
