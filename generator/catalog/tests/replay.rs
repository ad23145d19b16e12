//! Statements on what is there: a chain of them leaves the Catalog that its result, written at once, makes.

use driftless_catalog::replay::{Replay, canonical, replay, statements};
use driftless_catalog::{Catalog, Dialect};

fn of(dialect: Dialect, texts: &[&str]) -> Catalog {
    let mut all = Replay::of(Catalog::empty(dialect));
    for text in texts {
        if let Err(mistake) = all.apply(text) {
            panic!("{mistake}: {}", text.get(mistake.offset..).unwrap_or_default());
        }
    }
    canonical(&all.finish()).expect("canonical")
}

fn same(dialect: Dialect, chain: &[&str], result: &str) {
    let (changed, direct) = (of(dialect, chain), of(dialect, &[result]));
    assert_eq!(changed.first_difference(&direct), None, "\n{chain:#?}");
    assert_eq!(changed, direct);
}

fn refused(dialect: Dialect, text: &str, message: &str, statement: &str) {
    let mut catalog = Catalog::empty(dialect);
    let mistake = replay(&mut catalog, text).expect_err(text);
    assert!(mistake.message.contains(message), "{text}: {mistake}");
    let at = statements(dialect, text).expect("tokens");
    let at = at
        .iter()
        .find(|known| known.range.contains(&mistake.offset))
        .map(|known| known.text);
    assert_eq!(at, Some(statement), "{mistake}");
}

const PG: &str = r#"
CREATE SCHEMA "s";
CREATE TYPE "mood" AS ENUM ('sad', 'happy');
CREATE FUNCTION "touch"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN NEW."x" := 1; RETURN NEW; END
$$;
CREATE TABLE "s"."owner" (
    "id" uuid NOT NULL,
    "name" text NOT NULL,
    CONSTRAINT "owner_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "owner_name_key" UNIQUE ("name", "id")
);
CREATE TABLE "s"."note" (
    "id" uuid NOT NULL,
    "owner_id" uuid NOT NULL,
    "x" integer,
    "mood" "mood" NOT NULL DEFAULT 'sad'::"mood",
    "long" integer GENERATED ALWAYS AS ("x" + 1) STORED,
    CONSTRAINT "note_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "note_owner_fkey" FOREIGN KEY ("owner_id") REFERENCES "s"."owner" ("id") ON DELETE CASCADE,
    CONSTRAINT "note_x_check" CHECK ("x" > 0 AND length("mood"::text) > 1)
);
CREATE INDEX "note_x_idx" ON "s"."note" ("x", ("x" * 2)) WHERE "x" > 1;
CREATE TRIGGER "t" BEFORE UPDATE ON "s"."note" FOR EACH ROW WHEN (OLD."x" IS DISTINCT FROM NEW."x") EXECUTE FUNCTION "touch"();
ALTER TABLE "s"."note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "s"."note" USING ("x" > 1) WITH CHECK (EXISTS (SELECT 1 FROM "s"."owner" WHERE "id" = "owner_id"));
CREATE FUNCTION "s"."by_x"("sought" integer) RETURNS TABLE ("id" uuid) LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT t."id" FROM "s"."note" AS t WHERE t."x" = $1;
END;
GRANT SELECT ON TABLE "s"."note" TO "app";
GRANT USAGE ON SCHEMA "s" TO "app";
GRANT EXECUTE ON FUNCTION "s"."by_x"("sought" integer) TO "app";
COMMENT ON TABLE "s"."note" IS 'a note';
"#;

fn changed_pg(changes: &str, replaced: &[(&str, &str)]) {
    let mut result = PG.to_owned();
    for (from, to) in replaced {
        assert!(result.contains(from), "{from}");
        result = result.replace(from, to);
    }
    same(Dialect::Postgres, &[PG, changes], &result);
}

