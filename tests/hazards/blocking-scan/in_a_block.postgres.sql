SET lock_timeout = '3s';
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'books_pages_check') THEN
        ALTER TABLE "books" ADD CONSTRAINT "books_pages_check" CHECK ("pages" >= 0);
    END IF;
END
$$;
