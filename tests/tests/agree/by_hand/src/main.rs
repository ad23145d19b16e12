//! Judges values by types written by hand. In: two addresses of databases as arguments, then lines `{"shape", "text"}`. Out: what
//! ts-rs makes of the types in a first line, then a verdict for each line.

mod base64_text;
mod postgres;
mod sqlite;
mod types;

use std::io::BufRead;

use serde_json::{Value, json};
use sqlx::Connection;
use ts_rs::TS;
use utoipa::OpenApi;

use types::{Author, Book, Genre, Loan};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[derive(OpenApi)]
#[openapi(components(schemas(Author, Book, Genre, Loan)))]
struct Description;

/// What serde and the databases say of a text; `$table` is the function that writes a row, reads it again, and leaves nothing.
macro_rules! judged {
    ($shape:ty, $table:ident, $text:expr, $databases:expr) => {
        match serde_json::from_str::<$shape>($text) {
            Err(_) => json!({ "serde": false }),
            Ok(value) => json!({
                "serde": true,
                "written": value,
                "postgres": row(postgres::$table(&value, &mut $databases.postgres).await)?,
                "sqlite": row(sqlite::$table(&value, &mut $databases.sqlite).await)?,
            }),
        }
    };
}

fn main() -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(run())
}

async fn run() -> Outcome<()> {
    let config = ts_rs::Config::default();
    let types = [Author::decl(&config), Book::decl(&config), Genre::decl(&config), Loan::decl(&config)];
    println!("{}", json!(types.map(|text| format!("export {text}")).join("\n")));
    let addresses: Vec<String> = std::env::args().skip(1).collect();
    let mut databases = Databases {
        postgres: sqlx::PgConnection::connect(&addresses[0]).await?,
        sqlite: sqlx::SqliteConnection::connect(&addresses[1]).await?,
    };
    sqlx::raw_sql(include_str!("../postgres.sql")).execute(&mut databases.postgres).await?;
    sqlx::raw_sql(include_str!("../sqlite.sql")).execute(&mut databases.sqlite).await?;
    let mut description = serde_json::to_value(Description::openapi())?;
    for line in std::io::stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line?)?;
        let (shape, text) = (question["shape"].as_str().unwrap_or_default(), question["text"].as_str().unwrap_or_default());
        description["$ref"] = format!("#/components/schemas/{shape}").into();
        let mut verdict = match shape {
            "Author" => judged!(Author, author, text, databases),
            "Book" => judged!(Book, book, text, databases),
            _ => judged!(Loan, loan, text, databases),
        };
        verdict["described"] = is_described(&description, text)?.into();
        println!("{verdict}");
    }
    Ok(())
}

/// Whether the description accepts a text.
fn is_described(description: &Value, text: &str) -> Outcome<bool> {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return Ok(false) };
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(description).map_err(|error| error.to_string())?;
    Ok(validator.is_valid(&value))
}

struct Databases {
    postgres: sqlx::PgConnection,
    sqlite: sqlx::SqliteConnection,
}

/// A row as it was read again; null where the database refused it.
fn row<T: serde::Serialize>(row: sqlx::Result<T>) -> Outcome<Value> {
    match row {
        Ok(row) => Ok(serde_json::to_value(row)?),
        Err(sqlx::Error::Database(_)) => Ok(Value::Null),
        Err(other) => Err(other.into()),
    }
}

/// A column holds what cannot be read.
pub fn unreadable(error: rust_decimal::Error) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}
