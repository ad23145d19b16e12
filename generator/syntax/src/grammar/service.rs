//! What the service offers beyond its entities, and what the database has beyond the schema.

use super::field::FIELDS;
use super::scalar::DOMAIN_KEY;
use super::{ABOUT, Construct, Form, Needs, TEXT, TEXTS, Takes, key};
use crate::document::{Auth, Body, Cycles, Method, NativeKind, Word};

/// `[operation.<name>]`
pub(super) static OPERATION: Construct = Construct {
    name: "operation",
    header: "operation.renew",
    doc: "What the service offers beyond creating, reading, listing, updating and deleting.",
    groups: &[
        &[
            key("method", Takes::Word(Method::CHOICES), "\"POST\"", "HTTP method.").required(),
            key(
                "path",
                TEXT,
                "\"/loans/{id}/renew\"",
                "Path, with parameters in braces.",
            )
            .required(),
        ],
        ABOUT,
        &[
            DOMAIN_KEY,
            key(
                "params",
                FIELDS,
                "{ id = \"uuid\" }",
                "Path parameters. The key of an entity, right behind its segment, needs none.",
            ),
            key("query", FIELDS, "{ days = \"int?\" }", "Query parameters."),
            key(
                "request",
                TEXT,
                "\"RenewRequest\"",
                "Type word of the request body. Default: no body.",
            ),
            key(
                "response",
                TEXT,
                "\"Loan\"",
                "Type word of the response body. Default: no body.",
            ),
            key(
                "body",
                Takes::Word(Body::CHOICES),
                "\"multipart\"",
                "How the request body travels. Default: `json`.",
            ),
            key(
                "status",
                Takes::Integer(200, 299),
                "202",
                "Status of success. Default: 201 for POST with a response, 204 without a response, else 200.",
            ),
            key(
                "paged",
                Takes::Flag,
                "true",
                "Whether a response of type `T[]` comes in pages.",
            ),
            key(
                "errors",
                Takes::List(&Takes::Integer(400, 599)),
                "[404, 409]",
                "Statuses of failure that callers should expect.",
            ),
            key(
                "auth",
                Takes::Word(Auth::CHOICES),
                "\"none\"",
                "How callers prove who they are. Default: as for the whole service.",
            ),
        ],
    ],
    needs: Needs::Nothing,
};

/// `[graph.<name>]`
pub(super) static GRAPH: Construct = Construct {
    name: "graph",
    header: "graph.lineage",
    doc: "A graph whose edges are rows of one entity: the service walks it upstream and downstream.",
    groups: &[
        &[
            key("edge", TEXT, "\"Derivation\"", "The entity whose rows are the edges.").required(),
            key("from", TEXT, "\"source\"", "The field of the edge it starts at.").required(),
            key("to", TEXT, "\"result\"", "The field of the edge it ends at.").required(),
        ],
        ABOUT,
        &[
            key("depth", Takes::Integer(1, 1000), "32", "How far a walk goes at most."),
            key(
                "cycles",
                Takes::Word(Cycles::CHOICES),
                "\"refuse\"",
                "What becomes of an edge that would close a cycle.",
            ),
            key(
                "path",
                Takes::Text(Form::Segments),
                "\"/lineage\"",
                "Path its operations start with. Default: its name.",
            ),
        ],
    ],
    needs: Needs::Nothing,
};

/// `[native.<name>]`
pub(super) static NATIVE: Construct = Construct {
    name: "native object",
    header: "native.overdue",
    doc: "A database object the schema does not model: it is passed through, in order.",
    groups: &[
        &[key(
            "kind",
            Takes::Word(NativeKind::CHOICES),
            "\"view\"",
            "What sort of object it is.",
        )
        .required()],
        ABOUT,
        &[
            key(
                "postgres",
                Takes::Table(&SCRIPT),
                "{ up = \"CREATE VIEW …\", down = \"DROP VIEW …\" }",
                "How it is made on PostgreSQL.",
            ),
            key(
                "sqlite",
                Takes::Table(&SCRIPT),
                "{ up = \"CREATE VIEW …\", down = \"DROP VIEW …\" }",
                "How it is made on SQLite.",
            ),
            key(
                "after",
                TEXTS,
                "[\"Loan\"]",
                "Entities and native objects that come before it. Default: all tables; extensions come first.",
            ),
        ],
    ],
    needs: Needs::AtLeastOne(&["postgres", "sqlite"]),
};

/// `postgres` and `sqlite` of a native object
pub(super) static SCRIPT: Construct = Construct {
    name: "script",
    header: "native.overdue.postgres",
    doc: "SQL that makes a native object, and SQL that takes it away.",
    groups: &[&[
        key("up", TEXT, "\"CREATE VIEW …\"", "Makes the object.").required(),
        key("down", TEXT, "\"DROP VIEW …\"", "Takes it away."),
    ]],
    needs: Needs::Nothing,
};
