SET lock_timeout = '3s';
ALTER TABLE "books" RENAME COLUMN "isbn" TO "number";
ALTER TABLE "loans" RENAME TO "lendings";
ALTER TYPE "state" RENAME VALUE 'old' TO 'used';
