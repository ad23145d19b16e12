SET lock_timeout = '3s';
ALTER TABLE "books" ADD COLUMN "number" text;
ALTER TABLE "books" RENAME CONSTRAINT "books_isbn_check" TO "books_isbn_length_check";
