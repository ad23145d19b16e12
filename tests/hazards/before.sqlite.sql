-- What is there before each case.
CREATE TABLE "authors" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL) STRICT;
CREATE TABLE "books" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "author_id" INTEGER REFERENCES "authors" ("id") ON DELETE SET NULL,
    "isbn" TEXT,
    "pages" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "books_isbn_check" CHECK (length("isbn") = 13)
) STRICT;
CREATE UNIQUE INDEX "books_isbn_idx" ON "books" ("isbn");
CREATE TABLE "loans" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "book_id" INTEGER NOT NULL REFERENCES "books" ("id") ON DELETE CASCADE
) STRICT;
