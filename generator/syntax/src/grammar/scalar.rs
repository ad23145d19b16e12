//! Domains, and the types that hold one value.

use super::{ABOUT, Construct, Form, Key, Needs, TEXT, TEXTS, Takes, field, key};

pub(super) const DOMAIN_KEY: Key = key("domain", TEXT, "\"lending\"", "The domain it belongs to.");

/// What types of the Rust output may be given besides.
pub(super) const RUST_TYPE: &[Key] = &[
    key("derives", TEXTS, "[\"Hash\"]", "Further derives of the Rust type."),
    key(
        "attributes",
        TEXTS,
        "[\"non_exhaustive\"]",
        "Attributes of the Rust type.",
    ),
];

/// `[domain.<name>]`
pub(super) static DOMAIN: Construct = Construct {
    name: "domain",
    header: "domain.lending",
    doc: "A part of the schema that belongs together: one OpenAPI description, one module, one chapter.",
    groups: &[
        ABOUT,
        &[key(
            "namespace",
            Takes::Text(Form::Identifier),
            "\"lending\"",
            "The PostgreSQL schema of its tables. Default: the search path decides.",
        )],
    ],
    needs: Needs::Nothing,
};

/// `[type.<name>]`
pub(super) static TYPE: Construct = Construct {
    name: "type",
    header: "type.isbn",
    doc: "A scalar with a name: its constraints travel to every output.",
    groups: &[
        &[key(
            "base",
            TEXT,
            "\"text\"",
            "The built-in type it narrows, without `?` and `[]`.",
        )
        .required()],
        ABOUT,
        field::LIMITS,
        field::VALUE,
    ],
    needs: Needs::Nothing,
};

/// `[enum.<Name>]`
pub(super) static ENUM: Construct = Construct {
    name: "enum",
    header: "enum.Genre",
    doc: "A closed set of values.",
    groups: &[
        &[key(
            "values",
            Takes::Either(&VALUE_LIST, &VALUES),
            "{ novel = \"Long fiction.\", poem = \"Verse.\" }",
            "Its values in order: by name with a doc, or as a plain list.",
        )
        .required()],
        ABOUT,
        &[
            DOMAIN_KEY,
            key(
                "native",
                Takes::Flag,
                "true",
                "Whether PostgreSQL gets a type of its own instead of a CHECK. Default: `false`.",
            ),
        ],
        RUST_TYPE,
    ],
    needs: Needs::Nothing,
};

static VALUE_LIST: Takes = Takes::List(&Takes::Text(Form::EnumValue));
static VALUES: Takes = Takes::Named(Form::EnumValue, &ENUM_VALUE, Some(&TEXT));

/// `[enum.<Name>] values.<value>`
pub(super) static ENUM_VALUE: Construct = Construct {
    name: "enum value",
    header: "enum.Genre.values.novel",
    doc: "One value of an enum. In short: `novel = \"Long fiction.\"` is `novel = { doc = \"Long fiction.\" }`.",
    groups: &[ABOUT],
    needs: Needs::Nothing,
};
