//! Places for names of the schema's own. In: nothing. Out: a schema for each.

use super::{Slot, head, tail};

/// Names that the schema declares.
pub(crate) const NAMES: &[Slot] = &[
    head("schema name", "name = <<>>\n"),
    tail("domain", "[domain.<<>>]\ndoc = \"x\"\n"),
    tail("type", "[type.<<>>]\nbase = \"text\"\n"),
    tail("enum", "[enum.<<>>]\ndomain = \"shelf\"\nvalues = [\"a\"]\n"),
    tail("enum value", "[enum.Kind]\ndomain = \"shelf\"\nvalues = [<<>>]\n"),
    tail(
        "enum value with a doc",
        "[enum.Kind]\ndomain = \"shelf\"\nvalues.<<>> = \"x\"\n",
    ),
    tail("record", "[record.<<>>]\ndomain = \"shelf\"\nfields.a = \"text\"\n"),
    tail(
        "record field",
        "[record.Part]\ndomain = \"shelf\"\nfields.<<>> = \"text\"\n",
    ),
    tail("mixin", "[mixin.<<>>]\nfields.a = \"text\"\n"),
    tail(
        "mixin field",
        "[mixin.named]\nfields.<<>> = \"text\"\n[entity.Map]\ndomain = \"shelf\"\nuse = [\"named\"]\nfields.id = \"uuid\"\n",
    ),
    tail("entity", "[entity.<<>>]\ndomain = \"shelf\"\nfields.id = \"uuid\"\n"),
    tail(
        "field",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.<<>> = \"text\"\n",
    ),
    tail(
        "reference",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.<<>> = { ref = \"Book\" }\n",
    ),
    tail(
        "arc",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.<<>> = { one_of = [\"Book\", \"Map\"] }\n",
    ),
    tail(
        "link",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.<<>> = { to = \"Book\" }\n",
    ),
    tail(
        "link field",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = \"Book\", fields.<<>> = \"text\" }\n",
    ),
    tail(
        "check name",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nchecks.<<>> = \"length(a) > 1\"\n",
    ),
    tail(
        "operation",
        "[operation.<<>>]\nmethod = \"POST\"\npath = \"/renew\"\ndomain = \"shelf\"\n",
    ),
    tail(
        "parameter",
        "[operation.renew]\nmethod = \"POST\"\npath = \"/renew/{a}\"\ndomain = \"shelf\"\nparams.<<>> = \"text\"\n",
    ),
    tail(
        "query",
        "[operation.renew]\nmethod = \"GET\"\npath = \"/renew\"\ndomain = \"shelf\"\nquery.<<>> = \"text?\"\n",
    ),
    tail(
        "graph",
        "[entity.Edge]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { ref = \"Book\" }\nfields.b = { ref = \"Book\" }\n[graph.<<>>]\nedge = \"Edge\"\nfrom = \"a\"\nto = \"b\"\n",
    ),
    tail(
        "native object",
        "[native.<<>>]\nkind = \"view\"\npostgres = { up = \"CREATE VIEW v AS SELECT 1 AS a\", down = \"DROP VIEW v\" }\n",
    ),
    tail("output", "[output.<<>>]\ntemplates = \"x\"\n"),
    tail("lint", "[lint]\n<<>> = \"off\"\n"),
    tail(
        "variant",
        "[record.Part]\ndomain = \"shelf\"\ntag = \"kind\"\nfields.kind = \"Genre\"\nvariants = { novel = [], <<>> = [] }\n",
    ),
];

/// Names of what is declared elsewhere.
pub(crate) const REFERENCES: &[Slot] = &[
    tail(
        "type of a field",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = <<>>\n",
    ),
    tail("base of a type", "[type.isbn]\nbase = <<>>\n"),
    tail(
        "target of a reference",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { ref = <<>> }\n",
    ),
    tail(
        "target of an arc",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { one_of = [\"Book\", <<>>] }\n",
    ),
    tail(
        "target of a link",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = <<>> }\n",
    ),
    tail(
        "domain of an entity",
        "[entity.Map]\ndomain = <<>>\nfields.id = \"uuid\"\n",
    ),
    tail(
        "mixin in use",
        "[entity.Map]\ndomain = \"shelf\"\nuse = [<<>>]\nfields.id = \"uuid\"\n",
    ),
    tail(
        "field of a key",
        "[entity.Map]\ndomain = \"shelf\"\nkey = [<<>>]\nfields.id = \"uuid\"\n",
    ),
    tail(
        "field of a unique set",
        "[entity.Map]\ndomain = \"shelf\"\nunique = [[<<>>]]\nfields.id = \"uuid\"\n",
    ),
    tail(
        "tag",
        "[record.Part]\ndomain = \"shelf\"\ntag = <<>>\nfields.kind = \"Genre\"\nvariants = { novel = [], poem = [] }\n",
    ),
    tail(
        "field of a variant",
        "[record.Part]\ndomain = \"shelf\"\ntag = \"kind\"\nfields.kind = \"Genre\"\nvariants = { novel = [], poem = [<<>>] }\n",
    ),
    tail(
        "field of a digest",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"sha256\", digest_of = [<<>>] }\n",
    ),
    tail(
        "field of a lookup",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlookup = [<<>>]\n",
    ),
    tail(
        "request",
        "[operation.renew]\nmethod = \"POST\"\npath = \"/renew\"\ndomain = \"shelf\"\nrequest = <<>>\n",
    ),
    tail(
        "response",
        "[operation.renew]\nmethod = \"POST\"\npath = \"/renew\"\ndomain = \"shelf\"\nresponse = <<>>\n",
    ),
    tail("edge of a graph", "[graph.g]\nedge = <<>>\nfrom = \"a\"\nto = \"b\"\n"),
    tail(
        "native object before",
        "[native.v]\nkind = \"view\"\nafter = [<<>>]\npostgres = { up = \"CREATE VIEW v AS SELECT 1 AS a\", down = \"DROP VIEW v\" }\n",
    ),
    head("tenant", "tenant = { entity = <<>>, setting = \"app.book\" }\n"),
    tail(
        "key of a table",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\n<<>> = 1\n",
    ),
    tail("table of the root", "[<<>>]\na = 1\n"),
];
