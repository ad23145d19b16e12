impl Read for i64 {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        let text = string(value)?;
        let number = text.parse().ok().filter(|_| is_decimal(&text));
        number.ok_or_else(|| Fault::new("expected a 64-bit integer as a string"))
    }
}

impl Write for i64 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
