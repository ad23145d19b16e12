impl Read for Decimal {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        let text = string(value)?;
        let number = Self::from_str_exact(&text).ok().filter(|_| is_decimal(&text));
        number.ok_or_else(|| Fault::new("expected a decimal number as a string"))
    }
}

impl Write for Decimal {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
