SET lock_timeout = '3s';
ALTER TYPE "state" ADD VALUE 'lost';
UPDATE "books" SET "state" = 'lost' WHERE "id" = 7;
