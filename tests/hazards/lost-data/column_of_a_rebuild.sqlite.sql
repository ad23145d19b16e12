-- no-transaction
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;
CREATE TABLE "new_books" ("id" INTEGER NOT NULL PRIMARY KEY, "isbn" TEXT, "pages" INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "new_books" ("id", "isbn", "pages") SELECT "id", "isbn", "pages" FROM "books";
DROP TABLE "books";
ALTER TABLE "new_books" RENAME TO "books";
COMMIT;
PRAGMA foreign_keys=ON;
