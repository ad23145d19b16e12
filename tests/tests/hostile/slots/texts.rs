//! Places for texts that people read, and for values. In: nothing. Out: a schema for each.

use super::{Slot, head, tail};

/// Texts for people: they reach comments, descriptions and pages.
pub(crate) const TEXTS: &[Slot] = &[
    head("schema doc", "doc = <<>>\n"),
    tail("domain doc", "[domain.desk]\ndoc = <<>>\n"),
    tail("type doc", "[type.isbn]\nbase = \"text\"\ndoc = <<>>\n"),
    tail("type deprecated", "[type.isbn]\nbase = \"text\"\ndeprecated = <<>>\n"),
    tail("type example", "[type.isbn]\nbase = \"text\"\nexamples = [<<>>]\n"),
    tail(
        "enum doc",
        "[enum.Kind]\ndomain = \"shelf\"\nvalues = [\"a\"]\ndoc = <<>>\n",
    ),
    tail(
        "enum deprecated",
        "[enum.Kind]\ndomain = \"shelf\"\nvalues = [\"a\"]\ndeprecated = <<>>\n",
    ),
    tail(
        "enum value doc",
        "[enum.Kind]\ndomain = \"shelf\"\nvalues = { a = <<>> }\n",
    ),
    tail(
        "enum value deprecated",
        "[enum.Kind]\ndomain = \"shelf\"\nvalues.a = { deprecated = <<>> }\n",
    ),
    tail(
        "record doc",
        "[record.Part]\ndomain = \"shelf\"\nfields.a = \"text\"\ndoc = <<>>\n",
    ),
    tail(
        "record field doc",
        "[record.Part]\ndomain = \"shelf\"\nfields.a = { type = \"text\", doc = <<>> }\n",
    ),
    tail(
        "record field default",
        "[record.Part]\ndomain = \"shelf\"\nfields.a = { type = \"text\", default = <<>> }\n",
    ),
    tail("mixin doc", "[mixin.named]\nfields.a = \"text\"\ndoc = <<>>\n"),
    tail(
        "mixin field doc",
        "[mixin.named]\nfields.a = { type = \"text\", doc = <<>> }\n[entity.Map]\ndomain = \"shelf\"\nuse = [\"named\"]\nkey = [\"a\"]\n",
    ),
    tail(
        "entity doc",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\ndoc = <<>>\n",
    ),
    tail(
        "entity deprecated",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\ndeprecated = <<>>\n",
    ),
    tail(
        "reason",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\ntenant = false\nreason = <<>>\n",
    ),
    tail(
        "field doc",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = { type = \"uuid\", doc = <<>> }\n",
    ),
    tail(
        "field deprecated",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", deprecated = <<>> }\n",
    ),
    tail(
        "default",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", default = <<>> }\n",
    ),
    tail(
        "default of a list",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text[]\", default = [<<>>] }\n",
    ),
    tail(
        "default of JSON",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"json\", default = { a = [<<>>] } }\n",
    ),
    tail(
        "key in a default of JSON",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"json\", default = { <<>> = 1 } }\n",
    ),
    tail(
        "example",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", examples = [<<>>] }\n",
    ),
    tail(
        "personal data",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", pii = <<>>, purpose = \"x\" }\n",
    ),
    tail(
        "purpose",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", pii = \"x\", purpose = <<>> }\n",
    ),
    tail(
        "reference doc",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.book = { ref = \"Book\", doc = <<>> }\n",
    ),
    tail(
        "arc doc",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { one_of = [\"Book\", \"Map\"], doc = <<>> }\n",
    ),
    tail(
        "link doc",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = \"Book\", doc = <<>> }\n",
    ),
    tail(
        "link field doc",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = \"Book\", fields.a = { type = \"text\", doc = <<>> } }\n",
    ),
    tail(
        "unique doc",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nunique = [{ fields = [\"a\"], doc = <<>> }]\n",
    ),
    tail(
        "index doc",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nindex = [{ fields = [\"a\"], doc = <<>> }]\n",
    ),
    tail(
        "check doc",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nchecks.b = { expr = \"length(a) > 1\", doc = <<>> }\n",
    ),
    tail(
        "text in a check",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nchecks.b = \"a <> '<'>'\"\n",
    ),
    tail(
        "text in a condition",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nindex = [{ fields = [\"a\"], where = \"a <> '<'>'\" }]\n",
    ),
    tail(
        "text in a computed column",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nfields.c = { type = \"bool\", computed = \"a = '<'>'\" }\n",
    ),
    tail(
        "operation doc",
        "[operation.renew]\nmethod = \"POST\"\npath = \"/renew\"\ndomain = \"shelf\"\ndoc = <<>>\n",
    ),
    tail(
        "operation deprecated",
        "[operation.renew]\nmethod = \"POST\"\npath = \"/renew\"\ndomain = \"shelf\"\ndeprecated = <<>>\n",
    ),
    tail(
        "parameter doc",
        "[operation.renew]\nmethod = \"POST\"\npath = \"/renew/{a}\"\ndomain = \"shelf\"\nparams.a = { type = \"text\", doc = <<>> }\n",
    ),
    tail(
        "query doc",
        "[operation.renew]\nmethod = \"GET\"\npath = \"/renew\"\ndomain = \"shelf\"\nquery.a = { type = \"text?\", doc = <<>> }\n",
    ),
    tail(
        "query default",
        "[operation.renew]\nmethod = \"GET\"\npath = \"/renew\"\ndomain = \"shelf\"\nquery.a = { type = \"text\", default = <<>> }\n",
    ),
    tail(
        "graph doc",
        "[entity.Edge]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { ref = \"Book\" }\nfields.b = { ref = \"Book\" }\n[graph.g]\nedge = \"Edge\"\nfrom = \"a\"\nto = \"b\"\ndoc = <<>>\n",
    ),
    tail(
        "native doc",
        "[native.v]\nkind = \"view\"\npostgres = { up = \"CREATE VIEW v AS SELECT 1 AS a\", down = \"DROP VIEW v\" }\ndoc = <<>>\n",
    ),
    tail("output doc", "[output.rust]\ndoc = <<>>\n"),
    tail("title", "[output.openapi]\ntitle = <<>>\n"),
    tail("server", "[output.openapi]\nservers = [<<>>]\n"),
];
