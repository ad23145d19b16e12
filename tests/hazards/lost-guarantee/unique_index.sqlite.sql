DROP INDEX "books_isbn_idx";
