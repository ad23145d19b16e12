//! What has fields: records, mixins, entities, and what belongs to them.

use super::field::{FIELDS, ON_DELETE};
use super::scalar::{DOMAIN_KEY, RUST_TYPE};
use super::{ABOUT, Construct, Form, Key, Needs, TEXT, TEXTS, Takes, key, named};
use crate::document::{ApiVerb, IndexMethod, Nulls, Word};

const USE: Key = key(
    "use",
    TEXTS,
    "[\"created\"]",
    "Mixins whose fields come first, in order.",
);
const FIELDS_KEY: Key = key("fields", FIELDS, "{ title = \"text\" }", "Its fields, in order.");

/// What tells variants apart.
const VARIANTS: &[Key] = &[
    key(
        "tag",
        TEXT,
        "\"kind\"",
        "The enum field that says which variant a value is.",
    ),
    key(
        "variants",
        Takes::Map(Form::EnumValue, &TEXTS),
        "{ novel = [\"plot\"], poem = [] }",
        "One key per value of the tag, each a list of the fields only such variants have.",
    ),
];

/// What holds rows together.
const INDEXES: &[Key] = &[
    key(
        "unique",
        Takes::List(&UNIQUE_ENTRY),
        "[[\"shelf\", \"place\"]]",
        "Sets of columns in which no two rows agree.",
    ),
    key(
        "index",
        Takes::List(&INDEX_ENTRY),
        "[[\"due_at desc\"]]",
        "Columns that rows are looked up by.",
    ),
];

static UNIQUE_ENTRY: Takes = Takes::Either(&TEXTS, &Takes::Table(&UNIQUE));
static INDEX_ENTRY: Takes = Takes::Either(&TEXTS, &Takes::Table(&INDEX));

const CHECKS: Key = key(
    "checks",
    Takes::Named(Form::Snake, &CHECK, Some(&TEXT)),
    "{ ends_late = \"ends > starts\" }",
    "Conditions every row meets.",
);

/// `[record.<Name>]`
pub(super) static RECORD: Construct = Construct {
    name: "record",
    header: "record.Imprint",
    doc: "A shape without a table: typed JSON inside a row, or a request or response.",
    groups: &[ABOUT, &[DOMAIN_KEY, USE, FIELDS_KEY], VARIANTS, RUST_TYPE],
    needs: Needs::Nothing,
};

/// `[mixin.<name>]`
pub(super) static MIXIN: Construct = Construct {
    name: "mixin",
    header: "mixin.created",
    doc: "Fields that several entities and records share, with what they bring along.",
    groups: &[ABOUT, &[USE, FIELDS_KEY], INDEXES, &[CHECKS]],
    needs: Needs::Nothing,
};

/// `[entity.<Name>]`
pub(super) static ENTITY: Construct = Construct {
    name: "entity",
    header: "entity.Book",
    doc: "What the database holds rows of.",
    groups: &[
        &[key("domain", TEXT, "\"lending\"", "The domain it belongs to.").required()],
        ABOUT,
        &[
            USE,
            key(
                "table",
                Takes::Text(Form::Table),
                "\"lending.books\"",
                "Name of its table, with a namespace if need be. Default: the plural of its name.",
            ),
            key(
                "key",
                TEXTS,
                "[\"shelf\", \"place\"]",
                "The fields that identify a row. Default: `id`.",
            ),
            FIELDS_KEY,
            key(
                "links",
                named(&LINK),
                "{ tags = { to = \"Tag\" } }",
                "Its many-to-many links.",
            ),
        ],
        INDEXES,
        &[
            CHECKS,
            key("immutable", Takes::Flag, "true", "Rows are never changed."),
            key(
                "append_only",
                Takes::Flag,
                "true",
                "Rows are never changed, nor deleted by themselves.",
            ),
        ],
        VARIANTS,
        &[
            key(
                "api",
                Takes::List(&Takes::Word(ApiVerb::CHOICES)),
                "[\"read\", \"list\"]",
                "What the service offers. Default: all that mutability permits.",
            ),
            key(
                "path",
                Takes::Text(Form::Segments),
                "\"books\"",
                "Its segment in paths of the service. Default: the plural of its name, in kebab-case.",
            ),
            key(
                "tenant",
                Takes::Flag,
                "false",
                "Whether its rows belong to a tenant, where what they refer to does.",
            ),
            key(
                "reason",
                TEXT,
                "\"shared by all branches\"",
                "Why its rows belong to no tenant.",
            )
            .with("tenant"),
            key(
                "tenant_keys",
                Takes::Flag,
                "false",
                "Whether references carry the tenant, so that none crosses tenants. Default: `true`.",
            ),
            key(
                "lookup",
                TEXTS,
                "[\"card_number\"]",
                "Fields that find a row across tenants.",
            ),
        ],
        RUST_TYPE,
    ],
    needs: Needs::Nothing,
};

