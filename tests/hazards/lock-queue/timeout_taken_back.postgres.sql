SET lock_timeout = '3s';
RESET lock_timeout;
ALTER TABLE "books" ADD COLUMN "note" text;
