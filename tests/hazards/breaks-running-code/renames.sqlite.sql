ALTER TABLE "books" RENAME COLUMN "isbn" TO "number";
ALTER TABLE "loans" RENAME TO "lendings";
