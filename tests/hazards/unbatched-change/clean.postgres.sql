SET lock_timeout = '3s';
UPDATE "books" SET "pages" = 1 WHERE "id" BETWEEN 1 AND 1000;
CREATE TABLE "shelves" ("id" bigint NOT NULL);
UPDATE "shelves" SET "id" = 1;
