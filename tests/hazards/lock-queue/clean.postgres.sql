SET lock_timeout = '3s';
ALTER TABLE "books" ADD COLUMN "note" text;
COMMENT ON COLUMN "books"."note" IS 'A note.';
RESET lock_timeout;