#[test]
fn renames_reach_everything_on_postgres() {
    changed_pg(
        r#"ALTER TABLE "s"."note" RENAME COLUMN "x" TO "y""#,
        &[
            ("\"x\" integer", "\"y\" integer"),
            ("(\"x\"", "(\"y\""),
            (".\"x\" IS", ".\"y\" IS"),
            ("NEW.\"x\")", "NEW.\"y\")"),
            ("t.\"x\"", "t.\"y\""),
            ("WHERE \"x\"", "WHERE \"y\""),
        ],
    );
    changed_pg(
        r#"ALTER TABLE "s"."note" RENAME TO "remark""#,
        &[("\"note\"", "\"remark\"")],
    );
    changed_pg(
        r#"ALTER TABLE "s"."owner" SET SCHEMA public; ALTER TABLE "owner" RENAME COLUMN "id" TO "key";"#,
        &[
            ("\"s\".\"owner\" (\n    \"id\"", "\"owner\" (\n    \"key\""),
            (
                "PRIMARY KEY (\"id\"),\n    CONSTRAINT \"owner_n",
                "PRIMARY KEY (\"key\"),\n    CONSTRAINT \"owner_n",
            ),
            ("(\"name\", \"id\")", "(\"name\", \"key\")"),
            ("\"s\".\"owner\" (\"id\")", "\"owner\" (\"key\")"),
            ("FROM \"s\".\"owner\" WHERE \"id\"", "FROM \"owner\" WHERE \"key\""),
        ],
    );
    changed_pg(
        r#"ALTER TYPE "mood" RENAME TO "temper"; ALTER TYPE "temper" RENAME VALUE 'sad' TO 'blue'; ALTER TYPE "temper" ADD VALUE 'calm' BEFORE 'happy';
           ALTER TABLE "s"."note" ALTER COLUMN "mood" SET DEFAULT 'blue'::"temper";
           ALTER FUNCTION "touch"() RENAME TO "poke"; ALTER TRIGGER "t" ON "s"."note" RENAME TO "u"; ALTER POLICY "p" ON "s"."note" RENAME TO "q";
           ALTER INDEX "s"."note_x_idx" RENAME TO "i"; ALTER TABLE "s"."note" RENAME CONSTRAINT "note_x_check" TO "k";
           ALTER POLICY "q" ON "s"."note" USING ("x" > 2)"#,
        &[
            (
                "TYPE \"mood\" AS ENUM ('sad', 'happy')",
                "TYPE \"temper\" AS ENUM ('blue', 'calm', 'happy')",
            ),
            (
                "\"mood\" \"mood\" NOT NULL DEFAULT 'sad'::\"mood\"",
                "\"mood\" \"temper\" NOT NULL DEFAULT 'blue'::\"temper\"",
            ),
            ("\"touch\"", "\"poke\""),
            ("TRIGGER \"t\"", "TRIGGER \"u\""),
            ("POLICY \"p\"", "POLICY \"q\""),
            ("USING (\"x\" > 1)", "USING (\"x\" > 2)"),
            ("\"note_x_idx\"", "\"i\""),
            ("\"note_x_check\"", "\"k\""),
        ],
    );
}

