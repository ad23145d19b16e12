BEGIN;
SET lock_timeout = '3s';
ALTER TABLE "books" ADD COLUMN "note" text;
COMMIT;
