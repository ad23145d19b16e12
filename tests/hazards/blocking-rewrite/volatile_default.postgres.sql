SET lock_timeout = '3s';
ALTER TABLE "books" ADD COLUMN "token" uuid NOT NULL DEFAULT gen_random_uuid();
