SET lock_timeout = '3s';
CREATE INDEX "books_pages_idx" ON "books" ("pages");
