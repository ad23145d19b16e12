/// A way in which a column keeps values of a type.
pub(crate) trait Form<T> {
    /// What the driver reads and writes.
    type Kept: for<'r> Decode<'r, Driver> + for<'q> Encode<'q, Driver> + Type<Driver> + Told + 'static;

    /// What is written.
    fn keep(value: &T) -> Result<Self::Kept, BoxDynError>;

    /// What was read.
    fn read(kept: Self::Kept) -> Result<T, BoxDynError>;
}

/// As it is.
pub(crate) struct Plain;

impl<T> Form<T> for Plain
where
    T: Clone + for<'r> Decode<'r, Driver> + for<'q> Encode<'q, Driver> + Type<Driver> + Told + 'static,
{
    type Kept = T;

    fn keep(value: &T) -> Result<T, BoxDynError> {
        Ok(value.clone())
    }

    fn read(kept: T) -> Result<T, BoxDynError> {
        Ok(kept)
    }
}

/// A key by what it wraps.
pub(crate) struct Key<F>(PhantomData<F>);

impl<T: Wrapped, F: Form<T::Value>> Form<T> for Key<F> {
    type Kept = F::Kept;

    fn keep(value: &T) -> Result<F::Kept, BoxDynError> {
        F::keep(value.value())
    }

    fn read(kept: F::Kept) -> Result<T, BoxDynError> {
        F::read(kept).map(T::of)
    }
}

/// A secret by what it hides.
pub(crate) struct Sealed<F>(PhantomData<F>);

impl<T, F: Form<T>> Form<Secret<T>> for Sealed<F> {
    type Kept = F::Kept;

    fn keep(value: &Secret<T>) -> Result<F::Kept, BoxDynError> {
        F::keep(value.expose())
    }

    fn read(kept: F::Kept) -> Result<Secret<T>, BoxDynError> {
        F::read(kept).map(Secret::new)
    }
}

/// A list of values. What is not named is not emitted, and `Array` is also a kind of JSON.
pub(crate) struct Elements<F>(PhantomData<F>);

impl<T, F: Form<T>> Form<Vec<T>> for Elements<F>
where
    Vec<F::Kept>: for<'r> Decode<'r, Driver> + for<'q> Encode<'q, Driver> + Type<Driver> + 'static,
{
    type Kept = Vec<F::Kept>;

    fn keep(value: &Vec<T>) -> Result<Vec<F::Kept>, BoxDynError> {
        value.iter().map(F::keep).collect()
    }

    fn read(kept: Vec<F::Kept>) -> Result<Vec<T>, BoxDynError> {
        kept.into_iter().map(F::read).collect()
    }
}

/// A value of an enum by its word.
pub(crate) struct Word;

impl<T> Form<T> for Word
where
    T: std::fmt::Display + std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    type Kept = String;

    fn keep(value: &T) -> Result<String, BoxDynError> {
        Ok(value.to_string())
    }

    fn read(kept: String) -> Result<T, BoxDynError> {
        Ok(kept.parse()?)
    }
}

/// A record, a list of records, or any JSON.
pub(crate) struct Json;

impl<T: Read + Write> Form<T> for Json {
    type Kept = Value;

    fn keep(value: &T) -> Result<Value, BoxDynError> {
        Ok(value.write(serde_json::value::Serializer)?)
    }

    fn read(kept: Value) -> Result<T, BoxDynError> {
        T::read(kept, Reading::Tolerant).map_err(|fault| fault.to_string().into())
    }
}

/// A decimal with at most so many digits behind the point: PostgreSQL would round others without a word.
pub(crate) struct Exact<const S: u32>;

impl<const S: u32> Form<Decimal> for Exact<S> {
    type Kept = Decimal;

    fn keep(value: &Decimal) -> Result<Decimal, BoxDynError> {
        if value.normalize().scale() > S {
            return Err(format!("a decimal has more than {S} digits behind the point").into());
        }
        Ok(*value)
    }

    /// The driver drops the scale of zero: `0.00` would come back as `0`.
    fn read(mut kept: Decimal) -> Result<Decimal, BoxDynError> {
        kept.rescale(S);
        Ok(kept)
    }
}

/// An instant in microseconds.
pub(crate) struct Instant;

impl Form<DateTime<Utc>> for Instant {
    type Kept = DateTime<Utc>;

    fn keep(value: &DateTime<Utc>) -> Result<DateTime<Utc>, BoxDynError> {
        Ok(value.trunc_subsecs(6))
    }

    fn read(kept: DateTime<Utc>) -> Result<DateTime<Utc>, BoxDynError> {
        Ok(kept)
    }
}

/// A time on the wall in microseconds.
pub(crate) struct Local;

impl Form<NaiveDateTime> for Local {
    type Kept = NaiveDateTime;

    fn keep(value: &NaiveDateTime) -> Result<NaiveDateTime, BoxDynError> {
        Ok(value.trunc_subsecs(6))
    }

    fn read(kept: NaiveDateTime) -> Result<NaiveDateTime, BoxDynError> {
        Ok(kept)
    }
}

/// A time of day in microseconds.
pub(crate) struct Clock;

impl Form<NaiveTime> for Clock {
    type Kept = NaiveTime;

    fn keep(value: &NaiveTime) -> Result<NaiveTime, BoxDynError> {
        Ok(value.trunc_subsecs(6))
    }

    fn read(kept: NaiveTime) -> Result<NaiveTime, BoxDynError> {
        Ok(kept)
    }
}

/// A span of time as a number of microseconds.
pub(crate) struct Micros;

impl Form<TimeDelta> for Micros {
    type Kept = i64;

    fn keep(value: &TimeDelta) -> Result<i64, BoxDynError> {
        value.num_microseconds().ok_or_else(|| "a duration has more than 64 bits of microseconds".into())
    }

    fn read(kept: i64) -> Result<TimeDelta, BoxDynError> {
        Ok(TimeDelta::microseconds(kept))
    }
}

/// A digest as its bytes.
pub(crate) struct Digest;

impl Form<Sha256> for Digest {
    type Kept = Vec<u8>;

    fn keep(value: &Sha256) -> Result<Vec<u8>, BoxDynError> {
        Ok(value.0.to_vec())
    }

    fn read(kept: Vec<u8>) -> Result<Sha256, BoxDynError> {
        <[u8; 32]>::try_from(kept).map(Sha256).map_err(|_| "a digest does not have 32 bytes".into())
    }
}
