SET lock_timeout = '3s';
ALTER TABLE "loans"
    ADD COLUMN "note" text,
    ADD CONSTRAINT "loans_book_fkey" FOREIGN KEY ("book_id") REFERENCES "books" ("id");
