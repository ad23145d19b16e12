//! Places for names that belong to somebody else, and for small languages within the schema. In: nothing. Out: a schema for
//! each.

use super::{Slot, head, tail};

/// Names that the author may spell apart from those of the schema, and other texts that outputs take as they are.
pub(crate) const SPELLINGS: &[Slot] = &[
    tail(
        "column",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", column = <<>> }\n",
    ),
    tail(
        "key on the wire",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", json = <<>> }\n",
    ),
    tail(
        "key of a record on the wire",
        "[record.Part]\ndomain = \"shelf\"\nfields.a = { type = \"text\", json = <<>> }\n",
    ),
    tail(
        "table",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\ntable = <<>>\n",
    ),
    tail(
        "link table",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = \"Book\", table = <<>> }\n",
    ),
    tail(
        "link owner",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = \"Book\", owner = <<>> }\n",
    ),
    tail(
        "link target",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nlinks.books = { to = \"Book\", target = <<>> }\n",
    ),
    tail(
        "unique name",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nunique = [{ fields = [\"a\"], name = <<>> }]\n",
    ),
    tail(
        "index name",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nindex = [{ fields = [\"a\"], name = <<>> }]\n",
    ),
    tail(
        "namespace",
        "[domain.desk]\nnamespace = <<>>\n[entity.Map]\ndomain = \"desk\"\nfields.id = \"uuid\"\n",
    ),
    tail(
        "path of an entity",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\npath = <<>>\n",
    ),
    tail(
        "path of an operation",
        "[operation.renew]\nmethod = \"POST\"\npath = <<>>\ndomain = \"shelf\"\n",
    ),
    tail(
        "path of a graph",
        "[entity.Edge]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { ref = \"Book\" }\nfields.b = { ref = \"Book\" }\n[graph.g]\nedge = \"Edge\"\nfrom = \"a\"\nto = \"b\"\npath = <<>>\n",
    ),
    tail(
        "pattern",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", pattern = <<>> }\n",
    ),
    tail("pattern of a type", "[type.isbn]\nbase = \"text\"\npattern = <<>>\n"),
    tail(
        "check",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nchecks.b = <<>>\n",
    ),
    tail(
        "computed",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", computed = <<>> }\n",
    ),
    tail(
        "condition of an index",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nindex = [{ fields = [\"a\"], where = <<>> }]\n",
    ),
    tail(
        "column of an index",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = \"text\"\nindex = [[<<>>]]\n",
    ),
    tail(
        "former name of an entity",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nrenamed_from = <<>>\n",
    ),
    tail(
        "former name of a field",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = { type = \"uuid\", renamed_from = <<>> }\n",
    ),
    head(
        "setting of the tenant",
        "tenant = { entity = \"Book\", setting = <<>> }\n",
    ),
    tail("application role", "[output.postgres]\napp_role = <<>>\n"),
    tail("package of Rust", "[output.rust]\npackage = <<>>\n"),
    tail("package of TypeScript", "[output.typescript]\npackage = <<>>\n"),
    tail("package of Python", "[output.python]\npackage = <<>>\n"),
    tail("folder of an output", "[output.docs]\npath = <<>>\n"),
    tail("folder of migrations", "[output.sqlite]\npath = <<>>\n"),
    tail("folder of templates", "[output.docs]\ntemplates = <<>>\n"),
    tail(
        "option of a template",
        "[output.wiki]\ntemplates = \"wiki\"\noptions = { a = <<>> }\n",
    ),
    tail(
        "storage on PostgreSQL",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", storage = { postgres = <<>> } }\n",
    ),
    tail(
        "storage on SQLite",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"text\", storage = { sqlite = <<>> } }\n",
    ),
    head("version", "version = <<>>\n"),
    tail(
        "derive",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nderives = [<<>>]\n",
    ),
    tail("length", "[type.isbn]\nbase = \"text\"\nlength = <<>>\n"),
    tail("bound", "[type.price]\nbase = \"numeric(8,2)\"\nmin = <<>>\n"),
    tail(
        "default of an enum",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"Genre\", default = <<>> }\n",
    ),
    tail(
        "default of a date",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"date\", default = <<>> }\n",
    ),
    tail(
        "default of a URL",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"url\", default = <<>> }\n",
    ),
    tail(
        "default of an address",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"email\", default = <<>> }\n",
    ),
    tail(
        "default of bytes",
        "[entity.Map]\ndomain = \"shelf\"\nfields.id = \"uuid\"\nfields.a = { type = \"bytes\", default = <<>> }\n",
    ),
];
