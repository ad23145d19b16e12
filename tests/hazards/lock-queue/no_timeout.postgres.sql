ALTER TABLE "books" ADD COLUMN "note" text;
ALTER TABLE "loans" ADD COLUMN "note" text;
