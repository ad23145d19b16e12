impl Read for Decimal {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        let text = value.as_number().map(ToString::to_string).unwrap_or_default();
        let number = Self::from_str_exact(&text).or_else(|_| Self::from_scientific(&text));
        number.map_err(|_| Fault::new("expected a decimal number"))
    }
}

impl Write for Decimal {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.to_string().parse::<f64>() {
            Ok(number) => serializer.serialize_f64(number),
            Err(_) => Err(serde::ser::Error::custom("expected a number")),
        }
    }
}
