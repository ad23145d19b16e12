SET lock_timeout = '3s';
DROP TABLE "books" CASCADE;
