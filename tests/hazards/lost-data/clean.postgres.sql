SET lock_timeout = '3s';
DELETE FROM "loans" WHERE "id" = 7;
CREATE TABLE "shelves" ("id" bigint NOT NULL);
DROP TABLE "shelves";
ALTER TABLE "books" ADD COLUMN "leaves" bigint;
ALTER TABLE "books" DROP COLUMN "pages";
ALTER TABLE "books" RENAME COLUMN "leaves" TO "pages";
