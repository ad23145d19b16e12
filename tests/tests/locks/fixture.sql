-- What every statement of `statements.sql` finds: `books` is the table it is about, `authors` what a foreign key of it
-- points at, `loans` what points at it, `readers` what is only read. Each holds a thousand rows.
CREATE TABLE authors (id integer NOT NULL, name text, CONSTRAINT authors_pkey PRIMARY KEY (id));
CREATE TABLE readers (id integer NOT NULL, name text, CONSTRAINT readers_pkey PRIMARY KEY (id));
CREATE TABLE books (id integer NOT NULL, author_id integer, title character varying(20), isbn text, price numeric(10,2), pages integer, bought timestamp without time zone, seen timestamp with time zone, extra json, shelf character(4), code text, flags bit varying(8), address cidr, CONSTRAINT books_pkey PRIMARY KEY (id));
INSERT INTO authors SELECT n, 'author ' || n FROM generate_series(1, 1000) n;
INSERT INTO readers SELECT n, 'reader ' || n FROM generate_series(1, 1000) n;
INSERT INTO books SELECT n, n, 'b' || n, 'i' || n, n, n, '2026-01-01', '2026-01-01', '{}', 'a', '00000000-0000-0000-0000-' || lpad(n::text, 12, '0'), B'1', '10.0.0.0/8' FROM generate_series(1, 1000) n;
