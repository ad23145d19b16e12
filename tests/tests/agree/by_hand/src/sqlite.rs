//! SQLite. It has neither decimals nor lists: they are texts.

use sqlx::types::Json;
use sqlx::{Acquire, Row, SqliteConnection};

use crate::types::{Author, Book, Genre, Loan, read};

const AUTHOR: &str = "INSERT INTO author (id, name, code, followers, born) VALUES (?, ?, ?, ?, ?) RETURNING *";
const AN_AUTHOR: &str = "INSERT INTO author (id, name, code, followers) VALUES (?, 'a', 'AB', 0)";
const BOOK: &str = "INSERT INTO book (id, author_id, title, note, price, rating, genre, tags, cover, published, extra) \
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *, CAST(price AS TEXT) AS amount";
const A_BOOK: &str = "INSERT INTO book (id, author_id, title, price, genre, tags, published) \
    VALUES (?1, ?1, 'b', 1, 'novel', '[]', '2000-01-01T00:00:00Z')";
const LOAN: &str = "INSERT INTO loan (id, book_id, days, \"from\", renewed) VALUES (?, ?, ?, ?, ?) RETURNING *";

pub async fn author(new: &Author, at: &mut SqliteConnection) -> sqlx::Result<Author> {
    let mut work = at.begin().await?;
    let insert = sqlx::query(AUTHOR).bind(new.id).bind(&new.name).bind(&new.code);
    let row = insert.bind(new.followers).bind(new.born).fetch_one(&mut *work).await?;
    Ok(read!(row, Author { id, name, code, followers, born }))
}

pub async fn book(new: &Book, at: &mut SqliteConnection) -> sqlx::Result<Book> {
    let mut work = at.begin().await?;
    sqlx::query(AN_AUTHOR).bind(new.author_id).execute(&mut *work).await?;
    let insert = sqlx::query(BOOK).bind(new.id).bind(new.author_id).bind(&new.title).bind(&new.note);
    let insert = insert.bind(new.price.to_string()).bind(new.rating).bind(new.genre.word()).bind(Json(&new.tags));
    let insert = insert.bind(&new.cover).bind(new.published).bind(&new.extra);
    let row = insert.fetch_one(&mut *work).await?;
    Ok(read!(row, Book {
        id, author_id, title, note, rating, cover, published, extra |
        price: row.try_get::<String, _>("amount")?.parse().map_err(crate::unreadable)?,
        genre: Genre::of(row.try_get("genre")?),
        tags: row.try_get::<Json<_>, _>("tags")?.0
    }))
}

pub async fn loan(new: &Loan, at: &mut SqliteConnection) -> sqlx::Result<Loan> {
    let mut work = at.begin().await?;
    sqlx::query(AN_AUTHOR).bind(new.book_id).execute(&mut *work).await?;
    sqlx::query(A_BOOK).bind(new.book_id).execute(&mut *work).await?;
    let insert = sqlx::query(LOAN).bind(new.id).bind(new.book_id).bind(new.days);
    let row = insert.bind(new.from).bind(new.renewed).fetch_one(&mut *work).await?;
    Ok(read!(row, Loan { id, book_id, days, from, renewed }))
}