#[test]
fn what_hangs_on_a_column_goes_with_it() {
    let text = r#"ALTER TABLE "s"."note" DROP COLUMN "x""#;
    refused(Dialect::Postgres, &format!("{PG}{text}"), "`long` needs it", text);
    let text = r#"DROP TABLE "s"."owner""#;
    refused(Dialect::Postgres, &format!("{PG}{text}"), "needs it", text);
    let text = r#"DROP FUNCTION "touch"()"#;
    refused(Dialect::Postgres, &format!("{PG}{text}"), "needs it", text);
    let text = r#"ALTER TABLE "s"."owner" DROP CONSTRAINT "owner_pkey""#;
    refused(Dialect::Postgres, &format!("{PG}{text}"), "needs it", text);
    let text = r#"DROP TYPE "mood""#;
    refused(Dialect::Postgres, &format!("{PG}{text}"), "needs it", text);
    changed_pg(
        r#"DROP POLICY "p" ON "s"."note"; DROP TRIGGER "t" ON "s"."note"; DROP FUNCTION "s"."by_x"("sought" integer);
           ALTER TABLE "s"."note" DROP COLUMN "long", DROP COLUMN "x", DROP COLUMN IF EXISTS "z";"#,
        &[
            ("    \"x\" integer,\n", ""),
            ("    \"long\" integer GENERATED ALWAYS AS (\"x\" + 1) STORED,\n", ""),
            (
                ",\n    CONSTRAINT \"note_x_check\" CHECK (\"x\" > 0 AND length(\"mood\"::text) > 1)",
                "",
            ),
            (
                "CREATE INDEX \"note_x_idx\" ON \"s\".\"note\" (\"x\", (\"x\" * 2)) WHERE \"x\" > 1;",
                "",
            ),
            (
                "CREATE TRIGGER \"t\" BEFORE UPDATE ON \"s\".\"note\" FOR EACH ROW WHEN (OLD.\"x\" IS DISTINCT FROM NEW.\"x\") EXECUTE FUNCTION \"touch\"();",
                "",
            ),
            (
                "CREATE POLICY \"p\" ON \"s\".\"note\" USING (\"x\" > 1) WITH CHECK (EXISTS (SELECT 1 FROM \"s\".\"owner\" WHERE \"id\" = \"owner_id\"));",
                "",
            ),
            (
                "CREATE FUNCTION \"s\".\"by_x\"(\"sought\" integer) RETURNS TABLE (\"id\" uuid) LANGUAGE sql STABLE\nBEGIN ATOMIC\n    SELECT t.\"id\" FROM \"s\".\"note\" AS t WHERE t.\"x\" = $1;\nEND;",
                "",
            ),
            (
                "GRANT EXECUTE ON FUNCTION \"s\".\"by_x\"(\"sought\" integer) TO \"app\";",
                "",
            ),
        ],
    );
}

