SET lock_timeout = '3s';
ALTER TABLE "books" DROP CONSTRAINT "books_isbn_check";
ALTER TABLE "books" ALTER COLUMN "pages" DROP NOT NULL;
