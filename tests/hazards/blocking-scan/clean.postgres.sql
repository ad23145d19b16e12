SET lock_timeout = '3s';
ALTER TABLE "loans" ADD CONSTRAINT "loans_book_fkey" FOREIGN KEY ("book_id") REFERENCES "books" ("id") NOT VALID;
ALTER TABLE "books" ADD CONSTRAINT "books_isbn_given" CHECK ("isbn" IS NOT NULL) NOT VALID;
ALTER TABLE "books" VALIDATE CONSTRAINT "books_isbn_check";
ALTER TABLE "books" ALTER COLUMN "title" TYPE character varying(40);
CREATE TABLE "shelves" ("id" bigint NOT NULL, "book_id" bigint NOT NULL);
CREATE INDEX "shelves_book_id_idx" ON "shelves" ("book_id");
ALTER TABLE "shelves" ADD CONSTRAINT "shelves_book_id_fkey" FOREIGN KEY ("book_id") REFERENCES "books" ("id");
