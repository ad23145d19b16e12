-- no-transaction
CREATE INDEX CONCURRENTLY "books_pages_idx" ON "books" ("pages");
