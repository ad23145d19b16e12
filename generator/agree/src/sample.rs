//! Values as JSON texts, and the rules that some judge is known not to have.

/// A value, as JSON text: not every text that a client may send is a value everywhere.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sample {
    pub(crate) json: String,
    pub(crate) gap: Option<Gap>,
}

/// A rule that some judge does not have. What it may then say is in [`crate::compare`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// JSON Schema cannot look for NUL inside free JSON, and responses are not searched for it.
    Nul,
    /// Half of a character is no text for Rust; JSON Schema does not ask.
    HalfCharacter,
    /// A pattern counts digits, not bits.
    SixtyFourBits,
    /// JSON Schema cannot compare times.
    TimeLimit,
    /// JSON Schema's times have a year 0 and leap seconds.
    TimeOfNoDatabase,
    /// A pattern can compare with whole numbers only.
    DecimalLimit,
    /// A length of base64 counts bytes in threes.
    ByteCount,
    /// JSON Schema has no 32-bit numbers.
    Float32,
    /// `-0` equals 0, but a pattern for numbers from 0 on has no sign.
    NegativeZero,
    /// A zero too many behind the point: another text, and the same number to a database.
    DecimalForm,
    /// A number on the wire has no digits to count.
    DecimalNumber,
    /// Outside of ASCII, blanks are others for ECMAScript than for Unicode.
    Blank,
    /// A format that the checker takes more widely than its own standard.
    WideFormat,
    /// A word that came later: clients let it through, the service does not know it.
    LaterWord,
    /// A secret of a record is described in requests alone.
    Secret,
    /// What 64 bits do not hold is infinite to JavaScript, and that is a number to checkers of JSON Schema.
    Infinite,
}

pub(crate) fn plain(json: impl Into<String>) -> Sample {
    Sample {
        json: json.into(),
        gap: None,
    }
}

pub(crate) fn quoted(text: &str) -> Sample {
    plain(serde_json::Value::from(text).to_string())
}

pub(crate) fn with(gap: Gap, sample: Sample) -> Sample {
    Sample {
        gap: Some(gap),
        ..sample
    }
}

pub(crate) fn words(texts: &[&str]) -> Vec<Sample> {
    texts.iter().map(|text| quoted(text)).collect()
}

/// What no type is.
pub(crate) fn nonsense() -> Vec<Sample> {
    [
        "null",
        "true",
        "5",
        "-1.5",
        "\"x\"",
        "\"\"",
        "[]",
        "{}",
        "[null]",
        "{\"a\":1}",
    ]
    .map(plain)
    .to_vec()
}
