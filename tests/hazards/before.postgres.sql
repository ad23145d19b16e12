-- What is there before each case.
CREATE TYPE "state" AS ENUM ('new', 'old');
CREATE TABLE "authors" ("id" bigint NOT NULL, "name" text NOT NULL, CONSTRAINT "authors_pkey" PRIMARY KEY ("id"));
CREATE TABLE "books" (
    "id" bigint NOT NULL,
    "author_id" bigint,
    "isbn" text,
    "title" character varying(20),
    "price" numeric(10, 2),
    "pages" integer NOT NULL DEFAULT 0,
    "bought" timestamp without time zone,
    "state" "state",
    CONSTRAINT "books_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "books_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "authors" ("id"),
    CONSTRAINT "books_isbn_check" CHECK (char_length("isbn") = 13)
);
CREATE UNIQUE INDEX "books_isbn_title_idx" ON "books" ("isbn", "title");
CREATE TABLE "loans" (
    "id" bigint NOT NULL,
    "book_id" bigint NOT NULL,
    CONSTRAINT "loans_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "loans_book_id_fkey" FOREIGN KEY ("book_id") REFERENCES "books" ("id")
);
