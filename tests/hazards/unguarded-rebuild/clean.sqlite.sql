-- no-transaction
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;
CREATE TEMP TABLE "_guard" ("what" TEXT, "bad" INT CHECK ("bad" = 0));
INSERT INTO "_guard" SELECT 'foreign keys must be off', "foreign_keys" FROM pragma_foreign_keys;
CREATE TABLE "new_books" ("id" INTEGER NOT NULL PRIMARY KEY, "author_id" INTEGER, "isbn" TEXT NOT NULL, "pages" INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "new_books" ("id", "author_id", "isbn", "pages") SELECT "id", "author_id", "isbn", "pages" FROM "books";
DROP TABLE "books";
ALTER TABLE "new_books" RENAME TO "books";
CREATE UNIQUE INDEX "books_isbn_idx" ON "books" ("isbn");
INSERT INTO "_guard" SELECT 'dangling references', count(*) FROM pragma_foreign_key_check;
DROP TABLE "_guard";
COMMIT;
PRAGMA foreign_keys=ON;
