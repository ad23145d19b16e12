//! What the author allows to be lost: `drop-field:Book.summary`.

use super::LossCode;

/// A loss that was named and allowed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Allowance {
    /// What happens.
    pub code: LossCode,
    /// To what.
    pub object: String,
}

impl std::fmt::Display for Allowance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.code.as_str(), self.object)
    }
}

impl std::str::FromStr for Allowance {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words = || LossCode::ALL.map(LossCode::as_str).join(", ");
        let (word, object) = text.split_once(':').ok_or_else(|| {
            format!(
                "write CODE:OBJECT, as in `drop-field:Book.summary`; codes are {}",
                words()
            )
        })?;
        let code = LossCode::ALL.into_iter().find(|code| code.as_str() == word);
        let code = code.ok_or_else(|| format!("`{word}` is no loss; codes are {}", words()))?;
        if object.is_empty() {
            return Err(format!("name what `{word}` happens to, as in `{word}:Book.summary`"));
        }
        Ok(Self {
            code,
            object: object.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allowances_read_as_they_are_written() {
        for code in LossCode::ALL {
            let allowance = Allowance {
                code,
                object: "Book.a:b".to_owned(),
            };
            assert_eq!(allowance.to_string().parse(), Ok(allowance));
        }
        assert!("drop-field".parse::<Allowance>().is_err());
        assert!("drop-everything:Book".parse::<Allowance>().is_err());
        assert!("drop-field:".parse::<Allowance>().is_err());
    }
}
