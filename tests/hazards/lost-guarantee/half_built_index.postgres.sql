-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "books_pages_idx" ON "books" ("pages");