/// `links.<name>`
pub(super) static LINK: Construct = Construct {
    name: "link",
    header: "entity.Book.links.tags",
    doc: "A many-to-many link: a table of pairs, with fields of its own if need be.",
    groups: &[
        &[key("to", TEXT, "\"Tag\"", "The entity at the other end.").required()],
        ABOUT,
        &[
            key(
                "owner",
                Takes::Text(Form::Snake),
                "\"book\"",
                "Name of this end. Default: the name of this entity.",
            ),
            key(
                "target",
                Takes::Text(Form::Snake),
                "\"tag\"",
                "Name of the other end. Default: the name of that entity.",
            ),
            FIELDS_KEY,
            key(
                "key",
                TEXTS,
                "[\"tag\", \"position\"]",
                "What identifies a link. Default: the pair.",
            ),
        ],
        INDEXES,
        &[
            Key {
                doc: "What becomes of the link when its target is deleted. Default: `cascade`.",
                ..ON_DELETE
            },
            key("table", Takes::Text(Form::Table), "\"book_tags\"", "Name of its table."),
        ],
    ],
    needs: Needs::Nothing,
};

/// What entries of `unique` and of `index` share.
const ENTRY: &[Key] = &[
    key(
        "fields",
        TEXTS,
        "[\"lower(title)\", \"due_at desc\"]",
        "Columns in order: a field or an expression, then `asc` or `desc`, then `nulls first` or `nulls last`.",
    )
    .required(),
    key(
        "where",
        TEXT,
        "\"returned_at is null\"",
        "Which rows it covers. Default: all.",
    ),
    key(
        "name",
        Takes::Text(Form::Identifier),
        "\"open_loans\"",
        "Its name in the database.",
    ),
];

/// An entry of `unique`
pub(super) static UNIQUE: Construct = Construct {
    name: "unique set",
    header: "[entity.Book.unique]",
    doc: "Columns in which no two rows agree. In short: a list of columns.",
    groups: &[
        ENTRY,
        &[key(
            "nulls",
            Takes::Word(Nulls::CHOICES),
            "\"not distinct\"",
            "Whether nulls count as equal. Default: `distinct`.",
        )],
        ABOUT,
    ],
    needs: Needs::Nothing,
};

/// An entry of `index`
pub(super) static INDEX: Construct = Construct {
    name: "index",
    header: "[entity.Book.index]",
    doc: "Columns that rows are looked up by. In short: a list of columns.",
    groups: &[
        ENTRY,
        &[key(
            "using",
            Takes::Word(IndexMethod::CHOICES),
            "\"gin\"",
            "The access method, on PostgreSQL alone.",
        )],
        ABOUT,
    ],
    needs: Needs::Nothing,
};

/// `checks.<name>`
pub(super) static CHECK: Construct = Construct {
    name: "check",
    header: "entity.Book.checks.ends_late",
    doc: "A condition every row meets. In short: the expression alone.",
    groups: &[
        &[key("expr", TEXT, "\"ends > starts\"", "What holds for every row.").required()],
        ABOUT,
    ],
    needs: Needs::Nothing,
};
