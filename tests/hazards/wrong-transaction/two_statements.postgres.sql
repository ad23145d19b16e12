-- no-transaction
CREATE INDEX CONCURRENTLY "books_pages_idx" ON "books" ("pages");
CREATE INDEX CONCURRENTLY "books_price_idx" ON "books" ("price");
