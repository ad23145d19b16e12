//! PostgreSQL. Decimals go as texts: what sqlx can bind depends on a feature that the rest of these tests does without.

use sqlx::{Acquire, PgConnection, Row};

use crate::types::{Author, Book, Genre, Loan, read};

const AUTHOR: &str = "INSERT INTO author (id, name, code, followers, born) VALUES ($1, $2, $3, $4, $5) RETURNING *";
const AN_AUTHOR: &str = "INSERT INTO author (id, name, code, followers) VALUES ($1, 'a', 'AB', 0)";
const BOOK: &str = "INSERT INTO book (id, author_id, title, note, price, rating, genre, tags, cover, published, extra) \
    VALUES ($1, $2, $3, $4, $5::text::numeric, $6, $7, $8, $9, $10, $11) RETURNING *, price::text AS amount";
const A_BOOK: &str = "INSERT INTO book (id, author_id, title, price, genre, tags, published) \
    VALUES ($1, $1, 'b', 1, 'novel', '{}', now())";
const LOAN: &str = "INSERT INTO loan (id, book_id, days, \"from\", renewed) VALUES ($1, $2, $3, $4, $5) RETURNING *";

pub async fn author(new: &Author, at: &mut PgConnection) -> sqlx::Result<Author> {
    let mut work = at.begin().await?;
    let insert = sqlx::query(AUTHOR).bind(new.id).bind(&new.name).bind(&new.code);
    let row = insert.bind(new.followers).bind(new.born).fetch_one(&mut *work).await?;
    Ok(read!(row, Author { id, name, code, followers, born }))
}

pub async fn book(new: &Book, at: &mut PgConnection) -> sqlx::Result<Book> {
    let mut work = at.begin().await?;
    sqlx::query(AN_AUTHOR).bind(new.author_id).execute(&mut *work).await?;
    let insert = sqlx::query(BOOK).bind(new.id).bind(new.author_id).bind(&new.title).bind(&new.note);
    let insert = insert.bind(new.price.to_string()).bind(new.rating).bind(new.genre.word()).bind(&new.tags);
    let insert = insert.bind(&new.cover).bind(new.published).bind(&new.extra);
    let row = insert.fetch_one(&mut *work).await?;
    Ok(read!(row, Book {
        id, author_id, title, note, rating, tags, cover, published, extra |
        price: row.try_get::<String, _>("amount")?.parse().map_err(crate::unreadable)?,
        genre: Genre::of(row.try_get("genre")?)
    }))
}

pub async fn loan(new: &Loan, at: &mut PgConnection) -> sqlx::Result<Loan> {
    let mut work = at.begin().await?;
    sqlx::query(AN_AUTHOR).bind(new.book_id).execute(&mut *work).await?;
    sqlx::query(A_BOOK).bind(new.book_id).execute(&mut *work).await?;
    let insert = sqlx::query(LOAN).bind(new.id).bind(new.book_id).bind(new.days);
    let row = insert.bind(new.from).bind(new.renewed).fetch_one(&mut *work).await?;
    Ok(read!(row, Loan { id, book_id, days, from, renewed }))
}
