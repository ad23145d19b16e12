//! A PostgreSQL database of its own, made for the judge and gone after it.

use serde_json::Value;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection as _};

use crate::ask::{Ask, Refusal};

/// Its connections.
pub(crate) struct Pool {
    pool: sqlx::PgPool,
    server: PgConnectOptions,
    left_behind: Vec<String>,
}

/// Makes the database, the roles that it grants rights to, and its tables.
pub(crate) async fn open(setup: &Value) -> Result<Option<Pool>, Box<dyn std::error::Error>> {
    let (Some(url), Some(name)) = (setup["url"].as_str(), setup["database"].as_str()) else {
        return Ok(None);
    };
    let server: PgConnectOptions = url.parse()?;
    let mut connection = PgConnection::connect_with(&server).await?;
    let mut left_behind = vec![format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")];
    run(&mut connection, &left_behind[0]).await?;
    run(&mut connection, &format!("CREATE DATABASE \"{name}\"")).await?;
    let roles: Vec<String> = serde_json::from_value(setup["roles"].clone())?;
    for role in &roles {
        let quoted = role.replace('"', "\"\"");
        let is_there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)")
            .bind(role)
            .fetch_one(&mut connection)
            .await?;
        if !is_there {
            run(&mut connection, &format!("CREATE ROLE \"{quoted}\" NOLOGIN")).await?;
            left_behind.push(format!("DROP ROLE \"{quoted}\""));
        }
    }
    let own = server.clone().database(name);
    let mut owner = PgConnection::connect_with(&own).await?;
    run(&mut owner, setup["up"].as_str().unwrap_or_default()).await?;
    owner.close().await?;
    // The service's role: row-level security holds for it.
    let role = roles.first().map(|role| format!("SET ROLE \"{}\"", role.replace('"', "\"\"")));
    let options = PgPoolOptions::new().max_connections(1).after_connect(move |connection, _| {
        let role = role.clone();
        Box::pin(async move {
            match role {
                Some(role) => sqlx::raw_sql(AssertSqlSafe(role)).execute(connection).await.map(drop),
                None => Ok(()),
            }
        })
    });
    Ok(Some(Pool { pool: options.connect_with(own).await?, server, left_behind }))
}

/// Removes the database, and the roles that were not there before.
pub(crate) async fn close(pool: Option<Pool>) -> Result<(), Box<dyn std::error::Error>> {
    let Some(Pool { pool, server, left_behind }) = pool else { return Ok(()) };
    pool.close().await;
    let mut connection = PgConnection::connect_with(&server).await?;
    for sql in left_behind {
        run(&mut connection, &sql).await?;
    }
    Ok(())
}

async fn run(connection: &mut PgConnection, sql: &str) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(drop)
}
