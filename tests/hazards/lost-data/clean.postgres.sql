SET lock_timeout = '3s';
DELETE FROM "loans" WHERE "id" = 7;
CREATE TABLE "shelves" ("id" bigint NOT NULL);
DROP TABLE "shelves";
