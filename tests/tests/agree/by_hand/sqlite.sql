-- SQLite knows no patterns but those of GLOB.
CREATE TABLE author (
    id BLOB PRIMARY KEY NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 8),
    code TEXT NOT NULL CHECK (length(code) <= 6 AND code GLOB '[A-Z][A-Z]*' AND substr(code, 3) NOT GLOB '*[^0-9]*'),
    followers INTEGER NOT NULL CHECK (followers >= 0),
    born TEXT
);
CREATE TABLE book (
    id BLOB PRIMARY KEY NOT NULL,
    author_id BLOB NOT NULL REFERENCES author ON DELETE CASCADE,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 8),
    note TEXT,
    price NUMERIC NOT NULL CHECK (price >= 0),
    rating REAL,
    genre TEXT NOT NULL CHECK (genre IN ('novel', 'travel')),
    tags TEXT NOT NULL CHECK (json_array_length(tags) <= 3),
    cover BLOB,
    published TEXT NOT NULL,
    extra TEXT
);
CREATE TABLE loan (
    id BLOB PRIMARY KEY NOT NULL,
    book_id BLOB NOT NULL REFERENCES book ON DELETE CASCADE,
    days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 90),
    "from" TEXT NOT NULL,
    renewed INTEGER NOT NULL
);
