//! From what the TOML parser yields to a tree of our own values. In: its tables. Out: [`Literal`]s in the order of the
//! text, each with its place. What no schema may contain (hidden characters, numbers out of range) is reported here.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Span};
use toml::de::{DeArray, DeInteger, DeTable, DeValue};

use crate::document::{Literal, Spanned, Text, Value};
use crate::hidden::check_text;
use crate::limits::{DEEPEST, nested_too_deeply};

/// The tree of a whole text, which was parsed into `table` without errors.
pub(crate) fn tree(file: FileId, text: &str, table: &DeTable<'_>, diagnostics: &mut Diagnostics) -> Literal {
    let entries = Grower {
        file,
        text,
        diagnostics,
    }
    .entries(table, 0);
    Spanned::new(Value::Table(entries), Span::new(file, 0, 0))
}

struct Grower<'a> {
    file: FileId,
    text: &'a str,
    diagnostics: &'a mut Diagnostics,
}

type Parsed<'i> = toml::Spanned<DeValue<'i>>;

impl Grower<'_> {
    fn entries(&mut self, table: &DeTable<'_>, depth: usize) -> Vec<(Text, Literal)> {
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            let span = self.span(key.span());
            self.check_text(key.get_ref(), span);
            if let Some(value) = self.value(value, depth + 1) {
                entries.push((Spanned::new(key.get_ref().to_string(), span), value));
            }
        }
        // A header that comes back to a table opened implicitly moves it to the end; the text has the say.
        entries.sort_by_key(|(key, _)| key.span);
        entries
    }

    fn value(&mut self, parsed: &Parsed<'_>, depth: usize) -> Option<Literal> {
        let span = self.span(parsed.span());
        if depth > DEEPEST {
            self.diagnostics.push(nested_too_deeply(span));
            return None;
        }
        let value = match parsed.get_ref() {
            DeValue::String(text) => Value::String(self.string(text, span)),
            DeValue::Integer(number) => Value::Integer(self.integer(number, span)?),
            DeValue::Float(number) => Value::Float(self.float(number.as_str(), span)?),
            DeValue::Boolean(flag) => Value::Bool(*flag),
            DeValue::Datetime(_) => Value::Datetime(self.raw(span).to_owned()),
            DeValue::Array(array) => Value::Array(self.array(array, depth)),
            DeValue::Table(table) => Value::Table(self.entries(table, depth)),
        };
        Some(Spanned::new(value, span))
    }

    fn array(&mut self, array: &DeArray<'_>, depth: usize) -> Vec<Literal> {
        array
            .iter()
            .filter_map(|element| self.value(element, depth + 1))
            .collect()
    }

    /// Line breaks in the file are part of its layout, so texts have them as `\n` wherever the file was edited.
    fn string(&mut self, text: &str, span: Span) -> String {
        let text = if self.raw(span).contains("\r\n") {
            text.replace("\r\n", "\n")
        } else {
            text.to_owned()
        };
        self.check_text(&text, span);
        text
    }

    fn integer(&mut self, number: &DeInteger<'_>, span: Span) -> Option<i64> {
        let value = i64::from_str_radix(number.as_str(), number.radix()).ok();
        if value.is_none() {
            let message = format!("`{}` is more than 64 bits hold", self.raw(span));
            let help = "write it as a text where the type has room for it: `\"123\"`";
            self.diagnostics.push(
                Diagnostic::error(Code::ValueForm, message)
                    .label(span, "too large")
                    .help(help),
            );
        }
        value
    }

    fn float(&mut self, number: &str, span: Span) -> Option<String> {
        if number.bytes().any(|byte| byte.is_ascii_digit()) {
            return Some(number.to_owned());
        }
        let message = format!("`{}` is no number that every output knows", self.raw(span));
        self.diagnostics
            .push(Diagnostic::error(Code::ValueForm, message).label(span, "not a finite number"));
        None
    }

    fn check_text(&mut self, text: &str, span: Span) {
        let found = check_text(text, self.raw(span), span);
        self.diagnostics.extend(found);
    }

    fn raw(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }
}
