-- no-transaction
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;
CREATE TABLE "new_books" ("id" INTEGER NOT NULL PRIMARY KEY, "author" INTEGER, "isbn" TEXT, "pages" INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "new_books" ("id", "author", "isbn", "pages") SELECT "id", "author_id", "isbn", "pages" FROM "books";
DROP TABLE "books";
ALTER TABLE "new_books" RENAME TO "books";
CREATE UNIQUE INDEX "books_isbn_idx" ON "books" ("isbn");
COMMIT;
PRAGMA foreign_keys=ON;
