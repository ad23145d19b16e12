PRAGMA foreign_keys = OFF;
ALTER TABLE "books" ADD COLUMN "note" TEXT;
PRAGMA foreign_keys = ON;
