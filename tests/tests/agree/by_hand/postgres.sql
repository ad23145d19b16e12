-- The same tables as in `sqlite.sql`.
CREATE TABLE author (
    id uuid PRIMARY KEY,
    name varchar(8) NOT NULL CHECK (name <> ''),
    code varchar(6) NOT NULL CHECK (code ~ '^[A-Z]{2}[0-9]*$'),
    followers bigint NOT NULL CHECK (followers >= 0),
    born date
);
CREATE TABLE book (
    id uuid PRIMARY KEY,
    author_id uuid NOT NULL REFERENCES author ON DELETE CASCADE,
    title varchar(8) NOT NULL CHECK (title <> ''),
    note text,
    price numeric(10, 2) NOT NULL CHECK (price >= 0),
    rating double precision,
    genre text NOT NULL CHECK (genre IN ('novel', 'travel')),
    tags text[] NOT NULL CHECK (cardinality(tags) <= 3),
    cover bytea,
    published timestamptz NOT NULL,
    extra jsonb
);
CREATE TABLE loan (
    id uuid PRIMARY KEY,
    book_id uuid NOT NULL REFERENCES book ON DELETE CASCADE,
    days smallint NOT NULL CHECK (days BETWEEN 1 AND 90),
    "from" time NOT NULL,
    renewed boolean NOT NULL
);
