
/// Reads and writes that happen together or not at all: of one tenant, or of none.
pub struct Transaction<'c, T = ()> {
    inner: sqlx::Transaction<'c, Driver>,
    tenant: T,
}

impl<'c> Transaction<'c> {
    /// Makes one out of a transaction that has begun.
    pub const fn of(inner: sqlx::Transaction<'c, Driver>) -> Self {
        Self { inner, tenant: () }
    }
}

impl<'c, T> Transaction<'c, T> {
    /// Whose rows it reads and writes.
    pub const fn tenant(&self) -> &T {
        &self.tenant
    }

    /// The connection, for statements of your own.
    pub fn connection(&mut self) -> &mut <Driver as sqlx::Database>::Connection {
        &mut self.inner
    }

    /// Makes everything that was written last.
    ///
    /// # Errors
    /// A rule that is looked at in the end refuses it, or the connection is gone.
    pub async fn commit(self) -> Result<(), Error> {
        self.inner.commit().await.map_err(explain)
    }

    /// Undoes everything that was written. Dropping it does the same.
    ///
    /// # Errors
    /// The connection is gone.
    pub async fn rollback(self) -> Result<(), Error> {
        self.inner.rollback().await.map_err(explain)
    }
}

/// A value of a row.
pub(crate) fn read<F: Form<T>, T>(row: &Row, column: &str) -> Result<T, sqlx::Error> {
    let kept: F::Kept = row.try_get(column)?;
    F::read(kept).map_err(|source| sqlx::Error::ColumnDecode { index: column.to_owned(), source })
}

/// A value of a row that may be null.
pub(crate) fn read_nullable<F: Form<T>, T>(row: &Row, column: &str) -> Result<Option<T>, sqlx::Error> {
    let kept: Option<F::Kept> = row.try_get(column)?;
    let read = kept.map(F::read).transpose();
    read.map_err(|source| sqlx::Error::ColumnDecode { index: column.to_owned(), source })
}

/// A value that the rules of the table promise.
pub(crate) fn present<T>(value: Option<T>, field: &str) -> Result<T, sqlx::Error> {
    value.ok_or_else(|| sqlx::Error::ColumnDecode { index: field.to_owned(), source: "is null".into() })
}

/// Runs a statement; how many rows it wrote.
pub(crate) async fn execute<T>(
    transaction: &mut Transaction<'_, T>,
    sql: &'static str,
    values: Values,
) -> Result<u64, Error> {
    let done = sqlx::query_with::<Driver, _>(sql, values.arguments).execute(transaction.connection()).await;
    done.map(|done| done.rows_affected()).map_err(explain)
}

/// The one row of a statement.
pub(crate) async fn one<R, T>(
    transaction: &mut Transaction<'_, T>,
    sql: &'static str,
    values: Values,
) -> Result<R, Error>
where
    R: for<'r> FromRow<'r, Row>,
{
    let row = sqlx::query_with::<Driver, _>(sql, values.arguments).fetch_one(transaction.connection()).await;
    Ok(R::from_row(&row.map_err(explain)?)?)
}

/// The row of a statement, if there is one.
pub(crate) async fn optional<R, T>(
    transaction: &mut Transaction<'_, T>,
    sql: &'static str,
    values: Values,
) -> Result<Option<R>, Error>
where
    R: for<'r> FromRow<'r, Row>,
{
    let row = sqlx::query_with::<Driver, _>(sql, values.arguments).fetch_optional(transaction.connection()).await;
    Ok(row.map_err(explain)?.map(|row| R::from_row(&row)).transpose()?)
}

/// All rows of a statement, as the database gives them.
pub(crate) async fn fetched<T>(
    transaction: &mut Transaction<'_, T>,
    sql: &'static str,
    values: Values,
) -> Result<Vec<Row>, Error> {
    let rows = sqlx::query_with::<Driver, _>(sql, values.arguments).fetch_all(transaction.connection()).await;
    rows.map_err(explain)
}

/// All rows of a statement.
pub(crate) async fn many<R, T>(
    transaction: &mut Transaction<'_, T>,
    sql: &'static str,
    values: Values,
) -> Result<Vec<R>, Error>
where
    R: for<'r> FromRow<'r, Row>,
{
    let rows = fetched(transaction, sql, values).await?;
    Ok(rows.iter().map(R::from_row).collect::<Result<_, _>>()?)
}

/// The rows of a statement as they arrive.
pub(crate) fn rows<'t, R, T>(
    transaction: &'t mut Transaction<'_, T>,
    sql: &'static str,
    values: Values,
) -> Rows<'t, R>
where
    R: for<'r> FromRow<'r, Row>,
{
    let rows = sqlx::query_with::<Driver, _>(sql, values.arguments).fetch(transaction.connection());
    Rows { rows, kind: PhantomData }
}

/// Rows as they arrive.
pub struct Rows<'t, R> {
    rows: BoxStream<'t, Result<Row, sqlx::Error>>,
    kind: PhantomData<fn() -> R>,
}

impl<R> Stream for Rows<'_, R>
where
    R: for<'r> FromRow<'r, Row>,
{
    type Item = Result<R, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.rows.as_mut().poll_next(context);
        polled.map(|row| row.map(|row| Ok(R::from_row(&row.map_err(explain)?)?)))
    }
}

/// A page of an ordered list: one row more than is shown tells whether there is a next page.
pub(crate) async fn page<R, T>(
    transaction: &mut Transaction<'_, T>,
    sql: &'static str,
    values: Values,
    order: Ordered,
) -> Result<Page<R>, Error>
where
    R: for<'r> FromRow<'r, Row>,
{
    let rows = sqlx::query_with::<Driver, _>(sql, values.arguments).fetch_all(transaction.connection()).await;
    let rows = rows.map_err(|error| misplaced(error, order.is_continued))?;
    let shown = &rows[..rows.len().min(order.limit)];
    let last = shown.last().filter(|_| rows.len() > order.limit);
    let next = last.map(|row| places(row, order.columns)).transpose()?;
    Ok(Page {
        next: next.map(|keys| Cursor::new(order.name, keys)),
        rows: shown.iter().map(R::from_row).collect::<Result<_, _>>()?,
    })
}

/// How a page is ordered.
pub(crate) struct Ordered {
    /// The name of the order.
    pub(crate) name: &'static str,
    /// The columns it is made of.
    pub(crate) columns: &'static [&'static str],
    /// How many rows are shown.
    pub(crate) limit: usize,
    /// Whether it begins at a cursor.
    pub(crate) is_continued: bool,
}

/// The number of rows to ask for.
pub(crate) fn asked(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

fn refused(found: impl Fn(&Table, &Constraint) -> bool) -> Option<Error> {
    let all = TABLES.iter().flat_map(|table| table.constraints.iter().map(move |constraint| (table, constraint)));
    let violated = all.filter(|(table, constraint)| found(table, constraint)).map(|(table, constraint)| Violation {
        rule: constraint.rule,
        entity: table.entity,
        fields: constraint.fields,
        constraint: constraint.name,
    });
    violated.map(Error::Refused).next()
}
