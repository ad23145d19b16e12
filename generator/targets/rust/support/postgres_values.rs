/// The values of a statement, in order; or those of many rows, column by column, as lists of texts that the statement joins to
/// rows again.
#[derive(Default)]
pub(crate) struct Values {
    arguments: <Driver as sqlx::Database>::Arguments,
    lines: Option<Lines>,
}

/// Many rows.
struct Lines {
    columns: Vec<Vec<Option<String>>>,
    /// The column whose turn it is.
    next: usize,
}

impl Values {
    /// Those of many rows of so many columns.
    pub(crate) fn of_lines(columns: usize) -> Self {
        let columns = vec![Vec::new(); columns];
        Self { lines: Some(Lines { columns, next: 0 }), ..Self::default() }
    }

    /// Ends a row among many.
    pub(crate) fn end_line(&mut self) {
        if let Some(lines) = &mut self.lines {
            lines.next = 0;
        }
    }

    /// Ends the rows; what is added behind them stands by itself.
    pub(crate) fn end_lines(&mut self) -> Result<(), Error> {
        let lines = self.lines.take();
        for column in lines.into_iter().flat_map(|lines| lines.columns) {
            self.add(column)?;
        }
        Ok(())
    }

    /// Adds a value.
    pub(crate) fn put<F: Form<T>, T>(&mut self, value: &T) -> Result<(), Error> {
        let kept = F::keep(value).map_err(sqlx::Error::Encode)?;
        self.add(kept)
    }

    /// Adds a value that may be null.
    pub(crate) fn put_some<F: Form<T>, T>(&mut self, value: Option<&T>) -> Result<(), Error> {
        let kept = value.map(F::keep).transpose().map_err(sqlx::Error::Encode)?;
        self.add(kept)
    }

    /// Adds a number, a flag, a text.
    pub(crate) fn add<V>(&mut self, value: V) -> Result<(), Error>
    where
        V: for<'q> Encode<'q, Driver> + Type<Driver> + Told,
    {
        if let Some(Lines { columns, next }) = &mut self.lines {
            if let Some(column) = columns.get_mut(*next) {
                column.push(value.told());
            }
            *next += 1;
        } else {
            self.arguments.add(value).map_err(sqlx::Error::Encode)?;
        }
        Ok(())
    }
}

/// A value as PostgreSQL reads it from a text, exactly.
pub(crate) trait Told {
    /// The text; nothing for null.
    fn told(&self) -> Option<String>;
}

impl Told for bool {
    fn told(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Told for i16 {
    fn told(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Told for i32 {
    fn told(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Told for i64 {
    fn told(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Told for f32 {
    fn told(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Told for f64 {
    fn told(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Told for String {
    fn told(&self) -> Option<String> {
        Some(self.clone())
    }
}

impl Told for Value {
    fn told(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Told for Uuid {
    fn told(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Told for Decimal {
    fn told(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Told for NaiveDate {
    fn told(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Told for NaiveTime {
    fn told(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Told for NaiveDateTime {
    fn told(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Told for IpAddr {
    fn told(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Told for DateTime<Utc> {
    fn told(&self) -> Option<String> {
        Some(self.to_rfc3339())
    }
}

impl Told for Vec<u8> {
    fn told(&self) -> Option<String> {
        Some(self.iter().fold("\\x".to_owned(), |text, byte| text + &format!("{byte:02x}")))
    }
}

impl<T: Told> Told for Option<T> {
    fn told(&self) -> Option<String> {
        self.as_ref().and_then(Told::told)
    }
}

impl<T: Told> Told for Vec<T> {
    fn told(&self) -> Option<String> {
        let quoted = |text: String| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let elements = self.iter().map(|element| element.told().map_or("NULL".to_owned(), quoted));
        Some(format!("{{{}}}", elements.collect::<Vec<_>>().join(",")))
    }
}