#[test]
fn recipes_end_where_the_plain_form_does() {
    changed_pg(
        r#"ALTER TABLE "s"."note" ADD COLUMN "a" integer, ADD COLUMN "b" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL, ADD "c" text DEFAULT 'q' NOT NULL;
           DO $$ DECLARE n integer; BEGIN ALTER TABLE "s"."note" DISABLE TRIGGER "t"; LOOP UPDATE "s"."note" SET "a" = 1 WHERE "a" IS NULL; GET DIAGNOSTICS n = ROW_COUNT; EXIT WHEN n = 0; COMMIT; END LOOP; ALTER TABLE "s"."note" ENABLE TRIGGER "t"; END $$;
           ALTER TABLE "s"."note" ADD CONSTRAINT "n" CHECK ("a" IS NOT NULL) NOT VALID;
           ALTER TABLE "s"."note" VALIDATE CONSTRAINT "n"; ALTER TABLE "s"."note" ALTER COLUMN "a" SET NOT NULL, DROP CONSTRAINT "n";
           CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "i" ON "s"."note" ("a") NULLS NOT DISTINCT;
           ALTER TABLE "s"."note" ADD CONSTRAINT "note_a_key" UNIQUE USING INDEX "i";
           ALTER TABLE "s"."note" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "s"."note" ("a") NOT VALID;
           ALTER TABLE "s"."note" VALIDATE CONSTRAINT "f"; ALTER TABLE "s"."note" ALTER COLUMN "c" TYPE varchar(9) USING "c"::varchar(9), ALTER "c" DROP DEFAULT, ALTER "c" DROP NOT NULL;
           ALTER TABLE "s"."note" ALTER COLUMN "b" DROP IDENTITY, ALTER COLUMN "long" DROP EXPRESSION;
           CREATE OR REPLACE FUNCTION "s"."by_x"("sought" integer) RETURNS TABLE ("id" uuid) LANGUAGE sql IMMUTABLE
           BEGIN ATOMIC
               SELECT t."id" FROM "s"."note" AS t WHERE t."x" = $1;
           END;
           REVOKE SELECT ON TABLE "s"."note" FROM "app"; GRANT UPDATE ON "s"."note" TO "app"; GRANT SELECT ON "s"."note" TO "app"; COMMENT ON TABLE "s"."note" IS NULL;
           BEGIN; SET LOCAL lock_timeout = '1s'; LOCK TABLE "s"."note" IN SHARE MODE; INSERT INTO "s"."note" ("id") SELECT "id" FROM "s"."owner"; COMMIT;
           CREATE INDEX "z" ON "s"."note" ("a"); DROP INDEX CONCURRENTLY IF EXISTS "s"."z"; DROP INDEX IF EXISTS "s"."z";"#,
        &[
            (
                "    CONSTRAINT \"note_pkey\"",
                "    \"a\" integer NOT NULL, \"b\" bigint NOT NULL, \"c\" varchar(9), CONSTRAINT \"note_a_key\" UNIQUE NULLS NOT DISTINCT (\"a\"), CONSTRAINT \"f\" FOREIGN KEY (\"a\") REFERENCES \"s\".\"note\" (\"a\"), CONSTRAINT \"note_pkey\"",
            ),
            (" GENERATED ALWAYS AS (\"x\" + 1) STORED", ""),
            ("sql STABLE", "sql IMMUTABLE"),
            ("GRANT SELECT", "GRANT SELECT, UPDATE"),
            ("COMMENT ON TABLE \"s\".\"note\" IS 'a note'", "SELECT 1"),
        ],
    );
    let mut catalog = of(Dialect::Postgres, &[PG]);
    replay(&mut catalog, r#"ALTER TABLE "s"."note" DISABLE TRIGGER "t""#).expect("disabled");
    assert_ne!(catalog, of(Dialect::Postgres, &[PG]));
    replay(&mut catalog, "DO $$ BEGIN CREATE TABLE x (); END $$").expect("a block");
    let opaque: Vec<_> = catalog.opaque.iter().map(|opaque| opaque.name.as_str()).collect();
    assert_eq!(opaque, ["block 1"]);
}

#[test]
fn unnamed_constraints_are_named_as_the_server_does() {
    let long = "a".repeat(60);
    same(
        Dialect::Postgres,
        &[&format!(
            "CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE CHECK (a > 0) CHECK (a > 1), b int CHECK (a > b), UNIQUE (a, b), FOREIGN KEY (a) REFERENCES t);
             CREATE INDEX ON t (a); CREATE INDEX ON t (a); CREATE TABLE {long} ({long} int UNIQUE)"
        )],
        &format!(
            "CREATE TABLE t (id int NOT NULL, a int, b int, CONSTRAINT t_pkey PRIMARY KEY (id), CONSTRAINT t_a_key UNIQUE (a), CONSTRAINT t_a_check CHECK (a > 0),
             CONSTRAINT t_a_check1 CHECK (a > 1), CONSTRAINT t_check CHECK (a > b), CONSTRAINT t_a_b_key UNIQUE (a, b), CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES t (id));
             CREATE INDEX t_a_idx ON t (a); CREATE INDEX t_a_idx1 ON t (a);
             CREATE TABLE {long} ({long} int, CONSTRAINT {}_{}_key UNIQUE ({long}))",
            "a".repeat(29),
            "a".repeat(29)
        ),
    );
}

const LITE: &str = r#"
CREATE TABLE "owner" ("id" TEXT NOT NULL, CONSTRAINT "owner_pkey" PRIMARY KEY ("id")) STRICT;
CREATE TABLE "note" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT,
    "x" INTEGER,
    CONSTRAINT "note_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "note_owner_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner" ("id") ON DELETE CASCADE,
    CONSTRAINT "note_x" CHECK ("x" > 0)
) STRICT;
CREATE INDEX "note_idx" ON "note" ("x", ("x" + 1)) WHERE "x" IS NOT NULL;
CREATE TRIGGER "note_t" BEFORE UPDATE ON "note" FOR EACH ROW WHEN OLD."x" IS NOT NEW."x" AND EXISTS (SELECT 1 FROM "owner" WHERE "id" = OLD."owner_id") BEGIN
    SELECT RAISE(ABORT, 'no x') WHERE EXISTS (SELECT 1 FROM "note" WHERE "x" = NEW."x" AND rowid = NEW.rowid);
    UPDATE "note" SET "x" = 1 WHERE "id" = NEW."id";
