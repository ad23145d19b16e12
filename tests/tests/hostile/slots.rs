//! Every place of a schema where an author may write a text or a name. In: nothing. Out: for each place a small schema that
//! is right but for what stands there. What takes a number, a flag or one of a few words is no such place.

use std::ops::Range;

/// A place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    /// What it is called in reports.
    pub(crate) name: &'static str,
    /// Lines within `[schema]`.
    head: &'static str,
    /// Lines behind everything else.
    tail: &'static str,
}

/// What stands for the text in the lines of a place: a literal of TOML.
const HOLE: &str = "<<>>";
/// What stands for it within the quotes of an expression.
const QUOTED: &str = "<'>";

/// A schema whose every declaration can be referred to.
const BASE: &str = r#"
[domain.shelf]
doc = "Books."
[enum.Genre]
domain = "shelf"
values = ["novel", "poem"]
[entity.Book]
domain = "shelf"
fields.id = { type = "uuid", default = "uuid" }
fields.title = "text"
"#;

impl Slot {
    /// The schema with a literal in this place, and where the lines of the place begin and end.
    pub(crate) fn with(&self, literal: &str) -> (String, Range<usize>) {
        let name = if self.head.starts_with("name") { "" } else { "name = \"hostile\"\n" };
        let before = format!("[schema]\n{name}");
        let inside = literal[1..literal.len() - 1].replace('\'', "''");
        let fill = |lines: &str| lines.replace(HOLE, literal).replace(QUOTED, &inside);
        let (head, tail) = (fill(self.head), fill(self.tail));
        let text = format!("{before}{head}{BASE}{tail}");
        let range = if tail.is_empty() {
            before.len()..before.len() + head.len()
        } else {
            text.len() - tail.len()..text.len()
        };
        (text, range)
    }
}

const fn head(name: &'static str, head: &'static str) -> Slot {
    Slot { name, head, tail: "" }
}

const fn tail(name: &'static str, tail: &'static str) -> Slot {
    Slot { name, head: "", tail }
}

