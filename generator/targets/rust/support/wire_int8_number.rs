impl Read for i64 {
    fn read(value: Value, _: Reading) -> Result<Self, Fault> {
        let number = whole(&value)?;
        if number.unsigned_abs() < 1 << 53 { Ok(number) } else { Err(Fault::new("expected an integer within 2^53")) }
    }
}

impl Write for i64 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*self)
    }
}
