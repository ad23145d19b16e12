SET lock_timeout = '3s';
SET TIME ZONE 'UTC';
ALTER TABLE "books" ADD COLUMN "token" uuid;
ALTER TABLE "books" ALTER COLUMN "token" SET DEFAULT gen_random_uuid();
ALTER TABLE "books" ADD COLUMN "noted_at" timestamp with time zone NOT NULL DEFAULT now();
ALTER TABLE "books" ALTER COLUMN "title" TYPE text;
ALTER TABLE "books" ALTER COLUMN "price" TYPE numeric(12, 2);
ALTER TABLE "books" ALTER COLUMN "bought" TYPE timestamp with time zone;
