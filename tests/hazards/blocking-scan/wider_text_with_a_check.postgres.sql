SET lock_timeout = '3s';
ALTER TABLE "books" ADD CONSTRAINT "books_title_check" CHECK ("title" <> '') NOT VALID;
ALTER TABLE "books" ALTER COLUMN "isbn" TYPE character varying;
