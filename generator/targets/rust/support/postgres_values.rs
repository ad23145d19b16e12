/// The values of a statement, in order; or those of many rows, as one JSON value that the statement takes apart again.
#[derive(Default)]
pub(crate) struct Values {
    arguments: <Driver as sqlx::Database>::Arguments,
    lines: Option<Lines>,
}

/// Many rows.
#[derive(Default)]
struct Lines {
    whole: Vec<Value>,
    line: serde_json::Map<String, Value>,
}

impl Values {
    /// Those of many rows.
    pub(crate) fn of_lines() -> Self {
        Self { lines: Some(Lines::default()), ..Self::default() }
    }

    /// Ends a row among many.
    pub(crate) fn end_line(&mut self) {
        if let Some(lines) = &mut self.lines {
            lines.whole.push(Value::Object(std::mem::take(&mut lines.line)));
        }
    }

    /// Makes one value of all rows.
    pub(crate) fn end_lines(&mut self) -> Result<(), Error> {
        let lines = self.lines.take().unwrap_or_default();
        self.add(Value::Array(lines.whole))
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
        if let Some(Lines { line, .. }) = &mut self.lines {
            let name = format!("v{}", line.len() + 1);
            line.insert(name, value.told());
        } else {
            self.arguments.add(value).map_err(sqlx::Error::Encode)?;
        }
        Ok(())
    }
}

/// A value as PostgreSQL reads it out of JSON, exactly.
pub(crate) trait Told {
    /// The JSON.
    fn told(&self) -> Value;
}

impl Told for bool {
    fn told(&self) -> Value {
        Value::from(*self)
    }
}

impl Told for i16 {
    fn told(&self) -> Value {
        Value::from(*self)
    }
}

impl Told for i32 {
    fn told(&self) -> Value {
        Value::from(*self)
    }
}

impl Told for i64 {
    fn told(&self) -> Value {
        Value::from(*self)
    }
}

impl Told for f32 {
    fn told(&self) -> Value {
        Value::from(*self)
    }
}

impl Told for f64 {
    fn told(&self) -> Value {
        Value::from(*self)
    }
}

impl Told for String {
    fn told(&self) -> Value {
        Value::String(self.clone())
    }
}

impl Told for Value {
    fn told(&self) -> Value {
        self.clone()
    }
}

impl Told for Uuid {
    fn told(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Told for Decimal {
    fn told(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Told for NaiveDate {
    fn told(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Told for NaiveTime {
    fn told(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Told for NaiveDateTime {
    fn told(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Told for IpAddr {
    fn told(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Told for DateTime<Utc> {
    fn told(&self) -> Value {
        Value::String(self.to_rfc3339())
    }
}

impl Told for Vec<u8> {
    fn told(&self) -> Value {
        Value::String(self.iter().fold("\\x".to_owned(), |text, byte| text + &format!("{byte:02x}")))
    }
}

impl<T: Told> Told for Option<T> {
    fn told(&self) -> Value {
        self.as_ref().map_or(Value::Null, Told::told)
    }
}

impl<T: Told> Told for Vec<T> {
    fn told(&self) -> Value {
        Value::Array(self.iter().map(Told::told).collect())
    }
}