/// Texts for people: they reach comments, descriptions and pages.
pub(crate) const TEXTS: &[Slot] = &[
    head("schema doc", "doc = <<>>\n"),
    tail("domain doc", "[domain.desk]\ndoc = <<>>\n"),
    tail("type doc", "[type.isbn]\nbase = \"text\"\ndoc = <<>>\n"),
    tail("type deprecated", "[type.isbn]\nbase = \"text\"\ndeprecated = <<>>\n"),
    tail("type example", "[type.isbn]\nbase = \"text\"\nexamples = [<<>>]\n"),
    tail("enum doc", "[enum.Kind]\ndomain = \"shelf\"\nvalues = [\"a\"]\ndoc = <<>>\n"),
    tail("enum deprecated", "[enum.Kind]\ndomain = \"shelf\"\nvalues = [\"a\"]\ndeprecated = <<>>\n"),
    tail("enum value doc", "[enum.Kind]\ndomain = \"shelf\"\nvalues = { a = <<>> }\n"),
    tail("enum value deprecated", "[enum.Kind]\ndomain = \"shelf\"\nvalues.a = { deprecated = <<>> }\n"),
    tail("record doc", "[record.Part]\ndomain = \"shelf\"\nfields.a = \"text\"\ndoc = <<>>\n"),
    tail("record field doc", "[record.Part]\ndomain = \"shelf\"\nfields.a = { type = \"text\", doc = <<>> }\n"),
    tail("record field default", "[record.Part]\ndomain = \"shelf\"\nfields.a = { type = \"text\", default = <<>> }\n"),
    tail("mixin doc", "[mixin.named]\nfields.a = \"text\"\ndoc = <<>>\n"),
    tail("mixin field doc", "[mixin.named]\nfields.a = { type = \"text\", doc = <<>> }\n[entity.Map]\ndomain = \"shelf\"\nuse = [\"named\"]\nkey = [\"a\"]\n"),
    tail("entity doc", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\ndoc = <<>>\n"),
    tail("entity deprecated", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\ndeprecated = <<>>\n"),
    tail("reason", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\ntenant = false\nreason = <<>>\n"),
    tail("field doc", "[entity.Map]\ndomain = \"shelf\"\nfields.id = { type = \"uuid\", doc = <<>> }\n"),
    tail("field deprecated", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", deprecated = <<>> }\n"),
    tail("default", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", default = <<>> }\n"),
    tail("default of a list", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text[]\", default = [<<>>] }\n"),
    tail("default of JSON", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"json\", default = { a = [<<>>] } }\n"),
    tail("key in a default of JSON", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"json\", default = { <<>> = 1 } }\n"),
    tail("example", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", examples = [<<>>] }\n"),
    tail("personal data", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", pii = <<>>, purpose = \"x\" }\n"),
    tail("purpose", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", pii = \"x\", purpose = <<>> }\n"),
    tail("reference doc", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.book = { ref = \"Book\", doc = <<>> }\n"),
    tail("arc doc", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { one_of = [\"Book\", \"Map\"], doc = <<>> }\n"),
    tail("link doc", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = \"Book\", doc = <<>> }\n"),
    tail("link field doc", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = \"Book\", fields.a = { type = \"text\", doc = <<>> } }\n"),
    tail("unique doc", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nunique = [{ fields = [\"a\"], doc = <<>> }]\n"),
    tail("index doc", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nindex = [{ fields = [\"a\"], doc = <<>> }]\n"),
    tail("check doc", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nchecks.b = { expr = \"length(a) > 1\", doc = <<>> }\n"),
    tail("text in a check", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nchecks.b = \"a <> '<'>'\"\n"),
    tail("text in a condition", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nindex = [{ fields = [\"a\"], where = \"a <> '<'>'\" }]\n"),
    tail("text in a computed column", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nfields.c = { type = \"bool\", computed = \"a = '<'>'\" }\n"),
    tail("operation doc", "[operation.renew]\nmethod = \"POST\"\npath = \"/renew\"\ndomain = \"shelf\"\ndoc = <<>>\n"),
    tail("operation deprecated", "[operation.renew]\nmethod = \"POST\"\npath = \"/renew\"\ndomain = \"shelf\"\ndeprecated = <<>>\n"),
    tail("parameter doc", "[operation.renew]\nmethod = \"POST\"\npath = \"/renew/{a}\"\ndomain = \"shelf\"\nparams.a = { type = \"text\", doc = <<>> }\n"),
    tail("query doc", "[operation.renew]\nmethod = \"GET\"\npath = \"/renew\"\ndomain = \"shelf\"\nquery.a = { type = \"text?\", doc = <<>> }\n"),
    tail("query default", "[operation.renew]\nmethod = \"GET\"\npath = \"/renew\"\ndomain = \"shelf\"\nquery.a = { type = \"text\", default = <<>> }\n"),
    tail("graph doc", "[entity.Edge]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { ref = \"Book\" }\nfields.b = { ref = \"Book\" }\n[graph.g]\nedge = \"Edge\"\nfrom = \"a\"\nto = \"b\"\ndoc = <<>>\n"),
    tail("native doc", "[native.v]\nkind = \"view\"\npostgres = { up = \"CREATE VIEW v AS SELECT 1 AS a\", down = \"DROP VIEW v\" }\ndoc = <<>>\n"),
    tail("output doc", "[output.rust]\ndoc = <<>>\n"),
    tail("title", "[output.openapi]\ntitle = <<>>\n"),
    tail("server", "[output.openapi]\nservers = [<<>>]\n"),
];

/// Names that the author may spell apart from those of the schema, and other texts that outputs take as they are.
pub(crate) const SPELLINGS: &[Slot] = &[
    tail("column", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", column = <<>> }\n"),
    tail("key on the wire", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", json = <<>> }\n"),
    tail("key of a record on the wire", "[record.Part]\ndomain = \"shelf\"\nfields.a = { type = \"text\", json = <<>> }\n"),
    tail("table", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\ntable = <<>>\n"),
    tail("link table", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = \"Book\", table = <<>> }\n"),
    tail("link owner", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = \"Book\", owner = <<>> }\n"),
    tail("link target", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = \"Book\", target = <<>> }\n"),
    tail("unique name", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nunique = [{ fields = [\"a\"], name = <<>> }]\n"),
    tail("index name", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nindex = [{ fields = [\"a\"], name = <<>> }]\n"),
    tail("namespace", "[domain.desk]\nnamespace = <<>>\n[entity.Map]\ndomain = \"desk\"\nfields.id = \"uuid\"\n"),
    tail("path of an entity", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\npath = <<>>\n"),
    tail("path of an operation", "[operation.renew]\nmethod = \"POST\"\npath = <<>>\ndomain = \"shelf\"\n"),
    tail("path of a graph", "[entity.Edge]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { ref = \"Book\" }\nfields.b = { ref = \"Book\" }\n[graph.g]\nedge = \"Edge\"\nfrom = \"a\"\nto = \"b\"\npath = <<>>\n"),
    tail("pattern", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", pattern = <<>> }\n"),
    tail("pattern of a type", "[type.isbn]\nbase = \"text\"\npattern = <<>>\n"),
    tail("check", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nchecks.b = <<>>\n"),
    tail("computed", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", computed = <<>> }\n"),
    tail("condition of an index", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nindex = [{ fields = [\"a\"], where = <<>> }]\n"),
    tail("column of an index", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nindex = [[<<>>]]\n"),
    tail("former name of an entity", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nrenamed_from = <<>>\n"),
    tail("former name of a field", "[entity.Map]\ndomain = \"shelf\"\nfields.id = { type = \"uuid\", renamed_from = <<>> }\n"),
    head("setting of the tenant", "tenant = { entity = \"Book\", setting = <<>> }\n"),
    tail("application role", "[output.postgres]\napp_role = <<>>\n"),
    tail("package of Rust", "[output.rust]\npackage = <<>>\n"),
    tail("package of TypeScript", "[output.typescript]\npackage = <<>>\n"),
    tail("package of Python", "[output.python]\npackage = <<>>\n"),
    tail("folder of an output", "[output.docs]\npath = <<>>\n"),
    tail("folder of migrations", "[output.sqlite]\npath = <<>>\n"),
    tail("folder of templates", "[output.docs]\ntemplates = <<>>\n"),
    tail("option of a template", "[output.wiki]\ntemplates = \"wiki\"\noptions = { a = <<>> }\n"),
    tail("storage on PostgreSQL", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", storage = { postgres = <<>> } }\n"),
    tail("storage on SQLite", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", storage = { sqlite = <<>> } }\n"),
    head("version", "version = <<>>\n"),
    tail("derive", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nderives = [<<>>]\n"),
    tail("length", "[type.isbn]\nbase = \"text\"\nlength = <<>>\n"),
    tail("bound", "[type.price]\nbase = \"numeric(8,2)\"\nmin = <<>>\n"),
    tail("default of an enum", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"Genre\", default = <<>> }\n"),
    tail("default of a date", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"date\", default = <<>> }\n"),
    tail("default of a URL", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"url\", default = <<>> }\n"),
    tail("default of an address", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"email\", default = <<>> }\n"),
    tail("default of bytes", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"bytes\", default = <<>> }\n"),
];

/// Names that the schema declares.
pub(crate) const NAMES: &[Slot] = &[
    head("schema name", "name = <<>>\n"),
    tail("domain", "[domain.<<>>]\ndoc = \"x\"\n"),
    tail("type", "[type.<<>>]\nbase = \"text\"\n"),
    tail("enum", "[enum.<<>>]\ndomain = \"shelf\"\nvalues = [\"a\"]\n"),
    tail("enum value", "[enum.Kind]\ndomain = \"shelf\"\nvalues = [<<>>]\n"),
    tail("enum value with a doc", "[enum.Kind]\ndomain = \"shelf\"\nvalues.<<>> = \"x\"\n"),
    tail("record", "[record.<<>>]\ndomain = \"shelf\"\nfields.a = \"text\"\n"),
    tail("record field", "[record.Part]\ndomain = \"shelf\"\nfields.<<>> = \"text\"\n"),
    tail("mixin", "[mixin.<<>>]\nfields.a = \"text\"\n"),
    tail("mixin field", "[mixin.named]\nfields.<<>> = \"text\"\n[entity.Map]\ndomain = \"shelf\"\nuse = [\"named\"]\nfields.id = \"uuid\"\n"),
    tail("entity", "[entity.<<>>]\ndomain = \"shelf\"\nfields.id = \"uuid\"\n"),
    tail("field", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.<<>> = \"text\"\n"),
    tail("reference", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.<<>> = { ref = \"Book\" }\n"),
    tail("arc", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.<<>> = { one_of = [\"Book\", \"Map\"] }\n"),
    tail("link", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.<<>> = { to = \"Book\" }\n"),
    tail("link field", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = \"Book\", fields.<<>> = \"text\" }\n"),
    tail("check name", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nchecks.<<>> = \"length(a) > 1\"\n"),
    tail("operation", "[operation.<<>>]\nmethod = \"POST\"\npath = \"/renew\"\ndomain = \"shelf\"\n"),
    tail("parameter", "[operation.renew]\nmethod = \"POST\"\npath = \"/renew/{a}\"\ndomain = \"shelf\"\nparams.<<>> = \"text\"\n"),
    tail("query", "[operation.renew]\nmethod = \"GET\"\npath = \"/renew\"\ndomain = \"shelf\"\nquery.<<>> = \"text?\"\n"),
    tail("graph", "[entity.Edge]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { ref = \"Book\" }\nfields.b = { ref = \"Book\" }\n[graph.<<>>]\nedge = \"Edge\"\nfrom = \"a\"\nto = \"b\"\n"),
    tail("native object", "[native.<<>>]\nkind = \"view\"\npostgres = { up = \"CREATE VIEW v AS SELECT 1 AS a\", down = \"DROP VIEW v\" }\n"),
    tail("output", "[output.<<>>]\ntemplates = \"x\"\n"),
    tail("lint", "[lint]\n<<>> = \"off\"\n"),
    tail("variant", "[record.Part]\ndomain = \"shelf\"\ntag = \"kind\"\nfields.kind = \"Genre\"\nvariants = { novel = [], <<>> = [] }\n"),
];

/// Names of what is declared elsewhere.
pub(crate) const REFERENCES: &[Slot] = &[
    tail("type of a field", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = <<>>\n"),
    tail("base of a type", "[type.isbn]\nbase = <<>>\n"),
    tail("target of a reference", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { ref = <<>> }\n"),
    tail("target of an arc", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { one_of = [\"Book\", <<>>] }\n"),
    tail("target of a link", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = <<>> }\n"),
    tail("domain of an entity", "[entity.Map]\ndomain = <<>>\nfields.id = \"uuid\"\n"),
    tail("mixin in use", "[entity.Map]\ndomain = \"shelf\"\nuse = [<<>>]\nfields.id = \"uuid\"\n"),
    tail("field of a key", "[entity.Map]\ndomain = \"shelf\"\nkey = [<<>>]\nfields.id = \"uuid\"\n"),
    tail("field of a unique set", "[entity.Map]\ndomain = \"shelf\"\nunique = [[<<>>]]\nfields.id = \"uuid\"\n"),
    tail("tag", "[record.Part]\ndomain = \"shelf\"\ntag = <<>>\nfields.kind = \"Genre\"\nvariants = { novel = [], poem = [] }\n"),
    tail("field of a variant", "[record.Part]\ndomain = \"shelf\"\ntag = \"kind\"\nfields.kind = \"Genre\"\nvariants = { novel = [], poem = [<<>>] }\n"),
    tail("field of a digest", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"sha256\", digest_of = [<<>>] }\n"),
    tail("field of a lookup", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlookup = [<<>>]\n"),
    tail("request", "[operation.renew]\nmethod = \"POST\"\npath = \"/renew\"\ndomain = \"shelf\"\nrequest = <<>>\n"),
    tail("response", "[operation.renew]\nmethod = \"POST\"\npath = \"/renew\"\ndomain = \"shelf\"\nresponse = <<>>\n"),
    tail("edge of a graph", "[graph.g]\nedge = <<>>\nfrom = \"a\"\nto = \"b\"\n"),
    tail("native object before", "[native.v]\nkind = \"view\"\nafter = [<<>>]\npostgres = { up = \"CREATE VIEW v AS SELECT 1 AS a\", down = \"DROP VIEW v\" }\n"),
    head("tenant", "tenant = { entity = <<>>, setting = \"app.book\" }\n"),
    tail("key of a table", "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\n<<>> = 1\n"),
    tail("table of the root", "[<<>>]\na = 1\n"),
];
