CREATE SCHEMA "s";
CREATE TYPE "mood" AS ENUM ('sad', 'happy');
CREATE FUNCTION "touch"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN RETURN NEW; END
$$;
CREATE TABLE "s"."owner" (
    "id" uuid NOT NULL,
    "name" text NOT NULL,
    CONSTRAINT "owner_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "owner_name_key" UNIQUE ("name", "id")
);
CREATE TABLE "s"."plain" (
    "n" integer NOT NULL,
    "m" integer DEFAULT 3,
    "used" integer,
    "other" integer,
    CONSTRAINT "plain_pkey" PRIMARY KEY ("n"),
    CONSTRAINT "plain_used_key" UNIQUE ("used", "other"),
    CONSTRAINT "plain_self_fkey" FOREIGN KEY ("m") REFERENCES "s"."plain" ("n") ON DELETE SET NULL,
    CONSTRAINT "plain_check" CHECK ("used" > "other" AND "used" IN (1, 2, 3))
);
CREATE INDEX "plain_used_idx" ON "s"."plain" (("used" + 1), "other" DESC) WHERE "used" IS NOT NULL;
CREATE TABLE "s"."note" (
    "id" uuid NOT NULL,
    "owner_id" uuid NOT NULL,
    "x" integer,
    "label" text,
    "mood" "mood" NOT NULL DEFAULT 'sad'::"mood",
    "long" integer GENERATED ALWAYS AS ("x" + 1) STORED,
    CONSTRAINT "note_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "note_owner_fkey" FOREIGN KEY ("owner_id") REFERENCES "s"."owner" ("id") ON DELETE CASCADE,
    CONSTRAINT "note_x_check" CHECK ("x" > 0 AND length("label") BETWEEN 1 AND 10 AND "label" <> 'no')
);
CREATE INDEX "note_x_idx" ON "s"."note" ("x", ("x" * 2)) WHERE "x" > 1;
CREATE TRIGGER "t" BEFORE UPDATE ON "s"."note" FOR EACH ROW WHEN (OLD."x" IS DISTINCT FROM NEW."x") EXECUTE FUNCTION "touch"();
ALTER TABLE "s"."note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "s"."note" USING ("x" > 1) WITH CHECK ("x" > 1 AND "label" IS NOT NULL);
CREATE FUNCTION "s"."by_x"("sought" integer) RETURNS TABLE ("id" uuid) LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT t."id" FROM "s"."note" AS t WHERE t."x" = $1;
END;
GRANT SELECT ON TABLE "s"."note" TO "app";
GRANT USAGE ON SCHEMA "s" TO "app";
GRANT EXECUTE ON FUNCTION "s"."by_x"("sought" integer) TO "app";
COMMENT ON TABLE "s"."note" IS 'a note';
