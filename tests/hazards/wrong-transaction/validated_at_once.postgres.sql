SET lock_timeout = '3s';
ALTER TABLE "books" ADD CONSTRAINT "books_pages_check" CHECK ("pages" >= 0) NOT VALID;
ALTER TABLE "books" VALIDATE CONSTRAINT "books_pages_check";
