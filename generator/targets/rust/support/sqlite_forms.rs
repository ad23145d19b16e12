/// A way in which a column keeps values of a type.
pub(crate) trait Form<T> {
    /// What the driver reads and writes.
    type Kept: for<'r> Decode<'r, Driver> + for<'q> Encode<'q, Driver> + Type<Driver> + 'static;

    /// What is written.
    fn keep(value: &T) -> Result<Self::Kept, BoxDynError>;

    /// What was read.
    fn read(kept: Self::Kept) -> Result<T, BoxDynError>;
}

/// As it is.
pub(crate) struct Plain;

impl<T> Form<T> for Plain
where
    T: Clone + for<'r> Decode<'r, Driver> + for<'q> Encode<'q, Driver> + Type<Driver> + 'static,
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

/// A record, a list, or any JSON, as text.
pub(crate) struct Json;

impl<T: Read + Write> Form<T> for Json {
    type Kept = String;

    fn keep(value: &T) -> Result<String, BoxDynError> {
        let mut text = Vec::new();
        value.write(&mut serde_json::Serializer::new(&mut text))?;
        Ok(String::from_utf8(text)?)
    }

    fn read(kept: String) -> Result<T, BoxDynError> {
        let value = serde_json::from_str(&kept)?;
        T::read(value, Reading::Tolerant).map_err(|fault| fault.to_string().into())
    }
}

/// A decimal as a whole number of its last digits.
pub(crate) struct Scaled<const S: u32>;

impl<const S: u32> Form<Decimal> for Scaled<S> {
    type Kept = i64;

    fn keep(value: &Decimal) -> Result<i64, BoxDynError> {
        let exact = at_scale(value, S)?;
        i64::try_from(exact.mantissa()).map_err(|_| "a decimal has more than 18 digits".into())
    }

    fn read(kept: i64) -> Result<Decimal, BoxDynError> {
        Ok(Decimal::try_new(kept, S)?)
    }
}

/// A decimal as text with all digits behind the point.
pub(crate) struct Digits<const S: u32>;

impl<const S: u32> Form<Decimal> for Digits<S> {
    type Kept = String;

    fn keep(value: &Decimal) -> Result<String, BoxDynError> {
        Ok(at_scale(value, S)?.to_string())
    }

    fn read(kept: String) -> Result<Decimal, BoxDynError> {
        Ok(Decimal::from_str_exact(&kept)?)
    }
}

/// A list of decimals as JSON, each with all digits behind the point.
pub(crate) struct DecimalList<const S: u32>;

impl<const S: u32> Form<Vec<Decimal>> for DecimalList<S> {
    type Kept = String;

    fn keep(value: &Vec<Decimal>) -> Result<String, BoxDynError> {
        let exact: Vec<Decimal> = value.iter().map(|value| at_scale(value, S)).collect::<Result<_, _>>()?;
        Json::keep(&exact)
    }

    fn read(kept: String) -> Result<Vec<Decimal>, BoxDynError> {
        Json::read(kept)
    }
}

/// The same number with exactly so many digits behind the point.
fn at_scale(value: &Decimal, scale: u32) -> Result<Decimal, BoxDynError> {
    let mut exact = value.normalize();
    if exact.scale() > scale {
        return Err(format!("a decimal has more than {scale} digits behind the point").into());
    }
    exact.rescale(scale);
    if exact.scale() == scale { Ok(exact) } else { Err("a decimal has too many digits".into()) }
}

/// A uuid as text.
pub(crate) struct UuidText;

impl Form<Uuid> for UuidText {
    type Kept = String;

    fn keep(value: &Uuid) -> Result<String, BoxDynError> {
        Ok(value.to_string())
    }

    fn read(kept: String) -> Result<Uuid, BoxDynError> {
        Ok(Uuid::try_parse(&kept)?)
    }
}

/// An IP address as text.
pub(crate) struct Address;

impl Form<IpAddr> for Address {
    type Kept = String;

    fn keep(value: &IpAddr) -> Result<String, BoxDynError> {
        Ok(value.to_string())
    }

    fn read(kept: String) -> Result<IpAddr, BoxDynError> {
        Ok(kept.parse()?)
    }
}

/// Floats of 32 bits, the lowest byte of each first.
pub(crate) struct Floats;

impl Form<Vec<f32>> for Floats {
    type Kept = Vec<u8>;

    fn keep(value: &Vec<f32>) -> Result<Vec<u8>, BoxDynError> {
        Ok(value.iter().flat_map(|number| number.to_le_bytes()).collect())
    }

    fn read(kept: Vec<u8>) -> Result<Vec<f32>, BoxDynError> {
        let (numbers, rest) = kept.as_chunks::<4>();
        if !rest.is_empty() {
            return Err("a vector does not consist of 32-bit floats".into());
        }
        Ok(numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }
}

/// An instant in UTC as text that sorts: with milliseconds as the database itself writes it, with microseconds where
/// there are any.
pub(crate) struct Instant;

impl Form<DateTime<Utc>> for Instant {
    type Kept = String;

    fn keep(value: &DateTime<Utc>) -> Result<String, BoxDynError> {
        let whole = value.format("%Y-%m-%dT%H:%M:%S");
        Ok(format!("{whole}.{}+00:00", fraction(value.nanosecond())))
    }

    fn read(kept: String) -> Result<DateTime<Utc>, BoxDynError> {
        Ok(DateTime::parse_from_rfc3339(&kept)?.to_utc())
    }
}

/// A time on the wall as text.
pub(crate) struct Local;

impl Form<NaiveDateTime> for Local {
    type Kept = String;

    fn keep(value: &NaiveDateTime) -> Result<String, BoxDynError> {
        let whole = value.format("%Y-%m-%d %H:%M:%S");
        Ok(format!("{whole}.{}", fraction(value.nanosecond())))
    }

    fn read(kept: String) -> Result<NaiveDateTime, BoxDynError> {
        Ok(NaiveDateTime::parse_from_str(&kept, "%Y-%m-%d %H:%M:%S%.f")?)
    }
}

/// A time of day as text.
pub(crate) struct Clock;

impl Form<NaiveTime> for Clock {
    type Kept = String;

    fn keep(value: &NaiveTime) -> Result<String, BoxDynError> {
        Ok(format!("{}.{}", value.format("%H:%M:%S"), fraction(value.nanosecond())))
    }

    fn read(kept: String) -> Result<NaiveTime, BoxDynError> {
        Ok(NaiveTime::parse_from_str(&kept, "%H:%M:%S%.f")?)
    }
}

/// A date as text.
pub(crate) struct Date;

impl Form<NaiveDate> for Date {
    type Kept = String;

    fn keep(value: &NaiveDate) -> Result<String, BoxDynError> {
        Ok(value.format("%Y-%m-%d").to_string())
    }

    fn read(kept: String) -> Result<NaiveDate, BoxDynError> {
        Ok(NaiveDate::parse_from_str(&kept, "%Y-%m-%d")?)
    }
}

/// The digits behind the point of a second: three, or six where three do not say it all.
fn fraction(nanoseconds: u32) -> String {
    let micros = nanoseconds % 1_000_000_000 / 1_000;
    if micros.is_multiple_of(1_000) { format!("{:03}", micros / 1_000) } else { format!("{micros:06}") }
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