END;
"#;

fn changed_lite(changes: &str, replaced: &[(&str, &str)]) {
    let mut result = LITE.to_owned();
    for (from, to) in replaced {
        assert!(result.contains(from), "{from}");
        result = result.replace(from, to);
    }
    same(Dialect::Sqlite, &[LITE, changes], &result);
}

#[test]
fn renames_reach_what_sqlite_rewrites() {
    changed_lite(r#"ALTER TABLE "note" RENAME COLUMN "x" TO "y""#, &[("\"x\"", "\"y\"")]);
    changed_lite(
        r#"ALTER TABLE "note" RENAME TO "remark""#,
        &[("\"note\"", "\"remark\"")],
    );
    changed_lite(
        r#"ALTER TABLE "owner" RENAME TO "person"; ALTER TABLE "person" RENAME COLUMN "id" TO "key""#,
        &[
            ("TABLE \"owner\" (\"id\"", "TABLE \"person\" (\"key\""),
            (
                "\"owner_pkey\" PRIMARY KEY (\"id\")",
                "\"owner_pkey\" PRIMARY KEY (\"key\")",
            ),
            ("REFERENCES \"owner\" (\"id\")", "REFERENCES \"person\" (\"key\")"),
            ("FROM \"owner\" WHERE \"id\"", "FROM \"person\" WHERE \"key\""),
        ],
    );
    changed_lite(
        r#"PRAGMA foreign_keys=OFF; PRAGMA legacy_alter_table=ON; BEGIN;
           CREATE TABLE "new" ("id" TEXT NOT NULL, "age" INTEGER, CONSTRAINT "owner_pkey" PRIMARY KEY ("id")) STRICT;
           INSERT INTO "new" ("id") SELECT "id" FROM "owner"; CREATE TEMP TABLE "guard" (n CHECK (n)); INSERT INTO "guard" VALUES (1);
           DROP TABLE "owner"; DROP TABLE "guard"; ALTER TABLE "new" RENAME TO "owner"; COMMIT; PRAGMA legacy_alter_table=OFF"#,
        &[(
            "\"owner\" (\"id\" TEXT NOT NULL,",
            "\"owner\" (\"id\" TEXT NOT NULL, \"age\" INTEGER,",
        )],
    );
}

#[test]
fn columns_come_and_go_on_sqlite() {
    changed_lite(
        r#"ALTER TABLE "note" ADD COLUMN "a" TEXT NOT NULL DEFAULT 'q' CONSTRAINT "note_a" CHECK ("a" <> ''); ALTER TABLE "note" ADD COLUMN "b" TEXT CONSTRAINT "note_b" REFERENCES "owner" ("id")"#,
        &[(
            "    CONSTRAINT \"note_pkey\"",
            "    \"a\" TEXT NOT NULL DEFAULT 'q', \"b\" TEXT, CONSTRAINT \"note_a\" CHECK (\"a\" <> ''), CONSTRAINT \"note_b\" FOREIGN KEY (\"b\") REFERENCES \"owner\" (\"id\"), CONSTRAINT \"note_pkey\"",
        )],
    );
    changed_lite(
        r#"ALTER TABLE "note" ADD COLUMN "a" TEXT CONSTRAINT "note_a" CHECK ("a" <> ''); ALTER TABLE "note" DROP COLUMN "a""#,
        &[],
    );
    let text = r#"ALTER TABLE "note" DROP COLUMN "x""#;
    refused(Dialect::Sqlite, &format!("{LITE}{text}"), "needs it", text);
    let text = r#"CREATE TABLE "note" ("id")"#;
    refused(Dialect::Sqlite, &format!("{LITE}{text}"), "taken", text);
}
