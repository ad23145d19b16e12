//! Names as the author wrote them, and the cases made from them. In: an identifier of the schema language. Out: the
//! same words in the case an output needs. Keywords and quoting are the business of each output, not of this file.

use heck::{ToKebabCase, ToLowerCamelCase, ToPascalCase, ToSnakeCase};

/// How names are spelled on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Case {
    /// `created_at`
    #[default]
    Snake,
    /// `createdAt`
    Camel,
}

/// A name of the schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// The name as the author wrote it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As the author wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `library_card`
    pub fn snake(&self) -> String {
        self.0.to_snake_case()
    }

    /// `LibraryCard`
    pub fn pascal(&self) -> String {
        self.0.to_pascal_case()
    }

    /// `libraryCard`
    pub fn camel(&self) -> String {
        self.0.to_lower_camel_case()
    }

    /// `library-card`
    pub fn kebab(&self) -> String {
        self.0.to_kebab_case()
    }

    /// `LIBRARY_CARD`
    pub fn shouting(&self) -> String {
        self.snake().to_uppercase()
    }

    /// `library_cards`: the last word in the plural.
    pub fn plural(&self) -> String {
        inflect_last_word(&self.snake(), 2)
    }

    /// `library_card` from `library_cards`: the last word in the singular.
    pub fn singular(&self) -> String {
        inflect_last_word(&self.snake(), 1)
    }

    /// In the case the wire uses.
    pub fn wire(&self, case: Case) -> String {
        match case {
            Case::Snake => self.snake(),
            Case::Camel => self.camel(),
        }
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Only the last word carries the number: `book_loan` becomes `book_loans`, whatever the library thinks of `audit`.
fn inflect_last_word(snake: &str, count: isize) -> String {
    let (head, last) = snake.rsplit_once('_').map_or(("", snake), |(head, last)| (head, last));
    let word = pluralizer::pluralize(last, count, false);
    if head.is_empty() {
        word
    } else {
        format!("{head}_{word}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_every_case() {
        let name = Name::new("LoanReminder");
        assert_eq!(name.snake(), "loan_reminder");
        assert_eq!(name.plural(), "loan_reminders");
        assert_eq!(name.kebab(), "loan-reminder");
        assert_eq!(Name::new("created_at").wire(Case::Camel), "createdAt");
        assert_eq!(Name::new("library_cards").singular(), "library_card");
    }
}
