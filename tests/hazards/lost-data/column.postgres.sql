SET lock_timeout = '3s';
ALTER TABLE "books" DROP COLUMN "isbn";
