SET lock_timeout = '3s';
UPDATE "books" SET "pages" = "pages" + 1;
