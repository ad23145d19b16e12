CREATE TABLE "owner" ("id" TEXT NOT NULL, CONSTRAINT "owner_pkey" PRIMARY KEY ("id")) STRICT;
CREATE TABLE "note" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT,
    "x" INTEGER,
    "spare" TEXT DEFAULT 'a',
    CONSTRAINT "note_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "note_owner_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner" ("id") ON DELETE CASCADE,
    CONSTRAINT "note_x" CHECK ("x" > 0 AND "note"."x" < 100)
) STRICT;
CREATE INDEX "note_idx" ON "note" ("x", ("x" + 1)) WHERE "x" IS NOT NULL;
CREATE TRIGGER "note_t" BEFORE UPDATE ON "note" FOR EACH ROW WHEN OLD."x" IS NOT NEW."x" BEGIN
    SELECT RAISE(ABORT, 'no x') WHERE EXISTS (SELECT 1 FROM "note" WHERE "x" = NEW."x" AND rowid = NEW.rowid);
    SELECT RAISE(ABORT, 'no owner') WHERE NOT EXISTS (SELECT 1 FROM "owner" AS o WHERE o."id" = NEW."owner_id");
    UPDATE "note" SET "x" = 1 WHERE "id" = NEW."id";
END;
