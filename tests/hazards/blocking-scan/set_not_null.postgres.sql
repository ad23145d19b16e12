SET lock_timeout = '3s';
ALTER TABLE "books" ALTER COLUMN "isbn" SET NOT NULL;
